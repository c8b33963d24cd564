//! The cost module alone.

mod cost;
