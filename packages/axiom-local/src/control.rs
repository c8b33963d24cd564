//! What a test does to the chain from outside: blocks and time, faults, raw state.

use cosmwasm_std::{Addr, BlockInfo, Storage, Timestamp};

use axiom_chain::BLOCK_SECONDS;

use crate::chain::LocalChain;
use crate::fault::Fault;

impl LocalChain {
    // ---- blocks and time ----

    /// The current block: the next transaction runs in it.
    pub fn block(&self) -> BlockInfo {
        self.app.block_info()
    }

    /// Height of the current block.
    pub fn height(&self) -> u64 {
        self.app.block_info().height
    }

    /// Time of the current block.
    pub fn now(&self) -> Timestamp {
        self.app.block_info().time
    }

    /// Runs several transactions in the current block; afterwards a new one begins.
    pub fn in_one_block<R>(&mut self, run: impl FnOnce(&mut Self) -> R) -> R {
        self.holds += 1;
        let result = run(self);
        self.holds -= 1;
        if self.holds == 0 {
            self.advance_blocks(1);
        }
        result
    }

    /// Produces blocks, each [`BLOCK_SECONDS`] after the one before.
    pub fn advance_blocks(&mut self, blocks: u64) {
        self.move_on(blocks, blocks * BLOCK_SECONDS);
    }

    /// Lets time pass on a live chain: the blocks of that time are produced, at least one.
    pub fn advance_seconds(&mut self, seconds: u64) {
        if seconds > 0 {
            self.move_on((seconds / BLOCK_SECONDS).max(1), seconds);
        }
    }

    /// Lets time pass while the chain stands still: one block, however long it takes.
    pub fn halt(&mut self, seconds: u64) {
        self.move_on(1, seconds);
    }

    fn move_on(&mut self, blocks: u64, seconds: u64) {
        self.app.update_block(|block| {
            block.height += blocks;
            block.time = block.time.plus_seconds(seconds);
        });
    }

    // ---- faults ----

    /// Plants a fault into a contract, in place of the one before.
    pub fn set_fault(&mut self, contract: impl AsRef<str>, fault: Fault) {
        self.hub.set_fault(contract.as_ref(), fault);
    }

    /// Takes the fault of a contract away.
    pub fn clear_fault(&mut self, contract: impl AsRef<str>) {
        self.hub.clear_fault(contract.as_ref());
    }

    /// Takes all faults away.
    pub fn clear_faults(&mut self) {
        self.hub.clear_faults();
    }

    /// How often the fault of a contract changed something since it was planted.
    pub fn fault_hits(&self, contract: impl AsRef<str>) -> u64 {
        self.hub.fault_hits(contract.as_ref())
    }

    /// From now on the bank refuses every send to this address, as a chain does for module
    /// accounts.
    pub fn refuse_bank_sends_to(&mut self, address: impl AsRef<str>) {
        self.hub.set_refused(address.as_ref(), true);
    }

    /// The bank accepts sends to this address again.
    pub fn accept_bank_sends_to(&mut self, address: impl AsRef<str>) {
        self.hub.set_refused(address.as_ref(), false);
    }

    // ---- raw state ----

    /// Writes straight into a contract's storage: for big states. No transaction, no block.
    pub fn seed<R>(
        &mut self,
        contract: impl AsRef<str>,
        write: impl FnOnce(&mut dyn Storage) -> R,
    ) -> R {
        let contract = Addr::unchecked(contract.as_ref());
        write(self.app.contract_storage_mut(&contract).as_mut())
    }

    /// Reads a contract's storage.
    pub fn read<R>(&self, contract: impl AsRef<str>, read: impl FnOnce(&dyn Storage) -> R) -> R {
        let contract = Addr::unchecked(contract.as_ref());
        read(self.app.contract_storage(&contract).as_ref())
    }
}
