//! Events of value-distributor. Amounts are base units of the asset named.

use cosmwasm_std::{Addr, Uint128};

use crate::asset::Asset;

crate::events! {
    /// Coins or tokens were credited to a balance.
    Deposited = "axiom_distributor_deposited" {
        /// Who sent them.
        sender: Addr,
        /// Whose balance.
        owner: Addr,
        /// The asset.
        asset: Asset,
        /// Base units credited.
        amount: Uint128,
        /// Balance afterwards.
        balance: Uint128,
    }
    /// An allowance was set.
    AllowanceSet = "axiom_distributor_allowance_set" {
        /// Whose balance.
        owner: Addr,
        /// Who may draw.
        controller: Addr,
        /// The asset.
        asset: Asset,
        /// Base units still to be drawn.
        amount: Uint128,
    }
    /// Base units moved between balances.
    Transferred = "axiom_distributor_transferred" {
        /// From whom.
        from: Addr,
        /// To whom.
        to: Addr,
        /// The asset.
        asset: Asset,
        /// Base units.
        amount: Uint128,
    }
    /// A balance was debited and its transfer sent off.
    Withdrawn = "axiom_distributor_withdrawn" {
        /// Whose balance.
        owner: Addr,
        /// Receiver.
        to: Addr,
        /// The asset.
        asset: Asset,
        /// Base units.
        amount: Uint128,
    }
    /// A transfer failed; the base units are back in the balance.
    WithdrawalFailed = "axiom_distributor_withdrawal_failed" {
        /// Whose balance.
        owner: Addr,
        /// The asset.
        asset: Asset,
        /// Base units.
        amount: Uint128,
        /// Why, at most 60 characters.
        reason: String,
    }
    /// An escrow was opened.
    EscrowOpened = "axiom_distributor_escrow_opened" {
        /// Who controls it.
        controller: Addr,
        /// Kind of the reference.
        kind: String,
        /// Number of the reference.
        id: u64,
        /// Whose money.
        payer: Addr,
        /// The asset.
        asset: Asset,
        /// Base units.
        amount: Uint128,
    }
    /// An escrow was released.
    EscrowReleased = "axiom_distributor_escrow_released" {
        /// Who controlled it.
        controller: Addr,
        /// Kind of the reference.
        kind: String,
        /// Number of the reference.
        id: u64,
        /// The asset.
        asset: Asset,
        /// Base units paid to payees, fee included.
        paid: Uint128,
        /// Base units given back to the payer.
        refunded: Uint128,
    }
    /// A payee was credited out of an escrow.
    EscrowPaid = "axiom_distributor_escrow_paid" {
        /// The payee.
        payee: Addr,
        /// The asset.
        asset: Asset,
        /// Base units.
        amount: Uint128,
    }
    /// A payer took an escrow back after its backstop.
    EscrowReclaimed = "axiom_distributor_escrow_reclaimed" {
        /// Who controlled it.
        controller: Addr,
        /// Kind of the reference.
        kind: String,
        /// Number of the reference.
        id: u64,
        /// The payer.
        payer: Addr,
        /// Base units.
        amount: Uint128,
    }
    /// A pool was opened.
    PoolOpened = "axiom_distributor_pool_opened" {
        /// Its number.
        pool: u64,
        /// Its owner.
        owner: Addr,
        /// What it pays.
        asset: Asset,
    }
    /// A pool was funded.
    PoolFunded = "axiom_distributor_pool_funded" {
        /// The pool.
        pool: u64,
        /// By whom.
        funder: Addr,
        /// Base units.
        amount: Uint128,
        /// Epoch for which it is paid, in a standing pool.
        epoch: Option<u64>,
    }
    /// Shares of a member changed.
    SharesSet = "axiom_distributor_shares_set" {
        /// The pool.
        pool: u64,
        /// The member.
        account: Addr,
        /// Its shares now.
        shares: Uint128,
        /// All shares now.
        total_shares: Uint128,
    }
    /// A claim was credited to a balance.
    Claimed = "axiom_distributor_claimed" {
        /// The pool.
        pool: u64,
        /// Whose balance.
        account: Addr,
        /// The asset.
        asset: Asset,
        /// Base units; may be zero when only epochs passed.
        amount: Uint128,
        /// First epoch that stays for the next claim, in a standing pool.
        next_epoch: Option<u64>,
    }
    /// One claim of a batch failed and stays claimable.
    ClaimFailed = "axiom_distributor_claim_failed" {
        /// The pool.
        pool: u64,
        /// For whom.
        account: Addr,
        /// Why, at most 60 characters.
        reason: String,
    }
    /// Dust and residue of a pool were moved.
    PoolSwept = "axiom_distributor_pool_swept" {
        /// The pool.
        pool: u64,
        /// To whose balance.
        to: Addr,
        /// Base units.
        amount: Uint128,
    }
    /// A token was listed.
    TokenListed = "axiom_distributor_token_listed" {
        /// The token.
        token: Addr,
    }
    /// A token was delisted.
    TokenDelisted = "axiom_distributor_token_delisted" {
        /// The token.
        token: Addr,
    }
    /// Surplus was credited.
    SurplusSwept = "axiom_distributor_surplus_swept" {
        /// The asset.
        asset: Asset,
        /// To whose balance.
        to: Addr,
        /// Base units.
        amount: Uint128,
    }
    /// An asset or a pool was frozen or thawed.
    FreezeSet = "axiom_distributor_freeze_set" {
        /// `asset:<key>` or `pool:<number>`.
        target: String,
        /// Unix seconds at which the freeze lapses; absent when thawed.
        until: Option<u64>,
    }
    /// Entries were paused or opened again.
    PauseSet = "axiom_distributor_pause_set" {
        /// Unix seconds until which entries are refused; absent when open.
        until: Option<u64>,
    }
    /// The contract was migrated.
    Migrated = "axiom_distributor_migrated" {
        /// From version.
        from: String,
        /// To version.
        to: String,
    }
}
