//! Signed actions: text that a person reads in a wallet, signed as ADR-36 says, relayed by anybody.
//!
//! The text binds chain, contract, action and time ([`bound_action_text`]); what stops a replay is the contract's
//! own key (e.g. one ballot per voter), never the signature bytes: a second valid signature of the same text is easy
//! to make (high s).

use axiom_types::common::is_hidden;
use cosmwasm_std::{Addr, Api, Binary, CanonicalAddr, Env};
use ripemd::Ripemd160;
use sha2::{Digest, Sha256};
use thiserror::Error;

/// Bytes of a compressed secp256k1 key.
pub const KEY_LEN: usize = 33;
/// Bytes of a compact signature, r and s.
pub const SIGNATURE_LEN: usize = 64;

/// Why a signed action was refused. One bad item of a batch is skipped by its error; nothing here aborts.
#[derive(Error, Debug, Clone, PartialEq, Eq)]
pub enum SignError {
    /// Not a compressed key by form.
    #[error("a public key of {len} bytes: expected a compressed secp256k1 key of 33 bytes")]
    BadKey {
        /// Bytes given.
        len: usize,
    },
    /// Not a compact signature by form.
    #[error("a signature of {len} bytes: expected 64 bytes, r and s")]
    BadSignature {
        /// Bytes given.
        len: usize,
    },
    /// Key or signature of the right length that stand for no point or no numbers of the curve.
    #[error("public key or signature of '{signer}' is malformed: expected a point and two numbers of secp256k1")]
    Malformed {
        /// Address that the key would have.
        signer: String,
    },
    /// The chain cannot make an address of the key.
    #[error("the public key has no address on this chain: expected one of 20 bytes")]
    NoAddress {},
    /// A signature of something else or by somebody else.
    #[error("the signature is not of '{signer}' under this text: expected its signature of exactly this text")]
    Wrong {
        /// Address of the key given.
        signer: String,
    },
    /// Time is up.
    #[error("the signed action was valid until unix second {valid_until}, now is {now}: expected an earlier use")]
    Expired {
        /// Last unix second at which it is valid.
        valid_until: u64,
        /// Unix seconds of the block.
        now: u64,
    },
}

/// The address whose key signed `text` as ADR-36 says; works for every bech32 prefix.
///
/// # Errors
/// [`SignError::BadKey`], [`SignError::BadSignature`], [`SignError::Malformed`], [`SignError::NoAddress`],
/// [`SignError::Wrong`]. Never panics: lengths are checked before the chain sees the bytes, as the chain aborts the
/// whole transaction on a key that is too long.
pub fn verify(
    api: &dyn Api,
    text: &str,
    pubkey: &[u8],
    signature: &[u8],
) -> Result<Addr, SignError> {
    let compressed = matches!(pubkey.first(), Some(2 | 3));
    if pubkey.len() != KEY_LEN || !compressed {
        return Err(SignError::BadKey { len: pubkey.len() });
    }
    if signature.len() != SIGNATURE_LEN {
        return Err(SignError::BadSignature { len: signature.len() });
    }
    let signer = address(api, pubkey)?;
    let digest = Sha256::digest(sign_doc(text, signer.as_str()).as_bytes());
    match api.secp256k1_verify(&digest, signature, pubkey) {
        Ok(true) => Ok(signer),
        Ok(false) => Err(SignError::Wrong { signer: signer.into_string() }),
        Err(_) => Err(SignError::Malformed { signer: signer.into_string() }),
    }
}

/// The address of a compressed key: RIPEMD-160 of its SHA-256, in the chain's own prefix.
///
/// # Errors
/// [`SignError::NoAddress`].
pub fn address(api: &dyn Api, pubkey: &[u8]) -> Result<Addr, SignError> {
    let bytes: [u8; 20] = Ripemd160::digest(Sha256::digest(pubkey)).into();
    let canonical = CanonicalAddr::from(bytes);
    api.addr_humanize(&canonical).map_err(|_| SignError::NoAddress {})
}

/// The bytes that a wallet signs, before hashing: the sign doc of ADR-36, keys sorted, as CosmJS serialises it.
pub fn sign_doc(text: &str, signer: &str) -> String {
    let data = Binary::from(text.as_bytes()).to_base64();
    format!(
        concat!(
            r#"{{"account_number":"0","chain_id":"","fee":{{"amount":[],"gas":"0"}},"memo":"","#,
            r#""msgs":[{{"type":"sign/MsgSignData","value":{{"data":"{data}","signer":"{signer}"}}}}],"#,
            r#""sequence":"0"}}"#
        ),
        data = data,
        signer = signer
    )
}

/// The text to sign: `AxiomOS: <title>`, then a line `label: value` each, in the order given, no line feed at the
/// end. Control characters, hidden ones and backslashes are escaped, so that a value cannot pose as a line.
pub fn action_text(title: &str, lines: &[(&str, String)]) -> String {
    let mut out = format!("AxiomOS: {}", escaped(title));
    for (label, value) in lines {
        out.push('\n');
        out.push_str(&escaped(label));
        out.push_str(": ");
        out.push_str(&escaped(value));
    }
    out
}

/// [`action_text`] bound to a place and a time: lines `chain` and `contract` come first, `valid until` (unix seconds)
/// last.
pub fn bound_action_text(
    env: &Env,
    title: &str,
    valid_until: u64,
    lines: &[(&str, String)],
) -> String {
    let mut all =
        vec![("chain", env.block.chain_id.clone()), ("contract", env.contract.address.to_string())];
    all.extend(lines.iter().cloned());
    all.push(("valid until", valid_until.to_string()));
    action_text(title, &all)
}

/// Passes up to and including the last second of validity.
///
/// # Errors
/// [`SignError::Expired`].
pub fn in_time(valid_until: u64, now: u64) -> Result<(), SignError> {
    if now <= valid_until {
        return Ok(());
    }
    Err(SignError::Expired { valid_until, now })
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\\' || c.is_control() || is_hidden(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests;
