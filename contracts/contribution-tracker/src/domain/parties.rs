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
    /// Who decided on the work.
    pub client: Person,
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

    /// True if a person is the client or its principal, or acts for one of them.
    pub fn bars(&self, person: &Person) -> bool {
        let Person { account, principal } = &self.client;
        [account, principal]
            .iter()
            .any(|a| **a == person.account || **a == person.principal)
    }

    /// Those under whom the cap of a pair is counted: the worker's principal now, and the one stated if it differs.
    /// A bond changed in between opens no second cap.
    pub fn counted(&self) -> Vec<&Addr> {
        let now = &self.worker.principal;
        let then = self.worker_then.as_ref().map(|person| &person.account);
        std::iter::once(now)
            .chain(then.filter(|then| *then != now))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn person(account: &str, principal: &str) -> Person {
        Person {
            account: Addr::unchecked(account),
            principal: Addr::unchecked(principal),
        }
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
            worker: person(worker.0, worker.1),
            worker_then: then.map(|(a, p)| person(a, p)),
        };
        assert_eq!(parties.related(), related);
    }

    #[test]
    fn pairs_are_counted_under_each_principal_once() {
        let mut parties = Parties {
            client: person("c", "c"),
            worker: person("w", "q"),
            worker_then: Some(person("q", "q")),
        };
        assert_eq!(parties.counted(), [&Addr::unchecked("q")]);
        parties.worker_then = Some(person("r", "r"));
        assert_eq!(
            parties.counted(),
            [&Addr::unchecked("q"), &Addr::unchecked("r")]
        );
        parties.worker_then = None;
        assert_eq!(parties.counted(), [&Addr::unchecked("q")]);
    }
}
