use axiom_oracle::money;
use axiom_suite::{JobBuilder, DAY, DENOM, HOUR};
use axiom_types::asset::Asset;
use axiom_types::registry::ParticipantKind;

use super::{Story, WEEK};

const BOUNTY: u128 = 9_001;
const SHARES: [(&str, u128); 3] = [("ann", 5), ("ben", 3), ("cid", 1)];

#[test]
fn a_swarm_does_an_urgent_task_in_hours_shares_the_bounty_and_disbands() {
    let mut story = Story::of("flash-collaboration", &[]);
    story.register(ParticipantKind::Agent, &["ann", "ben", "cid"]);
    let mut book = story.book(WEEK);
    let s = &mut story.s;
    let _ = s.distributor().deposit_for_work("founder", 40_000, DENOM).should_succeed();

    // Three jobs: one is approved, one paid because nobody looked, one nobody took in time.
    let urgent = JobBuilder::paid(12_000).build();
    let first = s.ledger().handed_in("founder", "ann", urgent);
    let at = s.now();
    let _ = s.ledger().approve("founder", first).should_succeed();
    book.earn("ann", 12, at);
    let second = s.ledger().handed_in("founder", "ben", JobBuilder::paid(7_001).build());
    let third = s.ledger().posted("founder", JobBuilder::paid(3_000).to("cid").build());
    s.wait(HOUR + 60);
    let _ = s.ledger().expire("customer", third).should_succeed();
    let _ = s.ledger().accept("cid", third).should_fail();
    s.wait(HOUR + 60);
    let at = s.now();
    let _ = s.ledger().expire("customer", second).should_succeed();
    book.earn("ben", 7, at);
    let fees = money::fee(12_000, 200) + money::fee(7_001, 200);
    assert_eq!(s.balance_of("ann", DENOM), money::net(12_000, 200));
    assert_eq!(s.balance_of("ben", DENOM), money::net(7_001, 200));
    assert_eq!(s.balance_of("dao", DENOM), fees);
    assert_eq!(s.balance_of("founder", DENOM), 40_000 - 12_000 - 7_001);
    book.agrees(s, 2, &[("ann", 12), ("ben", 7), ("cid", 0)]);

    // The bounty is shared by the table as soon as it is paid in, but by the founder's table alone.
    let _ = s.distributor().set_shares("ann", 1, &[("ann", 100)]).should_fail();
    let _ = s.distributor().set_shares("founder", 1, &SHARES).should_succeed();
    let _ = s.distributor().fund("founder", 1, BOUNTY).should_succeed();
    s.wait(5);
    let weights: Vec<u128> = SHARES.iter().map(|(_, share)| *share).collect();
    let total: u128 = weights.iter().sum();
    let mut paid = 0;
    for (who, share) in SHARES {
        let part = money::pro_rata(BOUNTY, &share.into(), &total.into());
        assert_eq!(story.claimed(who, 1), part, "part of {who}");
        paid += part;
    }
    assert_eq!(paid, BOUNTY - 1, "one base unit is dust");

    // It disbands: the table is emptied, dust and rest go back, and in a week the score has halved.
    let s = &mut story.s;
    let none: Vec<(&str, u128)> = SHARES.iter().map(|(who, _)| (*who, 0)).collect();
    let _ = s.distributor().set_shares("founder", 1, &none).should_succeed();
    let rest = 40_000 - 12_000 - 7_001 - BOUNTY;
    let _ = s.distributor().sweep("customer", 1).should_succeed();
    assert_eq!(s.balance_of("founder", DENOM), rest + 1);
    let before = s.wallet("founder", DENOM);
    let _ = s.distributor().withdraw("founder", &Asset::native(DENOM), None).should_succeed();
    assert_eq!(s.wallet("founder", DENOM), before + rest + 1);
    s.wait(7 * DAY);
    book.agrees(s, 2, &[("ann", 12), ("ben", 7)]);
    assert_eq!((s.score("ann", 2).score.u128(), s.score("ben", 2).score.u128()), (5, 3));
    story.solvent();
}
