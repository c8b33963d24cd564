//! The story of one economy as a program: it is founded, people work in it, are verified, credited and paid, decide
//! together, and whatever can go wrong goes wrong. Beside it [`economies`] of the templates are founded and played.
//!
//! Every printed figure is asked from the economy after its transaction and compared with [`reference`], which knows
//! the founding message and what people did, computes with `axiom-oracle`, and shares no code with the contracts.
//! [`mission`] looks at the finished story and tells which lines of the mission it has shown.

pub mod ask;
pub mod dark;
pub mod economies;
pub mod later;
pub mod mission;
pub mod proof;
pub use axiom_reference as reference;
pub mod stage;
pub mod story;
pub mod teller;
mod words;

use anyhow::Result;
use axiom_chain::AnyChain;
use axiom_local::LocalChain;

pub use stage::Stage;
pub use teller::{Report, Teller};

/// A scene: it sets up what it needs, on any stage that has been founded.
pub struct Scene {
    /// Short name, printed beside the heading and in the table of `axiom mission`.
    pub key: &'static str,
    /// Heading.
    pub title: &'static str,
    /// Plays it.
    pub play: fn(&mut Stage) -> Result<()>,
}

/// A part of the story.
pub struct Part {
    /// Heading.
    pub title: &'static str,
    /// Its scenes.
    pub scenes: &'static [Scene],
}

/// All parts, in order. Founding comes before them.
pub const PARTS: [&Part; 4] = [&story::PART, &dark::PART, &later::PART, &economies::PART];

/// Founds an economy on an embedded chain, lets `meddle` do something to it, plays every scene, and hands back the stage as it is then.
///
/// # Errors
/// Only if the founding is refused; a scene that cannot go on is in the report.
pub fn perform(teller: Teller, meddle: impl FnOnce(&mut Stage)) -> Result<Stage> {
    perform_on(embedded(), teller, meddle)
}

/// A fresh embedded chain.
pub fn embedded() -> AnyChain {
    Box::new(LocalChain::new("axiom-local-1"))
}

/// [`perform`] on any chain.
///
/// # Errors
/// Only if the founding is refused; a scene that cannot go on is in the report.
pub fn perform_on(
    chain: AnyChain,
    teller: Teller,
    meddle: impl FnOnce(&mut Stage),
) -> Result<Stage> {
    let mut stage = story::found::found(chain, "axiom", teller)?;
    meddle(&mut stage);
    for part in PARTS {
        stage.teller.part(part.title);
        for scene in part.scenes {
            play(&mut stage, scene);
        }
    }
    Ok(stage)
}

/// Plays one scene; if it cannot go on, the report tells why.
pub fn play(stage: &mut Stage, scene: &Scene) {
    let day = stage.day();
    stage.teller.scene(scene.key, scene.title, day);
    if let Err(error) = (scene.play)(stage) {
        stage.teller.broke(&format!("{error:#}"));
    }
}
