//! `axiom demo` and `axiom mission`.

use std::time::Instant;

use axiom_demo::mission::{self, Verdict};
use axiom_demo::Teller;

use crate::fail::{Done, Fail, Kind};

/// Plays the long story, told or in silence; fails on a mismatch.
pub fn story(told: bool) -> Done {
    let start = Instant::now();
    let mut teller = if told { Teller::stdout() } else { Teller::quiet() };
    teller.line("AxiomOS: the story of one economy");
    teller.line("Five contracts on an embedded chain. Each line with a tick is a figure that was asked from");
    teller.line(
        "the economy after its transaction and equals what an independent reference computed.",
    );
    let stage = axiom_demo::perform(teller, |_| {})?;
    let report = stage.teller.report().clone();
    let txs = stage.suite.chain.txs().len();
    let mut teller = Teller::stdout();
    teller.line(&format!(
        "\n{} figures checked, {} mismatches, {} scenes broken off; {txs} transactions over {} days in {:.1} s",
        report.checks,
        report.mismatches.len(),
        report.broken.len(),
        stage.day(),
        start.elapsed().as_secs_f32(),
    ));
    for fault in report.broken.iter().chain(&report.mismatches) {
        teller.line(&format!("  scene {}: {}", fault.scene, fault.text));
    }
    match report.is_clean() {
        true => Ok(()),
        false => Err(Fail::new(Kind::Check, "the story did not go as computed")),
    }
}

/// Judges every line of the mission; fails on one that was shown to be wrong.
pub fn mission() -> Done {
    let stage = axiom_demo::perform(Teller::quiet(), |_| {})?;
    let lines = mission::judge(&stage);
    let mut teller = Teller::stdout();
    teller.line("AxiomOS: the mission, line by line");
    teller.line(
        "The story has just been played; PASS was seen in it, NOT BUILT has nothing to run yet.",
    );
    teller.line("`axiom demo` plays the scenes named here.");
    mission::print(&lines, &mut teller);
    match lines.iter().filter(|line| line.verdict == Verdict::Fail).count() {
        0 => Ok(()),
        wrong => Err(Fail::new(Kind::Check, format!("{wrong} lines of the mission fail"))),
    }
}
