//! The canonical bytes of an execution record, written from its published layout:
//!
//! | Field | Bytes |
//! |---|---|
//! | format | `01` |
//! | chain id, ledger | one byte of length, then the text, each |
//! | number of the record | 8 |
//! | kind | one byte of length, then the text |
//! | number of the thing | 8 |
//! | actor, client, payer | one byte of length, then the text, each |
//! | transition | 1 |
//! | context root, input, procedure, output, evidence | `00`, or `01` and 32 bytes, each |
//! | height, time in seconds | 8 each |
//!
//! Numbers have their big end first. The leaf of a record is `sha256(00 || bytes)`.

use crate::tree::{leaf, Hash};

/// The name of each transition with its code.
pub const TRANSITIONS: [(&str, u8); 13] = [
    ("posted", 1),
    ("accepted", 2),
    ("declined", 3),
    ("cancelled", 4),
    ("submitted", 5),
    ("approved", 6),
    ("rejected", 7),
    ("resubmitted", 8),
    ("disputed", 9),
    ("arbitrated", 10),
    ("expired", 11),
    ("extended", 12),
    ("dissolved", 13),
];

/// One execution record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Chain on which it was made.
    pub chain_id: String,
    /// Ledger that made it.
    pub ledger: String,
    /// Number of the record: the index of its leaf.
    pub seq: u64,
    /// Kind of thing, such as `job`.
    pub kind: String,
    /// Number of the thing.
    pub id: u64,
    /// Who acted.
    pub actor: String,
    /// Who decides.
    pub client: String,
    /// Whose balance pays.
    pub payer: String,
    /// What happened, by a name of [`TRANSITIONS`].
    pub transition: String,
    /// Context root, input, procedure, output, evidence.
    pub hashes: [Option<Hash>; 5],
    /// Block height.
    pub height: u64,
    /// Unix seconds of the block.
    pub time: u64,
}

impl Record {
    /// The canonical bytes. Panics on a text longer than 255 bytes or an unknown transition.
    pub fn bytes(&self) -> Vec<u8> {
        let code = TRANSITIONS.iter().find(|(name, _)| *name == self.transition);
        let hash = |hash: &Option<Hash>| match hash {
            None => vec![0],
            Some(bytes) => [&[1], bytes.as_slice()].concat(),
        };
        [
            vec![1],
            text(&self.chain_id),
            text(&self.ledger),
            self.seq.to_be_bytes().to_vec(),
            text(&self.kind),
            self.id.to_be_bytes().to_vec(),
            text(&self.actor),
            text(&self.client),
            text(&self.payer),
            vec![code.expect("a transition has a known name").1],
            self.hashes.iter().flat_map(hash).collect(),
            self.height.to_be_bytes().to_vec(),
            self.time.to_be_bytes().to_vec(),
        ]
        .concat()
    }

    /// The hash under which the record stands in its ledger's mountain range.
    pub fn leaf(&self) -> Hash {
        leaf(&self.bytes())
    }
}

fn text(value: &str) -> Vec<u8> {
    let length = u8::try_from(value.len()).expect("a text of a record has at most 255 bytes");
    [&[length], value.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout() {
        let record = Record {
            chain_id: "c-1".into(),
            ledger: "led".into(),
            seq: 2,
            kind: "job".into(),
            id: 258,
            actor: "a".into(),
            client: "bc".into(),
            payer: "".into(),
            transition: "approved".into(),
            hashes: [None, Some([7; 32]), None, None, None],
            height: 9,
            time: 10,
        };
        let expected = [
            b"\x01\x03c-1\x03led\0\0\0\0\0\0\0\x02\x03job\0\0\0\0\0\0\x01\x02".as_slice(),
            b"\x01a\x02bc\0\x06\0\x01",
            &[7; 32],
            b"\0\0\0\0\0\0\0\0\0\0\x09\0\0\0\0\0\0\0\x0a",
        ]
        .concat();
        assert_eq!(record.bytes(), expected);
        assert_eq!(record.leaf(), leaf(&expected));
    }

    #[test]
    #[should_panic(expected = "known name")]
    fn unknown_transitions_have_no_bytes() {
        Record::default().bytes();
    }
}
