//! Published keys of value-distributor.

use cosmwasm_std::storage_keys::namespace_with_key;
use cosmwasm_std::{Addr, QuerierWrapper, StdError, StdResult, Uint128};

use crate::asset::Asset;

/// Namespace of balances: (owner, asset key) -> 16 bytes, u128 big endian. No key means zero.
pub const BALANCES: &str = "b";

/// Internal balance of an account.
///
/// # Errors
/// If the querier fails or the record is not 16 bytes long.
pub fn balance(
    querier: &QuerierWrapper<'_>,
    distributor: &Addr,
    owner: &Addr,
    asset: &Asset,
) -> StdResult<Uint128> {
    let parts = [BALANCES.as_bytes(), owner.as_bytes()];
    let key = namespace_with_key(&parts, asset.key().as_bytes());
    match querier.query_wasm_raw(distributor, key)? {
        None => Ok(Uint128::zero()),
        Some(bytes) if bytes.is_empty() => Ok(Uint128::zero()),
        Some(bytes) => {
            bytes.as_slice().try_into().map(|b| Uint128::new(u128::from_be_bytes(b))).map_err(
                |_| StdError::generic_err("the distributor's balance record is not 16 bytes"),
            )
        }
    }
}
