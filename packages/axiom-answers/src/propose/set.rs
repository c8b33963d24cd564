//! One setting of one contract: read all, change one, bring all.

use axiom_types::bounds::{
    BPS, MAX_LEASE, MAX_MIN_BLOCKS, MAX_TRACK_PERIOD, MAX_WINDOW, MIN_LEASE, MIN_VOTING_PERIOD,
    MIN_WINDOW,
};
use axiom_types::dao::{AdminMsg as DaoAdmin, ExecuteMsg as DaoMsg, GuardianSetup, Target, Track};
use axiom_types::dao::{GuardianResponse, QueryMsg as DaoQuery, TrackResponse};
use axiom_types::distributor::{AdminMsg as DistributorAdmin, ExecuteMsg as DistributorMsg};
use axiom_types::ledger::{
    AdminMsg as LedgerAdmin, ExecuteMsg as LedgerMsg, PeersMsg, QueryMsg as LedgerQuery,
    SettingsMsg,
};
use axiom_types::registry::{
    AdminMsg as RegistryAdmin, ExecuteMsg as RegistryMsg, QueryMsg as RegistryQuery, Settings,
};
use axiom_types::tracker::{
    AdminMsg as TrackerAdmin, ExecuteMsg as TrackerMsg, QueryMsg as TrackerQuery, Rate,
    SettingsResponse,
};
use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_json::{json, Map, Value};

use super::build::call;
use super::{Built, ProposeError, Proposed};
use crate::ask::Answers;
use crate::economy::ContractName;

/// One setting to be changed.
struct Wanted<'v> {
    contract: ContractName,
    /// The whole path, as it was asked for.
    field: &'v str,
    value: &'v Value,
}

impl Answers<'_> {
    pub(super) fn build_set(
        &self,
        contract: ContractName,
        field: &str,
        value: &Value,
    ) -> Proposed<Built> {
        let address = self.need(contract)?;
        let wanted = Wanted { contract, field, value };
        match contract {
            ContractName::Registry => {
                let now: Value = self.ask(address, &RegistryQuery::Settings {})?;
                let settings: Settings = wanted.change(&now, field)?;
                let admin = RegistryAdmin::UpdateSettings { settings: settings.clone() };
                self.settled(&wanted, (&now, &settings), &RegistryMsg::Admin(admin))
            }
            ContractName::Ledger => self.set_ledger(&wanted, address),
            ContractName::Tracker => self.set_tracker(&wanted, address),
            ContractName::Distributor => self.set_token(&wanted),
            ContractName::Dao => self.set_dao(&wanted),
        }
    }

    fn set_ledger(&self, wanted: &Wanted<'_>, ledger: &str) -> Proposed<Built> {
        if let Some(peer) = wanted.field.strip_prefix("peers.") {
            let mut now: Value = self.ask(ledger, &LedgerQuery::Peers {})?;
            // The ledger's own space comes with the answer, but is no setting.
            now.as_object_mut().map(|fields| fields.remove("space"));
            let peers: PeersMsg = wanted.change(&now, peer)?;
            for address in [&peers.registry, &peers.tracker, &peers.distributor] {
                address.iter().try_for_each(|address| self.check_address(address))?;
            }
            let admin = LedgerAdmin::SetPeers { peers: peers.clone() };
            return self.settled(wanted, (&now, &peers), &LedgerMsg::Admin(admin));
        }
        let now: Value = self.ask(ledger, &LedgerQuery::Settings {})?;
        let settings: SettingsMsg = wanted.change(&now, wanted.field)?;
        for address in [&settings.fee_recipient, &settings.default_arbiter] {
            self.check_address(address)?;
        }
        let admin = LedgerAdmin::UpdateSettings { settings: settings.clone() };
        self.settled(wanted, (&now, &settings), &LedgerMsg::Admin(admin))
    }

    fn set_tracker(&self, wanted: &Wanted<'_>, tracker: &str) -> Proposed<Built> {
        if let Some(domain) = wanted.field.strip_prefix("rates.") {
            let domain = self.domain(domain)?;
            let rates: Vec<Rate> = wanted.typed(wanted.value.clone())?;
            let now = json!({ wanted.field: domain.rates });
            let to = json!({ wanted.field: rates });
            let admin = TrackerAdmin::SetRates { domain: domain.domain, rates };
            return self.settled(wanted, (&now, &to), &TrackerMsg::Admin(admin));
        }
        let settings: SettingsResponse = self.ask(tracker, &TrackerQuery::Settings {})?;
        let now = json!({ "registry": settings.registry });
        if wanted.field != "registry" {
            return Err(wanted.unknown(vec!["registry".to_string(), "rates.<domain>".to_string()]));
        }
        let registry: Option<String> = wanted.typed(wanted.value.clone())?;
        registry.iter().try_for_each(|address| self.check_address(address))?;
        let to = json!({ "registry": registry });
        let admin = TrackerAdmin::SetRegistry { registry };
        self.settled(wanted, (&now, &to), &TrackerMsg::Admin(admin))
    }

    fn set_token(&self, wanted: &Wanted<'_>) -> Proposed<Built> {
        let Some(token) = wanted.field.strip_prefix("token.") else {
            return Err(wanted.unknown(vec!["token.<address>".to_string()]));
        };
        self.check_address(token)?;
        let listed: bool = wanted.typed(wanted.value.clone())?;
        let address = token.to_string();
        let now = self.is_listed(token)?;
        let admin = match listed {
            true => DistributorAdmin::ListToken { address },
            false => DistributorAdmin::DelistToken { address },
        };
        let (now, to) = (json!({ wanted.field: now }), json!({ wanted.field: listed }));
        self.settled(wanted, (&now, &to), &DistributorMsg::Admin(admin))
    }

    /// Whether a token can be deposited. The list is by address: it is read no further than needed.
    fn is_listed(&self, token: &str) -> Proposed<bool> {
        let distributor = self.need(ContractName::Distributor)?;
        let all = self.pages(|start_after: Option<String>| {
            let limit = Some(axiom_types::bounds::MAX_PAGE);
            let msg = axiom_types::distributor::QueryMsg::Tokens { start_after, limit };
            let rows: Vec<String> = self.ask(distributor, &msg)?;
            let full = rows.len() >= axiom_types::bounds::MAX_PAGE as usize;
            let next = rows.last().filter(|last| full && last.as_str() < token).cloned();
            Ok((rows, next))
        })?;
        Ok(all.rows.iter().any(|known| known == token))
    }

    fn set_dao(&self, wanted: &Wanted<'_>) -> Proposed<Built> {
        let known = ["track.<number>.<field>", "peer.<layer>", "guardian"];
        let unknown = || wanted.unknown(known.map(str::to_string).to_vec());
        let parts: Vec<_> = wanted.field.splitn(3, '.').collect();
        match parts.as_slice() {
            ["track", number, field] => {
                let number: u32 = number.parse().map_err(|_| unknown())?;
                let now = self.track_now(number)?;
                let config: Track = wanted.change(&now, field)?;
                let admin = DaoAdmin::SetTrack { track: number, config: config.clone() };
                self.settled(wanted, (&now, &config), &DaoMsg::Admin(admin))
            }
            ["peer", layer] => {
                let (target, name) = layer_target(layer).ok_or_else(unknown)?;
                let address: Option<String> = wanted.typed(wanted.value.clone())?;
                address.iter().try_for_each(|address| self.check_address(address))?;
                let now = json!({ wanted.field: self.economy.address(name) });
                let to = json!({ wanted.field: address });
                let admin = DaoAdmin::SetPeer { target, address };
                self.settled(wanted, (&now, &to), &DaoMsg::Admin(admin))
            }
            ["guardian"] => {
                let found: GuardianResponse = self.ask(self.dao()?, &DaoQuery::Guardian {})?;
                let guardian: Option<GuardianSetup> = wanted.typed(wanted.value.clone())?;
                let setup = guardian.iter();
                setup.map(|setup| &setup.address).try_for_each(|who| self.check_address(who))?;
                let now = json!({ "guardian": found.address });
                let to = json!({ "guardian": guardian });
                let admin = DaoAdmin::SetGuardian { guardian };
                self.settled(wanted, (&now, &to), &DaoMsg::Admin(admin))
            }
            _ => Err(unknown()),
        }
    }

    /// The rules of a track.
    fn track_now(&self, number: u32) -> Proposed<Value> {
        let all: Vec<TrackResponse> = self.ask(self.dao()?, &DaoQuery::Tracks {})?;
        let known = all.iter().map(|row| row.track).collect();
        let found = all.into_iter().find(|row| row.track == number);
        let found = found.and_then(|row| serde_json::to_value(row.config).ok());
        found.ok_or(ProposeError::UnknownTrack { track: number, known })
    }

    /// A proposal that brings these settings, unless they are those of now.
    fn settled(
        &self,
        wanted: &Wanted<'_>,
        (now, to): (&Value, &impl Serialize),
        msg: &impl Serialize,
    ) -> Proposed<Built> {
        let to = serde_json::to_value(to).unwrap_or_default();
        if *now == to {
            let (field, value) = (wanted.field.to_string(), wanted.value.to_string());
            return Err(ProposeError::Unchanged { field, value });
        }
        bounds(wanted, &to)?;
        let address = self.need(wanted.contract)?;
        let title = format!("Set {} of the {}", wanted.field, wanted.contract);
        let title = title.chars().take(110).collect::<String>();
        let built = self.built(vec![call(address, msg)?], &title);
        Ok(Built { settings: Some((now.clone(), to)), ..built })
    }
}

fn layer_target(layer: &str) -> Option<(Target, ContractName)> {
    Some(match layer {
        "registry" => (Target::Registry {}, ContractName::Registry),
        "ledger" => (Target::Ledger {}, ContractName::Ledger),
        "tracker" => (Target::Tracker {}, ContractName::Tracker),
        "distributor" => (Target::Distributor {}, ContractName::Distributor),
        _ => return None,
    })
}

impl Wanted<'_> {
    /// The settings with one leaf changed.
    fn change<T: DeserializeOwned>(&self, now: &Value, path: &str) -> Proposed<T> {
        let mut tree = now.clone();
        let mut place = &mut tree;
        for key in path.split('.') {
            let known = || self.unknown(leaves(now));
            place =
                place.as_object_mut().and_then(|fields| fields.get_mut(key)).ok_or_else(known)?;
        }
        *place = fitting(place, self.value);
        self.typed(tree)
    }

    fn typed<T: DeserializeOwned>(&self, tree: Value) -> Proposed<T> {
        serde_json::from_value(tree).map_err(|error| {
            let told = error.to_string();
            // As in: invalid type: string "abc", expected u16. What was found is told with the value.
            let expected = told.rsplit_once("expected ").map_or(told.as_str(), |(_, what)| what);
            let plain = match expected.split_whitespace().next().unwrap_or_default() {
                "u8" | "u16" | "u32" | "u64" | "u128" => "a whole number that fits",
                _ => expected,
            };
            self.bad(&format!("expected {plain}"))
        })
    }

    fn bad(&self, expected: &str) -> ProposeError {
        let (field, value) = (self.field.to_string(), self.value.to_string());
        ProposeError::BadValue { field, value, expected: expected.to_string() }
    }

    fn unknown(&self, known: Vec<String>) -> ProposeError {
        let (contract, field) = (self.contract, self.field.to_string());
        ProposeError::UnknownField { contract, field, known }
    }
}

/// A value in the form of the old one: numbers may come as texts, and texts as numbers.
fn fitting(old: &Value, new: &Value) -> Value {
    match (old, new) {
        (Value::Number(_), Value::String(text)) => {
            text.parse::<u64>().map_or_else(|_| new.clone(), Value::from)
        }
        (Value::String(_), Value::Number(number)) => Value::String(number.to_string()),
        _ => new.clone(),
    }
}

/// Paths of all leaves.
fn leaves(tree: &Value) -> Vec<String> {
    fn walk(path: &str, fields: &Map<String, Value>, all: &mut Vec<String>) {
        for (key, value) in fields {
            let below = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            match value {
                Value::Object(fields) if !fields.is_empty() => walk(&below, fields, all),
                _ => all.push(below),
            }
        }
    }
    let mut all = vec![];
    if let Value::Object(fields) = tree {
        walk("", fields, &mut all);
    }
    all
}

/// Highest protocol fee, in basis points.
const MAX_FEE_BPS: u64 = 3_000;
/// A whole, in basis points.
const WHOLE: u64 = BPS as u64;

/// Bounds that the contracts set for single numbers, by the last part of their path: least and most.
const BOUNDS: [(&str, u64, u64); 14] = [
    ("fee_bps", 0, MAX_FEE_BPS),
    ("arbiter_silence_bps", 0, WHOLE),
    ("min_blocks", 0, MAX_MIN_BLOCKS),
    ("accept", MIN_WINDOW, MAX_WINDOW),
    ("submit", MIN_WINDOW, MAX_WINDOW),
    ("review", MIN_WINDOW, MAX_WINDOW),
    ("rework", MIN_WINDOW, MAX_WINDOW),
    ("arbitrate", MIN_WINDOW, MAX_WINDOW),
    ("lease_seconds", MIN_LEASE, MAX_LEASE),
    ("quorum_bps", 1, WHOLE),
    ("threshold_bps", WHOLE / 2, WHOLE),
    ("voting_period", MIN_VOTING_PERIOD, MAX_TRACK_PERIOD),
    ("timelock", 0, MAX_TRACK_PERIOD),
    ("proposer_weight", 1, u64::MAX),
];

/// Passes a number within its bounds: out of them the proposal would pass and then fail.
fn bounds(wanted: &Wanted<'_>, settings: &Value) -> Proposed<()> {
    let last = wanted.field.rsplit('.').next().unwrap_or_default();
    let value = wanted.value.as_u64().or_else(|| wanted.value.as_str()?.parse().ok());
    let bound = BOUNDS.iter().find(|(field, _, _)| *field == last);
    if let (Some((_, least, most)), Some(value)) = (bound, value) {
        if !(*least..=*most).contains(&value) {
            return Err(wanted.bad(&format!("expected {least} to {most}")));
        }
    }
    let lease = settings.get("lease_seconds").and_then(Value::as_u64);
    let window = settings.get("renewal_window").and_then(Value::as_u64);
    match lease.zip(window) {
        Some((lease, window)) if window >= lease => {
            Err(wanted.bad("expected a renewal window that is shorter than the lease"))
        }
        _ => Ok(()),
    }
}
