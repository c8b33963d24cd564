//! What the figures of the story have to be: worked out from the founding message and from what people did, with
//! `axiom-oracle` alone. No answer of a contract enters here.

use std::collections::BTreeMap;

use axiom_oracle::decay::Clock;
use axiom_oracle::money;
use axiom_oracle::score::{BudgetBook, Grant, Work};
use axiom_oracle::BigUint;
use axiom_types::dao::{InstantiateMsg, Part};
use axiom_types::tracker::Holder;

/// Voting weight = floor(units / 2^40).
const WEIGHT_SHIFT: u64 = 40;

/// Score that somebody gained.
struct Gain {
    domain: u32,
    who: String,
    points: u128,
    units: BigUint,
    time: u64,
}

/// A domain as it was founded.
struct Domain {
    clock: Clock,
    epoch_length: u64,
    /// Points for so many base units of the first listed asset.
    rate: Option<(u128, u128)>,
}

/// A budget for everybody with enough score.
struct RuleGrant {
    id: u64,
    looked_at: u32,
    min: u128,
}

/// Limits of a budget, in points per epoch.
#[derive(Clone, Copy)]
pub struct Caps {
    /// One client.
    pub per_client: u128,
    /// All clients together.
    pub total: u128,
    /// One client and one worker.
    pub per_pair: u128,
}

/// A settled piece of work.
pub struct Settled<'a> {
    /// The domain in which it counts.
    pub domain: u32,
    /// Who decided.
    pub client: &'a str,
    /// Who did it.
    pub worker: &'a str,
    /// Points measured.
    pub measure: u128,
    /// Who is credited, in basis points.
    pub payees: &'a [(&'a str, u16)],
    /// Unix seconds.
    pub time: u64,
}

/// The reference of one economy. People go by their names.
pub struct Reference {
    /// Unix seconds of the founding.
    pub founded: u64,
    /// Protocol fee of the next job, in basis points.
    pub fee_bps: u32,
    domains: BTreeMap<u32, Domain>,
    budgets: BudgetBook,
    grants: BTreeMap<(u32, String), u64>,
    rules: BTreeMap<u32, RuleGrant>,
    next_grant: u64,
    gains: Vec<Gain>,
}

impl Reference {
    /// The economy of this founding message, founded at `time`; `name` tells the name behind an address.
    pub fn new(msg: &InstantiateMsg, time: u64, name: impl Fn(&str) -> String) -> Self {
        let mut this = Self {
            founded: time,
            fee_bps: 0,
            domains: BTreeMap::new(),
            budgets: BudgetBook::default(),
            grants: BTreeMap::new(),
            rules: BTreeMap::new(),
            next_grant: 1,
            gains: vec![],
        };
        if let Part::Create { settings, .. } = &msg.ledger {
            this.fee_bps = settings.fee_bps.into();
        }
        let Part::Create { settings, .. } = &msg.tracker else {
            return this;
        };
        for (number, domain) in (1..).zip(&settings.domains) {
            let clock = Clock { landmark: time, half_life: domain.half_life };
            let rate = domain.rates.first();
            let domain = Domain {
                clock,
                epoch_length: domain.epoch_length,
                rate: rate.map(|rate| (rate.points.u128(), rate.per.u128())),
            };
            this.domains.insert(number, domain);
        }
        for member in &settings.genesis {
            let who = name(&member.address);
            this.gain(settings.voting_domain, &who, member.points.u128(), time);
        }
        for grant in &settings.grants {
            let caps = Caps {
                per_client: grant.per_client.u128(),
                total: grant.total.u128(),
                per_pair: grant.per_pair.u128(),
            };
            match &grant.holder {
                Holder::Address { address } => this.grant(grant.domain, &name(address), caps),
                Holder::MinScore { domain, min } => {
                    this.grant_by_score(grant.domain, *domain, min.u128(), caps);
                }
            }
        }
        this
    }

    /// Grants a budget to one client, spent through the ledger.
    pub fn grant(&mut self, domain: u32, client: &str, caps: Caps) {
        let id = self.new_grant(domain, caps);
        self.grants.insert((domain, client.to_string()), id);
    }

    /// Grants a budget to everybody whose score in `looked_at` is at least `min`.
    pub fn grant_by_score(&mut self, domain: u32, looked_at: u32, min: u128, caps: Caps) {
        let id = self.new_grant(domain, caps);
        self.rules.insert(domain, RuleGrant { id, looked_at, min });
    }

    fn new_grant(&mut self, domain: u32, caps: Caps) -> u64 {
        let id = self.next_grant;
        self.next_grant += 1;
        let grant = Grant {
            domain: domain.to_string(),
            ledger: "ledger".to_string(),
            total: caps.total,
            per_client: caps.per_client,
            per_pair: caps.per_pair,
        };
        self.budgets.grant(id, grant);
        id
    }

    /// Makes an agent act for its principal.
    pub fn bind(&mut self, agent: &str, principal: &str) {
        self.budgets.bind(agent, principal);
    }

    /// Points that a price counts in a domain.
    pub fn measure(&self, domain: u32, price: u128) -> u128 {
        let rate = self.domains.get(&domain).and_then(|d| d.rate);
        rate.map_or(0, |(points, per)| price * points / per)
    }

    /// Mints for a settled piece of work; answers how many points.
    pub fn settle(&mut self, work: &Settled<'_>) -> u128 {
        let Some(grant) = self.grant_of(work) else {
            return 0;
        };
        let minted = self.budgets.mint(&Work {
            grant,
            epoch: self.epoch(work.domain, work.time),
            ledger: "ledger",
            client: work.client,
            worker: work.worker,
            measure: work.measure,
        });
        let bps: Vec<u128> = work.payees.iter().map(|(_, bps)| (*bps).into()).collect();
        for ((who, _), points) in work.payees.iter().zip(money::split(minted, &bps)) {
            self.gain(work.domain, who, points, work.time);
        }
        minted
    }

    fn grant_of(&self, work: &Settled<'_>) -> Option<u64> {
        let own = self.grants.get(&(work.domain, work.client.to_string()));
        if let Some(own) = own {
            return Some(*own);
        }
        let rule = self.rules.get(&work.domain)?;
        let enough = self.score(rule.looked_at, work.client, work.time) >= rule.min;
        enough.then_some(rule.id)
    }

    fn gain(&mut self, domain: u32, who: &str, points: u128, time: u64) {
        if points == 0 {
            return;
        }
        let units = self.clock(domain).units(points, time);
        self.gains.push(Gain { domain, who: who.to_string(), points, units, time });
    }

    fn clock(&self, domain: u32) -> Clock {
        self.domains[&domain].clock
    }

    /// The epoch of a domain that is open at a time.
    pub fn epoch(&self, domain: u32, time: u64) -> u64 {
        (time - self.founded) / self.domains[&domain].epoch_length
    }

    /// Unix seconds at which the epoch open at `time` closes.
    pub fn epoch_close(&self, domain: u32, time: u64) -> u64 {
        let length = self.domains[&domain].epoch_length;
        self.founded + (self.epoch(domain, time) + 1) * length
    }

    fn sum(&self, domain: u32, who: Option<&str>, before: u64) -> BigUint {
        let counts = |gain: &&Gain| {
            gain.domain == domain && gain.time < before && who.is_none_or(|who| who == gain.who)
        };
        self.gains.iter().filter(counts).map(|gain| &gain.units).sum()
    }

    /// Score of somebody at a time.
    pub fn score(&self, domain: u32, who: &str, now: u64) -> u128 {
        let units = self.sum(domain, Some(who), u64::MAX);
        self.clock(domain).score(&units, now)
    }

    /// Points that somebody has ever gained.
    pub fn lifetime(&self, domain: u32, who: &str) -> u128 {
        let own = |gain: &&Gain| gain.domain == domain && gain.who == who;
        self.gains.iter().filter(own).map(|gain| gain.points).sum()
    }

    /// Votes of somebody.
    pub fn weight(&self, who: &str) -> u64 {
        Clock::weight(&self.sum(1, Some(who), u64::MAX), WEIGHT_SHIFT)
    }

    /// All votes: the sum over everybody who holds any.
    pub fn total_weight(&self) -> u64 {
        let voters = self.gains.iter().filter(|gain| gain.domain == 1);
        let mut names: Vec<&str> = voters.map(|gain| gain.who.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().map(|who| self.weight(who)).sum()
    }

    /// What somebody takes of a fund that is paid by standing at the close of an epoch.
    pub fn payout(&self, domain: u32, who: &str, fund: u128, close: u64) -> u128 {
        let (own, all) = (self.sum(domain, Some(who), close), self.sum(domain, None, close));
        if all == BigUint::ZERO {
            return 0;
        }
        money::pro_rata(fund, &own, &all)
    }

    /// Fee and parts of a price at the present fee.
    pub fn parts(&self, price: u128, payees: &[(&str, u16)]) -> money::Settlement {
        let bps: Vec<u128> = payees.iter().map(|(_, bps)| (*bps).into()).collect();
        money::settlement(price, self.fee_bps, &bps)
    }
}
