//! Each of the five migrated by vote to a second build: every question that can be asked gets the same answer before
//! and after, and the economy goes on.

use axiom_suite::upgrades::{goes_on, live_in, running, upgradable, Questions};
use axiom_suite::{Suite, NEXT_VERSION};
use axiom_types::dao;
use serde_json::Value;

#[test]
fn a_second_build_of_each_answers_as_the_first_did() {
    let mut s = Suite::found();
    live_in(&mut s);
    let next = s.codes.store_next(&mut s.chain);
    // All are ready before the guardian acts: while it has something running, no vote comes to its end.
    let rows = upgradable(&s, next).map(|one| {
        let msg = one.upgrade(&s);
        (one, s.dao().ready(3, vec![msg]))
    });
    let upgrades = rows[0].1..=rows[4].1;
    running(&mut s);
    for (one, id) in rows {
        let (name, contract) = (one.name, one.contract.clone());
        let questions = Questions::of(&s, name, upgrades.clone());
        assert_ne!(one.version(&s), NEXT_VERSION);
        let kept = s.chain.dump_contract(&contract);
        // In one block, so that no clock runs between the answers.
        let dao = s.at.dao.clone();
        let (stranger, run) = (s.addr("stranger"), dao::ExecuteMsg::Execute { proposal_id: id });
        let (before, after) = s.chain.in_one_block(|chain| {
            let before = questions.ask(|question| chain.query::<Value>(&contract, question));
            let done = chain.execute(&stranger, &dao, &run, &[]).should_succeed();
            let checked = usize::from(name == "governance-dao");
            assert_eq!(done.count_of("axiom_dao_self_checked"), checked, "{name}");
            (before, questions.ask(|question| chain.query::<Value>(&contract, question)))
        });
        questions.assert_telling(&before);
        for (old, new) in before.iter().zip(&after) {
            assert_eq!(old, new, "{name}");
        }
        assert_eq!(one.version(&s), NEXT_VERSION, "{name}");
        let changed: Vec<_> = s
            .chain
            .dump_contract(&contract)
            .into_iter()
            .filter(|(key, value)| kept.get(key) != Some(value))
            .map(|(key, _)| String::from_utf8_lossy(&key).into_owned())
            .collect();
        let allowed = if name == "governance-dao" { 2 } else { 1 };
        assert_eq!(
            changed.len(),
            allowed,
            "{name}: its version, and of the DAO the proposal's end: {changed:?}"
        );
    }
    goes_on(&mut s);
}

/// A second build runs once: its own second run is refused, and so is the way back to the first.
#[test]
fn no_second_run_and_no_way_back() {
    let mut s = Suite::found();
    let next = s.codes.store_next(&mut s.chain);
    let first = s.codes;
    for one in upgradable(&s, next) {
        let msg = one.upgrade(&s);
        let _ = s.dao().pass(3, vec![msg]).should_succeed();
        assert_eq!(s.chain.contract_info(&one.contract).unwrap().code_id, one.code_id);
    }
    for codes in [next, first] {
        for one in upgradable(&s, codes) {
            let msg = one.upgrade(&s);
            let id = s.dao().ready(3, vec![msg]);
            let before = s.chain.state_digest();
            let failure = s.dao().execute("stranger", id).should_fail();
            assert!(failure.text.contains(NEXT_VERSION), "{}: {}", one.name, failure.text);
            assert_eq!(s.chain.state_digest(), before, "{}", one.name);
            assert_eq!(one.version(&s), NEXT_VERSION, "{}", one.name);
        }
    }
}

/// A contract of another layer is refused by the version check of its code.
#[test]
fn code_of_another_layer_is_refused() {
    let mut s = Suite::found();
    let next = s.codes.store_next(&mut s.chain);
    let all = upgradable(&s, next);
    for (at, one) in all.iter().enumerate() {
        let other = &all[(at + 1) % all.len()];
        let wrong = axiom_suite::upgrades::Upgradable { code_id: other.code_id, ..one.clone() };
        let msg = wrong.upgrade(&s);
        let id = s.dao().ready(3, vec![msg]);
        let before = s.chain.state_digest();
        let failure = s.dao().execute("stranger", id).should_fail();
        assert!(failure.text.contains(other.name), "{}: {}", one.name, failure.text);
        assert_eq!(s.chain.state_digest(), before, "{}", one.name);
    }
}
