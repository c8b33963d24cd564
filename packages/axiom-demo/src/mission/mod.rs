//! The mission, line by line, and what the finished story shows of it.

mod alignment;
mod coordination;
mod economies;
mod layers;
pub mod list;

use anyhow::Result;

use crate::stage::Stage;
use crate::teller::{wrapped, Teller};

use list::{Bullet, MISSION};

/// Columns of the texts of the table.
const WIDTH: usize = 75;
const INDENT: &str = "             ";

/// What was seen of a line of the mission in the finished story.
pub struct Seen {
    /// In words and figures.
    pub text: String,
    /// Whether it is what it has to be.
    pub ok: bool,
}

impl Seen {
    /// An observation.
    pub fn new(text: impl Into<String>, ok: bool) -> Result<Self> {
        let text = text.into();
        Ok(Self { text, ok })
    }
}

/// Where and how a line of the mission is shown.
pub struct Shown {
    /// Key of the scene of `axiom demo` that plays it.
    pub scene: &'static str,
    /// The economy that it looks at, if not that of the story.
    pub economy: Option<&'static str>,
    /// Looks at the finished story, by queries.
    pub observe: fn(&Stage) -> Result<Seen>,
}

impl Shown {
    fn look(&self, stage: &mut Stage) -> Result<Seen> {
        match self.economy {
            Some(name) => stage.inside(name, |stage| (self.observe)(stage)),
            None => (self.observe)(stage),
        }
    }
}

/// Verdict on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It ran and was seen to be right.
    Pass,
    /// It ran and something about it was wrong.
    Fail,
    /// Nothing to run yet.
    NotBuilt,
}

impl Verdict {
    /// As it is printed.
    pub fn text(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::Fail => "FAIL",
            Self::NotBuilt => "NOT BUILT",
        }
    }
}

/// A line of the mission with its verdict.
pub struct Line {
    /// The line.
    pub bullet: &'static Bullet,
    /// The verdict.
    pub verdict: Verdict,
    /// What was seen; empty if nothing was looked at.
    pub seen: String,
}

/// Looks at a finished story and judges every line. A line fails if its scene broke off or printed a wrong figure, if
/// what it looks at cannot be read, or if what it sees is not right.
pub fn judge(stage: &mut Stage) -> Vec<Line> {
    let mut line = |bullet: &'static Bullet| {
        let Some(shown) = &bullet.shown else {
            return Line { bullet, verdict: Verdict::NotBuilt, seen: String::new() };
        };
        let fault = stage.teller.report().fault_of(shown.scene).map(str::to_string);
        let (seen, ok) = match (fault, shown.look(stage)) {
            (Some(fault), _) => (fault, false),
            (None, Ok(seen)) => (seen.text, seen.ok),
            (None, Err(error)) => (format!("{error:#}"), false),
        };
        let verdict = if ok { Verdict::Pass } else { Verdict::Fail };
        Line { bullet, verdict, seen }
    };
    MISSION.iter().map(&mut line).collect()
}

/// Prints the table.
pub fn print(lines: &[Line], out: &mut Teller) {
    let (mut table, mut group) = ("", "");
    for line in lines {
        if line.bullet.table != table {
            table = line.bullet.table;
            out.part(table);
        }
        if line.bullet.group != group {
            group = line.bullet.group;
            let heading = out.paint("1", group);
            out.line(&format!("\n{heading}"));
        }
        print_line(line, out);
    }
    let count = |verdict| lines.iter().filter(|line| line.verdict == verdict).count();
    out.line(&format!(
        "\n{} lines: {} PASS, {} FAIL, {} NOT BUILT",
        lines.len(),
        count(Verdict::Pass),
        count(Verdict::Fail),
        count(Verdict::NotBuilt)
    ));
}

fn print_line(line: &Line, out: &mut Teller) {
    let colour = match line.verdict {
        Verdict::Pass => "32",
        Verdict::Fail => "1;31",
        Verdict::NotBuilt => "2",
    };
    let verdict = out.paint(colour, &format!("{:<9}", line.verdict.text()));
    let mut texts = wrapped(line.bullet.text, WIDTH).into_iter();
    out.line(&format!("  {verdict}  {}", texts.next().unwrap_or_default()));
    let seen =
        line.bullet.shown.as_ref().map(|shown| format!("scene {}: {}", shown.scene, line.seen));
    for text in texts.chain(seen.iter().flat_map(|seen| wrapped(seen, WIDTH))) {
        out.line(&format!("{INDENT}{text}"));
    }
}
