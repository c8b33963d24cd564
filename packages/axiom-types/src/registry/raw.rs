//! Published keys of state-registry.

use cosmwasm_std::storage_keys::namespace_with_key;
use cosmwasm_std::{Addr, QuerierWrapper, StdResult};

use super::{ParticipantKind, ParticipantResponse, QueryMsg};
use crate::packed::{read_raw, Packed, Raw, Reader, Writer};

/// Namespace of participants: (address) -> [`Participant`].
pub const PARTICIPANTS: &str = "p";
/// Namespace of capabilities: (capability, address) -> one byte.
pub const CAPABILITIES: &str = "c";

/// The hot part of a participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// What it is.
    pub kind: ParticipantKind,
    /// Unix seconds at which the lease ends.
    pub expires: u64,
    /// Principal of a bound agent.
    pub principal: Option<Addr>,
    /// Payout split, (payee, basis points); empty means itself.
    pub route: Vec<(Addr, u16)>,
}

impl Participant {
    /// True while the lease runs.
    pub fn live(&self, now: u64) -> bool {
        now < self.expires
    }
}

impl Packed for Participant {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.u8(self.kind.code()).u64(self.expires).opt_addr(self.principal.as_ref());
        for (payee, bps) in &self.route {
            out.addr(payee).u16(*bps);
        }
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        let kind = ParticipantKind::from_code(input.u8()?)?;
        let expires = input.u64()?;
        let principal = input.opt_addr()?;
        let mut route = vec![];
        while !input.is_empty() {
            route.push((input.addr()?, input.u16()?));
        }
        Some(Self { kind, expires, principal, route })
    }
}

/// Reads a participant: raw, or by the smart query if the stored format is unknown.
///
/// # Errors
/// Only when the querier fails.
pub fn participant(
    querier: &QuerierWrapper<'_>,
    registry: &Addr,
    address: &Addr,
) -> StdResult<Option<Participant>> {
    let key = namespace_with_key(&[PARTICIPANTS.as_bytes()], address.as_bytes());
    match read_raw(querier, registry, key)? {
        Raw::Missing => Ok(None),
        Raw::Known(found) => Ok(Some(found)),
        Raw::Unknown => {
            let msg = QueryMsg::Participant { address: address.to_string() };
            let found: Option<ParticipantResponse> = crate::json::ask(querier, registry, &msg)?;
            Ok(found.map(|p| Participant {
                kind: p.kind,
                expires: p.expires,
                principal: p.principal,
                route: p.route.into_iter().map(|s| (Addr::unchecked(s.account), s.bps)).collect(),
            }))
        }
    }
}

/// True if a participant lists a capability, whether or not its lease runs.
///
/// # Errors
/// Only when the querier fails.
pub fn has_capability(
    querier: &QuerierWrapper<'_>,
    registry: &Addr,
    capability: &str,
    address: &Addr,
) -> StdResult<bool> {
    let parts = [CAPABILITIES.as_bytes(), capability.as_bytes()];
    let key = namespace_with_key(&parts, address.as_bytes());
    Ok(querier.query_wasm_raw(registry, key)?.is_some_and(|v| !v.is_empty()))
}
