#![allow(clippy::arithmetic_side_effects)]

use cosmwasm_std::testing::MockStorage;
use cosmwasm_std::{CosmosMsg, ReplyOn};

use super::*;

const KIND: u8 = 5;

fn addr(name: &str) -> Addr {
    Addr::unchecked(name)
}

fn called(storage: &dyn Storage) -> Vec<(String, u64)> {
    let calls = messages(storage, KIND, &Binary::from(b"{}")).unwrap();
    calls
        .into_iter()
        .map(|call| {
            assert_eq!((call.reply_on, call.gas_limit), (ReplyOn::Always, Some(HOOK_GAS)));
            let CosmosMsg::Wasm(WasmMsg::Execute { contract_addr, msg, funds }) = call.msg else {
                panic!("expected an execute message");
            };
            assert_eq!((msg.as_slice(), funds.len()), (b"{}".as_slice(), 0));
            let (kind, key) = reply::parse(call.id);
            assert_eq!(kind, KIND);
            (contract_addr, key)
        })
        .collect()
}

#[test]
fn numbers_are_stable_and_never_used_again() {
    let mut storage = MockStorage::new();
    assert_eq!(called(&storage), vec![]);
    assert_eq!(add(&mut storage, addr("a")), Ok(1));
    assert_eq!(add(&mut storage, addr("b")), Ok(2));
    assert_eq!(called(&storage), vec![("a".to_string(), 1), ("b".to_string(), 2)]);
    assert_eq!(remove(&mut storage, &addr("a")), Ok(1));
    assert_eq!(add(&mut storage, addr("a")), Ok(3));
    assert_eq!(called(&storage), vec![("b".to_string(), 2), ("a".to_string(), 3)]);
    // A reply about the removed one touches nobody.
    assert_eq!(on_reply(&mut storage, 1, true), Ok(HookOutcome::Gone {}));
    assert_eq!(on_reply(&mut storage, u64::MAX, true), Ok(HookOutcome::Gone {}));
    assert!(list(&storage).unwrap().iter().all(|hook| hook.failures == 0));
}

#[test]
fn the_list_is_bounded_and_without_duplicates() {
    let mut storage = MockStorage::new();
    add(&mut storage, addr("a")).unwrap();
    let wanted = KitError::Duplicate { field: "hooks", value: "a".to_string() };
    assert_eq!(add(&mut storage, addr("a")), Err(wanted));
    for name in ["b", "c", "d"] {
        add(&mut storage, addr(name)).unwrap();
    }
    let wanted = KitError::TooMany { field: "hooks", len: 5, max: MAX_HOOKS };
    assert_eq!(add(&mut storage, addr("e")), Err(wanted));
    let wanted = KitError::UnknownHook { hook: "e".to_string() };
    assert_eq!(remove(&mut storage, &addr("e")), Err(wanted));
    assert_eq!(list(&storage).unwrap().len(), 4);
}

#[test]
fn three_failures_in_a_row_end_in_quarantine_and_release_ends_it() {
    let mut storage = MockStorage::new();
    add(&mut storage, addr("good")).unwrap();
    add(&mut storage, addr("bad")).unwrap();
    let failed = |failures| Ok(HookOutcome::Failed { hook: addr("bad"), failures });
    let caught = Ok(HookOutcome::Quarantined { hook: addr("bad"), failures: 3 });
    let delivered = |name| Ok(HookOutcome::Delivered { hook: addr(name) });

    assert_eq!(on_reply(&mut storage, 2, true), failed(1));
    assert_eq!(on_reply(&mut storage, 2, true), failed(2));
    assert_eq!(on_reply(&mut storage, 1, false), delivered("good"));
    assert_eq!(on_reply(&mut storage, 2, false), delivered("bad"));
    assert_eq!(on_reply(&mut storage, 2, true), failed(1));
    assert_eq!(on_reply(&mut storage, 2, true), failed(2));
    assert_eq!(called(&storage).len(), 2);
    assert_eq!(on_reply(&mut storage, 2, true), caught);
    assert_eq!(called(&storage), vec![("good".to_string(), 1)]);
    // Late replies of the same transaction change nothing.
    assert_eq!(on_reply(&mut storage, 2, true), caught);
    assert_eq!(on_reply(&mut storage, 2, false), delivered("bad"));
    let bad = Hook { id: 2, address: addr("bad"), failures: 3, quarantined: true };
    assert_eq!(list(&storage).unwrap()[1], bad);

    assert_eq!(release(&mut storage, 2), Ok(addr("bad")));
    assert_eq!(called(&storage).len(), 2);
    assert_eq!(on_reply(&mut storage, 2, true), failed(1));
    let wanted = KitError::UnknownHook { hook: "9".to_string() };
    assert_eq!(release(&mut storage, 9), Err(wanted));
}

/// Counts writes.
struct Counted(MockStorage, u32);

impl Storage for Counted {
    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.0.get(key)
    }
    fn set(&mut self, key: &[u8], value: &[u8]) {
        self.1 += 1;
        self.0.set(key, value);
    }
    fn remove(&mut self, key: &[u8]) {
        self.1 += 1;
        self.0.remove(key);
    }
    fn range<'a>(
        &'a self,
        start: Option<&[u8]>,
        end: Option<&[u8]>,
        order: cosmwasm_std::Order,
    ) -> Box<dyn Iterator<Item = cosmwasm_std::Record> + 'a> {
        self.0.range(start, end, order)
    }
}

#[test]
fn only_a_changed_count_is_written() {
    let mut storage = Counted(MockStorage::new(), 0);
    add(&mut storage, addr("a")).unwrap();
    let writes = |storage: &mut Counted, failed| {
        let before = storage.1;
        on_reply(storage, 1, failed).unwrap();
        storage.1 - before
    };
    assert_eq!(writes(&mut storage, false), 0);
    assert_eq!(writes(&mut storage, true), 1);
    assert_eq!(writes(&mut storage, false), 1);
    assert_eq!(writes(&mut storage, false), 0);
    for wanted in [1, 1, 1, 0] {
        assert_eq!(writes(&mut storage, true), wanted);
    }
}

#[test]
fn unknown_bytes_are_an_error() {
    let mut storage = MockStorage::new();
    storage.set(b"y", &[1, 0]);
    assert!(list(&storage).is_err());
    assert!(messages(&storage, KIND, &Binary::default()).is_err());
    assert!(on_reply(&mut storage, 1, true).is_err());
}
