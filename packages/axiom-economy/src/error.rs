//! What can go wrong with an economy. Each text says what is wrong, what was expected and the next step.

use crate::ground::GroundError;
use crate::role::Role;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum EconomyError {
    /// The chain, or the way to it.
    #[error(transparent)]
    Ground(#[from] GroundError),
    /// The chain refused a step.
    #[error("step {step} was refused: {source}. What was done before stays: mend the cause and run the same again")]
    Step {
        /// The step.
        step: String,
        /// What the chain said.
        source: GroundError,
    },

    // ---- templates ----
    /// No template of that name.
    #[error("there is no template {name:?}: name one of {known}, or a file")]
    NoTemplate {
        /// What was asked for.
        name: String,
        /// Those that are built in.
        known: String,
    },
    /// A file that cannot be read.
    #[error("cannot read {path}: {why}. Check the path and who may read it")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        why: String,
    },
    /// A template that is no JSON.
    #[error("template {name} is no JSON: {why}. Mend it there; {next}")]
    NotJson {
        /// The template.
        name: String,
        /// What is wrong, with line and column.
        why: String,
        /// What to look at.
        next: &'static str,
    },
    /// A template that does not fit.
    #[error("template {name} does not fit: {}", .problems.join("; "))]
    Template {
        /// The template.
        name: String,
        /// What is wrong, each with its path.
        problems: Vec<String>,
    },
    /// Variables without a value.
    #[error("template {name} leaves open {}: give each a value with --set NAME=value", .open.join(", "))]
    Unresolved {
        /// The template.
        name: String,
        /// The variables, each with the first path at which it stands.
        open: Vec<String>,
    },
    /// A change that cannot be made.
    #[error("--set {given}: {why}")]
    Set {
        /// What was given.
        given: String,
        /// What is wrong with it and what is expected.
        why: String,
    },

    // ---- plans ----
    /// A name that is none.
    #[error("{name:?} is no name of an economy: give 1 to 32 of a-z, 0-9 and -")]
    Name {
        /// What was given.
        name: String,
    },
    /// A salt of the wrong length.
    #[error("the salt has {bytes} bytes: give 1 to 60")]
    Salt {
        /// Its length.
        bytes: usize,
    },
    /// Something that is no address of this chain.
    #[error("{what} {given:?} is no address of this chain: expected one like {like}1…")]
    Address {
        /// What it should be.
        what: String,
        /// What was given.
        given: String,
        /// Prefix of the chain's addresses.
        like: String,
    },
    /// A contract to be adopted that is none, or another one.
    #[error("{address} cannot be adopted as {contract}: it is {found}. Name the address of a {contract}")]
    Adopt {
        /// What it should be.
        contract: Role,
        /// The address.
        address: String,
        /// What it is.
        found: String,
    },
    /// Settings that do not go together.
    #[error("{what}")]
    Unsuited {
        /// What is wrong and what to do.
        what: String,
    },
    /// A release without such a contract.
    #[error("no checksum of {contract} is committed: build the contracts with `make dist` and this program again")]
    NoChecksum {
        /// The contract.
        contract: Role,
    },
    /// A Wasm file that is not there.
    #[error("the Wasm of {contract} cannot be read from {path}: {why}. Build the contracts with `make dist`, or name their folder")]
    NoArtifact {
        /// The contract.
        contract: Role,
        /// The file.
        path: String,
        /// What the system said.
        why: String,
    },
    /// A Wasm file that is another one.
    #[error("{path} is not the contract of this release: its checksum is {found}, expected {expected}. Build it again with `make dist`; nothing was uploaded")]
    ChangedArtifact {
        /// The file.
        path: String,
        /// The committed checksum, as hex.
        expected: String,
        /// That of the file, as hex.
        found: String,
    },
    /// Codes are missing and the chain does not let this account store them.
    #[error("the chain {chain_id} lets {allowed} store code, and {missing} are not there: submit the proposal that `axiom codes proposal` writes, and found after its vote")]
    UploadClosed {
        /// The chain.
        chain_id: String,
        /// Who may.
        allowed: String,
        /// The codes that are missing.
        missing: String,
    },
    /// The chain stored something else.
    #[error("the chain stored {contract} as code {code_id} with another checksum than {expected}: do not use it, and report the node")]
    StoredOther {
        /// The contract.
        contract: Role,
        /// The code.
        code_id: u64,
        /// The committed checksum, as hex.
        expected: String,
    },
    /// A part of an economy is there and another one is not.
    #[error("of the contracts at the addresses of this economy {present} are there and {absent} are not, which no founding leaves behind: choose another --salt")]
    HalfThere {
        /// Those that are there.
        present: String,
        /// Those that are not.
        absent: String,
    },

    // ---- deployments ----
    /// No such deployment.
    #[error("there is no deployment {path}: list them with `axiom economy list`, or found one with `axiom economy new`")]
    NoDeployment {
        /// Its file.
        path: String,
    },
    /// A deployment file that cannot be used.
    #[error("{path} is no deployment that can be used: {why}. Take it out of the way (nothing on the chain depends on it), and run the same command again: it finds what is on the chain")]
    Damaged {
        /// Its file.
        path: String,
        /// What is wrong.
        why: String,
    },
    /// A deployment file of something else.
    #[error("{path} belongs to another economy: {why}. Choose another name, or repeat the settings with which it was begun")]
    Foreign {
        /// Its file.
        path: String,
        /// What differs.
        why: String,
    },
    /// A file that cannot be written.
    #[error("cannot write {path}: {why}. {next}")]
    Unwritable {
        /// The file.
        path: String,
        /// What the system said.
        why: String,
        /// What to do, and what was done already.
        next: String,
    },
    /// The economy is on another chain.
    #[error("the economy {economy} is on the chain {expected}, and this is {found}: name the right chain")]
    OtherChain {
        /// The economy.
        economy: String,
        /// Its chain.
        expected: String,
        /// The chain that was asked.
        found: String,
    },
    /// Not yet founded.
    #[error("the economy {economy} is not founded yet: go on with `axiom economy new {economy}`")]
    Unfinished {
        /// The economy.
        economy: String,
    },

    // ---- upgrades ----
    /// Nothing to upgrade.
    #[error("nothing of {economy} can be upgraded to {version}: {why}")]
    NothingToUpgrade {
        /// The economy.
        economy: String,
        /// The new version.
        version: String,
        /// Why not.
        why: String,
    },
    /// An upgrade that would fail.
    #[error("{contract} cannot be upgraded to {what}: {why}")]
    Upgrade {
        /// The contract.
        contract: Role,
        /// The code or version.
        what: String,
        /// Why not, and the next step.
        why: String,
    },
}

impl From<axiom_client::ClientError> for EconomyError {
    fn from(error: axiom_client::ClientError) -> Self {
        Self::Ground(GroundError::Node(error))
    }
}
