//! Participants, bindings, spaces.

use std::collections::BTreeMap;

use axiom_types::registry::{ParticipantKind, WriterRule};

/// A participant.
#[derive(Clone, Debug)]
pub struct Person {
    pub kind: ParticipantKind,
    pub expires: u64,
    pub principal: Option<String>,
    pub route: Vec<(String, u16)>,
}

/// A space with the versions of its cells.
#[derive(Clone, Debug)]
pub struct Space {
    pub owner: String,
    pub offered: Option<String>,
    pub writers: WriterRule,
    pub cells: BTreeMap<String, u64>,
    pub leaves: u64,
}

impl Default for Space {
    fn default() -> Self {
        Self {
            owner: String::new(),
            offered: None,
            writers: WriterRule::Owner {},
            cells: BTreeMap::new(),
            leaves: 0,
        }
    }
}

/// Who is who.
#[derive(Clone, Default)]
pub struct People {
    pub persons: BTreeMap<String, Person>,
    pub offers: BTreeMap<(String, String), Vec<(String, u16)>>,
    pub spaces: BTreeMap<u64, Space>,
    pub lease: u64,
    pub renewal_window: u64,
}

impl People {
    pub fn live(&self, who: &str, now: u64) -> bool {
        self.persons.get(who).is_some_and(|person| now < person.expires)
    }

    /// Whom an account acts for: its principal, or itself.
    pub fn principal(&self, who: &str) -> String {
        let person = self.persons.get(who);
        person.and_then(|p| p.principal.clone()).unwrap_or_else(|| who.to_string())
    }

    pub fn agents(&self, principal: &str) -> Vec<String> {
        let bound = |(_, p): &(&String, &Person)| p.principal.as_deref() == Some(principal);
        self.persons.iter().filter(bound).map(|(who, _)| who.clone()).collect()
    }

    /// Payees of a worker, and the principal that it has.
    pub fn payees(&self, worker: &str) -> (Vec<(String, u16)>, Option<String>) {
        match self.persons.get(worker) {
            Some(person) if !person.route.is_empty() => {
                (person.route.clone(), person.principal.clone())
            }
            Some(person) => (vec![(worker.to_string(), 10_000)], person.principal.clone()),
            None => (vec![(worker.to_string(), 10_000)], None),
        }
    }

    pub fn may_write(&self, space: &Space, who: &str, now: u64) -> bool {
        if space.owner == who {
            return true;
        }
        match &space.writers {
            WriterRule::Owner {} => false,
            WriterRule::List { addresses } => addresses.iter().any(|a| a == who),
            WriterRule::Registered { kind } => {
                let kind_fits = |p: &Person| kind.is_none_or(|kind| kind == p.kind);
                self.live(who, now) && self.persons.get(who).is_some_and(kind_fits)
            }
        }
    }
}
