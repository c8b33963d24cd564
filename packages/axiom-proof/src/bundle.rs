//! Fetching a proof from a chain.

use axiom_types::ledger::{self, RecordResponse};
use axiom_types::proof::{InclusionProof, RootResponse};
use axiom_types::registry::{self, CellResponse};

use crate::error::ProofError;
use crate::file::{Cell, ProofFile, Subject, FORMAT};
use crate::source::{ask, Source};

/// Fetches a record with its proof against the newest root, or the one with so many records.
///
/// # Errors
/// [`ProofError::TooEarly`] for a root older than the record; the ledger's words for a record that does not exist;
/// and if the chain cannot be asked.
pub fn bundle_record(
    source: &(impl Source + ?Sized),
    ledger: &str,
    seq: u64,
    leaves: Option<u64>,
) -> Result<ProofFile, ProofError> {
    use ledger::QueryMsg as Q;
    let record: RecordResponse = ask(source, ledger, &Q::Record { seq })?;
    let root: RootResponse = ask(source, ledger, &Q::Root { leaves })?;
    later(&root, seq)?;
    // The range grows while we ask: the proof is asked for against the very root that we have.
    let query = Q::Proof { seq, leaves: Some(root.leaves) };
    let proof: InclusionProof = ask(source, ledger, &query)?;
    file(source, ledger, (Subject::Record(Box::new(record)), proof, root))
}

/// Fetches the newest write of a shared entry with its proof against the newest root of its space.
///
/// # Errors
/// [`ProofError::NoCell`]; and if the chain cannot be asked.
pub fn bundle_cell(
    source: &(impl Source + ?Sized),
    registry: &str,
    space: u64,
    key: &str,
) -> Result<ProofFile, ProofError> {
    use registry::QueryMsg as Q;
    let cell: Option<CellResponse> =
        ask(source, registry, &Q::Cell { space, key: key.to_string() })?;
    let Some(cell) = cell else {
        let (contract, key) = (registry.to_string(), key.to_string());
        return Err(ProofError::NoCell { contract, space, key });
    };
    let root: RootResponse = ask(source, registry, &Q::ContextRoot { space, leaves: None })?;
    later(&root, cell.index)?;
    let query = Q::Proof { space, index: cell.index, leaves: Some(root.leaves) };
    let proof: InclusionProof = ask(source, registry, &query)?;
    let CellResponse { key, version, hash, index, leaf, .. } = cell;
    let cell = Cell { space, key, version, hash, index, leaf };
    file(source, registry, (Subject::Cell(cell), proof, root))
}

fn later(root: &RootResponse, index: u64) -> Result<(), ProofError> {
    match index < root.leaves {
        true => Ok(()),
        false => Err(ProofError::TooEarly { leaves: root.leaves, index }),
    }
}

fn file(
    source: &(impl Source + ?Sized),
    contract: &str,
    (subject, proof, root): (Subject, InclusionProof, RootResponse),
) -> Result<ProofFile, ProofError> {
    Ok(ProofFile {
        format: FORMAT.to_string(),
        chain_id: source.chain_id(),
        contract: contract.to_string(),
        height: source.height()?,
        subject,
        proof,
        root,
        anchor: None,
    })
}
