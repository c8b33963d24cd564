//! Events of contribution-tracker.

use cosmwasm_std::{Addr, HexBinary, Uint128, Uint256};

use super::Shortfall;
use crate::event::EventValue;

impl EventValue for Shortfall {
    fn value(&self) -> Option<String> {
        Some(
            match self {
                Self::Related => "related",
                Self::NoBudget => "no_budget",
                Self::Budget => "budget",
                Self::PairCap => "pair_cap",
                Self::NoRate => "no_rate",
            }
            .to_string(),
        )
    }
}

crate::events! {
    /// A settled outcome was recorded.
    Recorded = "axiom_tracker_recorded" {
        /// Who reported.
        reporter: Addr,
        /// Kind of the reference.
        kind: String,
        /// Number of the reference.
        id: u64,
        /// Role credited.
        role: String,
        /// The domain.
        domain: u32,
        /// Whose budget was spent.
        client: Addr,
        /// Who worked.
        worker: Addr,
        /// Points that the outcome measures.
        measure: Uint128,
        /// Points minted.
        minted: Uint128,
        /// The grant spent.
        grant: Option<u64>,
        /// Why less was minted than measured.
        shortfall: Option<Shortfall>,
        /// Hash of what proves it.
        evidence: Option<HexBinary>,
    }
    /// An account's standing changed. One per account credited.
    StandingChanged = "axiom_tracker_standing_changed" {
        /// The domain.
        domain: u32,
        /// The account.
        account: Addr,
        /// Units after the change.
        units: Uint256,
        /// Points ever earned.
        lifetime: Uint128,
        /// Voting weight after the change; absent in a domain that does not vote.
        weight: Option<u64>,
    }
    /// Score was taken by decision of the owner.
    Penalised = "axiom_tracker_penalised" {
        /// The domain.
        domain: u32,
        /// The account.
        account: Addr,
        /// Points taken.
        points: Uint128,
        /// Kind of the reference.
        kind: String,
        /// Number of the reference.
        id: u64,
    }
    /// A domain was added.
    DomainAdded = "axiom_tracker_domain_added" {
        /// Its number.
        domain: u32,
        /// Its name.
        name: String,
    }
    /// Rates of a domain were replaced.
    RatesSet = "axiom_tracker_rates_set" {
        /// The domain.
        domain: u32,
    }
    /// A budget was granted.
    BudgetGranted = "axiom_tracker_budget_granted" {
        /// The grant.
        grant: u64,
        /// Its domain.
        domain: u32,
        /// Points per epoch over all clients.
        total: Uint128,
        /// Grant that ended by being replaced.
        replaces: Option<u64>,
    }
    /// A budget ended by decision of the owner.
    BudgetRevoked = "axiom_tracker_budget_revoked" {
        /// The grant.
        grant: u64,
    }
    /// The registry was set.
    RegistrySet = "axiom_tracker_registry_set" {
        /// The registry.
        registry: Option<Addr>,
    }
    /// A hook was added.
    HookAdded = "axiom_tracker_hook_added" {
        /// Stable number.
        hook: u32,
        /// Receiver.
        addr: Addr,
    }
    /// A hook was removed.
    HookRemoved = "axiom_tracker_hook_removed" {
        /// Receiver.
        addr: Addr,
    }
    /// A hook failed and was passed over.
    HookFailed = "axiom_tracker_hook_failed" {
        /// Stable number.
        hook: u32,
        /// True if it is not called any more until it is synchronised.
        quarantined: bool,
    }
    /// A hook was synchronised.
    HookSynced = "axiom_tracker_hook_synced" {
        /// Receiver.
        addr: Addr,
    }
    /// Entries were paused or opened again.
    PauseSet = "axiom_tracker_pause_set" {
        /// Unix seconds until which entries are refused; absent when open.
        until: Option<u64>,
    }
    /// The contract was migrated.
    Migrated = "axiom_tracker_migrated" {
        /// From version.
        from: String,
        /// To version.
        to: String,
    }
}
