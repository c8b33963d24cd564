//! Every question that our contracts answer, through all pages.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::Path;

use axiom_chain::Chain;
use serde_json::{json, Value};

use crate::suite::{Suite, DENOM};

/// More pages than any list of a test has.
const MANY: usize = 500;

/// What was answered, by the question: the plain answer first, then page after page, one entry on each.
pub type Answers = Vec<(String, Vec<Value>)>;

/// All questions of a contract; `info` apart, as its version is what an upgrade changes.
#[derive(Debug)]
pub struct Questions {
    name: &'static str,
    list: Vec<Value>,
    /// Variants of the schema, and whether they answer in pages.
    askable: BTreeMap<String, bool>,
    /// The proposals of the upgrades, which are executed between the answers.
    upgrades: RangeInclusive<u64>,
}

impl Questions {
    /// Of a contract in an economy that was filled by [`super::live_in`] and [`super::running`]; the proposals with
    /// these numbers upgrade it. Panics if the committed schema has a query that is not asked.
    pub fn of<C: Chain>(s: &Suite<C>, name: &'static str, upgrades: RangeInclusive<u64>) -> Self {
        let list = match name {
            "state-registry" => registry(s),
            "execution-ledger" => ledger(s),
            "contribution-tracker" => tracker(s),
            "value-distributor" => distributor(s),
            _ => dao(s, &upgrades),
        };
        let list = list.as_array().cloned().unwrap_or_default();
        let askable = askable(name);
        let asked: BTreeSet<_> = list.iter().map(key).collect();
        let all: BTreeSet<_> = askable.keys().cloned().collect();
        assert_eq!(asked, all, "every query of {name} is asked");
        Self { name, list, askable, upgrades }
    }

    /// How many questions there are.
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// Asks them all.
    pub fn ask(&self, ask: impl Fn(&Value) -> Value) -> Answers {
        let answer = |question: &Value| {
            let mut told = vec![self.settled(ask(question))];
            if self.askable[&key(question)] {
                let pages = pages(question, &ask);
                let listed: Vec<_> = pages.iter().flat_map(items).collect();
                let at_once = ask(question);
                let prefix = items(&at_once);
                assert!(listed.starts_with(&prefix), "{question}: {at_once}, pages {pages:?}");
                told.extend(pages.into_iter().map(|page| self.settled(page)));
            }
            (question.to_string(), told)
        };
        self.list.iter().map(answer).collect()
    }

    /// Panics unless each query had something to tell, and each that answers in pages had more than one.
    pub fn assert_telling(&self, answers: &Answers) {
        for (query, paged) in &self.askable {
            let mut of_query = self.list.iter().zip(answers).filter(|(q, _)| key(q) == *query);
            let enough = |told: &[Value]| match paged {
                true => told.iter().skip(1).filter(|page| tells(page)).count() > 1,
                false => told.iter().any(tells),
            };
            assert!(
                of_query.any(|(_, (_, told))| enough(told)),
                "{} {query} has nothing to tell: {:?}",
                self.name,
                answers.iter().filter(|(q, _)| q.contains(query)).collect::<Vec<_>>()
            );
        }
    }

    /// Without the proposals of the upgrades, whose state changes as they are executed.
    fn settled(&self, mut answer: Value) -> Value {
        if let Some(proposals) = answer.get_mut("proposals").and_then(Value::as_array_mut) {
            proposals.retain(|one| {
                let id = one["id"].as_u64();
                id.is_none_or(|id| !self.upgrades.contains(&id))
            });
        }
        answer
    }
}

/// Page after page with one entry each.
fn pages(question: &Value, ask: &impl Fn(&Value) -> Value) -> Vec<Value> {
    let name = key(question);
    let cursor = match name.as_str() {
        "records" => "from",
        "reverse_proposals" => "start_before",
        _ => "start_after",
    };
    let (mut question, mut found) = (question.clone(), vec![]);
    question[&name]["limit"] = json!(1);
    loop {
        let page = ask(&question);
        let listed = items(&page);
        assert!(listed.len() <= 1, "{question}: a page of one, not {listed:?}");
        let Some(last) = listed.last() else { return found };
        let next = match page.get("next") {
            Some(next) => next.clone(),
            None => place(last),
        };
        found.push(page);
        if next.is_null() {
            return found;
        }
        assert!(found.len() < MANY, "{question}: the pages have no end");
        question[&name][cursor] = next;
    }
}

/// The entries of a list.
fn items(page: &Value) -> Vec<Value> {
    let lists = || page.as_object()?.values().find_map(Value::as_array);
    page.as_array().or_else(lists).cloned().unwrap_or_default()
}

/// What names an entry of a list without `next`, as in cw3, cw4 and cw20.
fn place(item: &Value) -> Value {
    let named = ["addr", "voter", "address", "id"].iter().find_map(|name| item.get(name));
    named.unwrap_or(item).clone()
}

/// False for null, zero, false, and what holds nothing else.
fn tells(answer: &Value) -> bool {
    match answer {
        Value::Null => false,
        Value::Bool(yes) => *yes,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty() && text != "0",
        Value::Array(list) => !list.is_empty(),
        Value::Object(fields) => fields.values().any(tells),
    }
}

fn key(question: &Value) -> String {
    let mut keys = question.as_object().into_iter().flat_map(|object| object.keys());
    keys.next().cloned().unwrap_or_default()
}

/// The queries in a contract's committed schema without `info`, and whether they answer in pages.
fn askable(name: &str) -> BTreeMap<String, bool> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../schema/{name}.json"));
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("schema/{name}.json: {error}; run `cargo xtask generate`"));
    let schema: Value = serde_json::from_str(&text).expect("a schema is JSON");
    let queries = schema["query"]["oneOf"].as_array().expect("queries are a list");
    let query = |query: &Value| {
        let name = query["required"][0].as_str().expect("a query has a name").to_string();
        let paged = !query["properties"][&name]["properties"]["limit"].is_null();
        (name, paged)
    };
    queries.iter().map(query).filter(|(name, _)| name != "info").collect()
}

fn at<C: Chain>(s: &Suite<C>) -> impl Fn(&str) -> String + '_ {
    |who| s.addr(who).to_string()
}

fn registry<C: Chain>(s: &Suite<C>) -> Value {
    let at = at(s);
    json!([
        {"ownership": {}}, {"settings": {}}, {"pause": {}},
        {"participant": {"address": at("agent")}}, {"participant": {"address": at("heidi")}},
        {"participants": {}}, {"participants": {"kind": "agent", "live": true}},
        {"by_capability": {"capability": "code"}}, {"agents": {"principal": at("worker")}},
        {"offer": {"principal": at("worker"), "agent": at("erin")}},
        {"space": {"space": 1}}, {"space": {"space": 2}}, {"spaces": {}},
        {"cell": {"space": 2, "key": "brief"}}, {"cells": {"space": 2}},
        {"cell": {"space": 1, "key": "job/1"}}, {"cells": {"space": 1}},
        {"context_root": {"space": 2}}, {"context_root": {"space": 2, "leaves": 1}},
        {"proof": {"space": 2, "index": 0}},
    ])
}

fn ledger<C: Chain>(s: &Suite<C>) -> Value {
    let at = at(s);
    json!([
        {"ownership": {}}, {"settings": {}}, {"peers": {}}, {"pause": {}},
        {"job": {"job": 1}}, {"job": {"job": 3}}, {"job": {"job": 4}}, {"job": {"job": 5}},
        {"jobs": {}}, {"jobs": {"by": {"client": {"client": at("app")}}}},
        {"jobs": {"by": {"worker": {"worker": at("worker")}}}},
        {"jobs": {"by": {"capability": {"capability": "code"}}}},
        {"pending_legs": {"job": 1}}, {"pending_legs": {"job": 5}}, {"all_pending_legs": {}},
        {"record": {"seq": 0}}, {"record": {"seq": 3}}, {"records": {}}, {"root": {}},
        {"root": {"leaves": 1}}, {"proof": {"seq": 0}}, {"proof": {"seq": 1, "leaves": 2}},
    ])
}

fn tracker<C: Chain>(s: &Suite<C>) -> Value {
    let (at, height) = (at(s), s.chain.height());
    json!([
        {"ownership": {}}, {"settings": {}}, {"pause": {}}, {"domain": {"domain": 2}},
        {"domains": {}}, {"score": {"domain": 2, "account": at("agent")}},
        {"scores": {"account": at("alice")}}, {"members": {"domain": 1}}, {"members": {"domain": 2}},
        {"standing_at_height": {"domain": 2, "account": at("agent"), "height": height}},
        {"standing_at_height": {"domain": 2, "account": at("agent"), "height": 2}},
        {"standing_at_time": {"domain": 1, "account": null, "time": s.now()}},
        {"epoch": {"domain": 2, "epoch": 0, "account": at("agent")}},
        {"grant": {"grant": 1}}, {"grants": {}},
        {"budget": {"domain": 2, "ledger": at("ledger"), "client": at("app"), "worker": at("agent")}},
        {"contribution": {
            "reporter": at("ledger"), "reference": {"kind": "job", "id": 1}, "role": "worker",
        }},
        {"headroom": {}}, {"hook_states": {}}, {"admin": {}}, {"total_weight": {}},
        {"total_weight": {"at_height": height}}, {"member": {"addr": at("alice")}},
        {"member": {"addr": at("alice"), "at_height": height}}, {"list_members": {}}, {"hooks": {}},
        {"voting_power_at_height": {"address": at("ben"), "height": height}},
        {"total_power_at_height": {"height": height}}, {"dao": {}},
    ])
}

fn distributor<C: Chain>(s: &Suite<C>) -> Value {
    let (at, asset) = (at(s), json!({"native": DENOM}));
    let job = json!({"kind": "job", "id": 3});
    json!([
        {"ownership": {}}, {"pause": {}}, {"frozen": {"target": {"pool": 1}}},
        {"balance": {"owner": at("agent"), "asset": asset}}, {"balances": {"owner": at("app")}},
        {"allowance": {"owner": at("app"), "controller": at("ledger"), "asset": asset}},
        {"escrow": {"controller": at("ledger"), "reference": job}},
        {"escrows": {"controller": at("ledger")}},
        {"pool": {"pool": 1}}, {"pool": {"pool": 2}}, {"pools": {}},
        {"claimable": {"pool": 1, "account": at("erin")}},
        {"claimable": {"pool": 2, "account": at("agent")}},
        {"epoch_fund": {"pool": 2, "epoch": 0}}, {"pool_members": {"pool": 1}},
        {"holdings": {"asset": asset}}, {"tokens": {}},
    ])
}

fn dao<C: Chain>(s: &Suite<C>, upgrades: &RangeInclusive<u64>) -> Value {
    let (at, asset) = (at(s), json!({"native": DENOM}));
    let (first, open) = (*upgrades.start(), upgrades.end() + 1);
    json!([
        {"economy": {}}, {"track": {"track": 3}}, {"tracks": {}},
        {"window": {"track": 2, "asset": asset}}, {"stage": {"proposal_id": 1}},
        {"stage": {"proposal_id": open}}, {"outcomes": {"proposal_id": 2}}, {"guardian": {}},
        {"pause": {}}, {"threshold": {}}, {"proposal": {"proposal_id": 1}},
        {"proposal": {"proposal_id": open}}, {"list_proposals": {}}, {"reverse_proposals": {}},
        {"vote": {"proposal_id": 1, "voter": at("alice")}},
        {"vote": {"proposal_id": first, "voter": at("ben")}},
        {"list_votes": {"proposal_id": first}}, {"voter": {"address": at("alice")}},
        {"list_voters": {}},
    ])
}
