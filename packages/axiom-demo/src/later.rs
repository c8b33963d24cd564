//! What time does: score opens doors, the guardian's powers end, the books are closed.

use anyhow::Result;
use axiom_chain::Chain;
use axiom_suite::{JobBuilder, DAY, DENOM_2};
use axiom_types::asset::Asset;
use axiom_types::dao::{ExecuteMsg, Target};
use axiom_types::rule::Rule;
use cosmwasm_std::Uint128;

use crate::ask::axm;
use crate::stage::{done, refused, Stage};
use crate::{Part, Scene};

/// The end of the story.
pub const PART: Part = Part {
    title: "LATER: what time does",
    scenes: &[
        Scene {
            key: "seniority",
            title: "Score earned long ago opens a job that is closed to a newcomer",
            play: seniority,
        },
        Scene {
            key: "sunset",
            title: "A year after the founding the guardian is nobody",
            play: sunset,
        },
        Scene { key: "books", title: "The books are closed", play: books },
    ],
};

/// Score that the gated job asks for, in points.
pub const GATE: u128 = 20;
const PRICE: u128 = 20_000;

/// A job behind a gate on score.
pub fn seniority(s: &mut Stage) -> Result<()> {
    let now = s.suite.now();
    let expected = s.reference.score(2, "agent", now);
    s.check(
        "score of the agent in domain code, decayed",
        "points",
        s.score("agent", 2)?.score.u128(),
        expected,
    );
    let lifetime = s.reference.lifetime(2, "agent");
    s.check(
        "points that it ever earned there",
        "points",
        s.score("agent", 2)?.lifetime.u128(),
        lifetime,
    );
    s.deposit_for_work("client", PRICE)?;
    let gate = Rule::MinScore { tracker: None, domain: 2, min: Uint128::new(GATE) };
    let job = s.post("client", JobBuilder::paid(PRICE).domain(None).gate(gate).build())?;
    s.note("gated job", job);
    s.say(&format!("The client wants somebody with {GATE} points or more. Erin is new here."));
    let may = s.reference.score(2, "erin", now) >= GATE;
    let took = s.suite.ledger().accept("erin", job).is_ok();
    s.check("erin may take it", "", took, may);
    let may = s.reference.score(2, "agent", now) >= GATE;
    let took = s.suite.ledger().accept("agent", job).is_ok();
    s.check("the agent may take it", "", took, may);
    done(s.suite.ledger().submit("agent", job))?;
    done(s.suite.ledger().approve("client", job))?;
    s.check("the job is", "", s.ending(job)?, "approved".to_string());
    Ok(())
}

/// The guardian tries to pause after its sunset.
pub fn sunset(s: &mut Stage) -> Result<()> {
    let end = s.reference.founded + s.guardian()?.sunset;
    s.wait_until(end);
    let msg = ExecuteMsg::GuardianPause { target: Target::Ledger {}, seconds: DAY };
    let text = refused(s.suite.dao().send("guardian", &msg))?;
    s.note("sunset", 1);
    s.say(&format!("The guardian tries to pause once more: {text}."));
    let genesis: u64 = ["alice", "ben", "carol"].iter().map(|who| founding_votes(s, who)).sum();
    let total = s.reference.total_weight();
    s.check("votes given at the founding", "votes", genesis, 1_000);
    s.check("all votes now, the rest earned by work", "votes", s.total_weight()?, total);
    Ok(())
}

/// Votes that somebody was given at the founding, from the founding message.
pub fn founding_votes(s: &Stage, who: &str) -> u64 {
    let axiom_types::dao::Part::Create { settings, .. } = &s.founding.tracker else {
        return 0;
    };
    let own = settings.genesis.iter().find(|member| member.address == s.address(who));
    own.map_or(0, |member| u64::try_from(member.points.u128()).unwrap_or(u64::MAX))
}

/// Every unit is accounted for.
pub fn books(s: &mut Stage) -> Result<()> {
    for asset in [axm(), Asset::native(DENOM_2)] {
        let held = s.holdings(&asset)?;
        let ledgers = held.balances + held.escrowed + held.pooled + held.in_flight;
        let wallet = s.suite.chain.balance(s.suite.at.distributor.as_str(), &denom(&asset));
        s.check(
            &format!("{asset} owed to somebody = balances + escrows + pools"),
            "",
            held.tracked.u128(),
            ledgers.u128(),
        );
        s.check(
            &format!("{asset} that the bank holds for the distributor"),
            "",
            held.tracked.u128(),
            wallet,
        );
    }
    Ok(())
}

fn denom(asset: &Asset) -> String {
    match asset {
        Asset::Native(denom) => denom.clone(),
        Asset::Cw20(address) => address.clone(),
    }
}
