//! Replies. The kind of a reply id is frozen: a reply may run in newer code than its message.

mod leg_failed;
mod space_made;

use axiom_kit::reply as ids;
use axiom_types::ledger::Leg;
use cosmwasm_std::{DepsMut, Env, Reply, Response};

use crate::error::ContractError;

/// Kind of the reply that brings the ledger's space; key: number of the peer set.
pub const SPACE: u8 = 1;
/// Kinds of the replies of failed legs begin here and go by [`Leg::code`]; key: number of the job.
const LEGS: u8 = 2;

/// Kind of the reply of a leg.
pub fn leg_kind(leg: Leg) -> u8 {
    LEGS.saturating_add(leg.code())
}

/// Dispatches by kind.
///
/// # Errors
/// [`axiom_kit::KitError::UnknownReply`], and [`ContractError::NoSpace`] from a registry that answers none.
pub fn run(deps: DepsMut<'_>, env: &Env, msg: Reply) -> Result<Response, ContractError> {
    let (kind, key) = ids::parse(msg.id);
    if kind == SPACE {
        return space_made::run(deps, key, msg);
    }
    match kind.checked_sub(LEGS).and_then(Leg::from_code) {
        Some(leg) => leg_failed::run(deps, env, (key, leg), msg.result),
        None => Err(ids::unknown(msg.id).into()),
    }
}
