use axiom_kit::checks;
use axiom_types::tracker::events::BudgetGranted;
use axiom_types::tracker::{Holder, NewGrant};
use cosmwasm_std::{Api, DepsMut, Env, Response, Storage};

use crate::book::spend;
use crate::domain::{terms, MAX_POINTS};
use crate::error::ContractError;
use crate::state;
use crate::state::budgets::{self, Grant, Slot, StoredHolder};

/// Grants a budget. An earlier grant to the same holder, ledger and domain ends; what was spent of it in the open
/// epoch counts as spent of the new one, also when it was revoked before. All grants by score for one ledger and
/// domain have the same holder in this sense. Owner only, as the access table says.
///
/// # Errors
/// [`ContractError::UnknownDomain`], [`ContractError::Terms`] for amounts of 0 or above 2^96 - 1,
/// [`ContractError::MinScoreTooHigh`], [`ContractError::GrantOver`], [`ContractError::Kit`] for bad addresses.
pub fn grant_budget(deps: DepsMut, env: &Env, new: NewGrant) -> Result<Response, ContractError> {
    // ---- load ----
    let epoch = spend::open_epoch(deps.storage, new.domain, env.block.time.seconds())?;
    let mut grant = checked(deps.storage, deps.api, &new, epoch)?;
    let client = match &grant.holder {
        StoredHolder::Address(client) => Some(client),
        StoredHolder::MinScore { .. } => None,
    };
    let before = budgets::may_load_slot(deps.storage, grant.domain, &grant.ledger, client)?;
    let replaced = before
        .map(|slot| {
            Ok::<_, ContractError>((slot.grant, budgets::load_grant(deps.storage, slot.grant)?))
        })
        .transpose()?;

    // ---- decide ----
    let id = budgets::next_grant(deps.storage)?;
    let slot = Slot { book: before.map_or(id, |slot| slot.book), grant: id };
    grant.book = slot.book;

    let replaces = replaced.as_ref().filter(|(_, old)| !old.ended);
    let replaces = replaces.map(|(old_id, _)| *old_id);

    // ---- save ----
    if let Some((old_id, mut old)) = replaced {
        old.ended = true;
        budgets::save_grant(deps.storage, old_id, &old)?;
    }
    budgets::save_grant(deps.storage, id, &grant)?;
    budgets::save_slot(deps.storage, &grant, &slot)?;

    // ---- respond ----
    let Grant { domain, total, .. } = grant;
    Ok(Response::new().add_event(BudgetGranted { grant: id, domain, total, replaces }))
}

/// The grant as it is stored, its book still open.
fn checked(
    storage: &dyn Storage,
    api: &dyn Api,
    new: &NewGrant,
    epoch: u64,
) -> Result<Grant, ContractError> {
    let NewGrant { domain, ledger, holder, per_client, total, per_pair, last_epoch } = new;
    let amounts = [("per_client", per_client), ("total", total), ("per_pair", per_pair)];
    for (field, points) in amounts {
        terms::points(field, *points)?;
    }
    if let Some(last_epoch) = last_epoch.filter(|last| *last < epoch) {
        return Err(ContractError::GrantOver { last_epoch, epoch });
    }
    let holder = match holder {
        Holder::Address { address } => StoredHolder::Address(checks::addr(api, address)?),
        Holder::MinScore { domain, min } => {
            state::load_clock(storage, *domain)?;
            if *min > MAX_POINTS {
                return Err(ContractError::MinScoreTooHigh { min: *min, max: MAX_POINTS });
            }
            StoredHolder::MinScore { domain: *domain, min: *min }
        }
    };
    Ok(Grant {
        domain: *domain,
        ledger: checks::addr(api, ledger)?,
        holder,
        per_client: *per_client,
        total: *total,
        per_pair: *per_pair,
        last_epoch: *last_epoch,
        book: 0,
        ended: false,
    })
}
