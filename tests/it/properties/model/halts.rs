//! Pauses and freezes as spans of time.

/// Spans during which something was halted; they never overlap.
#[derive(Clone, Debug, Default)]
pub struct Halts(Vec<(u64, u64)>);

impl Halts {
    /// Halts from now on; a running halt is replaced.
    pub fn start(&mut self, now: u64, seconds: u64) {
        self.end(now);
        self.0.push((now, now + seconds));
    }

    /// Ends a running halt.
    pub fn end(&mut self, now: u64) {
        if let Some(last) = self.0.last_mut() {
            last.1 = last.1.min(now);
        }
    }

    /// Whether it is halted.
    pub fn running(&self, now: u64) -> bool {
        self.0.last().is_some_and(|(_, until)| now < *until)
    }

    /// Seconds halted so far.
    pub fn seconds(&self, now: u64) -> u64 {
        self.0.iter().map(|(from, until)| now.min(*until).saturating_sub(*from)).sum()
    }

    /// The spans.
    pub fn spans(&self) -> &[(u64, u64)] {
        &self.0
    }
}

/// What the guardian did last, and all spans of its acts.
#[derive(Clone, Debug, Default)]
pub struct Guardian {
    /// Contract paused last.
    pub pause_target: Option<String>,
    /// Thing frozen last, as in events.
    pub freeze_target: Option<String>,
    /// All its pauses.
    pub pauses: Halts,
    /// All its freezes.
    pub freezes: Halts,
}

impl Guardian {
    /// Seconds during which a pause or a freeze of the guardian ran, each second once.
    pub fn union_seconds(&self, now: u64) -> u64 {
        let mut spans: Vec<(u64, u64)> =
            self.pauses.spans().iter().chain(self.freezes.spans()).copied().collect();
        spans.sort_unstable();
        let (mut sum, mut covered) = (0, 0);
        for (from, until) in spans {
            let from = from.max(covered);
            let until = until.min(now);
            if until > from {
                sum += until - from;
                covered = until;
            }
        }
        sum
    }
}
