//! What a node answers.

use cosmwasm_std::Event;

/// What a node says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Its chain.
    pub chain_id: String,
    /// Its newest block.
    pub height: u64,
    /// Time of that block, Unix seconds.
    pub time: u64,
    /// Time of that block as the node writes it.
    pub time_text: String,
    /// Whether it still loads blocks.
    pub catching_up: bool,
    /// Version of CometBFT.
    pub version: String,
}

/// The answer to a query of the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbciAnswer {
    /// Zero if it was answered.
    pub code: u32,
    /// Codespace of the error.
    pub codespace: String,
    /// Text of the error.
    pub log: String,
    /// The answer.
    pub value: Vec<u8>,
    /// The height whose state was asked.
    pub height: u64,
}

/// The node's first check of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Zero if it was taken.
    pub code: u32,
    /// Codespace of the error.
    pub codespace: String,
    /// Text of the error.
    pub log: String,
    /// Hash of the transaction, hexadecimal.
    pub hash: String,
}

/// What became of a transaction in its block.
#[derive(Clone, Debug, PartialEq)]
pub struct TxResult {
    /// Zero if it succeeded.
    pub code: u32,
    /// Codespace of the error.
    pub codespace: String,
    /// Text of the error.
    pub log: String,
    /// The answers of its messages, in protobuf.
    pub data: Vec<u8>,
    /// Its gas limit.
    pub gas_wanted: u64,
    /// What it used.
    pub gas_used: u64,
    /// Its events.
    pub events: Vec<Event>,
}

/// A transaction in a block.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundTx {
    /// Its hash, hexadecimal.
    pub hash: String,
    /// Its block.
    pub height: u64,
    /// What became of it.
    pub result: TxResult,
    /// The signed transaction.
    pub bytes: Vec<u8>,
}

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its height.
    pub height: u64,
    /// Its time, Unix seconds.
    pub time: u64,
    /// Nanoseconds of its time.
    pub nanos: u32,
    /// Its transactions.
    pub txs: Vec<Vec<u8>>,
}
