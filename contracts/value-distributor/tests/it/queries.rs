//! Queries: pages and bad input. What each message changes is asked for beside its own tests.

use axiom_types::asset::Asset;
use axiom_types::common::InfoResponse;
use axiom_types::distributor::{
    BalancesResponse, EpochFundResponse, PoolMembersResponse, PoolResponse, PoolsResponse, QueryMsg,
};
use cosmwasm_std::coin;

use crate::world::{gold, World, GOLD};

#[test]
fn the_contract_names_itself() {
    let info: InfoResponse = World::new().ask(&QueryMsg::Info {});
    assert_eq!(info.info.contract, axiom_types::distributor::CONTRACT_NAME);
    assert_eq!(info.info.version, env!("CARGO_PKG_VERSION"));
}

#[test]
fn balances_come_by_page() {
    let mut world = World::new();
    let ann = world.addr("ann");
    let denoms: Vec<String> = (0..5).map(|i| format!("coin{i}")).collect();
    for denom in &denoms {
        world.chain.mint(&ann, coin(9, denom));
        world.deposit("ann", 9, denom);
    }
    let owner = ann.to_string();
    let first: BalancesResponse =
        world.ask(&QueryMsg::Balances { owner: owner.clone(), start_after: None, limit: Some(3) });
    assert_eq!(first.next, Some(Asset::native("coin2")));
    let rest: BalancesResponse =
        world.ask(&QueryMsg::Balances { owner, start_after: first.next, limit: Some(3) });
    assert_eq!((rest.balances.len(), rest.next), (2, None));
    assert!(rest.balances.iter().all(|row| row.amount.u128() == 9));
}

#[test]
fn pools_come_by_page_and_as_of_now() {
    let mut world = World::new();
    for _ in 0..3 {
        world.table_pool("ben", gold(), &[("cat", 1)]);
    }
    world.fund("ann", 2, 100, GOLD);
    world.chain.advance_seconds(45);
    let page: PoolsResponse = world.ask(&QueryMsg::Pools { start_after: Some(1), limit: Some(1) });
    assert_eq!((page.pools[0].pool, page.next), (2, Some(2)));
    assert_eq!(page.pools[0].allocated.u128(), 50);
    assert_eq!(page.pools[0].undistributed.u128(), 50);
    assert_eq!(world.members(2).members[0].owed.u128(), 50);
    assert_eq!(world.pools().pools.len(), 3);
}

#[test]
fn bad_queries_are_refused() {
    let mut world = World::new();
    let pool = world.table_pool("ben", gold(), &[]);
    let ask = |msg: QueryMsg| world.chain.try_query::<serde_json::Value>(&world.vd, &msg);
    let owner = "Nobody".to_string();
    let text = |msg| ask(msg).unwrap_err().text;
    assert!(text(QueryMsg::Balance { owner: owner.clone(), asset: gold() }).contains("Nobody"));
    assert!(text(QueryMsg::Pool { pool: 9 }).contains("there is no pool 9"));
    let account = world.addr("ann").to_string();
    assert!(text(QueryMsg::Claimable { pool: 9, account }).contains("there is no pool 9"));
    let members = QueryMsg::PoolMembers { pool: 9, start_after: None, limit: None };
    assert!(text(members).contains("there is no pool 9"));
    let error = world
        .chain
        .try_query::<EpochFundResponse>(&world.vd, &QueryMsg::EpochFund { pool, epoch: 0 });
    assert!(error.unwrap_err().text.contains("expected a standing pool"));
    let members: PoolMembersResponse = world.members(pool);
    assert!(members.members.is_empty());
    let found: PoolResponse = world.the_pool(pool);
    assert_eq!((found.owner, found.residual_to), (world.addr("ben"), world.addr("ben")));
}
