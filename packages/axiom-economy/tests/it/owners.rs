//! Owners that are there already: wallets, DAOs of this and of another kind.

use axiom_chain::Chain;
use axiom_economy::{
    verify, Code, Contract, EconomyError, Ground, GroundError, Owner, OwnerKind, Plan, Receipt,
    Role, Site, Task, Uploads,
};
use axiom_suite::JobBuilder;
use axiom_types::dao::{ExecuteMsg, Proposed, QueryMsg, StageResponse, Vote};
use axiom_types::ledger::{self, JobPosted};
use axiom_types::tracker::{self, ScoreResponse};
use cosmwasm_std::Coin;
use serde_json::{json, Value};

use crate::world::{applied, chain, founded, ground, now, planned, set, wanted, who, Folder};

#[test]
fn a_founder_who_owns_all_alone_sets_all_up_in_one_transaction() {
    let (mut chain, _) = chain();
    let mut wanted = wanted("mine");
    wanted.owner = Some(who("founder"));
    let plan = planned(&ground(&mut chain), "reputation", &wanted).unwrap();
    assert!(plan.owner_task.is_none() && plan.contract(Role::Dao).is_none());
    assert_eq!(plan.owner.as_ref().unwrap().kind, OwnerKind::Wallet);
    assert!(plan.notes[0].contains("tracks and guardian"));
    assert!(plan.to_string().contains("(a wallet)"));
    let sent = chain.txs().len();
    let folder = Folder::new();
    let done = applied(&mut ground(&mut chain), &plan, &folder).unwrap();
    assert_eq!(chain.txs().len(), sent + 1);
    let site = Site::of(&done).unwrap();
    let report = verify(&ground(&mut chain), &site, &now()).unwrap();
    assert!(report.is_ok(), "{:?}", report.failed().collect::<Vec<_>>());
    assert_eq!(report.check("contribution-tracker: budgets").unwrap().why, "2 granted");
    assert_eq!(folder.deployments().list().unwrap()[0].governed_by, Some(who("founder")));

    // The loop closes: work that is approved mints score. (The registry's lease is not needed for it.)
    let ledger = site.address(Role::Ledger).unwrap().to_string();
    let job = JobBuilder::voluntary(2, 5).to("ann").arbiter("ben").build();
    let post = ledger::ExecuteMsg::PostJob(job);
    let job = chain
        .execute(who("founder"), &ledger, &post, &[])
        .should_succeed()
        .data_as::<JobPosted>()
        .job;
    let submission = axiom_suite::submission("work");
    for (by, msg) in [
        ("ann", ledger::ExecuteMsg::Accept { job }),
        ("ann", ledger::ExecuteMsg::Submit { job, submission }),
        ("founder", ledger::ExecuteMsg::Approve { job }),
    ] {
        let _ = chain.execute(who(by), &ledger, &msg, &[]).should_succeed();
    }
    let score = tracker::QueryMsg::Score { domain: 2, account: who("ann") };
    let score: ScoreResponse = chain.query(site.address(Role::Tracker).unwrap(), &score);
    assert_eq!(score.lifetime.u128(), 5);
}

/// Another wallet gets the contracts, and the messages that only it may send.
#[test]
fn another_wallet_sends_the_rest_itself() {
    let (mut chain, _) = chain();
    let mut wanted = wanted("hers");
    wanted.owner = Some(who("alice"));
    let plan = planned(&ground(&mut chain), "infrastructure-contribution", &wanted).unwrap();
    let task = plan.owner_task.clone().unwrap();
    // One budget, and what the members would have decided: the first round.
    assert_eq!((task.messages.len(), task.to.clone(), task.proposal.clone()), (2, None, None));
    assert!(plan.proposals.is_empty() && plan.steps.len() == 5);
    assert!(plan.to_string().contains("owner's   2 messages"));
    let done = applied(&mut ground(&mut chain), &plan, &Folder::new()).unwrap();
    let site = Site::of(&done).unwrap();
    let report = verify(&ground(&mut chain), &site, &now()).unwrap();
    assert!(report.is_ok(), "{:?}", report.failed().collect::<Vec<_>>());
    chain
        .execute_multi(who("founder"), vec![task.messages[0].clone()])
        .should_fail_containing("not the owner");
    let _ = chain.execute_multi(who("alice"), vec![task.messages[0].clone()]).should_succeed();
    let report = verify(&ground(&mut chain), &site, &now()).unwrap();
    assert_eq!(report.check("contribution-tracker: budgets").unwrap().why, "1 granted");
}

/// The governance-dao of another economy owns the contracts, and sets them up by a vote of its members.
#[test]
fn a_governance_dao_sets_up_by_its_own_vote() {
    let (mut chain, _) = chain();
    // Addresses do not depend on the owner, so the first economy can admit the calls that it will make.
    let mut alone = wanted("second");
    alone.owner = Some(who("founder"));
    let tracker = {
        let plan = planned(&ground(&mut chain), "reputation", &alone).unwrap();
        plan.address(Role::Tracker).unwrap().to_string()
    };
    let mut first = wanted("first");
    let rule = json!([{ "target": { "contract": { "address": tracker } }, "method": "admin.grant_budget" }]);
    first.set = set(&[&format!("tracks[2].calls={rule}")]);
    let first = founded(&mut chain, "default", &first);
    let dao = first.address(Role::Dao).unwrap().to_string();
    alone.owner = Some(dao.clone());
    let plan = planned(&ground(&mut chain), "reputation", &alone).unwrap();
    assert_eq!(plan.owner.as_ref().unwrap().kind, OwnerKind::GovernanceDao { track: 3 });
    assert_eq!(plan.address(Role::Tracker), Some(tracker.as_str()));
    assert!(plan.notes.iter().any(|note| note.contains("call rules")));
    let done = applied(&mut ground(&mut chain), &plan, &Folder::new()).unwrap();
    let task = plan.owner_task.unwrap();
    assert_eq!(task.to.as_deref(), Some(dao.as_str()));
    let outcome = chain.execute(who("founder"), &dao, &task.proposal.unwrap(), &[]);
    let proposal_id = outcome.should_succeed().data_as::<Proposed>().proposal_id;
    let vote = ExecuteMsg::Vote { proposal_id, vote: Vote::Yes };
    let _ = chain.execute(who("founder"), &dao, &vote, &[]).should_succeed();
    let stage: StageResponse = chain.query(&dao, &QueryMsg::Stage { proposal_id });
    chain.advance_seconds(stage.ready_at - Chain::now(&chain));
    let execute = ExecuteMsg::Execute { proposal_id };
    let _ = chain.execute(who("ann"), &dao, &execute, &[]).should_succeed();
    let report = verify(&ground(&mut chain), &Site::of(&done).unwrap(), &now()).unwrap();
    assert!(report.is_ok(), "{:?}", report.failed().collect::<Vec<_>>());
    assert_eq!(report.check("contribution-tracker: budgets").unwrap().why, "2 granted");
}

#[test]
fn what_needs_a_governance_dao_does_not_fit_an_owner() {
    let (mut chain, _) = chain();
    let mut wanted = wanted("mine");
    wanted.owner = Some(who("founder"));
    let call = json!([{ "call": { "about": "x", "contract": "dao", "message": { "close": { "proposal_id": 1 } } } }]);
    wanted.set = set(&[&format!("then={call}")]);
    let error = planned(&ground(&mut chain), "reputation", &wanted).unwrap_err();
    assert!(error.to_string().contains("with --owner there is none"), "{error}");
    let mut no_ledger = crate::world::wanted("mine");
    no_ledger.owner = Some(who("alice"));
    no_ledger.set = set(&["ledger={\"omit\":{}}"]);
    let error = planned(&ground(&mut chain), "reputation", &no_ledger).unwrap_err();
    assert!(error.to_string().contains("a grant names the ledger"), "{error}");
    // A tracker is not needed where nobody votes.
    no_ledger.set = set(&["tracker={\"omit\":{}}"]);
    let plan: Plan = planned(&ground(&mut chain), "default", &no_ledger).unwrap();
    assert!(plan.contract(Role::Tracker).is_none());
    assert!(applied(&mut ground(&mut chain), &plan, &Folder::new()).unwrap().complete);
}

/// A chain with one contract that answers as DAO DAO's do; its answers are those of DAO DAO 2.6.0.
struct DaoDao {
    says: &'static str,
    modules: Value,
    policy: Option<Value>,
}

const CORE: &str = "core";

impl Ground for DaoDao {
    fn chain_id(&self) -> String {
        "dao-dao-1".to_string()
    }
    fn codes(&self) -> Result<Vec<Code>, GroundError> {
        Ok(vec![])
    }
    fn code(&self, _: u64) -> Result<Option<Code>, GroundError> {
        Ok(None)
    }
    fn uploads(&self) -> Result<Uploads, GroundError> {
        Ok(Uploads::Everybody)
    }
    fn contract(&self, address: &str) -> Result<Option<Contract>, GroundError> {
        let (code_id, creator, label) = (1, String::new(), String::new());
        Ok((address == CORE).then_some(Contract { code_id, creator, admin: None, label }))
    }
    fn smart(&self, contract: &str, msg: &Value) -> Result<Value, GroundError> {
        let refused = || GroundError::Refused { text: "unknown variant".to_string() };
        match msg.as_object().and_then(|msg| msg.keys().next()).map(String::as_str) {
            Some("proposal_modules") if contract == CORE => Ok(self.modules.clone()),
            Some("proposal_creation_policy") if contract == "single" => {
                self.policy.clone().ok_or_else(refused)
            }
            _ => Err(refused()),
        }
    }
    fn raw(&self, _: &str, key: &[u8]) -> Result<Option<Vec<u8>>, GroundError> {
        assert_eq!(key, b"contract_info");
        let info = json!({ "contract": self.says, "version": "2.6.0" });
        Ok(Some(info.to_string().into_bytes()))
    }
    fn coins(&self, _: &str) -> Result<Option<Vec<Coin>>, GroundError> {
        Ok(None)
    }
    fn try_out(&self, _: Task<'_>) -> Result<Option<u64>, GroundError> {
        Ok(None)
    }
    fn fee(&self, _: u64) -> Option<Coin> {
        None
    }
    fn send(&mut self, _: Task<'_>) -> Result<Receipt, GroundError> {
        Err(GroundError::NoSigner)
    }
}

#[test]
fn a_dao_of_dao_dao_gets_a_proposal_in_its_own_form() {
    let msgs =
        vec![cosmwasm_std::BankMsg::Send { to_address: "x".to_string(), amount: vec![] }.into()];
    let module = |address: &str, status: &str| json!({ "address": address, "prefix": "A", "status": status });
    let mut dao = DaoDao {
        says: "crates.io:dao-dao-core",
        modules: json!([module("old", "disabled"), module("single", "enabled")]),
        policy: Some(json!({ "anyone": {} })),
    };
    let owner = Owner::look(&dao, CORE).unwrap();
    assert_eq!(owner.kind, OwnerKind::DaoDao { module: "single".to_string(), pre_propose: false });
    let (to, proposal) = owner.proposal("T", "d", &msgs).unwrap().unwrap();
    assert_eq!(to, "single");
    let plain = json!({ "title": "T", "description": "d", "msgs": msgs });
    assert_eq!(proposal, json!({ "propose": plain }));

    dao.policy = Some(json!({ "module": { "addr": "before" } }));
    let owner = Owner::look(&dao, CORE).unwrap();
    assert_eq!(owner.kind, OwnerKind::DaoDao { module: "before".to_string(), pre_propose: true });
    let (to, proposal) = owner.proposal("T", "d", &msgs).unwrap().unwrap();
    assert_eq!(
        (to.as_str(), proposal),
        ("before", json!({ "propose": { "msg": { "propose": plain } } }))
    );

    dao.policy = None;
    let owner = Owner::look(&dao, CORE).unwrap();
    assert_eq!(owner.kind, OwnerKind::DaoDao { module: "single".to_string(), pre_propose: false });
    dao.modules = json!([module("old", "disabled")]);
    let error = Owner::look(&dao, CORE).unwrap_err();
    assert!(matches!(&error, EconomyError::Unsuited { .. }), "{error}");
    assert!(error.to_string().contains("has no module that takes proposals"), "{error}");

    dao.says = "crates.io:cw3-flex-multisig";
    let owner = Owner::look(&dao, CORE).unwrap();
    assert_eq!(owner.kind.about(), "a contract, crates.io:cw3-flex-multisig");
    assert_eq!(owner.proposal("T", "d", &msgs).unwrap(), None);
    assert_eq!(Owner::look(&dao, "elsewhere").unwrap().kind, OwnerKind::Wallet);
    let error = dao.send(Task::Messages(&msgs)).unwrap_err();
    assert!(error.to_string().contains("no key to sign with"), "{error}");
}
