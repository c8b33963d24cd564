//! `admin.upgrade`: migrates a contract of which this one is the Wasm admin.

use axiom_kit::{checks, codes};
use axiom_types::dao::events::Upgraded;
use axiom_types::dao::Target;
use cosmwasm_std::{Binary, HexBinary, Response, SubMsg, WasmMsg};

use crate::error::ContractError;
use crate::execute::Context;
use crate::found::messages;
use crate::peers::Role;
use crate::reply::upgrade_id;
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

/// Migrates a contract to approved code. The new code checks name and version of the state for itself. A layer must
/// then still be of its kind, and a tracker tell its voters' weight; this contract proves to itself, in its new code,
/// that it can go on. Else all is undone.
///
/// # Errors
/// [`ContractError::LayerMissing`], [`axiom_kit::KitError::WrongCode`], malformed address; what the migration refuses;
/// for a layer [`ContractError::WrongKind`], [`ContractError::NoVoters`], for itself [`ContractError::SelfCheck`].
pub fn upgrade(ctx: Context<'_>, step: Step) -> Result<Response, ContractError> {
    // load
    let own = ctx.env.contract.address.clone();
    let economy = state::load_economy(ctx.deps.storage)?;
    let contract = match &step.target {
        Target::Dao {} => own.clone(),
        Target::Contract { address } => checks::addr(ctx.deps.api, address)?,
        layer => economy.needed(Role::of(layer)?)?,
    };

    // decide
    codes::approved(&ctx.deps.querier, step.code_id, &step.checksum)?;

    // respond
    let migration = WasmMsg::Migrate {
        contract_addr: contract.to_string(),
        new_code_id: step.code_id,
        msg: step.msg,
    };
    let target = economy.target(&own, contract.as_str());
    let event = Upgraded { contract, code_id: step.code_id };
    let response = Response::new().add_event(event);
    if matches!(target, Target::Dao {}) {
        let check = messages::self_check(&ctx.env)?;
        return Ok(response.add_message(migration).add_message(check));
    }
    Ok(match Role::of(&target) {
        Ok(layer) => {
            response.add_submessage(SubMsg::reply_on_success(migration, upgrade_id(layer)?))
        }
        Err(_) => response.add_message(migration),
    })
}
