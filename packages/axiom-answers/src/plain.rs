//! Messages of proposals in plain words.

mod layers;

use axiom_types::asset::Asset;
use cosmwasm_std::{BankMsg, Binary, Coin, CosmosMsg, Uint128, WasmMsg};
use serde::Serialize;
use serde_json::Value;

use crate::economy::{ContractName, Economy};

/// An amount of an asset, in base units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Amount {
    /// The asset.
    pub asset: Asset,
    /// Base units.
    pub amount: Uint128,
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.amount, self.asset)
    }
}

/// A setting that a message changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Which: its path in the settings.
    pub field: String,
    /// What it is now; null if it is not there.
    pub from: Value,
    /// What it becomes; null if it goes.
    pub to: Value,
}

/// A message of a proposal in plain words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlainMessage {
    /// Its index in the proposal.
    pub index: u32,
    /// The contract of the economy that it calls.
    pub contract: Option<ContractName>,
    /// The address that it goes to; none for what goes to none.
    pub address: Option<String>,
    /// The method: `admin.update_settings`; `bank.send` for coins.
    pub method: String,
    /// What it pays or moves.
    pub amounts: Vec<Amount>,
    /// What it does, in one sentence.
    pub text: String,
    /// Settings that it changes, against those of now.
    pub changes: Vec<Change>,
    /// True if its failure would not undo the others.
    pub may_fail: bool,
    /// The message itself; null if it is no JSON.
    pub message: Value,
}

/// What one message means to its contract.
pub(crate) struct Meaning {
    pub(crate) amounts: Vec<Amount>,
    pub(crate) text: String,
}

impl Meaning {
    pub(crate) fn of(text: impl Into<String>) -> Self {
        Self { amounts: vec![], text: text.into() }
    }

    pub(crate) fn paying(asset: &Asset, amount: Uint128, text: impl Into<String>) -> Self {
        Self { amounts: vec![Amount { asset: asset.clone(), amount }], text: text.into() }
    }
}

/// Puts the messages of a proposal into plain words. Settings are not compared: see [`crate::Answers::proposal`].
pub fn plain_messages(
    economy: &Economy,
    messages: &[CosmosMsg],
    may_fail: &[u32],
) -> Vec<PlainMessage> {
    let numbered = (0u32..).zip(messages);
    numbered
        .map(|(index, message)| PlainMessage {
            may_fail: may_fail.contains(&index),
            ..plain(economy, index, message)
        })
        .collect()
}

fn plain(economy: &Economy, index: u32, message: &CosmosMsg) -> PlainMessage {
    let said = PlainMessage {
        index,
        contract: None,
        address: None,
        method: String::new(),
        amounts: vec![],
        text: String::new(),
        changes: vec![],
        may_fail: false,
        message: serde_json::to_value(message).unwrap_or_default(),
    };
    match message {
        CosmosMsg::Bank(BankMsg::Send { to_address, amount }) => PlainMessage {
            address: Some(to_address.clone()),
            method: "bank.send".to_string(),
            text: format!(
                "pay {} from the treasury's wallet to {}",
                coins_text(amount),
                economy.word(to_address)
            ),
            amounts: coins(amount),
            ..said
        },
        CosmosMsg::Wasm(WasmMsg::Execute { contract_addr, msg, funds }) => {
            call(economy, said, (contract_addr, msg, funds))
        }
        _ => PlainMessage {
            method: "other".to_string(),
            text: "a message of a kind that no track admits".to_string(),
            ..said
        },
    }
}

fn call(
    economy: &Economy,
    said: PlainMessage,
    (address, msg, funds): (&str, &Binary, &[Coin]),
) -> PlainMessage {
    let tree: Value = serde_json::from_slice(msg).unwrap_or_default();
    let contract = economy.name_of(address);
    let method = method_of(&tree).unwrap_or_else(|| "?".to_string());
    let known = match contract {
        Some(ContractName::Distributor) => layers::distributor(economy, msg),
        Some(ContractName::Ledger) => layers::ledger(economy, msg),
        Some(ContractName::Tracker) => layers::tracker(economy, msg),
        Some(ContractName::Registry) => layers::registry(msg),
        Some(ContractName::Dao) => layers::dao(economy, msg),
        None => layers::token(economy, address, msg),
    };
    let meaning = known.unwrap_or_else(|| {
        Meaning::of(format!("call `{method}` of {} with {tree}", economy.word(address)))
    });
    let mut amounts = coins(funds);
    let attached = match amounts.is_empty() {
        true => String::new(),
        false => format!(", with {} from the treasury's wallet", coins_text(funds)),
    };
    amounts.extend(meaning.amounts);
    PlainMessage {
        contract,
        address: Some(address.to_string()),
        method,
        amounts,
        text: format!("{}{attached}", meaning.text),
        message: tree,
        ..said
    }
}

fn coins(coins: &[Coin]) -> Vec<Amount> {
    let amount =
        |coin: &Coin| Amount { asset: Asset::native(coin.denom.as_str()), amount: coin.amount };
    coins.iter().map(amount).collect()
}

fn coins_text(list: &[Coin]) -> String {
    let all: Vec<_> = coins(list).iter().map(ToString::to_string).collect();
    all.join(" and ")
}

/// The method of a message: `name`, or `group.name` for what is inside `admin` and `escrow`; none if it is no call.
pub(crate) fn method_of(message: &Value) -> Option<String> {
    let (name, content) = single(message)?;
    if ["admin", "escrow"].contains(&name) {
        return Some(format!("{name}.{}", single(content)?.0));
    }
    Some(name.to_string())
}

fn single(value: &Value) -> Option<(&str, &Value)> {
    let fields = value.as_object().filter(|fields| fields.len() == 1)?;
    fields.iter().next().map(|(key, value)| (key.as_str(), value))
}

/// The leaves in which two trees differ, by path.
pub(crate) fn changes(from: &Value, to: &Value) -> Vec<Change> {
    let mut all = vec![];
    differ("", from, to, &mut all);
    all
}

fn differ(path: &str, from: &Value, to: &Value, all: &mut Vec<Change>) {
    if let (Value::Object(old), Value::Object(new)) = (from, to) {
        let mut keys: Vec<_> = old.keys().chain(new.keys()).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            let below = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            let at = |fields: &serde_json::Map<String, Value>| {
                fields.get(key).cloned().unwrap_or(Value::Null)
            };
            differ(&below, &at(old), &at(new), all);
        }
        return;
    }
    if from != to {
        let field = path.to_string();
        all.push(Change { field, from: from.clone(), to: to.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_leaves_that_differ_are_told() {
        let from = json!({"a": 1, "b": {"c": 2, "d": 3}, "e": null});
        let to = json!({"a": 1, "b": {"c": 5, "d": 3}, "e": "x", "f": [1]});
        let told: Vec<_> = changes(&from, &to)
            .into_iter()
            .map(|change| (change.field, change.from, change.to))
            .collect();
        let expected = vec![
            ("b.c".to_string(), json!(2), json!(5)),
            ("e".to_string(), json!(null), json!("x")),
            ("f".to_string(), json!(null), json!([1])),
        ];
        assert_eq!(told, expected);
        assert_eq!(changes(&from, &from), vec![]);
    }

    #[test]
    fn methods() {
        let of = |tree: Value| method_of(&tree);
        assert_eq!(of(json!({"vote": {"proposal_id": 1}})).as_deref(), Some("vote"));
        assert_eq!(of(json!({"admin": {"guard": {"pause": {}}}})).as_deref(), Some("admin.guard"));
        assert_eq!(of(json!({"admin": {}})), None);
        assert_eq!(of(json!({"a": 1, "b": 2})), None);
        assert_eq!(of(json!("vote")), None);
    }
}
