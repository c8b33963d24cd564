//! A ledger rebuilt from its events.
//!
//! What the events of an execution-ledger carry, and what not: every transition emits its record in canonical bytes,
//! so the mountain range, the state of every job and its end follow from them alone; prices, payouts, fees and failed
//! legs follow from the events beside. Events do **not** carry a job's texts, reviewer, arbiter, windows, deadline
//! (but after an extension) and payees: those are in the transactions and in the contract. [`compare`] checks what the
//! contract tells of them where it follows from what was replayed (the fee of a job).
//!
//! A node that pruned its transactions still has every record in the contract's state: [`export`] fills gaps from
//! there. Of such jobs the root, states and ends are rebuilt, the money is not; [`Replay::gaps`] tells which.

mod archive;
mod compare;
mod error;
mod export;
mod facts;
mod follow;
mod line;
mod machine;
mod outcome;
mod replayer;
mod settled;

pub use archive::{import, replay, replay_file};
pub use compare::{compare, Comparison, Difference};
pub use error::{ArchiveError, ReplayError};
pub use export::{export, ExportOptions, Exported, Progress};
pub use line::{End, EventLine, Header, Line, RecordLine, FORMAT};
pub use outcome::{Gap, Job, Money, Replay, Settled, Statistics};
