//! Participants and spaces are where the reference is; a mistake there would show up as wrong payees later.

use axiom_types::registry::{ParticipantResponse, QueryMsg, SpaceResponse};

use crate::properties::violation::{names, same, Check};
use crate::properties::world::World;

pub fn participants(w: &World) -> Check {
    let now = w.now();
    for who in &w.actors {
        let found: Option<ParticipantResponse> =
            w.s.chain.query(&w.s.at.registry, &QueryMsg::Participant { address: who.clone() });
        let found = found.map(|p| (p.expires, p.live, p.principal.map(|a| a.to_string())));
        let person = w.m.people.persons.get(who);
        let expected = person.map(|p| (p.expires, now < p.expires, p.principal.clone()));
        same(names::I25, || format!("registration of {who}"), found, expected)?;
    }
    for (number, space) in &w.m.people.spaces {
        let found: SpaceResponse =
            w.s.chain.query(&w.s.at.registry, &QueryMsg::Space { space: *number });
        let found = (found.owner.to_string(), found.leaves);
        same(names::I25, || format!("space {number}"), found, (space.owner.clone(), space.leaves))?;
    }
    Ok(())
}
