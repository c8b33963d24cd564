//! `guardian_pause`: refuses entries of one layer for a while.

use axiom_types::bounds::MAX_PAUSE;
use axiom_types::common::GuardMsg;
use axiom_types::dao::events::GuardianActed;
use axiom_types::dao::{GuardianAct, Target};
use axiom_types::json;
use axiom_types::{distributor, ledger, registry, tracker};
use cosmwasm_std::{Addr, Response, StdResult, WasmMsg};

use super::{as_guardian, last, Context};
use crate::domain::guardian::{begin, not_halted, Wanted};
use crate::error::ContractError;
use crate::peers::{self, Role};
use crate::records::{Acted, Guardian, Pause};
use crate::state;

/// Pauses a layer. A layer that this contract does not own refuses by itself.
///
/// # Errors
/// [`ContractError::NotGuardian`], [`ContractError::NotALayer`], [`ContractError::LayerMissing`],
/// [`ContractError::Guardian`].
pub fn guardian_pause(
    ctx: Context<'_>,
    target: &Target,
    seconds: u64,
) -> Result<Response, ContractError> {
    // load
    let (record, named) = as_guardian(&ctx)?;
    let role = Role::of(target)?;
    let contract = state::load_economy(ctx.deps.storage)?.needed(role)?;
    let idle = state::load_idle(ctx.deps.storage)?;

    // decide
    let now = ctx.now();
    let before = record.pause.as_ref().map(|pause| last(&pause.acted));
    let until = begin(now, named.sunset, before, Wanted { seconds, max: MAX_PAUSE })?;
    not_halted(peers::paused_until(&ctx.deps.querier, &contract)?)?;

    // save
    let layer = role.word().to_string();
    let acted = Acted { from: now, until, forgiven: false };
    let pause = Some(Pause { layer: layer.clone(), contract: contract.clone(), acted });
    state::save_guardian(ctx.deps.storage, &Guardian { pause, ..record })?;
    state::save_idle(ctx.deps.storage, &idle.paused(now, until))?;

    // respond
    let message = guard(role.word(), &contract, GuardMsg::Pause { seconds })?;
    let event = GuardianActed { act: GuardianAct::Pause, target: layer, until };
    Ok(Response::new().add_message(message).add_event(event))
}

/// The guard message to a layer, by its word.
///
/// # Errors
/// Serialisation alone.
pub fn guard(layer: &str, contract: &Addr, msg: GuardMsg) -> StdResult<WasmMsg> {
    match layer {
        "registry" => {
            let msg = registry::ExecuteMsg::Admin(registry::AdminMsg::Guard(msg));
            json::call(contract, &msg)
        }
        "ledger" => {
            let msg = ledger::ExecuteMsg::Admin(ledger::AdminMsg::Guard(msg));
            json::call(contract, &msg)
        }
        "tracker" => {
            let msg = tracker::ExecuteMsg::Admin(tracker::AdminMsg::Guard(msg));
            json::call(contract, &msg)
        }
        _ => {
            let msg = distributor::ExecuteMsg::Admin(distributor::AdminMsg::Guard(msg));
            json::call(contract, &msg)
        }
    }
}
