//! Whose key signs.

use anyhow::{bail, Context, Result};
use axiom_client::Signer;
use bip32::{DerivationPath, Language, Mnemonic, XPrv};
use clap::Args;

/// Variable of the environment that holds the words of a key.
const MNEMONIC: &str = "AXIOM_MNEMONIC";
/// The path of Cosmos accounts.
const PATH: &str = "m/44'/118'/0'/0/0";

/// A key: words from the environment, or a test key.
#[derive(Args)]
pub struct Key {
    /// A funded test key of a devnet, for example deployer. Without it the 24 words in AXIOM_MNEMONIC are the key.
    #[arg(long, value_name = "NAME")]
    test_key: Option<String>,
}

impl Key {
    /// The signer.
    pub fn signer(&self, prefix: &str) -> Result<Signer> {
        if let Some(name) = &self.test_key {
            if prefix != axiom_chain::PREFIX {
                bail!("test keys are for devnets, whose prefix is {}", axiom_chain::PREFIX);
            }
            return Ok(Signer::from(&axiom_chain::Account::named(name)));
        }
        let Ok(words) = std::env::var(MNEMONIC) else {
            bail!("no key: put the 24 words of a key into {MNEMONIC}, or name a test key of a devnet with --test-key");
        };
        of_words(&words, prefix)
    }

    /// Refuses a test key, which anybody has, on a chain that is no devnet.
    pub fn fits(&self, chain_id: &str) -> Result<()> {
        if self.test_key.is_some() && !chain_id.starts_with("axiom-") {
            bail!("{chain_id} is no devnet of `axiom devnet`: test keys belong to everybody, use a key of your own in {MNEMONIC}");
        }
        Ok(())
    }
}

/// The signer of a mnemonic. The words never appear in an error.
pub fn of_words(words: &str, prefix: &str) -> Result<Signer> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let Ok(mnemonic) = Mnemonic::new(words, Language::English) else {
        bail!("{MNEMONIC} does not hold a key: expected 24 English words with a right checksum");
    };
    let path: DerivationPath = PATH.parse().context("the path of the key")?;
    let key = XPrv::derive_from_path(mnemonic.to_seed(""), &path);
    let key = key.context("these words lead to no key")?;
    Ok(Signer::from_secret(&key.private_key().to_bytes(), prefix)?)
}
