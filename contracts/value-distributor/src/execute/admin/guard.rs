//! `admin.guard.pause` and `admin.guard.unpause`

use axiom_kit::pause;
use axiom_types::common::GuardMsg;
use axiom_types::distributor::events::PauseSet;
use cosmwasm_std::{DepsMut, Env, Response};

use crate::error::ContractError;

/// Closes or opens the entries. By the owner.
pub fn guard(deps: DepsMut, env: &Env, msg: GuardMsg) -> Result<Response, ContractError> {
    let now = env.block.time.seconds();
    let until = match msg {
        GuardMsg::Pause { seconds } => Some(pause::set(deps.storage, now, seconds)?),
        GuardMsg::Unpause {} => {
            pause::clear(deps.storage, now)?;
            None
        }
    };
    Ok(Response::new().add_event(PauseSet { until }))
}
