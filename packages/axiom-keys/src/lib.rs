//! Keys in encrypted files.
//!
//! A [`Keystore`] is a folder with one file for each key. A file tells name and public key in the open; the secret is
//! encrypted with XChaCha20-Poly1305 under a key that Argon2id (RFC 9106) makes of a password, and bound to name and
//! public key. Secrets are wiped from memory when they are dropped, and no error, debug text or log holds one.
//!
//! ```
//! # let folder = std::env::temp_dir().join(format!("axiom-keys-doc-{}", std::process::id()));
//! use axiom_keys::{Keystore, Secret};
//!
//! let store = Keystore::at(&folder);
//! let secret = Secret::generate().unwrap();
//! let info = store.add("alice", &secret, "a long password").unwrap();
//! assert!(info.address("wasm").unwrap().starts_with("wasm1"));
//! let again = store.unlock("alice", "a long password").unwrap();
//! assert_eq!(again.key().to_bytes(), secret.key().to_bytes());
//! # std::fs::remove_dir_all(&folder).unwrap();
//! ```

mod error;
mod keychain;
mod sealed;
mod secret;
mod store;

pub use error::KeyError;
pub use keychain::{made_up, Keychain};
pub use secret::Secret;
pub use store::{address_bytes, encode_address, key_address, KeyInfo, Keystore};

#[cfg(test)]
mod tests;
