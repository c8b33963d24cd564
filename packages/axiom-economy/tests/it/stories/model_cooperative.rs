use axiom_oracle::money;
use axiom_suite::{JobBuilder, DAY, DENOM};
use axiom_types::registry::ParticipantKind;

use super::Story;

const REVENUE: u128 = 100_003;
const MONTH: u64 = 30 * DAY;

/// Does voluntary work for the founder; answers when it was recognised.
fn work(story: &mut Story, who: &str, domain: u32, points: u128) -> u64 {
    let s = &mut story.s;
    let job = JobBuilder::voluntary(domain, points).to(who).build();
    let job = s.ledger().handed_in("founder", who, job);
    s.wait(DAY);
    let at = s.now();
    let _ = s.ledger().approve("founder", job).should_succeed();
    at
}

#[test]
fn revenue_is_shared_by_training_tuning_and_governance() {
    let mut story = Story::of("model-cooperative", &["TUNING_BUDGET=100"]);
    assert_eq!(story.plan.template.family.as_deref(), Some("Cooperative and commons-based"));
    story.register(ParticipantKind::DataNetwork, &["archive"]);
    story.register(ParticipantKind::Developer, &["tom", "ann"]);
    let half_life = 180 * DAY;
    let (mut governance, mut training, mut tuning) =
        (story.book(half_life), story.book(half_life), story.book(half_life));
    let began = story.began;
    governance.earn("founder", 1_000, began);

    for (who, points) in [("archive", 400), ("ann", 90)] {
        let at = work(&mut story, who, 2, points);
        training.earn(who, points, at);
    }
    // The month's budget for tuning is 100: the second work gets what is left.
    for (who, points, minted) in [("tom", 70, 70), ("ann", 50, 30)] {
        let at = work(&mut story, who, 3, points);
        tuning.earn(who, minted, at);
    }
    // Governance work votes; a pair can mint 60 of it in a month.
    let at = work(&mut story, "tom", 1, 80);
    governance.earn("tom", 60, at);
    training.agrees(&story.s, 2, &[("archive", 400), ("ann", 90), ("tom", 0)]);
    tuning.agrees(&story.s, 3, &[("tom", 70), ("ann", 30)]);
    governance.agrees(&story.s, 1, &[("founder", 1_000), ("tom", 60), ("ann", 0)]);

    // Members write what they know into the common space, strangers do not.
    let space = 2;
    let _ = story.s.registry().write("ann", space, "eval/v1", 0, b"0.83").should_succeed();
    let _ = story.s.registry().write("client", space, "eval/v1", 1, b"1.00").should_fail();

    // A customer's payment is split over the pools 50, 30 and 20, and paid at the end of the month.
    let shares = money::split(REVENUE, &[50, 30, 20]);
    assert_eq!(shares.iter().sum::<u128>(), REVENUE);
    let _ = story.s.distributor().deposit("customer", REVENUE, DENOM).should_succeed();
    let at = story.s.now();
    for (pool, share) in (1..).zip(&shares) {
        let _ = story.s.distributor().fund("customer", pool, *share).should_succeed();
    }
    let _ = story.s.distributor().claim("ann", 1, false);
    assert_eq!(story.s.balance_of("ann", DENOM), 0, "nothing is due before the month ends");
    story.close(at, MONTH);
    for (pool, book, share) in
        [(1, &training, shares[0]), (2, &tuning, shares[1]), (3, &governance, shares[2])]
    {
        for (who, part) in book.parts(share) {
            assert_eq!(story.claimed(&who, pool), part, "part of {who} in pool {pool}");
        }
    }
    story.solvent();
}
