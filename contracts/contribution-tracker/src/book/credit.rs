//! Writes changes of standing: heads, log, total, cw4 weights.

use axiom_kit::decay::Clock;
use axiom_kit::hooks;
use axiom_types::tracker::events::StandingChanged;
use axiom_types::tracker::raw::{DomainClock, Subject};
use axiom_types::tracker::Standing;
use cosmwasm_std::{Addr, Env, StdResult, Storage, SubMsg, Uint128};
use cw4::{MemberChangedHookMsg, MemberDiff};

use crate::domain::standing::{self, Change, Ground};
use crate::error::ContractError;
use crate::reply;
use crate::state::{self, log, Settings};

/// What was written.
#[derive(Default)]
pub struct Written {
    /// One event per account.
    pub events: Vec<StandingChanged>,
    /// Weights that changed, for hooks.
    pub diffs: Vec<MemberDiff>,
}

/// Decay clock of a domain.
pub fn decay_clock(clock: &DomainClock) -> Clock {
    Clock { landmark: clock.landmark, half_life: clock.half_life }
}

/// The ground of a change in a domain at this block.
///
/// # Errors
/// [`ContractError::UnknownDomain`].
pub fn load_ground(storage: &dyn Storage, env: &Env, domain: u32) -> Result<Ground, ContractError> {
    let clock = state::load_clock(storage, domain)?;
    let settings = state::load_settings(storage)?;
    Ok(ground(env, domain, &clock, &settings))
}

/// The ground of a change in a domain at this block, from what is loaded already.
pub fn ground(env: &Env, domain: u32, clock: &DomainClock, settings: &Settings) -> Ground {
    Ground {
        clock: decay_clock(clock),
        era: clock.era,
        shift: (settings.voting_domain == domain).then_some(settings.weight_shift),
        height: env.block.height,
        now: env.block.time.seconds(),
    }
}

/// Newest standing of an account.
///
/// # Errors
/// Stored bytes of an unknown format.
pub fn load_account(
    storage: &dyn Storage,
    domain: u32,
    account: &Addr,
) -> StdResult<Option<Standing>> {
    log::may_load_newest(storage, domain, Subject::Account(account))
}

/// Score of an account now, rounded down; zero for a stranger.
///
/// # Errors
/// [`ContractError::UnknownDomain`].
pub fn load_score(
    storage: &dyn Storage,
    domain: u32,
    account: &Addr,
    now: u64,
) -> Result<Uint128, ContractError> {
    let clock = decay_clock(&state::load_clock(storage, domain)?);
    match load_account(storage, domain, account)? {
        Some(standing) => Ok(clock.score(standing.units, now)?),
        None => Ok(Uint128::zero()),
    }
}

/// Credits accounts and moves the total by the same. No account twice.
///
/// # Errors
/// [`ContractError::Standing`] if the half-lives are used up or a sum does not fit.
pub fn credit(
    storage: &mut dyn Storage,
    domain: u32,
    parts: &[(Addr, Uint128)],
    ground: &Ground,
) -> Result<Written, ContractError> {
    let mut changes = vec![];
    for (account, points) in parts {
        let old = load_account(storage, domain, account)?;
        changes.push((account.clone(), standing::credit(old, *points, ground)?));
    }
    write(storage, domain, &changes, ground)
}

/// Writes changes of accounts and the total that follows from them. No account twice.
///
/// # Errors
/// [`ContractError::Standing`] if a sum does not fit.
pub fn write(
    storage: &mut dyn Storage,
    domain: u32,
    changes: &[(Addr, Change)],
    ground: &Ground,
) -> Result<Written, ContractError> {
    let mut written = Written::default();
    if changes.is_empty() {
        return Ok(written);
    }
    let old = log::may_load_newest(storage, domain, Subject::Total)?;
    let members: Vec<&Change> = changes.iter().map(|(_, change)| change).collect();
    let total = standing::total(old, &members, ground)?;
    let votes = ground.shift.is_some();
    for (account, change) in changes {
        let subject = Subject::Account(account);
        log::save_standing(storage, domain, subject, change);
        if votes && change.weight_changed() {
            log::save_weight(storage, account, change.new.weight)?;
            let (old, new) = (change.old_weight(), Some(change.new.weight));
            written.diffs.push(MemberDiff::new(account.as_str(), old, new));
        }
        written.events.push(StandingChanged {
            domain,
            account: account.clone(),
            units: change.new.units,
            lifetime: change.new.lifetime,
            weight: votes.then_some(change.new.weight),
        });
    }
    log::save_standing(storage, domain, Subject::Total, &total);
    if votes && total.weight_changed() {
        log::save_total_weight(storage, total.new.weight)?;
    }
    Ok(written)
}

/// Calls of the hooks after a change of weights; none if no weight changed. All changes are in one message.
///
/// # Errors
/// Stored bytes of an unknown format.
pub fn hook_calls(
    storage: &dyn Storage,
    diffs: Vec<MemberDiff>,
) -> Result<Vec<SubMsg>, ContractError> {
    if diffs.is_empty() {
        return Ok(vec![]);
    }
    let msg = MemberChangedHookMsg::new(diffs).into_json_binary()?;
    Ok(hooks::messages(storage, reply::HOOK, &msg)?)
}
