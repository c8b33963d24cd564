//! Times: nanoseconds since 1970 inside, RFC 3339 in genesis and in the node's answers, `3d` on the command line.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{bail, Context, Result};

/// Nanoseconds of a second.
pub(crate) const SECOND: u64 = 1_000_000_000;

/// Nanoseconds since 1970 by the clock of this machine.
pub(crate) fn wall_ns() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

/// A time as RFC 3339 in UTC, with nanoseconds only if there are any.
pub fn format_time(ns: u64) -> String {
    let (seconds, rest) = (ns / SECOND, ns % SECOND);
    let (year, month, day) = civil(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    let fraction = if rest == 0 { String::new() } else { format!(".{rest:09}") };
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
}

/// Nanoseconds since 1970 of an RFC 3339 time in UTC.
///
/// # Errors
/// If the text is no such time, or before 1970.
pub fn parse_time(text: &str) -> Result<u64> {
    parse(text).with_context(|| format!("'{text}' is not a UTC time like 2026-01-01T00:00:00Z"))
}

fn parse(text: &str) -> Option<u64> {
    let (date, clock) = text.strip_suffix('Z')?.split_once('T')?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let numbers = |text: &str, by: char| -> Option<[u64; 3]> {
        let parts: Option<Vec<u64>> = text.split(by).map(|part| part.parse().ok()).collect();
        parts?.try_into().ok()
    };
    let [year, month, day] = numbers(date, '-')?;
    let [hour, minute, second] = numbers(clock, ':')?;
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    if hour > 23 || minute > 59 || second > 59 || fraction.len() > 9 {
        return None;
    }
    let nanos: u64 =
        if fraction.is_empty() { 0 } else { format!("{fraction:0<9}").parse().ok()? };
    let seconds = days(year, month, day)? * 86_400 + hour * 3600 + minute * 60 + second;
    seconds.checked_mul(SECOND)?.checked_add(nanos)
}

/// Year, month and day of a day since 1970 (Gregorian, after Howard Hinnant's `civil_from_days`).
fn civil(day: u64) -> (u64, u64, u64) {
    let shifted = day + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

/// Days since 1970 of a date, the inverse of [`civil`].
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year / 400, year % 400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    (era * 146_097 + of_era).checked_sub(719_468)
}

/// A span of time: a number with `ms`, `s`, `m`, `h`, `d` or `w`, or several of them (`1d12h`); a bare number is
/// seconds.
///
/// # Errors
/// If the text is something else, or too long a time.
pub fn parse_span(text: &str) -> Result<Duration> {
    let problem =
        || format!("'{text}' is no span of time; write for example 500ms, 30s, 10m, 3d or 1d12h");
    let mut rest = text.trim();
    let mut millis: u64 = 0;
    if rest.is_empty() {
        bail!(problem());
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, tail) = rest.split_at(digits);
        let unit_end = tail.find(|c: char| c.is_ascii_digit()).unwrap_or(tail.len());
        let (unit, next) = tail.split_at(unit_end);
        let of_unit = match unit.trim() {
            "ms" => 1,
            "" | "s" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            "w" => 604_800_000,
            _ => bail!(problem()),
        };
        let number: u64 = number.parse().ok().with_context(problem)?;
        let part = number.checked_mul(of_unit).with_context(problem)?;
        millis = millis.checked_add(part).with_context(problem)?;
        rest = next;
    }
    Ok(Duration::from_millis(millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_go_to_text_and_back() {
        for (ns, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (1_767_225_600 * SECOND, "2026-01-01T00:00:00Z"),
            (1_767_225_600 * SECOND + 7, "2026-01-01T00:00:00.000000007Z"),
            (951_782_400 * SECOND, "2000-02-29T00:00:00Z"),
            (4_102_444_799 * SECOND, "2099-12-31T23:59:59Z"),
        ] {
            assert_eq!(format_time(ns), text);
            assert_eq!(parse_time(text).unwrap(), ns);
        }
        assert_eq!(parse_time("1970-01-01T00:00:01.5Z").unwrap(), 1_500_000_000);
        for day in 0..60_000 {
            let (y, m, d) = civil(day);
            assert_eq!(days(y, m, d), Some(day));
        }
    }

    #[test]
    fn what_is_no_time_is_told() {
        for text in
            ["", "now", "2026-13-01T00:00:00Z", "2026-01-01 00:00:00", "1969-12-31T00:00:00Z"]
        {
            let error = parse_time(text).unwrap_err().to_string();
            assert!(error.contains("is not a UTC time like"), "{error}");
        }
    }

    #[test]
    fn spans_are_read() {
        for (text, millis) in [
            ("500ms", 500),
            ("30s", 30_000),
            ("45", 45_000),
            ("3d", 259_200_000),
            ("1d12h", 129_600_000),
        ] {
            assert_eq!(parse_span(text).unwrap(), Duration::from_millis(millis));
        }
        for text in ["", "d", "3x", "-1s", "99999999999999999d", "1.5h"] {
            assert!(
                parse_span(text).unwrap_err().to_string().contains("no span of time"),
                "{text}"
            );
        }
    }
}
