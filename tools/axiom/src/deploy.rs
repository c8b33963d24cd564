//! `axiom deploy`: stores what is missing of the five contracts on a chain and founds an economy there.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail, ensure, Context, Result};
use axiom_client::{messages, Client, Config, GasPrice, Signer, TxOptions};
use axiom_types::dao::{EconomyResponse, InstantiateMsg, QueryMsg};
use clap::Args;
use cosmwasm_std::{instantiate2_address, CanonicalAddr};
use serde_json::{json, Value};

use crate::codes::{self, Codes};

mod key;

/// How an economy is founded.
#[derive(Args)]
pub struct Deploy {
    /// RPC URL of a node.
    #[arg(long)]
    rpc: String,
    /// Price of gas on that chain, for example 0.025stake.
    #[arg(long)]
    gas_price: GasPrice,
    /// The chain that the node has to belong to; any if not given.
    #[arg(long)]
    chain_id: Option<String>,
    /// Prefix of addresses on that chain.
    #[arg(long, default_value = "wasm")]
    prefix: String,
    #[command(flatten)]
    key: key::Key,
    /// The founding message with $FOUNDER and $DENOM in it, and without codes and salt.
    #[arg(long, default_value = "economies/default.json")]
    template: PathBuf,
    /// What work is paid in, for $DENOM in the template; the denom of the gas price if not given.
    #[arg(long)]
    denom: Option<String>,
    /// Name of the economy; that of the template if not given.
    #[arg(long)]
    name: Option<String>,
    /// A founder's economies differ in their salts, 1 to 60 characters.
    #[arg(long, default_value = "first")]
    salt: String,
    /// Folder with the Wasm files and their checksums.txt.
    #[arg(long, default_value = "artifacts")]
    artifacts: PathBuf,
}

/// Stores and founds; run again, it goes on where it stopped.
pub fn run(wanted: &Deploy) -> Result<()> {
    // Whatever can be wrong without a chain is told before anything is paid for.
    let signer = wanted.key.signer(&wanted.prefix)?;
    let template = template(wanted, signer.address())?;
    ensure!(
        (1..=60).contains(&wanted.salt.len()),
        "--salt has {} bytes: give 1 to 60 characters",
        wanted.salt.len()
    );
    let config = Config {
        chain_id: wanted.chain_id.clone(),
        prefix: wanted.prefix.clone(),
        ..Config::new(&wanted.rpc, wanted.gas_price.clone())
    };
    let client = Client::connect(config)?;
    wanted.key.fits(client.chain_id())?;
    eprintln!("chain {}, founder {}", client.chain_id(), signer.address());
    let codes = store(&client, &signer, &wanted.artifacts, &needed(&template))?;
    let msg = founding(wanted, template, &codes)?;
    let address = predicted(wanted, signer.address(), &codes)?;
    if client.contract_info(&address)?.is_some() {
        eprintln!("the economy of this founder and salt is there already");
    } else {
        found(&client, &signer, wanted, &codes, &msg, &address)?;
    }
    tell(&client, &address)
}

/// The codes on the chain; stores those that are not there.
fn store(
    client: &Client,
    signer: &Signer,
    artifacts: &Path,
    needed: &[&'static str],
) -> Result<Codes> {
    let mut codes = codes::on_chain(client, artifacts)?;
    for name in needed {
        if let Some((id, _)) = codes.get(*name) {
            eprintln!("{name:<22}code {id}, stored before");
            continue;
        }
        let file = codes::file(artifacts, name)?;
        let access = messages::InstantiateAccess::ChainDefault;
        let message = messages::store_code(signer.address(), &file.bytes, &access);
        let done = client
            .send(signer, &[message], &TxOptions::default())
            .map_err(|error| client.why_not_stored(signer.address(), error))
            .with_context(|| {
                format!("the code of {name}: what was stored before stays, run this again")
            })?;
        let id =
            done.code_id().ok_or_else(|| anyhow!("the node does not tell the code of {name}"))?;
        eprintln!("{name:<22}code {id}, stored for {} gas", done.gas_used);
        codes.insert(name.to_string(), (id, file.checksum.to_vec()));
    }
    Ok(codes)
}

/// The parts of a founding message and the contracts that they create.
const PARTS: [(&str, &str); 4] = [
    ("registry", "state-registry"),
    ("tracker", "contribution-tracker"),
    ("distributor", "value-distributor"),
    ("ledger", "execution-ledger"),
];

/// The contracts whose codes a template needs: governance-dao and what it creates.
fn needed(template: &Value) -> Vec<&'static str> {
    let creates =
        |(part, _): &&(&str, &str)| template.pointer(&format!("/{part}/create")).is_some();
    let mut names: Vec<_> = PARTS.iter().filter(creates).map(|(_, name)| *name).collect();
    names.push("governance-dao");
    names
}

/// The template with the words in it replaced.
fn template(wanted: &Deploy, founder: &str) -> Result<Value> {
    let path = wanted.template.display();
    let text = std::fs::read_to_string(&wanted.template)
        .with_context(|| format!("cannot read {path}: name a template with --template"))?;
    let denom = wanted.denom.as_ref().unwrap_or(&wanted.gas_price.denom);
    let text = text.replace("$FOUNDER", founder).replace("$DENOM", denom);
    let msg: Value = serde_json::from_str(&text).with_context(|| format!("{path} is not JSON"))?;
    ensure!(msg.is_object(), "{path} is not a founding message: expected an object");
    Ok(msg)
}

/// The founding message: the template with codes, name and salt.
fn founding(wanted: &Deploy, mut msg: Value, codes: &Codes) -> Result<InstantiateMsg> {
    let path = wanted.template.display();
    for (part, name) in PARTS {
        if let Some(create) = msg.pointer_mut(&format!("/{part}/create")) {
            let (id, checksum) = codes.get(name).with_context(|| format!("no code of {name}"))?;
            ensure!(create.is_object(), "{path}: {part}.create is no object with settings");
            create["code_id"] = json!(id);
            create["checksum"] = json!(hex::encode(checksum));
        }
    }
    msg["salt"] = json!(cosmwasm_std::Binary::from(wanted.salt.as_bytes()));
    if let Some(name) = &wanted.name {
        msg["name"] = json!(name);
    }
    serde_json::from_value(msg).with_context(|| {
        format!("{path} is not a founding message; its schema is schema/governance-dao.json")
    })
}

/// The address that governance-dao will have.
fn predicted(wanted: &Deploy, founder: &str, codes: &Codes) -> Result<String> {
    let (_, checksum) = codes.get("governance-dao").context("no code of governance-dao")?;
    let (prefix, creator) = bech32::decode(founder)?;
    let creator = CanonicalAddr::from(creator);
    let address = instantiate2_address(checksum, &creator, wanted.salt.as_bytes())
        .map_err(|error| anyhow!("--salt {:?}: {error}; give 1 to 60 characters", wanted.salt))?;
    Ok(bech32::encode::<bech32::Bech32>(prefix, address.as_slice())?)
}

fn found(
    client: &Client,
    signer: &Signer,
    wanted: &Deploy,
    codes: &Codes,
    msg: &InstantiateMsg,
    address: &str,
) -> Result<()> {
    let (code_id, _) = codes.get("governance-dao").context("no code of governance-dao")?;
    let new = messages::NewContract {
        code_id: *code_id,
        msg: serde_json::to_vec(msg)?,
        label: format!("axiom economy: {}", msg.name),
        admin: Some(address.to_string()),
        funds: vec![],
    };
    let message = messages::instantiate2(signer.address(), &new, wanted.salt.as_bytes());
    let done = client
        .send(signer, &[message], &TxOptions::default())
        .context("the economy is not founded as far as is known; run this again")?;
    eprintln!(
        "founded in block {} for {} gas, transaction {}",
        done.height, done.gas_used, done.hash
    );
    Ok(())
}

/// Prints the addresses.
fn tell(client: &Client, address: &str) -> Result<()> {
    let economy: EconomyResponse = client.query(address, &QueryMsg::Economy {})?;
    let admin = client.contract_info(address)?.and_then(|info| info.admin);
    if admin.as_deref() != Some(address) {
        bail!("{address} is not its own admin but {}", admin.as_deref().unwrap_or("has none"));
    }
    println!(
        "{}",
        serde_json::to_string_pretty(&json!({
            "chain_id": client.chain_id(),
            "governance-dao": address,
            "economy": economy,
        }))?
    );
    Ok(())
}

#[cfg(test)]
mod tests;
