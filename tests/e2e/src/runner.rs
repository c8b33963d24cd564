//! Plays scenarios one after the other and tells what became of them.

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{anyhow, Result};

use crate::scenarios::{self, Scenario};
use crate::world::World;

/// Plays those with one of the words in their name, all if there are no words.
pub fn run(words: &[String], keep: bool) -> ExitCode {
    let chosen: Vec<Scenario> = scenarios::all()
        .into_iter()
        .filter(|s| words.is_empty() || words.iter().any(|word| s.name.contains(word.as_str())))
        .collect();
    if chosen.is_empty() {
        eprintln!("no scenario has such a name; `axiom-e2e list` tells what there is");
        return ExitCode::FAILURE;
    }
    let start = Instant::now();
    let mut world = World::new(keep);
    let mut failed = vec![];
    for (at, scenario) in chosen.iter().enumerate() {
        println!("[{}/{}] {}: {}", at + 1, chosen.len(), scenario.name, scenario.shows);
        let begun = Instant::now();
        let result = guarded(|| (scenario.play)(&mut world));
        let seconds = begun.elapsed().as_secs_f32();
        match result {
            Ok(()) => println!("      PASS  {seconds:.1} s"),
            Err(error) => {
                println!("      FAIL  {seconds:.1} s: {error:#}");
                failed.push(scenario.name);
            }
        }
    }
    let (all, seconds) = (chosen.len(), start.elapsed().as_secs());
    println!("{} of {all} scenarios passed in {seconds} s", all - failed.len());
    if failed.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("failed: {}", failed.join(", "));
    world.tell_where_the_logs_are();
    ExitCode::FAILURE
}

/// A panic of a scenario (a failed assertion) is its failure, not that of the rest.
fn guarded(play: impl FnOnce() -> Result<()>) -> Result<()> {
    catch_unwind(AssertUnwindSafe(play)).unwrap_or_else(|cause| {
        let text = cause.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| cause.downcast_ref::<&str>().copied());
        Err(anyhow!("{}", text.unwrap_or("a panic without a text")))
    })
}
