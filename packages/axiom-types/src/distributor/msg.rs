use crate::json::Json;
use cosmwasm_schema::{cw_serde, QueryResponses};
use cosmwasm_std::{Addr, Uint128, Uint256};
use cw20::Cw20ReceiveMsg;

use crate::asset::Asset;
use crate::common::{GuardMsg, InfoResponse, PauseStatus, Payout, Reference};

/// Creates a distributor.
#[cw_serde]
#[derive(Json)]
pub struct InstantiateMsg {
    /// Owner; the sender if none is named.
    pub owner: Option<String>,
    /// cw20 tokens accepted from the start, at most 16, no duplicates. Bank denoms need no listing.
    pub tokens: Vec<String>,
}

/// How much a controller may draw from the sender's balance into escrows of its own.
#[cw_serde]
#[derive(Json)]
pub struct Allowance {
    /// The contract that may draw.
    pub controller: String,
    /// The asset.
    pub asset: Asset,
    /// Base units still to be drawn; replaces what was left. Zero ends it.
    pub amount: Uint128,
}

/// One withdrawal of a batch.
#[cw_serde]
#[derive(Json)]
pub struct Withdrawal {
    /// The asset.
    pub asset: Asset,
    /// Base units; the whole balance if none is named.
    pub amount: Option<Uint128>,
    /// Receiver; the sender if none is named.
    pub to: Option<String>,
}

/// How a pool weighs its members.
#[cw_serde]
#[derive(Json)]
pub enum PoolKind {
    /// By the standing of a tracker's domain at the close of each epoch. What arrives in an epoch is paid for it;
    /// an epoch whose total is zero passes its money on to the open one.
    Standing {
        /// The tracker.
        tracker: String,
        /// The domain.
        domain: u32,
    },
    /// By a table of shares that the pool's owner keeps, streamed in a straight line.
    /// With no shares the stream stands still.
    Table {
        /// Seconds over which a deposit is spread: 1 to 10 years. A deposit during a period spreads over the rest of
        /// it, one after its end over a new equal one.
        period: u64,
        /// First shares, at most 50, no duplicates; may be empty.
        shares: Vec<PoolShare>,
    },
}

/// Shares of one member of a table pool.
#[cw_serde]
#[derive(Json)]
pub struct PoolShare {
    /// The member.
    pub account: String,
    /// Shares; 0 removes it. What it has earned stays claimable.
    pub shares: Uint128,
}

/// A new pool.
#[cw_serde]
#[derive(Json)]
pub struct NewPool {
    /// Visible name, 1 to 64 bytes.
    pub name: String,
    /// What it pays.
    pub asset: Asset,
    /// How it weighs.
    pub kind: PoolKind,
    /// Whose balance takes dust and residue; the pool's owner if none is named.
    pub residual_to: Option<String>,
}

/// One claim of a batch.
#[cw_serde]
#[derive(Json)]
pub struct Claim {
    /// The pool.
    pub pool: u64,
    /// Walk at most so many closed epochs of a standing pool; 26 if none is named, 1 to 26.
    pub epochs: Option<u64>,
}

/// What a cw20 deposit carries. An empty message deposits for the token's sender.
#[cw_serde]
#[derive(Json)]
pub enum ReceiveMsg {
    /// Credits a balance.
    Deposit {
        /// Whose; the token's sender if none is named.
        on_behalf_of: Option<String>,
    },
    /// Credits the token's sender and funds a pool from it.
    FundPool {
        /// The pool.
        pool: u64,
    },
}

/// Messages. Funds are refused unless a message says otherwise.
#[cw_serde]
#[derive(Json)]
pub enum ExecuteMsg {
    /// Credits the attached coins (1 to 8 denoms) to a balance, and sets the sender's allowances in the same go.
    /// With `on_behalf_of` no allowance may be given. With allowances alone no coins are needed.
    Deposit {
        /// Whose balance; the sender's if none is named.
        on_behalf_of: Option<String>,
        /// At most 16; the sender's own.
        allowances: Vec<Allowance>,
    },
    /// cw20: credits what really arrived, at most what the token's balance answer exceeds tracked holdings.
    /// Fails for a token that is not listed. Refused while paused.
    Receive(Cw20ReceiveMsg),
    /// Moves base units to another internal balance. Open while paused.
    Transfer {
        /// Receiver.
        to: String,
        /// The asset.
        asset: Asset,
        /// Base units.
        amount: Uint128,
    },
    /// Pays balances out. An asset that is frozen, or whose transfer fails, fails alone and stays in the balance.
    /// Fails only if nothing could be sent. Open while paused.
    Withdraw {
        /// 1 to 16.
        withdrawals: Vec<Withdrawal>,
    },
    /// Opens a pool owned by the sender; its number comes back as data (`PoolCreated`).
    CreatePool {
        /// The pool.
        pool: NewPool,
    },
    /// Funds a pool from the sender's balance. Attached coins of the pool's denom are credited first.
    FundPool {
        /// The pool.
        pool: u64,
        /// Base units.
        amount: Uint128,
    },
    /// Changes shares of a table pool; by its owner. Settles the pool and each member named first.
    SetShares {
        /// The pool.
        pool: u64,
        /// 1 to 50, no account twice.
        shares: Vec<PoolShare>,
    },
    /// Claims from pools into an account's balance, and withdraws to its wallet if asked.
    /// A pool that fails, fails alone and stays claimable; fails only if all do. Open while paused.
    Claim {
        /// 1 to 16, no pool twice.
        claims: Vec<Claim>,
        /// For whom; the sender if none is named. Anybody may claim for another into that one's balance.
        on_behalf_of: Option<String>,
        /// Also send what was claimed to the account's wallet; only for the sender itself.
        withdraw: bool,
    },
    /// Moves a pool's dust and residue to its `residual_to`. Anybody may call. Open while paused.
    /// What a pool can never pay goes there too: the stream of a table 180 days after its last member and its last
    /// deposit; epochs of a standing pool that closed 180 days ago, at most 26 a message, once the tracker does not
    /// answer and was not seen to for 180 days. The first sweep that finds it silent notes since when; any later fund,
    /// claim or sweep that reads all it needs ends the wait.
    SweepPool {
        /// The pool.
        pool: u64,
    },
    /// Takes back what is left of an escrow after its backstop, whatever became of the controller; credits the payer.
    /// Anybody may call. Open while paused.
    ReclaimEscrow {
        /// Who opened it.
        controller: String,
        /// What it called it.
        reference: Reference,
    },
    /// Escrows of the sender, which controls what it opened and nothing else.
    Escrow(EscrowMsg),
    /// Owner only.
    Admin(AdminMsg),
    /// Two-step handover of ownership.
    UpdateOwnership(cw_ownable::Action),
}

/// Messages of an escrow's controller.
#[cw_serde]
#[derive(Json)]
pub enum EscrowMsg {
    /// Draws from a payer's balance within the allowance that it set for the sender. Refused while paused.
    /// Fails if the sender has an escrow of that reference already, or ever had one.
    Open {
        /// What the sender calls it.
        reference: Reference,
        /// Whose balance.
        payer: String,
        /// The asset.
        asset: Asset,
        /// Base units.
        amount: Uint128,
        /// Unix seconds from which the payer may take back what is left, whatever became of the sender.
        /// Later than now and at most 20 years ahead; paused and frozen time is added.
        backstop: u64,
    },
    /// Credits payouts and gives the rest back to the payer; ends the escrow. Open while paused, not while frozen.
    /// A payout to the distributor itself goes back to the payer.
    Release {
        /// What the sender calls it.
        reference: Reference,
        /// At most 9, no account twice; may be empty, which refunds all.
        payouts: Vec<Payout>,
    },
}

/// What can be frozen.
#[cw_serde]
#[derive(Json, Eq)]
pub enum FreezeTarget {
    /// One asset, exits included.
    Asset(Asset),
    /// One pool, exits included.
    Pool(u64),
}

/// Owner's messages.
#[cw_serde]
#[derive(Json)]
pub enum AdminMsg {
    /// Lists a cw20 token, which must answer its `balance` and `token_info` queries.
    ListToken {
        /// The token.
        address: String,
    },
    /// Refuses further deposits of a token; what is held stays withdrawable.
    DelistToken {
        /// The token.
        address: String,
    },
    /// Sends holdings that belong to nobody (unsolicited transfers) to an internal balance.
    SweepSurplus {
        /// The asset.
        asset: Asset,
        /// Whose balance takes them.
        to: String,
    },
    /// Freezes an asset or a pool, exits included, for at most 72 hours. A running freeze is replaced.
    Freeze {
        /// What.
        target: FreezeTarget,
        /// Seconds until it lapses by itself, 1 to 259,200.
        seconds: u64,
    },
    /// Ends a freeze at once.
    Unfreeze {
        /// What.
        target: FreezeTarget,
    },
    /// Pause and unpause. Paused: deposits, new pools, funding, shares, new escrows.
    Guard(GuardMsg),
}

/// Data of a `create_pool`.
#[cw_serde]
#[derive(Json)]
pub struct PoolCreated {
    /// Number of the new pool.
    pub pool: u64,
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
    /// Pause state.
    #[returns(PauseStatus)]
    Pause {},
    /// Freeze state of an asset or a pool.
    #[returns(PauseStatus)]
    Frozen {
        /// What.
        target: FreezeTarget,
    },
    /// Internal balance of an account in one asset.
    #[returns(Uint128)]
    Balance {
        /// Whose.
        owner: String,
        /// The asset.
        asset: Asset,
    },
    /// Internal balances of an account, by asset.
    #[returns(BalancesResponse)]
    Balances {
        /// Whose.
        owner: String,
        /// Last asset of the page before.
        start_after: Option<Asset>,
        /// Rows, default 30, at most 100.
        limit: Option<u32>,
    },
    /// What a controller may still draw.
    #[returns(Uint128)]
    Allowance {
        /// Whose balance.
        owner: String,
        /// Who may draw.
        controller: String,
        /// The asset.
        asset: Asset,
    },
    /// One escrow; null if it was never opened or is closed.
    #[returns(Option<EscrowResponse>)]
    Escrow {
        /// Who opened it.
        controller: String,
        /// What it called it.
        reference: Reference,
    },
    /// Open escrows of a controller, by kind and number.
    #[returns(EscrowsResponse)]
    Escrows {
        /// Who opened them.
        controller: String,
        /// Last reference of the page before.
        start_after: Option<Reference>,
        /// Rows, default 30, at most 100.
        limit: Option<u32>,
    },
    /// One pool.
    #[returns(PoolResponse)]
    Pool {
        /// Its number.
        pool: u64,
    },
    /// Pools by number.
    #[returns(PoolsResponse)]
    Pools {
        /// Last number of the page before.
        start_after: Option<u64>,
        /// Rows, default 30, at most 100.
        limit: Option<u32>,
    },
    /// What an account could claim now from a pool in one message.
    #[returns(ClaimableResponse)]
    Claimable {
        /// The pool.
        pool: u64,
        /// Whom.
        account: String,
    },
    /// One epoch of a standing pool.
    #[returns(EpochFundResponse)]
    EpochFund {
        /// The pool.
        pool: u64,
        /// The epoch.
        epoch: u64,
    },
    /// Members of a table pool by address.
    #[returns(PoolMembersResponse)]
    PoolMembers {
        /// The pool.
        pool: u64,
        /// Last address of the page before.
        start_after: Option<String>,
        /// Rows, default 30, at most 100.
        limit: Option<u32>,
    },
    /// What is held of an asset, by ledger, and what is surplus.
    #[returns(HoldingsResponse)]
    Holdings {
        /// The asset.
        asset: Asset,
    },
    /// Listed cw20 tokens by address.
    #[returns(Vec<Addr>)]
    Tokens {
        /// Last address of the page before.
        start_after: Option<String>,
        /// Rows, default 30, at most 100.
        limit: Option<u32>,
    },
}

/// Balance in one asset.
#[cw_serde]
#[derive(Json)]
pub struct BalanceRow {
    /// The asset.
    pub asset: Asset,
    /// Base units.
    pub amount: Uint128,
}

/// Balances, a page.
#[cw_serde]
#[derive(Json)]
pub struct BalancesResponse {
    /// Rows.
    pub balances: Vec<BalanceRow>,
    /// `start_after` of the next page; null at the end.
    pub next: Option<Asset>,
}

/// An escrow.
#[cw_serde]
#[derive(Json)]
pub struct EscrowResponse {
    /// Who opened it.
    pub controller: Addr,
    /// What it called it.
    pub reference: Reference,
    /// Whose money.
    pub payer: Addr,
    /// The asset.
    pub asset: Asset,
    /// Base units locked.
    pub amount: Uint128,
    /// Unix seconds from which the payer may take it back, paused and frozen time so far added.
    pub backstop: u64,
}

/// Escrows, a page.
#[cw_serde]
#[derive(Json)]
pub struct EscrowsResponse {
    /// Rows.
    pub escrows: Vec<EscrowResponse>,
    /// `start_after` of the next page; null at the end.
    pub next: Option<Reference>,
}

/// A pool.
#[cw_serde]
#[derive(Json)]
pub struct PoolResponse {
    /// Its number.
    pub pool: u64,
    /// Visible name.
    pub name: String,
    /// Owner.
    pub owner: Addr,
    /// What it pays.
    pub asset: Asset,
    /// How it weighs.
    pub kind: PoolKindResponse,
    /// Whose balance takes dust and residue.
    pub residual_to: Addr,
    /// Base units ever put in.
    pub funded: Uint128,
    /// Base units not yet due to anybody.
    pub undistributed: Uint128,
    /// Base units due to members and not yet claimed, dust included.
    pub allocated: Uint128,
    /// Base units that wait for `sweep_pool`.
    pub residual: Uint128,
    /// Base units ever claimed.
    pub claimed: Uint128,
}

/// How a pool weighs, with its state.
#[cw_serde]
#[derive(Json)]
pub enum PoolKindResponse {
    /// By standing.
    Standing {
        /// The tracker.
        tracker: Addr,
        /// The domain.
        domain: u32,
        /// The epoch that takes deposits now.
        epoch: u64,
    },
    /// By table.
    Table {
        /// Seconds over which a deposit is spread.
        period: u64,
        /// Unix seconds at which the running period ends.
        period_end: u64,
        /// Sum of all shares.
        total_shares: Uint128,
    },
}

/// Pools, a page.
#[cw_serde]
#[derive(Json)]
pub struct PoolsResponse {
    /// Rows.
    pub pools: Vec<PoolResponse>,
    /// `start_after` of the next page; null at the end.
    pub next: Option<u64>,
}

/// What a claim would pay.
#[cw_serde]
#[derive(Json)]
pub struct ClaimableResponse {
    /// Base units.
    pub amount: Uint128,
    /// Standing pool: first epoch that the claim would walk.
    pub from_epoch: Option<u64>,
    /// Standing pool: first epoch that stays for the next claim.
    pub to_epoch: Option<u64>,
}

/// One epoch of a standing pool.
#[cw_serde]
#[derive(Json)]
pub struct EpochFundResponse {
    /// Base units put in for it.
    pub amount: Uint128,
    /// Units of the domain at its close; null until the first claim after it.
    pub total_units: Option<Uint256>,
    /// Base units claimed.
    pub claimed: Uint128,
    /// Units of those who claimed.
    pub claimed_units: Uint256,
}

/// A member of a table pool.
#[cw_serde]
#[derive(Json)]
pub struct PoolMember {
    /// The member.
    pub account: Addr,
    /// Shares.
    pub shares: Uint128,
    /// Base units earned and not yet claimed, as of now.
    pub owed: Uint128,
}

/// Members, a page.
#[cw_serde]
#[derive(Json)]
pub struct PoolMembersResponse {
    /// Rows.
    pub members: Vec<PoolMember>,
    /// `start_after` of the next page; null at the end.
    pub next: Option<String>,
}

/// What is held of an asset.
#[cw_serde]
#[derive(Json)]
pub struct HoldingsResponse {
    /// Base units owed to somebody, in all ledgers together.
    pub tracked: Uint128,
    /// In internal balances.
    pub balances: Uint128,
    /// In escrows.
    pub escrowed: Uint128,
    /// In pools.
    pub pooled: Uint128,
    /// In transfers under way; zero between transactions.
    pub in_flight: Uint128,
    /// What the bank or the token says this contract holds.
    pub real: Uint128,
    /// real - tracked; null if the token holds less than it must or does not answer.
    pub surplus: Option<Uint128>,
}
