//! What the treasury pays, and how the rules themselves change.

use anyhow::{Context, Result};
use axiom_chain::{Chain, ChainExt};
use axiom_oracle::vote::Tally;
use axiom_suite::{call, spend, NEXT_VERSION};
use axiom_types::common::InfoResponse;
use axiom_types::dao::{self, Proposed, Target, Track, TrackResponse, Vote};
use axiom_types::distributor::ExecuteMsg;
use axiom_types::registry;
use cosmwasm_std::{coin, to_json_binary, CosmosMsg, HexBinary, Uint128};

use crate::ask::axm;
use crate::stage::{data, done, Stage};
use crate::story::vote::{count, decide};

/// What each proposal asks for, in uaxm.
pub const WISH: u128 = 10_000;
/// What a friend sends to the treasury's account, in uaxm.
pub const GIFT: u128 = 25_000;
/// Quorum of the treasury track after the vote, in basis points.
pub const NEW_QUORUM: u16 = 3_000;

/// Two proposals ask for money; the members choose one.
pub fn play(s: &mut Stage) -> Result<()> {
    let held = s.balance("dao")?;
    s.say(
        "All fees so far wait in the treasury. The worker asks for upkeep, frank asks for a party.",
    );
    let wish = |s: &Stage, who: &str| -> CosmosMsg {
        let msg =
            ExecuteMsg::Transfer { to: s.address(who), asset: axm(), amount: Uint128::new(WISH) };
        call(&s.suite.at.distributor, &msg)
    };
    let (upkeep, party) = (wish(s, "worker"), wish(s, "frank"));
    let total = s.reference.total_weight();
    let upkeep = propose(s, "alice", 2, vec![upkeep])?;
    let party = propose(s, "carol", 2, vec![party])?;
    s.note("upkeep", upkeep);
    s.note("party", party);
    let weights = ["alice", "ben", "carol"].map(|who| u128::from(s.reference.weight(who)));
    let [alice, ben, carol] = weights;
    for (id, votes) in
        [(upkeep, [Vote::Yes, Vote::Yes, Vote::No]), (party, [Vote::No, Vote::No, Vote::Yes])]
    {
        for (who, vote) in ["alice", "ben", "carol"].into_iter().zip(votes) {
            done(s.suite.dao().vote(who, id, vote))?;
        }
    }
    let quorum = s.founding.tracks[1].quorum_bps;
    let tally = |yes, no| Tally { yes, no, abstain: 0, total: total.into() };
    s.say("Upkeep:");
    count(s, upkeep, &tally(alice + ben, carol))?;
    decide(s, upkeep, &tally(alice + ben, carol), quorum)?;
    s.say("The party:");
    count(s, party, &tally(carol, alice + ben))?;
    decide(s, party, &tally(carol, alice + ben), quorum)?;

    let ready = s.stage_of(upkeep)?.ready_at;
    s.wait_until(ready);
    let before = [s.balance("worker")?, s.balance("frank")?];
    done(s.suite.dao().execute("stranger", upkeep))?;
    s.check(
        "the treasury pays the worker",
        "uaxm",
        s.balance("worker")?.wrapping_sub(before[0]),
        WISH,
    );
    s.check("the treasury pays frank", "uaxm", s.balance("frank")?.wrapping_sub(before[1]), 0);
    s.check("left in the treasury", "uaxm", s.balance("dao")?, held.wrapping_sub(WISH));
    Ok(())
}

fn propose(s: &mut Stage, who: &str, track: u32, msgs: Vec<CosmosMsg>) -> Result<u64> {
    let success = done(s.suite.dao().propose(who, track, msgs))?;
    Ok(data::<Proposed>(&success)?.proposal_id)
}

/// One proposal on the strict track replaces the code of state-registry and raises a quorum.
pub fn constitution(s: &mut Stage) -> Result<()> {
    s.say(
        "Code and rules change on the strict track alone: seven days of voting, two thirds, three days of \
         timelock. The new code is named by its checksum.",
    );
    let code_id = s.suite.chain.store_named("state-registry@next");
    let code = s.suite.chain.code_info(code_id).context("the code is not stored")?;
    let checksum = HexBinary::from(code.checksum.as_slice());
    let track = Track { quorum_bps: NEW_QUORUM, ..s.founding.tracks[1].clone() };
    let dao = s.suite.at.dao.clone();
    let upgrade = dao::ExecuteMsg::Admin(dao::AdminMsg::Upgrade {
        target: Target::Registry {},
        code_id,
        checksum,
        msg: to_json_binary(&axiom_types::common::MigrateMsg {})?,
    });
    let stricter = dao::ExecuteMsg::Admin(dao::AdminMsg::SetTrack { track: 2, config: track });
    let registry = s.suite.at.registry.clone();
    let before: InfoResponse = s.ask(&registry, &registry::QueryMsg::Info {})?;
    let version = env!("CARGO_PKG_VERSION").to_string();
    s.check("version of state-registry before", "", before.info.version, version);
    s.decree(3, vec![call(&dao, &upgrade), call(&dao, &stricter)])?;
    let after: InfoResponse = s.ask(&registry, &registry::QueryMsg::Info {})?;
    s.check(
        "version of state-registry after the vote",
        "",
        after.info.version,
        NEXT_VERSION.to_string(),
    );
    let space = s.noted("space")?;
    let entry = s.cell(space, "plan")?.context("the entry is gone")?;
    s.check(
        "who wrote the plan, asked from the new code",
        "",
        s.name(entry.writer),
        "agent".to_string(),
    );
    let found: TrackResponse = s.ask(&dao, &dao::QueryMsg::Track { track: 2 })?;
    s.check("quorum of the treasury track", "bps", found.config.quorum_bps, NEW_QUORUM);

    s.say("A friend sends coins straight to the treasury's account. The next vote passes part of them on.");
    let (heidi, to) = (s.suite.addr("heidi"), s.suite.addr("carol"));
    done(s.suite.chain.bank_send(heidi, &dao, &[coin(GIFT, axiom_suite::DENOM)]))?;
    let before = s.wallet("carol");
    s.decree(2, vec![spend(&to, WISH, axiom_suite::DENOM)])?;
    s.check(
        "carol is paid from the treasury's account",
        "uaxm",
        s.wallet("carol").wrapping_sub(before),
        WISH,
    );
    s.check("left in that account", "uaxm", s.wallet("dao"), GIFT - WISH);
    Ok(())
}
