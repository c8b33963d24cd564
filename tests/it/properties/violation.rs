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

/// Declares the names and the list of all of them.
macro_rules! names {
    ($($name:ident = $text:literal;)*) => {
        $(pub const $name: &str = $text;)*
        /// All of them.
        pub const ALL: &[&str] = &[$($name),*];
    };
}

/// Names of the properties. A name once given stays, so that reports of failures can be compared; numbers have gaps.
pub mod names {
    names! {
        I1 = "I1 solvency";
        I2 = "I2 books of a pool";
        I3 = "I3 conservation";
        I4 = "I4 refusals change nothing";
        I5 = "I5 exact distribution";
        I6 = "I6 paid once";
        I8 = "I8 donations change nothing";
        I9 = "I9 order of claims";
        I14 = "I14 escrow of a job";
        I25 = "I25 job states";
        I26 = "I26 sum of members is the total";
        I27 = "I27 the past is fixed";
        I31 = "I31 votes at the snapshot";
        I34 = "I34 status is a pure function";
        I48 = "I48 settled, recorded, released";
        RING = "ring gain within budgets";
        DECAY = "units follow the reference decay";
        DRAIN = "drain";
        DRAIN_SILENT = "drain with a silent ledger";
    }
}
