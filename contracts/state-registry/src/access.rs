//! Who may send which message, and which of them a pause refuses.

use axiom_kit::access::{Gate, Rule, Who};
use axiom_types::common::GuardMsg;
use axiom_types::registry::{AdminMsg, ExecuteMsg};

const REGISTER: Rule = entry("register", Who::Anyone, "itself");
const UPDATE_PROFILE: Rule = entry("update_profile", Who::Named("a participant"), "its own entry");
const RENEW: Rule = exit(
    "renew",
    Who::Named("each participant or its principal"),
    "its own entry, or the agent's consent",
);
const LEAVE: Rule = exit("leave", Who::Named("a participant"), "its own entry");
const OFFER_BINDING: Rule =
    entry("offer_binding", Who::Named("a live participant"), "none: an offer binds nobody");
const ACCEPT_BINDING: Rule = entry(
    "accept_binding",
    Who::Named("the agent to whom it was offered"),
    "the principal's offer",
);
const UNBIND: Rule =
    exit("unbind", Who::Named("the agent or its principal"), "its side of the binding");
const CREATE_SPACE: Rule = entry("create_space", Who::Anyone, "itself");
const SET_WRITERS: Rule =
    entry("set_writers", Who::Named("the space's owner"), "ownership of the space");
const OFFER_SPACE: Rule =
    entry("offer_space", Who::Named("the space's owner"), "ownership of the space");
const TAKE_SPACE: Rule = entry(
    "take_space",
    Who::Named("the account to whom the space was offered"),
    "the owner's offer",
);
const WRITE_CELLS: Rule = entry(
    "write_cells",
    Who::Named("the space's owner or a writer that its rule admits"),
    "ownership of the space, or its writer rule",
);
const UPDATE_SETTINGS: Rule =
    exit("admin.update_settings", Who::Owner, "ownership of the contract");
const PAUSE: Rule = exit("admin.guard.pause", Who::Owner, "ownership of the contract");
const UNPAUSE: Rule = exit("admin.guard.unpause", Who::Owner, "ownership of the contract");
const UPDATE_OWNERSHIP: Rule = exit(
    "update_ownership",
    Who::Named("the owner; to accept, the pending owner"),
    "ownership of the contract, or the owner's offer",
);

/// Every message, in the order of [`ExecuteMsg`].
pub const TABLE: &[Rule] = &[
    REGISTER,
    UPDATE_PROFILE,
    RENEW,
    LEAVE,
    OFFER_BINDING,
    ACCEPT_BINDING,
    UNBIND,
    CREATE_SPACE,
    SET_WRITERS,
    OFFER_SPACE,
    TAKE_SPACE,
    WRITE_CELLS,
    UPDATE_SETTINGS,
    PAUSE,
    UNPAUSE,
    UPDATE_OWNERSHIP,
];

/// The rule of a message.
pub fn rule(msg: &ExecuteMsg) -> &'static Rule {
    match msg {
        ExecuteMsg::Register { .. } => &REGISTER,
        ExecuteMsg::UpdateProfile { .. } => &UPDATE_PROFILE,
        ExecuteMsg::Renew { .. } => &RENEW,
        ExecuteMsg::Leave {} => &LEAVE,
        ExecuteMsg::OfferBinding { .. } => &OFFER_BINDING,
        ExecuteMsg::AcceptBinding { .. } => &ACCEPT_BINDING,
        ExecuteMsg::Unbind { .. } => &UNBIND,
        ExecuteMsg::CreateSpace { .. } => &CREATE_SPACE,
        ExecuteMsg::SetWriters { .. } => &SET_WRITERS,
        ExecuteMsg::OfferSpace { .. } => &OFFER_SPACE,
        ExecuteMsg::TakeSpace { .. } => &TAKE_SPACE,
        ExecuteMsg::WriteCells { .. } => &WRITE_CELLS,
        ExecuteMsg::Admin(AdminMsg::UpdateSettings { .. }) => &UPDATE_SETTINGS,
        ExecuteMsg::Admin(AdminMsg::Guard(GuardMsg::Pause { .. })) => &PAUSE,
        ExecuteMsg::Admin(AdminMsg::Guard(GuardMsg::Unpause {})) => &UNPAUSE,
        ExecuteMsg::UpdateOwnership(_) => &UPDATE_OWNERSHIP,
    }
}

/// An entry: refused while paused.
const fn entry(message: &'static str, who: Who, grant: &'static str) -> Rule {
    Rule { message, who, grant, gate: Gate::WhenOpen }
}

/// An exit or a step of the owner: never refused by a pause.
const fn exit(message: &'static str, who: Who, grant: &'static str) -> Rule {
    Rule { message, who, grant, gate: Gate::Always }
}
