//! Passwords of keys in the system's own keychain: the Secret Service of Linux desktops, the keychain of macOS, the
//! credential manager of Windows.
//!
//! Only the password is kept there. The key stays in its encrypted file, so that neither the file nor the keychain
//! alone gives it away.

use std::path::Path;

use keyring::{Entry, Error};
use zeroize::Zeroizing;

use crate::error::KeyError;
use crate::sealed::random;

/// Under what the passwords are found in the keychain.
const SERVICE: &str = "axiom";
/// Bytes of a password that is made up.
const MADE: usize = 32;

/// The passwords of a folder of keys.
#[derive(Clone, Debug)]
pub struct Keychain {
    folder: String,
}

impl Keychain {
    /// Of the keys in this folder.
    pub fn of(folder: &Path) -> Self {
        Self { folder: folder.display().to_string() }
    }

    /// Keeps the password of a key, in the place of an older one.
    ///
    /// # Errors
    /// [`KeyError::NoKeychain`] if there is no keychain, or it stays locked.
    pub fn keep(&self, name: &str, password: &str) -> Result<(), KeyError> {
        self.entry(name)?.set_password(password).map_err(|error| refused(&error))
    }

    /// The password of a key; none if it was never kept.
    ///
    /// # Errors
    /// [`KeyError::NoKeychain`] if there is no keychain, or it stays locked.
    pub fn password(&self, name: &str) -> Result<Option<Zeroizing<String>>, KeyError> {
        match self.entry(name)?.get_password() {
            Ok(password) => Ok(Some(Zeroizing::new(password))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(refused(&error)),
        }
    }

    /// Forgets the password of a key, if there is one.
    ///
    /// # Errors
    /// [`KeyError::NoKeychain`] if there is no keychain, or it stays locked.
    pub fn forget(&self, name: &str) -> Result<(), KeyError> {
        match self.entry(name)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(refused(&error)),
        }
    }

    fn entry(&self, name: &str) -> Result<Entry, KeyError> {
        Entry::new(SERVICE, &format!("{name} in {}", self.folder)).map_err(|error| refused(&error))
    }
}

/// A password that nobody has to remember.
///
/// # Errors
/// [`KeyError::NoRandom`].
pub fn made_up() -> Result<Zeroizing<String>, KeyError> {
    let mut bytes = Zeroizing::new([0; MADE]);
    random(bytes.as_mut())?;
    Ok(Zeroizing::new(hex::encode(bytes.as_ref())))
}

/// No text of the keychain holds a password: errors with the data itself are told by their kind alone.
fn refused(error: &Error) -> KeyError {
    let why = match error {
        Error::BadEncoding(_) => "what it keeps is no text".to_string(),
        Error::Ambiguous(_) => "it keeps several passwords under that name".to_string(),
        other => other.to_string(),
    };
    KeyError::NoKeychain { why }
}
