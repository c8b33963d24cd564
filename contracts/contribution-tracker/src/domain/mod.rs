//! Pure rules: no storage, no queries, no messages.

pub mod budget;
pub mod headroom;
pub mod measure;
pub mod outcome;
pub mod parties;
pub mod seek;
pub mod standing;
pub mod terms;

use axiom_types::bounds::MAX_POINTS_BITS;
use cosmwasm_std::Uint128;

/// The largest amount of points in one record, grant or award: 2^96 - 1.
pub const MAX_POINTS: Uint128 = Uint128::new((1 << MAX_POINTS_BITS) - 1);
