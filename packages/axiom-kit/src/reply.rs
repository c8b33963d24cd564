//! Reply ids: a kind in the low 8 bits, a key of 56 bits above.

use crate::error::KitError;

/// Number of bits of the kind.
const KIND_BITS: u32 = 8;

/// The id of a submessage of this kind about this key.
///
/// # Errors
/// [`KitError::ReplyKeyTooLarge`] for a key of more than 56 bits.
pub fn id(kind: u8, key: u64) -> Result<u64, KitError> {
    match key.checked_mul(1 << KIND_BITS) {
        Some(high) => Ok(high | u64::from(kind)),
        None => Err(KitError::ReplyKeyTooLarge { key }),
    }
}

/// Kind and key of an id.
pub fn parse(id: u64) -> (u8, u64) {
    let [.., kind] = id.to_be_bytes();
    (kind, id >> KIND_BITS)
}

/// The error for an id whose kind no handler knows.
pub fn unknown(id: u64) -> KitError {
    KitError::UnknownReply { id }
}

#[cfg(test)]
mod tests;
