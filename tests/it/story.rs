//! The story that `axiom demo` tells, told silently: every scene to its end, every figure right.

use axiom_chain::Chain;
use axiom_demo::economies::TEMPLATES;
use axiom_demo::{embedded, perform, Stage, Teller, PARTS};

#[test]
fn every_figure_of_the_story_is_right() {
    let stage = perform(Teller::quiet(), |_| {}).expect("the economy is founded");
    let report = stage.teller.report();
    assert_eq!(report.broken, [], "scenes that broke off");
    assert_eq!(report.mismatches, [], "figures that differ from the reference");
    assert!(report.checks > 150, "only {} figures were checked", report.checks);
}

#[test]
fn each_scene_of_the_dark_side_and_of_other_economies_plays_on_a_stage_of_its_own() {
    let [_, dark, _, economies] = PARTS;
    for scene in dark.scenes.iter().chain(economies.scenes) {
        let mut stage =
            axiom_demo::story::found::found(embedded(), "axiom", Teller::quiet()).expect("founded");
        axiom_demo::play(&mut stage, scene);
        let report = stage.teller.report();
        assert!(report.is_clean(), "{}: {report:?}", scene.key);
    }
}

#[test]
fn other_economies_are_founded_where_the_plan_says_and_store_no_code_again() {
    let mut stage =
        axiom_demo::story::found::found(embedded(), "axiom", Teller::quiet()).expect("founded");
    let codes = |stage: &Stage| {
        (1u64..).take_while(|id| stage.suite.chain.code_info(*id).is_some()).count()
    };
    let before = codes(&stage);
    let own = stage.suite.at.clone();
    for (name, _) in TEMPLATES {
        let mut contracts = vec![];
        for part in ["registry", "ledger", "tracker", "distributor", "dao"] {
            let address = stage.side_address(name, part).expect("planned");
            assert_eq!(stage.suite.chain.contract_info(&address), None, "{name} {part}");
            contracts.push(address);
        }
        stage.found_side(name).expect("founded");
        for address in &contracts {
            let info = stage.suite.chain.contract_info(address).expect("there");
            assert_eq!(info.admin.map(|admin| admin.to_string()), contracts.last().cloned());
        }
        let dao = stage.inside(name, |inside| Ok(inside.address("dao"))).expect("inside");
        assert_eq!(Some(&dao), contracts.last());
        assert_eq!(stage.address("dao"), own.dao.to_string(), "outside again");
    }
    assert_eq!(codes(&stage), before);
    assert!(stage.teller.report().is_clean(), "{:?}", stage.teller.report());
    assert!(stage.found_side("no-such").is_err());
    assert!(stage.inside("no-such", |_| Ok(())).is_err());
}
