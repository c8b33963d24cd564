//! The story that `axiom demo` tells, told silently: every scene to its end, every figure right.

use axiom_demo::{embedded, perform, Teller, PARTS};

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
