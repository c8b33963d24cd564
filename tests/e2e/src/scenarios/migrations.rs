//! Each of the five migrated by vote to its second build, on a node: what is wrong is refused and changes nothing, what
//! is right changes no answer to any question.

use anyhow::{ensure, Context, Result};
use axiom_chain::{Chain, Failure};
use axiom_client::NodeChain;
use axiom_devnet::Line;
use axiom_suite::upgrades::{
    goes_on, live_in, running, upgradable, upgrade, Answers, Questions, Upgradable,
};
use axiom_suite::{call, Codes, Suite, NEXT_VERSION};
use axiom_types::dao::{self, Target};
use cosmwasm_std::{to_json_binary, Addr, CosmosMsg};
use saboteur::{control, Behaviour, Cw2, MigrateControl, Script};
use serde_json::Value;

use super::hostile::{ready, script};
use super::Scenario;
use crate::world::World;

/// Its scenarios.
pub fn scenarios() -> Vec<Scenario> {
    vec![Scenario {
        name: "migrations",
        shows: "all five migrated by vote: every answer stays as it was; wrong, older and broken codes are refused",
        play,
    }]
}

type Town = Suite<NodeChain>;

/// An upgrade that has to be refused.
struct Refused {
    /// What it is, for people.
    what: String,
    msg: CosmosMsg,
    /// Part of the refusal.
    text: &'static str,
}

fn play(world: &mut World) -> Result<()> {
    let mut s = world.found(Line::V070, "migrations")?;
    live_in(&mut s);
    let first = s.codes;
    let next = s.codes.store_next(&mut s.chain);
    let all = upgradable(&s, next);
    second_builds_differ(&s, first, next)?;

    // One voting period for all of them.
    let early: Vec<_> =
        [wrong_contracts(&s, &all), broken_codes(&mut s, &all)].into_iter().flatten().collect();
    let late: Vec<_> = [next, first].into_iter().flat_map(|codes| not_newer(&s, codes)).collect();
    let refused = early.iter().chain(&late).map(|one| vec![one.msg.clone()]);
    let right = all.iter().map(|one| vec![one.upgrade(&s)]);
    let proposals: Vec<_> = refused.chain(right).collect();
    let ids = ready(&mut s, proposals);
    let (refused, upgrades) = ids.split_at(early.len() + late.len());
    let (before, after) = refused.split_at(early.len());

    each_is_refused(&mut s, &early, before)?;
    running(&mut s);
    let asked = migrated(&mut s, &all, upgrades)?;
    each_is_refused(&mut s, &late, after)?;
    for one in &all {
        ensure!(one.version(&s) == NEXT_VERSION, "{} is not of the next version", one.name);
    }
    goes_on(&mut s);
    println!(
        "      {asked} questions answered alike by both builds, {} wrong upgrades refused",
        refused.len()
    );
    Ok(())
}

/// The second builds are other codes.
fn second_builds_differ(s: &Town, first: Codes, next: Codes) -> Result<()> {
    for (old, new) in upgradable(s, first).iter().zip(upgradable(s, next)) {
        let [a, b] = [old.code_id, new.code_id].map(|id| s.chain.code_info(id));
        let (a, b) = (a.context("no first build")?, b.context("no second build")?);
        ensure!(a.checksum != b.checksum, "both builds of {} are the same", old.name);
        ensure!(old.version(s) != NEXT_VERSION, "{} has the next version already", old.name);
    }
    Ok(())
}

/// The code of another layer for each of the five.
fn wrong_contracts(s: &Town, all: &[Upgradable; 5]) -> Vec<Refused> {
    let others = all.iter().cycle().skip(1);
    let wrong = |(one, other): (&Upgradable, &Upgradable)| Refused {
        what: format!("{} to the code of {}", one.name, other.name),
        msg: upgrade(s, one.target.clone(), other.code_id, b"{}".into()),
        text: other.name,
    };
    all.iter().zip(others).map(wrong).collect()
}

/// Codes that take the migration and cannot go on: a layer that is of another kind afterwards, a governance-dao that
/// cannot tally.
fn broken_codes(s: &mut Town, all: &[Upgradable; 5]) -> Vec<Refused> {
    let code = s.chain.store_named("saboteur");
    let one = |target: &Target, name: &str, script: Script| {
        let cw2 = Cw2 { contract: name.to_string(), version: NEXT_VERSION.to_string() };
        let msg = control(MigrateControl { script, owner: None, cw2: Some(cw2) });
        let msg = to_json_binary(&msg).expect("a message serialises");
        upgrade(s, target.clone(), code, msg)
    };
    let mut found = vec![];
    for layer in &all[..4] {
        found.push(Refused {
            what: format!("{} to a code of another kind", layer.name),
            msg: one(&layer.target, "crates.io:cw20-base", Script::default()),
            text: "cw20-base",
        });
    }
    let dao = &all[4];
    for (what, behaviour, text) in [
        ("panics", Behaviour::Panic {}, "the saboteur panics"),
        ("fails", Behaviour::Error { bytes: 100 }, "xxx"),
        ("never ends", Behaviour::Loop {}, "out of gas"),
    ] {
        found.push(Refused {
            what: format!("{} to a code whose self-check {what}", dao.name),
            msg: one(&dao.target, dao.name, script(behaviour)),
            text,
        });
    }
    found
}

/// Codes that are no newer than the second builds.
fn not_newer(s: &Town, codes: Codes) -> Vec<Refused> {
    let one = |one: Upgradable| Refused {
        what: format!("{} to code {} after its upgrade", one.name, one.code_id),
        msg: one.upgrade(s),
        text: NEXT_VERSION,
    };
    upgradable(s, codes).map(one).into()
}

/// Executes each; asserts that it is refused with its text, and that no byte of any contract and no code changed.
fn each_is_refused(s: &mut Town, all: &[Refused], ids: &[u64]) -> Result<()> {
    let before = state(s);
    for (one, id) in all.iter().zip(ids) {
        let failure = match s.dao().execute("stranger", *id).into_result() {
            Err(failure) => failure,
            Ok(_) => anyhow::bail!("{} went through", one.what),
        };
        ensure!(says(&failure, one.text), "{}: {failure}, not {:?}", one.what, one.text);
        ensure!(state(s) == before, "{} left something behind", one.what);
    }
    Ok(())
}

fn says(failure: &Failure, text: &str) -> bool {
    let whole = format!("{} {:?}", failure.text, failure);
    whole.to_lowercase().contains(text)
}

/// All that the five store, and their codes and admins.
fn state(s: &Town) -> ([u8; 32], Vec<String>) {
    let five = s.at.all().map(|(_, address)| address);
    let info = |address: &Addr| format!("{:?}", s.chain.contract_info(address.as_str()));
    (s.chain.state_digest(&five), five.into_iter().map(info).collect())
}

/// Migrates all five in one transaction, and compares what they answer one block before it and right after it: no
/// second passes between. Answers how many questions were asked.
fn migrated(s: &mut Town, all: &[Upgradable; 5], ids: &[u64]) -> Result<usize> {
    let numbers = ids[0]..=ids[ids.len() - 1];
    let questions = all.each_ref().map(|one| Questions::of(s, one.name, numbers.clone()));
    let execute = |id: &u64| call(&s.at.dao, &dao::ExecuteMsg::Execute { proposal_id: *id });
    let messages = ids.iter().map(execute).collect();
    let stranger = s.addr("stranger");
    let done = s.chain.execute_multi(stranger.as_str(), messages).should_succeed();
    ensure!(done.count_of("axiom_dao_self_checked") == 1, "governance-dao did not check itself");
    ensure!(done.count_of("migrate") == 5, "not five contracts were migrated");
    println!("      five migrations in one transaction: {} gas", done.gas.total);
    let mut count = 0;
    for (one, questions) in all.iter().zip(&questions) {
        let [before, after] = [done.height - 1, done.height]
            .map(|height| answers(s, &one.contract, questions, height));
        questions.assert_telling(&before);
        for (old, new) in before.iter().zip(&after) {
            ensure!(old == new, "{}: before {old:?}, after {new:?}", one.name);
        }
        ensure!(one.version(s) == NEXT_VERSION, "{} is not of the next version", one.name);
        count += questions.count();
    }
    Ok(count)
}

/// What a contract answered at the end of a block.
fn answers(s: &Town, contract: &Addr, questions: &Questions, height: u64) -> Answers {
    questions.ask(|question| {
        let bytes = question.to_string().into_bytes();
        let answer = s.chain.client().smart(contract.as_str(), bytes, Some(height));
        let answer = answer.unwrap_or_else(|error| panic!("{question} at {height}: {error}"));
        serde_json::from_slice::<Value>(&answer).expect("an answer is JSON")
    })
}
