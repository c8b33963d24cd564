//! What people ask of an economy: `me`, `job`, `participant`, `proposal`, `claimable`, `history`, `watch`.

use std::time::Duration;

use axiom_answers::{AnswerError, Answers, Budget, ContractName, Cursor, NodeSource};
use axiom_types::asset::Asset;
use axiom_types::event::EventInfo;
use clap::{Args, Subcommand};
use cosmwasm_std::Uint128;
use serde_json::Value;

use crate::fail::{Done, Fail, Kind};
use crate::global::Global;
use crate::out;
use crate::session::Session;
use crate::who;

mod job;
mod me;
mod proposal;

/// How long `axiom watch` waits between two looks.
const LOOK: Duration = Duration::from_millis(500);

/// Whose answers, and how far lists are read.
#[derive(Args)]
pub struct Whose {
    /// An address or @alias; the chosen key if not given.
    account: Option<String>,
    /// How many pages of each list are read.
    #[arg(long, default_value_t = 5)]
    pages: u32,
}

/// One of a kind.
#[derive(Subcommand)]
pub enum Job {
    /// Where a job stands, its money, what happens next and who can do what.
    Show {
        /// Its number.
        job: u64,
    },
}

#[derive(Subcommand)]
pub enum Participant {
    /// Registration, agents, scores, voting weight and balances of an account.
    Show {
        /// An address or @alias; the chosen key if not given.
        account: Option<String>,
    },
}

#[derive(Subcommand)]
pub enum Proposal {
    /// What a proposal would do, in words; how the vote stands; what happens next and when.
    Show {
        /// Its number.
        proposal: u64,
    },
}

#[derive(Args)]
pub struct History {
    /// An address or @alias; the chosen key if not given.
    account: Option<String>,
    /// From this height on.
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    from_block: u64,
    /// About how many transactions, at most 100.
    #[arg(long, default_value_t = 100)]
    limit: u32,
    /// As comma-separated values, for a spreadsheet.
    #[arg(long)]
    csv: bool,
}

#[derive(Args)]
pub struct Watch {
    /// From this height on; from now on if not given.
    #[arg(long)]
    from_block: Option<u64>,
    /// Only events of this name, such as job_posted; can be given several times.
    #[arg(long, value_name = "NAME")]
    event: Vec<String>,
    /// Ends after what is there now, in place of waiting for more.
    #[arg(long)]
    once: bool,
}

impl From<AnswerError> for Fail {
    fn from(error: AnswerError) -> Self {
        let text = error.to_string();
        let kind = match &error {
            AnswerError::BadAddress { .. } | AnswerError::LeftOut { .. } => Kind::Usage,
            error if error.refusal().is_some() => Kind::Refused,
            _ => Kind::Node,
        };
        Self { kind, hint: crate::hints::of(&text), text }
    }
}

/// Puts a question to the economy.
pub fn with<T>(session: &Session, pages: u32, ask: impl FnOnce(&Answers) -> Done<T>) -> Done<T> {
    // The embedded chain makes no block without a transaction: its newest one cannot change any more.
    let source = NodeSource::new(&session.client).lag(u64::from(!session.is_embedded()));
    let economy = session.economy()?;
    let answers = match economy.contracts.get("governance-dao") {
        Some(dao) => Answers::of_dao(&source, dao)?,
        None => {
            let address = |name: ContractName| economy.contracts.get(name.full()).cloned();
            Answers::new(&source, axiom_answers::Economy::owned(&source, &economy.name, address)?)
        }
    };
    ask(&answers.with_budget(Budget { pages: pages.max(1) }))
}

fn json(answer: &impl serde::Serialize) -> Done<Value> {
    serde_json::to_value(answer).map_err(|error| Fail::new(Kind::Failed, error.to_string()))
}

/// What I can do now.
pub fn me(whose: &Whose, global: &Global) -> Done {
    let session = Session::open(global)?;
    let account = who::account(&session, whose.account.as_deref())?;
    let answer = with(&session, whose.pages, |answers| Ok(answers.me(&account)?))?;
    session.out.show(&json(&answer)?, || me::text(&session, &answer));
    Ok(())
}

/// What can be claimed.
pub fn claimable(whose: &Whose, global: &Global) -> Done {
    let session = Session::open(global)?;
    let account = who::account(&session, whose.account.as_deref())?;
    let answer = with(&session, whose.pages, |answers| Ok(answers.claimable(&account, None)?))?;
    session.out.show(&json(&answer)?, || me::claims(&session, &answer));
    Ok(())
}

/// One job.
pub fn job(command: &Job, global: &Global) -> Done {
    let Job::Show { job } = command;
    let session = Session::open(global)?;
    let answer = with(&session, 5, |answers| Ok(answers.job(*job)?))?;
    session.out.show(&json(&answer)?, || job::text(&session, &answer));
    Ok(())
}

/// One account.
pub fn participant(command: &Participant, global: &Global) -> Done {
    let Participant::Show { account } = command;
    let session = Session::open(global)?;
    let account = who::account(&session, account.as_deref())?;
    let answer = with(&session, 5, |answers| Ok(answers.participant(&account)?))?;
    session.out.show(&json(&answer)?, || me::participant(&session, &answer));
    Ok(())
}

/// One proposal.
pub fn proposal(command: &Proposal, global: &Global) -> Done {
    let Proposal::Show { proposal } = command;
    let session = Session::open(global)?;
    let answer = with(&session, 5, |answers| Ok(answers.proposal(*proposal)?))?;
    session.out.show(&json(&answer)?, || proposal::text(&session, &answer));
    Ok(())
}

/// Payments and scores.
pub fn history(wanted: &History, global: &Global) -> Done {
    if wanted.csv && global.out().is_json() {
        return Err(Fail::usage("--csv and --output json are two forms: choose one"));
    }
    let session = Session::open(global)?;
    let account = who::account(&session, wanted.account.as_deref())?;
    let answer = with(&session, 5, |answers| {
        Ok(answers.history(&account, wanted.from_block, wanted.limit)?)
    })?;
    if wanted.csv {
        out::print_line(axiom_answers::to_csv(&answer.rows).trim_end());
        return Ok(());
    }
    session.out.show(&json(&answer)?, || {
        let row = |row: &axiom_answers::HistoryRow| {
            let amount = match (&row.asset, row.domain) {
                (Some(asset), _) => amount(&session, row.amount, asset),
                (None, Some(domain)) => format!("{} points in domain {domain}", row.amount),
                (None, None) => row.amount.to_string(),
            };
            let sign = match row.direction {
                axiom_answers::Direction::In => "+",
                axiom_answers::Direction::Out => "-",
            };
            let other =
                row.counterparty.as_deref().map_or(String::new(), |who| name(&session, who));
            let reference = row.reference.clone().unwrap_or_default();
            vec![
                axiom_answers::date_text(row.time),
                row.height.to_string(),
                row.kind.word().replace('_', " "),
                format!("{sign}{amount}"),
                other,
                reference,
                row.note.clone().unwrap_or_default(),
            ]
        };
        let rows: Vec<Vec<String>> = answer.rows.iter().map(row).collect();
        if rows.is_empty() {
            return "nothing yet".to_string();
        }
        let more = match answer.more {
            true => format!("\nthere is more: --from-block {}", answer.next),
            false => String::new(),
        };
        out::rows(&["time", "block", "what", "amount", "other side", "for", ""], &rows) + &more
    });
    Ok(())
}

/// Typed events as they come.
pub fn watch(wanted: &Watch, global: &Global) -> Done {
    use axiom_types::{dao, distributor, ledger, registry, tracker};
    let all = [
        registry::events::ALL,
        ledger::events::ALL,
        tracker::events::ALL,
        distributor::events::ALL,
        dao::events::ALL,
    ];
    // Without the contract before it: axiom_ledger_job_posted is job_posted.
    let short = |event: &EventInfo| event.name.splitn(3, '_').nth(2);
    let known =
        |name: &String| all.iter().any(|of| of.iter().any(|one| short(one) == Some(name.as_str())));
    if let Some(other) = wanted.event.iter().find(|name| !known(name)) {
        return Err(Fail::usage(format!("--event {other:?} is no event of the contracts"))
            .hint("docs/events.md lists them, such as job_posted for axiom_ledger_job_posted"));
    }
    let mut from = wanted.from_block.map(|height| Cursor { height });
    loop {
        // The embedded chain is let go of between two looks, so that other commands can work with it.
        let session = Session::open(global)?;
        let embedded = session.profile.rpc.is_empty() && global.node.is_none();
        loop {
            let cursor = with(&session, 5, |answers| look(wanted, &session, answers, from))?;
            from = Some(cursor);
            if wanted.once {
                let height = cursor.height;
                let next = format!("up to here; go on with: axiom watch --from-block {height}");
                session.out.note(&next);
                return Ok(());
            }
            if embedded {
                break;
            }
            std::thread::sleep(LOOK);
        }
        drop(session);
        std::thread::sleep(LOOK);
    }
}

/// Shows the events that there are; answers where to go on.
fn look(
    wanted: &Watch,
    session: &Session,
    answers: &Answers,
    from: Option<Cursor>,
) -> Done<Cursor> {
    let mut cursor = match from {
        Some(cursor) => cursor,
        None => answers.from_now_on()?,
    };
    loop {
        let page = answers.watch(cursor, 100)?;
        cursor = page.cursor;
        let chosen =
            |event: &str| wanted.event.is_empty() || wanted.event.iter().any(|name| name == event);
        for event in page.events.iter().filter(|one| chosen(&one.event)) {
            if session.out.is_json() {
                out::print_line(&json(event)?.to_string());
                continue;
            }
            let attributes = event
                .attributes
                .iter()
                .map(|(key, value)| format!("{key}={}", name(session, value)));
            out::print_line(&format!(
                "{}  {:<8}{}.{}  {}",
                axiom_answers::date_text(event.time),
                event.height,
                event.contract,
                event.event,
                attributes.collect::<Vec<_>>().join(" ")
            ));
        }
        if !page.more {
            return Ok(cursor);
        }
    }
}

/// An amount of an asset for people.
pub fn amount(session: &Session, amount: Uint128, asset: &Asset) -> String {
    match asset {
        Asset::Native(denom) => session.amount(amount.u128(), denom),
        Asset::Cw20(token) => format!("{amount} of token {token}"),
    }
}

/// An address by the name that it has here.
pub fn name(session: &Session, address: &str) -> String {
    if let Some(known) = session.economy().ok().and_then(|economy| economy.name_of(address)) {
        return known.to_string();
    }
    session.known().get(address).map_or_else(|| address.to_string(), |name| format!("@{name}"))
}

/// A time with how far away it is.
pub fn when(now: u64, at: u64) -> String {
    let date = axiom_answers::date_text(at);
    match at.checked_sub(now) {
        Some(0) => format!("{date} (now)"),
        Some(left) => format!("{date} (in {})", axiom_answers::span_text(left)),
        None => format!("{date} ({} ago)", axiom_answers::span_text(now.saturating_sub(at))),
    }
}

/// A word out of an enumeration that is written as text.
pub fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => text.replace('_', " "),
        Ok(Value::Object(one)) => {
            one.keys().next().map_or(String::new(), |name| name.replace('_', " "))
        }
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// Messages of a proposal in words, one a line.
pub fn plain(session: &Session, messages: &[axiom_answers::PlainMessage]) -> String {
    let lines =
        messages.iter().enumerate().map(|(at, message)| format!("{}. {}", at + 1, message.text));
    let mut text = lines.collect::<Vec<_>>().join("\n");
    for (address, name) in session.known() {
        text = text.replace(address, &format!("@{name}"));
    }
    text
}
