//! Plans carried out: to the end, killed at every step, refused, and in the wrong hands.

use axiom_economy::{
    apply, resume, EconomyError, Folder as Artifacts, GroundError, PlannedStep, Progress, Receipt,
    Role, Tools, Uploads,
};
use axiom_local::LocalChain;
use axiom_types::dao::{EconomyResponse, QueryMsg};
use serde_json::{json, Value};

use crate::world::{
    applied, chain, empty_chain, ground, now, planned, release, set, wanted, AnyWasm, Death,
    Folder, Mortal,
};

const TEMPLATE: &str = "infrastructure-contribution";
/// Transactions of that template on an empty chain: five codes, the founding, a proposal.
const SENDINGS: u32 = 7;

#[derive(Default)]
struct Told(Vec<String>);

impl Progress for Told {
    fn begins(&mut self, step: &PlannedStep, at: usize, of: usize) {
        self.0.push(format!("{at}/{of} {}", step.step));
    }
    fn done(&mut self, step: &PlannedStep, receipt: Option<&Receipt>) {
        let how = if receipt.is_some() { "done" } else { "there" };
        self.0.push(format!("{how} {}", step.step));
    }
}

/// One economy with one proposal, and nothing twice.
fn is_whole(chain: &LocalChain, dao: &str, codes: usize) {
    let found: EconomyResponse = chain.query(dao, &QueryMsg::Economy {});
    assert_eq!(found.name, "Infrastructure Contribution");
    let proposals: Value = chain.query(dao, &json!({ "list_proposals": {} }));
    assert_eq!(proposals["proposals"].as_array().unwrap().len(), 1);
    let distributor = found.distributor.unwrap().address;
    let pools: Value = chain.query(&distributor, &json!({ "pools": {} }));
    assert_eq!(pools["pools"].as_array().unwrap().len(), 2);
    let stored = (1..).take_while(|id| chain.code_info(*id).is_some()).count();
    assert_eq!(stored, codes);
}

#[test]
fn an_economy_is_founded_and_kept_in_its_file() {
    let mut chain = empty_chain();
    let folder = Folder::new();
    let plan = planned(&ground(&mut chain), TEMPLATE, &wanted("roads")).unwrap();
    let (release, deployments, mut told) = (now(), folder.deployments(), Told::default());
    let tools = Tools { release: &release, wasm: &AnyWasm, deployments: &deployments };
    let done = apply(&mut ground(&mut chain), &plan, &tools, &mut told).unwrap();
    assert!(done.complete);
    assert_eq!(told.0.len(), 14);
    assert_eq!(told.0[0], "1/7 store:state-registry");
    assert_eq!(told.0[13], "done propose:1");
    let dao = done.address(Role::Dao).unwrap();
    assert_eq!(plan.address(Role::Dao), Some(dao));
    is_whole(&chain, dao, 5);
    for (role, contract) in &done.contracts {
        let info = chain.contract_info(&contract.address).unwrap();
        assert_eq!(Some(contract.address.as_str()), plan.address(*role));
        assert_eq!((info.code_id, info.label), (contract.code_id, contract.label.clone()));
        assert_eq!(info.admin.unwrap().as_str(), dao);
        assert_eq!(contract.code_id, done.codes[role].code_id);
        assert_eq!(done.plan.contract(*role).unwrap().label, Some(contract.label.clone()));
    }
    assert_eq!(done.step("found").unwrap().height, Some(1));
    assert!(done.step("found").unwrap().gas.unwrap() > 1_000_000);
    assert_eq!(deployments.show("axiom-local-1", "roads").unwrap(), done);

    // The same again does nothing at all.
    let plan = planned(&ground(&mut chain), TEMPLATE, &wanted("roads")).unwrap();
    assert!(plan.steps.iter().all(|step| step.done) && plan.contracts.iter().all(|one| one.there));
    assert_eq!(plan.gas(), 0);
    let sent = chain.txs().len();
    let again = applied(&mut ground(&mut chain), &plan, &folder).unwrap();
    assert_eq!(chain.txs().len(), sent);
    assert_eq!((again.steps, again.contracts), (done.steps, done.contracts));
}

#[test]
fn killed_at_every_step_it_goes_on_where_it_stopped() {
    for at in 0..SENDINGS {
        for death in [Death::Before(at), Death::After(at)] {
            let mut chain = empty_chain();
            let folder = Folder::new();
            let plan = planned(&ground(&mut chain), TEMPLATE, &wanted("roads")).unwrap();
            let mut mortal = Mortal::new(&mut chain).dying(death);
            let error = applied(&mut mortal, &plan, &folder).unwrap_err();
            assert!(matches!(error, EconomyError::Ground(GroundError::Node(_))), "{error}");
            let half = folder.deployments().show("axiom-local-1", "roads").unwrap();
            assert!(!half.complete, "{death:?}");
            assert_eq!(half.steps.len(), at as usize, "{death:?}: only what is known is noted");
            assert_eq!(half.is_founded(), at > 5, "{death:?}");

            // With a new plan, as a new process makes it.
            let plan = planned(&ground(&mut chain), TEMPLATE, &wanted("roads")).unwrap();
            let done = plan.steps.iter().filter(|step| step.done).count() as u32;
            assert_eq!(done, at + u32::from(death == Death::After(at)), "{death:?}");
            let mut mortal = Mortal::new(&mut chain);
            let whole = applied(&mut mortal, &plan, &folder).unwrap();
            assert_eq!(mortal.sent, SENDINGS - done, "{death:?}: nothing is sent twice");
            assert!(whole.complete && whole.steps.len() == SENDINGS as usize);
            let unknown = whole.steps.iter().filter(|step| step.height.is_none()).count();
            assert_eq!(unknown, usize::from(death == Death::After(at)), "{death:?}");
            is_whole(&chain, whole.address(Role::Dao).unwrap(), 5);
        }
    }
}

/// The old plan does as well: what is done is decided by the chain.
#[test]
fn the_same_plan_goes_on_too_and_a_lost_file_is_written_anew() {
    let mut chain = empty_chain();
    let folder = Folder::new();
    let plan = planned(&ground(&mut chain), TEMPLATE, &wanted("roads")).unwrap();
    let mut mortal = Mortal::new(&mut chain).dying(Death::After(5));
    let _ = applied(&mut mortal, &plan, &folder).unwrap_err();
    let other = Folder::new();
    let mut mortal = Mortal::new(&mut chain);
    let whole = applied(&mut mortal, &plan, &other).unwrap();
    assert_eq!(mortal.sent, 1, "the proposal alone");
    assert!(whole.complete);
    is_whole(&chain, whole.address(Role::Dao).unwrap(), 5);
}

/// The file alone is enough to go on: nobody has to remember with which settings it was begun.
#[test]
fn it_is_gone_on_with_by_its_name() {
    let mut chain = empty_chain();
    let folder = Folder::new();
    let mut wish = wanted("roads");
    wish.set = set(&["FIRST_ROUND=7"]);
    let plan = planned(&ground(&mut chain), TEMPLATE, &wish).unwrap();
    let mut mortal = Mortal::new(&mut chain).dying(Death::After(3));
    let _ = applied(&mut mortal, &plan, &folder).unwrap_err();
    let begun = folder.deployments().show("axiom-local-1", "roads").unwrap();
    let left = resume(&ground(&mut chain), &begun, &now()).unwrap();
    let open: Vec<&str> =
        left.steps.iter().filter(|step| !step.done).map(|step| step.step.as_str()).collect();
    assert_eq!(open, ["store:governance-dao", "found", "propose:1"]);
    let done = applied(&mut ground(&mut chain), &left, &folder).unwrap();
    is_whole(&chain, done.address(Role::Dao).unwrap(), 5);
    let left = resume(&ground(&mut chain), &done, &now()).unwrap();
    assert!(left.steps.iter().all(|step| step.done) && left.contracts.iter().all(|one| one.there));
    let error = resume(&ground(&mut chain), &done, &release("0.2.0")).unwrap_err().to_string();
    assert!(error.contains("contracts of 0.1.0, and this program has others, of 0.2.0"), "{error}");
    let mut other = LocalChain::new("other-1");
    let error = resume(&ground(&mut other), &done, &now()).unwrap_err();
    assert!(matches!(error, EconomyError::OtherChain { .. }), "{error}");
    let mut closed = Mortal::new(&mut other);
    closed.uploads = Uploads::Only(vec![]);
    let mut moved = done.clone();
    moved.plan.chain_id = "other-1".to_string();
    let left = resume(&closed, &moved, &now()).unwrap();
    assert_eq!(left.closed.unwrap().missing.len(), 5);
}

#[test]
fn a_refused_founding_leaves_the_codes_and_can_be_mended() {
    let mut chain = empty_chain();
    let folder = Folder::new();
    let mut wrong = wanted("roads");
    wrong.set = set(&["ledger.create.settings.min_default_arbitration=60"]);
    let plan = planned(&ground(&mut chain), TEMPLATE, &wrong).unwrap();
    let error = applied(&mut ground(&mut chain), &plan, &folder).unwrap_err();
    assert!(matches!(&error, EconomyError::Step { step, .. } if step == "found"), "{error}");
    let text = error.to_string();
    assert!(text.contains("arbitration") && text.contains("run the same again"), "{text}");
    assert!(chain.contract_info(plan.address(Role::Dao).unwrap()).is_none());

    // Mended settings are another economy for the file, until it is out of the way.
    let plan = planned(&ground(&mut chain), TEMPLATE, &wanted("roads")).unwrap();
    assert_eq!(plan.steps.iter().filter(|step| step.done).count(), 5);
    let error = applied(&mut ground(&mut chain), &plan, &folder).unwrap_err();
    assert!(matches!(&error, EconomyError::Foreign { .. }), "{error}");
    assert!(error.to_string().contains("other settings"), "{error}");
    let other = Folder::new();
    let done = applied(&mut ground(&mut chain), &plan, &other).unwrap();
    is_whole(&chain, done.address(Role::Dao).unwrap(), 5);
}

#[test]
fn the_file_of_another_economy_is_left_alone() {
    let (mut chain, _) = chain();
    let folder = Folder::new();
    let plan = planned(&ground(&mut chain), TEMPLATE, &wanted("roads")).unwrap();
    applied(&mut ground(&mut chain), &plan, &folder).unwrap();
    let path = folder.deployments().path("axiom-local-1", "roads").unwrap();
    let kept = std::fs::read(&path).unwrap();
    let mut other_salt = wanted("roads");
    other_salt.salt = Some("second".to_string());
    let mut other_name = wanted("roads");
    other_name.name = Some("Bridges".to_string());
    let mut owned = wanted("roads");
    owned.owner = Some(crate::world::who("alice"));
    for (template, wanted, part) in [
        (TEMPLATE, other_salt, "the salt roads, and this is second"),
        ("default", wanted("roads"), "the template"),
        (TEMPLATE, other_name, "other settings"),
        (TEMPLATE, owned, "another owner"),
    ] {
        let plan = planned(&ground(&mut chain), template, &wanted).unwrap();
        let sent = chain.txs().len();
        let error = applied(&mut ground(&mut chain), &plan, &folder).unwrap_err();
        assert!(matches!(&error, EconomyError::Foreign { .. }), "{error}");
        assert!(error.to_string().contains(part), "{error}");
        assert_eq!(chain.txs().len(), sent);
    }
    assert_eq!(std::fs::read(&path).unwrap(), kept);
}

#[test]
fn nothing_is_sent_where_uploads_are_closed_or_the_wasm_is_wrong() {
    let mut chain = empty_chain();
    let folder = Folder::new();
    let (release, deployments) = (now(), folder.deployments());
    let mut mortal = Mortal::new(&mut chain);
    mortal.uploads = Uploads::Only(vec![]);
    let plan = planned(&mortal, "default", &wanted("roads")).unwrap();
    let error = applied(&mut mortal, &plan, &folder).unwrap_err();
    assert!(matches!(&error, EconomyError::UploadClosed { .. }), "{error}");
    assert!(error.to_string().contains("axiom codes proposal"), "{error}");

    mortal.uploads = Uploads::Everybody;
    let plan = planned(&mortal, "default", &wanted("roads")).unwrap();
    let wasm = Artifacts(folder.0.join("wasm"));
    let tools = Tools { release: &release, wasm: &wasm, deployments: &deployments };
    let error = apply(&mut mortal, &plan, &tools, &mut axiom_economy::Quiet).unwrap_err();
    assert!(matches!(&error, EconomyError::NoArtifact { .. }), "{error}");
    assert!(error.to_string().contains("make dist"), "{error}");
    std::fs::create_dir(&wasm.0).unwrap();
    for role in Role::ALL {
        // The bytes whose checksum the test release names, but for the last contract.
        let text = if role == Role::Dao {
            "changed".to_string()
        } else {
            format!("{role}{}", release.version)
        };
        std::fs::write(wasm.0.join(format!("{role}.wasm")), text).unwrap();
    }
    let error = apply(&mut mortal, &plan, &tools, &mut axiom_economy::Quiet).unwrap_err();
    assert!(matches!(&error, EconomyError::ChangedArtifact { .. }), "{error}");
    assert!(
        error.to_string().contains("governance-dao.wasm is not the contract of this release"),
        "{error}"
    );
    assert_eq!(mortal.sent, 0);
    std::fs::write(
        wasm.0.join("governance-dao.wasm"),
        format!("governance-dao{}", release.version),
    )
    .unwrap();
    assert!(apply(&mut mortal, &plan, &tools, &mut axiom_economy::Quiet).unwrap().complete);
}

#[test]
fn a_chain_that_stores_something_else_is_not_trusted() {
    let mut chain = empty_chain();
    let folder = Folder::new();
    let mut mortal = Mortal::new(&mut chain);
    mortal.stores_other = true;
    let plan = planned(&mortal, "default", &wanted("roads")).unwrap();
    let error = applied(&mut mortal, &plan, &folder).unwrap_err();
    assert!(
        matches!(&error, EconomyError::StoredOther { contract: Role::Registry, .. }),
        "{error}"
    );
    assert_eq!(mortal.sent, 1);
}

#[test]
fn a_plan_of_another_chain_or_of_an_older_state_is_refused() {
    let (mut full, _) = chain();
    let folder = Folder::new();
    let plan = planned(&ground(&mut full), "default", &wanted("roads")).unwrap();
    let mut other = LocalChain::new("other-1");
    let error = applied(&mut ground(&mut other), &plan, &folder).unwrap_err();
    assert!(matches!(&error, EconomyError::OtherChain { .. }), "{error}");
    // The chain was reset: the codes on which the plan counts are gone.
    let mut reset = empty_chain();
    let error = applied(&mut ground(&mut reset), &plan, &folder).unwrap_err();
    assert!(error.to_string().contains("was the chain reset?"), "{error}");
    // An economy that was founded before the reset is founded again.
    applied(&mut ground(&mut full), &plan, &folder).unwrap();
    let plan = planned(&ground(&mut reset), "default", &wanted("roads")).unwrap();
    assert!(plan.steps.iter().all(|step| !step.done));
    let done = applied(&mut ground(&mut reset), &plan, &folder).unwrap();
    assert!(reset.contract_info(done.address(Role::Dao).unwrap()).is_some());
}

#[test]
fn another_release_founds_another_economy() {
    let (mut chain, codes) = chain();
    codes.store_next(&mut chain);
    let folder = Folder::new();
    let plan = planned(&ground(&mut chain), "default", &wanted("roads")).unwrap();
    applied(&mut ground(&mut chain), &plan, &folder).unwrap();
    let template = axiom_economy::Template::find("default").unwrap();
    let next = release(axiom_suite::NEXT_VERSION);
    let later =
        axiom_economy::plan(&ground(&mut chain), &template, &wanted("roads"), &next).unwrap();
    assert_ne!(later.address(Role::Dao), plan.address(Role::Dao));
    let error = applied(&mut ground(&mut chain), &later, &folder).unwrap_err();
    assert!(error.to_string().contains("the version 0.1.0, and this is 0.2.0"), "{error}");
}
