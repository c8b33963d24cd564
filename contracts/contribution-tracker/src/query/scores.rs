//! Scores now.

use axiom_kit::decay::Clock;
use axiom_kit::{checks, page};
use axiom_types::tracker::{LeaderboardResponse, ScoreResponse, Standing};
use cosmwasm_std::{Addr, Deps};

use crate::book::credit;
use crate::error::ContractError;
use crate::state::{self, log};

fn row(
    domain: u32,
    account: Addr,
    standing: &Standing,
    (clock, now): (&Clock, u64),
) -> Result<ScoreResponse, ContractError> {
    Ok(ScoreResponse {
        domain,
        account,
        score: clock.score(standing.units, now)?,
        units: standing.units,
        lifetime: standing.lifetime,
    })
}

/// Score of an account; zero for a stranger.
pub fn score(
    deps: Deps<'_>,
    domain: u32,
    account: &str,
    now: u64,
) -> Result<ScoreResponse, ContractError> {
    let account = checks::addr(deps.api, account)?;
    let clock = credit::decay_clock(&state::load_clock(deps.storage, domain)?);
    let standing = credit::load_account(deps.storage, domain, &account)?.unwrap_or_default();
    row(domain, account, &standing, (&clock, now))
}

/// Scores of an account in all domains.
pub fn scores(
    deps: Deps<'_>,
    account: &str,
    now: u64,
) -> Result<Vec<ScoreResponse>, ContractError> {
    let domains = 1..=state::load_domain_count(deps.storage)?;
    domains.map(|domain| score(deps, domain, account, now)).collect()
}

/// A page of the accounts of a domain.
pub fn members(
    deps: Deps<'_>,
    domain: u32,
    (start_after, limit): (Option<&str>, Option<u32>),
    now: u64,
) -> Result<LeaderboardResponse, ContractError> {
    let clock = credit::decay_clock(&state::load_clock(deps.storage, domain)?);
    let start = checks::opt_addr(deps.api, start_after)?;
    let limit = page::limit(limit);
    let mut rows = log::list_heads(deps.storage, domain, start.as_ref());
    let mut members = vec![];
    for head in rows.by_ref().take(limit) {
        let (account, standing) = head?;
        members.push(row(domain, account, &standing, (&clock, now))?);
    }
    let last = members.last().map(|row| row.account.to_string());
    let next = rows.next().transpose()?.and(last);
    Ok(LeaderboardResponse { members, next })
}
