//! Pause and unpause. Paused: posting and accepting.

use axiom_kit::pause;
use axiom_types::common::GuardMsg;
use axiom_types::ledger::events::PauseSet;
use cosmwasm_std::Response;

use super::Ctx;
use crate::error::ContractError;

/// Sets or ends the pause; deadlines shift by the time paused.
pub fn run(ctx: Ctx<'_>, msg: GuardMsg) -> Result<Response, ContractError> {
    let now = ctx.env.block.time.seconds();
    let until = match msg {
        GuardMsg::Pause { seconds } => Some(pause::set(ctx.deps.storage, now, seconds)?),
        GuardMsg::Unpause {} => {
            pause::clear(ctx.deps.storage, now)?;
            None
        }
    };
    Ok(Response::new().add_event(PauseSet { until }))
}
