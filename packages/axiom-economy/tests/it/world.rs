//! What the tests share: a chain with codes on its shelf, a release that fits it, a folder for deployments, and a
//! ground that dies.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use axiom_chain::{Account, Chain};
use axiom_economy::{
    apply, plan, Code, Contract, Deployment, Deployments, EconomyError, Ground, GroundError, Plan,
    Quiet, Receipt, Release, Role, StoryGround, Task, Template, Tools, Uploads, Wanted, WasmSource,
};
use axiom_local::{Code as LocalCode, ContractWrapper, LocalChain};
use axiom_suite::{Codes, DENOM};
use cosmwasm_std::Coin;
use serde_json::Value;
use sha2::{Digest, Sha256};

pub const CHAIN: &str = "axiom-local-1";

/// The address of a named account.
pub fn who(name: &str) -> String {
    Account::named(name).address.into_string()
}

/// A release as the embedded chain runs it: a code's checksum follows from its name and version.
pub fn release(version: &str) -> Release {
    let sum = |role: Role| Sha256::digest(format!("{role}{version}")).to_vec();
    let checksums = Role::ALL.into_iter().map(|role| (role, sum(role))).collect();
    Release { version: version.to_string(), checksums }
}

/// The release of the contracts in this workspace.
pub fn now() -> Release {
    release(env!("CARGO_PKG_VERSION"))
}

macro_rules! shelve {
    ($chain:ident, $name:literal, $krate:ident $(, $reply:ident)?) => {
        $chain.shelve($name, || {
            let entries = ContractWrapper::new(
                $krate::entry::execute,
                $krate::entry::instantiate,
                $krate::entry::query,
            )
            .with_migrate($krate::entry::migrate)$(.with_reply($krate::entry::$reply))?;
            LocalCode::new($name, env!("CARGO_PKG_VERSION"), Box::new(entries))
        })
    };
}

/// A chain without codes, that can store the five by their names.
pub fn empty_chain() -> LocalChain {
    let mut chain = LocalChain::new(CHAIN);
    shelve!(chain, "state-registry", state_registry);
    shelve!(chain, "execution-ledger", execution_ledger, reply);
    shelve!(chain, "contribution-tracker", contribution_tracker, reply);
    shelve!(chain, "value-distributor", value_distributor, reply);
    shelve!(chain, "governance-dao", governance_dao, reply);
    chain
}

/// A chain on which all codes are stored.
pub fn chain() -> (LocalChain, Codes) {
    let mut chain = LocalChain::new(CHAIN);
    let codes = Codes::store(&mut chain);
    (chain, codes)
}

/// Wasm whose bytes do not matter: the embedded chain stores codes by name.
pub struct AnyWasm;

impl WasmSource for AnyWasm {
    fn wasm(&self, role: Role, _release: &Release) -> Result<Vec<u8>, EconomyError> {
        Ok(role.name().as_bytes().to_vec())
    }
}

/// A folder of its own, gone when the test ends.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn deployments(&self) -> Deployments {
        Deployments::new(&self.0)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What most tests found: the template, by the founder, under a name.
pub fn wanted(economy: &str) -> Wanted {
    Wanted {
        economy: economy.to_string(),
        founder: who("founder"),
        denom: Some(DENOM.to_string()),
        ..Wanted::default()
    }
}

/// Changes, as they are written.
pub fn set(changes: &[&str]) -> Vec<axiom_economy::Override> {
    changes.iter().map(|change| change.parse().unwrap()).collect()
}

/// The ground of the founder.
pub fn ground(chain: &mut LocalChain) -> StoryGround<'_, LocalChain> {
    StoryGround::new(chain, who("founder"))
}

/// A plan of a template that is built in.
pub fn planned(ground: &dyn Ground, template: &str, wanted: &Wanted) -> Result<Plan, EconomyError> {
    plan(ground, &Template::find(template)?, wanted, &now())
}

/// Carries a plan out.
pub fn applied(
    ground: &mut dyn Ground,
    plan: &Plan,
    folder: &Folder,
) -> Result<Deployment, EconomyError> {
    let (release, deployments) = (now(), folder.deployments());
    let tools = Tools { release: &release, wasm: &AnyWasm, deployments: &deployments };
    apply(ground, plan, &tools, &mut Quiet)
}

/// Founds from a template.
pub fn founded(chain: &mut LocalChain, template: &str, wanted: &Wanted) -> Deployment {
    let folder = Folder::new();
    let mut ground = ground(chain);
    let plan = planned(&ground, template, wanted).unwrap();
    applied(&mut ground, &plan, &folder).unwrap()
}

/// When a ground dies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Death {
    /// Never.
    Never,
    /// At the n-th sending from 0, before it does anything.
    Before(u32),
    /// At the n-th sending from 0, once it is done.
    After(u32),
}

/// A ground that dies at a sending, that closes uploads, tells fees and coins, or stores something else.
pub struct Mortal<'a> {
    pub inner: StoryGround<'a, LocalChain>,
    pub death: Death,
    pub sent: u32,
    pub uploads: Uploads,
    pub price: Option<u128>,
    pub tried: Cell<u32>,
    pub refuses: Option<String>,
    pub stores_other: bool,
}

impl<'a> Mortal<'a> {
    pub fn new(chain: &'a mut LocalChain) -> Self {
        Self {
            inner: ground(chain),
            death: Death::Never,
            sent: 0,
            uploads: Uploads::Everybody,
            price: None,
            tried: Cell::new(0),
            refuses: None,
            stores_other: false,
        }
    }

    pub fn dying(mut self, death: Death) -> Self {
        self.death = death;
        self
    }
}

fn dead() -> GroundError {
    GroundError::Node(axiom_client::ClientError::Uncertain {
        hash: "00".to_string(),
        why: "killed".to_string(),
    })
}

impl Ground for Mortal<'_> {
    fn chain_id(&self) -> String {
        self.inner.chain_id()
    }
    fn codes(&self) -> Result<Vec<Code>, GroundError> {
        self.inner.codes()
    }
    fn code(&self, code_id: u64) -> Result<Option<Code>, GroundError> {
        let found = self.inner.code(code_id)?;
        Ok(found.map(|code| match self.stores_other {
            true => Code { checksum: vec![7; 32], ..code },
            false => code,
        }))
    }
    fn uploads(&self) -> Result<Uploads, GroundError> {
        Ok(self.uploads.clone())
    }
    fn contract(&self, address: &str) -> Result<Option<Contract>, GroundError> {
        self.inner.contract(address)
    }
    fn smart(&self, contract: &str, msg: &Value) -> Result<Value, GroundError> {
        self.inner.smart(contract, msg)
    }
    fn raw(&self, contract: &str, key: &[u8]) -> Result<Option<Vec<u8>>, GroundError> {
        self.inner.raw(contract, key)
    }
    fn coins(&self, account: &str) -> Result<Option<Vec<Coin>>, GroundError> {
        self.inner.coins(account)
    }
    fn try_out(&self, _task: Task<'_>) -> Result<Option<u64>, GroundError> {
        self.tried.set(self.tried.get() + 1);
        match &self.refuses {
            Some(text) => Err(GroundError::Refused { text: text.clone() }),
            None => Ok(self.price.map(|_| 1_234_567)),
        }
    }
    fn fee(&self, gas: u64) -> Option<Coin> {
        self.price.map(|price| cosmwasm_std::coin(u128::from(gas) * price, "ufee"))
    }
    fn send(&mut self, task: Task<'_>) -> Result<Receipt, GroundError> {
        let at = self.sent;
        self.sent += 1;
        if self.death == Death::Before(at) {
            return Err(dead());
        }
        let receipt = self.inner.send(task)?;
        match self.death == Death::After(at) {
            true => Err(dead()),
            false => Ok(receipt),
        }
    }
}

/// Coins for an account.
pub fn give(chain: &mut LocalChain, name: &str, amount: u128) {
    chain.give(&who(name), cosmwasm_std::coin(amount, DENOM));
}
