//! What an account can claim, and the messages that claim it.

use axiom_types::asset::Asset;
use axiom_types::bounds::{MAX_CLAIMS, MAX_PAGE};
use axiom_types::common::PauseStatus;
use axiom_types::distributor::{
    Claim, ClaimableResponse, ExecuteMsg, FreezeTarget, PoolKindResponse, PoolResponse,
    PoolsResponse, QueryMsg,
};
use cosmwasm_std::Uint128;
use serde::Serialize;

use crate::ask::{Answered, Answers, Listing};
use crate::economy::ContractName;
use crate::plain::Amount;

/// What one pool owes an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PoolClaim {
    /// The pool.
    pub pool: u64,
    /// Its visible name.
    pub name: String,
    /// What it pays.
    pub asset: Asset,
    /// Base units that one claim pays now.
    pub amount: Uint128,
    /// Standing pool: first epoch that the claim walks.
    pub from_epoch: Option<u64>,
    /// Standing pool: first epoch that stays for the next claim.
    pub to_epoch: Option<u64>,
    /// True if closed epochs stay after this claim: another one may pay more.
    pub more_after: bool,
    /// Unix seconds until which the pool or its asset is frozen: no claim goes through before.
    pub frozen_until: Option<u64>,
}

/// A pool that could not be asked, such as one whose tracker does not answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PoolProblem {
    /// The pool.
    pub pool: u64,
    /// Its visible name.
    pub name: String,
    /// What was said.
    pub reason: String,
}

/// A message that claims.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimMessage {
    /// To whom: value-distributor.
    pub contract: String,
    /// The message; the account itself sends it.
    pub msg: ExecuteMsg,
}

/// What an account can claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Claimable {
    /// Whose.
    pub account: String,
    /// True if this economy has no value-distributor, and so no pools.
    pub left_out: bool,
    /// Pools that owe something, or have closed epochs to walk, by number.
    pub pools: Vec<PoolClaim>,
    /// What is claimable now in all, by asset; what is frozen is not in it.
    pub totals: Vec<Amount>,
    /// Messages that claim all of it, at most 16 pools each.
    pub messages: Vec<ClaimMessage>,
    /// Pools that could not be asked.
    pub problems: Vec<PoolProblem>,
    /// Last pool that was looked at; `start_after` of the next answer if there are more.
    pub last: Option<u64>,
    /// True if there are pools beyond the budget.
    pub more: bool,
}

impl Answers<'_> {
    /// What an account can claim. Each pool takes one question; `start_after` is the last pool of the answer before.
    ///
    /// # Errors
    /// [`crate::AnswerError::BadAddress`]; [`crate::AnswerError::Source`] if the chain cannot be asked.
    pub fn claimable(&self, account: &str, start_after: Option<u64>) -> Answered<Claimable> {
        self.check_address(account)?;
        let mut answer = Claimable {
            account: account.to_string(),
            left_out: false,
            pools: vec![],
            totals: vec![],
            messages: vec![],
            problems: vec![],
            last: None,
            more: false,
        };
        let Some(distributor) = self.economy.address(ContractName::Distributor) else {
            answer.left_out = true;
            return Ok(answer);
        };
        let pools = self.pools(distributor, start_after)?;
        answer.more = pools.more;
        answer.last = pools.rows.last().map(|pool| pool.pool);
        for pool in pools.rows {
            match self.pool_claim(distributor, account, &pool) {
                Ok(found) => answer.pools.extend(found),
                Err(error) => match error.refusal() {
                    Some(reason) => answer.problems.push(PoolProblem {
                        pool: pool.pool,
                        name: pool.name,
                        reason: reason.to_string(),
                    }),
                    None => return Err(error),
                },
            }
        }
        let free = |row: &&PoolClaim| row.frozen_until.is_none();
        let numbers: Vec<u64> = answer.pools.iter().filter(free).map(|row| row.pool).collect();
        answer.totals = totals(answer.pools.iter().filter(free));
        answer.messages = messages(distributor, &numbers);
        Ok(answer)
    }

    pub(crate) fn pools(
        &self,
        distributor: &str,
        from: Option<u64>,
    ) -> Answered<Listing<PoolResponse>> {
        self.pages(|after: Option<u64>| {
            let start_after = after.or(from);
            let msg = QueryMsg::Pools { start_after, limit: Some(MAX_PAGE) };
            let found: PoolsResponse = self.ask(distributor, &msg)?;
            Ok((found.pools, found.next))
        })
    }

    fn pool_claim(
        &self,
        distributor: &str,
        account: &str,
        pool: &PoolResponse,
    ) -> Answered<Option<PoolClaim>> {
        let msg = QueryMsg::Claimable { pool: pool.pool, account: account.to_string() };
        let found: ClaimableResponse = self.ask(distributor, &msg)?;
        let more_after = match (&pool.kind, found.to_epoch) {
            (PoolKindResponse::Standing { epoch, .. }, Some(to)) => to < *epoch,
            _ => false,
        };
        // A claim of nothing is worth sending only where epochs beyond its reach wait behind it.
        if found.amount.is_zero() && !more_after {
            return Ok(None);
        }
        let targets = [FreezeTarget::Pool(pool.pool), FreezeTarget::Asset(pool.asset.clone())];
        let mut frozen_until = None;
        for target in targets {
            let frozen: PauseStatus = self.ask(distributor, &QueryMsg::Frozen { target })?;
            frozen_until = frozen_until.max(frozen.until.filter(|_| frozen.paused));
        }
        Ok(Some(PoolClaim {
            pool: pool.pool,
            name: pool.name.clone(),
            asset: pool.asset.clone(),
            amount: found.amount,
            from_epoch: found.from_epoch,
            to_epoch: found.to_epoch,
            more_after,
            frozen_until,
        }))
    }
}

fn totals<'r>(rows: impl Iterator<Item = &'r PoolClaim>) -> Vec<Amount> {
    let mut sums: Vec<Amount> = vec![];
    for row in rows.filter(|row| !row.amount.is_zero()) {
        match sums.iter_mut().find(|sum| sum.asset == row.asset) {
            Some(sum) => sum.amount = sum.amount.saturating_add(row.amount),
            None => sums.push(Amount { asset: row.asset.clone(), amount: row.amount }),
        }
    }
    sums
}

fn messages(distributor: &str, pools: &[u64]) -> Vec<ClaimMessage> {
    let message = |numbers: &[u64]| ClaimMessage {
        contract: distributor.to_string(),
        msg: ExecuteMsg::Claim {
            claims: numbers.iter().map(|pool| Claim { pool: *pool, epochs: None }).collect(),
            on_behalf_of: None,
            withdraw: false,
        },
    };
    pools.chunks(MAX_CLAIMS).map(message).collect()
}
