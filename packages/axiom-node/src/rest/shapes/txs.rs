//! Transactions, and what becomes of them.

use super::common::COIN;
use crate::rest::shape::{bytes, flag, is, names, packed, signed, small, text, wide, Shape};

static BODY: Shape = Shape {
    name: "",
    fields: &[
        packed(1, "messages").many(),
        text(2, "memo"),
        wide(3, "timeout_height"),
        packed(1023, "extension_options").many(),
        packed(2047, "non_critical_extension_options").many(),
    ],
};

static MODES: &[(i64, &str)] = &[
    (0, "SIGN_MODE_UNSPECIFIED"),
    (1, "SIGN_MODE_DIRECT"),
    (2, "SIGN_MODE_TEXTUAL"),
    (3, "SIGN_MODE_DIRECT_AUX"),
    (127, "SIGN_MODE_LEGACY_AMINO_JSON"),
    (191, "SIGN_MODE_EIP_191"),
];

static SINGLE: Shape = Shape { name: "", fields: &[names(1, "mode", MODES)] };

static BITS: Shape =
    Shape { name: "", fields: &[small(1, "extra_bits_stored"), bytes(2, "elems")] };

static MULTI: Shape =
    Shape { name: "", fields: &[is(1, "bitarray", &BITS), is(2, "mode_infos", &MODE_INFO).many()] };

static MODE_INFO: Shape = Shape {
    name: "",
    fields: &[is(1, "single", &SINGLE).choice(), is(2, "multi", &MULTI).choice()],
};

static SIGNER_INFO: Shape = Shape {
    name: "",
    fields: &[packed(1, "public_key"), is(2, "mode_info", &MODE_INFO), wide(3, "sequence")],
};

static FEE: Shape = Shape {
    name: "",
    fields: &[
        is(1, "amount", &COIN).many(),
        wide(2, "gas_limit"),
        text(3, "payer"),
        text(4, "granter"),
    ],
};

static TIP: Shape = Shape { name: "", fields: &[is(1, "amount", &COIN).many(), text(2, "tipper")] };

static AUTH_INFO: Shape = Shape {
    name: "",
    fields: &[is(1, "signer_infos", &SIGNER_INFO).many(), is(2, "fee", &FEE), is(3, "tip", &TIP)],
};

static TX: Shape = Shape {
    name: "cosmos.tx.v1beta1.Tx",
    fields: &[is(1, "body", &BODY), is(2, "auth_info", &AUTH_INFO), bytes(3, "signatures").many()],
};

static ATTRIBUTE: Shape =
    Shape { name: "", fields: &[text(1, "key"), text(2, "value"), flag(3, "index")] };

static EVENT: Shape =
    Shape { name: "", fields: &[text(1, "type"), is(2, "attributes", &ATTRIBUTE).many()] };

/// Logs by message, which chains leave empty since Cosmos SDK 0.50.
static MESSAGE_LOG: Shape = Shape { name: "", fields: &[small(1, "msg_index"), text(2, "log")] };

static RESPONSE: Shape = Shape {
    name: "",
    fields: &[
        signed(1, "height"),
        text(2, "txhash"),
        text(3, "codespace"),
        small(4, "code"),
        text(5, "data"),
        text(6, "raw_log"),
        is(7, "logs", &MESSAGE_LOG).many(),
        text(8, "info"),
        signed(9, "gas_wanted"),
        signed(10, "gas_used"),
        packed(11, "tx"),
        text(12, "timestamp"),
        is(13, "events", &EVENT).many(),
    ],
};

// ---- the service ----

pub(in crate::rest) static SIMULATE: Shape =
    Shape { name: "", fields: &[is(1, "tx", &TX), bytes(2, "tx_bytes")] };

static GAS: Shape = Shape { name: "", fields: &[wide(1, "gas_wanted"), wide(2, "gas_used")] };

static RESULT: Shape = Shape {
    name: "",
    fields: &[
        bytes(1, "data"),
        text(2, "log"),
        is(3, "events", &EVENT).many(),
        packed(4, "msg_responses").many(),
    ],
};

pub(in crate::rest) static SIMULATED: Shape =
    Shape { name: "", fields: &[is(1, "gas_info", &GAS), is(2, "result", &RESULT)] };

/// How long a broadcast waits.
static BROADCAST_MODES: &[(i64, &str)] = &[
    (0, "BROADCAST_MODE_UNSPECIFIED"),
    (1, "BROADCAST_MODE_BLOCK"),
    (2, "BROADCAST_MODE_SYNC"),
    (3, "BROADCAST_MODE_ASYNC"),
];

pub(in crate::rest) static BROADCAST: Shape =
    Shape { name: "", fields: &[bytes(1, "tx_bytes"), names(2, "mode", BROADCAST_MODES)] };

pub(in crate::rest) static BROADCASTED: Shape =
    Shape { name: "", fields: &[is(1, "tx_response", &RESPONSE)] };

pub(in crate::rest) static GET_TX: Shape = Shape { name: "", fields: &[text(1, "hash")] };

pub(in crate::rest) static GOT_TX: Shape =
    Shape { name: "", fields: &[is(1, "tx", &TX), is(2, "tx_response", &RESPONSE)] };

/// Those that stand where any message may.
pub(super) static PACKED: &[&Shape] = &[&TX];
