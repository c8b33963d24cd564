//! A token that stops working while people hold it in their balances.

use anyhow::Result;
use axiom_chain::{Chain, ChainExt, Init};
use axiom_suite::{call, DENOM};
use axiom_types::asset::Asset;
use axiom_types::distributor::{AdminMsg, ExecuteMsg, Withdrawal};
use cosmwasm_std::{Binary, Uint128};
use cw20::BalanceResponse;
use zoo_token as token;

use crate::ask::axm;
use crate::stage::{done, refused, Stage};

const TOKENS: u128 = 700;
const COINS: u128 = 5_000;

/// Heidi withdraws coins and broken tokens in one message.
pub fn play(s: &mut Stage) -> Result<()> {
    let token = create(s)?;
    let asset = Asset::cw20(&token);
    let (heidi, distributor) = (s.suite.addr("heidi"), s.suite.at.distributor.clone());
    let send = token::ExecuteMsg::Send {
        contract: distributor.to_string(),
        amount: Uint128::new(TOKENS),
        msg: Binary::default(),
    };
    let text = refused(s.suite.chain.execute(&heidi, &token, &send, &[]))?;
    s.say(&format!(
        "Nobody has listed heidi's token, so it is not taken: {text}. The members list it."
    ));
    let list = ExecuteMsg::Admin(AdminMsg::ListToken { address: token.clone() });
    s.decree(3, vec![call(&distributor, &list)])?;
    done(s.suite.chain.execute(&heidi, &token, &send, &[]))?;
    s.check("heidi's tokens in her balance", "GLASS", s.asset_balance("heidi", &asset)?, TOKENS);
    done(s.suite.distributor().deposit("heidi", COINS, DENOM))?;
    done(s.suite.chain.execute(&heidi, &token, &token::ExecuteMsg::Break { broken: true }, &[]))?;

    s.say("The token breaks. Heidi withdraws both in one message.");
    let before = s.wallet("heidi");
    let whole = |asset: Asset| Withdrawal { asset, amount: None, to: None };
    let both = ExecuteMsg::Withdraw { withdrawals: vec![whole(asset.clone()), whole(axm())] };
    done(s.suite.distributor().send("heidi", &both))?;
    s.note_tx("half a withdrawal");
    s.check("coins in her wallet", "uaxm", s.wallet("heidi").wrapping_sub(before), COINS);
    s.check("tokens still in her balance", "GLASS", s.asset_balance("heidi", &asset)?, TOKENS);
    let failed = s.events_in("half a withdrawal", "axiom_distributor_withdrawal_failed")?;
    s.check("withdrawals of that message that failed", "", failed, 1);

    done(s.suite.chain.execute(&heidi, &token, &token::ExecuteMsg::Break { broken: false }, &[]))?;
    s.say("Somebody mends the token.");
    done(s.suite.distributor().withdraw("heidi", &asset, None))?;
    let question = cw20::Cw20QueryMsg::Balance { address: heidi.to_string() };
    let home: BalanceResponse = s.ask(&cosmwasm_std::Addr::unchecked(&token), &question)?;
    s.check("tokens in her wallet", "GLASS", home.balance.u128(), TOKENS);
    s.check("tokens in her balance", "GLASS", s.asset_balance("heidi", &asset)?, 0);
    Ok(())
}

/// Heidi's token, all of it in her wallet.
fn create(s: &mut Stage) -> Result<String> {
    let code_id = s.suite.chain.store_named("zoo-token");
    let heidi = s.suite.addr("heidi");
    let msg = token::InstantiateMsg {
        name: Some("Glass".to_string()),
        symbol: Some("GLASS".to_string()),
        ..token::InstantiateMsg::new(heidi.as_str(), TOKENS)
    };
    let success = done(s.suite.chain.instantiate(&heidi, Init::new(code_id, "glass token", &msg)))?;
    Ok(success.contract().to_string())
}
