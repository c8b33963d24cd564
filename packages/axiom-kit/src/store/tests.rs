use cosmwasm_std::testing::MockStorage;
use cosmwasm_std::Addr;
use cw_storage_plus::Map;
use rstest::rstest;

use super::*;
use axiom_types::packed::{Reader, Writer};

#[derive(Debug, Clone, PartialEq)]
struct Count(u64);

impl Packed for Count {
    const FORMAT: u8 = 9;
    fn write(&self, out: &mut Writer) {
        out.u64(self.0);
    }
    fn read(input: &mut Reader<'_>) -> Option<Self> {
        Some(Self(input.u64()?))
    }
}

const BY_ADDR: PackedMap<&Addr, Count> = PackedMap::new("a");
const BY_PAIR: PackedMap<(u64, &str), Count> = PackedMap::new("b");
const BY_THREE: PackedMap<(u32, &Addr, u32), Count> = PackedMap::new("c");
const ONE: PackedItem<Count> = PackedItem::new("i");

#[test]
fn keys_equal_those_of_cw_storage_plus() {
    let anna = Addr::unchecked("anna");
    let map: Map<&Addr, u64> = Map::new("a");
    assert_eq!(BY_ADDR.key(&anna), map.key(&anna).to_vec());
    let map: Map<(u64, &str), u64> = Map::new("b");
    assert_eq!(BY_PAIR.key((7, "x")), map.key((7, "x")).to_vec());
    let map: Map<(u32, &Addr, u32), u64> = Map::new("c");
    assert_eq!(BY_THREE.key((1, &anna, 2)), map.key((1, &anna, 2)).to_vec());
    let item: Item<u64> = Item::new("i");
    assert_eq!(ONE.key(), item.as_slice().to_vec());
}

#[test]
fn map_round_trip_and_removal() {
    let mut storage = MockStorage::new();
    let anna = Addr::unchecked("anna");
    assert_eq!(BY_ADDR.may_load(&storage, &anna), Ok(None));
    assert!(!BY_ADDR.has(&storage, &anna));
    let error = BY_ADDR.load(&storage, &anna).unwrap_err();
    assert!(matches!(error, StdError::NotFound { .. }));

    BY_ADDR.save(&mut storage, &anna, &Count(3)).unwrap();
    assert!(BY_ADDR.has(&storage, &anna));
    assert_eq!(BY_ADDR.load(&storage, &anna), Ok(Count(3)));
    assert_eq!(storage.get(&BY_ADDR.key(&anna)), Some(vec![9, 0, 0, 0, 0, 0, 0, 0, 3]));

    BY_ADDR.remove(&mut storage, &anna);
    assert_eq!(BY_ADDR.may_load(&storage, &anna), Ok(None));
}

#[test]
fn item_round_trip_and_removal() {
    let mut storage = MockStorage::new();
    assert_eq!(ONE.may_load(&storage), Ok(None));
    assert!(matches!(ONE.load(&storage).unwrap_err(), StdError::NotFound { .. }));
    ONE.save(&mut storage, &Count(4)).unwrap();
    assert!(ONE.exists(&storage));
    assert_eq!(ONE.load(&storage), Ok(Count(4)));
    ONE.remove(&mut storage);
    assert!(!ONE.exists(&storage));
}

#[rstest]
#[case::other_format(vec![8, 0, 0, 0, 0, 0, 0, 0, 3])]
#[case::cut_short(vec![9, 0, 0])]
#[case::surplus(vec![9, 0, 0, 0, 0, 0, 0, 0, 3, 0])]
fn unknown_bytes_are_an_error(#[case] bytes: Vec<u8>) {
    let mut storage = MockStorage::new();
    let anna = Addr::unchecked("anna");
    storage.set(&BY_ADDR.key(&anna), &bytes);
    storage.set(b"i", &bytes);
    let wanted =
        |ns: &str| StdError::generic_err(format!("record under '{ns}' has an unknown format"));
    assert_eq!(BY_ADDR.may_load(&storage, &anna), Err(wanted("a")));
    assert_eq!(ONE.load(&storage), Err(wanted("i")));
    let rows: Vec<_> = BY_ADDR.range(&storage, None, None, Order::Ascending).collect();
    assert_eq!(rows, vec![Err(wanted("a"))]);
}

#[test]
fn ranges_keep_to_map_prefix_and_bounds() {
    let mut storage = MockStorage::new();
    for (group, name, n) in [(1, "a", 1), (1, "b", 2), (1, "c", 3), (2, "a", 4)] {
        BY_PAIR.save(&mut storage, (group, name), &Count(n)).unwrap();
    }
    BY_ADDR.save(&mut storage, &Addr::unchecked("zoe"), &Count(99)).unwrap();
    let row = |name: &str, n| (name.to_string(), Count(n));

    let all: StdResult<Vec<_>> = BY_PAIR.range(&storage, None, None, Order::Ascending).collect();
    let numbers: Vec<_> = all.unwrap().into_iter().map(|((g, k), c)| (g, k, c.0)).collect();
    let wanted = [(1, "a", 1), (1, "b", 2), (1, "c", 3), (2, "a", 4)];
    assert_eq!(numbers, wanted.map(|(g, k, n)| (g, k.to_string(), n)));

    let group = BY_PAIR.prefix(1);
    let rest = group.range(&storage, Some(Bound::exclusive("a")), None, Order::Ascending);
    let rest: StdResult<Vec<_>> = rest.take(1).collect();
    assert_eq!(rest, Ok(vec![row("b", 2)]));
    let down = group.range(&storage, None, Some(Bound::inclusive("b")), Order::Descending);
    let down: StdResult<Vec<_>> = down.collect();
    assert_eq!(down, Ok(vec![row("b", 2), row("a", 1)]));
    assert_eq!(BY_PAIR.prefix(3).range(&storage, None, None, Order::Ascending).count(), 0);
}

#[test]
fn ranges_over_three_parts() {
    let mut storage = MockStorage::new();
    let (anna, ben) = (Addr::unchecked("anna"), Addr::unchecked("ben"));
    BY_THREE.save(&mut storage, (1, &anna, 5), &Count(1)).unwrap();
    BY_THREE.save(&mut storage, (1, &ben, 6), &Count(2)).unwrap();
    BY_THREE.save(&mut storage, (2, &anna, 7), &Count(3)).unwrap();
    let rows = BY_THREE.prefix((1, &anna)).range(&storage, None, None, Order::Ascending);
    assert_eq!(rows.collect::<StdResult<Vec<_>>>(), Ok(vec![(5, Count(1))]));
    let rows = BY_THREE.sub_prefix(1).range(&storage, None, None, Order::Ascending);
    // As in cw_storage_plus, parts before the last sort by length first.
    let wanted = vec![((ben, 6), Count(2)), ((anna, 5), Count(1))];
    assert_eq!(rows.collect::<StdResult<Vec<_>>>(), Ok(wanted));
}

#[test]
fn numbers_start_at_one_and_end_with_an_error() {
    let mut storage = MockStorage::new();
    let counter: Item<u64> = Item::new("n");
    assert_eq!(next_id(&mut storage, &counter), Ok(1));
    assert_eq!(next_id(&mut storage, &counter), Ok(2));
    counter.save(&mut storage, &u64::MAX).unwrap();
    assert!(next_id(&mut storage, &counter).is_err());
    assert_eq!(counter.load(&storage), Ok(u64::MAX));
}
