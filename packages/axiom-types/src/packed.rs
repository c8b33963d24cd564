//! Packed records: a leading format byte, then fixed-width big-endian fields and length-prefixed texts.
//!
//! Bytes cost gas and parsing does not; records that peers read raw, or that are rewritten often, use this form.

use cosmwasm_std::{Addr, Uint128, Uint256};

/// A record with a fixed byte form.
pub trait Packed: Sized {
    /// First byte of every record of this form. A new form takes a new byte.
    const FORMAT: u8;

    /// Appends the fields after the format byte.
    fn write(&self, out: &mut Writer);

    /// Reads the fields after the format byte; `None` if they are cut short or malformed.
    fn read(input: &mut Reader<'_>) -> Option<Self>;

    /// The stored bytes.
    fn pack(&self) -> Vec<u8> {
        let mut out = Writer(vec![Self::FORMAT]);
        self.write(&mut out);
        out.0
    }

    /// The record behind stored bytes; `None` for another format byte, missing or surplus bytes.
    fn unpack(bytes: &[u8]) -> Option<Self> {
        let mut input = Reader(bytes);
        if input.u8()? != Self::FORMAT {
            return None;
        }
        let value = Self::read(&mut input)?;
        input.0.is_empty().then_some(value)
    }
}

/// Collects the bytes of a record.
pub struct Writer(Vec<u8>);

impl Writer {
    /// An empty writer, for encodings without a format byte.
    pub fn new() -> Self {
        Self(Vec::new())
    }
    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
    /// One byte.
    pub fn u8(&mut self, v: u8) -> &mut Self {
        self.0.push(v);
        self
    }
    /// Two bytes, big endian.
    pub fn u16(&mut self, v: u16) -> &mut Self {
        self.raw(&v.to_be_bytes())
    }
    /// Four bytes, big endian.
    pub fn u32(&mut self, v: u32) -> &mut Self {
        self.raw(&v.to_be_bytes())
    }
    /// Eight bytes, big endian.
    pub fn u64(&mut self, v: u64) -> &mut Self {
        self.raw(&v.to_be_bytes())
    }
    /// Sixteen bytes, big endian.
    pub fn u128(&mut self, v: Uint128) -> &mut Self {
        self.raw(&v.to_be_bytes())
    }
    /// Thirty-two bytes, big endian.
    pub fn u256(&mut self, v: Uint256) -> &mut Self {
        self.raw(&v.to_be_bytes())
    }
    /// A number that is mostly small: its length in one byte, then its bytes from the first that is not zero.
    pub fn short_u64(&mut self, v: u64) -> &mut Self {
        self.short(&v.to_be_bytes())
    }
    /// The same for 128 bits.
    pub fn short_u128(&mut self, v: Uint128) -> &mut Self {
        self.short(&v.to_be_bytes())
    }
    /// The same for 256 bits.
    pub fn short_u256(&mut self, v: Uint256) -> &mut Self {
        self.short(&v.to_be_bytes())
    }
    fn short(&mut self, bytes: &[u8]) -> &mut Self {
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        let rest = bytes.get(zeros..).unwrap_or_default();
        self.u8(u8::try_from(rest.len()).unwrap_or(u8::MAX));
        self.raw(rest)
    }
    /// Bytes as they are.
    pub fn raw(&mut self, v: &[u8]) -> &mut Self {
        self.0.extend_from_slice(v);
        self
    }
    /// A text of at most 255 bytes behind its length; a longer one is cut (callers bound their texts before).
    pub fn text(&mut self, v: &str) -> &mut Self {
        let bytes = v.as_bytes().get(..usize::from(u8::MAX)).unwrap_or(v.as_bytes());
        self.u8(u8::try_from(bytes.len()).unwrap_or(u8::MAX));
        self.raw(bytes)
    }
    /// An address as text.
    pub fn addr(&mut self, v: &Addr) -> &mut Self {
        self.text(v.as_str())
    }
    /// An optional address; none is an empty text.
    pub fn opt_addr(&mut self, v: Option<&Addr>) -> &mut Self {
        self.text(v.map_or("", |a| a.as_str()))
    }
    /// An optional hash: 0, or 1 and 32 bytes.
    pub fn opt_hash(&mut self, v: Option<&[u8; 32]>) -> &mut Self {
        match v {
            None => self.u8(0),
            Some(hash) => {
                self.u8(1);
                self.raw(hash)
            }
        }
    }
}

impl Default for Writer {
    fn default() -> Self {
        Self::new()
    }
}

/// Takes a record apart.
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Reads from `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }
    /// True when nothing is left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// The next `n` bytes.
    pub fn raw(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, tail) = (self.0.get(..n)?, self.0.get(n..)?);
        self.0 = tail;
        Some(head)
    }
    /// All bytes that are left.
    pub fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.0)
    }
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.raw(N)?.try_into().ok()
    }
    /// One byte.
    pub fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(u8::from_be_bytes)
    }
    /// Two bytes.
    pub fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }
    /// Four bytes.
    pub fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }
    /// Eight bytes.
    pub fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_be_bytes)
    }
    /// Sixteen bytes.
    pub fn u128(&mut self) -> Option<Uint128> {
        self.array().map(|b| Uint128::new(u128::from_be_bytes(b)))
    }
    /// Thirty-two bytes.
    pub fn u256(&mut self) -> Option<Uint256> {
        self.array().map(Uint256::from_be_bytes)
    }
    /// A number behind its length; `None` if it is longer than it must be.
    pub fn short_u64(&mut self) -> Option<u64> {
        self.short().map(u64::from_be_bytes)
    }
    /// The same for 128 bits.
    pub fn short_u128(&mut self) -> Option<Uint128> {
        self.short().map(|b| Uint128::new(u128::from_be_bytes(b)))
    }
    /// The same for 256 bits.
    pub fn short_u256(&mut self) -> Option<Uint256> {
        self.short().map(Uint256::from_be_bytes)
    }
    fn short<const N: usize>(&mut self) -> Option<[u8; N]> {
        let len = usize::from(self.u8()?);
        let bytes = self.raw(len)?;
        if bytes.first() == Some(&0) {
            return None;
        }
        let mut out = [0; N];
        let start = N.checked_sub(len)?;
        out.get_mut(start..)?.copy_from_slice(bytes);
        Some(out)
    }
    /// Thirty-two bytes of a hash.
    pub fn hash(&mut self) -> Option<[u8; 32]> {
        self.array()
    }
    /// A text behind its length.
    pub fn text(&mut self) -> Option<String> {
        let len = usize::from(self.u8()?);
        String::from_utf8(self.raw(len)?.to_vec()).ok()
    }
    /// An address that a contract stored, hence valid.
    pub fn addr(&mut self) -> Option<Addr> {
        self.text().map(Addr::unchecked)
    }
    /// An optional address.
    pub fn opt_addr(&mut self) -> Option<Option<Addr>> {
        let text = self.text()?;
        Some((!text.is_empty()).then(|| Addr::unchecked(text)))
    }
    /// An optional hash.
    pub fn opt_hash(&mut self) -> Option<Option<[u8; 32]>> {
        match self.u8()? {
            0 => Some(None),
            1 => Some(Some(self.hash()?)),
            _ => None,
        }
    }
}

/// Makes a type with a JSON form a record: the stored bytes are its JSON text, whose first byte, `{`, is the format.
#[macro_export]
macro_rules! json_record {
    ($($kind:ty),+ $(,)?) => { $(
        impl $crate::packed::Packed for $kind {
            const FORMAT: u8 = b'{';

            fn write(&self, out: &mut $crate::packed::Writer) {
                // Writing a tree cannot fail: its keys are texts and its numbers whole.
                let text = $crate::json::vec(self).unwrap_or_default();
                out.raw(text.get(1..).unwrap_or_default());
            }

            fn read(input: &mut $crate::packed::Reader<'_>) -> Option<Self> {
                $crate::json::read(&[b"{", input.rest()].concat()).ok()
            }
        }
    )+ };
}

/// What a raw read of a peer found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raw<T> {
    /// Nothing is stored under that key, or there is no such contract.
    Missing,
    /// A record that this reader knows.
    Known(T),
    /// A record of another format: ask the smart query.
    Unknown,
}

/// Reads a packed record of another contract by its published key.
///
/// # Errors
/// Only when the querier fails, e.g. for a malformed address.
pub fn read_raw<T: Packed>(
    querier: &cosmwasm_std::QuerierWrapper<'_>,
    contract: &Addr,
    key: Vec<u8>,
) -> cosmwasm_std::StdResult<Raw<T>> {
    Ok(match querier.query_wasm_raw(contract, key)? {
        None => Raw::Missing,
        Some(bytes) if bytes.is_empty() => Raw::Missing,
        Some(bytes) => T::unpack(&bytes).map_or(Raw::Unknown, Raw::Known),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_numbers_come_back_and_have_one_form() {
        let edges = [0, 1, 255, 256, 65_535, 1 << 64, u128::MAX];
        for (number, len) in edges.into_iter().zip([1, 2, 2, 3, 3, 10, 17]) {
            let mut out = Writer::new();
            out.short_u128(Uint128::new(number));
            let bytes = out.into_bytes();
            assert_eq!(bytes.len(), len, "{number}");
            let mut input = Reader::new(&bytes);
            assert_eq!(input.short_u128().map(|v| v.u128()), Some(number));
            assert!(input.is_empty());
            let wide = Reader::new(&bytes).short_u256();
            assert_eq!(wide, Some(Uint256::from(number)), "the width does not show in the form");
        }
        let mut out = Writer::new();
        out.short_u64(u64::MAX);
        assert_eq!(Reader::new(&out.into_bytes()).short_u64(), Some(u64::MAX));
        let mut out = Writer::new();
        out.short_u256(Uint256::MAX);
        assert_eq!(Reader::new(&out.into_bytes()).short_u256(), Some(Uint256::MAX));
        let long = [[17].as_slice(), &[1; 17]].concat();
        for malformed in [&[1, 0][..], &[2, 0, 5], &[2, 5], &[], &long] {
            assert_eq!(Reader::new(malformed).short_u128(), None, "{malformed:?}");
        }
    }
}
