//! The stage on which scenes are played: an economy, its reference and the teller.

use std::collections::BTreeMap;

use anyhow::{anyhow, bail, Context, Result};
use axiom_chain::{Account, AnyChain, Chain, ChainExt, Outcome, Success};
use axiom_local::LocalChain;
use axiom_suite::{Builder, Suite, DAY};
use axiom_types::dao::{vote_text, GuardianSetup, InstantiateMsg, Proposed, SignedVote, Vote};
use axiom_types::proof::RootResponse;
use cosmwasm_std::CosmosMsg;
use serde::de::DeserializeOwned;

use crate::economies::Side;
use crate::reference::Reference;
use crate::teller::{Figure, Teller};
use crate::words;

/// Everybody who appears.
const CAST: [&str; 22] = [
    "founder", "alice", "ben", "carol", "app", "agent", "worker", "client", "reviewer", "arbiter",
    "guardian", "stranger", "dave", "erin", "frank", "grace", "heidi", "ring 1", "ring 2",
    "ring 3", "ring 4", "ring 5",
];

/// An economy and those who watch it.
pub struct Stage {
    /// The economy on its chain.
    pub suite: Suite<AnyChain>,
    /// What the figures have to be.
    pub reference: Reference,
    /// Who prints and counts.
    pub teller: Teller,
    /// The founding message.
    pub founding: InstantiateMsg,
    /// Economies beside that of the story, on the same chain.
    pub(crate) sides: BTreeMap<&'static str, Side>,
    pub(crate) names: BTreeMap<String, String>,
    numbers: BTreeMap<&'static str, u64>,
    roots: BTreeMap<&'static str, RootResponse>,
}

impl Stage {
    /// Founds the economy of the story on any chain, on an address of its own for each salt.
    ///
    /// # Errors
    /// What refused the founding.
    pub fn found(chain: AnyChain, salt: &str, teller: Teller) -> Result<Self> {
        let builder = Builder::on(chain).salt(salt);
        let founding = builder.msg.clone();
        let mut suite = builder.try_build().map_err(|failure| anyhow!("{failure}"))?;
        for name in CAST.iter().filter(|name| name.starts_with("ring")) {
            suite.give(name);
        }
        let time = suite.chain.txs().first().context("no transaction")?.time;
        let names = names(&suite);
        let name = |address: &str| names.get(address).cloned().unwrap_or_default();
        let reference = Reference::new(&founding, time, name);
        Ok(Self {
            suite,
            reference,
            teller,
            founding,
            sides: BTreeMap::new(),
            names,
            numbers: BTreeMap::new(),
            roots: BTreeMap::new(),
        })
    }

    /// The embedded chain, if this story is told on one.
    pub fn local(&mut self) -> Option<&mut LocalChain> {
        self.suite.chain.as_any_mut().downcast_mut()
    }

    /// Compares a figure, see [`Teller::check`].
    pub fn check<T: Figure>(&mut self, label: &str, unit: &str, observed: T, expected: T) {
        self.teller.check(label, unit, observed, expected);
    }

    /// A sentence of the story. Addresses in it become names, moments become days since the founding.
    pub fn say(&mut self, text: &str) {
        let text = words::plain(text, &self.names, self.reference.founded);
        self.teller.say(&text);
    }

    /// Days since the founding.
    pub fn day(&self) -> u64 {
        self.suite.now().saturating_sub(self.reference.founded) / DAY
    }

    /// Remembers a number for later scenes.
    pub fn note(&mut self, what: &'static str, number: u64) {
        self.numbers.insert(what, number);
    }

    /// A number that an earlier scene remembered.
    ///
    /// # Errors
    /// If that scene did not come so far.
    pub fn noted(&self, what: &str) -> Result<u64> {
        let found = self.numbers.get(what).copied();
        found.with_context(|| format!("the story did not come to: {what}"))
    }

    /// Remembers a root for later scenes.
    pub fn note_root(&mut self, what: &'static str, root: RootResponse) {
        self.roots.insert(what, root);
    }

    /// A root that an earlier scene remembered.
    ///
    /// # Errors
    /// If that scene did not come so far.
    pub fn noted_root(&self, what: &str) -> Result<RootResponse> {
        let found = self.roots.get(what).cloned();
        found.with_context(|| format!("the story did not come to: {what}"))
    }

    /// Remembers the newest transaction.
    pub fn note_tx(&mut self, what: &'static str) {
        let at = self.suite.chain.txs().len().saturating_sub(1);
        self.note(what, u64::try_from(at).unwrap_or(u64::MAX));
    }

    /// How many events of a type a remembered transaction has.
    ///
    /// # Errors
    /// If it was not remembered.
    pub fn events_in(&self, what: &str, ty: &str) -> Result<usize> {
        let at = usize::try_from(self.noted(what)?)?;
        let tx = self.suite.chain.txs().get(at).context("no such transaction")?;
        Ok(tx.events_of(ty).count())
    }

    /// Unix seconds of the newest transaction.
    pub fn last_time(&self) -> u64 {
        self.suite.chain.last_tx().map_or(0, |tx| tx.time)
    }

    /// Lets time pass up to a moment.
    pub fn wait_until(&mut self, time: u64) {
        let now = self.suite.now();
        self.suite.wait(time.saturating_sub(now));
    }

    /// The address behind a name, as messages take it.
    pub fn address(&self, name: &str) -> String {
        self.suite.addr(name).to_string()
    }

    /// The name behind an address; the address itself for a stranger to the story.
    pub fn name(&self, address: impl AsRef<str>) -> String {
        let address = address.as_ref();
        self.names.get(address).map_or(address, String::as_str).to_string()
    }

    /// The guardian as it was founded.
    ///
    /// # Errors
    /// If nobody is.
    pub fn guardian(&self) -> Result<&GuardianSetup> {
        self.founding.guardian.as_ref().context("there is no guardian")
    }

    /// A yes vote that somebody signs, valid for a day.
    pub fn signed_vote(&self, who: &str, proposal_id: u64) -> SignedVote {
        let (yes, valid_until) = (Vote::Yes, self.suite.now() + DAY);
        let (chain, dao) = (self.suite.chain.chain_id(), self.suite.at.dao.as_str());
        let text = vote_text(&chain, dao, proposal_id, yes, valid_until);
        let (pubkey, signature) = Account::named(who).sign_adr36(&text);
        SignedVote { pubkey, signature, vote: yes, valid_until }
    }

    /// Brings a decision through: alice proposes, alice and ben vote yes, time passes, a stranger executes.
    ///
    /// # Errors
    /// What refused one of the steps.
    pub fn decree(&mut self, track: u32, msgs: Vec<CosmosMsg>) -> Result<Success> {
        let proposed = done(self.suite.dao().propose("alice", track, msgs))?;
        let id = data::<Proposed>(&proposed)?.proposal_id;
        for voter in ["alice", "ben"] {
            done(self.suite.dao().vote(voter, id, Vote::Yes))?;
        }
        // One after the other: voting and timelock each demand blocks of their own.
        let voting_ends = self.stage_of(id)?.voting_ends;
        self.wait_until(voting_ends);
        let ready_at = self.stage_of(id)?.ready_at;
        self.wait_until(ready_at);
        done(self.suite.dao().execute("stranger", id))
    }
}

fn names(suite: &Suite<AnyChain>) -> BTreeMap<String, String> {
    let contracts = suite.at.all().map(|(name, at)| (at.to_string(), name.to_string()));
    let people = CAST.map(|name| (Account::named(name).address.to_string(), name.to_string()));
    contracts.into_iter().chain(people).collect()
}

/// A transaction that has to be accepted.
///
/// # Errors
/// If it was refused, with the text.
pub fn done(outcome: Outcome) -> Result<Success> {
    outcome.into_result().map_err(|failure| anyhow!("a transaction was refused: {}", failure.text))
}

/// A transaction that has to be refused; answers the text.
///
/// # Errors
/// If it was accepted.
pub fn refused(outcome: Outcome) -> Result<String> {
    match outcome.into_result() {
        Ok(_) => bail!("a transaction was accepted that had to be refused"),
        Err(failure) => Ok(failure.text),
    }
}

/// What a transaction answered.
///
/// # Errors
/// If it answered nothing or something else.
pub fn data<T: DeserializeOwned>(success: &Success) -> Result<T> {
    let data = success.data.as_ref().context("no data was answered")?;
    Ok(cosmwasm_std::from_json(data)?)
}
