//! Messages of the contracts by their schemas: flags, checks, text.
//!
//! The committed schemas are built in. [`Contract`] finds a contract and its messages, [`Shape`] is what a value has to
//! look like, [`flags`] makes a flag for every field, [`assemble`] a message out of the values given to flags, and
//! [`check`] tells what is wrong with a JSON value and at which path. Nothing here knows a single message by name: a new
//! message of a contract needs no line of code.
//!
//! ```
//! use axiom_schema::{assemble, Contract, Kind, Plain};
//!
//! let ledger = Contract::find("execution-ledger").unwrap();
//! let accept = ledger.message(Kind::Execute, "accept").unwrap();
//! let given = [("job".to_string(), vec!["7".to_string()])].into();
//! let message = assemble(&accept, &given, &Plain).unwrap();
//! assert_eq!(message.to_string(), r#"{"accept":{"job":7}}"#);
//! ```

mod assemble;
mod check;
mod contract;
mod flag;
mod shape;
mod value;

pub use assemble::{assemble, value_from_text, Given};
pub use check::{check, nearest, Problem};
pub use contract::{Contract, Kind, Message, NAMES};
pub use flag::{flags, Flag, Takes};
pub use shape::{Field, Shape, TextKind, Variant};
pub use value::{seconds_of, time_of, Plain, ValueError, Words};

#[cfg(test)]
mod tests;
