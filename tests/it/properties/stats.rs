//! What was tried and what was accepted, per message.

use std::collections::BTreeMap;
use std::fmt::Write;

/// Every message that a person can send, by `contract.message`. Owner's messages and the two cw4 messages that always
/// fail are no user messages; `sync_hook` is one.
pub const USER_MESSAGES: [&str; 46] = [
    "registry.register",
    "registry.update_profile",
    "registry.renew",
    "registry.leave",
    "registry.offer_binding",
    "registry.accept_binding",
    "registry.unbind",
    "registry.create_space",
    "registry.set_writers",
    "registry.offer_space",
    "registry.take_space",
    "registry.write_cells",
    "ledger.post_job",
    "ledger.accept",
    "ledger.decline",
    "ledger.cancel",
    "ledger.submit",
    "ledger.approve",
    "ledger.reject",
    "ledger.arbitrate",
    "ledger.agree",
    "ledger.expire",
    "ledger.retry_leg",
    "tracker.report",
    "tracker.sync_hook",
    "distributor.deposit",
    "distributor.receive",
    "distributor.transfer",
    "distributor.withdraw",
    "distributor.create_pool",
    "distributor.fund_pool",
    "distributor.set_shares",
    "distributor.claim",
    "distributor.sweep_pool",
    "distributor.reclaim_escrow",
    "distributor.escrow.open",
    "distributor.escrow.release",
    "dao.propose",
    "dao.vote",
    "dao.vote_signed",
    "dao.execute",
    "dao.close",
    "dao.cancel",
    "dao.guardian_pause",
    "dao.guardian_freeze",
    "dao.guardian_release",
];

/// Counts per message: tried, accepted, and texts of refusals.
#[derive(Clone, Debug, Default)]
pub struct Stats {
    rows: BTreeMap<&'static str, (u64, u64)>,
    refusals: BTreeMap<&'static str, BTreeMap<String, u64>>,
    /// Steps run.
    pub steps: u64,
    /// Steps for which nothing applicable was found.
    pub idle: u64,
    /// How often each property was checked.
    pub checks: BTreeMap<&'static str, u64>,
}

impl Stats {
    pub fn accepted(&mut self, label: &'static str) {
        let row = self.rows.entry(label).or_default();
        row.0 += 1;
        row.1 += 1;
    }

    /// How often a message was accepted so far.
    pub fn count(&self, label: &str) -> u64 {
        self.rows.get(label).map_or(0, |row| row.1)
    }

    pub fn refused(&mut self, label: &'static str, text: &str) {
        self.rows.entry(label).or_default().0 += 1;
        let text: String = text.chars().filter(|c| !c.is_ascii_digit()).take(110).collect();
        *self.refusals.entry(label).or_default().entry(text).or_default() += 1;
    }

    pub fn add(&mut self, other: &Self) {
        for (label, (tried, accepted)) in &other.rows {
            let row = self.rows.entry(label).or_default();
            row.0 += tried;
            row.1 += accepted;
        }
        for (label, texts) in &other.refusals {
            for (text, n) in texts {
                *self.refusals.entry(label).or_default().entry(text.clone()).or_default() += n;
            }
        }
        for (property, n) in &other.checks {
            *self.checks.entry(property).or_default() += n;
        }
        self.steps += other.steps;
        self.idle += other.idle;
    }

    /// The table that a run prints.
    pub fn table(&self) -> String {
        let mut out = format!("{:<32}{:>8}{:>10}{:>7}\n", "message", "tried", "accepted", "rate");
        for (label, (tried, accepted)) in &self.rows {
            let rate = accepted * 100 / (*tried).max(1);
            let _ = writeln!(out, "{label:<32}{tried:>8}{accepted:>10}{rate:>6}%");
            if let Some(texts) = self.refusals.get(label) {
                let mut texts: Vec<_> = texts.iter().collect();
                texts.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
                for (text, n) in texts.iter().take(3) {
                    let _ = writeln!(out, "      {n:>6} x {text}");
                }
            }
        }
        let _ = writeln!(out, "{} steps, {} of them found nothing to do", self.steps, self.idle);
        for (property, n) in &self.checks {
            let _ = writeln!(out, "  checked {n:>8} times: {property}");
        }
        out
    }

    /// Messages accepted less often than wanted, or at too low a rate.
    pub fn weak(&self, least: u64, percent: u64) -> Vec<String> {
        USER_MESSAGES
            .iter()
            .filter_map(|label| {
                let (tried, accepted) = self.rows.get(label).copied().unwrap_or_default();
                let weak = accepted < least || accepted * 100 < tried * percent;
                weak.then(|| format!("{label}: {accepted} of {tried}"))
            })
            .collect()
    }
}
