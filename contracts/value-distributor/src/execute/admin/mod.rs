//! Messages of the owner.

pub mod delist_token;
pub mod freeze;
pub mod guard;
pub mod list_token;
pub mod sweep_surplus;
