//! Published keys of governance-dao.

/// Namespace of proposal heads: (proposal u64) -> packed; the first byte is the format.
pub const PROPOSALS: &str = "p";
/// Namespace of tallies: (proposal u64) -> packed yes, no, abstain.
pub const TALLIES: &str = "t";
