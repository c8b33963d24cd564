//! A text under a password: Argon2id and XChaCha20-Poly1305.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::error::KeyError;

/// Argon2id's second recommended setting (RFC 9106, 4): 64 MiB, three passes; one lane, for one thread does the work.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;

/// An encrypted text with all that a password needs to open it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sealed {
    kdf: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    cipher: String,
    nonce: String,
    sealed: String,
}

/// Fills with random bytes.
pub(crate) fn random(bytes: &mut [u8]) -> Result<(), KeyError> {
    getrandom::fill(bytes).map_err(|error| KeyError::NoRandom { why: error.to_string() })
}

impl Sealed {
    const KDF: &'static str = "argon2id";
    const CIPHER: &'static str = "xchacha20poly1305";

    /// Encrypts; `bound` is told in the open and cannot be changed.
    pub fn seal(text: &str, password: &str, bound: &[u8]) -> Result<Self, KeyError> {
        let (mut salt, mut nonce) = ([0; 16], [0; 24]);
        random(&mut salt)?;
        random(&mut nonce)?;
        let mut this = Self {
            kdf: Self::KDF.into(),
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
            salt: hex::encode(salt),
            cipher: Self::CIPHER.into(),
            nonce: hex::encode(nonce),
            sealed: String::new(),
        };
        let failed = || KeyError::NoRandom { why: "the cipher refused".into() };
        let key = this.key(password).map_err(|_| failed())?;
        let payload = Payload { msg: text.as_bytes(), aad: bound };
        let sealed = XChaCha20Poly1305::new(&Key::from(*key))
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| failed())?;
        this.sealed = hex::encode(sealed);
        Ok(this)
    }

    /// Decrypts; none if the password is wrong or anything was changed.
    ///
    /// # Errors
    /// What makes it no sealed text at all.
    pub fn open(&self, password: &str, bound: &[u8]) -> Result<Option<Zeroizing<String>>, String> {
        if self.kdf != Self::KDF || self.cipher != Self::CIPHER {
            return Err(format!(
                "it is sealed by {} and {}, which are not known here",
                self.kdf, self.cipher
            ));
        }
        let key = self.key(password)?;
        let nonce =
            hex::decode(&self.nonce).ok().and_then(|nonce| <[u8; 24]>::try_from(nonce).ok());
        let nonce = nonce.ok_or("its nonce is not 24 bytes")?;
        let sealed = hex::decode(&self.sealed).map_err(|_| "what is sealed is not hexadecimal")?;
        let payload = Payload { msg: &sealed, aad: bound };
        let open =
            XChaCha20Poly1305::new(&Key::from(*key)).decrypt(&XNonce::from(nonce), payload).ok();
        let Some(open) = open.map(Zeroizing::new) else { return Ok(None) };
        let text = std::str::from_utf8(&open).map_err(|_| "what was sealed is no text")?;
        Ok(Some(Zeroizing::new(text.to_string())))
    }

    fn key(&self, password: &str) -> Result<Zeroizing<[u8; 32]>, String> {
        // A file may not make us use more memory or time than a few of ours.
        let bounded = (8..=MEMORY_KIB * 16).contains(&self.memory_kib)
            && (1..=PASSES * 10).contains(&self.passes)
            && (1..=16).contains(&self.lanes);
        if !bounded {
            return Err("its settings for the password are out of bounds".into());
        }
        let salt = hex::decode(&self.salt).ok().filter(|salt| (8..=64).contains(&salt.len()));
        let salt = salt.ok_or("its salt is not 8 to 64 bytes")?;
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|error| error.to_string())?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password.as_bytes(), &salt, key.as_mut())
            .map_err(|error| error.to_string())?;
        Ok(key)
    }
}
