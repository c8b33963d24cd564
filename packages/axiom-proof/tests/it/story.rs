//! Jobs played to every end on the embedded chain.

use axiom_local::Fault;
use axiom_suite::{JobBuilder, Suite, DENOM};
use axiom_types::ledger::{Agreement, EndReason, Leg, NewJob, OnSilence, Windows};

/// Seconds of every waiting state of these jobs.
pub const WINDOW: u64 = 3_600;
/// Longer than a window, with its least number of blocks.
pub const LATE: u64 = WINDOW + 3_600;

pub fn windows() -> Windows {
    Windows { accept: WINDOW, submit: WINDOW, review: WINDOW, rework: WINDOW, arbitrate: WINDOW }
}

pub fn paid(amount: u128) -> JobBuilder {
    JobBuilder::paid(amount).windows(windows()).arbiter("arbiter")
}

fn disputed(s: &mut Suite, job: NewJob) -> u64 {
    let id = s.ledger().handed_in("client", "worker", job);
    let _ = s.ledger().reject("client", id).should_succeed();
    let _ = s.ledger().submit("worker", id).should_succeed();
    let _ = s.ledger().reject("client", id).should_succeed();
    id
}

/// One job to this end.
pub fn play(s: &mut Suite, reason: EndReason, amount: u128) -> u64 {
    let job = paid(amount).build();
    match reason {
        EndReason::Approved => {
            let id = s.ledger().handed_in("client", "worker", job);
            let _ = s.ledger().approve("client", id).should_succeed();
            id
        }
        EndReason::ReviewerAbsent => {
            let id = s.ledger().handed_in("client", "worker", job);
            expired(s, id)
        }
        EndReason::NotAccepted => {
            let id = s.ledger().posted("client", job);
            expired(s, id)
        }
        EndReason::Declined => {
            let id = s.ledger().posted("client", paid(amount).to("worker").build());
            let _ = s.ledger().decline("worker", id).should_succeed();
            id
        }
        EndReason::Cancelled => {
            let id = s.ledger().posted("client", job);
            let _ = s.ledger().cancel("client", id).should_succeed();
            id
        }
        EndReason::NotSubmitted => {
            let id = s.ledger().posted("client", job);
            let _ = s.ledger().accept("worker", id).should_succeed();
            expired(s, id)
        }
        EndReason::NotReworked => {
            let id = s.ledger().handed_in("client", "worker", job);
            let _ = s.ledger().reject("client", id).should_succeed();
            expired(s, id)
        }
        EndReason::Arbitrated => {
            let id = disputed(s, job);
            let _ = s.ledger().arbitrate("arbiter", id, 3_333).should_succeed();
            id
        }
        EndReason::ArbiterAbsent => {
            let id = disputed(s, job);
            expired(s, id)
        }
        EndReason::Dissolved => {
            let id = s.ledger().posted("client", job);
            let _ = s.ledger().accept("worker", id).should_succeed();
            for who in ["worker", "client"] {
                let agreement = Agreement::Dissolve { worker_bps: 4_001 };
                let _ = s.ledger().agree(who, id, agreement).should_succeed();
            }
            id
        }
    }
}

fn expired(s: &mut Suite, id: u64) -> u64 {
    s.wait(LATE);
    let _ = s.ledger().expire("stranger", id).should_succeed();
    id
}

/// An economy in which every end was reached, and then jobs that wait, that nobody is paid for, that were extended,
/// refunded for silence, and whose legs failed: one tried again, one still pending.
pub fn everything() -> Suite {
    let mut s = Suite::found();
    let _ = s.distributor().deposit_for_work("client", 10_000_000, DENOM).should_succeed();
    for (n, (reason, _)) in EndReason::ALL.into_iter().enumerate() {
        let id = play(&mut s, reason, 10_007 + n as u128);
        assert_eq!(s.ledger().job(id).ended, Some(reason));
    }
    let silent = paid(777).on_silence(OnSilence::RefundClient).build();
    let id = s.ledger().handed_in("client", "worker", silent);
    expired(&mut s, id);
    // One waits in each state.
    let wanted = paid(501).capability("summary").build();
    s.ledger().posted("client", wanted);
    s.ledger().posted("client", paid(502).to("agent").build());
    let extended = s.ledger().posted("client", paid(503).build());
    let _ = s.ledger().accept("agent", extended).should_succeed();
    for who in ["agent", "client"] {
        let _ = s.ledger().agree(who, extended, Agreement::Extend { seconds: 90 }).should_succeed();
    }
    s.ledger().handed_in("client", "worker", JobBuilder::voluntary(2, 12).build());
    disputed(&mut s, paid(504).build());
    for (retried, amount) in [(true, 601), (false, 602)] {
        let id = s.ledger().handed_in("client", "worker", paid(amount).build());
        let distributor = s.at.distributor.clone();
        s.chain.set_fault(&distributor, Fault::fail("out of order"));
        let _ = s.ledger().approve("client", id).should_succeed();
        s.chain.clear_faults();
        assert_eq!(s.ledger().pending(id).len(), 1);
        if retried {
            let _ = s.ledger().retry("stranger", id, Leg::Money).should_succeed();
        }
    }
    s
}
