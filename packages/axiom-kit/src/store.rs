//! Maps and items of packed records, with the keys of `cw-storage-plus`.
//!
//! Values are the bytes of [`Packed`], not JSON. Keys equal those of `cw_storage_plus::Map` and `Item` with the same
//! namespace, so that peers find them by the published namespaces.

use std::marker::PhantomData;

use axiom_types::packed::Packed;
use cosmwasm_std::storage_keys::{namespace_with_key, to_length_prefixed_nested};
use cosmwasm_std::{Order, StdError, StdResult, Storage};
use cw_storage_plus::{range_with_prefix, Bound, Item, Key, KeyDeserialize, Prefixer, PrimaryKey};

/// Rows of a range, read one by one.
pub type Rows<'s, K, V> = Box<dyn Iterator<Item = StdResult<(K, V)>> + 's>;

/// A map from keys to packed records.
pub struct PackedMap<'a, K, V> {
    namespace: &'static str,
    kinds: PhantomData<(&'a (), K, V)>,
}

impl<'a, K, V> PackedMap<'a, K, V> {
    /// A map under a namespace.
    pub const fn new(namespace: &'static str) -> Self {
        Self { namespace, kinds: PhantomData }
    }
}

impl<'a, K: PrimaryKey<'a>, V: Packed> PackedMap<'a, K, V> {
    /// Full storage key of an entry; equal to that of `cw_storage_plus::Map`.
    pub fn key(&self, key: K) -> Vec<u8> {
        let parts = key.key();
        let mut names: Vec<&[u8]> = vec![self.namespace.as_bytes()];
        names.extend(parts.iter().map(Key::as_ref));
        let last = names.pop().unwrap_or_default();
        namespace_with_key(&names, last)
    }

    /// The record, or none.
    ///
    /// # Errors
    /// Stored bytes of an unknown format.
    pub fn may_load(&self, storage: &dyn Storage, key: K) -> StdResult<Option<V>> {
        storage.get(&self.key(key)).map(|bytes| unpack(self.namespace, &bytes)).transpose()
    }

    /// The record.
    ///
    /// # Errors
    /// Nothing is stored there, or bytes of an unknown format.
    pub fn load(&self, storage: &dyn Storage, key: K) -> StdResult<V> {
        self.may_load(storage, key)?.ok_or_else(|| missing(self.namespace))
    }

    /// Stores a record.
    ///
    /// # Errors
    /// None today; the signature is that of `cw_storage_plus`.
    pub fn save(&self, storage: &mut dyn Storage, key: K, value: &V) -> StdResult<()> {
        storage.set(&self.key(key), &value.pack());
        Ok(())
    }

    /// Removes a record, if there is one.
    pub fn remove(&self, storage: &mut dyn Storage, key: K) {
        storage.remove(&self.key(key));
    }

    /// True if a record is stored.
    pub fn has(&self, storage: &dyn Storage, key: K) -> bool {
        storage.get(&self.key(key)).is_some()
    }

    /// All entries whose key starts with `prefix`.
    pub fn prefix(&self, prefix: K::Prefix) -> PackedPrefix<'a, K::Suffix, V> {
        self.under(&prefix.prefix())
    }

    /// All entries whose key starts with `prefix`, for keys of three parts and the first of them. Texts that are not
    /// the last part of a key sort by length first.
    pub fn sub_prefix(&self, prefix: K::SubPrefix) -> PackedPrefix<'a, K::SuperSuffix, V> {
        self.under(&prefix.prefix())
    }

    fn under<S>(&self, parts: &[Key]) -> PackedPrefix<'a, S, V> {
        let mut names: Vec<&[u8]> = vec![self.namespace.as_bytes()];
        names.extend(parts.iter().map(Key::as_ref));
        PackedPrefix {
            namespace: self.namespace,
            start: to_length_prefixed_nested(&names),
            kinds: PhantomData,
        }
    }
}

impl<'a, K: PrimaryKey<'a> + KeyDeserialize, V: Packed> PackedMap<'a, K, V> {
    /// Entries in order of their keys; the caller takes at most a page. Same bounds as `cw_storage_plus::Map::range`.
    ///
    /// # Errors
    /// Each row: a key or bytes of an unknown format.
    pub fn range<'s>(
        &self,
        storage: &'s dyn Storage,
        min: Option<Bound<'a, K>>,
        max: Option<Bound<'a, K>>,
        order: Order,
    ) -> Rows<'s, K::Output, V>
    where
        K::Output: 'static,
    {
        self.under::<K>(&[]).range(storage, min, max, order)
    }
}

/// The part of a [`PackedMap`] behind a key prefix.
pub struct PackedPrefix<'a, K, V> {
    namespace: &'static str,
    start: Vec<u8>,
    kinds: PhantomData<(&'a (), K, V)>,
}

impl<'a, K: PrimaryKey<'a> + KeyDeserialize, V: Packed> PackedPrefix<'a, K, V> {
    /// Entries in order of the rest of their keys; the caller takes at most a page.
    ///
    /// # Errors
    /// Each row: a key or bytes of an unknown format.
    pub fn range<'s>(
        &self,
        storage: &'s dyn Storage,
        min: Option<Bound<'a, K>>,
        max: Option<Bound<'a, K>>,
        order: Order,
    ) -> Rows<'s, K::Output, V>
    where
        K::Output: 'static,
    {
        let namespace = self.namespace;
        let (min, max) = (min.map(|b| b.to_raw_bound()), max.map(|b| b.to_raw_bound()));
        Box::new(
            range_with_prefix(storage, &self.start, min, max, order)
                .map(move |(key, bytes)| Ok((K::from_vec(key)?, unpack(namespace, &bytes)?))),
        )
    }
}

/// One packed record under a fixed key; equal to that of `cw_storage_plus::Item`.
pub struct PackedItem<V> {
    namespace: &'static str,
    kind: PhantomData<V>,
}

impl<V: Packed> PackedItem<V> {
    /// An item under a key.
    pub const fn new(namespace: &'static str) -> Self {
        Self { namespace, kind: PhantomData }
    }

    /// Full storage key.
    pub fn key(&self) -> Vec<u8> {
        self.namespace.as_bytes().to_vec()
    }

    /// The record, or none.
    ///
    /// # Errors
    /// Stored bytes of an unknown format.
    pub fn may_load(&self, storage: &dyn Storage) -> StdResult<Option<V>> {
        let bytes = storage.get(self.namespace.as_bytes());
        bytes.map(|bytes| unpack(self.namespace, &bytes)).transpose()
    }

    /// The record.
    ///
    /// # Errors
    /// Nothing is stored there, or bytes of an unknown format.
    pub fn load(&self, storage: &dyn Storage) -> StdResult<V> {
        self.may_load(storage)?.ok_or_else(|| missing(self.namespace))
    }

    /// Stores the record.
    ///
    /// # Errors
    /// None today; the signature is that of `cw_storage_plus`.
    pub fn save(&self, storage: &mut dyn Storage, value: &V) -> StdResult<()> {
        storage.set(self.namespace.as_bytes(), &value.pack());
        Ok(())
    }

    /// Removes the record, if there is one.
    pub fn remove(&self, storage: &mut dyn Storage) {
        storage.remove(self.namespace.as_bytes());
    }

    /// True if a record is stored.
    pub fn exists(&self, storage: &dyn Storage) -> bool {
        storage.get(self.namespace.as_bytes()).is_some()
    }
}

/// The next number of a counter, from 1. The item holds the last number given out.
///
/// # Errors
/// Stored bytes that are no number, or all numbers used.
pub fn next_id(storage: &mut dyn Storage, counter: &Item<u64>) -> StdResult<u64> {
    let last = counter.may_load(storage)?.unwrap_or(0);
    let next = last.checked_add(1).ok_or_else(|| StdError::generic_err("no number is left"))?;
    counter.save(storage, &next)?;
    Ok(next)
}

fn unpack<V: Packed>(namespace: &str, bytes: &[u8]) -> StdResult<V> {
    V::unpack(bytes).ok_or_else(|| {
        StdError::generic_err(format!("record under '{namespace}' has an unknown format"))
    })
}

fn missing(namespace: &str) -> StdError {
    StdError::not_found(format!("record under '{namespace}'"))
}

#[cfg(test)]
mod tests;
