//! Messages of the founding transaction: up to four creations, then the first budgets.

use axiom_kit::{checks, reply};
use axiom_types::bounds::MAX_FIRST_GRANTS;
use axiom_types::dao::{AdminMsg, ExecuteMsg, InstantiateMsg, LedgerSetup, Part};
use axiom_types::json::{self, Json};
use axiom_types::tracker::NewGrant;
use axiom_types::{distributor, ledger, registry, tracker};
use cosmwasm_schema::serde::Serialize;
use cosmwasm_std::{Addr, Env, SubMsg, WasmMsg};

use super::layers::{layer_salt, Plan};
use crate::domain::tracks::slowest;
use crate::error::ContractError;
use crate::peers::Role;
use crate::records::Layer;
use crate::reply::FOUNDED;

/// The word that stands for the ledger founded here.
const OWN_LEDGER: &str = "ledger";

/// The creations, in order; the last one is replied to.
pub fn creations(
    env: &Env,
    msg: &InstantiateMsg,
    plan: &Plan,
) -> Result<Vec<SubMsg>, ContractError> {
    let own = env.contract.address.to_string();
    let mut messages = vec![];
    if let Part::Create { code_id, settings, .. } = &msg.registry {
        let init =
            registry::InstantiateMsg { owner: Some(own.clone()), settings: settings.clone() };
        messages.push(create(env, msg, Role::Registry, *code_id, &init)?);
    }
    if let Part::Create { code_id, settings, .. } = &msg.tracker {
        let init = tracker::InstantiateMsg {
            owner: Some(own.clone()),
            registry: address(&plan.registry),
            domains: settings.domains.clone(),
            voting_domain: settings.voting_domain,
            weight_shift: settings.weight_shift,
            genesis: settings.genesis.clone(),
        };
        messages.push(create(env, msg, Role::Tracker, *code_id, &init)?);
    }
    if let Part::Create { code_id, settings, .. } = &msg.distributor {
        let init =
            distributor::InstantiateMsg { owner: Some(own), tokens: settings.tokens.clone() };
        messages.push(create(env, msg, Role::Distributor, *code_id, &init)?);
    }
    if let Part::Create { code_id, settings, .. } = &msg.ledger {
        let needed = slowest(&msg.tracks);
        let seconds = settings.min_default_arbitration;
        if seconds < needed {
            return Err(ContractError::ArbitrationTooShort { seconds, needed });
        }
        let init = ledger_init(&env.contract.address, settings, plan);
        messages.push(create(env, msg, Role::Ledger, *code_id, &init)?);
    }
    let last = messages.pop();
    let mut all: Vec<SubMsg> = messages.into_iter().map(SubMsg::new).collect();
    if let Some(last) = last {
        all.push(SubMsg::reply_on_success(last, reply::id(FOUNDED, 0)?));
    }
    Ok(all)
}

fn ledger_init(own: &Addr, settings: &LedgerSetup, plan: &Plan) -> ledger::InstantiateMsg {
    ledger::InstantiateMsg {
        owner: Some(own.to_string()),
        peers: ledger::PeersMsg {
            registry: address(&plan.registry),
            tracker: Some(plan.tracker.address.to_string()),
            distributor: address(&plan.distributor),
        },
        settings: ledger::SettingsMsg {
            fee_bps: settings.fee_bps,
            fee_recipient: own.to_string(),
            default_arbiter: own.to_string(),
            default_windows: settings.default_windows,
            min_default_arbitration: settings.min_default_arbitration,
            arbiter_silence_bps: settings.arbiter_silence_bps,
            min_blocks: settings.min_blocks,
        },
    }
}

fn create(
    env: &Env,
    msg: &InstantiateMsg,
    role: Role,
    code_id: u64,
    init: &(impl Json + Serialize),
) -> Result<WasmMsg, ContractError> {
    Ok(WasmMsg::Instantiate2 {
        admin: Some(env.contract.address.to_string()),
        code_id,
        label: format!("{}: {}", role.word(), msg.name),
        msg: json::binary(init)?,
        funds: vec![],
        salt: layer_salt(&msg.salt, role).into(),
    })
}

/// The first budgets of a tracker created here, which this contract owns.
pub fn grants(msg: &InstantiateMsg, plan: &Plan) -> Result<Vec<WasmMsg>, ContractError> {
    let Part::Create { settings, .. } = &msg.tracker else {
        return Ok(vec![]);
    };
    checks::list("tracker.grants", settings.grants.len(), MAX_FIRST_GRANTS)?;
    let rows = settings.grants.iter().enumerate();
    rows.map(|(index, grant)| {
        let ledger = if grant.ledger == OWN_LEDGER {
            address(&plan.ledger).ok_or(ContractError::NoLedgerForGrant { index })?
        } else {
            grant.ledger.clone()
        };
        let grant = NewGrant { ledger, ..grant.clone() };
        let call = tracker::ExecuteMsg::Admin(tracker::AdminMsg::GrantBudget { grant });
        Ok(json::call(&plan.tracker.address, &call)?)
    })
    .collect()
}

/// The call to itself that reads back its own admin and state.
pub fn self_check(env: &Env) -> Result<WasmMsg, ContractError> {
    let call = ExecuteMsg::Admin(AdminMsg::SelfCheck {});
    Ok(json::call(&env.contract.address, &call)?)
}

fn address(layer: &Option<Layer>) -> Option<String> {
    layer.as_ref().map(|layer| layer.address.to_string())
}
