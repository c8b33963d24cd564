//! `axiom sign` and `axiom relay`: actions that are signed without gas, and sent by somebody else.

use std::io::BufRead;
use std::path::PathBuf;

use axiom_types::dao::{vote_text, SignedVote, Vote};
use clap::{Args, Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};
use serde_json::{json, Value};

use crate::fail::{Done, Fail, Kind};
use crate::global::Global;
use crate::out;
use crate::session::Session;
use crate::tx::{self, Draft, TxArgs};
use crate::who;

/// Most votes in one message; a bound of governance-dao.
const BATCH: usize = axiom_types::bounds::MAX_SIGNED_VOTES;

#[derive(Subcommand)]
pub enum Command {
    /// Of governance-dao.
    #[command(name = "governance-dao", visible_alias = "dao", subcommand)]
    Dao(DaoAction),
}

#[derive(Subcommand)]
pub enum DaoAction {
    /// A vote, which counts with the signer's power and costs the signer nothing.
    Vote(SignVote),
}

/// What a vote says.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Word {
    /// For it.
    Yes,
    /// Against it.
    No,
    /// Neither; counts for the quorum.
    Abstain,
}

#[derive(Args)]
pub struct SignVote {
    /// Number of the proposal.
    #[arg(long)]
    proposal_id: u64,
    /// What the vote says.
    #[arg(long, value_enum)]
    vote: Word,
    /// Until when the signature holds: a span such as 3d or a time; seven days if not given.
    #[arg(long, default_value = "7d")]
    valid: String,
    /// Whose key signs.
    #[arg(long, value_name = "KEY", env = "AXIOM_FROM")]
    from: Option<String>,
}

/// A file of signed actions: one JSON object in a line each.
#[derive(Args)]
pub struct Relay {
    /// The file; `-` for standard input.
    file: PathBuf,
    #[command(flatten)]
    tx: TxArgs,
}

/// A signed action as it is handed on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signed {
    axiom_signed: u32,
    chain_id: String,
    contract: String,
    action: String,
    proposal_id: u64,
    signer: String,
    text: String,
    signed: SignedVote,
}

/// Signs.
pub fn run(command: &Command, global: &Global) -> Done {
    let Command::Dao(DaoAction::Vote(wanted)) = command;
    let session = Session::open(global)?;
    let contract = session.contract("governance-dao")?;
    let signer = who::signer(&session.home, &session.profile, wanted.from.as_deref())?;
    let now = session.client.status()?.time;
    let valid_until = match axiom_schema::seconds_of(&wanted.valid) {
        Ok(span) => now.saturating_add(span),
        Err(_) => axiom_schema::time_of(&wanted.valid).map_err(Fail::usage)?,
    };
    if valid_until <= now {
        return Err(Fail::usage(format!("--valid {} is over already", wanted.valid)));
    }
    let vote = match wanted.vote {
        Word::Yes => Vote::Yes,
        Word::No => Vote::No,
        Word::Abstain => Vote::Abstain,
    };
    let chain_id = session.client.chain_id().to_string();
    let text = vote_text(&chain_id, &contract, wanted.proposal_id, vote, valid_until);
    let (pubkey, signature) = signer.sign_adr36(&text)?;
    let signed = Signed {
        axiom_signed: 1,
        chain_id,
        contract,
        action: "vote".into(),
        proposal_id: wanted.proposal_id,
        signer: signer.address().to_string(),
        text: text.clone(),
        signed: SignedVote { pubkey, signature, vote, valid_until },
    };
    eprintln!("{text}");
    out::print_line(&serde_json::to_string(&signed).unwrap_or_default());
    Ok(())
}

/// What became of one line.
struct Outcome {
    line: usize,
    signer: String,
    state: &'static str,
    text: String,
}

/// Sends a file of signed actions in batches.
pub fn relay(relay: &Relay, global: &Global) -> Done {
    let session = tx::open(global, &relay.tx)?;
    if relay.tx.no_wait || relay.tx.generate_only || relay.tx.dry_run {
        return Err(Fail::usage("a relay waits for each batch and reports on it: --no-wait, --generate-only and --dry-run do not apply"));
    }
    let dao = session.contract("governance-dao")?;
    let mut outcomes = Vec::new();
    let mut groups: std::collections::BTreeMap<u64, Vec<(usize, Signed)>> =
        std::collections::BTreeMap::new();
    let now = session.client.status()?.time;
    for (number, line) in lines(&relay.file)?.into_iter().enumerate() {
        let line_number = number + 1;
        if line.trim().is_empty() {
            continue;
        }
        match readable(&line, &session, &dao, now) {
            Ok(signed) => groups.entry(signed.proposal_id).or_default().push((line_number, signed)),
            Err(text) => outcomes.push(Outcome {
                line: line_number,
                signer: String::new(),
                state: "skipped",
                text,
            }),
        }
    }
    for (proposal, votes) in groups {
        for batch in votes.chunks(BATCH) {
            if let Err(fail) = send_batch(&session, &relay.tx, &dao, proposal, batch, &mut outcomes)
            {
                // What was done before is told all the same.
                outcomes.sort_by_key(|one| one.line);
                let _ = report(&session, &outcomes);
                return Err(fail);
            }
        }
    }
    outcomes.sort_by_key(|one| one.line);
    report(&session, &outcomes)
}

fn lines(file: &std::path::Path) -> Done<Vec<String>> {
    let wrong = |error: std::io::Error| Fail::usage(format!("{}: {error}", file.display()));
    if file.as_os_str() == "-" {
        return std::io::stdin().lock().lines().collect::<Result<_, _>>().map_err(wrong);
    }
    let bytes = std::fs::read(file).map_err(wrong)?;
    Ok(String::from_utf8_lossy(&bytes).lines().map(str::to_string).collect())
}

/// A line that can be sent; else why not.
fn readable(line: &str, session: &Session, dao: &str, now: u64) -> Result<Signed, String> {
    let signed: Signed = serde_json::from_str(line)
        .map_err(|error| format!("no signed action: column {}: {error}", error.column()))?;
    if signed.axiom_signed != 1 || signed.action != "vote" {
        return Err(format!(
            "an action {} of format {}, which are not known here",
            signed.action, signed.axiom_signed
        ));
    }
    if signed.chain_id != session.client.chain_id() {
        return Err(format!("signed for the chain {}", signed.chain_id));
    }
    if signed.contract != dao {
        return Err(format!("signed for the contract {}", signed.contract));
    }
    let vote = &signed.signed;
    let bytes = axiom_keys::key_address(vote.pubkey.as_slice());
    let signer = axiom_keys::encode_address(&bytes, &session.profile.prefix)
        .map_err(|error| error.to_string())?;
    if signer != signed.signer {
        return Err(format!("signed by the key of {signer}, not of {}", signed.signer));
    }
    if vote.valid_until < now {
        return Err(format!("valid until {} only, now is {now}", vote.valid_until));
    }
    let text = vote_text(&signed.chain_id, dao, signed.proposal_id, vote.vote, vote.valid_until);
    if text != signed.text {
        return Err("its text says something else than its vote".into());
    }
    Ok(signed)
}

/// One message of votes; a batch that the chain refuses as a whole is reported, not fatal.
fn send_batch(
    session: &Session,
    args: &TxArgs,
    dao: &str,
    proposal: u64,
    batch: &[(usize, Signed)],
    outcomes: &mut Vec<Outcome>,
) -> Done {
    let votes: Vec<&SignedVote> = batch.iter().map(|(_, signed)| &signed.signed).collect();
    let msg = json!({ "vote_signed": { "proposal_id": proposal, "votes": votes } });
    let sent = tx::send_quietly(session, args, |sender| {
        Ok(vec![Draft::execute(sender, dao, "governance-dao", &msg, &[])])
    });
    let done = match sent {
        Ok(Some(done)) => done,
        Ok(None) => return Ok(()),
        Err(fail) if fail.kind == Kind::Refused => {
            for (line, signed) in batch {
                let (signer, text) = (signed.signer.clone(), fail.text.clone());
                outcomes.push(Outcome { line: *line, signer, state: "refused", text });
            }
            return Ok(());
        }
        Err(fail) => {
            let state = if fail.kind == Kind::InDoubt { "in doubt" } else { "not sent" };
            for (line, signed) in batch {
                let (signer, text) = (signed.signer.clone(), fail.text.clone());
                outcomes.push(Outcome { line: *line, signer, state, text });
            }
            return Err(fail);
        }
    };
    let events = done.message_events();
    let skipped: Vec<(usize, String)> = events
        .iter()
        .filter(|event| event.ty.ends_with("axiom_dao_vote_skipped"))
        .filter_map(|event| {
            let of = |key: &str| {
                event.attributes.iter().find(|one| one.key == key).map(|one| one.value.clone())
            };
            Some((of("index")?.parse().ok()?, of("reason").unwrap_or_default()))
        })
        .collect();
    for (at, (line, signed)) in batch.iter().enumerate() {
        let signer = signed.signer.clone();
        let found = skipped.iter().find(|(index, _)| *index == at);
        outcomes.push(match found {
            Some((_, why)) => Outcome { line: *line, signer, state: "refused", text: why.clone() },
            None => Outcome { line: *line, signer, state: "counted", text: done.hash.clone() },
        });
    }
    Ok(())
}

fn report(session: &Session, outcomes: &[Outcome]) -> Done {
    let of = |state: &str| outcomes.iter().filter(|one| one.state == state).count();
    let (counted, refused, skipped) = (of("counted"), of("refused"), of("skipped"));
    let each: Vec<Value> = outcomes
        .iter()
        .map(|one| json!({ "line": one.line, "signer": one.signer, "state": one.state, "text": one.text }))
        .collect();
    let value =
        json!({ "counted": counted, "refused": refused, "skipped": skipped, "actions": each });
    session.out.show(&value, || {
        let row = |one: &Outcome| {
            vec![one.line.to_string(), one.state.to_string(), one.signer.clone(), one.text.clone()]
        };
        let rows: Vec<Vec<String>> = outcomes.iter().map(row).collect();
        let head = format!("{counted} counted, {refused} refused, {skipped} skipped");
        format!("{}\n{head}", out::rows(&["line", "", "signer", ""], &rows))
    });
    match refused + skipped {
        0 => Ok(()),
        _ if counted > 0 => Ok(()),
        _ => Err(Fail::new(Kind::Refused, "nothing of it counted")),
    }
}
