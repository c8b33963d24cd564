//! Who stands on which side of an outcome, and who is one person with whom.

use cosmwasm_std::Addr;

/// An account and the one it acts for; the same address if it acts for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The account.
    pub account: Addr,
    /// Its principal.
    pub principal: Addr,
}

/// The two sides of an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parties {
    /// Who decided on the work, as bound now.
    pub client: Person,
    /// The client's principal when the work was accepted, if the report names one.
    pub client_then: Option<Person>,
    /// Who did it, as bound now.
    pub worker: Person,
    /// The worker's principal when it accepted, if the report names one.
    pub worker_then: Option<Person>,
}

impl Parties {
    /// True if one address stands on both sides.
    pub fn related(&self) -> bool {
        let then = self.worker_then.as_ref();
        self.bars(&self.worker) || then.is_some_and(|person| self.bars(person))
    }

    /// True if a person is the client or its principal, now or when the work was accepted, or acts for one of them.
    pub fn bars(&self, person: &Person) -> bool {
        let then = self.client_then.as_ref();
        let old = then.map(|then| [&then.account, &then.principal]);
        [&self.client.account, &self.client.principal]
            .into_iter()
            .chain(old.into_iter().flatten())
            .any(|side| *side == person.account || *side == person.principal)
    }

    /// Those under whom caps are counted for the client, itself first. A bond changed in between opens no second cap.
    pub fn clients(&self) -> Vec<&Addr> {
        names(&self.client, self.client_then.as_ref())
    }

    /// Those under whom the cap of a pair is counted for the worker, itself first.
    pub fn workers(&self) -> Vec<&Addr> {
        names(&self.worker, self.worker_then.as_ref())
    }
}

/// An account, its principal now, and the one stated, each once.
pub fn names<'a>(person: &'a Person, then: Option<&'a Person>) -> Vec<&'a Addr> {
    let mut names = vec![&person.account];
    for name in std::iter::once(&person.principal).chain(then.map(|then| &then.account)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn person(account: &str, principal: &str) -> Person {
        Person { account: Addr::unchecked(account), principal: Addr::unchecked(principal) }
    }

    #[rstest]
    #[case::strangers(("c", "c"), ("w", "w"), None, false)]
    #[case::same(("c", "c"), ("c", "c"), None, true)]
    #[case::worker_is_agent_of_client(("c", "c"), ("w", "c"), None, true)]
    #[case::client_is_agent_of_worker(("c", "w"), ("w", "w"), None, true)]
    #[case::two_agents_of_one(("c", "p"), ("w", "p"), None, true)]
    #[case::bond_dissolved_since(("c", "c"), ("w", "w"), Some(("c", "c")), true)]
    #[case::old_principal_acts_for_client(("c", "c"), ("w", "w"), Some(("q", "c")), true)]
    #[case::two_agents_of_two(("c", "p"), ("w", "q"), Some(("q", "q")), false)]
    fn relations(
        #[case] client: (&str, &str),
        #[case] worker: (&str, &str),
        #[case] then: Option<(&str, &str)>,
        #[case] related: bool,
    ) {
        let parties = Parties {
            client: person(client.0, client.1),
            client_then: None,
            worker: person(worker.0, worker.1),
            worker_then: then.map(|(a, p)| person(a, p)),
        };
        assert_eq!(parties.related(), related);
    }

    #[rstest]
    #[case::bond_dissolved_since(("w", "w"), ("w", "w"), true)]
    #[case::worker_is_agent_of_the_old_principal(("q", "q"), ("w", "q"), true)]
    #[case::old_principal_acts_for_the_worker(("q", "w"), ("w", "w"), true)]
    #[case::strangers(("q", "q"), ("w", "p"), false)]
    fn the_old_principal_of_the_client_is_on_its_side(
        #[case] then: (&str, &str),
        #[case] worker: (&str, &str),
        #[case] related: bool,
    ) {
        let parties = Parties {
            client: person("c", "c"),
            client_then: Some(person(then.0, then.1)),
            worker: person(worker.0, worker.1),
            worker_then: None,
        };
        assert_eq!(parties.related(), related);
        assert_eq!(parties.bars(&parties.worker), related);
    }

    #[rstest]
    #[case(("w", "w"), None, &["w"])]
    #[case(("w", "q"), None, &["w", "q"])]
    #[case(("w", "q"), Some("q"), &["w", "q"])]
    #[case(("w", "q"), Some("r"), &["w", "q", "r"])]
    #[case(("w", "w"), Some("r"), &["w", "r"])]
    fn caps_are_counted_under_each_name_once(
        #[case] now: (&str, &str),
        #[case] then: Option<&str>,
        #[case] expected: &[&str],
    ) {
        let then = then.map(|then| person(then, then));
        let text = |names: Vec<&Addr>| names.iter().map(|a| a.to_string()).collect::<Vec<_>>();
        let mut parties = Parties {
            client: person("c", "c"),
            client_then: None,
            worker: person(now.0, now.1),
            worker_then: then.clone(),
        };
        assert_eq!(text(parties.workers()), expected);
        assert_eq!(text(parties.clients()), ["c"]);
        (parties.client, parties.client_then) = (person(now.0, now.1), then);
        assert_eq!(text(parties.clients()), expected);
    }
}
