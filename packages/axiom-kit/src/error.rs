//! Errors of the kit. Each contract wraps them transparently in its own enum.

use axiom_types::asset::AssetError;
use cosmwasm_std::StdError;
use cw_ownable::OwnershipError;
use thiserror::Error;

use crate::decay::DecayError;
use crate::math::MathError;
use crate::mmr::KitMmrError;
use crate::signed::SignError;

/// What the modules of this crate refuse.
#[derive(Error, Debug, PartialEq)]
pub enum KitError {
    /// Storage, serialisation or a query failed.
    #[error(transparent)]
    Std(#[from] StdError),
    /// A step of a handover of ownership was refused.
    #[error(transparent)]
    Ownership(#[from] OwnershipError),
    /// A signed action was refused.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// An asset is malformed.
    #[error(transparent)]
    Asset(#[from] AssetError),
    /// A sum or split was refused.
    #[error(transparent)]
    Math(#[from] MathError),
    /// A score or its units were refused.
    #[error(transparent)]
    Decay(#[from] DecayError),
    /// A step on a mountain range was refused.
    #[error(transparent)]
    Mmr(#[from] KitMmrError),

    /// Only the owner may do that.
    #[error("'{sender}' is not the owner: expected the owner of this contract")]
    NotOwner {
        /// Who tried.
        sender: String,
    },
    /// Only the contract may do that to itself.
    #[error("'{sender}' is not this contract: expected a call by the contract to itself")]
    NotItself {
        /// Who tried.
        sender: String,
    },
    /// Entries are paused.
    #[error("entries are paused until unix second {until}: expected an open contract")]
    Paused {
        /// Unix seconds at which the pause lapses.
        until: u64,
    },
    /// There is no pause to end.
    #[error("no pause is running: expected a paused contract")]
    NotPaused {},
    /// A pause of no length.
    #[error("a pause of 0 seconds: expected at least 1")]
    PauseEmpty {},
    /// A pause beyond the bound.
    #[error("a pause of {seconds} seconds is too long: expected at most {max}")]
    PauseTooLong {
        /// Asked for.
        seconds: u64,
        /// Allowed.
        max: u64,
    },

    /// Coins came with a message that takes none.
    #[error("this message takes no coins: got {coins}")]
    FundsSent {
        /// What came, cut to 60 characters.
        coins: String,
    },
    /// No coins, or another number of denoms than wanted.
    #[error("{found} coins sent: expected {expected}")]
    WrongFunds {
        /// Number of denoms sent.
        found: usize,
        /// What was expected, in words.
        expected: &'static str,
    },
    /// An amount of zero.
    #[error("{field} has an amount of zero: expected more than zero")]
    ZeroAmount {
        /// Which list or field.
        field: &'static str,
    },

    /// Not an address of this chain in normal form.
    #[error("'{address}' is not an address of this chain: expected a lower-case bech32 address")]
    BadAddress {
        /// What was given, cut to 60 characters.
        address: String,
    },
    /// Not a hash.
    #[error("{field} has {len} bytes: expected a hash of 32 bytes")]
    BadHash {
        /// Which field.
        field: &'static str,
        /// Bytes given.
        len: usize,
    },
    /// Not a slug.
    #[error("{field} '{value}' is not a slug: expected 1 to 32 of a-z, 0-9, - _ . /")]
    NotSlug {
        /// Which field.
        field: &'static str,
        /// What was given, cut to 60 characters.
        value: String,
    },
    /// A text that is blank, too long or holds control characters or hidden ones.
    #[error("{field} has {len} bytes: expected 1 to {max}, not blank, without control or hidden characters")]
    BadText {
        /// Which field.
        field: &'static str,
        /// Bytes given.
        len: usize,
        /// Most bytes allowed.
        max: usize,
    },
    /// A URI that is empty, too long or holds spaces or letters outside ASCII.
    #[error(
        "{field} of {len} bytes is no uri: expected 1 to {max} of printable ascii without spaces"
    )]
    BadUri {
        /// Which field.
        field: &'static str,
        /// Bytes given.
        len: usize,
        /// Most bytes allowed.
        max: usize,
    },
    /// A list beyond its bound.
    #[error("{field} has {len} entries: expected at most {max}")]
    TooMany {
        /// Which list.
        field: &'static str,
        /// Entries given.
        len: usize,
        /// Most entries allowed.
        max: usize,
    },
    /// An empty list where one entry at least is needed.
    #[error("{field} is empty: expected at least one entry")]
    Empty {
        /// Which list.
        field: &'static str,
    },
    /// The same entry twice.
    #[error("{field} names '{value}' twice: expected each entry once")]
    Duplicate {
        /// Which list.
        field: &'static str,
        /// The entry, cut to 60 characters.
        value: String,
    },
    /// Shares that are not a whole.
    #[error("shares sum to {sum} basis points: expected 10000")]
    SharesSum {
        /// What they sum to.
        sum: u64,
    },
    /// A share of nothing.
    #[error("the share of '{account}' is 0: expected at least 1 basis point")]
    ZeroShare {
        /// Whose share.
        account: String,
    },

    /// A reply that no handler knows.
    #[error("reply id {id} is unknown: expected one that this contract emitted")]
    UnknownReply {
        /// The id.
        id: u64,
    },
    /// A key that does not fit a reply id.
    #[error("key {key} does not fit a reply id: expected less than 2^56")]
    ReplyKeyTooLarge {
        /// The key.
        key: u64,
    },

    /// Code of another contract.
    #[error("this code is '{expected}' but the state is of '{found}': expected the same contract")]
    WrongContract {
        /// Name that the code carries.
        expected: String,
        /// Name that is stored.
        found: String,
    },
    /// A migration to the same or an older version.
    #[error(
        "version {this} of the code is not newer than {found} of the state: expected a newer one"
    )]
    NotNewer {
        /// Version that is stored.
        found: String,
        /// Version of the code.
        this: String,
    },
    /// A version that is not three numbers.
    #[error("'{version}' is not a version: expected three numbers such as 1.20.3")]
    BadVersion {
        /// What was found, cut to 60 characters.
        version: String,
    },
    /// Stored code with another checksum than the approved one.
    #[error("code {code_id} has checksum {found}: expected {expected}")]
    WrongCode {
        /// Number of the code.
        code_id: u64,
        /// Checksum approved.
        expected: String,
        /// Checksum on the chain.
        found: String,
    },

    /// A rule nested too deep.
    #[error("a rule is nested deeper than {max} levels: expected at most {max}")]
    RuleTooDeep {
        /// Most levels allowed.
        max: usize,
    },
    /// A rule with too many leaves.
    #[error("a rule has more than {max} leaves: expected at most {max}")]
    RuleTooWide {
        /// Most leaves allowed.
        max: usize,
    },
    /// A rule that demands none, or more parts than it has.
    #[error("a rule demands {count} of {parts} parts: expected 1 to {parts}")]
    RuleCount {
        /// Parts demanded.
        count: u8,
        /// Parts there are.
        parts: usize,
    },

    /// A hook that is not registered.
    #[error("'{hook}' is not a registered hook: expected one of the list of hooks")]
    UnknownHook {
        /// Address or number.
        hook: String,
    },
}

/// The first 60 characters of a text, for errors.
pub(crate) fn cut(text: &str) -> String {
    text.chars().take(axiom_types::bounds::MAX_REASON_LEN).collect()
}
