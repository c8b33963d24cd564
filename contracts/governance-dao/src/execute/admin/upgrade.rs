//! `admin.upgrade`: migrates a contract of which this one is the Wasm admin.

use axiom_kit::{checks, codes};
use axiom_types::dao::events::Upgraded;
use axiom_types::dao::Target;
use cosmwasm_std::{Binary, HexBinary, Response, WasmMsg};

use crate::error::ContractError;
use crate::execute::Context;
use crate::found::messages;
use crate::peers::Role;
use crate::state;

/// What is to be migrated to what.
pub struct Step {
    /// The contract.
    pub target: Target,
    /// New code.
    pub code_id: u64,
    /// Its SHA-256.
    pub checksum: HexBinary,
    /// Migrate message.
    pub msg: Binary,
}

/// Migrates a contract to approved code. The new code checks name and version of the state for itself; this contract
/// then proves to itself, in its new code, that it can go on, else all is undone.
///
/// # Errors
/// [`ContractError::LayerMissing`], [`axiom_kit::KitError::WrongCode`], malformed address; what the migration refuses;
/// for itself [`ContractError::SelfCheck`].
pub fn upgrade(ctx: Context<'_>, step: Step) -> Result<Response, ContractError> {
    // load
    let own = ctx.env.contract.address.clone();
    let contract = match &step.target {
        Target::Dao {} => own.clone(),
        Target::Contract { address } => checks::addr(ctx.deps.api, address)?,
        layer => state::load_economy(ctx.deps.storage)?.needed(Role::of(layer)?)?,
    };

    // decide
    codes::approved(&ctx.deps.querier, step.code_id, &step.checksum)?;

    // respond
    let migration = WasmMsg::Migrate {
        contract_addr: contract.to_string(),
        new_code_id: step.code_id,
        msg: step.msg,
    };
    let itself = contract == own;
    let event = Upgraded {
        contract,
        code_id: step.code_id,
    };
    let response = Response::new().add_message(migration).add_event(event);
    if itself {
        return Ok(response.add_message(messages::self_check(&ctx.env)?));
    }
    Ok(response)
}
