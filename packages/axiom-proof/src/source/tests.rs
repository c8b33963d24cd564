//! Searches of a node that is not there.

use std::cell::RefCell;

use axiom_client::ClientError;

use super::*;

const LEDGER: &str = "wasm1ledger";

fn tx(height: u64, index: u32) -> Value {
    json!({
        "hash": format!("{height:04X}{index:04X}"), "height": height.to_string(), "index": index,
        "tx_result": { "code": 0, "events": [{ "type": "wasm-axiom_ledger_record_made",
            "attributes": [{ "key": "_contract_address", "value": LEDGER, "index": true }] }] }
    })
}

/// A node on which these transactions executed, instantiated and migrated the ledger; notes the questions.
fn node<'a>(
    all: &'a [(&'a str, Vec<(u64, u32)>)],
    asked: &'a RefCell<Vec<String>>,
) -> impl Fn(&str, &Value) -> Result<Value, ClientError> + 'a {
    move |method, params| {
        assert_eq!((method, params["per_page"].as_str()), ("tx_search", Some("100")));
        let query = params["query"].as_str().unwrap();
        asked.borrow_mut().push(query.to_string());
        let bound = |sign: &str| {
            let text = query.split(&format!("tx.height{sign}")).nth(1).unwrap();
            text.split(' ').next().unwrap().parse::<u64>().unwrap()
        };
        let call = query.split('.').next().unwrap();
        let list = all.iter().find(|(name, _)| *name == call).map(|(_, list)| list.clone());
        let fits = |(height, _): &(u64, u32)| (bound(">=")..=bound("<=")).contains(height);
        let list: Vec<_> = list.unwrap_or_default().into_iter().filter(fits).collect();
        let page: usize = params["page"].as_str().unwrap().parse().unwrap();
        let rows: Vec<_> =
            list.iter().skip((page - 1) * 100).take(100).map(|(h, i)| tx(*h, *i)).collect();
        Ok(json!({ "txs": rows, "total_count": list.len().to_string() }))
    }
}

/// Everything, page by page.
fn read(all: &[(&str, Vec<(u64, u32)>)], after: Option<Place>, to: u64) -> Vec<(u64, u32)> {
    let asked = RefCell::new(Vec::new());
    let rpc = node(all, &asked);
    let (mut found, mut after) = (Vec::new(), after);
    loop {
        let page = transactions(&rpc, LEDGER, after, to).unwrap();
        let Some(last) = page.last() else {
            return found;
        };
        after = Some(last.place);
        found.extend(page.iter().map(|tx| (tx.place.height, tx.place.index)));
    }
}

#[test]
fn searches_are_merged_in_order_and_each_transaction_comes_once() {
    let many: Vec<_> = (5..260).map(|height| (height, 1)).collect();
    let founding = vec![(3, 2)];
    let moved = vec![(3, 2), (40, 0), (230, 7)];
    let all = [("execute", many.clone()), ("instantiate", founding), ("migrate", moved)];
    let mut expected = many;
    expected.extend([(3, 2), (40, 0), (230, 7)]);
    expected.sort_unstable();
    assert_eq!(read(&all, None, 1_000), expected);
    let upto: Vec<_> = expected.iter().copied().filter(|tx| tx.0 <= 230).collect();
    assert_eq!(read(&all, None, 230), upto);
    let after = Place { height: 230, index: 1 };
    let rest: Vec<_> = expected.iter().copied().filter(|tx| *tx > (230, 1)).collect();
    assert_eq!(read(&all, Some(after), 1_000), rest);
    let done = Place { height: 230, index: u32::MAX };
    let later: Vec<_> = expected.iter().copied().filter(|tx| tx.0 > 230).collect();
    assert_eq!(read(&all, Some(done), 1_000), later);
    assert_eq!(read(&all, Some(Place { height: 1_000, index: u32::MAX }), 1_000), []);
}

#[test]
fn a_block_with_more_than_a_page_is_read_whole() {
    let crowd: Vec<_> = (0..250).map(|index| (9, index)).collect();
    assert_eq!(read(&[("execute", crowd.clone())], None, 9), crowd);
}

#[test]
fn the_answer_of_a_real_node_is_read() {
    let text = include_bytes!("../../tests/data/tx-search.json");
    let answer: Value = serde_json::from_slice(text).unwrap();
    let (found, total) = rows(&answer).unwrap();
    assert_eq!((found.len(), total), (2, 11));
    let ours = found[0].events.iter().filter(|event| event.ty.starts_with("wasm-axiom_ledger_"));
    let kinds: Vec<_> = ours.map(|event| event.ty.as_str()).collect();
    assert_eq!(kinds, ["wasm-axiom_ledger_job_posted", "wasm-axiom_ledger_record_made"]);
    assert_eq!(found[0].hash.as_ref().map(String::len), Some(64));
    assert!(found[0].place < found[1].place);
}

#[test]
fn answers_that_make_no_sense_are_told() {
    for bad in [
        json!({}),
        json!({ "total_count": "1", "txs": [{}] }),
        json!({ "total_count": "1", "txs": [{ "height": "x", "index": 1 }] }),
        json!({ "total_count": "1", "txs": [{ "height": "1", "index": -1 }] }),
        json!({ "total_count": "1", "txs": [{ "height": "1", "index": 1,
            "tx_result": { "events": [{}] } }] }),
    ] {
        let rpc = |_: &str, _: &Value| -> Result<Value, ClientError> { Ok(bad.clone()) };
        let error = transactions(&rpc, LEDGER, None, 9).unwrap_err();
        assert!(error.to_string().contains("tx_search cannot be understood"), "{error}");
    }
    let down = |_: &str, _: &Value| -> Result<Value, ClientError> { Err(ClientError::NoIndex) };
    let error = transactions(&down, LEDGER, None, 9).unwrap_err();
    assert!(matches!(error, SourceError::Client(ClientError::NoIndex)), "{error}");
}
