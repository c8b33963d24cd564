//! What an account can do now, and what ends when.

mod deadlines;
mod votes;
mod work;

use axiom_types::registry::{BindingOffer, QueryMsg as RegistryQuery};
use serde::Serialize;

pub use votes::MyProposal;
pub use work::{JobLine, MyWork, RetryLine};

use crate::ask::{Answered, Answers, Listing};
use crate::claimable::Claimable;
use crate::due::Deadline;
use crate::economy::ContractName;
use crate::error::AnswerError;
use crate::participant::{Balances, DomainScore, Registration, Weight};
use crate::source::{attribute, EventFilter, EventMatch, Moment, SourceError, MAX_EVENT_PAGE};

/// Event of an offer to become somebody's principal.
const BINDING_OFFERED: &str = "axiom_registry_binding_offered";

/// What an account can do now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Me {
    /// The account.
    pub account: String,
    /// The block that was asked.
    pub moment: Moment,
    /// Which contract of the economy it is, if it is one.
    pub contract: Option<ContractName>,
    /// Contracts that this economy does not have: what they would say is empty here.
    pub left_out: Vec<ContractName>,
    /// Its registration; none if it never registered, left, or there is no registry.
    pub registration: Option<Registration>,
    /// Offers to be its principal that it can accept; none if the chain keeps no history.
    pub binding_offers: Option<Listing<BindingOffer>>,
    /// Jobs.
    pub work: MyWork,
    /// What it can claim.
    pub claimable: Claimable,
    /// What it holds.
    pub balances: Balances,
    /// Proposals that run, newest first.
    pub proposals: Listing<MyProposal>,
    /// Its scores, by domain.
    pub scores: Vec<DomainScore>,
    /// Its voting weight.
    pub weight: Weight,
    /// What ends when, soonest first.
    pub deadlines: Vec<Deadline>,
}

impl Answers<'_> {
    /// What an account can do now, and what ends when. Each list is read as far as the budget allows and says so.
    ///
    /// # Errors
    /// [`AnswerError::BadAddress`]; [`AnswerError::Source`] if the chain cannot be asked.
    pub fn me(&self, account: &str) -> Answered<Me> {
        self.check_address(account)?;
        let moment = self.moment()?;
        let registration = self.registration(account)?;
        let work = self.work(account, moment)?;
        let proposals = self.my_proposals(account, moment)?;
        Ok(Me {
            account: account.to_string(),
            moment,
            contract: self.economy.name_of(account),
            left_out: self.economy.missing(),
            binding_offers: self.binding_offers(account)?,
            claimable: self.claimable(account, None)?,
            balances: self.balances(account)?,
            scores: self.scores(account)?,
            weight: self.weight(account)?,
            deadlines: deadlines::collect(account, registration.as_ref(), &work, &proposals.rows),
            registration,
            work,
            proposals,
        })
    }

    /// Offers that still stand. There is no list of them on chain, so past events name who offered.
    fn binding_offers(&self, agent: &str) -> Answered<Option<Listing<BindingOffer>>> {
        let Some(registry) = self.economy.address(ContractName::Registry) else {
            return Ok(Some(Listing::default()));
        };
        let kind = EventMatch::of(registry).named(BINDING_OFFERED).with("agent", agent);
        let filter = EventFilter { any: vec![kind.clone()], from: 0, limit: MAX_EVENT_PAGE };
        let page = match self.source.events(&filter) {
            Ok(page) => page,
            Err(SourceError::NoHistory { .. }) => return Ok(None),
            Err(error) => return Err(AnswerError::chain("its past events", error)),
        };
        let events = page.txs.iter().flat_map(|tx| &tx.events).filter(|event| kind.hits(event));
        let mut principals: Vec<_> =
            events.filter_map(|event| attribute(event, "principal")).collect();
        principals.sort_unstable();
        principals.dedup();
        let mut offers = Listing { rows: vec![], more: page.more };
        for principal in principals {
            let (principal, agent) = (principal.to_string(), agent.to_string());
            let msg = RegistryQuery::Offer { principal, agent };
            offers.rows.extend(self.ask::<Option<BindingOffer>>(registry, &msg)?);
        }
        Ok(Some(offers))
    }
}
