use axiom_types::proof::{InclusionProof, RootResponse};
use cosmwasm_std::Deps;

use crate::error::ContractError;
use crate::state;

/// Root of a space's writes, now or as of an earlier number of leaves.
pub fn root(deps: Deps, space: u64, leaves: Option<u64>) -> Result<RootResponse, ContractError> {
    let leaves = size(deps, space, leaves)?;
    let root = state::root(deps.storage, space, leaves)?.into();
    Ok(RootResponse { leaves, root })
}

/// Proof of a write against the root with so many leaves.
pub fn proof(
    deps: Deps,
    space: u64,
    index: u64,
    leaves: Option<u64>,
) -> Result<InclusionProof, ContractError> {
    let leaves = size(deps, space, leaves)?;
    Ok(state::prove(deps.storage, space, index, leaves)?)
}

fn size(deps: Deps, space: u64, asked: Option<u64>) -> Result<u64, ContractError> {
    let has = state::load_head(deps.storage, space)?.leaves;
    match asked {
        Some(leaves) if leaves > has => Err(ContractError::LeavesAhead { space, leaves, has }),
        Some(leaves) => Ok(leaves),
        None => Ok(has),
    }
}
