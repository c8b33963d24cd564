//! The bank, as strict as a chain's: recipients are checked, errors carry the chain's codes.

use std::rc::Rc;

use anyhow::Result;
use cosmwasm_std::{
    Addr, Api, BankMsg, BankQuery, Binary, BlockInfo, Coin, CustomMsg, CustomQuery, Querier,
    Storage,
};
use cw_multi_test::{AppResponse, Bank, BankKeeper, BankSudo, CosmosRouter, Module};
use serde::de::DeserializeOwned;

use crate::hub::Hub;

/// Why the bank refused. The texts are those that a reply sees on a chain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BankError {
    /// The sender owns less than it sends.
    #[error("codespace: sdk, code: 5")]
    InsufficientFunds {
        /// Who wanted to send.
        sender: Addr,
        /// What was to be sent.
        amount: Vec<Coin>,
    },
    /// The recipient is no address of this chain.
    #[error("codespace: sdk, code: 7")]
    InvalidAddress {
        /// The recipient as written.
        address: String,
    },
    /// The recipient may not receive, like a module account (see
    /// [`crate::LocalChain::refuse_bank_sends_to`]).
    #[error("codespace: sdk, code: 4")]
    Refused {
        /// The recipient.
        address: String,
    },
    /// Nothing to send: no coin, or only zero amounts.
    #[error("codespace: sdk, code: 10")]
    NoCoins,
}

/// cw-multi-test's bank behind the checks.
pub(crate) struct LocalBank {
    inner: BankKeeper,
    hub: Rc<Hub>,
}

impl LocalBank {
    pub fn new(hub: Rc<Hub>) -> Self {
        Self { inner: BankKeeper::new(), hub }
    }

    fn check(&self, api: &dyn Api, msg: &BankMsg) -> Result<(), BankError> {
        let BankMsg::Send { to_address, amount } = msg else {
            return Ok(());
        };
        if amount.iter().all(|coin| coin.amount.is_zero()) {
            return Err(BankError::NoCoins);
        }
        let address = to_address.clone();
        if api.addr_validate(to_address).is_err() {
            return Err(BankError::InvalidAddress { address });
        }
        if self.hub.is_refused(to_address) {
            return Err(BankError::Refused { address });
        }
        Ok(())
    }
}

impl Bank for LocalBank {}

impl Module for LocalBank {
    type ExecT = BankMsg;
    type QueryT = BankQuery;
    type SudoT = BankSudo;

    fn execute<ExecC, QueryC>(
        &self,
        api: &dyn Api,
        storage: &mut dyn Storage,
        router: &dyn CosmosRouter<ExecC = ExecC, QueryC = QueryC>,
        block: &BlockInfo,
        sender: Addr,
        msg: BankMsg,
    ) -> Result<AppResponse>
    where
        ExecC: CustomMsg + DeserializeOwned + 'static,
        QueryC: CustomQuery + DeserializeOwned + 'static,
    {
        self.hub.count(|counts| counts.bank_sends += 1);
        if let Err(refusal) = self.check(api, &msg) {
            return Err(self.hub.fail(refusal.into()));
        }
        let short = match &msg {
            BankMsg::Send { amount, .. } | BankMsg::Burn { amount } => {
                BankError::InsufficientFunds { sender: sender.clone(), amount: amount.clone() }
            }
            _ => BankError::NoCoins,
        };
        // After the checks the only thing that can be wrong is the sender's balance.
        self.inner
            .execute(api, storage, router, block, sender, msg)
            .map_err(|_| self.hub.fail(short.into()))
    }

    fn query(
        &self,
        api: &dyn Api,
        storage: &dyn Storage,
        querier: &dyn Querier,
        block: &BlockInfo,
        request: BankQuery,
    ) -> Result<Binary> {
        self.inner.query(api, storage, querier, block, request)
    }

    fn sudo<ExecC, QueryC>(
        &self,
        api: &dyn Api,
        storage: &mut dyn Storage,
        router: &dyn CosmosRouter<ExecC = ExecC, QueryC = QueryC>,
        block: &BlockInfo,
        msg: BankSudo,
    ) -> Result<AppResponse>
    where
        ExecC: CustomMsg + DeserializeOwned + 'static,
        QueryC: CustomQuery + DeserializeOwned + 'static,
    {
        self.inner.sudo(api, storage, router, block, msg)
    }
}
