//! What the guardian may do, and for how long its acts shift deadlines.

use axiom_types::bounds::GUARDIAN_COOLDOWN;
use thiserror::Error;

/// Why the guardian may not act.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
pub enum GuardianError {
    /// Its time is over.
    #[error("the guardian's time ended at unix second {sunset}: expected an act before it")]
    Sunset {
        /// Unix seconds.
        sunset: u64,
    },
    /// A length out of bounds.
    #[error("{seconds} seconds asked for: expected 1 to {max}")]
    Length {
        /// Asked for.
        seconds: u64,
        /// Allowed.
        max: u64,
    },
    /// An act of that kind runs.
    #[error("one runs until unix second {until}: expected none")]
    Running {
        /// Unix seconds at which it lapses.
        until: u64,
    },
    /// The last one is too near.
    #[error("the last one ended at unix second {ended}: expected none again before {free}, or a vote that forgives")]
    Cooling {
        /// Unix seconds at which it ended.
        ended: u64,
        /// Unix seconds from which another one is possible.
        free: u64,
    },
    /// Nothing to release.
    #[error("nothing of that kind runs: expected a running act")]
    Idle {},
    /// A sunset out of bounds.
    #[error("a sunset after {seconds} seconds: expected 1 to {max}")]
    BadSunset {
        /// Asked for.
        seconds: u64,
        /// Allowed.
        max: u64,
    },
}

/// The newest act of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Last {
    /// Unix seconds at which it lapses, or was released.
    pub until: u64,
    /// True if a vote has lifted its cooldown.
    pub forgiven: bool,
}

impl Last {
    /// Unix seconds from which the guardian may act again: 30 days after the end of this act, or its end if forgiven.
    pub fn free_at(&self) -> u64 {
        if self.forgiven {
            return self.until;
        }
        self.until.saturating_add(GUARDIAN_COOLDOWN)
    }
}

/// An act that is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Seconds asked for.
    pub seconds: u64,
    /// Most seconds of that kind.
    pub max: u64,
}

/// Unix seconds at which the act lapses, if the guardian may begin it now.
///
/// # Errors
/// [`GuardianError::Sunset`], [`GuardianError::Length`], [`GuardianError::Running`], [`GuardianError::Cooling`].
pub fn begin(
    now: u64,
    sunset: u64,
    last: Option<Last>,
    wanted: Wanted,
) -> Result<u64, GuardianError> {
    on_duty(now, sunset)?;
    if !(1..=wanted.max).contains(&wanted.seconds) {
        return Err(GuardianError::Length { seconds: wanted.seconds, max: wanted.max });
    }
    if let Some(last) = last {
        if now < last.until {
            return Err(GuardianError::Running { until: last.until });
        }
        if now < last.free_at() {
            return Err(GuardianError::Cooling { ended: last.until, free: last.free_at() });
        }
    }
    Ok(now.saturating_add(wanted.seconds))
}

/// Passes what nobody else has halted: the contracts keep one pause, and a new one replaces it, so a shorter one of the
/// guardian would end what a vote began.
///
/// # Errors
/// [`GuardianError::Running`].
pub fn not_halted(until: Option<u64>) -> Result<(), GuardianError> {
    match until {
        None => Ok(()),
        Some(until) => Err(GuardianError::Running { until }),
    }
}

/// Passes a guardian whose time is not over.
///
/// # Errors
/// [`GuardianError::Sunset`].
pub fn on_duty(now: u64, sunset: u64) -> Result<(), GuardianError> {
    if now < sunset {
        return Ok(());
    }
    Err(GuardianError::Sunset { sunset })
}

/// A stretch of time; empty if it ends where it begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// Unix seconds.
    pub from: u64,
    /// Unix seconds, exclusive.
    pub until: u64,
}

impl Span {
    fn before(self, now: u64) -> Self {
        Self { until: self.until.min(now), ..self }
    }

    fn seconds(self) -> u64 {
        self.until.saturating_sub(self.from)
    }

    fn shared(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), until: self.until.min(other.until) }
    }
}

/// The running sum of time during which a pause or a freeze of the guardian ran. Time in which both ran counts once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Idle {
    /// Seconds counted before the two stretches.
    pub total: u64,
    /// The newest pause, as far as it is not in `total`.
    pub pause: Span,
    /// The newest freeze, as far as it is not in `total`.
    pub freeze: Span,
}

impl Idle {
    /// Seconds so far.
    pub fn seconds(&self, now: u64) -> u64 {
        let (pause, freeze) = (self.pause.before(now), self.freeze.before(now));
        let both = pause.seconds().saturating_add(freeze.seconds());
        let once = both.saturating_sub(pause.shared(freeze).seconds());
        self.total.saturating_add(once)
    }

    /// Unix seconds at which the last running act lapses; none if none runs.
    pub fn running_until(&self, now: u64) -> Option<u64> {
        let last = self.pause.until.max(self.freeze.until);
        (now < last).then_some(last)
    }

    /// With a pause from now on.
    #[must_use]
    pub fn paused(&self, now: u64, until: u64) -> Self {
        Self { pause: Span { from: now, until }, ..self.settled(now) }
    }

    /// With a freeze from now on.
    #[must_use]
    pub fn frozen(&self, now: u64, until: u64) -> Self {
        Self { freeze: Span { from: now, until }, ..self.settled(now) }
    }

    /// With the pause ended now.
    #[must_use]
    pub fn unpaused(&self, now: u64) -> Self {
        Self { pause: self.pause.before(now), ..*self }
    }

    /// With the freeze ended now.
    #[must_use]
    pub fn thawed(&self, now: u64) -> Self {
        Self { freeze: self.freeze.before(now), ..*self }
    }

    /// The same sum, with all time before now in `total`.
    fn settled(&self, now: u64) -> Self {
        let rest = |span: Span| Span { from: span.from.max(now), until: span.until.max(now) };
        Self { total: self.seconds(now), pause: rest(self.pause), freeze: rest(self.freeze) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use rstest::rstest;

    const MONTH: u64 = GUARDIAN_COOLDOWN;
    const SUNSET: u64 = 99_999_999;
    const FREE: u64 = 2_593_000;

    fn last(until: u64, forgiven: bool) -> Option<Last> {
        Some(Last { until, forgiven })
    }

    #[rstest]
    #[case::first(100, None, 10, Ok(110))]
    #[case::longest(100, None, 50, Ok(150))]
    #[case::too_long(100, None, 51, Err(GuardianError::Length { seconds: 51, max: 50 }))]
    #[case::of_no_length(100, None, 0, Err(GuardianError::Length { seconds: 0, max: 50 }))]
    #[case::last_second(SUNSET - 1, None, 10, Ok(SUNSET + 9))]
    #[case::sunset(SUNSET, None, 10, Err(GuardianError::Sunset { sunset: SUNSET }))]
    #[case::running(999, last(1_000, false), 10, Err(GuardianError::Running { until: 1_000 }))]
    #[case::running_though_forgiven(999, last(1_000, true), 10, Err(GuardianError::Running { until: 1_000 }))]
    #[case::just_ended(1_000, last(1_000, false), 10, Err(GuardianError::Cooling { ended: 1_000, free: FREE }))]
    #[case::cooling(FREE - 1, last(1_000, false), 10, Err(GuardianError::Cooling { ended: 1_000, free: FREE }))]
    #[case::cooled(FREE, last(1_000, false), 10, Ok(FREE + 10))]
    #[case::forgiven(1_000, last(1_000, true), 10, Ok(1_010))]
    fn beginning(
        #[case] now: u64,
        #[case] last: Option<Last>,
        #[case] seconds: u64,
        #[case] expected: Result<u64, GuardianError>,
    ) {
        assert_eq!(FREE, 1_000 + MONTH);
        assert_eq!(begin(now, SUNSET, last, Wanted { seconds, max: 50 }), expected);
    }

    #[test]
    fn one_act_counts_while_it_runs() {
        let idle = Idle::default().paused(100, 200);
        assert_eq!([50, 100, 150, 200, 900].map(|now| idle.seconds(now)), [0, 0, 50, 100, 100]);
        assert_eq!(idle.running_until(199), Some(200));
        assert_eq!(idle.running_until(200), None);
    }

    #[test]
    fn overlap_counts_once() {
        let idle = Idle::default().paused(100, 200).frozen(150, 250);
        assert_eq!(
            [150, 200, 225, 250, 900].map(|now| idle.seconds(now)),
            [50, 100, 125, 150, 150]
        );
        assert_eq!(idle.running_until(199), Some(250));
        let inside = Idle::default().paused(100, 300).frozen(150, 200);
        assert_eq!(inside.seconds(400), 200);
        let apart = Idle::default().paused(100, 200).frozen(300, 400);
        assert_eq!(apart.seconds(500), 200);
    }

    #[test]
    fn a_release_ends_the_count_unless_the_other_runs() {
        let both = Idle::default().paused(100, 200).frozen(120, 180);
        assert_eq!(both.unpaused(150).seconds(900), 80);
        assert_eq!(both.unpaused(150).thawed(160).seconds(900), 60);
        assert_eq!(both.thawed(150).seconds(900), 100);
        assert_eq!(Idle::default().unpaused(50), Idle::default());
    }

    #[test]
    fn the_sum_never_falls_and_never_outruns_the_clock() {
        let mut idle = Idle::default();
        let mut before = 0;
        for now in 0..2_000u64 {
            match now % 37 {
                3 => idle = idle.paused(now, now + 20),
                11 => idle = idle.frozen(now, now + 40),
                19 => idle = idle.unpaused(now),
                31 => idle = idle.thawed(now),
                _ => {}
            }
            let seconds = idle.seconds(now);
            assert!(seconds == before || seconds == before + 1, "{now}: {before} {seconds}");
            before = seconds;
        }
        assert!(before > 500);
    }
}
