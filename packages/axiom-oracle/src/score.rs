//! What a settlement may mint: the smallest of what was measured, what the grant has left in the
//! epoch over all its holders, what its client has left in it, and what the pair of client and
//! worker has left. Related parties mint nothing.

use std::collections::BTreeMap;

/// A budget that governance granted, in points per epoch. It is spent through one ledger only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The domain that is minted in.
    pub domain: String,
    /// The only contract whose settlements spend it.
    pub ledger: String,
    /// All holders together.
    pub total: u128,
    /// Each holder, counted by principal.
    pub per_client: u128,
    /// Each pair of client and worker, counted by principals.
    pub per_pair: u128,
}

/// One settled piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work<'a> {
    /// The grant that pays for it.
    pub grant: u64,
    /// The epoch in which it settles.
    pub epoch: u64,
    /// The contract that reports it.
    pub ledger: &'a str,
    /// Whose budget is spent.
    pub client: &'a str,
    /// Who earns.
    pub worker: &'a str,
    /// What was measured, in points.
    pub measure: u128,
}

type Pair = (u64, u64, String, String);

/// All grants, who acts for whom, and what each epoch has spent.
#[derive(Clone, Debug, Default)]
pub struct BudgetBook {
    grants: BTreeMap<u64, Grant>,
    principals: BTreeMap<String, String>,
    by_grant: BTreeMap<(u64, u64), u128>,
    by_client: BTreeMap<(u64, u64, String), u128>,
    by_pair: BTreeMap<Pair, u128>,
    points: BTreeMap<(String, String), u128>,
}

impl BudgetBook {
    /// Adds a grant, or replaces its limits without giving back what it has spent.
    pub fn grant(&mut self, id: u64, grant: Grant) {
        self.grants.insert(id, grant);
    }

    /// Makes `agent` act for `principal` from now on.
    pub fn bind(&mut self, agent: &str, principal: &str) {
        self.principals.insert(agent.to_owned(), principal.to_owned());
    }

    /// Ends a binding.
    pub fn unbind(&mut self, agent: &str) {
        self.principals.remove(agent);
    }

    fn principal(&self, name: &str) -> String {
        self.principals.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// What [`BudgetBook::mint`] would mint.
    pub fn preview(&self, work: &Work) -> u128 {
        let Some(grant) = self.grants.get(&work.grant) else {
            return 0;
        };
        let (client, worker) = (self.principal(work.client), self.principal(work.worker));
        if grant.ledger != work.ledger || client == worker {
            return 0;
        }
        let (id, epoch) = (work.grant, work.epoch);
        let left = |cap: u128, spent: Option<&u128>| cap.saturating_sub(*spent.unwrap_or(&0));
        [
            work.measure,
            left(grant.total, self.by_grant.get(&(id, epoch))),
            left(grant.per_client, self.by_client.get(&(id, epoch, client.clone()))),
            left(grant.per_pair, self.by_pair.get(&(id, epoch, client, worker))),
        ]
        .into_iter()
        .fold(u128::MAX, u128::min)
    }

    /// Mints for one settlement and returns how much: possibly zero, never an error.
    pub fn mint(&mut self, work: &Work) -> u128 {
        let minted = self.preview(work);
        let Some(grant) = self.grants.get(&work.grant).filter(|_| minted > 0) else {
            return 0;
        };
        let (client, worker) = (self.principal(work.client), self.principal(work.worker));
        let (id, epoch) = (work.grant, work.epoch);
        let earned = (grant.domain.clone(), work.worker.to_owned());
        *self.by_grant.entry((id, epoch)).or_default() += minted;
        *self.by_client.entry((id, epoch, client.clone())).or_default() += minted;
        *self.by_pair.entry((id, epoch, client, worker)).or_default() += minted;
        *self.points.entry(earned).or_default() += minted;
        minted
    }

    /// What a grant has minted in an epoch.
    pub fn spent(&self, grant: u64, epoch: u64) -> u128 {
        self.by_grant.get(&(grant, epoch)).copied().unwrap_or(0)
    }

    /// Undecayed points that an account has ever earned in a domain.
    pub fn lifetime(&self, domain: &str, account: &str) -> u128 {
        self.points.get(&(domain.to_owned(), account.to_owned())).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> BudgetBook {
        let mut book = BudgetBook::default();
        let grant = Grant {
            domain: "code".into(),
            ledger: "ledger".into(),
            total: 100,
            per_client: 60,
            per_pair: 40,
        };
        book.grant(1, grant);
        book
    }

    fn work<'a>(client: &'a str, worker: &'a str, measure: u128) -> Work<'a> {
        Work { grant: 1, epoch: 0, ledger: "ledger", client, worker, measure }
    }

    #[test]
    fn the_smallest_limit_binds() {
        let mut book = book();
        assert_eq!(book.mint(&work("app", "ann", 30)), 30);
        assert_eq!(book.mint(&work("app", "ann", 30)), 10, "pair");
        assert_eq!(book.mint(&work("app", "bob", 30)), 20, "client");
        assert_eq!(book.mint(&work("lab", "bob", 39)), 39);
        assert_eq!(book.mint(&work("lab", "cat", 39)), 1, "grant");
        assert_eq!(book.mint(&work("lab", "dan", 39)), 0);
        assert_eq!(book.spent(1, 0), 100);
        assert_eq!(book.mint(&Work { epoch: 1, ..work("app", "ann", 30) }), 30, "a new epoch");
        assert_eq!(book.lifetime("code", "ann"), 70);
    }

    #[test]
    fn strangers_and_relatives_mint_nothing() {
        let mut book = book();
        assert_eq!(book.mint(&Work { grant: 2, ..work("app", "ann", 30) }), 0);
        assert_eq!(book.mint(&Work { ledger: "other", ..work("app", "ann", 30) }), 0);
        assert_eq!(book.mint(&work("app", "app", 30)), 0);
        book.bind("bot", "app");
        assert_eq!(book.mint(&work("app", "bot", 30)), 0);
        assert_eq!(book.mint(&work("bot", "app", 30)), 0);
        book.bind("bot 2", "app");
        assert_eq!(book.mint(&work("bot", "bot 2", 30)), 0);
        book.unbind("bot");
        assert_eq!(book.mint(&work("app", "bot", 30)), 30);
    }

    #[test]
    fn caps_count_principals() {
        let mut book = book();
        book.bind("bot", "ann");
        assert_eq!(book.mint(&work("app", "ann", 30)), 30);
        assert_eq!(book.mint(&work("app", "bot", 30)), 10);
        assert_eq!(book.lifetime("code", "bot"), 10);
    }
}
