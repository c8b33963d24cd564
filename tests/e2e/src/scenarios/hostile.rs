//! Contracts that loop, panic, answer too much, lie or call back, in every place where ours call somebody.

pub mod hooks;
pub mod legs;
pub mod reentry;
mod samples;
pub mod starving;
pub mod tokens;

use anyhow::Result;
use axiom_chain::{attribute, Account, AnyChain, Chain, ChainExt, Init, Outcome, Success};
use axiom_devnet::Line;
use axiom_suite::{call, Builder, Suite, DENOM, FUNDS};
use axiom_types::asset::Asset;
use axiom_types::dao::{self, AdminMsg, ExecuteMsg, Target, Vote};
use axiom_types::tracker::Rate;
use cosmwasm_std::{coin, to_json_binary, Addr, CosmosMsg, HexBinary, Uint128};
use saboteur::{control, Behaviour, Call, ExecuteControl, InitControl, QueryControl, Script, Told};
use serde::Serialize;

use super::Scenario;
use crate::world::World;

/// Its scenarios.
pub fn scenarios() -> Vec<Scenario> {
    fn on(world: &mut World, play: fn(AnyChain) -> Town) -> Result<()> {
        let town = play(Box::new(world.chain(Line::V070)?));
        world.check_codes(&town)
    }
    vec![
        Scenario {
            name: "hostile-legs",
            shows: "a peer of execution-ledger loops, panics or answers 64 KiB: the settlement stands, others are paid",
            play: |world| on(world, legs::run),
        },
        Scenario {
            name: "hostile-hooks",
            shows: "listeners that loop, panic or answer too much undo nothing and end in quarantine",
            play: |world| on(world, hooks::run),
        },
        Scenario {
            name: "hostile-starving",
            shows: "a caller with little gas: all or nothing, never a pending leg",
            play: |world| on(world, starving::run),
        },
        Scenario {
            name: "hostile-reentry",
            shows: "every message of ours sent from within a call of ours: refused, or as good as sent afterwards",
            play: |world| on(world, reentry::run),
        },
        Scenario {
            name: "hostile-tokens",
            shows: "cw20 tokens that fail, lie, take fees, loop or call back harm nobody but their holders",
            play: |world| on(world, tokens::run),
        },
    ]
}

/// An economy on any chain.
pub type Town = Suite<AnyChain>;

/// Owner of everything hostile.
pub const MALLORY: &str = "mallory";

/// Says what was seen, for people who watch.
pub fn note(text: &str) {
    eprintln!("      {text}");
}

/// Founds an economy of its own, see [`plan`].
pub fn found(chain: AnyChain, salt: &str) -> Town {
    plan(chain, salt).build()
}

/// An economy to be founded. In its voting domain 1,000 `uaxm` count one point as well, so that paid work changes
/// weights and hooks are called. Mallory has coins.
pub fn plan(mut chain: AnyChain, salt: &str) -> Builder<AnyChain> {
    let mallory = Account::named(MALLORY);
    chain.know(&mallory);
    chain.give(mallory.as_ref(), coin(FUNDS, DENOM));
    let (points, per) = (Uint128::one(), Uint128::new(1_000));
    let rate = Rate { asset: Asset::native(DENOM), points, per };
    Builder::on(chain).salt(salt).tracker(|setup| {
        for domain in &mut setup.domains {
            domain.rates = vec![rate.clone()];
        }
        for grant in &mut setup.grants {
            grant.per_client = Uint128::new(100_000);
            grant.total = Uint128::new(100_000);
            grant.per_pair = Uint128::new(60_000);
        }
    })
}

/// Brings proposals on the strict track through, all in one voting period; answers their numbers.
pub fn ready<C: Chain>(s: &mut Suite<C>, proposals: Vec<Vec<CosmosMsg>>) -> Vec<u64> {
    let propose = |msgs| ExecuteMsg::Propose {
        title: "A proposal".to_string(),
        description: "What it is for.".to_string(),
        msgs,
        earliest: None,
        latest: None,
        track: Some(3),
        may_fail: None,
    };
    let proposals: Vec<_> = proposals.into_iter().map(propose).collect();
    let mut ids = vec![];
    // A few in each transaction, as every transaction is a block.
    for some in proposals.chunks(10) {
        let done = together(s, "alice", some);
        let made = done.events_of("axiom_dao_proposal_made");
        let number = |event| attribute(std::slice::from_ref(event), &event.ty, "proposal_id");
        ids.extend(made.filter_map(|event| number(event)?.parse::<u64>().ok()));
    }
    assert_eq!(ids.len(), proposals.len(), "each proposal has a number");
    for some in ids.chunks(10) {
        let vote = |id: &u64| ExecuteMsg::Vote { proposal_id: *id, vote: Vote::Yes };
        let votes: Vec<_> = some.iter().map(vote).collect();
        for voter in ["alice", "ben"] {
            together(s, voter, &votes);
        }
    }
    if let Some(last) = ids.last() {
        let ready_at = s.dao().stage(*last).ready_at;
        let now = s.now();
        s.wait(ready_at.saturating_sub(now));
    }
    ids
}

/// Several messages to governance-dao in one transaction.
fn together<C: Chain>(s: &mut Suite<C>, who: &str, msgs: &[ExecuteMsg]) -> Success {
    let msgs = msgs.iter().map(|msg| call(&s.at.dao, msg)).collect();
    let sender = s.addr(who);
    s.chain.execute_multi(sender.as_str(), msgs).should_succeed()
}

/// Executes a proposal.
pub fn execute(s: &mut Town, proposal: u64) -> Success {
    s.dao().execute("stranger", proposal).should_succeed()
}

/// The message that migrates a layer.
pub fn upgrade(s: &Town, target: Target, code_id: u64, msg: &impl Serialize) -> CosmosMsg {
    let info = s.chain.code_info(code_id).expect("the code is stored");
    let checksum = HexBinary::from(info.checksum.as_slice());
    let msg = to_json_binary(msg).expect("a message serialises");
    let msg = AdminMsg::Upgrade { target, code_id, checksum, msg };
    call(&s.at.dao, &dao::ExecuteMsg::Admin(msg))
}

/// A new saboteur of mallory.
pub fn saboteur(chain: &mut AnyChain, execute: Behaviour) -> Addr {
    let code = chain.store_named("saboteur");
    let msg = control(InitControl { script: script(execute), cw2: None });
    let mallory = Account::named(MALLORY);
    chain.instantiate(mallory, Init::new(code, "saboteur", &msg)).should_succeed().contract()
}

/// A script for messages alone.
pub fn script(execute: Behaviour) -> Script {
    Script { execute, ..Script::default() }
}

/// Mallory gives a saboteur another script.
pub fn tell(s: &mut Town, at: &Addr, script: Script) {
    let _ = order(s, at, ExecuteControl::Set { script }).should_succeed();
}

/// Mallory orders a saboteur something.
pub fn order(s: &mut Town, at: &Addr, order: ExecuteControl) -> Outcome {
    let mallory = s.addr(MALLORY);
    s.chain.execute(mallory, at, &control(order), &[])
}

/// Mallory lets a saboteur send messages, all or none.
pub fn sends(s: &mut Town, at: &Addr, calls: Vec<Call>) -> Outcome {
    order(s, at, ExecuteControl::Send { calls })
}

/// What a saboteur knows.
pub fn told(s: &Town, at: &Addr) -> Told {
    s.chain.query(at, &control(QueryControl::Told {}))
}

/// A call by a saboteur that fails with it.
pub fn plain(contract: &Addr, msg: &impl Serialize) -> Call {
    let msg = to_json_binary(msg).expect("a message serialises");
    Call { contract: contract.to_string(), msg, funds: vec![], swallow: false, gas_limit: None }
}

/// A call by a saboteur with coins.
pub fn paid(contract: &Addr, msg: &impl Serialize, amount: u128) -> Call {
    Call { funds: vec![coin(amount, DENOM)], ..plain(contract, msg) }
}

/// Asserts that the distributor owes nobody more than it has, and nothing is under way.
pub fn solvent(s: &mut Town, asset: &Asset) {
    let held = s.distributor().holdings(asset);
    let parts = held.balances + held.escrowed + held.pooled;
    assert_eq!(held.tracked, parts, "the parts of {asset} are the whole");
    assert_eq!(held.in_flight.u128(), 0, "nothing of {asset} is under way");
    assert!(held.real >= held.tracked, "{asset}: {} are owed of {}", held.tracked, held.real);
}

/// What needs no gas limits holds on the embedded chain as well, where a loop is a panic.
#[cfg(test)]
mod tests {
    use super::*;
    use axiom_local::LocalChain;

    fn local() -> AnyChain {
        Box::new(LocalChain::new("hostile"))
    }

    #[test]
    fn legs_on_the_embedded_chain() {
        legs::run(local());
    }

    #[test]
    fn hooks_on_the_embedded_chain() {
        hooks::run(local());
    }

    #[test]
    fn reentry_on_the_embedded_chain() {
        reentry::run(local());
    }

    #[test]
    fn tokens_on_the_embedded_chain() {
        tokens::run(local());
    }
}
