//! What the tracker refuses.

use axiom_kit::decay::DecayError;
use axiom_kit::KitError;
use cosmwasm_std::{Addr, StdError, Uint128};
use thiserror::Error;

use crate::domain::standing::StandingError;
use crate::domain::terms::TermsError;

/// Errors of contribution-tracker.
#[derive(Error, Debug, PartialEq)]
pub enum ContractError {
    /// Ownership, pause, form of a message, storage.
    #[error(transparent)]
    Kit(#[from] KitError),
    /// A setting is out of bounds.
    #[error(transparent)]
    Terms(#[from] TermsError),
    /// A change of standing does not fit.
    #[error(transparent)]
    Standing(#[from] StandingError),

    /// No such domain.
    #[error("domain {domain} is unknown: expected 1 to {domains}")]
    UnknownDomain {
        /// Asked for.
        domain: u32,
        /// How many there are.
        domains: u32,
    },
    /// The reporter has used this reference in this role before.
    #[error("{kind} {id} is recorded in role {role} already: expected a reference not used in that role")]
    AlreadyRecorded {
        /// Kind of the reference.
        kind: String,
        /// Number of the reference.
        id: u64,
        /// The role.
        role: String,
    },
    /// No such grant.
    #[error("grant {grant} is unknown: expected the number of a grant")]
    UnknownGrant {
        /// Asked for.
        grant: u64,
    },
    /// The grant was revoked or replaced.
    #[error("grant {grant} has ended: expected one that was neither revoked nor replaced")]
    GrantEnded {
        /// Asked for.
        grant: u64,
    },
    /// A new grant could never be spent.
    #[error("the last epoch {last_epoch} of the grant is over: expected {epoch} or later")]
    GrantOver {
        /// Given.
        last_epoch: u64,
        /// The epoch that is open.
        epoch: u64,
    },
    /// A score demanded beyond any that can be minted.
    #[error("a minimum score of {min} points: expected at most {max}")]
    MinScoreTooHigh {
        /// Given.
        min: Uint128,
        /// Most.
        max: Uint128,
    },
    /// The account never earned anything in the domain.
    #[error("'{account}' has no standing in domain {domain}: expected an account that earned points there")]
    NoStanding {
        /// The domain.
        domain: u32,
        /// The account.
        account: Addr,
    },
    /// Not a member of the cw4 group.
    #[error("'{address}' is no member: expected an account with a standing in the voting domain")]
    NotMember {
        /// The address.
        address: Addr,
    },
    /// The epoch has not ended.
    #[error("epoch {epoch} closes at unix second {end}, now it is {now}: expected a closed epoch")]
    EpochOpen {
        /// Asked for.
        epoch: u64,
        /// Unix seconds at which it closes.
        end: u64,
        /// Unix seconds of the block.
        now: u64,
    },
    /// Members cannot be set.
    #[error("members cannot be set, weight is earned: expected reports within budgets")]
    WeightIsEarned {},
    /// The admin cannot be set in one step.
    #[error(
        "the admin cannot be set in one step: expected update_ownership, offered and accepted"
    )]
    TwoSteps {},
    /// Ownership was given up.
    #[error("the tracker has no owner: expected ownership not to be given up")]
    NoOwner {},
}

impl From<StdError> for ContractError {
    fn from(error: StdError) -> Self {
        Self::Kit(error.into())
    }
}

impl From<DecayError> for ContractError {
    fn from(error: DecayError) -> Self {
        Self::Standing(error.into())
    }
}
