use axiom_kit::checks;
use axiom_types::tracker::events::Penalised;
use cosmwasm_std::{DepsMut, Env, Response};

use super::{report, Decision};
use crate::book::credit;
use crate::domain::{standing, terms};
use crate::error::ContractError;
use crate::state::records::{self, Record};

/// Role under which penalties are recorded.
const ROLE: &str = "penalty";

/// Takes min(points, what is left) from an account; its lifetime total stays, and it stays listed with weight 0 when
/// nothing is left. The record keeps the points taken. Owner only, as the access table says.
///
/// # Errors
/// [`ContractError::UnknownDomain`], [`ContractError::NoStanding`], [`ContractError::AlreadyRecorded`],
/// [`ContractError::Terms`] for points of 0 or above 2^96 - 1, [`ContractError::Kit`] for a bad address or kind,
/// [`ContractError::Standing`].
pub fn penalise(deps: DepsMut, env: &Env, decision: Decision) -> Result<Response, ContractError> {
    // ---- load ----
    let Decision { owner, domain, account, points, reference } = decision;
    let account = checks::addr(deps.api, &account)?;
    let key = report::unused_key(deps.storage, &owner, &reference, ROLE)?;
    let ground = credit::load_ground(deps.storage, env, domain)?;
    let old = credit::load_account(deps.storage, domain, &account)?;
    let old = old.ok_or(ContractError::NoStanding { domain, account: account.clone() })?;

    // ---- decide ----
    terms::points("points", points)?;
    let (change, taken) = standing::debit(old, points, &ground)?;

    // ---- save ----
    let record = Record { domain, minted: taken, height: env.block.height };
    records::save_record(deps.storage, &key, &record)?;
    let changes = [(account.clone(), change)];
    let written = credit::write(deps.storage, domain, &changes, &ground)?;

    // ---- respond ----
    Ok(Response::new()
        .add_event(Penalised {
            domain,
            account,
            points: taken,
            kind: reference.kind,
            id: reference.id,
        })
        .add_events(written.events)
        .add_submessages(credit::hook_calls(deps.storage, written.diffs)?))
}
