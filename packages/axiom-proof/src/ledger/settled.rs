//! The money of a settlement, checked against its terms.

use axiom_types::bounds::BPS;
use axiom_types::ledger::EndReason;
use cosmwasm_std::{Uint128, Uint256};

use super::error::ReplayError;
use super::machine::parts;
use super::outcome::{Job, Settled};

/// Checks that what a job came to follows from its end, its price and, where it is known, its fee.
pub(crate) fn check(
    id: u64,
    job: &Job,
    reason: EndReason,
    settled: &Settled,
) -> Result<(), ReplayError> {
    let of = || format!("job {id}");
    let (least, most) = parts(reason);
    if !(least..=most).contains(&settled.worker_bps) {
        let expected = if least == most { least.to_string() } else { format!("{least} to {most}") };
        return differ(of(), "worker's part", (settled.worker_bps, expected));
    }
    if !job.terms_known {
        return Ok(());
    }
    same(of(), "asset", (text(&settled.asset), text(&job.asset)))?;
    let Some(price) = job.amount else {
        for amount in [settled.paid, settled.fee, settled.refunded] {
            same(of(), "money of a voluntary job", (amount, 0))?;
        }
        return Ok(());
    };
    let gross = floor(price, settled.worker_bps);
    same(of(), "refund", (settled.refunded, Uint256::from(price) - gross))?;
    let out = Uint256::from(settled.paid) + Uint256::from(settled.fee);
    same(of(), "payout with its fee", (out, gross))?;
    if let Some(bps) = job.fee_bps {
        same(of(), "fee", (settled.fee, ceil(gross, bps)))?;
    }
    Ok(())
}

/// A part of a price in basis points, rounded down: at most the price, because the part was checked.
pub(crate) fn floor(price: Uint128, bps: u16) -> Uint256 {
    Uint256::from(price) * Uint256::from(bps) / Uint256::from(BPS)
}

/// A part in basis points, rounded up.
pub(crate) fn ceil(amount: Uint256, bps: u16) -> Uint256 {
    (amount * Uint256::from(bps) + Uint256::from(BPS - 1)) / Uint256::from(BPS)
}

pub(crate) fn text(optional: &Option<String>) -> &str {
    optional.as_deref().unwrap_or("none")
}

pub(crate) fn same(
    of: String,
    what: &'static str,
    (found, expected): (impl ToString, impl ToString),
) -> Result<(), ReplayError> {
    match found.to_string() == expected.to_string() {
        true => Ok(()),
        false => differ(of, what, (found, expected)),
    }
}

fn differ(
    of: String,
    what: &'static str,
    (found, expected): (impl ToString, impl ToString),
) -> Result<(), ReplayError> {
    let (found, expected) = (found.to_string(), expected.to_string());
    Err(ReplayError::Differs { of, what, found, expected })
}
