//! New contracts for jobs posted from now on.

use axiom_kit::{checks, reply};
use axiom_types::json;
use axiom_types::ledger::events::PeersSet;
use axiom_types::ledger::PeersMsg;
use axiom_types::registry::{self, WriterRule};
use axiom_types::{distributor, tracker};
use cosmwasm_std::{Addr, Deps, Response, StdError, Storage, SubMsg, WasmMsg};

use super::Ctx;
use crate::error::ContractError;
use crate::reply::SPACE;
use crate::state::{self, PeerSet};

/// Name of the ledger's own space.
const SPACE_NAME: &str = "results of an execution ledger";

/// Adds a peer set and puts it in force; jobs end with the set that they began with.
pub fn run(ctx: Ctx<'_>, msg: PeersMsg) -> Result<Response, ContractError> {
    // ---- load ----
    let mut settings = state::load_settings(ctx.deps.storage)?;
    let peers = checked(ctx.deps.as_ref(), &msg)?;

    // ---- save ----
    let all_used = || StdError::generic_err("no number is left for peers");
    settings.peer_set = settings.peer_set.checked_add(1).ok_or_else(all_used)?;
    state::save_settings(ctx.deps.storage, &settings)?;

    // ---- respond ----
    install(ctx.deps.storage, settings.peer_set, &peers)
}

/// Stores a checked peer set; with a registry, asks it for a space of the ledger's own.
pub fn install(
    storage: &mut dyn Storage,
    set: u32,
    peers: &PeerSet,
) -> Result<Response, ContractError> {
    state::save_peers(storage, set, peers)?;
    let PeerSet { registry, space: _, tracker, distributor } = peers.clone();
    let mut response = Response::new();
    if let Some(registry) = &registry {
        let open = registry::ExecuteMsg::CreateSpace {
            name: SPACE_NAME.to_string(),
            writers: WriterRule::Owner {},
        };
        let msg = WasmMsg::Execute {
            contract_addr: registry.to_string(),
            msg: json::binary(&open)?,
            funds: vec![],
        };
        let id = reply::id(SPACE, u64::from(set))?;
        response = response.add_submessage(SubMsg::reply_on_success(msg, id));
    }
    Ok(response.add_event(PeersSet { registry, tracker, distributor }))
}

/// Peers that bear the right names.
///
/// # Errors
/// [`axiom_kit::KitError::BadAddress`], [`ContractError::SilentPeer`], [`ContractError::WrongPeer`].
pub fn checked(deps: Deps<'_>, msg: &PeersMsg) -> Result<PeerSet, ContractError> {
    let PeersMsg { registry, tracker, distributor } = msg;
    Ok(PeerSet {
        registry: peer(deps, "registry", registry.as_deref(), registry::CONTRACT_NAME)?,
        space: None,
        tracker: peer(deps, "tracker", tracker.as_deref(), tracker::CONTRACT_NAME)?,
        distributor: peer(deps, "distributor", distributor.as_deref(), distributor::CONTRACT_NAME)?,
    })
}

fn peer(
    deps: Deps<'_>,
    role: &'static str,
    address: Option<&str>,
    expected: &'static str,
) -> Result<Option<Addr>, ContractError> {
    let Some(address) = checks::opt_addr(deps.api, address)? else {
        return Ok(None);
    };
    // A raw query of the key that cw2 gives: an answer by smart query would load the contract.
    let info = cw2::query_contract_info(&deps.querier, address.as_str())
        .map_err(|_| ContractError::SilentPeer { role, address: address.to_string() })?;
    if info.contract != expected {
        return Err(ContractError::WrongPeer {
            role,
            address: address.into_string(),
            found: checks::reason(&info.contract),
            expected,
        });
    }
    Ok(Some(address))
}
