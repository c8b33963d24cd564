//! Rules of governance, without storage, queries or messages: plain values in, plain values out.

pub mod guardian;
pub mod json;
pub mod method;
pub mod policy;
pub mod proposal;
pub mod spending;
pub mod tally;
pub mod tracks;
