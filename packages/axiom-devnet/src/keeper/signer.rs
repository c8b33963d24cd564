//! One validator's key and what it has signed: it never signs two different things for one height, round and step.

use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use base64::prelude::{Engine, BASE64_STANDARD};
use ed25519_zebra::{SigningKey, VerificationKey};
use serde::{Deserialize, Serialize};
use tendermint_proto::google::protobuf::Timestamp;
use tendermint_proto::v0_38::types::{Proposal, SignedMsgType, Vote};

use super::canonical;
use crate::home::write_atomic;

/// A validator's key with the record of its last signature.
pub(super) struct Signer {
    key: SigningKey,
    chain_id: String,
    file: PathBuf,
    last: Last,
}

/// The last thing that was signed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Last {
    height: i64,
    round: i32,
    step: i32,
    /// What was signed, without its time, in base64.
    subject: String,
    seconds: i64,
    nanos: i32,
    signature: String,
}

/// A signature with the time that it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sealed {
    signature: Vec<u8>,
    timestamp: Timestamp,
}

/// What shall be signed: place, time, and the bytes for any time.
struct Subject<'a> {
    place: (i64, i32, i32),
    timestamp: Timestamp,
    bytes: &'a dyn Fn(Timestamp) -> Vec<u8>,
}

impl Signer {
    /// The signer of a key file as CometBFT writes it; its record lies in `file`.
    pub fn load(key_file: &Path, file: PathBuf, chain_id: &str) -> Result<Self> {
        let key = read_key(key_file)
            .with_context(|| format!("{} holds no Ed25519 validator key", key_file.display()))?;
        let last = match std::fs::read(&file) {
            Ok(text) => serde_json::from_slice(&text).with_context(|| {
                format!("{} is damaged; `axiom devnet reset` starts anew", file.display())
            })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Last::default(),
            Err(error) => return Err(crate::home::disk_error(error, &file)),
        };
        Ok(Self { key, chain_id: chain_id.into(), file, last })
    }

    /// The public key, 32 bytes.
    pub fn public_key(&self) -> Vec<u8> {
        let key: [u8; 32] = VerificationKey::from(&self.key).into();
        key.to_vec()
    }

    /// Signs a vote; a precommit is given the stamp of its height first.
    pub fn sign_vote(
        &mut self,
        chain_id: &str,
        mut vote: Vote,
        stamp: impl FnOnce(i64) -> Result<u64>,
    ) -> Result<Vote> {
        self.check_chain(chain_id)?;
        let precommit = vote.r#type == SignedMsgType::Precommit as i32;
        if !precommit && vote.r#type != SignedMsgType::Prevote as i32 {
            bail!("{} is no kind of vote", vote.r#type);
        }
        if precommit {
            vote.timestamp = Some(timestamp(stamp(vote.height)?));
        }
        let for_a_block = precommit && !canonical::is_nil(vote.block_id.as_ref());
        if !for_a_block && !vote.extension.is_empty() {
            bail!("only a precommit for a block can have an extension");
        }
        let sealed = self.seal(Subject {
            place: (vote.height, vote.round, if precommit { 3 } else { 2 }),
            timestamp: vote.timestamp.unwrap_or_default(),
            bytes: &|at| canonical::vote(chain_id, &Vote { timestamp: Some(at), ..vote.clone() }),
        })?;
        if for_a_block {
            let bytes = canonical::extension(chain_id, &vote);
            vote.extension_signature = self.sign(&bytes);
        }
        vote.timestamp = Some(sealed.timestamp);
        vote.signature = sealed.signature;
        Ok(vote)
    }

    /// Signs a proposal.
    pub fn sign_proposal(&mut self, chain_id: &str, mut proposal: Proposal) -> Result<Proposal> {
        self.check_chain(chain_id)?;
        let sealed = self.seal(Subject {
            place: (proposal.height, proposal.round, 1),
            timestamp: proposal.timestamp.unwrap_or_default(),
            bytes: &|at| {
                let timed = Proposal { timestamp: Some(at), ..proposal.clone() };
                canonical::proposal(chain_id, &timed)
            },
        })?;
        proposal.timestamp = Some(sealed.timestamp);
        proposal.signature = sealed.signature;
        Ok(proposal)
    }

    fn check_chain(&self, chain_id: &str) -> Result<()> {
        if chain_id != self.chain_id {
            bail!("this key signs for {}, not for {chain_id}", self.chain_id);
        }
        Ok(())
    }

    /// The signature of a subject: a new one for a later place, the earlier one if it is the same but for its time.
    fn seal(&mut self, subject: Subject) -> Result<Sealed> {
        let last = &self.last;
        let before = (last.height, last.round, last.step);
        if subject.place < before {
            bail!(
                "height {} round {} step {} lies before what was signed last, {before:?}",
                subject.place.0,
                subject.place.1,
                subject.place.2
            );
        }
        let untimed = BASE64_STANDARD.encode((subject.bytes)(Timestamp::default()));
        if subject.place == before {
            if untimed != last.subject {
                bail!("something else was signed at {before:?}: this would be a double signature");
            }
            let signature = BASE64_STANDARD.decode(&last.signature)?;
            let timestamp = Timestamp { seconds: last.seconds, nanos: last.nanos };
            return Ok(Sealed { signature, timestamp });
        }
        let signature = self.sign(&(subject.bytes)(subject.timestamp));
        let (height, round, step) = subject.place;
        let last = Last {
            height,
            round,
            step,
            subject: untimed,
            seconds: subject.timestamp.seconds,
            nanos: subject.timestamp.nanos,
            signature: BASE64_STANDARD.encode(&signature),
        };
        write_atomic(&self.file, &serde_json::to_vec(&last)?)?;
        self.last = last;
        Ok(Sealed { signature, timestamp: subject.timestamp })
    }

    fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        <[u8; 64]>::from(self.key.sign(bytes)).to_vec()
    }
}

fn read_key(file: &Path) -> Result<SigningKey> {
    let text = std::fs::read(file)?;
    let value: serde_json::Value = serde_json::from_slice(&text)?;
    let key = value["priv_key"]["value"].as_str().context("priv_key.value is missing")?;
    let bytes = BASE64_STANDARD.decode(key)?;
    let seed: [u8; 32] =
        bytes.get(..32).and_then(|seed| seed.try_into().ok()).context("the key is too short")?;
    Ok(SigningKey::from(seed))
}

fn timestamp(ns: u64) -> Timestamp {
    let (seconds, nanos) = (ns / crate::time::SECOND, ns % crate::time::SECOND);
    Timestamp {
        seconds: i64::try_from(seconds).unwrap_or(i64::MAX),
        nanos: i32::try_from(nanos).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests;
