//! What the entry points do: translate, authorise, dispatch.

use axiom_kit::checks::no_funds;
use axiom_types::common::MigrateMsg;
use axiom_types::distributor::{AdminMsg, EscrowMsg, ExecuteMsg, InstantiateMsg, QueryMsg};
use cosmwasm_std::{Binary, Deps, DepsMut, Env, MessageInfo, Reply, Response};

use crate::error::ContractError;
use crate::{access, execute, migrate as migration, query as queries, reply as replies};

/// Creates the distributor.
pub fn instantiate(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: InstantiateMsg,
) -> Result<Response, ContractError> {
    no_funds(&info)?;
    execute::instantiate(deps, &env, &info, msg)
}

/// Runs a message after `access` let it pass.
pub fn execute(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    msg: ExecuteMsg,
) -> Result<Response, ContractError> {
    access::authorise(deps.storage, &env, &info, &msg)?;
    match msg {
        ExecuteMsg::Deposit { on_behalf_of, allowances } => {
            execute::deposit(deps, &env, &info, on_behalf_of, allowances)
        }
        ExecuteMsg::Receive(received) => execute::receive(deps, &env, &info, received),
        ExecuteMsg::Transfer { to, asset, amount } => {
            execute::transfer(deps, &env, &info, execute::TransferArgs { to, asset, amount })
        }
        ExecuteMsg::Withdraw { withdrawals } => execute::withdraw(deps, &env, &info, withdrawals),
        ExecuteMsg::CreatePool { pool } => execute::create_pool(deps, &env, &info, pool),
        ExecuteMsg::FundPool { pool, amount } => {
            execute::fund_pool(deps, &env, &info, pool, amount)
        }
        ExecuteMsg::SetShares { pool, shares } => {
            execute::set_shares(deps, &env, &info, pool, shares)
        }
        ExecuteMsg::Claim { claims, on_behalf_of, withdraw } => {
            let args = execute::ClaimArgs { claims, on_behalf_of, withdraw };
            execute::claim(deps, &env, &info, args)
        }
        ExecuteMsg::SweepPool { pool } => execute::sweep_pool(deps, &env, pool),
        ExecuteMsg::ReclaimEscrow { controller, reference } => {
            execute::reclaim_escrow(deps, &env, &controller, &reference)
        }
        ExecuteMsg::Escrow(msg) => execute_escrow(deps, &env, &info, msg),
        ExecuteMsg::Admin(msg) => execute_admin(deps, &env, msg),
        ExecuteMsg::UpdateOwnership(action) => execute::update_ownership(deps, &env, &info, action),
    }
}

fn execute_escrow(
    deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    msg: EscrowMsg,
) -> Result<Response, ContractError> {
    match msg {
        EscrowMsg::Open { reference, payer, asset, amount, backstop } => {
            let args = execute::OpenArgs { reference, payer, asset, amount, backstop };
            execute::open_escrow(deps, env, info, args)
        }
        EscrowMsg::Release { reference, payouts } => {
            execute::release_escrow(deps, env, info, &reference, payouts)
        }
    }
}

fn execute_admin(deps: DepsMut, env: &Env, msg: AdminMsg) -> Result<Response, ContractError> {
    match msg {
        AdminMsg::ListToken { address } => execute::list_token(deps, env, &address),
        AdminMsg::DelistToken { address } => execute::delist_token(deps, &address),
        AdminMsg::SweepSurplus { asset, to } => execute::sweep_surplus(deps, env, asset, &to),
        AdminMsg::Freeze { target, seconds } => execute::freeze(deps, env, &target, seconds),
        AdminMsg::Unfreeze { target } => execute::unfreeze(deps, env, &target),
        AdminMsg::Guard(msg) => execute::guard(deps, env, msg),
    }
}

/// Hears what became of a transfer.
pub fn reply(deps: DepsMut, _env: Env, msg: Reply) -> Result<Response, ContractError> {
    replies::dispatch(deps, msg)
}

/// Answers a query.
pub fn query(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    queries::dispatch(deps, &env, msg)
}

/// Migrates to this code from an older version of the same contract.
pub fn migrate(deps: DepsMut, _env: Env, _msg: MigrateMsg) -> Result<Response, ContractError> {
    migration::migrate(deps)
}
