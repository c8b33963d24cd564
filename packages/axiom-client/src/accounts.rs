//! Reading accounts and balances.

use cosmrs::proto::cosmos::auth::v1beta1 as auth;
use cosmrs::proto::cosmos::bank::v1beta1 as bank;
use cosmrs::proto::cosmos::vesting::v1beta1 as vesting;
use cosmrs::Any;
use cosmwasm_std::{Coin, Uint128};
use prost::Message;

use crate::client::Client;
use crate::error::ClientError;
use crate::queries::{next_key, page};

/// What the chain knows of an account for its signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountState {
    /// Number of the account.
    pub number: u64,
    /// How many transactions it has sent.
    pub sequence: u64,
}

impl Client {
    /// Number and sequence of an account.
    ///
    /// # Errors
    /// [`ClientError::NoAccount`] if it never received anything.
    pub fn account(&self, address: &str) -> Result<AccountState, ClientError> {
        let request = auth::QueryAccountRequest { address: address.to_string() };
        let path = "/cosmos.auth.v1beta1.Query/Account";
        let answer: auth::QueryAccountResponse = match self.grpc(path, &request, None) {
            Err(ClientError::Query { text, .. }) if text.contains("not found") => {
                let (address, chain_id) = (address.to_string(), self.chain_id().to_string());
                return Err(ClientError::NoAccount { address, chain_id });
            }
            other => other?,
        };
        let any = answer.account.ok_or_else(|| ClientError::malformed("an empty account"))?;
        let base = base_account(&any)?;
        Ok(AccountState { number: base.account_number, sequence: base.sequence })
    }

    /// Coins in an account, in base units.
    ///
    /// # Errors
    /// If the address is wrong; and if the node cannot be reached.
    pub fn balance(&self, address: &str, denom: &str) -> Result<u128, ClientError> {
        let (address, denom) = (address.to_string(), denom.to_string());
        let request = bank::QueryBalanceRequest { address, denom };
        let answer: bank::QueryBalanceResponse =
            self.grpc("/cosmos.bank.v1beta1.Query/Balance", &request, None)?;
        answer.balance.map_or(Ok(0), |coin| amount(&coin.amount))
    }

    /// All coins in an account.
    ///
    /// # Errors
    /// As [`Client::balance`].
    pub fn balances(&self, address: &str) -> Result<Vec<Coin>, ClientError> {
        let mut all = Vec::new();
        let mut key = Vec::new();
        loop {
            let request = bank::QueryAllBalancesRequest {
                address: address.to_string(),
                pagination: Some(page(key)),
                resolve_denom: false,
            };
            let answer: bank::QueryAllBalancesResponse =
                self.grpc("/cosmos.bank.v1beta1.Query/AllBalances", &request, None)?;
            for coin in answer.balances {
                let amount = Uint128::new(amount(&coin.amount)?);
                all.push(Coin { denom: coin.denom, amount });
            }
            key = next_key(answer.pagination);
            if key.is_empty() {
                return Ok(all);
            }
        }
    }

    /// Address of a module's account, such as `gov`.
    ///
    /// # Errors
    /// [`ClientError::Query`] if there is no such module.
    pub fn module_account(&self, name: &str) -> Result<String, ClientError> {
        let request = auth::QueryModuleAccountByNameRequest { name: name.to_string() };
        let answer: auth::QueryModuleAccountByNameResponse =
            self.grpc("/cosmos.auth.v1beta1.Query/ModuleAccountByName", &request, None)?;
        let any = answer.account.ok_or_else(|| ClientError::malformed("an empty account"))?;
        Ok(base_account(&any)?.address)
    }
}

fn amount(text: &str) -> Result<u128, ClientError> {
    text.parse().map_err(|_| ClientError::malformed(format!("the amount {text:?}")))
}

/// The account inside accounts of every kind.
fn base_account(any: &Any) -> Result<auth::BaseAccount, ClientError> {
    fn read<M: Message + Default>(any: &Any) -> Result<M, ClientError> {
        M::decode(any.value.as_slice())
            .map_err(|error| ClientError::malformed(format!("{}: {error}", any.type_url)))
    }
    let vesting = |account: Option<vesting::BaseVestingAccount>| {
        account.and_then(|account| account.base_account)
    };
    let base = match any.type_url.as_str() {
        "/cosmos.auth.v1beta1.BaseAccount" => Some(read::<auth::BaseAccount>(any)?),
        "/cosmos.auth.v1beta1.ModuleAccount" => read::<auth::ModuleAccount>(any)?.base_account,
        "/cosmos.vesting.v1beta1.BaseVestingAccount" => vesting(Some(read(any)?)),
        "/cosmos.vesting.v1beta1.ContinuousVestingAccount" => {
            vesting(read::<vesting::ContinuousVestingAccount>(any)?.base_vesting_account)
        }
        "/cosmos.vesting.v1beta1.DelayedVestingAccount" => {
            vesting(read::<vesting::DelayedVestingAccount>(any)?.base_vesting_account)
        }
        "/cosmos.vesting.v1beta1.PeriodicVestingAccount" => {
            vesting(read::<vesting::PeriodicVestingAccount>(any)?.base_vesting_account)
        }
        "/cosmos.vesting.v1beta1.PermanentLockedAccount" => {
            vesting(read::<vesting::PermanentLockedAccount>(any)?.base_vesting_account)
        }
        other => {
            return Err(ClientError::Unsupported {
                what: format!("a transaction of an account of the kind {other}"),
            })
        }
    };
    base.ok_or_else(|| ClientError::malformed(format!("an empty {}", any.type_url)))
}
