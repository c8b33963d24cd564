//! Messages that a plan comes to.

use std::collections::BTreeMap;

use axiom_types::dao::{DistributorSetup, LedgerSetup, TrackerSetup};
use axiom_types::tracker::NewGrant;
use axiom_types::{distributor, ledger, registry, tracker};
use cosmwasm_std::{Binary, Coin, CosmosMsg, WasmMsg};
use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_json::{json, Value};

use crate::error::EconomyError;
use crate::plan::{OwnerTask, Plan, PlannedContract};
use crate::role::Role;
use crate::template::{Call, Proposal};

/// The word that stands for the ledger founded here, in grants.
const OWN_LEDGER: &str = "ledger";

/// The messages of the founding transaction, in order.
pub fn founding(plan: &Plan, codes: &BTreeMap<Role, u64>) -> Result<Vec<CosmosMsg>, EconomyError> {
    let mut messages = match plan.contract(Role::Dao) {
        Some(dao) => vec![governed(plan, dao, codes)?],
        None => alone(plan, codes)?,
    };
    if plan.owner.as_ref().is_some_and(|owner| owner.address == plan.founder) {
        messages.extend(grants(plan)?);
    }
    for call in &plan.calls {
        messages.push(called(plan, call)?);
    }
    Ok(messages)
}

/// The creation of governance-dao, which creates the others.
fn governed(
    plan: &Plan,
    dao: &PlannedContract,
    codes: &BTreeMap<Role, u64>,
) -> Result<CosmosMsg, EconomyError> {
    let mut msg = plan.founding.clone();
    for layer in plan.created().filter(|one| one.contract != Role::Dao) {
        let create = msg.pointer_mut(&format!("/{}/create", layer.contract.part()));
        if let Some(create) = create {
            create["code_id"] = json!(code(codes, layer.contract)?);
            create["checksum"] = json!(checksum(plan, layer.contract));
        }
    }
    msg["salt"] = json!(Binary::from(plan.salt.as_bytes()));
    created(plan, dao, codes, binary(&msg)?)
}

/// The creations of the layers by the founder itself.
fn alone(plan: &Plan, codes: &BTreeMap<Role, u64>) -> Result<Vec<CosmosMsg>, EconomyError> {
    let mut messages = vec![];
    for contract in plan.created() {
        let owner = contract.owner.clone();
        let address = |role: Role| plan.address(role).map(str::to_string);
        let msg = match contract.contract {
            Role::Registry => {
                let settings = settings(plan, Role::Registry)?;
                binary(&registry::InstantiateMsg { owner, settings })?
            }
            Role::Tracker => {
                let setup: TrackerSetup = settings(plan, Role::Tracker)?;
                binary(&tracker::InstantiateMsg {
                    owner,
                    registry: address(Role::Registry),
                    domains: setup.domains,
                    voting_domain: setup.voting_domain,
                    weight_shift: setup.weight_shift,
                    genesis: setup.genesis,
                })?
            }
            Role::Distributor => {
                let setup: DistributorSetup = settings(plan, Role::Distributor)?;
                binary(&distributor::InstantiateMsg { owner, tokens: setup.tokens })?
            }
            Role::Ledger => {
                let peers = ledger::PeersMsg {
                    registry: address(Role::Registry),
                    tracker: address(Role::Tracker),
                    distributor: address(Role::Distributor),
                };
                let settings = ledger_settings(plan, owner.clone().unwrap_or_default())?;
                binary(&ledger::InstantiateMsg { owner, peers, settings })?
            }
            Role::Dao => continue,
        };
        messages.push(created(plan, contract, codes, msg)?);
    }
    Ok(messages)
}

/// Fees go to the owner's balance, and disputes to the owner.
fn ledger_settings(plan: &Plan, owner: String) -> Result<ledger::SettingsMsg, EconomyError> {
    let setup: LedgerSetup = settings(plan, Role::Ledger)?;
    Ok(ledger::SettingsMsg {
        fee_bps: setup.fee_bps,
        fee_recipient: owner.clone(),
        default_arbiter: owner,
        default_windows: setup.default_windows,
        min_default_arbitration: setup.min_default_arbitration,
        arbiter_silence_bps: setup.arbiter_silence_bps,
        min_blocks: setup.min_blocks,
    })
}

fn created(
    plan: &Plan,
    contract: &PlannedContract,
    codes: &BTreeMap<Role, u64>,
    msg: Binary,
) -> Result<CosmosMsg, EconomyError> {
    let mut salt = plan.salt.as_bytes().to_vec();
    salt.extend(contract.contract.letter());
    Ok(WasmMsg::Instantiate2 {
        admin: contract.admin.clone(),
        code_id: code(codes, contract.contract)?,
        label: contract.label.clone().unwrap_or_default(),
        msg,
        funds: vec![],
        salt: salt.into(),
    }
    .into())
}

/// The first budgets, as the owner grants them.
fn grants(plan: &Plan) -> Result<Vec<CosmosMsg>, EconomyError> {
    let Some(tracker) = plan.created().find(|one| one.contract == Role::Tracker) else {
        return Ok(vec![]);
    };
    let setup: TrackerSetup = settings(plan, Role::Tracker)?;
    let grant = |grant: NewGrant| {
        let ledger = match (grant.ledger.as_str(), plan.address(Role::Ledger)) {
            (OWN_LEDGER, Some(own)) => own.to_string(),
            (OWN_LEDGER, None) => return Err(no_ledger()),
            (other, _) => other.to_string(),
        };
        let grant = NewGrant { ledger, ..grant };
        let msg = tracker::ExecuteMsg::Admin(tracker::AdminMsg::GrantBudget { grant });
        Ok(execute(&tracker.address, binary(&msg)?, vec![]))
    };
    setup.grants.into_iter().map(grant).collect()
}

fn no_ledger() -> EconomyError {
    let what = "a grant names the ledger of this economy, and it is left out: name another ledger, or take founding.tracker.create.settings.grants out";
    EconomyError::Unsuited { what: what.to_string() }
}

/// What an owner that is not the founder has to send itself; nothing if there is nothing.
pub fn owner_task(plan: &Plan) -> Result<Option<OwnerTask>, EconomyError> {
    let Some(owner) = &plan.owner else {
        return Ok(None);
    };
    let mut messages = grants(plan)?;
    for call in plan.proposals.iter().flat_map(|proposal| &proposal.calls) {
        messages.push(called(plan, call)?);
    }
    if messages.is_empty() {
        return Ok(None);
    }
    let title = format!("Set up the economy {}", plan.name);
    let about = "after the founding: budgets and whatever else only the owner may do".to_string();
    let (to, proposal) = owner.proposal(&title, &about, &messages)?.unzip();
    Ok(Some(OwnerTask { about, messages, to, proposal }))
}

/// The message that puts a proposal of the template to the members.
pub fn proposed(plan: &Plan, proposal: &Proposal) -> Result<CosmosMsg, EconomyError> {
    let msgs: Vec<CosmosMsg> =
        proposal.calls.iter().map(|call| called(plan, call)).collect::<Result<_, _>>()?;
    let msg = axiom_types::dao::ExecuteMsg::Propose {
        title: proposal.title.clone(),
        description: proposal.description.clone(),
        msgs,
        earliest: None,
        latest: None,
        track: Some(proposal.track),
        may_fail: None,
    };
    let dao = plan.address(Role::Dao).unwrap_or_default();
    Ok(execute(dao, binary(&msg)?, vec![]))
}

fn called(plan: &Plan, call: &Call) -> Result<CosmosMsg, EconomyError> {
    let address = call.role().and_then(|role| plan.address(role)).ok_or_else(|| {
        let what = format!(
            "the template sends a message to {}, and this economy has none: take it out of `then`",
            call.contract
        );
        EconomyError::Unsuited { what }
    })?;
    Ok(execute(address, binary(&call.message)?, call.funds.clone()))
}

pub(crate) fn execute(contract: &str, msg: Binary, funds: Vec<Coin>) -> CosmosMsg {
    WasmMsg::Execute { contract_addr: contract.to_string(), msg, funds }.into()
}

pub(crate) fn binary(msg: &impl Serialize) -> Result<Binary, EconomyError> {
    serde_json::to_vec(msg).map(Binary::from).map_err(|error| EconomyError::Unsuited {
        what: format!("a message cannot be written as JSON: {error}"),
    })
}

/// The settings of a layer that is created.
fn settings<T: DeserializeOwned>(plan: &Plan, role: Role) -> Result<T, EconomyError> {
    let path = format!("/{}/create/settings", role.part());
    let found = plan.founding.pointer(&path).cloned().unwrap_or(Value::Null);
    serde_json::from_value(found).map_err(|error| EconomyError::Template {
        name: plan.template.name.clone(),
        problems: vec![format!("founding.{}.create.settings: {error}", role.part())],
    })
}

fn code(codes: &BTreeMap<Role, u64>, role: Role) -> Result<u64, EconomyError> {
    codes.get(&role).copied().ok_or(EconomyError::NoChecksum { contract: role })
}

fn checksum(plan: &Plan, role: Role) -> &str {
    let found = plan.codes.iter().find(|code| code.contract == role);
    found.map_or("", |code| code.checksum.as_str())
}
