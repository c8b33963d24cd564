use axiom_kit::checks;
use axiom_types::common::Reference;
use axiom_types::tracker::events::Recorded;
use cosmwasm_std::{Addr, DepsMut, Env, Response, Uint128};

use super::report;
use crate::book::credit;
use crate::domain::terms;
use crate::error::ContractError;
use crate::state::records::{self, Record};

/// Role under which awards are recorded.
const ROLE: &str = "award";

/// A decision of the owner about an account's score.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The owner.
    pub owner: Addr,
    /// The domain.
    pub domain: u32,
    /// Whom.
    pub account: String,
    /// Points as of now.
    pub points: Uint128,
    /// Counted once.
    pub reference: Reference,
}

/// Credits an account outside of budgets. Owner only, as the access table says.
///
/// # Errors
/// [`ContractError::UnknownDomain`], [`ContractError::AlreadyRecorded`], [`ContractError::Terms`] for points of 0 or
/// above 2^96 - 1, [`ContractError::Kit`] for a bad address or kind, [`ContractError::Standing`].
pub fn award(deps: DepsMut, env: &Env, decision: Decision) -> Result<Response, ContractError> {
    // ---- load ----
    let Decision { owner, domain, account, points, reference } = decision;
    let account = checks::addr(deps.api, &account)?;
    let key = report::unused_key(deps.storage, &owner, &reference, ROLE)?;
    let ground = credit::load_ground(deps.storage, env, domain)?;

    // ---- decide ----
    terms::points("points", points)?;

    // ---- save ----
    let record = Record { domain, minted: points, height: env.block.height };
    records::save_record(deps.storage, &key, &record)?;
    let parts = [(account.clone(), points)];
    let written = credit::credit(deps.storage, domain, &parts, &ground)?;

    // ---- respond ----
    let recorded = Recorded {
        reporter: owner.clone(),
        kind: reference.kind,
        id: reference.id,
        role: ROLE.to_string(),
        domain,
        client: owner,
        worker: account,
        measure: points,
        minted: points,
        grant: None,
        shortfall: None,
        evidence: None,
    };
    Ok(Response::new()
        .add_event(recorded)
        .add_events(written.events)
        .add_submessages(credit::hook_calls(deps.storage, written.diffs)?))
}
