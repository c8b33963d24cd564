//! `withdraw`

use axiom_kit::checks;
use axiom_types::bounds::MAX_WITHDRAWALS;
use axiom_types::distributor::events::WithdrawalFailed;
use axiom_types::distributor::Withdrawal;
use cosmwasm_std::{DepsMut, Env, MessageInfo, Response, Uint128};

use super::payout::{self, Payout};
use super::{above_zero, checked_asset, spender};
use crate::domain::Ledger;
use crate::error::ContractError;
use crate::state::{halts, money};

/// Sends balances of the sender out, each item on its own. By anyone.
pub fn withdraw(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    withdrawals: Vec<Withdrawal>,
) -> Result<Response, ContractError> {
    checks::filled_list("withdrawals", withdrawals.len(), MAX_WITHDRAWALS)?;

    // ---- load, decide, save: item by item ----
    let mut response = Response::new();
    let mut payouts = vec![];
    let mut first_error = None;
    for item in &withdrawals {
        match take(deps.branch(), env, info, item) {
            Ok(payout) => {
                response = response.add_event(payout.event());
                payouts.push(payout);
            }
            Err(error) => {
                response = response.add_event(WithdrawalFailed {
                    owner: info.sender.clone(),
                    asset: item.asset.clone(),
                    amount: item.amount.unwrap_or_default(),
                    reason: checks::reason(&error.to_string()),
                });
                first_error = first_error.or(Some(error));
            }
        }
    }
    if let (true, Some(error)) = (payouts.is_empty(), first_error) {
        return Err(error);
    }

    // ---- respond ----
    let messages = payout::send(deps.storage, &payouts)?;
    Ok(response.add_submessages(messages))
}

/// Takes one item out of the sender's balance. An error has written nothing.
fn take(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    item: &Withdrawal,
) -> Result<Payout, ContractError> {
    // ---- load ----
    let (asset, owner) = (item.asset.clone(), info.sender.clone());
    checked_asset(deps.api, &asset)?;
    let to = spender(deps.as_ref(), env, "to", item.to.as_deref().unwrap_or(owner.as_str()))?;
    halts::ensure_asset(deps.storage, env.block.time.seconds(), &asset)?;
    let key = asset.key();
    let amount = match item.amount {
        Some(amount) => {
            above_zero("amount", amount)?;
            amount
        }
        None => money::load_balance(deps.storage, &owner, &key)?,
    };
    if amount.is_zero() {
        return Err(ContractError::NothingToWithdraw { asset });
    }

    // ---- decide ----
    let rest: Uint128 = money::after_debit(deps.storage, &owner, &asset, amount)?;
    let holdings = money::load_holdings(deps.storage, &key)?;
    let holdings = holdings.left(Ledger::Balances, amount)?;

    // ---- save ----
    money::save_balance(deps.storage, &owner, &key, rest)?;
    money::save_holdings(deps.storage, &key, &holdings)?;
    Ok(Payout { owner, to, asset, amount })
}
