//! Reports: measure, shares, related parties, once per reference and role.

use axiom_types::asset::Asset;
use axiom_types::tracker::*;
use contribution_tracker::ContractError;
use cosmwasm_std::{HexBinary, Uint256};

use crate::support::*;

/// App may spend plenty through the ledger.
fn rich() -> World {
    let mut world = World::new();
    world.grant(grant_of("ledger", to("app"), (10_000, 10_000, 10_000)));
    world
}

#[test]
fn a_report_records_and_credits() {
    let mut world = rich();
    let mut report = world.work("app", "bob", 10);
    report.shares = shares(&[("bob", 3_333), ("cat", 6_667)]);
    report.evidence = Some(HexBinary::from([7; 32]));
    let reference = report.reference.clone();
    let height = world.chain.height();
    let done = world.ok("ledger", &ExecuteMsg::Report(report));

    let answer: Reported = done.data_as();
    assert_eq!(answer, Reported { minted: points(10), shortfall: None });
    let of = |key| done.attribute("axiom_tracker_recorded", key).map(str::to_string);
    assert_eq!(of("reporter"), Some(text("ledger")));
    assert_eq!((of("client"), of("worker")), (Some(text("app")), Some(text("bob"))));
    assert_eq!((of("measure"), of("minted")), (Some("10".into()), Some("10".into())));
    assert_eq!((of("grant"), of("shortfall")), (Some("1".into()), None));
    assert_eq!(of("evidence"), Some("07".repeat(32)));
    assert_eq!(done.count_of("axiom_tracker_recorded"), 1);
    assert_eq!(done.count_of("axiom_tracker_standing_changed"), 2);
    assert_eq!(done.attribute("axiom_tracker_standing_changed", "weight"), None, "no votes here");

    assert_eq!((world.lifetime(CODE, "bob"), world.lifetime(CODE, "cat")), (3, 7));
    assert_eq!(world.total_lifetime(CODE), 10);
    let asked = |role: &str, reporter: &str| -> Option<ContributionResponse> {
        let (reporter, role) = (text(reporter), role.to_string());
        world.ask(&QueryMsg::Contribution { reporter, reference: reference.clone(), role })
    };
    let found = ContributionResponse { domain: CODE, minted: points(10), height };
    assert_eq!(asked("worker", "ledger"), Some(found));
    assert_eq!((asked("client", "ledger"), asked("worker", "app")), (None, None));
    assert_eq!(world.weight("bob"), None, "code does not vote");
}

#[test]
fn price_counts_at_the_listed_rate() {
    let mut world = rich();
    for (asset, amount, minted, why) in [
        (Asset::native("uaxm"), 999, 9, None),
        (Asset::native("uaxm"), 99, 0, Some(Shortfall::NoRate)),
        (Asset::native("uother"), 1_000_000, 0, Some(Shortfall::NoRate)),
        (Asset::cw20("uaxm"), 1_000_000, 0, Some(Shortfall::NoRate)),
        (Asset::native("uaxm"), u128::MAX, 9_991, Some(Shortfall::Budget)),
    ] {
        let mut report = world.work("app", "bob", 0);
        report.measure = Measure::Price { asset, amount: points(amount) };
        assert_eq!(world.report("ledger", report), (minted, why));
    }
    assert_eq!(world.lifetime(CODE, "bob"), 10_000);
}

#[test]
fn a_reference_counts_once_in_a_role() {
    let mut world = rich();
    let report = world.work("app", "bob", 10);
    world.report("ledger", report.clone());
    let (kind, id) = ("job".to_string(), report.reference.id);
    let error = |role: &str| ContractError::AlreadyRecorded {
        kind: kind.clone(),
        id,
        role: role.to_string(),
    };
    world.refused("ledger", &ExecuteMsg::Report(report.clone()), &error("worker"));
    // Another role, another reporter: other records.
    let reviewer = Report { role: "reviewer".to_string(), ..report.clone() };
    assert_eq!(world.report("ledger", reviewer.clone()).0, 10);
    assert_eq!(world.report("stranger", report), (0, Some(Shortfall::NoBudget)));
    world.refused("ledger", &ExecuteMsg::Report(reviewer), &error("reviewer"));
    assert_eq!(world.lifetime(CODE, "bob"), 20);
}

#[test]
fn nobody_speaks_for_another() {
    let mut world = rich();
    let report = world.work("app", "mallory", 100);
    assert_eq!(world.report("mallory", report), (0, Some(Shortfall::NoBudget)));
    assert_eq!(world.score(CODE, "mallory").units, Uint256::zero());
    assert_eq!(world.left("ledger", "app", None), (Some(1), 10_000));
}

#[test]
fn related_parties_mint_nothing() {
    let mut world = rich();
    world.bind("bot", Some("app"));
    world.bind("bee", Some("pia"));
    world.bind("boo", Some("pia"));
    world.grant(grant_of("ledger", to("bee"), (100, 100, 100)));
    world.grant(grant_of("ledger", to("pia"), (100, 100, 100)));
    let related = (0, Some(Shortfall::Related));
    for (client, worker) in
        [("app", "app"), ("app", "bot"), ("bee", "pia"), ("pia", "bee"), ("bee", "boo")]
    {
        let mut report = world.work(client, worker, 50);
        report.shares = shares(&[("zoe", 10_000)]);
        assert_eq!(world.report("ledger", report), related, "{client} and {worker}");
        assert_eq!(world.left("ledger", client, Some(worker)).1, 0);
    }
    // A bond dissolved after acceptance changes nothing.
    world.bind("bot", None);
    let mut report = world.work("app", "bot", 50);
    report.worker_principal = Some(text("app"));
    assert_eq!(world.report("ledger", report), related);
    // A principal of old that acts for the client now.
    world.bind("old", Some("app"));
    let mut report = world.work("app", "bot", 50);
    report.worker_principal = Some(text("old"));
    assert_eq!(world.report("ledger", report), related);
    // The same for a client that was the worker's agent, or another agent of its principal, at acceptance.
    for (client, principal, worker) in [("app", "bob", "bob"), ("app", "pia", "bee")] {
        let mut report = world.work(client, worker, 50);
        report.client_principal = Some(text(principal));
        assert_eq!(world.report("ledger", report), related);
    }
    let mut report = world.work("app", "cat", 50);
    report.client_principal = Some(text("pia"));
    report.worker_principal = Some(text("pia"));
    assert_eq!(world.report("ledger", report), related);
    world.bind("dot", Some("cat"));
    let mut report = world.work("app", "cat", 50);
    report.client_principal = Some(text("dot"));
    assert_eq!(world.report("ledger", report), related);
    // No bond, no relation.
    let report = world.work("app", "bot", 50);
    assert_eq!(world.report("ledger", report), (50, None));
    assert_eq!(world.total_lifetime(CODE), 50);
}

#[test]
fn a_related_share_is_not_minted_nor_spent() {
    let mut world = rich();
    world.bind("bot", Some("app"));
    let mut report = world.work("app", "bob", 100);
    report.shares = shares(&[("bob", 5_000), ("app", 3_000), ("bot", 2_000)]);
    assert_eq!(world.report("ledger", report), (50, Some(Shortfall::Related)));
    assert_eq!((world.lifetime(CODE, "bob"), world.total_lifetime(CODE)), (50, 50));
    assert_eq!(world.left("ledger", "app", None).1, 9_950);
    // So is that of the client's principal when the work was accepted.
    let mut report = world.work("app", "bob", 100);
    report.client_principal = Some(text("pia"));
    report.shares = shares(&[("bob", 5_000), ("pia", 5_000)]);
    assert_eq!(world.report("ledger", report), (50, Some(Shortfall::Related)));
    assert_eq!(world.lifetime(CODE, "pia"), 0);
}

#[test]
fn without_a_registry_addresses_count() {
    let mut world = rich();
    world.bind("bot", Some("app"));
    world.admin(AdminMsg::SetRegistry { registry: None });
    let report = world.work("app", "bot", 5);
    assert_eq!(world.report("ledger", report), (5, None));
    let report = world.work("app", "app", 5);
    assert_eq!(world.report("ledger", report), (0, Some(Shortfall::Related)));
}

#[test]
fn later_work_weighs_more_and_scores_halve() {
    let mut world = rich();
    let report = world.work("app", "bob", 1_000);
    world.report("ledger", report);
    world.chain.advance_seconds(HALF - 20);
    let score = world.score(CODE, "bob");
    assert_eq!((score.score, score.lifetime), (points(500), points(1_000)));
    let report = world.work("app", "cat", 500);
    world.report("ledger", report);
    let (bob, cat) = (world.score(CODE, "bob"), world.score(CODE, "cat"));
    assert!(cat.units.abs_diff(bob.units) < bob.units >> 10, "{} and {}", cat.units, bob.units);
    let all: Vec<ScoreResponse> = world.ask(&QueryMsg::Scores { account: text("bob") });
    assert_eq!(all.len(), 2);
    assert_eq!((all[0].lifetime, all[1].lifetime), (points(0), points(1_000)));
}

#[test]
fn members_are_listed_in_pages() {
    let mut world = rich();
    let mut names: Vec<String> = (0..5).map(|n| format!("w{n}")).collect();
    for name in &names {
        let report = world.work("app", name, 3);
        world.report("ledger", report);
    }
    names.sort_by_key(|name| text(name));
    let expected: Vec<String> = names.iter().map(|name| text(name)).collect();
    let (mut found, mut start_after) = (vec![], None);
    loop {
        let msg = QueryMsg::Members { domain: CODE, start_after, limit: Some(2) };
        let page: LeaderboardResponse = world.ask(&msg);
        assert!(page.members.iter().all(|row| row.lifetime == points(3)));
        found.extend(page.members.into_iter().map(|row| row.account.into_string()));
        match page.next {
            Some(next) => start_after = Some(next),
            None => break,
        }
    }
    assert_eq!(found, expected);
}
