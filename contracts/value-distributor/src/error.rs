//! Errors of value-distributor.

use axiom_kit::KitError;
use axiom_types::asset::{Asset, AssetError};
use cosmwasm_std::{StdError, Uint128};
use thiserror::Error;

use crate::domain::BookError;

/// Why a message or a query is refused. A refused message changes nothing.
#[derive(Error, Debug, PartialEq)]
pub enum ContractError {
    /// Storage, serialisation or a query failed.
    #[error(transparent)]
    Std(#[from] StdError),
    /// A check that all contracts share.
    #[error(transparent)]
    Kit(#[from] KitError),
    /// A rule of money.
    #[error(transparent)]
    Book(#[from] BookError),

    /// The asset is frozen, exits included.
    #[error("{asset} is frozen until unix second {until}: expected a thawed asset")]
    AssetFrozen {
        /// The asset.
        asset: Asset,
        /// Unix seconds at which the freeze lapses.
        until: u64,
    },
    /// The pool is frozen, exits included.
    #[error("pool {pool} is frozen until unix second {until}: expected a thawed pool")]
    PoolFrozen {
        /// The pool.
        pool: u64,
        /// Unix seconds at which the freeze lapses.
        until: u64,
    },
    /// A freeze outside its bounds.
    #[error("a freeze of {seconds} seconds: expected 1 to {max}")]
    BadFreeze {
        /// Asked for.
        seconds: u64,
        /// Allowed.
        max: u64,
    },
    /// There is no freeze to end.
    #[error("{target} is not frozen: expected a running freeze")]
    NotFrozen {
        /// `asset:<key>` or `pool:<number>`.
        target: String,
    },

    /// A balance is too small.
    #[error("'{owner}' has {held} of {asset}: expected at least {asked}")]
    InsufficientBalance {
        /// Whose balance.
        owner: String,
        /// The asset.
        asset: Asset,
        /// Base units there.
        held: Uint128,
        /// Base units asked for.
        asked: Uint128,
    },
    /// An allowance is too small.
    #[error("the payer allows {left} more: expected an allowance of at least {asked}")]
    NotAllowed {
        /// Base units still allowed.
        left: Uint128,
        /// Base units asked for.
        asked: Uint128,
    },
    /// A deposit without coins and without allowances.
    #[error("neither coins nor allowances: expected at least one of them")]
    NothingToDeposit {},
    /// Allowances in a deposit on behalf of another.
    #[error("allowances for the balance of '{owner}': expected only the sender's own")]
    AllowanceForAnother {
        /// Whose balance.
        owner: String,
    },
    /// Sender and receiver are the same.
    #[error("'{account}' would pay itself: expected another account")]
    SelfTransfer {
        /// The account.
        account: String,
    },
    /// The distributor itself would own what nobody could ever take out.
    #[error("{field} is the distributor itself: expected an account that can spend")]
    ToItself {
        /// Which field.
        field: &'static str,
    },
    /// A withdrawal of an empty balance.
    #[error("there is nothing of {asset} to withdraw: expected a balance")]
    NothingToWithdraw {
        /// The asset.
        asset: Asset,
    },

    /// The token is not listed.
    #[error("'{token}' is not a listed token: expected one that the owner listed")]
    UnlistedToken {
        /// Who called or was named.
        token: String,
    },
    /// The token is listed already.
    #[error("'{token}' is listed already: expected a new token")]
    AlreadyListed {
        /// The token.
        token: String,
    },
    /// The address does not answer like a cw20 token.
    #[error("'{token}' does not answer as a cw20 token: {reason}")]
    NotAToken {
        /// The address.
        token: String,
        /// What it answered, at most 60 characters.
        reason: String,
    },
    /// A token announced base units that are not there.
    #[error("'{token}' announced {announced} and nothing arrived: expected a balance above what is owed")]
    NothingArrived {
        /// The token.
        token: String,
        /// Base units announced.
        announced: Uint128,
    },
    /// What a cw20 transfer carries is not understood.
    #[error("the message of the token transfer is not understood: expected deposit, fund_pool or nothing")]
    BadReceiveMsg {},

    /// The controller used that reference before.
    #[error("reference {kind}/{id} was used before: expected a new one")]
    ReferenceUsed {
        /// Kind of the reference.
        kind: String,
        /// Number of the reference.
        id: u64,
    },
    /// No open escrow.
    #[error("no open escrow {kind}/{id} of '{controller}': expected one that is open")]
    NoEscrow {
        /// Who should control it.
        controller: String,
        /// Kind of the reference.
        kind: String,
        /// Number of the reference.
        id: u64,
    },
    /// A backstop in the past or too far ahead.
    #[error(
        "a backstop at unix second {backstop}: expected later than {now} and at most {latest}"
    )]
    BadBackstop {
        /// Asked for.
        backstop: u64,
        /// Now.
        now: u64,
        /// Latest allowed.
        latest: u64,
    },
    /// The backstop has not passed.
    #[error("the backstop is at unix second {at} and block {height}: expected it to have passed")]
    BackstopAhead {
        /// Unix seconds, paused and frozen time so far added.
        at: u64,
        /// Lowest block.
        height: u64,
    },
    /// Payouts beyond what is locked.
    #[error("payouts of {asked} from an escrow of {locked}: expected no more than is locked")]
    PayoutsExceedEscrow {
        /// Base units locked.
        locked: Uint128,
        /// Sum of the payouts.
        asked: Uint128,
    },

    /// No such pool.
    #[error("there is no pool {pool}: expected the number of an existing one")]
    NoPool {
        /// The number.
        pool: u64,
    },
    /// A message for another kind of pool.
    #[error("pool {pool} is of another kind: expected a {expected} pool")]
    WrongPoolKind {
        /// The pool.
        pool: u64,
        /// The kind that the message is for.
        expected: &'static str,
    },
    /// Only the pool's owner may do that.
    #[error("'{sender}' does not own pool {pool}: expected its owner '{owner}'")]
    NotPoolOwner {
        /// Who tried.
        sender: String,
        /// The pool.
        pool: u64,
        /// Its owner.
        owner: String,
    },
    /// A pool of another asset.
    #[error("pool {pool} pays {expected}: expected that and not {found}")]
    WrongAsset {
        /// The pool.
        pool: u64,
        /// What it pays.
        expected: Asset,
        /// What was sent.
        found: Asset,
    },
    /// A period outside its bounds.
    #[error("a period of {period} seconds: expected 1 to {max}")]
    BadPeriod {
        /// Asked for.
        period: u64,
        /// Allowed.
        max: u64,
    },
    /// No member of a table pool.
    #[error("'{account}' is no member of pool {pool}: expected one to remove")]
    NotMember {
        /// The account.
        account: String,
        /// The pool.
        pool: u64,
    },
    /// The tracker does not answer.
    #[error("domain {domain} of tracker '{tracker}' cannot be read: {reason}")]
    TrackerUnreadable {
        /// The tracker.
        tracker: String,
        /// The domain.
        domain: u32,
        /// Why, at most 60 characters.
        reason: String,
    },
    /// Units of another decay era than the domain's.
    #[error("units of decay era {found}: expected era {expected}")]
    OtherEra {
        /// Era of the entry.
        found: u16,
        /// Era of the domain.
        expected: u16,
    },
    /// A number of epochs outside its bounds.
    #[error("a claim over {epochs} epochs: expected 1 to {max}")]
    BadEpochs {
        /// Asked for.
        epochs: u64,
        /// Allowed.
        max: u64,
    },
    /// A claim for another with a withdrawal.
    #[error("a withdrawal for '{account}': expected the account itself to ask for it")]
    WithdrawForAnother {
        /// For whom.
        account: String,
    },
    /// Nothing to claim.
    #[error("'{account}' has nothing to claim from pool {pool}: expected something due")]
    NothingToClaim {
        /// The pool.
        pool: u64,
        /// For whom.
        account: String,
    },
    /// No residue.
    #[error("pool {pool} has no residue: expected something to sweep")]
    NothingToSweep {
        /// The pool.
        pool: u64,
    },
    /// No surplus.
    #[error("there is no surplus of {asset}: expected holdings that belong to nobody")]
    NoSurplus {
        /// The asset.
        asset: Asset,
    },
    /// A reply for a transfer that is not under way.
    #[error("no transfer {sequence} is under way: expected one that was sent")]
    NoTransfer {
        /// Its number.
        sequence: u64,
    },
}

impl From<AssetError> for ContractError {
    fn from(error: AssetError) -> Self {
        Self::Kit(error.into())
    }
}
