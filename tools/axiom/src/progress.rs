//! How far something is that takes a while: a bar at a terminal, lines elsewhere, nothing for programs.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::out::Out;

/// How often the sign of life moves.
const TICK: Duration = Duration::from_millis(120);

/// How far something is.
pub struct Bar {
    /// None where no terminal can show it.
    bar: Option<ProgressBar>,
    out: Out,
}

impl Bar {
    /// Of so many steps.
    pub fn steps(out: Out, of: u64) -> Self {
        Self::with(out, of, "{spinner} [{bar:24}] {pos}/{len} {elapsed} {msg}")
    }

    /// Of something whose end nobody can tell, such as the next block.
    pub fn wait(out: Out, what: &str) -> Self {
        let bar = Self::with(out, 0, "{spinner} {elapsed} {msg}");
        bar.at(what);
        bar
    }

    fn with(out: Out, of: u64, template: &str) -> Self {
        let seen = !out.is_json() && std::io::stderr().is_terminal();
        let style = ProgressStyle::with_template(template).ok().filter(|_| seen);
        let bar = style.map(|style| {
            let bar = ProgressBar::with_draw_target(Some(of), ProgressDrawTarget::stderr());
            bar.set_style(style.progress_chars("#>-"));
            bar.enable_steady_tick(TICK);
            bar
        });
        Self { bar, out }
    }

    /// What is being done; shown only in the bar.
    pub fn at(&self, what: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(what.to_string());
        }
    }

    /// So many are done.
    pub fn reached(&self, done: u64, of: u64) {
        if let Some(bar) = &self.bar {
            bar.set_length(of);
            bar.set_position(done);
        }
    }

    /// A line that stays, above the bar.
    pub fn line(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.println(text),
            None => self.out.note(text),
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
