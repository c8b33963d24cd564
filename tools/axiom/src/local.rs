//! The embedded chain.

use axiom_client::{Client, Config};

use crate::fail::{Done, Fail};
use crate::global::Global;
use crate::home::Home;

/// Opens the embedded chain.
pub fn connect(_: &Global, _: &Home, _: Config) -> Done<Client> {
    Err(Fail::usage("not yet"))
}
