//! The story of the demo, dark side included, on both lines of wasmd.

use anyhow::{bail, Result};
use axiom_demo::{perform_on, Stage, Teller};
use axiom_devnet::Line;

use super::Scenario;
use crate::world::{connect_for_story, World};

/// Its scenarios.
pub fn scenarios() -> Vec<Scenario> {
    vec![
        Scenario {
            name: "story-0.70",
            shows: "the whole story on wasmd v0.70.3, every figure against the reference",
            play: |world| tell(world, Line::V070),
        },
        Scenario {
            name: "story-0.60",
            shows: "the whole story on wasmd v0.60.8, every figure against the reference",
            play: |world| tell(world, Line::V060),
        },
    ]
}

fn tell(world: &mut World, line: Line) -> Result<()> {
    let library = world.library();
    let chain = Box::new(connect_for_story(world.devnet(line)?, library)?);
    let mut checked = Ok(());
    let check = |stage: &mut Stage| checked = world.check_codes(&stage.suite);
    let stage = perform_on(chain, Teller::quiet(), check)?;
    checked?;
    let report = stage.teller.report();
    for fault in report.broken.iter().chain(&report.mismatches) {
        println!("      scene {}: {}", fault.scene, fault.text);
    }
    if !report.is_clean() {
        bail!(
            "{} figures differ, {} scenes broke off",
            report.mismatches.len(),
            report.broken.len()
        );
    }
    println!(
        "      {} figures checked, {} transactions, {} blocks",
        report.checks,
        stage.suite.chain.txs().len(),
        stage.suite.chain.height()
    );
    Ok(())
}
