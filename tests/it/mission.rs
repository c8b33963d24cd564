//! The table of `axiom mission`: nothing fails, and each line that passes is shown to fail under a planted fault.

use axiom_demo::mission::list::MISSION;
use axiom_demo::mission::{judge, Verdict};
use axiom_demo::{perform, Stage, Teller};
use axiom_local::{Fault, FaultAction, FaultCall, StorageFault, Tamper};
use cosmwasm_std::{coin, BankMsg, CosmosMsg};
use serde_json::Value;

/// A fault of one contract: which, as `ledger` or, in another economy, `agent-gigs/ledger`, and what is wrong with it.
type Plant = fn(&Stage) -> (&'static str, Fault);

/// Each line that is built, by table, row and words, with a fault that breaks it.
const PLANTED: &[(&str, Plant)] = &[
    ("shared state synchronisation", |s| ("registry", stale_accepted(s))),
    ("cross-system context consistency", |_| ("ledger", on("submit", without_context))),
    ("coordinated information availability", |_| ("registry", lost_writes("c"))),
    ("verifiable execution records", |_| ("ledger", flipped_hashes())),
    ("transparent action validation", |_| ("ledger", on("reject", |_| FaultAction::Ignore))),
    ("execution accountability mechanisms", |_| ("ledger", on("expire", |_| FaultAction::Ignore))),
    ("programmable value distribution", |_| ("registry", on("accept_binding", |_| FaultAction::Ignore))),
    ("incentive alignment mechanisms", |s| ("tracker", no_relatives(s))),
    ("contribution-based rewards", |_| ("distributor", on("claim", |_| FaultAction::Ignore))),
    ("contributions recorded and measured", |_| ("tracker", on("report", |_| FaultAction::Ignore))),
    ("reputation accumulated through participation", |_| ("tracker", lost_writes("h"))),
    ("long-term contribution creates long-term opportunity", |s| ("ledger", open_gate(s))),
    ("protocol upgrade decisions", |_| ("dao", on_admin("upgrade"))),
    ("treasury allocation", |_| ("distributor", on("transfer", |_| FaultAction::Ignore))),
    ("ecosystem incentive management", |_| ("tracker", on_admin("grant_budget"))),
    ("progressive decentralisation over time", |_| ("dao", on("guardian_pause", in_the_past))),
    ("recorded in a shared framework", |_| ("tracker", on("report", voluntary_lost))),
    ("value linked to measurable participation", |_| ("tracker", lost_writes("t"))),
    ("several participants contribute to the same outcome", |_| ("tracker", on("report", one_takes_all))),
    (
        "applications generate activity, agents act, data networks inform, users create engagement and demand",
        |s| ("ledger", users_ignored(s)),
    ),
    ("contribution-based allocation", |_| ("distributor", on("claim", claim_forgotten))),
    ("transparent distribution", |_| ("distributor", leak())),
    ("value creation and distribution stay connected as the system grows", |_| ("growth/distributor", one_week_alone())),
    ("contributors benefit from growth", |s| ("growth/distributor", claim_of(s, "dave"))),
    ("that value reinforces long-term participation", |s| ("growth/tracker", unreported(s, "carol"))),
    (
        "users, developers, applications, agents and partners all benefit",
        |s| ("growth/ledger", never_accepts(s, "heidi")),
    ),
    ("which opportunities to support", |_| ("dao", on("vote", always_yes))),
    ("how resources are allocated", |_| ("dao", no_bank())),
    ("how value is distributed", |_| ("ledger", on_admin("update_settings"))),
    ("how governance evolves", |_| ("dao", on_admin("set_track"))),
    ("Gig-Style Agent Economies", |_| ("agent-gigs/ledger", on("expire", |_| FaultAction::Ignore))),
    ("Model Cooperatives", |_| ("model-cooperative/distributor", on("fund_pool", |_| FaultAction::Ignore))),
    ("Reputation-Based Contribution Economies", |_| ("reputation/ledger", on("arbitrate", all_usable))),
    ("Flash Collaboration Economies", |_| ("flash-collaboration/registry", no_lapse())),
];

#[test]
fn no_line_fails_and_each_built_line_passes() {
    let mut stage = perform(Teller::quiet(), |_| {}).expect("founded");
    for line in judge(&mut stage) {
        let expected = match line.bullet.shown {
            Some(_) => Verdict::Pass,
            None => Verdict::NotBuilt,
        };
        assert_eq!(line.verdict, expected, "{}: {}", line.bullet.text, line.seen);
    }
}

#[test]
fn the_table_has_every_line_of_the_mission() {
    let count = |table: &str| MISSION.iter().filter(|line| line.table == table).count();
    assert_eq!(count("THE LAYERS"), 21);
    assert_eq!(count("THE COORDINATION ECONOMY"), 17);
    assert_eq!(count("THE 22 ECONOMIES"), 22);
    let planted: Vec<&str> = PLANTED.iter().map(|(text, _)| *text).collect();
    let built = MISSION.iter().filter(|line| line.shown.is_some());
    let built: Vec<&str> = built.map(|line| line.text).collect();
    assert_eq!(planted, built, "each built line has its planted fault");
}

#[test]
fn each_built_line_fails_under_its_planted_fault() {
    for (text, plant) in PLANTED {
        let meddle = |stage: &mut Stage| {
            let (contract, fault) = plant(stage);
            let address = address(stage, contract);
            local(stage).set_fault(address, fault);
        };
        let mut stage = perform(Teller::quiet(), meddle).expect("founded");
        let lines = judge(&mut stage);
        let line = lines.iter().find(|line| line.bullet.text == *text);
        let line = line.expect("the line is in the table");
        assert_eq!(line.verdict, Verdict::Fail, "{text}: {}", line.seen);
        let shown = line.bullet.shown.as_ref().expect("it is built");
        if let Some(economy) = shown.economy {
            let seen = stage.inside(economy, |stage| (shown.observe)(stage));
            assert!(!seen.is_ok_and(|seen| seen.ok), "{text}: only its scene noticed");
        }
        let (contract, _) = plant(&stage);
        let address = address(&mut stage, contract);
        let hits = local(&mut stage).fault_hits(address);
        assert!(hits > 0, "{text}: the planted fault changed nothing");
    }
}

#[test]
fn a_contract_that_answers_nothing_fails_lines_and_panics_nowhere() {
    for name in ["registry", "ledger", "tracker", "distributor", "dao"] {
        let meddle = |stage: &mut Stage| {
            let address = stage.suite.addr(name);
            local(stage).set_fault(address, Fault::Silent);
        };
        let mut stage = perform(Teller::quiet(), meddle).expect("founded");
        assert!(!stage.teller.report().is_clean(), "{name} is silent and nobody noticed");
        let lines = judge(&mut stage);
        assert!(lines.iter().any(|line| line.verdict == Verdict::Fail), "{name}");
        let absent = lines.iter().filter(|line| line.bullet.shown.is_none());
        for line in absent {
            assert_eq!(line.verdict, Verdict::NotBuilt, "{}", line.bullet.text);
        }
    }
}

fn local(stage: &mut Stage) -> &mut axiom_local::LocalChain {
    stage.local().expect("told on the embedded chain")
}

fn address(stage: &mut Stage, contract: &str) -> String {
    match contract.split_once('/') {
        Some((economy, part)) => stage.side_address(economy, part).expect("it is planned"),
        None => stage.suite.addr(contract).to_string(),
    }
}

// ---- faults ----

/// Decides on executions of one message; everything else runs untouched.
fn on(name: &'static str, decide: fn(&FaultCall) -> FaultAction) -> Fault {
    Fault::hook(move |call| match call.sender {
        Some(_) if call.msg_name() == name => decide(call),
        _ => FaultAction::Pass,
    })
}

/// Does nothing for one of the owner's messages.
fn on_admin(name: &'static str) -> Fault {
    Fault::hook(move |call| match call.msg_json()["admin"].get(name) {
        Some(_) => FaultAction::Ignore,
        None => FaultAction::Pass,
    })
}

/// Writes under a namespace are lost.
fn lost_writes(namespace: &'static str) -> Fault {
    let prefix = [&[0, 1], namespace.as_bytes()].concat();
    Fault::Storage(StorageFault::new().drop_write(move |key, _| key.starts_with(&prefix)))
}

/// A bit of every stored hash is wrong.
fn flipped_hashes() -> Fault {
    let flip = |write: &axiom_local::Write| {
        let mut hash = <[u8; 32]>::try_from(write.new).ok()?;
        hash[0] ^= 1;
        Some(hash.to_vec())
    };
    Fault::Storage(StorageFault::new().rewrite(flip))
}

fn edited(call: &FaultCall, edit: impl FnOnce(&mut Value)) -> FaultAction {
    let mut msg = call.msg_json();
    edit(&mut msg);
    FaultAction::Run(Tamper::new().message(&msg))
}

/// Dave is taken to have seen the newest version.
fn stale_accepted(s: &Stage) -> Fault {
    let dave = s.address("dave");
    Fault::hook(move |call| match call.sender {
        Some(sender) if sender == dave && call.msg_name() == "write_cells" => edited(call, |msg| {
            msg["write_cells"]["writes"][0]["expected_version"] = 1.into();
        }),
        _ => FaultAction::Pass,
    })
}

fn without_context(call: &FaultCall) -> FaultAction {
    edited(call, |msg| msg["submit"]["submission"]["context_root"] = Value::Null)
}

fn no_relatives(s: &Stage) -> Fault {
    let (alice, app) = (s.address("alice"), s.address("app"));
    Fault::hook(move |call| {
        if call.msg_json()["report"]["client"] != alice.as_str() {
            return FaultAction::Pass;
        }
        edited(call, |msg| msg["report"]["client"] = app.clone().into())
    })
}

fn open_gate(s: &Stage) -> Fault {
    let (erin, agent) = (s.address("erin"), s.address("agent"));
    Fault::hook(move |call| match call.sender {
        Some(sender) if sender == erin && call.msg_name() == "accept" => {
            FaultAction::Run(Tamper::new().sender(agent.clone()))
        }
        _ => FaultAction::Pass,
    })
}

fn in_the_past(call: &FaultCall) -> FaultAction {
    let mut block = call.block.clone();
    block.time = block.time.minus_days(30);
    FaultAction::Run(Tamper::new().block(block))
}

fn voluntary_lost(call: &FaultCall) -> FaultAction {
    match call.msg_json()["report"]["domain"] == 1 {
        true => FaultAction::Ignore,
        false => FaultAction::Pass,
    }
}

fn one_takes_all(call: &FaultCall) -> FaultAction {
    edited(call, |msg| {
        let shares = &mut msg["report"]["shares"];
        let first = shares[0]["account"].clone();
        *shares = serde_json::json!([{"account": first, "bps": 10_000}]);
    })
}

fn users_ignored(s: &Stage) -> Fault {
    let dave = s.address("dave");
    Fault::hook(move |call| match call.sender {
        Some(sender) if sender == dave => FaultAction::Ignore,
        _ => FaultAction::Pass,
    })
}

/// A claim into a balance does nothing.
fn claim_forgotten(call: &FaultCall) -> FaultAction {
    match call.msg_json()["claim"]["withdraw"] == false {
        true => FaultAction::Ignore,
        false => FaultAction::Pass,
    }
}

/// A coin leaves with each transfer between balances.
fn leak() -> Fault {
    Fault::hook(|call| {
        if call.msg_name() != "transfer" {
            return FaultAction::Pass;
        }
        let thief = call.sender.unwrap_or_default().to_string();
        FaultAction::Run(Tamper::new().response(move |response| {
            response.add_message(BankMsg::Send {
                to_address: thief,
                amount: vec![coin(1, axiom_suite::DENOM)],
            })
        }))
    })
}

fn always_yes(call: &FaultCall) -> FaultAction {
    edited(call, |msg| msg["vote"]["vote"] = "yes".into())
}

/// Payments from the bank account are forgotten.
fn no_bank() -> Fault {
    Fault::response(|mut response| {
        response.messages.retain(|sub| !matches!(sub.msg, CosmosMsg::Bank(_)));
        response
    })
}

/// Only the first week's fees become rewards.
fn one_week_alone() -> Fault {
    Fault::hook(|call| match call.msg_json()["fund_pool"]["amount"].as_str() {
        Some(amount) if amount != "5000" => FaultAction::Ignore,
        _ => FaultAction::Pass,
    })
}

/// Nothing is claimed for somebody.
fn claim_of(s: &Stage, who: &str) -> Fault {
    let who = s.address(who);
    Fault::hook(move |call| match call.msg_json()["claim"]["on_behalf_of"] == who.as_str() {
        true => FaultAction::Ignore,
        false => FaultAction::Pass,
    })
}

/// Nothing is recorded for somebody.
fn unreported(s: &Stage, who: &str) -> Fault {
    let who = s.address(who);
    Fault::hook(move |call| {
        match call.msg_json()["report"]["shares"][0]["account"] == who.as_str() {
            true => FaultAction::Ignore,
            false => FaultAction::Pass,
        }
    })
}

/// Somebody's jobs are never taken.
fn never_accepts(s: &Stage, who: &str) -> Fault {
    let who = s.address(who);
    Fault::hook(move |call| match call.sender {
        Some(sender) if sender == who && call.msg_name() == "accept" => FaultAction::Ignore,
        _ => FaultAction::Pass,
    })
}

/// Whatever the arbiter finds, all of it counts.
fn all_usable(call: &FaultCall) -> FaultAction {
    edited(call, |msg| msg["arbitrate"]["worker_bps"] = 10_000.into())
}

/// Questions are answered as of the day of the founding: no registration lapses.
fn no_lapse() -> Fault {
    let first = std::cell::RefCell::new(None);
    Fault::hook(move |call| {
        let block = first.borrow_mut().get_or_insert_with(|| call.block.clone()).clone();
        match call.msg_name() == "by_capability" {
            true => FaultAction::Run(Tamper::new().block(block)),
            false => FaultAction::Pass,
        }
    })
}
