//! Economies: templates, plans, founding, verification, upgrades, audits.
//!
//! A [`Template`] says what is founded; [`plan`] what that would do on a chain; [`apply`] does it, step by step, and
//! keeps it in a file of [`Deployments`]. [`verify`] checks an economy, [`audit`] reports on its health, [`upgrade`] makes
//! the proposal that moves it to a new release. The chain is a [`Ground`]: a node behind its RPC ([`NodeGround`]) or the
//! chain of a story ([`StoryGround`]). Nothing here prints or asks: who calls decides.

mod apply;
mod audit;
mod deployment;
mod error;
mod ground;
mod names;
mod owner;
mod plan;
mod release;
mod role;
mod site;
mod template;
mod upgrade;
mod verify;

pub use apply::{apply, Progress, Quiet, Tools};
pub use audit::{audit, Audit, Halt, Lens, Replay, Replayed, Replayer, Solvency};
pub use deployment::{DeployedCode, DeployedContract, Deployment, Deployments, DoneStep, Listed};
pub use error::EconomyError;
pub use ground::{
    ask, Code, Contract, Drafting, Ground, GroundError, NodeGround, Receipt, StoryGround, Task,
    Uploads,
};
pub use names::check_name;
pub use owner::{Owner, OwnerKind};
pub use plan::{
    plan, resume, ClosedUploads, Measure, OwnerTask, Plan, PlannedCode, PlannedContract,
    PlannedStep, TemplateMark, Wanted,
};
pub use release::{Folder, Release, WasmSource};
pub use role::Role;
pub use site::{Place, Site};
pub use template::{Call, Filled, Override, Proposal, Template, Variable};
pub use upgrade::{upgrade, Move, Upgrade, Wish};
pub use verify::{verify, Check, Report, Verdict};
