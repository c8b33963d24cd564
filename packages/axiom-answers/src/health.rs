//! An economy at a glance.

use axiom_types::bounds::CW_MAX_PAGE;
use axiom_types::common::{InfoResponse, PauseStatus};
use axiom_types::dao::{GuardianResponse, QueryMsg as DaoQuery};
use axiom_types::distributor::QueryMsg as DistributorQuery;
use axiom_types::ledger::{JobFilter, JobState};
use axiom_types::registry::{ParticipantsResponse, QueryMsg as RegistryQuery};
use axiom_types::tracker::QueryMsg as TrackerQuery;
use serde::Serialize;

use crate::ask::{Answered, Answers, Listing};
use crate::economy::{ContractName, Economy};
use crate::source::Moment;

/// How many there are, as far as the budget allowed to count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Counted.
    pub counted: u64,
    /// True if there are more than that.
    pub more: bool,
}

impl Count {
    fn of<T>(list: &Listing<T>) -> Self {
        Self { counted: list.rows.len() as u64, more: list.more }
    }
}

/// A contract at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContractHealth {
    /// Which.
    pub contract: ContractName,
    /// Its address.
    pub address: String,
    /// Its version.
    pub version: String,
    /// Unix seconds until which it refuses entries; none while it is open. For the dao: until which an act of the
    /// guardian runs.
    pub paused_until: Option<u64>,
}

/// Running jobs by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct JobCounts {
    /// Wait for a worker.
    pub open: Count,
    /// Wait for a submission.
    pub accepted: Count,
    /// Wait for the client or the reviewer.
    pub in_review: Count,
    /// Wait for the second submission.
    pub rework: Count,
    /// Wait for the arbiter.
    pub disputed: Count,
    /// Failed legs of settlements.
    pub failed_legs: Count,
}

/// An economy at a glance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Health {
    /// Its addresses.
    pub economy: Economy,
    /// Contracts that it does not have.
    pub left_out: Vec<ContractName>,
    /// The block that was asked.
    pub moment: Moment,
    /// The contracts.
    pub contracts: Vec<ContractHealth>,
    /// Participants ever registered and not gone, expired ones included.
    pub participants: Count,
    /// Members with voting weight, zero included.
    pub members: Count,
    /// Voting weight of all.
    pub total_weight: u64,
    /// Jobs; none without a ledger.
    pub jobs: Option<JobCounts>,
    /// Pools.
    pub pools: Count,
    /// Proposals under vote, or passed and not executed.
    pub open_proposals: Count,
    /// The guardian; none without a governance-dao.
    pub guardian: Option<GuardianResponse>,
}

impl Answers<'_> {
    /// An economy at a glance. Counts go as far as the budget and say where they stopped.
    ///
    /// # Errors
    /// [`crate::AnswerError::Source`] if the chain cannot be asked.
    pub fn health(&self) -> Answered<Health> {
        let msg = TrackerQuery::TotalWeight { at_height: None };
        let total: cw4::TotalWeightResponse = self.ask(&self.economy.tracker, &msg)?;
        let dao = self.economy.address(ContractName::Dao);
        let proposals = match dao {
            Some(_) => self.newest_proposals()?,
            None => Listing::default(),
        };
        let runs = |status| matches!(status, cw3::Status::Open | cw3::Status::Passed);
        let open = proposals.rows.iter().filter(|row| runs(row.status)).count() as u64;
        Ok(Health {
            economy: self.economy.clone(),
            left_out: self.economy.missing(),
            moment: self.moment()?,
            contracts: self.contract_health()?,
            participants: self.count_participants()?,
            members: self.count_members()?,
            total_weight: total.weight,
            jobs: self.count_jobs()?,
            pools: match self.economy.address(ContractName::Distributor) {
                Some(distributor) => Count::of(&self.pools(distributor, None)?),
                None => Count::default(),
            },
            open_proposals: Count { counted: open, more: proposals.more },
            guardian: dao.map(|dao| self.ask(dao, &DaoQuery::Guardian {})).transpose()?,
        })
    }

    fn contract_health(&self) -> Answered<Vec<ContractHealth>> {
        let mut all = vec![];
        for (contract, address) in self.economy.contracts() {
            // `info` and `pause` are the same question to all five; each is put in the words of one.
            let info: InfoResponse = self.ask(address, &DistributorQuery::Info {})?;
            let pause: PauseStatus = self.ask(address, &DistributorQuery::Pause {})?;
            all.push(ContractHealth {
                contract,
                address: address.to_string(),
                version: info.info.version,
                paused_until: pause.until.filter(|_| pause.paused),
            });
        }
        Ok(all)
    }

    fn count_participants(&self) -> Answered<Count> {
        let Some(registry) = self.economy.address(ContractName::Registry) else {
            return Ok(Count::default());
        };
        let list = self.pages(|start_after: Option<String>| {
            let limit = Some(axiom_types::bounds::MAX_PAGE);
            let msg = RegistryQuery::Participants { kind: None, live: None, start_after, limit };
            let found: ParticipantsResponse = self.ask(registry, &msg)?;
            Ok((found.participants, found.next))
        })?;
        Ok(Count::of(&list))
    }

    fn count_members(&self) -> Answered<Count> {
        let list = self.pages(|start_after: Option<String>| {
            let limit = Some(CW_MAX_PAGE);
            let msg = TrackerQuery::ListMembers { start_after, limit };
            let found: cw4::MemberListResponse = self.ask(&self.economy.tracker, &msg)?;
            let full = found.members.len() >= CW_MAX_PAGE as usize;
            let next = found.members.last().filter(|_| full).map(|last| last.addr.clone());
            Ok((found.members, next))
        })?;
        Ok(Count::of(&list))
    }

    fn count_jobs(&self) -> Answered<Option<JobCounts>> {
        let Some(ledger) = self.economy.address(ContractName::Ledger) else {
            return Ok(None);
        };
        let count = |state| -> Answered<Count> {
            Ok(Count::of(&self.jobs(ledger, &JobFilter::State { state })?))
        };
        Ok(Some(JobCounts {
            open: count(JobState::Open)?,
            accepted: count(JobState::Accepted)?,
            in_review: count(JobState::InReview)?,
            rework: count(JobState::Rework)?,
            disputed: count(JobState::Disputed)?,
            failed_legs: Count::of(&self.failed_legs(ledger)?),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axiom_types::ledger::QueryMsg as LedgerQuery;
    use axiom_types::registry::QueryMsg as Registry;
    use axiom_types::tracker::QueryMsg as Tracker;

    #[test]
    fn the_common_questions_have_the_same_words_everywhere() {
        let json = |msg: &dyn erased::Json| msg.text();
        for (info, pause) in [
            (json(&Registry::Info {}), json(&Registry::Pause {})),
            (json(&Tracker::Info {}), json(&Tracker::Pause {})),
            (json(&LedgerQuery::Info {}), json(&LedgerQuery::Pause {})),
            (json(&DaoQuery::Info {}), json(&DaoQuery::Pause {})),
        ] {
            assert_eq!(info, json(&DistributorQuery::Info {}));
            assert_eq!(pause, json(&DistributorQuery::Pause {}));
        }
    }

    mod erased {
        pub(super) trait Json {
            fn text(&self) -> String;
        }

        impl<T: serde::Serialize> Json for T {
            fn text(&self) -> String {
                serde_json::to_string(self).unwrap()
            }
        }
    }
}
