//! `admin.set_peer`: changes which contract is a layer.

use axiom_kit::checks;
use axiom_types::dao::events::PeerSet;
use axiom_types::dao::Target;
use cosmwasm_std::{Addr, Response};

use crate::error::ContractError;
use crate::execute::Context;
use crate::peers::{existing_source, is_kind, Role};
use crate::records::{Economy, Layer};
use crate::state;

/// Puts a contract in place of a layer, or switches the layer off. A new tracker gives power to proposals made from
/// now on; those that were made keep theirs. The other contracts learn of it by messages of their own.
///
/// # Errors
/// [`ContractError::NotALayer`], [`ContractError::WrongKind`], [`ContractError::TrackerNeeded`],
/// [`ContractError::NoVoters`].
pub fn set_peer(
    ctx: Context<'_>,
    target: &Target,
    address: Option<&str>,
) -> Result<Response, ContractError> {
    // load
    let role = Role::of(target)?;
    let economy = state::load_economy(ctx.deps.storage)?;
    let address = checks::opt_addr(ctx.deps.api, address)?;
    if let Some(address) = &address {
        is_kind(&ctx.deps.querier, address, role)?;
    }

    // decide
    let adopted = |address: Addr| Layer {
        address,
        founded: false,
    };
    let layer = address.clone().map(adopted);
    let economy = match role {
        Role::Registry => Economy {
            registry: layer,
            ..economy
        },
        Role::Ledger => Economy {
            ledger: layer,
            ..economy
        },
        Role::Distributor => Economy {
            distributor: layer,
            ..economy
        },
        Role::Tracker => {
            let tracker = layer.ok_or(ContractError::TrackerNeeded {})?;
            let source = existing_source(&ctx.deps.querier, &tracker.address)?;
            let number = economy.source.saturating_add(1);
            state::save_source(ctx.deps.storage, number, &source)?;
            Economy {
                tracker,
                source: number,
                ..economy
            }
        }
    };

    // save
    state::save_economy(ctx.deps.storage, &economy)?;

    // respond
    Ok(Response::new().add_event(PeerSet {
        layer: role.word().to_string(),
        address,
    }))
}
