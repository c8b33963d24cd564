//! The table: rows as they were measured, targets, peers.

use axiom_local::{GasReport, Outcome, Success};

/// Target of a message and what the best peer needs for the same, measured on the same node.
pub const TARGETS: &[(&str, u64, &str)] = &[
    (FOUND, 850_000, "DAO DAO 715,600, for a DAO alone"),
    ("register", 150_000, ""),
    ("renew a lease", 125_000, ""),
    ("write a cell of 64 B", 145_000, ""),
    ("write a cell, each further one in a batch", 25_000, ""),
    ("deposit, with an allowance", 155_000, ""),
    (POST, 240_000, ""),
    (ACCEPT, 145_000, ""),
    (SUBMIT, 155_000, ""),
    (SETTLE, 480_000, ""),
    (LIFE, 1_200_000, ""),
    ("deposit into a standing pool", 155_000, "DAO DAO 159,200 to 288,000"),
    ("deposit into a table pool", 155_000, "DAO DAO 159,200 to 288,000"),
    ("claim from a standing pool to the wallet", 165_000, "DAO DAO 310,100"),
    ("claim from standing pools, each further pool", 25_000, "DAO DAO 310,100"),
    ("claim from a table pool to the wallet", 165_000, "DAO DAO 328,600"),
    ("claim from table pools, each further pool", 25_000, "DAO DAO 328,600"),
    ("vote, score unchanged", 140_000, "cw3-flex 225,500"),
    ("vote, after 3 changes of score", 140_000, "cw3-flex 225,500"),
    ("vote, description of 10 kB", 140_000, "cw3-flex 542,300"),
    ("vote by signature, each further one in a batch of 100", 14_000, "cw3-flex 225,500"),
    ("propose a bank send, description of 100 B", 170_000, "cw3-flex 152,600"),
    ("execute a bank send", 160_000, "cw3-flex 159,400"),
    ("report, one member of the voting domain", 200_000, "cw4-group 142,700"),
    ("report, each further member", 45_000, "cw4-group 142,700"),
];

/// Rows that stay above their target by more than a tenth, each with the ADR that says why.
pub const EXCEPTIONS: &[(&str, &str)] = &[
    (FOUND, "docs/adr/0008-messages-above-target.md"),
    (POST, "docs/adr/0008-messages-above-target.md"),
    (ACCEPT, "docs/adr/0008-messages-above-target.md"),
];

/// Founding.
pub const FOUND: &str = "found an economy: five contracts, one transaction";
/// Posting a paid job.
pub const POST: &str = "post a paid job that wants a capability, escrow drawn";
/// Accepting it.
pub const ACCEPT: &str = "accept, an agent with a principal and two payees";
/// Handing in.
pub const SUBMIT: &str = "submit";
/// Approval with all legs.
pub const SETTLE: &str = "approve and settle: money to two payees, record, result";
/// The whole life.
pub const LIFE: &str = "whole life of a job: post, accept, submit, approve, withdraw";

/// One line of the table.
pub struct Row {
    /// Message.
    pub message: &'static str,
    /// Modelled price.
    pub total: u64,
    /// The transaction and the codes that it loads.
    pub fixed: u64,
}

/// Rows of one contract.
pub struct Part {
    /// Its name.
    pub title: &'static str,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// All rows so far.
#[derive(Default)]
pub struct Sheet {
    /// Contract by contract.
    pub parts: Vec<Part>,
}

impl Sheet {
    /// Begins a contract.
    pub fn part(&mut self, title: &'static str) {
        self.parts.push(Part { title, rows: vec![] });
    }

    /// Enters a message that must have been accepted.
    #[track_caller]
    pub fn add(&mut self, message: &'static str, outcome: Outcome) -> Success {
        let success = outcome.should_succeed();
        self.gas(message, &success.gas);
        success
    }

    /// Enters a report.
    pub fn gas(&mut self, message: &'static str, gas: &GasReport) {
        if std::env::var("COST_DETAIL").is_ok() {
            println!("{message}: {gas:?}");
        }
        self.row(message, gas.total, gas.fixed);
    }

    /// Enters what each further item costs: one message of a single item against one of `items`.
    pub fn further(
        &mut self,
        message: &'static str,
        one: &GasReport,
        many: &GasReport,
        items: u64,
    ) {
        self.row(message, (many.total - one.total) / (items - 1), 0);
    }

    /// Enters figures.
    pub fn row(&mut self, message: &'static str, total: u64, fixed: u64) {
        let part = self.parts.last_mut().unwrap();
        part.rows.push(Row { message, total, fixed });
    }

    /// All rows.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.parts.iter().flat_map(|part| &part.rows)
    }
}

/// The target of a message.
pub fn target(message: &str) -> Option<(u64, &'static str)> {
    let found = TARGETS.iter().find(|(name, _, _)| *name == message)?;
    Some((found.1, found.2))
}
