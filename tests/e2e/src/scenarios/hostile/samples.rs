//! One message of each kind that our contracts take, made from their committed schemas: a new message is covered by
//! itself.

use std::path::Path;

use serde_json::{json, Map, Value};

/// What the fields of a sample hold.
pub struct Hints {
    /// Every address.
    pub address: String,
    /// Every number of a job, pool, space, proposal and the like, by the name of the field.
    pub numbers: Vec<(&'static str, u64)>,
    /// Every asset.
    pub asset: Value,
}

/// A message with its name, like `admin.upgrade`.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Name of the contract.
    pub contract: &'static str,
    /// Name of the message.
    pub name: String,
    /// The message.
    pub msg: Value,
}

/// Every message of a contract.
pub fn all(contract: &'static str, hints: &Hints) -> Vec<Sample> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../schema/{contract}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("{}: {error}; run `cargo xtask schema` first", path.display())
    });
    let schema: Value = serde_json::from_str(&text).expect("a schema is JSON");
    let execute = &schema["execute"];
    let maker = Maker { definitions: &execute["definitions"], hints };
    let samples = maker.variants(execute).into_iter();
    samples.map(|(name, msg)| Sample { contract, name, msg }).collect()
}

struct Maker<'a> {
    definitions: &'a Value,
    hints: &'a Hints,
}

impl<'a> Maker<'a> {
    /// Each variant of an enum with its sample; a variant whose content is an enum of structs again counts as its
    /// variants, as in `admin`.
    fn variants(&self, schema: &'a Value) -> Vec<(String, Value)> {
        let mut found = vec![];
        for variant in list(&schema["oneOf"]) {
            for word in list(&variant["enum"]) {
                found.push((text(word), word.clone()));
            }
            let Some(name) = list(&variant["required"]).first().map(text) else {
                continue;
            };
            let content = self.resolved(&variant["properties"][&name]);
            let inner = match content.get("oneOf") {
                Some(_) => self.variants(content),
                None => vec![],
            };
            if inner.is_empty() {
                let sample = self.sample(&name, content);
                found.push((name.clone(), json!({ name: sample })));
            } else {
                found.extend(inner.into_iter().map(|(under, sample)| {
                    (format!("{name}.{under}"), json!({ name.clone(): sample }))
                }));
            }
        }
        found
    }

    fn resolved(&self, schema: &'a Value) -> &'a Value {
        if let Some(path) = schema["$ref"].as_str() {
            let name = path.rsplit('/').next().unwrap_or_default();
            return self.resolved(&self.definitions[name]);
        }
        match list(&schema["allOf"]).first() {
            Some(only) => self.resolved(only),
            None => schema,
        }
    }

    /// A value that the schema admits.
    fn sample(&self, field: &str, schema: &'a Value) -> Value {
        if let Some(text) = self.special(field, schema) {
            return text;
        }
        let schema = self.resolved(schema);
        if !schema["anyOf"].is_null() {
            return Value::Null;
        }
        if let Some(word) = list(&schema["enum"]).first() {
            return word.clone();
        }
        if let Some(variant) = list(&schema["oneOf"]).first() {
            return self.sample(field, variant);
        }
        match kind(schema) {
            "object" => self.object(schema),
            "array" => match schema["items"].as_array() {
                Some(tuple) => tuple.iter().map(|item| self.sample(field, item)).collect(),
                None => json!([self.sample(field, &schema["items"])]),
            },
            "integer" => json!(self.number(field, schema)),
            "boolean" => json!(false),
            "string" => json!(self.text(field)),
            _ => Value::Null,
        }
    }

    fn object(&self, schema: &'a Value) -> Value {
        let mut object = Map::new();
        for name in list(&schema["required"]) {
            let name = text(name);
            let value = self.sample(&name, &schema["properties"][&name]);
            object.insert(name, value);
        }
        Value::Object(object)
    }

    fn number(&self, field: &str, schema: &Value) -> u64 {
        let hinted = self.hints.numbers.iter().find(|(name, _)| *name == field);
        let least = schema["minimum"].as_f64().unwrap_or_default() as u64;
        hinted.map_or(1, |(_, number)| *number).max(least)
    }

    /// Texts with a meaning of their own, by the name of their type.
    fn special(&self, field: &str, schema: &Value) -> Option<Value> {
        let reference = schema["$ref"].as_str().or_else(|| schema["allOf"][0]["$ref"].as_str());
        match reference?.rsplit('/').next()? {
            "Asset" => Some(self.hints.asset.clone()),
            "Uint128" | "Uint64" | "Uint256" => Some(json!("1")),
            "Timestamp" => Some(json!("1")),
            "HexBinary" => Some(json!("00".repeat(32))),
            "Binary" if field == "pubkey" || field == "signature" => Some(json!("")),
            "Binary" => Some(json!("e30=")),
            "CosmosMsg_for_Empty" => Some(json!({"bank": {"send": {
                "to_address": self.hints.address, "amount": [{"denom": "uaxm", "amount": "1"}],
            }}})),
            _ => None,
        }
    }

    fn text(&self, field: &str) -> String {
        match field {
            "denom" => "uaxm".to_string(),
            "kind" => "job".to_string(),
            "key" | "role" | "capability" | "name" | "title" | "description" | "reason" => {
                "sample".to_string()
            }
            "capabilities" | "tags" => "sample".to_string(),
            "uri" | "url" => "ipfs://sample".to_string(),
            _ => self.hints.address.clone(),
        }
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_string()
}

/// The type of a schema; of several the first.
fn kind(schema: &Value) -> &str {
    schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every sample can be read by its contract.
    #[test]
    fn samples_are_messages() {
        use axiom_types::{dao, distributor, ledger, registry, tracker};
        let hints = Hints {
            address: axiom_chain::Account::named("ann").address.to_string(),
            numbers: vec![("job", 7)],
            asset: json!({"native": "uaxm"}),
        };
        let read = |sample: &Sample| -> Result<(), serde_json::Error> {
            let msg = sample.msg.clone();
            match sample.contract {
                "state-registry" => serde_json::from_value::<registry::ExecuteMsg>(msg).map(drop),
                "execution-ledger" => serde_json::from_value::<ledger::ExecuteMsg>(msg).map(drop),
                "contribution-tracker" => {
                    serde_json::from_value::<tracker::ExecuteMsg>(msg).map(drop)
                }
                "value-distributor" => {
                    serde_json::from_value::<distributor::ExecuteMsg>(msg).map(drop)
                }
                _ => serde_json::from_value::<dao::ExecuteMsg>(msg).map(drop),
            }
        };
        let mut count = 0;
        for contract in super::super::reentry::CONTRACTS {
            for sample in all(contract, &hints) {
                read(&sample).unwrap_or_else(|error| panic!("{sample:?}: {error}"));
                count += 1;
            }
        }
        assert!(count > 60, "{count}");
    }

    #[test]
    fn numbers_and_names_are_those_hinted_at() {
        let hints = Hints {
            address: "wasm1ann".to_string(),
            numbers: vec![("job", 7)],
            asset: json!({"native": "uaxm"}),
        };
        let found = all("execution-ledger", &hints);
        let of = |name: &str| found.iter().find(|sample| sample.name == name).unwrap().msg.clone();
        assert_eq!(of("approve"), json!({"approve": {"job": 7}}));
        assert_eq!(of("admin.guard.pause"), json!({"admin": {"guard": {"pause": {"seconds": 1}}}}));
        let found = all("value-distributor", &hints);
        assert!(found.iter().any(|sample| sample.name == "escrow.release"));
    }
}
