//! Who may send which message. Nothing here is ever paused: proposing, voting and executing stay open.

use axiom_kit::access::{Gate, Rule, Who};
use axiom_types::dao::{AdminMsg, ExecuteMsg};

const PROPOSE: Rule = rule(
    "propose",
    Who::Named("an account with the track's weight at the start of the block"),
    "its weight in the tracker",
);
const VOTE: Rule = rule(
    "vote",
    Who::Named("an account with weight at the start of the proposal's block"),
    "its weight in the tracker",
);
const VOTE_SIGNED: Rule =
    rule("vote_signed", Who::Anyone, "the signature of each voter, who has weight");
const EXECUTE: Rule = rule("execute", Who::Anyone, "the vote that passed");
const CLOSE: Rule = rule("close", Who::Anyone, "the time that has passed");
const CANCEL: Rule = rule("cancel", Who::Named("the proposer"), "its own proposal");
const GUARDIAN_PAUSE: Rule = guardian("guardian_pause");
const GUARDIAN_FREEZE: Rule = guardian("guardian_freeze");
const GUARDIAN_RELEASE: Rule = guardian("guardian_release");
const SET_TRACK: Rule = strict("admin.set_track");
const SET_GUARDIAN: Rule = strict("admin.set_guardian");
const FORGIVE_GUARDIAN: Rule = listed("admin.forgive_guardian");
const SET_PEER: Rule = strict("admin.set_peer");
const ACCEPT_OWNERSHIP: Rule = listed("admin.accept_ownership");
const UPGRADE: Rule = strict("admin.upgrade");
const SELF_CHECK: Rule = strict("admin.self_check");

/// Every message, in the order of [`ExecuteMsg`].
pub const TABLE: &[Rule] = &[
    PROPOSE,
    VOTE,
    VOTE_SIGNED,
    EXECUTE,
    CLOSE,
    CANCEL,
    GUARDIAN_PAUSE,
    GUARDIAN_FREEZE,
    GUARDIAN_RELEASE,
    SET_TRACK,
    SET_GUARDIAN,
    FORGIVE_GUARDIAN,
    SET_PEER,
    ACCEPT_OWNERSHIP,
    UPGRADE,
    SELF_CHECK,
];

const fn rule(message: &'static str, who: Who, grant: &'static str) -> Rule {
    Rule { message, who, grant, gate: Gate::Always }
}

const fn guardian(message: &'static str) -> Rule {
    rule(message, Who::Named("the guardian"), "the vote that named it, until its sunset")
}

const fn strict(message: &'static str) -> Rule {
    rule(message, Who::Itself, "a proposal that passed on a strict track")
}

const fn listed(message: &'static str) -> Rule {
    rule(message, Who::Itself, "a proposal that passed on a strict track, or on one that lists it")
}

/// The row of a message.
pub fn rule_of(msg: &ExecuteMsg) -> &'static Rule {
    match msg {
        ExecuteMsg::Propose { .. } => &PROPOSE,
        ExecuteMsg::Vote { .. } => &VOTE,
        ExecuteMsg::VoteSigned { .. } => &VOTE_SIGNED,
        ExecuteMsg::Execute { .. } => &EXECUTE,
        ExecuteMsg::Close { .. } => &CLOSE,
        ExecuteMsg::Cancel { .. } => &CANCEL,
        ExecuteMsg::GuardianPause { .. } => &GUARDIAN_PAUSE,
        ExecuteMsg::GuardianFreeze { .. } => &GUARDIAN_FREEZE,
        ExecuteMsg::GuardianRelease { .. } => &GUARDIAN_RELEASE,
        ExecuteMsg::Admin(AdminMsg::SetTrack { .. }) => &SET_TRACK,
        ExecuteMsg::Admin(AdminMsg::SetGuardian { .. }) => &SET_GUARDIAN,
        ExecuteMsg::Admin(AdminMsg::ForgiveGuardian {}) => &FORGIVE_GUARDIAN,
        ExecuteMsg::Admin(AdminMsg::SetPeer { .. }) => &SET_PEER,
        ExecuteMsg::Admin(AdminMsg::AcceptOwnership { .. }) => &ACCEPT_OWNERSHIP,
        ExecuteMsg::Admin(AdminMsg::Upgrade { .. }) => &UPGRADE,
        ExecuteMsg::Admin(AdminMsg::SelfCheck {}) => &SELF_CHECK,
    }
}
