//! Model Cooperatives: members train, tune and govern a model, and share access and revenue as they decide.

use anyhow::Result;
use axiom_chain::ChainExt;
use axiom_oracle::money;
use axiom_suite::{call, JobBuilder, DENOM};
use axiom_types::distributor::ExecuteMsg;
use axiom_types::registry::ParticipantKind;
use cosmwasm_std::{coin, CosmosMsg, Uint128};

use super::steps::{approve, claim, credited, decide, hand_in, post, register, solvent, Work};
use super::FOUNDER;
use crate::stage::{done, refused, Stage};

/// Name of the template, the economy and the scene.
pub const NAME: &str = "model-cooperative";
/// What a customer pays for using the model, in uaxm.
pub const REVENUE: u128 = 100_003;
/// How the members decide to share it: training, tuning, governance.
pub const POLICY: [u128; 3] = [50, 30, 20];
/// The domain that each pool pays by, in the order of the pools.
pub const DOMAINS: [u32; 3] = [2, 3, 1];
/// The space of the model.
pub const SPACE: u64 = 2;
/// What a member brings into it.
pub const ENTRY: &str = "eval/v1";
/// Who gets what from which pool.
pub const CLAIMS: [(&str, u64); 4] = [("grace", 1), ("dave", 2), ("dave", 3), (FOUNDER, 3)];

/// Job, domain, worker, points.
const WORK: [(u64, u32, &str, u128); 3] =
    [(1, 2, "grace", 400), (2, 3, "dave", 70), (3, 1, "dave", 60)];

/// Voluntary work in three domains, a decision on the revenue, and the shares of the month.
pub fn play(s: &mut Stage) -> Result<()> {
    s.found_side(NAME)?;
    s.inside(NAME, scene)
}

fn scene(s: &mut Stage) -> Result<()> {
    register(s, "grace", ParticipantKind::DataNetwork, &["training"])?;
    register(s, "dave", ParticipantKind::Developer, &["tuning"])?;
    let job = |(_, domain, who, points): (u64, u32, &str, u128)| {
        JobBuilder::voluntary(domain, points).to(who).build()
    };
    post(s, FOUNDER, WORK.map(job).to_vec())?;
    hand_in(s, "grace", &[1])?;
    hand_in(s, "dave", &[2, 3])?;
    approve(s, FOUNDER, &[1, 2, 3])?;
    s.say("Training, tuning and governance are recognised, each in a domain of its own; governance votes.");
    for (job, domain, worker, measure) in WORK {
        credited(s, &Work { job, domain, client: FOUNDER, worker, measure })?;
    }
    for who in ["dave", "grace"] {
        let (observed, expected) = (s.weight(who)?, s.reference.weight(who));
        s.check(&format!("votes of {who}"), "votes", observed, expected);
    }

    done(s.suite.registry().write("grace", SPACE, ENTRY, 0, b"0.83"))?;
    let text = refused(s.suite.registry().write("client", SPACE, ENTRY, 1, b"1.00"))?;
    s.note("cooperative: stranger refused", 1);
    s.say(&format!("Members write into the space of the model. A stranger is refused: {text}."));

    revenue(s)?;
    let shares = money::split(REVENUE, &POLICY);
    let id = decide(s, "dave", 2, funding(s, &shares), &["dave", FOUNDER])?;
    s.note("cooperative: decision", id);
    let close = s.reference.epoch_close(1, s.last_time());
    s.note("cooperative: close", close);
    s.wait_until(close);
    let rows = CLAIMS.map(|(who, pool)| (who, pool, due(s, who, pool, close)));
    claim(s, &rows)?;
    solvent(s)
}

/// A customer pays into the treasury.
fn revenue(s: &mut Stage) -> Result<()> {
    let dao = s.address("dao");
    let msg = ExecuteMsg::Deposit { on_behalf_of: Some(dao), allowances: vec![] };
    let (sender, contract) = (s.address("client"), s.suite.at.distributor.clone());
    done(s.suite.chain.execute(sender, contract, &msg, &[coin(REVENUE, DENOM)]))?;
    s.check("revenue in the treasury", "uaxm", s.balance("dao")?, REVENUE);
    s.say("A customer has paid. Dave, who earned his votes by work, proposes how it is shared.");
    Ok(())
}

fn funding(s: &Stage, shares: &[u128]) -> Vec<CosmosMsg> {
    let fund = |(pool, amount): (u64, &u128)| {
        let msg = ExecuteMsg::FundPool { pool, amount: Uint128::new(*amount) };
        call(&s.suite.at.distributor, &msg)
    };
    (1..).zip(shares).map(fund).collect()
}

/// What somebody gets from a pool, by the reference.
pub fn due(s: &Stage, who: &str, pool: u64, close: u64) -> u128 {
    let shares = money::split(REVENUE, &POLICY);
    let row = (1..).zip(shares.iter().zip(DOMAINS)).find(|(number, _)| *number == pool);
    row.map_or(0, |(_, (share, domain))| s.reference.payout(domain, who, *share, close))
}
