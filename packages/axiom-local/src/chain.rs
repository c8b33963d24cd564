//! The embedded chain.

use std::rc::Rc;

use anyhow::{anyhow, Context, Result};
use cosmwasm_std::testing::MockStorage;
use cosmwasm_std::{
    from_json, instantiate2_address, to_json_binary, Addr, Api, BankMsg, Binary, BlockInfo,
    CodeInfoResponse, Coin, CosmosMsg, Empty, QuerierWrapper, QueryRequest, Storage, Timestamp,
    WasmMsg, WasmQuery,
};
use cw_multi_test::{
    no_init, App, AppBuilder, AppResponse, BankSudo, ContractData, CosmosRouter, SudoMsg,
};
use serde::de::DeserializeOwned;
use serde::Serialize;

use crate::account::Account;
use crate::bank::LocalBank;
use crate::code::Code;
use crate::fault::Fault;
use crate::guarded::{catching, Guarded};
use crate::history::Tx;
use crate::hub::Hub;
use crate::metered::LocalApi;
use crate::outcome::{Failure, Outcome, Success};
use crate::price::{Base, GasReport};

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
    holds: u32,
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
        Self {
            code_id,
            msg,
            funds: &[],
            label,
            admin: None,
        }
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
        Self {
            app,
            hub,
            txs: Vec::new(),
            holds: 0,
        }
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
        self.app
            .store_code_with_creator(Addr::unchecked(creator.as_ref()), guarded)
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
        let creator = api
            .addr_canonicalize(creator.as_ref())
            .expect("the creator is an address");
        let canonical = instantiate2_address(info.checksum.as_slice(), &creator, salt)
            .expect("the salt has 1 to 64 bytes");
        api.addr_humanize(&canonical)
            .expect("32 bytes are an address")
    }

    // ---- transactions ----

    /// Creates a contract. Its address: [`Success::contract`].
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
        let msg = BankMsg::Send {
            to_address: to.as_ref().to_string(),
            amount: amount.to_vec(),
        };
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
        let sender = self
            .app
            .api()
            .addr_validate(sender)
            .with_context(|| format!("sender {sender:?}"))?;
        let app = &mut self.app;
        catching(|| app.execute_multi(sender, messages))
    }

    fn failure(&self, source: anyhow::Error, height: u64, gas: GasReport) -> Failure {
        let text = self
            .hub
            .take_failure()
            .unwrap_or_else(|| source.root_cause().to_string());
        Failure {
            text,
            height,
            gas,
            source,
        }
    }

    /// Gives coins that were not there before. No transaction, no block.
    #[track_caller]
    pub fn mint(&mut self, to: impl AsRef<str>, coin: Coin) {
        let mint = BankSudo::Mint {
            to_address: to.as_ref().to_string(),
            amount: vec![coin],
        };
        self.app
            .sudo(SudoMsg::Bank(mint))
            .expect("a valid address and a positive amount");
    }

    // ---- queries ----

    /// Asks a contract. Panics with its text if it refuses; see [`LocalChain::try_query`].
    #[track_caller]
    pub fn query<T: DeserializeOwned>(&self, contract: impl AsRef<str>, msg: &impl Serialize) -> T {
        match self.try_query(contract, msg) {
            Ok(answer) => answer,
            Err(failure) => panic!("the query should have been answered, but failed: {failure}"),
        }
    }

    /// Asks a contract.
    pub fn try_query<T: DeserializeOwned>(
        &self,
        contract: impl AsRef<str>,
        msg: &impl Serialize,
    ) -> Result<T, Failure> {
        self.query_gas(contract, msg).map(|(answer, _)| answer)
    }

    /// Asks a contract and tells what the query would cost on a wasmd chain.
    pub fn query_gas<T: DeserializeOwned>(
        &self,
        contract: impl AsRef<str>,
        msg: &impl Serialize,
    ) -> Result<(T, GasReport), Failure> {
        let msg = json(msg);
        self.hub.begin(Base::Query, msg.len() as u64);
        let block = self.app.block_info();
        let request = QueryRequest::Wasm(WasmQuery::Smart {
            contract_addr: contract.as_ref().to_string(),
            msg,
        });
        let answer = catching(|| {
            self.app
                .read_module(|router, api, storage| router.query(api, storage, &block, request))
        });
        let gas = self.hub.report();
        match answer.and_then(|data| from_json(data).map_err(|error| anyhow!(error))) {
            Ok(answer) => Ok((answer, gas)),
            Err(source) => Err(Failure {
                text: source.to_string(),
                height: block.height,
                gas,
                source,
            }),
        }
    }

    /// The value under a key of a contract's storage.
    pub fn query_raw(&self, contract: impl AsRef<str>, key: &[u8]) -> Option<Vec<u8>> {
        let contract = Addr::unchecked(contract.as_ref());
        self.app.contract_storage(&contract).get(key)
    }

    /// The querier, for typed readers of published keys.
    pub fn querier(&self) -> QuerierWrapper<'_, Empty> {
        self.app.wrap()
    }

    /// What an account owns of a coin.
    pub fn balance(&self, account: impl AsRef<str>, denom: &str) -> u128 {
        self.app
            .wrap()
            .query_balance(account.as_ref(), denom)
            .map_or(0, |coin| coin.amount.u128())
    }

    /// Code, creator, admin and label of a contract; none if there is no such contract.
    pub fn contract_info(&self, contract: impl AsRef<str>) -> Option<ContractData> {
        let contract = Addr::unchecked(contract.as_ref());
        self.app.contract_data(&contract).ok()
    }

    /// The API that contracts get.
    pub fn api(&self) -> &dyn Api {
        self.app.api()
    }

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

fn json(msg: &impl Serialize) -> Binary {
    to_json_binary(msg).expect("the message can be written as JSON")
}

fn base(messages: &[CosmosMsg]) -> Base {
    match messages.first() {
        Some(CosmosMsg::Bank(_)) => Base::Bank,
        Some(CosmosMsg::Wasm(WasmMsg::UpdateAdmin { .. } | WasmMsg::ClearAdmin { .. })) => {
            Base::Other
        }
        Some(CosmosMsg::Wasm(_)) => Base::Call,
        _ => Base::Other,
    }
}

fn message_bytes(messages: &[CosmosMsg]) -> u64 {
    let bytes = |message: &CosmosMsg| match message {
        CosmosMsg::Wasm(
            WasmMsg::Execute { msg, .. }
            | WasmMsg::Instantiate { msg, .. }
            | WasmMsg::Instantiate2 { msg, .. }
            | WasmMsg::Migrate { msg, .. },
        ) => msg.len() as u64,
        _ => 0,
    };
    messages.iter().map(bytes).sum()
}

fn success(answers: Vec<AppResponse>, height: u64, gas: GasReport) -> Success {
    let mut events = Vec::new();
    let mut data = None;
    for answer in answers {
        events.extend(answer.events);
        data = answer.data;
    }
    let created = crate::outcome::attribute(&events, "instantiate", "_contract_address");
    Success {
        data: data.and_then(|data| inner_data(&data, created)),
        events,
        height,
        gas,
    }
}

/// The data inside the protobuf answer of a message: field 1 of an execution or migration, field 2
/// after the address in field 1 of a creation. Empty data is none.
fn inner_data(data: &[u8], created: Option<&str>) -> Option<Binary> {
    let (tag, first, rest) = field(data)?;
    let created_here = created.is_some_and(|address| first == address.as_bytes());
    match tag {
        1 if created_here => field(rest).map(|(_, second, _)| second.into()),
        1 => Some(first.into()),
        _ => None,
    }
}

/// The first length-delimited protobuf field: its number, its bytes, what follows.
fn field(data: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, mut rest) = data.split_first()?;
    let mut length = 0usize;
    let mut shift = 0u32;
    loop {
        let (byte, after) = rest.split_first()?;
        rest = after;
        length |= usize::from(byte & 0x7f).checked_shl(shift)?;
        shift += 7;
        if byte & 0x80 == 0 {
            break;
        }
    }
    if rest.len() < length {
        return None;
    }
    let (bytes, rest) = rest.split_at(length);
    Some((tag >> 3, bytes, rest))
}
