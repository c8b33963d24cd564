//! `admin.delist_token`

use axiom_kit::checks;
use axiom_types::distributor::events::TokenDelisted;
use cosmwasm_std::{DepsMut, Response};

use crate::error::ContractError;
use crate::state::money;

/// Refuses further deposits of a token; what is held moves and leaves as before. By the owner.
pub fn delist_token(deps: DepsMut, address: &str) -> Result<Response, ContractError> {
    // ---- load ----
    let token = checks::addr(deps.api, address)?;
    if !money::is_listed(deps.storage, &token) {
        return Err(ContractError::UnlistedToken { token: token.into_string() });
    }

    // ---- save ----
    money::delist_token(deps.storage, &token);

    // ---- respond ----
    Ok(Response::new().add_event(TokenDelisted { token }))
}
