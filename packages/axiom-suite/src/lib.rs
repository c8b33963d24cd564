//! axiom-suite
