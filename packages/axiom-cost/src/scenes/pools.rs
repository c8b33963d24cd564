//! Messages of value-distributor around pools.

use std::ops::RangeInclusive;

use axiom_chain::{Chain, ChainExt, Outcome};
use axiom_suite::{Suite, DAY, DENOM};
use axiom_types::asset::Asset;
use axiom_types::distributor::{Claim, ExecuteMsg, NewPool, PoolCreated, PoolKind};
use cosmwasm_std::{coin, Uint128};

use super::{cost, credit};
use crate::sheet::Sheet;

/// Pools of a kind that the scene opens.
const POOLS: u64 = 9;
/// Who is paid by them.
const SHARES: [(&str, u128); 3] = [("alice", 500), ("ben", 300), ("worker", 200)];

/// Numbers of pools that are all alike.
struct Alike {
    standing: RangeInclusive<u64>,
    table: RangeInclusive<u64>,
}

/// Pools of both kinds, from their opening to the last dust.
pub fn pools<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet) {
    for (who, points) in SHARES {
        credit(s, who, 2, points);
    }
    let tracker = s.at.tracker.to_string();
    let standing = PoolKind::Standing { tracker, domain: 2 };
    let shares = s.distributor().shares(&SHARES);
    let table = PoolKind::Table { period: 7 * DAY, shares };
    sheet.add("open a standing pool", open(s, standing.clone()));
    let opened = sheet.add("open a table pool with 3 members", open(s, table.clone()));
    let first_table = opened.data_as::<PoolCreated>().pool;
    let _ = s.distributor().sweep("app", first_table).should_fail();
    let (from, to) = (first_table + 1, first_table + POOLS);
    for kind in [standing, table] {
        for _ in 0..POOLS {
            let _ = open(s, kind.clone()).should_succeed();
        }
    }
    let alike = Alike { standing: from..=to, table: to + 1..=to + POOLS };
    fill(s, sheet, &alike);
    shares_of(s, sheet, first_table);
    s.wait(8 * DAY);
    claims(s, sheet, &alike);
    let from = *alike.standing.start();
    let _ = s.distributor().claim("worker", from, true).should_succeed();
    assert_eq!(s.distributor().claimable("worker", from).amount.u128(), 0);
    sheet.add("sweep the dust of a pool", s.distributor().sweep("stranger", from));
}

fn open<C: Chain>(s: &mut Suite<C>, kind: PoolKind) -> Outcome {
    let pool = NewPool {
        name: "thanks for code".to_string(),
        asset: Asset::native(DENOM),
        kind,
        residual_to: None,
    };
    s.distributor().send("app", &ExecuteMsg::CreatePool { pool })
}

fn fund_with_coins<C: Chain>(s: &mut Suite<C>, pool: u64, amount: u128) -> Outcome {
    let (sender, contract) = (s.addr("app"), s.at.distributor.clone());
    let msg = ExecuteMsg::FundPool { pool, amount: Uint128::new(amount) };
    s.chain.execute(sender, contract, &msg, &[coin(amount, DENOM)])
}

fn fill<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet, alike: &Alike) {
    let (from, from_table) = (*alike.standing.start(), *alike.table.start());
    sheet.add("fund a standing pool from the balance", s.distributor().fund("app", from, 100_003));
    sheet.add("fund a table pool from the balance", s.distributor().fund("app", from_table, 9_003));
    sheet.add("deposit into a standing pool", fund_with_coins(s, from, 5_000));
    sheet.add("deposit into a table pool", fund_with_coins(s, from_table, 5_000));
    for pool in alike.standing.clone().skip(1).chain(alike.table.clone().skip(1)) {
        let _ = s.distributor().fund("app", pool, 100_003).should_succeed();
    }
}

fn shares_of<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet, pool: u64) {
    let names: Vec<String> = (0..11).map(|i| format!("member {i}")).collect();
    let changes: Vec<(&str, u128)> = names.iter().map(|name| (name.as_str(), 7)).collect();
    let one = s.distributor().set_shares("app", pool, &changes[..1]);
    let one = sheet.add("change the shares of one member", one).gas;
    let many = cost(s.distributor().set_shares("app", pool, &changes[1..]));
    sheet.further("change shares, each further member", &one, &many, 10);
}

fn claim<C: Chain>(s: &mut Suite<C>, who: &str, pools: RangeInclusive<u64>) -> Outcome {
    let claims = pools.map(|pool| Claim { pool, epochs: None }).collect();
    s.distributor().send(who, &ExecuteMsg::Claim { claims, on_behalf_of: None, withdraw: true })
}

/// Names of a kind's rows: to the wallet, each further pool, into the balance.
type Rows = [&'static str; 3];
const STANDING: Rows = [
    "claim from a standing pool to the wallet",
    "claim from standing pools, each further pool",
    "claim from a standing pool into the balance",
];
const TABLE: Rows = [
    "claim from a table pool to the wallet",
    "claim from table pools, each further pool",
    "claim from a table pool into the balance",
];

fn claims<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet, alike: &Alike) {
    for ([wallet, further, balance], pools) in [(STANDING, &alike.standing), (TABLE, &alike.table)]
    {
        let (from, to) = (*pools.start(), *pools.end());
        let one = sheet.add(wallet, claim(s, "alice", from..=from)).gas;
        let many = cost(claim(s, "alice", from + 1..=to));
        sheet.further(further, &one, &many, POOLS - 1);
        sheet.add(balance, s.distributor().claim("ben", from, false));
    }
}
