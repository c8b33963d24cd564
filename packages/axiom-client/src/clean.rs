//! What a contract said, out of what a node made of it.

/// Texts that wasmd puts behind what a contract said, by what was called.
const CALLS: [&str; 4] = [
    ": execute wasm contract failed",
    ": instantiate wasm contract failed",
    ": migrate wasm contract failed",
    ": query wasm contract failed",
];
/// Texts that a chain puts in front: the message, then the way down to the submessage.
const WAYS: [&str; 3] = ["dispatch: ", "submessages: ", "reply: "];
/// Texts that the VM puts in front of the cause of a trap.
const TRAPS: [&str; 5] = [
    "Error calling the VM: ",
    "Error executing Wasm: ",
    "Wasmer runtime error: ",
    "RuntimeError: ",
    "Aborted: ",
];

/// Whether an error of this code carries the text of a contract. (Execution, creation, migration
/// and query that failed.)
pub fn said_by_contract(codespace: &str, code: u32) -> bool {
    codespace == "wasm" && matches!(code, 4 | 5 | 9 | 11)
}

/// The text of a contract or module without what the chain puts around it.
///
/// `codespace` and `code` are those of the answer, `raw_log` is its log. A contract's text comes
/// out exactly as the contract said it. A panic becomes `panicked at ...`.
///
/// ```
/// use axiom_client::clean_error;
///
/// let log = "failed to execute message; message index: 0: dispatch: submessages: \
///            not enough: execute wasm contract failed";
/// assert_eq!(clean_error("wasm", 5, log), "not enough");
/// ```
pub fn clean_error(codespace: &str, code: u32, raw_log: &str) -> String {
    let mut text = raw_log;
    // What every refused query ends with.
    if (codespace, code) == ("sdk", 6) {
        text = text.strip_suffix(": unknown request").unwrap_or(text);
    }
    if let Some(rest) = after_grpc(text) {
        text = before_gas(rest);
    }
    // The SDK names the place in its own code in some answers.
    text = before_place(text);
    text = after_message(text);
    while let Some(rest) = after_authz(text) {
        text = rest;
    }
    while let Some(rest) = WAYS.iter().find_map(|way| text.strip_prefix(way)) {
        text = rest;
    }
    if let Some(said) = CALLS.iter().find_map(|call| text.strip_suffix(call)) {
        return said.to_string();
    }
    if let Some(trap) = text.strip_suffix(": wasmvm error") {
        let mut cause = trap;
        while let Some(rest) = TRAPS.iter().find_map(|lead| cause.strip_prefix(lead)) {
            cause = rest;
        }
        return cause.to_string();
    }
    if text.is_empty() {
        return format!("refused without a text (codespace {codespace}, code {code})");
    }
    // An empty text before the name of an error leaves a colon.
    text.strip_prefix(": ").unwrap_or(text).to_string()
}

/// Whether a log quotes a contract, wherever the quotation stands.
pub(crate) fn quotes_contract(raw_log: &str) -> bool {
    CALLS.iter().any(|call| raw_log.contains(call))
}

/// Behind `failed to execute message; message <the whole message> : `, which a grant adds. The
/// message is written as text of a protobuf: what is in quotation marks is not looked at.
fn after_authz(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("failed to execute message; message ")?;
    if rest.starts_with("index: ") {
        return None;
    }
    let (mut quoted, mut escaped) = (false, false);
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b':' if !quoted && rest[at..].starts_with(": ") => {
                return Some(&rest[at + 2..]);
            }
            _ => {}
        }
    }
    None
}

/// Behind `rpc error: code = ... desc = `.
fn after_grpc(text: &str) -> Option<&str> {
    text.strip_prefix("rpc error: code = ")?.split_once(" desc = ").map(|(_, rest)| rest)
}

/// Before ` with gas used: '...'`, which simulations add, or the SDK's gas wanted and used.
fn before_gas(text: &str) -> &str {
    text.rsplit_once(" with gas used: '").map_or(text, |(before, _)| before)
}

/// Before ` [place/in/code.go:12]` at the end.
fn before_place(text: &str) -> &str {
    match text.rsplit_once(" [") {
        Some((before, place)) if place.ends_with(']') && place.contains(".go:") => before,
        _ => text,
    }
}

/// Behind `failed to execute message; message index: 0: `.
fn after_message(text: &str) -> &str {
    let Some(rest) = text.strip_prefix("failed to execute message; message index: ") else {
        return text;
    };
    match rest.split_once(": ") {
        Some((index, said)) if index.bytes().all(|digit| digit.is_ascii_digit()) => said,
        _ => text,
    }
}

/// The sequence that the chain expects, out of `account sequence mismatch, expected 5, got 4`.
pub(crate) fn expected_sequence(raw_log: &str) -> Option<u64> {
    let (_, rest) = raw_log.split_once("account sequence mismatch, expected ")?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}
