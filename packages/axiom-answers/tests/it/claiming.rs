//! What an account can claim.

use axiom_answers::{AnswerError, Answers, Budget, Claimable, Source};
use axiom_chain::Chain;
use axiom_suite::{Suite, DAY, DENOM, DENOM_2};
use axiom_types::dao::ExecuteMsg as DaoMsg;
use axiom_types::distributor::FreezeTarget;

use rstest::rstest;

use crate::play::{asked, at, axm, bare, job, n, with_money};

fn claimable(s: &Suite, who: &str) -> Claimable {
    let account = at(s, who);
    asked(s, |a| a.claimable(&account, None)).unwrap()
}

#[test]
fn pools_of_both_kinds_and_the_message_that_claims_them() {
    let mut s = with_money(2_000);
    for denom in [DENOM, DENOM_2] {
        let _ = s.distributor().deposit("client", 10_000, denom).should_succeed();
    }
    let table = s.distributor().table_pool("client", 1_000, &[("worker", 3), ("ben", 1)], DENOM_2);
    let standing = s.distributor().standing_pool("client", 2, DENOM);
    let _ = s.distributor().table_pool("client", 1_000, &[("ben", 1)], DENOM);
    let _ = s.distributor().fund("client", table, 4_000).should_succeed();
    let _ = s.distributor().fund("client", standing, 700).should_succeed();
    let id = s.ledger().handed_in("app", "worker", job(2_000).build());
    let _ = s.ledger().approve("app", id).should_succeed();
    assert_eq!(claimable(&s, "stranger").pools, vec![]);
    assert_eq!(claimable(&s, "stranger").messages, vec![]);

    s.wait(8 * DAY);
    let answer = claimable(&s, "worker");
    assert!(!answer.left_out && !answer.more);
    assert_eq!(answer.pools.len(), 2);
    let (first, second) = (&answer.pools[0], &answer.pools[1]);
    assert_eq!((first.pool, first.amount, first.from_epoch), (table, n(3_000), None));
    assert_eq!((second.pool, second.amount), (standing, n(700)));
    assert_eq!((second.from_epoch, second.to_epoch), (Some(0), Some(1)));
    assert!(!second.more_after && second.frozen_until.is_none());
    assert_eq!(answer.totals.len(), 2);
    assert_eq!(answer.messages.len(), 1);
    assert_eq!(answer.messages[0].contract, s.at.distributor.to_string());

    let (wage, other) = (s.balance_of("worker", DENOM), s.balance_of("worker", DENOM_2));
    let (to, msg) = (answer.messages[0].contract.clone(), answer.messages[0].msg.clone());
    let _ = s.chain.execute(at(&s, "worker"), to, &msg, &[]).should_succeed();
    assert_eq!(s.balance_of("worker", DENOM) - wage, 700);
    assert_eq!(s.balance_of("worker", DENOM_2) - other, 3_000);
    assert_eq!(claimable(&s, "worker").pools, vec![]);
}

/// Closed epochs beyond the reach of one message are claimed by a second one.
#[test]
fn more_epochs_than_one_claim_walks() {
    let mut s = with_money(2_000);
    let _ = s.distributor().deposit("client", 10_000, DENOM).should_succeed();
    let pool = s.distributor().standing_pool("client", 2, DENOM);
    let early = s.ledger().handed_in("app", "worker", job(1_000).build());
    let _ = s.ledger().approve("app", early).should_succeed();
    // Only epochs that were paid for are walked: 28 of them.
    for _ in 0..28 {
        let _ = s.distributor().fund("client", pool, 10).should_succeed();
        s.wait(7 * DAY);
    }
    let mut told = vec![];
    loop {
        let answer = claimable(&s, "worker");
        let Some(row) = answer.pools.first() else { break };
        told.push((row.from_epoch, row.to_epoch, row.amount.u128(), row.more_after));
        let (to, msg) = (answer.messages[0].contract.clone(), answer.messages[0].msg.clone());
        let before = s.balance_of("worker", DENOM);
        let _ = s.chain.execute(at(&s, "worker"), to, &msg, &[]).should_succeed();
        assert_eq!(s.balance_of("worker", DENOM) - before, row.amount.u128());
    }
    assert_eq!(told, [(Some(0), Some(26), 260, true), (Some(26), Some(28), 20, false)]);
}

#[test]
fn a_frozen_pool_is_shown_and_not_claimed() {
    let mut s = with_money(2_000);
    let _ = s.distributor().deposit("client", 10_000, DENOM).should_succeed();
    let frozen = s.distributor().table_pool("client", 100, &[("worker", 1)], DENOM);
    let free = s.distributor().table_pool("client", 100, &[("worker", 1)], DENOM);
    for pool in [frozen, free] {
        let _ = s.distributor().fund("client", pool, 500).should_succeed();
    }
    s.wait(200);
    let msg = DaoMsg::GuardianFreeze { target: FreezeTarget::Pool(frozen), seconds: 3_600 };
    let until = s.now() + 3_600;
    let _ = s.dao().send("guardian", &msg).should_succeed();
    let answer = claimable(&s, "worker");
    assert_eq!(answer.pools.len(), 2);
    assert_eq!(answer.pools[0].frozen_until, Some(until));
    assert_eq!(answer.pools[1].frozen_until, None);
    assert_eq!((answer.totals[0].asset.clone(), answer.totals[0].amount), (axm(), n(500)));
    assert_eq!(answer.messages.len(), 1);
    let axiom_types::distributor::ExecuteMsg::Claim { claims, .. } = &answer.messages[0].msg else {
        panic!("a claim");
    };
    assert_eq!(claims.iter().map(|claim| claim.pool).collect::<Vec<_>>(), [free]);
}

/// Seventeen pools take two messages; a budget of one page of pools says that there are more, and where to go on.
#[test]
fn many_pools() {
    let mut s = with_money(2_000);
    let _ = s.distributor().deposit("client", 10_000, DENOM).should_succeed();
    let mut pools = vec![];
    for _ in 0..101 {
        let shares: &[(&str, u128)] = if pools.len() < 17 { &[("worker", 1)] } else { &[] };
        pools.push(s.distributor().table_pool("client", 1, shares, DENOM));
    }
    for pool in &pools[..17] {
        let _ = s.distributor().fund("client", *pool, 10).should_succeed();
    }
    let account = at(&s, "worker");
    let chain: &dyn Chain = &s.chain;
    let source: &dyn Source = &chain;
    let page = |after| {
        let answers = Answers::of_dao(source, s.at.dao.as_str()).unwrap();
        answers.with_budget(Budget { pages: 1 }).claimable(&account, after).unwrap()
    };
    let first = page(None);
    assert_eq!((first.pools.len(), first.messages.len()), (17, 2));
    assert_eq!((first.more, first.last), (true, Some(pools[99])));
    let second = page(first.last);
    assert_eq!((second.pools.len(), second.more, second.last), (0, false, Some(pools[100])));
}

/// A pool whose tracker does not answer is told beside the others, not instead of them.
#[test]
fn a_pool_that_cannot_be_asked() {
    let mut s = with_money(2_000);
    let _ = s.distributor().deposit("client", 10_000, DENOM).should_succeed();
    let sick = s.distributor().standing_pool("client", 2, DENOM);
    let well = s.distributor().table_pool("client", 1, &[("worker", 1)], DENOM);
    for pool in [sick, well] {
        let _ = s.distributor().fund("client", pool, 500).should_succeed();
    }
    s.wait(8 * DAY);
    // The stored standing of the domain is damaged.
    let keys: Vec<_> = s.chain.dump_contract(&s.at.tracker).into_keys().collect();
    let tracker = s.at.tracker.clone();
    s.chain.seed(&tracker, |storage| {
        for key in &keys {
            storage.set(key, b"\x01");
        }
    });
    let answers = axiom_answers::Answers::new;
    let economy = axiom_answers::Economy {
        name: "x".to_string(),
        dao: Some(at(&s, "dao")),
        registry: None,
        ledger: None,
        tracker: at(&s, "tracker"),
        distributor: Some(at(&s, "distributor")),
        voting_domain: 1,
    };
    let chain: &dyn Chain = &s.chain;
    let source: &dyn Source = &chain;
    let answer = answers(source, economy).claimable(&at(&s, "worker"), None).unwrap();
    assert_eq!(answer.pools.iter().map(|row| row.pool).collect::<Vec<_>>(), [well]);
    assert_eq!(answer.problems.len(), 1);
    assert_eq!(answer.problems[0].pool, sick);
    assert!(!answer.problems[0].reason.is_empty());
}

#[test]
fn without_a_distributor() {
    let s = bare();
    let answer = claimable(&s, "alice");
    assert!(answer.left_out && !answer.more);
    assert_eq!((answer.pools, answer.messages, answer.last), (vec![], vec![], None));
}

#[rstest]
#[case::no_address("not an address")]
#[case::another_chain("cosmos1qyqszqgpqyqszqgpqyqszqgpqyqszqgpjnp7du")]
#[case::empty("")]
fn a_bad_address_is_an_error_everywhere(#[case] account: &str) {
    let s = Suite::found();
    let errors = asked(&s, |a| {
        [
            a.claimable(account, None).unwrap_err(),
            a.me(account).unwrap_err(),
            a.participant(account).unwrap_err(),
            a.history(account, 0, 10).unwrap_err(),
        ]
    });
    for error in errors {
        let expected =
            AnswerError::BadAddress { address: account.to_string(), prefix: "wasm".to_string() };
        assert_eq!(error, expected);
    }
    // One letter changed: the checksum tells.
    let mistyped = at(&s, "alice").replace('q', "p");
    assert!(asked(&s, |a| a.history(&mistyped, 0, 10)).is_err());
}
