//! The rule tree: a total checker for rules that enter a contract, and an evaluator over facts.

use axiom_types::bounds::{MAX_RULE_DEPTH, MAX_RULE_LEAVES, MAX_WRITERS};
use axiom_types::registry::raw::Participant;
use axiom_types::rule::Rule;
use axiom_types::{registry, tracker};
use cosmwasm_std::{Addr, Api, QuerierWrapper, StdError, StdResult, Uint128};

use crate::checks;
use crate::decay::Clock;
use crate::error::KitError;

/// Passes a rule that [`eval`] can answer: at most 4 levels and 16 leaves, no empty list of parts, counts within
/// their parts, slugs, valid addresses, lists of at most 32 members without duplicates.
///
/// # Errors
/// [`KitError::RuleTooDeep`], [`KitError::RuleTooWide`], [`KitError::Empty`], [`KitError::RuleCount`],
/// [`KitError::NotSlug`], [`KitError::BadAddress`], [`KitError::TooMany`], [`KitError::Duplicate`].
pub fn check(rule: &Rule, api: &dyn Api) -> Result<(), KitError> {
    let mut leaves = 0;
    check_level(rule, api, 1, &mut leaves)
}

fn check_level(
    rule: &Rule,
    api: &dyn Api,
    depth: usize,
    leaves: &mut usize,
) -> Result<(), KitError> {
    if depth > MAX_RULE_DEPTH {
        return Err(KitError::RuleTooDeep { max: MAX_RULE_DEPTH });
    }
    let below = depth.saturating_add(1);
    match rule {
        Rule::All { rules } | Rule::Any { rules } => check_parts(rules, api, below, leaves),
        Rule::AtLeast { count, rules } => {
            check_parts(rules, api, below, leaves)?;
            if (1..=rules.len()).contains(&usize::from(*count)) {
                return Ok(());
            }
            Err(KitError::RuleCount { count: *count, parts: rules.len() })
        }
        Rule::Not { rule } => check_level(rule, api, below, leaves),
        Rule::Anyone {}
        | Rule::Registered { .. }
        | Rule::Capability { .. }
        | Rule::MinScore { .. }
        | Rule::Member { .. } => {
            *leaves = leaves.saturating_add(1);
            if *leaves > MAX_RULE_LEAVES {
                return Err(KitError::RuleTooWide { max: MAX_RULE_LEAVES });
            }
            check_leaf(rule, api)
        }
    }
}

fn check_parts(
    rules: &[Rule],
    api: &dyn Api,
    depth: usize,
    leaves: &mut usize,
) -> Result<(), KitError> {
    if rules.is_empty() {
        return Err(KitError::Empty { field: "rules" });
    }
    rules.iter().try_for_each(|part| check_level(part, api, depth, leaves))
}

fn check_leaf(rule: &Rule, api: &dyn Api) -> Result<(), KitError> {
    match rule {
        Rule::Capability { name } => checks::slug("capability", name),
        Rule::MinScore { tracker, .. } => {
            checks::opt_addr(api, tracker.as_deref())?;
            Ok(())
        }
        Rule::Member { addresses } => {
            checks::filled_list("addresses", addresses.len(), MAX_WRITERS)?;
            for address in addresses {
                checks::addr(api, address)?;
            }
            checks::unique("addresses", addresses)
        }
        Rule::Anyone {}
        | Rule::Registered { .. }
        | Rule::All { .. }
        | Rule::Any { .. }
        | Rule::Not { .. }
        | Rule::AtLeast { .. } => Ok(()),
    }
}

/// What an evaluation can ask.
pub trait Facts {
    /// The participant behind an account; none if it is not registered.
    ///
    /// # Errors
    /// Only when the source fails.
    fn participant(&self, account: &Addr) -> StdResult<Option<Participant>>;

    /// True if the account lists a capability, whether or not its lease runs.
    ///
    /// # Errors
    /// Only when the source fails.
    fn capability(&self, name: &str, account: &Addr) -> StdResult<bool>;

    /// Decayed score in a domain, in points; zero if there is none. No tracker named means that of the economy.
    ///
    /// # Errors
    /// Only when the source fails.
    fn score(&self, tracker: Option<&str>, domain: u32, account: &Addr) -> StdResult<Uint128>;

    /// Unix seconds.
    fn now(&self) -> u64;
}

/// True if the account meets the rule. Parts are asked in order and no further than needed.
///
/// # Errors
/// Only when a fact cannot be had.
pub fn eval(rule: &Rule, account: &Addr, facts: &dyn Facts) -> StdResult<bool> {
    match rule {
        Rule::Anyone {} => Ok(true),
        Rule::All { rules } => at_least(rules.len(), rules, account, facts),
        Rule::Any { rules } => at_least(1, rules, account, facts),
        Rule::AtLeast { count, rules } => at_least(usize::from(*count), rules, account, facts),
        Rule::Not { rule } => Ok(!eval(rule, account, facts)?),
        Rule::Registered { kind } => {
            let live = facts.participant(account)?.filter(|p| p.live(facts.now()));
            Ok(live.is_some_and(|p| kind.is_none_or(|kind| kind == p.kind)))
        }
        Rule::Capability { name } => {
            let live = facts.participant(account)?.is_some_and(|p| p.live(facts.now()));
            Ok(live && facts.capability(name, account)?)
        }
        Rule::MinScore { tracker, domain, min } => {
            Ok(facts.score(tracker.as_deref(), *domain, account)? >= *min)
        }
        Rule::Member { addresses } => Ok(addresses.iter().any(|a| a == account.as_str())),
    }
}

/// True once `count` parts are true; false once too few are left.
fn at_least(count: usize, rules: &[Rule], account: &Addr, facts: &dyn Facts) -> StdResult<bool> {
    let mut missing = count;
    for (done, rule) in rules.iter().enumerate() {
        if missing == 0 || missing > rules.len().saturating_sub(done) {
            break;
        }
        if eval(rule, account, facts)? {
            missing = missing.saturating_sub(1);
        }
    }
    Ok(missing == 0)
}

/// Facts read raw from the registry and the tracker of the economy.
pub struct ChainFacts<'a> {
    /// Door to the peers.
    pub querier: QuerierWrapper<'a>,
    /// state-registry; without one nobody is registered.
    pub registry: Option<Addr>,
    /// contribution-tracker; without one every score is zero.
    pub tracker: Option<Addr>,
    /// Unix seconds of the block.
    pub now: u64,
}

impl Facts for ChainFacts<'_> {
    fn participant(&self, account: &Addr) -> StdResult<Option<Participant>> {
        match &self.registry {
            None => Ok(None),
            Some(registry) => registry::raw::participant(&self.querier, registry, account),
        }
    }

    fn capability(&self, name: &str, account: &Addr) -> StdResult<bool> {
        match &self.registry {
            None => Ok(false),
            Some(peer) => registry::raw::has_capability(&self.querier, peer, name, account),
        }
    }

    fn score(&self, tracker: Option<&str>, domain: u32, account: &Addr) -> StdResult<Uint128> {
        // A tracker named in a rule was checked when the rule was stored.
        let named = tracker.map(Addr::unchecked);
        let Some(peer) = named.as_ref().or(self.tracker.as_ref()) else {
            return Ok(Uint128::zero());
        };
        let Some(standing) = tracker::raw::standing(&self.querier, peer, domain, account)? else {
            return Ok(Uint128::zero());
        };
        let Some(clock) = tracker::raw::domain_clock(&self.querier, peer, domain)? else {
            return Ok(Uint128::zero());
        };
        let clock = Clock { landmark: clock.landmark, half_life: clock.half_life };
        let score = clock.score(standing.units, self.now);
        score.map_err(|error| StdError::generic_err(error.to_string()))
    }

    fn now(&self) -> u64 {
        self.now
    }
}

#[cfg(test)]
mod tests;
