//! `admin.sweep_surplus`

use axiom_types::asset::Asset;
use axiom_types::distributor::events::SurplusSwept;
use cosmwasm_std::{DepsMut, Env, Response};

use crate::domain::Ledger;
use crate::error::ContractError;
use crate::execute::{checked_asset, real_balance, spender};
use crate::state::{halts, money};

/// Credits holdings that belong to nobody to a balance. By the owner.
pub fn sweep_surplus(
    deps: DepsMut,
    env: &Env,
    asset: Asset,
    to: &str,
) -> Result<Response, ContractError> {
    // ---- load ----
    checked_asset(deps.api, &asset)?;
    let to = spender(deps.as_ref(), env, "to", to)?;
    halts::ensure_asset(deps.storage, env.block.time.seconds(), &asset)?;
    let key = asset.key();
    let holdings = money::load_holdings(deps.storage, &key)?;
    let tracked = money::tracked(deps.storage, &key)?;
    let real = real_balance(&deps.querier, &env.contract.address, &asset)?;

    // ---- decide ----
    let amount = real.saturating_sub(tracked);
    if amount.is_zero() {
        return Err(ContractError::NoSurplus { asset });
    }
    let holdings = holdings.entered(Ledger::Balances, amount)?;

    // ---- save ----
    money::save_holdings(deps.storage, &key, &holdings)?;
    money::credit(deps.storage, &to, &key, amount)?;

    // ---- respond ----
    Ok(Response::new().add_event(SurplusSwept { asset, to, amount }))
}
