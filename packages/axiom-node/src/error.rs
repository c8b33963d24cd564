//! What can go wrong with a development chain: with its file, with a call, with a transaction.

use std::path::{Path, PathBuf};

/// Why a chain could not be opened, kept or served. Each text says the next step.
#[derive(Debug, thiserror::Error)]
pub enum NodeError {
    /// Another process has the file.
    #[error("{} is in use by another process (waited {waited} s). Wait until it has ended, or stop the server that runs on it", file.display())]
    Locked {
        /// The file.
        file: PathBuf,
        /// Seconds that were waited.
        waited: u64,
    },
    /// The file is no chain, or a damaged one. It was not touched.
    #[error("{} is damaged or no chain of this program: {why}. Nothing was changed. Go back to a snapshot with `axiom local snapshot restore <name>`, or begin anew with `axiom local reset`", file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What was found.
        why: String,
    },
    /// The file belongs to another chain, or was written by a newer program.
    #[error("{} holds {found}, not {expected}. Use another folder, or begin anew with `axiom local reset`", file.display())]
    Other {
        /// The file.
        file: PathBuf,
        /// What it holds.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// The folder or file cannot be read or written.
    #[error("cannot {what} {}: {why}. {next}", file.display())]
    File {
        /// What was to be done, such as `write to`.
        what: &'static str,
        /// The file or folder.
        file: PathBuf,
        /// What the system said.
        why: String,
        /// The next step.
        next: &'static str,
    },
    /// A wrong name or setting.
    #[error("{0}")]
    Invalid(String),
}

impl NodeError {
    /// An error of the system about a file, with the next step that fits.
    pub(crate) fn file(what: &'static str, file: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let next = match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                "Make the folder writable, or use another one"
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                "The running transaction is not in it, everything before is. Free space and try again"
            }
            ErrorKind::NotFound => "Check the path",
            _ => "Check the folder and the disk, and try again",
        };
        Self::File { what, file: file.to_path_buf(), why: error.to_string(), next }
    }

    pub(crate) fn damaged(file: &Path, why: impl std::fmt::Display) -> Self {
        Self::Damaged { file: file.to_path_buf(), why: why.to_string() }
    }
}

/// A call that the node refuses, as JSON-RPC tells it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}: {data}")]
pub struct RpcError {
    /// Code of JSON-RPC, such as -32603.
    pub code: i64,
    /// Its general text.
    pub message: String,
    /// What is wrong.
    pub data: String,
}

impl RpcError {
    /// Something that the node cannot do or does not have.
    pub fn internal(data: impl Into<String>) -> Self {
        Self { code: -32603, message: "Internal error".to_string(), data: data.into() }
    }

    /// Wrong parameters.
    pub fn params(data: impl Into<String>) -> Self {
        Self { code: -32602, message: "Invalid params".to_string(), data: data.into() }
    }

    /// No such method.
    pub fn method(name: &str) -> Self {
        Self {
            code: -32601,
            message: "Method not found".to_string(),
            data: format!("{name:?} is no method of this node"),
        }
    }

    /// A request that is none.
    pub fn request(data: impl Into<String>) -> Self {
        Self { code: -32600, message: "Invalid Request".to_string(), data: data.into() }
    }

    /// A request that is no JSON.
    pub fn parse(data: impl Into<String>) -> Self {
        Self { code: -32700, message: "Parse error. Invalid JSON".to_string(), data: data.into() }
    }
}

impl From<NodeError> for RpcError {
    fn from(error: NodeError) -> Self {
        Self::internal(error.to_string())
    }
}

/// What the application refuses, in the words of the Cosmos SDK and wasmd.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{log} [{codespace} {code}]")]
pub struct Refusal {
    /// Codespace of the error.
    pub codespace: &'static str,
    /// Its code, not zero.
    pub code: u32,
    /// Its text.
    pub log: String,
}

impl Refusal {
    /// An error of the SDK: its number, what is wrong, and the name that the SDK adds.
    pub(crate) fn sdk(code: u32, what: impl std::fmt::Display) -> Self {
        Self { codespace: "sdk", code, log: format!("{what}: {}", sdk_name(code)) }
    }

    /// An error of wasmd, with its whole text.
    pub(crate) fn wasm(code: u32, log: impl Into<String>) -> Self {
        Self { codespace: "wasm", code, log: log.into() }
    }

    /// An error of another module, with its whole text.
    pub(crate) fn module(codespace: &'static str, code: u32, log: impl Into<String>) -> Self {
        Self { codespace, code, log: log.into() }
    }

    /// As an answer of a query service that does not find something.
    pub(crate) fn not_found(what: impl std::fmt::Display) -> Self {
        Self::sdk(22, format!("rpc error: code = NotFound desc = {what}"))
    }

    /// As an answer of a query service that is asked wrongly.
    pub(crate) fn invalid_argument(what: impl std::fmt::Display) -> Self {
        Self::sdk(18, format!("rpc error: code = InvalidArgument desc = {what}"))
    }
}

/// What the SDK calls its errors.
fn sdk_name(code: u32) -> &'static str {
    match code {
        2 => "tx parse error",
        4 => "unauthorized",
        5 => "insufficient funds",
        6 => "unknown request",
        7 => "invalid address",
        8 => "invalid pubkey",
        9 => "unknown address",
        10 => "invalid coins",
        11 => "out of gas",
        12 => "memo too large",
        13 => "insufficient fee",
        15 => "no signatures supplied",
        18 => "invalid request",
        22 => "key not found",
        30 => "tx timeout height",
        32 => "incorrect account sequence",
        37 => "feature not supported",
        38 => "not found",
        _ => "internal logic error",
    }
}
