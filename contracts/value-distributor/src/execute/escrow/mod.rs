//! Messages of an escrow's controller.

pub mod open;
pub mod release;
