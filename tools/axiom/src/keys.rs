//! `axiom keys`: keys in encrypted files.

use std::io::IsTerminal;

use axiom_keys::{KeyInfo, Secret};
use clap::{Args, Subcommand};
use serde_json::{json, Value};

use crate::chains;
use crate::fail::{Done, Fail, Kind};
use crate::global::Global;
use crate::out;
use crate::who;

#[derive(Subcommand)]
pub enum Command {
    /// Makes a new key and shows its 24 words once; or notes an address that is only watched.
    Add {
        /// A name of your choice.
        name: String,
        /// Only an address, without any secret: a name for it, as @name.
        #[arg(long, value_name = "ADDRESS")]
        watch: Option<String>,
        /// Shows the words even where nobody looks at a terminal.
        #[arg(long)]
        show_words: bool,
        /// Asks for no password: one is made up, and the system's keychain keeps it.
        #[arg(long, conflicts_with = "watch")]
        keychain: bool,
    },
    /// Keeps a key that exists: its words are asked for, or read from standard input.
    Import {
        /// A name of your choice.
        name: String,
        /// The secret is 64 hexadecimal digits, not words.
        #[arg(long)]
        hex: bool,
        /// Asks for no password: one is made up, and the system's keychain keeps it.
        #[arg(long)]
        keychain: bool,
    },
    /// Lists the keys with their addresses.
    List,
    /// Tells address and public key of a key.
    Show {
        /// Its name.
        name: String,
    },
    /// Signs with a key from now on where none is named.
    Use {
        /// Its name.
        name: String,
    },
    /// Lets the system's keychain keep the password of a key, so that it is not asked for any more.
    Remember {
        /// Its name.
        name: String,
    },
    /// Takes the password of a key out of the system's keychain.
    Forget {
        /// Its name.
        name: String,
    },
    /// Shows the secret of a key: its words, or its hexadecimal digits.
    Export(Export),
    /// Forgets a key for good.
    Remove(Remove),
}

#[derive(Args)]
pub struct Export {
    /// Its name.
    name: String,
    /// Says that nobody looks over your shoulder.
    #[arg(long)]
    yes: bool,
}

#[derive(Args)]
pub struct Remove {
    /// Its name.
    name: String,
    /// Says that the words are kept elsewhere, or that nothing is lost.
    #[arg(long)]
    yes: bool,
}

/// Runs a command.
pub fn run(command: Command, global: &Global) -> Done {
    let keys = global.home()?.keys();
    match command {
        Command::Add { name, watch: Some(address), .. } => {
            free(&name)?;
            show(global, &keys.watch(&name, &address)?)
        }
        Command::Add { name, watch: None, show_words, keychain } => {
            add(global, &name, show_words, keychain)
        }
        Command::Import { name, hex, keychain } => {
            keys_free(global, &name)?;
            let what = if hex { "secret key, 64 hexadecimal digits: " } else { "words: " };
            let line = who::secret_line(what)?;
            let secret = if hex { Secret::from_hex(&line)? } else { Secret::from_words(&line)? };
            show(global, &kept(global, &name, &secret, keychain)?)
        }
        Command::List => list(global),
        Command::Show { name } => show(global, &keys.info(&name)?),
        Command::Use { name } => {
            keys.info(&name)?;
            global.home()?.change(|config| {
                config.key = Some(name.clone());
                Ok(())
            })?;
            global.out().note(&format!("signing with {name} from now on"));
            Ok(())
        }
        Command::Remember { name } => {
            let password = who::password(&name)?;
            keys.unlock(&name, &password)?;
            keys.keychain().keep(&name, &password)?;
            remembered(global, &name, true)?;
            global.out().note(&format!("the system's keychain keeps the password of {name}"));
            Ok(())
        }
        Command::Forget { name } => {
            keys.info(&name)?;
            keys.keychain().forget(&name)?;
            remembered(global, &name, false)?;
            global.out().note(&format!("the password of {name} is asked for from now on"));
            Ok(())
        }
        Command::Export(export) => {
            keys.info(&export.name)?;
            who::confirm("whoever sees the secret owns what the key holds; show it?", export.yes)?;
            let secret = who::unlock(&global.home()?, &export.name)?;
            match secret.words() {
                Some(words) => out::print_line(words),
                None => out::print_line(&hex::encode(secret.key().to_bytes())),
            }
            Ok(())
        }
        Command::Remove(remove) => {
            keys.info(&remove.name)?;
            who::confirm(&format!("forget {} for good?", remove.name), remove.yes)?;
            keys.remove(&remove.name)?;
            if global.home()?.config()?.keychain.contains(&remove.name) {
                if let Err(error) = keys.keychain().forget(&remove.name) {
                    global.out().note(&error.to_string());
                }
            }
            global.home()?.change(|config| {
                config.keychain.remove(&remove.name);
                config.key = config.key.take().filter(|chosen| *chosen != remove.name);
                Ok(())
            })?;
            global.out().note(&format!("{} is forgotten", remove.name));
            Ok(())
        }
    }
}

/// A new key; its words are shown after it was kept, once.
fn add(global: &Global, name: &str, show_words: bool, keychain: bool) -> Done {
    keys_free(global, name)?;
    if !show_words && !std::io::stderr().is_terminal() {
        let text = "a new key shows its words once, and there is no terminal to show them on";
        return Err(Fail::new(Kind::Permission, text).hint(
            "run this in a terminal; or say --show-words, and mind where standard error is kept",
        ));
    }
    let secret = Secret::generate()?;
    let info = kept(global, name, &secret, keychain)?;
    show(global, &info)?;
    if let Some(words) = secret.words() {
        // To standard error: what is written to a file or a pipe holds no secret.
        eprintln!(
            "\nWrite these words down. They are the key, and they are shown only now:\n\n{words}\n"
        );
    }
    Ok(())
}

/// Keeps a key under a new password.
fn kept(global: &Global, name: &str, secret: &Secret, keychain: bool) -> Done<KeyInfo> {
    let keys = global.home()?.keys();
    if !keychain {
        return Ok(keys.add(name, secret, &who::new_password()?)?);
    }
    let password = axiom_keys::made_up()?;
    // First the password: a key that nobody can open any more is worse than a password of no key.
    keys.keychain().keep(name, &password)?;
    let info = keys.add(name, secret, &password)?;
    remembered(global, name, true)?;
    Ok(info)
}

/// Notes whether the keychain has the password of a key.
fn remembered(global: &Global, name: &str, there: bool) -> Done {
    global.home()?.change(|config| {
        match there {
            true => config.keychain.insert(name.to_string()),
            false => config.keychain.remove(name),
        };
        Ok(())
    })
}

/// Refuses names that stand for contracts.
fn free(name: &str) -> Done {
    match axiom_schema::Contract::find(name) {
        Some(contract) => Err(Fail::usage(format!(
            "@{name} is {} everywhere: take another name",
            contract.name()
        ))),
        None => Ok(()),
    }
}

/// Refuses a name before anything is asked.
fn keys_free(global: &Global, name: &str) -> Done {
    free(name)?;
    match global.home()?.keys().info(name) {
        Ok(_) => Err(axiom_keys::KeyError::NameTaken { name: name.to_string() }.into()),
        Err(_) => Ok(()),
    }
}

fn describe(global: &Global, info: &KeyInfo) -> Done<Value> {
    let prefix = chains::find(global, &global.chain_name()?)
        .map_or_else(|_| axiom_chain::PREFIX.to_string(), |profile| profile.prefix);
    Ok(json!({
        "name": info.name,
        "address": info.address(info.prefix.as_deref().unwrap_or(&prefix))?,
        "signs": info.signs(),
        "public_key": info.public_key,
    }))
}

fn show(global: &Global, info: &KeyInfo) -> Done {
    global.out().value(&describe(global, info)?);
    Ok(())
}

fn list(global: &Global) -> Done {
    let home = global.home()?;
    let chosen = home.config()?.key;
    let mut all = Vec::new();
    for info in home.keys().list()? {
        let mut value = describe(global, &info)?;
        value["used"] = json!(chosen.as_deref() == Some(info.name.as_str()));
        all.push(value);
    }
    global.out().show(&json!(all), || {
        if all.is_empty() {
            return "no key yet: axiom keys add <name>".to_string();
        }
        let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_string();
        let row = |value: &Value| {
            let mark = if value["used"] == json!(true) { "*" } else { "" };
            let kind = if value["signs"] == json!(true) { "signs" } else { "watched" };
            vec![mark.to_string(), text(value, "name"), text(value, "address"), kind.to_string()]
        };
        out::rows(&["", "name", "address", ""], &all.iter().map(row).collect::<Vec<_>>())
    });
    Ok(())
}
