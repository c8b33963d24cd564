//! Texts as wasmd v0.70.3 and v0.60.8 tell them (the same on both), and what is left of them.

use axiom_client::{clean_error, said_by_contract};

#[test]
fn a_contract_is_quoted_and_nothing_around_it() {
    let cases = [
        (
            5,
            "failed to execute message; message index: 0: Unauthorized: execute wasm contract failed",
            "Unauthorized",
        ),
        (
            4,
            "failed to execute message; message index: 12: Error parsing into type \
             hackatom::msg::InstantiateMsg: unknown field `bad`, expected `verifier` or \
             `beneficiary`: instantiate wasm contract failed",
            "Error parsing into type hackatom::msg::InstantiateMsg: unknown field `bad`, expected \
             `verifier` or `beneficiary`",
        ),
        (
            11,
            "failed to execute message; message index: 0: Error parsing into type \
             hackatom::msg::MigrateMsg: missing field `verifier`: migrate wasm contract failed",
            "Error parsing into type hackatom::msg::MigrateMsg: missing field `verifier`",
        ),
        (
            5,
            "failed to execute message; message index: 0: dispatch: submessages: dispatch: \
             submessages: no: more: execute wasm contract failed",
            "no: more",
        ),
        (
            5,
            "failed to execute message; message index: 0: dispatch: submessages: reply: late: \
             execute wasm contract failed",
            "late",
        ),
    ];
    for (code, raw, said) in cases {
        assert!(said_by_contract("wasm", code));
        assert_eq!(clean_error("wasm", code, raw), said, "{raw}");
    }
}

#[test]
fn queries_and_simulations_are_quoted_alike() {
    let cases = [
        (
            "Error parsing into type hackatom::msg::QueryMsg: unknown variant `bad`: query wasm \
             contract failed: unknown request",
            "Error parsing into type hackatom::msg::QueryMsg: unknown variant `bad`",
        ),
        (
            "rpc error: code = Unknown desc = failed to execute message; message index: 0: not \
             enough: execute wasm contract failed [CosmWasm/wasmd@v0.70.3/x/wasm/keeper/keeper.go:\
             443] with gas used: '115000': unknown request",
            "not enough",
        ),
        ("code id 99: no such code: unknown request", "code id 99: no such code"),
    ];
    for (raw, said) in cases {
        assert_eq!(clean_error("sdk", 6, raw), said, "{raw}");
    }
}

#[test]
fn panics_show_their_text_and_place() {
    let raw = "failed to execute message; message index: 0: Error calling the VM: Error executing \
               Wasm: Wasmer runtime error: RuntimeError: Aborted: panicked at 'This page \
               intentionally faulted', src/contract.rs:169:5: wasmvm error";
    let said = "panicked at 'This page intentionally faulted', src/contract.rs:169:5";
    assert_eq!(clean_error("wasm", 29, raw), said);
    assert!(!said_by_contract("wasm", 29));
    let raw = "failed to execute message; message index: 0: Error calling the VM: Error resolving \
               Wasm function: Could not get export: Missing export migrate: wasmvm error";
    let said = "Error resolving Wasm function: Could not get export: Missing export migrate";
    assert_eq!(clean_error("wasm", 29, raw), said);
}

#[test]
fn modules_keep_their_text() {
    let cases = [
        (
            "sdk",
            11,
            "out of gas in location: Wasm engine function execution; gasWanted: 5000000, gasUsed: \
             5000000: out of gas",
            "out of gas in location: Wasm engine function execution; gasWanted: 5000000, gasUsed: \
             5000000: out of gas",
        ),
        (
            "sdk",
            5,
            "failed to execute message; message index: 0: dispatch: submessages: spendable balance \
             0uaxm is smaller than 5uaxm: insufficient funds",
            "spendable balance 0uaxm is smaller than 5uaxm: insufficient funds",
        ),
        (
            "wasm",
            28,
            "failed to execute message; message index: 0: code id 99: no such code",
            "code id 99: no such code",
        ),
        ("sdk", 10, "failed to execute message; message index: 0: : invalid coins", "invalid coins"),
        ("sdk", 13, "", "refused without a text (codespace sdk, code 13)"),
    ];
    for (codespace, code, raw, said) in cases {
        assert!(!said_by_contract(codespace, code));
        assert_eq!(clean_error(codespace, code, raw), said);
    }
}

/// As wasmd told it in a simulation of a transaction by a grant.
#[test]
fn a_message_sent_by_a_grant_is_left_out() {
    let raw = "failed to execute message; message index: 0: failed to execute message; message \
               sender:\"wasm1x\" contract:\"wasm1y\" msg:\"{\\\"a\\\": {\\\"b\\\": 1}}\" \
               funds:<denom:\"uaxm\" amount:\"5\" > : Unauthorized: execute wasm contract failed";
    assert_eq!(clean_error("wasm", 5, raw), "Unauthorized");
    let open = "failed to execute message; message sender:\"wasm1x";
    assert_eq!(clean_error("wasm", 5, open), open);
}

#[test]
fn a_text_that_looks_like_the_chains_own_stays_whole() {
    let raw =
        "failed to execute message; message index: 0: see [notes]: execute wasm contract failed";
    assert_eq!(clean_error("wasm", 5, raw), "see [notes]");
    let raw = "failed to execute message; message index: none: x";
    assert_eq!(clean_error("sdk", 1, raw), raw);
}
