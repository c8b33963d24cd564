//! Finding transactions and blocks.

use axiom_client::{Client, ClientError};
use axiom_suite::Builder;
use serde_json::{json, Value};

use crate::world::{address, client, pay, send, story_chain, Folder};

fn heights(client: &Client, query: &str) -> Vec<u64> {
    let (found, total) = client.rpc().tx_search(query, 1, 100).unwrap();
    assert_eq!(found.len() as u64, total);
    found.into_iter().map(|tx| tx.height).collect()
}

#[test]
fn transactions_are_found_as_clients_ask_for_them() {
    let folder = Folder::new();
    let (_, client) = folder.connect();
    let first = send(&client, "alice", &[pay("alice", "ben", 1, "uusd")]);
    for _ in 0..3 {
        send(&client, "carol", &[pay("carol", "ben", 1, "uusd")]);
    }
    send(&client, "alice", &[pay("alice", "carol", 1, "uusd")]);
    let (alice, ben, carol) = (address("alice"), address("ben"), address("carol"));
    let cases = [
        (format!("tx.hash='{}'", first.hash), vec![2]),
        (format!("tx.hash='{}'", "00".repeat(32)), vec![]),
        (format!("message.sender='{alice}'"), vec![2, 6]),
        (format!("message.sender='{alice}' AND tx.height>2"), vec![6]),
        (format!("transfer.recipient='{ben}' AND message.sender='{carol}'"), vec![3, 4, 5]),
        (format!("transfer.recipient = '{ben}' AND tx.height >= 3 AND tx.height <= 4"), vec![3, 4]),
        ("message.action='/cosmos.bank.v1beta1.MsgSend' AND tx.height<3".to_string(), vec![2]),
        ("tx.height=5".to_string(), vec![5]),
        ("tx.height=50".to_string(), vec![]),
        ("tx.height>9 AND tx.height<3".to_string(), vec![]),
        (format!("coin_spent.spender='{alice}'"), vec![2, 6]),
        ("transfer.sender EXISTS AND tx.height>4".to_string(), vec![5, 6]),
        ("nothing.here EXISTS".to_string(), vec![]),
        (format!("tx.fee_payer='{carol}'"), vec![3, 4, 5]),
    ];
    for (query, expected) in cases {
        assert_eq!(heights(&client, &query), expected, "{query}");
    }
    // What a transaction's events say of their message.
    let found = client.find_tx(&first.hash).unwrap().unwrap();
    let transfer =
        found.result.events.iter().filter(|event| event.ty == "transfer").nth(1).unwrap();
    let index = transfer.attributes.iter().find(|attribute| attribute.key == "msg_index").unwrap();
    assert_eq!(index.value, "0");
}

#[test]
fn pages_and_orders_are_kept_and_wrong_ones_refused() {
    let folder = Folder::new();
    let (_, client) = folder.connect();
    for _ in 0..5 {
        send(&client, "alice", &[pay("alice", "ben", 1, "uusd")]);
    }
    let ask = |page: &str, order: &str| {
        client.rpc().ask("tx_search", &json!({
            "query": "tx.height>0", "page": page, "per_page": "2", "order_by": order, "prove": false
        }))
    };
    let heights = |answer: Value| -> Vec<String> {
        assert_eq!(answer["total_count"], "5");
        let txs = answer["txs"].as_array().unwrap().iter();
        txs.map(|tx| tx["height"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(heights(ask("2", "asc").unwrap()), ["4", "5"]);
    assert_eq!(heights(ask("3", "desc").unwrap()), ["2"]);
    assert_eq!(heights(ask("1", "").unwrap()), ["2", "3"]);
    for (page, order, text) in [
        ("4", "asc", "page should be within [1, 3] range, given 4"),
        ("0", "asc", "page should be within"),
        ("1", "up", "expected order_by to be either"),
        ("x", "asc", "should be a whole number"),
    ] {
        match ask(page, order) {
            Err(ClientError::Node { message, .. }) => assert!(message.contains(text), "{message}"),
            other => panic!("{other:?}"),
        }
    }
    let wrong = client.rpc().tx_search("nonsense", 1, 10);
    assert!(
        matches!(wrong, Err(ClientError::Node { message, .. }) if message.contains("parse query"))
    );
}

#[test]
fn contracts_and_their_events_are_found() {
    let folder = Folder::new();
    let transport = folder.open().transport();
    let mut suite = Builder::on(story_chain(&transport)).salt("found").build();
    suite.distributor().deposit("app", 1_000, axiom_suite::DENOM).should_succeed();
    let client = client(transport);
    let (distributor, dao) = (&suite.at.distributor, &suite.at.dao);
    let deposits =
        heights(&client, &format!("wasm-distributor/deposited._contract_address='{distributor}'"));
    let all = heights(&client, &format!("execute._contract_address='{distributor}'"));
    let founded = heights(&client, &format!("instantiate._contract_address='{dao}'"));
    assert_eq!(founded.len(), 1);
    assert!(all.last() > founded.last());
    assert!(deposits.is_empty() || all.contains(&deposits[0]));
}

#[test]
fn blocks_are_there_at_every_height_and_their_time_goes_forward() {
    let folder = Folder::new();
    let (transport, client) = folder.connect();
    send(&client, "alice", &[pay("alice", "ben", 1, "uusd")]);
    transport.with(|node| node.advance(3 * 86_400)).unwrap();
    send(&client, "alice", &[pay("alice", "ben", 1, "uusd")]);
    let genesis = axiom_chain::GENESIS_SECONDS;
    let height = 2 + 3 * 86_400 / 5 + 1;
    let status = client.status().unwrap();
    assert_eq!((status.height, status.time), (height, genesis + 5 + 3 * 86_400 + 5));
    for (height, time) in [(1, 0), (2, 5), (3, 10), (1_002, 5_005), (height - 1, 3 * 86_400 + 5)] {
        assert_eq!(client.rpc().block_time(height).unwrap(), (genesis + time, 0), "{height}");
    }
    let block = client.rpc().block(None).unwrap();
    assert_eq!((block.height, block.txs.len()), (height, 1));
    assert_eq!(client.rpc().block(Some(height - 1)).unwrap().txs.len(), 0);
    assert_eq!(client.rpc().block_results(height).unwrap()[0].code, 0);
    assert_eq!(client.rpc().block_results(3).unwrap().len(), 0);
    assert!(client.rpc().block(Some(height + 1)).is_err());
    // The state is that of the newest block; of earlier ones only while nothing has changed.
    let smart = |at| client.all_state(&address("alice"), at).unwrap_err().to_string();
    assert!(smart(Some(3)).contains("version does not exist"), "{}", smart(Some(3)));
    assert!(smart(Some(height)).contains("no such contract"));
    for method in ["validators", "commit", "genesis", "consensus_state", "net_info"] {
        let refused = client.rpc().ask(method, &json!({})).unwrap_err().to_string();
        assert!(refused.contains("development chain") && refused.contains(method), "{refused}");
    }
    let unknown = client.rpc().ask("nothing", &json!({})).unwrap_err().to_string();
    assert!(unknown.contains("Method not found"), "{unknown}");
    let path = client.rpc().abci_query("/cosmos.gov.v1.Query/Params", &[], None).unwrap();
    let told = "unknown query path: /cosmos.gov.v1.Query/Params: unknown request";
    assert_eq!((path.code, path.log.as_str()), (6, told));
}
