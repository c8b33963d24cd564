//! Rows as they were measured or modelled.

use std::collections::BTreeSet;

use axiom_chain::{GasReport, Outcome, Success};

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Contract whose message it is.
    pub part: &'static str,
    /// Message.
    pub message: &'static str,
    /// Gas of its transaction; of a row that says *each further*, what one more item adds.
    pub total: u64,
    /// Gas that it cannot do without, see [`axiom_chain::price::GasReport::floor`]; none on a node, which tells totals.
    pub floor: u64,
}

/// All rows so far.
#[derive(Default)]
pub struct Sheet {
    rows: Vec<Row>,
    part: &'static str,
    /// Accounts that have sent a transaction.
    pub(crate) warm: BTreeSet<String>,
}

impl Sheet {
    /// Begins a contract.
    pub(crate) fn part(&mut self, title: &'static str) {
        self.part = title;
    }

    /// Enters a message that must have been accepted.
    #[track_caller]
    pub(crate) fn add(&mut self, message: &'static str, outcome: Outcome) -> Success {
        let success = outcome.should_succeed();
        self.gas(message, &success.gas);
        success
    }

    /// Enters a report.
    pub(crate) fn gas(&mut self, message: &'static str, gas: &GasReport) {
        detail(message, 0, gas);
        self.row(message, gas.total, gas.floor);
    }

    /// Enters what each further item costs: one message of a single item against one of `items`.
    pub(crate) fn further(
        &mut self,
        message: &'static str,
        one: &GasReport,
        many: &GasReport,
        items: u64,
    ) {
        detail(message, items, many);
        let each = |one: u64, many: u64| many.saturating_sub(one) / (items - 1);
        self.row(message, each(one.total, many.total), each(one.floor, many.floor));
    }

    /// Enters figures.
    pub(crate) fn row(&mut self, message: &'static str, total: u64, floor: u64) {
        self.rows.push(Row { part: self.part, message, total, floor });
    }

    /// All rows, in order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The row of a message.
    pub fn find(&self, message: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.message == message)
    }
}

/// With `COST_DETAIL` set, a line of JSON on stderr with everything that was counted.
fn detail(message: &str, items: u64, gas: &GasReport) {
    if std::env::var_os("COST_DETAIL").is_some() {
        eprintln!("{}", serde_json::json!({ "message": message, "items": items, "gas": gas }));
    }
}
