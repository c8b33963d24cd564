//! A ledger is created.

use axiom_kit::{ownership, version};
use axiom_types::ledger::events::SettingsUpdated;
use axiom_types::ledger::{InstantiateMsg, CONTRACT_NAME};
use cosmwasm_std::Response;

use super::{set_peers, update_settings, Ctx};
use crate::contract::VERSION;
use crate::error::ContractError;
use crate::state::{self, Counters};

/// Number of the first peer set.
const FIRST_SET: u32 = 1;

/// Stores name, owner, settings and peers; opens the ledger's own space if there is a registry.
pub fn run(ctx: Ctx<'_>, msg: InstantiateMsg) -> Result<Response, ContractError> {
    let InstantiateMsg { owner, peers, settings } = msg;

    // ---- load ----
    let peers = set_peers::checked(ctx.deps.as_ref(), &peers)?;
    let settings = update_settings::checked(ctx.deps.api, settings, FIRST_SET)?;

    // ---- save ----
    let storage = ctx.deps.storage;
    version::init(storage, CONTRACT_NAME, VERSION)?;
    ownership::init(storage, ctx.deps.api, owner.as_deref(), &ctx.sender)?;
    state::save_settings(storage, &settings)?;
    let chain_id = ctx.env.block.chain_id;
    state::save_chain(storage, 0, &chain_id)?;
    state::save_counters(storage, &Counters { records: 0, jobs: 0, chain_id })?;

    // ---- respond ----
    let response = set_peers::install(storage, FIRST_SET, &peers)?;
    Ok(response.add_event(SettingsUpdated { fee_bps: settings.fee_bps }))
}
