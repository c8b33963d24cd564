//! Checks of a new job and of the settings: who may play which part, and numbers within their bounds.

use axiom_types::bounds::{BPS, MAX_MIN_BLOCKS, MAX_POINTS_BITS, MAX_WINDOW, MIN_WINDOW};
use axiom_types::ledger::{SettingsMsg, Windows};
use cosmwasm_std::{Addr, Uint128};
use thiserror::Error;

/// Highest protocol fee, in basis points.
pub const MAX_FEE_BPS: u16 = 3_000;

/// What is wrong with a job's terms or with the settings.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
pub enum TermsError {
    /// A window out of its bounds.
    #[error("window '{window}' of {seconds} seconds: expected {min} to {max}")]
    WindowOutOfRange {
        /// Which window.
        window: &'static str,
        /// Given.
        seconds: u64,
        /// Least.
        min: u64,
        /// Most.
        max: u64,
    },
    /// A part above its bound.
    #[error("{field} of {bps} basis points: expected at most {max}")]
    BpsTooHigh {
        /// Which field.
        field: &'static str,
        /// Given.
        bps: u16,
        /// Most.
        max: u16,
    },
    /// One account in two parts that check each other.
    #[error("'{account}' is both {first} and {second}: expected two accounts")]
    RoleClash {
        /// One part.
        first: &'static str,
        /// The other.
        second: &'static str,
        /// The account.
        account: String,
    },
    /// The client is the default arbiter and names nobody else.
    #[error("the client is the default arbiter: expected the job to name another arbiter")]
    ArbiterNeeded {},
    /// Too little time for the default arbiter.
    #[error(
        "arbitration window of {seconds} seconds with the default arbiter: expected at least {min}"
    )]
    ArbitrationTooShort {
        /// Given.
        seconds: u64,
        /// Least.
        min: u64,
    },
    /// Settings that no job could meet.
    #[error("min_default_arbitration of {seconds} seconds: expected at most {max}")]
    MinArbitrationTooLong {
        /// Given.
        seconds: u64,
        /// Most.
        max: u64,
    },
    /// Too many blocks demanded.
    #[error("min_blocks of {blocks}: expected at most {max}")]
    MinBlocksTooHigh {
        /// Given.
        blocks: u64,
        /// Most.
        max: u64,
    },
    /// More points than a record can hold.
    #[error("{points} points: expected less than 2^{bits}")]
    PointsTooHigh {
        /// Given.
        points: Uint128,
        /// Bits allowed.
        bits: u32,
    },
}

/// Passes basis points up to a bound.
///
/// # Errors
/// [`TermsError::BpsTooHigh`].
pub fn check_bps(field: &'static str, bps: u16, max: u16) -> Result<(), TermsError> {
    if bps <= max {
        return Ok(());
    }
    Err(TermsError::BpsTooHigh { field, bps, max })
}

/// Passes five windows of 60 to 31,536,000 seconds each.
///
/// # Errors
/// [`TermsError::WindowOutOfRange`] with the first that is not.
pub fn check_windows(windows: &Windows) -> Result<(), TermsError> {
    let Windows { accept, submit, review, rework, arbitrate } = *windows;
    let named = [
        ("accept", accept),
        ("submit", submit),
        ("review", review),
        ("rework", rework),
        ("arbitrate", arbitrate),
    ];
    for (window, seconds) in named {
        if !(MIN_WINDOW..=MAX_WINDOW).contains(&seconds) {
            return Err(TermsError::WindowOutOfRange {
                window,
                seconds,
                min: MIN_WINDOW,
                max: MAX_WINDOW,
            });
        }
    }
    Ok(())
}

/// Passes points of a voluntary job: less than 2^96. Zero is refused elsewhere.
///
/// # Errors
/// [`TermsError::PointsTooHigh`].
pub fn check_points(points: Uint128) -> Result<(), TermsError> {
    if u128::BITS.saturating_sub(points.u128().leading_zeros()) <= MAX_POINTS_BITS {
        return Ok(());
    }
    Err(TermsError::PointsTooHigh { points, bits: MAX_POINTS_BITS })
}

/// Passes settings by form; addresses are checked where they enter.
///
/// # Errors
/// [`TermsError::BpsTooHigh`], [`TermsError::WindowOutOfRange`], [`TermsError::MinArbitrationTooLong`],
/// [`TermsError::MinBlocksTooHigh`], and [`TermsError::ArbitrationTooShort`] if the default windows are too short for
/// the default arbiter.
pub fn check_settings(settings: &SettingsMsg) -> Result<(), TermsError> {
    check_bps("fee_bps", settings.fee_bps, MAX_FEE_BPS)?;
    check_bps("arbiter_silence_bps", settings.arbiter_silence_bps, BPS)?;
    check_windows(&settings.default_windows)?;
    let seconds = settings.min_default_arbitration;
    if seconds > MAX_WINDOW {
        return Err(TermsError::MinArbitrationTooLong { seconds, max: MAX_WINDOW });
    }
    if settings.min_blocks > MAX_MIN_BLOCKS {
        let blocks = settings.min_blocks;
        return Err(TermsError::MinBlocksTooHigh { blocks, max: MAX_MIN_BLOCKS });
    }
    check_arbitration(true, &settings.default_windows, seconds)
}

/// Passes the arbitration window: long enough if the default arbiter has to decide.
///
/// # Errors
/// [`TermsError::ArbitrationTooShort`].
pub fn check_arbitration(by_default: bool, windows: &Windows, min: u64) -> Result<(), TermsError> {
    if by_default && windows.arbitrate < min {
        return Err(TermsError::ArbitrationTooShort { seconds: windows.arbitrate, min });
    }
    Ok(())
}

/// Who plays which part in a job, as far as is known.
#[derive(Debug, Clone, Copy)]
pub struct Roles<'a> {
    /// Who decides and pays.
    pub client: &'a Addr,
    /// Who does the work.
    pub worker: Option<&'a Addr>,
    /// Who decides besides the client.
    pub reviewer: Option<&'a Addr>,
    /// Who decides a dispute.
    pub arbiter: &'a Addr,
}

/// Passes parts that check each other: the reviewer is neither client, worker nor arbiter; the arbiter is neither
/// client nor worker. Client and worker may be one: such work earns no score.
///
/// # Errors
/// [`TermsError::RoleClash`].
pub fn check_roles(roles: &Roles<'_>) -> Result<(), TermsError> {
    let Roles { client, worker, reviewer, arbiter } = *roles;
    let pairs = [
        ("client", Some(client), "arbiter", Some(arbiter)),
        ("client", Some(client), "reviewer", reviewer),
        ("reviewer", reviewer, "arbiter", Some(arbiter)),
        ("worker", worker, "arbiter", Some(arbiter)),
        ("worker", worker, "reviewer", reviewer),
    ];
    for (first, a, second, b) in pairs {
        if let Some(account) = a.filter(|_| a == b) {
            return Err(TermsError::RoleClash { first, second, account: account.to_string() });
        }
    }
    Ok(())
}

/// The arbiter of a job: the one it names, else the default one.
///
/// # Errors
/// [`TermsError::ArbiterNeeded`] if none is named and the default one is the client.
pub fn choose_arbiter(
    named: Option<Addr>,
    default: &Addr,
    client: &Addr,
) -> Result<Addr, TermsError> {
    match named {
        Some(arbiter) => Ok(arbiter),
        None if default == client => Err(TermsError::ArbiterNeeded {}),
        None => Ok(default.clone()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use rstest::rstest;

    fn windows() -> Windows {
        Windows { accept: 60, submit: 61, review: 62, rework: 63, arbitrate: 31_536_000 }
    }

    fn settings() -> SettingsMsg {
        SettingsMsg {
            fee_bps: 3_000,
            fee_recipient: "t".into(),
            default_arbiter: "d".into(),
            default_windows: windows(),
            min_default_arbitration: 31_536_000,
            arbiter_silence_bps: 10_000,
            min_blocks: 1_000_000,
        }
    }

    #[test]
    fn bounds_are_inclusive() {
        assert_eq!(check_settings(&settings()), Ok(()));
        assert_eq!(check_points(Uint128::new((1 << 96) - 1)), Ok(()));
        assert!(check_points(Uint128::new(1 << 96)).is_err());
    }

    type Change = fn(&mut SettingsMsg);

    #[rstest]
    #[case(|s: &mut SettingsMsg| s.fee_bps = 3_001, "fee_bps of 3001 basis points: expected at most 3000")]
    #[case(|s: &mut SettingsMsg| s.arbiter_silence_bps = 10_001, "arbiter_silence_bps of 10001 basis points: expected at most 10000")]
    #[case(|s: &mut SettingsMsg| s.default_windows.accept = 59, "window 'accept' of 59 seconds: expected 60 to 31536000")]
    #[case(|s: &mut SettingsMsg| s.default_windows.submit = 31_536_001, "window 'submit' of 31536001 seconds: expected 60 to 31536000")]
    #[case(|s: &mut SettingsMsg| s.default_windows.review = 0, "window 'review' of 0 seconds: expected 60 to 31536000")]
    #[case(|s: &mut SettingsMsg| s.default_windows.rework = 0, "window 'rework' of 0 seconds: expected 60 to 31536000")]
    #[case(|s: &mut SettingsMsg| s.default_windows.arbitrate = 0, "window 'arbitrate' of 0 seconds: expected 60 to 31536000")]
    #[case(|s: &mut SettingsMsg| s.min_default_arbitration = 31_536_001, "min_default_arbitration of 31536001 seconds: expected at most 31536000")]
    #[case(|s: &mut SettingsMsg| s.min_blocks = 1_000_001, "min_blocks of 1000001: expected at most 1000000")]
    #[case(|s: &mut SettingsMsg| s.default_windows.arbitrate -= 1, "arbitration window of 31535999 seconds with the default arbiter: expected at least 31536000")]
    fn bad_settings(#[case] change: Change, #[case] text: &str) {
        let mut bad = settings();
        change(&mut bad);
        assert_eq!(check_settings(&bad).unwrap_err().to_string(), text);
    }

    #[rstest]
    #[case("c", Some("w"), Some("r"), "a", None)]
    #[case("c", Some("c"), None, "a", None)]
    #[case("c", None, None, "a", None)]
    #[case("c", None, None, "c", Some("'c' is both client and arbiter: expected two accounts"))]
    #[case(
        "c",
        None,
        Some("c"),
        "a",
        Some("'c' is both client and reviewer: expected two accounts")
    )]
    #[case(
        "c",
        None,
        Some("a"),
        "a",
        Some("'a' is both reviewer and arbiter: expected two accounts")
    )]
    #[case(
        "c",
        Some("a"),
        None,
        "a",
        Some("'a' is both worker and arbiter: expected two accounts")
    )]
    #[case(
        "c",
        Some("r"),
        Some("r"),
        "a",
        Some("'r' is both worker and reviewer: expected two accounts")
    )]
    fn roles(
        #[case] client: &str,
        #[case] worker: Option<&str>,
        #[case] reviewer: Option<&str>,
        #[case] arbiter: &str,
        #[case] error: Option<&str>,
    ) {
        let client = Addr::unchecked(client);
        let worker = worker.map(Addr::unchecked);
        let reviewer = reviewer.map(Addr::unchecked);
        let arbiter = Addr::unchecked(arbiter);
        let roles = Roles {
            client: &client,
            worker: worker.as_ref(),
            reviewer: reviewer.as_ref(),
            arbiter: &arbiter,
        };
        let found = check_roles(&roles).err().map(|e| e.to_string());
        assert_eq!(found.as_deref(), error);
    }

    #[test]
    fn the_default_arbiter_serves_everybody_but_itself() {
        let (dao, ann) = (Addr::unchecked("dao"), Addr::unchecked("ann"));
        assert_eq!(choose_arbiter(None, &dao, &ann), Ok(dao.clone()));
        assert_eq!(choose_arbiter(Some(ann.clone()), &dao, &dao), Ok(ann));
        assert_eq!(choose_arbiter(None, &dao, &dao), Err(TermsError::ArbiterNeeded {}));
    }
}
