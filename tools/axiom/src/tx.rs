//! Transactions: options, plan, confirmation, outcome.

use axiom_client::{messages, Any, Gas, GasPrice, Signer, TxDone, TxOptions};
use clap::Args;
use cosmwasm_std::{Coin, Decimal, Event};
use serde_json::{json, Value};

use crate::amounts;
use crate::fail::{Done, Fail};
use crate::out;
use crate::progress::Bar;
use crate::sdk_json;
use crate::session::Session;
use crate::who;

/// How a transaction is sent.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Transaction")]
pub struct TxArgs {
    /// Whose key signs: the name of a key; on development chains also a public test account such as alice.
    #[arg(long, value_name = "KEY", env = "AXIOM_FROM")]
    pub from: Option<String>,
    /// Gas limit; without it the transaction is simulated and the result multiplied by the adjustment.
    #[arg(long, value_name = "NUMBER")]
    pub gas: Option<u64>,
    /// What a simulation's gas is multiplied by.
    #[arg(long, value_name = "FACTOR", default_value = "1.4")]
    pub gas_adjustment: Decimal,
    /// Price of gas, such as 0.025uaxm; that of the chain if not given.
    #[arg(long, value_name = "PRICE")]
    pub gas_price: Option<GasPrice>,
    /// The fee, such as 5000uaxm; gas times price if not given.
    #[arg(long, value_name = "AMOUNT")]
    pub fee: Option<String>,
    /// Who pays the fee, by a fee grant: an address or @alias.
    #[arg(long, value_name = "ADDRESS")]
    pub fee_granter: Option<String>,
    /// In whose name this is sent, by a grant: an address or @alias.
    #[arg(long, value_name = "ADDRESS")]
    pub authz_granter: Option<String>,
    /// A text that goes along, for everybody to read.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub memo: String,
    /// The last height at which it can be included.
    #[arg(long, value_name = "HEIGHT", default_value_t = 0, hide_default_value = true)]
    pub timeout_height: u64,
    /// Only says what it would do and cost.
    #[arg(long)]
    pub dry_run: bool,
    /// Only prints the transaction, unsigned, for `axiom tx sign`, hardware wallets and multisigs.
    #[arg(long, conflicts_with = "dry_run", requires = "gas")]
    pub generate_only: bool,
    /// Does not wait until it is in a block.
    #[arg(long)]
    pub no_wait: bool,
    /// Asks nothing. Development chains never ask.
    #[arg(long, short)]
    pub yes: bool,
}

impl TxArgs {
    /// What the client wants to know.
    fn options(&self, session: &Session) -> Done<TxOptions> {
        let address = |text: &Option<String>| -> Done<Option<String>> {
            text.as_deref().map(|text| session.address(text)).transpose()
        };
        let fee = match &self.fee {
            Some(text) => Some(coins(session, "fee", [text.as_str()].into_iter())?),
            None => None,
        };
        Ok(TxOptions {
            gas: self.gas.map_or(Gas::Auto, Gas::Limit),
            fee,
            memo: self.memo.clone(),
            timeout_height: self.timeout_height,
            fee_granter: address(&self.fee_granter)?,
            authz_granter: address(&self.authz_granter)?,
        })
    }
}

/// Coins as people write them behind a flag.
pub fn coins<'a>(
    session: &Session,
    flag: &str,
    texts: impl Iterator<Item = &'a str>,
) -> Done<Vec<Coin>> {
    let wrong = |why: String| Fail::usage(format!("--{flag}: {why}"));
    let mut all: Vec<Coin> = Vec::new();
    for text in texts.flat_map(|text| text.split(',')) {
        let (amount, denom) = axiom_schema::Words::amount(session, text).map_err(wrong)?;
        if all.iter().any(|coin| coin.denom == denom) {
            return Err(wrong(format!("{denom} was given twice: give one amount of each denom")));
        }
        all.push(Coin { denom, amount: amount.into() });
    }
    // Chains want coins in the order of their denoms.
    all.sort_by(|one, other| one.denom.cmp(&other.denom));
    Ok(all)
}

/// A message with what people and other programs read of it.
pub struct Draft {
    /// For the chain.
    pub any: Any,
    /// For people.
    pub text: String,
}

impl Draft {
    /// A message to a contract.
    pub fn execute(sender: &str, contract: &str, name: &str, msg: &Value, funds: &[Coin]) -> Self {
        let any = messages::execute(sender, contract, msg.to_string().as_bytes(), funds);
        let with = match funds {
            [] => String::new(),
            coins => format!(
                " with {}",
                coins.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
            ),
        };
        Self { any, text: format!("{name} {msg}{with}") }
    }

    /// Coins from account to account.
    pub fn bank_send(from: &str, to: &str, amount: &[Coin]) -> Self {
        let coins: Vec<String> = amount.iter().map(ToString::to_string).collect();
        let text = format!("send {} to {to}", coins.join(", "));
        Self { any: messages::bank_send(from, to, amount), text }
    }
}

/// Connects with the options of a transaction.
pub fn open(global: &crate::global::Global, args: &TxArgs) -> Done<Session> {
    Session::open_with(global, |config| {
        config.gas_adjustment = args.gas_adjustment;
        if let Some(price) = &args.gas_price {
            config.gas_price = price.clone();
        }
    })
}

/// Sends what `build` makes for the sender, and shows the outcome. None if nothing was sent because only a look was
/// wanted.
pub fn send(
    session: &Session,
    args: &TxArgs,
    build: impl FnOnce(&str) -> Done<Vec<Draft>>,
) -> Done<Option<TxDone>> {
    let done = send_quietly(session, args, build)?;
    if let Some(done) = &done {
        show_done(session, done);
    }
    Ok(done)
}

/// As [`send`], but what a transaction did is shown by the caller.
pub fn send_quietly(
    session: &Session,
    args: &TxArgs,
    build: impl FnOnce(&str) -> Done<Vec<Draft>>,
) -> Done<Option<TxDone>> {
    let options = args.options(session)?;
    if args.generate_only {
        let sender = match &options.authz_granter {
            Some(granter) => granter.clone(),
            None => who::account(session, args.from.as_deref())?,
        };
        let mut all: Vec<Any> = build(&sender)?.into_iter().map(|draft| draft.any).collect();
        if options.authz_granter.is_some() {
            let grantee = who::account(session, args.from.as_deref())?;
            all = vec![messages::authz_exec(&grantee, all)];
        }
        print_unsigned(session, args, &all)?;
        return Ok(None);
    }
    let signer = who::signer(&session.home, &session.profile, args.from.as_deref())?;
    let sender = options.authz_granter.clone().unwrap_or_else(|| signer.address().to_string());
    let drafts = build(&sender)?;
    let messages: Vec<Any> = drafts.iter().map(|draft| draft.any.clone()).collect();
    let (limit, fee) = plan(session, args, &options, &signer, &drafts)?;
    if args.dry_run {
        return Ok(None);
    }
    if !session.profile.is_dev() {
        who::confirm("sign and send this?", args.yes)?;
    }
    let options = TxOptions { gas: Gas::Limit(limit), fee: Some(fee), ..options };
    if args.no_wait {
        let signed = session.client.hand_in(&signer, &messages, &options)?;
        session.out.show(&json!({ "hash": signed.hash, "included": false }), || {
            format!("handed in: {}\nnext: axiom tx wait {}", signed.hash, signed.hash)
        });
        return Ok(None);
    }
    let waits = (!session.is_embedded()).then(|| Bar::wait(session.out, "waiting for the block"));
    let done = session.client.send(&signer, &messages, &options);
    drop(waits);
    Ok(Some(done?))
}

/// Tells what is about to be sent and what it costs; answers gas limit and fee.
fn plan(
    session: &Session,
    args: &TxArgs,
    options: &TxOptions,
    signer: &Signer,
    drafts: &[Draft],
) -> Done<(u64, Vec<Coin>)> {
    let messages: Vec<Any> = drafts.iter().map(|draft| draft.any.clone()).collect();
    let (used, events) = match args.gas {
        Some(_) if !args.dry_run => (None, Vec::new()),
        _ => {
            let run = session.client.try_run(signer, &messages, options)?;
            (Some(run.gas_used), run.events)
        }
    };
    let config = session.client.config();
    let scaled = |used: u64| {
        let scaled = cosmwasm_std::Uint128::from(used).checked_mul_ceil(config.gas_adjustment);
        scaled.ok().and_then(|gas| u64::try_from(gas.u128()).ok()).unwrap_or(u64::MAX)
    };
    let limit = args.gas.or(used.map(scaled)).unwrap_or(0);
    let fee = options.fee.clone().unwrap_or_else(|| vec![config.gas_price.fee(limit)]);
    let told: Vec<String> =
        fee.iter().map(|coin| session.amount(coin.amount.u128(), &coin.denom)).collect();
    let mut lines = vec![("chain".to_string(), session.client.chain_id().to_string())];
    lines.push(("from".into(), signer.address().to_string()));
    for draft in drafts {
        lines.push(("message".into(), cut(&draft.text, 400)));
    }
    let simulated = used.map_or(String::new(), |used| format!("{used} simulated, "));
    lines.push(("gas".into(), format!("{simulated}limit {limit}, fee {}", told.join(", "))));
    if !args.dry_run {
        session.out.note(&out::pairs(&lines));
        return Ok((limit, fee));
    }
    let facts = facts(session, &events);
    let value = json!({
        "dry_run": true, "chain_id": session.client.chain_id(), "from": signer.address(),
        "messages": messages.iter().map(sdk_json::written).collect::<Vec<_>>(),
        "gas_used": used, "gas_limit": limit, "fee": fee, "events": facts,
    });
    session.out.show(&value, || {
        format!("{}\n{}\nnothing was sent", out::pairs(&lines), events_text(session, &facts))
    });
    Ok((limit, fee))
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

/// Prints the transaction as the SDK writes it in JSON, without signatures.
pub fn print_unsigned(session: &Session, args: &TxArgs, messages: &[Any]) -> Done {
    let options = args.options(session)?;
    let written = |message: &Any| {
        sdk_json::written(message).ok_or_else(|| {
            Fail::usage(format!("--generate-only does not know how to write {}", message.type_url))
        })
    };
    let messages = messages.iter().map(written).collect::<Done<Vec<Value>>>()?;
    let limit = args.gas.unwrap_or(0);
    let price = &session.client.config().gas_price;
    let fee = options.fee.clone().unwrap_or_else(|| match limit {
        0 => Vec::new(),
        limit => vec![price.fee(limit)],
    });
    let unsigned = json!({
        "body": {
            "messages": messages,
            "memo": options.memo, "timeout_height": options.timeout_height.to_string(),
            "extension_options": [], "non_critical_extension_options": [],
        },
        "auth_info": {
            "signer_infos": [],
            "fee": {
                "amount": fee, "gas_limit": limit.to_string(), "payer": "",
                "granter": options.fee_granter.clone().unwrap_or_default(),
            },
        },
        "signatures": [],
    });
    out::print_line(&serde_json::to_string_pretty(&unsigned).unwrap_or_default());
    Ok(())
}

/// Shows the outcome of a transaction.
pub fn show_done(session: &Session, done: &TxDone) {
    let facts = facts(session, &done.message_events());
    let value = json!({
        "hash": done.hash, "height": done.height, "gas_used": done.gas_used,
        "gas_wanted": done.gas_wanted, "events": facts,
    });
    session.out.show(&value, || {
        let head = format!(
            "done in block {}, gas {}, transaction {}",
            done.height, done.gas_used, done.hash
        );
        format!("{head}\n{}", events_text(session, &facts))
    });
}

/// The typed events of the contracts, with names in place of addresses.
pub fn facts(session: &Session, events: &[Event]) -> Vec<Value> {
    let economy = session.economy().ok();
    let fact = |event: &Event| {
        let name = event.ty.strip_prefix("wasm-")?;
        let contract = event.attributes.iter().find(|one| one.key == "_contract_address")?;
        let known = economy.and_then(|economy| economy.name_of(&contract.value));
        let attributes: serde_json::Map<String, Value> = event
            .attributes
            .iter()
            .filter(|one| one.key != "_contract_address" && one.key != "msg_index")
            .map(|one| (one.key.clone(), json!(one.value)))
            .collect();
        Some(json!({
            "event": name, "contract": known.unwrap_or(&contract.value), "attributes": attributes,
        }))
    };
    events.iter().filter_map(fact).collect()
}

/// Typed events for people, one a line.
pub fn events_text(session: &Session, facts: &[Value]) -> String {
    let line = |fact: &Value| {
        let attributes = fact["attributes"].as_object().into_iter().flatten();
        let told: Vec<String> = attributes
            .map(|(key, value)| {
                let value = crate::ask::name(session, value.as_str().unwrap_or_default());
                format!("{key}={}", cut(&out::clean_line(&value), 66))
            })
            .collect();
        format!("  {}  {}", fact["event"].as_str().unwrap_or_default(), told.join(" "))
    };
    facts.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Amounts of coins for people.
pub fn told(session: &Session, coins: &[Coin]) -> String {
    let each =
        coins.iter().map(|coin| amounts::shown(coin.amount.u128(), &coin.denom, session.denoms()));
    each.collect::<Vec<_>>().join(", ")
}
