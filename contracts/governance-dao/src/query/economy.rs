//! The economy and its layers.

use axiom_types::dao::{self, EconomyResponse, Origin};
use axiom_types::json;
use axiom_types::registry;
use cosmwasm_std::{Deps, StdResult};
use cw_ownable::Ownership;

use crate::records::Layer;
use crate::state;

/// Name, contracts and their owners, voting domain.
pub fn economy(deps: Deps<'_>) -> StdResult<EconomyResponse> {
    let economy = state::load_economy(deps.storage)?;
    let source = state::load_source(deps.storage, economy.source)?;
    let layer = |found: Layer| layer(deps, found);
    Ok(EconomyResponse {
        name: economy.name,
        registry: economy.registry.map(layer),
        ledger: economy.ledger.map(layer),
        tracker: layer(economy.tracker),
        voting_domain: source.domain,
        distributor: economy.distributor.map(layer),
    })
}

/// A layer as it is now. One that does not answer has no owner to tell, and hides no other layer.
fn layer(deps: Deps<'_>, layer: Layer) -> dao::Layer {
    let query = registry::QueryMsg::Ownership {};
    let ownership = json::ask::<Ownership<String>, _>(&deps.querier, &layer.address, &query);
    let origin = if layer.founded { Origin::Founded } else { Origin::Adopted };
    dao::Layer {
        address: layer.address,
        origin,
        owner: ownership.ok().and_then(|found| found.owner),
    }
}
