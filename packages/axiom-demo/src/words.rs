//! Texts of contracts as a person reads them.

use std::collections::BTreeMap;

const MOMENT: &str = "unix second ";

/// Addresses become names where they are known and are cut where they are not; unix seconds become days and hours
/// since the founding.
pub fn plain(text: &str, names: &BTreeMap<String, String>, founded: u64) -> String {
    let mut text = text.to_string();
    for (address, name) in names {
        text = text.replace(&format!("'{address}'"), name);
        text = text.replace(address, name);
    }
    moments(&cut_addresses(&text), founded)
}

/// Addresses that nobody knows keep their first and last letters.
fn cut_addresses(text: &str) -> String {
    let word = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        if bare.starts_with("wasm1") && bare.len() > 40 && bare.is_ascii() {
            return word.replace(bare, &format!("{}..{}", &bare[..9], &bare[bare.len() - 4..]));
        }
        word.to_string()
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn moments(text: &str, founded: u64) -> String {
    let mut parts = text.split(MOMENT);
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let (digits, rest) = part.split_at(end);
        match digits.parse::<u64>() {
            Ok(time) if time >= founded => out.push_str(&moment(time - founded)),
            _ => out.push_str(&format!("{MOMENT}{digits}")),
        }
        out.push_str(rest);
    }
    out
}

fn moment(since: u64) -> String {
    let (day, rest) = (since / 86_400, since % 86_400);
    format!("day {day}, {:02}:{:02}", rest / 3_600, rest % 3_600 / 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_plain() {
        let long = format!("wasm1{}", "a".repeat(38));
        let stranger = format!("wasm1{}9xyz", "b".repeat(55));
        let names = BTreeMap::from([(long.clone(), "alice".to_string())]);
        let told = |text: &str| plain(text, &names, 1_000);
        assert_eq!(told(&format!("'{long}' is late")), "alice is late");
        assert_eq!(told(&format!("'{stranger}' is late")), "'wasm1bbbb..9xyz' is late");
        assert_eq!(
            told("until unix second 91060: expected then"),
            "until day 1, 01:01: expected then"
        );
        assert_eq!(told("unix second x and unix second 7"), "unix second x and unix second 7");
    }
}
