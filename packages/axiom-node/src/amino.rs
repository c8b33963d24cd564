//! The document that wallets sign which show it to people: amino JSON, keys in order, no spaces.

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use cosmrs::proto::cosmos::authz::v1beta1 as authz;
use cosmrs::proto::cosmos::bank::v1beta1 as bank;
use cosmrs::proto::cosmos::base::v1beta1::Coin;
use cosmrs::proto::cosmwasm::wasm::v1 as wasm;
use cosmrs::Any;
use serde_json::{json, Value};

use crate::error::Refusal;
use crate::tx::{unpack, Tx};

/// The bytes that are signed.
pub(crate) fn document(
    tx: &Tx,
    chain_id: &str,
    account_number: u64,
    sequence: u64,
) -> Result<Vec<u8>, Refusal> {
    let messages: Vec<Value> = tx.body.messages.iter().map(message).collect::<Result<_, _>>()?;
    let mut fee = json!({ "amount": coins(&tx.fee.amount), "gas": tx.fee.gas_limit.to_string() });
    put(&mut fee, "granter", &tx.fee.granter);
    put(&mut fee, "payer", &tx.fee.payer);
    let mut document = json!({
        "account_number": account_number.to_string(),
        "chain_id": chain_id,
        "fee": fee,
        "memo": tx.body.memo,
        "msgs": messages,
        "sequence": sequence.to_string(),
    });
    if tx.body.timeout_height > 0 {
        document["timeout_height"] = tx.body.timeout_height.to_string().into();
    }
    let mut text = String::new();
    write(&document, &mut text);
    Ok(text.into_bytes())
}

/// Writes JSON as the SDK does: keys in order, and three characters that mean something in HTML
/// escaped.
fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            text.push('{');
            for (at, key) in keys.into_iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                write(&Value::from(key.as_str()), text);
                text.push(':');
                write(&map[key], text);
            }
            text.push('}');
        }
        Value::Array(list) => {
            text.push('[');
            for (at, one) in list.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                write(one, text);
            }
            text.push(']');
        }
        Value::String(_) => {
            for c in value.to_string().chars() {
                match c {
                    '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                        text.push_str(&format!("\\u{:04x}", u32::from(c)));
                    }
                    other => text.push(other),
                }
            }
        }
        other => text.push_str(&other.to_string()),
    }
}

/// A field that is left out while it is empty.
fn put(value: &mut Value, name: &str, text: &str) {
    if !text.is_empty() {
        value[name] = text.into();
    }
}

fn coins(list: &[Coin]) -> Value {
    list.iter().map(|coin| json!({ "amount": coin.amount, "denom": coin.denom })).collect()
}

fn inner_json(bytes: &[u8]) -> Result<Value, Refusal> {
    serde_json::from_slice(bytes)
        .map_err(|error| Refusal::sdk(18, format!("the message of a contract is no JSON: {error}")))
}

fn message(any: &Any) -> Result<Value, Refusal> {
    let typed = |name: &str, value: Value| Ok(json!({ "type": name, "value": value }));
    match any.type_url.as_str() {
        "/cosmos.bank.v1beta1.MsgSend" => {
            let msg: bank::MsgSend = unpack(any)?;
            let (from, to) = (msg.from_address, msg.to_address);
            let amount = coins(&msg.amount);
            typed(
                "cosmos-sdk/MsgSend",
                json!({ "from_address": from, "to_address": to, "amount": amount }),
            )
        }
        "/cosmos.bank.v1beta1.MsgMultiSend" => {
            let msg: bank::MsgMultiSend = unpack(any)?;
            let side =
                |address: &str, list: &[Coin]| json!({ "address": address, "coins": coins(list) });
            let inputs: Value =
                msg.inputs.iter().map(|one| side(&one.address, &one.coins)).collect();
            let outputs: Value =
                msg.outputs.iter().map(|one| side(&one.address, &one.coins)).collect();
            typed("cosmos-sdk/MsgMultiSend", json!({ "inputs": inputs, "outputs": outputs }))
        }
        "/cosmos.authz.v1beta1.MsgExec" => {
            let msg: authz::MsgExec = unpack(any)?;
            let msgs: Vec<Value> = msg.msgs.iter().map(message).collect::<Result<_, _>>()?;
            typed("cosmos-sdk/MsgExec", json!({ "grantee": msg.grantee, "msgs": msgs }))
        }
        "/cosmos.authz.v1beta1.MsgRevoke" => {
            let authz::MsgRevoke { granter, grantee, msg_type_url } = unpack(any)?;
            let value =
                json!({ "granter": granter, "grantee": grantee, "msg_type_url": msg_type_url });
            typed("cosmos-sdk/MsgRevoke", value)
        }
        _ => of_contracts(any),
    }
}

fn of_contracts(any: &Any) -> Result<Value, Refusal> {
    let (name, value) = match any.type_url.as_str() {
        "/cosmwasm.wasm.v1.MsgExecuteContract" => {
            let msg: wasm::MsgExecuteContract = unpack(any)?;
            let (funds, inner) = (coins(&msg.funds), inner_json(&msg.msg)?);
            let value = json!({ "sender": msg.sender, "contract": msg.contract, "msg": inner, "funds": funds });
            ("wasm/MsgExecuteContract", value)
        }
        "/cosmwasm.wasm.v1.MsgInstantiateContract" => {
            let msg: wasm::MsgInstantiateContract = unpack(any)?;
            let mut value = json!({
                "sender": msg.sender, "code_id": msg.code_id.to_string(), "label": msg.label,
                "msg": inner_json(&msg.msg)?, "funds": coins(&msg.funds),
            });
            put(&mut value, "admin", &msg.admin);
            ("wasm/MsgInstantiateContract", value)
        }
        "/cosmwasm.wasm.v1.MsgInstantiateContract2" => {
            let msg: wasm::MsgInstantiateContract2 = unpack(any)?;
            let mut value = json!({
                "sender": msg.sender, "code_id": msg.code_id.to_string(), "label": msg.label,
                "msg": inner_json(&msg.msg)?, "funds": coins(&msg.funds),
                "salt": STANDARD.encode(&msg.salt),
            });
            put(&mut value, "admin", &msg.admin);
            ("wasm/MsgInstantiateContract2", value)
        }
        "/cosmwasm.wasm.v1.MsgMigrateContract" => {
            let msg: wasm::MsgMigrateContract = unpack(any)?;
            let value = json!({
                "sender": msg.sender, "contract": msg.contract, "code_id": msg.code_id.to_string(),
                "msg": inner_json(&msg.msg)?,
            });
            ("wasm/MsgMigrateContract", value)
        }
        "/cosmwasm.wasm.v1.MsgUpdateAdmin" => {
            let wasm::MsgUpdateAdmin { sender, new_admin, contract } = unpack(any)?;
            let value = json!({ "sender": sender, "new_admin": new_admin, "contract": contract });
            ("wasm/MsgUpdateAdmin", value)
        }
        "/cosmwasm.wasm.v1.MsgClearAdmin" => {
            let wasm::MsgClearAdmin { sender, contract } = unpack(any)?;
            ("wasm/MsgClearAdmin", json!({ "sender": sender, "contract": contract }))
        }
        other => {
            let said = format!("{other} in the mode SIGN_MODE_LEGACY_AMINO_JSON: sign it in the mode SIGN_MODE_DIRECT");
            return Err(Refusal::sdk(37, said));
        }
    };
    Ok(json!({ "type": name, "value": value }))
}

#[cfg(test)]
mod tests {
    use axiom_chain::Account;
    use axiom_client::messages::{any, bank_send, coins as to_proto, execute};
    use cosmrs::proto::cosmos::tx::v1beta1::{AuthInfo, Fee, TxBody, TxRaw};
    use cosmwasm_std::coin;
    use prost::Message;

    use super::*;

    #[test]
    fn keys_stand_in_order_and_html_is_escaped() {
        let (alice, ben) = (Account::named("alice"), Account::named("ben"));
        let contract = format!("wasm1{}", "q".repeat(58));
        let body = TxBody {
            messages: vec![
                bank_send(alice.as_ref(), ben.as_ref(), &[coin(5, "uaxm")]),
                execute(
                    alice.as_ref(),
                    &contract,
                    br#"{"z":1,"a":{"d":"<&>","c":[true,null]}}"#,
                    &[],
                ),
            ],
            memo: "a \"b\"".to_string(),
            timeout_height: 9,
            ..TxBody::default()
        };
        let fee = Fee { amount: to_proto(&[coin(7, "uaxm")]), gas_limit: 280, ..Fee::default() };
        let auth = AuthInfo { fee: Some(fee), ..AuthInfo::default() };
        let raw = TxRaw {
            body_bytes: body.encode_to_vec(),
            auth_info_bytes: auth.encode_to_vec(),
            signatures: vec![],
        };
        let tx = Tx::decode(&raw.encode_to_vec()).unwrap();
        let text = String::from_utf8(document(&tx, "c-1", 3, 4).unwrap()).unwrap();
        let expected = format!(
            r#"{{"account_number":"3","chain_id":"c-1","fee":{{"amount":[{{"amount":"7","denom":"uaxm"}}],"gas":"280"}},"memo":"a \"b\"","msgs":[{{"type":"cosmos-sdk/MsgSend","value":{{"amount":[{{"amount":"5","denom":"uaxm"}}],"from_address":"{alice}","to_address":"{ben}"}}}},{{"type":"wasm/MsgExecuteContract","value":{{"contract":"{contract}","funds":[],"msg":{{"a":{{"c":[true,null],"d":"\u003c\u0026\u003e"}},"z":1}},"sender":"{alice}"}}}}],"sequence":"4","timeout_height":"9"}}"#
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn what_has_no_known_form_is_refused() {
        let msg = any(&wasm::MsgStoreCode::default());
        assert_eq!(message(&msg).unwrap_err().code, 37);
    }
}
