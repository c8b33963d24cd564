//! Founding, settings, peers, pause and migration.

use axiom_kit::KitError;
use axiom_local::{Account, Init, LocalChain, Outcome};
use axiom_types::common::{GuardMsg, InfoResponse, MigrateMsg, PauseStatus};
use axiom_types::ledger::*;
use axiom_types::registry::{ExecuteMsg as RegistryMsg, WriterRule};
use axiom_types::{distributor, registry, tracker};
use cosmwasm_std::coin;
use execution_ledger::domain::posting::TermsError;
use execution_ledger::{contract, ContractError};

use crate::world::{ledger_code, paid, peer, settings, World};

fn no_peers() -> PeersMsg {
    PeersMsg { registry: None, tracker: None, distributor: None }
}

fn found(chain: &mut LocalChain, msg: &InstantiateMsg) -> Outcome {
    let code = chain.store_code(ledger_code());
    chain.instantiate(Account::named("owner"), Init::new(code, "ledger", msg))
}

#[test]
fn a_ledger_is_born_with_its_space() {
    let world = World::new();
    let info: InfoResponse = world.ask(&QueryMsg::Info {});
    assert_eq!(
        (info.info.contract.as_str(), info.info.version.as_str()),
        (CONTRACT_NAME, contract::VERSION)
    );
    let owner: cw_ownable::Ownership<String> = world.ask(&QueryMsg::Ownership {});
    assert_eq!(owner.owner, Some(world.owner.to_string()));
    let found: SettingsMsg = world.ask(&QueryMsg::Settings {});
    assert_eq!(found, settings());
    let peers: PeersResponse = world.ask(&QueryMsg::Peers {});
    let expected = PeersResponse {
        registry: Some(world.registry.clone()),
        space: Some(71),
        tracker: Some(world.tracker.clone()),
        distributor: Some(world.distributor.clone()),
    };
    assert_eq!(peers, expected);
    let log = world.log::<RegistryMsg>(&world.registry);
    let name = "results of an execution ledger".to_string();
    assert_eq!(log, [RegistryMsg::CreateSpace { name, writers: WriterRule::Owner {} }]);
    assert_eq!(world.records(), 0);
}

#[test]
fn founding_tells_what_was_set() {
    let mut chain = LocalChain::new("axiom-test-1");
    let registry = peer(&mut chain, "registry", registry::CONTRACT_NAME, false);
    let peers = PeersMsg { registry: Some(registry.to_string()), ..no_peers() };
    let owner = Some(Account::named("dao").to_string());
    let msg = InstantiateMsg { owner: owner.clone(), peers, settings: settings() };
    let told = found(&mut chain, &msg).should_succeed();
    assert_eq!(told.attribute("axiom_ledger_peers_set", "registry"), Some(registry.as_str()));
    assert_eq!(told.attribute("axiom_ledger_peers_set", "tracker"), None);
    assert_eq!(told.attribute("axiom_ledger_settings_updated", "fee_bps"), Some("500"));
    assert_eq!(told.attribute("axiom_ledger_space_ready", "space"), Some("71"));
    let ledger = told.attribute("axiom_ledger_peers_set", "_contract_address").unwrap();
    let found: cw_ownable::Ownership<String> = chain.query(ledger, &QueryMsg::Ownership {});
    assert_eq!(found.owner, owner);
}

#[test]
fn bad_foundings_are_refused() {
    let mut chain = LocalChain::new("axiom-test-1");
    let good = InstantiateMsg { owner: None, peers: no_peers(), settings: settings() };
    let with = |change: fn(&mut InstantiateMsg)| {
        let mut msg = good.clone();
        change(&mut msg);
        msg
    };
    let high = TermsError::BpsTooHigh { field: "fee_bps", bps: 3_001, max: 3_000 };
    found(&mut chain, &with(|m| m.settings.fee_bps = 3_001))
        .should_fail_with(&ContractError::Terms(high));
    let bad = |address: &str| ContractError::Kit(KitError::BadAddress { address: address.into() });
    found(&mut chain, &with(|m| m.owner = Some("x".into()))).should_fail_with(&bad("x"));
    found(&mut chain, &with(|m| m.settings.fee_recipient = "y".into())).should_fail_with(&bad("y"));
    found(&mut chain, &with(|m| m.settings.default_arbiter = "z".into()))
        .should_fail_with(&bad("z"));
    let upper = Account::named("dao").to_string().to_uppercase();
    let mut msg = good.clone();
    msg.peers.tracker = Some(upper.clone());
    found(&mut chain, &msg).should_fail_with(&bad(&upper));

    let owner = Account::named("owner");
    chain.mint(&owner, coin(5, "uaxm"));
    let code = chain.store_code(ledger_code());
    let funds = [coin(5, "uaxm")];
    let error = ContractError::Kit(KitError::FundsSent { coins: "5uaxm".into() });
    chain
        .instantiate(&owner, Init::new(code, "ledger", &good).funds(&funds))
        .should_fail_with(&error);
    found(&mut chain, &good).should_succeed();
}

#[test]
pub fn peers_are_asked_for_their_names() {
    let mut world = World::new();
    let (registry, tracker, distributor) =
        (world.registry.to_string(), world.tracker.to_string(), world.distributor.to_string());
    let before: PeersResponse = world.ask(&QueryMsg::Peers {});
    let wrong = |role, address: &String, found: &str, expected| ContractError::WrongPeer {
        role,
        address: address.clone(),
        found: found.to_string(),
        expected,
    };
    let rows = [
        (
            PeersMsg { registry: Some(tracker.clone()), ..no_peers() },
            wrong("registry", &tracker, tracker::CONTRACT_NAME, registry::CONTRACT_NAME),
        ),
        (
            PeersMsg { tracker: Some(distributor.clone()), ..no_peers() },
            wrong("tracker", &distributor, distributor::CONTRACT_NAME, tracker::CONTRACT_NAME),
        ),
        (
            PeersMsg { distributor: Some(registry.clone()), ..no_peers() },
            wrong("distributor", &registry, registry::CONTRACT_NAME, distributor::CONTRACT_NAME),
        ),
    ];
    for (peers, error) in rows {
        world.admin(AdminMsg::SetPeers { peers }).should_fail_with(&error);
    }
    let wallet = world.client.to_string();
    for role in ["registry", "tracker", "distributor"] {
        let mut peers = no_peers();
        match role {
            "registry" => peers.registry = Some(wallet.clone()),
            "tracker" => peers.tracker = Some(wallet.clone()),
            _ => peers.distributor = Some(wallet.clone()),
        }
        let error = ContractError::SilentPeer { role, address: wallet.clone() };
        world.admin(AdminMsg::SetPeers { peers }).should_fail_with(&error);
    }
    let after: PeersResponse = world.ask(&QueryMsg::Peers {});
    assert_eq!(after, before);
}

#[test]
pub fn a_registry_must_answer_a_space() {
    let mut world = World::new();
    let mute = peer(&mut world.chain, "registry", registry::CONTRACT_NAME, true);
    let peers = PeersMsg { registry: Some(mute.to_string()), ..no_peers() };
    world.admin(AdminMsg::SetPeers { peers }).should_fail_with(&ContractError::NoSpace {});
    let peers: PeersResponse = world.ask(&QueryMsg::Peers {});
    assert_eq!(peers.registry, Some(world.registry));
}

#[test]
fn settings_count_for_jobs_posted_from_now_on() {
    let mut world = World::new();
    let before = world.job_in(JobState::InReview);
    let mut new = settings();
    new.fee_bps = 1_000;
    new.fee_recipient = Account::named("new treasury").to_string();
    new.default_windows.accept = 77;
    let told = world.admin(AdminMsg::UpdateSettings { settings: new.clone() }).should_succeed();
    assert_eq!(told.attribute("axiom_ledger_settings_updated", "fee_bps"), Some("1000"));
    assert_eq!(world.ask::<SettingsMsg>(&QueryMsg::Settings {}), new);
    let after = world.post(paid());
    assert_eq!((world.job(before).fee_bps, world.job(after).fee_bps), (500, 1_000));
    assert_eq!(world.job(after).windows.accept, 77);
    world.approve(before).should_succeed();
    assert_eq!(world.credit(settings().fee_recipient), 50);
    assert_eq!(world.credit(new.fee_recipient.clone()), 0);
    // Peers are untouched by new settings.
    let peers: PeersResponse = world.ask(&QueryMsg::Peers {});
    assert_eq!(peers.space, Some(71));

    let refused: [(fn(&mut SettingsMsg), TermsError); 3] = [
        (
            |s| s.min_blocks = 1_000_001,
            TermsError::MinBlocksTooHigh { blocks: 1_000_001, max: 1_000_000 },
        ),
        (
            |s| s.min_default_arbitration = 31_536_001,
            TermsError::MinArbitrationTooLong { seconds: 31_536_001, max: 31_536_000 },
        ),
        (
            |s| s.min_default_arbitration = 50_001,
            TermsError::ArbitrationTooShort { seconds: 50_000, min: 50_001 },
        ),
    ];
    for (change, error) in refused {
        let mut bad = settings();
        change(&mut bad);
        world
            .admin(AdminMsg::UpdateSettings { settings: bad })
            .should_fail_with(&ContractError::Terms(error));
    }
    assert_eq!(world.ask::<SettingsMsg>(&QueryMsg::Settings {}), new);
}

#[test]
pub fn a_pause_is_bounded_and_can_be_ended() {
    let mut world = World::new();
    let pause = |seconds| AdminMsg::Guard(GuardMsg::Pause { seconds });
    world.admin(pause(0)).should_fail_with(&ContractError::Kit(KitError::PauseEmpty {}));
    let long = KitError::PauseTooLong { seconds: 1_209_601, max: 1_209_600 };
    world.admin(pause(1_209_601)).should_fail_with(&ContractError::Kit(long));
    let unpause = || AdminMsg::Guard(GuardMsg::Unpause {});
    world.admin(unpause()).should_fail_with(&ContractError::Kit(KitError::NotPaused {}));
    let until = world.chain.now().seconds() + 1_209_600;
    let told = world.admin(pause(1_209_600)).should_succeed();
    let wire = until.to_string();
    assert_eq!(told.attribute("axiom_ledger_pause_set", "until"), Some(wire.as_str()));
    let status: PauseStatus = world.ask(&QueryMsg::Pause {});
    assert_eq!((status.paused, status.until, status.paused_seconds), (true, Some(until), 5));
    let told = world.admin(unpause()).should_succeed();
    assert_eq!(told.attribute("axiom_ledger_pause_set", "until"), None);
    let status: PauseStatus = world.ask(&QueryMsg::Pause {});
    assert_eq!((status.paused, status.until, status.paused_seconds), (false, None, 5));
    world.post(paid());
}

#[test]
fn migration_goes_forward_only() {
    let mut world = World::new();
    let code = world.chain.store_code(ledger_code());
    let (owner, ledger) = (world.owner.clone(), world.ledger.clone());
    let version = contract::VERSION.to_string();
    let same = KitError::NotNewer { found: version.clone(), this: version.clone() };
    let msg = MigrateMsg {};
    world.chain.migrate(&owner, &ledger, code, &msg).should_fail_with(&ContractError::Kit(same));

    let set = |world: &mut World, name: &str, version: &str| {
        let (name, version) = (name.to_string(), version.to_string());
        let ledger = world.ledger.clone();
        world
            .chain
            .seed(ledger, |storage| cw2::set_contract_version(storage, name, version))
            .unwrap();
    };
    set(&mut world, "crates.io:something-else", "0.0.1");
    let other = KitError::WrongContract {
        expected: CONTRACT_NAME.to_string(),
        found: "crates.io:something-else".to_string(),
    };
    world.chain.migrate(&owner, &ledger, code, &msg).should_fail_with(&ContractError::Kit(other));

    let job = world.job_in(JobState::Rework);
    let before = world.job(job);
    set(&mut world, CONTRACT_NAME, "0.0.1");
    let told = world.chain.migrate(&owner, &ledger, code, &msg).should_succeed();
    assert_eq!(told.attribute("axiom_ledger_migrated", "from"), Some("0.0.1"));
    assert_eq!(told.attribute("axiom_ledger_migrated", "to"), Some(version.as_str()));
    assert_eq!(world.job(job), before);
}
