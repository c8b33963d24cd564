//! Events of state-registry.

use cosmwasm_std::{Addr, HexBinary};

use super::ParticipantKind;

crate::events! {
    /// A participant registered, or came back after its lease had ended.
    Registered = "axiom_registry_registered" {
        /// Who.
        participant: Addr,
        /// What it is.
        kind: ParticipantKind,
        /// Unix seconds at which the lease ends.
        expires: u64,
    }
    /// A participant replaced its profile.
    ProfileUpdated = "axiom_registry_profile_updated" {
        /// Who.
        participant: Addr,
    }
    /// A lease was renewed.
    Renewed = "axiom_registry_renewed" {
        /// Whose.
        participant: Addr,
        /// Unix seconds at which it ends now.
        expires: u64,
    }
    /// A participant left.
    Left = "axiom_registry_left" {
        /// Who.
        participant: Addr,
    }
    /// A principal offered a binding.
    BindingOffered = "axiom_registry_binding_offered" {
        /// To whom.
        agent: Addr,
        /// By whom.
        principal: Addr,
    }
    /// An agent accepted a principal.
    Bound = "axiom_registry_bound" {
        /// The agent.
        agent: Addr,
        /// Its principal.
        principal: Addr,
    }
    /// A binding ended.
    Unbound = "axiom_registry_unbound" {
        /// The agent.
        agent: Addr,
        /// Its former principal.
        principal: Addr,
    }
    /// A space was opened.
    SpaceOpened = "axiom_registry_space_opened" {
        /// Its number.
        space: u64,
        /// Its owner.
        owner: Addr,
    }
    /// Who may write a space changed.
    WritersSet = "axiom_registry_writers_set" {
        /// The space.
        space: u64,
    }
    /// A space was offered to a new owner, or the offer withdrawn.
    SpaceOffered = "axiom_registry_space_offered" {
        /// The space.
        space: u64,
        /// To whom.
        new_owner: Option<Addr>,
    }
    /// A space changed hands.
    SpaceTaken = "axiom_registry_space_taken" {
        /// The space.
        space: u64,
        /// Its new owner.
        owner: Addr,
    }
    /// A shared entry (cell) was written.
    CellWritten = "axiom_registry_cell_written" {
        /// The space.
        space: u64,
        /// The key.
        key: String,
        /// Version written.
        version: u64,
        /// Number of the write in the space.
        index: u64,
        /// SHA-256 of the content.
        hash: HexBinary,
        /// Who wrote.
        writer: Addr,
    }
    /// The settings changed.
    SettingsUpdated = "axiom_registry_settings_updated" {
        /// Seconds of a lease.
        lease_seconds: u64,
        /// A renewal is refused while more than this many seconds remain.
        renewal_window: u64,
    }
    /// Entries were paused or opened again.
    PauseSet = "axiom_registry_pause_set" {
        /// Unix seconds until which entries are refused; absent when open.
        until: Option<u64>,
    }
    /// The contract was migrated.
    Migrated = "axiom_registry_migrated" {
        /// From version.
        from: String,
        /// To version.
        to: String,
    }
}
