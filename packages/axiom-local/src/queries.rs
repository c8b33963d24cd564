//! Reading from the chain.

use anyhow::anyhow;
use cosmwasm_std::{from_json, Addr, Api, Empty, QuerierWrapper, QueryRequest, WasmQuery};
use cw_multi_test::{ContractData, CosmosRouter};
use serde::de::DeserializeOwned;
use serde::Serialize;

use crate::chain::{json, LocalChain};
use crate::guarded::catching;
use crate::outcome::Failure;
use crate::price::{Base, GasReport};

impl LocalChain {
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
            self.app.read_module(|router, api, storage| router.query(api, storage, &block, request))
        });
        let gas = self.hub.report();
        match answer.and_then(|data| from_json(data).map_err(|error| anyhow!(error))) {
            Ok(answer) => Ok((answer, gas)),
            Err(source) => Err(Failure {
                text: source.to_string(),
                height: block.height,
                gas: Box::new(gas),
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
        self.app.wrap().query_balance(account.as_ref(), denom).map_or(0, |coin| coin.amount.u128())
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
}
