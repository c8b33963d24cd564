//! What messages of the five contracts, and transfers of tokens, mean.

use axiom_types::asset::Asset;
use axiom_types::common::GuardMsg;
use axiom_types::dao::{AdminMsg as DaoAdmin, ExecuteMsg as DaoMsg, Target};
use axiom_types::distributor::{
    AdminMsg as DistributorAdmin, ExecuteMsg as DistributorMsg, FreezeTarget, PoolKind,
};
use axiom_types::ledger::{AdminMsg as LedgerAdmin, ExecuteMsg as LedgerMsg};
use axiom_types::registry::{AdminMsg as RegistryAdmin, ExecuteMsg as RegistryMsg};
use axiom_types::tracker::{AdminMsg as TrackerAdmin, ExecuteMsg as TrackerMsg, Holder, NewGrant};
use cosmwasm_std::Binary;
use cw20::Cw20ExecuteMsg;
use serde::de::DeserializeOwned;

use super::{Amount, Meaning};
use crate::due::span_text;
use crate::economy::Economy;

fn read<T: DeserializeOwned>(msg: &Binary) -> Option<T> {
    serde_json::from_slice(msg).ok()
}

fn guard(contract: &str, msg: &GuardMsg) -> Meaning {
    match msg {
        GuardMsg::Pause { seconds } => {
            Meaning::of(format!("pause entries of the {contract} for {}", span_text(*seconds)))
        }
        GuardMsg::Unpause {} => Meaning::of(format!("open the {contract} again")),
    }
}

pub(super) fn registry(msg: &Binary) -> Option<Meaning> {
    match read::<RegistryMsg>(msg)? {
        RegistryMsg::Admin(RegistryAdmin::UpdateSettings { settings }) => {
            Some(Meaning::of(format!(
                "set the registry's leases to {} with a renewal window of {}",
                span_text(settings.lease_seconds),
                span_text(settings.renewal_window)
            )))
        }
        RegistryMsg::Admin(RegistryAdmin::Guard(msg)) => Some(guard("registry", &msg)),
        _ => None,
    }
}

pub(super) fn ledger(economy: &Economy, msg: &Binary) -> Option<Meaning> {
    match read::<LedgerMsg>(msg)? {
        LedgerMsg::Admin(LedgerAdmin::UpdateSettings { .. }) => {
            Some(Meaning::of("change the ledger's settings for jobs posted from then on"))
        }
        LedgerMsg::Admin(LedgerAdmin::SetPeers { peers }) => {
            let word = |peer: &Option<String>| match peer {
                Some(peer) => economy.word(peer).to_string(),
                None => "none".to_string(),
            };
            Some(Meaning::of(format!(
                "let new jobs of the ledger work with registry {}, tracker {}, distributor {}",
                word(&peers.registry),
                word(&peers.tracker),
                word(&peers.distributor)
            )))
        }
        LedgerMsg::Admin(LedgerAdmin::Guard(msg)) => Some(guard("ledger", &msg)),
        LedgerMsg::Arbitrate { job, worker_bps, .. } => {
            let part = crate::job::percent(worker_bps);
            Some(Meaning::of(format!("decide job {job}: the worker gets {part} of the price")))
        }
        _ => None,
    }
}

pub(super) fn tracker(economy: &Economy, msg: &Binary) -> Option<Meaning> {
    let TrackerMsg::Admin(msg) = read::<TrackerMsg>(msg)? else {
        return None;
    };
    Some(match msg {
        TrackerAdmin::GrantBudget { grant } => Meaning::of(grant_text(economy, &grant)),
        TrackerAdmin::RevokeBudget { grant } => Meaning::of(format!("end the budget {grant}")),
        TrackerAdmin::Award { domain, account, points, .. } => Meaning::of(format!(
            "credit {} with {points} points in domain {domain}",
            economy.word(&account)
        )),
        TrackerAdmin::Penalise { domain, account, points, .. } => Meaning::of(format!(
            "take {points} points in domain {domain} from {}",
            economy.word(&account)
        )),
        TrackerAdmin::SetRates { domain, rates } => {
            let rate = |rate: &axiom_types::tracker::Rate| {
                format!("{} points for {} {}", rate.points, rate.per, rate.asset)
            };
            let all: Vec<_> = rates.iter().map(rate).collect();
            let rates = if all.is_empty() { "nothing".to_string() } else { all.join(", ") };
            Meaning::of(format!("count paid work in domain {domain} as {rates}"))
        }
        TrackerAdmin::AddDomain { domain } => {
            let half = span_text(domain.half_life);
            Meaning::of(format!("add the domain '{}', whose score halves in {half}", domain.name))
        }
        TrackerAdmin::SetRegistry { registry } => Meaning::of(match registry {
            Some(registry) => format!("look up principals in {}", economy.word(&registry)),
            None => "look up no principals any more".to_string(),
        }),
        TrackerAdmin::Guard(msg) => guard("tracker", &msg),
    })
}

fn grant_text(economy: &Economy, grant: &NewGrant) -> String {
    let who = match &grant.holder {
        Holder::Address { address } => economy.word(address).to_string(),
        Holder::MinScore { domain, min } => {
            format!("everybody with {min} points in domain {domain}")
        }
    };
    let end = match grant.last_epoch {
        Some(epoch) => format!(" until epoch {epoch}"),
        None => String::new(),
    };
    format!(
        "let {who} mint points in domain {} by way of {}{end}: per epoch {} each, {} together, {} between one client and \
         one worker",
        grant.domain,
        economy.word(&grant.ledger),
        grant.per_client,
        grant.total,
        grant.per_pair
    )
}

pub(super) fn distributor(economy: &Economy, msg: &Binary) -> Option<Meaning> {
    Some(match read::<DistributorMsg>(msg)? {
        DistributorMsg::Transfer { to, asset, amount } => Meaning::paying(
            &asset,
            amount,
            format!(
                "move {amount} {asset} from the treasury's balance to the balance of {}",
                economy.word(&to)
            ),
        ),
        DistributorMsg::Withdraw { withdrawals } => {
            let rows = withdrawals.iter().map(|row| {
                let amount = row.amount.map_or("all".to_string(), |amount| amount.to_string());
                let to = row.to.as_deref().map_or("the treasury's own", |to| economy.word(to));
                format!("{amount} {} to the wallet of {to}", row.asset)
            });
            let text: Vec<_> = rows.collect();
            let known = withdrawals.into_iter();
            let known =
                known.filter_map(|row| Some(Amount { asset: row.asset, amount: row.amount? }));
            Meaning {
                amounts: known.collect(),
                text: format!("pay out of the treasury's balance: {}", text.join(", ")),
            }
        }
        DistributorMsg::FundPool { pool, amount } => {
            Meaning::of(format!("put {amount} base units into pool {pool}"))
        }
        DistributorMsg::CreatePool { pool } => {
            let how = match &pool.kind {
                PoolKind::Standing { domain, .. } => format!("by standing in domain {domain}"),
                PoolKind::Table { period, .. } => {
                    format!("by a table of shares, each deposit over {}", span_text(*period))
                }
            };
            let (name, asset) = (pool.name, pool.asset);
            Meaning::of(format!("open the pool '{name}' that pays {asset} {how}"))
        }
        DistributorMsg::Admin(msg) => distributor_admin(economy, msg),
        _ => return None,
    })
}

fn distributor_admin(economy: &Economy, msg: DistributorAdmin) -> Meaning {
    let target_word = |target: &FreezeTarget| match target {
        FreezeTarget::Asset(asset) => format!("the asset {asset}"),
        FreezeTarget::Pool(pool) => format!("pool {pool}"),
    };
    match msg {
        DistributorAdmin::ListToken { address } => {
            Meaning::of(format!("accept deposits of the token {address}"))
        }
        DistributorAdmin::DelistToken { address } => {
            Meaning::of(format!("refuse further deposits of the token {address}"))
        }
        DistributorAdmin::SweepSurplus { asset, to } => {
            let to = economy.word(&to);
            Meaning::of(format!("credit what nobody owns of {asset} to {to}"))
        }
        DistributorAdmin::Freeze { target, seconds } => {
            let span = span_text(seconds);
            Meaning::of(format!("freeze {} for {span}, exits included", target_word(&target)))
        }
        DistributorAdmin::Unfreeze { target } => {
            Meaning::of(format!("thaw {}", target_word(&target)))
        }
        DistributorAdmin::Guard(msg) => guard("distributor", &msg),
    }
}

pub(super) fn dao(economy: &Economy, msg: &Binary) -> Option<Meaning> {
    let DaoMsg::Admin(msg) = read::<DaoMsg>(msg)? else {
        return None;
    };
    Some(Meaning::of(match msg {
        DaoAdmin::SetTrack { track, config } => {
            format!("set track {track}, '{}'", config.name)
        }
        DaoAdmin::SetGuardian { guardian: Some(setup) } => {
            let (who, span) = (economy.word(&setup.address), span_text(setup.sunset));
            format!("name {who} guardian for {span}")
        }
        DaoAdmin::SetGuardian { guardian: None } => "have no guardian any more".to_string(),
        DaoAdmin::ForgiveGuardian {} => "let the guardian act again at once".to_string(),
        DaoAdmin::SetPeer { target, address: Some(address) } => {
            format!("make {address} the {} of this economy", target_word(&target))
        }
        DaoAdmin::SetPeer { target, address: None } => {
            format!("switch the {} of this economy off", target_word(&target))
        }
        DaoAdmin::AcceptOwnership { contract } => {
            format!("take ownership of {}", economy.word(&contract))
        }
        DaoAdmin::Upgrade { target, code_id, checksum, .. } => {
            let what = target_word(&target);
            format!("upgrade {what} to code {code_id} with checksum {checksum}")
        }
        DaoAdmin::SelfCheck {} => "check that the dao can still work".to_string(),
    }))
}

/// The word for a target.
pub(crate) fn target_word(target: &Target) -> &str {
    match target {
        Target::Dao {} => "dao",
        Target::Registry {} => "registry",
        Target::Ledger {} => "ledger",
        Target::Tracker {} => "tracker",
        Target::Distributor {} => "distributor",
        Target::Contract { address } => address,
    }
}

pub(super) fn token(economy: &Economy, address: &str, msg: &Binary) -> Option<Meaning> {
    let Cw20ExecuteMsg::Transfer { recipient, amount } = read::<Cw20ExecuteMsg>(msg)? else {
        return None;
    };
    let (asset, to) = (Asset::cw20(address), economy.word(&recipient));
    let text = format!("pay {amount} {asset} from the treasury's wallet to {to}");
    Some(Meaning::paying(&asset, amount, text))
}
