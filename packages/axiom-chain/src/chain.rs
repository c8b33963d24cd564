//! The trait that every chain of a story implements, and what follows from it.

use std::any::Any;

use anyhow::anyhow;
use cosmwasm_std::{
    from_json, instantiate2_address, to_json_binary, Addr, BankMsg, Binary, CanonicalAddr,
    CodeInfoResponse, Coin, CosmosMsg, Event, WasmMsg,
};
use serde::de::DeserializeOwned;
use serde::Serialize;

use crate::account::{decode, encode, Account};
use crate::init::Init;
use crate::outcome::{Failure, Outcome};
use crate::price::GasReport;
use crate::tx::Tx;

/// Any chain.
pub type AnyChain = Box<dyn Chain>;

/// Code, creator, admin and label of a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractInfo {
    /// Its code.
    pub code_id: u64,
    /// Who created it.
    pub creator: Addr,
    /// Who may migrate it.
    pub admin: Option<Addr>,
    /// Its label.
    pub label: String,
}

/// A chain with contracts on it, driven one transaction at a time.
///
/// Methods without a [`Result`] panic if the chain cannot be reached: a story that lost its chain cannot go on.
pub trait Chain {
    /// Id of the chain.
    fn chain_id(&self) -> String;

    /// Height of the open block of an embedded chain; of a node, that of the newest block.
    fn height(&self) -> u64;

    /// Unix seconds of the block in which the next transaction runs, and which queries see.
    fn now(&self) -> u64;

    /// Lets time pass, blocks included: one for every [`crate::BLOCK_SECONDS`], or at least a hundred where that many
    /// would take too long.
    fn advance_seconds(&mut self, seconds: u64);

    /// Makes the key of a test account known, so that it can send transactions.
    fn know(&mut self, account: &Account);

    /// Gives coins: made from nothing on an embedded chain, sent from a faucet on a node.
    fn give(&mut self, to: &str, coin: Coin);

    /// One transaction of several messages, all or none, signed by an account that is known.
    fn execute_multi(&mut self, sender: &str, messages: Vec<CosmosMsg>) -> Outcome;

    /// Stores a code by its name and answers its id. Names: those of the five contracts, `<contract>@next` for their
    /// second builds, and those of tokens and test contracts. A code that was stored before may have the same id.
    fn store_named(&mut self, name: &str) -> u64;

    /// Asks a contract; the answer as JSON bytes.
    ///
    /// # Errors
    /// The text with which the contract refuses.
    fn smart(&self, contract: &str, msg: Binary) -> Result<Binary, Failure>;

    /// The value under a key of a contract's storage.
    fn query_raw(&self, contract: &str, key: &[u8]) -> Option<Vec<u8>>;

    /// Coins in an account, in base units.
    fn balance(&self, account: &str, denom: &str) -> u128;

    /// Code, creator, admin and label of a contract; none if there is no such contract.
    fn contract_info(&self, contract: &str) -> Option<ContractInfo>;

    /// Creator and checksum of a code; none if there is no such code.
    fn code_info(&self, code_id: u64) -> Option<CodeInfoResponse>;

    /// SHA-256 over every byte that these contracts store; the embedded chain takes its whole state.
    fn state_digest(&self, contracts: &[&Addr]) -> [u8; 32];

    /// All transactions that went through this value, refused ones included.
    fn txs(&self) -> &[Tx];

    /// The chain itself, for what only one kind can do.
    fn as_any(&self) -> &dyn Any;

    /// The chain itself, for what only one kind can do.
    fn as_any_mut(&mut self) -> &mut dyn Any;
}

/// What every [`Chain`] can do.
pub trait ChainExt: Chain {
    /// Sends a message to a contract.
    fn execute(
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
        self.execute_multi(sender.as_ref(), vec![msg.into()])
    }

    /// Creates a contract. Its address: [`crate::Success::contract`].
    fn instantiate<M: Serialize>(&mut self, sender: impl AsRef<str>, init: Init<'_, M>) -> Outcome {
        let msg = WasmMsg::Instantiate {
            admin: init.admin.map(str::to_string),
            code_id: init.code_id,
            msg: json(init.msg),
            funds: init.funds.to_vec(),
            label: init.label.to_string(),
        };
        self.execute_multi(sender.as_ref(), vec![msg.into()])
    }

    /// Creates a contract at the address that [`ChainExt::predict_address`] tells.
    fn instantiate2<M: Serialize>(
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
        self.execute_multi(sender.as_ref(), vec![msg.into()])
    }

    /// Migrates a contract; the sender has to be its admin.
    fn migrate(
        &mut self,
        sender: impl AsRef<str>,
        contract: impl AsRef<str>,
        new_code_id: u64,
        msg: &impl Serialize,
    ) -> Outcome {
        let contract_addr = contract.as_ref().to_string();
        let msg = WasmMsg::Migrate { contract_addr, new_code_id, msg: json(msg) };
        self.execute_multi(sender.as_ref(), vec![msg.into()])
    }

    /// Sends coins.
    fn bank_send(
        &mut self,
        sender: impl AsRef<str>,
        to: impl AsRef<str>,
        amount: &[Coin],
    ) -> Outcome {
        let msg = BankMsg::Send { to_address: to.as_ref().to_string(), amount: amount.to_vec() };
        self.execute_multi(sender.as_ref(), vec![msg.into()])
    }

    /// Asks a contract. Panics with its text if it refuses; see [`ChainExt::try_query`].
    #[track_caller]
    fn query<T: DeserializeOwned>(&self, contract: impl AsRef<str>, msg: &impl Serialize) -> T {
        match self.try_query(contract, msg) {
            Ok(answer) => answer,
            Err(failure) => panic!("the query should have been answered, but failed: {failure}"),
        }
    }

    /// Asks a contract.
    ///
    /// # Errors
    /// The text with which the contract refuses, or what is wrong with its answer.
    fn try_query<T: DeserializeOwned>(
        &self,
        contract: impl AsRef<str>,
        msg: &impl Serialize,
    ) -> Result<T, Failure> {
        let answer = self.smart(contract.as_ref(), json(msg))?;
        from_json(answer).map_err(|error| {
            Failure::new(self.height(), GasReport::default(), error.to_string(), anyhow!(error))
        })
    }

    /// The address that `instantiate2` gives: it follows from the code's checksum, the creator and
    /// the salt. Panics without such a code, or with an invalid creator or salt.
    #[track_caller]
    fn predict_address(&self, code_id: u64, creator: impl AsRef<str>, salt: &[u8]) -> Addr {
        let info = self.code_info(code_id).expect("the code is stored");
        let creator = CanonicalAddr::from(decode(creator.as_ref()).expect("creator is an address"));
        let canonical = instantiate2_address(info.checksum.as_slice(), &creator, salt)
            .expect("the salt has 1 to 64 bytes");
        encode(&canonical)
    }

    /// The last transaction.
    fn last_tx(&self) -> Option<&Tx> {
        self.txs().last()
    }

    /// All events so far, in order.
    fn events<'a>(&'a self) -> impl Iterator<Item = &'a Event>
    where
        Self: 'a,
    {
        self.txs().iter().flat_map(|tx| &tx.events)
    }
}

impl<C: Chain + ?Sized> ChainExt for C {}

impl<C: Chain + ?Sized> Chain for Box<C> {
    fn chain_id(&self) -> String {
        (**self).chain_id()
    }
    fn height(&self) -> u64 {
        (**self).height()
    }
    fn now(&self) -> u64 {
        (**self).now()
    }
    fn advance_seconds(&mut self, seconds: u64) {
        (**self).advance_seconds(seconds);
    }
    fn know(&mut self, account: &Account) {
        (**self).know(account);
    }
    fn give(&mut self, to: &str, coin: Coin) {
        (**self).give(to, coin);
    }
    fn execute_multi(&mut self, sender: &str, messages: Vec<CosmosMsg>) -> Outcome {
        (**self).execute_multi(sender, messages)
    }
    fn store_named(&mut self, name: &str) -> u64 {
        (**self).store_named(name)
    }
    fn smart(&self, contract: &str, msg: Binary) -> Result<Binary, Failure> {
        (**self).smart(contract, msg)
    }
    fn query_raw(&self, contract: &str, key: &[u8]) -> Option<Vec<u8>> {
        (**self).query_raw(contract, key)
    }
    fn balance(&self, account: &str, denom: &str) -> u128 {
        (**self).balance(account, denom)
    }
    fn contract_info(&self, contract: &str) -> Option<ContractInfo> {
        (**self).contract_info(contract)
    }
    fn code_info(&self, code_id: u64) -> Option<CodeInfoResponse> {
        (**self).code_info(code_id)
    }
    fn state_digest(&self, contracts: &[&Addr]) -> [u8; 32] {
        (**self).state_digest(contracts)
    }
    fn txs(&self) -> &[Tx] {
        (**self).txs()
    }
    fn as_any(&self) -> &dyn Any {
        (**self).as_any()
    }
    fn as_any_mut(&mut self) -> &mut dyn Any {
        (**self).as_any_mut()
    }
}

/// A message as JSON bytes.
pub fn json(msg: &impl Serialize) -> Binary {
    to_json_binary(msg).expect("the message can be written as JSON")
}
