//! Plans: what would be done, and what is refused before anything is done.

use axiom_chain::{Account, ChainExt, Init};
use axiom_economy::{EconomyError, Measure, Plan, Release, Role, Uploads};
use axiom_types::registry;

use crate::world::{chain, empty_chain, ground, now, planned, set, wanted, who, AnyWasm, Mortal};

#[test]
fn on_an_empty_chain_everything_is_uploaded() {
    let mut chain = empty_chain();
    let digest = chain.state_digest();
    let plan =
        planned(&ground(&mut chain), "infrastructure-contribution", &wanted("roads")).unwrap();
    let steps: Vec<&str> = plan.steps.iter().map(|step| step.step.as_str()).collect();
    assert_eq!(
        steps,
        [
            "store:state-registry",
            "store:contribution-tracker",
            "store:value-distributor",
            "store:execution-ledger",
            "store:governance-dao",
            "found",
            "propose:1",
        ]
    );
    assert!(plan.steps.iter().all(|step| !step.done && step.measure == Measure::Estimated));
    let stored: u64 = plan.steps[..5].iter().map(|step| step.gas).sum();
    assert!((15_000_000..20_000_000).contains(&stored), "{stored}");
    assert_eq!(plan.gas(), plan.steps.iter().map(|step| step.gas).sum::<u64>());
    assert_eq!((plan.fee(), plan.closed.clone()), (None, None));
    assert_eq!(plan.salt, "roads");
    assert_eq!(plan.contracts.len(), 5);
    assert_eq!(chain.state_digest(), digest, "nothing was sent");
    let text = plan.to_string();
    for part in [
        "economy   roads (Infrastructure Contribution)",
        "template  Infrastructure Contribution Economies, Meta and infrastructure",
        "owner     its own governance-dao",
        "do    store the code of state-registry: about ",
        "do    create 5 contracts and send 2 messages in one transaction",
        "do    propose to the members: First round of retroactive funding",
        plan.address(Role::Tracker).unwrap(),
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
    let json = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&json).unwrap(), plan);
}

#[test]
fn codes_that_are_there_are_used_and_the_founding_is_tried_out() {
    let (mut chain, codes) = chain();
    let mut ground = Mortal::new(&mut chain);
    ground.price = Some(2);
    let mut wanted = wanted("roads");
    wanted.denom = None;
    let plan = planned(&ground, "default", &wanted).unwrap();
    let of = |role: Role| plan.codes.iter().find(|code| code.contract == role).unwrap().code_id;
    assert_eq!(of(Role::Dao), Some(codes.dao));
    assert_eq!(of(Role::Registry), Some(codes.registry));
    assert!(plan.steps[..5].iter().all(|step| step.done));
    let found = &plan.steps[5];
    assert_eq!((found.gas, found.measure), (1_234_567, Measure::Simulated));
    assert_eq!(plan.gas(), 1_234_567);
    assert_eq!(plan.fee().unwrap().to_string(), "2469134ufee");
    assert_eq!(ground.tried.get(), 1);
    // Without a denom work is paid in what fees are paid in.
    assert!(plan.founding.to_string().contains("ufee"));
    assert!(plan.to_string().contains("done  store the code of value-distributor"));
}

#[test]
fn a_founding_that_would_be_refused_is_not_planned() {
    let (mut chain, _) = chain();
    let mut ground = Mortal::new(&mut chain);
    ground.refuses = Some("an arbitration window of 5 seconds".to_string());
    let error = planned(&ground, "default", &wanted("roads")).unwrap_err();
    assert!(matches!(&error, EconomyError::Step { step, .. } if step == "found"));
    assert!(error.to_string().contains("an arbitration window of 5 seconds"), "{error}");
}

#[test]
fn closed_uploads_are_told_and_only_where_codes_are_missing() {
    let mut empty = empty_chain();
    let mut ground = Mortal::new(&mut empty);
    ground.uploads = Uploads::Only(vec![]);
    let plan = planned(&ground, "default", &wanted("roads")).unwrap();
    let deposit = [cosmwasm_std::coin(5, "stake")];
    let parts = plan.code_proposals(&AnyWasm, &now(), &deposit, 300_000).unwrap();
    assert_eq!((parts.len(), parts[0].codes.len(), parts[0].prefix.as_str()), (1, 5, "wasm"));
    assert_eq!(parts[0].to_json().unwrap()["deposit"], "5stake");
    assert!(plan.code_proposals(&AnyWasm, &now(), &deposit, 100).is_err());
    let closed = plan.closed.clone().unwrap();
    assert_eq!(closed.allowed, "only its governance");
    assert_eq!(closed.missing.len(), 5);
    assert!(plan.to_string().contains("closed    only its governance may store code"));
    ground.uploads = Uploads::Only(vec![who("alice")]);
    let plan = planned(&ground, "default", &wanted("roads")).unwrap();
    assert!(plan.closed.unwrap().allowed.contains(&who("alice")));
    ground.uploads = Uploads::Only(vec![who("founder")]);
    assert!(planned(&ground, "default", &wanted("roads")).unwrap().closed.is_none());
    let (mut full, _) = chain();
    let mut ground = Mortal::new(&mut full);
    ground.uploads = Uploads::Only(vec![]);
    let plan = planned(&ground, "default", &wanted("roads")).unwrap();
    assert!(plan.closed.is_none());
    assert!(plan.code_proposals(&AnyWasm, &now(), &[], 300_000).unwrap().is_empty());
}

#[test]
fn names_salts_and_addresses_are_checked() {
    let (mut chain, _) = chain();
    let ground = ground(&mut chain);
    for name in ["", "Roads", "a b", "../x", "ä", &"x".repeat(33)] {
        let error = planned(&ground, "default", &wanted(name)).unwrap_err();
        assert!(matches!(error, EconomyError::Name { .. }), "{name}: {error}");
    }
    assert!(planned(&ground, "default", &wanted(&"x".repeat(32))).is_ok());
    for salt in ["", &"s".repeat(61)] {
        let mut wanted = wanted("roads");
        wanted.salt = Some(salt.to_string());
        let error = planned(&ground, "default", &wanted).unwrap_err();
        assert!(matches!(error, EconomyError::Salt { .. }), "{error}");
    }
    let damaged = who("alice").replace('q', "p");
    for address in ["alice", "", "cosmos1qqqq", damaged.as_str()] {
        let mut bad_owner = wanted("roads");
        bad_owner.owner = Some(address.to_string());
        let mut bad_founder = wanted("roads");
        bad_founder.founder = address.to_string();
        let mut bad_registry = wanted("roads");
        bad_registry.adopt.insert(Role::Registry, address.to_string());
        for wanted in [bad_owner, bad_founder, bad_registry] {
            let error = planned(&ground, "default", &wanted).unwrap_err();
            assert!(matches!(error, EconomyError::Address { .. }), "{address}: {error}");
        }
    }
}

#[test]
fn what_does_not_go_together_is_told() {
    let (mut chain, _) = chain();
    let ground = ground(&mut chain);
    let mut no_tracker = wanted("roads");
    no_tracker.set = set(&["tracker={\"omit\":{}}"]);
    let error = planned(&ground, "default", &no_tracker).unwrap_err().to_string();
    assert!(error.contains("source of voting power"), "{error}");
    let mut dao = wanted("roads");
    dao.adopt.insert(Role::Dao, who("alice"));
    let error = planned(&ground, "default", &dao).unwrap_err().to_string();
    assert!(error.contains("name it with --owner"), "{error}");
    let empty = Release { version: "1.0.0".to_string(), checksums: Default::default() };
    let template = axiom_economy::Template::find("default").unwrap();
    let error = axiom_economy::plan(&ground, &template, &wanted("roads"), &empty).unwrap_err();
    assert!(matches!(error, EconomyError::NoChecksum { .. }), "{error}");
    let error = planned(&ground, "defualt", &wanted("roads")).unwrap_err();
    assert!(matches!(error, EconomyError::NoTemplate { .. }), "{error}");
    for name in ["", " ", "two\nlines", "hid\u{200b}den", &"x".repeat(65)] {
        let mut unnamed = wanted("roads");
        unnamed.name = Some(name.to_string());
        let error = planned(&ground, "default", &unnamed).unwrap_err().to_string();
        assert!(error.contains("is no visible name"), "{error}");
    }
    let mut nothing = wanted("roads");
    nothing.owner = Some(who("founder"));
    nothing.set = set(&["registry", "tracker", "distributor", "ledger"]
        .map(|part| [part, "={\"omit\":{}}"].concat())
        .each_ref()
        .map(String::as_str));
    let error = planned(&ground, "default", &nothing).unwrap_err().to_string();
    assert!(error.contains("nothing is left to found"), "{error}");
    let mut no_denom = wanted("roads");
    no_denom.denom = None;
    let error = planned(&ground, "default", &no_denom).unwrap_err().to_string();
    assert!(error.contains("$DENOM at founding."), "{error}");
}

/// Only half of what one transaction creates cannot come from a founding.
#[test]
fn half_an_economy_at_its_addresses_is_refused() {
    let (mut chain, codes) = chain();
    let founder = Account::named("founder");
    let settings = registry::Settings { lease_seconds: 3_600, renewal_window: 60 };
    let msg = registry::InstantiateMsg { owner: None, settings };
    let init = Init::new(codes.registry, "x", &msg);
    let _ = ChainExt::instantiate2(&mut chain, &founder, init, b"roadsr").should_succeed();
    let mut alone = wanted("roads");
    alone.owner = Some(who("founder"));
    let error = planned(&ground(&mut chain), "default", &alone).unwrap_err();
    assert!(matches!(error, EconomyError::HalfThere { .. }), "{error}");
    assert!(error.to_string().contains("another --salt"), "{error}");
    alone.salt = Some("other".to_string());
    assert!(planned(&ground(&mut chain), "default", &alone).is_ok());
}

#[test]
fn the_committed_release_has_all_five() {
    let release = Release::committed();
    assert_eq!(release.checksums.len(), 5);
    for role in Role::ALL {
        let sum = release.checksum(role).unwrap();
        assert_eq!((sum.len(), release.role_of(sum)), (32, Some(role)));
        assert_eq!((Role::find(role.name()), Role::find(role.part())), (Some(role), Some(role)));
    }
    assert_eq!(release.role_of(&[0; 32]), None);
    assert_eq!(release.version, now().version);
    assert!(Role::find("bank").is_none());
}
