//! Messages of value-distributor that move balances.

use axiom_chain::{Account, Chain, ChainExt, Init, Outcome};
use axiom_suite::{Builder, Suite, DENOM, DENOM_2, FUNDS};
use axiom_types::asset::Asset;
use axiom_types::dao::Part;
use axiom_types::distributor::{ExecuteMsg, Withdrawal};
use cosmwasm_std::{Addr, Binary, Uint128};
use serde_json::json;

use super::{cost, economy, pools, warm};
use crate::sheet::Sheet;

/// value-distributor.
pub fn distributor<C: Chain>(chain: C, sheet: &mut Sheet) -> Suite<C> {
    let mut builder = economy(chain, sheet, "distributor");
    let token = token(&mut builder);
    let mut s = builder
        .tweak(|msg| {
            if let Part::Create { settings, .. } = &mut msg.distributor {
                settings.tokens.push(token.to_string());
            }
        })
        .build();
    warm(&mut s.chain, sheet, &["app", "alice", "ben", "worker", "stranger"]);
    balances(&mut s, sheet);
    let send = s.distributor().send_tokens("app", &token, 5_000, Binary::default());
    sheet.add("deposit a cw20 token", send);
    let asset = Asset::cw20(token.as_str());
    sheet.add("withdraw a cw20 token", s.distributor().withdraw("app", &asset, Some(1_000)));
    pools::pools(&mut s, sheet);
    s
}

/// A cw20 token of which `app` has plenty.
fn token<C: Chain>(builder: &mut Builder<C>) -> Addr {
    let founder = Account::named("founder");
    let msg = json!({
        "name": "Token", "symbol": "TOK", "decimals": 6,
        "initial_balances": [
            { "address": Account::named("app").address, "amount": Uint128::new(FUNDS) }
        ],
    });
    let init = Init::new(builder.codes.cw20, "token", &msg);
    builder.chain.instantiate(&founder, init).should_succeed().contract()
}

fn withdraw<C: Chain>(s: &mut Suite<C>, who: &str, denoms: &[&str]) -> Outcome {
    let withdrawal = |denom: &&str| Withdrawal {
        asset: Asset::native(*denom),
        amount: Some(Uint128::new(1_000)),
        to: None,
    };
    let withdrawals = denoms.iter().map(withdrawal).collect();
    s.distributor().send(who, &ExecuteMsg::Withdraw { withdrawals })
}

fn balances<C: Chain>(s: &mut Suite<C>, sheet: &mut Sheet) {
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
