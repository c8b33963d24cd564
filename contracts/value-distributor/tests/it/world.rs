//! One distributor with an owner, people, two denoms and a real cw20.

use std::cell::RefCell;
use std::collections::BTreeSet;

use axiom_local::{Account, Code, ContractWrapper, Init, LocalChain, Outcome};
use axiom_types::asset::Asset;
use axiom_types::common::{GuardMsg, Reference};
use axiom_types::distributor::{
    AdminMsg, Allowance, BalancesResponse, Claim, ClaimableResponse, EpochFundResponse, EscrowMsg,
    EscrowResponse, EscrowsResponse, ExecuteMsg, FreezeTarget, HoldingsResponse, InstantiateMsg,
    NewPool, PoolCreated, PoolKind, PoolMembersResponse, PoolResponse, PoolShare, PoolsResponse,
    QueryMsg, ReceiveMsg, Withdrawal,
};
use cosmwasm_std::{coins, to_json_binary, Addr, Binary, Coin, Uint128};
use cw20::{Cw20Coin, Cw20ExecuteMsg};
use value_distributor::{contract, ContractError};

use crate::errors;

pub const GOLD: &str = "ugold";
pub const IRON: &str = "factory/maker/uiron";
pub const START: u128 = 1_000_000;
pub const PEOPLE: [&str; 6] = ["ann", "ben", "cat", "dan", "eve", "fay"];

pub struct World {
    pub chain: LocalChain,
    pub vd: Addr,
    pub owner: Account,
    /// A real cw20-base token, listed.
    pub token: Addr,
}

pub fn vd_code(version: &str) -> Code {
    let wrapper = ContractWrapper::new(
        |deps, env, info, msg| heard(contract::execute(deps, env, info, msg)),
        |deps, env, info, msg| heard(contract::instantiate(deps, env, info, msg)),
        |deps, env, msg| heard(contract::query(deps, env, msg)),
    )
    .with_reply(|deps, env, msg| heard(contract::reply(deps, env, msg)))
    .with_migrate(|deps, env, msg| heard(contract::migrate(deps, env, msg)));
    Code::new("value-distributor", version, Box::new(wrapper))
}

thread_local! {
    static SEEN: RefCell<BTreeSet<&'static str>> = const { RefCell::new(BTreeSet::new()) };
}

/// Notes the variant of an error that an entry point answered.
pub fn heard<T>(answer: Result<T, ContractError>) -> Result<T, ContractError> {
    if let Err(error) = &answer {
        SEEN.with_borrow_mut(|seen| seen.insert(errors::name(error)));
    }
    answer
}

/// Variants that this test has heard so far.
pub fn errors_seen() -> BTreeSet<&'static str> {
    SEEN.with_borrow(Clone::clone)
}

pub fn cw20_code() -> Code {
    let wrapper = ContractWrapper::new(
        cw20_base::contract::execute,
        cw20_base::contract::instantiate,
        cw20_base::contract::query,
    );
    Code::new("cw20-base", "2.0.0", Box::new(wrapper))
}

pub fn new_cw20(chain: &mut LocalChain) -> Addr {
    let code = chain.store_code(cw20_code());
    let initial_balances = PEOPLE
        .iter()
        .map(|name| Cw20Coin {
            address: chain.account(name).address.to_string(),
            amount: START.into(),
        })
        .collect();
    let msg = cw20_base::msg::InstantiateMsg {
        name: "Silver".into(),
        symbol: "SILVER".into(),
        decimals: 6,
        initial_balances,
        mint: None,
        marketing: None,
    };
    let maker = chain.account("maker");
    chain.instantiate(&maker, Init::new(code, "silver", &msg)).should_succeed().contract()
}

impl World {
    pub fn new() -> Self {
        let mut chain = LocalChain::new("axiom-test");
        for name in PEOPLE {
            let who = chain.account(name);
            chain.mint(&who, Coin::new(START, GOLD));
            chain.mint(&who, Coin::new(START, IRON));
        }
        let token = new_cw20(&mut chain);
        let owner = chain.account("owner");
        let code = chain.store_code(vd_code("0.1.0"));
        let msg = InstantiateMsg { owner: None, tokens: vec![token.to_string()] };
        let init = Init::new(code, "vd", &msg).admin(owner.address.as_str());
        let vd = chain.instantiate(&owner, init).should_succeed().contract();
        Self { chain, vd, owner, token }
    }

    pub fn addr(&self, name: &str) -> Addr {
        self.chain.account(name).address
    }

    pub fn silver(&self) -> Asset {
        Asset::cw20(self.token.as_str())
    }

    pub fn now(&self) -> u64 {
        self.chain.now().seconds()
    }

    // ---- messages ----

    pub fn run(&mut self, who: &str, msg: &ExecuteMsg) -> Outcome {
        let who = self.chain.account(who);
        self.chain.execute(&who, &self.vd, msg, &[])
    }

    pub fn run_with(&mut self, who: &str, msg: &ExecuteMsg, funds: &[Coin]) -> Outcome {
        let who = self.chain.account(who);
        self.chain.execute(&who, &self.vd, msg, funds)
    }

    pub fn admin(&mut self, msg: AdminMsg) -> Outcome {
        self.run("owner", &ExecuteMsg::Admin(msg))
    }

    pub fn pause(&mut self) {
        self.admin(AdminMsg::Guard(GuardMsg::Pause { seconds: 1_000 })).should_succeed();
    }

    pub fn freeze(&mut self, target: FreezeTarget, seconds: u64) {
        self.admin(AdminMsg::Freeze { target, seconds }).should_succeed();
    }

    pub fn deposit(&mut self, who: &str, amount: u128, denom: &str) {
        let msg = ExecuteMsg::Deposit { on_behalf_of: None, allowances: vec![] };
        self.run_with(who, &msg, &coins(amount, denom)).should_succeed();
    }

    pub fn send_token(&mut self, who: &str, token: &Addr, amount: u128, msg: Binary) -> Outcome {
        let who = self.chain.account(who);
        let send =
            Cw20ExecuteMsg::Send { contract: self.vd.to_string(), amount: amount.into(), msg };
        self.chain.execute(&who, token, &send, &[])
    }

    pub fn receive(&mut self, who: &str, amount: u128, msg: &ReceiveMsg) -> Outcome {
        let token = self.token.clone();
        self.send_token(who, &token, amount, to_json_binary(msg).unwrap())
    }

    pub fn allow(&mut self, who: &str, controller: &str, amount: u128, denom: &str) {
        let controller = self.addr(controller).to_string();
        let allowance =
            Allowance { controller, asset: Asset::native(denom), amount: amount.into() };
        let msg = ExecuteMsg::Deposit { on_behalf_of: None, allowances: vec![allowance] };
        self.run(who, &msg).should_succeed();
    }

    pub fn open(&mut self, controller: &str, id: u64, payer: &str, amount: u128) -> Outcome {
        let backstop = self.now() + 10_000;
        let msg = EscrowMsg::Open {
            reference: reference(id),
            payer: self.addr(payer).to_string(),
            asset: Asset::native(GOLD),
            amount: amount.into(),
            backstop,
        };
        self.run(controller, &ExecuteMsg::Escrow(msg))
    }

    pub fn release(&mut self, controller: &str, id: u64, payouts: &[(&str, u128)]) -> Outcome {
        let payouts = payouts
            .iter()
            .map(|(who, amount)| axiom_types::common::Payout {
                account: self.addr(who).to_string(),
                amount: Uint128::new(*amount),
            })
            .collect();
        let msg = EscrowMsg::Release { reference: reference(id), payouts };
        self.run(controller, &ExecuteMsg::Escrow(msg))
    }

    pub fn withdraw(&mut self, who: &str, asset: Asset, amount: Option<u128>) -> Outcome {
        let item = Withdrawal { asset, amount: amount.map(Uint128::new), to: None };
        self.run(who, &ExecuteMsg::Withdraw { withdrawals: vec![item] })
    }

    pub fn table_pool(&mut self, who: &str, asset: Asset, shares: &[(&str, u128)]) -> u64 {
        let kind = PoolKind::Table { period: 100, shares: self.shares(shares) };
        self.pool(who, asset, kind)
    }

    pub fn pool(&mut self, who: &str, asset: Asset, kind: PoolKind) -> u64 {
        let pool = NewPool { name: "pool".into(), asset, kind, residual_to: None };
        let done = self.run(who, &ExecuteMsg::CreatePool { pool }).should_succeed();
        done.data_as::<PoolCreated>().pool
    }

    pub fn shares(&self, shares: &[(&str, u128)]) -> Vec<PoolShare> {
        shares
            .iter()
            .map(|(who, shares)| PoolShare {
                account: self.addr(who).to_string(),
                shares: Uint128::new(*shares),
            })
            .collect()
    }

    pub fn set_shares(&mut self, who: &str, pool: u64, shares: &[(&str, u128)]) -> Outcome {
        let shares = self.shares(shares);
        self.run(who, &ExecuteMsg::SetShares { pool, shares })
    }

    pub fn fund(&mut self, who: &str, pool: u64, amount: u128, denom: &str) {
        let msg = ExecuteMsg::FundPool { pool, amount: amount.into() };
        self.run_with(who, &msg, &coins(amount, denom)).should_succeed();
    }

    pub fn claim(&mut self, who: &str, pool: u64) -> Outcome {
        self.run(who, &claim_msg(&[pool], None, false))
    }

    pub fn claimed(&mut self, who: &str, pool: u64) -> u128 {
        let done = self.claim(who, pool).should_succeed();
        let amount = done.attribute("axiom_distributor_claimed", "amount");
        amount.expect("a claim tells its amount").parse().unwrap()
    }

    // ---- queries ----

    pub fn ask<T: cosmwasm_schema::serde::de::DeserializeOwned>(&self, msg: &QueryMsg) -> T {
        self.chain.query(&self.vd, msg)
    }

    pub fn balance(&self, who: &str, asset: &Asset) -> u128 {
        self.balance_of(&self.addr(who), asset)
    }

    pub fn balance_of(&self, owner: &Addr, asset: &Asset) -> u128 {
        let msg = QueryMsg::Balance { owner: owner.to_string(), asset: asset.clone() };
        self.ask::<Uint128>(&msg).u128()
    }

    pub fn gold(&self, who: &str) -> u128 {
        self.balance(who, &Asset::native(GOLD))
    }

    pub fn balances(&self, who: &str) -> BalancesResponse {
        let owner = self.addr(who).to_string();
        self.ask(&QueryMsg::Balances { owner, start_after: None, limit: None })
    }

    pub fn holdings(&self, asset: &Asset) -> HoldingsResponse {
        self.ask(&QueryMsg::Holdings { asset: asset.clone() })
    }

    pub fn allowance(&self, owner: &str, controller: &str, denom: &str) -> u128 {
        let (owner, controller) = (self.addr(owner), self.addr(controller));
        let msg = QueryMsg::Allowance {
            owner: owner.to_string(),
            controller: controller.to_string(),
            asset: Asset::native(denom),
        };
        self.ask::<Uint128>(&msg).u128()
    }

    pub fn escrow(&self, controller: &str, id: u64) -> Option<EscrowResponse> {
        let controller = self.addr(controller).to_string();
        self.ask(&QueryMsg::Escrow { controller, reference: reference(id) })
    }

    pub fn escrows(&self, controller: &str) -> EscrowsResponse {
        let controller = self.addr(controller).to_string();
        self.ask(&QueryMsg::Escrows { controller, start_after: None, limit: None })
    }

    pub fn the_pool(&self, pool: u64) -> PoolResponse {
        self.ask(&QueryMsg::Pool { pool })
    }

    pub fn pools(&self) -> PoolsResponse {
        self.ask(&QueryMsg::Pools { start_after: None, limit: Some(100) })
    }

    pub fn members(&self, pool: u64) -> PoolMembersResponse {
        self.ask(&QueryMsg::PoolMembers { pool, start_after: None, limit: None })
    }

    pub fn claimable(&self, who: &str, pool: u64) -> ClaimableResponse {
        self.ask(&QueryMsg::Claimable { pool, account: self.addr(who).to_string() })
    }

    pub fn epoch_fund(&self, pool: u64, epoch: u64) -> EpochFundResponse {
        self.ask(&QueryMsg::EpochFund { pool, epoch })
    }

    // ---- invariants ----

    /// The four ledgers sum to what is tracked, which is held, and nothing is in flight.
    #[track_caller]
    pub fn check(&self, asset: &Asset) {
        let h = self.holdings(asset);
        assert_eq!(h.balances + h.escrowed + h.pooled + h.in_flight, h.tracked);
        assert_eq!(h.in_flight.u128(), 0);
        assert!(h.tracked <= h.real, "{asset}: {h:?}");
        assert_eq!(h.surplus, Some(h.real - h.tracked));
    }
}

pub fn reference(id: u64) -> Reference {
    Reference { kind: "job".into(), id }
}

pub fn claim_msg(pools: &[u64], on_behalf_of: Option<&Addr>, withdraw: bool) -> ExecuteMsg {
    ExecuteMsg::Claim {
        claims: pools.iter().map(|pool| Claim { pool: *pool, epochs: None }).collect(),
        on_behalf_of: on_behalf_of.map(Addr::to_string),
        withdraw,
    }
}

pub fn gold() -> Asset {
    Asset::native(GOLD)
}
