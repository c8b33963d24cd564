//! Coins, pages, accounts and keys.

use crate::rest::shape::{bytes, flag, is, packed, small, text, wide, Shape};

pub(in crate::rest) static EMPTY: Shape = Shape { name: "", fields: &[] };

pub(in crate::rest) static COIN: Shape =
    Shape { name: "", fields: &[text(1, "denom"), text(2, "amount")] };

pub(in crate::rest) static PAGE: Shape = Shape {
    name: "",
    fields: &[
        bytes(1, "key"),
        wide(2, "offset"),
        wide(3, "limit"),
        flag(4, "count_total"),
        flag(5, "reverse"),
    ],
};

pub(in crate::rest) static PAGED: Shape =
    Shape { name: "", fields: &[bytes(1, "next_key"), wide(2, "total")] };

pub(in crate::rest) static BASE_ACCOUNT: Shape = Shape {
    name: "cosmos.auth.v1beta1.BaseAccount",
    fields: &[
        text(1, "address"),
        packed(2, "pub_key"),
        wide(3, "account_number"),
        wide(4, "sequence"),
    ],
};

static MODULE_ACCOUNT: Shape = Shape {
    name: "cosmos.auth.v1beta1.ModuleAccount",
    fields: &[is(1, "base_account", &BASE_ACCOUNT), text(2, "name"), text(3, "permissions").many()],
};

static SECP256K1: Shape =
    Shape { name: "cosmos.crypto.secp256k1.PubKey", fields: &[bytes(1, "key")] };

static ED25519: Shape = Shape { name: "cosmos.crypto.ed25519.PubKey", fields: &[bytes(1, "key")] };

static MULTISIG: Shape = Shape {
    name: "cosmos.crypto.multisig.LegacyAminoPubKey",
    fields: &[small(1, "threshold"), packed(2, "public_keys").many()],
};

/// Those that stand where any message may.
pub(super) static PACKED: &[&Shape] =
    &[&BASE_ACCOUNT, &MODULE_ACCOUNT, &SECP256K1, &ED25519, &MULTISIG];
