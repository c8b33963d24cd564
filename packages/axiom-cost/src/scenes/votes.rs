//! Messages of governance-dao.

use axiom_chain::{Chain, ChainExt, Outcome};
use axiom_suite::{call, spend, Suite, DENOM};
use axiom_types::asset::Asset;
use axiom_types::dao::{self, Proposed, SignedVote, Stage, Target, Vote};
use axiom_types::distributor::FreezeTarget;
use axiom_types::ledger;
use cosmwasm_std::{coin, CosmosMsg};

use super::{credit, economy, first_member, lift, report, warm};
use crate::sheet::Sheet;

/// Voters who sign and never send, in batches that one report credits.
const BATCHES: usize = 13;
const BATCH: usize = 8;
/// Votes of a full batch.
const FULL: usize = 100;

/// governance-dao.
pub fn dao<C: Chain>(chain: C, sheet: &mut Sheet) -> Suite<C> {
    let builder = economy(chain, sheet, "dao").tracker(|setup| {
        setup.grants.iter_mut().for_each(lift);
        setup.genesis.push(first_member("dave", 5));
    });
    let mut s = builder.build();
    let senders = ["app", "alice", "ben", "carol", "dave", "stranger", "guardian"];
    warm(&mut s.chain, sheet, &senders);
    let treasury = s.at.dao.to_string();
    s.chain.give(&treasury, coin(1_000_000, DENOM));
    for batch in voters().chunks(BATCH) {
        let _ = report(&mut s, 1, batch, 5 * BATCH as u128).should_succeed();
    }
    votes(&mut s, sheet);
    signed(&mut s, sheet);
    ends(&mut s, sheet);
    guardian(&mut s, sheet);
    s
}

fn voters() -> Vec<String> {
    (0..BATCHES * BATCH).map(|number| format!("voter {number}")).collect()
}

fn propose<C: Chain>(
    s: &mut Suite<C>,
    track: u32,
    description: usize,
    msgs: Vec<CosmosMsg>,
) -> Outcome {
    let msg = dao::ExecuteMsg::Propose {
        title: "A proposal".to_string(),
        description: "x".repeat(description),
        msgs,
        earliest: None,
        latest: None,
        track: Some(track),
        may_fail: None,
    };
    s.dao().send("alice", &msg)
}

fn votes<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet) {
    let payment = spend(&s.addr("heidi"), 10, DENOM);
    let short = propose(s, 2, 100, vec![payment.clone()]);
    let short = sheet.add("propose a bank send, description of 100 B", short);
    let short = short.data_as::<Proposed>().proposal_id;
    let long = propose(s, 2, 10_000, vec![payment]);
    let long = sheet.add("propose a bank send, description of 10 kB", long);
    let long = long.data_as::<Proposed>().proposal_id;
    let cases = [
        ("vote, score unchanged", "alice", 0),
        ("vote, after 3 changes of score", "ben", 3),
        ("vote, after 8 changes of score", "carol", 8),
        ("vote, after 9 changes of score, by the smart query", "dave", 9),
    ];
    for (message, who, changes) in cases {
        for _ in 0..changes {
            credit(s, who, 1, 1);
        }
        sheet.add(message, s.dao().vote(who, short, Vote::Yes));
    }
    sheet.add("vote, description of 10 kB", s.dao().vote("alice", long, Vote::No));
    let tally = s.dao().stage(short);
    assert_eq!((tally.yes, tally.no), (1_005, 0), "weights of the proposal's start");
}

fn signed<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet) {
    let id = propose(s, 1, 100, vec![]).should_succeed().data_as::<Proposed>().proposal_id;
    let names = voters();
    let votes = |s: &mut Suite<C>, names: &[String]| -> Vec<SignedVote> {
        names.iter().map(|who| s.dao().signed_vote(who, id, Vote::Yes)).collect()
    };
    let single = votes(s, &names[FULL..=FULL]);
    let one = sheet.add("vote by signature, alone", s.dao().relay("stranger", id, single)).gas;
    let hundred = votes(s, &names[..FULL]);
    let many = s.dao().relay("stranger", id, hundred);
    let many = sheet.add("vote by signature, a batch of 100", many).gas;
    let further = "vote by signature, each further one in a batch of 100";
    sheet.further(further, &one, &many, FULL as u64);
    assert_eq!(s.dao().stage(id).yes, 505, "each of the 101 votes counts");
}

fn ends<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet) {
    let before = s.wallet("heidi", DENOM);
    let payment = spend(&s.addr("heidi"), 10, DENOM);
    let settings: ledger::SettingsMsg = s.chain.query(&s.at.ledger, &ledger::QueryMsg::Settings {});
    let settings = ledger::SettingsMsg { fee_bps: 300, ..settings };
    let change = ledger::ExecuteMsg::Admin(ledger::AdminMsg::UpdateSettings { settings });
    let change = call(&s.at.ledger, &change);
    let withdrawn = s.dao().proposed("alice", 1, vec![]);
    let cancel = dao::ExecuteMsg::Cancel { proposal_id: withdrawn };
    sheet.add("cancel a proposal", s.dao().send("alice", &cancel));
    // All three begin before anybody waits, so that one wait serves them.
    let defeated = s.dao().proposed("alice", 1, vec![]);
    let paying = passed(s, 2, payment);
    let changing = passed(s, 1, change);
    let ready_at = s.dao().stage(paying).ready_at.max(s.dao().stage(changing).ready_at);
    s.wait(ready_at.saturating_sub(s.now()));
    assert_eq!(s.dao().stage(changing).stage, Stage::Ready);
    sheet.add("execute a bank send", s.dao().execute("stranger", paying));
    assert_eq!(s.wallet("heidi", DENOM), before + 10);
    let execute = s.dao().execute("stranger", changing);
    sheet.add("execute a change of the ledger's fee", execute);
    let close = dao::ExecuteMsg::Close { proposal_id: defeated };
    sheet.add("close a defeated proposal", s.dao().send("stranger", &close));
}

/// A proposal of alice with the votes of alice and ben; it waits for its time.
fn passed<C: Chain>(s: &mut Suite<C>, track: u32, msg: CosmosMsg) -> u64 {
    let id = s.dao().proposed("alice", track, vec![msg]);
    for voter in ["alice", "ben"] {
        let _ = s.dao().vote(voter, id, Vote::Yes).should_succeed();
    }
    id
}

fn guardian<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet) {
    let msg = dao::ExecuteMsg::GuardianPause { target: Target::Ledger {}, seconds: 3_600 };
    sheet.add("guardian pauses a contract", s.dao().send("guardian", &msg));
    let msg = dao::ExecuteMsg::GuardianRelease { what: dao::GuardianAct::Pause };
    sheet.add("guardian ends its pause", s.dao().send("guardian", &msg));
    let target = FreezeTarget::Asset(Asset::native(DENOM));
    let msg = dao::ExecuteMsg::GuardianFreeze { target, seconds: 3_600 };
    sheet.add("guardian freezes an asset", s.dao().send("guardian", &msg));
}
