//! When things end, and in what order.

use serde::Serialize;

use crate::source::Moment;

/// When a waiting state ends. Its time must have come and its blocks must have been produced; paused time so far is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// Unix seconds.
    pub at: u64,
    /// Block that must have been reached besides; none where there is no such demand, or it is not known.
    pub height: Option<u64>,
    /// True once it has passed: before it only the people concerned can act, from it on only time does.
    pub passed: bool,
    /// True if the time has come and blocks are still missing.
    pub waits_for_blocks: bool,
}

impl Due {
    pub(crate) fn new(at: u64, height: Option<u64>, moment: Moment) -> Self {
        let time = moment.now >= at;
        let blocks = height.is_none_or(|height| moment.height >= height);
        Self { at, height, passed: time && blocks, waits_for_blocks: time && !blocks }
    }
}

/// What a deadline belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A job.
    Job {
        /// Its number.
        job: u64,
    },
    /// A proposal.
    Proposal {
        /// Its number.
        proposal: u64,
    },
    /// A registration.
    Registration {
        /// Whose.
        account: String,
    },
}

/// Something that ends, and what to do before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// Unix seconds.
    pub at: u64,
    /// Block that must have been reached besides.
    pub height: Option<u64>,
    /// True if the account asked for can or must do something before.
    pub mine: bool,
    /// What it belongs to.
    pub subject: Subject,
    /// What ends, in words.
    pub text: String,
}

/// Days, hours, minutes or seconds in words, rounded down to two parts: `3 d 4 h`.
pub fn span_text(seconds: u64) -> String {
    let units = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let mut rest = seconds;
    let mut parts = vec![];
    for (size, word) in units {
        let count = rest / size;
        rest %= size;
        if count > 0 {
            parts.push(format!("{count} {word}"));
        } else if !parts.is_empty() {
            break;
        }
        if parts.len() == 2 {
            break;
        }
    }
    if parts.is_empty() {
        return "0 s".to_string();
    }
    parts.join(" ")
}

/// Date and time of unix seconds in UTC: `2026-01-01T00:00:00Z`.
pub fn date_text(unix: u64) -> String {
    let (days, rest) = (unix / 86_400, unix % 86_400);
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Year, month and day, so many days after 1970-01-01. Years are counted from March, so that the leap day is the last.
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days.saturating_add(719_468);
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let leaps = day_of_era / 1_460;
    let (centuries, last) = (day_of_era / 36_524, day_of_era / 146_096);
    let year_of_era = (day_of_era + centuries - leaps - last) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0, "1970-01-01T00:00:00Z")]
    #[case(951_782_399, "2000-02-28T23:59:59Z")]
    #[case(951_782_400, "2000-02-29T00:00:00Z")]
    #[case(951_868_800, "2000-03-01T00:00:00Z")]
    #[case(1_767_225_600, "2026-01-01T00:00:00Z")]
    #[case(1_798_761_599, "2026-12-31T23:59:59Z")]
    #[case(4_107_542_400, "2100-03-01T00:00:00Z")]
    #[case(4_107_542_399, "2100-02-28T23:59:59Z")]
    fn dates(#[case] unix: u64, #[case] text: &str) {
        assert_eq!(date_text(unix), text);
    }

    #[rstest]
    #[case(0, "0 s")]
    #[case(59, "59 s")]
    #[case(60, "1 min")]
    #[case(3_661, "1 h 1 min")]
    #[case(3_601, "1 h")]
    #[case(259_199, "2 d 23 h")]
    #[case(259_200, "3 d")]
    fn spans(#[case] seconds: u64, #[case] text: &str) {
        assert_eq!(span_text(seconds), text);
    }

    #[test]
    fn a_deadline_needs_time_and_blocks() {
        let at = |now, height| Due::new(100, Some(10), Moment { now, height });
        assert_eq!((at(99, 10).passed, at(99, 10).waits_for_blocks), (false, false));
        assert_eq!((at(100, 9).passed, at(100, 9).waits_for_blocks), (false, true));
        assert_eq!((at(100, 10).passed, at(100, 10).waits_for_blocks), (true, false));
        assert!(Due::new(100, None, Moment { now: 100, height: 0 }).passed);
    }
}
