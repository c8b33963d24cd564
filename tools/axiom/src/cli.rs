//! The command tree and its dispatch.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::calls::{QueryCall, TxCall, TxCommand};
use crate::fail::{Done, Fail, Kind};
use crate::global::Global;
use crate::out::Format;
use crate::session::Session;
use crate::{
    agent, ask, chains, codes, demo, devnet, doctor, economy, faucet, keys, local, manual, offline,
    propose, records, sign, story, tx,
};

/// Exit codes, at the end of the help.
const AFTER: &str = "Exit codes: 0 done; 1 failed; 2 wrong command or value; 3 node; 4 refused by the chain or a contract;\n\
    5 in doubt, look for the hash; 6 key, password or confirmation missing; 7 a check did not pass.\n\
    Several messages in one transaction: axiom tx <contract> <message> … + <contract> <message> …\n\
    Values: amounts as 1.5axm or base units, times as 2026-12-01 or seconds, spans as 3d, accounts as an address or @alias.";

/// An economy in a terminal: found it, work in it, govern it; on the embedded chain or on any chain with wasmd.
#[derive(Parser)]
#[command(name = "axiom", version, after_help = AFTER, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Founds economies, lists, checks and upgrades them.
    #[command(subcommand)]
    Economy(economy::Command),
    /// One report: codes, wiring, owners, admins, solvency, replay of the ledger, failed legs, guardian.
    Audit,
    /// What I can do, accept, review, claim and vote on now, and what ends when.
    Me(ask::Whose),
    /// What an account can claim from pools, with the message that claims it.
    Claimable(ask::Whose),
    /// Payments and scores of an account.
    History(ask::History),
    /// One job.
    #[command(subcommand)]
    Job(ask::Job),
    /// One account.
    #[command(subcommand)]
    Participant(ask::Participant),
    /// One proposal.
    #[command(subcommand)]
    Proposal(ask::Proposal),
    /// Proposes without JSON: spend, set, grant, upgrade, text.
    #[command(subcommand)]
    Propose(propose::Command),
    /// Shows what happens in an economy as it happens.
    Watch(ask::Watch),
    /// Sends a message to a contract: a flag for every field.
    Tx {
        #[command(subcommand)]
        call: TxCommand,
    },
    /// Asks a contract: a flag for every field.
    #[command(visible_alias = "query")]
    Q {
        #[command(subcommand)]
        call: QueryCall,
    },
    /// Signs an action without gas, for somebody else to send; the text that is signed can be read.
    #[command(subcommand)]
    Sign(sign::Command),
    /// Sends a file of signed actions in batches, pays the gas and reports each.
    Relay(sign::Relay),
    /// Lets an agent act in your name, within limits.
    #[command(subcommand)]
    Agent(agent::Command),
    /// Proofs of records: fetch, verify.
    #[command(subcommand)]
    Record(records::Record),
    /// Proofs of shared entries: fetch, verify.
    #[command(subcommand)]
    Cell(records::Cell),
    /// The whole ledger: export its events, replay them.
    #[command(subcommand)]
    Ledger(records::Ledger),
    /// Your keys, in encrypted files.
    #[command(subcommand)]
    Keys(keys::Command),
    /// The chains that you work on.
    #[command(subcommand)]
    Chain(chains::Command),
    /// Looks whether chain, node, key and economy are fine, and tells the next step for each problem.
    Doctor,
    /// Gives coins of a development chain.
    Faucet(faucet::Faucet),
    /// The embedded chain: time, snapshots, reset, and serving it to wallets and programs.
    #[command(subcommand)]
    Local(local::Command),
    /// A local wasmd chain: starts and stops it, and moves its clock.
    #[command(subcommand)]
    Devnet(devnet::Command),
    /// The Wasm of the five contracts on a chain: what is stored, and proposals that store it.
    #[command(subcommand)]
    Codes(codes::Command),
    /// Shows an economy by real commands and checks every figure; fails on a mismatch.
    Demo(demo::Demo),
    /// Runs the story and tells which lines of the mission it has shown; fails on a line that was shown to be wrong. With
    /// --chain devnet on a node of its own.
    Mission,
    /// Prints completions for a shell.
    Completions(manual::Completions),
    /// Writes manual pages.
    Man(manual::Man),
}

/// The command tree.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs what the arguments say.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    // What was asked for has to be known also where the arguments cannot be read.
    let wants_json = arguments.windows(2).any(|two| two[0] == "--output" && two[1] == "json")
        || arguments.iter().any(|one| one == "--output=json");
    let (first, further) = split(arguments);
    let parsed = Cli::command()
        .try_get_matches_from(first)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() => {
            match wants_json {
                true => eprintln!("{}", Fail::usage(plain(&error)).json()),
                false => drop(error.print()),
            }
            return ExitCode::from(Kind::Usage.code());
        }
        Err(help) => {
            let _ = help.print();
            return ExitCode::SUCCESS;
        }
    };
    let global = cli.global.clone();
    match dispatch(cli, further) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fail) => {
            match global.output {
                Format::Json => eprintln!("{}", fail.json()),
                Format::Table => eprintln!("{}", crate::out::clean(&fail.text())),
            }
            ExitCode::from(fail.kind.code())
        }
    }
}

/// What is wrong with the arguments, in one line without the usage.
fn plain(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let ends = |line: &&str| line.starts_with("Usage:") || line.starts_with("For more information");
    let lines = text.lines().map(str::trim).take_while(|line| !ends(line));
    let line = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    line.strip_prefix("error: ").unwrap_or(&line).to_string()
}

/// Splits `tx a b + c d` at the plus signs.
fn split(arguments: Vec<OsString>) -> (Vec<OsString>, Vec<Vec<OsString>>) {
    let mut parts = arguments.split(|word| word == "+").map(<[OsString]>::to_vec);
    let first = parts.next().unwrap_or_default();
    (first, parts.collect())
}

fn dispatch(cli: Cli, further: Vec<Vec<OsString>>) -> Done {
    let global = &cli.global;
    if !further.is_empty() && !matches!(cli.command, Command::Tx { .. }) {
        return Err(Fail::usage("'+' joins messages of axiom tx only"));
    }
    match cli.command {
        Command::Tx { call: TxCommand::Send(call) } => send(call, further, global),
        Command::Tx { call: TxCommand::Offline(command) } => offline::run(&command, global),
        Command::Q { call } => call.run(&Session::open(global)?),
        Command::Economy(command) => economy::run(&command, global),
        Command::Audit => economy::audit(global),
        Command::Record(command) => records::record(&command, global),
        Command::Cell(command) => records::cell(&command, global),
        Command::Ledger(command) => records::ledger(&command, global),
        Command::Local(command) => local::run(&command, global),
        Command::Me(whose) => ask::me(&whose, global),
        Command::Claimable(whose) => ask::claimable(&whose, global),
        Command::History(wanted) => ask::history(&wanted, global),
        Command::Job(command) => ask::job(&command, global),
        Command::Participant(command) => ask::participant(&command, global),
        Command::Proposal(command) => ask::proposal(&command, global),
        Command::Propose(command) => propose::run(&command, global),
        Command::Watch(wanted) => ask::watch(&wanted, global),
        Command::Sign(command) => sign::run(&command, global),
        Command::Relay(relay) => sign::relay(&relay, global),
        Command::Agent(command) => agent::run(&command, global),
        Command::Keys(command) => keys::run(command, global),
        Command::Chain(command) => chains::run(command, global),
        Command::Doctor => doctor::run(global),
        Command::Faucet(wanted) => faucet::run(&wanted, global),
        Command::Devnet(command) => Ok(devnet::run(command, global.out())?),
        Command::Codes(command) => codes::run(command, global),
        Command::Demo(wanted) => demo::run(&wanted, global),
        Command::Mission => story::mission(global),
        Command::Completions(wanted) => {
            manual::completions(&wanted);
            Ok(())
        }
        Command::Man(wanted) => manual::man(&wanted),
    }
}

/// One transaction of all the messages.
fn send(first: TxCall, further: Vec<Vec<OsString>>, global: &Global) -> Done {
    let mut calls = vec![first];
    for words in further {
        let line = ["axiom".into(), "tx".into()].into_iter().chain(words);
        let refused = |error: clap::Error| {
            Fail::usage(format!("after '+': {}", error.render().to_string().trim()))
        };
        let matches = Cli::command().try_get_matches_from(line).map_err(refused)?;
        let given =
            |id: &str| matches.value_source(id) == Some(clap::parser::ValueSource::CommandLine);
        if let Some(id) =
            ["chain", "node", "economy", "output", "home"].into_iter().find(|id| given(id))
        {
            return Err(Fail::usage(format!(
                "--{id} is of the whole transaction: give it before the first '+'"
            )));
        }
        match Cli::from_arg_matches(&matches).map_err(refused)?.command {
            Command::Tx { call: TxCommand::Send(call) } => calls.push(call),
            _ => return Err(Fail::usage("'+' joins messages of axiom tx only")),
        }
    }
    let mut with = calls.iter().filter(|call| call.has_options());
    let chosen = with.next().or(calls.first());
    if with.next().is_some() {
        return Err(Fail::usage("options such as --from are of the whole transaction: give them with one of its messages"));
    }
    let Some(options) = chosen.map(TxCall::options).transpose()? else { return Ok(()) };
    let session = tx::open(global, &options)?;
    tx::send(&session, &options, |sender| {
        calls.iter().map(|call| call.draft(&session, sender)).collect()
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_consistent() {
        let mut command = command();
        command.build();
        command.debug_assert();
    }
}
