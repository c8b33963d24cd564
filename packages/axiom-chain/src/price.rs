//! The price list: what a transaction would cost on a wasmd chain, from what was counted.
//!
//! Measured on wasmd v0.70.3 (within 2 % on v0.60.8), `gas_used` of single-message transactions of
//! accounts that had sent before. "Anchors" is the table of primitives, measured one by one; "fit" the
//! best line through the messages of `docs/gas.md` that keeps its anchor. Computing costs next to nothing:
//! what contracts compute around their storage, their messages and signatures is in those prices.

use serde::Serialize;

/// A transaction with one call of an empty `execute`, its contract loaded (anchors).
pub const TX_CALL: u64 = 114_500;
/// A transaction with one bank send (anchors).
pub const TX_BANK: u64 = 68_900;
/// A transaction that only changes an admin (chain facts: `UpdateAdmin`).
pub const TX_OTHER: u64 = 61_000;
/// A smart query from outside: the load of the contract, as inside a transaction (anchors).
pub const QUERY_BASE: u64 = 65_800;
/// First call of a further code in the transaction (anchors: submessage, empty, plain).
pub const CALL_FIRST: u64 = 65_000;
/// Further call of a code that is already loaded (anchors).
pub const CALL_FURTHER: u64 = 6_100;
/// First smart query of a further code in the transaction (anchors).
pub const SMART_QUERY_FIRST: u64 = 65_800;
/// Further smart query of a code that is already loaded (anchors).
pub const SMART_QUERY_FURTHER: u64 = 7_000;
/// A reply to the caller of a submessage (anchors: 70,000 with reply against 65,000 without).
pub const REPLY: u64 = 5_000;
/// What the first raw query of a transaction costs above the further ones (anchors: 2,000).
pub const RAW_QUERY_FIRST_EXTRA: u64 = 860;
/// A raw query of another contract, one key (anchors); its value costs [`READ_BYTE`] per byte.
pub const RAW_QUERY: u64 = 1_140;
/// A query of a balance, a contract's or a code's information. Not measured: the flat cost of a
/// read, twice.
pub const OTHER_QUERY: u64 = 2_200;
/// A write, before its bytes (anchors 3,000 + 30 per byte of key and value; fit 150 for encoding).
pub const WRITE: u64 = 3_150;
/// A byte of key or value written (anchors).
pub const WRITE_BYTE: u64 = 30;
/// A read, before its bytes (anchors 1,100 + 3 per byte of key and value; fit 40 for decoding).
pub const READ: u64 = 1_140;
/// A byte of key or value read (anchors).
pub const READ_BYTE: u64 = 3;
/// A removal: the SDK's flat 1,000 and the call out of the contract, as for a read.
pub const DELETE: u64 = 1_140;
/// One step of a range, before its bytes (anchors: ten records of 170 B for 7,400).
pub const RANGE_STEP: u64 = 200;
/// A bank send by a contract, or of the funds of a message (anchors).
pub const BANK_SEND: u64 = 19_300;
/// What the first of them costs above the further ones (anchors: 19,900).
pub const BANK_SEND_FIRST_EXTRA: u64 = 600;
/// An event, before its attributes (wasmd's charge for a custom event).
pub const EVENT: u64 = 20;
/// An attribute, before its bytes (wasmd's charge).
pub const ATTRIBUTE: u64 = 10;
/// Ten bytes of attribute key and value (anchors: 180 for a 64 B value under a short key).
pub const TEN_ATTRIBUTE_BYTES: u64 = 25;
/// A byte of a message of the transaction (the chain's parameter `tx_size_cost_per_byte`).
pub const MESSAGE_BYTE: u64 = 10;
/// A byte of JSON with which a contract is called or asked: it is copied and decoded (fit).
pub const CALL_BYTE: u64 = 1;
/// What creating a contract costs above a call (anchors: 29,500, from an instantiate2 transaction with one
/// `u64` of state; fit 4,000 for its label, its history and the events of a real one).
pub const INSTANTIATE_EXTRA: u64 = 33_500;
/// What a migration costs above a call: 213,500 for a self-migration, less the two calls and the
/// write of the version (chain facts).
pub const MIGRATE_EXTRA: u64 = 26_000;
/// A secp256k1 signature verified (anchors 690, further; fit 240 for the hash that is signed and the key's address).
pub const SIGNATURE: u64 = 930;
/// An address validated (anchors, further).
pub const ADDRESS: u64 = 14;

/// What kind of transaction a report is about: it decides the base price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// Its first message calls a contract (executes, instantiates or migrates one).
    #[default]
    Call,
    /// Its first message is a bank send.
    Bank,
    /// Its first message is something else (changes an admin).
    Other,
    /// A smart query from outside, no transaction.
    Query,
}

/// What was counted while a transaction (or query) ran. Work of submessages that failed and were
/// rolled back is counted too, as a chain charges it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Codes loaded by a call, the first contract of the transaction not counted.
    pub calls_first: u64,
    /// Calls of a code that was loaded already.
    pub calls_further: u64,
    /// Codes loaded by a smart query.
    pub smart_queries_first: u64,
    /// Smart queries of a code that was loaded already.
    pub smart_queries_further: u64,
    /// Contracts created.
    pub instantiations: u64,
    /// Contracts migrated.
    pub migrations: u64,
    /// Bytes of the messages with which contracts were created or migrated; the chain keeps them.
    pub kept_message_bytes: u64,
    /// Replies delivered.
    pub replies: u64,
    /// Raw queries of contracts.
    pub raw_queries: u64,
    /// Bytes of the keys that raw queries name, and of the answers.
    pub raw_query_bytes: u64,
    /// Queries of balances and of contract and code information.
    pub other_queries: u64,
    /// Reads of a contract's own storage.
    pub reads: u64,
    /// Bytes of key and value read.
    pub read_bytes: u64,
    /// Writes to storage.
    pub writes: u64,
    /// Bytes of key and value written.
    pub write_bytes: u64,
    /// Removals from storage.
    pub deletes: u64,
    /// Keys of `reads`, each once.
    pub keys_read: u64,
    /// Bytes of those keys and of their values.
    pub keys_read_bytes: u64,
    /// Keys that have another value at the end than at the beginning.
    pub keys_changed: u64,
    /// Bytes of those keys and of their last values.
    pub keys_changed_bytes: u64,
    /// Keys that have a value at the beginning and none at the end.
    pub keys_removed: u64,
    /// Records that ranges walked over.
    pub range_steps: u64,
    /// Bytes of key and value of those records.
    pub range_bytes: u64,
    /// Bank sends executed, funds of messages included.
    pub bank_sends: u64,
    /// Events emitted by contracts.
    pub events: u64,
    /// Attributes of those events.
    pub attributes: u64,
    /// Bytes of key and value of those attributes.
    pub attribute_bytes: u64,
    /// Bytes of JSON in the transaction's own messages.
    pub message_bytes: u64,
    /// Bytes of JSON that contracts were called and asked with, those of the transaction's own messages included.
    pub call_bytes: u64,
    /// Submessages emitted without a reply (information, priced through the calls they make).
    pub submessages_plain: u64,
    /// Submessages emitted with a reply (information, priced through calls and replies).
    pub submessages_reply: u64,
    /// Signatures verified.
    pub signatures: u64,
    /// Addresses validated.
    pub addresses: u64,
}

/// What a transaction costs on a wasmd chain. On the embedded chain an estimate: each price reproduces its measured
/// primitive within 5 %. On a node `total` is what the node measured, and the rest is not known (zero).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GasReport {
    /// The whole price: `fixed + above`.
    pub total: u64,
    /// The transaction itself and each code loaded in it: no contract can save this.
    pub fixed: u64,
    /// All the rest: storage, queries, further calls, replies, events, message bytes, sends.
    pub above: u64,
    /// What cannot be saved at these prices: `fixed`, message bytes, calls, replies, queries, ranges, signatures and
    /// sends as counted; each key read once that is read, and written once that changes.
    pub floor: u64,
    /// What was counted.
    pub counts: Counts,
}

/// Prices what was counted.
pub fn price(base: Base, counts: Counts) -> GasReport {
    let base_price = match base {
        Base::Call => TX_CALL,
        Base::Bank => TX_BANK,
        Base::Other => TX_OTHER,
        Base::Query => QUERY_BASE,
    };
    let fixed = base_price
        + counts.calls_first * CALL_FIRST
        + counts.smart_queries_first * SMART_QUERY_FIRST;
    let needed = calls(&counts)
        + bank_sends(base, counts.bank_sends)
        + counts.range_steps * RANGE_STEP
        + counts.range_bytes * READ_BYTE
        + counts.message_bytes * MESSAGE_BYTE
        + counts.call_bytes * CALL_BYTE
        + counts.signatures * SIGNATURE;
    let above = needed
        + storage(&counts)
        + counts.events * EVENT
        + counts.attributes * ATTRIBUTE
        + counts.attribute_bytes * TEN_ATTRIBUTE_BYTES / 10
        + counts.addresses * ADDRESS;
    let floor = fixed + needed + least_storage(&counts);
    GasReport { total: fixed + above, fixed, above, floor, counts }
}

fn calls(counts: &Counts) -> u64 {
    counts.calls_further * CALL_FURTHER
        + counts.smart_queries_further * SMART_QUERY_FURTHER
        + counts.instantiations * INSTANTIATE_EXTRA
        + counts.migrations * MIGRATE_EXTRA
        + counts.kept_message_bytes * WRITE_BYTE
        + counts.replies * REPLY
        + counts.raw_queries * RAW_QUERY
        + counts.raw_queries.min(1) * RAW_QUERY_FIRST_EXTRA
        + counts.raw_query_bytes * READ_BYTE
        + counts.other_queries * OTHER_QUERY
}

fn storage(counts: &Counts) -> u64 {
    counts.writes * WRITE
        + counts.write_bytes * WRITE_BYTE
        + counts.reads * READ
        + counts.read_bytes * READ_BYTE
        + counts.deletes * DELETE
}

fn least_storage(counts: &Counts) -> u64 {
    counts.keys_changed * WRITE
        + counts.keys_changed_bytes * WRITE_BYTE
        + counts.keys_read * READ
        + counts.keys_read_bytes * READ_BYTE
        + counts.keys_removed * DELETE
}

fn bank_sends(base: Base, sends: u64) -> u64 {
    match base {
        // The price of the transaction includes its first send.
        Base::Bank => sends.saturating_sub(1) * BANK_SEND,
        Base::Call | Base::Other | Base::Query => {
            sends * BANK_SEND + sends.min(1) * BANK_SEND_FIRST_EXTRA
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each row is a measured figure of the anchors that the list has to reproduce within 5 %. The
    /// rows of creation and migration guard their own prices, which were derived from them.
    #[test]
    fn the_list_reproduces_what_was_measured() {
        let none = Counts::default;
        let written = |bytes| Counts { writes: 1, write_bytes: bytes, ..none() };
        let above_cases = [
            ("write 32 B", written(9 + 32), 4_200),
            ("write 200 B", written(9 + 200), 9_300),
            ("write 1,000 B", written(9 + 1_000), 33_300),
            ("read 170 B", Counts { reads: 1, read_bytes: 9 + 170, ..none() }, 1_630),
            (
                "range over ten records",
                Counts { range_steps: 10, range_bytes: 10 * 179, ..none() },
                7_400,
            ),
            ("raw query", Counts { raw_queries: 1, ..none() }, 2_000),
            ("bank send", Counts { bank_sends: 1, ..none() }, 19_900),
            ("further call with reply", Counts { calls_further: 1, replies: 1, ..none() }, 11_000),
            (
                "attribute with a 64 B value",
                Counts { attributes: 1, attribute_bytes: 4 + 64, ..none() },
                180,
            ),
            (
                "10,000 B in a message, stored",
                Counts {
                    message_bytes: 10_000,
                    call_bytes: 10_000,
                    writes: 1,
                    write_bytes: 10_000,
                    ..none()
                },
                414_000,
            ),
        ];
        for (name, counts, measured) in above_cases {
            let got = price(Base::Call, counts).above;
            assert!(got.abs_diff(measured) * 20 <= measured, "{name}: {got}, not {measured}");
        }
        let total_cases = [
            ("empty call", Base::Call, none(), 114_500),
            ("bank send", Base::Bank, Counts { bank_sends: 1, ..none() }, 68_900),
            (
                "instantiate2 with one u64",
                Base::Call,
                Counts { instantiations: 1, writes: 1, write_bytes: 17, ..none() },
                147_600,
            ),
            (
                "self-migration",
                Base::Call,
                Counts { calls_first: 1, migrations: 1, writes: 1, write_bytes: 70, ..none() },
                213_500,
            ),
        ];
        for (name, base, counts, measured) in total_cases {
            let got = price(base, counts).total;
            assert!(got.abs_diff(measured) * 20 <= measured, "{name}: {got}, not {measured}");
        }
    }

    #[test]
    fn fixed_holds_the_transaction_and_the_codes_it_loads() {
        let counts = Counts {
            calls_first: 2,
            smart_queries_first: 1,
            calls_further: 3,
            ..Counts::default()
        };
        let report = price(Base::Call, counts);
        assert_eq!(report.fixed, TX_CALL + 2 * CALL_FIRST + SMART_QUERY_FIRST);
        assert_eq!(report.above, 3 * CALL_FURTHER);
        assert_eq!(report.total, report.fixed + report.above);
    }
}
