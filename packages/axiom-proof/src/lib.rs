//! Proofs of records, and the ledger replayed from its events.
