//! Budgets: who spends which, how much is left, what comes back and what does not.

use axiom_oracle::score::{BudgetBook, Grant, Work};
use axiom_types::tracker::*;
use contribution_tracker::domain::MAX_POINTS;
use contribution_tracker::ContractError;
use proptest::prelude::*;

use crate::support::*;

const SPENT: Option<Shortfall> = Some(Shortfall::Budget);

#[test]
fn the_tightest_cap_bounds() {
    let mut world = World::new();
    world.grant(grant_of("ledger", min_score(0), (60, 100, 40)));
    let mut mint = |client: &str, worker: &str, n| {
        let report = world.work(client, worker, n);
        world.report("ledger", report)
    };
    assert_eq!(mint("app", "bob", 30), (30, None));
    assert_eq!(mint("app", "bob", 30), (10, Some(Shortfall::PairCap)));
    assert_eq!(mint("app", "cat", 30), (20, SPENT));
    assert_eq!(mint("dao", "cat", 50), (40, SPENT), "of two equal caps the budget is named");
    assert_eq!(mint("dao", "bob", 1), (0, SPENT), "the total is used up");
    world.chain.advance_seconds(EPOCH);
    assert_eq!(world.left("ledger", "app", Some("bob")), (Some(1), 40));
    assert_eq!(world.left("ledger", "app", None), (Some(1), 60));
    let grant: GrantResponse = world.ask(&QueryMsg::Grant { grant: 1 });
    assert_eq!((grant.active, grant.spent), (true, points(0)));
    let report = world.work("app", "bob", 99);
    assert_eq!(world.report("ledger", report).0, 40, "an epoch later it is full again");
    let grant: GrantResponse = world.ask(&QueryMsg::Grant { grant: 1 });
    assert_eq!(grant.spent, points(40));
}

#[test]
fn caps_are_counted_by_principals() {
    let mut world = World::new();
    world.bind("bot", Some("app"));
    world.bind("web", Some("bob"));
    world.grant(grant_of("ledger", min_score(0), (60, 1_000, 40)));
    let mut mint = |client: &str, worker: &str, n| {
        let report = world.work(client, worker, n);
        world.report("ledger", report).0
    };
    assert_eq!(mint("app", "bob", 25), 25);
    assert_eq!(mint("bot", "web", 25), 15, "one pair under four names");
    assert_eq!(mint("bot", "cat", 99), 20, "one client under two names");
    // A worker that changes its principal opens no second cap, whatever the report states.
    let mut report = world.work("dao", "web", 40);
    report.worker_principal = Some(text("bob"));
    assert_eq!(world.report("ledger", report).0, 40);
    world.bind("web", None);
    let mut report = world.work("dao", "web", 40);
    report.worker_principal = Some(text("bob"));
    assert_eq!(world.report("ledger", report), (0, Some(Shortfall::PairCap)));
}

/// An account that changes its principal between two reports keeps what it has spent.
#[test]
fn a_changed_bond_opens_no_second_cap() {
    let mut world = World::new();
    world.grant(grant_of("ledger", min_score(0), (60, 1_000, 40)));
    let mint = |world: &mut World, client: &str, worker: &str| {
        let report = world.work(client, worker, 1_000);
        world.report("ledger", report)
    };
    // The client.
    world.bind("app", Some("x1"));
    assert_eq!(mint(&mut world, "app", "bob").0, 40);
    world.bind("app", Some("x2"));
    assert_eq!(mint(&mut world, "app", "bob"), (0, Some(Shortfall::PairCap)));
    assert_eq!(mint(&mut world, "app", "cat"), (20, SPENT));
    world.bind("app", None);
    assert_eq!(mint(&mut world, "app", "dan"), (0, SPENT));
    assert_eq!(world.left("ledger", "app", Some("dan")).1, 0);
    // Whom it acted for has spent the same.
    assert_eq!(mint(&mut world, "x1", "eve"), (20, SPENT));
    // The worker.
    world.bind("bob", Some("y1"));
    assert_eq!(mint(&mut world, "dao", "bob").0, 40);
    world.bind("bob", Some("y2"));
    assert_eq!(mint(&mut world, "dao", "bob"), (0, Some(Shortfall::PairCap)));
    // A grant to an address has one client, for whomever it acts.
    world.grant(grant_of("ledger", to("own"), (1_000, 1_000, 40)));
    assert_eq!(mint(&mut world, "own", "bob").0, 40);
    world.bind("own", Some("x3"));
    assert_eq!(mint(&mut world, "own", "bob"), (0, Some(Shortfall::PairCap)));
}

/// Agents that leave their principal between acceptance and settlement still spend what is its.
#[test]
fn the_principal_at_acceptance_counts_as_the_client() {
    let mut world = World::new();
    world.grant(grant_of("ledger", min_score(0), (60, 1_000, 40)));
    let mut mint = |agent: &str, worker: &str| {
        let mut report = world.work(agent, worker, 1_000);
        report.client_principal = Some(text("app"));
        world.report("ledger", report)
    };
    assert_eq!(mint("bot", "bob").0, 40);
    assert_eq!(mint("web", "bob"), (0, Some(Shortfall::PairCap)));
    assert_eq!(mint("web", "cat"), (20, SPENT));
    assert_eq!(world.left("ledger", "app", None).1, 0);
}

#[test]
fn a_new_grant_gives_nothing_back_in_the_epoch() {
    let mut world = World::new();
    let cap = (50, 50, 50);
    world.grant(grant_of("ledger", to("app"), cap));
    let report = world.work("app", "bob", 50);
    assert_eq!(world.report("ledger", report).0, 50);
    // The same again; then after a revocation; then more.
    let done = world.admin(AdminMsg::GrantBudget { grant: grant_of("ledger", to("app"), cap) });
    let told = |key| done.attribute("axiom_tracker_budget_granted", key);
    assert_eq!((told("grant"), told("replaces")), (Some("2"), Some("1")));
    let second = 2;
    assert_eq!(world.left("ledger", "app", None), (Some(second), 0));
    let old: GrantResponse = world.ask(&QueryMsg::Grant { grant: 1 });
    assert!(!old.active, "the first grant was replaced");
    world.admin(AdminMsg::RevokeBudget { grant: second });
    assert_eq!(world.left("ledger", "app", None), (None, 0));
    let done =
        world.admin(AdminMsg::GrantBudget { grant: grant_of("ledger", to("app"), (80, 80, 80)) });
    let told = |key| done.attribute("axiom_tracker_budget_granted", key);
    assert_eq!((told("grant"), told("replaces")), (Some("3"), None));
    let third = 3;
    assert_eq!(world.left("ledger", "app", Some("bob")), (Some(third), 30));
    let report = world.work("app", "bob", 50);
    assert_eq!(world.report("ledger", report), (30, SPENT));
    // A lower cap than what is spent leaves nothing.
    world.grant(grant_of("ledger", to("app"), (10, 10, 10)));
    assert_eq!(world.left("ledger", "app", None).1, 0);
    world.chain.advance_seconds(EPOCH);
    assert_eq!(world.left("ledger", "app", None).1, 10);
    // The same for grants by score, whatever their condition.
    world.grant(grant_of("ledger", min_score(0), cap));
    let report = world.work("dao", "bob", 50);
    assert_eq!(world.report("ledger", report).0, 50);
    world.grant(grant_of("ledger", Holder::MinScore { domain: VOTE, min: points(0) }, cap));
    assert_eq!(world.left("ledger", "dao", None).1, 0);
}

#[test]
fn a_client_spends_its_own_budget_directly() {
    let mut world = World::new();
    world.grant(grant_of("ledger", to("app"), (50, 50, 50)));
    let report = world.work("app", "bob", 30);
    assert_eq!(world.report("app", report).0, 30);
    assert_eq!(world.left("ledger", "app", None).1, 20, "it is the same budget");
    // The newest grant of any ledger is the one that is spent directly.
    let newer = world.grant(grant_of("other", to("app"), (5, 5, 5)));
    assert_eq!(world.left("app", "app", None), (Some(newer), 5));
    // A grant for its own reports comes before.
    let own = world.grant(grant_of("app", to("app"), (7, 7, 7)));
    world.grant(grant_of("third", to("app"), (9, 9, 9)));
    assert_eq!(world.left("app", "app", None), (Some(own), 7));
    // Grants by score for a ledger are not spent directly.
    world.grant(grant_of("ledger", min_score(0), (99, 99, 99)));
    assert_eq!(world.left("dao", "dao", None), (None, 0));
    assert_eq!(world.left("ledger", "dao", None).1, 99);
}

#[test]
fn a_grant_by_score_asks_for_the_score_of_now() {
    let mut world = World::new();
    let holder = Holder::MinScore { domain: VOTE, min: points(100) };
    let id = world.grant(grant_of("ledger", holder, (10, 10, 10)));
    // Ann held 100 at founding and is a little below by now.
    assert_eq!(world.left("ledger", "ann", None), (None, 0));
    world.award(VOTE, "ann", 2);
    assert_eq!(world.left("ledger", "ann", None), (Some(id), 10));
    assert_eq!(world.left("ledger", "ben", None), (None, 0));
    let report = world.work("ben", "bob", 5);
    assert_eq!(world.report("ledger", report), (0, Some(Shortfall::NoBudget)));
    let report = world.work("ann", "bob", 5);
    assert_eq!(world.report("ledger", report), (5, None));
    // A grant to the address comes first, also when it is used up.
    let own = world.grant(grant_of("ledger", to("ann"), (1, 1, 1)));
    assert_eq!(world.left("ledger", "ann", None), (Some(own), 1));
    world.admin(AdminMsg::RevokeBudget { grant: own });
    assert_eq!(world.left("ledger", "ann", None), (Some(id), 5));
    world.chain.advance_seconds(HALF);
    assert_eq!(world.left("ledger", "ann", None), (None, 0), "her score has halved");
}

#[test]
fn a_grant_ends_with_its_last_epoch() {
    let mut world = World::new();
    let grant = NewGrant { last_epoch: Some(1), ..grant_of("ledger", to("app"), (5, 5, 5)) };
    let id = world.grant(grant.clone());
    for (epoch, left) in [(0, (Some(id), 5)), (1, (Some(id), 5)), (2, (None, 0))] {
        let domain: DomainResponse = world.ask(&QueryMsg::Domain { domain: CODE });
        assert_eq!(domain.epoch, epoch);
        assert_eq!(world.left("ledger", "app", None), left);
        world.chain.advance_seconds(EPOCH);
    }
    let found: GrantResponse = world.ask(&QueryMsg::Grant { grant: id });
    assert!(!found.active);
    assert_eq!(found.grant, grant);
    let error = ContractError::GrantOver { last_epoch: 1, epoch: 3 };
    world.refused("owner", &ExecuteMsg::Admin(AdminMsg::GrantBudget { grant }), &error);
}

#[test]
fn grants_are_listed_in_pages() {
    let mut world = World::new();
    for n in 0..5 {
        world.grant(grant_of(&format!("l{n}"), to("app"), (1 + n, 9, 9)));
    }
    let page = |start_after, limit| -> GrantsResponse {
        world.ask(&QueryMsg::Grants { start_after, limit })
    };
    let ids = |page: &GrantsResponse| page.grants.iter().map(|g| g.id).collect::<Vec<_>>();
    let first = page(None, Some(3));
    assert_eq!((ids(&first), first.next), (vec![1, 2, 3], Some(3)));
    let second = page(first.next, Some(3));
    assert_eq!((ids(&second), second.next), (vec![4, 5], None));
    assert_eq!(page(None, None).grants.len(), 5);
}

#[test]
fn the_largest_amounts_fit() {
    let mut world = World::new();
    let max = MAX_POINTS.u128();
    world.grant(grant_of("ledger", to("app"), (max, max, max)));
    let report = world.work("app", "bob", u128::MAX);
    assert_eq!(world.report("ledger", report), (max, None));
    assert_eq!(world.lifetime(CODE, "bob"), max);
    let report = world.work("app", "bob", 1);
    assert_eq!(world.report("ledger", report), (0, SPENT));
}

#[test]
fn a_ring_of_five_fresh_accounts_gains_no_more_than_the_granted_totals() {
    let mut world = World::new();
    world.grant(grant_of("ledger", min_score(0), (100, 250, 60)));
    let ring = ["r0", "r1", "r2", "r3", "r4"];
    let mut gained = 0;
    for epoch in 1..=3u128 {
        for client in ring {
            for worker in ring {
                for reporter in ["ledger", client, worker] {
                    let report = world.work(client, worker, 1_000);
                    let (minted, _) = world.report(reporter, report);
                    assert!(minted == 0 || (reporter == "ledger" && client != worker));
                    gained += minted;
                }
            }
        }
        assert_eq!(gained, 250 * epoch);
        world.chain.advance_seconds(EPOCH);
    }
    assert_eq!(world.total_lifetime(CODE), gained);
    let own: u128 = ring.iter().map(|name| world.lifetime(CODE, name)).sum();
    assert_eq!(own, gained);
}

const CAST: [&str; 5] = ["p0", "p1", "p2", "bot0", "bot1"];

#[derive(Debug, Clone)]
struct Step {
    client: usize,
    worker: usize,
    measure: u128,
    next_epoch: bool,
}

fn step() -> impl Strategy<Value = Step> {
    (0..5usize, 0..5usize, 1..80u128, prop::bool::weighted(0.1)).prop_map(
        |(client, worker, measure, next_epoch)| Step { client, worker, measure, next_epoch },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What is minted equals what a book that shares no code with the contract mints.
    #[test]
    fn minting_equals_the_reference(steps in prop::collection::vec(step(), 1..40)) {
        let mut world = World::new();
        let mut book = BudgetBook::default();
        for (bot, principal) in [("bot0", "p0"), ("bot1", "p1")] {
            world.bind(bot, Some(principal));
            book.bind(bot, principal);
        }
        world.grant(grant_of("ledger", min_score(0), (150, 300, 70)));
        book.grant(1, Grant {
            domain: "code".into(), ledger: "ledger".into(), total: 300, per_client: 150, per_pair: 70,
        });
        let mut epoch = 0;
        for Step { client, worker, measure, next_epoch } in steps {
            if next_epoch {
                world.chain.advance_seconds(EPOCH);
            }
            let domain: DomainResponse = world.ask(&QueryMsg::Domain { domain: CODE });
            prop_assert!(domain.epoch >= epoch);
            epoch = domain.epoch;
            let (client, worker) = (CAST[client], CAST[worker]);
            let work = Work { grant: 1, epoch, ledger: "ledger", client, worker, measure };
            let expected = book.mint(&work);
            let report = world.work(client, worker, measure);
            prop_assert_eq!(world.report("ledger", report).0, expected);
            let grant: GrantResponse = world.ask(&QueryMsg::Grant { grant: 1 });
            prop_assert_eq!(grant.spent.u128(), book.spent(1, epoch));
        }
        for name in CAST {
            prop_assert_eq!(world.lifetime(CODE, name), book.lifetime("code", name));
        }
    }
}
