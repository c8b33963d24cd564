//! Prints the story and keeps count of the figures that were checked.

use std::io::{IsTerminal, Write};

const LABEL: usize = 58;
const FIGURE: usize = 22;

/// A value that can be printed in a line and compared.
pub trait Figure: PartialEq {
    /// As it is printed.
    fn text(&self) -> String;
}

macro_rules! numbers {
    ($($ty:ty),*) => { $(impl Figure for $ty {
        fn text(&self) -> String { grouped(&self.to_string()) }
    })* };
}
numbers!(u16, u32, u64, u128, usize);

impl Figure for bool {
    fn text(&self) -> String {
        if *self { "yes" } else { "no" }.to_string()
    }
}

impl Figure for String {
    fn text(&self) -> String {
        self.clone()
    }
}

impl Figure for &str {
    fn text(&self) -> String {
        (*self).to_string()
    }
}

impl Figure for [u8; 32] {
    fn text(&self) -> String {
        let hex: String = self.iter().take(6).map(|b| format!("{b:02x}")).collect();
        format!("{hex}..")
    }
}

/// Digits in groups of three.
pub fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// What a telling came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Figures compared with the reference.
    pub checks: usize,
    /// Those that differ, with both values.
    pub mismatches: Vec<Fault>,
    /// Scenes that could not be told to the end, with the reason.
    pub broken: Vec<Fault>,
}

/// What went wrong in a scene.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Key of the scene.
    pub scene: String,
    /// What.
    pub text: String,
}

impl Report {
    /// True if each scene ran to its end and each figure was right.
    pub fn is_clean(&self) -> bool {
        self.mismatches.is_empty() && self.broken.is_empty()
    }

    /// What went wrong first in a scene, if anything did.
    pub fn fault_of(&self, scene: &str) -> Option<&str> {
        let all = self.broken.iter().chain(&self.mismatches);
        let mut own = all.filter(|fault| fault.scene == scene);
        own.next().map(|fault| fault.text.as_str())
    }
}

/// Tells the story: headings, plain lines, checked figures.
pub struct Teller {
    out: Option<Box<dyn Write>>,
    colour: bool,
    scenes: usize,
    scene: String,
    report: Report,
}

impl Teller {
    /// Tells to standard output, in colour if that is a terminal and `NO_COLOR` is not set.
    pub fn stdout() -> Self {
        let colour = std::io::stdout().is_terminal()
            && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self::to(Some(Box::new(std::io::stdout())), colour)
    }

    /// Checks and says nothing.
    pub fn quiet() -> Self {
        Self::to(None, false)
    }

    fn to(out: Option<Box<dyn Write>>, colour: bool) -> Self {
        let report = Report { checks: 0, mismatches: vec![], broken: vec![] };
        Self { out, colour, scenes: 0, scene: String::new(), report }
    }

    /// What the telling has come to so far.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// A line as it is. A reader who has gone away (a closed pipe) is no error of the story.
    pub fn line(&mut self, text: &str) {
        if let Some(out) = &mut self.out {
            let _ = writeln!(out, "{text}");
        }
    }

    /// The heading of a part of the story.
    pub fn part(&mut self, title: &str) {
        let rule = "─".repeat(LABEL + FIGURE + 8);
        let title = self.paint("1", title);
        self.line(&format!("\n{rule}\n{title}\n{rule}"));
    }

    /// The heading of a scene, with its key and the day on which it begins.
    pub fn scene(&mut self, key: &str, title: &str, day: u64) {
        self.scenes += 1;
        self.scene = key.to_string();
        let heading = format!("{:>2}  {title}", self.scenes);
        let side = format!("{key} · day {day}");
        let width = LABEL + FIGURE + 8;
        let pad = width.saturating_sub(heading.chars().count() + side.chars().count());
        let (heading, side) = (self.paint("1", &heading), self.paint("2", &side));
        self.line(&format!("\n{heading}{}{side}", " ".repeat(pad.max(1))));
    }

    /// A sentence of the story.
    pub fn say(&mut self, text: &str) {
        for line in wrapped(text, LABEL + FIGURE + 4) {
            self.line(&format!("    {line}"));
        }
    }

    /// A figure: asked from the economy after its transaction, against what the reference expects.
    pub fn check<T: Figure>(&mut self, label: &str, unit: &str, observed: T, expected: T) {
        self.report.checks += 1;
        let figure = observed.text();
        if observed == expected {
            let tick = self.paint("32", "✓");
            let pad = (LABEL + FIGURE)
                .saturating_sub(label.chars().count() + figure.chars().count())
                .max(1);
            let line = format!("  {tick} {label}{}{figure} {unit}", " ".repeat(pad));
            self.line(line.trim_end());
            return;
        }
        let text = format!("{label}: observed {figure}, expected {} {unit}", expected.text());
        let text = text.trim_end().to_string();
        let cross = self.paint("1;31", &format!("✗ MISMATCH {text}"));
        self.line(&format!("  {cross}"));
        let scene = self.scene.clone();
        self.report.mismatches.push(Fault { scene, text });
    }

    /// The scene could not go on.
    pub fn broke(&mut self, why: &str) {
        let cross = self.paint("1;31", &format!("✗ BROKEN OFF {why}"));
        self.line(&format!("  {cross}"));
        let (scene, text) = (self.scene.clone(), why.to_string());
        self.report.broken.push(Fault { scene, text });
    }

    /// Text in a colour, where colours are wanted.
    pub fn paint(&self, code: &str, text: &str) -> String {
        if self.colour {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_string()
        }
    }
}

/// Text in lines of at most `width` characters, cut between words.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("there is always a line");
        if !last.is_empty() && last.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_string());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_figure_is_recorded_and_a_right_one_is_not() {
        let mut teller = Teller::quiet();
        teller.check("right", "uaxm", 1_000u128, 1_000);
        assert!(teller.report().is_clean());
        teller.scene("second", "A scene", 0);
        teller.check("wrong", "uaxm", 1_000u128, 1_001);
        let report = teller.report();
        assert_eq!(report.checks, 2);
        assert_eq!(report.fault_of("second"), Some("wrong: observed 1,000, expected 1,001 uaxm"));
        assert_eq!(report.fault_of("first"), None);
        assert!(!report.is_clean());
        let mut teller = Teller::quiet();
        teller.broke("a reason");
        assert!(!teller.report().is_clean());
    }

    #[test]
    fn digits_stand_in_threes() {
        for (digits, text) in
            [("0", "0"), ("999", "999"), ("1000", "1,000"), ("1234567", "1,234,567")]
        {
            assert_eq!(grouped(digits), text);
        }
    }

    #[test]
    fn long_sentences_are_wrapped_between_words() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("", 7), [""]);
    }
}
