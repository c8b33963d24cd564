//! Standings as they were seen right after each change: what later answers about the past are compared with.

use std::collections::BTreeMap;

use cosmwasm_std::Uint256;

/// One state of a log, from `height` on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub height: u64,
    pub time: u64,
    pub units: Uint256,
    pub weight: u64,
    pub lifetime: u128,
}

/// Domain and account; none for the total.
pub type Subject = (u32, Option<String>);

/// All that was seen.
#[derive(Clone, Default)]
pub struct History {
    rows: BTreeMap<Subject, Vec<Row>>,
}

impl History {
    /// Notes a state; within one block the last counts.
    pub fn note(&mut self, subject: Subject, row: Row) {
        let rows = self.rows.entry(subject).or_default();
        match rows.last() {
            Some(last)
                if last.units == row.units
                    && last.weight == row.weight
                    && last.lifetime == row.lifetime => {}
            Some(last) if last.height == row.height => {
                rows.pop();
                rows.push(row);
            }
            _ => rows.push(row),
        }
    }

    /// State at the start of a block.
    pub fn at_height(&self, subject: &Subject, height: u64) -> Option<&Row> {
        self.rows.get(subject)?.iter().rev().find(|row| row.height < height)
    }

    /// State at a moment, exclusive.
    pub fn at_time(&self, subject: &Subject, time: u64) -> Option<&Row> {
        self.rows.get(subject)?.iter().rev().find(|row| row.time < time)
    }

    /// Newest state.
    pub fn newest(&self, subject: &Subject) -> Option<&Row> {
        self.rows.get(subject)?.last()
    }

    /// Unix seconds of the first entry.
    pub fn since(&self, subject: &Subject) -> Option<u64> {
        self.rows.get(subject)?.first().map(|row| row.time)
    }

    /// Accounts that ever had a standing in a domain.
    pub fn members(&self, domain: u32) -> Vec<String> {
        let of_domain = self.rows.keys().filter(|(d, _)| *d == domain);
        of_domain.filter_map(|(_, who)| who.clone()).collect()
    }

    /// Heights at which something changed in a domain.
    pub fn heights(&self, domain: u32) -> Vec<u64> {
        let of_domain = self.rows.iter().filter(|((d, _), _)| *d == domain);
        let mut heights: Vec<u64> =
            of_domain.flat_map(|(_, rows)| rows.iter().map(|r| r.height)).collect();
        heights.sort_unstable();
        heights.dedup();
        heights
    }
}
