use axiom_oracle::money;
use axiom_suite::{JobBuilder, DAY, DENOM};
use axiom_types::dao::Stage;
use axiom_types::registry::ParticipantKind;

use super::Story;

const MONTH: u64 = 30 * DAY;
const FIRST_ROUND: u128 = 40_000;
const STREAM: u128 = 30_001;

#[test]
fn grants_retroactive_funding_and_a_stream() {
    let mut story = Story::of("infrastructure-contribution", &[]);
    story.register(ParticipantKind::Developer, &["maja", "omar"]);
    let mut book = story.book(180 * DAY);
    let s = &mut story.s;
    let _ = s.distributor().deposit_for_work("founder", 100_000, DENOM).should_succeed();

    // Grants with milestones: each is a job, paid without a fee.
    for (who, price) in [("maja", 25_000), ("omar", 10_000), ("maja", 5_500)] {
        let job = s.ledger().handed_in("founder", who, JobBuilder::paid(price).to(who).build());
        let at = s.now();
        let _ = s.ledger().approve("founder", job).should_succeed();
        book.earn(who, price / 1_000, at);
        s.wait(DAY / 2);
    }
    assert_eq!(s.balance_of("maja", DENOM), 30_500);
    assert_eq!(s.balance_of("omar", DENOM), 10_000);
    book.agrees(s, 2, &[("maja", 30), ("omar", 10)]);

    // The first round was put to the members by the founding; a sponsor fills the treasury, and they decide.
    let first = s.dao().stage(1);
    assert_eq!((first.stage, first.track), (Stage::Voting, 2));
    story.deposit_for("sponsor", "dao", 100_000);
    let at = story.carried(1);
    assert_eq!(story.s.balance_of("dao", DENOM), 100_000 - FIRST_ROUND);

    // Meanwhile a stream pays maintainers day by day, two to one.
    let s = &mut story.s;
    let shares = [("maja", 2), ("omar", 1)];
    let _ = s.distributor().set_shares("founder", 2, &shares).should_succeed();
    let started = s.now();
    let _ = s.distributor().fund("founder", 2, STREAM).should_succeed();
    s.wait(10 * DAY);
    let mut got = [0; 2];
    for (at, (who, share)) in shares.into_iter().enumerate() {
        let released = money::released(STREAM, started, MONTH, story.s.now());
        got[at] = story.claimed(who, 2);
        assert_eq!(got[at], money::pro_rata(released, &share.into(), &3u32.into()));
        assert!(got[at] >= share * 3_333, "a third of the month has passed");
    }

    story.close(at, MONTH);
    let parts = book.parts(FIRST_ROUND);
    for (who, part) in &parts {
        assert_eq!(story.claimed(who, 1), *part, "retroactive funding of {who}");
    }
    assert!(FIRST_ROUND - parts.values().sum::<u128>() < 2);
    story.s.wait(MONTH);
    for (at, (who, share)) in shares.into_iter().enumerate() {
        let whole = money::pro_rata(STREAM, &share.into(), &3u32.into());
        assert_eq!(got[at] + story.claimed(who, 2), whole, "stream of {who}");
    }
    story.solvent();
}
