//! `guardian_release`: ends the guardian's running pause or freeze early.

use axiom_types::common::GuardMsg;
use axiom_types::dao::events::GuardianReleased;
use axiom_types::dao::GuardianAct;
use axiom_types::distributor::{AdminMsg, ExecuteMsg};
use axiom_types::json;
use cosmwasm_std::Response;

use super::guardian_freeze::freeze_word;
use super::guardian_pause::guard;
use super::{as_guardian, ended, Context};
use crate::domain::guardian::GuardianError;
use crate::error::ContractError;
use crate::peers::{frozen_until, paused_until};
use crate::records::{Freeze, Guardian, Pause};
use crate::state;

/// Ends a running act at the contract that was paused or frozen, even if it is no layer any more. If a vote has ended
/// or replaced it meanwhile, that stands, and the act ends here alone.
///
/// # Errors
/// [`ContractError::NotGuardian`], [`ContractError::Guardian`].
pub fn guardian_release(ctx: Context<'_>, what: GuardianAct) -> Result<Response, ContractError> {
    // load
    let (record, named) = as_guardian(&ctx)?;
    let idle = state::load_idle(ctx.deps.storage)?;

    // decide
    let now = ctx.now();
    let nothing = GuardianError::Idle {};
    let (record, idle, message, target) = match what {
        GuardianAct::Pause => {
            let pause = record.pause.clone().ok_or(nothing)?;
            let acted = ended(now, named.sunset, &pause.acted)?;
            let runs = paused_until(&ctx.deps.querier, &pause.contract)? == Some(pause.acted.until);
            let message = guard(&pause.layer, &pause.contract, GuardMsg::Unpause {})?;
            let word = pause.layer.clone();
            let pause = Some(Pause { acted, ..pause });
            (Guardian { pause, ..record }, idle.unpaused(now), runs.then_some(message), word)
        }
        GuardianAct::Freeze => {
            let freeze = record.freeze.clone().ok_or(nothing)?;
            let acted = ended(now, named.sunset, &freeze.acted)?;
            let target = freeze.target.clone();
            let runs = frozen_until(&ctx.deps.querier, &freeze.contract, &target)?
                == Some(freeze.acted.until);
            let word = freeze_word(&target);
            let msg = ExecuteMsg::Admin(AdminMsg::Unfreeze { target });
            let message = json::call(&freeze.contract, &msg)?;
            let freeze = Some(Freeze { acted, ..freeze });
            (Guardian { freeze, ..record }, idle.thawed(now), runs.then_some(message), word)
        }
    };

    // save
    state::save_guardian(ctx.deps.storage, &record)?;
    state::save_idle(ctx.deps.storage, &idle)?;

    // respond
    let event = GuardianReleased { act: what, target };
    Ok(Response::new().add_messages(message).add_event(event))
}
