//! What this contract refuses.

use axiom_kit::mmr::KitMmrError;
use axiom_kit::KitError;
use cosmwasm_std::{Addr, StdError};
use thiserror::Error;

/// Errors of state-registry. An error changes nothing.
#[derive(Error, Debug, PartialEq)]
pub enum ContractError {
    /// A check of the kit: ownership, pause, coins, form of a text, version, storage.
    #[error(transparent)]
    Kit(#[from] KitError),
    /// A mountain range that storage does not hold.
    #[error(transparent)]
    Range(#[from] KitMmrError),

    /// The sender's entry is live.
    #[error("'{participant}' is registered until unix second {expires}: expected no entry or an expired one")]
    Live {
        /// Whose entry.
        participant: Addr,
        /// Unix seconds at which its lease ends.
        expires: u64,
    },
    /// There is no entry.
    #[error("'{participant}' is not registered: expected an entry in this registry")]
    NotRegistered {
        /// Whose entry is missing.
        participant: Addr,
    },
    /// The entry's lease has ended.
    #[error(
        "the lease of '{participant}' ended at unix second {expired}: expected a lease that runs"
    )]
    LeaseEnded {
        /// Whose lease.
        participant: Addr,
        /// Unix seconds at which it ended.
        expired: u64,
    },
    /// A renewal for somebody who is no agent of the sender.
    #[error("'{participant}' is neither '{sender}' nor its agent: expected the sender or an agent bound to it")]
    NotYours {
        /// Whose lease.
        participant: Addr,
        /// Who asked.
        sender: Addr,
    },
    /// A renewal before its window.
    #[error("the lease of '{participant}' runs too long to be renewed: expected a renewal from unix second {possible_at} on")]
    TooEarly {
        /// Whose lease.
        participant: Addr,
        /// Unix seconds from which a renewal is taken.
        possible_at: u64,
    },
    /// A lease outside its bounds.
    #[error("a lease of {seconds} seconds: expected {min} to {max}")]
    LeaseOutOfRange {
        /// Asked for.
        seconds: u64,
        /// Shortest allowed.
        min: u64,
        /// Longest allowed.
        max: u64,
    },
    /// A renewal window as long as the lease.
    #[error(
        "a renewal window of {window} seconds: expected less than the lease of {lease_seconds}"
    )]
    WindowTooLong {
        /// Asked for.
        window: u64,
        /// The lease asked for.
        lease_seconds: u64,
    },

    /// A binding to oneself.
    #[error("'{account}' cannot be its own principal: expected two accounts")]
    SelfBinding {
        /// Who.
        account: Addr,
    },
    /// A principal that is itself somebody's agent.
    #[error("'{principal}' is bound to '{bound_to}': expected a principal that is nobody's agent")]
    PrincipalIsAgent {
        /// Who would be principal.
        principal: Addr,
        /// Its own principal.
        bound_to: Addr,
    },
    /// An agent that is itself a principal.
    #[error(
        "'{agent}' is principal of {agents} agents: expected an agent that is nobody's principal"
    )]
    AgentIsPrincipal {
        /// Who would be bound.
        agent: Addr,
        /// Its own agents.
        agents: u32,
    },
    /// Nothing was offered to the agent by that principal.
    #[error("'{principal}' offered no binding to '{agent}': expected an offer")]
    NoOffer {
        /// The principal.
        principal: Addr,
        /// The agent.
        agent: Addr,
    },
    /// The offer has another route than the agent saw.
    #[error("the route is not the one that '{principal}' offered: expected the same payees, parts and order")]
    RouteDiffers {
        /// The principal.
        principal: Addr,
    },
    /// The account is bound to nobody.
    #[error("'{agent}' is bound to nobody: expected a bound agent")]
    NotBound {
        /// Who.
        agent: Addr,
    },
    /// A stranger to the binding.
    #[error("'{sender}' has no part in the binding of '{agent}': expected the agent or its principal '{principal}'")]
    NotPartyToBinding {
        /// The agent.
        agent: Addr,
        /// Its principal.
        principal: Addr,
        /// Who tried.
        sender: Addr,
    },

    /// There is no such space.
    #[error("there is no space {space}: expected the number of an open space")]
    NoSpace {
        /// The number asked for.
        space: u64,
    },
    /// Only its owner may do that to a space.
    #[error("'{sender}' does not own space {space}: expected its owner '{owner}'")]
    NotSpaceOwner {
        /// The space.
        space: u64,
        /// Its owner.
        owner: Addr,
        /// Who tried.
        sender: Addr,
    },
    /// An offer of a space to its owner.
    #[error("'{account}' owns space {space} already: expected another account")]
    OwnsSpaceAlready {
        /// The space.
        space: u64,
        /// Its owner.
        account: Addr,
    },
    /// No offer to withdraw.
    #[error("space {space} is offered to nobody: expected an offer to withdraw")]
    NothingOffered {
        /// The space.
        space: u64,
    },
    /// The space was not offered to the sender.
    #[error("space {space} is not offered to '{sender}': expected the account it was offered to")]
    NotOfferedTo {
        /// The space.
        space: u64,
        /// Who tried.
        sender: Addr,
    },
    /// The writer rule does not let the sender write.
    #[error("'{sender}' may not write in space {space}: expected its owner or an account that its writer rule admits")]
    NotWriter {
        /// The space.
        space: u64,
        /// Who tried.
        sender: Addr,
    },
    /// A key that is empty, too long or not printable.
    #[error("a key of {len} bytes: expected 1 to {max} of printable ascii")]
    BadCellKey {
        /// Bytes given.
        len: usize,
        /// Most bytes allowed.
        max: usize,
    },
    /// A value beyond the bound.
    #[error("the value of '{key}' has {len} bytes: expected at most {max}")]
    ValueTooLong {
        /// The key.
        key: String,
        /// Bytes given.
        len: usize,
        /// Most bytes allowed.
        max: usize,
    },
    /// A life of no length or beyond the bound.
    #[error("'{key}' would live {ttl} seconds: expected 1 to {max}, or none for ever")]
    BadTtl {
        /// The key.
        key: String,
        /// Seconds given.
        ttl: u64,
        /// Most seconds allowed.
        max: u64,
    },
    /// Somebody else wrote first, or the writer saw no such version.
    #[error("'{key}' has version {found}: expected {expected}, which the writer saw")]
    VersionConflict {
        /// The key.
        key: String,
        /// Version that the writer saw.
        expected: u64,
        /// Version that is stored; 0 for none.
        found: u64,
    },
    /// More leaves than the space has.
    #[error("space {space} has {has} leaves, not {leaves}: expected at most what it has")]
    LeavesAhead {
        /// The space.
        space: u64,
        /// Asked for.
        leaves: u64,
        /// What it has.
        has: u64,
    },
    /// A number that cannot grow any more.
    #[error("the counter of {counter} is full: expected room for one more")]
    CounterFull {
        /// Which.
        counter: &'static str,
    },
}

impl From<StdError> for ContractError {
    fn from(error: StdError) -> Self {
        Self::Kit(KitError::Std(error))
    }
}
