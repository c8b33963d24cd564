//! Carries a plan out, step by step; run again it goes on where it stopped.
//!
//! What is done is decided by the chain alone: a code by its checksum, the contracts by their predicted addresses, a
//! proposal by its title and proposer. The file only keeps what the chain does not tell so easily, such as transactions.

use std::collections::BTreeMap;

use axiom_types::dao::Origin;
use serde_json::{json, Value};

use crate::deployment::{DeployedCode, DeployedContract, Deployment, Deployments, DoneStep};
use crate::error::EconomyError;
use crate::ground::{Ground, GroundError, Receipt, Task};
use crate::plan::{messages, Plan, PlannedStep};
use crate::release::{Release, WasmSource};
use crate::role::Role;

/// How often a step is tried that is overtaken by other transactions of the account.
const TURNS: usize = 4;

/// Who is told how far it is.
pub trait Progress {
    /// A step begins: the `at`-th of `of`, from 1.
    fn begins(&mut self, step: &PlannedStep, at: usize, of: usize);
    /// It is done; without a receipt it was done before.
    fn done(&mut self, step: &PlannedStep, receipt: Option<&Receipt>);
}

/// Nobody.
pub struct Quiet;

impl Progress for Quiet {
    fn begins(&mut self, _step: &PlannedStep, _at: usize, _of: usize) {}
    fn done(&mut self, _step: &PlannedStep, _receipt: Option<&Receipt>) {}
}

/// Where things come from and go to while a plan is carried out.
pub struct Tools<'a> {
    /// The release that is founded.
    pub release: &'a Release,
    /// Its Wasm, for codes that are not on the chain.
    pub wasm: &'a dyn WasmSource,
    /// Where deployments are kept.
    pub deployments: &'a Deployments,
}

/// Carries a plan out. After each step the deployment's file is written anew.
///
/// # Errors
/// [`EconomyError::Foreign`] and [`EconomyError::Damaged`] if the file belongs to something else;
/// [`EconomyError::UploadClosed`]; [`EconomyError::NoArtifact`], [`EconomyError::ChangedArtifact`], both before anything
/// is sent; [`EconomyError::Step`] if the chain refuses; [`EconomyError::Ground`]; [`EconomyError::Unwritable`].
pub fn apply(
    ground: &mut dyn Ground,
    plan: &Plan,
    tools: &Tools<'_>,
    progress: &mut dyn Progress,
) -> Result<Deployment, EconomyError> {
    let mut work = begin(ground, plan, tools)?;
    let of = plan.steps.len();
    for (at, step) in plan.steps.iter().enumerate() {
        progress.begins(step, at + 1, of);
        let receipt = work.step_in_turn(ground, step)?;
        tools.deployments.save(&work.deployment)?;
        progress.done(step, receipt.as_ref());
    }
    work.deployment.complete = true;
    tools.deployments.save(&work.deployment)?;
    Ok(work.deployment)
}

fn begin<'a>(
    ground: &dyn Ground,
    plan: &'a Plan,
    tools: &'a Tools<'a>,
) -> Result<Work<'a>, EconomyError> {
    let found_chain = ground.chain_id();
    if found_chain != plan.chain_id {
        let (economy, expected) = (plan.economy.clone(), plan.chain_id.clone());
        return Err(EconomyError::OtherChain { economy, expected, found: found_chain });
    }
    let mut deployment = match tools.deployments.find(&plan.chain_id, &plan.economy)? {
        None => Deployment::begun(plan),
        Some(found) => match found.differs(plan) {
            None => found,
            Some(why) => {
                let path = tools.deployments.path(&plan.chain_id, &plan.economy)?;
                return Err(EconomyError::Foreign { path: path.display().to_string(), why });
            }
        },
    };
    if let Some(closed) = &plan.closed {
        let missing: Vec<&str> = closed.missing.iter().map(|role| role.name()).collect();
        return Err(EconomyError::UploadClosed {
            chain_id: plan.chain_id.clone(),
            allowed: closed.allowed.clone(),
            missing: missing.join(", "),
        });
    }
    // Whatever can be wrong with the files is told before anything is paid for.
    let mut wasm = BTreeMap::new();
    for code in plan.codes.iter().filter(|code| code.code_id.is_none()) {
        wasm.insert(code.contract, tools.wasm.wasm(code.contract, tools.release)?);
    }
    deployment.complete = false;
    tools.deployments.save(&deployment)?;
    Ok(Work { plan, release: tools.release, wasm, deployment })
}

struct Work<'a> {
    plan: &'a Plan,
    release: &'a Release,
    wasm: BTreeMap<Role, Vec<u8>>,
    deployment: Deployment,
}

impl Work<'_> {
    /// Does one step; looks again if another transaction of the account came in between, which may have done it.
    fn step_in_turn(
        &mut self,
        ground: &mut dyn Ground,
        step: &PlannedStep,
    ) -> Result<Option<Receipt>, EconomyError> {
        for _ in 1..TURNS {
            ground.begin_step()?;
            match self.step(ground, step) {
                Err(EconomyError::Ground(GroundError::Overtaken)) => {}
                done => return done,
            }
        }
        ground.begin_step()?;
        self.step(ground, step)
    }

    /// Does one step unless the chain shows that it is done.
    fn step(
        &mut self,
        ground: &mut dyn Ground,
        step: &PlannedStep,
    ) -> Result<Option<Receipt>, EconomyError> {
        let receipt = match step.step.split_once(':') {
            Some(("store", name)) => match Role::find(name) {
                Some(role) => self.store(ground, role, step)?,
                None => return Err(unknown(step)),
            },
            Some(("propose", number)) => self.propose(ground, number, step)?,
            None if step.step == "found" => self.found(ground, step)?,
            _ => return Err(unknown(step)),
        };
        match &receipt {
            Some(receipt) => self.deployment.note(DoneStep {
                step: step.step.clone(),
                tx: receipt.tx.clone(),
                height: Some(receipt.height),
                gas: Some(receipt.gas),
            }),
            None if self.deployment.step(&step.step).is_none() => {
                let (tx, height, gas) = (None, None, None);
                self.deployment.note(DoneStep { step: step.step.clone(), tx, height, gas });
            }
            None => {}
        }
        Ok(receipt)
    }

    fn store(
        &mut self,
        ground: &mut dyn Ground,
        role: Role,
        step: &PlannedStep,
    ) -> Result<Option<Receipt>, EconomyError> {
        let expected = self.release.checksum(role)?;
        let there =
            ground.codes()?.into_iter().find(|code| code.for_all && code.checksum == expected);
        let (code_id, receipt) = match there {
            Some(code) => (code.code_id, None),
            None => {
                // It was there when the plan was made, so its Wasm was not read.
                let Some(wasm) = self.wasm.get(&role) else {
                    let what = format!("the code of {role} was on the chain and is gone: was the chain reset? Make the plan again");
                    return Err(EconomyError::Unsuited { what });
                };
                let task = Task::Store { name: role.name(), wasm };
                let receipt = ground.send(task).map_err(|source| refused(step, source))?;
                (self.stored(ground, role, receipt.code_id)?, Some(receipt))
            }
        };
        let before = self.deployment.codes.get(&role).filter(|code| code.code_id == code_id);
        let tx = receipt.as_ref().map(|done| done.tx.clone());
        let code = DeployedCode {
            code_id,
            checksum: hex::encode(expected),
            tx: tx.unwrap_or_else(|| before.and_then(|code| code.tx.clone())),
            height: receipt
                .as_ref()
                .map(|done| done.height)
                .or(before.and_then(|code| code.height)),
        };
        self.deployment.codes.insert(role, code);
        Ok(receipt)
    }

    /// The number of a code that was just stored; its checksum is read back.
    fn stored(
        &self,
        ground: &dyn Ground,
        contract: Role,
        code_id: Option<u64>,
    ) -> Result<u64, EconomyError> {
        let expected = self.release.checksum(contract)?;
        let code_id = code_id.unwrap_or(0);
        match ground.code(code_id)? {
            Some(code) if code.checksum == expected => Ok(code_id),
            _ => {
                let expected = hex::encode(expected);
                Err(EconomyError::StoredOther { contract, code_id, expected })
            }
        }
    }

    fn found(
        &mut self,
        ground: &mut dyn Ground,
        step: &PlannedStep,
    ) -> Result<Option<Receipt>, EconomyError> {
        let mut there = false;
        for contract in self.plan.created() {
            there |= ground.contract(&contract.address)?.is_some();
        }
        let receipt = if there {
            None
        } else {
            let codes = self.deployment.codes.iter().map(|(role, code)| (*role, code.code_id));
            let messages = messages::founding(self.plan, &codes.collect())?;
            Some(ground.send(Task::Messages(&messages)).map_err(|source| refused(step, source))?)
        };
        self.deployment.contracts = self.contracts(ground)?;
        Ok(receipt)
    }

    /// What the chain says of the contracts: all have to be there.
    fn contracts(
        &self,
        ground: &dyn Ground,
    ) -> Result<BTreeMap<Role, DeployedContract>, EconomyError> {
        let mut all = BTreeMap::new();
        let mut absent = vec![];
        for contract in &self.plan.contracts {
            let Some(found) = ground.contract(&contract.address)? else {
                absent.push(contract.contract.name());
                continue;
            };
            let deployed = DeployedContract {
                address: contract.address.clone(),
                origin: contract.origin.clone(),
                code_id: found.code_id,
                label: found.label,
                admin: found.admin,
                owner: contract.owner.clone(),
            };
            all.insert(contract.contract, deployed);
        }
        if absent.is_empty() {
            return Ok(all);
        }
        let present: Vec<&str> = all.keys().map(|role| role.name()).collect();
        Err(EconomyError::HalfThere { present: present.join(", "), absent: absent.join(", ") })
    }

    fn propose(
        &mut self,
        ground: &mut dyn Ground,
        number: &str,
        step: &PlannedStep,
    ) -> Result<Option<Receipt>, EconomyError> {
        let at = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let Some(proposal) = at.and_then(|at| self.plan.proposals.get(at)) else {
            return Err(unknown(step));
        };
        if is_proposed(ground, self.plan, &proposal.title)? {
            return Ok(None);
        }
        let message = messages::proposed(self.plan, proposal)?;
        let sent = ground.send(Task::Messages(&[message]));
        Ok(Some(sent.map_err(|source| refused(step, source))?))
    }
}

/// What the chain refused is told with its step; of anything else it is not known what became of it.
fn refused(step: &PlannedStep, source: GroundError) -> EconomyError {
    if source.is_refusal() {
        return EconomyError::Step { step: step.step.clone(), source };
    }
    EconomyError::Ground(source)
}

fn unknown(step: &PlannedStep) -> EconomyError {
    EconomyError::Unsuited {
        what: format!(
            "the plan has a step {:?}, which this program does not know: make the plan again",
            step.step
        ),
    }
}

/// Whether the founder has put a proposal of this title to the members of the economy.
pub(crate) fn is_proposed(
    ground: &dyn Ground,
    plan: &Plan,
    title: &str,
) -> Result<bool, EconomyError> {
    let Some(dao) = plan.contract(Role::Dao).filter(|dao| dao.origin == Origin::Founded) else {
        return Ok(false);
    };
    let mut after = Value::Null;
    loop {
        let query = json!({ "list_proposals": { "start_after": after, "limit": 30 } });
        let answer = ground.smart(&dao.address, &query)?;
        let rows = answer.get("proposals").and_then(Value::as_array).cloned().unwrap_or_default();
        let is =
            |row: &Value, key: &str, text: &str| row.get(key).and_then(Value::as_str) == Some(text);
        if rows.iter().any(|row| is(row, "title", title) && is(row, "proposer", &plan.founder)) {
            return Ok(true);
        }
        match rows.last().and_then(|row| row.get("id")) {
            Some(id) => after = id.clone(),
            None => return Ok(false),
        }
    }
}
