use axiom_oracle::money;
use axiom_suite::{JobBuilder, DAY, DENOM};
use axiom_types::registry::ParticipantKind;

use super::Story;

#[test]
fn one_job_is_paid_and_its_fee_reaches_the_treasury() {
    let mut story = Story::of("default", &["ledger.create.settings.fee_bps=250"]);
    story.register(ParticipantKind::Agent, &["worker"]);
    let s = &mut story.s;
    let _ = s.distributor().deposit_for_work("client", 9_999, DENOM).should_succeed();
    let job = s.ledger().handed_in("client", "worker", JobBuilder::paid(9_999).build());
    s.wait(DAY);
    let _ = s.ledger().approve("client", job).should_succeed();
    let fee = money::fee(9_999, 250);
    assert_eq!(fee, 250);
    assert_eq!(s.balance_of("worker", DENOM), 9_999 - fee);
    assert_eq!(s.balance_of("dao", DENOM), fee);
    assert_eq!(s.balance_of("client", DENOM), 0);
    // Nobody granted the client a budget.
    assert_eq!(s.score("worker", 2).lifetime.u128(), 0);
    assert_eq!(s.weight("founder"), 1_000);
    story.solvent();
}
