//! What queries ask and answer.

use super::common::{BASE_ACCOUNT, COIN, PAGE, PAGED};
use super::messages::{ACCESS_CONFIG, GRANT, INSTANTIATE_ACCESS};
use crate::rest::shape::{
    bytes, flag, hex, is, json, names, packed, signed, small, span, text, time, wide, Field, Shape,
};

const ADDRESS: Field = text(1, "address");
const PAGINATION: Field = is(2, "pagination", &PAGED);

// ---- what is asked ----

/// Something of an address, by pages.
pub(in crate::rest) static OF_ADDRESS: Shape =
    Shape { name: "", fields: &[ADDRESS, is(2, "pagination", &PAGE)] };

pub(in crate::rest) static OF_PAGE: Shape =
    Shape { name: "", fields: &[is(1, "pagination", &PAGE)] };

pub(in crate::rest) static BALANCE_OF: Shape =
    Shape { name: "", fields: &[ADDRESS, text(2, "denom")] };

pub(in crate::rest) static OF_DENOM: Shape = Shape { name: "", fields: &[text(1, "denom")] };

pub(in crate::rest) static STATE_OF: Shape =
    Shape { name: "", fields: &[ADDRESS, bytes(2, "query_data")] };

pub(in crate::rest) static OF_CODE: Shape =
    Shape { name: "", fields: &[wide(1, "code_id"), is(2, "pagination", &PAGE)] };

pub(in crate::rest) static OF_HEIGHT: Shape = Shape { name: "", fields: &[signed(1, "height")] };

pub(in crate::rest) static GRANTS_OF: Shape = Shape {
    name: "",
    fields: &[
        text(1, "granter"),
        text(2, "grantee"),
        text(3, "msg_type_url"),
        is(4, "pagination", &PAGE),
    ],
};

pub(in crate::rest) static OF_GRANTER: Shape =
    Shape { name: "", fields: &[text(1, "granter"), is(2, "pagination", &PAGE)] };

pub(in crate::rest) static OF_GRANTEE: Shape =
    Shape { name: "", fields: &[text(1, "grantee"), is(2, "pagination", &PAGE)] };

// ---- the node ----

static PROTOCOL: Shape =
    Shape { name: "", fields: &[wide(1, "p2p"), wide(2, "block"), wide(3, "app")] };

static OTHER: Shape = Shape { name: "", fields: &[text(1, "tx_index"), text(2, "rpc_address")] };

static NODE: Shape = Shape {
    name: "",
    fields: &[
        is(1, "protocol_version", &PROTOCOL),
        text(2, "default_node_id"),
        text(3, "listen_addr"),
        text(4, "network"),
        text(5, "version"),
        bytes(6, "channels"),
        text(7, "moniker"),
        is(8, "other", &OTHER),
    ],
};

static MODULE: Shape =
    Shape { name: "", fields: &[text(1, "path"), text(2, "version"), text(3, "sum")] };

static APPLICATION: Shape = Shape {
    name: "",
    fields: &[
        text(1, "name"),
        text(2, "app_name"),
        text(3, "version"),
        text(4, "git_commit"),
        text(5, "build_tags"),
        text(6, "go_version"),
        is(7, "build_deps", &MODULE).many(),
        text(8, "cosmos_sdk_version"),
    ],
};

pub(in crate::rest) static NODE_INFO: Shape = Shape {
    name: "",
    fields: &[is(1, "default_node_info", &NODE), is(2, "application_version", &APPLICATION)],
};

pub(in crate::rest) static SYNCING: Shape = Shape { name: "", fields: &[flag(1, "syncing")] };

pub(in crate::rest) static CONFIG: Shape =
    Shape { name: "", fields: &[text(1, "minimum_gas_price")] };

static PARTS: Shape = Shape { name: "", fields: &[small(1, "total"), bytes(2, "hash")] };

static BLOCK_ID: Shape =
    Shape { name: "", fields: &[bytes(1, "hash"), is(2, "part_set_header", &PARTS)] };

static VERSION: Shape = Shape { name: "", fields: &[wide(1, "block"), wide(2, "app")] };

/// A header, whose proposer is written as bytes or as an address.
const fn header(proposer: Field) -> [Field; 14] {
    [
        is(1, "version", &VERSION),
        text(2, "chain_id"),
        signed(3, "height"),
        time(4, "time"),
        is(5, "last_block_id", &BLOCK_ID),
        bytes(6, "last_commit_hash"),
        bytes(7, "data_hash"),
        bytes(8, "validators_hash"),
        bytes(9, "next_validators_hash"),
        bytes(10, "consensus_hash"),
        bytes(11, "app_hash"),
        bytes(12, "last_results_hash"),
        bytes(13, "evidence_hash"),
        proposer,
    ]
}

static HEADER: Shape = Shape { name: "", fields: &header(bytes(14, "proposer_address")) };
static SDK_HEADER: Shape = Shape { name: "", fields: &header(text(14, "proposer_address")) };

static TXS: Shape = Shape { name: "", fields: &[bytes(1, "txs").many()] };

/// Nobody misbehaves and nobody signs here: both lists are empty.
static EVIDENCE: Shape = Shape { name: "", fields: &[bytes(1, "evidence").many()] };

static COMMIT: Shape = Shape {
    name: "",
    fields: &[
        signed(1, "height"),
        small(2, "round"),
        is(3, "block_id", &BLOCK_ID),
        bytes(4, "signatures").many(),
    ],
};

/// A block with one or the other header.
const fn block(header: &'static Shape) -> [Field; 4] {
    [
        is(1, "header", header),
        is(2, "data", &TXS),
        is(3, "evidence", &EVIDENCE),
        is(4, "last_commit", &COMMIT),
    ]
}

static BLOCK: Shape = Shape { name: "", fields: &block(&HEADER) };
static SDK_BLOCK: Shape = Shape { name: "", fields: &block(&SDK_HEADER) };

pub(in crate::rest) static A_BLOCK: Shape = Shape {
    name: "",
    fields: &[is(1, "block_id", &BLOCK_ID), is(2, "block", &BLOCK), is(3, "sdk_block", &SDK_BLOCK)],
};

static BLOCK_PARAMS: Shape =
    Shape { name: "", fields: &[signed(1, "max_bytes"), signed(2, "max_gas")] };

static EVIDENCE_PARAMS: Shape = Shape {
    name: "",
    fields: &[signed(1, "max_age_num_blocks"), span(2, "max_age_duration"), signed(3, "max_bytes")],
};

static VALIDATOR_PARAMS: Shape = Shape { name: "", fields: &[text(1, "pub_key_types").many()] };

static VERSION_PARAMS: Shape = Shape { name: "", fields: &[wide(1, "app")] };

static ABCI_PARAMS: Shape =
    Shape { name: "", fields: &[signed(1, "vote_extensions_enable_height")] };

static CONSENSUS: Shape = Shape {
    name: "",
    fields: &[
        is(1, "block", &BLOCK_PARAMS),
        is(2, "evidence", &EVIDENCE_PARAMS),
        is(3, "validator", &VALIDATOR_PARAMS),
        is(4, "version", &VERSION_PARAMS),
        is(5, "abci", &ABCI_PARAMS),
    ],
};

pub(in crate::rest) static CONSENSUS_PARAMS: Shape =
    Shape { name: "", fields: &[is(1, "params", &CONSENSUS)] };

// ---- accounts ----

pub(in crate::rest) static ACCOUNT: Shape = Shape { name: "", fields: &[packed(1, "account")] };

pub(in crate::rest) static ACCOUNTS: Shape =
    Shape { name: "", fields: &[packed(1, "accounts").many(), PAGINATION] };

pub(in crate::rest) static ACCOUNT_INFO: Shape =
    Shape { name: "", fields: &[is(1, "info", &BASE_ACCOUNT)] };

static AUTH: Shape = Shape {
    name: "",
    fields: &[
        wide(1, "max_memo_characters"),
        wide(2, "tx_sig_limit"),
        wide(3, "tx_size_cost_per_byte"),
        wide(4, "sig_verify_cost_ed25519"),
        wide(5, "sig_verify_cost_secp256k1"),
    ],
};

pub(in crate::rest) static AUTH_PARAMS: Shape =
    Shape { name: "", fields: &[is(1, "params", &AUTH)] };

pub(in crate::rest) static BECH32: Shape = Shape { name: "", fields: &[text(1, "bech32_prefix")] };

// ---- coins ----

pub(in crate::rest) static BALANCE: Shape = Shape { name: "", fields: &[is(1, "balance", &COIN)] };

pub(in crate::rest) static BALANCES: Shape =
    Shape { name: "", fields: &[is(1, "balances", &COIN).many(), PAGINATION] };

pub(in crate::rest) static SUPPLY: Shape =
    Shape { name: "", fields: &[is(1, "supply", &COIN).many(), PAGINATION] };

pub(in crate::rest) static SUPPLY_OF: Shape = Shape { name: "", fields: &[is(1, "amount", &COIN)] };

static UNIT: Shape = Shape {
    name: "",
    fields: &[text(1, "denom"), small(2, "exponent"), text(3, "aliases").many()],
};

static METADATA: Shape = Shape {
    name: "",
    fields: &[
        text(1, "description"),
        is(2, "denom_units", &UNIT).many(),
        text(3, "base"),
        text(4, "display"),
        text(5, "name"),
        text(6, "symbol"),
        text(7, "uri"),
        text(8, "uri_hash"),
    ],
};

pub(in crate::rest) static DENOM: Shape =
    Shape { name: "", fields: &[is(1, "metadata", &METADATA)] };

pub(in crate::rest) static DENOMS: Shape =
    Shape { name: "", fields: &[is(1, "metadatas", &METADATA).many(), PAGINATION] };

static SEND_ENABLED: Shape = Shape { name: "", fields: &[text(1, "denom"), flag(2, "enabled")] };

static BANK: Shape = Shape {
    name: "",
    fields: &[is(1, "send_enabled", &SEND_ENABLED).many(), flag(2, "default_send_enabled")],
};

pub(in crate::rest) static BANK_PARAMS: Shape =
    Shape { name: "", fields: &[is(1, "params", &BANK)] };

// ---- grants ----

pub(in crate::rest) static GRANTS: Shape =
    Shape { name: "", fields: &[is(1, "grants", &GRANT).many(), PAGINATION] };

static GRANT_BETWEEN: Shape = Shape {
    name: "",
    fields: &[
        text(1, "granter"),
        text(2, "grantee"),
        packed(3, "authorization"),
        time(4, "expiration"),
    ],
};

pub(in crate::rest) static GRANTS_BETWEEN: Shape =
    Shape { name: "", fields: &[is(1, "grants", &GRANT_BETWEEN).many(), PAGINATION] };

static FEE_GRANT: Shape =
    Shape { name: "", fields: &[text(1, "granter"), text(2, "grantee"), packed(3, "allowance")] };

pub(in crate::rest) static ALLOWANCE: Shape =
    Shape { name: "", fields: &[is(1, "allowance", &FEE_GRANT)] };

pub(in crate::rest) static ALLOWANCES: Shape =
    Shape { name: "", fields: &[is(1, "allowances", &FEE_GRANT).many(), PAGINATION] };

// ---- contracts and codes ----

static PLACE: Shape = Shape { name: "", fields: &[wide(1, "block_height"), wide(2, "tx_index")] };

static INFO: Shape = Shape {
    name: "",
    fields: &[
        wide(1, "code_id"),
        text(2, "creator"),
        text(3, "admin"),
        text(4, "label"),
        is(5, "created", &PLACE),
        text(6, "ibc_port_id"),
        packed(7, "extension"),
    ],
};

pub(in crate::rest) static CONTRACT: Shape =
    Shape { name: "", fields: &[ADDRESS, is(2, "contract_info", &INFO)] };

static OPERATIONS: &[(i64, &str)] = &[
    (0, "CONTRACT_CODE_HISTORY_OPERATION_TYPE_UNSPECIFIED"),
    (1, "CONTRACT_CODE_HISTORY_OPERATION_TYPE_INIT"),
    (2, "CONTRACT_CODE_HISTORY_OPERATION_TYPE_MIGRATE"),
    (3, "CONTRACT_CODE_HISTORY_OPERATION_TYPE_GENESIS"),
];

static ENTRY: Shape = Shape {
    name: "",
    fields: &[
        names(1, "operation", OPERATIONS),
        wide(2, "code_id"),
        is(3, "updated", &PLACE),
        json(4, "msg"),
    ],
};

pub(in crate::rest) static HISTORY: Shape =
    Shape { name: "", fields: &[is(1, "entries", &ENTRY).many(), PAGINATION] };

pub(in crate::rest) static CONTRACTS: Shape =
    Shape { name: "", fields: &[text(1, "contracts").many(), PAGINATION] };

static MODEL: Shape = Shape { name: "", fields: &[hex(1, "key"), bytes(2, "value")] };

pub(in crate::rest) static STATE: Shape =
    Shape { name: "", fields: &[is(1, "models", &MODEL).many(), PAGINATION] };

pub(in crate::rest) static RAW: Shape = Shape { name: "", fields: &[bytes(1, "data")] };

pub(in crate::rest) static SMART: Shape = Shape { name: "", fields: &[json(1, "data")] };

static CODE_INFO: Shape = Shape {
    name: "",
    fields: &[
        wide(1, "code_id"),
        text(2, "creator"),
        hex(3, "data_hash"),
        is(6, "instantiate_permission", &ACCESS_CONFIG),
    ],
};

pub(in crate::rest) static CODE: Shape =
    Shape { name: "", fields: &[is(1, "code_info", &CODE_INFO), bytes(2, "data")] };

pub(in crate::rest) static SHORT_CODE: Shape = Shape {
    name: "",
    fields: &[
        wide(1, "code_id"),
        text(2, "creator"),
        hex(3, "checksum"),
        is(4, "instantiate_permission", &ACCESS_CONFIG),
    ],
};

pub(in crate::rest) static CODES: Shape =
    Shape { name: "", fields: &[is(1, "code_infos", &CODE_INFO).many(), PAGINATION] };

static WASM: Shape =
    Shape { name: "", fields: &[is(1, "code_upload_access", &ACCESS_CONFIG), INSTANTIATE_ACCESS] };

pub(in crate::rest) static WASM_PARAMS: Shape =
    Shape { name: "", fields: &[is(1, "params", &WASM)] };
