//! Who an account is in an economy: registration, agents, scores, weight.

use axiom_types::asset::Asset;
use axiom_types::bounds::MAX_PAGE;
use axiom_types::common::Share;
use axiom_types::distributor::{BalanceRow, BalancesResponse, QueryMsg as DistributorQuery};
use axiom_types::registry::{
    ParticipantKind, ParticipantResponse, ParticipantsResponse, Profile, QueryMsg as RegistryQuery,
    Settings,
};
use axiom_types::tracker::{DomainResponse, QueryMsg as TrackerQuery, ScoreResponse};
use cosmwasm_std::{Coin, Uint128};
use serde::Serialize;

use crate::ask::{Answered, Answers, Listing};
use crate::economy::ContractName;
use crate::error::AnswerError;

/// A registration.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Registration {
    /// What it is.
    pub kind: ParticipantKind,
    /// What it says of itself.
    pub profile: Profile,
    /// True while the lease runs.
    pub live: bool,
    /// Unix seconds at which the lease ends, or ended.
    pub expires: u64,
    /// Unix seconds from which it can be renewed.
    pub renewal_from: u64,
    /// True if it can be renewed now.
    pub renewal_due: bool,
    /// Principal of a bound agent.
    pub principal: Option<String>,
    /// Payout split of a bound agent; empty means itself.
    pub route: Vec<Share>,
}

/// Score of an account in one domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DomainScore {
    /// Number of the domain.
    pub domain: u32,
    /// Its name.
    pub name: String,
    /// Points now.
    pub score: Uint128,
    /// Points ever earned.
    pub lifetime: Uint128,
    /// Seconds in which the score halves.
    pub half_life: u64,
    /// True for the domain that votes.
    pub votes: bool,
}

/// Voting weight of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Weight {
    /// Its weight now.
    pub own: u64,
    /// The weight of all.
    pub total: u64,
}

/// What an account holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Balances {
    /// In value-distributor, by asset.
    pub internal: Listing<BalanceRow>,
    /// In the wallet, by denom.
    pub wallet: Vec<Coin>,
    /// False if the chain could not list the wallet: then only denoms that the economy deals in are shown.
    pub wallet_complete: bool,
}

/// Who an account is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ParticipantAnswer {
    /// The account.
    pub account: String,
    /// Which contract of the economy it is, if it is one.
    pub contract: Option<ContractName>,
    /// Contracts that this economy does not have: what they would say is empty here.
    pub left_out: Vec<ContractName>,
    /// Its registration; none if it never registered, left, or there is no registry.
    pub registration: Option<Registration>,
    /// Accounts of its agents, by address.
    pub agents: Listing<String>,
    /// Its scores, by domain.
    pub scores: Vec<DomainScore>,
    /// Its voting weight.
    pub weight: Weight,
    /// What it holds.
    pub balances: Balances,
}

impl Answers<'_> {
    /// Who an account is. A stranger is answered with nothing of everything.
    ///
    /// # Errors
    /// [`AnswerError::BadAddress`]; [`AnswerError::Source`] if the chain cannot be asked.
    pub fn participant(&self, account: &str) -> Answered<ParticipantAnswer> {
        self.check_address(account)?;
        Ok(ParticipantAnswer {
            account: account.to_string(),
            contract: self.economy.name_of(account),
            left_out: self.economy.missing(),
            registration: self.registration(account)?,
            agents: self.agents(account)?,
            scores: self.scores(account)?,
            weight: self.weight(account)?,
            balances: self.balances(account)?,
        })
    }

    pub(crate) fn registration(&self, account: &str) -> Answered<Option<Registration>> {
        let Some(registry) = self.economy.address(ContractName::Registry) else {
            return Ok(None);
        };
        let msg = RegistryQuery::Participant { address: account.to_string() };
        let Some(found) = self.ask::<Option<ParticipantResponse>>(registry, &msg)? else {
            return Ok(None);
        };
        let settings: Settings = self.ask(registry, &RegistryQuery::Settings {})?;
        let renewal_from = found.expires.saturating_sub(settings.renewal_window);
        Ok(Some(Registration {
            kind: found.kind,
            profile: found.profile,
            live: found.live,
            expires: found.expires,
            renewal_from,
            renewal_due: self.moment()?.now >= renewal_from,
            principal: found.principal.map(cosmwasm_std::Addr::into_string),
            route: found.route,
        }))
    }

    fn agents(&self, principal: &str) -> Answered<Listing<String>> {
        let Some(registry) = self.economy.address(ContractName::Registry) else {
            return Ok(Listing::default());
        };
        self.pages(|start_after: Option<String>| {
            let principal = principal.to_string();
            let msg = RegistryQuery::Agents { principal, start_after, limit: Some(MAX_PAGE) };
            let found: ParticipantsResponse = self.ask(registry, &msg)?;
            let rows = found.participants.into_iter().map(|row| row.address.into_string());
            Ok((rows.collect(), found.next))
        })
    }

    pub(crate) fn scores(&self, account: &str) -> Answered<Vec<DomainScore>> {
        let tracker = &self.economy.tracker;
        let domains: Vec<DomainResponse> = self.ask(tracker, &TrackerQuery::Domains {})?;
        let msg = TrackerQuery::Scores { account: account.to_string() };
        let scores: Vec<ScoreResponse> = self.ask(tracker, &msg)?;
        let row = |score: ScoreResponse| {
            let domain = domains.iter().find(|domain| domain.domain == score.domain)?;
            Some(DomainScore {
                domain: score.domain,
                name: domain.name.clone(),
                score: score.score,
                lifetime: score.lifetime,
                half_life: domain.half_life,
                votes: score.domain == self.economy.voting_domain,
            })
        };
        Ok(scores.into_iter().filter_map(row).collect())
    }

    pub(crate) fn weight(&self, account: &str) -> Answered<Weight> {
        let tracker = &self.economy.tracker;
        let own = self.weight_at(account, None)?;
        let msg = TrackerQuery::TotalWeight { at_height: None };
        let total: cw4::TotalWeightResponse = self.ask(tracker, &msg)?;
        Ok(Weight { own, total: total.weight })
    }

    /// Weight now, or at the start of a block.
    pub(crate) fn weight_at(&self, account: &str, at_height: Option<u64>) -> Answered<u64> {
        let msg = TrackerQuery::Member { addr: account.to_string(), at_height };
        let found: cw4::MemberResponse = self.ask(&self.economy.tracker, &msg)?;
        Ok(found.weight.unwrap_or(0))
    }

    pub(crate) fn balances(&self, account: &str) -> Answered<Balances> {
        let internal = self.internal(account)?;
        let chain = |error| AnswerError::chain("the balance of a wallet", error);
        if let Some(mut wallet) = self.source.balances(account).map_err(chain)? {
            wallet.sort_by(|a, b| a.denom.cmp(&b.denom));
            return Ok(Balances { internal, wallet, wallet_complete: true });
        }
        let mut wallet = vec![];
        for denom in self.denoms(&internal)? {
            let amount = self.source.balance(account, &denom).map_err(chain)?;
            if !amount.is_zero() {
                wallet.push(Coin { denom, amount });
            }
        }
        Ok(Balances { internal, wallet, wallet_complete: false })
    }

    fn internal(&self, owner: &str) -> Answered<Listing<BalanceRow>> {
        let Some(distributor) = self.economy.address(ContractName::Distributor) else {
            return Ok(Listing::default());
        };
        self.pages(|start_after: Option<Asset>| {
            let (owner, limit) = (owner.to_string(), Some(MAX_PAGE));
            let msg = DistributorQuery::Balances { owner, start_after, limit };
            let found: BalancesResponse = self.ask(distributor, &msg)?;
            Ok((found.balances, found.next))
        })
    }

    /// Denoms that the economy deals in: of balances, of rates for work, and of what tracks may spend.
    fn denoms(&self, internal: &Listing<BalanceRow>) -> Answered<Vec<String>> {
        let domains: Vec<DomainResponse> =
            self.ask(&self.economy.tracker, &TrackerQuery::Domains {})?;
        let tracks: Vec<axiom_types::dao::TrackResponse> =
            match self.economy.address(ContractName::Dao) {
                Some(dao) => self.ask(dao, &axiom_types::dao::QueryMsg::Tracks {})?,
                None => vec![],
            };
        let held = internal.rows.iter().map(|row| &row.asset);
        let rated = domains.iter().flat_map(|domain| domain.rates.iter().map(|rate| &rate.asset));
        let spent = tracks.iter().flat_map(|track| &track.config.spending).map(|rule| &rule.asset);
        let denom = |asset: &Asset| match asset {
            Asset::Native(denom) => Some(denom.clone()),
            Asset::Cw20(_) => None,
        };
        let mut all: Vec<String> = held.chain(rated).chain(spent).filter_map(denom).collect();
        all.sort();
        all.dedup();
        Ok(all)
    }
}
