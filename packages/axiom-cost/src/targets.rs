//! Targets, the peers, and the messages that are allowed to cost more.

/// Target of a message, and what peers call the same.
pub struct Target {
    /// Message.
    pub message: &'static str,
    /// Gas that we allow ourselves, if there is a target.
    pub gas: Option<u64>,
    /// Messages of peers that do the same, see [`PEERS`].
    pub peers: &'static [&'static str],
}

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

const fn target(message: &'static str, gas: u64, peers: &'static [&'static str]) -> Target {
    Target { message, gas: Some(gas), peers }
}

const fn beside(message: &'static str, peers: &'static [&'static str]) -> Target {
    Target { message, gas: None, peers }
}

const VOTE: &[&str] = &["cw3-flex: vote, 100 B", "DAO DAO: vote, 100 B"];
const CLAIM: &[&str] = &["DAO DAO: claim, linear", "DAO DAO: claim, immediate"];
const FUND: &[&str] = &["DAO DAO: fund, linear", "DAO DAO: fund, immediate"];
const CREATE: &[&str] = &["DAO DAO: create a distribution"];
const GROUP: &[&str] = &["cw4-group: change one member"];

/// Every message that has a target or a peer.
pub const TARGETS: &[Target] = &[
    target(FOUND, 850_000, &["DAO DAO: found"]),
    target("register", 150_000, &[]),
    target("renew a lease", 125_000, &[]),
    target("write a cell of 64 B", 145_000, &[]),
    target("write a cell, each further one in a batch", 25_000, &[]),
    target("deposit, with an allowance", 155_000, &[]),
    beside("open a standing pool", CREATE),
    beside("open a table pool with 3 members", CREATE),
    beside("fund a standing pool from the balance", FUND),
    beside("fund a table pool from the balance", FUND),
    target("deposit into a standing pool", 155_000, FUND),
    target("deposit into a table pool", 155_000, FUND),
    target("claim from a standing pool to the wallet", 165_000, CLAIM),
    target("claim from standing pools, each further pool", 25_000, CLAIM),
    target("claim from a table pool to the wallet", 165_000, CLAIM),
    target("claim from table pools, each further pool", 25_000, CLAIM),
    target(POST, 240_000, &[]),
    target(ACCEPT, 145_000, &[]),
    target(SUBMIT, 155_000, &[]),
    target(SETTLE, 480_000, &[]),
    target(LIFE, 1_200_000, &[]),
    target("report, one member of the voting domain", 200_000, GROUP),
    target("report, each further member", 45_000, GROUP),
    target(
        "propose a bank send, description of 100 B",
        170_000,
        &["cw3-flex: propose, 100 B", "DAO DAO: propose, 100 B"],
    ),
    beside(
        "propose a bank send, description of 10 kB",
        &["cw3-flex: propose, 10 kB", "DAO DAO: propose, 10 kB"],
    ),
    target("vote, score unchanged", 140_000, VOTE),
    target("vote, after 3 changes of score", 140_000, VOTE),
    target(
        "vote, description of 10 kB",
        140_000,
        &["cw3-flex: vote, 10 kB", "DAO DAO: vote, 10 kB"],
    ),
    target("vote by signature, each further one in a batch of 100", 14_000, VOTE),
    target(
        "execute a bank send",
        160_000,
        &["cw3-flex: execute, 100 B", "DAO DAO: execute, 100 B"],
    ),
];

/// Messages of peers, with the gas that they cost on wasmd v0.70.3 when they were first measured. A later measurement
/// in `gas.json` takes its place.
pub const PEERS: &[(&str, u64)] = &[
    ("cw3-flex: propose, 100 B", 152_600),
    ("cw3-flex: propose, 10 kB", 551_800),
    ("cw3-flex: vote, 100 B", 225_500),
    ("cw3-flex: vote, 10 kB", 542_300),
    ("cw3-flex: execute, 100 B", 159_400),
    ("cw4-group: change one member", 142_700),
    ("DAO DAO: found", 715_600),
    ("DAO DAO: propose, 100 B", 359_800),
    ("DAO DAO: propose, 10 kB", 760_900),
    ("DAO DAO: vote, 100 B", 348_700),
    ("DAO DAO: vote, 10 kB", 678_600),
    ("DAO DAO: execute, 100 B", 371_000),
    ("DAO DAO: create a distribution", 281_800),
    ("DAO DAO: fund, linear", 159_200),
    ("DAO DAO: fund, immediate", 288_000),
    ("DAO DAO: claim, linear", 328_600),
    ("DAO DAO: claim, immediate", 310_100),
];

const ADR: &str = "docs/adr/0008-messages-above-target.md";

/// Rows that stay above their target by more than a tenth, each with the ADR that says why.
pub const EXCEPTIONS: &[(&str, &str)] = &[(FOUND, ADR), (POST, ADR), (ACCEPT, ADR)];

/// What is said about a message.
pub fn about(message: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.message == message)
}
