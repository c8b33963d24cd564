//! Amounts as people write and read them.

use serde::{Deserialize, Serialize};

/// A denom with the name that people use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denom {
    /// What the chain counts, such as `uaxm`.
    pub base: String,
    /// What people say, such as `axm`.
    pub display: String,
    /// How many decimals of `display` one `base` is.
    pub exponent: u32,
}

impl Denom {
    /// `display` with six decimals and `u` before it as base.
    pub fn micro(display: &str) -> Self {
        Self { base: format!("u{display}"), display: display.to_string(), exponent: 6 }
    }
}

/// Base units and base denom of `1.5axm`, `1500000uaxm` or `3ibc/…`.
///
/// # Errors
/// A sentence that says what was expected.
pub fn parse(text: &str, known: &[Denom]) -> Result<(u128, String), String> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, name) = (&text[..end], text[end..].trim());
    let expected = || format!("expected an amount with its denom such as 1.5axm, found {text:?}");
    if number.is_empty() || name.is_empty() || number.matches('.').count() > 1 {
        return Err(expected());
    }
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() || number.ends_with('.') {
        return Err(expected());
    }
    // What the chain itself counts comes first: nobody's name for another coin can stand in its place.
    let denom = match known.iter().any(|denom| denom.base == name) {
        true => None,
        false => {
            let mut named = known.iter().filter(|denom| denom.display == name);
            let first = named.next();
            if named.next().is_some() {
                return Err(format!(
                    "several coins are called {name} here: give base units of one of them"
                ));
            }
            first
        }
    };
    let exponent = denom.map_or(0, |denom| denom.exponent) as usize;
    let decimals = decimals.trim_end_matches('0');
    if decimals.len() > exponent {
        return Err(match denom {
            Some(denom) => format!("{} has {exponent} decimals, found {text:?}", denom.display),
            None => format!(
                "{name} is not known here with decimals: give whole base units, found {text:?}"
            ),
        });
    }
    let digits = format!("{whole}{decimals:0<exponent$}");
    let amount = digits.parse().map_err(|_| format!("{text:?} is too large"))?;
    Ok((amount, denom.map_or(name, |denom| &denom.base).to_string()))
}

/// An amount for people: `1.5 axm`, or base units of an unknown denom.
pub fn shown(amount: u128, base: &str, known: &[Denom]) -> String {
    let Some(denom) = known.iter().find(|denom| denom.base == base) else {
        return format!("{amount} {base}");
    };
    if known.iter().any(|other| {
        other.base == denom.display || (other.display == denom.display && other.base != base)
    }) {
        return format!("{amount} {base}");
    }
    let exponent = denom.exponent as usize;
    let digits = format!("{amount:0>width$}", width = exponent + 1);
    let (whole, decimals) = digits.split_at(digits.len() - exponent);
    match decimals.trim_end_matches('0') {
        "" => format!("{whole} {}", denom.display),
        rest => format!("{whole}.{rest} {}", denom.display),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_by_the_denoms_that_are_known() {
        let known = [Denom::micro("axm")];
        let fine = [
            ("1.5axm", 1_500_000, "uaxm"),
            ("1.50 axm", 1_500_000, "uaxm"),
            ("0.000001axm", 1, "uaxm"),
            ("7uaxm", 7, "uaxm"),
            ("3ibc/27A", 3, "ibc/27A"),
            ("2.0stake", 2, "stake"),
        ];
        for (text, amount, base) in fine {
            assert_eq!(parse(text, &known), Ok((amount, base.to_string())), "{text}");
        }
        let wrong = [
            ("1.5stake", "not known here with decimals"),
            ("1.2345678axm", "axm has 6 decimals"),
            ("1.5uaxm", "not known here with decimals"),
            ("axm", "expected an amount"),
            ("5", "expected an amount"),
            (".5axm", "expected an amount"),
            ("5.axm", "expected an amount"),
            ("1.2.3axm", "expected an amount"),
            ("-1axm", "expected an amount"),
            ("999999999999999999999999999999999999axm", "too large"),
        ];
        for (text, expected) in wrong {
            let error = parse(text, &known).unwrap_err();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }

    #[test]
    fn a_strangers_name_for_a_coin_stands_for_no_other() {
        let evil = |display: &str| Denom {
            base: "factory/evil/x".into(),
            display: display.into(),
            exponent: 6,
        };
        let known = [Denom::micro("axm"), evil("uaxm")];
        assert_eq!(parse("5uaxm", &known), Ok((5, "uaxm".to_string())));
        assert_eq!(shown(5, "factory/evil/x", &known), "5 factory/evil/x");
        let known = [Denom::micro("axm"), evil("axm")];
        assert!(parse("5axm", &known).unwrap_err().contains("several coins are called axm"));
        assert_eq!(shown(5_000_000, "factory/evil/x", &known), "5000000 factory/evil/x");
    }

    #[test]
    fn amounts_are_shown_without_needless_zeros() {
        let known = [Denom::micro("axm")];
        let cases = [
            (0, "uaxm", "0 axm"),
            (1, "uaxm", "0.000001 axm"),
            (1_500_000, "uaxm", "1.5 axm"),
            (2_000_000, "uaxm", "2 axm"),
            (5, "stake", "5 stake"),
        ];
        for (amount, base, expected) in cases {
            assert_eq!(shown(amount, base, &known), expected);
        }
        assert!(shown(u128::MAX, "uaxm", &known).ends_with(" axm"));
    }
}
