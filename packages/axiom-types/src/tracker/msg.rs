use crate::json::Json;
use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::{Addr, HexBinary, Uint128, Uint256};

use crate::asset::Asset;
use crate::common::{GuardMsg, InfoResponse, PauseStatus, Reference, Share};

/// Creates a tracker.
#[cw_serde]
#[derive(Json)]
pub struct InstantiateMsg {
    /// Owner; the sender if none is named.
    pub owner: Option<String>,
    /// Registry in which principals are looked up; without one everybody is her own principal.
    pub registry: Option<String>,
    /// 1 to 32 domains, numbered from 1 in this order.
    pub domains: Vec<NewDomain>,
    /// Number of the domain that votes; its half-life is at least 90 days.
    pub voting_domain: u32,
    /// Voting weight = floor(units / 2^weight_shift). 40 makes one point at founding one vote. 20 to 60.
    pub weight_shift: u32,
    /// First holders of the voting domain, up to 50, no duplicates, each with points above zero.
    pub genesis: Vec<GenesisMember>,
}

/// A holder from the start.
#[cw_serde]
#[derive(Json)]
pub struct GenesisMember {
    /// Who.
    pub address: String,
    /// Points at founding; they decay like everybody's.
    pub points: Uint128,
}

/// A field in which score is earned.
#[cw_serde]
#[derive(Json)]
pub struct NewDomain {
    /// Visible name, a slug, unique.
    pub name: String,
    /// Seconds in which a score halves: 7 days (90 for the voting domain) to 100 years.
    pub half_life: u64,
    /// Seconds of an epoch: 1 hour to 366 days. Epoch 0 begins when the domain is created.
    pub epoch_length: u64,
    /// What paid work counts, per asset; up to 16, no asset twice. An asset that is not listed counts nothing.
    pub rates: Vec<Rate>,
}

/// Points per base unit of an asset, as a fraction.
#[cw_serde]
#[derive(Json)]
pub struct Rate {
    /// The asset.
    pub asset: Asset,
    /// Points.
    pub points: Uint128,
    /// For so many base units; above zero.
    pub per: Uint128,
}

/// What a report measures.
#[cw_serde]
#[derive(Json)]
pub enum Measure {
    /// What was paid, fee included; counts floor(amount * points / per) at the domain's rate for the asset.
    Price {
        /// The asset paid.
        asset: Asset,
        /// Base units.
        amount: Uint128,
    },
    /// Points stated by the client for voluntary work.
    Stated {
        /// Points.
        points: Uint128,
    },
}

/// A settled outcome, reported by the ledger that settled it or stated by the client itself.
#[cw_serde]
#[derive(Json)]
pub struct Report {
    /// What the reporter calls the outcome. Counted once per (reporter, reference, role).
    pub reference: Reference,
    /// Role of those credited; a slug, e.g. `worker`.
    pub role: String,
    /// Domain credited.
    pub domain: u32,
    /// Who decided on the work, and whose budget is spent.
    pub client: String,
    /// The client's principal when the work was accepted, if any: kept so that dissolving a bond later changes nothing.
    pub client_principal: Option<String>,
    /// Who did the work.
    pub worker: String,
    /// The worker's principal when it accepted, if any: kept so that dissolving a bond later changes nothing.
    pub worker_principal: Option<String>,
    /// Who is credited: 1 to 8 accounts, 10,000 basis points in all, no duplicates.
    pub shares: Vec<Share>,
    /// How much.
    pub measure: Measure,
    /// Hash of what proves it.
    pub evidence: Option<HexBinary>,
}

/// Data of a report: what was minted, possibly zero.
#[cw_serde]
#[derive(Json)]
pub struct Reported {
    /// Points minted to all shares together.
    pub minted: Uint128,
    /// Why it is less than the measure; null if it is not.
    pub shortfall: Option<Shortfall>,
}

/// Why a report minted less than its measure.
#[cw_serde]
#[derive(Json, Eq, Copy)]
pub enum Shortfall {
    /// Client and worker are one person, or principal and agent.
    Related,
    /// No grant for this client and reporter in this domain.
    NoBudget,
    /// The client's budget of this epoch was used up.
    Budget,
    /// The cap between this client and this worker was reached.
    PairCap,
    /// The asset has no rate in this domain, or the measure rounds to zero.
    NoRate,
}

/// Weight of one member, as in cw4.
#[cw_serde]
#[derive(Json)]
pub struct MemberWeight {
    /// Address.
    pub addr: String,
    /// Weight.
    pub weight: u64,
}

/// Messages. Funds are refused by each of them.
#[cw_serde]
#[derive(Json)]
pub enum ExecuteMsg {
    /// Records a settled outcome and mints what the client's budget admits, possibly nothing.
    /// Anybody may call: the sender spends only budgets granted to (client, sender), and its references are its own.
    /// Refused while paused. Fails on a reference already used in that role, an unknown domain, bad shares.
    Report(Report),
    /// cw4: weight is earned, so this always fails with `WeightIsEarned`.
    UpdateMembers {
        /// Ignored.
        remove: Vec<String>,
        /// Ignored.
        add: Vec<MemberWeight>,
    },
    /// cw4: ownership moves in two steps, so this always fails with `TwoSteps`.
    UpdateAdmin {
        /// Ignored.
        admin: Option<String>,
    },
    /// cw4: calls this contract after each change of weight; owner only; at most 4.
    AddHook {
        /// Receiver of `member_changed_hook`.
        addr: String,
    },
    /// cw4: ends a hook; owner only.
    RemoveHook {
        /// Receiver.
        addr: String,
    },
    /// Sends a hook the present weights of up to 30 members in a message that may fail, and lifts its quarantine.
    /// Anybody may call.
    SyncHook {
        /// Receiver.
        addr: String,
        /// Members; no duplicates.
        members: Vec<String>,
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
    /// Sets the registry in which principals are looked up.
    SetRegistry {
        /// The registry, or none.
        registry: Option<String>,
    },
    /// Adds a domain.
    AddDomain {
        /// The domain.
        domain: NewDomain,
    },
    /// Replaces a domain's rates. Half-life and epochs are fixed for good.
    SetRates {
        /// The domain.
        domain: u32,
        /// The rates.
        rates: Vec<Rate>,
    },
    /// Grants a budget, replacing an earlier grant to the same holder, ledger and domain.
    GrantBudget {
        /// The grant.
        grant: NewGrant,
    },
    /// Ends a grant now; what it minted stays.
    RevokeBudget {
        /// Its number.
        grant: u64,
    },
    /// Credits an account by decision of the owner, as a record with the reference (owner, reference).
    Award {
        /// The domain.
        domain: u32,
        /// Whom.
        account: String,
        /// Points.
        points: Uint128,
        /// Counted once in role `award`.
        reference: Reference,
    },
    /// Takes score from an account by decision of the owner: min(points, what is left), as a record.
    Penalise {
        /// The domain.
        domain: u32,
        /// Whom.
        account: String,
        /// Points as of now.
        points: Uint128,
        /// Counted once in role `penalty`.
        reference: Reference,
    },
    /// Pause and unpause. Paused: reports and hook synchronisation.
    Guard(GuardMsg),
}

/// Who may spend a budget.
#[cw_serde]
#[derive(Json)]
pub enum Holder {
    /// One client.
    Address {
        /// The client.
        address: String,
    },
    /// Every client whose score in a domain is at least so high when it spends.
    MinScore {
        /// The domain looked at.
        domain: u32,
        /// Points.
        min: Uint128,
    },
}

/// A budget: how much settled work may mint.
#[cw_serde]
#[derive(Json)]
pub struct NewGrant {
    /// Domain in which it mints.
    pub domain: u32,
    /// Only reports of this contract spend it, besides the client's own.
    pub ledger: String,
    /// Who may spend.
    pub holder: Holder,
    /// Points that one client (counted under itself and its principal) may spend per epoch.
    pub per_client: Uint128,
    /// Points that all clients of this grant together may spend per epoch.
    pub total: Uint128,
    /// Points between one client and one worker (each counted under itself and its principal) per epoch; a worker's
    /// payees are not looked at.
    pub per_pair: Uint128,
    /// Last epoch in which it can be spent; null without end.
    pub last_epoch: Option<u64>,
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
    #[returns(SettingsResponse)]
    Settings {},
    /// Pause state.
    #[returns(PauseStatus)]
    Pause {},
    /// One domain.
    #[returns(DomainResponse)]
    Domain {
        /// Its number.
        domain: u32,
    },
    /// All domains, at most 32.
    #[returns(Vec<DomainResponse>)]
    Domains {},
    /// Score of an account now, and its lifetime total.
    #[returns(ScoreResponse)]
    Score {
        /// The domain.
        domain: u32,
        /// The account.
        account: String,
    },
    /// Scores of an account in every domain, at most 32.
    #[returns(Vec<ScoreResponse>)]
    Scores {
        /// The account.
        account: String,
    },
    /// Accounts of a domain by address, with their scores now.
    #[returns(LeaderboardResponse)]
    Members {
        /// The domain.
        domain: u32,
        /// Last address of the page before.
        start_after: Option<String>,
        /// Rows, default 30, at most 100.
        limit: Option<u32>,
    },
    /// Standing of an account, or of the whole domain, at the start of a block. Seeks in the log: O(log changes).
    #[returns(Standing)]
    StandingAtHeight {
        /// The domain.
        domain: u32,
        /// The account; the domain's total if none is named.
        account: Option<String>,
        /// At the start of this block; a future height answers the latest.
        height: u64,
    },
    /// Standing at a moment, that is of the last change before `time` (unix seconds), for epoch closes.
    #[returns(Standing)]
    StandingAtTime {
        /// The domain.
        domain: u32,
        /// The account; the domain's total if none is named.
        account: Option<String>,
        /// Unix seconds, exclusive.
        time: u64,
    },
    /// Standing of an account and of the domain at the close of an epoch. Fails for an epoch not yet closed.
    #[returns(EpochResponse)]
    Epoch {
        /// The domain.
        domain: u32,
        /// The epoch.
        epoch: u64,
        /// The account; totals alone if none is named.
        account: Option<String>,
    },
    /// One grant with what is left of it in this epoch.
    #[returns(GrantResponse)]
    Grant {
        /// Its number.
        grant: u64,
    },
    /// Grants by number, ended ones included.
    #[returns(GrantsResponse)]
    Grants {
        /// Last number of the page before.
        start_after: Option<u64>,
        /// Rows, default 30, at most 100.
        limit: Option<u32>,
    },
    /// What a report by `ledger` would find left for a client now, and for the pair with a worker if one is named.
    #[returns(BudgetResponse)]
    Budget {
        /// The domain.
        domain: u32,
        /// The reporter.
        ledger: String,
        /// The client.
        client: String,
        /// The worker.
        worker: Option<String>,
    },
    /// What was recorded for a reference; null if nothing.
    #[returns(Option<ContributionResponse>)]
    Contribution {
        /// Who reported.
        reporter: String,
        /// The reference.
        reference: Reference,
        /// The role.
        role: String,
    },
    /// How many half-lives the voting domain has left before its weights must be rebuilt.
    #[returns(HeadroomResponse)]
    Headroom {},
    /// State of the hooks.
    #[returns(Vec<HookStatus>)]
    HookStates {},
    /// cw4: the owner as admin.
    #[returns(cw4::AdminResponse)]
    Admin {},
    /// cw4: total weight now, or at the start of a block.
    #[returns(cw4::TotalWeightResponse)]
    TotalWeight {
        /// Block height; a future one answers the latest.
        at_height: Option<u64>,
    },
    /// cw4: weight of one member now, or at the start of a block.
    #[returns(cw4::MemberResponse)]
    Member {
        /// The member.
        addr: String,
        /// Block height; a future one answers the latest.
        at_height: Option<u64>,
    },
    /// cw4: members by address, zero weights included; default 10, at most 30.
    #[returns(cw4::MemberListResponse)]
    ListMembers {
        /// Last address of the page before.
        start_after: Option<String>,
        /// Rows.
        limit: Option<u32>,
    },
    /// cw4: receivers of `member_changed_hook`.
    #[returns(cw4::HooksResponse)]
    Hooks {},
    /// DAO DAO voting module: power of an account, 0 for strangers.
    #[returns(VotingPowerAtHeightResponse)]
    VotingPowerAtHeight {
        /// Whom.
        address: String,
        /// Block height; now if none.
        height: Option<u64>,
    },
    /// DAO DAO voting module: total power.
    #[returns(TotalPowerAtHeightResponse)]
    TotalPowerAtHeight {
        /// Block height; now if none.
        height: Option<u64>,
    },
    /// DAO DAO voting module: the owner.
    #[returns(Addr)]
    Dao {},
}

/// Settings of a tracker.
#[cw_serde]
#[derive(Json)]
pub struct SettingsResponse {
    /// Registry in which principals are looked up.
    pub registry: Option<Addr>,
    /// Number of the domain that votes.
    pub voting_domain: u32,
    /// Voting weight = floor(units / 2^weight_shift).
    pub weight_shift: u32,
}

/// A domain.
#[cw_serde]
#[derive(Json)]
pub struct DomainResponse {
    /// Its number.
    pub domain: u32,
    /// Its name.
    pub name: String,
    /// Parent; none, for domains are flat so far.
    pub parent: Option<u32>,
    /// Seconds in which a score halves.
    pub half_life: u64,
    /// Unix seconds from which decay is counted.
    pub landmark: u64,
    /// Decay era; 0 until units are renormalised.
    pub era: u16,
    /// Unix seconds at which epoch 0 began.
    pub epoch_start: u64,
    /// Seconds of an epoch.
    pub epoch_length: u64,
    /// The epoch that is open now.
    pub epoch: u64,
    /// Rates of paid work.
    pub rates: Vec<Rate>,
    /// Units of all accounts.
    pub total_units: Uint256,
    /// Score of all accounts now, in points.
    pub total_score: Uint128,
    /// Points ever minted, undecayed.
    pub lifetime: Uint128,
}

/// Score of an account.
#[cw_serde]
#[derive(Json)]
pub struct ScoreResponse {
    /// The domain.
    pub domain: u32,
    /// The account.
    pub account: Addr,
    /// Points now: floor(units * 2^(-(now-landmark)/half_life) / 2^40).
    pub score: Uint128,
    /// Units, which time does not change.
    pub units: Uint256,
    /// Points ever earned, undecayed; penalties do not lessen it.
    pub lifetime: Uint128,
}

/// Accounts of a domain, a page.
#[cw_serde]
#[derive(Json)]
pub struct LeaderboardResponse {
    /// Rows by address.
    pub members: Vec<ScoreResponse>,
    /// `start_after` of the next page; null at the end.
    pub next: Option<String>,
}

/// One entry of the log: the state after a change.
#[cw_serde]
#[derive(Json, Default, Eq)]
pub struct Standing {
    /// Number of the entry, from 1; 0 means that nothing was ever recorded before that point.
    pub seq: u32,
    /// Block of the change.
    pub height: u64,
    /// Unix seconds of the change.
    pub time: u64,
    /// Decay era in which the units are written.
    pub era: u16,
    /// Units after the change.
    pub units: Uint256,
    /// Voting weight after the change; 0 in a domain that does not vote.
    pub weight: u64,
    /// Points ever earned up to the change.
    pub lifetime: Uint128,
    /// Unix seconds of the first entry.
    pub since: u64,
}

/// Standing at the close of an epoch.
#[cw_serde]
#[derive(Json)]
pub struct EpochResponse {
    /// The epoch.
    pub epoch: u64,
    /// Unix seconds at which it began.
    pub start: u64,
    /// Unix seconds at which it closed, exclusive.
    pub end: u64,
    /// Units of all accounts at the close.
    pub total_units: Uint256,
    /// Points earned by all within the epoch.
    pub total_gained: Uint128,
    /// Units of the account at the close.
    pub units: Uint256,
    /// Points earned by the account within the epoch.
    pub gained: Uint128,
}

/// A grant.
#[cw_serde]
#[derive(Json)]
pub struct GrantResponse {
    /// Its number.
    pub id: u64,
    /// What was granted.
    pub grant: NewGrant,
    /// True until it was revoked or replaced, or its last epoch ended.
    pub active: bool,
    /// Points spent in the open epoch by all clients together.
    pub spent: Uint128,
}

/// Grants, a page.
#[cw_serde]
#[derive(Json)]
pub struct GrantsResponse {
    /// Rows.
    pub grants: Vec<GrantResponse>,
    /// `start_after` of the next page; null at the end.
    pub next: Option<u64>,
}

/// What is left of a budget.
#[cw_serde]
#[derive(Json)]
pub struct BudgetResponse {
    /// The grant that would be spent; null if there is none.
    pub grant: Option<u64>,
    /// Points left.
    pub left: Uint128,
}

/// What was recorded.
#[cw_serde]
#[derive(Json)]
pub struct ContributionResponse {
    /// The domain.
    pub domain: u32,
    /// Points minted.
    pub minted: Uint128,
    /// Block height.
    pub height: u64,
}

/// Headroom of the voting domain.
#[cw_serde]
#[derive(Json)]
pub struct HeadroomResponse {
    /// Half-lives elapsed since the landmark, floor.
    pub half_lives_used: u64,
    /// Doublings of the total weight left before 2^64, floor.
    pub weight_doublings_left: u32,
    /// Half-lives left before units reach 256 bits.
    pub half_lives_left: u64,
}

/// A hook and its health.
#[cw_serde]
#[derive(Json)]
pub struct HookStatus {
    /// Stable number.
    pub id: u32,
    /// Receiver.
    pub addr: Addr,
    /// Failures in a row.
    pub failures: u32,
    /// True while it is not called.
    pub quarantined: bool,
}

/// DAO DAO voting power.
#[cw_serde]
#[derive(Json)]
pub struct VotingPowerAtHeightResponse {
    /// Power.
    pub power: Uint128,
    /// Height asked for.
    pub height: u64,
}

/// DAO DAO total power.
#[cw_serde]
#[derive(Json)]
pub struct TotalPowerAtHeightResponse {
    /// Power.
    pub power: Uint128,
    /// Height asked for.
    pub height: u64,
}
