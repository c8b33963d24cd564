//! Queries, one file a topic. Lists are pages; a page costs at most its rows and one more.

mod cells;
mod contract;
mod participants;
mod range;
mod spaces;

use axiom_types::json;
use axiom_types::registry::QueryMsg;
use cosmwasm_std::{Binary, Deps};

use crate::error::ContractError;

/// Answers a query at unix second `now`.
pub fn answer(deps: Deps, now: u64, msg: QueryMsg) -> Result<Binary, ContractError> {
    let answer = match msg {
        QueryMsg::Info {} => json::binary(&contract::info(deps)?),
        QueryMsg::Ownership {} => json::binary(&contract::ownership(deps)?),
        QueryMsg::Settings {} => json::binary(&contract::settings(deps)?),
        QueryMsg::Pause {} => json::binary(&contract::pause(deps, now)?),
        QueryMsg::Participant { address } => json::binary(&participants::one(deps, now, &address)?),
        QueryMsg::Participants { kind, live, start_after, limit } => {
            let window = participants::Window { live, start_after, limit };
            json::binary(&participants::all(deps, now, kind, window)?)
        }
        QueryMsg::ByCapability { capability, live, start_after, limit } => {
            let window = participants::Window { live, start_after, limit };
            json::binary(&participants::by_capability(deps, now, &capability, window)?)
        }
        QueryMsg::Agents { principal, start_after, limit } => {
            let window = participants::Window { live: None, start_after, limit };
            json::binary(&participants::agents(deps, now, &principal, window)?)
        }
        QueryMsg::Offer { principal, agent } => {
            json::binary(&participants::offer(deps, &principal, &agent)?)
        }
        QueryMsg::Space { space } => json::binary(&spaces::one(deps, space)?),
        QueryMsg::Spaces { start_after, limit } => {
            json::binary(&spaces::all(deps, start_after, limit)?)
        }
        QueryMsg::Cell { space, key } => json::binary(&cells::one(deps, now, space, key)?),
        QueryMsg::Cells { space, start_after, limit } => {
            json::binary(&cells::all(deps, now, space, start_after, limit)?)
        }
        QueryMsg::ContextRoot { space, leaves } => json::binary(&range::root(deps, space, leaves)?),
        QueryMsg::Proof { space, index, leaves } => {
            json::binary(&range::proof(deps, space, index, leaves)?)
        }
    };
    Ok(answer?)
}

/// Cuts rows read one beyond the page: the page, and the last key of it if more follow.
fn cut<T, K>(mut rows: Vec<T>, limit: usize, key: impl Fn(&T) -> K) -> (Vec<T>, Option<K>) {
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(key);
    (rows, next)
}
