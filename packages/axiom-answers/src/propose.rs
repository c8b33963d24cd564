//! From a plain intent to a proposal that a track admits.

mod build;
mod error;
mod policy;
mod set;

use axiom_types::asset::Asset;
use axiom_types::bounds::{MAX_DESCRIPTION_LEN, MAX_TITLE_LEN};
use axiom_types::common::is_text;
use axiom_types::dao::{ExecuteMsg, QueryMsg, TrackResponse, WindowResponse};
use axiom_types::tracker::Holder;
use cosmwasm_std::{CosmosMsg, Uint128};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use error::ProposeError;
pub use policy::Refusal;

use crate::ask::Answers;
use crate::economy::ContractName;
use crate::plain::{changes, plain_messages, PlainMessage};

/// A draft, or why there is none.
pub type Proposed<T> = Result<T, ProposeError>;

/// From where to where the treasury pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// From the dao's wallet to a wallet.
    WalletToWallet,
    /// From the dao's balance in value-distributor, where fees arrive, to another balance.
    BalanceToBalance,
    /// From the dao's balance in value-distributor to a wallet.
    BalanceToWallet,
}

/// What a proposal is to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// Pays from the treasury.
    Spend {
        /// From where to where.
        route: Route,
        /// Receiver.
        to: String,
        /// The asset.
        asset: Asset,
        /// Base units.
        amount: Uint128,
    },
    /// Changes one setting. Registry: `lease_seconds`, `renewal_window`. Ledger: the fields of its settings, such as
    /// `fee_bps` or `default_windows.review`, and `peers.registry` and so on. Tracker: `registry`, `rates.<domain>`.
    /// Distributor: `token.<address>`, true or false. Dao: `track.<number>.<field>`, `peer.<layer>`, `guardian`.
    Set {
        /// Whose setting.
        contract: ContractName,
        /// Its path.
        field: String,
        /// Its new value.
        value: Value,
    },
    /// Grants a budget of score, replacing an earlier grant to the same holder, ledger and domain.
    Grant {
        /// Number or name of the domain.
        domain: String,
        /// Whose reports spend it; the economy's ledger if none is named.
        ledger: Option<String>,
        /// Who may spend it.
        holder: Holder,
        /// Points that one client may spend per epoch.
        per_client: Uint128,
        /// Points that all clients together may spend per epoch.
        total: Uint128,
        /// Points between one client and one worker per epoch.
        per_pair: Uint128,
        /// Last epoch in which it can be spent; none without end.
        last_epoch: Option<u64>,
    },
    /// Migrates a contract of the economy to a stored code.
    Upgrade {
        /// Which.
        contract: ContractName,
        /// The code.
        code_id: u64,
        /// Migrate message; `{}` if none is named.
        msg: Option<Value>,
    },
    /// States something and does nothing.
    Text {},
}

/// What the proposer says about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Title, 1 to 120 bytes; made from the intent if none is given. A text proposal needs one.
    pub title: Option<String>,
    /// Description, 1 to 16,384 bytes; made from the intent if none is given. A text proposal needs one.
    pub description: Option<String>,
    /// Number of the track; the easiest that admits it if none is given.
    pub track: Option<u32>,
    /// Who will send it: then too little weight for the track is among the warnings.
    pub proposer: Option<String>,
}

/// A track that admits a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TrackChoice {
    /// Its number.
    pub track: u32,
    /// Its name.
    pub name: String,
    /// True if it is strict.
    pub strict: bool,
    /// Weight that a proposer needs.
    pub proposer_weight: u64,
    /// Part of the total weight that must take part, in basis points.
    pub quorum_bps: u16,
    /// Part of yes and no that must be yes, in basis points.
    pub threshold_bps: u16,
    /// Seconds of voting.
    pub voting_period: u64,
    /// Seconds between the end of voting and execution.
    pub timelock: u64,
}

/// A track that does not admit a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TrackRefusal {
    /// Its number.
    pub track: u32,
    /// Its name.
    pub name: String,
    /// Why not.
    pub why: Refusal,
}

impl std::fmt::Display for TrackRefusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "track {} '{}': {}", self.track, self.name, self.why)
    }
}

/// A proposal ready to be sent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Draft {
    /// Number of its track: the one wanted, else the easiest that admits it.
    pub track: u32,
    /// Title.
    pub title: String,
    /// Description.
    pub description: String,
    /// Its messages.
    pub messages: Vec<CosmosMsg>,
    /// The same in plain words, settings against those of now.
    pub plain: Vec<PlainMessage>,
    /// Tracks that admit it, the easiest first.
    pub admitted_by: Vec<TrackChoice>,
    /// Tracks that do not, the closest first.
    pub refused_by: Vec<TrackRefusal>,
    /// What could keep it from going through although a track admits it.
    pub warnings: Vec<String>,
}

impl Draft {
    /// The message that proposes it to governance-dao.
    pub fn message(&self) -> ExecuteMsg {
        ExecuteMsg::Propose {
            title: self.title.clone(),
            description: self.description.clone(),
            msgs: self.messages.clone(),
            earliest: None,
            latest: None,
            track: Some(self.track),
            may_fail: None,
        }
    }
}

/// What an intent comes to, before tracks are looked at.
struct Built {
    messages: Vec<CosmosMsg>,
    /// Settings of now and as they would be.
    settings: Option<(Value, Value)>,
    /// Title and description; none for a statement.
    words: Option<(String, String)>,
    warnings: Vec<String>,
    /// What it pays.
    spends: Option<(Asset, Uint128)>,
}

impl Answers<'_> {
    /// Makes a proposal of an intent. Nothing is sent.
    ///
    /// # Errors
    /// [`ProposeError`]: texts, amounts, addresses, fields and values out of form; codes and contracts that cannot be
    /// upgraded; and [`ProposeError::NoTrack`] with the closest track if none admits it.
    pub fn draft(&self, intent: &Intent, words: &Words) -> Proposed<Draft> {
        let built = self.build(intent)?;
        let (title, description) = texts(words, built.words)?;
        let tracks: Vec<TrackResponse> = self.ask(self.dao()?, &QueryMsg::Tracks {})?;
        let (mut admitted_by, mut refused_by) = (vec![], vec![]);
        for TrackResponse { track, config } in tracks {
            match policy::refusal(&config, &self.economy, &built.messages) {
                None => admitted_by.push(TrackChoice {
                    track,
                    name: config.name,
                    strict: config.strict,
                    proposer_weight: config.proposer_weight,
                    quorum_bps: config.quorum_bps,
                    threshold_bps: config.threshold_bps,
                    voting_period: config.voting_period,
                    timelock: config.timelock,
                }),
                Some(why) => refused_by.push(TrackRefusal { track, name: config.name, why }),
            }
        }
        admitted_by.sort_by_key(|row| {
            let time = row.voting_period.saturating_add(row.timelock);
            (row.strict, row.quorum_bps, row.threshold_bps, time, row.track)
        });
        refused_by.sort_by_key(|row| (row.why.distance(), row.track));
        let track = choose(words.track, &admitted_by, &refused_by)?;
        let mut warnings = built.warnings;
        if let Some((asset, amount)) = &built.spends {
            warnings.extend(self.window_warning(track, asset, *amount)?);
        }
        if let Some(proposer) = &words.proposer {
            warnings.extend(self.weight_warning(proposer, track, &admitted_by)?);
        }
        let mut plain = plain_messages(&self.economy, &built.messages, &[]);
        if let (Some(first), Some((now, wanted))) = (plain.first_mut(), &built.settings) {
            first.changes = changes(now, wanted);
        }
        let messages = built.messages;
        Ok(Draft { track, title, description, messages, plain, admitted_by, refused_by, warnings })
    }

    fn weight_warning(
        &self,
        proposer: &str,
        track: u32,
        admitted_by: &[TrackChoice],
    ) -> Proposed<Option<String>> {
        self.check_address(proposer)?;
        let weight = self.weight_at(proposer, None)?;
        let row = admitted_by.iter().find(|row| row.track == track);
        let needed = row.map_or(0, |row| row.proposer_weight);
        Ok((weight < needed).then(|| {
            format!("{proposer} has weight {weight}, and track {track} takes proposals from {needed} on")
        }))
    }

    fn window_warning(
        &self,
        track: u32,
        asset: &Asset,
        amount: Uint128,
    ) -> Proposed<Option<String>> {
        let msg = QueryMsg::Window { track, asset: asset.clone() };
        let window: WindowResponse = self.ask(self.dao()?, &msg)?;
        if window.left >= amount {
            return Ok(None);
        }
        let ends = crate::due::date_text(window.ends);
        let left = window.left;
        Ok(Some(format!(
            "track {track} has {left} {asset} left to spend until {ends}: executed before, it fails"
        )))
    }
}

fn choose(
    wanted: Option<u32>,
    admitted_by: &[TrackChoice],
    refused_by: &[TrackRefusal],
) -> Proposed<u32> {
    if let Some(wanted) = wanted {
        if admitted_by.iter().any(|row| row.track == wanted) {
            return Ok(wanted);
        }
        let easiest = admitted_by.first().map(|row| row.track);
        return Err(match refused_by.iter().find(|row| row.track == wanted) {
            Some(row) => {
                ProposeError::TrackRefuses { refusal: Box::new(row.clone()), better: easiest }
            }
            None => {
                let known = admitted_by.iter().map(|row| row.track);
                let mut known: Vec<u32> =
                    known.chain(refused_by.iter().map(|row| row.track)).collect();
                known.sort_unstable();
                ProposeError::UnknownTrack { track: wanted, known }
            }
        });
    }
    match (admitted_by.first(), refused_by.first()) {
        (Some(row), _) => Ok(row.track),
        (None, Some(closest)) => Err(ProposeError::NoTrack { closest: Box::new(closest.clone()) }),
        (None, None) => Err(ProposeError::UnknownTrack { track: 0, known: vec![] }),
    }
}

fn texts(words: &Words, made: Option<(String, String)>) -> Proposed<(String, String)> {
    let (title, description) = made.unzip();
    let one = |field, given: &Option<String>, made: Option<String>, max| {
        let text = given.clone().or(made).unwrap_or_default();
        match is_text(&text, max) {
            true => Ok(text),
            false => Err(ProposeError::BadText { field, max, bytes: text.len() }),
        }
    };
    Ok((
        one("title", &words.title, title, MAX_TITLE_LEN)?,
        one("description", &words.description, description, MAX_DESCRIPTION_LEN)?,
    ))
}
