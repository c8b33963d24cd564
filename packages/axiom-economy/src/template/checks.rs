//! Whether a template has the right form, and what it founds fits the contracts.

use axiom_schema::{check, Contract, Kind};
use axiom_types::{dao, distributor, ledger, registry, tracker};
use serde::de::DeserializeOwned;
use serde_json::{json, Value};

use crate::role::Role;
use crate::template::words;

const FORM: &str = include_str!("form.json");

/// What is wrong with the form of a template.
pub fn form(document: &Value) -> Vec<String> {
    let form: Value = serde_json::from_str(FORM).unwrap_or_default();
    let mut problems: Vec<String> =
        check(&form, document).iter().map(ToString::to_string).collect();
    if document.get("template").is_some_and(|version| *version != json!(1)) {
        let found = document.get("template").unwrap_or(&Value::Null);
        problems.push(format!("template: expected 1, the version of this format, found {found}"));
    }
    if let Some(founding) = document.get("founding").filter(|value| !value.is_object()) {
        problems.push(format!("founding: expected an object with fields, found {founding}"));
    }
    problems.extend(variables(&form, document.get("variables")));
    let steps = document.get("then").and_then(Value::as_array).into_iter().flatten();
    let mut proposed = vec![];
    for (at, step) in steps.enumerate() {
        match step.pointer("/propose/title").and_then(Value::as_str) {
            Some(title) if proposed.contains(&title) => problems
                .push(format!("then[{at}].propose.title: expected a title of its own, found {title:?} twice")),
            Some(title) => proposed.push(title),
            None if !proposed.is_empty() && step.get("call").is_some() => problems.push(format!(
                "then[{at}]: expected calls before proposals, for calls belong to the founding transaction"
            )),
            None => {}
        }
    }
    problems
}

fn variables(form: &Value, variables: Option<&Value>) -> Vec<String> {
    let Some(variables) = variables.filter(|value| !value.is_null()) else {
        return vec![];
    };
    let Some(all) = variables.as_object() else {
        return vec![format!("variables: expected an object with fields, found {variables}")];
    };
    let mut one = form.pointer("/definitions/Variable").cloned().unwrap_or_default();
    one["definitions"] = json!({});
    let mut problems = vec![];
    for (name, value) in all {
        if !words::is_name(name) {
            problems.push(format!(
                "variables.{name}: expected a name of A-Z, 0-9 and _, a letter first"
            ));
        }
        if words::is_fixed(name) {
            problems.push(format!("variables.{name}: expected another name, for ${name} is an address that the plan fills in"));
        }
        problems
            .extend(check(&one, value).iter().map(|problem| format!("variables.{name}.{problem}")));
    }
    problems
}

/// The parts of a founding message that name codes.
const PUT_IN: [&str; 2] = ["code_id", "checksum"];

/// What is wrong with a founding message without codes and salt.
pub fn founding(founding: &Value) -> Vec<String> {
    let mut problems = vec![];
    let mut whole = founding.clone();
    if founding.get("salt").is_some() {
        problems.push("founding.salt: expected no salt, for the plan puts it in".to_string());
    }
    for role in Role::LAYERS {
        let part = role.part();
        let Some(create) =
            whole.pointer_mut(&format!("/{part}/create")).and_then(Value::as_object_mut)
        else {
            continue;
        };
        for key in PUT_IN {
            if create.contains_key(key) {
                problems.push(format!(
                    "founding.{part}.create.{key}: expected none, for the plan puts it in"
                ));
            }
        }
        create.insert("code_id".to_string(), json!(1));
        create.insert("checksum".to_string(), json!(""));
    }
    if let Some(object) = whole.as_object_mut() {
        object.insert("salt".to_string(), json!("c2FsdA=="));
    }
    let schema = Contract::find(Role::Dao.name()).map(|one| one.schema(Kind::Instantiate));
    let found = schema.map(|schema| check(schema, &whole)).unwrap_or_default();
    problems.extend(found.iter().map(|problem| under("founding", &problem.to_string())));
    if problems.is_empty() {
        problems.extend(typed::<dao::InstantiateMsg>("founding", whole));
    }
    problems
}

/// What is wrong with a message to one of the five.
pub fn message(role: Role, message: &Value, path: &str) -> Vec<String> {
    let schema = Contract::find(role.name()).map(|one| one.schema(Kind::Execute));
    let found = schema.map(|schema| check(schema, message)).unwrap_or_default();
    if !found.is_empty() {
        return found.iter().map(|problem| under(path, &problem.to_string())).collect();
    }
    let wrong = match role {
        Role::Registry => typed::<registry::ExecuteMsg>(path, message.clone()),
        Role::Tracker => typed::<tracker::ExecuteMsg>(path, message.clone()),
        Role::Distributor => typed::<distributor::ExecuteMsg>(path, message.clone()),
        Role::Ledger => typed::<ledger::ExecuteMsg>(path, message.clone()),
        Role::Dao => typed::<dao::ExecuteMsg>(path, message.clone()),
    };
    wrong.into_iter().collect()
}

/// The problem, if a value that fits its schema is none of the type all the same.
fn typed<T: DeserializeOwned>(path: &str, value: Value) -> Option<String> {
    let error = serde_json::from_value::<T>(value).err()?;
    Some(format!("{path}: {error}"))
}

/// `name: expected` at `path.name: expected`, `: expected` and `expected` at `path: expected`.
fn under(path: &str, problem: &str) -> String {
    let whole = problem.starts_with("expected") || problem.starts_with('[');
    match (problem.starts_with("expected"), whole) {
        (true, _) => format!("{path}: {problem}"),
        (false, true) => format!("{path}{problem}"),
        (false, false) => format!("{path}.{problem}"),
    }
}
