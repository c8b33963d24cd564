//! One proposal: what it would do, how the vote stands, and what happens next.

mod head;

use axiom_types::bounds::{BPS, CW_MAX_PAGE};
use axiom_types::common::PauseStatus;
use axiom_types::dao::{vote_word, MessageOutcome, QueryMsg, Stage, StageResponse, TrackResponse};
use axiom_types::{ledger, registry};
use cosmwasm_std::Decimal;
use cw_utils::ThresholdResponse;
use serde::Serialize;
use serde_json::Value;

pub(crate) use head::HeadFacts;

use crate::ask::{Answered, Answers, Listing};
use crate::due::{date_text, Due};
use crate::economy::ContractName;
use crate::plain::{changes, plain_messages, PlainMessage};
use crate::source::Moment;

/// How a vote stands. Weights are those at the start of the proposal's block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Weight for.
    pub yes: u64,
    /// Weight against.
    pub no: u64,
    /// Weight abstaining; takes part, decides nothing.
    pub abstain: u64,
    /// Total weight.
    pub total: u64,
    /// Part of the total that must take part, in basis points.
    pub quorum_bps: u16,
    /// Part of yes and no that must be yes, in basis points.
    pub threshold_bps: u16,
    /// Weight that still has to take part for the quorum.
    pub quorum_missing: u64,
    /// True if enough weight takes part.
    pub quorum_reached: bool,
    /// True if more is yes than no, and enough of it.
    pub threshold_reached: bool,
    /// True if it would pass with these ballots.
    pub passes: bool,
}

impl Tally {
    fn new(stage: &StageResponse, quorum_bps: u16, threshold_bps: u16) -> Self {
        let StageResponse { yes, no, abstain, total, .. } = *stage;
        let whole = u128::from(BPS);
        let decided = u128::from(yes).saturating_add(u128::from(no));
        let part = decided.saturating_add(u128::from(abstain));
        let needed = u128::from(total).saturating_mul(u128::from(quorum_bps)).div_ceil(whole);
        let quorum_missing = u64::try_from(needed.saturating_sub(part)).unwrap_or(u64::MAX);
        let quorum_reached = total > 0 && quorum_bps > 0 && quorum_missing == 0;
        let share = u128::from(yes).saturating_mul(whole);
        let threshold_reached =
            yes > no && share >= decided.saturating_mul(u128::from(threshold_bps));
        Self {
            yes,
            no,
            abstain,
            total,
            quorum_bps,
            threshold_bps,
            quorum_missing,
            quorum_reached,
            threshold_reached,
            passes: quorum_reached && threshold_reached,
        }
    }
}

/// One vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ballot {
    /// Whose weight counts.
    pub voter: String,
    /// `yes`, `no` or `abstain`.
    pub vote: &'static str,
    /// Weight.
    pub weight: u64,
}

/// What can be done with a proposal now: names of the dao's messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalAction {
    /// Vote, with weight at the start of its block.
    Vote,
    /// Cancel; by its proposer.
    Cancel,
    /// Execute; by anybody.
    Execute,
    /// Write its end down; by anybody, and nothing depends on it.
    Close,
}

/// What happens next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProposalNext {
    /// When; none if nothing happens any more.
    pub due: Option<Due>,
    /// In words.
    pub text: String,
}

/// One proposal.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProposalAnswer {
    /// Its number.
    pub proposal: u64,
    /// Title.
    pub title: String,
    /// Description.
    pub description: String,
    /// Who proposed.
    pub proposer: String,
    /// Number of its track.
    pub track: u32,
    /// Name of its track now.
    pub track_name: Option<String>,
    /// Where it stands.
    pub stage: Stage,
    /// True once its end was written down.
    pub closed: bool,
    /// How the vote stands.
    pub tally: Tally,
    /// Unix seconds at which voting ends.
    pub voting_ends: u64,
    /// Unix seconds from which it can be executed if it passes.
    pub ready_at: u64,
    /// Unix seconds at which it can no longer be executed.
    pub expires_at: u64,
    /// True while an act of the guardian runs: the times above move on with the clock.
    pub clock_stopped: bool,
    /// What it would do.
    pub messages: Vec<PlainMessage>,
    /// What became of messages that were allowed to fail; once executed.
    pub outcomes: Vec<MessageOutcome>,
    /// Who voted, by address.
    pub votes: Listing<Ballot>,
    /// What can be done with it now.
    pub actions: Vec<ProposalAction>,
    /// What happens next.
    pub next: ProposalNext,
}

impl Answers<'_> {
    /// One proposal.
    ///
    /// # Errors
    /// [`crate::AnswerError::Source`] with the dao's text for an unknown number.
    pub fn proposal(&self, proposal: u64) -> Answered<ProposalAnswer> {
        let dao = self.dao()?;
        let found: cw3::ProposalResponse =
            self.ask(dao, &QueryMsg::Proposal { proposal_id: proposal })?;
        let stage: StageResponse = self.ask(dao, &QueryMsg::Stage { proposal_id: proposal })?;
        let tracks: Vec<TrackResponse> = self.ask(dao, &QueryMsg::Tracks {})?;
        let pause: PauseStatus = self.ask(dao, &QueryMsg::Pause {})?;
        let head = self.proposal_head(proposal)?;
        let (quorum_bps, threshold_bps) = bars(&found.threshold);
        let tally = Tally::new(&stage, quorum_bps, threshold_bps);
        let outcomes = match stage.stage {
            Stage::Executed => self.ask(dao, &QueryMsg::Outcomes { proposal_id: proposal })?,
            _ => vec![],
        };
        let closed = closed(&stage, head);
        let track = tracks.into_iter().find(|track| track.track == stage.track);
        Ok(ProposalAnswer {
            proposal,
            title: found.title,
            description: found.description,
            proposer: stage.proposer.to_string(),
            track: stage.track,
            track_name: track.map(|track| track.config.name),
            closed,
            tally,
            voting_ends: stage.voting_ends,
            ready_at: stage.ready_at,
            expires_at: stage.expires_at,
            clock_stopped: pause.paused,
            messages: self.told(&found.msgs, &stage)?,
            outcomes,
            votes: self.ballots(proposal)?,
            actions: actions(&stage, closed),
            next: next(&stage, &tally, head, self.moment()?),
            stage: stage.stage,
        })
    }

    /// What only the stored head of a proposal tells; none if its format is a newer one.
    pub(crate) fn proposal_head(&self, proposal: u64) -> Answered<Option<HeadFacts>> {
        head::read(self.source, self.dao()?, proposal)
    }

    fn ballots(&self, proposal_id: u64) -> Answered<Listing<Ballot>> {
        self.pages(|start_after: Option<String>| {
            let limit = Some(CW_MAX_PAGE);
            let msg = QueryMsg::ListVotes { proposal_id, start_after, limit };
            let found: cw3::VoteListResponse = self.ask(self.dao()?, &msg)?;
            let full = found.votes.len() >= CW_MAX_PAGE as usize;
            let next = found.votes.last().filter(|_| full).map(|last| last.voter.clone());
            let ballot = |row: cw3::VoteInfo| {
                let vote = vote_word(row.vote);
                Ballot { voter: row.voter, vote, weight: row.weight }
            };
            Ok((found.votes.into_iter().map(ballot).collect(), next))
        })
    }

    /// Its messages in plain words; while it can still be executed, with what they change of the settings of now.
    fn told(
        &self,
        messages: &[cosmwasm_std::CosmosMsg],
        stage: &StageResponse,
    ) -> Answered<Vec<PlainMessage>> {
        let mut all = plain_messages(&self.economy, messages, &stage.may_fail);
        if matches!(stage.stage, Stage::Voting | Stage::Queued | Stage::Ready) {
            for message in &mut all {
                let now = self.settings_now(message)?;
                if let Some((now, wanted)) = now {
                    message.changes = changes(&now, &wanted);
                }
            }
        }
        Ok(all)
    }

    /// The settings of now and those that a message brings, if it brings any.
    fn settings_now(&self, message: &PlainMessage) -> Answered<Option<(Value, Value)>> {
        let wanted = |path: &str| message.message.pointer(path).cloned().unwrap_or_default();
        Ok(match (message.contract, message.method.as_str()) {
            (Some(ContractName::Ledger), "admin.update_settings") => {
                let ledger = self.need(ContractName::Ledger)?;
                let now = self.ask(ledger, &ledger::QueryMsg::Settings {})?;
                Some((now, wanted("/admin/update_settings/settings")))
            }
            (Some(ContractName::Registry), "admin.update_settings") => {
                let registry = self.need(ContractName::Registry)?;
                let now = self.ask(registry, &registry::QueryMsg::Settings {})?;
                Some((now, wanted("/admin/update_settings/settings")))
            }
            (Some(ContractName::Dao), "admin.set_track") => {
                let track = wanted("/admin/set_track/track");
                let all: Vec<TrackResponse> = self.ask(self.dao()?, &QueryMsg::Tracks {})?;
                let now = all.into_iter().find(|row| track == row.track);
                let now = now.and_then(|row| serde_json::to_value(row.config).ok());
                let now = now.unwrap_or_default();
                Some((now, wanted("/admin/set_track/config")))
            }
            _ => None,
        })
    }
}

/// Quorum and threshold in basis points.
fn bars(threshold: &ThresholdResponse) -> (u16, u16) {
    let bps = |part: &Decimal| {
        u16::try_from((*part * Decimal::from_ratio(u128::from(BPS), 1u128)).to_uint_floor().u128())
            .unwrap_or(BPS)
    };
    match threshold {
        ThresholdResponse::ThresholdQuorum { threshold, quorum, .. } => {
            (bps(quorum), bps(threshold))
        }
        ThresholdResponse::AbsolutePercentage { percentage, .. } => (bps(percentage), BPS),
        ThresholdResponse::AbsoluteCount { .. } => (BPS, BPS),
    }
}

/// True once the end of a proposal was written down.
pub(crate) fn closed(stage: &StageResponse, head: Option<HeadFacts>) -> bool {
    match stage.stage {
        Stage::Executed | Stage::Cancelled => true,
        Stage::Defeated | Stage::Expired => head.is_some_and(|head| head.marked),
        Stage::Voting | Stage::Queued | Stage::Ready => false,
    }
}

/// What can be done with it now.
pub(crate) fn actions(stage: &StageResponse, closed: bool) -> Vec<ProposalAction> {
    match stage.stage {
        Stage::Voting => vec![ProposalAction::Vote, ProposalAction::Cancel],
        Stage::Ready => vec![ProposalAction::Execute],
        Stage::Defeated | Stage::Expired if !closed => vec![ProposalAction::Close],
        _ => vec![],
    }
}

fn next(
    stage: &StageResponse,
    tally: &Tally,
    head: Option<HeadFacts>,
    moment: Moment,
) -> ProposalNext {
    let due = |at, height| Some(Due::new(at, height, moment));
    let (due, text) = match stage.stage {
        Stage::Voting => {
            let height = head.map(|head| head.voting_height);
            let then = standing_text(stage, tally);
            let ends = date_text(stage.voting_ends);
            (due(stage.voting_ends, height), format!("voting ends at {ends}; {then}"))
        }
        Stage::Queued => {
            let (ready, last) = (date_text(stage.ready_at), date_text(stage.expires_at));
            let text = format!("passed; anybody can execute it from {ready} until {last}");
            (due(stage.ready_at, None), text)
        }
        Stage::Ready => {
            let last = date_text(stage.expires_at);
            let text = format!("anybody can execute it until {last}; then it runs out");
            (due(stage.expires_at, None), text)
        }
        Stage::Executed => (None, "executed; nothing happens any more".to_string()),
        Stage::Defeated => (None, "defeated; nothing happens any more".to_string()),
        Stage::Expired => (None, "passed, but was not executed in time".to_string()),
        Stage::Cancelled => (None, "taken back by its proposer".to_string()),
    };
    ProposalNext { due, text }
}

fn standing_text(stage: &StageResponse, tally: &Tally) -> String {
    if tally.passes {
        let ready = date_text(stage.ready_at);
        return format!("with these ballots it passes and can be executed from {ready}");
    }
    if !tally.quorum_reached {
        let missing = tally.quorum_missing;
        return format!("with these ballots it fails: weight {missing} is missing for the quorum");
    }
    "with these ballots it fails: too little of it is yes".to_string()
}
