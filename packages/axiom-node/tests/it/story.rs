//! The story of the demo, dark side included, against a served node.

use std::rc::Rc;

use axiom_chain::Account;
use axiom_client::{Library, NodeChain, NodeConfig, Transport};
use axiom_demo::{perform_on, Teller};
use axiom_local::{Code, LocalChain};
use axiom_node::{BuiltIn, Genesis, NodeClock};
use cosmwasm_std::coin;
use serde_json::json;

use crate::world::{Folder, Running};

/// Codes that only tests have.
fn tokens() -> Vec<BuiltIn> {
    fn make(name: &str) -> Code {
        let mut shelf = LocalChain::new("shelf");
        axiom_suite::shelve(&mut shelf);
        shelf.shelved(name).unwrap()
    }
    vec![
        BuiltIn { name: "zoo-token".to_string(), make: || make("zoo-token") },
        BuiltIn { name: "saboteur".to_string(), make: || make("saboteur") },
    ]
}

/// The story counts its coins: fees are paid in another one.
fn genesis() -> Genesis {
    let faucet = Account::named("faucet").address.to_string();
    let coins = ["stake", "uaxm", "uusd"].map(|denom| coin(u128::from(u64::MAX), denom));
    Genesis {
        fee_denom: "stake".to_string(),
        balances: vec![
            (faucet, coins.to_vec()),
            (Account::named("code creator").address.to_string(), vec![coin(1, "stake")]),
        ],
        ..Genesis::default()
    }
}

#[test]
fn the_whole_story_runs_through_the_client_and_every_figure_agrees() {
    let folder = Folder::new();
    let server = Running::start(folder.path(), genesis(), tokens);
    let http = server.http();
    let nowhere = folder.path().join("no-wasm-here");
    let config = NodeConfig::devnet(&server.url, "axiom-local-1", Library::new(&nowhere, &nowhere));
    let clock = Rc::new(NodeClock::take(server.http()).unwrap());
    let mut chain = NodeChain::connect(config, clock).unwrap();
    let info = http.call("axiom_info", &json!({})).unwrap();
    for code in info["codes"].as_array().unwrap() {
        chain.adopt_named(code["name"].as_str().unwrap(), code["id"].as_u64().unwrap());
    }
    let stage = perform_on(Box::new(chain), Teller::quiet(), |_| {}).unwrap();
    let report = stage.teller.report();
    let faults: Vec<String> = report
        .broken
        .iter()
        .chain(&report.mismatches)
        .map(|fault| format!("scene {}: {}", fault.scene, fault.text))
        .collect();
    assert!(report.is_clean(), "{}", faults.join("\n"));
    assert!(report.checks > 100, "{} figures were checked", report.checks);
}
