//! What the messages of a proposal call and spend, and whether its track admits that.
//!
//! Run when a proposal is made and again when it is executed: what an address is to the economy may have changed.

use axiom_kit::checks;
use axiom_types::asset::Asset;
use axiom_types::dao::{Target, Track};
use axiom_types::distributor::{EscrowMsg, ExecuteMsg as DistributorMsg};
use axiom_types::json::{Json, Tree};
use axiom_types::tracker::{AdminMsg as TrackerAdmin, ExecuteMsg as TrackerMsg};
use cosmwasm_std::{Addr, Api, BankMsg, Binary, Coin, CosmosMsg, Uint128, WasmMsg};

use crate::domain::json::{parse, single, text};
use crate::domain::method::Method;
use crate::domain::policy::{admits, target_word, Call, Refusal};
use crate::domain::spending::rule_for;
use crate::error::ContractError;
use crate::records::Economy;

/// Methods of a cw20 token that dispose of the sender's holding, besides `transfer`. They need a call rule, and count
/// as spending if the track has a rule for the token.
const TOKEN_METHODS: [&str; 3] = ["send", "burn", "increase_allowance"];

/// Admin methods of the tracker that make or take points of one domain.
const POINT_METHODS: [&str; 3] = ["grant_budget", "award", "penalise"];

/// Where a proposal is looked at.
pub struct Place<'a> {
    /// The chain's addresses.
    pub api: &'a dyn Api,
    /// This contract.
    pub own: &'a Addr,
    /// The layers.
    pub economy: &'a Economy,
    /// The proposal's track.
    pub track: &'a Track,
    /// The tracker's domain that gives power.
    pub voting_domain: u32,
}

/// A payment that counts against a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spend {
    /// Index of the message.
    pub index: usize,
    /// What.
    pub what: What,
    /// Base units.
    pub amount: Uint128,
}

/// What is spent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// An asset.
    Asset(Asset),
    /// The asset of a pool, known when it is executed.
    Pool(u64),
}

/// Checks every message against the track; returns what they spend.
///
/// # Errors
/// [`ContractError::MessageKind`], [`ContractError::BadCall`], [`ContractError::CallNotListed`],
/// [`ContractError::NeedsStrict`], [`ContractError::SpendNotListed`], [`ContractError::AmountNeeded`],
/// [`axiom_kit::KitError::BadAddress`].
pub fn check(place: &Place<'_>, msgs: &[CosmosMsg]) -> Result<Vec<Spend>, ContractError> {
    let mut spends = vec![];
    for (index, msg) in msgs.iter().enumerate() {
        let found = check_one(place, index, msg)?;
        for spend in &found {
            has_rule(place.track, spend)?;
        }
        spends.extend(found);
    }
    Ok(spends)
}

fn check_one(
    place: &Place<'_>,
    index: usize,
    msg: &CosmosMsg,
) -> Result<Vec<Spend>, ContractError> {
    match msg {
        CosmosMsg::Bank(BankMsg::Send { to_address, amount }) => {
            checks::addr(place.api, to_address)?;
            if amount.is_empty() {
                return Err(ContractError::AmountNeeded { index });
            }
            coins(index, amount)
        }
        CosmosMsg::Wasm(WasmMsg::Execute { contract_addr, msg, funds }) => {
            checks::addr(place.api, contract_addr)?;
            let mut spends = coins(index, funds)?;
            spends.extend(check_call(place, index, contract_addr, msg)?);
            Ok(spends)
        }
        other => Err(ContractError::MessageKind { index, kind: kind(other) }),
    }
}

fn check_call(
    place: &Place<'_>,
    index: usize,
    address: &str,
    msg: &Binary,
) -> Result<Vec<Spend>, ContractError> {
    let json = parse(msg).ok_or(ContractError::BadCall { index })?;
    let method = Method::of(&json).ok_or(ContractError::BadCall { index })?;
    let target = place.economy.target(place.own, address);
    let call = Call { target: &target, address, method: &method };
    let (spends, admitted) = match target {
        Target::Distributor {} => distributor(place, index, &method, &json)?,
        Target::Contract { .. } => token(place, index, address, &json)?,
        Target::Dao {} | Target::Registry {} | Target::Ledger {} | Target::Tracker {} => {
            (vec![], false)
        }
    };
    if !place.track.strict
        && matches!(target, Target::Tracker {})
        && moves_power(place, &method, &json)
    {
        return Err(refused(place, index, call, Refusal::NeedsStrict));
    }
    if !admitted {
        admits(place.track, call).map_err(|refusal| refused(place, index, call, refusal))?;
    }
    Ok(spends)
}

/// True for a call of the tracker that makes or takes points of the domain that votes. Whoever makes votes rules every
/// track, so no call rule admits that; what cannot be read is taken for such a call.
fn moves_power(place: &Place<'_>, method: &Method, json: &Tree) -> bool {
    if !POINT_METHODS.iter().any(|name| method.is("admin", name)) {
        return false;
    }
    let Ok(TrackerMsg::Admin(msg)) = TrackerMsg::read(json) else {
        return true;
    };
    match msg {
        TrackerAdmin::GrantBudget { grant } => grant.domain == place.voting_domain,
        TrackerAdmin::Award { domain, .. } | TrackerAdmin::Penalise { domain, .. } => {
            domain == place.voting_domain
        }
        _ => true,
    }
}

/// What a call of the distributor spends, and whether the spending rules alone admit it.
fn distributor(
    place: &Place<'_>,
    index: usize,
    method: &Method,
    json: &Tree,
) -> Result<(Vec<Spend>, bool), ContractError> {
    let spender = ["transfer", "withdraw", "deposit", "fund_pool", "escrow"];
    if !spender.contains(&method.name.as_str()) {
        return Ok((vec![], false));
    }
    let msg = DistributorMsg::read(json).map_err(|_| ContractError::BadCall { index })?;
    let one = |what, amount| spend(index, what, amount).map(|spend| vec![spend]);
    match msg {
        DistributorMsg::Transfer { asset, amount, .. } => {
            Ok((one(What::Asset(asset), amount)?, true))
        }
        DistributorMsg::Withdraw { withdrawals } => {
            let mut spends = vec![];
            for row in withdrawals {
                if row.to.is_some_and(|to| to != place.own.as_str()) {
                    let amount = row.amount.ok_or(ContractError::AmountNeeded { index })?;
                    spends.push(spend(index, What::Asset(row.asset), amount)?);
                }
            }
            let admitted = !spends.is_empty();
            Ok((spends, admitted))
        }
        DistributorMsg::Deposit { allowances, .. } => {
            let raised = allowances.into_iter().filter(|row| !row.amount.is_zero());
            let spends: Result<_, _> =
                raised.map(|row| spend(index, What::Asset(row.asset), row.amount)).collect();
            Ok((spends?, false))
        }
        DistributorMsg::FundPool { pool, amount } => Ok((one(What::Pool(pool), amount)?, false)),
        DistributorMsg::Escrow(EscrowMsg::Open { asset, amount, .. }) => {
            Ok((one(What::Asset(asset), amount)?, false))
        }
        _ => Ok((vec![], false)),
    }
}

/// What a call of a foreign contract spends, and whether the spending rules alone admit it: a cw20 `transfer`.
fn token(
    place: &Place<'_>,
    index: usize,
    address: &str,
    json: &Tree,
) -> Result<(Vec<Spend>, bool), ContractError> {
    let Some((name, fields)) = single(json) else {
        return Ok((vec![], false));
    };
    let asset = Asset::cw20(address);
    let amount = text(fields, "amount").and_then(|amount| amount.parse::<u128>().ok());
    let one = |amount| spend(index, What::Asset(asset.clone()), Uint128::new(amount));
    if name == "transfer" {
        if let (Some(amount), Some(to)) = (amount, text(fields, "recipient")) {
            checks::addr(place.api, to)?;
            return Ok((vec![one(amount)?], true));
        }
    }
    let budgeted = rule_for(place.track, &asset).is_some();
    if budgeted && (name == "transfer" || TOKEN_METHODS.contains(&name)) {
        let amount = amount.ok_or(ContractError::BadCall { index })?;
        return Ok((vec![one(amount)?], false));
    }
    Ok((vec![], false))
}

fn coins(index: usize, amount: &[Coin]) -> Result<Vec<Spend>, ContractError> {
    checks::list("coins", amount.len(), axiom_types::bounds::MAX_COINS)?;
    checks::unique("coins", amount.iter().map(|coin| coin.denom.as_str()))?;
    let asset = |coin: &Coin| What::Asset(Asset::native(coin.denom.as_str()));
    amount.iter().map(|coin| spend(index, asset(coin), coin.amount)).collect()
}

fn spend(index: usize, what: What, amount: Uint128) -> Result<Spend, ContractError> {
    if amount.is_zero() {
        return Err(ContractError::AmountNeeded { index });
    }
    Ok(Spend { index, what, amount })
}

fn has_rule(track: &Track, spend: &Spend) -> Result<(), ContractError> {
    match &spend.what {
        What::Pool(_) => Ok(()),
        What::Asset(asset) if rule_for(track, asset).is_some() => Ok(()),
        What::Asset(asset) => Err(ContractError::SpendNotListed {
            index: spend.index,
            asset: asset.clone(),
            track: track.name.clone(),
        }),
    }
}

fn refused(place: &Place<'_>, index: usize, call: Call<'_>, refusal: Refusal) -> ContractError {
    let track = place.track.name.clone();
    let method = checks::reason(&call.method.to_string());
    match refusal {
        Refusal::NeedsStrict => ContractError::NeedsStrict { index, method, track },
        Refusal::NotListed => {
            let target = target_word(call.target).to_string();
            ContractError::CallNotListed { index, target, method, track }
        }
    }
}

fn kind(msg: &CosmosMsg) -> &'static str {
    match msg {
        CosmosMsg::Bank(BankMsg::Burn { .. }) => "bank.burn",
        CosmosMsg::Bank(_) => "bank",
        CosmosMsg::Custom(_) => "custom",
        CosmosMsg::Wasm(WasmMsg::Instantiate { .. }) => "wasm.instantiate",
        CosmosMsg::Wasm(WasmMsg::Instantiate2 { .. }) => "wasm.instantiate2",
        CosmosMsg::Wasm(WasmMsg::Migrate { .. }) => "wasm.migrate",
        CosmosMsg::Wasm(WasmMsg::UpdateAdmin { .. }) => "wasm.update_admin",
        CosmosMsg::Wasm(WasmMsg::ClearAdmin { .. }) => "wasm.clear_admin",
        CosmosMsg::Wasm(_) => "wasm",
        _ => "other",
    }
}
