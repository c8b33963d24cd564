//! Who may send which message, under which grant, and through which gate.

use axiom_kit::access::{enforce, Gate, Rule, Who};
use axiom_kit::checks::no_funds;
use axiom_types::common::GuardMsg;
use axiom_types::distributor::{AdminMsg, EscrowMsg, ExecuteMsg};
use cosmwasm_std::{Env, MessageInfo, Storage};

use crate::error::ContractError;

const fn row(message: &'static str, who: Who, grant: &'static str, gate: Gate) -> Rule {
    Rule { message, who, grant, gate }
}

const DEPOSIT: Rule = row("deposit", Who::Anyone, "the coins sent along", Gate::WhenOpen);
const RECEIVE: Rule =
    row("receive", Who::Named("a listed token"), "listed by the owner", Gate::WhenOpen);
const TRANSFER: Rule = row("transfer", Who::Anyone, "the sender's own balance", Gate::Always);
const WITHDRAW: Rule = row("withdraw", Who::Anyone, "the sender's own balance", Gate::Always);
const CREATE_POOL: Rule =
    row("create_pool", Who::Anyone, "none: the sender owns the pool", Gate::WhenOpen);
const FUND_POOL: Rule = row(
    "fund_pool",
    Who::Anyone,
    "the sender's own balance and the coins sent along",
    Gate::WhenOpen,
);
const SET_SHARES: Rule =
    row("set_shares", Who::Named("the pool's owner"), "created the pool", Gate::WhenOpen);
const CLAIM: Rule =
    row("claim", Who::Anyone, "credits the account's own balance only", Gate::Always);
const SWEEP_POOL: Rule =
    row("sweep_pool", Who::Anyone, "credits the pool's residual_to only", Gate::Always);
const RECLAIM_ESCROW: Rule = row(
    "reclaim_escrow",
    Who::Anyone,
    "the backstop has passed; credits the payer only",
    Gate::Always,
);
const ESCROW_OPEN: Rule = row(
    "escrow.open",
    Who::Anyone,
    "the allowance that the payer set for the sender",
    Gate::WhenOpen,
);
const ESCROW_RELEASE: Rule =
    row("escrow.release", Who::Named("the escrow's controller"), "opened the escrow", Gate::Always);
const LIST_TOKEN: Rule = row("admin.list_token", Who::Owner, "ownership", Gate::Always);
const DELIST_TOKEN: Rule = row("admin.delist_token", Who::Owner, "ownership", Gate::Always);
const SWEEP_SURPLUS: Rule = row("admin.sweep_surplus", Who::Owner, "ownership", Gate::Always);
const FREEZE: Rule = row("admin.freeze", Who::Owner, "ownership", Gate::Always);
const UNFREEZE: Rule = row("admin.unfreeze", Who::Owner, "ownership", Gate::Always);
const PAUSE: Rule = row("admin.guard.pause", Who::Owner, "ownership", Gate::Always);
const UNPAUSE: Rule = row("admin.guard.unpause", Who::Owner, "ownership", Gate::Always);
const UPDATE_OWNERSHIP: Rule = row(
    "update_ownership",
    Who::Named("the owner, or the pending owner to accept"),
    "ownership, or the owner's offer of it",
    Gate::Always,
);

/// Every message, in the order of the message type.
pub const TABLE: &[Rule] = &[
    DEPOSIT,
    RECEIVE,
    TRANSFER,
    WITHDRAW,
    CREATE_POOL,
    FUND_POOL,
    SET_SHARES,
    CLAIM,
    SWEEP_POOL,
    RECLAIM_ESCROW,
    ESCROW_OPEN,
    ESCROW_RELEASE,
    LIST_TOKEN,
    DELIST_TOKEN,
    SWEEP_SURPLUS,
    FREEZE,
    UNFREEZE,
    PAUSE,
    UNPAUSE,
    UPDATE_OWNERSHIP,
];

/// The row of a message.
pub const fn rule_of(msg: &ExecuteMsg) -> &'static Rule {
    match msg {
        ExecuteMsg::Deposit { .. } => &DEPOSIT,
        ExecuteMsg::Receive(_) => &RECEIVE,
        ExecuteMsg::Transfer { .. } => &TRANSFER,
        ExecuteMsg::Withdraw { .. } => &WITHDRAW,
        ExecuteMsg::CreatePool { .. } => &CREATE_POOL,
        ExecuteMsg::FundPool { .. } => &FUND_POOL,
        ExecuteMsg::SetShares { .. } => &SET_SHARES,
        ExecuteMsg::Claim { .. } => &CLAIM,
        ExecuteMsg::SweepPool { .. } => &SWEEP_POOL,
        ExecuteMsg::ReclaimEscrow { .. } => &RECLAIM_ESCROW,
        ExecuteMsg::Escrow(EscrowMsg::Open { .. }) => &ESCROW_OPEN,
        ExecuteMsg::Escrow(EscrowMsg::Release { .. }) => &ESCROW_RELEASE,
        ExecuteMsg::Admin(AdminMsg::ListToken { .. }) => &LIST_TOKEN,
        ExecuteMsg::Admin(AdminMsg::DelistToken { .. }) => &DELIST_TOKEN,
        ExecuteMsg::Admin(AdminMsg::SweepSurplus { .. }) => &SWEEP_SURPLUS,
        ExecuteMsg::Admin(AdminMsg::Freeze { .. }) => &FREEZE,
        ExecuteMsg::Admin(AdminMsg::Unfreeze { .. }) => &UNFREEZE,
        ExecuteMsg::Admin(AdminMsg::Guard(GuardMsg::Pause { .. })) => &PAUSE,
        ExecuteMsg::Admin(AdminMsg::Guard(GuardMsg::Unpause {})) => &UNPAUSE,
        ExecuteMsg::UpdateOwnership(_) => &UPDATE_OWNERSHIP,
    }
}

/// True for the messages that take coins.
const fn takes_coins(msg: &ExecuteMsg) -> bool {
    matches!(msg, ExecuteMsg::Deposit { .. } | ExecuteMsg::FundPool { .. })
}

/// Passes a message whose sender, gate and coins fit its row.
///
/// # Errors
/// [`axiom_kit::KitError::NotOwner`], [`axiom_kit::KitError::Paused`], [`axiom_kit::KitError::FundsSent`].
pub fn authorise(
    storage: &dyn Storage,
    env: &Env,
    info: &MessageInfo,
    msg: &ExecuteMsg,
) -> Result<(), ContractError> {
    enforce(rule_of(msg), storage, env, info)?;
    if !takes_coins(msg) {
        no_funds(info)?;
    }
    Ok(())
}
