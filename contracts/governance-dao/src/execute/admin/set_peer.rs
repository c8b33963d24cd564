//! `admin.set_peer`: changes which contract is a layer.

use axiom_kit::checks;
use axiom_types::dao::events::PeerSet;
use axiom_types::dao::{Target, Track};
use cosmwasm_std::{Addr, Response};

use crate::error::ContractError;
use crate::execute::Context;
use crate::peers::{can_arbitrate, can_decide, existing_source, is_kind, Role};
use crate::records::{Economy, Layer};
use crate::state;

/// Puts a contract in place of a layer, or switches the layer off. A new tracker gives power to proposals made from
/// now on; those that were made keep theirs. The other contracts learn of it by messages of their own.
///
/// # Errors
/// [`ContractError::NotALayer`], [`ContractError::WrongKind`], [`ContractError::TrackerNeeded`],
/// [`ContractError::NoVoters`], [`ContractError::Track`] if the new voters could not reach a strict track,
/// [`ContractError::ArbitrationTooShort`].
pub fn set_peer(
    ctx: Context<'_>,
    target: &Target,
    address: Option<&str>,
) -> Result<Response, ContractError> {
    // load
    let role = Role::of(target)?;
    let economy = state::load_economy(ctx.deps.storage)?;
    let tracks = state::tracks_now(ctx.deps.storage)?;
    let address = checks::opt_addr(ctx.deps.api, address)?;
    if let Some(address) = &address {
        fits(&ctx, role, address, &tracks)?;
    }

    // decide
    let adopted = |address: Addr| Layer { address, founded: false };
    let layer = address.clone().map(adopted);
    let economy = match role {
        Role::Registry => Economy { registry: layer, ..economy },
        Role::Ledger => Economy { ledger: layer, ..economy },
        Role::Distributor => Economy { distributor: layer, ..economy },
        Role::Tracker => {
            let tracker = layer.ok_or(ContractError::TrackerNeeded {})?;
            let source = existing_source(&ctx.deps.querier, &tracker.address)?;
            can_decide(&ctx.deps.querier, &source, &tracks)?;
            let number = economy.source.saturating_add(1);
            state::save_source(ctx.deps.storage, number, &source)?;
            Economy { tracker, source: number, ..economy }
        }
    };

    // save
    state::save_economy(ctx.deps.storage, &economy)?;

    // respond
    Ok(Response::new().add_event(PeerSet { layer: role.word().to_string(), address }))
}

/// Passes a contract of the layer's kind; a ledger that leaves this contract, if it is its arbiter, time to decide.
fn fits(
    ctx: &Context<'_>,
    role: Role,
    contract: &Addr,
    tracks: &[Track],
) -> Result<(), ContractError> {
    let (querier, own) = (&ctx.deps.querier, &ctx.env.contract.address);
    is_kind(querier, contract, role)?;
    match role {
        Role::Ledger => can_arbitrate(querier, own, contract, tracks),
        Role::Registry | Role::Tracker | Role::Distributor => Ok(()),
    }
}
