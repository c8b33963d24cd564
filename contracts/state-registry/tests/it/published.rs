//! What peers read: published keys by their typed readers, and the frozen bytes behind them.

use axiom_types::packed::Packed;
use axiom_types::registry::raw::{self, Participant};
use axiom_types::registry::ParticipantKind;

use crate::support::*;

#[test]
fn peers_read_participants_raw() {
    let mut world = World::settled();
    world.chain.halt(LEASE - 1_000);
    for who in ["ada", "bot", "nan"] {
        let querier = world.chain.querier();
        let found = raw::participant(&querier, &world.registry, &addr(who)).unwrap();
        let entry = world.entry(who);
        assert_eq!(found.is_some(), who != "nan");
        let expected = entry.map(|entry| Participant {
            kind: entry.kind,
            expires: entry.expires,
            principal: entry.principal,
            route: entry.route.into_iter().map(|s| (addr_of(&s.account), s.bps)).collect(),
        });
        assert_eq!(found, expected);
    }
}

fn addr_of(text: &str) -> cosmwasm_std::Addr {
    cosmwasm_std::Addr::unchecked(text)
}

#[test]
fn a_later_format_is_read_by_the_smart_query() {
    let mut world = World::settled();
    let registry = world.registry.clone();
    let before =
        raw::participant(&world.chain.querier(), &registry, &addr("bot")).unwrap().unwrap();
    let key = [b"\0\x01p", addr("bot").as_bytes()].concat();
    assert_eq!(before.pack(), world.chain.query_raw(&registry, &key).unwrap());
    // To this code the later format is unknown too, so both ways fail loudly instead of answering something else.
    world.chain.seed(&registry, |storage| {
        let mut bytes = storage.get(&key).unwrap();
        bytes[0] = 9;
        storage.set(&key, &bytes);
    });
    let found = raw::participant(&world.chain.querier(), &registry, &addr("bot"));
    assert!(found.unwrap_err().to_string().contains("unknown format"));
}

#[test]
fn peers_read_capabilities_raw() {
    let mut world = World::settled();
    let has = |world: &World, capability, who| {
        let querier = world.chain.querier();
        raw::has_capability(&querier, &world.registry, capability, &addr(who)).unwrap()
    };
    assert!(has(&world, "code/review", "bot"));
    assert!(!has(&world, "code", "bot"));
    assert!(!has(&world, "code/review", "nan"));
    // It tells nothing about the lease: the reader looks at the participant for that.
    world.chain.halt(LEASE);
    assert!(has(&world, "code/review", "bot"));
    world.ok("bot", &axiom_types::registry::ExecuteMsg::Leave {});
    assert!(!has(&world, "code/review", "bot"));
}

/// Frozen: namespaces and key forms. Peers and later versions rely on them.
#[test]
fn storage_stands_under_these_keys() {
    let world = World::settled();
    let (ada, bot, eve) = (text("ada"), text("bot"), text("eve"));
    let len = "\0\x2b";
    let kind = ParticipantKind::Agent.code();
    let expected: Vec<(Vec<u8>, &str)> = vec![
        (b"g".to_vec(), "terms"),
        (b"s".to_vec(), "last space"),
        (format!("\0\x01p{bot}").into(), "participant"),
        (format!("\0\x01f{bot}").into(), "profile"),
        ([&b"\0\x01k\0\x01"[..], &[kind], bot.as_bytes()].concat(), "kind"),
        (format!("\0\x01c\0\x0bcode/review{bot}").into(), "capability"),
        (format!("\0\x01a{len}{ada}{bot}").into(), "agent"),
        (format!("\0\x01n{ada}").into(), "number of agents"),
        (format!("\0\x01o{len}{ada}{eve}").into(), "offer"),
        (b"\0\x01h\0\0\0\0\0\0\0\x01".to_vec(), "head"),
        (b"\0\x01t\0\0\0\0\0\0\0\x01".to_vec(), "charter"),
        (b"\0\x01e\0\x08\0\0\0\0\0\0\0\x01k".to_vec(), "cell"),
        (b"m\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0".to_vec(), "node"),
        (b"ownership".to_vec(), "owner"),
        (b"contract_info".to_vec(), "version"),
    ];
    let stored = world.chain.dump_contract(&world.registry);
    for (key, what) in &expected {
        assert!(stored.contains_key(key), "{what} under {}", String::from_utf8_lossy(key));
    }
    assert_eq!(stored[&expected[5].0], [1], "an index row is a single byte");
    // Four participants with three rows each and one capability, the rest as listed, two spaces.
    assert_eq!(stored.len(), 4 * 4 + 3 + 2 * 2 + 2 + 4, "nothing else is stored");
}
