//! The economy at its founding, and the reference at that moment.

use axiom_local::{Account, Init};
use axiom_oracle::decay::Clock;
use axiom_suite::{Builder, Suite, DAY, DENOM, DENOM_2};
use axiom_types::asset::Asset;
use axiom_types::dao::{InstantiateMsg, Part};
use axiom_types::distributor::{Allowance, ExecuteMsg as DistributorMsg};
use axiom_types::registry::ParticipantKind;
use axiom_types::tracker::{ExecuteMsg as TrackerMsg, Holder as NewHolder, NewGrant, Rate};
use cosmwasm_std::{coin, Addr, Uint128};
use cw20::{Cw20Coin, Cw20ExecuteMsg};

use super::model::people::{Person, Space};
use super::model::score::{Domain, Grant, Holder};
use super::model::Model;
use super::world::{address, World, ACTORS, FIRST_DEPOSIT, GUARDIAN};

/// What the founding message says the economy is.
pub fn model(s: &Suite, founding: &InstantiateMsg) -> Model {
    let mut m = Model::default();
    // Everything was created in one block; its time is where decay and epochs begin.
    let domain: axiom_types::tracker::DomainResponse =
        s.chain.query(&s.at.tracker, &axiom_types::tracker::QueryMsg::Domain { domain: 1 });
    let founded = domain.landmark;
    if let Part::Create { settings, .. } = &founding.tracker {
        for (domain, number) in settings.domains.iter().zip(1u32..) {
            let rates = domain.rates.iter();
            m.score.domains.insert(
                number,
                Domain {
                    clock: Clock { landmark: founded, half_life: domain.half_life },
                    epoch_start: founded,
                    epoch_length: domain.epoch_length,
                    rates: rates
                        .map(|r| (r.asset.clone(), r.points.u128(), r.per.u128()))
                        .collect(),
                },
            );
        }
        for member in &settings.genesis {
            m.score.gain(settings.voting_domain, &member.address, member.points.u128(), founded);
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
    let space =
        Space { owner: s.at.ledger.to_string(), offered: None, writers: own, ..Space::default() };
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

/// The default economy with three assets, small budgets, short leases, and one of the actors as guardian.
pub fn builder() -> (Builder, Addr) {
    let mut builder = Builder::new();
    let token = token(&mut builder);
    let builder = builder.tweak(|msg| {
        if let Part::Create { settings, .. } = &mut msg.distributor {
            settings.tokens = vec![token.to_string()];
        }
        if let Part::Create { settings, .. } = &mut msg.registry {
            settings.lease_seconds = 20 * DAY;
            settings.renewal_window = 15 * DAY;
        }
        if let Some(guardian) = &mut msg.guardian {
            guardian.address = address(GUARDIAN);
            guardian.sunset = 600 * DAY;
        }
    });
    let builder = builder.tracker(|setup| {
        let rate = |asset, per| Rate { asset, points: Uint128::one(), per: Uint128::new(per) };
        setup.domains[1].rates.push(rate(Asset::cw20(token.as_str()), 500));
        // Small budgets, so that caps bind often.
        let of = |name| NewHolder::Address { address: address(name) };
        let by_score = NewHolder::MinScore { domain: 1, min: Uint128::new(100) };
        setup.grants = vec![
            grant(2, of("app"), [250, 250, 110]),
            grant(1, of("app"), [100, 100, 60]),
            grant(2, of("alice"), [150, 150, 60]),
            grant(2, by_score, [90, 200, 50]),
        ];
    });
    (builder, token)
}

/// Money, a hook that always fails, and participants.
pub fn fill(w: &mut World) {
    let (dao, ledger) = (w.s.at.dao.clone(), w.s.at.ledger.clone());
    w.s.chain.mint(&dao, coin(50_000_000, DENOM));
    let hook = TrackerMsg::AddHook { addr: w.token.to_string() };
    let tracker = w.s.at.tracker.clone();
    let _ = w.s.chain.execute(&dao, &tracker, &hook, &[]).should_succeed();
    for actor in w.actors.clone() {
        // The ledger may draw everything, and the guardian a little for deals of its own.
        let friend = (address(GUARDIAN), w.assets[0].clone(), 1_000_000);
        let to_ledger = |asset: &Asset| (ledger.to_string(), asset.clone(), FIRST_DEPOSIT);
        let mut allowed: Vec<_> = w.assets.iter().map(to_ledger).collect();
        allowed.push(friend);
        let allowances = allowed.iter().map(|(controller, asset, amount)| Allowance {
            controller: controller.clone(),
            asset: asset.clone(),
            amount: Uint128::new(*amount),
        });
        let msg = DistributorMsg::Deposit { on_behalf_of: None, allowances: allowances.collect() };
        let funds = [coin(FIRST_DEPOSIT, DENOM), coin(FIRST_DEPOSIT, DENOM_2)];
        let distributor = w.s.at.distributor.clone();
        let _ = w.s.chain.execute(&actor, &distributor, &msg, &funds).should_succeed();
        let send = Cw20ExecuteMsg::Send {
            contract: distributor.to_string(),
            amount: Uint128::new(FIRST_DEPOSIT),
            msg: Default::default(),
        };
        let token = w.token.clone();
        let _ = w.s.chain.execute(&actor, &token, &send, &[]).should_succeed();
        for asset in w.assets.clone() {
            w.m.money.credit(&actor, &asset, FIRST_DEPOSIT);
        }
        for (controller, asset, amount) in allowed {
            let money = &mut w.m.money;
            money.set_allowance(&actor, &controller, &asset, amount);
        }
    }
    people(w);
    let gift = DistributorMsg::Deposit { on_behalf_of: Some(dao.to_string()), allowances: vec![] };
    let (from, distributor) = (w.actors[3].clone(), w.s.at.distributor.clone());
    let funds = [coin(900_000, DENOM)];
    let _ = w.s.chain.execute(from, distributor, &gift, &funds).should_succeed();
    w.m.money.credit(dao.as_str(), &w.assets[0].clone(), 900_000);
}

fn grant(domain: u32, holder: NewHolder, [per_client, total, per_pair]: [u128; 3]) -> NewGrant {
    NewGrant {
        domain,
        ledger: "ledger".to_string(),
        holder,
        per_client: Uint128::new(per_client),
        total: Uint128::new(total),
        per_pair: Uint128::new(per_pair),
        last_epoch: None,
    }
}

fn token(builder: &mut Builder) -> Addr {
    let holder =
        |name: &&str| Cw20Coin { address: address(name), amount: Uint128::new(1_000_000_000) };
    let msg = cw20_base::msg::InstantiateMsg {
        name: "Token".to_string(),
        symbol: "TOK".to_string(),
        decimals: 6,
        initial_balances: ACTORS.iter().map(holder).collect(),
        mint: None,
        marketing: None,
    };
    let init = Init::new(builder.codes.cw20, "token", &msg);
    let founder = Account::named("founder");
    builder.chain.instantiate(&founder, init).should_succeed().contract()
}
