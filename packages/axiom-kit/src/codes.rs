//! Approved code: what a code number stands for on the chain, checked by checksum.

use cosmwasm_std::{HexBinary, QuerierWrapper};

use crate::error::KitError;

/// Passes if the chain's code `code_id` has the expected checksum.
///
/// # Errors
/// [`KitError::BadHash`] for an expected checksum that is not 32 bytes, [`KitError::WrongCode`] with both checksums,
/// [`KitError::Std`] if there is no such code.
pub fn approved(
    querier: &QuerierWrapper<'_>,
    code_id: u64,
    expected: &HexBinary,
) -> Result<(), KitError> {
    crate::checks::hash("checksum", expected)?;
    let found = querier.query_wasm_code_info(code_id)?.checksum;
    if found.as_slice() == expected.as_slice() {
        return Ok(());
    }
    Err(KitError::WrongCode { code_id, expected: expected.to_hex(), found: found.to_hex() })
}

#[cfg(test)]
mod tests;
