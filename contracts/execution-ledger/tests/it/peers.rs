//! Peers of the ledger that do the least that is honest, keep what they were asked, and check what no peer would let
//! pass.

use axiom_local::{Code, ContractWrapper};
use axiom_types::common::InfoResponse;
use axiom_types::{distributor, registry, tracker};
use cosmwasm_schema::cw_serde;
use cosmwasm_std::{
    to_json_binary, Binary, Deps, DepsMut, Env, MessageInfo, Response, StdError, StdResult, Uint128,
};
use cw_storage_plus::{Item, Map};

#[cw_serde]
pub struct Init {
    /// Name that the peer answers.
    pub name: String,
    /// Whether create_space answers data.
    pub mute: bool,
}

#[cw_serde]
pub enum Ask {
    Info {},
    /// Every message so far.
    Log {},
    /// Distributor: what an account was credited.
    Credit {
        owner: String,
    },
    /// Distributor: what is still locked.
    Locked {},
}

const LOG: Item<Vec<Binary>> = Item::new("log");
const MUTE: Item<bool> = Item::new("mute");
const ESCROWS: Map<u64, (String, Uint128)> = Map::new("escrows");
const EVER: Map<u64, bool> = Map::new("ever");
const CREDITS: Map<&str, Uint128> = Map::new("credits");

pub fn code(peer: &str) -> Code {
    let contract: Box<dyn axiom_local::Contract<cosmwasm_std::Empty>> = match peer {
        "registry" => Box::new(ContractWrapper::new(registry_execute, instantiate, query)),
        "tracker" => Box::new(ContractWrapper::new(tracker_execute, instantiate, query)),
        _ => Box::new(ContractWrapper::new(distributor_execute, instantiate, query)),
    };
    Code::new(peer, "test", contract)
}

fn instantiate(deps: DepsMut, _: Env, _: MessageInfo, msg: Init) -> StdResult<Response> {
    cw2::set_contract_version(deps.storage, msg.name, "0.1.0")?;
    LOG.save(deps.storage, &vec![])?;
    MUTE.save(deps.storage, &msg.mute)?;
    Ok(Response::new())
}

fn log<T: serde::Serialize>(deps: &mut DepsMut, msg: &T) -> StdResult<u64> {
    let mut all = LOG.load(deps.storage)?;
    all.push(to_json_binary(msg)?);
    LOG.save(deps.storage, &all)?;
    Ok(all.len() as u64)
}

fn registry_execute(
    mut deps: DepsMut,
    _: Env,
    _: MessageInfo,
    msg: registry::ExecuteMsg,
) -> StdResult<Response> {
    let number = log(&mut deps, &msg)?;
    let response = Response::new();
    match msg {
        registry::ExecuteMsg::CreateSpace { .. } if !MUTE.load(deps.storage)? => {
            Ok(response.set_data(to_json_binary(&registry::SpaceCreated { space: 70 + number })?))
        }
        _ => Ok(response),
    }
}

fn tracker_execute(
    mut deps: DepsMut,
    _: Env,
    _: MessageInfo,
    msg: tracker::ExecuteMsg,
) -> StdResult<Response> {
    log(&mut deps, &msg)?;
    Ok(Response::new())
}

fn distributor_execute(
    mut deps: DepsMut,
    _: Env,
    _: MessageInfo,
    msg: distributor::ExecuteMsg,
) -> StdResult<Response> {
    log(&mut deps, &msg)?;
    let distributor::ExecuteMsg::Escrow(msg) = msg else {
        return Err(StdError::generic_err("only escrows are expected"));
    };
    match msg {
        distributor::EscrowMsg::Open { reference, payer, amount, .. } => {
            if EVER.has(deps.storage, reference.id) {
                return Err(StdError::generic_err("a reference is used once"));
            }
            EVER.save(deps.storage, reference.id, &true)?;
            ESCROWS.save(deps.storage, reference.id, &(payer, amount))?;
        }
        distributor::EscrowMsg::Release { reference, payouts } => {
            let (payer, mut left) = ESCROWS.load(deps.storage, reference.id)?;
            ESCROWS.remove(deps.storage, reference.id);
            if payouts.len() > axiom_types::bounds::MAX_PAYOUTS {
                return Err(StdError::generic_err("too many payouts"));
            }
            let mut seen = vec![];
            for row in payouts {
                if row.amount.is_zero() || seen.contains(&row.account) {
                    return Err(StdError::generic_err("a payout of zero, or twice"));
                }
                left = left.checked_sub(row.amount)?;
                credit(&mut deps, &row.account, row.amount)?;
                seen.push(row.account);
            }
            credit(&mut deps, &payer, left)?;
        }
    }
    Ok(Response::new())
}

fn credit(deps: &mut DepsMut, account: &str, amount: Uint128) -> StdResult<()> {
    CREDITS.update(deps.storage, account, |sum| -> StdResult<_> {
        Ok(sum.unwrap_or_default() + amount)
    })?;
    Ok(())
}

fn query(deps: Deps, _: Env, msg: Ask) -> StdResult<Binary> {
    match msg {
        Ask::Info {} => {
            let info = cw2::get_contract_version(deps.storage)?;
            to_json_binary(&InfoResponse { info })
        }
        Ask::Log {} => to_json_binary(&LOG.load(deps.storage)?),
        Ask::Credit { owner } => {
            to_json_binary(&CREDITS.may_load(deps.storage, &owner)?.unwrap_or_default())
        }
        Ask::Locked {} => {
            let all = cosmwasm_std::Order::Ascending;
            let rows: StdResult<Vec<_>> = ESCROWS.range(deps.storage, None, None, all).collect();
            to_json_binary(&rows?.into_iter().map(|(_, (_, n))| n).sum::<Uint128>())
        }
    }
}
