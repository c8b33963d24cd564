//! Messages of contribution-tracker.

use axiom_chain::{Account, Chain, ChainExt, Init};
use axiom_suite::{call, Suite};
use axiom_types::tracker::{ExecuteMsg, Reported};
use cosmwasm_std::{Empty, Uint128};

use super::{cost, economy, lift, report, warm};
use crate::sheet::Sheet;

/// contribution-tracker.
pub fn tracker<C: Chain>(chain: C, sheet: &mut Sheet) -> Suite<C> {
    let builder = economy(chain, sheet, "tracker");
    let mut s = builder.tracker(|setup| setup.grants.iter_mut().for_each(lift)).build();
    warm(&mut s.chain, sheet, &["app", "stranger"]);
    let workers: Vec<String> = (0..8).map(|i| format!("worker {i}")).collect();
    for domain in [1, 2] {
        let _ = report(&mut s, domain, &workers, 40).should_succeed();
    }
    let code = report(&mut s, 2, &workers[..1], 8);
    sheet.add("report, one member of another domain", code);
    let one = report(&mut s, 1, &workers[..1], 8);
    let one = sheet.add("report, one member of the voting domain", one);
    assert_eq!(one.data_as::<Reported>().minted, Uint128::new(8));
    let many = cost(report(&mut s, 1, &workers, 8));
    sheet.further("report, each further member", &one.gas, &many, 8);
    assert_eq!(s.score(&workers[7], 1).lifetime, Uint128::new(6), "5 and an eighth of 8");
    hooks(&mut s, sheet, &workers);
    s
}

/// A contract that takes every message.
fn receiver<C: Chain>(s: &mut Suite<C>) -> String {
    let code = s.chain.store_named("saboteur");
    let founder = Account::named("founder");
    let init = Init::new(code, "receiver of hooks", &Empty {});
    s.chain.instantiate(&founder, init).should_succeed().contract().to_string()
}

fn hooks<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet, workers: &[String]) {
    warm(&mut s.chain, sheet, &["alice", "ben"]);
    let addr = receiver(s);
    let add = call(&s.at.tracker, &ExecuteMsg::AddHook { addr: addr.clone() });
    let _ = s.dao().pass(3, vec![add]).should_succeed();
    let called = report(s, 1, &workers[..1], 8);
    sheet.add("report, one member, one weight hook", called);
    let members = workers.iter().map(|who| s.addr(who).to_string()).collect();
    let sync = ExecuteMsg::SyncHook { addr, members };
    sheet.add("synchronise a hook, 8 members", s.tracker().send("stranger", &sync));
}
