//! The document that wallets sign which show it: amino JSON.

use crate::error::Refusal;
use crate::tx::Tx;

/// The bytes that are signed.
pub(crate) fn document(_: &Tx, _: &str, _: u64, _: u64) -> Result<Vec<u8>, Refusal> {
    Err(Refusal::sdk(
        37,
        "SIGN_MODE_LEGACY_AMINO_JSON is not known here: sign in the mode SIGN_MODE_DIRECT",
    ))
}
