//! `admin.self_check`: this build can read this state and go on governing.

use axiom_kit::reply;
use axiom_types::dao::events::SelfChecked;
use axiom_types::dao::CONTRACT_NAME;
use cosmwasm_std::{Order, Response};

use crate::domain::tally::{passes, Bar, Choice, Tally};
use crate::domain::tracks::check_all;
use crate::error::ContractError;
use crate::execute::{moment, Context};
use crate::migrate::VERSION;
use crate::peers::{is_ours, Role};
use crate::reply::{
    failure_id, failure_key, upgrade_id, upgraded_layer, FOUNDED, MESSAGE_FAILED, UPGRADED,
};
use crate::state;

/// Reads the economy, its source of power, all tracks, the guardian and the newest proposals with their stages; tallies,
/// decodes its reply ids, and finds itself under its own name and version and as its own admin. Changes nothing.
///
/// # Errors
/// [`ContractError::SelfCheck`], [`ContractError::WrongAdmin`], [`ContractError::Track`], records that cannot be read.
pub fn self_check(ctx: Context<'_>) -> Result<Response, ContractError> {
    // load
    let storage = &*ctx.deps.storage;
    let economy = state::load_economy(storage)?;
    state::load_source(storage, economy.source)?;
    state::load_guardian(storage)?;
    let tracks = state::tracks_now(storage)?;
    let stored = cw2::get_contract_version(storage)?;
    let moment = moment(storage, &ctx.env)?;
    let mut proposals = 0u64;
    for (number, head) in state::list_heads(storage, None, None, Order::Descending)? {
        head.stage(&state::load_tally(storage, number)?, moment);
        state::load_content(storage, number)?;
        state::load_revision(storage, head.track, head.revision)?;
        state::load_source(storage, head.source)?;
        proposals = proposals.saturating_add(1);
    }

    // decide
    let version = VERSION.to_string();
    holds(stored.contract == CONTRACT_NAME, "the state is of another contract")?;
    holds(stored.version == version, "the state is of another version")?;
    check_all(&tracks)?;
    holds(tallies(), "it cannot tally")?;
    holds(replies(), "it cannot decode its replies")?;
    is_ours(&ctx.deps.querier, &ctx.env, &ctx.env.contract.address)?;

    // respond
    Ok(Response::new().add_event(SelfChecked { proposals, version }))
}

fn holds(fact: bool, what: &'static str) -> Result<(), ContractError> {
    if fact {
        return Ok(());
    }
    Err(ContractError::SelfCheck { what })
}

/// One yes carries a proposal, one no does not.
fn tallies() -> bool {
    let bar = Bar { quorum_bps: 1, threshold_bps: 5_000, total: 1 };
    let cast = |choice| Tally::default().with(choice, 1);
    cast(Choice::Yes).is_some_and(|tally| passes(&tally, &bar))
        && cast(Choice::No).is_some_and(|tally| !passes(&tally, &bar))
}

/// The ids of all kinds come back as they were given out.
fn replies() -> bool {
    let founded = reply::id(FOUNDED, 0).map(reply::parse);
    let failed = failure_id(7, 3).map(|id| {
        let (kind, key) = reply::parse(id);
        (kind, failure_key(key))
    });
    let upgraded = Role::ALL.into_iter().all(|layer| {
        upgrade_id(layer).map(|id| {
            let (kind, key) = reply::parse(id);
            (kind, upgraded_layer(key))
        }) == Ok((UPGRADED, Some(layer)))
    });
    founded == Ok((FOUNDED, 0)) && failed == Ok((MESSAGE_FAILED, (7, 3))) && upgraded
}
