use crate::world::*;
use axiom_types::distributor::*;
use cosmwasm_std::coins;
#[test]
fn probe() {
    let mut w = World::new();
    let t = crate::tracker::Tracker::new(&mut w.chain);
    let p = w.pool(
        "ben",
        gold(),
        PoolKind::Standing {
            tracker: t.address.to_string(),
            domain: 7,
        },
    );
    let cat = w.addr("cat");
    let dan = w.addr("dan");
    t.set(&mut w.chain, &cat, 5);
    t.set(&mut w.chain, &dan, 5);
    let tp = w.table_pool("ben", gold(), &[("cat", 1), ("dan", 2)]);
    let a = Allowance {
        controller: dan.to_string(),
        asset: gold(),
        amount: 1000u128.into(),
    };
    let g = w
        .run_with(
            "ann",
            &ExecuteMsg::Deposit {
                on_behalf_of: None,
                allowances: vec![a],
            },
            &coins(5000, GOLD),
        )
        .should_succeed();
    println!("deposit+allowance {:?}", g.gas);
    println!(
        "escrow open {:?}",
        w.open("dan", 1, "ann", 100).should_succeed().gas
    );
    println!(
        "escrow release {:?}",
        w.release("dan", 1, &[("ben", 50), ("eve", 40)])
            .should_succeed()
            .gas
    );
    println!(
        "fund standing {:?}",
        w.run(
            "ann",
            &ExecuteMsg::FundPool {
                pool: p,
                amount: 100u128.into()
            }
        )
        .should_succeed()
        .gas
    );
    println!(
        "fund table {:?}",
        w.run(
            "ann",
            &ExecuteMsg::FundPool {
                pool: tp,
                amount: 100u128.into()
            }
        )
        .should_succeed()
        .gas
    );
    t.until_epoch(&mut w.chain, 1);
    w.run("dan", &claim_msg(&[p], None, false)).should_succeed();
    println!(
        "claim standing to wallet {:?}",
        w.run("cat", &claim_msg(&[p], None, true))
            .should_succeed()
            .gas
    );
    println!(
        "claim table to wallet {:?}",
        w.run("cat", &claim_msg(&[tp], None, true))
            .should_succeed()
            .gas
    );
    println!(
        "withdraw {:?}",
        w.withdraw("ann", gold(), Some(3)).should_succeed().gas
    );
}
