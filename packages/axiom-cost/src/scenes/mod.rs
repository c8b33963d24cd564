//! The messages that are measured, contract by contract, each in an economy of its own on one chain.

mod money;
mod participants;
mod pools;
mod tracker;
mod votes;
mod work;

use axiom_chain::{Account, Chain, ChainExt, GasReport, Outcome};
use axiom_suite::{Builder, Economy, Suite, DENOM, DENOM_2, FUNDS};
use axiom_types::common::{Reference, Share};
use axiom_types::dao::Track;
use axiom_types::tracker::{GenesisMember, Measure, NewGrant, Report};
use cosmwasm_std::{coin, Uint128};

use crate::sheet::Sheet;
use crate::targets::FOUND;

/// What is left when every scene has run.
pub struct Ran<C> {
    /// The rows.
    pub sheet: Sheet,
    /// The chain.
    pub chain: C,
    /// The economies on it, as the scenes left them.
    pub economies: Vec<Economy>,
}

/// A contract's scene: takes the chain, founds an economy on it, enters rows, gives the chain back.
type Scene<C> = fn(C, &mut Sheet) -> Suite<C>;

/// Runs every scene on a chain, one after the other; `progress` hears which contract comes next. A message that should
/// have been accepted and was not panics with the text of the chain.
pub fn all<C: Chain>(chain: C, progress: &mut dyn FnMut(&str)) -> Ran<C> {
    let mut sheet = Sheet::default();
    let mut economies = vec![];
    progress("founding");
    let mut chain = founding(chain, &mut sheet, &mut economies);
    let scenes: [(&str, Scene<C>); 5] = [
        ("state-registry", participants::registry),
        ("value-distributor", money::distributor),
        ("execution-ledger", work::ledger),
        ("contribution-tracker", tracker::tracker),
        ("governance-dao", votes::dao),
    ];
    for (title, scene) in scenes {
        progress(title);
        sheet.part(title);
        let suite = scene(chain, &mut sheet);
        economies.push(suite.at);
        chain = suite.chain;
    }
    Ran { sheet, chain, economies }
}

/// What a message that must be accepted costs.
#[track_caller]
pub(crate) fn cost(outcome: Outcome) -> GasReport {
    outcome.should_succeed().gas
}

/// Blocks of a vote, and of the time until it is carried out.
const FEW_BLOCKS: u64 = 50;

/// The default economy, not founded yet; the salt tells it from the others on the chain.
fn economy<C: Chain>(mut chain: C, sheet: &mut Sheet, salt: &str) -> Builder<C> {
    warm(&mut chain, sheet, &["founder"]);
    // Few blocks have to pass in a vote: a node makes only some of those of a long time.
    let fewer = |track: &mut Track| track.min_blocks = FEW_BLOCKS;
    Builder::on(chain)
        .salt(&format!("cost: {salt}"))
        .tweak(|msg| msg.tracks.iter_mut().for_each(fewer))
}

/// Lets senders send something cheap once: on a chain an account's first transaction costs more, because its public key
/// is stored.
fn warm<C: Chain>(chain: &mut C, sheet: &mut Sheet, names: &[&str]) {
    for name in names {
        if !sheet.warm.insert((*name).to_string()) {
            continue;
        }
        let account = Account::named(*name);
        chain.know(&account);
        for denom in [DENOM, DENOM_2] {
            chain.give(account.as_ref(), coin(FUNDS, denom));
        }
        let _ = chain.bank_send(&account, &account, &[coin(1, DENOM)]).should_succeed();
    }
}

fn founding<C: Chain>(chain: C, sheet: &mut Sheet, economies: &mut Vec<Economy>) -> C {
    sheet.part("Founding");
    let first = economy(chain, sheet, "founding").build();
    sheet.gas(FOUND, &first.founding_gas);
    let more = 20;
    let members = (0..more).map(|number| first_member(&format!("first {number}"), 10));
    let mut builder = economy(first.chain, sheet, "founding with more members")
        .tracker(|setup| setup.genesis.extend(members));
    let gas = cost(builder.try_found());
    sheet.further("found, each further first member", &first.founding_gas, &gas, more + 1);
    economies.push(first.at);
    builder.chain
}

/// A first member of the voting domain.
fn first_member(name: &str, points: u128) -> GenesisMember {
    let address = Account::named(name).address.to_string();
    GenesisMember { address, points: Uint128::new(points) }
}

/// Lifts the limits of a first budget, so that a scene can credit whom it needs.
fn lift(grant: &mut NewGrant) {
    let plenty = Uint128::new(1_000_000);
    (grant.per_client, grant.total, grant.per_pair) = (plenty, plenty, plenty);
}

/// A report of `app` about work that it judged itself: `points` for these workers in equal parts.
fn report<C: Chain>(s: &mut Suite<C>, domain: u32, workers: &[String], points: u128) -> Outcome {
    let part = 10_000 / workers.len() as u16;
    let share = |who: &String| Share { account: s.addr(who).to_string(), bps: part };
    let report = Report {
        // No two reports of an economy share a block.
        reference: Reference { kind: "review".to_string(), id: s.chain.height() },
        role: "worker".to_string(),
        domain,
        client: s.addr("app").to_string(),
        client_principal: None,
        worker: s.addr(&workers[0]).to_string(),
        worker_principal: None,
        shares: workers.iter().map(share).collect(),
        measure: Measure::Stated { points: Uint128::new(points) },
        evidence: None,
    };
    s.tracker().report("app", report)
}

/// Credits score by a report of `app`, out of its budget.
fn credit<C: Chain>(s: &mut Suite<C>, who: &str, domain: u32, points: u128) {
    let before = s.score(who, domain).lifetime;
    let _ = report(s, domain, &[who.to_string()], points).should_succeed();
    assert_eq!(s.score(who, domain).lifetime, before + Uint128::new(points), "points of {who}");
}
