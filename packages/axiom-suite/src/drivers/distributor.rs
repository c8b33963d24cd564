use axiom_chain::{Chain, ChainExt, Outcome};
use axiom_types::asset::Asset;
use axiom_types::distributor::{
    Allowance, Claim, ClaimableResponse, ExecuteMsg, HoldingsResponse, NewPool, PoolCreated,
    PoolKind, PoolResponse, PoolShare, QueryMsg, Withdrawal,
};
use cosmwasm_std::{coin, Addr, Binary, Uint128};
use cw20::Cw20ExecuteMsg;

use crate::suite::Suite;

/// Messages of value-distributor.
pub struct DistributorDriver<'a, C: Chain>(pub(crate) &'a mut Suite<C>);

impl<C: Chain> DistributorDriver<'_, C> {
    /// Sends any message without coins.
    pub fn send(&mut self, sender: &str, msg: &ExecuteMsg) -> Outcome {
        let (sender, contract) = (self.0.addr(sender), self.0.at.distributor.clone());
        self.0.chain.execute(sender, contract, msg, &[])
    }

    /// Deposits coins for oneself.
    pub fn deposit(&mut self, who: &str, amount: u128, denom: &str) -> Outcome {
        let msg = ExecuteMsg::Deposit { on_behalf_of: None, allowances: vec![] };
        let (sender, contract) = (self.0.addr(who), self.0.at.distributor.clone());
        self.0.chain.execute(sender, contract, &msg, &[coin(amount, denom)])
    }

    /// Deposits coins and lets the ledger draw as much.
    pub fn deposit_for_work(&mut self, who: &str, amount: u128, denom: &str) -> Outcome {
        let allowance = self.allowance_for_ledger(amount, &Asset::native(denom));
        let msg = ExecuteMsg::Deposit { on_behalf_of: None, allowances: vec![allowance] };
        let (sender, contract) = (self.0.addr(who), self.0.at.distributor.clone());
        self.0.chain.execute(sender, contract, &msg, &[coin(amount, denom)])
    }

    /// Lets the ledger draw an asset.
    pub fn allow_ledger(&mut self, who: &str, amount: u128, asset: &Asset) -> Outcome {
        let allowance = self.allowance_for_ledger(amount, asset);
        self.send(who, &ExecuteMsg::Deposit { on_behalf_of: None, allowances: vec![allowance] })
    }

    fn allowance_for_ledger(&self, amount: u128, asset: &Asset) -> Allowance {
        Allowance {
            controller: self.0.at.ledger.to_string(),
            asset: asset.clone(),
            amount: Uint128::new(amount),
        }
    }

    /// Sends tokens to the distributor with a message, or none.
    pub fn send_tokens(&mut self, who: &str, token: &Addr, amount: u128, msg: Binary) -> Outcome {
        let msg = Cw20ExecuteMsg::Send {
            contract: self.0.at.distributor.to_string(),
            amount: Uint128::new(amount),
            msg,
        };
        let sender = self.0.addr(who);
        self.0.chain.execute(sender, token, &msg, &[])
    }

    /// Withdraws a whole balance, or part of it, to the owner's wallet.
    pub fn withdraw(&mut self, who: &str, asset: &Asset, amount: Option<u128>) -> Outcome {
        let withdrawal =
            Withdrawal { asset: asset.clone(), amount: amount.map(Uint128::new), to: None };
        self.send(who, &ExecuteMsg::Withdraw { withdrawals: vec![withdrawal] })
    }

    /// Opens a pool by standing and answers its number.
    pub fn standing_pool(&mut self, who: &str, domain: u32, denom: &str) -> u64 {
        let kind = PoolKind::Standing { tracker: self.0.at.tracker.to_string(), domain };
        self.pool_of(who, kind, &Asset::native(denom))
    }

    /// Opens a pool by table and answers its number.
    pub fn table_pool(
        &mut self,
        who: &str,
        period: u64,
        shares: &[(&str, u128)],
        denom: &str,
    ) -> u64 {
        let shares = self.shares(shares);
        self.pool_of(who, PoolKind::Table { period, shares }, &Asset::native(denom))
    }

    /// Opens any pool and answers its number.
    pub fn pool_of(&mut self, who: &str, kind: PoolKind, asset: &Asset) -> u64 {
        let pool =
            NewPool { name: "pool".to_string(), asset: asset.clone(), kind, residual_to: None };
        let outcome = self.send(who, &ExecuteMsg::CreatePool { pool });
        outcome.should_succeed().data_as::<PoolCreated>().pool
    }

    /// Shares of these accounts.
    pub fn shares(&self, shares: &[(&str, u128)]) -> Vec<PoolShare> {
        let row = |(who, n): &(&str, u128)| PoolShare {
            account: self.0.addr(who).to_string(),
            shares: Uint128::new(*n),
        };
        shares.iter().map(row).collect()
    }

    /// Changes shares of a pool.
    pub fn set_shares(&mut self, who: &str, pool: u64, shares: &[(&str, u128)]) -> Outcome {
        let shares = self.shares(shares);
        self.send(who, &ExecuteMsg::SetShares { pool, shares })
    }

    /// Funds a pool from the sender's balance.
    pub fn fund(&mut self, who: &str, pool: u64, amount: u128) -> Outcome {
        self.send(who, &ExecuteMsg::FundPool { pool, amount: Uint128::new(amount) })
    }

    /// Claims from one pool into the sender's balance, or to its wallet.
    pub fn claim(&mut self, who: &str, pool: u64, withdraw: bool) -> Outcome {
        let claims = vec![Claim { pool, epochs: None }];
        self.send(who, &ExecuteMsg::Claim { claims, on_behalf_of: None, withdraw })
    }

    /// Moves dust of a pool.
    pub fn sweep(&mut self, who: &str, pool: u64) -> Outcome {
        self.send(who, &ExecuteMsg::SweepPool { pool })
    }

    /// What an actor could claim.
    pub fn claimable(&self, who: &str, pool: u64) -> ClaimableResponse {
        let msg = QueryMsg::Claimable { pool, account: self.0.addr(who).to_string() };
        self.0.chain.query(&self.0.at.distributor, &msg)
    }

    /// A pool.
    pub fn pool(&self, pool: u64) -> PoolResponse {
        self.0.chain.query(&self.0.at.distributor, &QueryMsg::Pool { pool })
    }

    /// What is held of an asset.
    pub fn holdings(&self, asset: &Asset) -> HoldingsResponse {
        let msg = QueryMsg::Holdings { asset: asset.clone() };
        self.0.chain.query(&self.0.at.distributor, &msg)
    }
}
