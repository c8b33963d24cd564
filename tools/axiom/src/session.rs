//! A connection to the chosen chain, with the economy and the names that can be used on it.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::PathBuf;

use axiom_client::{Client, Config};
use axiom_schema::Words;
use axiom_types::dao::{EconomyResponse, Layer, QueryMsg};
use serde_json::Value;

use crate::amounts::{self, Denom};
use crate::chains::{self, Profile};
use crate::fail::{Done, Fail, Kind};
use crate::global::Global;
use crate::home::Home;
use crate::out::Out;

/// Folder of the files about founded economies.
pub const DEPLOYMENTS: &str = "deployments";

/// A connection to the chosen chain.
pub struct Session {
    /// Options of every command.
    pub global: Global,
    /// The person's folder.
    pub home: Home,
    /// The chain.
    pub profile: Profile,
    /// The way to it.
    pub client: Client,
    /// Where answers go.
    pub out: Out,
    economy: OnceCell<Economy>,
    denoms: OnceCell<Vec<Denom>>,
    known: OnceCell<BTreeMap<String, String>>,
}

/// The contracts of an economy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Economy {
    /// By what it is called here: its name, or the address of its governance-dao.
    pub name: String,
    /// Addresses by contract; one that was left out is missing.
    pub contracts: BTreeMap<&'static str, String>,
}

impl Economy {
    /// Reads the addresses from a governance-dao.
    pub fn read(client: &Client, dao: &str, name: &str) -> Done<Self> {
        let found: EconomyResponse = client.query(dao, &QueryMsg::Economy {}).map_err(|error| {
            Fail::from(error).hint(format!("is {dao} a governance-dao on {}?", client.chain_id()))
        })?;
        let mut contracts = BTreeMap::from([("governance-dao", dao.to_string())]);
        let mut put = |name, layer: Option<Layer>| {
            if let Some(layer) = layer {
                contracts.insert(name, layer.address.to_string());
            }
        };
        put("contribution-tracker", Some(found.tracker));
        put("state-registry", found.registry);
        put("execution-ledger", found.ledger);
        put("value-distributor", found.distributor);
        Ok(Self { name: name.to_string(), contracts })
    }

    /// Name of the contract with this address.
    pub fn name_of(&self, address: &str) -> Option<&'static str> {
        self.contracts.iter().find(|(_, own)| *own == address).map(|(name, _)| *name)
    }
}

impl Session {
    /// Connects to the chosen chain.
    pub fn open(global: &Global) -> Done<Self> {
        Self::open_with(global, |_| {})
    }

    /// Connects with other settings than the chain's own.
    pub fn open_with(global: &Global, change: impl FnOnce(&mut Config)) -> Done<Self> {
        let home = global.home()?;
        let profile = chains::find(global, &global.chain_name()?)?;
        let client = connect(global, &home, &profile, change)?;
        let (economy, denoms) = (OnceCell::new(), OnceCell::new());
        Ok(Self {
            global: global.clone(),
            home,
            profile,
            client,
            out: global.out(),
            economy,
            denoms,
            known: OnceCell::new(),
        })
    }

    /// The economy that is worked in.
    pub fn economy(&self) -> Done<&Economy> {
        if let Some(economy) = self.economy.get() {
            return Ok(economy);
        }
        let name = self.economy_name()?;
        let economy = match name.starts_with(&format!("{}1", self.profile.prefix)) {
            true => Economy::read(&self.client, &name, &name)?,
            false => self.deployed_economy(&name)?,
        };
        Ok(self.economy.get_or_init(|| economy))
    }

    /// The one that was named, chosen before, or is the only one.
    fn economy_name(&self) -> Done<String> {
        if let Some(name) = &self.global.economy {
            return Ok(name.clone());
        }
        let chain_id = self.client.chain_id();
        if let Some(name) = self.home.config()?.economies.get(chain_id) {
            return Ok(name.clone());
        }
        let names = deployed(chain_id);
        match names.as_slice() {
            [only] => Ok(only.clone()),
            [] => Err(Fail::usage(format!("no economy is known on {chain_id}"))
                .hint("found one: axiom economy new; or name one: --economy <address of its governance-dao>")),
            several => Err(Fail::usage(format!("there are several economies: {}", several.join(", ")))
                .hint("name one: --economy <name>; or choose one: axiom economy use <name>")),
        }
    }

    /// An economy in `deployments/`: as its governance-dao tells, else as the file does.
    fn deployed_economy(&self, name: &str) -> Done<Economy> {
        let chain_id = self.client.chain_id();
        let path = folder(chain_id).join(format!("{name}.json"));
        let text = std::fs::read_to_string(&path).map_err(|_| {
            let known = deployed(chain_id);
            let known = if known.is_empty() { "none".to_string() } else { known.join(", ") };
            Fail::usage(format!("there is no economy {name} on {chain_id} in {}; there are: {known}", folder(chain_id).display()))
                .hint("go to the folder in which it was founded, or name it by the address of its governance-dao")
        })?;
        let damaged = |why: String| {
            Fail::new(Kind::Failed, format!("{} is damaged: {why}", path.display()))
                .hint("name the economy by the address of its governance-dao")
        };
        let file: Value =
            serde_json::from_str(&text).map_err(|error| damaged(error.to_string()))?;
        let begun_anew = |fail: Fail| match self.is_embedded() {
            true if fail.text.contains("no such contract") => Fail::usage(format!(
                "{name} is not on this chain: it was begun anew since {name} was founded"
            ))
            .hint(format!("found it again: axiom economy new {name}")),
            _ => fail,
        };
        let address = |role: &str| {
            let found = file.pointer(&format!("/contracts/{role}/address"));
            found.and_then(Value::as_str).map(str::to_string)
        };
        if let Some(dao) = address("governance-dao") {
            return Economy::read(&self.client, &dao, name).map_err(begun_anew);
        }
        if !file["contracts"].is_object() {
            return Err(damaged("it names no contracts".into()));
        }
        if file["complete"] != Value::Bool(true) {
            return Err(Fail::usage(format!("the founding of {name} is not finished"))
                .hint(format!("go on with it: axiom economy new {name}")));
        }
        // Its contracts belong to a wallet or to an existing DAO.
        let names = axiom_answers::ContractName::ALL.map(axiom_answers::ContractName::full);
        let contracts = names.iter().filter_map(|name| Some((*name, address(name)?))).collect();
        Ok(Economy { name: name.to_string(), contracts })
    }

    /// Whether it is the embedded chain, served or not.
    pub fn is_embedded(&self) -> bool {
        self.client.chain_id().starts_with("axiom-local-")
    }

    /// The address of one of the five.
    pub fn contract(&self, name: &str) -> Done<String> {
        let economy = self.economy()?;
        economy.contracts.get(name).cloned().ok_or_else(|| {
            Fail::usage(format!("the economy {} was founded without a {name}", economy.name))
        })
    }

    /// The denoms that are known here: those of the chain's profile, then those that the chain's bank describes.
    pub fn denoms(&self) -> &[Denom] {
        self.denoms.get_or_init(|| {
            let mut all = self.profile.denoms.clone();
            for denom in described(&self.client).unwrap_or_default() {
                // Anybody can describe a coin of a factory as he likes.
                let taken = |known: &Denom| {
                    known.base == denom.base
                        || known.display == denom.display
                        || known.base == denom.display
                };
                if !denom.base.starts_with("factory/") && !all.iter().any(taken) {
                    all.push(denom);
                }
            }
            all
        })
    }

    /// Names of addresses that are known here: keys, and the test accounts of development chains.
    pub fn known(&self) -> &BTreeMap<String, String> {
        self.known.get_or_init(|| {
            let mut all = BTreeMap::new();
            if self.profile.is_dev() {
                for name in crate::who::TEST_ACCOUNTS {
                    all.insert(
                        axiom_chain::Account::named(name).address.to_string(),
                        name.to_string(),
                    );
                }
            }
            for info in self.home.keys().list().unwrap_or_default() {
                if let Ok(address) = info.address(&self.profile.prefix) {
                    all.insert(address, info.name);
                }
            }
            all
        })
    }

    /// An amount for people.
    pub fn amount(&self, amount: u128, base: &str) -> String {
        amounts::shown(amount, base, self.denoms())
    }

    /// The address that a text stands for: an address, `@alias` or the name of a contract or key.
    pub fn address(&self, text: &str) -> Done<String> {
        match text.strip_prefix('@') {
            Some(alias) => Words::address(self, alias).map_err(Fail::usage),
            None if text.starts_with(&format!("{}1", self.profile.prefix)) => Ok(text.to_string()),
            None => Words::address(self, text).map_err(Fail::usage),
        }
    }
}

/// Names of the economies of a chain in `deployments/`.
pub fn deployed(chain_id: &str) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder(chain_id)) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter_map(|file| file.strip_suffix(".json").map(str::to_string))
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    names
}

/// Folder of the files about the economies of a chain.
pub fn folder(chain_id: &str) -> PathBuf {
    PathBuf::from(DEPLOYMENTS).join(chain_id)
}

fn connect(
    global: &Global,
    home: &Home,
    profile: &Profile,
    change: impl FnOnce(&mut Config),
) -> Done<Client> {
    // A variable that is set to nothing names no node.
    let url = global.node.as_ref().filter(|url| !url.is_empty()).unwrap_or(&profile.rpc);
    let mut config = Config {
        chain_id: Some(profile.chain_id.clone()),
        prefix: profile.prefix.clone(),
        ..Config::new(url, profile.price()?)
    };
    if let Some(timeout) = global.node_timeout {
        config.rpc.timeout = timeout;
        config.rpc.connect_timeout = timeout.min(config.rpc.connect_timeout);
    }
    change(&mut config);
    match url.is_empty() {
        true => crate::local::connect(home, config),
        false => Ok(Client::connect(config)?),
    }
}

/// The denoms that the chain's bank describes.
fn described(client: &Client) -> Done<Vec<Denom>> {
    use cosmrs::proto::cosmos::bank::v1beta1 as bank;
    let path = "/cosmos.bank.v1beta1.Query/DenomsMetadata";
    let answer: bank::QueryDenomsMetadataResponse =
        client.grpc(path, &bank::QueryDenomsMetadataRequest { pagination: None }, None)?;
    let of = |metadata: bank::Metadata| {
        let unit = metadata.denom_units.iter().find(|unit| unit.denom == metadata.display)?;
        (unit.exponent > 0 && unit.exponent <= 36).then(|| Denom {
            base: metadata.base.clone(),
            display: metadata.display.clone(),
            exponent: unit.exponent,
        })
    };
    Ok(answer.metadatas.into_iter().filter_map(of).collect())
}

impl Words for Session {
    fn address(&self, alias: &str) -> Result<String, String> {
        if let Some(contract) = axiom_schema::Contract::find(alias) {
            return self.contract(contract.name()).map_err(|fail| fail.text);
        }
        let keys = self.home.keys();
        if let Ok(info) = keys.info(alias) {
            return info.address(&self.profile.prefix).map_err(|error| error.to_string());
        }
        if self.profile.is_dev() && crate::who::TEST_ACCOUNTS.contains(&alias) {
            return Ok(axiom_chain::Account::named(alias).address.to_string());
        }
        let mut known: Vec<String> =
            keys.list().unwrap_or_default().into_iter().map(|info| info.name).collect();
        if self.profile.is_dev() {
            known.extend(crate::who::TEST_ACCOUNTS.map(str::to_string));
        }
        known.extend(["registry", "ledger", "tracker", "distributor", "dao"].map(str::to_string));
        Err(format!(
            "nobody is called @{alias} here; there are: {} (axiom keys add --watch <address> {alias} names an address)",
            known.join(", ")
        ))
    }

    fn amount(&self, text: &str) -> Result<(u128, String), String> {
        // The bank is asked only for what the profile does not tell.
        amounts::parse(text, &self.profile.denoms)
            .and_then(|(amount, denom)| {
                let decimals = text.contains('.');
                match decimals || self.profile.denoms.iter().any(|known| known.base == denom) {
                    true => Ok((amount, denom)),
                    false => amounts::parse(text, self.denoms()),
                }
            })
            .or_else(|_| amounts::parse(text, self.denoms()))
    }

    fn denom(&self, denom: &str) -> String {
        let found = self.denoms().iter().find(|known| known.display == denom);
        found.map_or(denom, |known| &known.base).to_string()
    }

    fn file(&self, path: &str) -> Result<Vec<u8>, String> {
        axiom_schema::Plain.file(path)
    }
}
