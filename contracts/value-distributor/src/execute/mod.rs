//! Handlers, one file per message, and the steps that several of them share.

mod admin;
mod claim;
mod create_pool;
mod deposit;
mod escrow;
mod fund_pool;
mod instantiate;
mod payout;
mod receive;
mod reclaim_escrow;
mod set_shares;
pub(crate) mod standing;
mod sweep_pool;
mod transfer;
mod update_ownership;
mod withdraw;

pub use admin::delist_token::delist_token;
pub use admin::freeze::{freeze, unfreeze};
pub use admin::guard::guard;
pub use admin::list_token::list_token;
pub use admin::sweep_surplus::sweep_surplus;
pub use claim::{claim, ClaimArgs};
pub use create_pool::create_pool;
pub use deposit::deposit;
pub use escrow::open::{open_escrow, OpenArgs};
pub use escrow::release::release_escrow;
pub use fund_pool::fund_pool;
pub use instantiate::instantiate;
pub use receive::receive;
pub use reclaim_escrow::reclaim_escrow;
pub use set_shares::set_shares;
pub use sweep_pool::sweep_pool;
pub use transfer::{transfer, TransferArgs};
pub use update_ownership::update_ownership;
pub use withdraw::withdraw;

use axiom_kit::{checks, KitError};
use axiom_types::asset::Asset;
use cosmwasm_std::{Addr, Api, Deps, Env, QuerierWrapper, StdResult, Uint128};
use cw20::{BalanceResponse, Cw20QueryMsg};

use crate::error::ContractError;

/// Passes an asset of good form; a token's address must be one of this chain.
pub(crate) fn checked_asset(api: &dyn Api, asset: &Asset) -> Result<(), ContractError> {
    asset.validate()?;
    if let Asset::Cw20(address) = asset {
        checks::addr(api, address)?;
    }
    Ok(())
}

/// Passes an amount above zero.
pub(crate) fn above_zero(field: &'static str, amount: Uint128) -> Result<(), ContractError> {
    if amount.is_zero() {
        return Err(KitError::ZeroAmount { field }.into());
    }
    Ok(())
}

/// A checked account that can spend what it is given: not the distributor itself.
pub(crate) fn spender(
    deps: Deps<'_>,
    env: &Env,
    field: &'static str,
    account: &str,
) -> Result<Addr, ContractError> {
    let account = checks::addr(deps.api, account)?;
    if account == env.contract.address {
        return Err(ContractError::ToItself { field });
    }
    Ok(account)
}

/// What the bank or the token says that an account holds.
pub(crate) fn real_balance(
    querier: &QuerierWrapper<'_>,
    account: &Addr,
    asset: &Asset,
) -> StdResult<Uint128> {
    match asset {
        Asset::Native(denom) => Ok(querier.query_balance(account, denom)?.amount),
        Asset::Cw20(token) => {
            let msg = Cw20QueryMsg::Balance { address: account.to_string() };
            let answer: BalanceResponse = querier.query_wasm_smart(token, &msg)?;
            Ok(answer.balance)
        }
    }
}
