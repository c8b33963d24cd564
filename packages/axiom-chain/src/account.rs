//! Test accounts: keys that anybody can derive, addresses that their signatures prove.

use bech32::{Bech32, Hrp};
use cosmwasm_std::{Addr, Binary};
use k256::ecdsa::signature::hazmat::PrehashSigner;
use k256::ecdsa::{Signature, SigningKey};
use ripemd::Ripemd160;
use sha2::{Digest, Sha256};

use crate::PREFIX;

/// What every key is derived from, before the name. The text is public, so the keys are public:
/// **test keys, never to hold anything of value on any chain.**
pub const TEST_KEY_DOMAIN: &str = "axiom test key:";

/// A named account with a **test key** (secp256k1) that anybody can derive from its name.
///
/// The address is `bech32(ripemd160(sha256(compressed public key)))`, as on a Cosmos chain, so a
/// contract that derives the signer from the key finds this address.
#[derive(Clone, Debug)]
pub struct Account {
    /// The name that the key is derived from.
    pub name: String,
    /// The address that belongs to the key.
    pub address: Addr,
    /// The test key.
    pub key: SigningKey,
}

/// A public key with a signature by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Compressed secp256k1 public key, 33 bytes.
    pub pubkey: Binary,
    /// Compact signature `r || s`, 64 bytes, s in the lower half.
    pub signature: Binary,
}

impl Account {
    /// The account of that name: the same name gives the same key and address on every run.
    pub fn named(name: impl Into<String>) -> Self {
        let name = name.into();
        let mut secret: [u8; 32] = Sha256::digest(format!("{TEST_KEY_DOMAIN}{name}")).into();
        let key = loop {
            // One digest in 2^128 is no valid key; hashing it again gives the next candidate.
            match SigningKey::from_slice(&secret) {
                Ok(key) => break key,
                Err(_) => secret = Sha256::digest(secret).into(),
            }
        };
        let address = address_of(&compressed(&key));
        Self { name, address, key }
    }

    /// The compressed public key, 33 bytes.
    pub fn pubkey(&self) -> Binary {
        compressed(&self.key).into()
    }

    /// Signs a text the way wallets sign arbitrary texts (ADR-36): the SHA-256 of
    /// [`Account::adr36_doc`]. Answers the public key and the low-s compact signature.
    pub fn sign_adr36(&self, text: &str) -> (Binary, Binary) {
        let digest = Sha256::digest(Self::adr36_doc(&self.address, text));
        let signed = self.sign_digest(&digest.into());
        (signed.pubkey, signed.signature)
    }

    /// Signs a 32-byte digest as it is.
    pub fn sign_digest(&self, digest: &[u8; 32]) -> Signed {
        let signature: Signature =
            self.key.sign_prehash(digest).expect("a 32-byte digest can always be signed");
        let signature = signature.normalize_s().unwrap_or(signature);
        Signed { pubkey: self.pubkey(), signature: signature.to_bytes().to_vec().into() }
    }

    /// The amino JSON document of ADR-36 for a text: keys sorted, no spaces, no chain, no fee.
    pub fn adr36_doc(signer: &Addr, text: &str) -> String {
        let data = Binary::from(text.as_bytes()).to_base64();
        format!(
            "{{\"account_number\":\"0\",\"chain_id\":\"\",\"fee\":{{\"amount\":[],\"gas\":\"0\"}},\
             \"memo\":\"\",\"msgs\":[{{\"type\":\"sign/MsgSignData\",\"value\":{{\"data\":\"{data}\",\
             \"signer\":\"{signer}\"}}}}],\"sequence\":\"0\"}}"
        )
    }
}

impl AsRef<str> for Account {
    fn as_ref(&self) -> &str {
        self.address.as_str()
    }
}

impl std::fmt::Display for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.address.as_str())
    }
}

/// The address that belongs to a compressed public key.
pub fn address_of(pubkey: &[u8]) -> Addr {
    encode(&Ripemd160::digest(Sha256::digest(pubkey)))
}

/// The bytes of an address as text.
pub(crate) fn encode(canonical: &[u8]) -> Addr {
    let prefix = Hrp::parse(PREFIX).expect("the prefix is valid");
    Addr::unchecked(bech32::encode::<Bech32>(prefix, canonical).expect("short enough"))
}

/// The bytes of an address; none if the text is no address.
pub(crate) fn decode(address: &str) -> Option<Vec<u8>> {
    let (prefix, bytes) = bech32::decode(address).ok()?;
    (prefix.as_str() == PREFIX).then_some(bytes)
}

fn compressed(key: &SigningKey) -> Vec<u8> {
    key.verifying_key().to_encoded_point(true).as_bytes().to_vec()
}
