//! `axiom tx sign | broadcast | wait`: transactions that are made, signed and sent in different places.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use axiom_client::{FoundTx, SignedTx};
use clap::{Args, Subcommand};
use cosmrs::proto::cosmos::tx::v1beta1::{SignDoc, TxRaw};
use prost::Message;
use serde_json::{json, Value};

use crate::chains::{self, Profile};
use crate::fail::{Done, Fail, Kind};
use crate::global::Global;
use crate::out::{self, Out};
use crate::progress::Bar;
use crate::sdk_json;
use crate::session::Session;
use crate::{tx, who};

#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Signs a transaction that --generate-only made; the file can also be signed by wasmd, hardware and multisigs.
    Sign(Sign),
    /// Sends a signed transaction: the JSON of `axiom tx sign` or `wasmd tx sign`.
    Broadcast(Broadcast),
    /// Waits for a transaction by its hash and shows its outcome.
    Wait(Wait),
    /// Tells number and sequence of an account, for `axiom tx sign` on a machine without a network.
    Account {
        /// Whose: an address or @alias; the one that would sign if not given.
        account: Option<String>,
    },
}

#[derive(Args, Clone, Debug)]
pub struct Sign {
    /// The file; `-` for standard input.
    file: PathBuf,
    /// Whose key signs.
    #[arg(long, value_name = "KEY", env = "AXIOM_FROM")]
    from: Option<String>,
    /// Number of the account; the chain is asked if not given. With it and --sequence no node is needed: `axiom tx account` tells both.
    #[arg(long, requires = "sequence")]
    account_number: Option<u64>,
    /// How many transactions the account has sent.
    #[arg(long, requires = "account_number")]
    sequence: Option<u64>,
    /// Asks nothing. Development chains never ask.
    #[arg(long, short)]
    yes: bool,
}

#[derive(Args, Clone, Debug)]
pub struct Broadcast {
    /// The file; `-` for standard input.
    file: PathBuf,
    /// Does not wait until it is in a block.
    #[arg(long)]
    no_wait: bool,
}

#[derive(Args, Clone, Debug)]
pub struct Wait {
    /// The hash, hexadecimal.
    hash: String,
    /// How long to wait.
    #[arg(long, default_value = "60s")]
    timeout: String,
}

/// Runs a command.
pub fn run(command: &Command, global: &Global) -> Done {
    match command {
        Command::Sign(wanted) => sign(wanted, global),
        Command::Broadcast(wanted) => broadcast(wanted, global),
        Command::Wait(wanted) => wait(wanted, global),
        Command::Account { account } => tell_account(account.as_deref(), global),
    }
}

fn tell_account(account: Option<&str>, global: &Global) -> Done {
    let session = Session::open(global)?;
    let address = who::account(&session, account)?;
    let found = session.client.account(&address)?;
    let value = json!({
        "address": address, "account_number": found.number, "sequence": found.sequence,
        "chain_id": session.client.chain_id(),
    });
    session.out.value(&value);
    Ok(())
}

fn read(file: &Path) -> Done<Value> {
    let wrong = |why: String| Fail::usage(format!("{}: {why}", file.display()));
    let text = match file.as_os_str() == "-" {
        true => std::io::read_to_string(std::io::stdin()),
        false => std::fs::read_to_string(file),
    };
    let text = text.map_err(|error| wrong(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| wrong(format!("no JSON: {error}")))
}

fn sign(wanted: &Sign, global: &Global) -> Done {
    let mut value = read(&wanted.file)?;
    let body = sdk_json::body(&value["body"]).map_err(Fail::usage)?;
    let profile = chains::find(global, &global.chain_name()?)?;
    let signer = who::signer(&global.home()?, &profile, wanted.from.as_deref())?;
    looked_at(&value, global.out(), &profile, signer.address())?;
    if !profile.is_dev() {
        who::confirm("sign this?", wanted.yes)?;
    }
    let (number, sequence) = match (wanted.account_number, wanted.sequence) {
        // Nobody has to be asked: this machine may be without any network.
        (Some(number), Some(sequence)) => (number, sequence),
        _ => {
            let account = Session::open(global)?.client.account(signer.address())?;
            (account.number, account.sequence)
        }
    };
    value["auth_info"]["signer_infos"] = json!([{
        "public_key": {
            "@type": "/cosmos.crypto.secp256k1.PubKey",
            "key": sdk_json::base64(&signer.public_key_bytes()),
        },
        "mode_info": { "single": { "mode": "SIGN_MODE_DIRECT" } },
        "sequence": sequence.to_string(),
    }]);
    let auth_info = sdk_json::auth_info(&value["auth_info"]).map_err(Fail::usage)?;
    if auth_info.fee.as_ref().is_none_or(|fee| fee.gas_limit == 0) {
        return Err(
            Fail::usage("the transaction has no gas limit").hint("make it with --gas <number>")
        );
    }
    let doc = SignDoc {
        body_bytes: body.encode_to_vec(),
        auth_info_bytes: auth_info.encode_to_vec(),
        chain_id: profile.chain_id,
        account_number: number,
    };
    let signature = signer.sign_bytes(&doc.encode_to_vec())?;
    value["signatures"] = json!([sdk_json::base64(&signature)]);
    out::print_line(&serde_json::to_string_pretty(&value).unwrap_or_default());
    Ok(())
}

/// Shows what is about to be signed; refuses what is not this key's to sign.
fn looked_at(value: &Value, out: Out, profile: &Profile, signer: &str) -> Done {
    let messages = value["body"]["messages"].as_array().cloned().unwrap_or_default();
    let mut lines = vec![
        ("chain".to_string(), profile.chain_id.clone()),
        ("signer".into(), signer.to_string()),
    ];
    lines.extend(messages.iter().map(|message| ("message".to_string(), message.to_string())));
    lines.push(("fee".into(), value["auth_info"]["fee"].to_string()));
    out.note(&out::pairs(&lines));
    let sender = |message: &Value| {
        ["sender", "from_address", "granter", "grantee"]
            .iter()
            .find_map(|name| message[*name].as_str().map(str::to_string))
    };
    if let Some(other) = messages.iter().filter_map(sender).find(|sender| sender != signer) {
        return Err(Fail::usage(format!(
            "a message is sent by {other}, and this key is that of {signer}"
        ))
        .hint("name the key with --from"));
    }
    match value["auth_info"]["signer_infos"].as_array().is_none_or(Vec::is_empty) {
        true => Ok(()),
        false => Err(Fail::usage(
            "the transaction names its signers already: sign it with the chain's own program",
        )),
    }
}

fn broadcast(wanted: &Broadcast, global: &Global) -> Done {
    let value = read(&wanted.file)?;
    let raw = TxRaw {
        body_bytes: sdk_json::body(&value["body"]).map_err(Fail::usage)?.encode_to_vec(),
        auth_info_bytes: sdk_json::auth_info(&value["auth_info"])
            .map_err(Fail::usage)?
            .encode_to_vec(),
        signatures: sdk_json::signatures(&value["signatures"]).map_err(Fail::usage)?,
    };
    if raw.signatures.is_empty() {
        return Err(
            Fail::usage("the transaction is not signed").hint("sign it first: axiom tx sign")
        );
    }
    let session = Session::open(global)?;
    let signed = SignedTx::from_bytes(raw.encode_to_vec());
    let from = session.client.seen_height().max(1);
    session.client.broadcast(&signed)?;
    if wanted.no_wait {
        session.out.show(&json!({ "hash": signed.hash, "included": false }), || {
            format!("handed in: {0}\nnext: axiom tx wait {0}", signed.hash)
        });
        return Ok(());
    }
    let waits = (!session.is_embedded()).then(|| Bar::wait(session.out, "waiting for the block"));
    let done = session.client.wait(&signed, from, 0);
    drop(waits);
    let done = done?;
    tx::show_done(&session, &done);
    Ok(())
}

fn wait(wanted: &Wait, global: &Global) -> Done {
    let seconds = axiom_schema::seconds_of(&wanted.timeout).map_err(Fail::usage)?;
    let start = Instant::now();
    loop {
        // Anew for each look: meanwhile the embedded chain is free for the command that sends the transaction.
        let session = Session::open(global)?;
        if let Some(found) = session.client.find_tx(&wanted.hash)? {
            return show(&session, &found);
        }
        if start.elapsed() >= Duration::from_secs(seconds) {
            let text = format!("transaction {} is in no block after {seconds} s", wanted.hash);
            return Err(
                Fail::new(Kind::InDoubt, text).hint("look again later, before it is sent again")
            );
        }
        drop(session);
        std::thread::sleep(Duration::from_millis(300));
    }
}

fn show(session: &Session, found: &FoundTx) -> Done {
    let facts = tx::facts(session, &found.result.events);
    let value = json!({
        "hash": found.hash, "height": found.height, "code": found.result.code,
        "gas_used": found.result.gas_used, "gas_wanted": found.result.gas_wanted, "events": facts,
    });
    session.out.show(&value, || match found.result.code {
        0 => format!(
            "done in block {}, gas {}\n{}",
            found.height,
            found.result.gas_used,
            tx::events_text(session, &facts)
        ),
        _ => format!("in block {}, gas {}", found.height, found.result.gas_used),
    });
    match found.result.code {
        0 => Ok(()),
        code => {
            let text = axiom_client::clean_error(&found.result.codespace, code, &found.result.log);
            Err(Fail { kind: Kind::Refused, hint: crate::hints::of(&text), text })
        }
    }
}
