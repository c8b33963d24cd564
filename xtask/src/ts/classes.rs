//! The classes of a contract: its questions, its messages, and their execution.

use anyhow::{Context, Result};
use serde_json::Value;

use super::model::{Contract, Method};
use super::text::{camel, comment, pascal};
use super::types::{expression, is_required};

/// First lines of the module of a contract.
pub fn imports() -> &'static str {
    "import type { Coin as Funds } from \"@cosmjs/amino\";\n\
     import type { ContractCall, ContractReader, ContractWriter, SendOptions, TxOutcome } from \"../contract.js\";\n\
     import { call } from \"../contract.js\";\n\
     import type { Shape, ShapeTable } from \"../json.js\";\n\n"
}

/// The three classes.
pub fn text(contract: &Contract) -> Result<String> {
    Ok([questions(contract)?, messages(contract)?, execution(contract)?].join("\n"))
}

fn class_name(contract: &Contract, suffix: &str) -> String {
    pascal(&contract.short) + suffix
}

fn questions(contract: &Contract) -> Result<String> {
    let mut text = comment(Some(&format!("Questions to {}.", contract.name)), 0);
    text.push_str(&format!(
        "export class {} {{\n  constructor(\n    private readonly reader: ContractReader,\n    \
         /** Address of the contract. */\n    readonly address: string,\n  ) {{}}\n",
        class_name(contract, "Query")
    ));
    for method in &contract.query {
        let answer = contract.answers.get(&method.wire);
        let answer = answer.with_context(|| format!("no answer of {}", method.wire))?;
        text.push('\n');
        text.push_str(&comment(method.doc.as_deref(), 2));
        let (head, sent) = arguments(method)?;
        text.push_str(&format!(
            "  {}({head}): Promise<{}> {{\n    return this.reader.ask(this.address, {{ {}: {sent} }}, shapes, answers[\"{}\"]);\n  }}\n",
            camel(&method.wire),
            expression(answer, true)?,
            method.wire,
            method.wire,
        ));
    }
    Ok(text + "}\n")
}

fn messages(contract: &Contract) -> Result<String> {
    let mut text = comment(
        Some(&format!("Messages to {}, to be sent alone or with others.", contract.name)),
        0,
    );
    text.push_str(&format!(
        "export class {} {{\n  constructor(\n    /** Address of the contract. */\n    readonly address: string,\n  ) {{}}\n",
        class_name(contract, "Messages")
    ));
    for method in &contract.execute {
        text.push('\n');
        text.push_str(&comment(method.doc.as_deref(), 2));
        let (head, sent) = arguments(method)?;
        let head = if head.is_empty() { String::new() } else { head + ", " };
        text.push_str(&format!(
            "  {}({head}funds: readonly Funds[] = []): ContractCall {{\n    return call(this.address, {{ {}: {sent} }} satisfies ExecuteMsg, funds);\n  }}\n",
            camel(&method.wire),
            method.wire,
        ));
    }
    Ok(text + "}\n")
}

fn execution(contract: &Contract) -> Result<String> {
    let messages = class_name(contract, "Messages");
    let mut text =
        comment(Some(&format!("Sends messages to {}, one transaction each.", contract.name)), 0);
    text.push_str(&format!(
        "export class {} {{\n  private readonly messages: {messages};\n\n  constructor(\n    private readonly writer: ContractWriter,\n    \
         /** Address of the contract. */\n    readonly address: string,\n  ) {{\n    this.messages = new {messages}(address);\n  }}\n",
        class_name(contract, "Execute")
    ));
    for method in &contract.execute {
        text.push('\n');
        text.push_str(&comment(method.doc.as_deref(), 2));
        let (head, sent) = arguments(method)?;
        let (head, sent) = if head.is_empty() {
            (String::new(), String::new())
        } else {
            (head + ", ", sent + ", ")
        };
        let name = camel(&method.wire);
        text.push_str(&format!(
            "  {name}({head}options: SendOptions = {{}}): Promise<TxOutcome> {{\n    return this.writer.send([this.messages.{name}({sent}options.funds)], options);\n  }}\n",
        ));
    }
    Ok(text + "}\n")
}

/// Head of a method and what it sends.
fn arguments(method: &Method) -> Result<(String, String)> {
    if method.is_bare() {
        return Ok((String::new(), "{}".to_string()));
    }
    let kind = expression(&method.arguments, false)?;
    let kind = indented(&kind);
    let default = if all_optional(&method.arguments) { " = {}" } else { "" };
    Ok((format!("args: {kind}{default}"), "args".to_string()))
}

fn all_optional(schema: &Value) -> bool {
    let mut keys = super::model::fields(schema);
    schema.get("$ref").is_none() && keys.all(|(key, _)| !is_required(schema, key))
}

fn indented(text: &str) -> String {
    text.replace('\n', "\n  ")
}
