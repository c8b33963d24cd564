//! The access table: total, as committed, and enforced for every message and sender.

use axiom_kit::access::{golden, message_names, Who};
use axiom_kit::KitError;
use axiom_types::common::{GuardMsg, Payout};
use axiom_types::distributor::{
    AdminMsg, Allowance, Claim, EscrowMsg, ExecuteMsg, FreezeTarget, InstantiateMsg, NewPool,
    PoolKind, QueryMsg, Withdrawal,
};
use cosmwasm_schema::schema_for;
use cosmwasm_std::{coins, Coin, Uint128};
use cw20::Cw20ReceiveMsg;
use cw_ownable::{Action, Ownership};
use value_distributor::access::{rule_of, TABLE};
use value_distributor::ContractError;

use crate::world::{claim_msg, gold, reference, World, GOLD};

#[test]
fn the_table_names_every_message() {
    let names = message_names(&schema_for!(ExecuteMsg), &["escrow", "admin", "guard"]);
    let mut names: Vec<_> = names.iter().map(String::as_str).collect();
    let mut rows: Vec<_> = TABLE.iter().map(|rule| rule.message).collect();
    names.sort_unstable();
    rows.sort_unstable();
    assert_eq!(rows, names);
}

#[test]
fn golden_access() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/access.json");
    let text = golden("value-distributor", TABLE);
    if std::env::var("UPDATE_GOLDEN").is_ok() {
        std::fs::write(path, &text).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(committed, text, "run with UPDATE_GOLDEN=1 if the change is meant");
}

/// A world in which each message of `messages` succeeds from its right sender.
struct Stage {
    world: World,
    table: u64,
}

fn stage() -> Stage {
    let mut world = World::new();
    world.deposit("ann", 1_000, GOLD);
    world.allow("ann", "dan", 600, GOLD);
    world.open("dan", 1, "ann", 100).should_succeed();
    let table = world.table_pool("ben", gold(), &[("cat", 1)]);
    world.fund("ann", table, 100, GOLD);
    let ben = world.shares(&[("cat", 0)]);
    world.chain.advance_seconds(500);
    world.run("ben", &ExecuteMsg::SetShares { pool: table, shares: ben }).should_succeed();
    Stage { world, table }
}

/// Every message with a right sender and the coins it takes.
fn messages(stage: &Stage) -> Vec<(&'static str, ExecuteMsg, Vec<Coin>)> {
    let (world, pool) = (&stage.world, stage.table);
    let addr = |name: &str| world.addr(name).to_string();
    let admin = |msg| ("owner", ExecuteMsg::Admin(msg), vec![]);
    let asset = gold();
    let allowance = Allowance { controller: addr("dan"), asset: gold(), amount: Uint128::new(500) };
    let open = EscrowMsg::Open {
        reference: reference(2),
        payer: addr("ann"),
        asset: gold(),
        amount: Uint128::new(10),
        backstop: world.now() + 100,
    };
    let payouts = vec![Payout { account: addr("cat"), amount: Uint128::new(10) }];
    let release = EscrowMsg::Release { reference: reference(1), payouts };
    let kind = PoolKind::Table { period: 10, shares: vec![] };
    let new = NewPool { name: "new".into(), asset: gold(), kind, residual_to: None };
    let offer = Action::TransferOwnership { new_owner: addr("eve"), expiry: None };
    let withdrawals = vec![Withdrawal { asset: gold(), amount: None, to: None }];
    let seconds = 100;
    let target = FreezeTarget::Pool(pool);
    vec![
        (
            "ann",
            ExecuteMsg::Deposit { on_behalf_of: None, allowances: vec![allowance] },
            coins(5, GOLD),
        ),
        (
            "ann",
            ExecuteMsg::Transfer { to: addr("ben"), asset: asset.clone(), amount: 1u128.into() },
            vec![],
        ),
        ("ann", ExecuteMsg::CreatePool { pool: new }, vec![]),
        ("ann", ExecuteMsg::FundPool { pool, amount: 5u128.into() }, coins(5, GOLD)),
        ("ben", ExecuteMsg::SetShares { pool, shares: world.shares(&[("dan", 3)]) }, vec![]),
        ("cat", claim_msg(&[pool], None, false), vec![]),
        ("dan", ExecuteMsg::Escrow(open), vec![]),
        ("dan", ExecuteMsg::Escrow(release), vec![]),
        ("ann", ExecuteMsg::Withdraw { withdrawals }, vec![]),
        admin(AdminMsg::DelistToken { address: world.token.to_string() }),
        admin(AdminMsg::ListToken { address: world.token.to_string() }),
        admin(AdminMsg::SweepSurplus { asset, to: addr("eve") }),
        admin(AdminMsg::Freeze { target: target.clone(), seconds }),
        admin(AdminMsg::Unfreeze { target }),
        admin(AdminMsg::Guard(GuardMsg::Pause { seconds })),
        admin(AdminMsg::Guard(GuardMsg::Unpause {})),
        ("owner", ExecuteMsg::UpdateOwnership(offer), vec![]),
        ("eve", ExecuteMsg::UpdateOwnership(Action::AcceptOwnership), vec![]),
    ]
}

#[test]
pub fn every_denied_sender_is_refused_where_the_right_one_succeeds() {
    let mut stage = stage();
    let vd = stage.world.vd.clone();
    stage.world.chain.bank_send(stage.world.addr("ann"), &vd, &coins(7, GOLD)).should_succeed();
    for (right, msg, coins) in messages(&stage) {
        let world = &mut stage.world;
        let rule = rule_of(&msg);
        for wrong in ["ann", "ben", "dan", "fay", "owner"] {
            let denied = match (rule.who, rule.message) {
                (Who::Owner, _) => wrong != "owner",
                (_, "set_shares" | "escrow.open" | "escrow.release" | "update_ownership") => {
                    wrong != right
                }
                _ => false,
            };
            if !denied {
                continue;
            }
            let outcome = world.run_with(wrong, &msg, &coins);
            let error = outcome.error::<ContractError>().expect(rule.message);
            let typed = match rule.message {
                "set_shares" => matches!(error, ContractError::NotPoolOwner { .. }),
                "escrow.open" => matches!(error, ContractError::NotAllowed { .. }),
                "escrow.release" => matches!(error, ContractError::NoEscrow { .. }),
                "update_ownership" => matches!(
                    error,
                    ContractError::Kit(KitError::NotOwner { .. } | KitError::Ownership(_))
                ),
                _ => matches!(error, ContractError::Kit(KitError::NotOwner { .. })),
            };
            assert!(typed, "{} by {wrong}: {error:?}", rule.message);
        }
        world.run_with(right, &msg, &coins).should_succeed();
    }
    let now: Ownership<String> = stage.world.ask(&QueryMsg::Ownership {});
    assert_eq!(now.owner, Some(stage.world.addr("eve").to_string()));
}

#[test]
fn a_pause_refuses_entries_and_no_exit() {
    let mut stage = stage();
    let all = messages(&stage);
    stage.world.pause();
    for (right, msg, coins) in all {
        let rule = rule_of(&msg);
        if rule.who == Who::Owner || rule.message == "update_ownership" {
            continue;
        }
        let outcome = stage.world.run_with(right, &msg, &coins);
        let paused = matches!(
            outcome.error::<ContractError>(),
            Some(ContractError::Kit(KitError::Paused { .. }))
        );
        let entry = rule.gate == axiom_kit::access::Gate::WhenOpen;
        assert_eq!(paused, entry, "{}", rule.message);
        assert_eq!(outcome.is_ok(), !entry, "{}", rule.message);
    }
    let token = stage.world.receive(
        "ann",
        5,
        &axiom_types::distributor::ReceiveMsg::Deposit { on_behalf_of: None },
    );
    assert!(matches!(
        token.error::<ContractError>(),
        Some(ContractError::Kit(KitError::Paused { .. }))
    ));
}

#[test]
fn messages_without_a_price_take_no_coins() {
    let stage = &mut stage();
    for (right, msg, _) in messages(stage) {
        if matches!(rule_of(&msg).message, "deposit" | "fund_pool") {
            continue;
        }
        let right = if rule_of(&msg).who == Who::Owner { "owner" } else { right };
        stage.world.chain.mint(stage.world.addr(right), Coin::new(3u128, GOLD));
        let sent = KitError::FundsSent { coins: format!("3{GOLD}") };
        stage
            .world
            .run_with(right, &msg, &coins(3, GOLD))
            .should_fail_with(&ContractError::Kit(sent));
    }
}

#[test]
pub fn receive_is_for_listed_tokens_and_takes_no_coins() {
    let mut world = World::new();
    let sender = world.addr("eve").to_string();
    let msg = Cw20ReceiveMsg { sender, amount: 5u128.into(), msg: Default::default() };
    let token = world.addr("eve").to_string();
    world
        .run("eve", &ExecuteMsg::Receive(msg.clone()))
        .should_fail_with(&ContractError::UnlistedToken { token });
    world
        .run_with("eve", &ExecuteMsg::Receive(msg), &coins(3, GOLD))
        .should_fail_with(&ContractError::Kit(KitError::FundsSent { coins: format!("3{GOLD}") }));
}

#[test]
fn creation_checks_owner_coins_and_tokens() {
    let mut world = World::new();
    let code = world.chain.store_code(crate::world::vd_code("0.1.0"));
    let ann = world.addr("ann");
    let token = world.token.to_string();
    let mut create = |owner: Option<&str>, tokens: Vec<String>, funds: &[Coin]| {
        let msg = InstantiateMsg { owner: owner.map(str::to_string), tokens };
        let init = axiom_local::Init::new(code, "vd", &msg).funds(funds);
        world.chain.instantiate(&ann, init)
    };
    create(None, vec![], &coins(1, GOLD))
        .should_fail_with(&ContractError::Kit(KitError::FundsSent { coins: format!("1{GOLD}") }));
    create(Some("Nobody"), vec![], &[])
        .should_fail_with(&ContractError::Kit(KitError::BadAddress { address: "Nobody".into() }));
    create(None, vec![token.clone(), token.clone()], &[]).should_fail_with(&ContractError::Kit(
        KitError::Duplicate { field: "tokens", value: token.chars().take(60).collect() },
    ));
    create(None, vec![token.clone(); 17], &[]).should_fail_with(&ContractError::Kit(
        KitError::TooMany { field: "tokens", len: 17, max: 16 },
    ));
    let outcome = create(None, vec![ann.to_string()], &[]);
    assert!(matches!(outcome.error(), Some(ContractError::NotAToken { .. })));
    let vd = create(Some(ann.as_str()), vec![token.clone()], &[]).should_succeed().contract();
    let owner: Ownership<String> = world.chain.query(&vd, &QueryMsg::Ownership {});
    assert_eq!(owner.owner, Some(ann.to_string()));
    let tokens: Vec<String> =
        world.chain.query(&vd, &QueryMsg::Tokens { start_after: None, limit: None });
    assert_eq!(tokens, [token]);
}

#[test]
fn a_claim_entry_is_by_pool_number() {
    let mut world = World::new();
    let claims = vec![Claim { pool: 1, epochs: None }; 2];
    let msg = ExecuteMsg::Claim { claims, on_behalf_of: None, withdraw: false };
    world.run("ann", &msg).should_fail_with(&ContractError::Kit(KitError::Duplicate {
        field: "claims",
        value: "1".into(),
    }));
}
