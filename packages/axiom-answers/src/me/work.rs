//! Jobs that concern an account.

use axiom_types::bounds::MAX_PAGE;
use axiom_types::common::PauseStatus;
use axiom_types::ledger::{
    AgreementOffer, Assignment, JobFilter, JobResponse, JobState, JobsResponse, LegId, PendingLeg,
    PendingLegsResponse, QueryMsg, Reward, SettingsMsg,
};
use serde::Serialize;

use crate::ask::{Answered, Answers, Listing};
use crate::due::Due;
use crate::economy::ContractName;
use crate::gate::AskedFacts;
use crate::job::{actions_of, due, if_nobody_acts, moves, roles, JobAction, Outcome, Role};
use crate::source::Moment;

/// States that wait for somebody.
const WAITING: [JobState; 5] =
    [JobState::Open, JobState::Accepted, JobState::InReview, JobState::Rework, JobState::Disputed];

/// A job in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JobLine {
    /// Its number.
    pub job: u64,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub state: JobState,
    /// What it gives.
    pub reward: Reward,
    /// Who pays.
    pub client: String,
    /// Who does it.
    pub worker: Option<String>,
    /// The parts of the account in it.
    pub roles: Vec<Role>,
    /// What the account can do to it now.
    pub actions: Vec<JobAction>,
    /// When the present state ends.
    pub due: Option<Due>,
    /// What happens then if nobody acts.
    pub if_nobody_acts: Option<Outcome>,
    /// Offer of one side that waits for the other.
    pub offer: Option<AgreementOffer>,
}

/// A failed leg that anybody can try again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RetryLine {
    /// The leg.
    pub leg: PendingLeg,
    /// The parts of the account in its job.
    pub roles: Vec<Role>,
}

/// Jobs by what the account can do. A job stands in the first list that fits; all are by number.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MyWork {
    /// Offered to it, to accept or decline.
    pub offered: Vec<JobLine>,
    /// Open to it: it meets their gates.
    pub open: Vec<JobLine>,
    /// To hand in.
    pub to_submit: Vec<JobLine>,
    /// To approve or reject.
    pub to_review: Vec<JobLine>,
    /// To decide as the arbiter.
    pub to_arbitrate: Vec<JobLine>,
    /// Its own where somebody else is to act.
    pub waiting: Vec<JobLine>,
    /// Whose time is over: anybody can end them. Also those of others.
    pub to_expire: Vec<JobLine>,
    /// Failed legs that anybody can try again. Also those of others.
    pub to_retry: Vec<RetryLine>,
    /// True while the ledger refuses entries: nothing can be posted or accepted, and deadlines move on.
    pub paused: bool,
    /// True if there are more running jobs or failed legs than the budget allowed to read.
    pub more: bool,
}

impl Answers<'_> {
    /// Jobs that concern an account. Without a ledger there are none.
    pub(super) fn work(&self, account: &str, moment: Moment) -> Answered<MyWork> {
        let Some(ledger) = self.economy.address(ContractName::Ledger) else {
            return Ok(MyWork::default());
        };
        let pause: PauseStatus = self.ask(ledger, &QueryMsg::Pause {})?;
        let settings: SettingsMsg = self.ask(ledger, &QueryMsg::Settings {})?;
        let silence_bps = settings.arbiter_silence_bps;
        let view = View { moment, paused: pause.paused, silence_bps };
        let facts = AskedFacts::new(self, account, moment.now);
        let mut work = MyWork { paused: pause.paused, ..MyWork::default() };
        for state in WAITING {
            let jobs = self.jobs(ledger, &JobFilter::State { state })?;
            work.more |= jobs.more;
            for job in &jobs.rows {
                let line = line(job, account, &view, &facts)?;
                work.place(line);
            }
        }
        work.sort();
        let legs = self.failed_legs(ledger)?;
        work.more |= legs.more;
        for leg in legs.rows {
            let msg = QueryMsg::Job { job: leg.job };
            let job: JobResponse = self.ask(ledger, &msg)?;
            work.to_retry.push(RetryLine { roles: roles(&job, account), leg });
        }
        Ok(work)
    }

    pub(crate) fn jobs(&self, ledger: &str, by: &JobFilter) -> Answered<Listing<JobResponse>> {
        self.pages(|start_after: Option<u64>| {
            let (by, limit) = (Some(by.clone()), Some(MAX_PAGE));
            let msg = QueryMsg::Jobs { by, start_after, limit };
            let found: JobsResponse = self.ask(ledger, &msg)?;
            Ok((found.jobs, found.next))
        })
    }

    pub(crate) fn failed_legs(&self, ledger: &str) -> Answered<Listing<PendingLeg>> {
        self.pages(|start_after: Option<LegId>| {
            let msg = QueryMsg::AllPendingLegs { start_after, limit: Some(MAX_PAGE) };
            let found: PendingLegsResponse = self.ask(ledger, &msg)?;
            Ok((found.legs, found.next))
        })
    }
}

/// How the ledger stands when its jobs are looked at.
struct View {
    moment: Moment,
    paused: bool,
    silence_bps: u16,
}

fn line(
    job: &JobResponse,
    account: &str,
    view: &View,
    facts: &AskedFacts<'_>,
) -> Answered<JobLine> {
    let View { moment, paused, silence_bps } = *view;
    let due = due(job, moment);
    let roles = roles(job, account);
    let waits = due.is_none_or(|due| !due.passed);
    let gate_open = match (&job.posted.assignment, job.state) {
        (Assignment::Open { gate }, JobState::Open) if waits && !paused => {
            facts.meets(gate, job.peers.registry.as_ref(), job.peers.tracker.as_ref())?
        }
        _ => false,
    };
    let moves = moves(job, due, paused, &[]);
    Ok(JobLine {
        job: job.job,
        title: job.posted.title.clone(),
        state: job.state,
        reward: job.posted.reward.clone(),
        client: job.client.to_string(),
        worker: job.worker.as_ref().map(ToString::to_string),
        actions: actions_of(&moves, account, &roles, gate_open),
        roles,
        due,
        if_nobody_acts: if_nobody_acts(job, silence_bps),
        offer: job.offer.clone(),
    })
}

impl MyWork {
    /// Puts a job into the first list that fits; into none if it is a stranger's.
    fn place(&mut self, line: JobLine) {
        let can = |action| line.actions.contains(&action);
        let list = if can(JobAction::Expire) {
            &mut self.to_expire
        } else if can(JobAction::Decline) {
            &mut self.offered
        } else if can(JobAction::Accept) && line.roles.is_empty() {
            &mut self.open
        } else if can(JobAction::Submit) {
            &mut self.to_submit
        } else if can(JobAction::Approve) {
            &mut self.to_review
        } else if can(JobAction::Arbitrate) {
            &mut self.to_arbitrate
        } else if !line.roles.is_empty() {
            &mut self.waiting
        } else {
            return;
        };
        list.push(line);
    }

    fn sort(&mut self) {
        for list in self.lists_mut() {
            list.sort_by_key(|line| line.job);
        }
    }

    fn lists_mut(&mut self) -> [&mut Vec<JobLine>; 7] {
        [
            &mut self.offered,
            &mut self.open,
            &mut self.to_submit,
            &mut self.to_review,
            &mut self.to_arbitrate,
            &mut self.waiting,
            &mut self.to_expire,
        ]
    }
}
