//! What became of a transfer.

use axiom_kit::checks;
use axiom_types::distributor::events::WithdrawalFailed;
use cosmwasm_std::{DepsMut, Response, SubMsgResult};

use crate::domain::Ledger;
use crate::error::ContractError;
use crate::state::money;

/// A transfer that arrived is owed no more; one that failed is back in its owner's balance.
pub fn transfer(
    deps: DepsMut,
    sequence: u64,
    result: SubMsgResult,
) -> Result<Response, ContractError> {
    // ---- load ----
    let transfer = money::end_transfer(deps.storage, sequence)?;
    let error = match result {
        SubMsgResult::Ok(_) => return Ok(Response::new()),
        SubMsgResult::Err(error) => error,
    };

    // ---- decide ----
    let holdings = money::load_holdings(deps.storage, &transfer.asset)?;
    let next = holdings.entered(Ledger::Balances, transfer.amount)?;

    // ---- save ----
    money::save_holdings(deps.storage, &transfer.asset, &next)?;
    money::credit(deps.storage, &transfer.owner, &transfer.asset, transfer.amount)?;

    // ---- respond ----
    Ok(Response::new().add_event(WithdrawalFailed {
        owner: transfer.owner,
        asset: money::asset_of(&transfer.asset)?,
        amount: transfer.amount,
        reason: checks::reason(&error),
    }))
}
