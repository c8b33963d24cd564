//! Codes that are stored by the chain's own governance, where uploading is not for everybody.

use base64::prelude::{Engine, BASE64_STANDARD};
use bech32::{Bech32, Hrp};
use cosmwasm_std::Coin;
use serde_json::{json, Value};
use sha2::{Digest, Sha256};

use crate::error::ClientError;
use crate::library::WasmFile;
use crate::messages::{compressed, store_code, ChainProposal, InstantiateAccess};

/// Bytes of a proposal's transaction beside its codes and texts: signature, fee, names of types.
const FRAME: usize = 1_000;

/// The address of the chain's governance, which is the sender of what a proposal stores.
///
/// # Errors
/// If the prefix is no address prefix.
pub fn governance_account(prefix: &str) -> Result<String, ClientError> {
    let wrong = || ClientError::invalid(format!("{prefix:?} is no address prefix"));
    let prefix = Hrp::parse(prefix).map_err(|_| wrong())?;
    bech32::encode::<Bech32>(prefix, &Sha256::digest("gov")[..20]).map_err(|_| wrong())
}

/// A proposal to the chain's governance that stores codes.
#[derive(Clone, Debug)]
pub struct CodeProposal {
    /// Its title.
    pub title: String,
    /// Prefix of addresses of the chain.
    pub prefix: String,
    /// What is deposited at once.
    pub deposit: Vec<Coin>,
    /// The codes, with the names of their contracts.
    pub codes: Vec<(String, WasmFile)>,
}

impl CodeProposal {
    /// What voters read: each code with its checksum.
    pub fn summary(&self) -> String {
        let line = |(name, file): &(String, WasmFile)| {
            format!("{name}: SHA-256 of the Wasm {}", hex::encode(file.checksum))
        };
        let lines: Vec<String> = self.codes.iter().map(line).collect();
        format!("Stores the code of these contracts, for everybody to use. {}", lines.join("; "))
    }

    /// As [`crate::messages::submit_proposal`] takes it.
    ///
    /// # Errors
    /// If the prefix is no address prefix.
    pub fn to_chain_proposal(&self) -> Result<ChainProposal, ClientError> {
        let sender = governance_account(&self.prefix)?;
        let access = InstantiateAccess::Everybody;
        let store = |(_, file): &(String, WasmFile)| store_code(&sender, &file.bytes, &access);
        Ok(ChainProposal {
            title: self.title.clone(),
            summary: self.summary(),
            metadata: String::new(),
            messages: self.codes.iter().map(store).collect(),
            deposit: self.deposit.clone(),
            expedited: false,
        })
    }

    /// The file that `<chain>d tx gov submit-proposal <file>` takes.
    ///
    /// # Errors
    /// If the prefix is no address prefix.
    pub fn to_json(&self) -> Result<Value, ClientError> {
        let sender = governance_account(&self.prefix)?;
        let message = |(_, file): &(String, WasmFile)| {
            json!({
                "@type": "/cosmwasm.wasm.v1.MsgStoreCode",
                "sender": sender,
                "wasm_byte_code": BASE64_STANDARD.encode(compressed(&file.bytes)),
                "instantiate_permission": {"permission": "Everybody", "addresses": []},
            })
        };
        let deposit: Vec<String> = self.deposit.iter().map(ToString::to_string).collect();
        Ok(json!({
            "messages": self.codes.iter().map(message).collect::<Vec<_>>(),
            "metadata": "",
            "deposit": deposit.join(","),
            "title": self.title,
            "summary": self.summary(),
            "expedited": false,
        }))
    }

    /// Bytes of the transaction that submits it, a little more rather than less.
    pub fn transaction_bytes(&self) -> usize {
        let code = |(_, file): &(String, WasmFile)| compressed(&file.bytes).len() + 200;
        FRAME + self.title.len() + self.summary().len() + self.codes.iter().map(code).sum::<usize>()
    }

    /// The same in as few proposals as fit into transactions of so many bytes, in the same order; titles are numbered
    /// if there are several.
    ///
    /// # Errors
    /// If one code alone does not fit.
    pub fn split(self, most_bytes: usize) -> Result<Vec<Self>, ClientError> {
        let part = |codes| Self {
            title: self.title.clone(),
            prefix: self.prefix.clone(),
            deposit: self.deposit.clone(),
            codes,
        };
        let mut parts: Vec<Self> = vec![];
        for code in &self.codes {
            if let Some(last) = parts.last_mut() {
                last.codes.push(code.clone());
                if last.transaction_bytes() <= most_bytes {
                    continue;
                }
                last.codes.pop();
            }
            let alone = part(vec![code.clone()]);
            let bytes = alone.transaction_bytes();
            if bytes > most_bytes {
                return Err(ClientError::invalid(format!(
                    "a proposal with the code of {} is a transaction of {bytes} bytes, allowed are {most_bytes}: \
                     raise the limit if the chain takes more",
                    code.0
                )));
            }
            parts.push(alone);
        }
        let count = parts.len();
        if count > 1 {
            for (at, part) in parts.iter_mut().enumerate() {
                part.title = format!("{} ({} of {count})", part.title, at + 1);
            }
        }
        Ok(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(byte: u8, bytes: usize) -> WasmFile {
        // Bytes that do not pack.
        let mut digest = [byte; 32];
        let mut content = vec![];
        while content.len() < bytes {
            digest = Sha256::digest(digest).into();
            content.extend(digest);
        }
        let checksum = Sha256::digest(&content).into();
        WasmFile { bytes: content, checksum, path: "x.wasm".into() }
    }

    fn proposal(sizes: &[usize]) -> CodeProposal {
        let code = |(at, bytes): (usize, &usize)| (format!("c{at}"), file(at as u8, *bytes));
        CodeProposal {
            title: "Codes".to_string(),
            prefix: "wasm".to_string(),
            deposit: vec![cosmwasm_std::coin(10, "stake")],
            codes: sizes.iter().enumerate().map(code).collect(),
        }
    }

    #[test]
    fn the_governance_account_is_that_of_the_sdk() {
        let account = governance_account("cosmos").unwrap();
        assert_eq!(account, "cosmos10d07y265gmmuvt4z0w9aw880jnsr700j6zn9kn");
        assert!(governance_account("").is_err());
    }

    #[test]
    fn both_forms_hold_the_same() {
        let proposal = proposal(&[1_000]);
        let value = proposal.to_json().unwrap();
        let message = &value["messages"][0];
        assert_eq!(message["sender"], governance_account("wasm").unwrap());
        let packed = BASE64_STANDARD.decode(message["wasm_byte_code"].as_str().unwrap()).unwrap();
        assert_eq!(packed, compressed(&proposal.codes[0].1.bytes));
        assert_eq!(value["deposit"], "10stake");
        let chain = proposal.to_chain_proposal().unwrap();
        assert_eq!(chain.messages[0].type_url, "/cosmwasm.wasm.v1.MsgStoreCode");
        assert!(chain.summary.contains(&hex::encode(proposal.codes[0].1.checksum)));
        assert!(chain.messages[0].value.windows(packed.len()).any(|part| part == packed));
    }

    #[test]
    fn codes_are_split_by_the_size_of_the_transaction() {
        let names = |parts: Vec<CodeProposal>| -> Vec<(String, usize)> {
            parts.into_iter().map(|part| (part.title, part.codes.len())).collect()
        };
        let sizes = [4_000, 4_000, 4_000, 9_000];
        let parts = names(proposal(&sizes).split(12_000).unwrap());
        let title = |at: usize| format!("Codes ({at} of 3)");
        assert_eq!(parts, [(title(1), 2), (title(2), 1), (title(3), 1)]);
        let parts = names(proposal(&sizes).split(100_000).unwrap());
        assert_eq!(parts, [("Codes".to_string(), 4)]);
        let error = proposal(&sizes).split(8_000).unwrap_err().to_string();
        assert!(error.contains("c3") && error.contains("raise the limit"), "{error}");
    }
}
