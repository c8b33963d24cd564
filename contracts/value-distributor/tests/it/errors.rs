//! Every variant of the contract's error is returned by a message, a query or a reply somewhere in these tests.

use std::collections::BTreeSet;

/// Names of the variants, from the source of the enum.
fn variants() -> BTreeSet<&'static str> {
    let source = include_str!("../../src/error.rs");
    let body = source.split("pub enum ContractError {").nth(1).unwrap();
    let body = body.split("\n}\n").next().unwrap();
    body.lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .map(|line| line.split([' ', '(', '{']).next().unwrap())
        .collect()
}

const TESTS: &[&str] = &[
    include_str!("access.rs"),
    include_str!("admin.rs"),
    include_str!("claim.rs"),
    include_str!("deposit.rs"),
    include_str!("escrow.rs"),
    include_str!("hostile.rs"),
    include_str!("migrate.rs"),
    include_str!("standing.rs"),
    include_str!("table.rs"),
    include_str!("withdraw.rs"),
];

#[test]
fn every_variant_is_expected_somewhere() {
    let unseen: Vec<_> = variants()
        .into_iter()
        .filter(|name| *name != "Std")
        .filter(|name| {
            let wanted = format!("ContractError::{name}");
            let next = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric());
            !TESTS.iter().any(|text| {
                text.match_indices(&wanted)
                    .any(|(at, found)| next(text[at + found.len()..].chars().next()))
            })
        })
        .collect();
    assert!(unseen.is_empty(), "no test expects {unseen:?}");
}

#[test]
fn stored_bytes_of_another_format_are_an_error() {
    use axiom_types::distributor::raw::BALANCES;
    use cosmwasm_std::storage_keys::namespace_with_key;
    use cosmwasm_std::StdError;
    use value_distributor::ContractError;

    use crate::world::{gold, World};

    let mut world = World::new();
    let owner = world.addr("ann");
    let key = namespace_with_key(&[BALANCES.as_bytes(), owner.as_bytes()], b"nugold");
    let vd = world.vd.clone();
    world.chain.seed(&vd, |storage| storage.set(&key, b"junk"));
    let text = "record under 'b' has an unknown format";
    world
        .withdraw("ann", gold(), None)
        .should_fail_with(&ContractError::Std(StdError::generic_err(text)));
}
