//! The messages of transactions, their answers, and what can be granted.

use super::common::COIN;
use crate::rest::shape::{
    bytes, flag, is, json, names, packed, span, text, time, wide, Field, Shape,
};

// ---- coins ----

const AMOUNT: Field = is(3, "amount", &COIN).many();

static INPUT: Shape =
    Shape { name: "", fields: &[text(1, "address"), is(2, "coins", &COIN).many()] };

static SEND: Shape = Shape {
    name: "cosmos.bank.v1beta1.MsgSend",
    fields: &[text(1, "from_address"), text(2, "to_address"), AMOUNT],
};

static MULTI_SEND: Shape = Shape {
    name: "cosmos.bank.v1beta1.MsgMultiSend",
    fields: &[is(1, "inputs", &INPUT).many(), is(2, "outputs", &INPUT).many()],
};

// ---- contracts ----

/// Who may do something with a code; the first spelling is that of wasmd's JSON.
static ACCESS: &[(i64, &str)] = &[
    (0, "Unspecified"),
    (1, "Nobody"),
    (3, "Everybody"),
    (4, "AnyOfAddresses"),
    (0, "ACCESS_TYPE_UNSPECIFIED"),
    (1, "ACCESS_TYPE_NOBODY"),
    (3, "ACCESS_TYPE_EVERYBODY"),
    (4, "ACCESS_TYPE_ANY_OF_ADDRESSES"),
];

pub(in crate::rest) static ACCESS_CONFIG: Shape =
    Shape { name: "", fields: &[names(1, "permission", ACCESS), text(3, "addresses").many()] };

/// The field of wasmd's parameters for who may instantiate.
pub(in crate::rest) const INSTANTIATE_ACCESS: Field =
    names(2, "instantiate_default_permission", ACCESS);

static STORE_CODE: Shape = Shape {
    name: "cosmwasm.wasm.v1.MsgStoreCode",
    fields: &[
        text(1, "sender"),
        bytes(2, "wasm_byte_code"),
        is(5, "instantiate_permission", &ACCESS_CONFIG),
    ],
};

static INSTANTIATE: Shape = Shape {
    name: "cosmwasm.wasm.v1.MsgInstantiateContract",
    fields: &[
        text(1, "sender"),
        text(2, "admin"),
        wide(3, "code_id"),
        text(4, "label"),
        json(5, "msg"),
        is(6, "funds", &COIN).many(),
    ],
};

static INSTANTIATE2: Shape = Shape {
    name: "cosmwasm.wasm.v1.MsgInstantiateContract2",
    fields: &[
        text(1, "sender"),
        text(2, "admin"),
        wide(3, "code_id"),
        text(4, "label"),
        json(5, "msg"),
        is(6, "funds", &COIN).many(),
        bytes(7, "salt"),
        flag(8, "fix_msg"),
    ],
};

static EXECUTE: Shape = Shape {
    name: "cosmwasm.wasm.v1.MsgExecuteContract",
    fields: &[text(1, "sender"), text(2, "contract"), json(3, "msg"), is(5, "funds", &COIN).many()],
};

static MIGRATE: Shape = Shape {
    name: "cosmwasm.wasm.v1.MsgMigrateContract",
    fields: &[text(1, "sender"), text(2, "contract"), wide(3, "code_id"), json(4, "msg")],
};

static UPDATE_ADMIN: Shape = Shape {
    name: "cosmwasm.wasm.v1.MsgUpdateAdmin",
    fields: &[text(1, "sender"), text(2, "new_admin"), text(3, "contract")],
};

static CLEAR_ADMIN: Shape = Shape {
    name: "cosmwasm.wasm.v1.MsgClearAdmin",
    fields: &[text(1, "sender"), text(3, "contract")],
};

// ---- grants ----

pub(in crate::rest) static GRANT: Shape =
    Shape { name: "", fields: &[packed(1, "authorization"), time(2, "expiration")] };

static MSG_GRANT: Shape = Shape {
    name: "cosmos.authz.v1beta1.MsgGrant",
    fields: &[text(1, "granter"), text(2, "grantee"), is(3, "grant", &GRANT)],
};

static MSG_REVOKE: Shape = Shape {
    name: "cosmos.authz.v1beta1.MsgRevoke",
    fields: &[text(1, "granter"), text(2, "grantee"), text(3, "msg_type_url")],
};

static MSG_EXEC: Shape = Shape {
    name: "cosmos.authz.v1beta1.MsgExec",
    fields: &[text(1, "grantee"), packed(2, "msgs").many()],
};

static GENERIC: Shape =
    Shape { name: "cosmos.authz.v1beta1.GenericAuthorization", fields: &[text(1, "msg")] };

static SEND_GRANT: Shape = Shape {
    name: "cosmos.bank.v1beta1.SendAuthorization",
    fields: &[is(1, "spend_limit", &COIN).many(), text(2, "allow_list").many()],
};

static CONTRACT_GRANT: Shape =
    Shape { name: "", fields: &[text(1, "contract"), packed(2, "limit"), packed(3, "filter")] };

static EXECUTION_GRANT: Shape = Shape {
    name: "cosmwasm.wasm.v1.ContractExecutionAuthorization",
    fields: &[is(1, "grants", &CONTRACT_GRANT).many()],
};

static MAX_CALLS: Shape =
    Shape { name: "cosmwasm.wasm.v1.MaxCallsLimit", fields: &[wide(1, "remaining")] };

static MAX_FUNDS: Shape =
    Shape { name: "cosmwasm.wasm.v1.MaxFundsLimit", fields: &[is(1, "amounts", &COIN).many()] };

static COMBINED: Shape = Shape {
    name: "cosmwasm.wasm.v1.CombinedLimit",
    fields: &[wide(1, "calls_remaining"), is(2, "amounts", &COIN).many()],
};

static ALL_MESSAGES: Shape = Shape { name: "cosmwasm.wasm.v1.AllowAllMessagesFilter", fields: &[] };

static SOME_KEYS: Shape =
    Shape { name: "cosmwasm.wasm.v1.AcceptedMessageKeysFilter", fields: &[text(1, "keys").many()] };

static SOME_MESSAGES: Shape = Shape {
    name: "cosmwasm.wasm.v1.AcceptedMessagesFilter",
    fields: &[json(1, "messages").many()],
};

static GRANT_ALLOWANCE: Shape = Shape {
    name: "cosmos.feegrant.v1beta1.MsgGrantAllowance",
    fields: &[text(1, "granter"), text(2, "grantee"), packed(3, "allowance")],
};

static REVOKE_ALLOWANCE: Shape = Shape {
    name: "cosmos.feegrant.v1beta1.MsgRevokeAllowance",
    fields: &[text(1, "granter"), text(2, "grantee")],
};

static BASIC: Shape = Shape {
    name: "cosmos.feegrant.v1beta1.BasicAllowance",
    fields: &[is(1, "spend_limit", &COIN).many(), time(2, "expiration")],
};

static PERIODIC: Shape = Shape {
    name: "cosmos.feegrant.v1beta1.PeriodicAllowance",
    fields: &[
        is(1, "basic", &BASIC),
        span(2, "period"),
        is(3, "period_spend_limit", &COIN).many(),
        is(4, "period_can_spend", &COIN).many(),
        time(5, "period_reset"),
    ],
};

static ALLOWED: Shape = Shape {
    name: "cosmos.feegrant.v1beta1.AllowedMsgAllowance",
    fields: &[packed(1, "allowance"), text(2, "allowed_messages").many()],
};

// ---- answers ----

const DATA: Field = bytes(1, "data");
const CREATED: &[Field] = &[text(1, "address"), bytes(2, "data")];

/// What messages answer; they too stand where any message may.
pub(super) static ANSWERS: &[Shape] = &[
    Shape { name: "cosmos.bank.v1beta1.MsgSendResponse", fields: &[] },
    Shape { name: "cosmos.bank.v1beta1.MsgMultiSendResponse", fields: &[] },
    Shape {
        name: "cosmwasm.wasm.v1.MsgStoreCodeResponse",
        fields: &[wide(1, "code_id"), bytes(2, "checksum")],
    },
    Shape { name: "cosmwasm.wasm.v1.MsgInstantiateContractResponse", fields: CREATED },
    Shape { name: "cosmwasm.wasm.v1.MsgInstantiateContract2Response", fields: CREATED },
    Shape { name: "cosmwasm.wasm.v1.MsgExecuteContractResponse", fields: &[DATA] },
    Shape { name: "cosmwasm.wasm.v1.MsgMigrateContractResponse", fields: &[DATA] },
    Shape { name: "cosmwasm.wasm.v1.MsgUpdateAdminResponse", fields: &[] },
    Shape { name: "cosmwasm.wasm.v1.MsgClearAdminResponse", fields: &[] },
    Shape { name: "cosmos.authz.v1beta1.MsgGrantResponse", fields: &[] },
    Shape { name: "cosmos.authz.v1beta1.MsgRevokeResponse", fields: &[] },
    Shape { name: "cosmos.authz.v1beta1.MsgExecResponse", fields: &[bytes(1, "results").many()] },
    Shape { name: "cosmos.feegrant.v1beta1.MsgGrantAllowanceResponse", fields: &[] },
    Shape { name: "cosmos.feegrant.v1beta1.MsgRevokeAllowanceResponse", fields: &[] },
];

/// Those that stand where any message may.
pub(super) static PACKED: &[&Shape] = &[
    &SEND,
    &MULTI_SEND,
    &STORE_CODE,
    &INSTANTIATE,
    &INSTANTIATE2,
    &EXECUTE,
    &MIGRATE,
    &UPDATE_ADMIN,
    &CLEAR_ADMIN,
    &MSG_GRANT,
    &MSG_REVOKE,
    &MSG_EXEC,
    &GENERIC,
    &SEND_GRANT,
    &EXECUTION_GRANT,
    &MAX_CALLS,
    &MAX_FUNDS,
    &COMBINED,
    &ALL_MESSAGES,
    &SOME_KEYS,
    &SOME_MESSAGES,
    &GRANT_ALLOWANCE,
    &REVOKE_ALLOWANCE,
    &BASIC,
    &PERIODIC,
    &ALLOWED,
];
