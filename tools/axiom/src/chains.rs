//! `axiom chain`: the chains that a person works on.

use std::path::PathBuf;

use axiom_client::GasPrice;
use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};
use serde_json::{json, Value};

use crate::amounts::Denom;
use crate::fail::{Done, Fail, Kind};
use crate::global::Global;
use crate::out;

/// The embedded chain.
pub const LOCAL: &str = "local";
/// A devnet of this machine; `devnet:<name>` is that of another name.
pub const DEVNET: &str = "devnet";

/// How a chain is reached and paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its id, which the node has to tell.
    pub chain_id: String,
    /// RPC URL of a node; empty for the embedded chain.
    pub rpc: String,
    /// Price of gas, such as `0.025uaxm`.
    pub gas_price: String,
    /// Prefix of addresses.
    pub prefix: String,
    /// Denoms with the names that people use.
    pub denoms: Vec<Denom>,
}

impl Profile {
    /// The embedded chain.
    pub fn local() -> Self {
        Self {
            chain_id: "axiom-local-1".into(),
            rpc: String::new(),
            gas_price: "0.025uaxm".into(),
            prefix: axiom_chain::PREFIX.into(),
            denoms: vec![Denom::micro("axm"), Denom::micro("usd")],
        }
    }

    /// A running devnet.
    fn devnet(name: &str) -> Done<Self> {
        let home = axiom_devnet::Home::find()?;
        let devnet = axiom_devnet::Devnet::attach(&home, name).map_err(|error| {
            let flag = if name == axiom_devnet::DEFAULT_NAME {
                String::new()
            } else {
                format!(" --name {name}")
            };
            Fail::new(Kind::Node, format!("{error:#}"))
                .hint(format!("start it: axiom devnet up{flag}"))
        })?;
        Ok(Self {
            chain_id: devnet.chain_id().to_string(),
            rpc: devnet.rpc(0).to_string(),
            gas_price: "0.025uaxm".into(),
            ..Self::local()
        })
    }

    /// Whether it is a chain for development, whose keys and coins are worth nothing.
    pub fn is_dev(&self) -> bool {
        self.chain_id.starts_with("axiom-local-") || self.chain_id.starts_with("axiom-devnet-")
    }

    /// The price of gas.
    pub fn price(&self) -> Done<GasPrice> {
        Ok(self.gas_price.parse::<GasPrice>()?)
    }
}

/// The chain of a name: one that was added, or one that is built in.
pub fn find(global: &Global, name: &str) -> Done<Profile> {
    let config = global.home()?.config()?;
    if let Some(profile) = config.chains.get(name) {
        return Ok(profile.clone());
    }
    match name.split_once(':') {
        None if name == LOCAL => Ok(Profile::local()),
        None if name == DEVNET => Profile::devnet(axiom_devnet::DEFAULT_NAME),
        Some((DEVNET, devnet)) => Profile::devnet(devnet),
        _ => {
            let own = config.chains.keys().map(String::as_str);
            let known: Vec<&str> = [LOCAL, DEVNET].into_iter().chain(own).collect();
            let text = format!("there is no chain {name}; there are: {}", known.join(", "));
            Err(Fail::usage(text)
                .hint("axiom chain add, or axiom chain import for a chain of the chain-registry"))
        }
    }
}

#[derive(Subcommand)]
pub enum Command {
    /// Adds a chain.
    Add(Add),
    /// Uses a chain from now on where none is named.
    Use {
        /// Its name; local and devnet are built in.
        name: String,
    },
    /// Lists the chains.
    List,
    /// Tells what is known of a chain.
    Show {
        /// Its name; the chosen one if none is given.
        name: Option<String>,
    },
    /// Adds a chain from the chain.json of the chain-registry.
    Import(Import),
    /// Forgets a chain.
    Remove {
        /// Its name.
        name: String,
    },
}

#[derive(Args)]
pub struct Add {
    /// A name of your choice.
    name: String,
    /// Its id, such as osmo-test-5.
    #[arg(long)]
    id: String,
    /// RPC URL of a node.
    #[arg(long)]
    rpc: String,
    /// Price of gas, such as 0.025uaxm.
    #[arg(long)]
    gas_price: GasPriceText,
    /// Prefix of addresses.
    #[arg(long, default_value = "wasm")]
    prefix: String,
    /// A denom with the name that people use, as uaxm=axm:6; can be given several times.
    #[arg(long, value_name = "BASE=NAME:DECIMALS", value_parser = denom)]
    denom: Vec<Denom>,
    /// In the place of a chain of that name.
    #[arg(long)]
    replace: bool,
}

#[derive(Args)]
pub struct Import {
    /// The chain.json of the chain.
    file: PathBuf,
    /// Its assetlist.json, for the names of denoms.
    #[arg(long)]
    assets: Option<PathBuf>,
    /// The name under which it is kept; that of the file if none is given.
    #[arg(long)]
    name: Option<String>,
    /// Another RPC URL than the first of the file.
    #[arg(long)]
    rpc: Option<String>,
    /// In the place of a chain of that name.
    #[arg(long)]
    replace: bool,
}

/// A price of gas as it was written.
#[derive(Clone, Debug)]
pub struct GasPriceText(String);

impl std::str::FromStr for GasPriceText {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse::<GasPrice>().map_err(|error| error.to_string())?;
        Ok(Self(text.to_string()))
    }
}

fn denom(text: &str) -> Result<Denom, String> {
    let parse = || {
        let (base, rest) = text.split_once('=')?;
        let (display, exponent) = rest.split_once(':')?;
        let exponent = exponent.parse().ok().filter(|exponent| *exponent <= 36)?;
        let named = !base.is_empty() && !display.is_empty();
        named.then(|| Denom { base: base.into(), display: display.into(), exponent })
    };
    parse().ok_or_else(|| format!("expected base=name:decimals such as uaxm=axm:6, found {text:?}"))
}

/// Runs a command.
pub fn run(command: Command, global: &Global) -> Done {
    match command {
        Command::Add(add) => keep(global, &add.name, add.profile(), add.replace),
        Command::Import(import) => {
            let (name, profile) = import.read()?;
            keep(global, &name, profile, import.replace)
        }
        Command::Use { name } => {
            let profile = if name.starts_with(DEVNET) { None } else { Some(find(global, &name)?) };
            global.home()?.change(|config| {
                config.chain.clone_from(&name);
                Ok(())
            })?;
            let id = profile.map_or(String::new(), |profile| format!(" ({})", profile.chain_id));
            global.out().note(&format!("using {name}{id} from now on"));
            Ok(())
        }
        Command::List => list(global),
        Command::Show { name } => {
            let name = match name {
                Some(name) => name,
                None => global.chain_name()?,
            };
            let profile = find(global, &name)?;
            global.out().value(&json!({ "name": name, "profile": profile }));
            Ok(())
        }
        Command::Remove { name } => global.home()?.change(|config| {
            if config.chains.remove(&name).is_none() {
                return Err(Fail::usage(format!("there is no chain {name} that was added")));
            }
            if config.chain == name {
                config.chain = LOCAL.to_string();
            }
            Ok(())
        }),
    }
}

fn keep(global: &Global, name: &str, profile: Profile, replace: bool) -> Done {
    let fine = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.';
    if name.is_empty() || name.len() > 64 || !name.chars().all(fine) {
        return Err(Fail::usage(format!(
            "{name:?} cannot name a chain: take letters, digits, '-', '_' or '.'"
        )));
    }
    if [LOCAL, DEVNET].contains(&name) {
        return Err(Fail::usage(format!("{name} is built in: take another name")));
    }
    let id = profile.chain_id.clone();
    global.home()?.change(|config| {
        match config.chains.get(name) {
            Some(known) if *known != profile && !replace => {
                let text = format!("there is a chain {name} already ({})", known.chain_id);
                return Err(Fail::usage(text)
                    .hint("take another name; or give the known one up: --replace"));
            }
            _ => config.chains.insert(name.to_string(), profile),
        };
        Ok(())
    })?;
    global.out().note(&format!(
        "kept {name} ({id}); next: axiom doctor --chain {name}, axiom chain use {name}"
    ));
    Ok(())
}

fn list(global: &Global) -> Done {
    let config = global.home()?.config()?;
    let chosen = global.chain_name()?;
    let mut all = vec![(LOCAL.to_string(), Profile::local().chain_id, "embedded".to_string())];
    match Profile::devnet(axiom_devnet::DEFAULT_NAME) {
        Ok(devnet) => all.push((DEVNET.into(), devnet.chain_id, devnet.rpc)),
        Err(_) => all.push((DEVNET.into(), "-".into(), "not there: axiom devnet up".into())),
    }
    for (name, profile) in &config.chains {
        all.push((name.clone(), profile.chain_id.clone(), profile.rpc.clone()));
    }
    let json: Vec<Value> = all
        .iter()
        .map(|(name, id, rpc)| json!({ "name": name, "chain_id": id, "rpc": rpc, "used": *name == chosen }))
        .collect();
    global.out().show(&json!(json), || {
        let row = |(name, id, rpc): &(String, String, String)| {
            let mark = if *name == chosen { "*" } else { "" };
            vec![mark.to_string(), name.clone(), id.clone(), rpc.clone()]
        };
        out::rows(&["", "name", "chain id", "node"], &all.iter().map(row).collect::<Vec<_>>())
    });
    Ok(())
}

impl Add {
    fn profile(&self) -> Profile {
        Profile {
            chain_id: self.id.clone(),
            rpc: self.rpc.clone(),
            gas_price: self.gas_price.0.clone(),
            prefix: self.prefix.clone(),
            denoms: self.denom.clone(),
        }
    }
}

impl Import {
    fn read(&self) -> Done<(String, Profile)> {
        let file = self.file.display();
        let chain = read_json(&self.file)?;
        let missing = |what: &str| {
            Fail::usage(format!(
                "{file} has no {what}: expected a chain.json of the chain-registry"
            ))
        };
        let text = |path: &str| chain.pointer(path).and_then(Value::as_str).map(str::to_string);
        let chain_id = text("/chain_id").ok_or_else(|| missing("chain_id"))?;
        let prefix = text("/bech32_prefix").ok_or_else(|| missing("bech32_prefix"))?;
        let rpc = self.rpc.clone().or_else(|| text("/apis/rpc/0/address"));
        let rpc = rpc.ok_or_else(|| missing("apis.rpc").hint("give a node with --rpc"))?;
        let denom = text("/fees/fee_tokens/0/denom").ok_or_else(|| missing("fees.fee_tokens"))?;
        let token = chain.pointer("/fees/fee_tokens/0").cloned().unwrap_or_default();
        let price = ["average_gas_price", "low_gas_price", "fixed_min_gas_price"]
            .iter()
            .find_map(|name| token.get(name).filter(|price| price.is_number()))
            .map_or_else(|| "0.025".to_string(), Value::to_string);
        let name =
            self.name.clone().or_else(|| text("/chain_name")).unwrap_or_else(|| chain_id.clone());
        let denoms = match &self.assets {
            Some(assets) => named_denoms(&read_json(assets)?),
            None => Vec::new(),
        };
        let profile =
            Profile { chain_id, rpc, gas_price: format!("{price}{denom}"), prefix, denoms };
        profile.price()?;
        Ok((name, profile))
    }
}

fn read_json(path: &std::path::Path) -> Done<Value> {
    let wrong = |why: String| Fail::usage(format!("{}: {why}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| wrong(format!("no JSON: {error}")))
}

/// The denoms of an assetlist.json.
fn named_denoms(assets: &Value) -> Vec<Denom> {
    let of = |asset: &Value| -> Option<Denom> {
        let base = asset.get("base")?.as_str()?.to_string();
        let display = asset.get("display")?.as_str()?;
        let units = asset.get("denom_units")?.as_array()?;
        let unit =
            units.iter().find(|unit| unit.get("denom").and_then(Value::as_str) == Some(display))?;
        let exponent =
            u32::try_from(unit.get("exponent")?.as_u64()?).ok().filter(|number| *number <= 36)?;
        Some(Denom { base, display: display.to_lowercase(), exponent })
    };
    assets.get("assets").and_then(Value::as_array).into_iter().flatten().filter_map(of).collect()
}
