use axiom_kit::page;
use axiom_types::registry::{SpaceResponse, SpacesResponse};
use cosmwasm_std::Deps;

use super::cut;
use crate::domain::space::{Charter, Head};
use crate::error::ContractError;
use crate::state::{self, Page};

/// One space.
pub fn one(deps: Deps, space: u64) -> Result<SpaceResponse, ContractError> {
    describe(deps, space, state::load_head(deps.storage, space)?)
}

/// Spaces by number.
pub fn all(
    deps: Deps,
    start_after: Option<u64>,
    limit: Option<u32>,
) -> Result<SpacesResponse, ContractError> {
    let shown = page::limit(limit);
    let page = Page { after: start_after, limit: shown.saturating_add(1) };
    let (rows, next) = cut(state::heads(deps.storage, &page)?, shown, |(space, _)| *space);
    let spaces = rows
        .into_iter()
        .map(|(space, head)| describe(deps, space, head))
        .collect::<Result<_, _>>()?;
    Ok(SpacesResponse { spaces, next })
}

fn describe(deps: Deps, space: u64, head: Head) -> Result<SpaceResponse, ContractError> {
    let Charter { name, writers } = state::load_charter(deps.storage, space)?;
    let Head { owner, offered_to, leaves } = head;
    let writers = writers.into_msg();
    Ok(SpaceResponse { space, name, owner, offered_to, writers, leaves })
}
