//! The properties alone.

mod properties;
