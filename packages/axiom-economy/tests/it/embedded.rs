//! Over the embedded node: the client that a terminal uses, real signatures, sequences and fees, and the committed
//! checksums.

use axiom_chain::Account;
use axiom_client::{messages, Client, Config, Signer, TxOptions};
use axiom_economy::{
    apply, audit, plan, resume, upgrade, verify, EconomyError, Lens, Measure, NodeGround, Quiet,
    Release, Role, Site, Template, Tools, Wish,
};
use axiom_node::{Genesis, Node};
use axiom_types::asset::Asset;
use serde_json::json;

use crate::world::{set, wanted, who, AnyWasm, Folder};

fn client(folder: &Folder) -> Client {
    let node = Node::open(folder.0.join("chain"), &Genesis::default()).unwrap();
    let config = Config::new("local", "0.025uaxm".parse().unwrap());
    Client::over(node.transport(), config).unwrap()
}

fn signer() -> Signer {
    Signer::from(&Account::named("founder"))
}

#[test]
fn each_template_is_founded_verified_and_audited() {
    let folder = Folder::new();
    let client = client(&folder);
    let (signer, release, deployments) = (signer(), Release::committed(), folder.deployments());
    let tools = Tools { release: &release, wasm: &AnyWasm, deployments: &deployments };
    for template in Template::names() {
        let mut ground = NodeGround::new(&client).signed_by(&signer, TxOptions::default());
        let mut wish = wanted(template);
        wish.denom = None;
        let plan = plan(&ground, &Template::find(template).unwrap(), &wish, &release).unwrap();
        let found = plan.steps.iter().find(|step| step.step == "found").unwrap();
        assert_eq!(found.measure, Measure::Simulated, "{template}");
        assert!((900_000..3_000_000).contains(&found.gas), "{template}: {} gas", found.gas);
        assert!(plan.steps[..5].iter().all(|step| step.done), "the codes are built in");
        let done = apply(&mut ground, &plan, &tools, &mut Quiet).unwrap();
        let step = done.step("found").unwrap();
        assert_eq!(step.tx.as_ref().unwrap().len(), 64);
        assert!(step.gas.unwrap().abs_diff(found.gas) < 100_000, "{template}: {step:?}");
        let site = Site::of(&done).unwrap();
        let report = verify(&ground, &site, &release).unwrap();
        assert!(report.is_ok(), "{template}: {:?}", report.failed().collect::<Vec<_>>());
        assert!(audit(&ground, &site, &release, Lens::default()).unwrap().is_ok());
        let left = resume(&ground, &done, &release).unwrap();
        assert!(left.steps.iter().all(|step| step.done), "{template}");
        let error = upgrade(&ground, &site, &release, &Wish::default()).unwrap_err();
        assert!(matches!(error, EconomyError::NothingToUpgrade { .. }), "{error}");
    }
    assert_eq!(deployments.list().unwrap().len(), 6);
}

/// All coins of the custodian are looked at, not only those that the economy names.
#[test]
fn coins_that_nobody_named_are_audited_too() {
    let folder = Folder::new();
    let client = client(&folder);
    let (signer, release, deployments) = (signer(), Release::committed(), folder.deployments());
    let tools = Tools { release: &release, wasm: &AnyWasm, deployments: &deployments };
    let mut ground = NodeGround::new(&client).signed_by(&signer, TxOptions::default());
    let template = Template::find("default").unwrap();
    let plan = plan(&ground, &template, &wanted("roads"), &release).unwrap();
    let done = apply(&mut ground, &plan, &tools, &mut Quiet).unwrap();
    let distributor = done.address(Role::Distributor).unwrap();
    let deposit = json!({ "deposit": { "on_behalf_of": null, "allowances": [] } }).to_string();
    let coins = [cosmwasm_std::coin(41, "uusd")];
    let message = messages::execute(signer.address(), distributor, deposit.as_bytes(), &coins);
    client.send(&signer, &[message], &TxOptions::default()).unwrap();
    let found = audit(&ground, &Site::of(&done).unwrap(), &release, Lens::default()).unwrap();
    let row = found.solvency.iter().find(|row| row.asset == Asset::native("uusd")).unwrap();
    assert_eq!((row.owed.u128(), row.held.u128(), row.ok), (41, 41, true));
    assert_eq!(found.solvency.len(), 2);
}

/// What the chain would refuse is told by the plan, before anything is paid.
#[test]
fn a_plan_tells_what_the_chain_would_refuse() {
    let folder = Folder::new();
    let client = client(&folder);
    let (signer, release) = (signer(), Release::committed());
    let ground = NodeGround::new(&client).signed_by(&signer, TxOptions::default());
    let template = Template::find("default").unwrap();
    let mut wish = wanted("roads");
    wish.set = set(&["ledger.create.settings.min_default_arbitration=60"]);
    let error = plan(&ground, &template, &wish, &release).unwrap_err();
    assert!(matches!(&error, EconomyError::Step { step, .. } if step == "found"), "{error}");
    assert!(error.to_string().contains("arbitration"), "{error}");
    let poor = Signer::from(&Account::named("nobody"));
    let ground = NodeGround::new(&client).signed_by(&poor, TxOptions::default());
    let mut wish = wanted("roads");
    wish.founder = who("nobody");
    let error = plan(&ground, &template, &wish, &release).unwrap_err();
    assert!(error.to_string().contains("is not on the chain"), "{error}");
}
