//! What is played on the nodes.

mod cli;
mod clients;
mod cw3_flex;
mod dao_dao;
mod devnets;
mod docs;
mod founding;
mod hostile;
mod migrations;
mod permissioned;
mod story;
mod validators;

use anyhow::Result;

use crate::world::World;

/// Something that is shown on a node.
pub struct Scenario {
    /// Short name.
    pub name: &'static str,
    /// What it shows, in a sentence.
    pub shows: &'static str,
    /// Plays it; an error or a panic is a failure.
    pub play: fn(&mut World) -> Result<()>,
}

/// All of them, in the order in which they are played.
pub fn all() -> Vec<Scenario> {
    let parts: [fn() -> Vec<Scenario>; 12] = [
        story::scenarios,
        docs::scenarios,
        cli::scenarios,
        clients::scenarios,
        founding::scenarios,
        validators::scenarios,
        permissioned::scenarios,
        devnets::scenarios,
        hostile::scenarios,
        migrations::scenarios,
        cw3_flex::scenarios,
        dao_dao::scenarios,
    ];
    parts.into_iter().flat_map(|part| part()).collect()
}
