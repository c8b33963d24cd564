use axiom_chain::{Chain, ChainExt, Outcome};
use axiom_types::ledger::{
    Agreement, ExecuteMsg, JobPosted, JobResponse, Leg, NewJob, PendingLeg, QueryMsg,
    RecordResponse, Submission,
};
use axiom_types::proof::{InclusionProof, RootResponse};

use crate::jobs::{rejection, submission};
use crate::suite::Suite;

/// Messages of execution-ledger.
pub struct LedgerDriver<'a, C: Chain>(pub(crate) &'a mut Suite<C>);

impl<C: Chain> LedgerDriver<'_, C> {
    /// Sends any message.
    pub fn send(&mut self, sender: &str, msg: &ExecuteMsg) -> Outcome {
        let (sender, contract) = (self.0.addr(sender), self.0.at.ledger.clone());
        self.0.chain.execute(sender, contract, msg, &[])
    }

    /// Posts a job.
    pub fn post(&mut self, client: &str, job: NewJob) -> Outcome {
        self.send(client, &ExecuteMsg::PostJob(job))
    }

    /// Posts a job that must be accepted by the ledger, and answers its number.
    pub fn posted(&mut self, client: &str, job: NewJob) -> u64 {
        self.post(client, job).should_succeed().data_as::<JobPosted>().job
    }

    /// Takes a job.
    pub fn accept(&mut self, who: &str, job: u64) -> Outcome {
        self.send(who, &ExecuteMsg::Accept { job })
    }

    /// Refuses a job.
    pub fn decline(&mut self, who: &str, job: u64) -> Outcome {
        self.send(who, &ExecuteMsg::Decline { job })
    }

    /// Takes a job back.
    pub fn cancel(&mut self, who: &str, job: u64) -> Outcome {
        self.send(who, &ExecuteMsg::Cancel { job })
    }

    /// Hands in the usual work.
    pub fn submit(&mut self, who: &str, job: u64) -> Outcome {
        self.submit_work(who, job, submission("work"))
    }

    /// Hands in particular work.
    pub fn submit_work(&mut self, who: &str, job: u64, submission: Submission) -> Outcome {
        self.send(who, &ExecuteMsg::Submit { job, submission })
    }

    /// Accepts the work.
    pub fn approve(&mut self, who: &str, job: u64) -> Outcome {
        self.send(who, &ExecuteMsg::Approve { job })
    }

    /// Rejects the work.
    pub fn reject(&mut self, who: &str, job: u64) -> Outcome {
        self.send(who, &ExecuteMsg::Reject { job, reason: rejection() })
    }

    /// Decides a dispute.
    pub fn arbitrate(&mut self, who: &str, job: u64, worker_bps: u16) -> Outcome {
        self.send(who, &ExecuteMsg::Arbitrate { job, worker_bps, reason: rejection() })
    }

    /// Offers or answers.
    pub fn agree(&mut self, who: &str, job: u64, agreement: Agreement) -> Outcome {
        self.send(who, &ExecuteMsg::Agree { job, agreement })
    }

    /// Ends a waiting state by time.
    pub fn expire(&mut self, who: &str, job: u64) -> Outcome {
        self.send(who, &ExecuteMsg::Expire { job })
    }

    /// Tries a leg again.
    pub fn retry(&mut self, who: &str, job: u64, leg: Leg) -> Outcome {
        self.send(who, &ExecuteMsg::RetryLeg { job, leg })
    }

    /// Brings a job of `client` to the point where `worker` has handed in.
    pub fn handed_in(&mut self, client: &str, worker: &str, job: NewJob) -> u64 {
        let id = self.posted(client, job);
        let _ = self.accept(worker, id).should_succeed();
        let _ = self.submit(worker, id).should_succeed();
        id
    }

    /// A job.
    pub fn job(&self, job: u64) -> JobResponse {
        self.0.chain.query(&self.0.at.ledger, &QueryMsg::Job { job })
    }

    /// Failed legs of a job.
    pub fn pending(&self, job: u64) -> Vec<PendingLeg> {
        self.0.chain.query(&self.0.at.ledger, &QueryMsg::PendingLegs { job })
    }

    /// A record.
    pub fn record(&self, seq: u64) -> RecordResponse {
        self.0.chain.query(&self.0.at.ledger, &QueryMsg::Record { seq })
    }

    /// Root of the records.
    pub fn root(&self) -> RootResponse {
        self.0.chain.query(&self.0.at.ledger, &QueryMsg::Root { leaves: None })
    }

    /// Proof of a record.
    pub fn proof(&self, seq: u64) -> InclusionProof {
        self.0.chain.query(&self.0.at.ledger, &QueryMsg::Proof { seq, leaves: None })
    }
}
