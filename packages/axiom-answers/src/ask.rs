//! The door to an economy: typed questions, pages, bounds.

use bech32::primitives::decode::CheckedHrpstring;
use bech32::Bech32;
use serde::de::DeserializeOwned;
use serde::Serialize;

use crate::economy::{ContractName, Economy};
use crate::error::AnswerError;
use crate::source::{Moment, Source};

/// An answer, or why there is none.
pub type Answered<T> = Result<T, AnswerError>;

/// How much an answer may read of each list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Pages of each list; at least one is read. A page has at most 100 rows, one of proposals or votes at most 30.
    pub pages: u32,
}

impl Default for Budget {
    /// Five pages.
    fn default() -> Self {
        Self { pages: 5 }
    }
}

/// A list that was read as far as the budget allowed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listing<T> {
    /// What was found.
    pub rows: Vec<T>,
    /// True if there is more than the budget allowed to read.
    pub more: bool,
}

impl<T> Default for Listing<T> {
    fn default() -> Self {
        Self { rows: vec![], more: false }
    }
}

/// Answers questions about one economy. Nothing is kept between two questions.
pub struct Answers<'a> {
    pub(crate) source: &'a dyn Source,
    pub(crate) economy: Economy,
    pub(crate) budget: Budget,
}

impl<'a> Answers<'a> {
    /// For an economy whose addresses are known.
    pub fn new(source: &'a dyn Source, economy: Economy) -> Self {
        Self { source, economy, budget: Budget::default() }
    }

    /// For the economy of a governance-dao.
    ///
    /// # Errors
    /// As [`Economy::read`].
    pub fn of_dao(source: &'a dyn Source, dao: &str) -> Answered<Self> {
        Ok(Self::new(source, Economy::read(source, dao)?))
    }

    /// With another budget.
    #[must_use]
    pub fn with_budget(mut self, budget: Budget) -> Self {
        self.budget = budget;
        self
    }

    /// The economy.
    pub fn economy(&self) -> &Economy {
        &self.economy
    }

    pub(crate) fn moment(&self) -> Answered<Moment> {
        self.source.moment().map_err(|source| AnswerError::chain("its newest block", source))
    }

    /// The address of a contract that the question needs.
    pub(crate) fn need(&self, contract: ContractName) -> Answered<&str> {
        self.economy.address(contract).ok_or(AnswerError::LeftOut { contract })
    }

    /// The governance-dao that the question needs.
    pub(crate) fn dao(&self) -> Answered<&str> {
        self.need(ContractName::Dao)
    }

    /// Passes an address of the chain on which the economy is: a mistyped one must not look like one without any past.
    pub(crate) fn check_address(&self, address: &str) -> Answered<()> {
        let prefix = self.economy.tracker.rsplit_once('1').map_or("", |(prefix, _)| prefix);
        let own = CheckedHrpstring::new::<Bech32>(address)
            .is_ok_and(|found| found.hrp().as_str() == prefix)
            && !address.chars().any(|letter| letter.is_ascii_uppercase());
        if own {
            return Ok(());
        }
        let address = address.chars().take(90).collect();
        Err(AnswerError::BadAddress { address, prefix: prefix.to_string() })
    }

    pub(crate) fn ask<T: DeserializeOwned>(
        &self,
        contract: &str,
        msg: &impl Serialize,
    ) -> Answered<T> {
        ask(self.source, contract, msg)
    }

    /// Reads pages of a list until it ends or the budget does.
    pub(crate) fn pages<R, K>(
        &self,
        mut page: impl FnMut(Option<K>) -> Answered<(Vec<R>, Option<K>)>,
    ) -> Answered<Listing<R>> {
        let mut rows = vec![];
        let mut after = None;
        for _ in 0..self.budget.pages.max(1) {
            let (found, next) = page(after)?;
            rows.extend(found);
            match next {
                None => return Ok(Listing { rows, more: false }),
                next => after = next,
            }
        }
        Ok(Listing { rows, more: true })
    }
}

/// Asks a contract.
pub(crate) fn ask<T: DeserializeOwned>(
    source: &dyn Source,
    contract: &str,
    msg: &impl Serialize,
) -> Answered<T> {
    let question = || question(msg);
    let bad = |why: String| AnswerError::BadAnswer {
        contract: contract.to_string(),
        question: question(),
        why,
    };
    let bytes = serde_json::to_vec(msg).map_err(|error| bad(error.to_string()))?;
    let answer = source.smart(contract, &bytes).map_err(|source| AnswerError::Source {
        contract: contract.to_string(),
        question: question(),
        source,
    })?;
    serde_json::from_slice(&answer).map_err(|error| bad(error.to_string()))
}

/// The name of a query.
fn question(msg: &impl Serialize) -> String {
    let tree = serde_json::to_value(msg).unwrap_or_default();
    let name = tree.as_object().and_then(|fields| fields.keys().next().cloned());
    format!("`{}`", name.unwrap_or_else(|| tree.to_string()))
}
