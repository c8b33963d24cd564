//! The chain's storage: in memory, or unflushed writes over a store that somebody else keeps.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::ops::Bound;
use std::rc::Rc;

use cosmwasm_std::{MemoryStorage, Order, Record, Storage};

/// Records that a chain reads when it needs them, such as those of a database file.
///
/// Neither method can answer an error: who implements this remembers it and looks before anything
/// that was read is used.
pub trait Backing {
    /// The value under a key.
    fn get(&self, key: &[u8]) -> Option<Vec<u8>>;

    /// The records from `start` (included) to `end` (excluded), read one by one as they are asked for.
    fn range<'a>(
        &'a self,
        start: Option<&[u8]>,
        end: Option<&[u8]>,
        order: Order,
    ) -> Box<dyn Iterator<Item = Record> + 'a>;
}

/// Changes of a storage by key: the new value, or none where the record was removed.
pub type Writes = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// What a chain stores.
pub(crate) enum Store {
    /// All of it in memory.
    Memory(MemoryStorage),
    /// Writes that are not flushed yet, over a backing.
    Backed { backing: Rc<dyn Backing>, writes: Writes },
}

impl Store {
    /// Holds exactly these records from now on.
    pub fn replace(&mut self, records: &[Record]) {
        match self {
            Self::Memory(memory) => {
                *memory = MemoryStorage::new();
                for (key, value) in records {
                    memory.set(key, value);
                }
            }
            Self::Backed { backing, writes } => {
                let there = backing.range(None, None, Order::Ascending);
                *writes = there.map(|(key, _)| (key, None)).collect();
                writes
                    .extend(records.iter().map(|(key, value)| (key.clone(), Some(value.clone()))));
            }
        }
    }
}

impl Storage for Store {
    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Memory(memory) => memory.get(key),
            Self::Backed { backing, writes } => match writes.get(key) {
                Some(written) => written.clone(),
                None => backing.get(key),
            },
        }
    }

    fn range<'a>(
        &'a self,
        start: Option<&[u8]>,
        end: Option<&[u8]>,
        order: Order,
    ) -> Box<dyn Iterator<Item = Record> + 'a> {
        match self {
            Self::Memory(memory) => memory.range(start, end, order),
            Self::Backed { backing, writes } => {
                if matches!((start, end), (Some(start), Some(end)) if start >= end) {
                    return Box::new(std::iter::empty());
                }
                let bounds = (
                    start.map_or(Bound::Unbounded, Bound::Included),
                    end.map_or(Bound::Unbounded, Bound::Excluded),
                );
                let written = writes.range::<[u8], _>(bounds);
                let written: Box<dyn Iterator<Item = Written<'a>> + 'a> = match order {
                    Order::Ascending => Box::new(written),
                    Order::Descending => Box::new(written.rev()),
                };
                Box::new(Merged {
                    written: written.peekable(),
                    stored: backing.range(start, end, order).peekable(),
                    order,
                })
            }
        }
    }

    fn set(&mut self, key: &[u8], value: &[u8]) {
        match self {
            Self::Memory(memory) => memory.set(key, value),
            Self::Backed { writes, .. } => {
                writes.insert(key.to_vec(), Some(value.to_vec()));
            }
        }
    }

    fn remove(&mut self, key: &[u8]) {
        match self {
            Self::Memory(memory) => memory.remove(key),
            Self::Backed { writes, .. } => {
                writes.insert(key.to_vec(), None);
            }
        }
    }
}

type Written<'a> = (&'a Vec<u8>, &'a Option<Vec<u8>>);

/// Two ordered walks as one; what was written hides what is stored.
struct Merged<'a> {
    written: Peekable<Box<dyn Iterator<Item = Written<'a>> + 'a>>,
    stored: Peekable<Box<dyn Iterator<Item = Record> + 'a>>,
    order: Order,
}

impl Iterator for Merged<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        loop {
            let Some((key, _)) = self.written.peek() else {
                return self.stored.next();
            };
            let stored = self.stored.peek().map(|(stored, _)| match self.order {
                Order::Ascending => stored.cmp(key),
                Order::Descending => (*key).cmp(stored),
            });
            match stored {
                Some(Ordering::Less) => return self.stored.next(),
                Some(Ordering::Equal) => {
                    self.stored.next();
                }
                Some(Ordering::Greater) | None => {}
            }
            if let Some((key, Some(value))) = self.written.next() {
                return Some((key.clone(), value.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// A memory that counts the records it was asked for.
    #[derive(Default)]
    struct Counting {
        memory: MemoryStorage,
        read: Cell<usize>,
    }

    impl Backing for Counting {
        fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
            self.memory.get(key)
        }

        fn range<'a>(
            &'a self,
            start: Option<&[u8]>,
            end: Option<&[u8]>,
            order: Order,
        ) -> Box<dyn Iterator<Item = Record> + 'a> {
            let records = self.memory.range(start, end, order);
            Box::new(records.inspect(|_| self.read.set(self.read.get() + 1)))
        }
    }

    fn backed(records: &[(&[u8], &[u8])]) -> (Rc<Counting>, Store) {
        let mut counting = Counting::default();
        for (key, value) in records {
            counting.memory.set(key, value);
        }
        let counting = Rc::new(counting);
        (counting.clone(), Store::Backed { backing: counting, writes: Writes::new() })
    }

    fn keys(store: &Store, start: Option<&[u8]>, end: Option<&[u8]>, order: Order) -> String {
        let keys = store.range(start, end, order).map(|(key, value)| [key, value].concat());
        keys.map(|key| String::from_utf8(key).unwrap()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn writes_hide_what_is_stored_in_both_directions() {
        let (_, mut store) = backed(&[(b"a", b"1"), (b"c", b"1"), (b"e", b"1"), (b"g", b"1")]);
        store.set(b"b", b"2");
        store.set(b"c", b"2");
        store.remove(b"e");
        store.remove(b"f");
        store.set(b"h", b"2");
        let cases = [
            (None, None, "a1 b2 c2 g1 h2"),
            (Some(&b"b"[..]), Some(&b"g"[..]), "b2 c2"),
            (Some(b"c"), None, "c2 g1 h2"),
            (None, Some(b"c"), "a1 b2"),
            (Some(b"d"), Some(b"d"), ""),
            (Some(b"z"), Some(b"a"), ""),
        ];
        for (start, end, expected) in cases {
            assert_eq!(keys(&store, start, end, Order::Ascending), expected);
            let mut turned: Vec<&str> = expected.split(' ').collect();
            turned.reverse();
            assert_eq!(keys(&store, start, end, Order::Descending), turned.join(" "));
        }
        assert_eq!(store.get(b"e"), None);
        assert_eq!(store.get(b"c").as_deref(), Some(&b"2"[..]));
        assert_eq!(store.get(b"g").as_deref(), Some(&b"1"[..]));
    }

    #[test]
    fn a_long_range_is_read_as_far_as_it_is_used() {
        let mut counting = Counting::default();
        for at in 0..100_000u32 {
            counting.memory.set(&at.to_be_bytes(), b"v");
        }
        let counting = Rc::new(counting);
        let mut store = Store::Backed { backing: counting.clone(), writes: Writes::new() };
        store.set(&[0, 0, 0, 1], b"w");
        let first: Vec<_> = store.range(None, None, Order::Ascending).take(3).collect();
        assert_eq!(first[1], (vec![0, 0, 0, 1], b"w".to_vec()));
        assert!(counting.read.get() <= 4, "{} records were read", counting.read.get());
    }

    #[test]
    fn replacing_leaves_nothing_else() {
        let (_, mut store) = backed(&[(b"a", b"1"), (b"b", b"1")]);
        store.set(b"c", b"2");
        store.replace(&[(b"b".to_vec(), b"3".to_vec()), (b"d".to_vec(), b"3".to_vec())]);
        assert_eq!(keys(&store, None, None, Order::Ascending), "b3 d3");
    }
}
