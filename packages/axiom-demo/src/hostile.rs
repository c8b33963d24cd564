//! A cw20 token that its owner can break: from then on every transfer fails.

use axiom_local::{Code, ContractWrapper, Init};
use cosmwasm_std::{
    from_json, to_json_binary, Binary, Deps, DepsMut, Empty, Env, MessageInfo, Response, StdError,
    StdResult, Storage, Uint128, WasmMsg,
};
use cw20::{BalanceResponse, Cw20ReceiveMsg, TokenInfoResponse};
use serde::{Deserialize, Serialize};

use crate::stage::{done, Stage};

const BROKEN: &[u8] = b"broken";
const SUPPLY: &[u8] = b"supply";

/// First holder and supply.
#[derive(Serialize, Deserialize)]
struct Start {
    holder: String,
    amount: Uint128,
}

/// The part of cw20 that the story needs, and the switch.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// cw20.
    Transfer {
        /// Receiver.
        recipient: String,
        /// Base units.
        amount: Uint128,
    },
    /// cw20.
    Send {
        /// Receiver, which is called.
        contract: String,
        /// Base units.
        amount: Uint128,
        /// What it is told.
        msg: Binary,
    },
    /// Breaks the token, or mends it.
    Break {
        /// True to break.
        broken: bool,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Question {
    Balance { address: String },
    TokenInfo {},
}

fn held(storage: &dyn Storage, who: &str) -> StdResult<Uint128> {
    let stored = storage.get(&key(who));
    stored.map_or(Ok(Uint128::zero()), from_json)
}

fn key(who: &str) -> Vec<u8> {
    [b"of/", who.as_bytes()].concat()
}

fn put(storage: &mut dyn Storage, who: &str, amount: Uint128) -> StdResult<()> {
    storage.set(&key(who), &to_json_binary(&amount)?);
    Ok(())
}

fn shift(storage: &mut dyn Storage, from: &str, to: &str, amount: Uint128) -> StdResult<()> {
    if storage.get(BROKEN).is_some() {
        return Err(StdError::generic_err("this token is broken"));
    }
    let left = held(storage, from)?.checked_sub(amount)?;
    put(storage, from, left)?;
    let sum = held(storage, to)?.checked_add(amount)?;
    put(storage, to, sum)
}

fn instantiate(deps: DepsMut, _: Env, _: MessageInfo, msg: Start) -> StdResult<Response> {
    put(deps.storage, &msg.holder, msg.amount)?;
    deps.storage.set(SUPPLY, &to_json_binary(&msg.amount)?);
    Ok(Response::new())
}

fn execute(deps: DepsMut, _: Env, info: MessageInfo, msg: Act) -> StdResult<Response> {
    let sender = info.sender.to_string();
    match msg {
        Act::Transfer { recipient, amount } => {
            shift(deps.storage, &sender, &recipient, amount)?;
            Ok(Response::new())
        }
        Act::Send { contract, amount, msg } => {
            shift(deps.storage, &sender, &contract, amount)?;
            let receive = Cw20ReceiveMsg { sender, amount, msg };
            Ok(Response::new().add_message(WasmMsg::Execute {
                contract_addr: contract,
                msg: receive.into_json_binary()?,
                funds: vec![],
            }))
        }
        Act::Break { broken: true } => {
            deps.storage.set(BROKEN, b"1");
            Ok(Response::new())
        }
        Act::Break { broken: false } => {
            deps.storage.remove(BROKEN);
            Ok(Response::new())
        }
    }
}

fn query(deps: Deps, _: Env, msg: Question) -> StdResult<Binary> {
    match msg {
        Question::Balance { address } => {
            to_json_binary(&BalanceResponse { balance: held(deps.storage, &address)? })
        }
        Question::TokenInfo {} => to_json_binary(&TokenInfoResponse {
            name: "Glass".to_string(),
            symbol: "GLASS".to_string(),
            decimals: 6,
            total_supply: deps.storage.get(SUPPLY).map_or(Ok(Uint128::zero()), from_json)?,
        }),
    }
}

/// Creates the token with `amount` for one holder; answers its address.
///
/// # Errors
/// If the chain refuses it.
pub fn create(s: &mut Stage, holder: &str, amount: u128) -> anyhow::Result<String> {
    let contract =
        ContractWrapper::<Act, Start, Question, _, _, _, Empty>::new(execute, instantiate, query);
    let code = Code::new("glass-token", "1.0.0", Box::new(contract));
    let code_id = s.suite.chain.store_code(code);
    let (owner, msg) =
        (s.suite.addr(holder), Start { holder: s.address(holder), amount: Uint128::new(amount) });
    let success = done(s.suite.chain.instantiate(&owner, Init::new(code_id, "glass token", &msg)))?;
    Ok(success.contract().to_string())
}
