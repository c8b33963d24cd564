//! The dark side: what can go wrong does, and each time somebody outside gains nothing and nobody else is held up.

pub mod claims;
pub mod deadlines;
pub mod doors;
pub mod doors_list;
pub mod freeze;
pub mod legs;
pub mod selves;
pub mod token;

use crate::{Part, Scene};

/// What goes wrong.
pub const PART: Part = Part {
    title: "THE DARK SIDE: silence, junk, thieves, broken contracts",
    scenes: &[
        Scene {
            key: "silent-reviewer",
            title: "A reviewer who stays silent",
            play: deadlines::silent_reviewer,
        },
        Scene {
            key: "no-submission",
            title: "A worker who never submits",
            play: deadlines::no_submission,
        },
        Scene { key: "junk", title: "Junk, submitted twice", play: deadlines::junk },
        Scene {
            key: "dao-arbiter",
            title: "A dispute that the members decide",
            play: deadlines::dao_arbiter,
        },
        Scene {
            key: "both-sides",
            title: "One person on both sides of a job",
            play: selves::both_sides,
        },
        Scene { key: "ring", title: "A ring of five fresh accounts", play: selves::ring },
        Scene { key: "double-claim", title: "A double claim", play: claims::double_claim },
        Scene { key: "doors", title: "A stranger at every door", play: doors::play },
        Scene {
            key: "paused-tracker",
            title: "contribution-tracker is paused while a job settles",
            play: legs::paused_tracker,
        },
        Scene {
            key: "failing-token",
            title: "A token that fails blocks nobody but itself",
            play: token::play,
        },
        Scene { key: "freeze", title: "A freeze that lapses", play: freeze::play },
    ],
};
