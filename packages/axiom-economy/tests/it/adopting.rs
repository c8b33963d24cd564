//! Economies that adopt contracts of others.

use axiom_economy::{plan, verify, EconomyError, Role, Site, Template, Verdict};
use axiom_types::dao::Origin;
use serde_json::json;

use crate::world::{chain, founded, ground, now, planned, set, wanted, who};

#[test]
fn an_adopted_registry_is_used_and_listed_with_its_owner() {
    let (mut chain, _) = chain();
    let first = founded(&mut chain, "default", &wanted("first"));
    let (registry, owner) = (first.address(Role::Registry).unwrap(), first.address(Role::Dao));
    let mut wanted = wanted("second");
    wanted.adopt.insert(Role::Registry, registry.to_string());
    let plan = planned(&ground(&mut chain), "agent-gigs", &wanted).unwrap();
    let adopted = plan.contract(Role::Registry).unwrap();
    assert_eq!((adopted.origin.clone(), adopted.there), (Origin::Adopted, true));
    assert_eq!(adopted.owner.as_deref(), owner);
    assert!(plan.codes.iter().all(|code| code.contract != Role::Registry));
    assert!(plan.to_string().contains("adopted, owned by wasm1"));

    let second = founded(&mut chain, "agent-gigs", &wanted);
    assert_eq!(second.address(Role::Registry), Some(registry));
    assert_eq!(second.contracts[&Role::Registry].origin, Origin::Adopted);
    let site = Site::of(&second).unwrap();
    let report = verify(&ground(&mut chain), &site, &now()).unwrap();
    assert!(report.is_ok(), "{:?}", report.failed().collect::<Vec<_>>());
    for name in ["state-registry: admin", "state-registry: owner"] {
        let check = report.check(name).unwrap();
        assert_eq!(check.verdict, Verdict::Note);
        assert!(
            check.why.starts_with("adopted: ") && check.why.contains(owner.unwrap()),
            "{}",
            check.why
        );
    }
    assert_eq!(report.check("governance-dao: layer registry").unwrap().verdict, Verdict::Ok);
    // The template can name it, too.
    let mut by_template = crate::world::wanted("third");
    by_template.set = set(&[&format!("registry={{\"adopt\":{{\"address\":\"{registry}\"}}}}")]);
    let third = founded(&mut chain, "default", &by_template);
    assert_eq!(third.address(Role::Registry), Some(registry));
}

/// A ledger that works with the tracker of another economy counts nothing here.
#[test]
fn an_adopted_ledger_with_other_peers_fails_the_wiring() {
    let (mut chain, _) = chain();
    let first = founded(&mut chain, "default", &wanted("first"));
    let mut wanted = wanted("second");
    wanted.adopt.insert(Role::Ledger, first.address(Role::Ledger).unwrap().to_string());
    let second = founded(&mut chain, "default", &wanted);
    let report = verify(&ground(&mut chain), &Site::of(&second).unwrap(), &now()).unwrap();
    let failed: Vec<&str> = report.failed().map(|check| check.name.as_str()).collect();
    assert_eq!(
        failed,
        [
            "execution-ledger: peer registry",
            "execution-ledger: peer tracker",
            "execution-ledger: peer distributor",
            "state-registry: space of the ledger",
        ]
    );
    assert_eq!(report.check("execution-ledger: arbiter").unwrap().verdict, Verdict::Note);
}

/// A template can leave open which registry is shared.
#[test]
fn a_variable_names_what_is_adopted() {
    let (mut chain, _) = chain();
    let first = founded(&mut chain, "default", &wanted("first"));
    let registry = first.address(Role::Registry).unwrap().to_string();
    let mut document = Template::find("default").unwrap().document().clone();
    document["variables"] = json!({ "SHARED": { "about": "The registry of the city." } });
    document["founding"]["registry"] = json!({ "adopt": { "address": "$SHARED" } });
    let template = Template::parse("city", &document.to_string()).unwrap();
    let mut wish = wanted("second");
    let error = plan(&ground(&mut chain), &template, &wish, &now()).unwrap_err().to_string();
    assert!(error.contains("leaves open $SHARED at founding.registry.adopt.address"), "{error}");
    wish.set = set(&["SHARED=[1]"]);
    let error = plan(&ground(&mut chain), &template, &wish, &now()).unwrap_err().to_string();
    assert!(error.contains("founding.registry.adopt.address: expected a text"), "{error}");
    wish.set = set(&[&format!("SHARED={registry}")]);
    let made = plan(&ground(&mut chain), &template, &wish, &now()).unwrap();
    assert_eq!(made.address(Role::Registry), Some(registry.as_str()));
    assert_eq!(made.contract(Role::Registry).unwrap().origin, Origin::Adopted);
}

#[test]
fn everything_can_be_adopted() {
    let (mut chain, _) = chain();
    let first = founded(&mut chain, "default", &wanted("first"));
    let mut wanted = wanted("second");
    for role in Role::LAYERS {
        wanted.adopt.insert(role, first.address(role).unwrap().to_string());
    }
    let second = founded(&mut chain, "default", &wanted);
    let report = verify(&ground(&mut chain), &Site::of(&second).unwrap(), &now()).unwrap();
    assert!(report.is_ok(), "{:?}", report.failed().collect::<Vec<_>>());
    assert_ne!(second.address(Role::Dao), first.address(Role::Dao));
}

#[test]
fn what_is_no_such_contract_is_not_adopted() {
    let (mut chain, codes) = chain();
    let first = founded(&mut chain, "default", &wanted("first"));
    let _ = codes;
    let tracker = first.address(Role::Tracker).unwrap().to_string();
    for (address, part) in [(who("alice"), "no contract"), (tracker, "axiom-contribution-tracker")]
    {
        let mut wanted = wanted("second");
        wanted.adopt.insert(Role::Registry, address);
        let error = planned(&ground(&mut chain), "default", &wanted).unwrap_err();
        assert!(matches!(&error, EconomyError::Adopt { contract: Role::Registry, .. }), "{error}");
        assert!(error.to_string().contains(part), "{error}");
    }
}
