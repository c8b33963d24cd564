//! What was founded, as it is kept in a file.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use axiom_types::dao::Origin;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::EconomyError;
use crate::names::check_name;
use crate::plan::Plan;
use crate::role::Role;

/// Version of the format.
const FORMAT: u32 = 1;

/// A code that an economy runs on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeployedCode {
    /// Its number.
    pub code_id: u64,
    /// SHA-256 of its Wasm, as hex.
    pub checksum: String,
    /// Transaction that stored it; none if it was there before.
    pub tx: Option<String>,
    /// Height of that block.
    pub height: Option<u64>,
}

/// A contract of an economy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeployedContract {
    /// Its address.
    pub address: String,
    /// Founded or adopted.
    pub origin: Origin,
    /// Its code when it was founded or adopted.
    pub code_id: u64,
    /// Its label.
    pub label: String,
    /// Who could migrate it then.
    pub admin: Option<String>,
    /// Who owned it then; of governance-dao itself.
    pub owner: Option<String>,
}

/// A step that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoneStep {
    /// Its name: `store:<contract>`, `found` or `propose:<number>`.
    pub step: String,
    /// Transaction that did it; none if it was found done on the chain.
    pub tx: Option<String>,
    /// Height of that block.
    pub height: Option<u64>,
    /// Gas that it used.
    pub gas: Option<u64>,
}

/// An economy that is being founded, or was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deployment {
    /// Version of this format: 1.
    pub deployment: u32,
    /// Whether all steps are done.
    pub complete: bool,
    /// Codes by contract.
    pub codes: BTreeMap<Role, DeployedCode>,
    /// Contracts, once they are founded.
    pub contracts: BTreeMap<Role, DeployedContract>,
    /// Steps that are done, in order.
    pub steps: Vec<DoneStep>,
    /// The plan that is carried out.
    pub plan: Plan,
}

impl Deployment {
    /// Nothing done yet.
    pub(crate) fn begun(plan: &Plan) -> Self {
        Self {
            deployment: FORMAT,
            complete: false,
            codes: BTreeMap::new(),
            contracts: BTreeMap::new(),
            steps: vec![],
            plan: plan.clone(),
        }
    }

    /// The address of a contract, if it is founded or adopted.
    pub fn address(&self, contract: Role) -> Option<&str> {
        self.contracts.get(&contract).map(|found| found.address.as_str())
    }

    /// Whether the contracts are on the chain.
    pub fn is_founded(&self) -> bool {
        !self.contracts.is_empty()
    }

    /// Why this is another economy than that of a plan; none if it is the same.
    pub(crate) fn differs(&self, plan: &Plan) -> Option<String> {
        let own = &self.plan;
        let rows = [
            ("chain", &own.chain_id, &plan.chain_id),
            ("founder", &own.founder, &plan.founder),
            ("salt", &own.salt, &plan.salt),
            ("version", &own.version, &plan.version),
            ("template", &own.template.sha256, &plan.template.sha256),
        ];
        for (what, begun, now) in rows {
            if begun != now {
                return Some(format!("it was begun with the {what} {begun}, and this is {now}"));
            }
        }
        let owner = |plan: &Plan| plan.owner.as_ref().map(|owner| owner.address.clone());
        if owner(own) != owner(plan) {
            return Some("it was begun with another owner".to_string());
        }
        let addresses = |plan: &Plan| -> Vec<(Role, String)> {
            plan.contracts.iter().map(|one| (one.contract, one.address.clone())).collect()
        };
        if addresses(own) != addresses(plan) {
            return Some("its contracts have other addresses".to_string());
        }
        let same = own.founding == plan.founding
            && own.calls == plan.calls
            && own.proposals == plan.proposals;
        (!same).then(|| "it was begun with other settings (--set, --title, --denom)".to_string())
    }

    /// Notes a step as done, in place of an earlier note.
    pub(crate) fn note(&mut self, done: DoneStep) {
        match self.steps.iter_mut().find(|step| step.step == done.step) {
            Some(step) => *step = done,
            None => self.steps.push(done),
        }
    }

    /// What was noted of a step.
    pub fn step(&self, step: &str) -> Option<&DoneStep> {
        self.steps.iter().find(|done| done.step == step)
    }
}

/// One row of a list of deployments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// The chain.
    pub chain_id: String,
    /// The economy's name in commands.
    pub economy: String,
    /// Its visible name and title; none if the file is damaged.
    pub name: Option<String>,
    /// The address of governance-dao, or the owner's; none until founded.
    pub governed_by: Option<String>,
    /// Whether all steps are done.
    pub complete: bool,
    /// What is wrong with the file, if something is.
    pub damaged: Option<String>,
}

/// A folder with a folder per chain and a file per economy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployments {
    folder: PathBuf,
}

impl Deployments {
    /// In a folder, `deployments` by custom. It need not be there.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The file of an economy.
    ///
    /// # Errors
    /// [`EconomyError::Name`]; [`EconomyError::Unsuited`] for a chain id that is no name of a folder.
    pub fn path(&self, chain_id: &str, economy: &str) -> Result<PathBuf, EconomyError> {
        check_name(economy)?;
        let fits = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
        let first = chain_id.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
        if !first || chain_id.len() > 64 || !chain_id.bytes().all(fits) {
            let what = format!("the chain id {chain_id:?} cannot be the name of a folder: expected 1 to 64 letters, digits and - _ .");
            return Err(EconomyError::Unsuited { what });
        }
        Ok(self.folder.join(chain_id).join(format!("{economy}.json")))
    }

    /// A deployment; none if there is no such file.
    ///
    /// # Errors
    /// [`EconomyError::Damaged`], [`EconomyError::Foreign`], [`EconomyError::Unreadable`]; as [`Deployments::path`].
    pub fn find(&self, chain_id: &str, economy: &str) -> Result<Option<Deployment>, EconomyError> {
        let path = self.path(chain_id, economy)?;
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                return Err(damaged(&path, "it is no text".to_string()));
            }
            Err(error) => return Err(unreadable(&path, &error)),
        };
        let found = read(&path, &text)?;
        if found.plan.chain_id != chain_id || found.plan.economy != economy {
            let why =
                format!("it says that it is {} on {}", found.plan.economy, found.plan.chain_id);
            return Err(EconomyError::Foreign { path: path.display().to_string(), why });
        }
        Ok(Some(found))
    }

    /// A deployment that has to be there.
    ///
    /// # Errors
    /// [`EconomyError::NoDeployment`]; as [`Deployments::find`].
    pub fn show(&self, chain_id: &str, economy: &str) -> Result<Deployment, EconomyError> {
        let found = self.find(chain_id, economy)?;
        let path = self.path(chain_id, economy)?.display().to_string();
        found.ok_or(EconomyError::NoDeployment { path })
    }

    /// All deployments, by chain and name; files that cannot be used are listed with what is wrong.
    ///
    /// # Errors
    /// [`EconomyError::Unreadable`] if the folder is there and cannot be read.
    pub fn list(&self) -> Result<Vec<Listed>, EconomyError> {
        let mut all = vec![];
        for chain in entries(&self.folder)? {
            let chain_id = file_name(&chain);
            if !chain.is_dir() {
                continue;
            }
            for file in entries(&chain)? {
                let name = file_name(&file);
                let Some(economy) = name.strip_suffix(".json") else { continue };
                if check_name(economy).is_ok() {
                    all.push(self.listed(&chain_id, economy));
                }
            }
        }
        Ok(all)
    }

    fn listed(&self, chain_id: &str, economy: &str) -> Listed {
        let (chain_id, economy) = (chain_id.to_string(), economy.to_string());
        match self.show(&chain_id, &economy) {
            Ok(found) => {
                let owner = found.plan.owner.as_ref().map(|owner| owner.address.clone());
                let dao = found.address(Role::Dao).map(str::to_string);
                let governed_by = dao.or(owner).filter(|_| found.is_founded());
                let name = Some(found.plan.name);
                Listed {
                    chain_id,
                    economy,
                    name,
                    governed_by,
                    complete: found.complete,
                    damaged: None,
                }
            }
            Err(error) => Listed {
                chain_id,
                economy,
                name: None,
                governed_by: None,
                complete: false,
                damaged: Some(error.to_string()),
            },
        }
    }

    /// Writes a deployment: the file has the old content or the new one, never a part.
    ///
    /// # Errors
    /// [`EconomyError::Unwritable`]; as [`Deployments::path`].
    pub fn save(&self, deployment: &Deployment) -> Result<PathBuf, EconomyError> {
        let plan = &deployment.plan;
        let path = self.path(&plan.chain_id, &plan.economy)?;
        let failed = |error: std::io::Error| {
            EconomyError::Unwritable {
            path: path.display().to_string(),
            why: error.to_string(),
            next: "Make room, or name another folder, and run the same again: what is on the chain already is found there".to_string(),
        }
        };
        let text =
            serde_json::to_string_pretty(deployment).map_err(|error| failed(error.into()))?;
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder).map_err(failed)?;
        let draft = folder.join(format!(".{}.{}.tmp", plan.economy, std::process::id()));
        let written = write_whole(&draft, text.as_bytes()).and_then(|()| fs::rename(&draft, &path));
        if let Err(error) = written {
            let _ = fs::remove_file(&draft);
            return Err(failed(error));
        }
        Ok(path)
    }
}

fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.write_all(b"\n")?;
    file.sync_all()
}

fn read(path: &Path, text: &str) -> Result<Deployment, EconomyError> {
    let value: Value = serde_json::from_str(text)
        .map_err(|error| damaged(path, format!("it is no JSON: {error}")))?;
    match value.get("deployment").and_then(Value::as_u64) {
        Some(format) if format == u64::from(FORMAT) => {}
        Some(format) => {
            let why = format!("its format is {format}, and this program reads {FORMAT}: use the program that wrote it");
            return Err(damaged(path, why));
        }
        None => return Err(damaged(path, "it does not say \"deployment\": 1".to_string())),
    }
    serde_json::from_value(value).map_err(|error| damaged(path, error.to_string()))
}

fn damaged(path: &Path, why: String) -> EconomyError {
    EconomyError::Damaged { path: path.display().to_string(), why }
}

fn unreadable(path: &Path, error: &std::io::Error) -> EconomyError {
    EconomyError::Unreadable { path: path.display().to_string(), why: error.to_string() }
}

/// What is in a folder, by name; nothing if it is not there.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, EconomyError> {
    let found = match fs::read_dir(folder) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(vec![]),
        Err(error) => return Err(unreadable(folder, &error)),
    };
    let mut all: Vec<PathBuf> = found
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(|error| unreadable(folder, &error))?;
    all.sort();
    Ok(all)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
