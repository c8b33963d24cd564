//! What a contract sees instead of the chain's storage, querier and API: the same, counted, and
//! lying where a fault was planted.

use std::rc::Rc;

use cosmwasm_std::{
    from_json, Addr, Api, Binary, CanonicalAddr, ContractResult, Empty, Order, Querier,
    QuerierResult, QueryRequest, Record, RecoverPubkeyError, StdResult, Storage, SystemError,
    SystemResult, VerificationError, WasmQuery,
};
use cw_multi_test::MockApiBech32;

use crate::fault::{Entry, Fault, StorageFault, Write};
use crate::hub::{Found, Hub};
use crate::PREFIX;

/// A contract's own storage as the wrapper got it. Keys are the contract's, without any prefix.
pub(crate) enum Access<'a> {
    /// In queries.
    Read(&'a dyn Storage),
    /// In everything else.
    Write(&'a mut dyn Storage),
}

/// Storage that counts, and lies where it was told to.
pub(crate) struct MeteredStorage<'a> {
    pub access: Access<'a>,
    pub contract: Addr,
    pub hub: Rc<Hub>,
    pub lies: Option<(StorageFault, Found)>,
}

impl MeteredStorage<'_> {
    fn inner(&self) -> &dyn Storage {
        match &self.access {
            Access::Read(storage) => *storage,
            Access::Write(storage) => &**storage,
        }
    }

    fn inner_mut(&mut self) -> &mut dyn Storage {
        match &mut self.access {
            Access::Read(_) => panic!("a query cannot write"),
            Access::Write(storage) => &mut **storage,
        }
    }

    fn hidden(&self, key: &[u8]) -> bool {
        hidden(&self.lies, key)
    }

    /// What really gets stored for a write: nothing, something else, or the value.
    fn altered(&self, key: &[u8], value: &[u8]) -> Option<Option<Vec<u8>>> {
        let (fault, found) = self.lies.as_ref()?;
        if fault.drop_write.is_none() && fault.rewrite.is_none() {
            return None;
        }
        let old = self.inner().get(key);
        let write = Write { key, old: old.as_deref(), new: value };
        if fault.drop_write.as_ref().is_some_and(|test| test(&write)) {
            found.hit();
            return Some(None);
        }
        let other = fault.rewrite.as_ref().and_then(|change| change(&write))?;
        found.hit();
        Some(Some(other))
    }
}

fn hidden(lies: &Option<(StorageFault, Found)>, key: &[u8]) -> bool {
    let Some((fault, found)) = lies else {
        return false;
    };
    let hide = fault.hide_read.as_ref().is_some_and(|test| test(key));
    if hide {
        found.hit();
    }
    hide
}

impl Storage for MeteredStorage<'_> {
    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        let value = self.inner().get(key).filter(|_| !self.hidden(key));
        let bytes = key.len() + value.as_ref().map_or(0, Vec::len);
        self.hub.count(|counts| {
            counts.reads += 1;
            counts.read_bytes += bytes as u64;
        });
        self.hub.touch(&self.contract, key, |touched| touched.read(bytes as u64));
        value
    }

    fn range<'b>(
        &'b self,
        start: Option<&[u8]>,
        end: Option<&[u8]>,
        order: Order,
    ) -> Box<dyn Iterator<Item = Record> + 'b> {
        let records = self.inner().range(start, end, order);
        let seen = records.filter(|(key, _)| !self.hidden(key));
        Box::new(seen.inspect(|(key, value)| {
            self.hub.count(|counts| {
                counts.range_steps += 1;
                counts.range_bytes += (key.len() + value.len()) as u64;
            });
        }))
    }

    fn set(&mut self, key: &[u8], value: &[u8]) {
        assert!(!value.is_empty(), "storage refuses empty values");
        self.hub.count(|counts| {
            counts.writes += 1;
            counts.write_bytes += (key.len() + value.len()) as u64;
        });
        self.hub.touch(&self.contract, key, |touched| {
            touched.write(|| self.inner().get(key), Some(value));
        });
        match self.altered(key, value) {
            None => self.inner_mut().set(key, value),
            Some(None) => {}
            Some(Some(other)) => self.inner_mut().set(key, &other),
        }
    }

    fn remove(&mut self, key: &[u8]) {
        self.hub.count(|counts| counts.deletes += 1);
        self.hub
            .touch(&self.contract, key, |touched| touched.write(|| self.inner().get(key), None));
        if let Some((fault, found)) = &self.lies {
            if fault.ignore_remove.as_ref().is_some_and(|test| test(key)) {
                found.hit();
                return;
            }
        }
        self.inner_mut().remove(key);
    }
}

/// Querier that counts, hides what a chain hides, and plays contracts that stopped answering.
pub(crate) struct MeteredQuerier<'a> {
    pub inner: &'a dyn Querier,
    pub hub: Rc<Hub>,
    pub entry: Entry,
    pub own_address: Addr,
}

const RAW: &[u8] = br#"{"wasm":{"raw":"#;
const SMART: &[u8] = br#"{"wasm":{"smart":"#;
const CONTRACT_INFO: &[u8] = br#"{"wasm":{"contract_info":"#;

impl Querier for MeteredQuerier<'_> {
    fn raw_query(&self, request: &[u8]) -> QuerierResult {
        if request.starts_with(RAW) {
            return self.raw(request);
        }
        // A smart query is counted by the wrapper of the contract that answers it.
        if !request.starts_with(SMART) {
            self.hub.count(|counts| counts.other_queries += 1);
        }
        if self.entry == Entry::Instantiate && request.starts_with(CONTRACT_INFO) {
            if let Some(refusal) = self.own_info_is_not_there_yet(request) {
                return refusal;
            }
        }
        self.inner.raw_query(request)
    }
}

impl MeteredQuerier<'_> {
    fn raw(&self, request: &[u8]) -> QuerierResult {
        let asked = match from_json(request) {
            Ok(QueryRequest::<Empty>::Wasm(WasmQuery::Raw { contract_addr, key })) => {
                Some((contract_addr, key))
            }
            _ => None,
        };
        let hides = |(contract, key): &(String, Binary)| self.peer_hides(contract, key);
        let answer = if self.hub.has_faults() && asked.as_ref().is_some_and(hides) {
            SystemResult::Ok(ContractResult::Ok(Binary::default()))
        } else {
            self.inner.raw_query(request)
        };
        let value = match &answer {
            SystemResult::Ok(ContractResult::Ok(value)) => value.len(),
            _ => 0,
        };
        let key = asked.map_or(0, |(_, key)| key.len());
        self.hub.count(|counts| {
            counts.raw_queries += 1;
            counts.raw_query_bytes += (key + value) as u64;
        });
        answer
    }

    fn peer_hides(&self, contract: &str, key: &[u8]) -> bool {
        let Some(found) = self.hub.fault_of(contract) else {
            return false;
        };
        match &*found.fault {
            Fault::Silent => {
                found.hit();
                true
            }
            Fault::Storage(fault) => {
                let fault = fault.clone();
                hidden(&Some((fault, found)), key)
            }
            Fault::Fail(_) | Fault::Panic(_) | Fault::Hook(_) => false,
        }
    }

    /// On wasmd a contract's own information cannot be read while its instantiate runs.
    fn own_info_is_not_there_yet(&self, request: &[u8]) -> Option<QuerierResult> {
        match from_json(request) {
            Ok(QueryRequest::<Empty>::Wasm(WasmQuery::ContractInfo { contract_addr }))
                if contract_addr == self.own_address.as_str() =>
            {
                let addr = contract_addr;
                Some(SystemResult::Err(SystemError::NoSuchContract { addr }))
            }
            _ => None,
        }
    }
}

/// The chain's API with [`PREFIX`], counting what costs gas.
pub(crate) struct LocalApi {
    pub inner: MockApiBech32,
    pub hub: Rc<Hub>,
}

impl LocalApi {
    pub fn new(hub: Rc<Hub>) -> Self {
        Self { inner: MockApiBech32::new(PREFIX), hub }
    }
}

impl Api for LocalApi {
    fn addr_validate(&self, human: &str) -> StdResult<Addr> {
        self.hub.count(|counts| counts.addresses += 1);
        self.inner.addr_validate(human)
    }

    fn addr_canonicalize(&self, human: &str) -> StdResult<CanonicalAddr> {
        self.hub.count(|counts| counts.addresses += 1);
        self.inner.addr_canonicalize(human)
    }

    fn addr_humanize(&self, canonical: &CanonicalAddr) -> StdResult<Addr> {
        self.hub.count(|counts| counts.addresses += 1);
        self.inner.addr_humanize(canonical)
    }

    fn secp256k1_verify(
        &self,
        message_hash: &[u8],
        signature: &[u8],
        public_key: &[u8],
    ) -> Result<bool, VerificationError> {
        self.hub.count(|counts| counts.signatures += 1);
        self.inner.secp256k1_verify(message_hash, signature, public_key)
    }

    fn secp256k1_recover_pubkey(
        &self,
        message_hash: &[u8],
        signature: &[u8],
        recovery_param: u8,
    ) -> Result<Vec<u8>, RecoverPubkeyError> {
        self.hub.count(|counts| counts.signatures += 1);
        self.inner.secp256k1_recover_pubkey(message_hash, signature, recovery_param)
    }

    fn ed25519_verify(
        &self,
        message: &[u8],
        signature: &[u8],
        public_key: &[u8],
    ) -> Result<bool, VerificationError> {
        self.hub.count(|counts| counts.signatures += 1);
        self.inner.ed25519_verify(message, signature, public_key)
    }

    fn ed25519_batch_verify(
        &self,
        messages: &[&[u8]],
        signatures: &[&[u8]],
        public_keys: &[&[u8]],
    ) -> Result<bool, VerificationError> {
        self.hub.count(|counts| counts.signatures += signatures.len() as u64);
        self.inner.ed25519_batch_verify(messages, signatures, public_keys)
    }

    fn debug(&self, message: &str) {
        self.inner.debug(message);
    }
}
