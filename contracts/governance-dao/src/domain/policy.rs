//! What a track admits: calls by contract and method. Amounts are in [`super::spending`].

use axiom_types::dao::{CallRule, Target, Track};

use super::method::Method;

/// Admin messages of this contract that a call rule can admit; all others need a strict track.
pub const OPEN_ADMIN: [&str; 2] = ["forgive_guardian", "accept_ownership"];

/// A call of a contract.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// Which contract it is to this economy.
    pub target: &'a Target,
    /// Its address.
    pub address: &'a str,
    /// What is called.
    pub method: &'a Method,
}

/// Why a call is not admitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No rule of the track names it.
    NotListed,
    /// It is for strict tracks, whatever the rules say.
    NeedsStrict,
}

/// Passes a call that the track admits. A strict track may call any method of the suite; others, and calls of foreign
/// contracts, need a rule.
///
/// # Errors
/// [`Refusal`].
pub fn admits(track: &Track, call: Call<'_>) -> Result<(), Refusal> {
    let own_admin = matches!(call.target, Target::Dao {}) && call.method.name == "admin";
    let open = OPEN_ADMIN.iter().any(|name| call.method.is("admin", name));
    let suite = !matches!(call.target, Target::Contract { .. });
    if track.strict && suite {
        return Ok(());
    }
    if own_admin && !open {
        return Err(Refusal::NeedsStrict);
    }
    if track.calls.iter().any(|rule| hits(rule, call)) {
        return Ok(());
    }
    Err(Refusal::NotListed)
}

fn hits(rule: &CallRule, call: Call<'_>) -> bool {
    let there = match &rule.target {
        Target::Contract { address } => address == call.address,
        layer => layer == call.target,
    };
    there && call.method.admitted_by(&rule.method)
}

/// The word for a target in errors and events.
pub fn target_word(target: &Target) -> &str {
    match target {
        Target::Dao {} => "dao",
        Target::Registry {} => "registry",
        Target::Ledger {} => "ledger",
        Target::Tracker {} => "tracker",
        Target::Distributor {} => "distributor",
        Target::Contract { address } => address,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use crate::domain::tracks::tests::track;
    use rstest::rstest;

    fn other() -> Target {
        Target::Contract { address: "x".to_string() }
    }

    fn rule(target: Target, method: &str) -> CallRule {
        CallRule { target, method: method.to_string() }
    }

    #[rstest]
    #[case::strict_suite(true, Target::Ledger {}, "admin.set_peers", None, Ok(()))]
    #[case::strict_self(true, Target::Dao {}, "admin.set_track", None, Ok(()))]
    #[case::strict_foreign(true, other(), "mint", None, Err(Refusal::NotListed))]
    #[case::strict_foreign_listed(true, other(), "mint", Some(rule(other(), "mint")), Ok(()))]
    #[case::nothing_listed(false, Target::Ledger {}, "approve", None, Err(Refusal::NotListed))]
    #[case::listed(false, Target::Ledger {}, "approve", Some(rule(Target::Ledger {}, "approve")), Ok(()))]
    #[case::other_layer(false, Target::Ledger {}, "approve", Some(rule(Target::Tracker {}, "approve")), Err(Refusal::NotListed))]
    #[case::by_address(false, Target::Ledger {}, "approve", Some(rule(other(), "approve")), Ok(()))]
    #[case::wildcard(false, Target::Ledger {}, "admin.set_peers", Some(rule(Target::Ledger {}, "admin.*")), Ok(()))]
    #[case::own_admin_never(false, Target::Dao {}, "admin.set_track", Some(rule(Target::Dao {}, "admin.*")), Err(Refusal::NeedsStrict))]
    #[case::own_admin_by_address(false, Target::Dao {}, "admin.upgrade", Some(rule(other(), "admin.upgrade")), Err(Refusal::NeedsStrict))]
    #[case::forgive_listed(false, Target::Dao {}, "admin.forgive_guardian", Some(rule(Target::Dao {}, "admin.forgive_guardian")), Ok(()))]
    #[case::accept_listed(false, Target::Dao {}, "admin.accept_ownership", Some(rule(Target::Dao {}, "admin.*")), Ok(()))]
    #[case::accept_unlisted(false, Target::Dao {}, "admin.accept_ownership", None, Err(Refusal::NotListed))]
    #[case::own_vote(false, Target::Dao {}, "vote", Some(rule(Target::Dao {}, "vote")), Ok(()))]
    fn admission(
        #[case] strict: bool,
        #[case] target: Target,
        #[case] method: &str,
        #[case] listed: Option<CallRule>,
        #[case] expected: Result<(), Refusal>,
    ) {
        let track = Track { strict, calls: listed.into_iter().collect(), ..track("a") };
        let (name, nested) = match method.split_once('.') {
            Some((name, nested)) => (name.to_string(), Some(nested.to_string())),
            None => (method.to_string(), None),
        };
        let method = Method { name, nested };
        let call = Call { target: &target, address: "x", method: &method };
        assert_eq!(admits(&track, call), expected);
    }
}
