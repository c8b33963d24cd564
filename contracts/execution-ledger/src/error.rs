//! Errors of the ledger. Every error leaves the state as it was.

use axiom_kit::math::MathError;
use axiom_kit::mmr::KitMmrError;
use axiom_kit::KitError;
use axiom_types::ledger::JobState;
use cosmwasm_std::StdError;
use thiserror::Error;

use crate::domain::posting::TermsError;

/// What the ledger refuses.
#[derive(Error, Debug, PartialEq)]
pub enum ContractError {
    /// Storage, serialisation or a query failed.
    #[error(transparent)]
    Std(#[from] StdError),
    /// A rule that all contracts share: ownership, pause, form of messages, versions, replies.
    #[error(transparent)]
    Kit(#[from] KitError),
    /// Bad terms of a job or bad settings.
    #[error(transparent)]
    Terms(#[from] TermsError),
    /// An amount cannot be computed from damaged terms.
    #[error(transparent)]
    Math(#[from] MathError),
    /// The mountain range refused: no such leaf, or not so many leaves.
    #[error(transparent)]
    Mmr(#[from] KitMmrError),

    /// There is no such job.
    #[error("job {job} is unknown: expected a number that post_job answered")]
    UnknownJob {
        /// The number.
        job: u64,
    },
    /// There is no such record.
    #[error("record {seq} is unknown: expected a number below {records}")]
    UnknownRecord {
        /// The number.
        seq: u64,
        /// How many there are.
        records: u64,
    },
    /// The job is not in a state for that.
    #[error("job {job} is {}: {action} expects {expected}", state.name())]
    WrongState {
        /// The job.
        job: u64,
        /// Where it stands.
        state: JobState,
        /// What was tried.
        action: &'static str,
        /// States in which it is possible.
        expected: &'static str,
    },
    /// The sender has no such part in the job.
    #[error("'{sender}' may not do that to job {job}: expected {expected}")]
    NotAllowed {
        /// The job.
        job: u64,
        /// Who tried.
        sender: String,
        /// Who may.
        expected: &'static str,
    },
    /// The waiting state is over; its default applies.
    #[error("the deadline of job {job} passed at unix second {ended_at}: expected expire")]
    DeadlinePassed {
        /// The job.
        job: u64,
        /// When.
        ended_at: u64,
    },
    /// The waiting state is not over yet.
    #[error("job {job} waits until unix second {until} and block {height}: expected expire from then on")]
    DeadlineAhead {
        /// The job.
        job: u64,
        /// Unix seconds at which it ends as far as is known.
        until: u64,
        /// Block from which it can end.
        height: u64,
    },
    /// The gate of an open job is closed for the sender.
    #[error("'{sender}' does not meet the gate of job {job}: expected an account that does")]
    GateClosed {
        /// The job.
        job: u64,
        /// Who tried.
        sender: String,
    },
    /// A paid job needs an escrow.
    #[error("the ledger has no distributor: expected a voluntary job")]
    NoDistributor {},
    /// The tracker has no such domain.
    #[error("domain {domain} is unknown to the tracker: expected one of its domains")]
    UnknownDomain {
        /// The domain.
        domain: u32,
    },
    /// The registry answered a payout split that is none.
    #[error(
        "the payout split of '{worker}' is malformed: expected 1 to 8 shares that sum to 10000"
    )]
    BadRoute {
        /// The worker.
        worker: String,
    },
    /// An extension below the shortest window.
    #[error("an extension of {seconds} seconds: expected at least {min}")]
    ExtensionTooShort {
        /// Asked for.
        seconds: u64,
        /// Least.
        min: u64,
    },
    /// More extension than is left.
    #[error("an extension of {seconds} seconds: expected at most {left}")]
    ExtensionTooLong {
        /// Asked for.
        seconds: u64,
        /// What is left of a year.
        left: u64,
    },
    /// No such failed leg.
    #[error("the {leg} leg of job {job} is not pending: expected a leg of the pending_legs query")]
    NoPendingLeg {
        /// The job.
        job: u64,
        /// The leg.
        leg: &'static str,
    },
    /// A peer is another contract than it should be.
    #[error("the {role} at '{address}' is '{found}': expected '{expected}'")]
    WrongPeer {
        /// Registry, tracker or distributor.
        role: &'static str,
        /// Where.
        address: String,
        /// Name that it answers, cut to 60 characters.
        found: String,
        /// Name that it should answer.
        expected: &'static str,
    },
    /// A peer does not answer.
    #[error("the {role} at '{address}' does not answer: expected a contract that answers info")]
    SilentPeer {
        /// Registry, tracker or distributor.
        role: &'static str,
        /// Where.
        address: String,
    },
    /// The registry did not tell the number of the ledger's space.
    #[error("the registry answered no space: expected the data of create_space")]
    NoSpace {},
}
