//! `guardian_freeze`: freezes one asset or pool, exits included, for a short while.

use axiom_types::bounds::MAX_FREEZE;
use axiom_types::dao::events::GuardianActed;
use axiom_types::dao::GuardianAct;
use axiom_types::distributor::{AdminMsg, ExecuteMsg, FreezeTarget};
use axiom_types::json;
use cosmwasm_std::Response;

use super::{as_guardian, last, Context};
use crate::domain::guardian::{begin, not_halted, Wanted};
use crate::error::ContractError;
use crate::peers::{self, Role};
use crate::records::{Acted, Freeze, Guardian};
use crate::state;

/// Freezes an asset or a pool of the distributor.
///
/// # Errors
/// [`ContractError::NotGuardian`], [`ContractError::LayerMissing`], [`ContractError::Guardian`], a malformed asset.
pub fn guardian_freeze(
    ctx: Context<'_>,
    target: FreezeTarget,
    seconds: u64,
) -> Result<Response, ContractError> {
    // load
    let (record, named) = as_guardian(&ctx)?;
    let contract = state::load_economy(ctx.deps.storage)?.needed(Role::Distributor)?;
    let idle = state::load_idle(ctx.deps.storage)?;

    // decide
    if let FreezeTarget::Asset(asset) = &target {
        asset.validate().map_err(axiom_kit::KitError::from)?;
    }
    let now = ctx.now();
    let before = record.freeze.as_ref().map(|freeze| last(&freeze.acted));
    let until = begin(now, named.sunset, before, Wanted { seconds, max: MAX_FREEZE })?;
    not_halted(peers::frozen_until(&ctx.deps.querier, &contract, &target)?)?;

    // save
    let acted = Acted { from: now, until, forgiven: false };
    let freeze = Some(Freeze { target: target.clone(), contract: contract.clone(), acted });
    state::save_guardian(ctx.deps.storage, &Guardian { freeze, ..record })?;
    state::save_idle(ctx.deps.storage, &idle.frozen(now, until))?;

    // respond
    let word = freeze_word(&target);
    let msg = ExecuteMsg::Admin(AdminMsg::Freeze { target, seconds });
    let event = GuardianActed { act: GuardianAct::Freeze, target: word, until };
    Ok(Response::new().add_message(json::call(contract, &msg)?).add_event(event))
}

/// `asset:<key>` or `pool:<number>`.
pub fn freeze_word(target: &FreezeTarget) -> String {
    match target {
        FreezeTarget::Asset(asset) => format!("asset:{}", asset.key()),
        FreezeTarget::Pool(pool) => format!("pool:{pool}"),
    }
}
