//! Proofs and replay on the embedded chain, and on answers of a real node that are kept in `tests/data`.

mod archives;
mod fixtures;
mod headers;
mod proofs;
mod replaying;
mod scratch;
mod story;
