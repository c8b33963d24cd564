//! Whose key signs, and how a password is got.

use std::io::{BufRead, IsTerminal, Write};

use axiom_chain::Account;
use axiom_client::Signer;
use axiom_keys::Secret;
use zeroize::Zeroizing;

use crate::chains::Profile;
use crate::fail::{Done, Fail, Kind};
use crate::home::Home;
use crate::session::Session;

/// Accounts of development chains that hold coins; everybody has their keys.
pub const TEST_ACCOUNTS: [&str; 8] =
    ["faucet", "founder", "alice", "ben", "carol", "app", "agent", "deployer"];
/// Variable with the words of a key, for programs.
const MNEMONIC: &str = "AXIOM_MNEMONIC";
/// Variable with the name of the key that signs.
const FROM: &str = "AXIOM_FROM";
/// Variable with the password of the keys, for programs.
const PASSWORD: &str = "AXIOM_PASSWORD";

/// The signer of a name; without one that of `AXIOM_MNEMONIC`, the chosen key, or the only one.
pub fn signer(home: &Home, profile: &Profile, from: Option<&str>) -> Done<Signer> {
    let prefix = &profile.prefix;
    let (keys, config) = (home.keys(), home.config()?);
    let named = from.map(|name| name.trim_start_matches('@').to_string());
    if named.is_none() {
        if let Some(words) = variable(MNEMONIC) {
            let secret = Secret::from_words(&words)?;
            return Ok(Signer::from_secret(&secret.key().to_bytes(), prefix)?);
        }
    }
    let able: Vec<String> =
        keys.list()?.into_iter().filter(axiom_keys::KeyInfo::signs).map(|info| info.name).collect();
    let name = match (named.or(config.key), able.as_slice()) {
        (Some(name), _) => name,
        (None, [only]) => only.clone(),
        (None, []) => {
            let fail = Fail::new(Kind::Permission, "no key to sign with");
            return Err(fail.hint(match profile.is_dev() {
                true => "axiom keys add <name>; or sign with a public test key: --from alice",
                false => "axiom keys add <name>, or axiom keys import <name>",
            }));
        }
        (None, several) => {
            let text = format!("there are several keys: {}", several.join(", "));
            return Err(Fail::new(Kind::Permission, text)
                .hint("name one with --from, or choose one: axiom keys use <name>"));
        }
    };
    match keys.info(&name) {
        Ok(_) => {
            let secret = unlock(home, &name)?;
            Ok(Signer::from_secret(&secret.key().to_bytes(), prefix)?)
        }
        Err(_) if TEST_ACCOUNTS.contains(&name.as_str()) => test_account(profile, &name),
        Err(error) => Err(error.into()),
    }
}

/// The account that asks, without its secret: the one named, else the one that would sign.
pub fn account(session: &Session, named: Option<&str>) -> Done<String> {
    if let Some(text) = named {
        return session.address(text);
    }
    if let Some(name) = variable(FROM) {
        return session.address(&name);
    }
    if let Some(words) = variable(MNEMONIC) {
        let secret = Secret::from_words(&words)?;
        let signer = Signer::from_secret(&secret.key().to_bytes(), &session.profile.prefix)?;
        return Ok(signer.address().to_string());
    }
    let list = session.home.keys().list()?;
    let able: Vec<_> = list.iter().filter(|info| info.signs()).collect();
    match (session.home.config()?.key, able.as_slice()) {
        (Some(name), _) => session.address(&name),
        (None, [only]) => Ok(only.address(&session.profile.prefix)?),
        _ => Err(Fail::usage("whose? name an account, such as @alice or an address")
            .hint("axiom keys use <name> chooses one for good")),
    }
}

fn test_account(profile: &Profile, name: &str) -> Done<Signer> {
    if !profile.is_dev() {
        let text = format!("{name} is a public test key, and {} is no development chain: everybody could take what it holds", profile.chain_id);
        return Err(
            Fail::new(Kind::Permission, text).hint("use a key of your own: axiom keys add <name>")
        );
    }
    Ok(Signer::from(&Account::named(name)))
}

fn variable(name: &str) -> Option<Zeroizing<String>> {
    std::env::var(name).ok().filter(|text| !text.trim().is_empty()).map(Zeroizing::new)
}

/// The secret of a key, by the password in `AXIOM_PASSWORD`, that in the system's keychain, or the one that is typed.
pub fn unlock(home: &Home, name: &str) -> Done<Secret> {
    let keys = home.keys();
    if variable(PASSWORD).is_none() && home.config()?.keychain.contains(name) {
        match keys.keychain().password(name) {
            Ok(Some(password)) => return Ok(keys.unlock(name, &password)?),
            Ok(None) => eprintln!("the system's keychain has forgotten the password of {name}"),
            Err(error) => eprintln!("{error}"),
        }
    }
    Ok(keys.unlock(name, &password(name)?)?)
}

/// The password of a key: from `AXIOM_PASSWORD`, else asked.
pub fn password(name: &str) -> Done<Zeroizing<String>> {
    if let Some(password) = variable(PASSWORD) {
        return Ok(password);
    }
    let hint = format!("put the password into {PASSWORD}, or run this in a terminal");
    hidden(&format!("password of {name}: "), &hint)
}

/// A new password, asked twice.
pub fn new_password() -> Done<Zeroizing<String>> {
    if let Some(password) = variable(PASSWORD) {
        return Ok(password);
    }
    let hint = format!("put the password into {PASSWORD}, or run this in a terminal");
    let first = hidden("new password, 8 characters or more: ", &hint)?;
    let second = hidden("again: ", &hint)?;
    if *first != *second {
        return Err(Fail::new(Kind::Permission, "the two passwords differ: nothing was kept"));
    }
    Ok(first)
}

/// Something secret: typed unseen at a terminal, else the first line that comes in.
pub fn secret_line(question: &str) -> Done<Zeroizing<String>> {
    if std::io::stdin().is_terminal() {
        return hidden(question, "run this in a terminal");
    }
    let mut line = Zeroizing::new(String::new());
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line)
}

fn hidden(question: &str, hint: &str) -> Done<Zeroizing<String>> {
    if !std::io::stdin().is_terminal() {
        return Err(Fail::new(
            Kind::Permission,
            "a password is needed, and there is no terminal to ask for it",
        )
        .hint(hint));
    }
    rpassword::prompt_password(question)
        .map(Zeroizing::new)
        .map_err(|error| Fail::new(Kind::Permission, format!("no password: {error}")).hint(hint))
}

/// Asks whether to go on; `yes` answers for the person.
pub fn confirm(question: &str, yes: bool) -> Done {
    if yes {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() {
        let text = "a confirmation is needed, and there is no terminal to ask for it";
        return Err(Fail::new(Kind::Permission, text).hint("say yes in advance: --yes"));
    }
    eprint!("{question} [y/N] ");
    let _ = std::io::stderr().flush();
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    match line.trim().to_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(Fail::new(Kind::Permission, "not confirmed: nothing was sent")),
    }
}
