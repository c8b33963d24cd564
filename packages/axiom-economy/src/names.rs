//! Names, addresses and salts.

use bech32::{Bech32, Hrp};
use cosmwasm_std::{instantiate2_address, CanonicalAddr};

use crate::error::EconomyError;

/// Most bytes of an economy's salt; a letter per layer is added.
const MAX_SALT: usize = 60;

/// Passes a name of an economy: 1 to 32 of a-z, 0-9 and -.
///
/// # Errors
/// [`EconomyError::Name`].
pub fn check_name(name: &str) -> Result<(), EconomyError> {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if (1..=32).contains(&name.len()) && name.bytes().all(fits) {
        return Ok(());
    }
    Err(EconomyError::Name { name: name.to_string() })
}

/// Passes a salt of 1 to 60 bytes.
pub(crate) fn check_salt(salt: &str) -> Result<(), EconomyError> {
    if (1..=MAX_SALT).contains(&salt.len()) {
        return Ok(());
    }
    Err(EconomyError::Salt { bytes: salt.len() })
}

/// Passes an address with the same prefix as another one.
pub(crate) fn check_address(what: &str, given: &str, like: &str) -> Result<(), EconomyError> {
    let prefix = like.split_once('1').map_or("wasm", |(prefix, _)| prefix);
    match bech32::decode(given) {
        Ok((found, bytes)) if found.as_str() == prefix && matches!(bytes.len(), 20 | 32) => Ok(()),
        _ => Err(not_an_address(what, given, prefix)),
    }
}

fn not_an_address(what: &str, given: &str, prefix: &str) -> EconomyError {
    EconomyError::Address {
        what: what.to_string(),
        given: given.to_string(),
        like: prefix.to_string(),
    }
}

/// The address that a contract will have: it follows from the checksum of its code, its creator and the salt.
pub(crate) fn predict(
    checksum: &[u8],
    creator: &str,
    salt: &str,
    letter: Option<u8>,
) -> Result<String, EconomyError> {
    let wrong = || not_an_address("the founder", creator, "wasm");
    let (prefix, bytes) = bech32::decode(creator).map_err(|_| wrong())?;
    let mut salt = salt.as_bytes().to_vec();
    salt.extend(letter);
    let address = instantiate2_address(checksum, &CanonicalAddr::from(bytes), &salt)
        .map_err(|_| EconomyError::Salt { bytes: salt.len() })?;
    encode(prefix, address.as_slice()).ok_or_else(wrong)
}

fn encode(prefix: Hrp, bytes: &[u8]) -> Option<String> {
    bech32::encode::<Bech32>(prefix, bytes).ok()
}
