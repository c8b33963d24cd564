//! Name and version of a contract, and migrations that only go forward.

use axiom_types::common::InfoResponse;
use cosmwasm_std::{StdResult, Storage};

use crate::error::{cut, KitError};

/// Stores name and version (`env!("CARGO_PKG_VERSION")` of the contract) at instantiation.
///
/// # Errors
/// [`KitError::BadVersion`].
pub fn init(storage: &mut dyn Storage, name: &str, version: &str) -> Result<(), KitError> {
    numbers(version)?;
    Ok(cw2::set_contract_version(storage, name, version)?)
}

/// Checks that the state is of the same contract and of an older version, then stores the version of this code.
/// A second run with the same code is refused, as is a step back. Returns both versions, old and new.
///
/// # Errors
/// [`KitError::WrongContract`], [`KitError::NotNewer`], [`KitError::BadVersion`].
pub fn migrate(
    storage: &mut dyn Storage,
    name: &str,
    version: &str,
) -> Result<(String, String), KitError> {
    let stored = cw2::get_contract_version(storage)?;
    if stored.contract != name {
        return Err(KitError::WrongContract {
            expected: name.to_string(),
            found: cut(&stored.contract),
        });
    }
    if numbers(&stored.version)? >= numbers(version)? {
        return Err(KitError::NotNewer { found: stored.version, this: version.to_string() });
    }
    cw2::set_contract_version(storage, name, version)?;
    Ok((stored.version, version.to_string()))
}

/// The answer to the `info` query.
///
/// # Errors
/// Before [`init`].
pub fn info(storage: &dyn Storage) -> StdResult<InfoResponse> {
    Ok(InfoResponse { info: cw2::get_contract_version(storage)? })
}

/// The three numbers of a version, compared from the left.
fn numbers(version: &str) -> Result<[u64; 3], KitError> {
    let bad = || KitError::BadVersion { version: cut(version) };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let mut found = vec![];
    for part in version.split('.') {
        if !digits(part) {
            return Err(bad());
        }
        found.push(part.parse::<u64>().map_err(|_| bad())?);
    }
    <[u64; 3]>::try_from(found).map_err(|_| bad())
}

#[cfg(test)]
mod tests;
