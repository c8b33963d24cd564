//! Upgrades: the proposal is made, and does what it says.

use axiom_chain::Chain;
use axiom_economy::{upgrade, verify, EconomyError, Role, Site, Wish};
use axiom_local::LocalChain;
use axiom_suite::NEXT_VERSION;
use axiom_types::dao::{ExecuteMsg, Proposed, QueryMsg, StageResponse, Vote};

use crate::world::{chain, founded, ground, now, release, wanted, who};

/// The founder votes alone, and the proposal is executed when it can be.
fn carried(chain: &mut LocalChain, dao: &str, proposal_id: u64) {
    let vote = ExecuteMsg::Vote { proposal_id, vote: Vote::Yes };
    let _ = chain.execute(who("founder"), dao, &vote, &[]).should_succeed();
    let stage: StageResponse = chain.query(dao, &QueryMsg::Stage { proposal_id });
    chain.advance_seconds(stage.ready_at - Chain::now(chain));
    let _ = chain
        .execute(who("founder"), dao, &ExecuteMsg::Execute { proposal_id }, &[])
        .should_succeed();
}

#[test]
fn all_five_move_by_one_proposal() {
    let (mut chain, codes) = chain();
    let site = Site::of(&founded(&mut chain, "default", &wanted("roads"))).unwrap();
    let next = release(NEXT_VERSION);
    let error = upgrade(&ground(&mut chain), &site, &next, &Wish::default()).unwrap_err();
    assert!(matches!(&error, EconomyError::Upgrade { contract: Role::Registry, .. }), "{error}");
    assert!(error.to_string().contains("is not on the chain: store it first"), "{error}");

    let ids = codes.store_next(&mut chain);
    let made = upgrade(&ground(&mut chain), &site, &next, &Wish::default()).unwrap();
    let roles: Vec<Role> = made.moves.iter().map(|one| one.contract).collect();
    assert_eq!(roles, Role::ALL);
    assert_eq!(made.moves[4].code_id, ids.dao);
    assert_eq!((made.moves[0].from.as_str(), made.moves[0].to.as_str()), ("0.1.0", NEXT_VERSION));
    assert_eq!(made.to.as_deref(), Some(site.owner.as_str()));
    let proposal = made.proposal.unwrap();
    assert_eq!(proposal["propose"]["track"], 3, "the strict one");
    assert!(proposal["propose"]["title"].as_str().unwrap().len() <= 120);
    assert!(proposal["propose"]["description"]
        .as_str()
        .unwrap()
        .contains("governance-dao from 0.1.0 to 0.2.0"));
    let done = chain.execute(who("founder"), &site.owner, &proposal, &[]).should_succeed();
    let id = done.data_as::<Proposed>().proposal_id;
    carried(&mut chain, &site.owner, id);
    let report = verify(&ground(&mut chain), &site, &next).unwrap();
    assert!(report.is_ok(), "{:?}", report.failed().collect::<Vec<_>>());
    assert!(report.check("governance-dao: kind").unwrap().why.ends_with(NEXT_VERSION));

    for target in [next, now()] {
        let error = upgrade(&ground(&mut chain), &site, &target, &Wish::default()).unwrap_err();
        assert!(matches!(&error, EconomyError::NothingToUpgrade { .. }), "{error}");
        assert!(
            error.to_string().contains("governance-dao: it has version 0.2.0, which is not older"),
            "{error}"
        );
    }
}

#[test]
fn one_contract_under_a_title_of_its_own() {
    let (mut chain, codes) = chain();
    codes.store_next(&mut chain);
    let site = Site::of(&founded(&mut chain, "default", &wanted("roads"))).unwrap();
    let next = release(NEXT_VERSION);
    let wish = Wish {
        only: vec![Role::Ledger],
        title: Some("A faster ledger".to_string()),
        description: None,
    };
    let made = upgrade(&ground(&mut chain), &site, &next, &wish).unwrap();
    assert_eq!(made.moves.len(), 1);
    assert!(made.stays.is_empty());
    let proposal = made.proposal.unwrap();
    assert_eq!(proposal["propose"]["title"], "A faster ledger");
    let done = chain.execute(who("founder"), &site.owner, &proposal, &[]).should_succeed();
    carried(&mut chain, &site.owner, done.data_as::<Proposed>().proposal_id);
    let error = upgrade(&ground(&mut chain), &site, &next, &wish).unwrap_err();
    assert!(matches!(&error, EconomyError::Upgrade { contract: Role::Ledger, .. }), "{error}");
    let rest = upgrade(&ground(&mut chain), &site, &next, &Wish::default()).unwrap();
    assert_eq!(rest.moves.len(), 4);
    assert_eq!(rest.stays[0].0, Role::Ledger);
}

#[test]
fn what_belongs_to_others_stays() {
    let (mut chain, codes) = chain();
    codes.store_next(&mut chain);
    let first = founded(&mut chain, "default", &wanted("first"));
    let mut wanted = wanted("second");
    wanted.adopt.insert(Role::Registry, first.address(Role::Registry).unwrap().to_string());
    let site = Site::of(&founded(&mut chain, "default", &wanted)).unwrap();
    let next = release(NEXT_VERSION);
    let made = upgrade(&ground(&mut chain), &site, &next, &Wish::default()).unwrap();
    assert_eq!(made.moves.len(), 4);
    assert_eq!(made.stays[0].0, Role::Registry);
    assert!(made.stays[0].1.contains(first.address(Role::Dao).unwrap()));
    let wish = Wish { only: vec![Role::Registry], ..Wish::default() };
    let error = upgrade(&ground(&mut chain), &site, &next, &wish).unwrap_err();
    assert!(error.to_string().contains("may migrate it, not"), "{error}");
    let mut odd = next;
    odd.version = "soon".to_string();
    let error = upgrade(&ground(&mut chain), &site, &odd, &Wish::default()).unwrap_err();
    assert!(error.to_string().contains("cannot be compared"), "{error}");
}

/// Without a governance-dao the owner migrates with messages of its own.
#[test]
fn a_wallet_upgrades_what_it_owns() {
    let (mut chain, codes) = chain();
    codes.store_next(&mut chain);
    let mut wanted = wanted("mine");
    wanted.owner = Some(who("founder"));
    let site = Site::of(&founded(&mut chain, "default", &wanted)).unwrap();
    let next = release(NEXT_VERSION);
    let made = upgrade(&ground(&mut chain), &site, &next, &Wish::default()).unwrap();
    assert_eq!((made.moves.len(), made.to.clone(), made.proposal.clone()), (4, None, None));
    assert_eq!(made.stays, [(Role::Dao, "this economy has none".to_string())]);
    let _ = chain.execute_multi(who("founder"), made.messages).should_succeed();
    let report = verify(&ground(&mut chain), &site, &next).unwrap();
    assert!(report.is_ok(), "{:?}", report.failed().collect::<Vec<_>>());
}
