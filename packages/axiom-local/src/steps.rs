//! Transactions that somebody else puts together: a node, which checks signatures, takes fees and
//! knows messages that contracts cannot send.

use std::rc::Rc;

use axiom_chain::price::{Base, GasReport};
use axiom_chain::Failure;
use cosmwasm_std::{Addr, Binary, BlockInfo, CosmosMsg, Event, Storage};

use crate::chain::LocalChain;
use crate::code::Code;
use crate::fault::Entry;
use crate::guarded::{catching, Guarded};
use crate::store::{Backing, Store, Writes};

/// Runs something and turns a panic inside into an error ([`axiom_chain::ContractPanic`]), without
/// printing it.
///
/// # Errors
/// Its own, and its panic.
pub fn catch_panics<T>(run: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    catching(run)
}

/// What one message did.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its events, those of submessages included.
    pub events: Vec<Event>,
    /// Its answer in protobuf, as the chain writes it: the fields of `MsgExecuteContractResponse`
    /// and its like. None if it is empty.
    pub data: Option<Binary>,
}

/// A message that was refused. It changed nothing.
#[derive(Debug)]
pub struct StepFailure {
    /// Why.
    pub failure: Failure,
    /// The entry point of the contract that refused; none if no contract did.
    pub by: Option<Entry>,
}

/// A contract that was created or migrated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The contract.
    pub contract: Addr,
    /// [`Entry::Instantiate`] or [`Entry::Migrate`].
    pub entry: Entry,
    /// The message, JSON.
    pub msg: Vec<u8>,
}

impl LocalChain {
    /// A chain whose state is kept by a backing, at the block that it had reached. Writes wait
    /// until they are taken ([`LocalChain::take_pending`]). Codes are stored anew at every start.
    pub fn over(backing: Rc<dyn Backing>, block: BlockInfo) -> Self {
        Self::with_store(Store::Backed { backing, writes: Writes::new() }, block)
    }

    /// Writes of a chain over a backing that were not taken yet; none of a chain in memory.
    pub fn pending(&self) -> Option<&Writes> {
        match self.app.storage() {
            Store::Memory(_) => None,
            Store::Backed { writes, .. } => Some(writes),
        }
    }

    /// Takes the waiting writes away, to flush them or to forget them.
    pub fn take_pending(&mut self) -> Writes {
        self.put_pending(Writes::new())
    }

    /// Puts other writes in the place of those that wait; answers those. Does nothing to a chain in
    /// memory.
    pub fn put_pending(&mut self, other: Writes) -> Writes {
        match self.app.storage_mut() {
            Store::Memory(_) => Writes::new(),
            Store::Backed { writes, .. } => std::mem::replace(writes, other),
        }
    }

    /// Everything that the chain stores. Keys of contracts, balances and the like begin with a zero
    /// byte; a node may keep its own things under all others.
    pub fn storage(&self) -> &dyn Storage {
        self.app.storage()
    }

    /// [`LocalChain::storage`], to write.
    pub fn storage_mut(&mut self) -> &mut dyn Storage {
        self.app.storage_mut()
    }

    /// Which contracts were created or migrated since [`LocalChain::count_from_here`], and with
    /// which message; also where that was undone again.
    pub fn made(&self) -> Vec<Made> {
        self.hub.made()
    }

    /// The block in which the next step runs and which queries see.
    pub fn set_block(&mut self, block: BlockInfo) {
        self.app.set_block(block);
    }

    /// Stores a code under an id of the caller's choice.
    ///
    /// # Errors
    /// If the id is taken, or zero.
    pub fn store_code_as(
        &mut self,
        creator: &str,
        code_id: u64,
        code: Code,
    ) -> anyhow::Result<u64> {
        let guarded = Guarded::boxed(code, self.hub.clone());
        self.app.store_code_with_id(Addr::unchecked(creator), code_id, guarded)
    }

    /// Takes a code of that name from the shelf; none if nobody put it there.
    pub fn shelved(&self, name: &str) -> Option<Code> {
        self.shelf.get(name).map(|make| make())
    }

    /// Starts counting what the steps from here on cost; `bytes` are those of JSON in the messages.
    pub fn count_from_here(&mut self, base: Base, bytes: u64) {
        self.hub.begin(base, bytes);
    }

    /// What the steps since [`LocalChain::count_from_here`] cost.
    pub fn counted(&self) -> GasReport {
        self.hub.report()
    }

    /// Runs one message in the open block. No new block begins and nothing is remembered.
    ///
    /// # Errors
    /// If it is refused. Steps before it stay: who wants all or none puts the writes back
    /// ([`LocalChain::put_pending`]).
    pub fn step(&mut self, sender: &str, message: CosmosMsg) -> Result<Step, StepFailure> {
        self.hub.forget_failure();
        match self.run(sender, vec![message]) {
            Ok(mut answers) => {
                let answer = answers.pop().unwrap_or_default();
                Ok(Step { events: answer.events, data: answer.data })
            }
            Err(source) => {
                let by = self.hub.failed_in();
                let (height, gas) = (self.height(), self.hub.report());
                Err(StepFailure { failure: self.failure(source, height, gas), by })
            }
        }
    }
}
