//! The reference that the suite is checked against.
//!
//! Everything here is written from the formulas of `docs/math.md`, with big integers and big
//! rationals and by other methods than the contracts use. It depends on no contract, not on the
//! kit, not on the Merkle crate and not on CosmWasm, so an error in one of them cannot hide here.
//!
//! It runs in tests and in `axiom demo` only, never on a chain: functions panic on input that makes
//! no sense (a total of zero, a part above its whole).

pub mod decay;
pub mod money;
pub mod pool;
pub mod record;
pub mod score;
pub mod tree;
pub mod vote;

pub use num_bigint::BigUint;
pub use num_rational::BigRational;
