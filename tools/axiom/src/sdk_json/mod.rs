//! Transactions as the Cosmos SDK writes them in JSON: what `--generate-only` prints and other programs sign.

use base64::prelude::{Engine, BASE64_STANDARD};
use cosmrs::proto::cosmos::base::v1beta1::Coin;
use cosmrs::proto::cosmos::crypto::multisig::v1beta1::CompactBitArray;
use cosmrs::proto::cosmos::crypto::multisig::LegacyAminoPubKey;
use cosmrs::proto::cosmos::crypto::secp256k1::PubKey;
use cosmrs::proto::cosmos::tx::signing::v1beta1::SignMode;
use cosmrs::proto::cosmos::tx::v1beta1::mode_info::{Multi, Single, Sum};
use cosmrs::proto::cosmos::tx::v1beta1::{AuthInfo, Fee, ModeInfo, SignerInfo, TxBody};
use cosmrs::Any;
use prost::{Message, Name};
use serde_json::{json, Value};

mod grants;
mod messages;

pub use messages::written;

/// What is wrong, in a sentence that names the path.
type Read<T> = Result<T, String>;

/// Bytes as the SDK writes them.
pub fn base64(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

fn text(value: &Value, name: &str) -> Read<String> {
    match &value[name] {
        Value::String(text) => Ok(text.clone()),
        Value::Null => Ok(String::new()),
        other => Err(format!("{name}: expected a text, found {other}")),
    }
}

fn number(value: &Value, name: &str) -> Read<u64> {
    match &value[name] {
        Value::Null => Ok(0),
        Value::String(text) if text.is_empty() => Ok(0),
        Value::String(text) => {
            text.parse().map_err(|_| format!("{name}: expected a number, found {text:?}"))
        }
        Value::Number(number) => {
            number.as_u64().ok_or_else(|| format!("{name}: expected a number, found {number}"))
        }
        other => Err(format!("{name}: expected a number, found {other}")),
    }
}

fn bytes(value: &Value, name: &str) -> Read<Vec<u8>> {
    let text = text(value, name)?;
    BASE64_STANDARD.decode(&text).map_err(|_| format!("{name}: expected base64, found {text:?}"))
}

fn list<'a>(value: &'a Value, name: &str) -> Read<&'a [Value]> {
    match &value[name] {
        Value::Array(items) => Ok(items),
        Value::Null => Ok(&[]),
        other => Err(format!("{name}: expected a list, found {other}")),
    }
}

fn coins(value: &Value, name: &str) -> Read<Vec<Coin>> {
    let coin = |one: &Value| Ok(Coin { denom: text(one, "denom")?, amount: text(one, "amount")? });
    list(value, name)?.iter().map(coin).collect()
}

/// Coins, written.
fn shown_coins(coins: &[Coin]) -> Value {
    coins.iter().map(|coin| json!({ "denom": coin.denom, "amount": coin.amount })).collect()
}

/// The body of a transaction.
///
/// # Errors
/// If it is none, or holds a message that is not known here.
pub fn body(value: &Value) -> Read<TxBody> {
    if !value.is_object() {
        return Err("body: expected a transaction as --generate-only prints it".into());
    }
    for name in ["extension_options", "non_critical_extension_options"] {
        if !list(value, name)?.is_empty() {
            return Err(format!("body.{name}: not known here, expected none"));
        }
    }
    let all = list(value, "messages")?.iter().map(messages::read).collect::<Read<Vec<Any>>>()?;
    if all.is_empty() {
        return Err("body.messages: expected at least one".into());
    }
    Ok(TxBody {
        messages: all,
        memo: text(value, "memo")?,
        timeout_height: number(value, "timeout_height")?,
        ..TxBody::default()
    })
}

fn any<M: Message + Name>(message: &M) -> Any {
    Any { type_url: M::type_url(), value: message.encode_to_vec() }
}

/// Fee and signers of a transaction.
///
/// # Errors
/// If they are none.
pub fn auth_info(value: &Value) -> Read<AuthInfo> {
    let fee = &value["fee"];
    let signer_infos = list(value, "signer_infos")?.iter().map(signer).collect::<Read<_>>()?;
    Ok(AuthInfo {
        signer_infos,
        fee: Some(Fee {
            amount: coins(fee, "amount")?,
            gas_limit: number(fee, "gas_limit")?,
            payer: text(fee, "payer")?,
            granter: text(fee, "granter")?,
        }),
        ..AuthInfo::default()
    })
}

fn signer(value: &Value) -> Read<SignerInfo> {
    Ok(SignerInfo {
        public_key: Some(public_key(&value["public_key"])?),
        mode_info: Some(mode(&value["mode_info"])?),
        sequence: number(value, "sequence")?,
    })
}

fn public_key(value: &Value) -> Read<Any> {
    match text(value, "@type")?.as_str() {
        "/cosmos.crypto.secp256k1.PubKey" => Ok(any(&PubKey { key: bytes(value, "key")? })),
        "/cosmos.crypto.multisig.LegacyAminoPubKey" => {
            let threshold =
                u32::try_from(number(value, "threshold")?).map_err(|_| "threshold: too large")?;
            let public_keys =
                list(value, "public_keys")?.iter().map(public_key).collect::<Read<_>>()?;
            Ok(any(&LegacyAminoPubKey { threshold, public_keys }))
        }
        other => Err(format!(
            "public_key: {other:?} is not known here, expected secp256k1 or a multisig"
        )),
    }
}

fn mode(value: &Value) -> Read<ModeInfo> {
    let sum = if value["single"].is_object() {
        let name = text(&value["single"], "mode")?;
        let mode = SignMode::from_str_name(&name)
            .ok_or_else(|| format!("mode: {name:?} is no way to sign"))?;
        Sum::Single(Single { mode: mode.into() })
    } else if value["multi"].is_object() {
        let multi = &value["multi"];
        let bits = &multi["bitarray"];
        let extra_bits_stored = u32::try_from(number(bits, "extra_bits_stored")?)
            .map_err(|_| "extra_bits_stored: too large")?;
        let bitarray = Some(CompactBitArray { extra_bits_stored, elems: bytes(bits, "elems")? });
        let mode_infos = list(multi, "mode_infos")?.iter().map(mode).collect::<Read<_>>()?;
        Sum::Multi(Multi { bitarray, mode_infos })
    } else {
        return Err("mode_info: expected single or multi".into());
    };
    Ok(ModeInfo { sum: Some(sum) })
}

/// The signatures.
///
/// # Errors
/// If one is not base64.
pub fn signatures(value: &Value) -> Read<Vec<Vec<u8>>> {
    let decode = |one: &Value| {
        let text = one.as_str().unwrap_or_default();
        BASE64_STANDARD
            .decode(text)
            .map_err(|_| format!("signatures: expected base64, found {one}"))
    };
    value.as_array().into_iter().flatten().map(decode).collect()
}

#[cfg(test)]
mod tests {
    use cosmrs::proto::cosmos::authz::v1beta1::MsgExec;
    use cosmrs::proto::cosmwasm::wasm::v1::MsgExecuteContract;

    use super::*;

    fn unsigned() -> Value {
        json!({
            "body": {
                "messages": [{
                    "@type": "/cosmwasm.wasm.v1.MsgExecuteContract", "sender": "wasm1a", "contract": "wasm1b",
                    "msg": {"accept": {"job": 1}}, "funds": [{"denom": "uaxm", "amount": "5"}],
                }],
                "memo": "hello", "timeout_height": "7", "extension_options": [],
                "non_critical_extension_options": [],
            },
            "auth_info": {
                "signer_infos": [],
                "fee": {"amount": [{"denom": "uaxm", "amount": "9"}], "gas_limit": "200000", "payer": "", "granter": "wasm1c"},
            },
            "signatures": [],
        })
    }

    #[test]
    fn a_transaction_is_read_in_full() {
        let value = unsigned();
        let body = body(&value["body"]).unwrap();
        assert_eq!((body.memo.as_str(), body.timeout_height), ("hello", 7));
        let message = MsgExecuteContract::decode(body.messages[0].value.as_slice()).unwrap();
        assert_eq!(message.msg, br#"{"accept":{"job":1}}"#);
        assert_eq!(
            (message.funds[0].denom.as_str(), message.funds[0].amount.as_str()),
            ("uaxm", "5")
        );
        let fee = auth_info(&value["auth_info"]).unwrap().fee.unwrap();
        assert_eq!((fee.gas_limit, fee.granter.as_str()), (200_000, "wasm1c"));
    }

    #[test]
    fn messages_in_somebodys_name_are_wrapped() {
        let mut value = unsigned();
        let inner = value["body"]["messages"].take();
        value["body"]["messages"] =
            json!([{"@type": "/cosmos.authz.v1beta1.MsgExec", "grantee": "wasm1g", "msgs": inner}]);
        let body = body(&value["body"]).unwrap();
        let exec = MsgExec::decode(body.messages[0].value.as_slice()).unwrap();
        assert_eq!((exec.grantee.as_str(), exec.msgs.len()), ("wasm1g", 1));
        assert_eq!(exec.msgs[0].type_url, "/cosmwasm.wasm.v1.MsgExecuteContract");
    }

    #[test]
    fn a_multisig_is_read() {
        let info = json!({
            "signer_infos": [{
                "public_key": {
                    "@type": "/cosmos.crypto.multisig.LegacyAminoPubKey", "threshold": 2,
                    "public_keys": [{"@type": "/cosmos.crypto.secp256k1.PubKey", "key": "AAEC"}],
                },
                "mode_info": {"multi": {
                    "bitarray": {"extra_bits_stored": 3, "elems": "wA=="},
                    "mode_infos": [{"single": {"mode": "SIGN_MODE_LEGACY_AMINO_JSON"}}],
                }},
                "sequence": "4",
            }],
            "fee": {"amount": [], "gas_limit": "1", "payer": "", "granter": ""},
        });
        let read = auth_info(&info).unwrap();
        let signer = &read.signer_infos[0];
        assert_eq!(signer.sequence, 4);
        let key = signer.public_key.clone().unwrap();
        assert_eq!(LegacyAminoPubKey::decode(key.value.as_slice()).unwrap().threshold, 2);
        let Some(Sum::Multi(multi)) = signer.mode_info.clone().unwrap().sum else {
            panic!("multi")
        };
        assert_eq!(multi.bitarray.unwrap().elems, vec![0xc0]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let cases = [
            ("/body/messages", json!([]), "expected at least one"),
            ("/body/messages/0/@type", json!("/x.Y"), "is not known here"),
            ("/body/timeout_height", json!("soon"), "timeout_height: expected a number"),
            ("/body/extension_options", json!([1]), "expected none"),
            ("/body", json!(null), "expected a transaction"),
        ];
        for (path, wrong, expected) in cases {
            let mut value = unsigned();
            *value.pointer_mut(path).unwrap() = wrong;
            let error = body(&value["body"]).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
        assert!(signatures(&json!(["?"])).unwrap_err().contains("expected base64"));
        assert!(auth_info(&json!({"signer_infos": [{"public_key": {"@type": "x"}}]})).is_err());
    }
}
