//! Budgets, records, lifetime totals, and units by the reference decay.

use std::collections::{BTreeMap, BTreeSet};

use axiom_oracle::decay::Clock;
use axiom_oracle::money::split;
use axiom_oracle::BigUint;
use axiom_types::asset::Asset;

use super::People;

/// A domain.
#[derive(Clone, Debug)]
pub struct Domain {
    pub clock: Clock,
    pub epoch_start: u64,
    pub epoch_length: u64,
    pub rates: Vec<(Asset, u128, u128)>,
}

impl Domain {
    pub fn epoch(&self, now: u64) -> u64 {
        now.saturating_sub(self.epoch_start) / self.epoch_length
    }

    pub fn end_of(&self, epoch: u64) -> u64 {
        self.epoch_start + (epoch + 1) * self.epoch_length
    }
}

/// Who may spend.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    Address(String),
    MinScore(u32, u128),
}

/// A budget.
#[derive(Clone, Debug)]
pub struct Grant {
    pub domain: u32,
    pub ledger: String,
    pub holder: Holder,
    pub per_client: u128,
    pub total: u128,
    pub per_pair: u128,
    pub ended: bool,
}

impl Grant {
    /// Where it is counted: all grants to one holder, ledger and domain together.
    pub fn book(&self) -> Book {
        let holder = match &self.holder {
            Holder::Address(who) => who.clone(),
            Holder::MinScore(..) => String::new(),
        };
        (self.domain, self.ledger.clone(), holder)
    }
}

/// Domain, ledger, holder.
pub type Book = (u32, String, String);

/// What a report says.
#[derive(Clone, Debug)]
pub struct Claim {
    pub reporter: String,
    pub kind: String,
    pub id: u64,
    pub role: String,
    pub domain: u32,
    pub client: String,
    pub worker: String,
    pub worker_principal: Option<String>,
    /// The client's principal when the work was accepted, if the report names it.
    pub client_principal: Option<String>,
    pub shares: Vec<(String, u16)>,
    /// Points.
    pub measure: u128,
}

/// What a report mints, and out of which grant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Minting {
    pub parts: Vec<(String, u128)>,
    pub grant: Option<u64>,
}

impl Minting {
    pub fn sum(&self) -> u128 {
        self.parts.iter().map(|(_, points)| points).sum()
    }
}

/// A record's key: reporter, kind, id, role.
pub type RecordKey = (String, String, u64, String);

/// All score.
#[derive(Clone, Default)]
pub struct Score {
    pub domains: BTreeMap<u32, Domain>,
    pub grants: BTreeMap<u64, Grant>,
    pub spent: BTreeMap<(Book, u64), u128>,
    pub spent_by_client: BTreeMap<(Book, u64, String), u128>,
    pub spent_by_pair: BTreeMap<(Book, u64, String, String), u128>,
    pub records: BTreeMap<RecordKey, u128>,
    pub units: BTreeMap<(u32, String), BigUint>,
    /// How many gains the units of an account are made of; each is rounded down once.
    pub gains: BTreeMap<(u32, String), u64>,
    pub lifetime: BTreeMap<(u32, String), u128>,
}

impl Score {
    /// Points of an amount at the domain's rate, rounded down.
    pub fn price(&self, domain: u32, asset: &Asset, amount: u128) -> u128 {
        let rates = self.domains.get(&domain).map(|d| d.rates.as_slice()).unwrap_or_default();
        let rate = rates.iter().find(|(listed, _, _)| listed == asset);
        rate.map_or(0, |(_, points, per)| amount * points / per)
    }

    pub fn score(&self, domain: u32, who: &str, now: u64) -> u128 {
        let units = self.units.get(&(domain, who.to_string()));
        match (units, self.domains.get(&domain)) {
            (Some(units), Some(domain)) => domain.clock.score(units, now),
            _ => 0,
        }
    }

    /// The grant that a report spends.
    pub fn grant_for(&self, claim: &Claim, now: u64) -> Option<u64> {
        let usable = |grant: &Grant| {
            !grant.ended
                && match &grant.holder {
                    Holder::Address(who) => *who == claim.client,
                    Holder::MinScore(domain, min) => {
                        self.score(*domain, &claim.client, now) >= *min
                    }
                }
        };
        let newest = |fits: &dyn Fn(&Grant) -> bool| {
            let mut found =
                self.grants.iter().rev().filter(|(_, g)| g.domain == claim.domain && fits(g));
            found.next().filter(|(_, grant)| usable(grant)).map(|(id, _)| *id)
        };
        let to_client =
            |g: &Grant| matches!(&g.holder, Holder::Address(who) if *who == claim.client);
        newest(&|g| to_client(g) && g.ledger == claim.reporter)
            .or_else(|| newest(&|g| to_client(g) && claim.reporter == claim.client))
            .or_else(|| {
                newest(&|g| matches!(g.holder, Holder::MinScore(..)) && g.ledger == claim.reporter)
            })
    }

    /// What a report mints: min(measure, what the grant, the client and the pair have left), split by shares, without
    /// the parts of those who are one person with the client.
    pub fn decide(&self, claim: &Claim, people: &People, now: u64) -> Minting {
        let none = Minting::default();
        let person = |who: &str| [who.to_string(), people.principal(who)];
        let side = |who: &str, then: &Option<String>| {
            let mut names = person(who).to_vec();
            names.extend(then.iter().flat_map(|then| person(then)));
            names
        };
        let client = side(&claim.client, &claim.client_principal);
        let worker = side(&claim.worker, &claim.worker_principal);
        if worker.iter().any(|who| client.contains(who)) || claim.measure == 0 {
            return none;
        }
        let Some((id, grant)) =
            self.grant_for(claim, now).and_then(|id| Some((id, self.grants.get(&id)?)))
        else {
            return none;
        };
        let epoch = self.domains[&claim.domain].epoch(now);
        let book = grant.book();
        let total = self.spent.get(&(book.clone(), epoch)).copied().unwrap_or(0);
        let [clients, workers] = self.counted(claim, grant, people);
        let (mut by_client, mut by_pair) = (0, 0);
        for client in &clients {
            by_client = by_client.max(match &grant.holder {
                Holder::Address(_) => total,
                Holder::MinScore(..) => {
                    let key = (book.clone(), epoch, client.clone());
                    self.spent_by_client.get(&key).copied().unwrap_or(0)
                }
            });
            for worker in &workers {
                let key = (book.clone(), epoch, client.clone(), worker.clone());
                by_pair = by_pair.max(self.spent_by_pair.get(&key).copied().unwrap_or(0));
            }
        }
        let admitted = [
            claim.measure,
            grant.total.saturating_sub(total),
            grant.per_client.saturating_sub(by_client),
            grant.per_pair.saturating_sub(by_pair),
        ];
        let admitted = admitted.into_iter().min().unwrap_or(0);
        let weights: Vec<u128> = claim.shares.iter().map(|(_, bps)| u128::from(*bps)).collect();
        let parts = claim.shares.iter().zip(split(admitted, &weights));
        let parts = parts
            .filter(|((who, _), part)| {
                *part > 0 && !person(who).iter().any(|who| client.contains(who))
            })
            .map(|((who, _), part)| (who.clone(), part))
            .collect();
        Minting { parts, grant: Some(id) }
    }

    /// Under whom client and worker are counted: the account, its principal now, and the one when the work was accepted.
    /// The one client of a budget of its own is that account alone.
    fn counted(&self, claim: &Claim, grant: &Grant, people: &People) -> [BTreeSet<String>; 2] {
        let names = |who: &str, then: &Option<String>| -> BTreeSet<String> {
            then.iter().cloned().chain([who.to_string(), people.principal(who)]).collect()
        };
        let clients = match &grant.holder {
            Holder::Address(_) => BTreeSet::from([claim.client.clone()]),
            Holder::MinScore(..) => names(&claim.client, &claim.client_principal),
        };
        [clients, names(&claim.worker, &claim.worker_principal)]
    }

    /// Counts a minting and makes its record.
    pub fn record(&mut self, claim: &Claim, minting: &Minting, people: &People, now: u64) {
        let key = (claim.reporter.clone(), claim.kind.clone(), claim.id, claim.role.clone());
        let minted = minting.sum();
        self.records.insert(key, minted);
        if let Some(grant) =
            minting.grant.and_then(|id| self.grants.get(&id)).filter(|_| minted > 0)
        {
            let epoch = self.domains[&claim.domain].epoch(now);
            let (book, [clients, workers]) = (grant.book(), self.counted(claim, grant, people));
            *self.spent.entry((book.clone(), epoch)).or_default() += minted;
            for client in &clients {
                let key = (book.clone(), epoch, client.clone());
                *self.spent_by_client.entry(key).or_default() += minted;
                for worker in &workers {
                    let key = (book.clone(), epoch, client.clone(), worker.clone());
                    *self.spent_by_pair.entry(key).or_default() += minted;
                }
            }
        }
        for (who, points) in &minting.parts {
            self.gain(claim.domain, who, *points, now);
        }
    }

    /// Credits points.
    pub fn gain(&mut self, domain: u32, who: &str, points: u128, now: u64) {
        let key = (domain, who.to_string());
        let units = self.domains[&domain].clock.units(points, now);
        *self.units.entry(key.clone()).or_default() += units;
        *self.gains.entry(key.clone()).or_default() += 1;
        *self.lifetime.entry(key).or_default() += points;
    }

    /// Takes points as of now, at most what is left.
    pub fn lose(&mut self, domain: u32, who: &str, points: u128, now: u64) {
        let taken = self.domains[&domain].clock.units(points, now);
        let key = (domain, who.to_string());
        let units = self.units.entry(key.clone()).or_default();
        *units = if taken > *units { BigUint::default() } else { &*units - taken };
        *self.gains.entry(key).or_default() += 1;
    }

    /// Grants a budget in place of an earlier one to the same holder, ledger and domain.
    pub fn grant(&mut self, id: u64, grant: Grant) {
        let book = grant.book();
        for old in self.grants.values_mut().filter(|old| old.book() == book) {
            old.ended = true;
        }
        self.grants.insert(id, grant);
    }
}
