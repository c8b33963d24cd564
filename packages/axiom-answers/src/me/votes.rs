//! Proposals that run, and what an account can do with them.

use axiom_types::bounds::CW_MAX_PAGE;
use axiom_types::dao::{vote_word, QueryMsg, Stage, StageResponse, TrackResponse};
use serde::Serialize;

use crate::ask::{Answered, Answers, Listing};
use crate::due::Due;
use crate::economy::ContractName;
use crate::proposal::{actions, closed, ProposalAction};
use crate::source::Moment;

/// A proposal that runs, as one account sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MyProposal {
    /// Its number.
    pub proposal: u64,
    /// Title.
    pub title: String,
    /// Number of its track.
    pub track: u32,
    /// Name of its track now.
    pub track_name: Option<String>,
    /// Where it stands.
    pub stage: Stage,
    /// Weight with which the account counts: that at the start of the proposal's block, of the tracker of now.
    pub weight: u64,
    /// Its vote, `yes`, `no` or `abstain`; none if it has not voted.
    pub voted: Option<&'static str>,
    /// What the account can do with it now.
    pub actions: Vec<ProposalAction>,
    /// When the present stage ends; none if it has ended.
    pub due: Option<Due>,
    /// Unix seconds at which voting ends.
    pub voting_ends: u64,
    /// Unix seconds from which it can be executed if it passes.
    pub ready_at: u64,
    /// Unix seconds at which it can no longer be executed.
    pub expires_at: u64,
}

impl Answers<'_> {
    /// Proposals that run, and ended ones whose end can still be written down; newest first.
    pub(super) fn my_proposals(
        &self,
        account: &str,
        moment: Moment,
    ) -> Answered<Listing<MyProposal>> {
        let Some(dao) = self.economy.address(ContractName::Dao) else {
            return Ok(Listing::default());
        };
        let tracks: Vec<TrackResponse> = self.ask(dao, &QueryMsg::Tracks {})?;
        let all = self.newest_proposals()?;
        let mut mine = Listing { rows: vec![], more: all.more };
        for proposal in all.rows {
            if let Some(row) = self.my_proposal(account, &proposal, moment, &tracks)? {
                mine.rows.push(row);
            }
        }
        Ok(mine)
    }

    pub(crate) fn newest_proposals(&self) -> Answered<Listing<cw3::ProposalResponse>> {
        self.pages(|start_before: Option<u64>| {
            let limit = Some(CW_MAX_PAGE);
            let msg = QueryMsg::ReverseProposals { start_before, limit };
            let found: cw3::ProposalListResponse = self.ask(self.dao()?, &msg)?;
            let full = found.proposals.len() >= CW_MAX_PAGE as usize;
            let next = found.proposals.last().filter(|_| full).map(|last| last.id);
            Ok((found.proposals, next))
        })
    }

    fn my_proposal(
        &self,
        account: &str,
        found: &cw3::ProposalResponse,
        moment: Moment,
        tracks: &[TrackResponse],
    ) -> Answered<Option<MyProposal>> {
        if found.status == cw3::Status::Executed {
            return Ok(None);
        }
        let (dao, proposal_id) = (self.dao()?, found.id);
        let stage: StageResponse = self.ask(dao, &QueryMsg::Stage { proposal_id })?;
        let head = self.proposal_head(proposal_id)?;
        let open = actions(&stage, closed(&stage, head));
        if open.is_empty() && stage.stage != Stage::Queued {
            return Ok(None);
        }
        let voter = account.to_string();
        let ballot: cw3::VoteResponse = self.ask(dao, &QueryMsg::Vote { proposal_id, voter })?;
        let weight = match &ballot.vote {
            Some(vote) => vote.weight,
            None => self.weight_at(account, Some(stage.start_height))?,
        };
        let mine = |action: &ProposalAction| match action {
            ProposalAction::Vote => ballot.vote.is_none() && weight > 0,
            ProposalAction::Cancel => stage.proposer.as_str() == account,
            ProposalAction::Execute | ProposalAction::Close => true,
        };
        let track = tracks.iter().find(|track| track.track == stage.track);
        let ends = match stage.stage {
            Stage::Voting => Some((stage.voting_ends, head.map(|head| head.voting_height))),
            Stage::Queued => Some((stage.ready_at, None)),
            Stage::Ready => Some((stage.expires_at, None)),
            _ => None,
        };
        Ok(Some(MyProposal {
            proposal: proposal_id,
            title: found.title.clone(),
            track: stage.track,
            track_name: track.map(|track| track.config.name.clone()),
            stage: stage.stage,
            weight,
            voted: ballot.vote.as_ref().map(|vote| vote_word(vote.vote)),
            actions: open.into_iter().filter(mine).collect(),
            due: ends.map(|(at, height)| Due::new(at, height, moment)),
            voting_ends: stage.voting_ends,
            ready_at: stage.ready_at,
            expires_at: stage.expires_at,
        }))
    }
}
