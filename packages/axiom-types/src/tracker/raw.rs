//! Published keys of contribution-tracker, and the readers of the one log.
//!
//! Each account of a domain has a head (its newest entry) and earlier entries by number; the domain's total has the
//! same under keys of its own. A change moves the head to its number and writes a new head, unless the head is of the
//! same block: then it is overwritten, because every reader asks for the start of a block or the close of an epoch.

use cosmwasm_std::storage_keys::namespace_with_key;
use cosmwasm_std::{Addr, QuerierWrapper, StdError, StdResult};

use super::{QueryMsg, Standing};
use crate::bounds::MAX_LOG_STEPS;
use crate::packed::{read_raw, Packed, Raw, Reader, Writer};

/// Namespace of domain clocks: (domain u32) -> [`DomainClock`].
pub const CLOCKS: &str = "d";
/// Namespace of account heads: (domain u32, account) -> [`Standing`].
pub const HEADS: &str = "h";
/// Namespace of earlier account entries: (domain u32, account, seq u32) -> [`Standing`].
pub const LOG: &str = "l";
/// Namespace of total heads: (domain u32) -> [`Standing`].
pub const TOTALS: &str = "t";
/// Namespace of earlier total entries: (domain u32, seq u32) -> [`Standing`].
pub const TOTAL_LOG: &str = "u";
/// Raw key of the total voting weight, as in cw4.
pub const CW4_TOTAL: &str = "total";
/// Namespace of voting weights, as in cw4.
pub const CW4_MEMBERS: &str = "members";

/// What readers need to know of a domain's time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainClock {
    /// Unix seconds from which decay is counted.
    pub landmark: u64,
    /// Seconds in which a score halves.
    pub half_life: u64,
    /// Unix seconds at which epoch 0 began.
    pub epoch_start: u64,
    /// Seconds of an epoch; never zero.
    pub epoch_length: u64,
    /// Decay era.
    pub era: u16,
    /// Parent domain; 0 for none.
    pub parent: u32,
}

impl DomainClock {
    /// The epoch that is open at `now`; 0 before the first.
    pub fn epoch_at(&self, now: u64) -> u64 {
        now.saturating_sub(self.epoch_start).checked_div(self.epoch_length).unwrap_or(0)
    }

    /// Unix seconds at which an epoch ends, exclusive.
    pub fn epoch_end(&self, epoch: u64) -> u64 {
        let closed = epoch.saturating_add(1);
        self.epoch_start.saturating_add(closed.saturating_mul(self.epoch_length))
    }
}

impl Packed for DomainClock {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.u64(self.landmark).u64(self.half_life).u64(self.epoch_start);
        out.u64(self.epoch_length).u16(self.era).u32(self.parent);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            landmark: input.u64()?,
            half_life: input.u64()?,
            epoch_start: input.u64()?,
            epoch_length: input.u64()?,
            era: input.u16()?,
            parent: input.u32()?,
        })
    }
}

impl Packed for Standing {
    const FORMAT: u8 = 1;

    fn write(&self, out: &mut Writer) {
        out.u32(self.seq).u64(self.height).u64(self.time).u16(self.era);
        out.u256(self.units).u64(self.weight).u128(self.lifetime).u64(self.since);
    }

    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            seq: input.u32()?,
            height: input.u64()?,
            time: input.u64()?,
            era: input.u16()?,
            units: input.u256()?,
            weight: input.u64()?,
            lifetime: input.u128()?,
            since: input.u64()?,
        })
    }
}

/// Whose log is read.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// One account.
    Account(&'a Addr),
    /// The domain's total.
    Total,
}

/// Key of a head.
pub fn head_key(domain: u32, subject: Subject<'_>) -> Vec<u8> {
    let number = domain.to_be_bytes();
    match subject {
        Subject::Account(account) => {
            namespace_with_key(&[HEADS.as_bytes(), &number], account.as_bytes())
        }
        Subject::Total => namespace_with_key(&[TOTALS.as_bytes()], &number),
    }
}

/// Key of an earlier entry.
pub fn log_key(domain: u32, subject: Subject<'_>, seq: u32) -> Vec<u8> {
    let number = domain.to_be_bytes();
    match subject {
        Subject::Account(account) => {
            let parts = [LOG.as_bytes(), &number, account.as_bytes()];
            namespace_with_key(&parts, &seq.to_be_bytes())
        }
        Subject::Total => namespace_with_key(&[TOTAL_LOG.as_bytes(), &number], &seq.to_be_bytes()),
    }
}

/// A domain's clock; `None` for an unknown domain or tracker.
///
/// # Errors
/// If the querier fails or the record has a format that this reader does not know.
pub fn domain_clock(
    querier: &QuerierWrapper<'_>,
    tracker: &Addr,
    domain: u32,
) -> StdResult<Option<DomainClock>> {
    let key = namespace_with_key(&[CLOCKS.as_bytes()], &domain.to_be_bytes());
    match read_raw::<DomainClock>(querier, tracker, key)? {
        Raw::Missing => Ok(None),
        Raw::Known(clock) => Ok(Some(clock)),
        Raw::Unknown => {
            let msg = QueryMsg::Domain { domain };
            let d: super::DomainResponse = crate::json::ask(querier, tracker, &msg)?;
            if d.epoch_length == 0 {
                return Err(StdError::generic_err("the tracker answered an epoch of zero seconds"));
            }
            Ok(Some(DomainClock {
                landmark: d.landmark,
                half_life: d.half_life,
                epoch_start: d.epoch_start,
                epoch_length: d.epoch_length,
                era: d.era,
                parent: d.parent.unwrap_or(0),
            }))
        }
    }
}

/// Newest standing of a subject; `None` if nothing was ever recorded.
///
/// # Errors
/// If the querier fails.
pub fn newest(
    querier: &QuerierWrapper<'_>,
    tracker: &Addr,
    domain: u32,
    subject: Subject<'_>,
) -> StdResult<Option<Standing>> {
    match read_raw(querier, tracker, head_key(domain, subject))? {
        Raw::Missing => Ok(None),
        Raw::Known(found) => Ok(Some(found)),
        Raw::Unknown => {
            let msg = QueryMsg::StandingAtHeight {
                domain,
                account: account_text(subject),
                height: u64::MAX,
            };
            let found: Standing = crate::json::ask(querier, tracker, &msg)?;
            Ok((found.seq > 0).then_some(found))
        }
    }
}

/// Newest standing of an account; `None` if nothing was ever recorded.
///
/// # Errors
/// If the querier fails.
pub fn standing(
    querier: &QuerierWrapper<'_>,
    tracker: &Addr,
    domain: u32,
    account: &Addr,
) -> StdResult<Option<Standing>> {
    newest(querier, tracker, domain, Subject::Account(account))
}

/// Standing at the start of a block: the last entry of an earlier block. `None` if there was none.
/// Reads the head, then at most eight earlier entries, then asks the smart query.
///
/// # Errors
/// If the querier fails.
pub fn at_height(
    querier: &QuerierWrapper<'_>,
    tracker: &Addr,
    domain: u32,
    subject: Subject<'_>,
    height: u64,
) -> StdResult<Option<Standing>> {
    let smart = QueryMsg::StandingAtHeight { domain, account: account_text(subject), height };
    seek(querier, tracker, domain, subject, smart, |entry| entry.height < height)
}

/// Standing at a moment: the last entry before `time` in unix seconds. `None` if there was none.
/// Reads the head, then at most eight earlier entries, then asks the smart query.
///
/// # Errors
/// If the querier fails.
pub fn at_time(
    querier: &QuerierWrapper<'_>,
    tracker: &Addr,
    domain: u32,
    subject: Subject<'_>,
    time: u64,
) -> StdResult<Option<Standing>> {
    let smart = QueryMsg::StandingAtTime { domain, account: account_text(subject), time };
    seek(querier, tracker, domain, subject, smart, |entry| entry.time < time)
}

fn account_text(subject: Subject<'_>) -> Option<String> {
    match subject {
        Subject::Account(account) => Some(account.to_string()),
        Subject::Total => None,
    }
}

fn seek(
    querier: &QuerierWrapper<'_>,
    tracker: &Addr,
    domain: u32,
    subject: Subject<'_>,
    smart: QueryMsg,
    wanted: impl Fn(&Standing) -> bool,
) -> StdResult<Option<Standing>> {
    let mut key = head_key(domain, subject);
    for _ in 0..=MAX_LOG_STEPS {
        let entry: Standing = match read_raw(querier, tracker, key)? {
            Raw::Missing => return Ok(None),
            Raw::Known(entry) => entry,
            Raw::Unknown => break,
        };
        if wanted(&entry) {
            return Ok(Some(entry));
        }
        let Some(earlier) = entry.seq.checked_sub(1).filter(|seq| *seq > 0) else {
            return Ok(None);
        };
        key = log_key(domain, subject, earlier);
    }
    let found: Standing = crate::json::ask(querier, tracker, &smart)?;
    Ok((found.seq > 0).then_some(found))
}
