//! Votes by signature, relayed in batches.

use axiom_kit::KitError;
use axiom_local::{Account, Success};
use axiom_types::dao::{vote_text, ExecuteMsg, SignedVote, Stage, Vote};
use cosmwasm_std::Binary;
use governance_dao::ContractError;
use k256::ecdsa::Signature;

use crate::world::{world, World, DAY};

const LATER: u64 = 2_000_000_000;

fn signed(w: &World, who: &Account, proposal: u64, vote: Vote) -> SignedVote {
    signed_text(who, vote, LATER, &vote_text("axiom-local", w.dao.as_str(), proposal, vote, LATER))
}

fn signed_text(who: &Account, vote: Vote, valid_until: u64, text: &str) -> SignedVote {
    let (pubkey, signature) = who.sign_adr36(text);
    SignedVote { pubkey, signature, vote, valid_until }
}

fn relay(w: &mut World, proposal_id: u64, votes: Vec<SignedVote>) -> axiom_local::Outcome {
    let founder = w.founder.clone();
    w.tell(&founder, &ExecuteMsg::VoteSigned { proposal_id, votes })
}

/// The other signature of the same text by the same key: s is replaced by n - s.
fn high_s(vote: &SignedVote) -> SignedVote {
    let low = Signature::from_slice(&vote.signature).unwrap();
    let (r, s) = low.split_scalars();
    let high = Signature::from_scalars(r, -*s).unwrap();
    SignedVote { signature: Binary::from(high.to_bytes().to_vec()), ..vote.clone() }
}

fn reasons(done: &Success) -> Vec<(String, String)> {
    let of = |event: &cosmwasm_std::Event, key: &str| {
        event.attributes.iter().find(|a| a.key == key).unwrap().value.clone()
    };
    let skipped = done.events_of("axiom_dao_vote_skipped");
    skipped.map(|event| (of(event, "index"), of(event, "reason"))).collect()
}

#[test]
fn a_batch_counts_as_direct_votes_do() {
    let mut w = world();
    let (ann, ben, cat) = (w.ann.clone(), w.ben.clone(), w.cat.clone());
    let id = w.propose(1, vec![]);
    let votes = vec![
        signed(&w, &ann, id, Vote::Yes),
        signed(&w, &ben, id, Vote::No),
        signed(&w, &cat, id, Vote::Abstain),
    ];
    let done = relay(&mut w, id, votes).should_succeed();
    assert_eq!(done.count_of("axiom_dao_vote_cast"), 3);
    assert_eq!(done.attribute("axiom_dao_vote_cast", "voter"), Some(ann.address.as_str()));
    assert_eq!(done.attribute("axiom_dao_vote_cast", "relayer"), Some(w.founder.address.as_str()));
    let found = w.stage(id);
    assert_eq!((found.yes, found.no, found.abstain), (60, 30, 10));
}

#[test]
fn bad_votes_are_passed_over_and_the_others_count() {
    let mut w = world();
    let (ann, ben, cat) = (w.ann.clone(), w.ben.clone(), w.cat.clone());
    let (gus, founder) = (w.gus.clone(), w.founder.clone());
    let id = w.propose(1, vec![]);
    w.propose(1, vec![]);
    w.vote(&cat, id, Vote::No).should_succeed();
    let good = signed(&w, &ann, id, Vote::Yes);
    let dao = w.dao.to_string();
    let forged = |chain: &str, contract: &str, proposal: u64| {
        signed_text(&ben, Vote::Yes, LATER, &vote_text(chain, contract, proposal, Vote::Yes, LATER))
    };
    let past = w.chain.now().seconds() - 1;
    let late = vote_text("axiom-local", &dao, id, Vote::Yes, past);
    let votes = vec![
        SignedVote { pubkey: vec![2; 32].into(), ..good.clone() },
        SignedVote { signature: vec![1; 63].into(), ..good.clone() },
        SignedVote { pubkey: [vec![2], vec![0xff; 32]].concat().into(), ..good.clone() },
        SignedVote { vote: Vote::No, ..good.clone() },
        SignedVote { valid_until: LATER + 1, ..good.clone() },
        forged("other-chain", &dao, id),
        forged("axiom-local", founder.address.as_str(), id),
        forged("axiom-local", &dao, 2),
        signed_text(&ben, Vote::Yes, past, &late),
        signed(&w, &ben, id, Vote::Veto),
        signed(&w, &gus, id, Vote::Yes),
        signed(&w, &cat, id, Vote::Yes),
        good.clone(),
        signed(&w, &ann, id, Vote::No),
        high_s(&good),
    ];
    let count = votes.len();
    let done = relay(&mut w, id, votes).should_succeed();
    assert_eq!(done.count_of("axiom_dao_vote_cast"), 1);
    let found = reasons(&done);
    assert_eq!(found.len(), count - 1);
    let expected = [
        (0, "a public key of 32 bytes"),
        (1, "a signature of 63 bytes"),
        (2, "public key or signature"),
        (3, "the signature is not of"),
        (4, "the signature is not of"),
        (5, "the signature is not of"),
        (6, "the signature is not of"),
        (7, "the signature is not of"),
        (8, "the signed action was valid until"),
        (9, "a veto: expected yes, no or abstain"),
        (10, "the voter had no weight"),
        (11, "the voter has voted"),
        (13, "the voter has voted"),
        (14, "the voter has voted"),
    ];
    for ((index, reason), (at, text)) in found.iter().zip(expected) {
        assert_eq!(*index, at.to_string());
        assert!(reason.starts_with(text), "{index}: {reason}");
        assert!(reason.chars().count() <= 60);
    }
    let found = w.stage(id);
    assert_eq!((found.yes, found.no, found.abstain), (60, 10, 0));
}

#[test]
pub fn the_first_to_arrive_stands_direct_or_relayed() {
    let mut w = world();
    let (ann, ben) = (w.ann.clone(), w.ben.clone());
    let id = w.propose(1, vec![]);
    let first = signed(&w, &ann, id, Vote::Yes);
    relay(&mut w, id, vec![first.clone()]).should_succeed();
    w.vote(&ann, id, Vote::No).should_fail_with(&ContractError::AlreadyVoted {
        proposal: id,
        voter: ann.address.clone(),
    });
    w.vote(&ben, id, Vote::No).should_succeed();
    let second = signed(&w, &ben, id, Vote::Yes);
    let before = w.chain.state_digest();
    // The same signature, its malleable twin, another signed vote of the same voter: none counts.
    for votes in [vec![first.clone()], vec![high_s(&first)], vec![second]] {
        let expected = ContractError::NoVoteCounted { proposal: id, votes: 1 };
        relay(&mut w, id, votes).should_fail_with(&expected);
    }
    assert_eq!(w.chain.state_digest(), before);
    assert_eq!((w.stage(id).yes, w.stage(id).no), (60, 30));
}

#[test]
fn a_high_s_signature_is_a_good_one() {
    let mut w = world();
    let ann = w.ann.clone();
    let id = w.propose(1, vec![]);
    let vote = high_s(&signed(&w, &ann, id, Vote::Yes));
    relay(&mut w, id, vec![vote]).should_succeed();
    assert_eq!(w.stage(id).yes, 60);
}

#[test]
fn bounds_and_stages() {
    let mut w = world();
    let ann = w.ann.clone();
    let id = w.propose(1, vec![]);
    let vote = signed(&w, &ann, id, Vote::Yes);
    relay(&mut w, id, vec![])
        .should_fail_with(&ContractError::Kit(KitError::Empty { field: "votes" }));
    let many = KitError::TooMany { field: "votes", len: 101, max: 100 };
    relay(&mut w, id, vec![vote.clone(); 101]).should_fail_with(&ContractError::Kit(many));
    relay(&mut w, 9, vec![vote.clone()])
        .should_fail_with(&ContractError::UnknownProposal { proposal: 9 });
    w.chain.advance_seconds(DAY);
    relay(&mut w, id, vec![vote]).should_fail_with(&ContractError::WrongStage {
        proposal: id,
        stage: Stage::Defeated,
        expected: "voting",
    });
}

#[test]
fn weights_beyond_64_bits_undo_the_batch() {
    let mut w = world();
    let (ann, ben, tracker) = (w.ann.clone(), w.ben.clone(), w.tracker());
    for who in [&ann, &ben] {
        w.chain.seed(&tracker, |s| {
            crate::fakes::set_weight(s, 1, (&who.address, u64::MAX), 1);
        });
    }
    let id = w.propose(1, vec![]);
    let votes = vec![signed(&w, &ann, id, Vote::Yes), signed(&w, &ben, id, Vote::Yes)];
    relay(&mut w, id, votes).should_fail_with(&ContractError::WeightOverflow { proposal: id });
    assert_eq!(w.stage(id).yes, 0);
}

#[test]
fn each_further_signed_vote_is_cheap() {
    let mut w = world();
    let crowd: Vec<Account> = (0..20).map(|i| Account::named(format!("voter {i}"))).collect();
    let tracker = w.tracker();
    for who in &crowd {
        w.chain.seed(&tracker, |s| crate::fakes::set_weight(s, 1, (&who.address, 5), 1));
    }
    let (one, other) = (w.propose(1, vec![]), w.propose(1, vec![]));
    let votes = |w: &World, id| -> Vec<SignedVote> {
        crowd.iter().map(|who| signed(w, who, id, Vote::Yes)).collect()
    };
    let (all, first) = (votes(&w, one), votes(&w, other)[..1].to_vec());
    let many = relay(&mut w, one, all).should_succeed().gas.total;
    let single = relay(&mut w, other, first).should_succeed().gas.total;
    let further = (many - single) / 19;
    assert!(further < 14_000, "{further}");
}
