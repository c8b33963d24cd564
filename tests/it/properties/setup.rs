//! The reference at the moment of founding.

use axiom_oracle::decay::Clock;
use axiom_suite::Suite;
use axiom_types::dao::{InstantiateMsg, Part};
use axiom_types::registry::ParticipantKind;
use axiom_types::tracker::Holder as NewHolder;

use super::model::people::{Person, Space};
use super::model::score::{Domain, Grant, Holder};
use super::model::Model;
use super::world::{address, World};

/// What the founding message says the economy is.
pub fn model(s: &Suite, founding: &InstantiateMsg) -> Model {
    let mut m = Model::default();
    // Everything was created in one block; its time is where decay and epochs begin.
    let domain: axiom_types::tracker::DomainResponse = s.chain.query(
        &s.at.tracker,
        &axiom_types::tracker::QueryMsg::Domain { domain: 1 },
    );
    let founded = domain.landmark;
    if let Part::Create { settings, .. } = &founding.tracker {
        for (domain, number) in settings.domains.iter().zip(1u32..) {
            let rates = domain.rates.iter();
            m.score.domains.insert(
                number,
                Domain {
                    clock: Clock {
                        landmark: founded,
                        half_life: domain.half_life,
                    },
                    epoch_start: founded,
                    epoch_length: domain.epoch_length,
                    rates: rates
                        .map(|r| (r.asset.clone(), r.points.u128(), r.per.u128()))
                        .collect(),
                },
            );
        }
        for member in &settings.genesis {
            m.score.gain(
                settings.voting_domain,
                &member.address,
                member.points.u128(),
                founded,
            );
        }
        for (new, id) in settings.grants.iter().zip(1u64..) {
            let grant = Grant {
                domain: new.domain,
                ledger: s.at.ledger.to_string(),
                holder: holder(&new.holder),
                per_client: new.per_client.u128(),
                total: new.total.u128(),
                per_pair: new.per_pair.u128(),
                ended: false,
            };
            m.score.grant(id, grant);
        }
    }
    if let Part::Create { settings, .. } = &founding.ledger {
        m.ledger.fee_bps = settings.fee_bps;
        m.ledger.fee_recipient = s.at.dao.to_string();
        m.ledger.default_arbiter = s.at.dao.to_string();
        m.ledger.min_default_arbitration = settings.min_default_arbitration;
        m.ledger.silence_bps = settings.arbiter_silence_bps;
        m.ledger.min_blocks = settings.min_blocks;
        m.ledger.windows = Some(settings.default_windows);
    }
    if let Part::Create { settings, .. } = &founding.registry {
        m.people.lease = settings.lease_seconds;
        m.people.renewal_window = settings.renewal_window;
    }
    let own = axiom_types::registry::WriterRule::Owner {};
    let space = Space {
        owner: s.at.ledger.to_string(),
        offered: None,
        writers: own,
        ..Space::default()
    };
    m.people.spaces.insert(1, space);
    for (track, number) in founding.tracks.iter().zip(1u32..) {
        m.tracks.insert(number, track.clone());
    }
    m
}

/// A holder as the reference keeps it.
pub fn holder(new: &NewHolder) -> Holder {
    match new {
        NewHolder::Address { address } => Holder::Address(address.clone()),
        NewHolder::MinScore { domain, min } => Holder::MinScore(*domain, min.u128()),
    }
}

/// Some register, and one becomes another one's agent with a payout split.
pub fn people(w: &mut World) {
    let kinds = [
        ("carol", ParticipantKind::User),
        ("app", ParticipantKind::Application),
        ("dave", ParticipantKind::Agent),
        ("frank", ParticipantKind::Partner),
    ];
    for (name, kind) in kinds {
        let expires = w.now() + w.m.people.lease;
        let _ = w.s.registry().register(name, kind, &["write"]).should_succeed();
        let person = Person { kind, expires, principal: None, route: vec![] };
        w.m.people.persons.insert(address(name), person);
    }
    w.s.registry().bind("frank", "dave", &[("dave", 3_333), ("frank", 6_667)]);
    if let Some(dave) = w.m.people.persons.get_mut(&address("dave")) {
        dave.principal = Some(address("frank"));
        dave.route = vec![(address("dave"), 3_333), (address("frank"), 6_667)];
    }
}
