//! `axiom codes`: the Wasm of the five contracts on a chain.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use axiom_client::{Access, CodeInfo, CodeProposal, Library, WasmFile, CONTRACTS};
use axiom_economy::{Release, Role};
use clap::{Args, Subcommand};
use cosmwasm_std::Coin;
use serde_json::{json, Value};

use crate::fail::Done;
use crate::global::Global;
use crate::out::{self, Out};
use crate::session::Session;

/// What submitting a proposal costs, measured on wasmd v0.70.3 and v0.60.8.
const GAS_PER_BYTE: usize = 193;

#[derive(Subcommand)]
pub enum Command {
    /// Writes the JSON of proposals to the chain's governance that store the codes, for chains where uploading is not
    /// for everybody.
    Proposal(Proposal),
    /// Lists the codes of a chain, with the names of those that are ours.
    List,
}

#[derive(Args)]
pub struct Proposal {
    /// Folder with the Wasm files and their checksums.txt.
    #[arg(long, default_value = "artifacts")]
    artifacts: PathBuf,
    /// Only this contract; can be given several times. All five without.
    #[arg(long, value_name = "NAME")]
    contract: Vec<String>,
    /// Title of the proposal.
    #[arg(long, default_value = "Store the contracts of AxiomOS")]
    title: String,
    /// Deposit, for example 10000000stake; see the parameters of the chain's governance.
    #[arg(long, default_value = "10000000stake")]
    deposit: Coin,
    /// Prefix of addresses of the chain.
    #[arg(long, default_value = "wasm")]
    prefix: String,
    /// Most bytes of a transaction; what does not fit into one goes into several proposals. Nodes take up to a million
    /// bytes as text by default, which is 740,000 bytes of a transaction.
    #[arg(long, default_value_t = 300_000)]
    max_tx_bytes: usize,
    /// Folder for the files, proposal-1.json and so on. Without it a single proposal is printed.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

/// Runs a command.
pub fn run(command: Command, global: &Global) -> Done {
    match command {
        Command::Proposal(wanted) => Ok(propose(&wanted, global.out())?),
        Command::List => list(global),
    }
}

fn propose(wanted: &Proposal, out: Out) -> Result<()> {
    let all = CodeProposal {
        title: wanted.title.clone(),
        prefix: wanted.prefix.clone(),
        deposit: vec![wanted.deposit.clone()],
        codes: files(&wanted.artifacts, &wanted.contract)?,
    };
    let parts = all.split(wanted.max_tx_bytes)?;
    for (at, part) in parts.iter().enumerate() {
        let names: Vec<&str> = part.codes.iter().map(|(name, _)| name.as_str()).collect();
        let bytes = part.transaction_bytes();
        out.note(&format!(
            "proposal {}: {} (about {bytes} bytes, {} million gas)",
            at + 1,
            names.join(", "),
            (bytes * GAS_PER_BYTE).div_ceil(1_000_000)
        ));
    }
    let Some(folder) = &wanted.out else {
        let [one] = parts.as_slice() else {
            bail!(
                "the codes need {} proposals: name a folder for their files with --out, or one contract with --contract",
                parts.len()
            );
        };
        let text = serde_json::to_string_pretty(&one.to_json()?)?;
        out::print_line(&text);
        return Ok(());
    };
    let failed = || format!("cannot write to {}: name another folder with --out", folder.display());
    std::fs::create_dir_all(folder).with_context(failed)?;
    // Of an earlier run there may be more than there are now.
    for at in parts.len() + 1..=CONTRACTS.len() {
        let _ = std::fs::remove_file(folder.join(format!("proposal-{at}.json")));
    }
    let mut files = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let file = folder.join(format!("proposal-{}.json", at + 1));
        let text = serde_json::to_string_pretty(&part.to_json()?)? + "\n";
        std::fs::write(&file, text).with_context(failed)?;
        files.push(file.display().to_string());
    }
    out.show(&json!({ "files": files }), || files.join("\n"));
    out.note("next: submit each with the chain's program, `<program> tx gov submit-proposal <file> --from <key>`");
    Ok(())
}

/// The Wasm files of these contracts, all five if none is named, each as `checksums.txt` says.
fn files(artifacts: &Path, names: &[String]) -> Result<Vec<(String, WasmFile)>> {
    let library = Library::new(artifacts, artifacts);
    let committed = checksums(artifacts)?;
    let five = CONTRACTS.map(str::to_string);
    let names = if names.is_empty() { &five[..] } else { names };
    let mut files = vec![];
    for name in names {
        if !five.contains(name) {
            bail!("{name} is no contract of ours: name one of {}", five.join(", "));
        }
        let file = library.read(name)?;
        if committed.get(&hex::encode(file.checksum)) != Some(name) {
            bail!(
                "{} is not the file that checksums.txt beside it names: build it again with `make dist`",
                file.path.display()
            );
        }
        files.push((name.clone(), file));
    }
    Ok(files)
}

/// Names of contracts by checksum.
fn checksums(artifacts: &Path) -> Result<BTreeMap<String, String>> {
    let path = artifacts.join("checksums.txt");
    let text = std::fs::read_to_string(&path).with_context(|| {
        format!("cannot read {}: build the contracts with `make dist`", path.display())
    })?;
    let line = |line: &str| {
        let mut words = line.split_whitespace();
        let (sum, file) = (words.next()?, words.last()?);
        Some((sum.to_string(), file.strip_suffix(".wasm")?.to_string()))
    };
    Ok(text.lines().filter_map(line).collect())
}

fn list(global: &Global) -> Done {
    let session = Session::open(global)?;
    let client = &session.client;
    let release = Release::committed();
    let upload = match client.wasm_params()?.upload {
        Access::Everybody => "everybody".to_string(),
        Access::Nobody => "only the chain's governance; see `axiom codes proposal`".to_string(),
        Access::AnyOf(list) => list.join(", "),
    };
    let codes = client.codes()?;
    let name = |code: &CodeInfo| release.role_of(&code.checksum).map_or("", Role::name);
    let all: Vec<Value> = codes
        .iter()
        .map(|code| {
            json!({
                "code_id": code.code_id, "contract": name(code),
                "checksum": hex::encode(&code.checksum), "creator": code.creator,
            })
        })
        .collect();
    let value = json!({ "chain_id": client.chain_id(), "upload": upload, "codes": all });
    session.out.show(&value, || {
        let row = |code: &CodeInfo| {
            let sum = hex::encode(&code.checksum);
            vec![code.code_id.to_string(), name(code).to_string(), sum, code.creator.clone()]
        };
        let rows: Vec<Vec<String>> = codes.iter().map(row).collect();
        let head = format!("chain id  {}\nupload    {upload}", client.chain_id());
        match rows.is_empty() {
            true => format!("{head}\nno code is stored"),
            false => {
                format!("{head}\n{}", out::rows(&["code", "contract", "checksum", "by"], &rows))
            }
        }
    });
    Ok(())
}
