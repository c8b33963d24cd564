//! The embedded chain.

use std::rc::Rc;

use anyhow::{Context, Result};
use cosmwasm_std::testing::MockStorage;
use cosmwasm_std::{
    instantiate2_address, to_json_binary, Addr, Api, BankMsg, Binary, BlockInfo, CodeInfoResponse,
    Coin, CosmosMsg, Timestamp, WasmMsg,
};
use cw_multi_test::{no_init, App, AppBuilder, AppResponse, BankSudo, SudoMsg};
use serde::Serialize;

use crate::account::Account;
use crate::answer::{base, message_bytes, success};
use crate::bank::LocalBank;
use crate::code::Code;
use crate::guarded::{catching, Guarded};
use crate::history::Tx;
use crate::hub::Hub;
use crate::metered::LocalApi;
use crate::outcome::{Failure, Outcome};
use crate::price::GasReport;

/// Bech32 prefix of every address.
pub const PREFIX: &str = "wasm";
/// Time of the first block: 2026-01-01T00:00:00Z.
pub const GENESIS_SECONDS: u64 = 1_767_225_600;
/// Height of the first block.
pub const GENESIS_HEIGHT: u64 = 1;
/// Seconds from one block to the next.
pub const BLOCK_SECONDS: u64 = 5;

type LocalApp = App<LocalBank, LocalApi, MockStorage>;

/// One embedded chain: accounts, codes, contracts, blocks and time in memory.
///
/// Every transaction, accepted or refused, runs in a block of its own: after it the height grows
/// by one and the time by [`BLOCK_SECONDS`]. [`LocalChain::in_one_block`] keeps several in one.
pub struct LocalChain {
    pub(crate) app: LocalApp,
    pub(crate) hub: Rc<Hub>,
    pub(crate) txs: Vec<Tx>,
    pub(crate) holds: u32,
}

/// How a contract is to be created.
pub struct Init<'a, M> {
    /// The code.
    pub code_id: u64,
    /// The instantiate message.
    pub msg: &'a M,
    /// Coins sent along.
    pub funds: &'a [Coin],
    /// Label, not empty.
    pub label: &'a str,
    /// Who may migrate it.
    pub admin: Option<&'a str>,
}

impl<'a, M> Init<'a, M> {
    /// Without funds and admin.
    pub fn new(code_id: u64, label: &'a str, msg: &'a M) -> Self {
        Self { code_id, msg, funds: &[], label, admin: None }
    }

    /// With this admin.
    pub fn admin(mut self, admin: &'a str) -> Self {
        self.admin = Some(admin);
        self
    }

    /// With these coins.
    pub fn funds(mut self, funds: &'a [Coin]) -> Self {
        self.funds = funds;
        self
    }
}

impl LocalChain {
    /// A new chain with nothing on it.
    pub fn new(chain_id: &str) -> Self {
        let hub = Rc::new(Hub::default());
        let app = AppBuilder::new()
            .with_api(LocalApi::new(hub.clone()))
            .with_bank(LocalBank::new(hub.clone()))
            .with_block(BlockInfo {
                height: GENESIS_HEIGHT,
                time: Timestamp::from_seconds(GENESIS_SECONDS),
                chain_id: chain_id.to_string(),
            })
            .build(no_init);
        Self { app, hub, txs: Vec::new(), holds: 0 }
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

    /// Creator and checksum of a code; none if there is no such code.
    pub fn code_info(&self, code_id: u64) -> Option<CodeInfoResponse> {
        self.app.wrap().query_wasm_code_info(code_id).ok()
    }

    /// The address that `instantiate2` gives: it follows from the code's checksum, the creator and
    /// the salt. Panics without such a code, or with an invalid creator or salt.
    #[track_caller]
    pub fn predict_address(&self, code_id: u64, creator: impl AsRef<str>, salt: &[u8]) -> Addr {
        let info = self.code_info(code_id).expect("the code is stored");
        let api = self.app.api();
        let creator = api.addr_canonicalize(creator.as_ref()).expect("the creator is an address");
        let canonical = instantiate2_address(info.checksum.as_slice(), &creator, salt)
            .expect("the salt has 1 to 64 bytes");
        api.addr_humanize(&canonical).expect("32 bytes are an address")
    }

    // ---- transactions ----

    /// Creates a contract. Its address: [`crate::Success::contract`].
    pub fn instantiate<M: Serialize>(
        &mut self,
        sender: impl AsRef<str>,
        init: Init<'_, M>,
    ) -> Outcome {
        let msg = WasmMsg::Instantiate {
            admin: init.admin.map(str::to_string),
            code_id: init.code_id,
            msg: json(init.msg),
            funds: init.funds.to_vec(),
            label: init.label.to_string(),
        };
        self.execute_multi(sender, vec![msg.into()])
    }

    /// Creates a contract at the address that [`LocalChain::predict_address`] tells.
    pub fn instantiate2<M: Serialize>(
        &mut self,
        sender: impl AsRef<str>,
        init: Init<'_, M>,
        salt: &[u8],
    ) -> Outcome {
        let msg = WasmMsg::Instantiate2 {
            admin: init.admin.map(str::to_string),
            code_id: init.code_id,
            msg: json(init.msg),
            funds: init.funds.to_vec(),
            label: init.label.to_string(),
            salt: salt.into(),
        };
        self.execute_multi(sender, vec![msg.into()])
    }

    /// Sends a message to a contract.
    pub fn execute(
        &mut self,
        sender: impl AsRef<str>,
        contract: impl AsRef<str>,
        msg: &impl Serialize,
        funds: &[Coin],
    ) -> Outcome {
        let msg = WasmMsg::Execute {
            contract_addr: contract.as_ref().to_string(),
            msg: json(msg),
            funds: funds.to_vec(),
        };
        self.execute_multi(sender, vec![msg.into()])
    }

    /// Migrates a contract; the sender has to be its admin.
    pub fn migrate(
        &mut self,
        sender: impl AsRef<str>,
        contract: impl AsRef<str>,
        new_code_id: u64,
        msg: &impl Serialize,
    ) -> Outcome {
        let msg = WasmMsg::Migrate {
            contract_addr: contract.as_ref().to_string(),
            new_code_id,
            msg: json(msg),
        };
        self.execute_multi(sender, vec![msg.into()])
    }

    /// Sends coins.
    pub fn bank_send(
        &mut self,
        sender: impl AsRef<str>,
        to: impl AsRef<str>,
        amount: &[Coin],
    ) -> Outcome {
        let msg = BankMsg::Send { to_address: to.as_ref().to_string(), amount: amount.to_vec() };
        self.execute_multi(sender, vec![msg.into()])
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
        self.txs.push(Tx::new(sender, messages, &block, &result));
        if self.holds == 0 {
            self.advance_blocks(1);
        }
        Outcome { result }
    }

    fn run(&mut self, sender: &str, messages: Vec<CosmosMsg>) -> Result<Vec<AppResponse>> {
        let sender =
            self.app.api().addr_validate(sender).with_context(|| format!("sender {sender:?}"))?;
        let app = &mut self.app;
        catching(|| app.execute_multi(sender, messages))
    }

    fn failure(&self, source: anyhow::Error, height: u64, gas: GasReport) -> Failure {
        let text = self.hub.take_failure().unwrap_or_else(|| source.root_cause().to_string());
        Failure { text, height, gas: Box::new(gas), source }
    }

    /// Gives coins that were not there before. No transaction, no block.
    #[track_caller]
    pub fn mint(&mut self, to: impl AsRef<str>, coin: Coin) {
        let mint = BankSudo::Mint { to_address: to.as_ref().to_string(), amount: vec![coin] };
        self.app.sudo(SudoMsg::Bank(mint)).expect("a valid address and a positive amount");
    }
}

/// A message as JSON bytes.
pub(crate) fn json(msg: &impl Serialize) -> Binary {
    to_json_binary(msg).expect("the message can be written as JSON")
}
