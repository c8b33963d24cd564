use super::*;

/// Breaks the state of space 1 where messages cannot: the last write's number or version is the last there is.
fn patch(world: &mut World, key: &'static [u8], at_end: usize, bytes: &'static [u8]) {
    let registry = world.registry.clone();
    world.chain.seed(&registry, |storage| {
        let mut value = storage.get(key).unwrap();
        let end = value.len() - at_end;
        value[end - bytes.len()..end].copy_from_slice(bytes);
        storage.set(key, &value);
    });
}

const HEAD_OF_1: &[u8] = b"\0\x01h\0\0\0\0\0\0\0\x01";

fn full_space(world: &mut World) {
    patch(world, HEAD_OF_1, 0, &[0xff; 8]);
}

fn lost_leaf(world: &mut World) {
    let registry = world.registry.clone();
    world.chain.seed(&registry, |storage| {
        let node = b"m\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0";
        assert!(storage.get(node).is_some());
        storage.remove(node);
    });
}

pub fn cases() -> Vec<Case> {
    use ContractError as E;
    let with = |content| vec![CellWrite { content, ..cell("n", 0, "") }];
    let long = CellContent::Inline { data: vec![0; 4_097].into() };
    let link = CellContent::Linked(Link { uri: String::new(), sha256: vec![0; 32].into() });
    let ttl = |ttl| vec![CellWrite { ttl: Some(ttl), ..cell("n", 0, "") }];
    let many = (0..17).map(|i| cell(&format!("k{i}"), 0, "")).collect();
    let proof = |index, leaves| QueryMsg::Proof { space: 1, index, leaves };
    vec![
        (
            "write stranger",
            as_is,
            Say("eve", write(1, vec![cell("k", 1, "x")])),
            E::NotWriter { space: 1, sender: addr("eve") },
        ),
        (
            "write nowhere",
            as_is,
            Say("eve", write(7, vec![cell("k", 1, "x")])),
            E::NoSpace { space: 7 },
        ),
        (
            "write nothing",
            as_is,
            Say("ada", write(1, vec![])),
            KitError::Empty { field: "writes" }.into(),
        ),
        (
            "write many",
            as_is,
            Say("ada", write(1, many)),
            KitError::TooMany { field: "writes", len: 17, max: 16 }.into(),
        ),
        (
            "write twice",
            as_is,
            Say("ada", write(1, vec![cell("n", 0, "a"), cell("n", 1, "b")])),
            KitError::Duplicate { field: "writes", value: "n".into() }.into(),
        ),
        (
            "write key",
            as_is,
            Say("ada", write(1, vec![cell("é", 0, "x")])),
            E::BadCellKey { len: 2, max: 64 },
        ),
        (
            "write long",
            as_is,
            Say("ada", write(1, with(long))),
            E::ValueTooLong { key: "n".into(), len: 4_097, max: 4_096 },
        ),
        (
            "write link",
            as_is,
            Say("ada", write(1, with(link))),
            KitError::BadUri { field: "link.uri", len: 0, max: 256 }.into(),
        ),
        (
            "write dead",
            as_is,
            Say("ada", write(1, ttl(0))),
            E::BadTtl { key: "n".into(), ttl: 0, max: MAX_CELL_TTL },
        ),
        (
            "write for ever",
            as_is,
            Say("ada", write(1, ttl(MAX_CELL_TTL + 1))),
            E::BadTtl { key: "n".into(), ttl: MAX_CELL_TTL + 1, max: MAX_CELL_TTL },
        ),
        (
            "write late",
            as_is,
            Say("ada", write(1, vec![cell("k", 0, "x")])),
            E::VersionConflict { key: "k".into(), expected: 0, found: 1 },
        ),
        (
            "write full",
            full_space,
            Say("ada", write(1, vec![cell("k", 1, "x")])),
            E::CounterFull { counter: "leaves" },
        ),
        (
            "write over a lost leaf",
            lost_leaf,
            Say("ada", write(1, vec![cell("k", 1, "x")])),
            KitMmrError::MissingNode { pos: 0 }.into(),
        ),
        (
            "proof of a lost leaf",
            lost_leaf,
            Ask(QueryMsg::ContextRoot { space: 1, leaves: None }),
            KitMmrError::MissingNode { pos: 0 }.into(),
        ),
        (
            "proof beyond",
            as_is,
            Ask(proof(1, None)),
            KitMmrError::IndexOutOfRange { index: 1, leaves: 1 }.into(),
        ),
        (
            "proof before",
            as_is,
            Ask(proof(0, Some(0))),
            KitMmrError::IndexOutOfRange { index: 0, leaves: 0 }.into(),
        ),
        (
            "proof ahead",
            as_is,
            Ask(proof(0, Some(2))),
            E::LeavesAhead { space: 1, leaves: 2, has: 1 },
        ),
        (
            "root ahead",
            as_is,
            Ask(QueryMsg::ContextRoot { space: 1, leaves: Some(u64::MAX) }),
            E::LeavesAhead { space: 1, leaves: u64::MAX, has: 1 },
        ),
        (
            "root nowhere",
            as_is,
            Ask(QueryMsg::ContextRoot { space: 3, leaves: None }),
            E::NoSpace { space: 3 },
        ),
    ]
}
