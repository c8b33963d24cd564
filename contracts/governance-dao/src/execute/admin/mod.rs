//! What this contract does to itself and to the suite, by an executed proposal.

mod accept_ownership;
mod forgive_guardian;
mod self_check;
mod set_guardian;
mod set_peer;
mod set_track;
mod upgrade;

use axiom_types::dao::AdminMsg;
use cosmwasm_std::Response;

use super::Context;
use crate::error::ContractError;

/// Runs an admin message.
///
/// # Errors
/// Those of the handlers.
pub fn dispatch(ctx: Context<'_>, msg: AdminMsg) -> Result<Response, ContractError> {
    match msg {
        AdminMsg::SetTrack { track, config } => set_track::set_track(ctx, track, config),
        AdminMsg::SetGuardian { guardian } => set_guardian::set_guardian(ctx, guardian.as_ref()),
        AdminMsg::ForgiveGuardian {} => forgive_guardian::forgive_guardian(ctx),
        AdminMsg::SetPeer { target, address } => {
            set_peer::set_peer(ctx, &target, address.as_deref())
        }
        AdminMsg::AcceptOwnership { contract } => {
            accept_ownership::accept_ownership(ctx, &contract)
        }
        AdminMsg::Upgrade { target, code_id, checksum, msg } => {
            let step = upgrade::Step { target, code_id, checksum, msg };
            upgrade::upgrade(ctx, step)
        }
        AdminMsg::SelfCheck {} => self_check::self_check(ctx),
    }
}
