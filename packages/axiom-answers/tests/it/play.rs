//! What every situation needs.

use axiom_answers::{Answers, Source};
use axiom_chain::Chain;
use axiom_local::LocalChain;
use axiom_suite::{Builder, JobBuilder, Suite, DENOM};
use axiom_types::asset::Asset;
use axiom_types::dao::Part;
use cosmwasm_std::Uint128;

/// Asks about the economy of a suite.
pub fn asked<T>(s: &Suite, ask: impl FnOnce(&Answers<'_>) -> T) -> T {
    let chain: &dyn Chain = &s.chain;
    let source: &dyn Source = &chain;
    ask(&Answers::of_dao(source, s.at.dao.as_str()).unwrap())
}

/// The address of an actor as text.
pub fn at(s: &Suite, name: &str) -> String {
    s.addr(name).to_string()
}

/// The default economy, in which `app` has deposited and allowed so much for work.
pub fn with_money(amount: u128) -> Suite {
    let mut s = Suite::found();
    let _ = s.distributor().deposit_for_work("app", amount, DENOM).should_succeed();
    s
}

/// An economy of dao and tracker alone.
pub fn bare() -> Suite {
    Builder::on(LocalChain::new("axiom-local-1"))
        .tracker(|setup| setup.grants.clear())
        .tweak(|msg| {
            msg.registry = Part::Omit {};
            msg.ledger = Part::Omit {};
            msg.distributor = Part::Omit {};
        })
        .build()
}

/// The usual paid job.
pub fn job(amount: u128) -> JobBuilder {
    JobBuilder::paid(amount)
}

/// The money of the stories.
pub fn axm() -> Asset {
    Asset::native(DENOM)
}

/// An amount.
pub fn n(amount: u128) -> Uint128 {
    Uint128::new(amount)
}

/// Lets time pass up to a second.
pub fn until(s: &mut Suite, second: u64) {
    let now = s.now();
    s.chain.advance_seconds(second.saturating_sub(now));
    assert_eq!(s.now(), second);
}
