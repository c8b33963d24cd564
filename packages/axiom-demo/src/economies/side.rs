//! An economy beside that of the story, founded from a template on the same chain.

use std::mem::swap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{bail, Context, Result};
use axiom_chain::{Account, Chain};
use axiom_economy::{
    apply, plan, Deployments, EconomyError, Plan, Quiet, Release, Role, StoryGround, Template,
    Tools, Wanted, WasmSource,
};
use axiom_suite::{Economy, DENOM};
use axiom_types::dao::InstantiateMsg;
use cosmwasm_std::{from_json, CosmosMsg, WasmMsg};

use super::TEMPLATES;
use crate::reference::Reference;
use crate::stage::Stage;

/// Who founds economies from templates.
pub const FOUNDER: &str = "founder";

/// An economy of its own. While the stage is inside it, the stage's own is kept here.
pub struct Side {
    /// Title of its template.
    pub title: String,
    at: Economy,
    reference: Reference,
    founding: InstantiateMsg,
}

impl Stage {
    /// Founds an economy of that name from its template in one transaction, by codes that are on the chain.
    ///
    /// # Errors
    /// If the plan or the founding is refused.
    pub fn found_side(&mut self, name: &'static str) -> Result<()> {
        self.suite.give(FOUNDER);
        let before = self.suite.chain.txs().len();
        let plan = self.side_plan(name)?;
        self.carry_out(&plan)?;
        let dao = plan.address(Role::Dao).context("the plan has no governance-dao")?;
        let at = Economy::read(&self.suite.chain, &cosmwasm_std::Addr::unchecked(dao));
        let tx = self.suite.chain.txs().get(before).context("no founding transaction")?;
        let (founding, time) = (founding_message(&tx.messages)?, tx.time);
        let created = tx.events_of("instantiate").count();
        let names = &self.names;
        let name_of = |address: &str| names.get(address).cloned().unwrap_or_default();
        let reference = Reference::new(&founding, time, name_of);
        let sent = self.suite.chain.txs().len() - before;
        self.names.extend(at.all().map(|(name, at)| (at.to_string(), name.to_string())));
        let (template, title) = (plan.template.name, plan.template.title);
        self.say(&format!("An economy of its own, by the template {template}: {title}."));
        self.check("transactions that found it", "", sent, 1);
        self.check("contracts that they create", "", created, 5);
        self.sides.insert(name, Side { title, at, reference, founding });
        Ok(())
    }

    /// The address that a contract of an economy has or will have; `part` is `ledger` and so on.
    ///
    /// # Errors
    /// If there is no such economy or part.
    pub fn side_address(&mut self, name: &str, part: &str) -> Result<String> {
        let role = Role::find(part).with_context(|| format!("no contract is called {part}"))?;
        let plan = self.side_plan(name)?;
        Ok(plan.address(role).context("the economy goes without it")?.to_string())
    }

    fn side_plan(&mut self, name: &str) -> Result<Plan> {
        let known = TEMPLATES.iter().find(|(own, _)| *own == name);
        let (_, template) = known.with_context(|| format!("no economy is called {name}"))?;
        let wanted = Wanted {
            economy: name.to_string(),
            founder: Account::named(FOUNDER).address.into_string(),
            denom: Some(DENOM.to_string()),
            ..Wanted::default()
        };
        let release = self.release()?;
        let ground = StoryGround::new(&mut self.suite.chain, &wanted.founder);
        Ok(plan(&ground, &Template::find(template)?, &wanted, &release)?)
    }

    fn carry_out(&mut self, plan: &Plan) -> Result<()> {
        let release = self.release()?;
        let scratch = Scratch::new();
        let deployments = Deployments::new(&scratch.0);
        let tools = Tools { release: &release, wasm: &OnTheChain, deployments: &deployments };
        let mut ground = StoryGround::new(&mut self.suite.chain, &plan.founder);
        let deployment = apply(&mut ground, plan, &tools, &mut Quiet)?;
        if !deployment.complete {
            bail!("the founding of {} was not completed", plan.economy);
        }
        Ok(())
    }

    /// The codes that the story stored, as a release: the plan finds them by their checksums, and nothing is stored twice.
    fn release(&self) -> Result<Release> {
        let codes = self.suite.codes;
        let mut release = Release::committed();
        for (role, code_id) in [
            (Role::Registry, codes.registry),
            (Role::Tracker, codes.tracker),
            (Role::Distributor, codes.distributor),
            (Role::Ledger, codes.ledger),
            (Role::Dao, codes.dao),
        ] {
            let info = self.suite.chain.code_info(code_id).context("a code is not on the chain")?;
            release.checksums.insert(role, info.checksum.as_slice().to_vec());
        }
        Ok(release)
    }

    /// Does something inside an economy that was founded from a template: contracts, reference and founding message are its own meanwhile.
    ///
    /// # Errors
    /// If there is no such economy; what was done inside may fail.
    pub fn inside<T>(&mut self, name: &str, act: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.change_places(name)?;
        let done = act(self);
        self.change_places(name)?;
        done
    }

    fn change_places(&mut self, name: &str) -> Result<()> {
        let side = self.sides.get_mut(name);
        let side = side.with_context(|| format!("the story did not come to the economy {name}"))?;
        swap(&mut self.suite.at, &mut side.at);
        swap(&mut self.reference, &mut side.reference);
        swap(&mut self.founding, &mut side.founding);
        Ok(())
    }

    /// Title of the template of an economy.
    ///
    /// # Errors
    /// If there is no such economy.
    pub fn title_of(&self, name: &str) -> Result<&str> {
        let side = self.sides.get(name);
        Ok(&side.with_context(|| format!("the story did not come to the economy {name}"))?.title)
    }
}

/// What governance-dao was created with.
fn founding_message(messages: &[CosmosMsg]) -> Result<InstantiateMsg> {
    match messages.first() {
        Some(CosmosMsg::Wasm(WasmMsg::Instantiate2 { msg, .. })) => Ok(from_json(msg)?),
        _ => bail!("the founding transaction does not create governance-dao first"),
    }
}

/// All codes are on the chain.
struct OnTheChain;

impl WasmSource for OnTheChain {
    fn wasm(&self, role: Role, _release: &Release) -> Result<Vec<u8>, EconomyError> {
        Err(EconomyError::NoArtifact {
            contract: role,
            path: "none".to_string(),
            why: "the story founds by codes that are on its chain".to_string(),
        })
    }
}

/// A folder for the file of a deployment, gone afterwards.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("axiom-story-{}-{number}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
