//! The light side: the whole loop once round.
//!
//! Differences of balances wrap in every scene, so that a loss is a wrong figure and never a panic.

pub mod context;
pub mod found;
pub mod people;
pub mod pool;
pub mod treasury;
pub mod verify;
pub mod vote;
pub mod work;

use crate::{Part, Scene};

/// What people and agents do together.
pub const PART: Part = Part {
    title: "THE LOOP: context, work, proof, score, pay, decisions",
    scenes: &[
        Scene {
            key: "people",
            title: "A user, her agent, an application and a data network register",
            play: people::play,
        },
        Scene { key: "context", title: "They share one context", play: context::play },
        Scene {
            key: "work",
            title: "The application pays for work, the agent does it",
            play: work::play,
        },
        Scene {
            key: "demand",
            title: "More work: a second worker, a user as client",
            play: work::demand,
        },
        Scene { key: "voice", title: "Voluntary work earns votes", play: work::voice },
        Scene {
            key: "withdraw",
            title: "Agent and principal take their shares home",
            play: work::withdraw,
        },
        Scene { key: "pool", title: "The epoch closes and a pool pays by score", play: pool::play },
        Scene {
            key: "vote",
            title: "The agent proposes a lower fee and the members decide",
            play: vote::play,
        },
        Scene {
            key: "treasury",
            title: "Two wishes for the treasury's money, one passes",
            play: treasury::play,
        },
        Scene {
            key: "constitution",
            title: "The rules change by vote: new code, a stricter track",
            play: treasury::constitution,
        },
        Scene {
            key: "verify",
            title: "An outsider verifies it all without asking anybody",
            play: verify::play,
        },
    ],
};
