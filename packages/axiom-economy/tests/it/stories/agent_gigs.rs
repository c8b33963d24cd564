use axiom_oracle::money;
use axiom_suite::{call, JobBuilder, DAY, DENOM};
use axiom_types::distributor::ExecuteMsg;
use axiom_types::registry::ParticipantKind;
use cosmwasm_std::Uint128;

use super::{Story, WEEK};

/// Prices of the gigs.
const TRANSLATION: u128 = 10_000;
const AUDIT: u128 = 20_001;
const NEVER_DONE: u128 = 5_000;
const OF_A_STRANGER: u128 = 8_000;

#[test]
fn agents_are_paid_by_approval_and_by_silence_and_rewarded_by_standing() {
    let mut story = Story::of("agent-gigs", &[]);
    assert_eq!(story.plan.template.title, "Gig-Style Agent Economies");
    story.register(ParticipantKind::User, &["annie"]);
    story.register(ParticipantKind::Agent, &["bot", "dave", "erin"]);
    let mut gigs = story.book(90 * DAY);
    let s = &mut story.s;
    s.registry().bind("annie", "bot", &[("annie", 7_000), ("bot", 3_000)]);
    let paid_in = TRANSLATION + AUDIT + NEVER_DONE;
    let _ = s.distributor().deposit_for_work("founder", paid_in, DENOM).should_succeed();
    let _ = s.distributor().deposit_for_work("client", OF_A_STRANGER, DENOM).should_succeed();

    // An agent takes a gig by its capability; its person shares what it earns.
    let gig = JobBuilder::paid(TRANSLATION).capability("work").build();
    let translation = s.ledger().handed_in("founder", "bot", gig);
    let at = s.now();
    let _ = s.ledger().approve("founder", translation).should_succeed();
    let shared = money::settlement(TRANSLATION, 500, &[7_000, 3_000]);
    assert_eq!(shared.parts, [6_650, 2_850]);
    assert_eq!(s.balance_of("annie", DENOM), shared.parts[0]);
    assert_eq!(s.balance_of("bot", DENOM), shared.parts[1]);
    gigs.earn("annie", 7, at);
    gigs.earn("bot", 3, at);

    // Nobody looks at the audit: after the review window anybody ends it, and it is paid in full.
    let audit = s.ledger().handed_in("founder", "dave", JobBuilder::paid(AUDIT).to("dave").build());
    let late = s.ledger().posted("founder", JobBuilder::paid(NEVER_DONE).build());
    let _ = s.ledger().accept("erin", late).should_succeed();
    let _ = s.ledger().expire("customer", audit).should_fail();
    s.wait(3 * DAY + 60);
    let at = s.now();
    let _ = s.ledger().expire("customer", audit).should_succeed();
    let alone = money::settlement(AUDIT, 500, &[1]);
    assert_eq!(s.balance_of("dave", DENOM), alone.parts[0]);
    gigs.earn("dave", AUDIT / 1_000, at);

    // A client without standing pays like everybody, and mints nothing.
    let job = JobBuilder::paid(OF_A_STRANGER).build();
    let foreign = s.ledger().handed_in("client", "dave", job);
    let _ = s.ledger().approve("client", foreign).should_succeed();
    let third = money::settlement(OF_A_STRANGER, 500, &[1]);
    assert_eq!(s.balance_of("dave", DENOM), alone.parts[0] + third.parts[0]);

    // Whoever does not hand in gets nothing, and the client its money back.
    s.wait(4 * DAY);
    let _ = s.ledger().expire("customer", late).should_succeed();
    assert_eq!(s.balance_of("founder", DENOM), NEVER_DONE);
    assert_eq!(s.balance_of("erin", DENOM), 0);
    gigs.agrees(s, 2, &[("annie", 7), ("bot", 3), ("dave", 20), ("erin", 0)]);

    // The fees become weekly rewards by vote.
    let fees = shared.fee + alone.fee + third.fee;
    assert_eq!(s.balance_of("dao", DENOM), fees);
    let fund = call(
        &s.at.distributor.clone(),
        &ExecuteMsg::FundPool { pool: 1, amount: Uint128::new(fees) },
    );
    let at = story.decided(2, vec![fund]);
    assert_eq!(story.s.balance_of("dao", DENOM), 0);
    story.close(at, WEEK);
    for (who, part) in gigs.parts(fees) {
        assert_eq!(story.claimed(&who, 1), part, "reward of {who}");
    }
    story.solvent();
}
