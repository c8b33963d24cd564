//! `axiom job show` in words.

use axiom_answers::{percent, JobAnswer, Who};
use axiom_types::ledger::Reward;

use super::{amount, name, when, word};
use crate::out;
use crate::session::Session;

/// One job.
pub fn text(session: &Session, job: &JobAnswer) -> String {
    let now = session.client.status().map(|status| status.time).unwrap_or_default();
    let mut lines = vec![
        ("job".to_string(), format!("{}: {}", job.job, job.posted.title)),
        ("state".into(), state(job)),
    ];
    let people = [
        ("client", Some(&job.parties.client)),
        ("offered to", job.parties.offered_to.as_ref()),
        ("worker", job.parties.worker.as_ref()),
        ("principal", job.parties.worker_principal.as_ref()),
        ("reviewer", job.parties.reviewer.as_ref()),
        ("arbiter", Some(&job.parties.arbiter)),
    ];
    for (title, who) in people {
        if let Some(who) = who {
            lines.push((title.into(), name(session, who)));
        }
    }
    money(session, job, &mut lines);
    if let Some(submission) = &job.submission {
        lines.push(("handed in".into(), submission.output.uri.clone()));
    }
    if let Some(reason) = &job.rejection {
        lines.push(("rejected".into(), reason.clone()));
    }
    if let Some(next) = &job.next {
        let stopped = if next.clock_stopped {
            " (the clock stands still while the ledger is paused)"
        } else {
            ""
        };
        lines.push((
            "then".into(),
            format!("{}: {}{stopped}", when(now, next.due.at), next.outcome.text),
        ));
    }
    for one in &job.moves {
        let who = match &one.who {
            Who::Account { account, .. } => name(session, account),
            Who::Gate { .. } => "whoever meets the gate".into(),
            Who::Anyone {} => "anybody".into(),
        };
        lines.push(("can".into(), format!("{who}: {}", word(&one.action))));
    }
    for leg in &job.failed_legs {
        lines.push((
            "failed".into(),
            format!(
                "{}: {} (axiom tx ledger retry-leg --job {} …)",
                word(&leg.leg),
                leg.reason,
                job.job
            ),
        ));
    }
    let mut text = out::pairs(&lines);
    if let Some(steps) = job.steps.as_ref().filter(|steps| !steps.rows.is_empty()) {
        let row = |step: &axiom_answers::Step| {
            vec![
                step.record.to_string(),
                axiom_answers::date_text(step.time),
                word(&step.transition),
                name(session, &step.actor),
            ]
        };
        let rows: Vec<Vec<String>> = steps.rows.iter().map(row).collect();
        text += &format!("\n\n{}", out::rows(&["record", "time", "what", "by"], &rows));
    }
    text
}

fn state(job: &JobAnswer) -> String {
    match (&job.ended, job.worker_bps) {
        (Some(reason), Some(bps)) => {
            format!("{}: {}, the worker got {}", word(&job.state), word(reason), percent(bps))
        }
        (Some(reason), None) => format!("{}: {}", word(&job.state), word(reason)),
        _ => word(&job.state),
    }
}

fn money(session: &Session, job: &JobAnswer, lines: &mut Vec<(String, String)>) {
    let Some(money) = &job.money else {
        if let Reward::Voluntary { points, domain } = &job.posted.reward {
            lines.push(("gives".into(), format!("{points} points in domain {domain}")));
        }
        return;
    };
    let of = |base| amount(session, base, &money.asset);
    lines.push((
        "price".into(),
        format!("{}, of which {} fee", of(money.price), percent(money.fee_bps)),
    ));
    for share in &money.payees {
        lines.push((
            "payee".into(),
            format!("{} {}", name(session, &share.account), percent(share.bps)),
        ));
    }
    if let Some(split) = &money.if_approved {
        lines.push((
            "if approved".into(),
            format!("{} paid, {} fee, {} back", of(split.paid), of(split.fee), of(split.refunded)),
        ));
    }
    if let Some(split) = &money.settled {
        lines.push((
            "settled".into(),
            format!("{} paid, {} fee, {} back", of(split.paid), of(split.fee), of(split.refunded)),
        ));
    }
    if !money.in_escrow.is_zero() {
        lines.push(("in escrow".into(), of(money.in_escrow)));
    }
}
