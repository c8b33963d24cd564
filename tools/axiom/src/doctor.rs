//! `axiom doctor`: what is right and wrong with the way to a chain, with the next step for each problem.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axiom_client::Access;
use serde_json::{json, Value};

use crate::fail::{Done, Fail, Kind};
use crate::global::Global;
use crate::session::Session;
use crate::{chains, who};

/// How long a height may take to move.
const PATIENCE: Duration = Duration::from_secs(15);

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Good,
    Note,
    Bad,
}

struct Finding {
    what: &'static str,
    state: State,
    text: String,
    next: Option<String>,
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn good(&mut self, what: &'static str, text: impl Into<String>) {
        self.0.push(Finding { what, state: State::Good, text: text.into(), next: None });
    }

    fn note(&mut self, what: &'static str, text: impl Into<String>, next: impl Into<String>) {
        let next = Some(next.into());
        self.0.push(Finding { what, state: State::Note, text: text.into(), next });
    }

    fn bad(&mut self, what: &'static str, text: impl Into<String>, next: Option<String>) {
        self.0.push(Finding { what, state: State::Bad, text: text.into(), next });
    }
}

/// Looks at everything; fails if something is wrong.
pub fn run(global: &Global) -> Done {
    let mut found = Findings::default();
    examine(global, &mut found)?;
    let json: Vec<Value> = found
        .0
        .iter()
        .map(|one| {
            let state = match one.state {
                State::Good => "good",
                State::Note => "note",
                State::Bad => "bad",
            };
            json!({ "what": one.what, "state": state, "text": one.text, "next": one.next })
        })
        .collect();
    global.out().show(&json!(json), || {
        let line = |one: &Finding| {
            let mark = match one.state {
                State::Good => "✓",
                State::Note => "·",
                State::Bad => "✗",
            };
            let next =
                one.next.as_ref().map_or(String::new(), |next| format!("\n{:14}→ {next}", ""));
            format!("{mark} {:<12}{}{next}", one.what, one.text)
        };
        found.0.iter().map(line).collect::<Vec<_>>().join("\n")
    });
    let wrong = found.0.iter().filter(|one| one.state == State::Bad).count();
    match wrong {
        0 => Ok(()),
        1 => Err(Fail::new(Kind::Check, "one thing is wrong")),
        several => Err(Fail::new(Kind::Check, format!("{several} things are wrong"))),
    }
}

fn examine(global: &Global, found: &mut Findings) -> Done {
    let name = global.chain_name()?;
    let profile = match chains::find(global, &name) {
        Ok(profile) => profile,
        Err(fail) => {
            found.bad("chain", fail.text, fail.hint);
            return Ok(());
        }
    };
    let way = if profile.rpc.is_empty() { "embedded" } else { &profile.rpc };
    found.good("chain", format!("{name}: {} ({way})", profile.chain_id));
    let session = match Session::open(global) {
        Ok(session) => session,
        Err(fail) => {
            let next = fail.hint.or_else(|| {
                Some("axiom chain show tells the settings; --node names another node".into())
            });
            found.bad("node", fail.text, next);
            return Ok(());
        }
    };
    node(&session, found);
    codes(&session, found);
    price(&session, found);
    account(&session, found);
    economy(&session, found);
    Ok(())
}

/// Whether the node answers, its height moves and its clock is right.
fn node(session: &Session, found: &mut Findings) {
    let status = match session.client.status() {
        Ok(status) => status,
        Err(error) => return found.bad("node", error.to_string(), None),
    };
    found.good("node", format!("CometBFT {}, height {}", status.version, status.height));
    if session.profile.rpc.is_empty() && session.global.node.is_none() {
        found.good(
            "clock",
            format!(
                "{} (stands still between transactions; axiom local advance moves it)",
                status.time_text
            ),
        );
        return;
    }
    let start = std::time::Instant::now();
    let moved = loop {
        match session.client.status() {
            Ok(now) if now.height > status.height => break true,
            _ if start.elapsed() > PATIENCE => break false,
            _ => std::thread::sleep(Duration::from_millis(200)),
        }
    };
    match moved {
        true => found.good("height", "moves"),
        false => found.bad(
            "height",
            format!("has not moved for {} s", PATIENCE.as_secs()),
            Some("the chain stands still or the node is cut off: try another node, or wait".into()),
        ),
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let apart = now.abs_diff(status.time);
    match apart {
        0..=60 => found.good("clock", status.time_text),
        _ if session.profile.is_dev() => found.note(
            "clock",
            format!("{}: {apart} s apart from this machine", status.time_text),
            "fine on a devnet, whose clock can be moved",
        ),
        _ => found.bad(
            "clock",
            format!("{}: {apart} s apart from this machine", status.time_text),
            Some("set this machine's clock, or use a node that has caught up".into()),
        ),
    }
}

/// Who may store code, and which of ours are there.
fn codes(session: &Session, found: &mut Findings) {
    match session.client.wasm_params() {
        Ok(params) => match params.upload {
            Access::Everybody => found.good("upload", "everybody may store code"),
            Access::Nobody => found.note(
                "upload",
                "only the chain's governance stores code",
                "axiom codes proposal writes the proposals",
            ),
            Access::AnyOf(list) => found.note(
                "upload",
                format!("only {} may store code", list.join(", ")),
                "axiom codes proposal writes proposals for everybody else",
            ),
        },
        Err(error) => found.bad(
            "upload",
            error.to_string(),
            Some("is this a chain with wasmd? Others cannot hold an economy".into()),
        ),
    }
}

/// Whether the price of gas is high enough for the node.
fn price(session: &Session, found: &mut Findings) {
    use cosmrs::proto::cosmos::base::node::v1beta1 as base;
    let ours = session.profile.gas_price.clone();
    let path = "/cosmos.base.node.v1beta1.Service/Config";
    let answer: Result<base::ConfigResponse, _> =
        session.client.grpc(path, &base::ConfigRequest {}, None);
    let least = answer.map(|answer| answer.minimum_gas_price).unwrap_or_default();
    if least.is_empty() {
        return found.note(
            "gas",
            format!("{ours}; the node does not tell its least price"),
            "raise it with --gas-price if fees are refused",
        );
    }
    let prices: Vec<axiom_client::GasPrice> =
        least.split(',').filter_map(|price| price.parse().ok()).collect();
    match (session.profile.price(), prices.as_slice()) {
        (Ok(own), prices)
            if prices
                .iter()
                .any(|price| price.denom == own.denom && price.amount <= own.amount) =>
        {
            found.good("gas", format!("{ours}; the node takes {least}"));
        }
        _ => found.bad(
            "gas",
            format!("{ours}, but the node takes {least}"),
            Some("axiom chain add with another --gas-price, or --gas-price in each command".into()),
        ),
    }
}

/// Whether there is a key, and coins for fees.
fn account(session: &Session, found: &mut Findings) {
    let address = match who::account(session, None) {
        Ok(address) => address,
        Err(fail) => {
            let next = match session.profile.is_dev() {
                true => "axiom keys add <name>; or sign with a public test key: --from alice",
                false => "axiom keys add <name>",
            };
            return found.note("key", fail.text, next);
        }
    };
    found.good("key", address.clone());
    let denom = session.client.config().gas_price.denom.clone();
    match session.client.balance(&address, &denom) {
        Ok(0) => {
            let next = match session.profile.is_dev() {
                true => format!("axiom faucet --to {address}"),
                false => format!("send {denom} to {address}; testnets have faucets"),
            };
            found.bad("balance", format!("no {denom} for fees"), Some(next));
        }
        Ok(amount) => found.good("balance", session.amount(amount, &denom)),
        Err(error) => found.bad("balance", error.to_string(), None),
    }
}

fn economy(session: &Session, found: &mut Findings) {
    match session.economy() {
        Ok(economy) => {
            let dao = economy.contracts.get("governance-dao").cloned().unwrap_or_default();
            found.good("economy", format!("{} ({dao})", economy.name));
        }
        Err(fail) => {
            found.note(
                "economy",
                fail.text,
                fail.hint.unwrap_or_else(|| "axiom economy new".into()),
            );
        }
    }
}
