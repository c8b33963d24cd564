//! Events that all contracts share.

use cosmwasm_std::Addr;

axiom_types::events! {
    /// Ownership was offered, taken over or given up.
    OwnershipUpdated = "axiom_ownership_updated" {
        /// Owner from now on; absent if ownership was given up.
        owner: Option<Addr>,
        /// Who may take over; absent if nobody.
        pending_owner: Option<Addr>,
        /// Until when the offer stands; absent if for ever or without an offer.
        pending_expiry: Option<String>,
    }
}
