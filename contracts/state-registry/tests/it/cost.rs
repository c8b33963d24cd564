//! What messages cost by the price list of the embedded chain, against the targets, and that size does not matter.

use axiom_types::registry::{ParticipantKind, WriterRule};

use crate::range::seed_leaves;
use crate::support::*;

const VALUE: &str = "a value of sixty-four bytes, as a hash in hex or a short note is";

#[test]
fn messages_stay_within_their_targets() {
    let mut world = World::new();
    let gas = world.ok("ada", &register(ParticipantKind::User)).gas.total;
    println!("register {gas}");
    assert!(gas <= 150_000, "register: {gas}");
    world.chain.halt(LEASE);
    let gas = world.ok("ada", &renew(&[])).gas.total;
    println!("renew {gas}");
    assert!(gas <= 125_000, "renew: {gas}");

    world.ok("ada", &create(WriterRule::Owner {}));
    world.ok("ada", &write(1, (0..4).map(|i| cell(&format!("key{i}"), 0, VALUE)).collect()));
    let one = world.ok("ada", &write(1, vec![cell("first", 0, VALUE)])).gas.total;
    assert!(one <= 145_000, "write: {one}");
    let batch = (0..16).map(|i| cell(&format!("more{i:02}"), 0, VALUE)).collect();
    let each = (world.ok("ada", &write(1, batch)).gas.total - one) / 15;
    assert!(each <= 25_000, "each further write: {each}");
    println!("write {one}, each further {each}");
}

/// The dearest of 64 writes in a row, without the fixed cost of the transaction.
fn dearest_write(leaves: u64) -> u64 {
    let mut world = World::new();
    world.ok("ada", &create(WriterRule::Owner {}));
    seed_leaves(&mut world, leaves);
    (0..64)
        .map(|i| world.ok("ada", &write(1, vec![cell(&format!("key{i:02}"), 0, VALUE)])).gas.above)
        .max()
        .unwrap()
}

#[test]
fn a_write_costs_the_same_among_many() {
    let (few, many) = (dearest_write(10), dearest_write(100_000));
    println!("dearest write among few {few}, among many {many}");
    assert!(many * 10 <= few * 12, "{many} against {few}");
}
