//! Messages of state-registry about spaces.

use axiom_types::registry::{
    CellContent, CellWrite, ExecuteMsg, ParticipantKind, SpaceCreated, WriterRule,
};
use cosmwasm_std::Binary;

use super::registry::{closed, send};
use super::Act;
use crate::properties::model::people::Space;
use crate::properties::rng::Rng;
use crate::properties::world::World;

fn writer_rule(w: &World, rng: &mut Rng) -> WriterRule {
    match rng.below(3) {
        0 => WriterRule::Owner {},
        1 => WriterRule::List { addresses: rng.some(&w.actors, 3) },
        _ => {
            let kind = rng.chance(50).then(|| ParticipantKind::ALL[rng.below(6) as usize]);
            WriterRule::Registered { kind }
        }
    }
}

pub fn create_space(w: &mut World, rng: &mut Rng) -> Act {
    let (Some(who), false) = (rng.pick(&w.actors), closed(w)) else {
        return Ok(false);
    };
    let writers = writer_rule(w, rng);
    let msg = ExecuteMsg::CreateSpace { name: "a space".to_string(), writers: writers.clone() };
    if let Some(success) = send(w, "registry.create_space", &who, &msg)? {
        let number = success.data_as::<SpaceCreated>().space;
        w.m.people.spaces.insert(number, Space { owner: who, writers, ..Space::default() });
    }
    Ok(true)
}

/// A space of an actor; never the ledger's own.
fn space_of_actor(w: &World, rng: &mut Rng) -> Option<(u64, String)> {
    let ours = w.m.people.spaces.iter().filter(|(_, s)| w.actors.contains(&s.owner));
    let ours: Vec<_> = ours.map(|(n, s)| (*n, s.owner.clone())).collect();
    rng.pick(&ours)
}

pub fn set_writers(w: &mut World, rng: &mut Rng) -> Act {
    let (Some((space, owner)), false) = (space_of_actor(w, rng), closed(w)) else {
        return Ok(false);
    };
    let writers = writer_rule(w, rng);
    let msg = ExecuteMsg::SetWriters { space, writers: writers.clone() };
    if send(w, "registry.set_writers", &owner, &msg)?.is_some() {
        if let Some(space) = w.m.people.spaces.get_mut(&space) {
            space.writers = writers;
        }
    }
    Ok(true)
}

pub fn offer_space(w: &mut World, rng: &mut Rng) -> Act {
    let (Some((space, owner)), false) = (space_of_actor(w, rng), closed(w)) else {
        return Ok(false);
    };
    let others: Vec<String> = w.actors.iter().filter(|a| **a != owner).cloned().collect();
    let offered = w.m.people.spaces[&space].offered.is_some();
    let new_owner = rng.pick(&others).filter(|_| !offered || rng.chance(70));
    let msg = ExecuteMsg::OfferSpace { space, new_owner: new_owner.clone() };
    if send(w, "registry.offer_space", &owner, &msg)?.is_some() {
        if let Some(space) = w.m.people.spaces.get_mut(&space) {
            space.offered = new_owner;
        }
    }
    Ok(true)
}

pub fn take_space(w: &mut World, rng: &mut Rng) -> Act {
    let offered = w.m.people.spaces.iter().filter_map(|(n, s)| Some((*n, s.offered.clone()?)));
    let offered: Vec<_> = offered.collect();
    let (Some((space, taker)), false) = (rng.pick(&offered), closed(w)) else {
        return Ok(false);
    };
    if send(w, "registry.take_space", &taker, &ExecuteMsg::TakeSpace { space })?.is_some() {
        if let Some(space) = w.m.people.spaces.get_mut(&space) {
            space.owner = taker;
            space.offered = None;
        }
    }
    Ok(true)
}

pub fn write_cells(w: &mut World, rng: &mut Rng) -> Act {
    let now = w.now();
    let mut places = vec![];
    for (number, space) in w.m.people.spaces.iter().filter(|(n, _)| **n != 1) {
        for who in w.actors.iter().filter(|who| w.m.people.may_write(space, who, now)) {
            places.push((*number, who.clone()));
        }
    }
    let (Some((number, who)), false) = (rng.pick(&places), closed(w)) else {
        return Ok(false);
    };
    let keys = rng.some(&["a", "b", "notes/1", "plan"].map(String::from), 3);
    let space = &w.m.people.spaces[&number];
    let writes = keys.iter().map(|key| CellWrite {
        key: key.clone(),
        expected_version: space.cells.get(key).copied().unwrap_or(0),
        content: CellContent::Inline { data: Binary::from(rng.next().to_be_bytes().to_vec()) },
        ttl: None,
    });
    let writes = writes.collect();
    if send(w, "registry.write_cells", &who, &ExecuteMsg::WriteCells { space: number, writes })?
        .is_some()
    {
        if let Some(space) = w.m.people.spaces.get_mut(&number) {
            for key in keys {
                *space.cells.entry(key).or_default() += 1;
                space.leaves += 1;
            }
        }
    }
    Ok(true)
}
