//! What an account was paid, paid itself, and earned in score: from typed events.

mod csv;
mod filter;
mod rows;

use std::cell::RefCell;
use std::collections::BTreeMap;

use axiom_types::asset::Asset;
use axiom_types::distributor::{PoolResponse, QueryMsg as DistributorQuery};
use axiom_types::ledger::{JobResponse, QueryMsg as LedgerQuery, Reward};
use cosmwasm_std::Uint128;
use serde::Serialize;

pub use csv::to_csv;

use crate::ask::{Answered, Answers};
use crate::economy::ContractName;
use crate::error::AnswerError;
use crate::source::{EventFilter, MAX_EVENT_PAGE};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HistoryKind {
    /// Coins or tokens were credited to the balance.
    Deposit,
    /// The balance was paid out.
    Withdrawal,
    /// A withdrawal failed and came back.
    WithdrawalReturned,
    /// Moved between two balances.
    Transfer,
    /// Locked for a job or another escrow.
    Escrow,
    /// Paid out of an escrow: wages, shares and fees.
    Payment,
    /// What was left of an escrow came back, or was taken back.
    Refund,
    /// Claimed from a pool.
    Claim,
    /// Put into a pool.
    PoolFunding,
    /// Dust or residue of a pool.
    Sweep,
    /// Score earned.
    Score,
    /// Score taken.
    Penalty,
}

impl HistoryKind {
    /// Its name in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Deposit => "deposit",
            Self::Withdrawal => "withdrawal",
            Self::WithdrawalReturned => "withdrawal_returned",
            Self::Transfer => "transfer",
            Self::Escrow => "escrow",
            Self::Payment => "payment",
            Self::Refund => "refund",
            Self::Claim => "claim",
            Self::PoolFunding => "pool_funding",
            Self::Sweep => "sweep",
            Self::Score => "score",
            Self::Penalty => "penalty",
        }
    }
}

/// Whether the account gained or gave. Money: its internal balance; score: its points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More.
    In,
    /// Less.
    Out,
}

/// Something that moved money or score of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HistoryRow {
    /// Height of the block.
    pub height: u64,
    /// Unix seconds of the block.
    pub time: u64,
    /// Hash of the transaction; none where the chain has none.
    pub hash: Option<String>,
    /// What happened.
    pub kind: HistoryKind,
    /// More or less for the account.
    pub direction: Direction,
    /// Base units, or points.
    pub amount: Uint128,
    /// The asset; none for score, and where the chain does not tell it.
    pub asset: Option<Asset>,
    /// Domain of score.
    pub domain: Option<u32>,
    /// The other side, if there is one.
    pub counterparty: Option<String>,
    /// What it was for: `job 7`, `pool 2`.
    pub reference: Option<String>,
    /// Why it is less than it could be, or what failed.
    pub note: Option<String>,
}

/// History of an account, a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct History {
    /// Whose.
    pub account: String,
    /// Contracts that this economy does not have.
    pub left_out: Vec<ContractName>,
    /// Oldest first.
    pub rows: Vec<HistoryRow>,
    /// First height of the next page.
    pub next: u64,
    /// True if there is more by now.
    pub more: bool,
}

impl Answers<'_> {
    /// Payments and scores of an account from a height on, of about `limit` transactions (1 to 100), oldest first.
    /// All rows of money together, in less out, are its internal balance. Refunds are found for escrows of jobs, which
    /// name their client; those of other controllers do not tell whom they refund.
    ///
    /// # Errors
    /// [`AnswerError::BadAddress`]; [`AnswerError::Source`] if the chain keeps no history or cannot be asked.
    pub fn history(&self, account: &str, from: u64, limit: u32) -> Answered<History> {
        self.check_address(account)?;
        let limit = limit.clamp(1, MAX_EVENT_PAGE);
        let any = filter::matches(&self.economy, account);
        let page = self.source.events(&EventFilter { any, from, limit });
        let page = page.map_err(|error| AnswerError::chain("its past events", error))?;
        let known = Known::new(self, account);
        let mut rows = vec![];
        for tx in &page.txs {
            rows.extend(known.rows(tx)?);
        }
        Ok(History {
            account: account.to_string(),
            left_out: self.economy.missing(),
            rows,
            next: from.max(page.complete_to.saturating_add(1)),
            more: page.more,
        })
    }
}

/// What events leave out, asked once.
pub(crate) struct Known<'a> {
    pub(crate) answers: &'a Answers<'a>,
    pub(crate) account: String,
    jobs: RefCell<BTreeMap<u64, Option<JobResponse>>>,
    pools: RefCell<BTreeMap<u64, Option<Asset>>>,
    pub(crate) lifetimes: RefCell<BTreeMap<u32, Uint128>>,
}

impl<'a> Known<'a> {
    fn new(answers: &'a Answers<'a>, account: &str) -> Self {
        Self {
            answers,
            account: account.to_string(),
            jobs: RefCell::default(),
            pools: RefCell::default(),
            lifetimes: RefCell::default(),
        }
    }

    /// A job of the economy's ledger; none if it does not know it.
    pub(crate) fn job(&self, job: u64) -> Answered<Option<JobResponse>> {
        if let Some(known) = self.jobs.borrow().get(&job) {
            return Ok(known.clone());
        }
        let Some(ledger) = self.answers.economy.address(ContractName::Ledger) else {
            return Ok(None);
        };
        let found = known(self.answers.ask(ledger, &LedgerQuery::Job { job }))?;
        self.jobs.borrow_mut().insert(job, found.clone());
        Ok(found)
    }

    /// What a job pays in; none for voluntary and unknown ones.
    pub(crate) fn job_asset(&self, job: u64) -> Answered<Option<Asset>> {
        Ok(self.job(job)?.and_then(|job| match job.posted.reward {
            Reward::Paid { asset, .. } => Some(asset),
            Reward::Voluntary { .. } => None,
        }))
    }

    /// What a pool pays.
    pub(crate) fn pool_asset(&self, pool: u64) -> Answered<Option<Asset>> {
        if let Some(known) = self.pools.borrow().get(&pool) {
            return Ok(known.clone());
        }
        let Some(distributor) = self.answers.economy.address(ContractName::Distributor) else {
            return Ok(None);
        };
        let msg = DistributorQuery::Pool { pool };
        let found = known(self.answers.ask::<PoolResponse>(distributor, &msg))?;
        let asset = found.map(|pool| pool.asset);
        self.pools.borrow_mut().insert(pool, asset.clone());
        Ok(asset)
    }
}

/// None where the contract refuses: it knows no such thing.
fn known<T>(answer: Answered<T>) -> Answered<Option<T>> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.refusal().is_some() => Ok(None),
        Err(error) => Err(error),
    }
}
