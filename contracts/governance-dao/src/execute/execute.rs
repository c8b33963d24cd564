//! `execute`: runs the messages of a proposal that passed, all or none.

use axiom_types::asset::Asset;
use axiom_types::bounds::MAY_FAIL_GAS;
use axiom_types::dao::events::{ProposalClosed, Spent};
use axiom_types::dao::{Stage, Track};
use axiom_types::distributor::{PoolResponse, QueryMsg as DistributorQuery};
use axiom_types::json;
use cosmwasm_std::{Event, Response, SubMsg, Uint128};
use std::collections::BTreeMap;

use super::{look, stands, Context};
use crate::domain::proposal::{Head, Mark};
use crate::domain::spending::{charge, rule_for, running, Counter};
use crate::error::ContractError;
use crate::peers::Role;
use crate::policy::{self, Place, Spend, What};
use crate::records::{Content, Economy};
use crate::reply::failure_id;
use crate::state;

/// Executes a proposal that is ready. What it spends is counted before it is sent, and stays counted if a message that
/// may fail fails. If another message fails all is undone, and the proposal stays ready.
///
/// # Errors
/// [`ContractError::UnknownProposal`], [`ContractError::WrongStage`], [`ContractError::WindowUsedUp`],
/// [`ContractError::SpendNotListed`], what [`policy::check`] refuses, and whatever a message refuses.
pub fn execute(ctx: Context<'_>, proposal: u64) -> Result<Response, ContractError> {
    // load
    let (head, _, stage) = look(&ctx, proposal)?;
    stands(proposal, stage, Stage::Ready, "ready")?;
    let content = state::load_content(ctx.deps.storage, proposal)?;
    let economy = state::load_economy(ctx.deps.storage)?;
    let track = state::load_revision(ctx.deps.storage, head.track, head.revision)?;
    let place = Place {
        api: ctx.deps.api,
        own: &ctx.env.contract.address,
        economy: &economy,
        track: &track,
        voting_domain: state::load_source(ctx.deps.storage, economy.source)?.domain,
    };
    let spends = policy::check(&place, &content.msgs)?;
    let sums = sums(&ctx, &economy, &track, spends)?;

    // decide
    let charges = charges(&ctx, head.track, &track, sums)?;
    let messages = messages(proposal, content)?;

    // save
    let head = Head { mark: Mark::Executed, ..head };
    state::save_head(ctx.deps.storage, proposal, &head)?;
    for row in &charges {
        let (asset, counter) = (&row.asset, &row.counter);
        state::save_spent(ctx.deps.storage, head.track, row.window, asset, counter)?;
    }

    // respond
    let track = head.track;
    let spent = charges.into_iter().map(|row| -> Event {
        Spent { proposal_id: proposal, track, asset: row.asset, amount: row.amount }.into()
    });
    let closed = ProposalClosed { proposal_id: proposal, stage: Stage::Executed };
    Ok(Response::new().add_submessages(messages).add_events(spent).add_event(closed))
}

/// What is spent in all, by asset.
fn sums(
    ctx: &Context<'_>,
    economy: &Economy,
    track: &Track,
    spends: Vec<Spend>,
) -> Result<BTreeMap<Asset, Uint128>, ContractError> {
    let mut sums: BTreeMap<Asset, Uint128> = BTreeMap::new();
    for spend in spends {
        let asset = match spend.what {
            What::Asset(asset) => asset,
            What::Pool(pool) => {
                let distributor = economy.needed(Role::Distributor)?;
                let query = DistributorQuery::Pool { pool };
                let found: PoolResponse = json::ask(&ctx.deps.querier, distributor, &query)?;
                found.asset
            }
        };
        if rule_for(track, &asset).is_none() {
            let (index, track) = (spend.index, track.name.clone());
            return Err(ContractError::SpendNotListed { index, asset, track });
        }
        let sum = sums.entry(asset).or_default();
        // A sum beyond 128 bits is beyond every rule as well.
        *sum = sum.saturating_add(spend.amount);
    }
    Ok(sums)
}

/// A sum and the counter after it.
struct Charge {
    asset: Asset,
    amount: Uint128,
    window: u64,
    counter: Counter,
}

fn charges(
    ctx: &Context<'_>,
    number: u32,
    track: &Track,
    sums: BTreeMap<Asset, Uint128>,
) -> Result<Vec<Charge>, ContractError> {
    let now = ctx.now();
    let mut charges = vec![];
    for (asset, amount) in sums {
        let Some(rule) = rule_for(track, &asset) else {
            continue;
        };
        let kept = state::may_load_spent(ctx.deps.storage, number, rule.window, &asset)?;
        let counter = match charge(rule, kept, now, amount) {
            Ok(counter) => counter,
            Err(beyond) => {
                let start = running(rule, kept, now).start;
                return Err(ContractError::WindowUsedUp {
                    track: number,
                    asset,
                    asked: amount,
                    left: beyond.left,
                    ends: start.saturating_add(rule.window),
                });
            }
        };
        charges.push(Charge { asset, amount, window: rule.window, counter });
    }
    Ok(charges)
}

/// The messages in order; those that may fail are replied to when they do, and cannot burn the gas of the others.
fn messages(proposal: u64, content: Content) -> Result<Vec<SubMsg>, ContractError> {
    let may_fail = content.may_fail;
    (0u32..)
        .zip(content.msgs)
        .map(|(index, msg)| {
            if !may_fail.contains(&index) {
                return Ok(SubMsg::new(msg));
            }
            let sub = SubMsg::reply_on_error(msg, failure_id(proposal, index)?);
            Ok(sub.with_gas_limit(MAY_FAIL_GAS))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use cosmwasm_std::{BankMsg, HexBinary, ReplyOn};

    #[test]
    fn what_may_fail_is_limited_and_nothing_else() {
        let burn = BankMsg::Burn { amount: vec![] };
        let content = Content {
            title: String::new(),
            description: String::new(),
            msgs: vec![burn.clone().into(), burn.into()],
            may_fail: vec![1],
            hash: HexBinary::default(),
        };
        let found = messages(7, content).unwrap();
        let how: Vec<_> = found.iter().map(|sub| (sub.reply_on.clone(), sub.gas_limit)).collect();
        let limited = (ReplyOn::Error, Some(MAY_FAIL_GAS));
        assert_eq!(how, [(ReplyOn::Never, None), limited]);
    }
}
