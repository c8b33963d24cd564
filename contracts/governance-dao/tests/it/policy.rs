//! What a track admits: message kinds, contracts, methods, and payments by form.

use axiom_kit::KitError;
use axiom_types::asset::Asset;
use axiom_types::dao::{AdminMsg, Target, Track};
use cosmwasm_std::{coin, Addr, BankMsg, CosmosMsg, Empty, WasmMsg};
use governance_dao::ContractError;
use rstest::rstest;

use crate::world::{call, raw, send, track, world, World, DENOM, PARAMETERS, STRICT, TREASURY};

fn refused(w: &mut World, track: u32, msg: CosmosMsg, expected: ContractError) {
    let ann = w.ann.clone();
    let before = w.chain.state_digest();
    w.try_propose(&ann, track, vec![msg]).should_fail_with(&expected);
    assert_eq!(w.chain.state_digest(), before);
}

#[test]
pub fn only_sends_and_calls() {
    let mut w = world();
    let (admin, msg) = (w.dao.to_string(), b"{}".as_slice());
    let kinds: Vec<(&str, CosmosMsg)> = vec![
        ("bank.burn", BankMsg::Burn { amount: vec![coin(1, DENOM)] }.into()),
        (
            "wasm.instantiate",
            WasmMsg::Instantiate {
                admin: None,
                code_id: 1,
                msg: msg.into(),
                funds: vec![],
                label: "x".to_string(),
            }
            .into(),
        ),
        (
            "wasm.instantiate2",
            WasmMsg::Instantiate2 {
                admin: None,
                code_id: 1,
                msg: msg.into(),
                funds: vec![],
                label: "x".to_string(),
                salt: msg.into(),
            }
            .into(),
        ),
        (
            "wasm.migrate",
            WasmMsg::Migrate { contract_addr: admin.clone(), new_code_id: 1, msg: msg.into() }
                .into(),
        ),
        (
            "wasm.update_admin",
            WasmMsg::UpdateAdmin { contract_addr: admin.clone(), admin: admin.clone() }.into(),
        ),
        ("wasm.clear_admin", WasmMsg::ClearAdmin { contract_addr: admin }.into()),
        ("custom", CosmosMsg::Custom(Empty {})),
    ];
    for (kind, msg) in kinds {
        refused(&mut w, STRICT, msg, ContractError::MessageKind { index: 0, kind });
    }
    // Stargate and its kin do not even parse, or are refused by kind where the build knows them.
    let json = serde_json::json!({"propose": {"title": "t", "description": "d", "msgs": [
        {"stargate": {"type_url": "/cosmos.bank.v1beta1.MsgSend", "value": ""}}
    ]}});
    let ann = w.ann.clone();
    w.chain.execute(&ann, w.dao.clone(), &json, &[]).should_fail();
}

#[rstest]
#[case(r#"{"admin":{"award":{"domain":1,"account":"a","points":"1","reference":{"kind":"x","id":1}}}}"#)]
#[case(r#"{"admin":{"penalise":{"domain":1,"account":"a","points":"1","reference":{"kind":"x","id":1}}}}"#)]
#[case(r#"{"admin":{"award":{"domain":2,"points":"what cannot be read"}}}"#)]
#[case(r#"{"\u0061dmin":{"award":{"domain":1}}}"#)]
fn votes_are_made_on_a_strict_track_alone(#[case] json: &str) {
    let mut w = world();
    let open = Track { calls: vec![call(Target::Tracker {}, "admin.*")], ..track("parameters") };
    let msg = AdminMsg::SetTrack { track: PARAMETERS, config: open };
    w.admin(msg).should_succeed();
    let tracker = w.tracker();
    let method = match json.contains("penalise") {
        true => "admin.penalise",
        false => "admin.award",
    };
    let expected = ContractError::NeedsStrict {
        index: 0,
        method: method.to_string(),
        track: "parameters".to_string(),
    };
    refused(&mut w, PARAMETERS, raw(&tracker, json), expected);
    let other = r#"{"admin":{"award":{"domain":2,"account":"a","points":"1","reference":{"kind":"x","id":1}}}}"#;
    w.propose(PARAMETERS, vec![raw(&tracker, other)]);
    w.propose(STRICT, vec![raw(&tracker, json)]);
}

#[rstest]
#[case(r#""vote""#)]
#[case("{}")]
#[case("[]")]
#[case("not json")]
#[case(r#"{"admin":{}}"#)]
#[case(r#"{"admin":{"set_peers":{}},"post_job":{}}"#)]
#[case(r#"{"admin":{"a":1},"admin":{"b":1}}"#)]
#[case(r#"{"admin":{"a":1,"a":2}}"#)]
#[case(r#"{"admin":{"a":{"deep":1,"deep":2}}}"#)]
fn calls_that_cannot_be_read(#[case] json: &str) {
    let mut w = world();
    let msg = raw(&w.ledger(), json);
    refused(&mut w, STRICT, msg, ContractError::BadCall { index: 0 });
}

#[derive(Clone, Copy, Debug)]
enum To {
    Dao,
    Registry,
    Ledger,
    Tracker,
    Distributor,
    Stranger,
}

fn address(w: &mut World, to: To) -> Addr {
    match to {
        To::Dao => w.dao.clone(),
        To::Registry => w.registry(),
        To::Ledger => w.ledger(),
        To::Tracker => w.tracker(),
        To::Distributor => w.distributor(),
        To::Stranger => w.stranger(),
    }
}

#[rstest]
#[case(PARAMETERS, To::Ledger, r#"{"admin":{"update_settings":{}}}"#)]
#[case(PARAMETERS, To::Registry, r#"{"admin":{"anything":{}}}"#)]
#[case(PARAMETERS, To::Dao, r#"{"admin":{"forgive_guardian":{}}}"#)]
#[case(PARAMETERS, To::Dao, r#"{"admin":{"accept_ownership":{"contract":"x"}}}"#)]
#[case(
    TREASURY,
    To::Distributor,
    r#"{"transfer":{"to":"x","asset":{"native":"uaxm"},"amount":"1"}}"#
)]
#[case(
    TREASURY,
    To::Distributor,
    r#"{"withdraw":{"withdrawals":[{"asset":{"native":"uaxm"},"amount":"1","to":"x"}]}}"#
)]
#[case(
    TREASURY,
    To::Distributor,
    r#"{"deposit":{"allowances":[{"controller":"x","asset":{"native":"uaxm"},"amount":"1"}]}}"#
)]
#[case(
    TREASURY,
    To::Distributor,
    r#"{"deposit":{"allowances":[{"controller":"x","asset":{"native":"unone"},"amount":"0"}]}}"#
)]
#[case(TREASURY, To::Distributor, r#"{"fund_pool":{"pool":1,"amount":"1"}}"#)]
#[case(
    TREASURY,
    To::Distributor,
    r#"{"escrow":{"release":{"reference":{"kind":"a","id":1},"payouts":[]}}}"#
)]
#[case(STRICT, To::Dao, r#"{"admin":{"self_check":{}}}"#)]
#[case(STRICT, To::Dao, r#"{"close":{"proposal_id":1}}"#)]
#[case(STRICT, To::Tracker, r#"{"admin":{"award":{}}}"#)]
#[case(STRICT, To::Ledger, r#"{"update_ownership":{"transfer_ownership":{"new_owner":"x"}}}"#)]
#[case(STRICT, To::Distributor, r#"{"withdraw":{"withdrawals":[{"asset":{"native":"unone"}}]}}"#)]
fn admitted(#[case] track: u32, #[case] to: To, #[case] json: &str) {
    let mut w = world();
    let ann = w.ann.clone();
    let contract = address(&mut w, to);
    w.try_propose(&ann, track, vec![raw(&contract, json)]).should_succeed();
}

#[rstest]
#[case(PARAMETERS, To::Ledger, r#"{"admin":{"set_peers":{}}}"#, "ledger", "admin.set_peers")]
#[case(PARAMETERS, To::Ledger, r#"{"post_job":{}}"#, "ledger", "post_job")]
#[case(
    PARAMETERS,
    To::Tracker,
    r#"{"admin":{"update_settings":{}}}"#,
    "tracker",
    "admin.update_settings"
)]
#[case(PARAMETERS, To::Dao, r#"{"vote":{}}"#, "dao", "vote")]
#[case(TREASURY, To::Distributor, r#"{"admin":{"freeze":{}}}"#, "distributor", "admin.freeze")]
#[case(
    TREASURY,
    To::Distributor,
    r#"{"withdraw":{"withdrawals":[{"asset":{"native":"uaxm"}}]}}"#,
    "distributor",
    "withdraw"
)]
#[case(
    PARAMETERS,
    To::Distributor,
    r#"{"fund_pool":{"pool":1,"amount":"1"}}"#,
    "distributor",
    "fund_pool"
)]
#[case(STRICT, To::Stranger, r#"{"mint":{}}"#, "", "mint")]
#[case(STRICT, To::Stranger, r#"{"transfer":{"recipient":1,"amount":"1"}}"#, "", "transfer")]
fn not_listed(
    #[case] number: u32,
    #[case] to: To,
    #[case] json: &str,
    #[case] target: &str,
    #[case] method: &str,
) {
    let mut w = world();
    let contract = address(&mut w, to);
    let target = if target.is_empty() { contract.as_str() } else { target };
    let names = ["", "parameters", "treasury", "constitution"];
    let expected = ContractError::CallNotListed {
        index: 0,
        target: target.to_string(),
        method: method.to_string(),
        track: names[number as usize].to_string(),
    };
    refused(&mut w, number, raw(&contract, json), expected);
}

#[rstest]
#[case("set_track")]
#[case("set_guardian")]
#[case("set_peer")]
#[case("upgrade")]
#[case("self_check")]
#[case("of_a_later_version")]
pub fn own_admin_needs_a_strict_track(#[case] method: &str) {
    let mut w = world();
    let msg = raw(&w.dao, &format!(r#"{{"admin":{{"{method}":{{}}}}}}"#));
    let expected = ContractError::NeedsStrict {
        index: 0,
        method: format!("admin.{method}"),
        track: "parameters".to_string(),
    };
    refused(&mut w, PARAMETERS, msg, expected);
}

#[rstest]
#[case(To::Distributor, r#"{"transfer":{"to":"x","asset":{"native":"unone"},"amount":"1"}}"#)]
#[case(
    To::Distributor,
    r#"{"withdraw":{"withdrawals":[{"asset":{"native":"unone"},"amount":"1","to":"x"}]}}"#
)]
#[case(
    To::Distributor,
    r#"{"deposit":{"allowances":[{"controller":"x","asset":{"native":"unone"},"amount":"1"}]}}"#
)]
#[case(To::Distributor, r#"{"escrow":{"open":{"reference":{"kind":"a","id":1},"payer":"x","asset":{"native":"unone"},"amount":"1","backstop":1}}}"#)]
fn payments_need_a_spending_rule_on_every_track(#[case] to: To, #[case] json: &str) {
    for (number, name) in [(TREASURY, "treasury"), (STRICT, "constitution")] {
        let mut w = world();
        let contract = address(&mut w, to);
        let expected = ContractError::SpendNotListed {
            index: 0,
            asset: Asset::native("unone"),
            track: name.to_string(),
        };
        refused(&mut w, number, raw(&contract, json), expected);
    }
}

#[rstest]
#[case(r#"{"transfer":{"to":"x","asset":{"native":"uaxm"},"amount":"0"}}"#)]
#[case(r#"{"withdraw":{"withdrawals":[{"asset":{"native":"uaxm"},"to":"x"}]}}"#)]
#[case(r#"{"fund_pool":{"pool":1,"amount":"0"}}"#)]
fn payments_name_their_amount(#[case] json: &str) {
    let mut w = world();
    let msg = raw(&w.distributor(), json);
    refused(&mut w, TREASURY, msg, ContractError::AmountNeeded { index: 0 });
}

#[test]
pub fn distributor_calls_that_do_not_parse_are_refused() {
    let mut w = world();
    let msg = raw(&w.distributor(), r#"{"transfer":{"to":"x"}}"#);
    refused(&mut w, TREASURY, msg, ContractError::BadCall { index: 0 });
}

#[test]
pub fn bank_sends() {
    let mut w = world();
    let ann = w.ann.clone();
    let to_address = ann.to_string();
    let asset = Asset::native("uother");
    let track = "treasury".to_string();
    let msg = send(&ann, 1, "uother");
    refused(&mut w, TREASURY, msg, ContractError::SpendNotListed { index: 0, asset, track });
    let none = BankMsg::Send { to_address: to_address.clone(), amount: vec![] };
    refused(&mut w, TREASURY, none.into(), ContractError::AmountNeeded { index: 0 });
    let msg = send(&ann, 0, DENOM);
    refused(&mut w, TREASURY, msg, ContractError::AmountNeeded { index: 0 });
    let twice = BankMsg::Send { to_address, amount: vec![coin(1, DENOM), coin(2, DENOM)] };
    let expected = KitError::Duplicate { field: "coins", value: DENOM.to_string() };
    refused(&mut w, TREASURY, twice.into(), ContractError::Kit(expected));
    let address = ann.to_string().to_uppercase();
    let upper = BankMsg::Send { to_address: address.clone(), amount: vec![coin(1, DENOM)] };
    let address = address.chars().take(60).collect();
    refused(&mut w, TREASURY, upper.into(), ContractError::Kit(KitError::BadAddress { address }));
}

#[test]
fn the_address_of_a_call_is_in_its_normal_form() {
    let mut w = world();
    let upper = w.ledger().to_string().to_uppercase();
    let msg = raw(&Addr::unchecked(&upper), r#"{"approve":{"job":1}}"#);
    let address = upper.chars().take(60).collect();
    refused(&mut w, STRICT, msg, ContractError::Kit(KitError::BadAddress { address }));
}

#[test]
fn attached_coins_are_payments() {
    let mut w = world();
    let msg = |w: &World, denom: &str| -> CosmosMsg {
        WasmMsg::Execute {
            contract_addr: w.ledger().to_string(),
            msg: br#"{"admin":{"update_settings":{}}}"#.into(),
            funds: vec![coin(1, denom)],
        }
        .into()
    };
    let (first, second) = (msg(&w, DENOM), msg(&w, "unone"));
    let asset = |denom: &str| Asset::native(denom);
    let refusal = |denom, track: &str| ContractError::SpendNotListed {
        index: 0,
        asset: asset(denom),
        track: track.to_string(),
    };
    refused(&mut w, PARAMETERS, first, refusal(DENOM, "parameters"));
    refused(&mut w, STRICT, second, refusal("unone", "constitution"));
}

#[test]
pub fn an_address_that_becomes_a_layer_is_judged_anew_when_executed() {
    let mut w = world();
    let ledger = w.ledger();
    let msg = raw(&ledger, r#"{"post_job":{}}"#);
    let switch_off = w.to_itself(AdminMsg::SetPeer {
        target: axiom_types::dao::Target::Ledger {},
        address: None,
    });
    let (call, off) = (w.propose(STRICT, vec![msg]), w.propose(STRICT, vec![switch_off]));
    let ann = w.ann.clone();
    w.vote(&ann, call, axiom_types::dao::Vote::Yes).should_succeed();
    w.pass(off);
    w.execute(off).should_succeed();
    w.execute(call).should_fail_with(&ContractError::CallNotListed {
        index: 0,
        target: ledger.to_string(),
        method: "post_job".to_string(),
        track: "constitution".to_string(),
    });
}
