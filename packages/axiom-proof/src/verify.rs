//! Verifying without a network.

use axiom_merkle::leaf_hash;
use axiom_types::common::hash32;
use axiom_types::ledger::RecordResponse;
use axiom_types::proof::{InclusionProof, RootResponse};
use axiom_types::record::Record;
use axiom_types::registry::cell_leaf_data;
use cosmwasm_std::HexBinary;

use crate::anchor::{self, Anchor, Storage, Trust};
use crate::file::{Cell, ProofFile, Subject};
use crate::parts::{self, record_from_bytes};
use crate::report::{Refusal, Refused, Report, Step, StepName};

/// What the reader means to look at; what is left out is taken from the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expectation {
    /// The chain.
    pub chain_id: Option<String>,
    /// The ledger or registry.
    pub contract: Option<String>,
    /// Number of the record, or of the write of a shared entry.
    pub index: Option<u64>,
    /// Number of the job of a record.
    pub job: Option<u64>,
    /// Number of the space of a shared entry.
    pub space: Option<u64>,
    /// Key of a shared entry.
    pub key: Option<String>,
    /// Former ids of the chain, from before it was renamed: its old records name them.
    pub former_chain_ids: Vec<String>,
}

/// The steps passed so far.
#[derive(Default)]
pub(crate) struct Steps(Vec<Step>);

impl Steps {
    pub(crate) fn pass(&mut self, step: StepName, found: impl Into<String>) {
        self.0.push(Step { step, found: found.into() });
    }

    pub(crate) fn refuse<T>(&self, step: StepName, refusal: Refusal) -> Result<T, Refused> {
        Err(Refused { step, refusal: Box::new(refusal), passed: self.0.clone() })
    }

    pub(crate) fn equal(
        &self,
        step: StepName,
        what: &'static str,
        (found, expected): (impl ToString, impl ToString),
    ) -> Result<(), Refused> {
        let (found, expected) = (found.to_string(), expected.to_string());
        match found == expected {
            true => Ok(()),
            false => self.refuse(step, Refusal::Differs { what, found, expected }),
        }
    }
}

/// Checks a file from the record up to what the reader trusts. `now`: Unix seconds, for trust that expires.
///
/// # Errors
/// The first step that fails, with the reason and the steps passed before.
pub fn verify(
    file: &ProofFile,
    expected: &Expectation,
    trust: &Trust,
    now: u64,
) -> Result<Report, Refused> {
    let mut steps = Steps::default();
    about(&mut steps, file, expected)?;
    let leaf = match &file.subject {
        Subject::Record(record) => record_leaf(&mut steps, record)?,
        Subject::Cell(cell) => cell_leaf(&mut steps, cell)?,
    };
    path(&mut steps, (index(&file.subject), &leaf), &file.proof, &file.root)?;
    let storage = match &file.subject {
        Subject::Record(_) => Storage::ledger(&file.contract),
        Subject::Cell(cell) => Storage::space(&file.contract, cell.space),
    };
    let root = Rooted { chain_id: &file.chain_id, root: &file.root, storage };
    let state = rooted(&mut steps, &root, file.anchor.as_ref(), (trust, now))?;
    Ok(Report {
        steps: steps.0,
        chain_id: file.chain_id.clone(),
        contract: file.contract.clone(),
        record: match &file.subject {
            Subject::Record(found) => Some(found.record.clone()),
            Subject::Cell(_) => None,
        },
        root: file.root.clone(),
        header_height: state.map(|state| state.header),
        records_then: state.and_then(|state| state.records),
        trusted: !matches!(trust, Trust::Nothing),
    })
}

/// Checks a record in its canonical bytes against a root that the reader knows. Answers the record.
///
/// # Errors
/// The first step that fails, with the reason and the steps passed before.
pub fn verify_record(
    bytes: &[u8],
    proof: &InclusionProof,
    root: &RootResponse,
) -> Result<Record, Refused> {
    let mut steps = Steps::default();
    let Some(record) = record_from_bytes(bytes) else {
        let why = "expected the canonical bytes of one execution record".to_string();
        return steps.refuse(StepName::Bytes, Refusal::Malformed { what: "record", why });
    };
    steps.pass(StepName::Bytes, format!("record {}", record.seq));
    path(&mut steps, (record.seq, &leaf_hash(bytes)), proof, root)?;
    Ok(record)
}

/// Checks the root of a ledger's records against a header, as [`verify`] does: for a ledger that was replayed.
///
/// # Errors
/// The first step that fails, with the reason and the steps passed before.
pub fn verify_root(
    (chain_id, ledger): (&str, &str),
    root: &RootResponse,
    anchor: &Anchor,
    (trust, now): (&Trust, u64),
) -> Result<Report, Refused> {
    let mut steps = Steps::default();
    let rooted_at = Rooted { chain_id, root, storage: Storage::ledger(ledger) };
    let state = rooted(&mut steps, &rooted_at, Some(anchor), (trust, now))?;
    Ok(Report {
        steps: steps.0,
        chain_id: chain_id.to_string(),
        contract: ledger.to_string(),
        record: None,
        root: root.clone(),
        header_height: state.map(|state| state.header),
        records_then: state.and_then(|state| state.records),
        trusted: !matches!(trust, Trust::Nothing),
    })
}

fn index(subject: &Subject) -> u64 {
    match subject {
        Subject::Record(found) => found.record.seq,
        Subject::Cell(cell) => cell.index,
    }
}

/// Chain, contract and number: of the file as meant, of the record as of the file.
fn about(steps: &mut Steps, file: &ProofFile, meant: &Expectation) -> Result<(), Refused> {
    use StepName as N;
    if let Some(expected) = &meant.chain_id {
        steps.equal(N::Chain, "chain", (&file.chain_id, expected))?;
    }
    if let Subject::Record(found) = &file.subject {
        let id = &found.record.chain_id;
        if !meant.former_chain_ids.contains(id) {
            steps.equal(N::Chain, "chain of the record", (id, &file.chain_id))?;
        }
    }
    steps.pass(N::Chain, &file.chain_id);
    if let Some(expected) = &meant.contract {
        steps.equal(N::Contract, "contract", (&file.contract, expected))?;
    }
    if let Subject::Record(found) = &file.subject {
        steps.equal(N::Contract, "ledger of the record", (&found.record.ledger, &file.contract))?;
    }
    steps.pass(N::Contract, &file.contract);
    let found = index(&file.subject);
    if let Some(expected) = meant.index {
        steps.equal(N::Subject, "number of the record", (found, expected))?;
    }
    match (&file.subject, meant.job) {
        (Subject::Record(found), Some(expected)) => {
            steps.equal(N::Subject, "job of the record", (found.record.id, expected))?;
        }
        (Subject::Cell(_), Some(_)) => {
            let pair = ("a shared entry", "a record");
            steps.equal(N::Subject, "subject", pair)?;
        }
        (_, None) => {}
    }
    let of_entry = meant.space.is_some() || meant.key.is_some();
    match &file.subject {
        Subject::Record(_) if of_entry => {
            let pair = ("a record", "a shared entry");
            steps.equal(N::Subject, "subject", pair)?;
        }
        Subject::Record(_) => {}
        Subject::Cell(cell) => {
            if let Some(expected) = meant.space {
                steps.equal(N::Subject, "space of the entry", (cell.space, expected))?;
            }
            if let Some(expected) = &meant.key {
                steps.equal(N::Subject, "key of the entry", (&cell.key, expected))?;
            }
        }
    }
    steps.pass(N::Subject, format!("number {found}"));
    Ok(())
}

fn record_leaf(steps: &mut Steps, found: &RecordResponse) -> Result<[u8; 32], Refused> {
    let why = || "a hash in it is not 32 bytes long".to_string();
    let Some(bytes) = found.record.bytes() else {
        let refusal = Refusal::Malformed { what: "record", why: why() };
        return steps.refuse(StepName::Bytes, refusal);
    };
    let pair = (&found.bytes, HexBinary::from(bytes.as_slice()));
    steps.equal(StepName::Bytes, "text of canonical bytes", pair)?;
    steps.pass(StepName::Bytes, format!("{} bytes", bytes.len()));
    let leaf = leaf_hash(&bytes);
    steps.equal(StepName::Leaf, "leaf", (&found.leaf, HexBinary::from(leaf)))?;
    steps.pass(StepName::Leaf, hex::encode(leaf));
    Ok(leaf)
}

fn cell_leaf(steps: &mut Steps, cell: &Cell) -> Result<[u8; 32], Refused> {
    let Some(content) = hash32(&cell.hash) else {
        let why = format!("it has {} bytes, expected 32", cell.hash.len());
        let refusal = Refusal::Malformed { what: "hash of the content", why };
        return steps.refuse(StepName::Bytes, refusal);
    };
    if cell.key.len() > axiom_types::bounds::MAX_CELL_KEY_LEN {
        let why = format!("it has {} bytes", cell.key.len());
        return steps.refuse(StepName::Bytes, Refusal::Malformed { what: "key", why });
    }
    steps.pass(
        StepName::Bytes,
        format!("space {}, entry {:?}, version {}", cell.space, cell.key, cell.version),
    );
    let leaf = leaf_hash(&cell_leaf_data(&cell.key, cell.version, &content));
    steps.equal(StepName::Leaf, "leaf", (&cell.leaf, HexBinary::from(leaf)))?;
    steps.pass(StepName::Leaf, hex::encode(leaf));
    Ok(leaf)
}

/// From the leaf to the root.
fn path(
    steps: &mut Steps,
    (index, leaf): (u64, &[u8; 32]),
    proof: &InclusionProof,
    root: &RootResponse,
) -> Result<(), Refused> {
    steps.equal(StepName::Place, "index of the proof", (proof.index, index))?;
    let leaves = (proof.leaves, root.leaves);
    steps.equal(StepName::Place, "number of leaves of the proof", leaves)?;
    steps.pass(StepName::Place, format!("leaf {index} of {}", root.leaves));
    let malformed = |what| Refusal::Malformed { what, why: "expected 32 bytes".to_string() };
    let Some(expected) = hash32(&root.root) else {
        return steps.refuse(StepName::Path, malformed("root"));
    };
    let Some(inner) = parts::proof(proof) else {
        return steps.refuse(StepName::Path, malformed("hash of the path"));
    };
    if let Err(error) = axiom_merkle::verify(&expected, leaf, &inner) {
        return steps.refuse(StepName::Path, error.into());
    }
    steps.pass(StepName::Path, hex::encode(expected));
    Ok(())
}

/// A root, and where the contract keeps the range it is of.
struct Rooted<'a> {
    chain_id: &'a str,
    root: &'a RootResponse,
    storage: Storage<'a>,
}

/// The state in which a root was found by way of a header.
#[derive(Clone, Copy)]
struct State {
    /// Height of the header.
    header: u64,
    /// Records of the ledger.
    records: Option<u64>,
}

/// From the root to what is trusted.
fn rooted(
    steps: &mut Steps,
    at: &Rooted<'_>,
    anchor: Option<&Anchor>,
    (trust, now): (&Trust, u64),
) -> Result<Option<State>, Refused> {
    match (trust, anchor) {
        (Trust::Root(known), _) => {
            let leaves = (at.root.leaves, known.leaves);
            steps.equal(StepName::Trust, "number of leaves of the root", leaves)?;
            steps.equal(StepName::Trust, "root", (&at.root.root, &known.root))?;
            steps.pass(StepName::Trust, format!("the root with {} leaves", known.leaves));
            Ok(None)
        }
        (Trust::Nothing, None) => Ok(None),
        (_, None) => steps.refuse(StepName::Header, Refusal::NoAnchor),
        (_, Some(anchor)) => {
            anchor::header::check(steps, at.chain_id, anchor, (trust, now))?;
            let records = anchor::storage::check(steps, &at.storage, anchor, at.root)?;
            Ok(Some(State { header: anchor.header.header.height.value(), records }))
        }
    }
}
