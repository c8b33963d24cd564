//! The economy and its layers.

use axiom_types::dao::{self, EconomyResponse, Origin};
use cosmwasm_std::{Deps, StdResult};

use crate::records::Layer;
use crate::state;

/// Name, contracts, voting domain.
pub fn economy(deps: Deps<'_>) -> StdResult<EconomyResponse> {
    let economy = state::load_economy(deps.storage)?;
    let source = state::load_source(deps.storage, economy.source)?;
    Ok(EconomyResponse {
        name: economy.name,
        registry: economy.registry.map(layer),
        ledger: economy.ledger.map(layer),
        tracker: layer(economy.tracker),
        voting_domain: source.domain,
        distributor: economy.distributor.map(layer),
    })
}

fn layer(layer: Layer) -> dao::Layer {
    let origin = if layer.founded {
        Origin::Founded
    } else {
        Origin::Adopted
    };
    dao::Layer {
        address: layer.address,
        origin,
    }
}
