//! Proposing: who may, under which bounds, and what is kept.

use axiom_kit::KitError;
use axiom_types::dao::{ExecuteMsg, Proposed, Stage};
use cosmwasm_std::{to_json_vec, CosmosMsg, HexBinary};
use cw_utils::Expiration;
use governance_dao::ContractError;
use sha2::{Digest, Sha256};

use crate::fakes::set_weight;
use crate::world::{self, proposal, send, world, DAY, DENOM, TREASURY};

#[test]
fn a_proposal_is_numbered_and_open() {
    let mut w = world();
    let ann = w.ann.clone();
    let start = w.chain.now().seconds();
    let height = w.chain.height();
    let msgs = vec![send(&ann, 5, DENOM)];
    let made = w.try_propose(&ann, TREASURY, msgs.clone()).should_succeed();
    assert_eq!(made.data_as::<Proposed>(), Proposed { proposal_id: 1 });
    assert_eq!(made.count_of("axiom_dao_proposal_made"), 1);
    assert!(made.gas.total < 170_000, "{}", made.gas.total);
    let found = w.stage(1);
    assert_eq!(found.stage, Stage::Voting);
    assert_eq!((found.track, found.total, found.start_height), (TREASURY, 100, height));
    assert_eq!((found.yes, found.no, found.abstain), (0, 0, 0));
    assert_eq!(found.proposer, ann.address);
    assert_eq!(found.voting_ends, start + DAY);
    assert_eq!(found.ready_at, start + DAY + 3_600);
    assert_eq!(found.expires_at, start + DAY + 3_600 + 7 * DAY);
    let content: (&str, &str, Vec<CosmosMsg>) = ("title", "what and why", msgs);
    let hash = Sha256::digest(to_json_vec(&content).unwrap());
    assert_eq!(found.content_hash, HexBinary::from(hash.to_vec()));
    assert_eq!(w.propose(1, vec![]), 2);
}

#[test]
fn the_first_track_is_the_default() {
    let mut w = world();
    let ann = w.ann.clone();
    let json = serde_json::json!({"propose": {"title": "t", "description": "d", "msgs": []}});
    w.chain.execute(&ann, w.dao.clone(), &json, &[]).should_succeed();
    assert_eq!(w.stage(1).track, 1);
}

#[test]
pub fn weight_counts_at_the_start_of_the_block() {
    let mut w = world();
    let (cat, dan) = (w.cat.clone(), w.founder.clone());
    let low = |sender: &axiom_local::Account, weight| ContractError::TooLittleWeight {
        sender: sender.address.clone(),
        weight,
        needed: 10,
    };
    w.try_propose(&dan, 1, vec![]).should_fail_with(&low(&dan, 0));
    w.try_propose(&cat, 1, vec![]).should_succeed();
    // Weight gained in this very block does not count yet, and weight lost still does.
    let tracker = w.tracker();
    let height = w.chain.height();
    w.chain.seed(&tracker, |s| set_weight(s, 1, (&dan.address, 50), height));
    w.try_propose(&dan, 1, vec![]).should_fail();
    w.try_propose(&dan, 1, vec![]).should_succeed();
}

#[test]
fn without_voters_nobody_proposes() {
    let mut w = world();
    let tracker = w.tracker();
    for who in [w.ann.clone(), w.ben.clone(), w.cat.clone()] {
        w.chain.seed(&tracker, |s| set_weight(s, 1, (&who.address, 0), 1));
    }
    let ann = w.ann.clone();
    w.try_propose(&ann, 1, vec![]).should_fail_with(&ContractError::NoVoters {});
}

#[test]
pub fn bounds() {
    let mut w = world();
    let ann = w.ann.clone();
    let before = w.chain.state_digest();
    w.try_propose(&ann, 4, vec![])
        .should_fail_with(&ContractError::UnknownTrack { track: 4, count: 3 });
    w.try_propose(&ann, 0, vec![])
        .should_fail_with(&ContractError::UnknownTrack { track: 0, count: 3 });
    let with = |title: &str, description: &str| ExecuteMsg::Propose {
        title: title.to_string(),
        description: description.to_string(),
        msgs: vec![],
        earliest: None,
        latest: None,
        track: None,
        may_fail: None,
    };
    for (title, description, field, len, max) in [
        ("", "d", "title", 0, 120),
        (&*"x".repeat(121), "d", "title", 121, 120),
        ("t", "", "description", 0, 16_384),
        ("t", &*"x".repeat(16_385), "description", 16_385, 16_384),
    ] {
        let expected = ContractError::Kit(KitError::BadText { field, len, max });
        w.tell(&ann, &with(title, description)).should_fail_with(&expected);
    }
    let many = vec![send(&ann, 1, DENOM); 17];
    let expected = KitError::TooMany { field: "msgs", len: 17, max: 16 };
    w.try_propose(&ann, TREASURY, many).should_fail_with(&ContractError::Kit(expected));
    for (field, earliest, latest) in [
        ("earliest", Some(Expiration::Never {}), None),
        ("latest", None, Some(Expiration::AtHeight(9))),
    ] {
        let msg = ExecuteMsg::Propose {
            title: "t".to_string(),
            description: "d".to_string(),
            msgs: vec![],
            earliest,
            latest,
            track: None,
            may_fail: None,
        };
        w.tell(&ann, &msg).should_fail_with(&ContractError::TimesAreFixed { field });
    }
    let fat = format!(r#"{{"admin":{{"note":"{}"}}}}"#, "x".repeat(30_000));
    let fat = vec![world::raw(&w.registry(), &fat); 2];
    let failed = w.try_propose(&ann, 1, fat).should_fail();
    assert!(
        matches!(failed.error(), Some(ContractError::TooLarge { bytes, max: 65_536 }) if *bytes > 65_536)
    );
    assert_eq!(w.chain.state_digest(), before);
}

#[test]
pub fn indices_that_may_fail() {
    let mut w = world();
    let ann = w.ann.clone();
    let two = vec![send(&ann, 1, DENOM), send(&ann, 2, DENOM)];
    let expected = ContractError::MayFailIndex { index: 2, msgs: 2 };
    w.tell(&ann, &proposal(TREASURY, two.clone(), Some(vec![2]))).should_fail_with(&expected);
    let twice = KitError::Duplicate { field: "may_fail", value: "1".to_string() };
    w.tell(&ann, &proposal(TREASURY, two.clone(), Some(vec![1, 1])))
        .should_fail_with(&ContractError::Kit(twice));
    let many = KitError::TooMany { field: "may_fail", len: 17, max: 16 };
    w.tell(&ann, &proposal(TREASURY, two.clone(), Some((0..17).collect())))
        .should_fail_with(&ContractError::Kit(many));
    let id = w.propose_with(TREASURY, two, Some(vec![1, 0]));
    assert_eq!(w.stage(id).may_fail, [0, 1]);
}
