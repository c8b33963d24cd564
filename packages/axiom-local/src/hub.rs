//! What the parts of one chain share while it runs: meter, faults, the last failure.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use cosmwasm_std::{Addr, Response};

use crate::fault::{Entry, Fault};
use crate::steps::Made;
use crate::touched::Touched;
use axiom_chain::price::{price, Base, Counts, GasReport};

/// Counts one transaction.
#[derive(Default)]
pub(crate) struct Meter {
    base: Base,
    counts: Counts,
    loaded: BTreeSet<[u8; 32]>,
    first_call_seen: bool,
    touched: BTreeMap<(Addr, Vec<u8>), Touched>,
}

/// Shared by every wrapper of one chain.
#[derive(Default)]
pub(crate) struct Hub {
    meter: RefCell<Meter>,
    faults: RefCell<BTreeMap<String, Planted>>,
    failure: RefCell<Option<String>>,
    failed_in: Cell<Option<Entry>>,
    made: RefCell<Vec<Made>>,
    refused: RefCell<BTreeSet<String>>,
}

struct Planted {
    fault: Rc<Fault>,
    hits: Rc<Cell<u64>>,
}

/// A fault found for a contract, with the counter of the times it changed something.
#[derive(Clone)]
pub(crate) struct Found {
    pub fault: Rc<Fault>,
    pub hits: Rc<Cell<u64>>,
}

impl Found {
    pub fn hit(&self) {
        self.hits.set(self.hits.get() + 1);
    }
}

impl Hub {
    // ---- meter ----

    /// Starts counting anew.
    pub fn begin(&self, base: Base, message_bytes: u64) {
        let mut meter = Meter { base, ..Meter::default() };
        meter.counts.message_bytes = message_bytes;
        self.meter.replace(meter);
        self.made.replace(Vec::new());
        self.forget_failure();
    }

    /// The price of what was counted since [`Hub::begin`].
    pub fn report(&self) -> GasReport {
        let meter = self.meter.borrow();
        let mut counts = meter.counts.clone();
        for ((_, key), touched) in &meter.touched {
            touched.count(key.len() as u64, &mut counts);
        }
        price(meter.base, counts)
    }

    /// Notes what happens to a key of a contract's storage.
    pub fn touch(&self, contract: &Addr, key: &[u8], note: impl FnOnce(&mut Touched)) {
        let mut meter = self.meter.borrow_mut();
        note(meter.touched.entry((contract.clone(), key.to_vec())).or_default());
    }

    /// Changes the counts.
    pub fn count(&self, change: impl FnOnce(&mut Counts)) {
        change(&mut self.meter.borrow_mut().counts);
    }

    /// Counts the entry into a contract. Chains discount by code, not by contract.
    pub fn enter(&self, entry: Entry, checksum: [u8; 32], message_bytes: u64) {
        let mut meter = self.meter.borrow_mut();
        let base_covers = match meter.base {
            Base::Call => entry != Entry::Query,
            Base::Query => entry == Entry::Query,
            Base::Bank | Base::Other => false,
        } && !std::mem::replace(&mut meter.first_call_seen, true);
        let first = meter.loaded.insert(checksum);
        let counts = &mut meter.counts;
        match entry {
            Entry::Reply => counts.replies += 1,
            _ if base_covers => {}
            Entry::Query if first => counts.smart_queries_first += 1,
            Entry::Query => counts.smart_queries_further += 1,
            _ if first => counts.calls_first += 1,
            _ => counts.calls_further += 1,
        }
        counts.call_bytes += message_bytes;
        if matches!(entry, Entry::Instantiate | Entry::Migrate) {
            counts.kept_message_bytes += message_bytes;
        }
        match entry {
            Entry::Instantiate => counts.instantiations += 1,
            Entry::Migrate => counts.migrations += 1,
            Entry::Execute | Entry::Reply | Entry::Sudo | Entry::Query => {}
        }
    }

    /// Notes the creation or migration of a contract.
    pub fn note_made(&self, made: Made) {
        self.made.borrow_mut().push(made);
    }

    /// What was noted since [`Hub::begin`].
    pub fn made(&self) -> Vec<Made> {
        self.made.borrow().clone()
    }

    /// Counts what a contract answered.
    pub fn leave(&self, response: &Response) {
        self.count(|counts| {
            for sub in &response.messages {
                match sub.reply_on {
                    cosmwasm_std::ReplyOn::Never => counts.submessages_plain += 1,
                    _ => counts.submessages_reply += 1,
                }
            }
            counts.events += response.events.len() as u64;
            let own = response.attributes.iter();
            let typed = response.events.iter().flat_map(|event| &event.attributes);
            for attribute in own.chain(typed) {
                counts.attributes += 1;
                counts.attribute_bytes += (attribute.key.len() + attribute.value.len()) as u64;
            }
        });
    }

    // ---- last failure ----

    /// Remembers the text of a failure, for the reply that may catch it.
    pub fn fail(&self, error: anyhow::Error) -> anyhow::Error {
        self.failure.replace(Some(error.to_string()));
        self.failed_in.set(None);
        error
    }

    /// The same for a failure of a contract.
    pub fn fail_in(&self, entry: Entry, error: anyhow::Error) -> anyhow::Error {
        let error = self.fail(error);
        self.failed_in.set(Some(entry));
        error
    }

    /// The entry point whose failure is on its way up; none if no contract caused it.
    pub fn failed_in(&self) -> Option<Entry> {
        self.failed_in.get().filter(|_| self.failure.borrow().is_some())
    }

    /// No failure is on its way up.
    pub fn forget_failure(&self) {
        self.failure.replace(None);
        self.failed_in.set(None);
    }

    /// The text of the failure that is on its way up, if a contract or the bank caused it.
    pub fn take_failure(&self) -> Option<String> {
        self.failure.take()
    }

    // ---- faults ----

    pub fn set_fault(&self, contract: &str, fault: Fault) {
        let planted = Planted { fault: Rc::new(fault), hits: Rc::default() };
        self.faults.borrow_mut().insert(contract.to_string(), planted);
    }

    pub fn clear_fault(&self, contract: &str) {
        self.faults.borrow_mut().remove(contract);
    }

    pub fn clear_faults(&self) {
        self.faults.borrow_mut().clear();
    }

    pub fn fault_hits(&self, contract: &str) -> u64 {
        let faults = self.faults.borrow();
        faults.get(contract).map_or(0, |planted| planted.hits.get())
    }

    pub fn has_faults(&self) -> bool {
        !self.faults.borrow().is_empty()
    }

    pub fn fault_of(&self, contract: &str) -> Option<Found> {
        let faults = self.faults.borrow();
        let planted = faults.get(contract)?;
        Some(Found { fault: planted.fault.clone(), hits: planted.hits.clone() })
    }

    // ---- addresses that the bank refuses ----

    pub fn set_refused(&self, address: &str, refused: bool) {
        let mut list = self.refused.borrow_mut();
        if refused {
            list.insert(address.to_string());
        } else {
            list.remove(address);
        }
    }

    pub fn is_refused(&self, address: &str) -> bool {
        self.refused.borrow().contains(address)
    }
}
