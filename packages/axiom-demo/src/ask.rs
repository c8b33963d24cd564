//! Questions that scenes ask the economy after a transaction, and the steps that many of them share.

use anyhow::{anyhow, Context, Result};
use axiom_chain::ChainExt;
use axiom_suite::DENOM;
use axiom_types::asset::Asset;
use axiom_types::common::Reference;
use axiom_types::dao::{self, Stage as ProposalStage, StageResponse};
use axiom_types::distributor::{
    self, ClaimableResponse, EscrowResponse, HoldingsResponse, NewPool, PoolCreated, PoolKind,
    PoolResponse,
};
use axiom_types::ledger::{self, JobPosted, JobResponse, NewJob, PendingLeg, RecordResponse};
use axiom_types::proof::{InclusionProof, RootResponse};
use axiom_types::registry::{self, CellResponse, ParticipantResponse};
use axiom_types::tracker::{self, ContributionResponse, ScoreResponse};
use cosmwasm_std::{Addr, Uint128};
use serde::de::DeserializeOwned;
use serde::Serialize;

use crate::stage::{data, done, Stage};

/// The money of the story as an asset.
pub fn axm() -> Asset {
    Asset::native(DENOM)
}

/// What the ledger calls a job elsewhere.
pub fn job_reference(job: u64) -> Reference {
    Reference { kind: ledger::raw::JOB_KIND.to_string(), id: job }
}

impl Stage {
    /// Asks a contract.
    ///
    /// # Errors
    /// If it does not answer.
    pub fn ask<T: DeserializeOwned>(&self, contract: &Addr, msg: &impl Serialize) -> Result<T> {
        let answer = self.suite.chain.try_query(contract, msg);
        answer.map_err(|failure| anyhow!("a query was refused: {}", failure.text))
    }

    /// Internal balance in the money of the story.
    pub fn balance(&self, who: &str) -> Result<u128> {
        self.asset_balance(who, &axm())
    }

    /// Internal balance in any asset.
    pub fn asset_balance(&self, who: &str, asset: &Asset) -> Result<u128> {
        let msg = distributor::QueryMsg::Balance { owner: self.address(who), asset: asset.clone() };
        Ok(self.ask::<Uint128>(&self.suite.at.distributor, &msg)?.u128())
    }

    /// Coins in a wallet.
    pub fn wallet(&self, who: &str) -> u128 {
        self.suite.wallet(who, DENOM)
    }

    /// Score in a domain.
    pub fn score(&self, who: &str, domain: u32) -> Result<ScoreResponse> {
        let msg = tracker::QueryMsg::Score { domain, account: self.address(who) };
        self.ask(&self.suite.at.tracker, &msg)
    }

    /// Votes.
    pub fn weight(&self, who: &str) -> Result<u64> {
        let msg = tracker::QueryMsg::Member { addr: self.address(who), at_height: None };
        let answer: serde_json::Value = self.ask(&self.suite.at.tracker, &msg)?;
        Ok(answer["weight"].as_u64().unwrap_or(0))
    }

    /// All votes.
    pub fn total_weight(&self) -> Result<u64> {
        let msg = tracker::QueryMsg::TotalWeight { at_height: None };
        let answer: serde_json::Value = self.ask(&self.suite.at.tracker, &msg)?;
        answer["weight"].as_u64().context("no total weight")
    }

    /// What was recorded for a job.
    pub fn contribution(&self, job: u64) -> Result<Option<ContributionResponse>> {
        let msg = tracker::QueryMsg::Contribution {
            reporter: self.suite.at.ledger.to_string(),
            reference: job_reference(job),
            role: "worker".to_string(),
        };
        self.ask(&self.suite.at.tracker, &msg)
    }

    /// A job.
    pub fn job(&self, job: u64) -> Result<JobResponse> {
        self.ask(&self.suite.at.ledger, &ledger::QueryMsg::Job { job })
    }

    /// State of a job, and why it ended, in words.
    pub fn ending(&self, job: u64) -> Result<String> {
        let job = self.job(job)?;
        let reason = job.ended.map(|reason| event_word(&reason));
        Ok(reason.unwrap_or_else(|| job.state.name().to_string()))
    }

    /// Failed legs of a job.
    pub fn pending(&self, job: u64) -> Result<Vec<PendingLeg>> {
        self.ask(&self.suite.at.ledger, &ledger::QueryMsg::PendingLegs { job })
    }

    /// All execution records.
    pub fn records(&self) -> Result<Vec<RecordResponse>> {
        let mut found = vec![];
        let mut from = Some(0);
        while from.is_some() {
            let msg = ledger::QueryMsg::Records { from, limit: Some(100) };
            let page: ledger::RecordsResponse = self.ask(&self.suite.at.ledger, &msg)?;
            found.extend(page.records);
            from = page.next;
        }
        Ok(found)
    }

    /// Root of the execution records, now or earlier.
    pub fn record_root(&self, leaves: Option<u64>) -> Result<RootResponse> {
        self.ask(&self.suite.at.ledger, &ledger::QueryMsg::Root { leaves })
    }

    /// Proof of a record under the newest root.
    pub fn record_proof(&self, seq: u64) -> Result<InclusionProof> {
        let msg = ledger::QueryMsg::Proof { seq, leaves: None };
        self.ask(&self.suite.at.ledger, &msg)
    }

    /// Escrow of a job.
    pub fn escrow(&self, job: u64) -> Result<Option<EscrowResponse>> {
        let msg = distributor::QueryMsg::Escrow {
            controller: self.suite.at.ledger.to_string(),
            reference: job_reference(job),
        };
        self.ask(&self.suite.at.distributor, &msg)
    }

    /// A pool.
    pub fn pool(&self, pool: u64) -> Result<PoolResponse> {
        self.ask(&self.suite.at.distributor, &distributor::QueryMsg::Pool { pool })
    }

    /// What an account could claim from a pool.
    pub fn claimable(&self, who: &str, pool: u64) -> Result<ClaimableResponse> {
        let msg = distributor::QueryMsg::Claimable { pool, account: self.address(who) };
        self.ask(&self.suite.at.distributor, &msg)
    }

    /// What is held of an asset.
    pub fn holdings(&self, asset: &Asset) -> Result<HoldingsResponse> {
        let msg = distributor::QueryMsg::Holdings { asset: asset.clone() };
        self.ask(&self.suite.at.distributor, &msg)
    }

    /// A participant.
    pub fn participant(&self, who: &str) -> Result<Option<ParticipantResponse>> {
        let msg = registry::QueryMsg::Participant { address: self.address(who) };
        self.ask(&self.suite.at.registry, &msg)
    }

    /// A shared entry.
    pub fn cell(&self, space: u64, key: &str) -> Result<Option<CellResponse>> {
        let msg = registry::QueryMsg::Cell { space, key: key.to_string() };
        self.ask(&self.suite.at.registry, &msg)
    }

    /// Root of a space.
    pub fn context_root(&self, space: u64) -> Result<RootResponse> {
        let msg = registry::QueryMsg::ContextRoot { space, leaves: None };
        self.ask(&self.suite.at.registry, &msg)
    }

    /// Proof of a shared entry against a root with so many leaves.
    pub fn context_proof(&self, space: u64, index: u64, leaves: u64) -> Result<InclusionProof> {
        let msg = registry::QueryMsg::Proof { space, index, leaves: Some(leaves) };
        self.ask(&self.suite.at.registry, &msg)
    }

    /// Where a proposal stands.
    pub fn stage_of(&self, proposal_id: u64) -> Result<StageResponse> {
        self.ask(&self.suite.at.dao, &dao::QueryMsg::Stage { proposal_id })
    }

    /// Where a proposal stands, in a word.
    pub fn standing_of(&self, proposal_id: u64) -> Result<String> {
        Ok(stage_word(self.stage_of(proposal_id)?.stage))
    }

    /// Settings of the ledger.
    pub fn ledger_settings(&self) -> Result<ledger::SettingsMsg> {
        self.ask(&self.suite.at.ledger, &ledger::QueryMsg::Settings {})
    }

    // ---- steps ----

    /// Deposits coins that the ledger may draw.
    pub fn deposit_for_work(&mut self, who: &str, amount: u128) -> Result<()> {
        let outcome = self.suite.distributor().deposit_for_work(who, amount, DENOM);
        done(outcome).map(|_| ())
    }

    /// Posts a job.
    pub fn post(&mut self, client: &str, job: NewJob) -> Result<u64> {
        let success = done(self.suite.ledger().post(client, job))?;
        Ok(data::<JobPosted>(&success)?.job)
    }

    /// Posts a job and brings it to the point where its worker has handed in.
    pub fn handed_in(&mut self, client: &str, worker: &str, job: NewJob) -> Result<u64> {
        let job = self.post(client, job)?;
        done(self.suite.ledger().accept(worker, job))?;
        done(self.suite.ledger().submit(worker, job))?;
        Ok(job)
    }

    /// A job from posting to approval.
    pub fn performed(&mut self, client: &str, worker: &str, job: NewJob) -> Result<u64> {
        let job = self.handed_in(client, worker, job)?;
        done(self.suite.ledger().approve(client, job))?;
        Ok(job)
    }

    /// Opens a pool that pays by standing in a domain.
    pub fn standing_pool(&mut self, who: &str, domain: u32, name: &str) -> Result<u64> {
        let pool = NewPool {
            name: name.to_string(),
            asset: axm(),
            kind: PoolKind::Standing { tracker: self.suite.at.tracker.to_string(), domain },
            residual_to: None,
        };
        let msg = distributor::ExecuteMsg::CreatePool { pool };
        let success = done(self.suite.distributor().send(who, &msg))?;
        Ok(data::<PoolCreated>(&success)?.pool)
    }
}

/// The word of a value in events.
pub fn event_word(value: &impl axiom_types::event::EventValue) -> String {
    value.value().unwrap_or_default()
}

/// The word of a proposal's stage.
pub fn stage_word(stage: ProposalStage) -> String {
    event_word(&stage)
}
