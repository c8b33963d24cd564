//! What a property says when it does not hold.

use std::fmt;

/// A property that does not hold, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Name of the property, from [`names`].
    pub property: &'static str,
    /// What was seen and what was expected.
    pub text: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.property, self.text)
    }
}

/// Result of a check.
pub type Check = Result<(), Violation>;

/// Fails a property unless the two are equal.
pub fn same<T: PartialEq + fmt::Debug>(
    property: &'static str,
    what: impl FnOnce() -> String,
    found: T,
    expected: T,
) -> Check {
    if found == expected {
        return Ok(());
    }
    let text = format!("{}: found {found:?}, expected {expected:?}", what());
    Err(Violation { property, text })
}

/// Fails a property unless the condition holds.
pub fn holds(property: &'static str, condition: bool, what: impl FnOnce() -> String) -> Check {
    if condition {
        return Ok(());
    }
    Err(Violation { property, text: what() })
}

/// Names of the properties. A name once given stays, so that reports of failures can be compared; numbers have gaps.
pub mod names {
    pub const I1: &str = "I1 solvency";
    pub const I2: &str = "I2 books of a pool";
    pub const I3: &str = "I3 conservation";
    pub const I4: &str = "I4 refusals change nothing";
    pub const I5: &str = "I5 exact distribution";
    pub const I6: &str = "I6 paid once";
    pub const I8: &str = "I8 donations change nothing";
    pub const I9: &str = "I9 order of claims";
    pub const I14: &str = "I14 escrow of a job";
    pub const I25: &str = "I25 job states";
    pub const I26: &str = "I26 sum of members is the total";
    pub const I27: &str = "I27 the past is fixed";
    pub const I31: &str = "I31 votes at the snapshot";
    pub const I34: &str = "I34 status is a pure function";
    pub const I48: &str = "I48 settled, recorded, released";
    pub const RING: &str = "ring gain within budgets";
    pub const DECAY: &str = "units follow the reference decay";
    pub const DRAIN: &str = "drain";
    pub const DRAIN_SILENT: &str = "drain with a silent ledger";
}
