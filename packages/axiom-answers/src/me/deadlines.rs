//! One list of what ends when.

use axiom_types::dao::Stage;

use super::{JobLine, MyProposal, MyWork};
use crate::due::{Deadline, Subject};
use crate::job::JobAction;
use crate::participant::Registration;
use crate::proposal::ProposalAction;

/// Everything that ends, soonest first. Jobs that are merely open to the account, or over, are left out.
pub(super) fn collect(
    account: &str,
    registration: Option<&Registration>,
    work: &MyWork,
    proposals: &[MyProposal],
) -> Vec<Deadline> {
    let lists =
        [&work.offered, &work.to_submit, &work.to_review, &work.to_arbitrate, &work.waiting];
    let jobs = lists.into_iter().flatten().filter_map(of_job);
    let votes = proposals.iter().filter_map(of_proposal);
    let lease = registration.filter(|found| found.live).map(|found| Deadline {
        at: found.expires,
        height: None,
        mine: found.renewal_due,
        subject: Subject::Registration { account: account.to_string() },
        text: "the registration ends unless it is renewed".to_string(),
    });
    let mut all: Vec<_> = jobs.chain(votes).chain(lease).collect();
    all.sort_by(|a, b| (a.at, &a.subject).cmp(&(b.at, &b.subject)));
    all
}

fn of_job(line: &JobLine) -> Option<Deadline> {
    let due = line.due?;
    let must = [
        (JobAction::Decline, "accept or decline"),
        (JobAction::Submit, "hand in"),
        (JobAction::Approve, "approve or reject"),
        (JobAction::Arbitrate, "decide"),
    ];
    let mine = must.iter().find(|(action, _)| line.actions.contains(action));
    let todo = mine.map_or("wait", |(_, todo)| todo);
    let then = line.if_nobody_acts.as_ref().map_or("", |outcome| outcome.text.as_str());
    Some(Deadline {
        at: due.at,
        height: due.height,
        mine: mine.is_some(),
        subject: Subject::Job { job: line.job },
        text: format!("{todo}; else {then}"),
    })
}

fn of_proposal(row: &MyProposal) -> Option<Deadline> {
    let due = row.due?;
    let can = |action| row.actions.contains(&action);
    let (mine, text) = match row.stage {
        Stage::Voting if can(ProposalAction::Vote) => (true, "vote; then voting ends"),
        Stage::Voting => (false, "voting ends"),
        Stage::Queued => (false, "it can be executed from then on"),
        Stage::Ready => (can(ProposalAction::Execute), "execute it; else it runs out"),
        _ => return None,
    };
    Some(Deadline {
        at: due.at,
        height: due.height,
        mine,
        subject: Subject::Proposal { proposal: row.proposal },
        text: text.to_string(),
    })
}
