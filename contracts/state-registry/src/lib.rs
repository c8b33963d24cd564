//! state-registry
