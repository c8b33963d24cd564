//! The messages that are known here.

use super::shape::Shape;

pub(super) mod common;
pub(super) mod messages;
pub(super) mod queries;
pub(super) mod txs;

/// The messages that may stand where any message may.
pub(super) fn packed(name: &str) -> Option<&'static Shape> {
    let known = [common::PACKED, messages::PACKED, txs::PACKED].into_iter().flatten().copied();
    known.chain(messages::ANSWERS).find(|shape| shape.name == name)
}
