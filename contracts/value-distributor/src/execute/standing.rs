//! A walk over the epochs of a standing pool: reads the tracker, gathers changes, writes nothing until it is saved.
//! The same walk answers the `claimable` query.

use std::collections::BTreeMap;

use axiom_kit::checks;
use axiom_types::bounds::MAX_CLAIM_EPOCHS;
use axiom_types::tracker::raw::{self, DomainClock, Subject};
use axiom_types::tracker::Standing as Entry;
use cosmwasm_std::{Addr, Deps, QuerierWrapper, StdError, StdResult, Storage, Uint128, Uint256};

use crate::domain::{Course, EpochFund, PoolState};
use crate::error::ContractError;
use crate::state::pools::{self, Standing};

/// The clock of a tracker's domain.
///
/// # Errors
/// [`ContractError::TrackerUnreadable`].
pub fn clock(
    querier: &QuerierWrapper<'_>,
    tracker: &Addr,
    domain: u32,
) -> Result<DomainClock, ContractError> {
    let unreadable = |reason: &str| ContractError::TrackerUnreadable {
        tracker: tracker.to_string(),
        domain,
        reason: checks::reason(reason),
    };
    let found = raw::domain_clock(querier, tracker, domain);
    match found.map_err(|error| unreadable(&error.to_string()))? {
        Some(clock) if clock.epoch_length > 0 => Ok(clock),
        Some(_) => Err(unreadable("its epochs have no length")),
        None => Err(unreadable("there is no such domain")),
    }
}

/// What a member's walk came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walked {
    /// Base units due.
    pub amount: Uint128,
    /// First epoch looked at.
    pub from: u64,
    /// First epoch that stays for the next claim.
    pub to: u64,
    /// False if there was nothing to do at all.
    pub useful: bool,
}

/// Changes of a pool, to be saved together.
pub struct Changes {
    state: PoolState,
    funds: BTreeMap<u64, Option<EpochFund>>,
}

impl Changes {
    /// Writes them.
    pub fn save(&self, storage: &mut dyn Storage, pool: u64) -> StdResult<()> {
        for (epoch, fund) in &self.funds {
            pools::save_fund(storage, pool, *epoch, fund.as_ref())?;
        }
        pools::save_state(storage, pool, &self.state)
    }

    /// The pool after the changes.
    pub fn state_mut(&mut self) -> &mut PoolState {
        &mut self.state
    }
}

/// One message's look at a pool.
pub struct Walk<'a> {
    deps: Deps<'a>,
    pool: u64,
    source: &'a Standing,
    era: u16,
    open: u64,
    state: PoolState,
    unsettled: u64,
    dark: Option<u64>,
    /// Epochs to write; none removes one.
    funds: BTreeMap<u64, Option<EpochFund>>,
    carried: bool,
}

impl<'a> Walk<'a> {
    /// Begins at `now`. The tracker must answer: otherwise a missing record could not be told from a dead tracker.
    ///
    /// # Errors
    /// [`ContractError::TrackerUnreadable`].
    pub fn begin(
        deps: Deps<'a>,
        now: u64,
        pool: u64,
        source: &'a Standing,
    ) -> Result<Self, ContractError> {
        let era = clock(&deps.querier, &source.tracker, source.domain)?.era;
        let state = pools::load_state(deps.storage, pool)?;
        let (unsettled, dark) = match &state.course {
            Course::Standing { unsettled, dark } => (*unsettled, *dark),
            Course::Table(_) => {
                return Err(StdError::generic_err("the pool's record has a table").into());
            }
        };
        let (open, funds) = (source.grid.epoch_at(now), BTreeMap::new());
        Ok(Self { deps, pool, source, era, open, state, unsettled, dark, funds, carried: false })
    }

    /// The epoch that takes deposits now.
    pub fn open_epoch(&self) -> u64 {
        self.open
    }

    /// True if money of an epoch without units was passed on.
    pub fn carried(&self) -> bool {
        self.carried
    }

    /// Stores the totals of the oldest closed epochs that nobody looked at, at most 26, and passes on the money of
    /// those without units. So money that nobody could walk to finds its way. Stops at an unreadable total, which
    /// stays as it is. If it need not stop, the tracker is known to answer.
    ///
    /// # Errors
    /// Stored bytes of an unknown format.
    pub fn settle_oldest(&mut self) -> Result<(), ContractError> {
        if self.settle_before(0)? {
            self.dark = None;
        }
        Ok(())
    }

    /// The same for a sweep: gives up an epoch whose total stays unreadable for as long as
    /// [`Grid::given_up_before`](crate::domain::Grid::given_up_before) says, and notes since when. True if the note
    /// changed.
    ///
    /// # Errors
    /// As [`Walk::settle_oldest`].
    pub fn settle_or_give_up(&mut self, now: u64) -> Result<bool, ContractError> {
        let known = self.dark;
        let lost = self.source.grid.given_up_before(now, known);
        self.dark = match self.settle_before(lost)? {
            true => None,
            false => known.or(Some(now)),
        };
        Ok(self.dark != known)
    }

    /// Settles the oldest epochs; those before `lost` are given up if they cannot be read. False if it had to stop.
    fn settle_before(&mut self, lost: u64) -> Result<bool, ContractError> {
        let limit = most_epochs();
        let (storage, pool) = (self.deps.storage, self.pool);
        let rows = pools::list_funds(storage, pool, self.unsettled, self.open, limit)?;
        let all = rows.len() < limit;
        for (epoch, fund) in rows {
            if fund.settled.is_none() {
                // An unreadable total is no error here: whoever claims this epoch is told.
                match self.total_at(epoch) {
                    Ok(total) => drop(self.settle(epoch, fund, total)?),
                    Err(_) if epoch < lost => {
                        self.state.book.give_up(fund.amount)?;
                        self.funds.insert(epoch, None);
                    }
                    Err(_) => return Ok(false),
                }
            }
            self.unsettled = epoch.saturating_add(1);
        }
        if all {
            self.unsettled = self.unsettled.max(self.open);
        }
        Ok(true)
    }

    /// Adds money to the open epoch.
    ///
    /// # Errors
    /// [`ContractError::Book`].
    pub fn fund(&mut self, amount: Uint128) -> Result<(), ContractError> {
        self.state.book.fund(amount)?;
        self.add_to_open(amount)
    }

    /// Walks the closed epochs with money that a member has not claimed, at most `limit`, and pays it. Epochs without
    /// money are passed over unread. An unreadable total or standing is an error and marks nothing.
    ///
    /// # Errors
    /// [`ContractError::NothingToClaim`] for an account that never had a standing,
    /// [`ContractError::TrackerUnreadable`], [`ContractError::OtherEra`], [`ContractError::Book`].
    pub fn pay(&mut self, account: &Addr, limit: usize) -> Result<Walked, ContractError> {
        let Some(head) = self.head_of(account)? else {
            let account = account.to_string();
            return Err(ContractError::NothingToClaim { pool: self.pool, account });
        };
        let from = match pools::may_load_cursor(self.deps.storage, self.pool, account)? {
            Some(cursor) => cursor,
            None => self.source.created.max(self.source.grid.epoch_at(head.since)),
        };
        let rows = self.rows(from, limit)?;
        let mut walked =
            Walked { amount: Uint128::zero(), from, to: from, useful: !rows.is_empty() };
        let all = rows.len() < limit;
        for (epoch, fund) in rows {
            walked.to = epoch.saturating_add(1);
            let Some(mut fund) = self.settled(epoch, fund)? else {
                continue;
            };
            let units = self.units_at(account, &head, epoch)?;
            let payment = fund.pay_floor(epoch, units)?;
            self.state.book.pay(payment.paid)?;
            self.state.book.write_off(payment.dust)?;
            walked.amount = walked.amount.checked_add(payment.paid).map_err(StdError::from)?;
            if !units.is_zero() {
                self.funds.insert(epoch, Some(fund));
            }
        }
        if all {
            walked.to = from.max(self.open);
        }
        walked.useful |= self.carried;
        Ok(walked)
    }

    /// What is to be saved.
    pub fn changes(self) -> Changes {
        let course = Course::Standing { unsettled: self.unsettled, dark: self.dark };
        Changes { state: PoolState { book: self.state.book, course }, funds: self.funds }
    }

    /// Closed epochs with money from `from` on, as they are after the changes so far.
    fn rows(&self, from: u64, limit: usize) -> StdResult<Vec<(u64, EpochFund)>> {
        // Passing on can have removed at most 26 of them.
        let most = limit.saturating_add(self.funds.len());
        let stored = pools::list_funds(self.deps.storage, self.pool, from, self.open, most)?;
        let current = stored.into_iter().filter_map(|(epoch, fund)| {
            let fund = self.funds.get(&epoch).copied().unwrap_or(Some(fund));
            fund.map(|fund| (epoch, fund))
        });
        Ok(current.take(limit).collect())
    }

    /// An epoch's fund with its total; none if it has no units and was passed on.
    fn settled(&mut self, epoch: u64, fund: EpochFund) -> Result<Option<EpochFund>, ContractError> {
        if fund.settled.is_some() {
            return Ok(Some(fund));
        }
        let total = self.total_at(epoch)?;
        self.settle(epoch, fund, total)
    }

    fn settle(
        &mut self,
        epoch: u64,
        mut fund: EpochFund,
        total: Uint256,
    ) -> Result<Option<EpochFund>, ContractError> {
        if total.is_zero() {
            self.funds.insert(epoch, None);
            self.carried = true;
            self.add_to_open(fund.amount)?;
            return Ok(None);
        }
        fund.settle(total);
        self.state.book.release(fund.amount)?;
        self.funds.insert(epoch, Some(fund));
        Ok(Some(fund))
    }

    fn add_to_open(&mut self, amount: Uint128) -> Result<(), ContractError> {
        let stored = pools::may_load_fund(self.deps.storage, self.pool, self.open)?;
        let current = self.funds.get(&self.open).copied().unwrap_or(stored);
        let mut fund = current.unwrap_or_default();
        fund.add(amount)?;
        self.funds.insert(self.open, Some(fund));
        Ok(())
    }

    // ---- the tracker ----

    fn total_at(&self, epoch: u64) -> Result<Uint256, ContractError> {
        self.entry_at(Subject::Total, epoch)
    }

    /// Units of a member at the close of an epoch. The newest entry serves every epoch that ended after it.
    fn units_at(&self, account: &Addr, head: &Entry, epoch: u64) -> Result<Uint256, ContractError> {
        let end = self.source.grid.end_of(epoch);
        if head.since >= end {
            return Ok(Uint256::zero());
        }
        if head.time < end {
            return self.units_of(head);
        }
        self.entry_at(Subject::Account(account), epoch)
    }

    fn entry_at(&self, subject: Subject<'_>, epoch: u64) -> Result<Uint256, ContractError> {
        let end = self.source.grid.end_of(epoch);
        let (querier, tracker) = (&self.deps.querier, &self.source.tracker);
        let found = raw::at_time(querier, tracker, self.source.domain, subject, end);
        match found.map_err(|error| self.unreadable(&error))? {
            Some(entry) => self.units_of(&entry),
            None => Ok(Uint256::zero()),
        }
    }

    fn head_of(&self, account: &Addr) -> Result<Option<Entry>, ContractError> {
        let (querier, tracker) = (&self.deps.querier, &self.source.tracker);
        raw::standing(querier, tracker, self.source.domain, account)
            .map_err(|error| self.unreadable(&error))
    }

    fn units_of(&self, entry: &Entry) -> Result<Uint256, ContractError> {
        if entry.era != self.era {
            return Err(ContractError::OtherEra { found: entry.era, expected: self.era });
        }
        Ok(entry.units)
    }

    fn unreadable(&self, error: &StdError) -> ContractError {
        ContractError::TrackerUnreadable {
            tracker: self.source.tracker.to_string(),
            domain: self.source.domain,
            reason: checks::reason(&error.to_string()),
        }
    }
}

/// Most epochs that one message walks.
pub fn most_epochs() -> usize {
    usize::try_from(MAX_CLAIM_EPOCHS).unwrap_or(usize::MAX)
}
