//! Whether the contracts of an economy know each other, in both directions.

use axiom_types::dao::{EconomyResponse, Layer, Origin};
use axiom_types::ledger::{PeersResponse, SettingsMsg};
use axiom_types::registry::SpaceResponse;
use axiom_types::tracker::{GrantsResponse, SettingsResponse};
use axiom_types::{dao, ledger, registry, tracker};

use crate::error::EconomyError;
use crate::ground::ask;
use crate::role::Role;
use crate::verify::{answered, Work};

impl Work<'_> {
    /// Checks every pair.
    pub(crate) fn wiring(&mut self) -> Result<(), EconomyError> {
        let address = |role: Role| self.site.address(role).map(str::to_string);
        let (tracker, ledger, dao) =
            (address(Role::Tracker), address(Role::Ledger), address(Role::Dao));
        if let Some(dao) = dao {
            self.dao(&dao)?;
        }
        if let Some(ledger) = ledger {
            self.ledger(&ledger)?;
        }
        if let Some(tracker) = tracker {
            self.tracker(&tracker)?;
        }
        Ok(())
    }

    /// governance-dao lists exactly these layers, and how it came by them.
    fn dao(&mut self, dao: &str) -> Result<(), EconomyError> {
        let asked = ask::<EconomyResponse>(self.ground, dao, &dao::QueryMsg::Economy {});
        let Some(found) = answered(asked)? else {
            self.fail(Role::Dao, "layers", "it does not say which layers it has".to_string());
            return Ok(());
        };
        let layers = [
            (Role::Registry, found.registry),
            (Role::Tracker, Some(found.tracker)),
            (Role::Distributor, found.distributor),
            (Role::Ledger, found.ledger),
        ];
        for (role, layer) in layers {
            self.listed(role, layer);
        }
        Ok(())
    }

    fn listed(&mut self, role: Role, layer: Option<Layer>) {
        let what = format!("layer {}", role.part());
        let place = self.site.places.get(&role);
        match (layer, place) {
            (None, None) => {}
            (Some(layer), Some(place)) if layer.address.as_str() == place.address => {
                let word = |origin: &Origin| match origin {
                    Origin::Founded => "founded",
                    Origin::Adopted => "adopted",
                };
                let (is, says) = (word(&place.origin), word(&layer.origin));
                match is == says {
                    true => self.ok(Role::Dao, &what, format!("{}, {says}", layer.address)),
                    false => self.fail(
                        Role::Dao,
                        &what,
                        format!("it says that {} was {says}: expected {is}", layer.address),
                    ),
                }
            }
            (found, place) => {
                let found = found.map_or("none".to_string(), |layer| layer.address.into_string());
                let expected = place.map_or("none", |place| &place.address);
                let why = format!("it works with {found}: expected {expected}");
                self.fail(Role::Dao, &what, why);
            }
        }
    }

    /// The ledger works with these peers, and its space in the registry is its own.
    fn ledger(&mut self, address: &str) -> Result<(), EconomyError> {
        let asked = ask::<PeersResponse>(self.ground, address, &ledger::QueryMsg::Peers {});
        let Some(found) = answered(asked)? else {
            self.fail(Role::Ledger, "peers", "it does not say which peers it has".to_string());
            return Ok(());
        };
        let peers = [
            (Role::Registry, found.registry),
            (Role::Tracker, found.tracker),
            (Role::Distributor, found.distributor),
        ];
        for (role, peer) in peers {
            let peer = peer.map(|peer| peer.into_string());
            self.peer(Role::Ledger, role, peer.as_deref());
        }
        if let (Some(space), Some(registry)) = (found.space, self.site.address(Role::Registry)) {
            let registry = registry.to_string();
            self.space(address, &registry, space)?;
        }
        let asked = ask::<SettingsMsg>(self.ground, address, &ledger::QueryMsg::Settings {});
        if let Some(settings) = answered(asked)? {
            self.decider("fee recipient", &settings.fee_recipient);
            self.decider("arbiter", &settings.default_arbiter);
        }
        Ok(())
    }

    fn space(&mut self, ledger: &str, registry: &str, space: u64) -> Result<(), EconomyError> {
        let query = registry::QueryMsg::Space { space };
        let name = "space of the ledger";
        match answered(ask::<SpaceResponse>(self.ground, registry, &query))? {
            Some(found) if found.owner.as_str() == ledger => {
                self.ok(Role::Registry, name, format!("space {space}, owned by the ledger"));
            }
            Some(found) => {
                let why = format!(
                    "space {space} belongs to {}: expected {ledger}, so no result can be published",
                    found.owner
                );
                self.fail(Role::Registry, name, why);
            }
            None => self.fail(
                Role::Registry,
                name,
                format!("there is no space {space}: expected one owned by {ledger}"),
            ),
        }
        Ok(())
    }

    /// Who takes the fee and who decides disputes: the owner, unless a vote has said otherwise.
    fn decider(&mut self, what: &str, found: &str) {
        let expected = self.site.owner.clone();
        match found == expected {
            true => self.ok(Role::Ledger, what, found.to_string()),
            false => {
                self.note(Role::Ledger, what, format!("{found}, not {expected}: this is a setting"))
            }
        }
    }

    /// The tracker looks principals up in this registry; its budgets are for this ledger.
    fn tracker(&mut self, address: &str) -> Result<(), EconomyError> {
        let asked = ask::<SettingsResponse>(self.ground, address, &tracker::QueryMsg::Settings {});
        match answered(asked)? {
            Some(found) => {
                let registry = found.registry.map(|registry| registry.into_string());
                self.peer(Role::Tracker, Role::Registry, registry.as_deref());
            }
            None => self.fail(
                Role::Tracker,
                "peers",
                "it does not say which registry it has".to_string(),
            ),
        }
        self.grants(address)
    }

    fn grants(&mut self, address: &str) -> Result<(), EconomyError> {
        let Some(ledger) = self.site.address(Role::Ledger).map(str::to_string) else {
            return Ok(());
        };
        let mut start_after = None;
        let mut active = 0usize;
        loop {
            let query = tracker::QueryMsg::Grants { start_after, limit: Some(100) };
            let Some(page) = answered(ask::<GrantsResponse>(self.ground, address, &query))? else {
                self.fail(Role::Tracker, "budgets", "it does not tell its budgets".to_string());
                return Ok(());
            };
            for grant in page.grants.iter().filter(|grant| grant.active) {
                active += 1;
                if grant.grant.ledger != ledger {
                    let why =
                        format!("spent by reports of {}, not of {ledger}", grant.grant.ledger);
                    self.note(Role::Tracker, &format!("budget {}", grant.id), why);
                }
            }
            start_after = page.next;
            if start_after.is_none() {
                break;
            }
        }
        match active {
            0 => self.note(
                Role::Tracker,
                "budgets",
                "none is granted: settled work mints no score".to_string(),
            ),
            _ => self.ok(Role::Tracker, "budgets", format!("{active} granted")),
        }
        Ok(())
    }

    fn peer(&mut self, of: Role, role: Role, found: Option<&str>) {
        let what = format!("peer {}", role.part());
        match (found, self.site.address(role).map(str::to_string)) {
            (None, None) => {}
            (Some(found), Some(expected)) if found == expected => {
                self.ok(of, &what, found.to_string());
            }
            (found, expected) => {
                let (found, expected) =
                    (found.unwrap_or("none"), expected.unwrap_or("none".to_string()));
                self.fail(of, &what, format!("it works with {found}: expected {expected}"));
            }
        }
    }
}
