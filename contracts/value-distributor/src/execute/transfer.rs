//! `transfer`

use axiom_types::asset::Asset;
use axiom_types::distributor::events::Transferred;
use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, Uint128};

use super::{above_zero, checked_asset, spender};
use crate::error::ContractError;
use crate::state::{halts, money};

/// What to move to whom.
pub struct TransferArgs {
    /// Receiver.
    pub to: String,
    /// The asset.
    pub asset: Asset,
    /// Base units.
    pub amount: Uint128,
}

/// Moves base units from the sender's balance to another one. By anyone.
pub fn transfer(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    args: TransferArgs,
) -> Result<Response, ContractError> {
    // ---- load ----
    let TransferArgs { to, asset, amount } = args;
    checked_asset(deps.api, &asset)?;
    above_zero("amount", amount)?;
    let to = spender(deps.as_ref(), env, "to", &to)?;
    if to == info.sender {
        return Err(ContractError::SelfTransfer { account: to.into_string() });
    }
    halts::ensure_asset(deps.storage, env.block.time.seconds(), &asset)?;

    // ---- decide ----
    let rest = money::after_debit(deps.storage, &info.sender, &asset, amount)?;

    // ---- save ----
    let key = asset.key();
    money::save_balance(deps.storage, &info.sender, &key, rest)?;
    money::credit(deps.storage, &to, &key, amount)?;

    // ---- respond ----
    let from = info.sender.clone();
    Ok(Response::new().add_event(Transferred { from, to, asset, amount }))
}
