//! Stand-ins for the other contracts: right names, right published keys, and a log of what they were told.

use axiom_kit::store::PackedMap;
use axiom_local::{Code, ContractWrapper};
use axiom_types::asset::Asset;
use axiom_types::common::PauseStatus;
use axiom_types::distributor::{PoolKindResponse, PoolResponse};
use axiom_types::tracker::{raw, SettingsResponse, Standing};
use axiom_types::{distributor, ledger, registry, tracker};
use cosmwasm_schema::serde::Serialize;
use cosmwasm_std::{
    to_json_binary, Addr, Binary, Deps, DepsMut, Empty, Env, MessageInfo, Order, Response,
    StdError, StdResult, Storage, Uint128,
};
use cw_ownable::Ownership;
use cw_storage_plus::{Item, Map};
use serde_json::Value;

const OWNER: Item<String> = Item::new("own");
const INIT: Item<Value> = Item::new("init");
const LOG: Item<Vec<(String, Value)>> = Item::new("log");
const DOMAIN: Item<u32> = Item::new("dom");
/// (what is halted) -> unix second at which it lapses.
const HALTS: Map<&str, u64> = Map::new("halt");
const MEMBERS: Map<&Addr, u64> = Map::new(raw::CW4_MEMBERS);
const HEADS: PackedMap<'_, (u32, &Addr), Standing> = PackedMap::new(raw::HEADS);
const TOTALS: PackedMap<'_, u32, Standing> = PackedMap::new(raw::TOTALS);

type Answer = StdResult<Response>;

fn begin(
    deps: DepsMut<'_>,
    info: &MessageInfo,
    name: &str,
    owner: Option<String>,
    msg: &impl Serialize,
) -> Answer {
    cw2::set_contract_version(deps.storage, name, "0.1.0")?;
    OWNER.save(deps.storage, &owner.unwrap_or_else(|| info.sender.to_string()))?;
    INIT.save(deps.storage, &serde_json::to_value(msg).unwrap())?;
    LOG.save(deps.storage, &vec![])?;
    Ok(Response::new())
}

fn init_registry(
    deps: DepsMut<'_>,
    _: Env,
    info: MessageInfo,
    msg: registry::InstantiateMsg,
) -> Answer {
    begin(deps, &info, registry::CONTRACT_NAME, msg.owner.clone(), &msg)
}

fn init_ledger(
    deps: DepsMut<'_>,
    _: Env,
    info: MessageInfo,
    msg: ledger::InstantiateMsg,
) -> Answer {
    begin(deps, &info, ledger::CONTRACT_NAME, msg.owner.clone(), &msg)
}

fn init_distributor(
    deps: DepsMut<'_>,
    _: Env,
    info: MessageInfo,
    msg: distributor::InstantiateMsg,
) -> Answer {
    begin(deps, &info, distributor::CONTRACT_NAME, msg.owner.clone(), &msg)
}

fn init_tracker(
    deps: DepsMut<'_>,
    env: Env,
    info: MessageInfo,
    msg: tracker::InstantiateMsg,
) -> Answer {
    DOMAIN.save(deps.storage, &msg.voting_domain)?;
    for member in &msg.genesis {
        let account = Addr::unchecked(&member.address);
        let weight = u64::try_from((member.points.u128() << 40) >> msg.weight_shift).unwrap();
        set_weight(deps.storage, msg.voting_domain, (&account, weight), env.block.height);
    }
    begin(deps, &info, tracker::CONTRACT_NAME, msg.owner.clone(), &msg)
}

/// Anything goes in, and the name is one that nobody expects.
fn init_stranger(deps: DepsMut<'_>, _: Env, info: MessageInfo, msg: Value) -> Answer {
    begin(deps, &info, "crates.io:stranger", None, &msg)
}

/// Writes a member's weight as of a block into a fake tracker, and the total that follows from it.
pub fn set_weight(
    storage: &mut dyn Storage,
    domain: u32,
    (account, weight): (&Addr, u64),
    height: u64,
) {
    let old = MEMBERS.may_load(storage, account).unwrap().unwrap_or(0);
    MEMBERS.save(storage, account, &weight).unwrap();
    let head = |weight: u64| Standing { seq: 1, height, weight, ..Standing::default() };
    HEADS.save(storage, (domain, account), &head(weight)).unwrap();
    let total = TOTALS.may_load(storage, domain).unwrap().map_or(0, |total| total.weight);
    let total = (total - old).saturating_add(weight);
    TOTALS.save(storage, domain, &head(total)).unwrap();
}

/// Pauses and freezes as the real ones do: a running one is replaced, and only a running one ends.
fn halt(storage: &mut dyn Storage, now: u64, admin: &Value) -> StdResult<()> {
    let (what, seconds) = match admin {
        admin if admin["guard"]["pause"].is_object() => {
            ("pause".to_string(), &admin["guard"]["pause"]["seconds"])
        }
        admin if admin["guard"]["unpause"].is_object() => ("pause".to_string(), &Value::Null),
        admin if admin["freeze"].is_object() => {
            (admin["freeze"]["target"].to_string(), &admin["freeze"]["seconds"])
        }
        admin if admin["unfreeze"].is_object() => {
            (admin["unfreeze"]["target"].to_string(), &Value::Null)
        }
        _ => return Ok(()),
    };
    match seconds.as_u64() {
        Some(seconds) => HALTS.save(storage, &what, &(now + seconds)),
        None if status(storage, now, &what)?.paused => HALTS.save(storage, &what, &now),
        None => Err(StdError::generic_err("nothing runs")),
    }
}

fn status(storage: &dyn Storage, now: u64, what: &str) -> StdResult<PauseStatus> {
    let until = HALTS.may_load(storage, what)?.filter(|until| now < *until);
    Ok(PauseStatus { paused: until.is_some(), until, paused_seconds: 0 })
}

fn execute(deps: DepsMut<'_>, env: Env, info: MessageInfo, msg: Value) -> Answer {
    let owner = OWNER.load(deps.storage)?;
    if msg.get("admin").is_some() && info.sender.as_str() != owner {
        return Err(StdError::generic_err("not the owner"));
    }
    if msg.get("fail").is_some() {
        return Err(StdError::generic_err(
            "told to fail, and to say so in far more than sixty letters",
        ));
    }
    halt(deps.storage, env.block.time.seconds(), &msg["admin"])?;
    let mut log = LOG.load(deps.storage)?;
    log.push((info.sender.into_string(), msg));
    LOG.save(deps.storage, &log)?;
    Ok(Response::new())
}

fn query(deps: Deps<'_>, env: Env, msg: Value) -> StdResult<Binary> {
    let now = env.block.time.seconds();
    let pool = |asset: Asset| PoolResponse {
        pool: 1,
        name: "pool".to_string(),
        owner: Addr::unchecked("x"),
        asset,
        kind: PoolKindResponse::Table { period: 1, period_end: 1, total_shares: Uint128::zero() },
        residual_to: Addr::unchecked("x"),
        funded: Uint128::zero(),
        undistributed: Uint128::zero(),
        allocated: Uint128::zero(),
        residual: Uint128::zero(),
        claimed: Uint128::zero(),
    };
    match msg.as_object().unwrap().keys().next().unwrap().as_str() {
        "pause" => to_json_binary(&status(deps.storage, now, "pause")?),
        "frozen" => {
            let what = msg["frozen"]["target"].to_string();
            to_json_binary(&status(deps.storage, now, &what)?)
        }
        "ownership" => to_json_binary(&Ownership::<String> {
            owner: Some(OWNER.load(deps.storage)?),
            pending_owner: None,
            pending_expiry: None,
        }),
        "settings" if !INIT.load(deps.storage)?["settings"]["default_arbiter"].is_null() => {
            to_json_binary(&INIT.load(deps.storage)?["settings"])
        }
        "settings" => to_json_binary(&SettingsResponse {
            registry: None,
            voting_domain: DOMAIN.load(deps.storage)?,
            weight_shift: 40,
        }),
        "total_weight" => {
            let domain = DOMAIN.load(deps.storage)?;
            let weight = TOTALS.may_load(deps.storage, domain)?.map_or(0, |total| total.weight);
            to_json_binary(&cw4::TotalWeightResponse { weight })
        }
        "list_members" => {
            let rows = MEMBERS.range(deps.storage, None, None, Order::Ascending);
            let member = |row: StdResult<(Addr, u64)>| {
                row.map(|(addr, weight)| cw4::Member { addr: addr.into_string(), weight })
            };
            let members = rows.map(member).collect::<StdResult<_>>()?;
            to_json_binary(&cw4::MemberListResponse { members })
        }
        "standing_at_height" => to_json_binary(&Standing::default()),
        "pool" if msg["pool"]["pool"] == 1 => to_json_binary(&pool(Asset::native("uaxm"))),
        "pool" => to_json_binary(&pool(Asset::native("uother"))),
        "log" => to_json_binary(&LOG.load(deps.storage)?),
        "init" => to_json_binary(&INIT.load(deps.storage)?),
        _ => Err(StdError::generic_err("unknown query")),
    }
}

fn migrate(deps: DepsMut<'_>, _: Env, _: Empty) -> Answer {
    let stored = cw2::get_contract_version(deps.storage)?;
    cw2::set_contract_version(deps.storage, stored.contract, "0.2.0")?;
    Ok(Response::new())
}

macro_rules! code {
    ($name:literal, $init:expr) => {
        Code::new(
            $name,
            "0.1.0",
            Box::new(ContractWrapper::new(execute, $init, query).with_migrate(migrate)),
        )
    };
}

pub fn registry_code() -> Code {
    code!("registry", init_registry)
}

pub fn tracker_code() -> Code {
    code!("tracker", init_tracker)
}

pub fn distributor_code() -> Code {
    code!("distributor", init_distributor)
}

pub fn ledger_code() -> Code {
    code!("ledger", init_ledger)
}

pub fn stranger_code() -> Code {
    code!("stranger", init_stranger)
}
