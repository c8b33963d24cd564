//! Whether an account meets a rule: the contracts' own evaluator over facts that are asked for.

use std::cell::RefCell;
use std::collections::BTreeMap;

use axiom_kit::rule::{eval, Facts};
use axiom_types::registry::raw::Participant;
use axiom_types::registry::{ParticipantResponse, QueryMsg as RegistryQuery};
use axiom_types::rule::Rule;
use axiom_types::tracker::{QueryMsg as TrackerQuery, ScoreResponse};
use cosmwasm_std::{Addr, StdError, StdResult, Uint128};

use crate::ask::{Answered, Answers};
use crate::error::AnswerError;

/// Facts about one account, each asked once.
pub(crate) struct AskedFacts<'a> {
    answers: &'a Answers<'a>,
    account: String,
    now: u64,
    participants: RefCell<BTreeMap<String, Option<ParticipantResponse>>>,
    scores: RefCell<BTreeMap<(String, u32), Uint128>>,
    failed: RefCell<Option<AnswerError>>,
}

impl<'a> AskedFacts<'a> {
    pub(crate) fn new(answers: &'a Answers<'a>, account: &str, now: u64) -> Self {
        Self {
            answers,
            account: account.to_string(),
            now,
            participants: RefCell::default(),
            scores: RefCell::default(),
            failed: RefCell::default(),
        }
    }

    /// True if the account meets a rule in the eyes of a ledger that works with these two.
    pub(crate) fn meets(
        &self,
        rule: &Rule,
        registry: Option<&Addr>,
        tracker: Option<&Addr>,
    ) -> Answered<bool> {
        let view = View { facts: self, registry, tracker };
        let account = Addr::unchecked(&self.account);
        eval(rule, &account, &view).map_err(|error| {
            self.failed.take().unwrap_or(AnswerError::BadAnswer {
                contract: "a rule".to_string(),
                question: "whether it is met".to_string(),
                why: error.to_string(),
            })
        })
    }

    fn participant(&self, registry: &Addr) -> StdResult<Option<ParticipantResponse>> {
        if let Some(known) = self.participants.borrow().get(registry.as_str()) {
            return Ok(known.clone());
        }
        let msg = RegistryQuery::Participant { address: self.account.clone() };
        let found = self.kept(self.answers.ask::<Option<_>>(registry.as_str(), &msg))?;
        self.participants.borrow_mut().insert(registry.to_string(), found.clone());
        Ok(found)
    }

    fn score(&self, tracker: &str, domain: u32) -> StdResult<Uint128> {
        let key = (tracker.to_string(), domain);
        if let Some(known) = self.scores.borrow().get(&key) {
            return Ok(*known);
        }
        let msg = TrackerQuery::Score { domain, account: self.account.clone() };
        let score = match self.answers.ask::<ScoreResponse>(tracker, &msg) {
            Ok(found) => found.score,
            // A ledger takes a domain or a tracker that there is not for a score of zero.
            Err(error) if error.refusal().is_some() => Uint128::zero(),
            Err(error) => return self.kept(Err(error)),
        };
        self.scores.borrow_mut().insert(key, score);
        Ok(score)
    }

    /// Keeps the reason beside the plain error that the evaluator passes on.
    fn kept<T>(&self, answer: Answered<T>) -> StdResult<T> {
        answer.map_err(|error| {
            let text = error.to_string();
            *self.failed.borrow_mut() = Some(error);
            StdError::generic_err(text)
        })
    }
}

/// The facts as one ledger sees them.
struct View<'v, 'a> {
    facts: &'v AskedFacts<'a>,
    registry: Option<&'v Addr>,
    tracker: Option<&'v Addr>,
}

impl Facts for View<'_, '_> {
    fn participant(&self, _: &Addr) -> StdResult<Option<Participant>> {
        let Some(registry) = self.registry else {
            return Ok(None);
        };
        Ok(self.facts.participant(registry)?.map(|found| Participant {
            kind: found.kind,
            expires: found.expires,
            principal: found.principal,
            route: vec![],
        }))
    }

    fn capability(&self, name: &str, _: &Addr) -> StdResult<bool> {
        let Some(registry) = self.registry else {
            return Ok(false);
        };
        let found = self.facts.participant(registry)?;
        Ok(found.is_some_and(|one| one.profile.capabilities.iter().any(|known| known == name)))
    }

    fn score(&self, tracker: Option<&str>, domain: u32, _: &Addr) -> StdResult<Uint128> {
        match tracker.or(self.tracker.map(Addr::as_str)) {
            Some(tracker) => self.facts.score(tracker, domain),
            None => Ok(Uint128::zero()),
        }
    }

    fn now(&self) -> u64 {
        self.facts.now
    }
}
