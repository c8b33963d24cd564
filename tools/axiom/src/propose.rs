//! `axiom propose`: proposals without JSON.

use axiom_answers::propose::{Draft as Proposed, Intent, ProposeError, Route, Words};
use axiom_answers::ContractName;
use axiom_economy::Release;
use axiom_types::asset::Asset;
use axiom_types::tracker::Holder;
use clap::{Args, Subcommand, ValueEnum};
use cosmwasm_std::Uint128;
use serde_json::{json, Value};

use crate::ask;
use crate::fail::{Done, Fail, Kind};
use crate::global::Global;
use crate::out;
use crate::session::Session;
use crate::tx::{self, Draft, TxArgs};
use crate::who;

#[derive(Subcommand)]
pub enum Command {
    /// Pays from the treasury.
    Spend(Spend),
    /// Changes one setting of a contract.
    Set(Set),
    /// Grants a budget of score.
    Grant(Grant),
    /// Moves a contract to another code.
    Upgrade(Upgrade),
    /// States something and does nothing.
    Text(Text),
}

/// What is said about a proposal, and how it is sent.
#[derive(Args)]
pub struct Common {
    /// Title, 1 to 120 bytes; made from what it does if not given.
    #[arg(long)]
    title: Option<String>,
    /// Description, up to 16,384 bytes; made from what it does if not given.
    #[arg(long)]
    description: Option<String>,
    /// Number of the track; the easiest that admits it if not given.
    #[arg(long)]
    track: Option<u32>,
    #[command(flatten)]
    tx: TxArgs,
}

/// Which part of the treasury pays, and where to.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Way {
    /// From the dao's wallet to a wallet.
    Wallet,
    /// From the dao's balance, where fees arrive, to another balance.
    Balance,
    /// From the dao's balance to a wallet.
    Withdraw,
}

#[derive(Args)]
pub struct Spend {
    /// To whom: an address or @alias.
    #[arg(long)]
    to: String,
    /// How much, such as 10axm.
    #[arg(long)]
    amount: String,
    /// Which part of the treasury pays, and where to.
    #[arg(long, value_enum, default_value = "balance")]
    way: Way,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct Set {
    /// The contract: registry, ledger, tracker, distributor or dao.
    contract: String,
    /// The setting, such as fee_bps or default_windows.review.
    field: String,
    /// Its new value: JSON, a text, or a span such as 3d.
    value: String,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct Grant {
    /// Who may spend it: an address or @alias.
    #[arg(long)]
    to: String,
    /// Number or name of the domain.
    #[arg(long)]
    domain: String,
    /// Points per epoch.
    #[arg(long)]
    points: Uint128,
    /// Points between one client and one worker per epoch; as many as per epoch if not given.
    #[arg(long)]
    per_pair: Option<Uint128>,
    /// Last epoch in which it can be spent.
    #[arg(long)]
    last_epoch: Option<u64>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct Upgrade {
    /// The contract: registry, ledger, tracker, distributor or dao.
    contract: String,
    /// The code; see axiom codes list.
    #[arg(long)]
    code_id: u64,
    /// Migrate message as JSON.
    #[arg(long)]
    msg: Option<String>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct Text {
    #[command(flatten)]
    common: Common,
}

impl From<ProposeError> for Fail {
    fn from(error: ProposeError) -> Self {
        if let ProposeError::Answer(answer) = error {
            return answer.into();
        }
        let text = error.to_string();
        Self { kind: Kind::Usage, hint: crate::hints::of(&text), text }
    }
}

/// Refuses a code that is known to be another contract's.
fn code_fits(session: &Session, wanted: &Upgrade) -> Done {
    let contract = contract(&wanted.contract)?;
    let Some(code) = session.client.code_info(wanted.code_id)? else { return Ok(()) };
    match Release::committed().role_of(&code.checksum) {
        Some(role) if role.name() != contract.full() => Err(Fail::usage(format!(
            "code {} is the {}, expected one of {}",
            wanted.code_id,
            role.name(),
            contract.full()
        ))
        .hint("axiom codes list tells which code is which")),
        Some(_) => Ok(()),
        None => {
            session.out.note(&format!(
                "code {} is not of this release: see to it that it is one of {}",
                wanted.code_id,
                contract.full()
            ));
            Ok(())
        }
    }
}

/// Makes a proposal and sends it.
pub fn run(command: &Command, global: &Global) -> Done {
    let common = match command {
        Command::Spend(wanted) => &wanted.common,
        Command::Set(wanted) => &wanted.common,
        Command::Grant(wanted) => &wanted.common,
        Command::Upgrade(wanted) => &wanted.common,
        Command::Text(wanted) => &wanted.common,
    };
    let session = tx::open(global, &common.tx)?;
    let intent = intent(command, &session)?;
    match command {
        Command::Upgrade(wanted) => code_fits(&session, wanted)?,
        Command::Text(_) if common.title.is_none() || common.description.is_none() => {
            let text = "--title and --description are needed: a statement has nothing else to say";
            return Err(Fail::usage(text));
        }
        _ => {}
    }
    let words = Words {
        title: common.title.clone(),
        description: common.description.clone(),
        track: common.track,
        // Without a key to ask for, what the sender may propose is not looked at before.
        proposer: who::account(&session, common.tx.from.as_deref()).ok(),
    };
    let draft = ask::with(&session, 5, |answers| Ok(answers.draft(&intent, &words)?))?;
    session.out.note(&told(&session, &draft));
    let msg = serde_json::to_value(draft.message())
        .map_err(|error| Fail::new(Kind::Failed, error.to_string()))?;
    let dao = session.contract("governance-dao")?;
    let done = tx::send(&session, &common.tx, |sender| {
        Ok(vec![Draft::execute(sender, &dao, "governance-dao", &msg, &[])])
    })?;
    if let Some(id) =
        done.as_ref().and_then(|done| done.attribute("axiom_dao_proposal_made", "proposal_id"))
    {
        session.out.note(&format!(
            "next: axiom proposal show {id}; axiom tx dao vote --proposal-id {id} --vote yes"
        ));
    }
    Ok(())
}

fn intent(command: &Command, session: &Session) -> Done<Intent> {
    Ok(match command {
        Command::Spend(wanted) => {
            let (amount, denom) =
                axiom_schema::Words::amount(session, &wanted.amount).map_err(Fail::usage)?;
            let route = match wanted.way {
                Way::Wallet => Route::WalletToWallet,
                Way::Balance => Route::BalanceToBalance,
                Way::Withdraw => Route::BalanceToWallet,
            };
            let (to, asset) = (session.address(&wanted.to)?, Asset::native(denom));
            Intent::Spend { route, to, asset, amount: amount.into() }
        }
        Command::Set(wanted) => Intent::Set {
            contract: contract(&wanted.contract)?,
            field: wanted.field.replace('-', "_"),
            value: value(&wanted.value, session)?,
        },
        Command::Grant(wanted) => Intent::Grant {
            domain: wanted.domain.clone(),
            ledger: None,
            holder: Holder::Address { address: session.address(&wanted.to)? },
            per_client: wanted.points,
            total: wanted.points,
            per_pair: wanted.per_pair.unwrap_or(wanted.points),
            last_epoch: wanted.last_epoch,
        },
        Command::Upgrade(wanted) => Intent::Upgrade {
            contract: contract(&wanted.contract)?,
            code_id: wanted.code_id,
            msg: match &wanted.msg {
                Some(text) => Some(
                    serde_json::from_str(text)
                        .map_err(|error| Fail::usage(format!("--msg is no JSON: {error}")))?,
                ),
                None => None,
            },
        },
        Command::Text(_) => Intent::Text {},
    })
}

fn contract(text: &str) -> Done<ContractName> {
    let all = [
        ContractName::Registry,
        ContractName::Ledger,
        ContractName::Tracker,
        ContractName::Distributor,
        ContractName::Dao,
    ];
    let found = all.into_iter().find(|name| text == name.word() || text == name.full());
    found.ok_or_else(|| {
        Fail::usage(format!(
            "{text:?} is no contract: expected registry, ledger, tracker, distributor or dao"
        ))
    })
}

/// JSON, an alias, a span, or a text.
fn value(text: &str, session: &Session) -> Done<Value> {
    if let Ok(value) = serde_json::from_str(text) {
        return Ok(value);
    }
    if text.starts_with('@') {
        return Ok(json!(session.address(text)?));
    }
    Ok(axiom_schema::seconds_of(text).map_or_else(|_| json!(text), |seconds| json!(seconds)))
}

fn told(session: &Session, draft: &Proposed) -> String {
    let track = draft.admitted_by.iter().find(|choice| choice.track == draft.track);
    let mut lines = vec![("title".to_string(), draft.title.clone())];
    if let Some(track) = track {
        let voting = axiom_answers::span_text(track.voting_period);
        let lock = axiom_answers::span_text(track.timelock);
        lines.push((
            "track".into(),
            format!(
                "{} {}: {voting} of voting, then {lock} until it can be executed",
                track.track, track.name
            ),
        ));
    }
    let does = ask::plain(session, &draft.plain);
    lines.push((
        "does".into(),
        if does.is_empty() { "nothing: it states something".into() } else { does },
    ));
    for message in &draft.plain {
        for change in &message.changes {
            lines.push((
                "changes".into(),
                format!("{}: {} becomes {}", change.field, change.from, change.to),
            ));
        }
    }
    for warning in &draft.warnings {
        lines.push(("careful".into(), warning.clone()));
    }
    out::pairs(&lines)
}
