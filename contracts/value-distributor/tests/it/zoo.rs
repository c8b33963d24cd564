//! A cw20 token that misbehaves as told.

use axiom_local::{Code, ContractWrapper, Init, LocalChain};
use axiom_types::asset::Asset;
use axiom_types::distributor::{ExecuteMsg as VdMsg, Withdrawal};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{
    to_json_binary, Addr, Binary, Deps, DepsMut, Env, MessageInfo, Response, StdError, StdResult,
    SubMsg, Uint128, WasmMsg,
};
use cw20::{BalanceResponse, Cw20ExecuteMsg, Cw20QueryMsg, Cw20ReceiveMsg, TokenInfoResponse};
use cw_storage_plus::{Item, Map};

/// What is wrong with the token.
#[cw_serde]
pub enum Temper {
    /// Nothing.
    Honest,
    /// Transfers fail with this text.
    Fails(String),
    /// A tenth of each transfer is lost.
    Fee,
    /// Says ok and moves nothing.
    Lazy,
    /// Says that everybody holds twice as much.
    Boasts,
    /// Balances cannot be asked for.
    Mute,
    /// Calls the distributor's `withdraw` in the middle of a transfer.
    ReentersWithdraw(String),
    /// Announces a deposit to the distributor in the middle of a transfer, before anything moved.
    ReentersReceive(String),
}

#[cw_serde]
pub enum ZooMsg {
    Become(Temper),
    Mint {
        to: String,
        amount: Uint128,
    },
    /// Calls the distributor with any message.
    Call {
        contract: String,
        msg: Binary,
    },
    Transfer {
        recipient: String,
        amount: Uint128,
    },
    Send {
        contract: String,
        amount: Uint128,
        msg: Binary,
    },
}

const TEMPER: Item<Temper> = Item::new("temper");
const HELD: Map<&str, Uint128> = Map::new("held");

fn instantiate(d: DepsMut, _: Env, _: MessageInfo, temper: Temper) -> StdResult<Response> {
    TEMPER.save(d.storage, &temper)?;
    Ok(Response::new())
}

fn held(deps: Deps, who: &str) -> StdResult<Uint128> {
    Ok(HELD.may_load(deps.storage, who)?.unwrap_or_default())
}

fn move_on(deps: DepsMut, from: &str, to: &str, amount: Uint128) -> StdResult<()> {
    let temper = TEMPER.load(deps.storage)?;
    let left = held(deps.as_ref(), from)?.checked_sub(amount)?;
    let arriving = if temper == Temper::Fee { amount - amount / Uint128::new(10) } else { amount };
    HELD.save(deps.storage, from, &left)?;
    let there = held(deps.as_ref(), to)?.checked_add(arriving)?;
    HELD.save(deps.storage, to, &there)
}

fn call(contract: &str, msg: Binary) -> SubMsg {
    SubMsg::new(WasmMsg::Execute { contract_addr: contract.into(), msg, funds: vec![] })
}

fn execute(mut deps: DepsMut, env: Env, info: MessageInfo, msg: ZooMsg) -> StdResult<Response> {
    let sender = info.sender.as_str();
    match msg {
        ZooMsg::Become(temper) => {
            TEMPER.save(deps.storage, &temper)?;
            Ok(Response::new())
        }
        ZooMsg::Mint { to, amount } => {
            let there = held(deps.as_ref(), &to)?.checked_add(amount)?;
            HELD.save(deps.storage, &to, &there)?;
            Ok(Response::new())
        }
        ZooMsg::Call { contract, msg } => Ok(Response::new().add_submessage(call(&contract, msg))),
        ZooMsg::Transfer { recipient, amount } => match TEMPER.load(deps.storage)? {
            Temper::Fails(text) => Err(StdError::generic_err(text)),
            Temper::Lazy => Ok(Response::new()),
            Temper::ReentersWithdraw(vd) => {
                move_on(deps.branch(), sender, &recipient, amount)?;
                let asset = Asset::cw20(env.contract.address.as_str());
                let item = Withdrawal { asset, amount: None, to: None };
                let msg = VdMsg::Withdraw { withdrawals: vec![item] };
                Ok(Response::new().add_submessage(call(&vd, to_json_binary(&msg)?)))
            }
            Temper::ReentersReceive(vd) => {
                let msg = VdMsg::Receive(Cw20ReceiveMsg {
                    sender: recipient,
                    amount,
                    msg: Binary::default(),
                });
                Ok(Response::new().add_submessage(call(&vd, to_json_binary(&msg)?)))
            }
            Temper::Honest | Temper::Fee | Temper::Boasts | Temper::Mute => {
                move_on(deps.branch(), sender, &recipient, amount)?;
                Ok(Response::new())
            }
        },
        ZooMsg::Send { contract, amount, msg } => {
            move_on(deps.branch(), sender, &contract, amount)?;
            let received = Cw20ReceiveMsg { sender: sender.into(), amount, msg };
            let msg = to_json_binary(&VdMsg::Receive(received))?;
            Ok(Response::new().add_submessage(call(&contract, msg)))
        }
    }
}

fn query(deps: Deps, _: Env, msg: Cw20QueryMsg) -> StdResult<Binary> {
    let temper = TEMPER.load(deps.storage)?;
    match msg {
        Cw20QueryMsg::Balance { .. } if temper == Temper::Mute => {
            Err(StdError::generic_err("no answer"))
        }
        Cw20QueryMsg::Balance { address } => {
            let times = if temper == Temper::Boasts { 2u128 } else { 1 };
            let balance = held(deps, &address)?.checked_mul(times.into())?;
            to_json_binary(&BalanceResponse { balance })
        }
        Cw20QueryMsg::TokenInfo {} => to_json_binary(&TokenInfoResponse {
            name: "Zoo".into(),
            symbol: "ZOO".into(),
            decimals: 0,
            total_supply: Uint128::zero(),
        }),
        _ => Err(StdError::generic_err("not here")),
    }
}

/// A new zoo token.
pub fn token(chain: &mut LocalChain, temper: Temper) -> Addr {
    let wrapper = ContractWrapper::new(execute, instantiate, query);
    let code = chain.store_code(Code::new("zoo", "1", Box::new(wrapper)));
    let keeper = chain.account("keeper");
    chain.instantiate(&keeper, Init::new(code, "zoo", &temper)).should_succeed().contract()
}

/// Gives it another temper.
pub fn temper(chain: &mut LocalChain, token: &Addr, temper: Temper) {
    let keeper = chain.account("keeper");
    chain.execute(&keeper, token, &ZooMsg::Become(temper), &[]).should_succeed();
}

/// Makes tokens.
pub fn mint(chain: &mut LocalChain, token: &Addr, to: &Addr, amount: u128) {
    let keeper = chain.account("keeper");
    let msg = ZooMsg::Mint { to: to.to_string(), amount: amount.into() };
    chain.execute(&keeper, token, &msg, &[]).should_succeed();
}

/// A listed zoo token of which a person deposited some.
pub fn deposited(world: &mut crate::world::World, who: &str, amount: u128) -> Addr {
    let token = listed(world);
    let holder = world.addr(who);
    mint(&mut world.chain, &token, &holder, amount);
    world.send_token(who, &token, amount, Binary::default()).should_succeed();
    token
}

/// A listed zoo token.
pub fn listed(world: &mut crate::world::World) -> Addr {
    let token = token(&mut world.chain, Temper::Honest);
    let msg = axiom_types::distributor::AdminMsg::ListToken { address: token.to_string() };
    world.admin(msg).should_succeed();
    token
}

/// Wire forms of the zoo equal those of cw20.
#[test]
fn it_speaks_cw20() {
    let ours = ZooMsg::Transfer { recipient: "a".into(), amount: Uint128::one() };
    let real = Cw20ExecuteMsg::Transfer { recipient: "a".into(), amount: Uint128::one() };
    assert_eq!(to_json_binary(&ours).unwrap(), to_json_binary(&real).unwrap());
}
