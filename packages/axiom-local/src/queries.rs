//! Reading from the chain.

use anyhow::anyhow;
use axiom_chain::price::{Base, GasReport};
use axiom_chain::{json, ChainExt, ContractInfo, Failure};
use cosmwasm_std::{from_json, Addr, Api, Binary, Empty, QuerierWrapper, QueryRequest, WasmQuery};
use cw_multi_test::CosmosRouter;
use serde::de::DeserializeOwned;
use serde::Serialize;

use crate::chain::LocalChain;
use crate::guarded::catching;

impl LocalChain {
    /// Asks a contract. Panics with its text if it refuses; see [`LocalChain::try_query`].
    #[track_caller]
    pub fn query<T: DeserializeOwned>(&self, contract: impl AsRef<str>, msg: &impl Serialize) -> T {
        ChainExt::query(self, contract, msg)
    }

    /// Asks a contract.
    pub fn try_query<T: DeserializeOwned>(
        &self,
        contract: impl AsRef<str>,
        msg: &impl Serialize,
    ) -> Result<T, Failure> {
        ChainExt::try_query(self, contract, msg)
    }

    /// Asks a contract and tells what the query would cost on a wasmd chain.
    pub fn query_gas<T: DeserializeOwned>(
        &self,
        contract: impl AsRef<str>,
        msg: &impl Serialize,
    ) -> Result<(T, GasReport), Failure> {
        let (answer, gas) = self.answer(contract.as_ref(), json(msg))?;
        match from_json(answer) {
            Ok(answer) => Ok((answer, gas)),
            Err(error) => Err(self.unanswered(anyhow!(error), gas)),
        }
    }

    /// The answer of a contract as JSON bytes.
    pub(crate) fn answer(
        &self,
        contract: &str,
        msg: Binary,
    ) -> Result<(Binary, GasReport), Failure> {
        self.hub.begin(Base::Query, msg.len() as u64);
        let block = self.app.block_info();
        let contract_addr = contract.to_string();
        let request = QueryRequest::Wasm(WasmQuery::Smart { contract_addr, msg });
        let answer = catching(|| {
            self.app.read_module(|router, api, storage| router.query(api, storage, &block, request))
        });
        let gas = self.hub.report();
        answer.map(|data| (data, gas.clone())).map_err(|source| self.unanswered(source, gas))
    }

    fn unanswered(&self, source: anyhow::Error, gas: GasReport) -> Failure {
        Failure::new(self.height(), gas, source.to_string(), source)
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
    pub fn contract_info(&self, contract: impl AsRef<str>) -> Option<ContractInfo> {
        let contract = Addr::unchecked(contract.as_ref());
        let found = self.app.contract_data(&contract).ok()?;
        let (code_id, creator, admin) = (found.code_id, found.creator, found.admin);
        Some(ContractInfo { code_id, creator, admin, label: found.label })
    }

    /// The API that contracts get.
    pub fn api(&self) -> &dyn Api {
        self.app.api()
    }
}
