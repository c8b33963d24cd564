//! Messages as a transaction carries them.

use std::io::Write;

use cosmrs::proto::cosmos::bank::v1beta1::MsgSend;
use cosmrs::proto::cosmos::base::v1beta1::Coin as ProtoCoin;
use cosmrs::proto::cosmwasm::wasm::v1 as wasm;
use cosmrs::proto::prost::{Message, Name};
use cosmrs::Any;
use cosmwasm_std::{BankMsg, Binary, Coin, CosmosMsg, WasmMsg};
use flate2::write::GzEncoder;
use flate2::Compression;

use crate::error::ClientError;

mod gov;
mod grants;

pub use gov::{deposit, submit_proposal, vote, ChainProposal, ChainVote};
pub use grants::{
    authz_exec, grant_contracts, grant_fees, grant_generic, revoke_fees, revoke_grant,
    ContractGrant, FeeAllowance, EXECUTE_CONTRACT,
};

/// Packs a protobuf message with its type URL.
pub fn any<M: Message + Name>(message: &M) -> Any {
    Any { type_url: format!("/{}", M::full_name()), value: message.encode_to_vec() }
}

/// Coins as protobuf.
pub fn coins(list: &[Coin]) -> Vec<ProtoCoin> {
    list.iter().map(coin).collect()
}

pub(crate) fn coin(coin: &Coin) -> ProtoCoin {
    ProtoCoin { denom: coin.denom.clone(), amount: coin.amount.to_string() }
}

/// Sends coins.
pub fn bank_send(from: &str, to: &str, amount: &[Coin]) -> Any {
    let (from_address, to_address) = (from.to_string(), to.to_string());
    any(&MsgSend { from_address, to_address, amount: coins(amount) })
}

/// Who may create contracts of a code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum InstantiateAccess {
    /// What the chain says by default.
    #[default]
    ChainDefault,
    /// Everybody.
    Everybody,
    /// Nobody.
    Nobody,
    /// These addresses.
    AnyOf(Vec<String>),
}

impl InstantiateAccess {
    fn to_proto(&self) -> Option<wasm::AccessConfig> {
        let (permission, addresses) = match self {
            Self::ChainDefault => return None,
            Self::Everybody => (wasm::AccessType::Everybody, Vec::new()),
            Self::Nobody => (wasm::AccessType::Nobody, Vec::new()),
            Self::AnyOf(list) => (wasm::AccessType::AnyOfAddresses, list.clone()),
        };
        Some(wasm::AccessConfig { permission: permission.into(), addresses })
    }
}

/// Stores a code, compressed: chains unpack it. The checksum is that of the unpacked Wasm.
pub fn store_code(sender: &str, code: &[u8], access: &InstantiateAccess) -> Any {
    any(&wasm::MsgStoreCode {
        sender: sender.to_string(),
        wasm_byte_code: compressed(code),
        instantiate_permission: access.to_proto(),
    })
}

/// The same bytes, compressed the same way each time.
pub fn compressed(code: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    match encoder.write_all(code).and_then(|()| encoder.finish()) {
        Ok(bytes) => bytes,
        // Writing to memory does not fail; chains take plain Wasm as well.
        Err(_) => code.to_vec(),
    }
}

/// How a contract is created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewContract {
    /// Its code.
    pub code_id: u64,
    /// Its instantiate message, JSON.
    pub msg: Vec<u8>,
    /// Its label.
    pub label: String,
    /// Who may migrate it.
    pub admin: Option<String>,
    /// Coins sent along.
    pub funds: Vec<Coin>,
}

/// Creates a contract.
pub fn instantiate(sender: &str, new: &NewContract) -> Any {
    any(&wasm::MsgInstantiateContract {
        sender: sender.to_string(),
        admin: new.admin.clone().unwrap_or_default(),
        code_id: new.code_id,
        label: new.label.clone(),
        msg: new.msg.clone(),
        funds: coins(&new.funds),
    })
}

/// Creates a contract at the address that follows from code, sender and salt (1 to 64 bytes).
pub fn instantiate2(sender: &str, new: &NewContract, salt: &[u8]) -> Any {
    any(&wasm::MsgInstantiateContract2 {
        sender: sender.to_string(),
        admin: new.admin.clone().unwrap_or_default(),
        code_id: new.code_id,
        label: new.label.clone(),
        msg: new.msg.clone(),
        funds: coins(&new.funds),
        salt: salt.to_vec(),
        fix_msg: false,
    })
}

/// Sends a message (JSON) to a contract.
pub fn execute(sender: &str, contract: &str, msg: &[u8], funds: &[Coin]) -> Any {
    any(&wasm::MsgExecuteContract {
        sender: sender.to_string(),
        contract: contract.to_string(),
        msg: msg.to_vec(),
        funds: coins(funds),
    })
}

/// Migrates a contract with a message (JSON); the sender is its admin.
pub fn migrate(sender: &str, contract: &str, code_id: u64, msg: &[u8]) -> Any {
    any(&wasm::MsgMigrateContract {
        sender: sender.to_string(),
        contract: contract.to_string(),
        code_id,
        msg: msg.to_vec(),
    })
}

/// Hands the right to migrate a contract over.
pub fn update_admin(sender: &str, contract: &str, new_admin: &str) -> Any {
    any(&wasm::MsgUpdateAdmin {
        sender: sender.to_string(),
        contract: contract.to_string(),
        new_admin: new_admin.to_string(),
    })
}

/// Gives the right to migrate a contract up for ever.
pub fn clear_admin(sender: &str, contract: &str) -> Any {
    any(&wasm::MsgClearAdmin { sender: sender.to_string(), contract: contract.to_string() })
}

/// A message as contracts and stories write it.
///
/// # Errors
/// If it is none of: bank send; wasm execute, instantiate, instantiate2, migrate, update admin,
/// clear admin.
pub fn from_cosmos(sender: &str, message: &CosmosMsg) -> Result<Any, ClientError> {
    match message {
        CosmosMsg::Bank(BankMsg::Send { to_address, amount }) => {
            Ok(bank_send(sender, to_address, amount))
        }
        CosmosMsg::Wasm(message) => from_wasm(sender, message),
        other => Err(ClientError::Unsupported {
            what: crate::json::cut(&format!("the message {other:?}")),
        }),
    }
}

fn from_wasm(sender: &str, message: &WasmMsg) -> Result<Any, ClientError> {
    let new = |code_id: &u64, msg: &Binary, label: &str, admin: &Option<String>, funds: &[Coin]| {
        NewContract {
            code_id: *code_id,
            msg: msg.to_vec(),
            label: label.to_string(),
            admin: admin.clone(),
            funds: funds.to_vec(),
        }
    };
    Ok(match message {
        WasmMsg::Execute { contract_addr, msg, funds } => {
            execute(sender, contract_addr, msg, funds)
        }
        WasmMsg::Instantiate { admin, code_id, msg, funds, label } => {
            instantiate(sender, &new(code_id, msg, label, admin, funds))
        }
        WasmMsg::Instantiate2 { admin, code_id, label, msg, funds, salt } => {
            instantiate2(sender, &new(code_id, msg, label, admin, funds), salt)
        }
        WasmMsg::Migrate { contract_addr, new_code_id, msg } => {
            migrate(sender, contract_addr, *new_code_id, msg)
        }
        WasmMsg::UpdateAdmin { contract_addr, admin } => update_admin(sender, contract_addr, admin),
        WasmMsg::ClearAdmin { contract_addr } => clear_admin(sender, contract_addr),
        other => {
            return Err(ClientError::Unsupported {
                what: crate::json::cut(&format!("the message {other:?}")),
            })
        }
    })
}
