//! What can go wrong between here and a chain. Each text says what is wrong and the next step.

use crate::clean::clean_error;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// No connection.
    #[error("cannot reach the node at {url}: {why}. Check the URL and that the node runs (a local one: `axiom devnet up`)")]
    Unreachable {
        /// The URL that was tried.
        url: String,
        /// What the network said.
        why: String,
    },
    /// Connected, but no answer in time.
    #[error("the node at {url} did not answer {method} within {seconds} s. Try again, raise the time-out, or use another node")]
    TimedOut {
        /// The URL that was tried.
        url: String,
        /// The method that was called.
        method: String,
        /// The time-out in seconds.
        seconds: u64,
    },
    /// Something answered that is no CometBFT RPC, or one that refuses.
    #[error("{url} answered with HTTP status {status} and no RPC answer. Check that this is the RPC URL of a node (often port 26657), and its rate limit")]
    Http {
        /// The URL that was tried.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// An answer that cannot be understood.
    #[error("the node's answer cannot be understood: {what}. Check that the URL is that of a CometBFT RPC of version 0.37 or newer")]
    Malformed {
        /// What was expected and what came.
        what: String,
    },
    /// Another chain than the expected one.
    #[error("the node belongs to the chain {found:?}, not to {expected:?}. Nothing was signed: correct the RPC URL or the chain id")]
    WrongChain {
        /// The chain id that was asked for.
        expected: String,
        /// The chain id that the node tells.
        found: String,
    },
    /// The node is still loading blocks.
    #[error("the node is still catching up (height {height}, block of {time}). Wait until it has caught up, or use another node")]
    CatchingUp {
        /// Its newest block.
        height: u64,
        /// Time of that block.
        time: String,
    },
    /// The newest block is too old.
    #[error("the node's newest block (height {height}) is {behind} s old, allowed are {allowed} s: the node lags or the chain stands still. Use another node, or wait")]
    Lagging {
        /// Its newest block.
        height: u64,
        /// Age of that block in seconds.
        behind: u64,
        /// How old it may be, seconds.
        allowed: u64,
    },
    /// An answer from an older height than one before.
    #[error("the node answered from height {now} after it had answered from {seen}: it was reset, or several nodes of different age share this URL. Use one node, or connect again")]
    WentBack {
        /// The height seen before.
        seen: u64,
        /// The height of this answer.
        now: u64,
    },
    /// The node refused a call.
    #[error("the node refused {method}: {message} (code {code}). Check the request; if the node is overloaded, try again later")]
    Node {
        /// The method that was called.
        method: String,
        /// Code of the JSON-RPC error.
        code: i64,
        /// Its message and data.
        message: String,
    },
    /// A query that was refused by the chain or by a contract.
    #[error("{text}")]
    Query {
        /// Codespace of the error.
        codespace: String,
        /// Its code.
        code: u32,
        /// What the contract or module said.
        text: String,
    },
    /// A transaction that was refused, by the node at once or in a block.
    #[error("{0}")]
    Refused(Box<TxFailure>),
    /// A transaction that was handed in and has not been seen in a block.
    #[error("transaction {hash} was handed in, but was in no block within {seconds} s. It may still be included: look for this hash before sending it again")]
    NotIncluded {
        /// Its hash.
        hash: String,
        /// How long was waited.
        seconds: u64,
    },
    /// A transaction whose last height has passed.
    #[error("transaction {hash} was in no block up to its last height {timeout_height}: it can no longer be included. Send it again")]
    Expired {
        /// Its hash.
        hash: String,
        /// Its last height.
        timeout_height: u64,
    },
    /// The connection broke while a transaction was handed in or waited for.
    #[error("the connection broke while transaction {hash} was handed in or waited for ({why}). It may still be included: look for this hash before sending it again")]
    Uncertain {
        /// Its hash.
        hash: String,
        /// What the network said.
        why: String,
    },
    /// The node keeps no index of transactions.
    #[error("the node keeps no index of transactions. Set `indexer = \"kv\"` in its config.toml, or use another node")]
    NoIndex,
    /// The node cannot simulate.
    #[error("the node offers no simulation (its gRPC and API servers are both off). Give a gas limit, or set `enable = true` under [grpc] in its app.toml")]
    NoSimulation,
    /// The account is not on the chain.
    #[error("the account {address} is not on the chain {chain_id}: it never received anything. Send it coins first (on a devnet: from the faucet account)")]
    NoAccount {
        /// Its address.
        address: String,
        /// The chain.
        chain_id: String,
    },
    /// A chain on which codes are stored by its governance.
    #[error("the chain {chain_id} lets {allowed} store code, and refused: {said}. Write proposals with `axiom codes proposal`, submit them, and found from the code ids that `axiom codes list` shows after the vote")]
    UploadClosed {
        /// The chain.
        chain_id: String,
        /// Who may store code.
        allowed: String,
        /// What the chain said.
        said: String,
    },
    /// Something that this client cannot send.
    #[error("{what} cannot be sent by this client. Use another message")]
    Unsupported {
        /// What it is.
        what: String,
    },
    /// A wrong setting or argument.
    #[error("{what}")]
    Invalid {
        /// What is wrong and what is expected.
        what: String,
    },
    /// A file cannot be read.
    #[error("{path} cannot be read: {why}. {next}")]
    File {
        /// Its path.
        path: String,
        /// What the system said.
        why: String,
        /// What to do about it.
        next: String,
    },
}

impl ClientError {
    pub(crate) fn malformed(what: impl Into<String>) -> Self {
        Self::Malformed { what: what.into() }
    }

    pub(crate) fn invalid(what: impl Into<String>) -> Self {
        Self::Invalid { what: what.into() }
    }

    /// The refused transaction, if this is one.
    pub fn refused(&self) -> Option<&TxFailure> {
        match self {
            Self::Refused(failure) => Some(failure),
            _ => None,
        }
    }

    /// Whether the same call may succeed on another try without any change.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::TimedOut { .. } => true,
            Self::Http { status, .. } => matches!(status, 429 | 502 | 503 | 504),
            _ => false,
        }
    }
}

/// A transaction that the chain refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TxFailure {
    /// Its hash; empty if a simulation refused it and nothing was sent.
    pub hash: String,
    /// Height of the block it failed in; none if it never got into one.
    pub height: Option<u64>,
    /// Codespace of the error.
    pub codespace: String,
    /// Its code.
    pub code: u32,
    /// What the contract or module said, nothing around it; see [`clean_error`].
    pub text: String,
    /// The node's full text.
    pub raw_log: String,
    /// Gas it used up to the failure; zero if it never ran.
    pub gas_used: u64,
}

impl TxFailure {
    pub(crate) fn unrun(hash: &str, codespace: &str, code: u32, raw_log: &str) -> Self {
        Self {
            hash: hash.to_string(),
            height: None,
            codespace: codespace.to_string(),
            code,
            text: clean_error(codespace, code, raw_log),
            raw_log: raw_log.to_string(),
            gas_used: 0,
        }
    }

    /// Whether a contract itself said [`TxFailure::text`].
    pub fn by_contract(&self) -> bool {
        // Simulations have one code for all failures.
        crate::clean::said_by_contract(&self.codespace, self.code)
            || (self.hash.is_empty() && crate::clean::quotes_contract(&self.raw_log))
    }

    /// Whether a contract panicked or its code could not run.
    pub fn is_panic(&self) -> bool {
        self.codespace == "wasm" && self.code == 29
    }
}

impl std::fmt::Display for TxFailure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { text, codespace, code, hash, .. } = self;
        if hash.is_empty() {
            return write!(f, "{text} [in a simulation: nothing was sent]");
        }
        write!(f, "{text} [{codespace} {code}, transaction {hash}]")
    }
}

impl std::error::Error for TxFailure {}
