//! A later build of state-registry: the same rules under the next version, so that a migration by vote can be shown.

use anyhow::{Context, Result};
use axiom_local::{Code, ContractWrapper};
use axiom_types::common::MigrateMsg;
use axiom_types::registry::CONTRACT_NAME;
use cosmwasm_std::{DepsMut, Env, HexBinary, Response};
use state_registry::contract;

use crate::stage::Stage;

/// Its version.
pub const VERSION: &str = "0.2.0";

fn migrate(
    deps: DepsMut,
    _env: Env,
    _msg: MigrateMsg,
) -> Result<Response, axiom_kit::error::KitError> {
    axiom_kit::version::migrate(deps.storage, CONTRACT_NAME, VERSION)?;
    Ok(Response::new())
}

/// Stores the build; answers its code id and checksum.
///
/// # Errors
/// If the chain does not know it afterwards.
pub fn store(s: &mut Stage) -> Result<(u64, HexBinary)> {
    let wrapper = ContractWrapper::new(contract::execute, contract::instantiate, contract::query)
        .with_migrate(migrate);
    let code = Code::new("state-registry", VERSION, Box::new(wrapper));
    let code_id = s.suite.chain.store_code(code);
    let info = s.suite.chain.code_info(code_id).context("the code is not stored")?;
    Ok((code_id, HexBinary::from(info.checksum.as_slice())))
}
