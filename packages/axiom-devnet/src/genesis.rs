//! The genesis that wasmd made, with the accounts, coins and rules of a devnet.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use axiom_chain::Account;
use serde_json::{json, Map, Value};

use crate::options::{Options, Upload, TEST_AMOUNT, TEST_DENOMS};
use crate::record::KeyRecord;
use crate::time::format_time;

/// Gas of all transactions in a block.
const BLOCK_GAS: &str = "100000000";
/// Blocks in which a validator may be absent before it loses its seat: more than a devnet makes, so that a test can
/// kill a node and start it again.
const ABSENCE_WINDOW: &str = "10000000";

/// Coins of the account with that test name.
fn test_coins(name: &str) -> Vec<(u128, String)> {
    let amount = if name == "faucet" { TEST_AMOUNT * 1_000_000 } else { TEST_AMOUNT };
    TEST_DENOMS.iter().map(|denom| (amount, denom.to_string())).collect()
}

/// Names and addresses of the test accounts.
pub(crate) fn keys(options: &Options) -> Vec<KeyRecord> {
    let key = |name: &String| KeyRecord {
        name: name.clone(),
        address: Account::named(name.as_str()).address.into_string(),
    };
    options.accounts.iter().map(key).collect()
}

/// Changes a genesis in place.
pub(crate) fn patch(genesis: &mut Value, options: &Options, genesis_ns: u64) -> Result<()> {
    genesis["genesis_time"] = json!(format_time(genesis_ns));
    set(genesis, "/consensus/params/block/max_gas", json!(BLOCK_GAS))?;
    set(genesis, "/app_state/slashing/params/signed_blocks_window", json!(ABSENCE_WINDOW))?;
    let voting = options.voting_seconds;
    set(genesis, "/app_state/gov/params/voting_period", json!(format!("{voting}s")))?;
    set(
        genesis,
        "/app_state/gov/params/expedited_voting_period",
        json!(format!("{}s", voting / 2)),
    )?;
    let upload = match options.upload {
        Upload::Everybody => "Everybody",
        Upload::Nobody => "Nobody",
    };
    set(genesis, "/app_state/wasm/params/code_upload_access/permission", json!(upload))?;
    fund(genesis, options)
}

fn set(genesis: &mut Value, pointer: &str, value: Value) -> Result<()> {
    *at(genesis, pointer)? = value;
    Ok(())
}

fn at<'a>(genesis: &'a mut Value, pointer: &str) -> Result<&'a mut Value> {
    genesis.pointer_mut(pointer).with_context(|| {
        format!("wasmd's genesis has no {pointer}: this line of wasmd is not known")
    })
}

fn list<'a>(genesis: &'a mut Value, pointer: &str) -> Result<&'a mut Vec<Value>> {
    at(genesis, pointer)?
        .as_array_mut()
        .with_context(|| format!("{pointer} is no list in wasmd's genesis"))
}

/// Accounts and coins of the options beside those of the validators, and the supply that follows.
fn fund(genesis: &mut Value, options: &Options) -> Result<()> {
    let mut wanted: BTreeMap<String, BTreeMap<String, u128>> = BTreeMap::new();
    let named = options.accounts.iter().zip(keys(options));
    let test = named.map(|(name, key)| (key.address, test_coins(name)));
    for (address, coins) in test.chain(options.funded.iter().cloned()) {
        let account = wanted.entry(address).or_default();
        for (amount, denom) in coins {
            *account.entry(denom).or_default() += amount;
        }
    }
    for balance in list(genesis, "/app_state/bank/balances")? {
        if let Some(coins) = balance["coins"].as_array_mut() {
            coins.retain(|coin| coin["denom"] != "testtoken");
        }
    }
    for (address, coins) in &wanted {
        list(genesis, "/app_state/auth/accounts")?.push(json!({
            "@type": "/cosmos.auth.v1beta1.BaseAccount", "address": address, "pub_key": null,
            "account_number": "0", "sequence": "0",
        }));
        let coins: Vec<Value> = coins.iter().map(|(denom, amount)| coin(denom, *amount)).collect();
        list(genesis, "/app_state/bank/balances")?
            .push(json!({"address": address, "coins": coins}));
    }
    for (number, account) in list(genesis, "/app_state/auth/accounts")?.iter_mut().enumerate() {
        account["account_number"] = json!(number.to_string());
    }
    let mut supply: BTreeMap<String, u128> = BTreeMap::new();
    for balance in list(genesis, "/app_state/bank/balances")? {
        for coin in balance["coins"].as_array().into_iter().flatten() {
            let amount = coin["amount"].as_str().and_then(|amount| amount.parse::<u128>().ok());
            let denom = coin["denom"].as_str().unwrap_or_default().to_string();
            *supply.entry(denom).or_default() +=
                amount.context("an amount of the genesis is no number")?;
        }
    }
    let supply: Vec<Value> = supply.iter().map(|(denom, amount)| coin(denom, *amount)).collect();
    set(genesis, "/app_state/bank/supply", json!(supply))
}

fn coin(denom: &str, amount: u128) -> Value {
    let mut coin = Map::new();
    coin.insert("denom".into(), json!(denom));
    coin.insert("amount".into(), json!(amount.to_string()));
    Value::Object(coin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare() -> Value {
        json!({
            "consensus": {"params": {"block": {"max_gas": "-1"}}},
            "app_state": {
                "slashing": {"params": {"signed_blocks_window": "100"}},
                "gov": {"params": {"voting_period": "1s", "expedited_voting_period": "1s"}},
                "wasm": {"params": {"code_upload_access": {"permission": "Everybody"}}},
                "auth": {"accounts": [{"address": "wasm1val", "account_number": "0"}]},
                "bank": {
                    "balances": [{"address": "wasm1val", "coins": [
                        {"denom": "stake", "amount": "500"}, {"denom": "testtoken", "amount": "7"}]}],
                    "supply": [{"denom": "testtoken", "amount": "7"}],
                },
            },
        })
    }

    #[test]
    fn accounts_are_funded_and_the_supply_adds_up() {
        let mut genesis = bare();
        let mut options = Options::named("x");
        options.accounts = vec!["alice".into(), "faucet".into()];
        options.funded = vec![("wasm1more".into(), vec![(3, "uusd".into()), (4, "uusd".into())])];
        options.upload = Upload::Nobody;
        patch(&mut genesis, &options, 1_767_225_600_000_000_000).unwrap();
        assert_eq!(genesis["genesis_time"], "2026-01-01T00:00:00Z");
        let state = &genesis["app_state"];
        assert_eq!(state["wasm"]["params"]["code_upload_access"]["permission"], "Nobody");
        assert_eq!(state["gov"]["params"]["expedited_voting_period"], "15s");
        let accounts = state["auth"]["accounts"].as_array().unwrap();
        let numbers: Vec<_> =
            accounts.iter().map(|a| a["account_number"].as_str().unwrap()).collect();
        assert_eq!(numbers, ["0", "1", "2", "3"]);
        assert_eq!(
            state["bank"]["supply"],
            json!([
                {"denom": "stake", "amount": "1000001000000000500"},
                {"denom": "uaxm", "amount": "1000001000000000000"},
                {"denom": "uusd", "amount": "1000001000000000007"},
            ])
        );
        let alice = Account::named("alice").address.into_string();
        let balances = state["bank"]["balances"].as_array().unwrap();
        let of_alice = balances.iter().find(|b| b["address"] == alice.as_str()).unwrap();
        assert_eq!(of_alice["coins"][1], json!({"denom": "uaxm", "amount": "1000000000000"}));
    }

    #[test]
    fn another_shape_of_genesis_is_told() {
        let mut genesis = bare();
        genesis["app_state"]["gov"] = json!({});
        let error = patch(&mut genesis, &Options::named("x"), 0).unwrap_err().to_string();
        assert!(error.contains("no /app_state/gov/params/voting_period"), "{error}");
    }
}
