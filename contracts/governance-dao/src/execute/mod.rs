//! Handlers, one file per message.

pub mod admin;
pub mod cancel;
pub mod close;
// The file is named after its message, as all are.
#[allow(clippy::module_inception)]
pub mod execute;
pub mod guardian_freeze;
pub mod guardian_pause;
pub mod guardian_release;
pub mod propose;
pub mod vote;
pub mod vote_signed;

use axiom_types::dao::Stage;
use cosmwasm_std::{Addr, DepsMut, Env, StdResult, Storage};

use crate::domain::guardian::{self, GuardianError, Last};
use crate::domain::proposal::{Head, Moment};
use crate::domain::tally::Tally;
use crate::error::ContractError;
use crate::records::{Acted, Guardian, Named};
use crate::state;

/// What every handler gets.
pub struct Context<'a> {
    /// Storage, addresses, queries.
    pub deps: DepsMut<'a>,
    /// Block and own address.
    pub env: Env,
    /// Who sent the message.
    pub sender: Addr,
}

impl Context<'_> {
    /// Unix seconds of the block.
    pub fn now(&self) -> u64 {
        self.env.block.time.seconds()
    }
}

/// The moment at which proposals are looked at.
pub fn moment(storage: &dyn Storage, env: &Env) -> StdResult<Moment> {
    let now = env.block.time.seconds();
    let idle = state::load_idle(storage)?.seconds(now);
    Ok(Moment { now, height: env.block.height, idle })
}

/// Head and tally of a proposal, and where it stands.
fn look(ctx: &Context<'_>, proposal: u64) -> Result<(Head, Tally, Stage), ContractError> {
    let head = state::load_head(ctx.deps.storage, proposal)?;
    let tally = state::load_tally(ctx.deps.storage, proposal)?;
    let stage = head.stage(&tally, moment(ctx.deps.storage, &ctx.env)?);
    Ok((head, tally, stage))
}

/// Passes a proposal that stands where it has to.
fn stands(
    proposal: u64,
    stage: Stage,
    wanted: Stage,
    expected: &'static str,
) -> Result<(), ContractError> {
    if stage == wanted {
        return Ok(());
    }
    Err(ContractError::WrongStage { proposal, stage, expected })
}

/// The guardian's record and name, if the sender is the guardian.
fn as_guardian(ctx: &Context<'_>) -> Result<(Guardian, Named), ContractError> {
    let record = state::load_guardian(ctx.deps.storage)?;
    match record.named.clone().filter(|named| named.address == ctx.sender) {
        Some(named) => Ok((record, named)),
        None => Err(ContractError::NotGuardian { sender: ctx.sender.clone() }),
    }
}

/// What the rules need to know of an act.
fn last(acted: &Acted) -> Last {
    Last { until: acted.until, forgiven: acted.forgiven }
}

/// The act ended now, if it runs.
fn ended(now: u64, sunset: u64, acted: &Acted) -> Result<Acted, ContractError> {
    guardian::on_duty(now, sunset)?;
    if now >= acted.until {
        return Err(GuardianError::Idle {}.into());
    }
    Ok(Acted { until: now, ..acted.clone() })
}
