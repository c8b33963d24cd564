//! `admin.list_token`

use axiom_kit::checks;
use axiom_types::asset::Asset;
use axiom_types::distributor::events::TokenListed;
use cosmwasm_std::{Addr, DepsMut, Env, QuerierWrapper, Response, StdError};
use cw20::{Cw20QueryMsg, TokenInfoResponse};

use crate::error::ContractError;
use crate::execute::real_balance;
use crate::state::money;

/// Accepts deposits of a token. By the owner.
pub fn list_token(deps: DepsMut, env: &Env, address: &str) -> Result<Response, ContractError> {
    // ---- load ----
    let token = checks::addr(deps.api, address)?;
    if money::is_listed(deps.storage, &token) {
        return Err(ContractError::AlreadyListed { token: token.into_string() });
    }
    ensure_token(&deps.querier, env, &token)?;

    // ---- save ----
    money::list_token(deps.storage, &token)?;

    // ---- respond ----
    Ok(Response::new().add_event(TokenListed { token }))
}

/// Passes an address that answers the `balance` and `token_info` queries of cw20.
///
/// # Errors
/// [`ContractError::NotAToken`].
pub fn ensure_token(
    querier: &QuerierWrapper<'_>,
    env: &Env,
    token: &Addr,
) -> Result<(), ContractError> {
    let refused = |error: StdError| ContractError::NotAToken {
        token: token.to_string(),
        reason: checks::reason(&error.to_string()),
    };
    let asset = Asset::cw20(token.as_str());
    real_balance(querier, &env.contract.address, &asset).map_err(refused)?;
    let _: TokenInfoResponse =
        querier.query_wasm_smart(token, &Cw20QueryMsg::TokenInfo {}).map_err(refused)?;
    Ok(())
}
