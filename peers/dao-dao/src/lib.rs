//! Empty: this crate only names the published crates whose Wasm is built.
