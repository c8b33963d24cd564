//! Codes that only the chain's own governance may store.

use axiom_client::{CodeProposal, WasmFile};
use cosmwasm_std::Coin;
use sha2::{Digest, Sha256};

use crate::error::EconomyError;
use crate::plan::Plan;
use crate::release::{Release, WasmSource};

impl Plan {
    /// The proposals to the chain's governance that store the codes which are missing, in as few as fit into
    /// transactions of `most_bytes`; none if nothing is missing. `deposit` goes with each.
    ///
    /// # Errors
    /// [`EconomyError::NoArtifact`], [`EconomyError::ChangedArtifact`]; [`EconomyError::Ground`] if one code alone does
    /// not fit.
    pub fn code_proposals(
        &self,
        wasm: &dyn WasmSource,
        release: &Release,
        deposit: &[Coin],
        most_bytes: usize,
    ) -> Result<Vec<CodeProposal>, EconomyError> {
        let missing = self.codes.iter().filter(|code| code.code_id.is_none());
        let file = |contract| {
            let bytes = wasm.wasm(contract, release)?;
            let checksum = Sha256::digest(&bytes).into();
            let path = format!("{contract}.wasm").into();
            Ok((contract.name().to_string(), WasmFile { bytes, checksum, path }))
        };
        let codes: Vec<(String, WasmFile)> =
            missing.map(|code| file(code.contract)).collect::<Result<_, EconomyError>>()?;
        if codes.is_empty() {
            return Ok(vec![]);
        }
        let prefix = self.founder.split_once('1').map_or("", |(prefix, _)| prefix).to_string();
        let title = format!("Store contracts of AxiomOS {}", self.version);
        let all = CodeProposal { title, prefix, deposit: deposit.to_vec(), codes };
        Ok(all.split(most_bytes)?)
    }
}
