//! Transactions that wasmd's own command line built and signed, byte by byte.
//!
//! `testdata/wasmd-txs.json` was made with wasmd v0.70.3: `wasmd tx ... --generate-only --offline`,
//! `wasmd tx sign --offline -a 7 -s 3 --chain-id axiom-vectors-1 --sign-mode direct` with the test
//! key of `alice`, `wasmd tx encode`; 200,000 gas, 5000stake.

use axiom_chain::Account;
use cosmrs::Any;
use cosmwasm_std::{coin, CanonicalAddr};
use serde::Deserialize;

use crate::json::base64;
use crate::messages::{self, ChainProposal, ChainVote, ContractGrant, FeeAllowance, NewContract};
use crate::tx::{Draft, SignedTx, Signer, TxOptions};

const CONTRACT: &str = "wasm14hj2tavq8fpesdwxxcu44rty3hh90vhujrvcmstl4zr3txmfvw9s0phg4d";
const MOMENT: u64 = 1_800_000_000;

#[derive(Deserialize)]
struct Vector {
    name: String,
    tx: String,
}

fn new_contract(admin: Option<&str>, funds: Vec<cosmwasm_std::Coin>) -> NewContract {
    NewContract {
        code_id: 7,
        msg: br#"{"a":1}"#.to_vec(),
        label: "L".to_string(),
        admin: admin.map(str::to_string),
        funds,
    }
}

fn grant(max_funds: Vec<cosmwasm_std::Coin>, keys: &[&str]) -> ContractGrant {
    ContractGrant {
        contract: CONTRACT.to_string(),
        max_calls: Some(5),
        max_funds,
        keys: keys.iter().map(ToString::to_string).collect(),
    }
}

fn message(name: &str, a: &str, f: &str) -> Any {
    match name {
        "bank_send" => messages::bank_send(a, f, &[coin(5, "uaxm")]),
        "execute" => {
            let funds = [coin(3, "uaxm"), coin(4, "uusd")];
            messages::execute(a, CONTRACT, br#"{"claim":{}}"#, &funds)
        }
        "instantiate" => messages::instantiate(a, &new_contract(Some(f), vec![coin(3, "uaxm")])),
        "instantiate2" => messages::instantiate2(a, &new_contract(None, vec![]), &[1, 2, 255]),
        "migrate" => messages::migrate(a, CONTRACT, 8, b"{}"),
        "set_admin" => messages::update_admin(a, CONTRACT, f),
        "clear_admin" => messages::clear_admin(a, CONTRACT),
        "grant_calls" => {
            let grants = [grant(vec![], &["claim_task", "submit_work"])];
            messages::grant_contracts(a, f, &grants, Some(MOMENT)).unwrap()
        }
        "grant_both" => {
            let grants = [grant(vec![coin(100, "uaxm")], &[])];
            messages::grant_contracts(a, f, &grants, Some(MOMENT)).unwrap()
        }
        "grant_generic" => {
            messages::grant_generic(a, f, "/cosmos.bank.v1beta1.MsgSend", Some(MOMENT))
        }
        "revoke" => messages::revoke_grant(a, f, "/cosmos.bank.v1beta1.MsgSend"),
        "fee_basic" => {
            let allowance = FeeAllowance {
                spend_limit: vec![coin(100, "stake")],
                expiration: Some(MOMENT),
                messages: vec![messages::EXECUTE_CONTRACT.to_string()],
                ..FeeAllowance::default()
            };
            messages::grant_fees(a, f, &allowance)
        }
        "fee_plain" => messages::grant_fees(a, f, &FeeAllowance::default()),
        "fee_revoke" => messages::revoke_fees(a, f),
        "deposit" => messages::deposit(a, 3, &[coin(10, "stake")]),
        "vote" => messages::vote(a, 3, ChainVote::NoWithVeto),
        "proposal" => messages::submit_proposal(a, &proposal(a, f)),
        other => panic!("no message for the vector {other}"),
    }
}

fn proposal(a: &str, f: &str) -> ChainProposal {
    ChainProposal {
        title: "T".to_string(),
        summary: "S".to_string(),
        metadata: "ipfs://x".to_string(),
        messages: vec![messages::bank_send(f, a, &[coin(1, "uaxm")])],
        deposit: vec![coin(10, "stake")],
        expedited: true,
    }
}

#[test]
fn every_message_is_built_and_signed_as_wasmd_does() {
    let vectors: Vec<Vector> =
        serde_json::from_str(include_str!("../testdata/wasmd-txs.json")).unwrap();
    assert_eq!(vectors.len(), 17);
    let (alice, faucet) = (Account::named("alice"), Account::named("faucet"));
    for vector in vectors {
        let with_memo = vector.name == "bank_send";
        let options = TxOptions {
            memo: if with_memo { "hello".to_string() } else { String::new() },
            timeout_height: if with_memo { 99 } else { 0 },
            fee_granter: with_memo.then(|| faucet.address.to_string()),
            ..TxOptions::default()
        };
        let draft = Draft {
            chain_id: "axiom-vectors-1",
            account_number: 7,
            sequence: 3,
            gas_limit: 200_000,
            fee: vec![coin(5_000, "stake")],
            options: &options,
        };
        let message = message(&vector.name, alice.as_ref(), faucet.as_ref());
        let signed = draft.sign(&Signer::from(&alice), &[message]).unwrap();
        let expected = base64(&vector.tx, "tx").unwrap();
        assert_eq!(hex::encode(&signed.bytes), hex::encode(&expected), "{}", vector.name);
        assert_eq!(SignedTx::from_bytes(expected), signed);
    }
}

#[test]
fn a_secret_and_an_account_give_the_same_address() {
    let alice = Account::named("alice");
    let signer = Signer::from_secret(&alice.key.to_bytes(), "wasm").unwrap();
    assert_eq!(signer.address(), alice.address.as_str());
    assert_eq!(signer.address(), Signer::from(&alice).address());
    let other = Signer::from_secret(&alice.key.to_bytes(), "osmo").unwrap();
    assert!(other.address().starts_with("osmo1"));
    assert!(Signer::from_secret(&[0; 32], "wasm").is_err());
}

/// `wasmd query wasm build-address <64 times c> <alice> 0102ff`
#[test]
fn the_address_of_instantiate2_is_the_one_wasmd_tells() {
    let (_, creator) = bech32::decode(Account::named("alice").as_ref()).unwrap();
    let canonical = cosmwasm_std::instantiate2_address(
        &[0xcc; 32],
        &CanonicalAddr::from(creator),
        &[1, 2, 255],
    )
    .unwrap();
    let prefix = bech32::Hrp::parse("wasm").unwrap();
    let address = bech32::encode::<bech32::Bech32>(prefix, &canonical).unwrap();
    assert_eq!(address, "wasm164mtfftucq67t7avdn3w7vpnmlawjllgeun5rlshdr3qpztreecswkul9s");
}
