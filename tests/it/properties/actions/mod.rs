//! Steps: each picks something applicable by looking at the reference, sends the real message, and tells the
//! reference if it was accepted.

mod chain;
mod claims;
mod dao;
mod dao_effects;
mod distributor;
mod guardian;
mod jobs;
mod ledger;
mod legs;
mod pools;
mod probes;
mod registry;
mod spaces;
mod tracker;
mod trespasses;

pub use claims::{claim_for, sweep_number, worth};
pub use dao::weight as weight_at;
pub use distributor::{backstop_passed, reclaim_key};
pub use ledger::expire_job;
pub use legs::{retry, settled};

use super::rng::Rng;
use super::violation::Violation;
use super::world::World;

/// True if something was sent or done.
pub type Act = Result<bool, Violation>;

type Run = fn(&mut World, &mut Rng) -> Act;

/// Every action: its name, how often it is drawn, and what it does.
pub const ACTIONS: &[(&str, u32, Run)] = &[
    ("register", 7, registry::register),
    ("update_profile", 1, registry::update_profile),
    ("renew", 3, registry::renew),
    ("leave", 1, registry::leave),
    ("offer_binding", 6, registry::offer_binding),
    ("accept_binding", 16, registry::accept_binding),
    ("unbind", 3, registry::unbind),
    ("create_space", 2, spaces::create_space),
    ("set_writers", 2, spaces::set_writers),
    ("offer_space", 4, spaces::offer_space),
    ("take_space", 10, spaces::take_space),
    ("write_cells", 4, spaces::write_cells),
    ("post_job", 16, ledger::post),
    ("accept", 10, ledger::accept),
    ("decline", 7, ledger::decline),
    ("cancel", 3, ledger::cancel),
    ("submit", 10, ledger::submit),
    ("approve", 8, ledger::approve),
    ("reject", 8, ledger::reject),
    ("arbitrate", 12, ledger::arbitrate),
    ("work", 60, ledger::work),
    ("agree", 6, ledger::agree),
    ("expire", 5, ledger::expire),
    ("retry_leg", 8, legs::retry_any),
    ("report", 5, tracker::report),
    ("ring", 4, tracker::ring),
    ("sync_hook", 1, tracker::sync_hook),
    ("deposit", 4, distributor::deposit),
    ("deposit_tokens", 3, distributor::deposit_tokens),
    ("transfer", 3, distributor::transfer),
    ("withdraw", 3, distributor::withdraw),
    ("escrow_open", 6, distributor::escrow_open),
    ("escrow_release", 10, distributor::escrow_release),
    ("reclaim", 3, distributor::reclaim),
    ("create_pool", 4, pools::create),
    ("fund_pool", 16, pools::fund),
    ("set_shares", 8, pools::set_shares),
    ("claim", 10, claims::claim),
    ("sweep_pool", 3, claims::sweep),
    ("propose", 6, dao::propose),
    ("vote", 16, dao::vote),
    ("vote_signed", 4, dao::vote_signed),
    ("govern", 30, dao::govern),
    ("execute", 14, dao::execute),
    ("close", 2, dao::close),
    ("cancel_proposal", 2, dao::cancel),
    ("guardian_pause", 1, guardian::guardian_pause),
    ("guardian_freeze", 1, guardian::guardian_freeze),
    ("guardian_release", 8, guardian::guardian_release),
    ("donate", 3, chain::donate),
    ("probe", 16, probes::probe),
    ("minutes", 5, chain::minutes),
    ("days", 4, chain::days),
    ("weeks", 1, chain::weeks),
    ("next_deadline", 9, chain::next_deadline),
    ("blocks", 3, chain::blocks),
    ("break_peer", 4, chain::break_peer),
    ("heal", 5, chain::heal),
];

/// One step of a sequence: what to do, and the seed of everything else about it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub action: usize,
    pub seed: u64,
    /// Whether the step is several actions in one block.
    pub burst: bool,
}

impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let burst = if self.burst { " burst" } else { "" };
        write!(f, "{}#{:x}{burst}", ACTIONS[self.action].0, self.seed)
    }
}

/// Draws an action by weight.
pub fn draw(rng: &mut Rng) -> usize {
    let all: u32 = ACTIONS.iter().map(|(_, weight, _)| weight).sum();
    let mut left = rng.below(u64::from(all)) as u32;
    for (at, (_, weight, _)) in ACTIONS.iter().enumerate() {
        if left < *weight {
            return at;
        }
        left -= weight;
    }
    0
}

/// Runs a step: the action drawn or, where it finds nothing to do, others in its place.
pub fn run(w: &mut World, step: Step) -> Result<(), Violation> {
    let mut rng = Rng::new(step.seed);
    w.stats.steps += 1;
    let done = if step.burst {
        w.in_one_block(|w| {
            let mut done = one(w, step.action, &mut rng)?;
            for _ in 0..1 + rng.below(3) {
                let action = draw(&mut rng);
                if !moves_time(action) {
                    done |= one(w, action, &mut rng)?;
                }
            }
            Ok(done)
        })?
    } else {
        let mut done = one(w, step.action, &mut rng)?;
        for _ in 0..8 {
            if done {
                break;
            }
            done = one(w, draw(&mut rng), &mut rng)?;
        }
        done
    };
    w.stats.idle += u64::from(!done);
    Ok(())
}

fn one(w: &mut World, action: usize, rng: &mut Rng) -> Act {
    ACTIONS[action].2(w, rng)
}

/// Whether an action lets time pass or looks across blocks; such ones stay out of bursts.
pub fn moves_time(action: usize) -> bool {
    ["govern", "minutes", "days", "weeks", "next_deadline", "blocks", "probe", "donate"]
        .contains(&ACTIONS[action].0)
}
