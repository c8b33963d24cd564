//! What a transaction did to one key of a contract's storage, first to last.

use axiom_chain::price::Counts;

/// A stored value, if there is one.
type Value = Option<Vec<u8>>;

/// What happened to a key.
#[derive(Default)]
pub(crate) struct Touched {
    /// Bytes of key and value as the first read found them.
    read_bytes: Option<u64>,
    /// Value before the first write, and after the last.
    written: Option<(Value, Value)>,
}

impl Touched {
    /// A read. Reading back what the transaction itself wrote is nothing that it could not know.
    pub fn read(&mut self, bytes: u64) {
        if self.written.is_none() && self.read_bytes.is_none() {
            self.read_bytes = Some(bytes);
        }
    }

    /// A write, or a removal.
    pub fn write(&mut self, before: impl FnOnce() -> Value, after: Option<&[u8]>) {
        let after = after.map(<[u8]>::to_vec);
        match &mut self.written {
            Some((_, last)) => *last = after,
            None => self.written = Some((before(), after)),
        }
    }

    /// Adds what could not be saved.
    pub fn count(&self, key_len: u64, counts: &mut Counts) {
        if let Some(bytes) = self.read_bytes {
            counts.keys_read += 1;
            counts.keys_read_bytes += bytes;
        }
        match &self.written {
            Some((before, Some(after))) if before.as_ref() != Some(after) => {
                counts.keys_changed += 1;
                counts.keys_changed_bytes += key_len + after.len() as u64;
            }
            Some((Some(_), None)) => counts.keys_removed += 1,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(act: impl FnOnce(&mut Touched)) -> [u64; 5] {
        let (mut touched, mut counts) = (Touched::default(), Counts::default());
        act(&mut touched);
        touched.count(3, &mut counts);
        [
            counts.keys_read,
            counts.keys_read_bytes,
            counts.keys_changed,
            counts.keys_changed_bytes,
            counts.keys_removed,
        ]
    }

    #[test]
    fn only_the_first_read_and_the_last_change_count() {
        let some = |value: &[u8]| Some(value.to_vec());
        let twice = counted(|t| {
            t.read(10);
            t.read(10);
            t.write(|| some(b"seven"), Some(b"one"));
            t.write(|| panic!("it is known"), Some(b"eleven"));
            t.read(9);
        });
        assert_eq!(twice, [1, 10, 1, 9, 0]);
        assert_eq!(counted(|t| t.write(|| some(b"same"), Some(b"same"))), [0; 5]);
        assert_eq!(counted(|t| t.write(|| some(b"old"), None)), [0, 0, 0, 0, 1]);
        let passing = counted(|t| {
            t.write(|| None, Some(b"new"));
            t.read(6);
            t.write(|| panic!("it is known"), None);
        });
        assert_eq!(passing, [0; 5], "made and removed");
    }
}
