//! The rule tree: one grammar for gates and conditions.

use crate::json::Json;
use cosmwasm_schema::cw_serde;
use cosmwasm_std::Uint128;

use crate::registry::ParticipantKind;

/// A condition on one account. At most 4 levels and 16 leaves.
#[cw_serde]
#[derive(Json)]
pub enum Rule {
    /// True for everybody.
    Anyone {},
    /// True if each part is true; at least one part.
    All {
        /// The parts.
        rules: Vec<Rule>,
    },
    /// True if one part is true; at least one part.
    Any {
        /// The parts.
        rules: Vec<Rule>,
    },
    /// True if the part is false.
    Not {
        /// The part.
        rule: Box<Rule>,
    },
    /// True if at least `count` parts are true; `count` is 1 to the number of parts.
    AtLeast {
        /// How many.
        count: u8,
        /// The parts.
        rules: Vec<Rule>,
    },
    /// The account is registered with a lease that runs, of this kind if one is named.
    Registered {
        /// The kind demanded, or any.
        kind: Option<ParticipantKind>,
    },
    /// The account is registered, live, and lists this capability.
    Capability {
        /// A slug.
        name: String,
    },
    /// The account's decayed score in a domain, in points, is at least `min`.
    MinScore {
        /// The tracker read; that of the economy if none is named.
        tracker: Option<String>,
        /// Number of the domain.
        domain: u32,
        /// Points.
        min: Uint128,
    },
    /// The account is one of these; 1 to 32, no duplicates.
    Member {
        /// The list.
        addresses: Vec<String>,
    },
}
