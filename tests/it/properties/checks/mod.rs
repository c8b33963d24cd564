//! The properties. Cheap ones look at what the last step touched; the full ones at everything.

pub mod claims;
pub mod donation;
pub mod jobs;
pub mod money;
pub mod people;
pub mod pools;
pub mod score;
pub mod votes;

use super::violation::Check;
use super::world::World;

/// After every step.
pub fn cheap(w: &mut World) -> Check {
    let touched = std::mem::take(&mut w.touched);
    money::i1_solvency(w)?;
    money::i3_balances(w, touched.owners.iter().map(String::as_str))?;
    for job in &touched.jobs {
        jobs::i25_state(w, *job)?;
        jobs::i14_escrow(w, *job)?;
        jobs::i48_legs(w, *job)?;
    }
    for pool in &touched.pools {
        pools::i2_books(w, *pool)?;
    }
    for proposal in &touched.proposals {
        votes::i34_status(w, *proposal)?;
        votes::i31_tally(w, *proposal)?;
    }
    score::i26_total_now(w)
}

/// Every few steps, and at the end.
pub fn full(w: &mut World) -> Check {
    let owners: Vec<String> =
        w.actors.iter().cloned().chain(w.s.at.all().map(|(_, a)| a.to_string())).collect();
    money::i1_solvency(w)?;
    money::i3_balances(w, owners.iter().map(String::as_str))?;
    money::i3_conservation(w)?;
    money::i3_allowances(w)?;
    money::i6_paid_once(w)?;
    for job in w.m.jobs.keys().copied().collect::<Vec<_>>() {
        jobs::i25_state(w, job)?;
        jobs::i14_escrow(w, job)?;
        jobs::i48_legs(w, job)?;
    }
    jobs::i48_bijection(w)?;
    for pool in w.m.pools.keys().copied().collect::<Vec<_>>() {
        pools::i2_books(w, pool)?;
        pools::i5_dust(w, pool)?;
    }
    for proposal in w.m.proposals.keys().copied().collect::<Vec<_>>() {
        votes::i34_status(w, proposal)?;
        votes::i31_tally(w, proposal)?;
        votes::i31_ballots(w, proposal)?;
    }
    people::participants(w)?;
    score::i26_total_now(w)?;
    score::i26_totals(w)?;
    score::i27_past(w)?;
    score::ring_gain(w)?;
    score::decay(w)?;
    claims::i9_order(w)
}
