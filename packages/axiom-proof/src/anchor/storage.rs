//! From an app hash to the peaks of a range, and to its root.

use axiom_kit::mmr::Mmr;
use axiom_merkle::bag;
use axiom_types::common::hash32;
use axiom_types::packed::Reader;
use axiom_types::proof::RootResponse;
use cosmwasm_std::{Binary, HexBinary};
use ics23::commitment_proof::Proof;
use ics23::{CommitmentProof, HostFunctionsManager, ProofSpec};
use prost::Message;

use super::{Anchor, Stored};
use crate::error::ProofError;
use crate::parts::peak_positions;
use crate::report::{Refusal, Refused, StepName};
use crate::verify::Steps;

/// Name of the store that holds all contracts.
pub(crate) const STORE: &str = "wasm";
/// What the chain puts before a contract's address in that store.
const CONTRACT_STORE: u8 = 3;
/// Where both contracts keep the nodes of their ranges.
const RANGE: &[u8] = b"m";
/// Where a ledger keeps the number of its records.
const COUNTERS: &[u8] = b"h";
/// Format byte of that record.
const COUNTERS_FORMAT: u8 = 1;

/// Where a contract keeps a range.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Storage<'a> {
    contract: &'a str,
    range: Mmr,
    count: bool,
}

impl<'a> Storage<'a> {
    /// The range of a ledger's records.
    pub fn ledger(contract: &'a str) -> Self {
        Self { contract, range: Mmr::new(RANGE), count: true }
    }

    /// The range of a space.
    pub fn space(contract: &'a str, space: u64) -> Self {
        Self { contract, range: Mmr::numbered(RANGE, space), count: false }
    }

    /// The contract.
    pub fn contract(&self) -> &str {
        self.contract
    }

    /// The key of a node within the contract's storage.
    pub fn node_key(&self, position: u64) -> Vec<u8> {
        self.range.key(position)
    }

    /// The key of the count within the contract's storage, if there is one.
    pub fn count_key(&self) -> Option<&'static [u8]> {
        self.count.then_some(COUNTERS)
    }

    /// The key in the store of all contracts.
    pub fn full_key(&self, key: &[u8]) -> Result<Vec<u8>, ProofError> {
        let (_, address) = bech32::decode(self.contract).map_err(|error| {
            ProofError::BadAddress { address: self.contract.to_string(), why: error.to_string() }
        })?;
        Ok([&[CONTRACT_STORE], address.as_slice(), key].concat())
    }
}

/// The number of records in a ledger's stored counters.
pub(crate) fn records_of(counters: &[u8]) -> Option<u64> {
    let mut input = Reader::new(counters);
    (input.u8()? == COUNTERS_FORMAT).then(|| input.u64())?
}

/// Checks the store against the header's app hash, the peaks against the store, and the root against the peaks. Answers
/// the ledger's own count of its records in that state.
pub(crate) fn check(
    steps: &mut Steps,
    at: &Storage<'_>,
    anchor: &Anchor,
    root: &RootResponse,
) -> Result<Option<u64>, Refused> {
    let app_hash = anchor.header.header.app_hash.as_bytes().to_vec();
    let Some(store) = store_root(&anchor.store, &app_hash) else {
        let what = format!("the store {STORE:?} in the app hash {}", hex::encode(&app_hash));
        return steps.refuse(StepName::Store, Refusal::StorageProof { what });
    };
    steps.pass(StepName::Store, hex::encode(&store));

    let Some(expected) = peak_positions(root.leaves) else {
        let why = format!("{} leaves are too many", root.leaves);
        return steps.refuse(StepName::Storage, Refusal::Malformed { what: "root", why });
    };
    let found: Vec<u64> = anchor.peaks.iter().map(|peak| peak.position).collect();
    if found != expected {
        return steps.refuse(StepName::Storage, Refusal::OtherNodes { found, expected });
    }
    let mut peaks = Vec::with_capacity(found.len());
    for peak in &anchor.peaks {
        let what = format!("node {}", peak.position);
        stored(steps, at, (&at.node_key(peak.position), &peak.stored), (&store, what))?;
        let Some(hash) = hash32(&peak.stored.value) else {
            let why = "expected 32 bytes".to_string();
            return steps.refuse(StepName::Storage, Refusal::Malformed { what: "node", why });
        };
        peaks.push(hash);
    }
    let records = count(steps, at, anchor, &store)?;
    steps.pass(StepName::Storage, format!("{} of {}", words(peaks.len()), at.contract));

    let computed = HexBinary::from(bag(root.leaves, &peaks));
    steps.equal(StepName::Root, "root", (&root.root, &computed))?;
    steps.pass(StepName::Root, computed.to_string());
    Ok(records)
}

fn words(peaks: usize) -> String {
    match peaks {
        1 => "1 peak".to_string(),
        more => format!("{more} peaks"),
    }
}

/// The ledger's own count of its records; none for a space.
fn count(
    steps: &Steps,
    at: &Storage<'_>,
    anchor: &Anchor,
    store: &Vec<u8>,
) -> Result<Option<u64>, Refused> {
    let Some(key) = at.count_key() else {
        return Ok(None);
    };
    let malformed = |why: &str| Refusal::Malformed { what: "ledger's count", why: why.to_string() };
    let Some(count) = &anchor.count else {
        return steps.refuse(StepName::Storage, malformed("the file brings none"));
    };
    stored(steps, at, (key, count), (store, "the ledger's count".to_string()))?;
    match records_of(&count.value) {
        None => steps.refuse(StepName::Storage, malformed("its form is not known")),
        records => Ok(records),
    }
}

/// Checks one value of a contract's storage.
fn stored(
    steps: &Steps,
    at: &Storage<'_>,
    (key, stored): (&[u8], &Stored),
    (store, what): (&Vec<u8>, String),
) -> Result<(), Refused> {
    let key = match at.full_key(key) {
        Ok(key) => key,
        Err(error) => {
            let why = error.to_string();
            return steps.refuse(StepName::Storage, Refusal::Malformed { what: "contract", why });
        }
    };
    match member(&stored.proof, &ics23::iavl_spec(), store, (&key, &stored.value)) {
        true => Ok(()),
        false => steps.refuse(StepName::Storage, Refusal::StorageProof { what }),
    }
}

fn member(proof: &Binary, spec: &ProofSpec, root: &Vec<u8>, (key, value): (&[u8], &[u8])) -> bool {
    let Ok(proof) = CommitmentProof::decode(proof.as_slice()) else {
        return false;
    };
    ics23::verify_membership::<HostFunctionsManager>(&proof, spec, root, key, value)
}

/// The root of the store of contracts, if the proof shows that it is in the app hash.
fn store_root(proof: &Binary, app_hash: &Vec<u8>) -> Option<Vec<u8>> {
    let decoded = CommitmentProof::decode(proof.as_slice()).ok()?;
    let Some(Proof::Exist(existence)) = decoded.proof else {
        return None;
    };
    let pair = (STORE.as_bytes(), existence.value.as_slice());
    member(proof, &ics23::tendermint_spec(), app_hash, pair).then_some(existence.value)
}
