//! `axiom faucet`: coins of a development chain.

use clap::Args;
use cosmwasm_std::Coin;

use crate::fail::{Done, Fail, Kind};
use crate::global::Global;
use crate::tx::{self, Draft, TxArgs};
use crate::who;

/// What is given if nothing else is said.
const GIFT: [&str; 2] = ["1000000000uaxm", "1000000000uusd"];

/// Gives coins of a development chain.
#[derive(Args)]
pub struct Faucet {
    /// To whom: an address or @alias; the chosen key if not given.
    #[arg(long, value_name = "ADDRESS")]
    to: Option<String>,
    /// How much, such as 100axm; can be given several times. 1000axm and 1000usd if not given.
    #[arg(long, value_name = "AMOUNT")]
    amount: Vec<String>,
}

/// Sends from the faucet account, whose key everybody has.
pub fn run(faucet: &Faucet, global: &Global) -> Done {
    let args = TxArgs {
        from: Some("faucet".into()),
        gas_adjustment: cosmwasm_std::Decimal::percent(140),
        ..TxArgs::default()
    };
    let session = tx::open(global, &args)?;
    if !session.profile.is_dev() {
        let text = format!(
            "{} is no development chain: its coins are worth something",
            session.profile.chain_id
        );
        return Err(Fail::new(Kind::Usage, text)
            .hint("testnets have faucets of their own: look at the chain's site"));
    }
    let to = who::account(&session, faucet.to.as_deref())?;
    let texts: Vec<&str> = match faucet.amount.as_slice() {
        [] => GIFT.to_vec(),
        given => given.iter().map(String::as_str).collect(),
    };
    let coins: Vec<Coin> = tx::coins(&session, "amount", texts.into_iter())?;
    tx::send(&session, &args, |from| Ok(vec![Draft::bank_send(from, &to, &coins)]))?;
    session.out.note(&format!("{to} received {}", tx::told(&session, &coins)));
    Ok(())
}
