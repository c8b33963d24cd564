//! One job: where it stands, who can do what, and what happens next.

mod moves;

use axiom_kit::math::{fee_up, mul_div_floor};
use axiom_types::asset::Asset;
use axiom_types::bounds::BPS;
use axiom_types::common::{PauseStatus, Reference, Share};
use axiom_types::distributor::{EscrowResponse, QueryMsg as DistributorQuery};
use axiom_types::ledger::raw::JOB_KIND;
use axiom_types::ledger::{
    AgreementOffer, Assignment, EndReason, JobResponse, JobState, Leg, NewJob, PendingLeg,
    QueryMsg, Reward, SettingsMsg, Submission,
};
use axiom_types::record::Transition;
use cosmwasm_std::{Uint128, Uint256};
use serde::Serialize;

pub use moves::{actions_of, due, if_nobody_acts, moves, percent, roles};
pub use moves::{JobAction, Move, Outcome, Role, Who};

use crate::ask::{Answered, Answers, Listing};
use crate::due::Due;
use crate::economy::ContractName;
use crate::error::AnswerError;
use crate::source::{attribute, EventFilter, EventMatch, SourceError, TxEvents, MAX_EVENT_PAGE};

/// Event by which every step of a job is recorded.
const RECORD_MADE: &str = "axiom_ledger_record_made";

/// The people of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Parties {
    /// Posted it, decides and pays.
    pub client: String,
    /// To whom it was offered; none for an open job.
    pub offered_to: Option<String>,
    /// Took it.
    pub worker: Option<String>,
    /// The worker's principal when it took the job.
    pub worker_principal: Option<String>,
    /// Decides besides the client.
    pub reviewer: Option<String>,
    /// Decides a dispute.
    pub arbiter: String,
}

/// How a price is divided, in base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Split {
    /// For the payees together.
    pub paid: Uint128,
    /// The fee.
    pub fee: Uint128,
    /// Back to the client.
    pub refunded: Uint128,
}

impl Split {
    /// Divides a price by the worker's part and the fee, both in basis points: the part rounded down, the fee on it
    /// rounded up.
    pub fn of(price: Uint128, worker_bps: u16, fee_bps: u16) -> Self {
        let (part, fee_part) = (worker_bps.min(BPS), fee_bps.min(BPS));
        let gross =
            mul_div_floor(price, Uint256::from(part), Uint256::from(BPS)).unwrap_or_default();
        let fee = fee_up(gross, fee_part).unwrap_or_default();
        Self { paid: gross.saturating_sub(fee), fee, refunded: price.saturating_sub(gross) }
    }
}

/// The money of a paid job, in base units.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JobMoney {
    /// The asset.
    pub asset: Asset,
    /// The price, fee included.
    pub price: Uint128,
    /// Fee on what is paid, in basis points.
    pub fee_bps: u16,
    /// Whose balance takes the fee.
    pub fee_recipient: String,
    /// Who is paid, in basis points that sum to 10,000; none before it is taken.
    pub payees: Vec<Share>,
    /// What is still locked.
    pub in_escrow: Uint128,
    /// Unix seconds from which the client may take the escrow back, whatever became of the ledger.
    pub backstop: Option<u64>,
    /// How an approval divides it; none once it ended.
    pub if_approved: Option<Split>,
    /// How silence divides it; none once it ended.
    pub if_nobody_acts: Option<Split>,
    /// How it was divided; none before the end.
    pub settled: Option<Split>,
}

/// A step of a job in the ledger's records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Number of the record, by which its proof is asked.
    pub record: u64,
    /// What happened.
    pub transition: Transition,
    /// Who acted.
    pub actor: String,
    /// Unix seconds.
    pub time: u64,
    /// Height of the block.
    pub height: u64,
    /// Hash of the transaction; none where the chain has none.
    pub hash: Option<String>,
    /// The leaf, hexadecimal.
    pub leaf: String,
}

/// What happens next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JobNext {
    /// When the present state ends.
    pub due: Due,
    /// What happens then if nobody acts; anybody may send the `expire` that does it.
    pub outcome: Outcome,
    /// True while the ledger is paused: the deadline moves on with the clock.
    pub clock_stopped: bool,
}

/// One job.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JobAnswer {
    /// Its number.
    pub job: u64,
    /// Where it stands.
    pub state: JobState,
    /// Why it ended.
    pub ended: Option<EndReason>,
    /// The worker's part of the price once it ended, in basis points.
    pub worker_bps: Option<u16>,
    /// What was posted.
    pub posted: NewJob,
    /// The people.
    pub parties: Parties,
    /// The money; none for voluntary work.
    pub money: Option<JobMoney>,
    /// What happens next; none once it ended.
    pub next: Option<JobNext>,
    /// Who can do what now.
    pub moves: Vec<Move>,
    /// Offer of one side that waits for the other.
    pub offer: Option<AgreementOffer>,
    /// Newest submission.
    pub submission: Option<Submission>,
    /// Reason of the newest rejection.
    pub rejection: Option<String>,
    /// Legs of the settlement that failed and can be tried again.
    pub failed_legs: Vec<PendingLeg>,
    /// What happened to it, oldest first; none if the chain keeps no history.
    pub steps: Option<Listing<Step>>,
}

impl Answers<'_> {
    /// One job.
    ///
    /// # Errors
    /// [`AnswerError::LeftOut`] without a ledger; [`AnswerError::Source`] with the ledger's text for an unknown number.
    pub fn job(&self, job: u64) -> Answered<JobAnswer> {
        let ledger = self.need(ContractName::Ledger)?;
        let found: JobResponse = self.ask(ledger, &QueryMsg::Job { job })?;
        let failed_legs: Vec<PendingLeg> = self.ask(ledger, &QueryMsg::PendingLegs { job })?;
        let pause: PauseStatus = self.ask(ledger, &QueryMsg::Pause {})?;
        let due = due(&found, self.moment()?);
        let legs: Vec<Leg> = failed_legs.iter().map(|leg| leg.leg).collect();
        let settings: SettingsMsg = self.ask(ledger, &QueryMsg::Settings {})?;
        let outcome = if_nobody_acts(&found, settings.arbiter_silence_bps);
        let clock_stopped = pause.paused;
        let next =
            due.zip(outcome.clone()).map(|(due, outcome)| JobNext { due, outcome, clock_stopped });
        Ok(JobAnswer {
            job,
            state: found.state,
            ended: found.ended,
            worker_bps: found.worker_bps,
            parties: parties(&found),
            money: self.job_money(&found, outcome.as_ref())?,
            next,
            moves: moves(&found, due, pause.paused, &legs),
            steps: self.job_steps(ledger, job)?,
            failed_legs,
            offer: found.offer,
            submission: found.submission,
            rejection: found.rejection,
            posted: found.posted,
        })
    }

    fn job_money(
        &self,
        job: &JobResponse,
        outcome: Option<&Outcome>,
    ) -> Answered<Option<JobMoney>> {
        let Reward::Paid { asset, amount, .. } = &job.posted.reward else {
            return Ok(None);
        };
        let escrow: Option<EscrowResponse> = match &job.peers.distributor {
            None => None,
            Some(distributor) => {
                let controller = self.need(ContractName::Ledger)?.to_string();
                let reference = Reference { kind: JOB_KIND.to_string(), id: job.job };
                let msg = DistributorQuery::Escrow { controller, reference };
                self.ask(distributor.as_str(), &msg)?
            }
        };
        let split = |bps| Split::of(*amount, bps, job.fee_bps);
        let runs = job.state != JobState::Settled;
        Ok(Some(JobMoney {
            asset: asset.clone(),
            price: *amount,
            fee_bps: job.fee_bps,
            fee_recipient: job.fee_recipient.to_string(),
            payees: payees(job),
            in_escrow: escrow.as_ref().map_or(Uint128::zero(), |escrow| escrow.amount),
            backstop: escrow.map(|escrow| escrow.backstop),
            if_approved: runs.then(|| split(BPS)),
            if_nobody_acts: outcome.map(|outcome| split(outcome.worker_bps)),
            settled: job.worker_bps.map(split),
        }))
    }

    fn job_steps(&self, ledger: &str, job: u64) -> Answered<Option<Listing<Step>>> {
        let of_job = EventMatch::of(ledger).named(RECORD_MADE).with("job", job.to_string());
        let filter = EventFilter { any: vec![of_job.clone()], from: 0, limit: MAX_EVENT_PAGE };
        let page = match self.source.events(&filter) {
            Ok(page) => page,
            Err(SourceError::NoHistory { .. }) => return Ok(None),
            Err(source) => return Err(AnswerError::chain("its past events", source)),
        };
        let rows = page.txs.iter().flat_map(|tx| steps_of(tx, &of_job)).collect();
        Ok(Some(Listing { rows, more: page.more }))
    }
}

fn steps_of(tx: &TxEvents, of_job: &EventMatch) -> Vec<Step> {
    let step = |event| {
        let name = attribute(event, "transition")?;
        let (transition, _, _) =
            Transition::ALL.into_iter().find(|(_, _, known)| *known == name)?;
        Some(Step {
            record: attribute(event, "seq")?.parse().ok()?,
            transition,
            actor: attribute(event, "actor")?.to_string(),
            time: tx.time,
            height: tx.height,
            hash: tx.hash.clone(),
            leaf: attribute(event, "leaf")?.to_string(),
        })
    };
    tx.events.iter().filter(|event| of_job.hits(event)).filter_map(step).collect()
}

fn parties(job: &JobResponse) -> Parties {
    Parties {
        client: job.client.to_string(),
        offered_to: match &job.posted.assignment {
            Assignment::Direct { worker } => Some(worker.clone()),
            Assignment::Open { .. } => None,
        },
        worker: job.worker.as_ref().map(ToString::to_string),
        worker_principal: job.worker_principal.as_ref().map(ToString::to_string),
        reviewer: job.posted.reviewer.clone(),
        arbiter: job.arbiter.to_string(),
    }
}

/// The ledger names no payees where the worker gets everything.
fn payees(job: &JobResponse) -> Vec<Share> {
    let alone = |worker: &cosmwasm_std::Addr| Share { account: worker.to_string(), bps: BPS };
    match (&job.worker, job.payees.is_empty()) {
        (Some(worker), true) => vec![alone(worker)],
        _ => job.payees.clone(),
    }
}
