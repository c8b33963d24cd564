//! What a track admits, as governance-dao will see it: calls by contract and method, payments by asset and window.

use std::collections::BTreeMap;

use axiom_types::asset::Asset;
use axiom_types::dao::{CallRule, Target, Track};
use axiom_types::distributor::ExecuteMsg as DistributorMsg;
use axiom_types::tracker::{AdminMsg as TrackerAdmin, ExecuteMsg as TrackerMsg};
use cosmwasm_std::{BankMsg, Coin, CosmosMsg, Uint128, WasmMsg};
use cw20::Cw20ExecuteMsg;
use serde::Serialize;
use serde_json::Value;

use crate::due::span_text;
use crate::economy::{ContractName, Economy};
use crate::plain::method_of;

/// Admin messages of the dao that a call rule can admit; all others need a strict track.
const OPEN_ADMIN: [&str; 2] = ["admin.forgive_guardian", "admin.accept_ownership"];

/// Why a track does not admit a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// It pays more than the track may in one window.
    TooMuch {
        /// The asset.
        asset: Asset,
        /// Base units of the proposal.
        amount: Uint128,
        /// Base units that the track may pay in one window.
        allowed: Uint128,
        /// Seconds of a window.
        window: u64,
    },
    /// The track may not pay in this asset.
    NoSpending {
        /// The asset.
        asset: Asset,
    },
    /// The track does not list the method.
    NotListed {
        /// The contract's word, or its address.
        target: String,
        /// The method.
        method: String,
    },
    /// Only a strict track may do this.
    NeedsStrict {
        /// The method.
        method: String,
    },
    /// A message of a kind that no track admits.
    Kind {},
}

impl Refusal {
    /// How far off the track is: less is closer.
    pub(super) fn distance(&self) -> u8 {
        match self {
            Self::TooMuch { .. } => 0,
            Self::NoSpending { .. } => 1,
            Self::NotListed { .. } => 2,
            Self::NeedsStrict { .. } => 3,
            Self::Kind {} => 4,
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooMuch { asset, amount, allowed, window } => write!(
                f,
                "it may pay {allowed} {asset} in {}, and this pays {amount}",
                span_text(*window)
            ),
            Self::NoSpending { asset } => write!(f, "it may not pay in {asset}"),
            Self::NotListed { target, method } => {
                write!(f, "it may not call `{method}` of {target}")
            }
            Self::NeedsStrict { method } => write!(f, "`{method}` needs a strict track"),
            Self::Kind {} => write!(f, "a message of a kind that no track admits"),
        }
    }
}

/// What a message needs of its track.
enum Need {
    Pay(Asset, Uint128),
    Call { contract: Option<ContractName>, address: String, method: String, power: bool },
    Never,
}

/// Why a track does not admit these messages; none if it does.
pub(super) fn refusal(track: &Track, economy: &Economy, messages: &[CosmosMsg]) -> Option<Refusal> {
    let needs: Vec<_> = messages.iter().flat_map(|message| needs(economy, message)).collect();
    needs
        .iter()
        .find_map(|need| match need {
            Need::Pay(asset, _) => {
                let listed = track.spending.iter().any(|rule| rule.asset == *asset);
                (!listed).then(|| Refusal::NoSpending { asset: asset.clone() })
            }
            Need::Call { .. } => call_refusal(track, economy, need),
            Need::Never => Some(Refusal::Kind {}),
        })
        .or_else(|| too_much(track, &needs))
}

fn too_much(track: &Track, needs: &[Need]) -> Option<Refusal> {
    let mut sums: BTreeMap<&Asset, Uint128> = BTreeMap::new();
    for need in needs {
        if let Need::Pay(asset, amount) = need {
            let sum = sums.entry(asset).or_default();
            *sum = sum.saturating_add(*amount);
        }
    }
    sums.into_iter().find_map(|(asset, amount)| {
        let rule = track.spending.iter().find(|rule| rule.asset == *asset)?;
        (amount > rule.amount).then(|| Refusal::TooMuch {
            asset: asset.clone(),
            amount,
            allowed: rule.amount,
            window: rule.window,
        })
    })
}

fn call_refusal(track: &Track, economy: &Economy, need: &Need) -> Option<Refusal> {
    let Need::Call { contract, address, method, power } = need else {
        return None;
    };
    if track.strict && contract.is_some() {
        return None;
    }
    let own_admin = *contract == Some(ContractName::Dao) && method.starts_with("admin.");
    if *power || (own_admin && !OPEN_ADMIN.contains(&method.as_str())) {
        return Some(Refusal::NeedsStrict { method: method.clone() });
    }
    if track.calls.iter().any(|rule| hits(rule, *contract, address, method)) {
        return None;
    }
    let target = economy.word(address).to_string();
    Some(Refusal::NotListed { target, method: method.clone() })
}

fn hits(rule: &CallRule, contract: Option<ContractName>, address: &str, method: &str) -> bool {
    let layer = |name| contract == Some(name);
    let there = match &rule.target {
        Target::Dao {} => layer(ContractName::Dao),
        Target::Registry {} => layer(ContractName::Registry),
        Target::Ledger {} => layer(ContractName::Ledger),
        Target::Tracker {} => layer(ContractName::Tracker),
        Target::Distributor {} => layer(ContractName::Distributor),
        Target::Contract { address: listed } => listed == address,
    };
    let group = rule.method.strip_suffix(".*");
    let in_group = |group: &str| method.split_once('.').is_some_and(|(name, _)| name == group);
    there && (rule.method == method || group.is_some_and(in_group))
}

fn needs(economy: &Economy, message: &CosmosMsg) -> Vec<Need> {
    match message {
        CosmosMsg::Bank(BankMsg::Send { amount, .. }) => coins(amount),
        CosmosMsg::Wasm(WasmMsg::Execute { contract_addr, msg, funds }) => {
            let mut all = coins(funds);
            let tree: Value = serde_json::from_slice(msg).unwrap_or_default();
            match method_of(&tree) {
                Some(method) => all.extend(call_needs(economy, contract_addr, &tree, method)),
                None => all.push(Need::Never),
            }
            all
        }
        _ => vec![Need::Never],
    }
}

fn coins(coins: &[Coin]) -> Vec<Need> {
    let pay = |coin: &Coin| Need::Pay(Asset::native(coin.denom.as_str()), coin.amount);
    coins.iter().map(pay).collect()
}

fn call_needs(economy: &Economy, address: &str, tree: &Value, method: String) -> Vec<Need> {
    let contract = economy.name_of(address);
    let mut all = match contract {
        Some(ContractName::Distributor) => payments(economy, tree),
        None => token_payment(address, tree),
        Some(_) => vec![],
    };
    // A payment that leaves the dao is admitted by its spending rule alone.
    let leaves = ["transfer", "withdraw"].contains(&method.as_str());
    if all.is_empty() || !leaves {
        let power = contract == Some(ContractName::Tracker) && moves_power(economy, tree);
        all.push(Need::Call { contract, address: address.to_string(), method, power });
    }
    all
}

fn payments(economy: &Economy, tree: &Value) -> Vec<Need> {
    match serde_json::from_value(tree.clone()) {
        Ok(DistributorMsg::Transfer { asset, amount, .. }) => vec![Need::Pay(asset, amount)],
        Ok(DistributorMsg::Withdraw { withdrawals }) => {
            let away = withdrawals
                .into_iter()
                .filter(|row| row.to.as_ref().is_some_and(|to| Some(to) != economy.dao.as_ref()));
            away.map(|row| match row.amount {
                Some(amount) => Need::Pay(row.asset, amount),
                None => Need::Never,
            })
            .collect()
        }
        Ok(DistributorMsg::Deposit { allowances, .. }) => {
            let raised = allowances.into_iter().filter(|row| !row.amount.is_zero());
            raised.map(|row| Need::Pay(row.asset, row.amount)).collect()
        }
        _ => vec![],
    }
}

fn token_payment(address: &str, tree: &Value) -> Vec<Need> {
    match serde_json::from_value(tree.clone()) {
        Ok(Cw20ExecuteMsg::Transfer { amount, .. }) => {
            vec![Need::Pay(Asset::cw20(address), amount)]
        }
        _ => vec![],
    }
}

/// True for a call that makes or takes points of the domain that votes.
fn moves_power(economy: &Economy, tree: &Value) -> bool {
    let Ok(TrackerMsg::Admin(msg)) = serde_json::from_value(tree.clone()) else {
        return false;
    };
    match msg {
        TrackerAdmin::GrantBudget { grant } => grant.domain == economy.voting_domain,
        TrackerAdmin::Award { domain, .. } | TrackerAdmin::Penalise { domain, .. } => {
            domain == economy.voting_domain
        }
        _ => false,
    }
}
