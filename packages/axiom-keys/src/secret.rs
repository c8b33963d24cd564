//! Secrets: words or a bare key.

use bip32::{DerivationPath, XPrv};
use bip39::{Language, Mnemonic};
use k256::ecdsa::SigningKey;
use zeroize::Zeroizing;

use crate::error::KeyError;

/// The path of Cosmos accounts (SLIP-44 coin type 118).
const PATH: &str = "m/44'/118'/0'/0/0";

/// A secret key, with its words if it came from words.
pub struct Secret {
    words: Option<Zeroizing<String>>,
    key: SigningKey,
}

impl Secret {
    /// A new one of 24 words.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub fn generate() -> Result<Self, KeyError> {
        let mut entropy = Zeroizing::new([0u8; 32]);
        crate::sealed::random(entropy.as_mut())?;
        let mnemonic = Mnemonic::from_entropy(entropy.as_ref())
            .map_err(|_| KeyError::BadWords { why: "no words of these bytes".into() })?;
        Self::of(&mnemonic)
    }

    /// That of English words (BIP-39), 12 to 24, by the path of Cosmos accounts.
    ///
    /// # Errors
    /// If they are no mnemonic: the text says what is wrong without repeating a word.
    pub fn from_words(words: &str) -> Result<Self, KeyError> {
        let words =
            Zeroizing::new(words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase());
        let count = words.split(' ').filter(|word| !word.is_empty()).count();
        if ![12, 15, 18, 21, 24].contains(&count) {
            let why =
                format!("there are {count}, expected 12, 15, 18, 21 or 24. Are some cut off?");
            return Err(KeyError::BadWords { why });
        }
        let mnemonic =
            Mnemonic::parse_in_normalized(Language::English, &words).map_err(|error| {
                let why = match error {
                    bip39::Error::UnknownWord(at) => {
                        format!("word {} is not in the list of BIP-39", at + 1)
                    }
                    _ => "a word is wrong or two have changed places (their checksum does not fit)"
                        .into(),
                };
                KeyError::BadWords { why }
            })?;
        Self::of(&mnemonic)
    }

    /// That of 64 hexadecimal digits.
    ///
    /// # Errors
    /// If they are no secret key.
    pub fn from_hex(digits: &str) -> Result<Self, KeyError> {
        let bytes = Zeroizing::new(hex::decode(digits.trim()).map_err(|_| KeyError::BadSecret)?);
        let key = SigningKey::from_slice(&bytes).map_err(|_| KeyError::BadSecret)?;
        Ok(Self { words: None, key })
    }

    fn of(mnemonic: &Mnemonic) -> Result<Self, KeyError> {
        let broken = |_| KeyError::BadWords { why: "they lead to no key".into() };
        let path: DerivationPath = PATH.parse().map_err(broken)?;
        let seed = Zeroizing::new(mnemonic.to_seed(""));
        let key = XPrv::derive_from_path(seed.as_ref(), &path).map_err(broken)?;
        let key = key.private_key().clone();
        Ok(Self { words: Some(Zeroizing::new(mnemonic.to_string())), key })
    }

    /// The words; none for a bare key.
    pub fn words(&self) -> Option<&str> {
        self.words.as_ref().map(|words| words.as_str())
    }

    /// The key that signs.
    pub fn key(&self) -> &SigningKey {
        &self.key
    }

    /// The compressed public key, 33 bytes.
    pub fn public_key(&self) -> [u8; 33] {
        let mut bytes = [0; 33];
        bytes.copy_from_slice(self.key.verifying_key().to_encoded_point(true).as_bytes());
        bytes
    }

    /// What is encrypted: `words:…` or `key:…`.
    pub(crate) fn to_text(&self) -> Zeroizing<String> {
        match &self.words {
            Some(words) => Zeroizing::new(format!("words:{}", words.as_str())),
            None => {
                let digits = Zeroizing::new(hex::encode(self.key.to_bytes()));
                Zeroizing::new(format!("key:{}", digits.as_str()))
            }
        }
    }

    pub(crate) fn from_text(text: &str) -> Result<Self, KeyError> {
        match text.split_once(':') {
            Some(("words", words)) => Self::from_words(words),
            Some(("key", digits)) => Self::from_hex(digits),
            _ => Err(KeyError::BadSecret),
        }
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}
