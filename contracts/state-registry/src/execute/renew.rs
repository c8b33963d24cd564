use axiom_types::bounds::MAX_RENEWALS;
use axiom_types::registry::events::Renewed;
use axiom_types::registry::raw::Participant;
use cosmwasm_std::{Addr, DepsMut, Response};

use super::checked_list;
use crate::domain::lease::Terms;
use crate::error::ContractError;
use crate::state;

/// Renews leases of the sender and of agents bound to it, all or none. An expired lease is renewed like any other.
pub fn renew(
    deps: DepsMut,
    now: u64,
    sender: &Addr,
    participants: &[String],
) -> Result<Response, ContractError> {
    // ---- load ----
    let mut asked = checked_list(deps.api, "participants", participants, MAX_RENEWALS)?;
    if asked.is_empty() {
        asked.push(sender.clone());
    }
    let terms = state::load_terms(deps.storage)?;
    let entries = asked
        .into_iter()
        .map(|who| Ok((state::load_participant(deps.storage, &who)?, who)))
        .collect::<Result<Vec<_>, ContractError>>()?;

    // ---- decide ----
    let renewed = entries
        .into_iter()
        .map(|(entry, who)| decide(terms, entry, who, sender, now))
        .collect::<Result<Vec<_>, _>>()?;

    // ---- save ----
    for (who, entry) in &renewed {
        state::save_participant(deps.storage, who, entry)?;
    }

    // ---- respond ----
    let events = renewed
        .into_iter()
        .map(|(participant, entry)| Renewed { participant, expires: entry.expires });
    Ok(Response::new().add_events(events))
}

fn decide(
    terms: Terms,
    entry: Participant,
    participant: Addr,
    sender: &Addr,
    now: u64,
) -> Result<(Addr, Participant), ContractError> {
    if participant != *sender && entry.principal.as_ref() != Some(sender) {
        return Err(ContractError::NotYours { participant, sender: sender.clone() });
    }
    match terms.renewed(entry.expires, now) {
        Ok(expires) => Ok((participant, Participant { expires, ..entry })),
        Err(possible_at) => Err(ContractError::TooEarly { participant, possible_at }),
    }
}
