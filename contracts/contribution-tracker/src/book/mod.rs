//! Steps that several messages share: how changes are written, how a budget is found and spent, who acts for whom.

pub mod credit;
pub mod people;
pub mod spend;
