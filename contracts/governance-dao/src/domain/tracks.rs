//! Form of tracks, and what holds between them.

use axiom_types::asset::AssetError;
use axiom_types::bounds::{
    BPS, MAX_CALL_RULES, MAX_MIN_BLOCKS, MAX_SPEND_RULES, MAX_TRACKS, MAX_TRACK_PERIOD, MIN_GRACE,
    MIN_SPEND_WINDOW, MIN_VOTING_PERIOD,
};
use axiom_types::common::is_slug;
use axiom_types::dao::Track;
use thiserror::Error;

use super::method::is_rule;
use super::policy::target_word;

/// What is wrong with a track, or with the tracks together.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
pub enum TrackError {
    /// No tracks, or too many.
    #[error("{count} tracks: expected 1 to {max}")]
    Count {
        /// Tracks given.
        count: usize,
        /// Most tracks.
        max: usize,
    },
    /// Not a slug.
    #[error("a track is named '{name}': expected a slug of 1 to 32 of a-z, 0-9, - _ . /")]
    Name {
        /// Its name, cut to 60 characters.
        name: String,
    },
    /// Two of one name.
    #[error("two tracks are named '{name}': expected each name once")]
    SameName {
        /// The name.
        name: String,
    },
    /// A number out of its range.
    #[error("{field} of track '{track}' is {value}: expected {min} to {max}")]
    Range {
        /// The track.
        track: String,
        /// Which number.
        field: &'static str,
        /// What was given.
        value: u64,
        /// Least.
        min: u64,
        /// Most.
        max: u64,
    },
    /// Grace that a spending window outlasts.
    #[error("grace of track '{track}' is {grace} seconds: expected more than its longest spending window of {window}")]
    GraceTooShort {
        /// The track.
        track: String,
        /// Its grace.
        grace: u64,
        /// Its longest window.
        window: u64,
    },
    /// Too many rules.
    #[error("track '{track}' has {count} {kind}: expected at most {max}")]
    TooManyRules {
        /// The track.
        track: String,
        /// Call or spending rules.
        kind: &'static str,
        /// Rules given.
        count: usize,
        /// Most rules.
        max: usize,
    },
    /// A method that cannot be one.
    #[error("track '{track}' admits '{method}': expected method, group.method or group.*, and no bare group")]
    Method {
        /// The track.
        track: String,
        /// What was given, cut to 60 characters.
        method: String,
    },
    /// The same rule twice.
    #[error("track '{track}' has two rules for {what}: expected one")]
    SameRule {
        /// The track.
        track: String,
        /// The method or asset.
        what: String,
    },
    /// A rule that admits no payment.
    #[error("track '{track}' may spend 0 of {asset}: expected more, or no rule")]
    NothingToSpend {
        /// The track.
        track: String,
        /// The asset.
        asset: String,
    },
    /// A malformed asset.
    #[error(transparent)]
    Asset(#[from] AssetError),
    /// No strict track.
    #[error("no track is strict: expected at least one")]
    NoStrict {},
    /// A track that is harder to pass than a strict one.
    #[error(
        "{field} of strict track '{strict}' is below that of '{track}': expected at least as much"
    )]
    NotStrictest {
        /// The strict track.
        strict: String,
        /// The other one.
        track: String,
        /// Quorum, threshold or timelock.
        field: &'static str,
    },
}

/// Passes 1 to 8 well-formed tracks of distinct names, at least one of them strict, and each strict one with at least
/// the quorum, threshold and timelock of every other.
///
/// # Errors
/// [`TrackError`].
pub fn check_all(tracks: &[Track]) -> Result<(), TrackError> {
    if !(1..=MAX_TRACKS).contains(&tracks.len()) {
        return Err(TrackError::Count { count: tracks.len(), max: MAX_TRACKS });
    }
    for track in tracks {
        check_one(track)?;
        if tracks.iter().filter(|other| other.name == track.name).count() > 1 {
            return Err(TrackError::SameName { name: track.name.clone() });
        }
    }
    if !tracks.iter().any(|track| track.strict) {
        return Err(TrackError::NoStrict {});
    }
    for strict in tracks.iter().filter(|track| track.strict) {
        for track in tracks {
            check_order(strict, track)?;
        }
    }
    Ok(())
}

fn check_order(strict: &Track, track: &Track) -> Result<(), TrackError> {
    let rows = [
        ("quorum", u64::from(strict.quorum_bps), u64::from(track.quorum_bps)),
        ("threshold", u64::from(strict.threshold_bps), u64::from(track.threshold_bps)),
        ("timelock", strict.timelock, track.timelock),
    ];
    match rows.into_iter().find(|(_, most, value)| most < value) {
        None => Ok(()),
        Some((field, ..)) => Err(TrackError::NotStrictest {
            strict: strict.name.clone(),
            track: track.name.clone(),
            field,
        }),
    }
}

fn check_one(track: &Track) -> Result<(), TrackError> {
    if !is_slug(&track.name) {
        return Err(TrackError::Name { name: track.name.chars().take(60).collect() });
    }
    let bps = u64::from(BPS);
    let period = MAX_TRACK_PERIOD;
    let ranges = [
        ("quorum_bps", u64::from(track.quorum_bps), 1, bps),
        ("threshold_bps", u64::from(track.threshold_bps), 5_000, bps),
        ("voting_period", track.voting_period, MIN_VOTING_PERIOD, period),
        ("min_blocks", track.min_blocks, 0, MAX_MIN_BLOCKS),
        ("timelock", track.timelock, 0, period),
        ("grace", track.grace, MIN_GRACE, period.saturating_mul(2)),
        ("proposer_weight", track.proposer_weight, 1, u64::MAX),
    ];
    for (field, value, min, max) in ranges {
        in_range(track, field, value, (min, max))?;
    }
    check_calls(track)?;
    check_spending(track)
}

fn in_range(
    track: &Track,
    field: &'static str,
    value: u64,
    (min, max): (u64, u64),
) -> Result<(), TrackError> {
    if (min..=max).contains(&value) {
        return Ok(());
    }
    Err(TrackError::Range { track: track.name.clone(), field, value, min, max })
}

fn check_calls(track: &Track) -> Result<(), TrackError> {
    not_too_many(track, "call rules", track.calls.len(), MAX_CALL_RULES)?;
    for rule in &track.calls {
        if !is_rule(&rule.method) {
            let method = rule.method.chars().take(60).collect();
            return Err(TrackError::Method { track: track.name.clone(), method });
        }
        if track.calls.iter().filter(|other| *other == rule).count() > 1 {
            let what = format!("{} of {}", rule.method, target_word(&rule.target));
            return Err(TrackError::SameRule { track: track.name.clone(), what });
        }
    }
    Ok(())
}

fn check_spending(track: &Track) -> Result<(), TrackError> {
    not_too_many(track, "spending rules", track.spending.len(), MAX_SPEND_RULES)?;
    for rule in &track.spending {
        rule.asset.validate()?;
        if rule.amount.is_zero() {
            let asset = rule.asset.to_string();
            return Err(TrackError::NothingToSpend { track: track.name.clone(), asset });
        }
        in_range(track, "spending.window", rule.window, (MIN_SPEND_WINDOW, MAX_TRACK_PERIOD))?;
        if rule.window >= track.grace {
            return Err(TrackError::GraceTooShort {
                track: track.name.clone(),
                grace: track.grace,
                window: rule.window,
            });
        }
        if track.spending.iter().filter(|other| other.asset == rule.asset).count() > 1 {
            let what = rule.asset.to_string();
            return Err(TrackError::SameRule { track: track.name.clone(), what });
        }
    }
    Ok(())
}

fn not_too_many(
    track: &Track,
    kind: &'static str,
    count: usize,
    max: usize,
) -> Result<(), TrackError> {
    if count <= max {
        return Ok(());
    }
    Err(TrackError::TooManyRules { track: track.name.clone(), kind, count, max })
}

/// Passes tracks of which at least one strict one takes proposals while the whole weight is `total`: without, nobody
/// could ever change a rule again.
///
/// # Errors
/// [`TrackError::Range`] of the strict track that wants least of a proposer.
pub fn within_reach(tracks: &[Track], total: u64) -> Result<(), TrackError> {
    let strict = tracks.iter().filter(|track| track.strict);
    let Some(track) = strict.min_by_key(|track| track.proposer_weight) else {
        return Err(TrackError::NoStrict {});
    };
    in_range(track, "proposer_weight", track.proposer_weight, (1, total))
}

/// Seconds from a proposal to its execution on the slowest track: voting and timelock.
pub fn slowest(tracks: &[Track]) -> u64 {
    let whole = |track: &Track| track.voting_period.saturating_add(track.timelock);
    tracks.iter().map(whole).max().unwrap_or(0)
}

#[cfg(test)]
pub mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use axiom_types::asset::Asset;
    use axiom_types::dao::{CallRule, SpendRule, Target};
    use cosmwasm_std::Uint128;
    use rstest::rstest;

    /// A plain track.
    pub fn track(name: &str) -> Track {
        Track {
            name: name.to_string(),
            strict: false,
            quorum_bps: 2_000,
            threshold_bps: 5_000,
            voting_period: 86_400,
            min_blocks: 10,
            timelock: 3_600,
            grace: 604_800,
            proposer_weight: 1,
            calls: vec![],
            spending: vec![],
        }
    }

    fn strict(name: &str) -> Track {
        Track { strict: true, ..track(name) }
    }

    fn spend(denom: &str, amount: u128, window: u64) -> SpendRule {
        SpendRule { asset: Asset::native(denom), amount: Uint128::new(amount), window }
    }

    fn call(method: &str) -> CallRule {
        CallRule { target: Target::Ledger {}, method: method.to_string() }
    }

    fn range(field: &'static str, value: u64, min: u64, max: u64) -> TrackError {
        TrackError::Range { track: "a".to_string(), field, value, min, max }
    }

    #[rstest]
    #[case(Track { quorum_bps: 0, ..strict("a") }, range("quorum_bps", 0, 1, 10_000))]
    #[case(Track { quorum_bps: 10_001, ..strict("a") }, range("quorum_bps", 10_001, 1, 10_000))]
    #[case(Track { threshold_bps: 4_999, ..strict("a") }, range("threshold_bps", 4_999, 5_000, 10_000))]
    #[case(Track { voting_period: 3_599, ..strict("a") }, range("voting_period", 3_599, 3_600, 7_776_000))]
    #[case(Track { voting_period: 7_776_001, ..strict("a") }, range("voting_period", 7_776_001, 3_600, 7_776_000))]
    #[case(Track { min_blocks: 1_000_001, ..strict("a") }, range("min_blocks", 1_000_001, 0, 1_000_000))]
    #[case(Track { timelock: 7_776_001, ..strict("a") }, range("timelock", 7_776_001, 0, 7_776_000))]
    #[case(Track { grace: 604_799, ..strict("a") }, range("grace", 604_799, 604_800, 15_552_000))]
    #[case(Track { proposer_weight: 0, ..strict("a") }, range("proposer_weight", 0, 1, u64::MAX))]
    #[case(Track { spending: vec![spend("uaxm", 1, 3_599)], ..strict("a") }, range("spending.window", 3_599, 3_600, 7_776_000))]
    #[case(Track { name: "A b".to_string(), ..strict("a") }, TrackError::Name { name: "A b".to_string() })]
    #[case(Track { spending: vec![spend("uaxm", 1, 604_800)], ..strict("a") },
        TrackError::GraceTooShort { track: "a".to_string(), grace: 604_800, window: 604_800 })]
    #[case(Track { spending: vec![spend("uaxm", 0, 3_600)], ..strict("a") },
        TrackError::NothingToSpend { track: "a".to_string(), asset: "uaxm".to_string() })]
    #[case(Track { spending: vec![spend("uaxm", 1, 3_600), spend("uaxm", 2, 7_200)], ..strict("a") },
        TrackError::SameRule { track: "a".to_string(), what: "uaxm".to_string() })]
    #[case(Track { spending: vec![spend("1", 1, 3_600)], ..strict("a") },
        TrackError::Asset(AssetError::BadDenom { denom: "1".to_string() }))]
    #[case(Track { spending: vec![spend("uaxm", 1, 3_600); 9], ..strict("a") },
        TrackError::TooManyRules { track: "a".to_string(), kind: "spending rules", count: 9, max: 8 })]
    #[case(Track { calls: vec![call("approve"); 33], ..strict("a") },
        TrackError::TooManyRules { track: "a".to_string(), kind: "call rules", count: 33, max: 32 })]
    #[case(Track { calls: vec![call("admin")], ..strict("a") },
        TrackError::Method { track: "a".to_string(), method: "admin".to_string() })]
    #[case(Track { calls: vec![call("approve"), call("approve")], ..strict("a") },
        TrackError::SameRule { track: "a".to_string(), what: "approve of ledger".to_string() })]
    fn one_track(#[case] track: Track, #[case] expected: TrackError) {
        assert_eq!(check_all(&[track]), Err(expected));
    }

    fn not_strictest(field: &'static str) -> TrackError {
        TrackError::NotStrictest { strict: "s".to_string(), track: "a".to_string(), field }
    }

    #[rstest]
    #[case(vec![], TrackError::Count { count: 0, max: 8 })]
    #[case((0..9).map(|i| strict(&format!("t{i}"))).collect(), TrackError::Count { count: 9, max: 8 })]
    #[case(vec![track("a")], TrackError::NoStrict {})]
    #[case(vec![strict("a"), track("a")], TrackError::SameName { name: "a".to_string() })]
    #[case(vec![strict("s"), Track { quorum_bps: 2_001, ..track("a") }], not_strictest("quorum"))]
    #[case(vec![strict("s"), Track { threshold_bps: 5_001, ..track("a") }], not_strictest("threshold"))]
    #[case(vec![Track { timelock: 3_601, ..track("a") }, strict("s")], not_strictest("timelock"))]
    fn together(#[case] tracks: Vec<Track>, #[case] expected: TrackError) {
        assert_eq!(check_all(&tracks), Err(expected));
    }

    #[test]
    fn good_tracks_pass() {
        let treasury = Track {
            spending: vec![spend("uaxm", 1, 604_799), spend("ugold", 1, 3_600)],
            calls: vec![call("approve"), call("admin.*")],
            ..track("treasury")
        };
        let tracks = [track("a"), treasury, strict("s")];
        assert_eq!(check_all(&tracks), Ok(()));
        assert_eq!(slowest(&tracks), 90_000);
        assert_eq!(slowest(&[]), 0);
    }
}
