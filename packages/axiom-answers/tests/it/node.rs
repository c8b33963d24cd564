//! The same answers from a node's index of transactions: a node that was told what happened on the embedded chain, and
//! searches it as CometBFT does.

#[allow(dead_code)] // The node of the client's own tests, which need more of it.
#[path = "../../../axiom-client/tests/it/server.rs"]
mod server;

use std::collections::BTreeMap;

use axiom_answers::{
    date_text, Answers, ContractFacts, Cursor, EventFilter, EventMatch, EventPage, Moment,
    NodeSource, Source, SourceError, Watched,
};
use axiom_chain::{Chain, ChainExt, Tx};
use axiom_client::Client;
use axiom_suite::{Suite, DENOM};
use axiom_types::distributor::ExecuteMsg;
use cosmwasm_std::{Binary, Coin, Event, HexBinary, Uint128};
use serde_json::{json, Value};

use self::server::{status, Answer, Node};
use crate::play::{asked, at, axm, job, n, with_money};

/// A transaction as a node keeps it.
#[derive(Clone)]
struct Kept {
    tx: Tx,
    hash: String,
    bytes: String,
}

/// Everything that happened on the chain of a suite, refused transactions included.
fn kept(s: &Suite) -> Vec<Kept> {
    let numbered = s.chain.txs().iter().enumerate();
    let keep = |(number, tx): (usize, &Tx)| Kept {
        tx: tx.clone(),
        hash: format!("{number:064X}"),
        bytes: Binary::from(format!("tx {number}").as_bytes()).to_base64(),
    };
    numbered.map(keep).collect()
}

/// True if each condition holds for some event of the transaction, not necessarily the same: so a node searches.
fn matches(kept: &Kept, query: &str) -> bool {
    query.split(" AND ").all(|condition| {
        if let Some(from) = condition.strip_prefix("tx.height>=") {
            return kept.tx.height >= from.parse().unwrap();
        }
        let (left, value) = condition.split_once('=').unwrap();
        let (ty, key) = left.rsplit_once('.').unwrap();
        let value = value.trim_matches('\'');
        let has = |event: &Event| {
            event.ty == ty
                && event.attributes.iter().any(|pair| pair.key == key && pair.value == value)
        };
        kept.tx.events.iter().any(has)
    })
}

fn shown(kept: &Kept) -> Value {
    let event = |event: &Event| {
        let pairs =
            event.attributes.iter().map(|pair| json!({"key": pair.key, "value": pair.value}));
        let mut pairs: Vec<_> = pairs.collect();
        pairs.push(json!({"key": "msg_index", "value": "0"}));
        json!({"type": event.ty, "attributes": pairs})
    };
    let events: Vec<_> = kept.tx.events.iter().map(event).collect();
    let code = u8::from(!kept.tx.ok);
    json!({
        "hash": kept.hash, "height": kept.tx.height.to_string(), "tx": kept.bytes,
        "tx_result": {"code": code, "events": events}
    })
}

fn number(params: &Value, key: &str) -> usize {
    params[key].as_str().unwrap().parse().unwrap()
}

/// A node whose newest block is the last one with a transaction, and one more.
fn node(all: Vec<Kept>) -> Node {
    let newest = all.last().unwrap().tx.height + 1;
    Node::play(move |method, params| match method {
        "status" => Answer::Result(status(newest)),
        "tx_search" => {
            let query = params["query"].as_str().unwrap();
            let mut found: Vec<_> = all.iter().filter(|kept| matches(kept, query)).collect();
            let total = found.len();
            let (page, rows) = (number(params, "page"), number(params, "per_page"));
            found = found.into_iter().skip((page - 1) * rows).take(rows).collect();
            let txs: Vec<_> = found.into_iter().map(shown).collect();
            Answer::Result(json!({"txs": txs, "total_count": total.to_string()}))
        }
        "header" | "block" => {
            let height = number(params, "height") as u64;
            let within: Vec<_> = all.iter().filter(|kept| kept.tx.height == height).collect();
            let header = json!({
                "height": height.to_string(), "time": date_text(within[0].tx.time)
            });
            let txs: Vec<_> = within.iter().map(|kept| kept.bytes.clone()).collect();
            Answer::Result(json!({
                "header": header, "block": {"header": header, "data": {"txs": txs}}
            }))
        }
        _ => Answer::Error("unknown method"),
    })
}

/// Reads from the embedded chain, but its events from a node.
struct Both<'a> {
    chain: &'a dyn Chain,
    node: NodeSource<'a>,
}

impl Source for Both<'_> {
    fn smart(&self, contract: &str, msg: &[u8]) -> Result<Vec<u8>, SourceError> {
        Source::smart(&self.chain, contract, msg)
    }
    fn raw(&self, contract: &str, key: &[u8]) -> Result<Option<Vec<u8>>, SourceError> {
        self.chain.raw(contract, key)
    }
    fn moment(&self) -> Result<Moment, SourceError> {
        self.chain.moment()
    }
    fn balance(&self, account: &str, denom: &str) -> Result<Uint128, SourceError> {
        Source::balance(&self.chain, account, denom)
    }
    fn balances(&self, account: &str) -> Result<Option<Vec<Coin>>, SourceError> {
        self.chain.balances(account)
    }
    fn events(&self, filter: &EventFilter) -> Result<EventPage, SourceError> {
        self.node.events(filter)
    }
    fn contract(&self, address: &str) -> Result<Option<ContractFacts>, SourceError> {
        self.chain.contract(address)
    }
    fn code_checksum(&self, code_id: u64) -> Result<Option<HexBinary>, SourceError> {
        self.chain.code_checksum(code_id)
    }
}

/// An economy in which some blocks have several transactions, refused ones among them.
fn busy() -> Suite {
    let mut s = with_money(10_000);
    let id = s.ledger().handed_in("app", "worker", job(4_000).build());
    let _ = s.ledger().approve("app", id).should_succeed();
    let (app, ben, dist) = (at(&s, "app"), at(&s, "ben"), s.at.distributor.clone());
    for _ in 0..2 {
        s.chain.in_one_block(|chain| {
            for amount in [1u128, 999_999, 2, 3] {
                let msg = ExecuteMsg::Transfer { to: ben.clone(), asset: axm(), amount: n(amount) };
                let outcome = ChainExt::execute(chain, &app, &dist, &msg, &[]);
                assert_eq!(outcome.is_ok(), amount < 10);
            }
        });
    }
    let _ = s.distributor().withdraw("worker", &axm(), Some(500)).should_succeed();
    s
}

fn without_hashes(mut page: Watched) -> Watched {
    for event in &mut page.events {
        event.hash = None;
    }
    page
}

#[test]
fn the_same_events_on_a_node_however_small_the_pages() {
    let s = busy();
    let expected = asked(&s, |a| a.watch(Cursor::default(), 100)).unwrap().events;
    assert!(expected.len() > 20);
    let node = node(kept(&s));
    let client = node.connect().unwrap();
    let source = NodeSource::new(&client);
    let answers = Answers::new(&source, asked(&s, |a| a.economy().clone()));
    for limit in [1, 2, 3, 100] {
        let (mut all, mut cursor, mut pages) = (vec![], Cursor::default(), 0);
        loop {
            let page = without_hashes(answers.watch(cursor, limit).unwrap());
            all.extend(page.events);
            cursor = page.cursor;
            pages += 1;
            if !page.more {
                break;
            }
        }
        assert_eq!(all, expected, "pages of {limit}");
        assert!(limit == 100 || pages > 1);
    }
    // Each block's time was asked once, however often it was needed.
    let heights: Vec<_> =
        node.params("header").iter().map(|params| number(params, "height")).collect();
    let mut once = heights.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(heights.len(), once.len());
}

/// Nothing of the newest block is promised: the index may still be behind. What comes later is found from the cursor.
#[test]
fn the_newest_block_comes_with_the_next_page() {
    let mut s = busy();
    let mut all = kept(&s);
    // As if the last transaction were in the newest block.
    all.pop();
    let short = node(all.clone());
    let client = short.connect().unwrap();
    let source = NodeSource::new(&client);
    let economy = asked(&s, |a| a.economy().clone());
    let answers = Answers::new(&source, economy.clone());
    let first = answers.watch(Cursor::default(), 100).unwrap();
    assert_eq!(first.cursor.height, all.last().unwrap().tx.height + 1);
    let _ = s.distributor().deposit("app", 7, DENOM).should_succeed();
    let long = node(kept(&s));
    let client = long.connect().unwrap();
    let source = NodeSource::new(&client);
    let rest = Answers::new(&source, economy).watch(first.cursor, 100).unwrap();
    let names: Vec<_> = rest.events.iter().map(|event| event.event.as_str()).collect();
    assert_eq!(names, ["withdrawn", "deposited"]);
}

/// A node whose index is written with its blocks shows the newest one at once.
#[test]
fn an_index_that_is_never_behind() {
    let s = busy();
    let all = kept(&s);
    let newest = all.last().unwrap().tx.height + 1;
    let node = node(all);
    let client = node.connect().unwrap();
    let economy = asked(&s, |a| a.economy().clone());
    let seen = |lag| {
        let source = NodeSource::new(&client).lag(lag);
        let page = Answers::new(&source, economy.clone()).watch(Cursor::default(), 100).unwrap();
        (page.cursor.height, page.events.last().unwrap().event.clone())
    };
    assert_eq!(seen(0), (newest + 1, "withdrawn".to_string()));
    assert_eq!(seen(1), (newest, "withdrawn".to_string()));
    assert_eq!(seen(2), (newest - 1, "transferred".to_string()));
}

#[test]
fn the_same_history_and_steps_with_hashes() {
    let s = busy();
    let node = node(kept(&s));
    let client: Client = node.connect().unwrap();
    let both = Both { chain: &s.chain, node: NodeSource::new(&client) };
    let answers = Answers::of_dao(&both, s.at.dao.as_str()).unwrap();
    for who in ["app", "worker", "ben", "dao", "stranger"] {
        let account = at(&s, who);
        let expected = asked(&s, |a| a.history(&account, 0, 100)).unwrap().rows;
        for limit in [1, 100] {
            let (mut rows, mut from) = (vec![], 0);
            loop {
                let page = answers.history(&account, from, limit).unwrap();
                rows.extend(page.rows);
                from = page.next;
                if !page.more {
                    break;
                }
            }
            assert!(rows.iter().all(|row| row.hash.is_some()));
            rows.iter_mut().for_each(|row| row.hash = None);
            assert_eq!(rows, expected, "{who}");
        }
    }
    let steps = answers.job(1).unwrap().steps.unwrap();
    assert_eq!(steps.rows.len(), 4);
    assert!(steps.rows.iter().all(|step| step.hash.as_ref().is_some_and(|h| h.len() == 64)));
}

/// A node without an index still answers whatever needs no past.
#[test]
fn a_node_without_an_index() {
    let mut s = busy();
    let open = s.ledger().posted("app", job(100).build());
    let node = Node::play(|method, _| match method {
        "status" => Answer::Result(status(50)),
        _ => Answer::Error("transaction indexing is disabled"),
    });
    let client = node.connect().unwrap();
    let both = Both { chain: &s.chain, node: NodeSource::new(&client) };
    let answers = Answers::of_dao(&both, s.at.dao.as_str()).unwrap();
    let me = answers.me(&at(&s, "worker")).unwrap();
    assert_eq!((me.binding_offers, me.work.open[0].job), (None, open));
    assert_eq!(answers.job(open).unwrap().steps, None);
    let error = answers.history(&at(&s, "worker"), 0, 10).unwrap_err();
    assert!(error.to_string().contains("indexer"), "{error}");
    let error = answers.watch(Cursor::default(), 10).unwrap_err();
    assert!(error.to_string().contains("past events cannot be searched"), "{error}");
}

#[test]
fn a_search_cannot_be_broken_out_of() {
    let s = busy();
    let node = node(kept(&s));
    let client = node.connect().unwrap();
    let source = NodeSource::new(&client);
    let nasty = EventMatch::of("x").named("deposited").with("owner", "a' OR tx.height>'0");
    let error = source.events(&EventFilter { any: vec![nasty], from: 0, limit: 1 }).unwrap_err();
    assert!(matches!(error, SourceError::Failed { .. }), "{error}");
    assert_eq!(node.count("tx_search"), 0);
}

/// Answers serialise under stable names, none of them lost.
#[test]
fn answers_as_json() {
    let mut s = busy();
    let id = s.ledger().posted("app", job(100).to("worker").build());
    let account = at(&s, "worker");
    let keys = |value: Value| -> Vec<String> {
        value.as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    let me = asked(&s, |a| serde_json::to_value(a.me(&account).unwrap())).unwrap();
    assert_eq!(me["work"]["offered"][0]["actions"], json!(["accept", "decline"]));
    assert_eq!(me["work"]["offered"][0]["roles"], json!(["offered_to"]));
    assert_eq!(me["deadlines"][0]["subject"], json!({"job": {"job": id}}));
    assert_eq!(
        keys(me),
        [
            "account",
            "balances",
            "binding_offers",
            "claimable",
            "contract",
            "deadlines",
            "left_out",
            "moment",
            "proposals",
            "registration",
            "scores",
            "weight",
            "work"
        ]
    );
    let told = asked(&s, |a| serde_json::to_value(a.job(id).unwrap())).unwrap();
    assert_eq!(told["state"], json!("open"));
    assert_eq!(told["next"]["outcome"]["reason"], json!("not_accepted"));
    assert_eq!(told["moves"][0]["who"]["account"]["role"], json!("offered_to"));
    assert_eq!(told["money"]["asset"], json!({"native": DENOM}));
    let history = asked(&s, |a| serde_json::to_value(a.history(&account, 0, 9).unwrap())).unwrap();
    assert_eq!(history["rows"][0]["kind"], json!("payment"));
    assert_eq!(history["rows"][0]["direction"], json!("in"));
    let _: BTreeMap<String, Value> = serde_json::from_value(history).unwrap();
}
