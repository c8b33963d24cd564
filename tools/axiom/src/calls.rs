//! `axiom tx <contract> <message>` and `axiom q <contract> <query>`: a flag for every field, out of the schemas.

use axiom_schema::{assemble, check, flags, Contract, Flag, Given, Kind, Message, Takes, TextKind};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, Subcommand};
use cosmwasm_std::Coin;
use serde_json::Value;

use crate::fail::{Done, Fail};
use crate::offline;
use crate::session::Session;
use crate::tx::{self, Draft, TxArgs};

/// Heading of the flags that are fields of a message.
const FIELDS: &str = "Fields";
/// Mark of the arguments that are fields, against those that are options.
const MARK: &str = "field:";

/// A message with the values that were given to its flags.
#[derive(Clone, Debug)]
pub struct Call {
    kind: Kind,
    contract: &'static Contract,
    message: String,
    matches: ArgMatches,
}

/// A message that changes something.
#[derive(Clone, Debug)]
pub struct TxCall(pub Call);

/// What stands behind `axiom tx`.
#[derive(Clone, Debug)]
pub enum TxCommand {
    /// A message.
    Send(TxCall),
    /// A transaction that was made elsewhere.
    Offline(offline::Command),
}

/// A question.
#[derive(Clone, Debug)]
pub struct QueryCall(pub Call);

// clap fills subcommands lazily through plain functions, so each contract has one of its own.
macro_rules! lazily {
    ($($number:literal),*) => {
        const TX: [fn(Command) -> Command; 5] = [$(|command| messages(command, $number, Kind::Execute)),*];
        const QUERY: [fn(Command) -> Command; 5] = [$(|command| messages(command, $number, Kind::Query)),*];
    };
}
lazily!(0, 1, 2, 3, 4);

fn contracts(command: Command, fill: [fn(Command) -> Command; 5]) -> Command {
    let each = axiom_schema::NAMES.iter().zip(fill).map(|(name, fill)| {
        let short = name.rsplit('-').next().unwrap_or(name);
        Command::new(*name)
            .visible_alias(short)
            .about(format!("Of {name}"))
            .subcommand_required(true)
            .arg_required_else_help(true)
            .defer(fill)
    });
    command.subcommands(each)
}

/// The messages of one contract as subcommands.
fn messages(command: Command, number: usize, kind: Kind) -> Command {
    let Some(contract) = axiom_schema::NAMES.get(number).and_then(|name| Contract::find(name))
    else {
        return command;
    };
    let each = contract.messages(kind).into_iter().map(|message| {
        let mut one = Command::new(message.name.replace('_', "-"));
        one = match kind {
            Kind::Execute => TxArgs::augment_args(one).arg(funds()),
            _ => one.arg(height()),
        };
        // After the options, whose own text would stand here otherwise.
        one = one
            .about(first_sentence(&message.about))
            .long_about(message.about.clone())
            .arg(raw())
            .arg(at());
        if message.name.contains('_') {
            one = one.alias(message.name.clone());
        }
        for flag in flags(&message) {
            one = one.arg(argument(&flag));
        }
        one
    });
    command.subcommands(each)
}

fn first_sentence(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.split_inclusive(". ").next().unwrap_or(line).trim().trim_end_matches('.').to_string()
}

fn raw() -> Arg {
    Arg::new("raw")
        .long("raw")
        .value_name("JSON|@FILE")
        .help("The whole message as JSON, in place of the fields")
        .help_heading(FIELDS)
}

fn at() -> Arg {
    Arg::new("at")
        .long("at")
        .value_name("ADDRESS")
        .help("Another contract of this kind than that of the economy")
}

fn funds() -> Arg {
    Arg::new("funds")
        .long("funds")
        .value_name("AMOUNT")
        .action(ArgAction::Append)
        .help("Coins that go along, such as 1.5axm; can be given several times")
        .help_heading("Transaction")
}

fn height() -> Arg {
    Arg::new("height")
        .long("at-block")
        .value_name("HEIGHT")
        .value_parser(clap::value_parser!(u64))
        .help("The state as of this height, if the node still has it")
}

/// The argument of a field.
fn argument(flag: &Flag) -> Arg {
    let deep = flag.name.contains('.');
    let long = flag.name.replace('_', "-");
    let mut argument = Arg::new(format!("{MARK}{}", flag.name))
        .long(long.clone())
        .help_heading(FIELDS)
        .hide_short_help(deep)
        .action(ArgAction::Append)
        .allow_hyphen_values(matches!(flag.takes, Takes::Number))
        .help(help(flag));
    if long != flag.name {
        argument = argument.alias(flag.name.clone());
    }
    match &flag.takes {
        Takes::Names(names) => argument.value_name(names.join("|").to_uppercase()),
        Takes::Text(TextKind::Plain) => argument.value_name("TEXT"),
        Takes::Text(TextKind::Integer { .. }) => argument.value_name("AMOUNT"),
        Takes::Text(TextKind::Base64) => argument.value_name("BASE64"),
        Takes::Text(TextKind::Hex) => argument.value_name("HEX"),
        Takes::Text(TextKind::Time) => argument.value_name("TIME"),
        Takes::Number => argument.value_name("NUMBER"),
        Takes::Moment => argument.value_name("TIME"),
        Takes::Bool => argument.value_name("TRUE|FALSE"),
        Takes::Json { names, .. } if !names.is_empty() => {
            argument.value_name(format!("{}|JSON|@FILE", names.join("|").to_uppercase()))
        }
        // A list of objects has no flags for their fields.
        Takes::Json { fields, .. } if flag.repeat && !fields.is_empty() => {
            let pairs: Vec<String> = fields.iter().map(|name| format!("{name}=…")).collect();
            argument.value_name(format!("{}|JSON|@FILE", pairs.join(",")))
        }
        Takes::Json { .. } => argument.value_name("JSON|@FILE"),
    }
}

fn help(flag: &Flag) -> String {
    let about = flag.about.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    let mut marks = Vec::new();
    if flag.required {
        marks.push("needed");
    }
    if flag.repeat {
        marks.push("can be given several times");
    }
    match (about.is_empty(), marks.is_empty()) {
        (_, true) => about,
        (true, false) => format!("[{}]", marks.join("; ")),
        (false, false) => format!("{about} [{}]", marks.join("; ")),
    }
}

impl Call {
    fn read(kind: Kind, matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
        let (name, inner) = matches.subcommand().ok_or_else(missing)?;
        let contract = Contract::find(name).ok_or_else(missing)?;
        let (message, own) = inner.subcommand().ok_or_else(missing)?;
        Ok(Self { kind, contract, message: message.replace('-', "_"), matches: own.clone() })
    }

    /// Its contract.
    pub fn contract(&self) -> &'static str {
        self.contract.name()
    }

    fn one(&self, id: &str) -> Option<&String> {
        self.matches.try_get_one::<String>(id).ok().flatten()
    }

    /// The address that it goes to.
    pub fn address(&self, session: &Session) -> Done<String> {
        match self.one("at") {
            Some(text) => session.address(text),
            None => session.contract(self.contract.name()),
        }
    }

    /// The message as JSON, checked against the schema.
    pub fn json(&self, session: &Session) -> Done<Value> {
        let shape = self.contract.message(self.kind, &self.message).map_err(Fail::usage)?;
        let value = match self.one("raw") {
            Some(text) => self.whole(text, &shape, session)?,
            None => assemble(&shape, &self.given(&shape), session).map_err(|errors| {
                let all: Vec<String> =
                    errors.iter().map(|error| error.to_string().replace('_', "-")).collect();
                let help = format!(
                    "axiom {} {} {} --help",
                    self.verb(),
                    self.contract(),
                    self.message.replace('_', "-")
                );
                Fail::usage(all.join("\n       ")).hint(format!("{help} tells about each field"))
            })?,
        };
        let problems = check(self.contract.schema(self.kind), &value);
        if problems.is_empty() {
            return Ok(value);
        }
        let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Err(Fail::usage(all.join("\n       ")))
    }

    fn verb(&self) -> &'static str {
        if self.kind == Kind::Query {
            "q"
        } else {
            "tx"
        }
    }

    fn whole(&self, text: &str, shape: &Message, session: &Session) -> Done<Value> {
        if let Some(flag) = flags(shape).iter().find(|flag| self.values(&flag.name).is_some()) {
            return Err(Fail::usage(format!(
                "--raw is the whole message: leave --{} out",
                flag.name
            )));
        }
        let content = match text.strip_prefix('@') {
            Some(path) => {
                let bytes = axiom_schema::Words::file(session, path).map_err(Fail::usage)?;
                String::from_utf8(bytes)
                    .map_err(|_| Fail::usage(format!("{path} holds no text")))?
            }
            None => text.to_string(),
        };
        let value: Value = serde_json::from_str(&content)
            .map_err(|error| Fail::usage(format!("--raw is no JSON: {error}")))?;
        // With or without the name of the message around it.
        match value.as_object() {
            Some(object) if object.len() == 1 && object.contains_key(&self.message) => Ok(value),
            _ => Ok(serde_json::json!({ self.message.clone(): value })),
        }
    }

    fn values(&self, name: &str) -> Option<Vec<String>> {
        let values =
            self.matches.try_get_many::<String>(&format!("{MARK}{name}")).ok().flatten()?;
        Some(values.cloned().collect())
    }

    fn given(&self, shape: &Message) -> Given {
        let all = flags(shape).into_iter();
        all.filter_map(|flag| Some((flag.name.clone(), self.values(&flag.name)?))).collect()
    }

    fn funds(&self, session: &Session) -> Done<Vec<Coin>> {
        let texts = self.matches.try_get_many::<String>("funds").ok().flatten();
        tx::coins(session, "funds", texts.into_iter().flatten().map(String::as_str))
    }
}

impl TxCall {
    /// Whether options of the transaction were given with this message.
    pub fn has_options(&self) -> bool {
        let options = TxArgs::augment_args(Command::new("options"));
        let given = |id: &str| {
            let known = self.0.matches.try_contains_id(id).unwrap_or(false);
            known && self.0.matches.value_source(id) == Some(clap::parser::ValueSource::CommandLine)
        };
        let any = options.get_arguments().any(|one| given(one.get_id().as_str()));
        any
    }

    /// Options of the transaction.
    pub fn options(&self) -> Done<TxArgs> {
        TxArgs::from_arg_matches(&self.0.matches).map_err(|error| Fail::usage(error.to_string()))
    }

    /// The message to send.
    pub fn draft(&self, session: &Session, sender: &str) -> Done<Draft> {
        let (contract, msg) = (self.0.address(session)?, self.0.json(session)?);
        Ok(Draft::execute(sender, &contract, self.0.contract(), &msg, &self.0.funds(session)?))
    }
}

impl QueryCall {
    /// Asks and shows the answer.
    pub fn run(&self, session: &Session) -> Done {
        let (contract, msg) = (self.0.address(session)?, self.0.json(session)?);
        let height = self.0.matches.try_get_one::<u64>("height").ok().flatten().copied();
        let answer = session.client.smart(&contract, msg.to_string().into_bytes(), height)?;
        let answer: Value = serde_json::from_slice(&answer).map_err(|error| {
            Fail::usage(format!("the answer of {} is no JSON: {error}", self.0.contract()))
        })?;
        session.out.value(&answer);
        Ok(())
    }
}

impl FromArgMatches for TxCommand {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        match matches.subcommand_name() {
            Some(name) if Contract::find(name).is_some() => {
                TxCall::from_arg_matches(matches).map(Self::Send)
            }
            _ => offline::Command::from_arg_matches(matches).map(Self::Offline),
        }
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Subcommand for TxCommand {
    fn augment_subcommands(command: Command) -> Command {
        offline::Command::augment_subcommands(TxCall::augment_subcommands(command))
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        TxCall::has_subcommand(name) || offline::Command::has_subcommand(name)
    }
}

macro_rules! subcommands {
    ($type:ident, $fill:ident, $kind:expr) => {
        impl FromArgMatches for $type {
            fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
                Ok(Self(Call::read($kind, matches)?))
            }
            fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
                *self = Self::from_arg_matches(matches)?;
                Ok(())
            }
        }
        impl Subcommand for $type {
            fn augment_subcommands(command: Command) -> Command {
                contracts(command, $fill)
            }
            fn augment_subcommands_for_update(command: Command) -> Command {
                Self::augment_subcommands(command)
            }
            fn has_subcommand(name: &str) -> bool {
                Contract::find(name).is_some()
            }
        }
    };
}
subcommands!(TxCall, TX, Kind::Execute);
subcommands!(QueryCall, QUERY, Kind::Query);
