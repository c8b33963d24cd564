//! Reading contracts and codes.

use cosmrs::proto::cosmos::base::query::v1beta1::{PageRequest, PageResponse};
use cosmrs::proto::cosmwasm::wasm::v1 as wasm;
use cosmwasm_std::Record;
use prost::Message;
use serde::de::DeserializeOwned;
use serde::Serialize;

use crate::clean::clean_error;
use crate::client::Client;
use crate::error::ClientError;

/// Entries asked for at once; wasmd gives no more.
const PAGE: u64 = 100;

/// What the chain knows of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeInfo {
    /// Its id.
    pub code_id: u64,
    /// Who stored it.
    pub creator: String,
    /// SHA-256 of its Wasm.
    pub checksum: Vec<u8>,
    /// Who may create contracts of it.
    pub access: Access,
}

/// Who may do something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Everybody,
    /// Nobody (but the chain's governance).
    Nobody,
    /// These addresses.
    AnyOf(Vec<String>),
}

/// Rules of the chain for codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WasmParams {
    /// Who may store codes.
    pub upload: Access,
}

/// What the chain knows of a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractState {
    /// Its code.
    pub code_id: u64,
    /// Who created it.
    pub creator: String,
    /// Who may migrate it.
    pub admin: Option<String>,
    /// Its label.
    pub label: String,
}

impl Client {
    /// Asks the application by a gRPC path; at a height, or the newest without.
    ///
    /// # Errors
    /// [`ClientError::Query`] if it refuses; and if the node cannot be reached.
    pub fn grpc<Q: Message, A: Message + Default>(
        &self,
        path: &str,
        request: &Q,
        height: Option<u64>,
    ) -> Result<A, ClientError> {
        let answer = self.rpc().abci_query(path, &request.encode_to_vec(), height)?;
        if answer.code != 0 {
            return Err(ClientError::Query {
                text: clean_error(&answer.codespace, answer.code, &answer.log),
                codespace: answer.codespace,
                code: answer.code,
            });
        }
        if height.is_none() {
            self.saw_height(answer.height)?;
        }
        A::decode(answer.value.as_slice())
            .map_err(|error| ClientError::malformed(format!("answer of {path}: {error}")))
    }

    // ---- contracts ----

    /// Asks a contract.
    ///
    /// # Errors
    /// [`ClientError::Query`] with its text if it refuses.
    pub fn query<T: DeserializeOwned>(
        &self,
        contract: &str,
        msg: &impl Serialize,
    ) -> Result<T, ClientError> {
        let msg = serde_json::to_vec(msg)
            .map_err(|error| ClientError::invalid(format!("the query is no JSON: {error}")))?;
        let answer = self.smart(contract, msg, None)?;
        serde_json::from_slice(&answer).map_err(|error| {
            ClientError::malformed(format!("answer of the contract {contract}: {error}"))
        })
    }

    /// Asks a contract; message and answer are JSON. At a height, or the newest without.
    ///
    /// # Errors
    /// As [`Client::query`].
    pub fn smart(
        &self,
        contract: &str,
        msg: Vec<u8>,
        height: Option<u64>,
    ) -> Result<Vec<u8>, ClientError> {
        let request =
            wasm::QuerySmartContractStateRequest { address: contract.to_string(), query_data: msg };
        let answer: wasm::QuerySmartContractStateResponse =
            self.grpc("/cosmwasm.wasm.v1.Query/SmartContractState", &request, height)?;
        Ok(answer.data)
    }

    /// The value under a key of a contract's storage; none if there is none.
    ///
    /// # Errors
    /// [`ClientError::Query`] if there is no such contract.
    pub fn raw(&self, contract: &str, key: &[u8]) -> Result<Option<Vec<u8>>, ClientError> {
        let request = wasm::QueryRawContractStateRequest {
            address: contract.to_string(),
            query_data: key.to_vec(),
        };
        let answer: wasm::QueryRawContractStateResponse =
            self.grpc("/cosmwasm.wasm.v1.Query/RawContractState", &request, None)?;
        Ok(Some(answer.data).filter(|data| !data.is_empty()))
    }

    /// Everything that a contract stores, by key. At one height if given; without, a state that
    /// changes between two pages is mixed.
    ///
    /// # Errors
    /// [`ClientError::Query`] if there is no such contract, or no such height any more.
    pub fn all_state(
        &self,
        contract: &str,
        height: Option<u64>,
    ) -> Result<Vec<Record>, ClientError> {
        let mut all = Vec::new();
        let mut key = Vec::new();
        loop {
            let request = wasm::QueryAllContractStateRequest {
                address: contract.to_string(),
                pagination: Some(page(key)),
            };
            let answer: wasm::QueryAllContractStateResponse =
                self.grpc("/cosmwasm.wasm.v1.Query/AllContractState", &request, height)?;
            all.extend(answer.models.into_iter().map(|model| (model.key, model.value)));
            key = next_key(answer.pagination);
            if key.is_empty() {
                return Ok(all);
            }
        }
    }

    /// Code, creator, admin and label of a contract; none if there is no such contract.
    ///
    /// # Errors
    /// If the address is wrong; and if the node cannot be reached.
    pub fn contract_info(&self, contract: &str) -> Result<Option<ContractState>, ClientError> {
        let request = wasm::QueryContractInfoRequest { address: contract.to_string() };
        let path = "/cosmwasm.wasm.v1.Query/ContractInfo";
        let answer: Result<wasm::QueryContractInfoResponse, _> = self.grpc(path, &request, None);
        let Some(answer) = found(answer)? else {
            return Ok(None);
        };
        let info =
            answer.contract_info.ok_or_else(|| ClientError::malformed("an empty contract info"))?;
        Ok(Some(ContractState {
            code_id: info.code_id,
            creator: info.creator,
            admin: Some(info.admin).filter(|admin| !admin.is_empty()),
            label: info.label,
        }))
    }

    /// Addresses of the contracts of a code, oldest first.
    ///
    /// # Errors
    /// If the node cannot be reached.
    pub fn contracts_of(&self, code_id: u64) -> Result<Vec<String>, ClientError> {
        let mut all = Vec::new();
        let mut key = Vec::new();
        loop {
            let request =
                wasm::QueryContractsByCodeRequest { code_id, pagination: Some(page(key)) };
            let answer: wasm::QueryContractsByCodeResponse =
                self.grpc("/cosmwasm.wasm.v1.Query/ContractsByCode", &request, None)?;
            all.extend(answer.contracts);
            key = next_key(answer.pagination);
            if key.is_empty() {
                return Ok(all);
            }
        }
    }

    /// Checksum, creator and permissions of a code; none if there is no such code. Old chains
    /// send its Wasm along.
    ///
    /// # Errors
    /// If the node cannot be reached.
    pub fn code_info(&self, code_id: u64) -> Result<Option<CodeInfo>, ClientError> {
        if code_id == 0 {
            return Ok(None);
        }
        let request = wasm::QueryCodeRequest { code_id };
        let short: Result<CodeInfoAnswer, _> =
            self.grpc("/cosmwasm.wasm.v1.Query/CodeInfo", &request, None);
        match short {
            Err(ClientError::Query { text, .. }) if text.starts_with("unknown query path") => {}
            answer => return Ok(found(answer)?.map(CodeInfo::from)),
        }
        let answer: Result<wasm::QueryCodeResponse, _> =
            self.grpc("/cosmwasm.wasm.v1.Query/Code", &request, None);
        found(answer).map(|answer| answer.and_then(|answer| answer.code_info).map(code_info))
    }

    /// All codes, oldest first.
    ///
    /// # Errors
    /// If the node cannot be reached.
    pub fn codes(&self) -> Result<Vec<CodeInfo>, ClientError> {
        let mut all = Vec::new();
        let mut key = Vec::new();
        loop {
            let request = wasm::QueryCodesRequest { pagination: Some(page(key)) };
            let answer: wasm::QueryCodesResponse =
                self.grpc("/cosmwasm.wasm.v1.Query/Codes", &request, None)?;
            all.extend(answer.code_infos.into_iter().map(code_info));
            key = next_key(answer.pagination);
            if key.is_empty() {
                return Ok(all);
            }
        }
    }

    /// The chain's rules for codes.
    ///
    /// # Errors
    /// If the node cannot be reached.
    pub fn wasm_params(&self) -> Result<WasmParams, ClientError> {
        let answer: wasm::QueryParamsResponse =
            self.grpc("/cosmwasm.wasm.v1.Query/Params", &wasm::QueryParamsRequest {}, None)?;
        let params = answer.params.unwrap_or_default();
        Ok(WasmParams { upload: access(params.code_upload_access) })
    }
}

impl Client {
    /// The error of storing a code; with the next step if the chain does not let this account store any.
    pub fn why_not_stored(&self, sender: &str, error: ClientError) -> ClientError {
        let Some(failed) = error.refused() else {
            return error;
        };
        let allowed = match self.wasm_params().map(|params| params.upload) {
            Ok(Access::Nobody) => "only its governance".to_string(),
            Ok(Access::AnyOf(list)) if !list.iter().any(|one| one == sender) => {
                format!("only its governance and {}", list.join(", "))
            }
            _ => return error,
        };
        let (chain_id, said) = (self.chain_id().to_string(), failed.text.clone());
        ClientError::UploadClosed { chain_id, allowed, said }
    }
}

/// The answer to `CodeInfo`, which chains have since wasmd 0.54.
#[derive(Clone, PartialEq, prost::Message)]
struct CodeInfoAnswer {
    #[prost(uint64, tag = "1")]
    code_id: u64,
    #[prost(string, tag = "2")]
    creator: String,
    #[prost(bytes = "vec", tag = "3")]
    checksum: Vec<u8>,
    #[prost(message, optional, tag = "4")]
    permission: Option<wasm::AccessConfig>,
}

impl From<CodeInfoAnswer> for CodeInfo {
    fn from(answer: CodeInfoAnswer) -> Self {
        let CodeInfoAnswer { code_id, creator, checksum, permission } = answer;
        Self { code_id, creator, checksum, access: access(permission) }
    }
}

/// None if the chain says that there is no such thing.
fn found<T>(answer: Result<T, ClientError>) -> Result<Option<T>, ClientError> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(ClientError::Query { text, .. })
            if ["no such", "not found"].iter().any(|no| text.contains(no)) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

pub(crate) fn page(key: Vec<u8>) -> PageRequest {
    PageRequest { key, limit: PAGE, ..PageRequest::default() }
}

pub(crate) fn next_key(page: Option<PageResponse>) -> Vec<u8> {
    page.map(|page| page.next_key).unwrap_or_default()
}

fn code_info(info: wasm::CodeInfoResponse) -> CodeInfo {
    CodeInfo {
        code_id: info.code_id,
        creator: info.creator,
        checksum: info.data_hash,
        access: access(info.instantiate_permission),
    }
}

fn access(config: Option<wasm::AccessConfig>) -> Access {
    let config = config.unwrap_or_default();
    if config.permission == i32::from(wasm::AccessType::Everybody) {
        Access::Everybody
    } else if config.permission == i32::from(wasm::AccessType::AnyOfAddresses) {
        Access::AnyOf(config.addresses)
    } else {
        Access::Nobody
    }
}
