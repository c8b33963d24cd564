//! The legs of a settlement: money, score, result. Each is derived from what is stored, so the first try and a retry
//! say the same.

use axiom_kit::reply;
use axiom_types::common::{Link, Payout, Reference, Share};
use axiom_types::json;
use axiom_types::ledger::raw::{result_key, JOB_KIND};
use axiom_types::ledger::{Leg, Reward};
use axiom_types::{distributor, registry, tracker};
use cosmwasm_std::{Addr, HexBinary, StdResult, Storage, SubMsg, Uint128, WasmMsg};

use crate::domain::legs::gas_limit;
use crate::domain::outcome::{self, Money, Terms};
use crate::error::ContractError;
use crate::reply::leg_kind;
use crate::state::{self, Job, PeerSet, StoredSubmission, Taken};

/// Role of those credited in reports.
const ROLE: &str = "worker";

/// A settled job with all that its legs need.
pub struct Settlement {
    /// The job.
    pub job: Job,
    /// How the escrow of a paid job is paid out.
    pub money: Option<Money>,
    taken: Taken,
    submission: Option<StoredSubmission>,
    peers: PeerSet,
}

/// One message to one peer.
struct Call {
    msg: WasmMsg,
    /// Items that the gas limit counts.
    items: usize,
}

/// The contract that a leg calls.
pub fn peer_of(peers: &PeerSet, leg: Leg) -> Option<&Addr> {
    match leg {
        Leg::Money => peers.distributor.as_ref(),
        Leg::Score => peers.tracker.as_ref(),
        Leg::Result => peers.registry.as_ref(),
    }
}

/// Loads what the legs of a settled job need.
///
/// # Errors
/// [`ContractError::Math`] for damaged terms.
pub fn settlement(storage: &dyn Storage, job: Job) -> Result<Settlement, ContractError> {
    let taken = state::load_taken(storage, &job)?;
    let submission = state::load_submission(storage, job.id, job.head.submissions)?;
    let peers = state::load_peers(storage, job.spec.peer_set)?;
    let money = match &job.spec.reward {
        Reward::Paid { amount, .. } => Some(outcome::money(&Terms {
            price: *amount,
            worker_bps: job.head.worker_bps,
            fee_bps: job.spec.fee_bps,
            fee_recipient: &job.spec.fee_recipient,
            payees: &taken.payees,
        })?),
        Reward::Voluntary { .. } => None,
    };
    Ok(Settlement { job, money, taken, submission, peers })
}

impl Settlement {
    /// Every leg that there is, each within its gas limit and failing alone.
    ///
    /// # Errors
    /// Only for a job number beyond 2^56.
    pub fn first_try(&self) -> Result<Vec<SubMsg>, ContractError> {
        let mut messages = vec![];
        for leg in Leg::ALL {
            if let Some(call) = self.call(leg)? {
                let id = reply::id(leg_kind(leg), self.job.id)?;
                let limit = gas_limit(leg, call.items);
                messages.push(SubMsg::reply_on_error(call.msg, id).with_gas_limit(limit));
            }
        }
        Ok(messages)
    }

    /// One leg again, as a plain message without a limit; none if there is no such leg.
    ///
    /// # Errors
    /// As for the first try.
    pub fn again(&self, leg: Leg) -> Result<Option<WasmMsg>, ContractError> {
        Ok(self.call(leg)?.map(|call| call.msg))
    }

    fn call(&self, leg: Leg) -> Result<Option<Call>, ContractError> {
        let Some(peer) = peer_of(&self.peers, leg) else {
            return Ok(None);
        };
        match leg {
            Leg::Money => Ok(self.release(peer)?),
            Leg::Score => self.report(peer),
            Leg::Result => Ok(self.publish(peer)?),
        }
    }

    fn reference(&self) -> Reference {
        Reference { kind: JOB_KIND.to_string(), id: self.job.id }
    }

    /// Releases the escrow: payees and fee, the rest to the client.
    fn release(&self, distributor: &Addr) -> StdResult<Option<Call>> {
        let Some(money) = &self.money else {
            return Ok(None);
        };
        let payouts: Vec<Payout> = money
            .payouts
            .iter()
            .map(|(account, amount)| Payout { account: account.to_string(), amount: *amount })
            .collect();
        let items = payouts.len();
        let release = distributor::EscrowMsg::Release { reference: self.reference(), payouts };
        let msg = json::binary(&distributor::ExecuteMsg::Escrow(release))?;
        Ok(Some(call(distributor, msg, items)))
    }

    /// Reports the outcome to the tracker, unless nothing was earned or it counts nowhere.
    fn report(&self, tracker: &Addr) -> Result<Option<Call>, ContractError> {
        let (Some((domain, measure)), Some(worker)) = (self.measure()?, &self.job.head.worker)
        else {
            return Ok(None);
        };
        let shares: Vec<Share> = self
            .taken
            .payees
            .iter()
            .map(|(account, bps)| Share { account: account.to_string(), bps: *bps })
            .collect();
        let items = shares.len();
        let report = tracker::Report {
            reference: self.reference(),
            role: ROLE.to_string(),
            domain,
            client: self.job.spec.client.to_string(),
            client_principal: self.taken.client_principal.as_ref().map(Addr::to_string),
            worker: worker.to_string(),
            worker_principal: self.taken.principal.as_ref().map(Addr::to_string),
            shares,
            measure,
            evidence: self.submission.as_ref().map(|s| HexBinary::from(s.output)),
        };
        let msg = json::binary(&tracker::ExecuteMsg::Report(report))?;
        Ok(Some(call(tracker, msg, items)))
    }

    /// Domain and measure: the gross amount paid, or the worker's part of the points, rounded down.
    fn measure(&self) -> Result<Option<(u32, tracker::Measure)>, ContractError> {
        let gross = |money: &Money| money.paid.saturating_add(money.fee);
        let (domain, amount, measure) = match &self.job.spec.reward {
            Reward::Paid { domain: None, .. } => return Ok(None),
            Reward::Paid { asset, domain: Some(domain), .. } => {
                let amount = self.money.as_ref().map_or(Uint128::zero(), gross);
                let asset = asset.clone();
                (*domain, amount, tracker::Measure::Price { asset, amount })
            }
            Reward::Voluntary { domain, points } => {
                let points = outcome::part_floor(*points, self.job.head.worker_bps)?;
                (*domain, points, tracker::Measure::Stated { points })
            }
        };
        Ok((!amount.is_zero()).then_some((domain, measure)))
    }

    /// Publishes the newest submission in the ledger's own space, unless the worker earned nothing.
    fn publish(&self, registry: &Addr) -> StdResult<Option<Call>> {
        let (Some(space), Some(submission), true) =
            (self.peers.space, &self.submission, self.job.head.worker_bps > 0)
        else {
            return Ok(None);
        };
        let output =
            Link { uri: submission.uri.clone(), sha256: HexBinary::from(submission.output) };
        let write = registry::CellWrite {
            key: result_key(self.job.id),
            expected_version: 0,
            content: registry::CellContent::Linked(output),
            ttl: None,
        };
        let msg = registry::ExecuteMsg::WriteCells { space, writes: vec![write] };
        Ok(Some(call(registry, json::binary(&msg)?, 1)))
    }
}

fn call(peer: &Addr, msg: cosmwasm_std::Binary, items: usize) -> Call {
    let msg = WasmMsg::Execute { contract_addr: peer.to_string(), msg, funds: vec![] };
    Call { msg, items }
}
