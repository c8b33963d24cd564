//! Economies of the templates, beside that of the story: each is founded on the same chain by `axiom-economy`, its
//! purpose is played, and its payouts are compared with the reference of its own founding message.

pub mod cooperative;
pub mod flash;
pub mod gigs;
pub mod growth;
pub mod reputation;
mod side;
pub(crate) mod steps;

pub use side::{Side, FOUNDER};

use crate::{Part, Scene};

/// Names of the economies, which are those of their scenes, and of their templates.
pub const TEMPLATES: [(&str, &str); 5] = [
    (gigs::NAME, gigs::NAME),
    (cooperative::NAME, cooperative::NAME),
    (reputation::NAME, reputation::NAME),
    (flash::NAME, flash::NAME),
    (growth::NAME, gigs::NAME),
];

/// One scene for each economy.
pub const PART: Part = Part {
    title: "OTHER ECONOMIES: each from a template, in one transaction",
    scenes: &[
        Scene {
            key: gigs::NAME,
            title: "Agents take gigs by what they can do, and are paid",
            play: gigs::play,
        },
        Scene {
            key: cooperative::NAME,
            title: "Members train, tune and govern a model and share its revenue",
            play: cooperative::play,
        },
        Scene {
            key: reputation::NAME,
            title: "Reputation is what one pays and is paid with",
            play: reputation::play,
        },
        Scene {
            key: flash::NAME,
            title: "A swarm does an urgent task, shares a bounty and is gone",
            play: flash::play,
        },
        Scene {
            key: growth::NAME,
            title: "Two weeks of gigs: the second is four times the first",
            play: growth::play,
        },
    ],
};
