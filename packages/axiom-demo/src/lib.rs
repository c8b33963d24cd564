//! axiom-demo
