//! Spending by track, asset and window.

use axiom_types::asset::Asset;
use axiom_types::dao::{AdminMsg, QueryMsg, Stage, Target, Track, Vote, WindowResponse};
use cosmwasm_std::{coin, Uint128, WasmMsg};
use governance_dao::ContractError;

use crate::world::{
    call, other, raw, send, spend, to, tracks, world, World, DAY, DENOM, STRICT, TREASURY,
};

fn window(w: &World, track: u32, asset: &Asset) -> WindowResponse {
    w.chain.query(&w.dao, &QueryMsg::Window { track, asset: asset.clone() })
}

fn ready(w: &mut World, track: u32, all: Vec<Vec<cosmwasm_std::CosmosMsg>>) -> Vec<u64> {
    let ann = w.ann.clone();
    let ids: Vec<u64> = all.into_iter().map(|msgs| w.propose(track, msgs)).collect();
    for id in &ids {
        w.vote(&ann, *id, Vote::Yes).should_succeed();
    }
    let last = *ids.last().unwrap();
    w.wait_until(w.stage(last).ready_at);
    // The rest of the test stays within one window.
    let start = w.chain.now().seconds() / DAY * DAY + DAY;
    w.wait_until(start);
    ids
}

#[test]
pub fn a_window_holds_so_much_and_no_more() {
    let mut w = world();
    let ben = w.ben.clone();
    let all = [600, 401, 400, 1].map(|amount| vec![send(&ben, amount, DENOM)]);
    let ids = ready(&mut w, TREASURY, all.into());
    let asset = Asset::native(DENOM);
    let ends = w.chain.now().seconds() + DAY;
    let done = w.execute(ids[0]).should_succeed();
    assert_eq!(done.attribute("axiom_dao_spent", "amount"), Some("600"));
    assert_eq!(w.chain.balance(&ben, DENOM), 600);
    let beyond = |asked: u128, left: u128| ContractError::WindowUsedUp {
        track: TREASURY,
        asset: asset.clone(),
        asked: Uint128::new(asked),
        left: Uint128::new(left),
        ends,
    };
    w.execute(ids[1]).should_fail_with(&beyond(401, 400));
    assert_eq!(w.stage(ids[1]).stage, Stage::Ready);
    w.execute(ids[2]).should_succeed();
    w.execute(ids[3]).should_fail_with(&beyond(1, 0));
    let found = window(&w, TREASURY, &asset);
    assert_eq!((found.spent.u128(), found.left.u128(), found.ends), (1_000, 0, ends));
    // The next window is a new one.
    w.wait_until(ends);
    assert_eq!(window(&w, TREASURY, &asset).left.u128(), 1_000);
    w.execute(ids[1]).should_succeed();
    w.execute(ids[3]).should_succeed();
    assert_eq!(w.chain.balance(&ben, DENOM), 1_402);
    // Other tracks have windows of their own; without a rule there is nothing.
    assert_eq!(window(&w, STRICT, &asset).left.u128(), 10);
    let none = window(&w, STRICT, &Asset::native("unone"));
    assert_eq!((none.spent.u128(), none.left.u128(), none.ends), (0, 0, 0));
}

#[test]
fn everything_counts_together() {
    let mut w = world();
    let (ben, distributor) = (w.ben.clone(), w.distributor());
    let asset = r#"{"native":"uaxm"}"#;
    let deposit = WasmMsg::Execute {
        contract_addr: distributor.to_string(),
        msg: format!(
            r#"{{"deposit":{{"allowances":[{{"controller":"x","asset":{asset},"amount":"300"}}]}}}}"#
        )
        .into_bytes()
        .into(),
        funds: vec![coin(100, DENOM)],
    };
    let own = w.dao.to_string();
    let msgs = vec![
        send(&ben, 50, DENOM),
        deposit.into(),
        raw(
            &distributor,
            &format!(r#"{{"transfer":{{"to":"x","asset":{asset},"amount":"200"}}}}"#),
        ),
        raw(&distributor, r#"{"fund_pool":{"pool":1,"amount":"100"}}"#),
        raw(
            &distributor,
            &format!(
                r#"{{"withdraw":{{"withdrawals":[{{"asset":{asset},"amount":"40","to":"x"}},{{"asset":{asset},"to":"{own}"}},{{"asset":{asset}}}]}}}}"#
            ),
        ),
        raw(
            &distributor,
            &format!(
                r#"{{"escrow":{{"open":{{"reference":{{"kind":"a","id":1}},"payer":"{own}","asset":{asset},"amount":"60","backstop":1}}}}}}"#
            ),
        ),
    ];
    let ids = ready(&mut w, TREASURY, vec![msgs]);
    let done = w.execute(ids[0]).should_succeed();
    assert_eq!(done.count_of("axiom_dao_spent"), 1);
    assert_eq!(done.attribute("axiom_dao_spent", "amount"), Some("850"));
    assert_eq!(window(&w, TREASURY, &Asset::native(DENOM)).left.u128(), 150);
    assert_eq!(w.log(&distributor).len(), 5);
}

#[test]
fn one_proposal_cannot_split_its_way_around() {
    let mut w = world();
    let ben = w.ben.clone();
    let ids = ready(&mut w, TREASURY, vec![vec![send(&ben, 501, DENOM), send(&ben, 500, DENOM)]]);
    w.execute(ids[0]).should_fail();
    assert_eq!(w.chain.balance(&ben, DENOM), 0);
}

#[test]
fn a_strict_track_spends_by_its_own_rules_alone() {
    let mut w = world();
    let ben = w.ben.clone();
    let ids = ready(&mut w, STRICT, vec![vec![send(&ben, 11, DENOM)], vec![send(&ben, 10, DENOM)]]);
    let failed = w.execute(ids[0]).should_fail();
    assert!(matches!(failed.error(), Some(ContractError::WindowUsedUp { track: STRICT, .. })));
    w.execute(ids[1]).should_succeed();
    assert_eq!(w.chain.balance(&ben, DENOM), 10);
}

#[test]
fn the_asset_of_a_pool_is_asked_for_when_executed() {
    let mut w = world();
    let msg = raw(&w.distributor(), r#"{"fund_pool":{"pool":2,"amount":"1"}}"#);
    let ids = ready(&mut w, TREASURY, vec![vec![msg]]);
    w.execute(ids[0]).should_fail_with(&ContractError::SpendNotListed {
        index: 0,
        asset: Asset::native("uother"),
        track: "treasury".to_string(),
    });
}

#[test]
fn what_fails_is_not_counted_and_what_may_fail_is() {
    let mut w = world();
    let ben = w.ben.clone();
    w.chain.refuse_bank_sends_to(&ben);
    let id = w.propose_with(TREASURY, vec![send(&ben, 70, DENOM)], Some(vec![0]));
    let plain = w.propose(TREASURY, vec![send(&ben, 80, DENOM)]);
    let ann = w.ann.clone();
    w.vote(&ann, plain, Vote::Yes).should_succeed();
    w.pass(id);
    w.wait_until(w.stage(plain).ready_at);
    w.execute(plain).should_fail();
    assert_eq!(window(&w, TREASURY, &Asset::native(DENOM)).spent.u128(), 0);
    w.execute(id).should_succeed();
    assert_eq!(window(&w, TREASURY, &Asset::native(DENOM)).spent.u128(), 70);
    assert_eq!(w.chain.balance(&ben, DENOM), 0);
}

#[test]
fn tokens() {
    let mut w = world();
    let token = w.stranger();
    let ben = w.ben.to_string();
    let transfer = format!(r#"{{"transfer":{{"recipient":"{ben}","amount":"5"}}}}"#);
    let ann = w.ann.clone();
    let asset = Asset::cw20(token.as_str());
    let refusal = ContractError::SpendNotListed {
        index: 0,
        asset: asset.clone(),
        track: "treasury".to_string(),
    };
    w.try_propose(&ann, TREASURY, vec![raw(&token, &transfer)]).should_fail_with(&refusal);

    let treasury = tracks().remove(1);
    let config = Track {
        calls: vec![call(Target::Dao {}, "close"), call(other(&token), "send")],
        spending: vec![spend(asset.clone(), 20)],
        ..treasury
    };
    w.admin(AdminMsg::SetTrack { track: TREASURY, config }).should_succeed();
    w.run(TREASURY, vec![raw(&token, &transfer)]).should_succeed();
    assert_eq!(w.log(&token).len(), 1);
    assert_eq!(window(&w, TREASURY, &asset).left.u128(), 15);
    // Another method of the token needs a call rule, and counts as well.
    let burn = raw(&token, r#"{"burn":{"amount":"5"}}"#);
    let failed = w.try_propose(&ann, TREASURY, vec![burn]).should_fail();
    assert!(matches!(failed.error(), Some(ContractError::CallNotListed { .. })));
    let send = raw(&token, &format!(r#"{{"send":{{"contract":"{ben}","amount":"21","msg":""}}}}"#));
    let failed = w.run(TREASURY, vec![send]).should_fail();
    assert!(matches!(failed.error(), Some(ContractError::WindowUsedUp { .. })));
    let vague = raw(&token, r#"{"send":{"contract":"x"}}"#);
    w.try_propose(&ann, TREASURY, vec![vague])
        .should_fail_with(&ContractError::BadCall { index: 0 });
}

#[test]
fn proposals_keep_the_rules_they_were_made_under() {
    let mut w = world();
    let ben = w.ben.clone();
    let config = Track { spending: vec![], calls: vec![], timelock: 7_200, ..tracks().remove(1) };
    let change = to(
        &w.dao,
        &axiom_types::dao::ExecuteMsg::Admin(AdminMsg::SetTrack { track: TREASURY, config }),
    );
    let (pay, change) =
        (w.propose(TREASURY, vec![send(&ben, 9, DENOM)]), w.propose(STRICT, vec![change]));
    let ready_at = w.stage(pay).ready_at;
    let ann = w.ann.clone();
    w.vote(&ann, pay, Vote::Yes).should_succeed();
    w.pass(change);
    w.execute(change).should_succeed();
    assert_eq!(w.stage(pay).ready_at, ready_at);
    w.execute(pay).should_succeed();
    assert_eq!(w.chain.balance(&ben, DENOM), 9);
    let failed = w.try_propose(&ann, TREASURY, vec![send(&ben, 9, DENOM)]).should_fail();
    assert!(matches!(failed.error(), Some(ContractError::SpendNotListed { .. })));
}
