//! `claim`

use std::collections::BTreeMap;

use axiom_kit::checks;
use axiom_types::asset::Asset;
use axiom_types::bounds::{MAX_CLAIMS, MAX_CLAIM_EPOCHS};
use axiom_types::distributor::events::{ClaimFailed, Claimed};
use axiom_types::distributor::Claim;
use cosmwasm_std::{Addr, DepsMut, Env, MessageInfo, Response, StdError, Storage, Uint128};

use super::payout::{self, Payout};
use super::spender;
use super::standing::{most_epochs, Changes, Walk};
use crate::domain::{Course, Ledger, Member, PoolState};
use crate::error::ContractError;
use crate::state::pools::{self, Pool, PoolKind};
use crate::state::{halts, money};

/// What to claim for whom.
pub struct ClaimArgs {
    /// The pools.
    pub claims: Vec<Claim>,
    /// For whom.
    pub on_behalf_of: Option<String>,
    /// Also send it to the wallet.
    pub withdraw: bool,
}

/// Sums of what was claimed, by asset key.
type Due = BTreeMap<String, (Asset, Uint128)>;

/// Claims from pools, each on its own, into an account's balance or, for the sender, to its wallet. By anyone.
pub fn claim(
    mut deps: DepsMut,
    env: &Env,
    info: &MessageInfo,
    args: ClaimArgs,
) -> Result<Response, ContractError> {
    checks::filled_list("claims", args.claims.len(), MAX_CLAIMS)?;
    checks::unique("claims", args.claims.iter().map(|claim| claim.pool))?;
    let account = match &args.on_behalf_of {
        Some(account) => spender(deps.as_ref(), env, "on_behalf_of", account)?,
        None => info.sender.clone(),
    };
    if args.withdraw && account != info.sender {
        return Err(ContractError::WithdrawForAnother { account: account.into_string() });
    }

    // ---- load, decide, save: pool by pool ----
    let mut response = Response::new();
    let (mut due, mut first_error, mut done) = (Due::new(), None, false);
    for claim in &args.claims {
        match claim_one(deps.branch(), env, &account, claim) {
            Ok(fact) => {
                done = true;
                add_due(&mut due, &fact)?;
                response = response.add_event(fact);
            }
            Err(error) => {
                response = response.add_event(ClaimFailed {
                    pool: claim.pool,
                    account: account.clone(),
                    reason: checks::reason(&error.to_string()),
                });
                first_error = first_error.or(Some(error));
            }
        }
    }
    if let (false, Some(error)) = (done, first_error) {
        return Err(error);
    }

    // ---- save, respond: asset by asset ----
    let payouts = credit_due(deps.storage, &account, due, args.withdraw)?;
    let messages = payout::send(deps.storage, &payouts)?;
    let events = payouts.iter().map(Payout::event);
    Ok(response.add_events(events).add_submessages(messages))
}

fn add_due(due: &mut Due, fact: &Claimed) -> Result<(), ContractError> {
    if fact.amount.is_zero() {
        return Ok(());
    }
    let slot = due.entry(fact.asset.key()).or_insert_with(|| (fact.asset.clone(), Uint128::zero()));
    slot.1 = slot.1.checked_add(fact.amount).map_err(StdError::from)?;
    Ok(())
}

/// Moves what was claimed out of the ledger of pools: into the balance, or straight into flight.
fn credit_due(
    storage: &mut dyn Storage,
    account: &Addr,
    due: Due,
    withdraw: bool,
) -> Result<Vec<Payout>, ContractError> {
    let mut payouts = vec![];
    for (key, (asset, amount)) in due {
        if withdraw {
            let left = money::load_holdings(storage, &key)?.left(Ledger::Pooled, amount)?;
            money::save_holdings(storage, &key, &left)?;
            payouts.push(Payout { owner: account.clone(), to: account.clone(), asset, amount });
        } else {
            money::shift(storage, &key, Ledger::Pooled, Ledger::Balances, amount)?;
            money::credit(storage, account, &key, amount)?;
        }
    }
    Ok(payouts)
}

/// What one claim changes.
enum Plan {
    Standing { changes: Changes, cursor: u64 },
    Table { state: PoolState, member: Option<Member> },
}

/// Claims from one pool; an error has written nothing.
fn claim_one(
    deps: DepsMut,
    env: &Env,
    account: &Addr,
    claim: &Claim,
) -> Result<Claimed, ContractError> {
    // ---- load ----
    let (pool, now) = (claim.pool, env.block.time.seconds());
    let limit = limit_of(claim)?;
    let config = pools::load_pool(deps.storage, pool)?;
    halts::ensure_pool(deps.storage, now, pool)?;
    halts::ensure_asset(deps.storage, now, &config.asset)?;
    let Pool { asset, kind, .. } = config;

    // ---- decide ----
    let (amount, plan) = match &kind {
        PoolKind::Standing(source) => {
            let mut walk = Walk::begin(deps.as_ref(), now, pool, source)?;
            plan_standing(&mut walk, pool, account, limit).map(|(amount, cursor)| {
                (amount, Plan::Standing { changes: walk.changes(), cursor })
            })?
        }
        PoolKind::Table { .. } => plan_table(deps.storage, now, pool, account)?,
    };

    // ---- save ----
    let next_epoch = match plan {
        Plan::Standing { changes, cursor } => {
            changes.save(deps.storage, pool)?;
            pools::save_cursor(deps.storage, pool, account, cursor)?;
            Some(cursor)
        }
        Plan::Table { state, member } => {
            pools::save_state(deps.storage, pool, &state)?;
            pools::save_member(deps.storage, pool, account, member.as_ref())?;
            None
        }
    };

    // ---- respond ----
    Ok(Claimed { pool, account: account.clone(), asset, amount, next_epoch })
}

fn limit_of(claim: &Claim) -> Result<usize, ContractError> {
    match claim.epochs {
        None => Ok(most_epochs()),
        Some(epochs) => usize::try_from(epochs)
            .ok()
            .filter(|epochs| (1..=most_epochs()).contains(epochs))
            .ok_or(ContractError::BadEpochs { epochs, max: MAX_CLAIM_EPOCHS }),
    }
}

fn plan_standing(
    walk: &mut Walk<'_>,
    pool: u64,
    account: &Addr,
    limit: usize,
) -> Result<(Uint128, u64), ContractError> {
    walk.settle_oldest()?;
    let walked = walk.pay(account, limit)?;
    if !walked.useful {
        return Err(ContractError::NothingToClaim { pool, account: account.to_string() });
    }
    Ok((walked.amount, walked.to))
}

fn plan_table(
    storage: &dyn Storage,
    now: u64,
    pool: u64,
    account: &Addr,
) -> Result<(Uint128, Plan), ContractError> {
    let nothing = || ContractError::NothingToClaim { pool, account: account.to_string() };
    let (mut book, mut table) = pools::load_table(storage, pool)?;
    let member = pools::may_load_member(storage, pool, account)?.ok_or_else(nothing)?;
    table.settle(&mut book, now)?;
    let member = table.settled_floor(&member)?;
    if member.owed.is_zero() {
        return Err(nothing());
    }
    let (paid, member) = table.claim(&mut book, member)?;
    let state = PoolState { book, course: Course::Table(table) };
    Ok((paid, Plan::Table { state, member }))
}
