use crate::json::Json;
use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::{Addr, Binary, HexBinary};

use crate::common::{GuardMsg, InfoResponse, Link, PauseStatus, Share};
use crate::event::EventValue;
use crate::proof::{InclusionProof, RootResponse};

/// What a participant is.
#[cw_serde]
#[derive(Json, Eq, Copy, PartialOrd, Ord)]
pub enum ParticipantKind {
    /// A person.
    User,
    /// Somebody who builds.
    Developer,
    /// A program with users of its own.
    Application,
    /// A program that acts by itself.
    Agent,
    /// A source of data.
    DataNetwork,
    /// An organisation of the ecosystem.
    Partner,
}

impl ParticipantKind {
    /// Every kind, in the order of its stored number.
    pub const ALL: [Self; 6] = [
        Self::User,
        Self::Developer,
        Self::Application,
        Self::Agent,
        Self::DataNetwork,
        Self::Partner,
    ];

    /// Number under which the kind is stored; frozen.
    pub fn code(self) -> u8 {
        match self {
            Self::User => 0,
            Self::Developer => 1,
            Self::Application => 2,
            Self::Agent => 3,
            Self::DataNetwork => 4,
            Self::Partner => 5,
        }
    }

    /// The kind behind a stored number.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }

    /// Name in events and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Developer => "developer",
            Self::Application => "application",
            Self::Agent => "agent",
            Self::DataNetwork => "data_network",
            Self::Partner => "partner",
        }
    }
}

impl EventValue for ParticipantKind {
    fn value(&self) -> Option<String> {
        Some(self.name().to_string())
    }
}

/// Settings, changed by the owner.
#[cw_serde]
#[derive(Json)]
pub struct Settings {
    /// Seconds that a registration lives without renewal; 3,600 to 31,536,000.
    pub lease_seconds: u64,
    /// A renewal is refused while more than this many seconds remain; less than the lease.
    pub renewal_window: u64,
}

/// Creates a registry.
#[cw_serde]
#[derive(Json)]
pub struct InstantiateMsg {
    /// Owner; the sender if none is named.
    pub owner: Option<String>,
    /// Settings.
    pub settings: Settings,
}

/// What a participant says of itself.
#[cw_serde]
#[derive(Json)]
pub struct Profile {
    /// Visible name, 1 to 64 bytes.
    pub name: String,
    /// Registration document (ERC-8004 shape) and its hash.
    pub metadata: Option<Link>,
    /// Up to 4 URIs.
    pub endpoints: Vec<String>,
    /// Up to 8 slugs, no duplicates.
    pub tags: Vec<String>,
    /// Up to 8 slugs, no duplicates. Work is found by them.
    pub capabilities: Vec<String>,
}

/// Who may write cells of a space.
#[cw_serde]
#[derive(Json)]
pub enum WriterRule {
    /// Its owner alone.
    Owner {},
    /// The owner and these, at most 32, no duplicates.
    List {
        /// The writers.
        addresses: Vec<String>,
    },
    /// The owner and every live participant of this kind; any kind if none is named.
    Registered {
        /// The kind.
        kind: Option<ParticipantKind>,
    },
}

/// Content of a shared entry (cell).
#[cw_serde]
#[derive(Json)]
pub enum CellContent {
    /// Up to 4,096 bytes kept on chain.
    Inline {
        /// The bytes.
        data: Binary,
    },
    /// Kept elsewhere, pinned by hash.
    Linked(Link),
}

/// One write of a batch.
#[cw_serde]
#[derive(Json)]
pub struct CellWrite {
    /// Key, 1 to 64 bytes of printable ASCII.
    pub key: String,
    /// Version that the writer saw; 0 for a key never written. Another version fails the whole batch.
    pub expected_version: u64,
    /// New content.
    pub content: CellContent,
    /// Seconds after which the entry counts as stale; none for never.
    pub ttl: Option<u64>,
}

/// Messages. Funds are refused by each of them.
#[cw_serde]
#[derive(Json)]
pub enum ExecuteMsg {
    /// Registers the sender, or reuses its expired entry. Fails if its entry is live.
    Register {
        /// What it is.
        kind: ParticipantKind,
        /// What it says of itself.
        profile: Profile,
    },
    /// Replaces the sender's profile. Fails if it never registered.
    UpdateProfile {
        /// The new profile.
        profile: Profile,
    },
    /// Renews leases from now. Open while paused.
    /// Each participant is the sender or an agent bound to it. Fails for the whole batch if one is a stranger,
    /// never registered, or has more than the renewal window left.
    Renew {
        /// Up to 50, no duplicates; empty means the sender.
        participants: Vec<String>,
    },
    /// Ends the sender's registration at once. Score and claims stay. Open while paused.
    Leave {},
    /// Offers to become an agent's principal with a payout split (payee route). Replaces an earlier offer.
    /// The sender must be registered; nothing changes before the agent accepts.
    OfferBinding {
        /// The agent.
        agent: String,
        /// Who receives what the agent earns: 1 to 8 payees, 10,000 basis points in all, no duplicates.
        route: Vec<Share>,
    },
    /// Accepts a principal's offer with the agent's own key, replacing an earlier binding.
    /// The sender must be registered and not its own principal, directly or through a chain; a principal is nobody's agent.
    AcceptBinding {
        /// The principal.
        principal: String,
        /// The route that the agent saw; another one fails.
        route: Vec<Share>,
    },
    /// Ends a binding; by the agent or its principal. Open while paused.
    Unbind {
        /// The agent.
        agent: String,
    },
    /// Opens a space owned by the sender; its number comes back as data (`SpaceCreated`).
    CreateSpace {
        /// Visible name, 1 to 64 bytes.
        name: String,
        /// Who may write.
        writers: WriterRule,
    },
    /// Changes who may write; by the space's owner.
    SetWriters {
        /// The space.
        space: u64,
        /// The new rule.
        writers: WriterRule,
    },
    /// Offers a space to a new owner; by its owner. `none` withdraws the offer.
    OfferSpace {
        /// The space.
        space: u64,
        /// Who may take it.
        new_owner: Option<String>,
    },
    /// Takes an offered space.
    TakeSpace {
        /// The space.
        space: u64,
    },
    /// Writes shared entries (cells), all or none, each compare-and-set on its version.
    WriteCells {
        /// The space.
        space: u64,
        /// 1 to 16 writes, no key twice.
        writes: Vec<CellWrite>,
    },
    /// Owner only.
    Admin(AdminMsg),
    /// Two-step handover of ownership.
    UpdateOwnership(cw_ownable::Action),
}

/// Owner's messages.
#[cw_serde]
#[derive(Json)]
pub enum AdminMsg {
    /// Replaces the settings.
    UpdateSettings {
        /// New settings.
        settings: Settings,
    },
    /// Pause and unpause. Paused: register, update_profile, bindings, spaces and writes.
    Guard(GuardMsg),
}

/// Data of a `create_space`.
#[cw_serde]
#[derive(Json)]
pub struct SpaceCreated {
    /// Number of the new space.
    pub space: u64,
}

/// Queries.
#[cw_serde]
#[derive(Json, QueryResponses)]
pub enum QueryMsg {
    /// Name and version.
    #[returns(InfoResponse)]
    Info {},
    /// Owner and pending owner.
    #[returns(cw_ownable::Ownership<String>)]
    Ownership {},
    /// Settings.
    #[returns(Settings)]
    Settings {},
    /// Pause state.
    #[returns(PauseStatus)]
    Pause {},
    /// One participant; null if it never registered or left.
    #[returns(Option<ParticipantResponse>)]
    Participant {
        /// Whom.
        address: String,
    },
    /// Participants by address.
    #[returns(ParticipantsResponse)]
    Participants {
        /// Only this kind.
        kind: Option<ParticipantKind>,
        /// Only entries whose lease runs. Rows are filtered after reading, so a page may be short.
        live: Option<bool>,
        /// Last address of the page before.
        start_after: Option<String>,
        /// Rows read, default 30, at most 100.
        limit: Option<u32>,
    },
    /// Participants that list a capability, by address.
    #[returns(ParticipantsResponse)]
    ByCapability {
        /// The capability.
        capability: String,
        /// Only entries whose lease runs.
        live: Option<bool>,
        /// Last address of the page before.
        start_after: Option<String>,
        /// Rows read, default 30, at most 100.
        limit: Option<u32>,
    },
    /// Agents bound to a principal, by address.
    #[returns(ParticipantsResponse)]
    Agents {
        /// The principal.
        principal: String,
        /// Last address of the page before.
        start_after: Option<String>,
        /// Rows, default 30, at most 100.
        limit: Option<u32>,
    },
    /// An offer to an agent; null if there is none.
    #[returns(Option<BindingOffer>)]
    Offer {
        /// Who offered.
        principal: String,
        /// To whom.
        agent: String,
    },
    /// One space.
    #[returns(SpaceResponse)]
    Space {
        /// Its number.
        space: u64,
    },
    /// Spaces by number.
    #[returns(SpacesResponse)]
    Spaces {
        /// Last number of the page before.
        start_after: Option<u64>,
        /// Rows, default 30, at most 100.
        limit: Option<u32>,
    },
    /// One shared entry; null if never written.
    #[returns(Option<CellResponse>)]
    Cell {
        /// The space.
        space: u64,
        /// The key.
        key: String,
    },
    /// Shared entries by key; content of at most 4,096 bytes each, so pages are small.
    #[returns(CellsResponse)]
    Cells {
        /// The space.
        space: u64,
        /// Last key of the page before.
        start_after: Option<String>,
        /// Rows, default 10, at most 30.
        limit: Option<u32>,
    },
    /// Root of a space's writes, now or as of an earlier number of leaves.
    #[returns(RootResponse)]
    ContextRoot {
        /// The space.
        space: u64,
        /// As of so many leaves; now if none is named.
        leaves: Option<u64>,
    },
    /// Proof that a write stands in a space's mountain range, against any root from its own on.
    #[returns(InclusionProof)]
    Proof {
        /// The space.
        space: u64,
        /// Number of the write, from 0.
        index: u64,
        /// Against the root with so many leaves; the newest if none is named.
        leaves: Option<u64>,
    },
}

/// A participant.
#[cw_serde]
#[derive(Json)]
pub struct ParticipantResponse {
    /// Its address.
    pub address: Addr,
    /// What it is.
    pub kind: ParticipantKind,
    /// What it says of itself.
    pub profile: Profile,
    /// Unix seconds at which the lease ends.
    pub expires: u64,
    /// True while the lease runs.
    pub live: bool,
    /// Principal of a bound agent.
    pub principal: Option<Addr>,
    /// Payout split of a bound agent; empty means itself.
    pub route: Vec<Share>,
}

/// Participants, a page.
#[cw_serde]
#[derive(Json)]
pub struct ParticipantsResponse {
    /// Rows.
    pub participants: Vec<ParticipantResponse>,
    /// `start_after` of the next page; null at the end.
    pub next: Option<String>,
}

/// An offer that an agent may accept.
#[cw_serde]
#[derive(Json)]
pub struct BindingOffer {
    /// Who offers.
    pub principal: Addr,
    /// To whom.
    pub agent: Addr,
    /// The payout split offered.
    pub route: Vec<Share>,
}

/// A space.
#[cw_serde]
#[derive(Json)]
pub struct SpaceResponse {
    /// Its number.
    pub space: u64,
    /// Visible name.
    pub name: String,
    /// Owner.
    pub owner: Addr,
    /// Who may take it.
    pub offered_to: Option<Addr>,
    /// Who may write.
    pub writers: WriterRule,
    /// Number of writes so far, which is the number of leaves.
    pub leaves: u64,
}

/// Spaces, a page.
#[cw_serde]
#[derive(Json)]
pub struct SpacesResponse {
    /// Rows.
    pub spaces: Vec<SpaceResponse>,
    /// `start_after` of the next page; null at the end.
    pub next: Option<u64>,
}

/// A shared entry.
#[cw_serde]
#[derive(Json)]
pub struct CellResponse {
    /// Key.
    pub key: String,
    /// Version, from 1.
    pub version: u64,
    /// Content.
    pub content: CellContent,
    /// SHA-256 of the content.
    pub hash: HexBinary,
    /// Who wrote it.
    pub writer: Addr,
    /// Unix seconds of the write.
    pub time: u64,
    /// Unix seconds from which it counts as stale.
    pub stale_at: Option<u64>,
    /// True once it counts as stale.
    pub stale: bool,
    /// Number of the write in the space, for `proof`.
    pub index: u64,
    /// Leaf in the mountain range, 32 bytes: see [`cell_leaf_data`].
    pub leaf: HexBinary,
}

/// Shared entries, a page.
#[cw_serde]
#[derive(Json)]
pub struct CellsResponse {
    /// Rows.
    pub cells: Vec<CellResponse>,
    /// `start_after` of the next page; null at the end.
    pub next: Option<String>,
}

/// Data behind the leaf of a write: u8 length + key, version (u64 big endian), 32 bytes of content hash.
/// Leaf = SHA-256(`00` + data). Frozen by test vectors.
pub fn cell_leaf_data(key: &str, version: u64, content_hash: &[u8; 32]) -> Vec<u8> {
    let mut out = crate::packed::Writer::new();
    out.text(key).u64(version).raw(content_hash);
    out.into_bytes()
}
