//! execution-ledger
