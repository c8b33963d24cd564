//! Other people's contracts on a node: how they are set up, and what their messages cost.
//!
//! Messages of DAO DAO 2.6 are built as JSON values: its crates belong to an older cosmwasm-std, which is none of this
//! workspace's.

use std::collections::BTreeMap;

use anyhow::{anyhow, Context, Result};
use axiom_chain::{json as binary, Account, Chain, ChainExt, Init, Outcome, Success};
use axiom_suite::{spend, DENOM};
use cosmwasm_std::{coin, coins, Addr, Coin, CosmosMsg};
use serde_json::{json, Value};

/// Seconds of the voting periods.
const WEEK: u64 = 604_800;

/// What became of a message, with words for what it was.
fn accepted(what: &str, outcome: Outcome) -> Result<Success> {
    outcome.into_result().map_err(|failure| anyhow!("{what}: {failure}"))
}

/// Creates a contract of a peer, without an admin.
///
/// # Errors
/// If the chain refuses it.
pub fn create(chain: &mut dyn Chain, sender: &Addr, name: &str, msg: &Value) -> Result<Addr> {
    let code = chain.store_named(name);
    let outcome = chain.instantiate(sender, Init::new(code, name, msg));
    Ok(accepted(&format!("creating {name}"), outcome)?.contract())
}

/// Sends a message to a contract of a peer.
///
/// # Errors
/// If it is refused.
pub fn send(
    chain: &mut dyn Chain,
    sender: &Addr,
    contract: &Addr,
    msg: &Value,
    funds: &[Coin],
) -> Result<Success> {
    let outcome = chain.execute(sender, contract, msg, funds);
    accepted(&format!("{msg:.60}"), outcome)
}

/// The message that creates a cw3-flex-multisig: that part of all weight has to vote yes.
pub fn multisig(group: &Addr, percentage: &str) -> Value {
    json!({
        "group_addr": group,
        "threshold": { "absolute_percentage": { "percentage": percentage } },
        "max_voting_period": { "time": WEEK },
        "executor": null,
        "proposal_deposit": null,
    })
}

/// A proposal; cw3-flex-multisig and dao-proposal-single take the same.
pub fn proposal(description: &str, msgs: &[CosmosMsg]) -> Value {
    json!({ "propose": { "title": "A proposal", "description": description, "msgs": msgs } })
}

/// A vote for a proposal, for both.
pub fn yes(proposal: u64) -> Value {
    json!({ "vote": { "proposal_id": proposal, "vote": "yes" } })
}

/// Execution of a proposal, for both.
pub fn execution(proposal: u64) -> Value {
    json!({ "execute": { "proposal_id": proposal } })
}

/// A DAO of DAO DAO: core, voting module over a cw4 group, module of single-choice proposals.
pub struct DaoDao {
    /// dao-dao-core.
    pub core: Addr,
    /// dao-voting-cw4.
    pub voting: Addr,
    /// dao-proposal-single.
    pub proposals: Addr,
    /// What creating all of it cost.
    pub gas: u64,
}

impl DaoDao {
    /// Creates one in one transaction, with a group as dao-voting-cw4 wants it described; that part of all power has to
    /// vote yes.
    ///
    /// # Errors
    /// If the chain refuses it.
    pub fn found(
        chain: &mut dyn Chain,
        founder: &Addr,
        group: Value,
        percent: &str,
    ) -> Result<Self> {
        let module = |code_id: u64, label: &str, msg: &Value| {
            let (msg, admin) = (binary(msg), json!({ "core_module": {} }));
            json!({ "code_id": code_id, "msg": msg, "admin": admin, "funds": [], "label": label })
        };
        let voting = json!({ "group_contract": group });
        let proposals = json!({
            "threshold": { "absolute_percentage": { "percentage": { "percent": percent } } },
            "max_voting_period": { "time": WEEK },
            "min_voting_period": null,
            "only_members_execute": false,
            "allow_revoting": false,
            "pre_propose_info": { "anyone_may_propose": {} },
            "close_proposal_on_execution_failure": false,
            "veto": null,
        });
        let voting = module(chain.store_named("dao_voting_cw4"), "voting", &voting);
        let proposals = module(chain.store_named("dao_proposal_single"), "proposals", &proposals);
        let msg = json!({
            "admin": null,
            "name": "A DAO",
            "description": "A DAO of DAO DAO",
            "image_url": null,
            "automatically_add_cw20s": true,
            "automatically_add_cw721s": true,
            "voting_module_instantiate_info": voting,
            "proposal_modules_instantiate_info": [proposals],
            "initial_items": null,
            "dao_uri": null,
        });
        let code = chain.store_named("dao_dao_core");
        let outcome = chain.instantiate(founder, Init::new(code, "core", &msg));
        let done = accepted("creating a DAO of DAO DAO", outcome)?;
        Self::read(chain, done.contract(), done.gas.total)
    }

    fn read(chain: &dyn Chain, core: Addr, gas: u64) -> Result<Self> {
        let voting: Addr = chain.query(&core, &json!({ "voting_module": {} }));
        let modules: Value = chain.query(&core, &json!({ "proposal_modules": {} }));
        let proposals = modules[0]["address"].as_str().context("it has no proposal module")?;
        Ok(Self { proposals: Addr::unchecked(proposals), core, voting, gas })
    }
}

/// The message that creates a distribution of dao-rewards-distributor: power is asked of the voting module, changes of
/// it are told by the group.
pub fn distribution(emission: Value, voting: &Addr, group: &Addr) -> Value {
    json!({ "create": {
        "denom": { "native": DENOM },
        "emission_rate": emission,
        "vp_contract": voting,
        "hook_caller": group,
        "open_funding": true,
        "withdraw_destination": null,
    } })
}

/// So much in so many seconds, as long as the money lasts.
pub fn linear(amount: u128, seconds: u64) -> Value {
    let duration = json!({ "time": seconds });
    json!({ "linear": {
        "amount": amount.to_string(), "duration": duration, "continuous": false,
    } })
}

/// All at once when money comes.
pub fn immediate() -> Value {
    json!({ "immediate": {} })
}

/// A claim of what a distribution owes the sender.
pub fn claim(id: u64) -> Value {
    json!({ "claim": { "id": id } })
}

/// Gas of the messages of peers that stand in the table of gas, by the names of `axiom_cost::targets::PEERS` and of
/// `cw20-base: transfer`. Accounts are warm: each has coins and has sent a transaction.
///
/// # Errors
/// If a message is refused.
pub fn measure(chain: &mut dyn Chain) -> Result<BTreeMap<String, u64>> {
    let mut bench = Bench::new(chain);
    bench.multisig()?;
    bench.dao_dao()?;
    bench.token()?;
    Ok(bench.gas)
}

/// The description of a proposal and how its size is called.
const SIZES: [(usize, &str); 2] = [(100, "100 B"), (10_000, "10 kB")];
/// Weights of the members.
const WEIGHTS: [u64; 4] = [30, 30, 20, 20];

struct Bench<'a> {
    chain: &'a mut dyn Chain,
    members: Vec<Addr>,
    gas: BTreeMap<String, u64>,
}

impl<'a> Bench<'a> {
    fn new(chain: &'a mut dyn Chain) -> Self {
        let member = |number: usize| {
            let account = Account::named(format!("peer {number}"));
            chain.know(&account);
            chain.give(account.as_ref(), coin(1_000_000, DENOM));
            account.address
        };
        let members = (0..WEIGHTS.len()).map(member).collect();
        Self { chain, members, gas: BTreeMap::new() }
    }

    fn group_members(&self) -> Value {
        let member = |(addr, weight): (&Addr, u64)| json!({ "addr": addr, "weight": weight });
        self.members.iter().zip(WEIGHTS).map(member).collect()
    }

    /// Sends a message of a member and enters its gas.
    fn note(&mut self, name: &str, member: usize, to: &Addr, msg: &Value) -> Result<()> {
        self.note_with(name, member, (to, &[]), msg)
    }

    fn note_with(
        &mut self,
        name: &str,
        member: usize,
        (to, funds): (&Addr, &[Coin]),
        msg: &Value,
    ) -> Result<()> {
        let sender = self.members[member].clone();
        let done = send(&mut *self.chain, &sender, to, msg, funds).context(name.to_string())?;
        self.gas.insert(name.to_string(), done.gas.total);
        Ok(())
    }

    fn send(&mut self, member: usize, to: &Addr, msg: &Value) -> Result<Success> {
        let sender = self.members[member].clone();
        send(&mut *self.chain, &sender, to, msg, &[])
    }

    fn multisig(&mut self) -> Result<()> {
        let (first, second) = (self.members[0].clone(), self.members[1].clone());
        let msg = json!({ "admin": first, "members": self.group_members() });
        let group = create(&mut *self.chain, &first, "cw4_group", &msg)?;
        let msg = multisig(&group, "0.51");
        let flex = create(&mut *self.chain, &first, "cw3_flex_multisig", &msg)?;
        self.chain.give(flex.as_str(), coin(1_000_000, DENOM));
        for (id, (bytes, size)) in (1..).zip(SIZES) {
            let msg = proposal(&"x".repeat(bytes), &[spend(&second, 10, DENOM)]);
            self.note(&format!("cw3-flex: propose, {size}"), 0, &flex, &msg)?;
            self.note(&format!("cw3-flex: vote, {size}"), 2, &flex, &yes(id))?;
            self.send(1, &flex, &yes(id))?;
            self.note(&format!("cw3-flex: execute, {size}"), 3, &flex, &execution(id))?;
        }
        let add = json!([{ "addr": self.members[3], "weight": 25 }]);
        let msg = json!({ "update_members": { "remove": [], "add": add } });
        self.note("cw4-group: change one member", 0, &group, &msg)
    }

    fn dao_dao(&mut self) -> Result<()> {
        let (first, second) = (self.members[0].clone(), self.members[1].clone());
        let code = self.chain.store_named("cw4_group");
        let new = json!({ "cw4_group_code_id": code, "initial_members": self.group_members() });
        let dao = DaoDao::found(&mut *self.chain, &first, json!({ "new": new }), "0.51")?;
        self.gas.insert("DAO DAO: found".to_string(), dao.gas);
        self.chain.give(dao.core.as_str(), coin(1_000_000, DENOM));
        for (id, (bytes, size)) in (1..).zip(SIZES) {
            let msg = proposal(&"x".repeat(bytes), &[spend(&second, 10, DENOM)]);
            let module = &dao.proposals;
            self.note(&format!("DAO DAO: propose, {size}"), 0, module, &msg)?;
            self.note(&format!("DAO DAO: vote, {size}"), 0, module, &yes(id))?;
            self.send(1, module, &yes(id))?;
            self.note(&format!("DAO DAO: execute, {size}"), 3, module, &execution(id))?;
        }
        self.rewards(&dao)
    }

    fn rewards(&mut self, dao: &DaoDao) -> Result<()> {
        let first = self.members[0].clone();
        let group: Addr = self.chain.query(&dao.voting, &json!({ "group_contract": {} }));
        let msg = json!({ "owner": null });
        let rewards = create(&mut *self.chain, &first, "dao_rewards_distributor", &msg)?;
        let fund = |id: u64| json!({ "fund": { "id": id } });
        let money = coins(10_000, DENOM);

        let create = distribution(linear(1_000, 3_600), &dao.voting, &group);
        self.note("DAO DAO: create a distribution", 0, &rewards, &create)?;
        self.note_with("DAO DAO: fund, linear", 0, (&rewards, &money), &fund(1))?;
        self.send(0, &rewards, &distribution(immediate(), &dao.voting, &group))?;
        self.note_with("DAO DAO: fund, immediate", 0, (&rewards, &money), &fund(2))?;
        self.chain.advance_seconds(3_600);
        self.note("DAO DAO: claim, linear", 0, &rewards, &claim(1))?;
        self.note("DAO DAO: claim, immediate", 1, &rewards, &claim(2))
    }

    fn token(&mut self) -> Result<()> {
        let first = self.members[0].clone();
        let balance = |addr: &Addr| json!({ "address": addr, "amount": "1000000" });
        let balances: Vec<Value> = self.members.iter().map(balance).collect();
        let msg = json!({
            "name": "Token", "symbol": "TOK", "decimals": 6, "initial_balances": balances,
        });
        let token = create(&mut *self.chain, &first, "cw20_base", &msg)?;
        let msg = json!({ "transfer": { "recipient": self.members[1], "amount": "10" } });
        self.note("cw20-base: transfer", 0, &token, &msg)
    }
}
