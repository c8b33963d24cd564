//! The messages that are measured, contract by contract, each in an economy of its own.

use axiom_local::{GasReport, Outcome};
use axiom_suite::{Builder, Suite, DAY, DENOM, DENOM_2};
use axiom_types::asset::Asset;
use axiom_types::common::Reference;
use axiom_types::distributor::{self, AdminMsg, Claim, ExecuteMsg, NewPool, PoolKind, Withdrawal};
use axiom_types::tracker;
use cosmwasm_std::{coin, Binary, Uint128};

use super::sheet::{Sheet, FOUND};
use super::{people, work};

/// Every scene, and the economies as they were at the end.
pub fn all() -> (Sheet, Vec<Suite>) {
    let mut sheet = Sheet::default();
    let parts: [fn(&mut Sheet) -> Suite; 6] =
        [founding, people::registry, value, work::ledger, work::tracker, people::dao];
    let suites = parts.iter().map(|part| part(&mut sheet)).collect();
    (sheet, suites)
}

/// What a message that must be accepted costs.
#[track_caller]
pub fn cost(outcome: Outcome) -> GasReport {
    outcome.should_succeed().gas
}

/// Credits score by decision of the DAO.
pub fn award(s: &mut Suite, who: &str, domain: u32, points: u128) {
    let account = s.addr(who).to_string();
    let id = s.chain.height();
    let msg = tracker::ExecuteMsg::Admin(tracker::AdminMsg::Award {
        domain,
        account,
        points: Uint128::new(points),
        reference: Reference { kind: "vote".to_string(), id },
    });
    let _ = s.tracker().send("dao", &msg).should_succeed();
}

fn founding(sheet: &mut Sheet) -> Suite {
    let s = Suite::found();
    sheet.part("Founding");
    sheet.gas(FOUND, &s.founding_gas);
    let first = |number: u32| tracker::GenesisMember {
        address: s.addr(&format!("first {number}")).to_string(),
        points: Uint128::new(10),
    };
    let more = 20;
    let members: Vec<_> = (0..more).map(first).collect();
    let mut builder = Builder::new().tracker(|setup| setup.genesis.extend(members));
    let gas = cost(builder.try_found());
    sheet.further("found, each further first member", &s.founding_gas, &gas, u64::from(more) + 1);
    s
}

/// value-distributor.
fn value(sheet: &mut Sheet) -> Suite {
    let mut s = Suite::found();
    sheet.part("value-distributor");
    money(&mut s, sheet);
    tokens(&mut s, sheet);
    pools(&mut s, sheet);
    s
}

fn withdraw(s: &mut Suite, who: &str, denoms: &[&str]) -> Outcome {
    let withdrawal = |denom: &&str| Withdrawal {
        asset: Asset::native(*denom),
        amount: Some(Uint128::new(1_000)),
        to: None,
    };
    let withdrawals = denoms.iter().map(withdrawal).collect();
    s.distributor().send(who, &ExecuteMsg::Withdraw { withdrawals })
}

fn money(s: &mut Suite, sheet: &mut Sheet) {
    let asset = Asset::native(DENOM);
    sheet.add("deposit", s.distributor().deposit("app", 10_000, DENOM_2));
    let deposit = s.distributor().deposit_for_work("app", 100_000_000, DENOM);
    sheet.add("deposit, with an allowance", deposit);
    sheet.add("set an allowance alone", s.distributor().allow_ledger("app", 5_000, &asset));
    let to = s.addr("dave").to_string();
    let amount = Uint128::new(1_000);
    let msg = ExecuteMsg::Transfer { to, asset, amount };
    sheet.add("transfer between balances", s.distributor().send("app", &msg));
    let one = sheet.add("withdraw a bank denom", withdraw(s, "app", &[DENOM])).gas;
    let two = cost(withdraw(s, "app", &[DENOM, DENOM_2]));
    sheet.further("withdraw, each further denom", &one, &two, 2);
}

fn tokens(s: &mut Suite, sheet: &mut Sheet) {
    let token = s.token(&["app"]);
    let list = ExecuteMsg::Admin(AdminMsg::ListToken { address: token.to_string() });
    let _ = s.distributor().send("dao", &list).should_succeed();
    let send = s.distributor().send_tokens("app", &token, 5_000, Binary::default());
    sheet.add("deposit a cw20 token", send);
    let asset = Asset::cw20(token.as_str());
    sheet.add("withdraw a cw20 token", s.distributor().withdraw("app", &asset, Some(1_000)));
}

/// Pools of a kind that the scene opens.
const POOLS: u64 = 9;
/// Who is paid by them.
const SHARES: [(&str, u128); 3] = [("alice", 500), ("ben", 300), ("worker", 200)];

fn open(s: &mut Suite, kind: PoolKind) -> Outcome {
    let pool = NewPool {
        name: "thanks for code".to_string(),
        asset: Asset::native(DENOM),
        kind,
        residual_to: None,
    };
    s.distributor().send("app", &ExecuteMsg::CreatePool { pool })
}

fn fund_with_coins(s: &mut Suite, pool: u64, amount: u128) -> Outcome {
    let (sender, contract) = (s.addr("app"), s.at.distributor.clone());
    let msg = ExecuteMsg::FundPool { pool, amount: Uint128::new(amount) };
    s.chain.execute(sender, contract, &msg, &[coin(amount, DENOM)])
}

fn claim(s: &mut Suite, who: &str, pools: std::ops::RangeInclusive<u64>) -> Outcome {
    let claims = pools.map(|pool| Claim { pool, epochs: None }).collect();
    s.distributor().send(who, &ExecuteMsg::Claim { claims, on_behalf_of: None, withdraw: true })
}

fn pools(s: &mut Suite, sheet: &mut Sheet) {
    for (who, points) in SHARES {
        award(s, who, 2, points);
    }
    let tracker = s.at.tracker.to_string();
    let standing = PoolKind::Standing { tracker, domain: 2 };
    let shares = s.distributor().shares(&SHARES);
    let table = PoolKind::Table { period: 7 * DAY, shares };
    sheet.add("open a standing pool", open(s, standing.clone()));
    let opened = sheet.add("open a table pool with 3 members", open(s, table.clone()));
    let first_table = opened.data_as::<distributor::PoolCreated>().pool;
    let _ = s.distributor().sweep("app", first_table).should_fail();
    // From here on standing pools 3 to 11 and table pools 12 to 20, all alike.
    let (from, to) = (first_table + 1, first_table + POOLS);
    for kind in [standing, table] {
        for _ in 0..POOLS {
            let _ = open(s, kind.clone()).should_succeed();
        }
    }
    let (from_table, to_table) = (to + 1, to + POOLS);
    sheet.add("fund a standing pool from the balance", s.distributor().fund("app", from, 100_003));
    sheet.add("fund a table pool from the balance", s.distributor().fund("app", from_table, 9_003));
    sheet.add("deposit into a standing pool", fund_with_coins(s, from, 5_000));
    sheet.add("deposit into a table pool", fund_with_coins(s, from_table, 5_000));
    for pool in (from + 1..=to).chain(from_table + 1..=to_table) {
        let _ = s.distributor().fund("app", pool, 100_003).should_succeed();
    }
    shares_of(s, sheet, first_table);
    s.wait(8 * DAY);
    let one = claim(s, "alice", from..=from);
    let one = sheet.add("claim from a standing pool to the wallet", one).gas;
    let many = cost(claim(s, "alice", from + 1..=to));
    sheet.further("claim from standing pools, each further pool", &one, &many, POOLS - 1);
    let balance = s.distributor().claim("ben", from, false);
    sheet.add("claim from a standing pool into the balance", balance);
    let one = claim(s, "alice", from_table..=from_table);
    let one = sheet.add("claim from a table pool to the wallet", one).gas;
    let many = cost(claim(s, "alice", from_table + 1..=to_table));
    sheet.further("claim from table pools, each further pool", &one, &many, POOLS - 1);
    let balance = s.distributor().claim("ben", from_table, false);
    sheet.add("claim from a table pool into the balance", balance);
    let _ = s.distributor().claim("worker", from, true).should_succeed();
    assert_eq!(s.distributor().claimable("worker", from).amount.u128(), 0);
    sheet.add("sweep the dust of a pool", s.distributor().sweep("stranger", from));
}

fn shares_of(s: &mut Suite, sheet: &mut Sheet, pool: u64) {
    let names: Vec<String> = (0..11).map(|i| format!("member {i}")).collect();
    let changes: Vec<(&str, u128)> = names.iter().map(|name| (name.as_str(), 7)).collect();
    let one = s.distributor().set_shares("app", pool, &changes[..1]);
    let one = sheet.add("change the shares of one member", one).gas;
    let many = cost(s.distributor().set_shares("app", pool, &changes[1..]));
    sheet.further("change shares, each further member", &one, &many, 10);
}
