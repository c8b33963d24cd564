//! The embedded chain.

use std::collections::BTreeMap;
use std::rc::Rc;

use anyhow::{Context, Result};
use axiom_chain::price::GasReport;
use axiom_chain::{Account, ChainExt, Failure, Init, Outcome, Tx, GENESIS_SECONDS};
use cosmwasm_std::{
    Addr, Api, BlockInfo, CodeInfoResponse, Coin, CosmosMsg, MemoryStorage, Timestamp,
};
use cw_multi_test::{no_init, App, AppBuilder, AppResponse, BankSudo, SudoMsg};
use serde::Serialize;

use crate::answer::{base, message_bytes, success};
use crate::bank::LocalBank;
use crate::code::Code;
use crate::guarded::{catching, Guarded};
use crate::hub::Hub;
use crate::metered::LocalApi;
use crate::store::Store;

/// Height of the first block.
pub const GENESIS_HEIGHT: u64 = 1;

type LocalApp = App<LocalBank, LocalApi, Store>;

/// One embedded chain: accounts, codes, contracts, blocks and time, in memory or over a
/// [`Backing`](crate::Backing).
///
/// Every transaction, accepted or refused, runs in a block of its own: after it the height grows
/// by one and the time by [`BLOCK_SECONDS`](axiom_chain::BLOCK_SECONDS). [`LocalChain::in_one_block`] keeps several in one.
pub struct LocalChain {
    pub(crate) app: LocalApp,
    pub(crate) hub: Rc<Hub>,
    pub(crate) txs: Vec<Tx>,
    pub(crate) holds: u32,
    pub(crate) shelf: BTreeMap<String, fn() -> Code>,
}

impl LocalChain {
    /// A new chain with nothing on it.
    pub fn new(chain_id: &str) -> Self {
        let block = BlockInfo {
            height: GENESIS_HEIGHT,
            time: Timestamp::from_seconds(GENESIS_SECONDS),
            chain_id: chain_id.to_string(),
        };
        Self::with_store(Store::Memory(MemoryStorage::new()), block)
    }

    pub(crate) fn with_store(store: Store, block: BlockInfo) -> Self {
        let hub = Rc::new(Hub::default());
        let app = AppBuilder::new()
            .with_api(LocalApi::new(hub.clone()))
            .with_bank(LocalBank::new(hub.clone()))
            .with_storage(store)
            .with_block(block)
            .build(no_init);
        Self { app, hub, txs: Vec::new(), holds: 0, shelf: BTreeMap::new() }
    }

    /// The test account of that name, see [`Account`].
    pub fn account(&self, name: &str) -> Account {
        Account::named(name)
    }

    // ---- codes ----

    /// Stores a code; its creator is the account `code creator`. Answers the code id.
    pub fn store_code(&mut self, code: Code) -> u64 {
        self.store_code_with_creator(Account::named("code creator").address, code)
    }

    /// Stores a code for a creator. Answers the code id.
    pub fn store_code_with_creator(&mut self, creator: impl AsRef<str>, code: Code) -> u64 {
        let guarded = Guarded::boxed(code, self.hub.clone());
        self.app.store_code_with_creator(Addr::unchecked(creator.as_ref()), guarded)
    }

    /// Puts a code on the shelf from which [`Chain::store_named`](axiom_chain::Chain::store_named) takes it.
    pub fn shelve(&mut self, name: &str, make: fn() -> Code) {
        self.shelf.insert(name.to_string(), make);
    }

    /// Stores a code from the shelf. Panics if nobody put it there.
    #[track_caller]
    pub fn store_shelved(&mut self, name: &str) -> u64 {
        match self.shelf.get(name) {
            Some(make) => self.store_code(make()),
            None => panic!("no code of the name {name:?}; there are: {:?}", self.shelf.keys()),
        }
    }

    /// Creator and checksum of a code; none if there is no such code.
    pub fn code_info(&self, code_id: u64) -> Option<CodeInfoResponse> {
        self.app.wrap().query_wasm_code_info(code_id).ok()
    }

    /// The address that `instantiate2` gives: it follows from the code's checksum, the creator and
    /// the salt. Panics without such a code, or with an invalid creator or salt.
    #[track_caller]
    pub fn predict_address(&self, code_id: u64, creator: impl AsRef<str>, salt: &[u8]) -> Addr {
        ChainExt::predict_address(self, code_id, creator, salt)
    }

    // ---- transactions ----

    /// Creates a contract. Its address: [`crate::Success::contract`].
    pub fn instantiate<M: Serialize>(
        &mut self,
        sender: impl AsRef<str>,
        init: Init<'_, M>,
    ) -> Outcome {
        ChainExt::instantiate(self, sender, init)
    }

    /// Creates a contract at the address that [`LocalChain::predict_address`] tells.
    pub fn instantiate2<M: Serialize>(
        &mut self,
        sender: impl AsRef<str>,
        init: Init<'_, M>,
        salt: &[u8],
    ) -> Outcome {
        ChainExt::instantiate2(self, sender, init, salt)
    }

    /// Sends a message to a contract.
    pub fn execute(
        &mut self,
        sender: impl AsRef<str>,
        contract: impl AsRef<str>,
        msg: &impl Serialize,
        funds: &[Coin],
    ) -> Outcome {
        ChainExt::execute(self, sender, contract, msg, funds)
    }

    /// Migrates a contract; the sender has to be its admin.
    pub fn migrate(
        &mut self,
        sender: impl AsRef<str>,
        contract: impl AsRef<str>,
        new_code_id: u64,
        msg: &impl Serialize,
    ) -> Outcome {
        ChainExt::migrate(self, sender, contract, new_code_id, msg)
    }

    /// Sends coins.
    pub fn bank_send(
        &mut self,
        sender: impl AsRef<str>,
        to: impl AsRef<str>,
        amount: &[Coin],
    ) -> Outcome {
        ChainExt::bank_send(self, sender, to, amount)
    }

    /// One transaction of several messages: all or none.
    pub fn execute_multi(&mut self, sender: impl AsRef<str>, messages: Vec<CosmosMsg>) -> Outcome {
        let sender = sender.as_ref();
        self.hub.begin(base(&messages), message_bytes(&messages));
        let block = self.app.block_info();
        let result = self.run(sender, messages.clone());
        let gas = self.hub.report();
        let result = match result {
            Ok(answers) => Ok(success(answers, block.height, gas)),
            Err(source) => Err(self.failure(source, block.height, gas)),
        };
        self.txs.push(Tx::new(sender, messages, block.time.seconds(), &result));
        if self.holds == 0 {
            self.advance_blocks(1);
        }
        result.into()
    }

    pub(crate) fn run(
        &mut self,
        sender: &str,
        messages: Vec<CosmosMsg>,
    ) -> Result<Vec<AppResponse>> {
        let sender =
            self.app.api().addr_validate(sender).with_context(|| format!("sender {sender:?}"))?;
        let app = &mut self.app;
        catching(|| app.execute_multi(sender, messages))
    }

    pub(crate) fn failure(&self, source: anyhow::Error, height: u64, gas: GasReport) -> Failure {
        let text = self.hub.take_failure().unwrap_or_else(|| source.root_cause().to_string());
        Failure::new(height, gas, text, source)
    }

    /// Gives coins that were not there before. No transaction, no block.
    #[track_caller]
    pub fn mint(&mut self, to: impl AsRef<str>, coin: Coin) {
        let mint = BankSudo::Mint { to_address: to.as_ref().to_string(), amount: vec![coin] };
        self.app.sudo(SudoMsg::Bank(mint)).expect("a valid address and a positive amount");
    }
}
