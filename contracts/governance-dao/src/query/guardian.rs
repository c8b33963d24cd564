//! The guardian, and the time it has taken.

use axiom_types::common::PauseStatus;
use axiom_types::dao::{GuardianAction, GuardianResponse};
use cosmwasm_std::{Deps, Env, StdResult};

use crate::domain::guardian::Last;
use crate::execute::guardian_freeze::freeze_word;
use crate::records::Acted;
use crate::state;

/// The guardian and its newest acts.
pub fn guardian(deps: Deps<'_>) -> StdResult<GuardianResponse> {
    let record = state::load_guardian(deps.storage)?;
    let (address, sunset) = record.named.map(|named| (named.address, named.sunset)).unzip();
    let pause = record.pause.map(|pause| (pause.layer, pause.acted));
    let freeze = record.freeze.map(|freeze| (freeze_word(&freeze.target), freeze.acted));
    Ok(GuardianResponse {
        address,
        sunset,
        may_pause_at: free_at(pause.as_ref()),
        may_freeze_at: free_at(freeze.as_ref()),
        pause: pause.map(action),
        freeze: freeze.map(action),
    })
}

fn free_at(act: Option<&(String, Acted)>) -> u64 {
    act.map_or(0, |(_, acted)| Last { until: acted.until, forgiven: acted.forgiven }.free_at())
}

fn action((target, acted): (String, Acted)) -> GuardianAction {
    GuardianAction { target, from: acted.from, until: acted.until }
}

/// Whether a pause or freeze of the guardian runs, until when, and the sum of both so far.
pub fn pause(deps: Deps<'_>, env: &Env) -> StdResult<PauseStatus> {
    let idle = state::load_idle(deps.storage)?;
    let now = env.block.time.seconds();
    let until = idle.running_until(now);
    Ok(PauseStatus { paused: until.is_some(), until, paused_seconds: idle.seconds(now) })
}
