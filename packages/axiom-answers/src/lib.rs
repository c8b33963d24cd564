//! Answers to what people ask of an economy: what can I do now, where does my job stand, what would this proposal do,
//! what can I claim, what was I paid. Plain typed data that serialises with stable names; whoever asks decides how it
//! looks.
//!
//! A [`Source`] is a chain that can be asked: any [`axiom_chain::Chain`], or a node by way of [`NodeSource`].
//! [`Answers`] are asked about one [`Economy`]. Every list is read as far as a [`Budget`] allows, and says if there is
//! more. What the contracts answer themselves is never computed anew here. [`propose`] goes the other way: from an
//! intent to a proposal that a track admits.
//!
//! ```no_run
//! use axiom_answers::{Answers, NodeSource};
//! use axiom_client::{Client, Config};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::connect(Config::new("http://127.0.0.1:26657", "0.025stake".parse()?))?;
//! let source = NodeSource::new(&client);
//! let answers = Answers::of_dao(&source, "wasm1dao...")?;
//! for deadline in answers.me("wasm1alice...")?.deadlines {
//!     println!("{}: {}", axiom_answers::date_text(deadline.at), deadline.text);
//! }
//! # Ok(())
//! # }
//! ```

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod ask;
mod claimable;
mod due;
mod economy;
mod error;
mod gate;
mod health;
mod history;
mod job;
mod me;
mod participant;
mod plain;
mod proposal;
pub mod propose;
mod source;
mod watch;

pub use ask::{Answered, Answers, Budget, Listing};
pub use claimable::{ClaimMessage, Claimable, PoolClaim, PoolProblem};
pub use due::{date_text, span_text, Deadline, Due, Subject};
pub use economy::{ContractName, Economy};
pub use error::AnswerError;
pub use health::{ContractHealth, Count, Health, JobCounts};
pub use history::{to_csv, Direction, History, HistoryKind, HistoryRow};
pub use job::{
    percent, JobAction, JobAnswer, JobMoney, JobNext, Move, Outcome, Parties, Role, Split, Step,
    Who,
};
pub use me::{JobLine, Me, MyProposal, MyWork, RetryLine};
pub use participant::{Balances, DomainScore, ParticipantAnswer, Registration, Weight};
pub use plain::{plain_messages, Amount, Change, PlainMessage};
pub use proposal::{Ballot, ProposalAction, ProposalAnswer, ProposalNext, Tally};
pub use source::{
    ContractFacts, EventFilter, EventMatch, EventPage, Moment, NodeSource, Source, SourceError,
    TxEvents, MAX_EVENT_PAGE,
};
pub use watch::{catalogue, Cursor, Watched, WatchedEvent};
