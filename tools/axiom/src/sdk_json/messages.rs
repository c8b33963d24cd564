//! Messages as the Cosmos SDK writes them in JSON, there and back.

use cosmrs::proto::cosmos::authz::v1beta1::{MsgExec, MsgGrant, MsgRevoke};
use cosmrs::proto::cosmos::bank::v1beta1::MsgSend;
use cosmrs::proto::cosmos::feegrant::v1beta1::{MsgGrantAllowance, MsgRevokeAllowance};
use cosmrs::proto::cosmwasm::wasm::v1::{
    MsgExecuteContract, MsgInstantiateContract2, MsgStoreCode,
};
use cosmrs::Any;
use prost::{Message, Name};
use serde_json::{json, Value};

use super::{any, base64, bytes, coins, grants, list, number, shown_coins, text, Read};

/// A message, written. None for one that is not known here.
pub fn written(message: &Any) -> Option<Value> {
    let mut value = match message.type_url.as_str() {
        "/cosmwasm.wasm.v1.MsgExecuteContract" => {
            let MsgExecuteContract { sender, contract, msg, funds } = decoded(message)?;
            json!({
                "sender": sender, "contract": contract, "msg": inner(&msg)?, "funds": shown_coins(&funds),
            })
        }
        "/cosmwasm.wasm.v1.MsgInstantiateContract2" => {
            let new: MsgInstantiateContract2 = decoded(message)?;
            json!({
                "sender": new.sender, "admin": new.admin, "code_id": new.code_id.to_string(),
                "label": new.label, "msg": inner(&new.msg)?, "funds": shown_coins(&new.funds),
                "salt": base64(&new.salt), "fix_msg": new.fix_msg,
            })
        }
        "/cosmwasm.wasm.v1.MsgStoreCode" => {
            let MsgStoreCode { sender, wasm_byte_code, instantiate_permission } = decoded(message)?;
            if instantiate_permission.is_some() {
                return None;
            }
            json!({
                "sender": sender, "wasm_byte_code": base64(&wasm_byte_code),
                "instantiate_permission": null,
            })
        }
        "/cosmos.bank.v1beta1.MsgSend" => {
            let MsgSend { from_address, to_address, amount } = decoded(message)?;
            json!({
                "from_address": from_address, "to_address": to_address,
                "amount": shown_coins(&amount),
            })
        }
        "/cosmos.authz.v1beta1.MsgExec" => {
            let MsgExec { grantee, msgs } = decoded(message)?;
            let msgs = msgs.iter().map(written).collect::<Option<Vec<Value>>>()?;
            json!({ "grantee": grantee, "msgs": msgs })
        }
        "/cosmos.authz.v1beta1.MsgGrant" => {
            let MsgGrant { granter, grantee, grant } = decoded(message)?;
            json!({
                "granter": granter, "grantee": grantee, "grant": grants::written_grant(&grant?)?,
            })
        }
        "/cosmos.authz.v1beta1.MsgRevoke" => {
            let MsgRevoke { granter, grantee, msg_type_url } = decoded(message)?;
            json!({ "granter": granter, "grantee": grantee, "msg_type_url": msg_type_url })
        }
        "/cosmos.feegrant.v1beta1.MsgGrantAllowance" => {
            let MsgGrantAllowance { granter, grantee, allowance } = decoded(message)?;
            json!({
                "granter": granter, "grantee": grantee,
                "allowance": grants::written_allowance(&allowance?)?,
            })
        }
        "/cosmos.feegrant.v1beta1.MsgRevokeAllowance" => {
            let MsgRevokeAllowance { granter, grantee } = decoded(message)?;
            json!({ "granter": granter, "grantee": grantee })
        }
        _ => return None,
    };
    value["@type"] = json!(message.type_url);
    Some(value)
}

/// A message, read.
pub fn read(value: &Value) -> Read<Any> {
    match text(value, "@type")?.as_str() {
        "/cosmwasm.wasm.v1.MsgExecuteContract" => Ok(any(&MsgExecuteContract {
            sender: text(value, "sender")?,
            contract: text(value, "contract")?,
            msg: value["msg"].to_string().into_bytes(),
            funds: coins(value, "funds")?,
        })),
        "/cosmwasm.wasm.v1.MsgInstantiateContract2" => Ok(any(&MsgInstantiateContract2 {
            sender: text(value, "sender")?,
            admin: text(value, "admin")?,
            code_id: number(value, "code_id")?,
            label: text(value, "label")?,
            msg: value["msg"].to_string().into_bytes(),
            funds: coins(value, "funds")?,
            salt: bytes(value, "salt")?,
            fix_msg: value["fix_msg"].as_bool().unwrap_or(false),
        })),
        "/cosmwasm.wasm.v1.MsgStoreCode" => {
            if !value["instantiate_permission"].is_null() {
                return Err("instantiate_permission: not known here, expected null".into());
            }
            Ok(any(&MsgStoreCode {
                sender: text(value, "sender")?,
                wasm_byte_code: bytes(value, "wasm_byte_code")?,
                instantiate_permission: None,
            }))
        }
        "/cosmos.bank.v1beta1.MsgSend" => Ok(any(&MsgSend {
            from_address: text(value, "from_address")?,
            to_address: text(value, "to_address")?,
            amount: coins(value, "amount")?,
        })),
        "/cosmos.authz.v1beta1.MsgExec" => {
            let msgs = list(value, "msgs")?.iter().map(read).collect::<Read<Vec<Any>>>()?;
            Ok(any(&MsgExec { grantee: text(value, "grantee")?, msgs }))
        }
        "/cosmos.authz.v1beta1.MsgGrant" => Ok(any(&MsgGrant {
            granter: text(value, "granter")?,
            grantee: text(value, "grantee")?,
            grant: Some(grants::grant(&value["grant"])?),
        })),
        "/cosmos.authz.v1beta1.MsgRevoke" => Ok(any(&MsgRevoke {
            granter: text(value, "granter")?,
            grantee: text(value, "grantee")?,
            msg_type_url: text(value, "msg_type_url")?,
        })),
        "/cosmos.feegrant.v1beta1.MsgGrantAllowance" => Ok(any(&MsgGrantAllowance {
            granter: text(value, "granter")?,
            grantee: text(value, "grantee")?,
            allowance: Some(grants::allowance(&value["allowance"])?),
        })),
        "/cosmos.feegrant.v1beta1.MsgRevokeAllowance" => Ok(any(&MsgRevokeAllowance {
            granter: text(value, "granter")?,
            grantee: text(value, "grantee")?,
        })),
        other => Err(format!(
            "messages: {other:?} is not known here, expected one that axiom makes; sign and send it with the chain's own program"
        )),
    }
}

/// A message of a known type.
pub(super) fn decoded<M: Message + Name + Default>(message: &Any) -> Option<M> {
    (message.type_url == M::type_url()).then(|| M::decode(message.value.as_slice()).ok()).flatten()
}

/// What a contract is told, as JSON within the JSON.
fn inner(msg: &[u8]) -> Option<Value> {
    serde_json::from_slice(msg).ok()
}

#[cfg(test)]
mod tests {
    use axiom_client::messages::{self, ContractGrant, FeeAllowance, NewContract};
    use cosmwasm_std::Coin;

    use super::*;

    #[test]
    fn whatever_axiom_makes_is_written_and_read_back_to_the_same_bytes() {
        let coin = || vec![Coin::new(5u128, "uaxm")];
        let grant = |max_calls, max_funds| ContractGrant {
            contract: "wasm1c".into(),
            max_calls,
            max_funds,
            keys: vec!["accept".into(), "submit".into()],
        };
        let grants = [grant(Some(9), vec![]), grant(None, coin()), grant(Some(3), coin())];
        let all = |grant: ContractGrant| ContractGrant { keys: vec![], ..grant };
        let until = Some(1_800_000_000);
        let fees = FeeAllowance { spend_limit: coin(), expiration: until, ..Default::default() };
        let new = NewContract {
            code_id: 7,
            msg: br#"{"owner":null}"#.to_vec(),
            label: "a label".into(),
            admin: Some("wasm1a".into()),
            funds: coin(),
        };
        let send = messages::bank_send("wasm1a", "wasm1b", &coin());
        let made = [
            messages::execute("wasm1a", "wasm1c", br#"{"accept":{"job":1}}"#, &coin()),
            messages::instantiate2("wasm1a", &new, b"salt"),
            messages::store_code("wasm1a", b"\0asm", &messages::InstantiateAccess::ChainDefault),
            messages::authz_exec("wasm1g", vec![send.clone()]),
            send,
            messages::grant_contracts("wasm1a", "wasm1g", &grants, until).unwrap(),
            messages::grant_contracts("wasm1a", "wasm1g", &[all(grant(Some(1), vec![]))], None)
                .unwrap(),
            messages::revoke_grant("wasm1a", "wasm1g", messages::EXECUTE_CONTRACT),
            messages::grant_fees("wasm1a", "wasm1g", &fees),
            messages::grant_fees("wasm1a", "wasm1g", &FeeAllowance::default()),
            messages::revoke_fees("wasm1a", "wasm1g"),
        ];
        for message in made {
            let value = written(&message).unwrap_or_else(|| panic!("{}", message.type_url));
            assert_eq!(read(&value).unwrap(), message, "{value}");
        }
        let strange = messages::clear_admin("wasm1a", "wasm1c");
        assert_eq!(written(&strange), None);
    }

    #[test]
    fn what_is_wrong_in_a_grant_is_named() {
        let value = |authorization: Value, expiration: Value| {
            json!({
                "@type": "/cosmos.authz.v1beta1.MsgGrant", "granter": "a", "grantee": "b",
                "grant": {"authorization": authorization, "expiration": expiration},
            })
        };
        let contract = |grant: Value| json!({"@type": "/cosmwasm.wasm.v1.ContractExecutionAuthorization", "grants": [grant]});
        let cases = [
            (json!({"@type": "/x.Y"}), Value::Null, "authorization"),
            (contract(json!({"limit": {"@type": "/x.Y"}})), Value::Null, "limit"),
            (
                contract(json!({
                    "limit": {"@type": "/cosmwasm.wasm.v1.MaxCallsLimit", "remaining": "1"},
                    "filter": {"@type": "/x.Y"},
                })),
                Value::Null,
                "filter",
            ),
            (contract(json!({})), json!("soon"), "limit"),
        ];
        for (authorization, expiration, named) in cases {
            let error = read(&value(authorization, expiration)).unwrap_err();
            assert!(error.contains(named), "{error}");
        }
        let fine = json!({
            "contract": "c",
            "limit": {"@type": "/cosmwasm.wasm.v1.MaxCallsLimit", "remaining": "1"},
            "filter": {"@type": "/cosmwasm.wasm.v1.AllowAllMessagesFilter"},
        });
        let error = read(&value(contract(fine), json!("soon"))).unwrap_err();
        assert!(error.contains("expiration"), "{error}");
    }
}
