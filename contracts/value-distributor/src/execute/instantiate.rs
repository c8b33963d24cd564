//! Creation.

use axiom_kit::{checks, ownership, version};
use axiom_types::bounds::MAX_FIRST_TOKENS;
use axiom_types::distributor::events::TokenListed;
use axiom_types::distributor::{InstantiateMsg, CONTRACT_NAME};
use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};

use super::admin::list_token::ensure_token;
use crate::error::ContractError;
use crate::migrate::VERSION;
use crate::state::money;

/// Stores owner, version and the first tokens, each of which must answer as a cw20 token.
pub fn instantiate(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    msg: InstantiateMsg,
) -> Result<Response, ContractError> {
    // ---- load ----
    checks::list("tokens", msg.tokens.len(), MAX_FIRST_TOKENS)?;
    let mut tokens = vec![];
    for token in &msg.tokens {
        tokens.push(checks::addr(deps.api, token)?);
    }
    checks::unique("tokens", &tokens)?;
    for token in &tokens {
        ensure_token(&deps.querier, env, token)?;
    }

    // ---- save ----
    version::init(deps.storage, CONTRACT_NAME, VERSION)?;
    ownership::init(deps.storage, deps.api, msg.owner.as_deref(), &info.sender)?;
    for token in &tokens {
        money::list_token(deps.storage, token)?;
    }

    // ---- respond ----
    let events = tokens.into_iter().map(|token| TokenListed { token });
    Ok(Response::new().add_events(events))
}
