//! Messages of state-registry.

use axiom_suite::profile;
use axiom_types::common::Share;
use axiom_types::registry::{ExecuteMsg, ParticipantKind};

use super::Act;
use crate::properties::model::people::Person;
use crate::properties::rng::Rng;
use crate::properties::world::World;

pub fn send(
    w: &mut World,
    label: &'static str,
    sender: &str,
    msg: &ExecuteMsg,
) -> Result<Option<axiom_local::Success>, crate::properties::violation::Violation> {
    let contract = w.s.at.registry.clone();
    w.send(label, sender, &contract, msg, &[])
}

/// Whether entries of the registry are closed; then most of its messages are left alone.
pub fn closed(w: &World) -> bool {
    w.m.paused(w.s.at.registry.as_str(), w.now()) || w.broken.contains(w.s.at.registry.as_str())
}

fn dead(w: &World) -> bool {
    w.broken.contains(w.s.at.registry.as_str())
}

/// Payees in parts that sum to the whole.
pub fn shares(w: &World, rng: &mut Rng, must: &[String]) -> Vec<(String, u16)> {
    let mut payees = must.to_vec();
    for other in rng.some(&w.actors, 2) {
        if !payees.contains(&other) {
            payees.push(other);
        }
    }
    let mut left = 10_000u16;
    let last = payees.len() - 1;
    let mut out = vec![];
    for (at, payee) in payees.into_iter().enumerate() {
        let part = if at == last { left } else { 1 + rng.below(u64::from(left) / 2) as u16 };
        left -= part;
        out.push((payee, part));
    }
    out
}

/// Shares as messages carry them.
pub fn as_shares(shares: &[(String, u16)]) -> Vec<Share> {
    shares.iter().map(|(account, bps)| Share { account: account.clone(), bps: *bps }).collect()
}

pub fn register(w: &mut World, rng: &mut Rng) -> Act {
    let now = w.now();
    let free: Vec<_> = w.actors.iter().filter(|a| !w.m.people.live(a, now)).cloned().collect();
    let (Some(who), false) = (rng.pick(&free), closed(w)) else {
        return Ok(false);
    };
    let kind = ParticipantKind::ALL[rng.below(6) as usize];
    let msg = ExecuteMsg::Register { kind, profile: profile("somebody", &["write"]) };
    if send(w, "registry.register", &who, &msg)?.is_some() {
        let expires = now + w.m.people.lease;
        let old = w.m.people.persons.get(&who).cloned();
        let (principal, route) = old.map_or((None, vec![]), |old| (old.principal, old.route));
        w.m.people.persons.insert(who, Person { kind, expires, principal, route });
    }
    Ok(true)
}

pub fn update_profile(w: &mut World, rng: &mut Rng) -> Act {
    let known: Vec<_> = w.m.people.persons.keys().cloned().collect();
    let (Some(who), false) = (rng.pick(&known), closed(w)) else {
        return Ok(false);
    };
    let capabilities: &[&str] = if rng.chance(50) { &["write", "read"] } else { &[] };
    let msg = ExecuteMsg::UpdateProfile { profile: profile("other", capabilities) };
    send(w, "registry.update_profile", &who, &msg)?;
    Ok(true)
}

pub fn renew(w: &mut World, rng: &mut Rng) -> Act {
    let now = w.now();
    let window = w.m.people.renewal_window;
    let due: Vec<_> =
        w.m.people.persons.iter().filter(|(_, p)| p.expires <= now + window).collect();
    let due: Vec<String> = due.into_iter().map(|(who, _)| who.clone()).collect();
    let (Some(who), false) = (rng.pick(&due), dead(w)) else {
        return Ok(false);
    };
    let sender = if rng.chance(50) { w.m.people.principal(&who) } else { who.clone() };
    let msg = ExecuteMsg::Renew { participants: vec![who.clone()] };
    if send(w, "registry.renew", &sender, &msg)?.is_some() {
        let expires = now + w.m.people.lease;
        if let Some(person) = w.m.people.persons.get_mut(&who) {
            person.expires = expires;
        }
    }
    Ok(true)
}

pub fn leave(w: &mut World, rng: &mut Rng) -> Act {
    let known: Vec<_> = w.m.people.persons.keys().cloned().collect();
    let (Some(who), false) = (rng.pick(&known), dead(w)) else {
        return Ok(false);
    };
    if send(w, "registry.leave", &who, &ExecuteMsg::Leave {})?.is_some() {
        w.m.people.persons.remove(&who);
    }
    Ok(true)
}

pub fn offer_binding(w: &mut World, rng: &mut Rng) -> Act {
    let now = w.now();
    let people = &w.m.people;
    let principals = w.actors.iter().filter(|a| people.live(a, now) && people.principal(a) == **a);
    let principals: Vec<String> = principals.cloned().collect();
    let (Some(who), false) = (rng.pick(&principals), closed(w)) else {
        return Ok(false);
    };
    // Agents who could accept first.
    let fits = |a: &&String| **a != who && w.m.people.agents(a).is_empty();
    let agents: Vec<String> = w.actors.iter().filter(fits).cloned().collect();
    let Some(agent) = rng.pick(&agents) else {
        return Ok(false);
    };
    let route = shares(w, rng, &[agent.clone(), who.clone()]);
    let msg = ExecuteMsg::OfferBinding { agent: agent.clone(), route: as_shares(&route) };
    if send(w, "registry.offer_binding", &who, &msg)?.is_some() {
        w.m.people.offers.insert((who, agent), route);
    }
    Ok(true)
}

pub fn accept_binding(w: &mut World, rng: &mut Rng) -> Act {
    let now = w.now();
    let people = &w.m.people;
    let fits = |(principal, agent): &&(String, String)| {
        people.live(principal, now)
            && people.live(agent, now)
            && people.principal(principal) == *principal
            && people.agents(agent).is_empty()
    };
    let offers: Vec<_> = people.offers.keys().filter(fits).cloned().collect();
    let (Some((principal, agent)), false) = (rng.pick(&offers), closed(w)) else {
        return Ok(false);
    };
    let route = w.m.people.offers[&(principal.clone(), agent.clone())].clone();
    let msg = ExecuteMsg::AcceptBinding { principal: principal.clone(), route: as_shares(&route) };
    if send(w, "registry.accept_binding", &agent, &msg)?.is_some() {
        w.m.people.offers.remove(&(principal.clone(), agent.clone()));
        if let Some(person) = w.m.people.persons.get_mut(&agent) {
            person.principal = Some(principal);
            person.route = route;
        }
    }
    Ok(true)
}

pub fn unbind(w: &mut World, rng: &mut Rng) -> Act {
    let bound = w.m.people.persons.iter().filter(|(_, p)| p.principal.is_some());
    let bound: Vec<String> = bound.map(|(who, _)| who.clone()).collect();
    let (Some(agent), false) = (rng.pick(&bound), dead(w)) else {
        return Ok(false);
    };
    let sender = if rng.chance(50) { w.m.people.principal(&agent) } else { agent.clone() };
    let msg = ExecuteMsg::Unbind { agent: agent.clone() };
    if send(w, "registry.unbind", &sender, &msg)?.is_some() {
        if let Some(person) = w.m.people.persons.get_mut(&agent) {
            person.principal = None;
            person.route.clear();
        }
    }
    Ok(true)
}
