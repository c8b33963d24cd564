use axiom_suite::{JobBuilder, DAY, DENOM};
use axiom_types::registry::ParticipantKind;
use axiom_types::rule::Rule;
use cosmwasm_std::Uint128;

use super::{Story, WEEK};

const BUDGET: u128 = 7_777;

/// A contribution that one recognises of another, with so many points; answers when.
fn recognised(story: &mut Story, by: &str, who: &str, points: u128) -> u64 {
    let s = &mut story.s;
    let job = s.ledger().handed_in(by, who, JobBuilder::voluntary(2, points).to(who).build());
    let at = s.now();
    let _ = s.ledger().approve(by, job).should_succeed();
    at
}

fn gated(points: u128) -> JobBuilder {
    JobBuilder::voluntary(2, 20).gate(Rule::MinScore {
        tracker: None,
        domain: 2,
        min: Uint128::new(points),
    })
}

#[test]
fn reputation_is_earned_within_budgets_opens_gates_and_halves() {
    let mut story = Story::of("reputation", &[]);
    story.register(ParticipantKind::User, &["ann", "ben", "cid"]);
    let mut book = story.book(90 * DAY);
    for (who, points) in [("ann", 60), ("ben", 30)] {
        let at = recognised(&mut story, "founder", who, points);
        book.earn(who, points, at);
    }

    // A gate for 50 points lets ann in and not ben.
    let s = &mut story.s;
    let job = s.ledger().posted("founder", gated(50).build());
    let _ = s.ledger().accept("ben", job).should_fail();
    let _ = s.ledger().accept("ann", job).should_succeed();
    let _ = s.ledger().submit("ann", job).should_succeed();
    let at = s.now();
    let _ = s.ledger().approve("founder", job).should_succeed();
    book.earn("ann", 20, at);

    // Whoever has 50 may recognise others: 30 for one of them in a week, 50 in all. Ben has 30 and may not, until he has.
    recognised(&mut story, "ben", "cid", 10);
    for (who, points, minted) in [("ben", 40, 30), ("ben", 5, 0), ("cid", 30, 20)] {
        let at = recognised(&mut story, "ann", who, points);
        book.earn(who, minted, at);
    }
    let at = recognised(&mut story, "ben", "ann", 40);
    book.earn("ann", 30, at);
    book.agrees(&story.s, 2, &[("ann", 110), ("ben", 60), ("cid", 20)]);
    // All peers together have 100 in a week; 80 are spent.
    let at = recognised(&mut story, "ben", "cid", 30);
    book.earn("cid", 20, at);
    book.agrees(&story.s, 2, &[("ann", 110), ("ben", 60), ("cid", 40)]);

    // The week's budget is shared by reputation.
    let _ = story.s.distributor().deposit("sponsor", BUDGET, DENOM).should_succeed();
    let at = story.s.now();
    let _ = story.s.distributor().fund("sponsor", 1, BUDGET).should_succeed();
    story.close(at, WEEK);
    let parts = book.parts(BUDGET);
    for (who, part) in &parts {
        assert_eq!(story.claimed(who, 1), *part, "part of {who}");
    }
    assert!(BUDGET - parts.values().sum::<u128>() < 3, "only dust stays");

    // In 90 days it halves, and the gate is closed to whoever has rested.
    story.s.wait(90 * DAY);
    book.agrees(&story.s, 2, &[("ann", 110), ("ben", 60), ("cid", 40)]);
    let now = story.s.now();
    assert!((45..=55).contains(&book.score("ann", now)), "{}", book.score("ann", now));
    let job = story.s.ledger().posted("founder", gated(60).build());
    let _ = story.s.ledger().accept("ann", job).should_fail();
    story.solvent();
}
