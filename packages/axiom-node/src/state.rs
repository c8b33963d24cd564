//! Reading and writing the node's own records.

use axiom_local::LocalChain;
use cosmrs::proto::cosmos::auth::v1beta1::BaseAccount;
use cosmwasm_std::{Order, Storage};
use prost::Message;

use crate::keys;

/// A record in protobuf; none if there is none.
pub(crate) fn load<M: Message + Default>(storage: &dyn Storage, key: &[u8]) -> Option<M> {
    M::decode(storage.get(key)?.as_slice()).ok()
}

/// Keeps a record in protobuf. An empty one gets a byte that decodes to nothing lost: the storage
/// cannot tell empty values from missing ones.
pub(crate) fn save<M: Message>(storage: &mut dyn Storage, key: &[u8], record: &M) {
    storage.set(key, &record.encode_to_vec());
}

/// Records whose keys begin alike, in order, from a key on.
pub(crate) fn below<'a>(
    storage: &'a dyn Storage,
    prefix: &[u8],
    from: Option<&[u8]>,
    order: Order,
) -> Box<dyn Iterator<Item = (Vec<u8>, Vec<u8>)> + 'a> {
    let end = keys::after(prefix);
    match (order, from) {
        (Order::Ascending, Some(from)) => storage.range(Some(from), Some(&end), order),
        // From a key on backwards: that key included.
        (Order::Descending, Some(from)) => {
            let end = [from, &[0]].concat();
            storage.range(Some(prefix), Some(&end), order)
        }
        (_, None) => storage.range(Some(prefix), Some(&end), order),
    }
}

/// A number; zero if there is none.
pub(crate) fn counter(storage: &dyn Storage, key: &[u8]) -> u64 {
    let bytes = storage.get(key).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, u64::from_be_bytes)
}

/// Takes the next number of a counter.
pub(crate) fn count(storage: &mut dyn Storage, key: &[u8]) -> u64 {
    let number = counter(storage, key);
    storage.set(key, &number.saturating_add(1).to_be_bytes());
    number
}

/// An account; none if it never received anything.
pub(crate) fn account(chain: &LocalChain, address: &str) -> Option<BaseAccount> {
    load(chain.storage(), &keys::account(address))
}

pub(crate) fn save_account(chain: &mut LocalChain, account: &BaseAccount) {
    save(chain.storage_mut(), &keys::account(&account.address), account);
}

/// Makes an account known if it is not.
pub(crate) fn ensure_account(chain: &mut LocalChain, address: &str) {
    if account(chain, address).is_some() {
        return;
    }
    let account_number = count(chain.storage_mut(), keys::NEXT_ACCOUNT);
    let address = address.to_string();
    save_account(chain, &BaseAccount { address, pub_key: None, account_number, sequence: 0 });
}

/// Makes an account of everybody who has received coins or was created since the last flush.
pub(crate) fn note_accounts(chain: &mut LocalChain) {
    let Some(writes) = chain.pending() else {
        return;
    };
    let of = |prefix: &[u8]| {
        let written = writes.range(prefix.to_vec()..keys::after(prefix));
        let there = written.filter(|(_, value)| value.is_some());
        let names =
            there.map(|(key, _)| String::from_utf8_lossy(&key[prefix.len()..]).into_owned());
        names.collect::<Vec<_>>()
    };
    let found = [of(keys::BALANCES), of(keys::CONTRACTS)].concat();
    for address in found {
        ensure_account(chain, &address);
    }
}
