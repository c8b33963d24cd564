//! The messages that a transaction may have.

use cosmrs::proto::cosmos::authz::v1beta1 as authz;
use cosmrs::proto::cosmos::bank::v1beta1 as bank;
use cosmrs::proto::cosmos::feegrant::v1beta1 as feegrant;
use cosmrs::proto::cosmwasm::wasm::v1 as wasm;
use cosmrs::Any;
use cosmwasm_std::Event;
use prost::{Message, Name};

use crate::ante::decode;
use crate::error::Refusal;
use crate::node::Node;
use crate::tx::unpack;

mod authz_grants;
mod authz_msgs;
mod bank_msgs;
mod fees;
mod wasm_msgs;

/// What a message did.
pub(crate) struct Done {
    /// Its events, without its index.
    pub events: Vec<Event>,
    /// Its answer.
    pub response: Any,
}

impl Done {
    /// With an answer.
    fn new<M: Message + Name>(events: Vec<Event>, response: &M) -> Self {
        Self { events, response: axiom_client::messages::any(response) }
    }
}

/// A message of a type that is known here.
enum Known {
    Send(bank::MsgSend),
    MultiSend(bank::MsgMultiSend),
    StoreCode(wasm::MsgStoreCode),
    Instantiate(wasm::MsgInstantiateContract),
    Instantiate2(wasm::MsgInstantiateContract2),
    Execute(wasm::MsgExecuteContract),
    Migrate(wasm::MsgMigrateContract),
    UpdateAdmin(wasm::MsgUpdateAdmin),
    ClearAdmin(wasm::MsgClearAdmin),
    Grant(authz::MsgGrant),
    Revoke(authz::MsgRevoke),
    Exec(authz::MsgExec),
    GrantAllowance(feegrant::MsgGrantAllowance),
    RevokeAllowance(feegrant::MsgRevokeAllowance),
}

fn known(any: &Any) -> Result<Known, Refusal> {
    Ok(match any.type_url.as_str() {
        "/cosmos.bank.v1beta1.MsgSend" => Known::Send(unpack(any)?),
        "/cosmos.bank.v1beta1.MsgMultiSend" => Known::MultiSend(unpack(any)?),
        "/cosmwasm.wasm.v1.MsgStoreCode" => Known::StoreCode(unpack(any)?),
        "/cosmwasm.wasm.v1.MsgInstantiateContract" => Known::Instantiate(unpack(any)?),
        "/cosmwasm.wasm.v1.MsgInstantiateContract2" => Known::Instantiate2(unpack(any)?),
        "/cosmwasm.wasm.v1.MsgExecuteContract" => Known::Execute(unpack(any)?),
        "/cosmwasm.wasm.v1.MsgMigrateContract" => Known::Migrate(unpack(any)?),
        "/cosmwasm.wasm.v1.MsgUpdateAdmin" => Known::UpdateAdmin(unpack(any)?),
        "/cosmwasm.wasm.v1.MsgClearAdmin" => Known::ClearAdmin(unpack(any)?),
        "/cosmos.authz.v1beta1.MsgGrant" => Known::Grant(unpack(any)?),
        "/cosmos.authz.v1beta1.MsgRevoke" => Known::Revoke(unpack(any)?),
        "/cosmos.authz.v1beta1.MsgExec" => Known::Exec(unpack(any)?),
        "/cosmos.feegrant.v1beta1.MsgGrantAllowance" => Known::GrantAllowance(unpack(any)?),
        "/cosmos.feegrant.v1beta1.MsgRevokeAllowance" => Known::RevokeAllowance(unpack(any)?),
        other => {
            let said = format!("unable to resolve type URL {other} on this development chain");
            return Err(Refusal::sdk(2, said));
        }
    })
}

/// Who has to sign a message, checked to be addresses.
pub(crate) fn signers(any: &Any) -> Result<Vec<String>, Refusal> {
    let list = match known(any)? {
        Known::Send(msg) => vec![msg.from_address],
        Known::MultiSend(msg) => msg.inputs.into_iter().map(|input| input.address).collect(),
        Known::StoreCode(msg) => vec![msg.sender],
        Known::Instantiate(msg) => vec![msg.sender],
        Known::Instantiate2(msg) => vec![msg.sender],
        Known::Execute(msg) => vec![msg.sender],
        Known::Migrate(msg) => vec![msg.sender],
        Known::UpdateAdmin(msg) => vec![msg.sender],
        Known::ClearAdmin(msg) => vec![msg.sender],
        Known::Grant(msg) => vec![msg.granter],
        Known::Revoke(msg) => vec![msg.granter],
        Known::Exec(msg) => vec![msg.grantee],
        Known::GrantAllowance(msg) => vec![msg.granter],
        Known::RevokeAllowance(msg) => vec![msg.granter],
    };
    for address in &list {
        decode(address)?;
    }
    if list.is_empty() {
        return Err(Refusal::sdk(18, "a message names nobody who sends it"));
    }
    Ok(list)
}

/// Whether a text is an address of this chain.
pub(crate) fn is_address(text: &str) -> bool {
    decode(text).is_ok_and(|bytes| matches!(bytes.len(), 20 | 32))
}

/// The messages inside a message.
pub(crate) fn inner(any: &Any) -> Vec<Any> {
    match known(any) {
        Ok(Known::Exec(msg)) => msg.msgs,
        _ => Vec::new(),
    }
}

/// Whether messages are wrapped more often than `left` times.
pub(crate) fn too_deep(messages: &[Any], left: usize) -> bool {
    messages
        .iter()
        .map(inner)
        .any(|inner| !inner.is_empty() && (left == 0 || too_deep(&inner, left - 1)))
}

/// Bytes that a chain charges for as they come: those of JSON and of Wasm.
pub(crate) fn json_bytes(any: &Any) -> u64 {
    let bytes = match known(any) {
        Ok(Known::Execute(msg)) => msg.msg.len(),
        Ok(Known::Instantiate(msg)) => msg.msg.len(),
        Ok(Known::Instantiate2(msg)) => msg.msg.len(),
        Ok(Known::Migrate(msg)) => msg.msg.len(),
        Ok(Known::StoreCode(msg)) => msg.wasm_byte_code.len(),
        Ok(Known::Exec(msg)) => return msg.msgs.iter().map(json_bytes).sum(),
        _ => 0,
    };
    bytes as u64
}

/// The module of a message, as events name it.
pub(crate) fn module(any: &Any) -> &'static str {
    let parts = ["/cosmos.bank.", "/cosmwasm.wasm.", "/cosmos.authz.", "/cosmos.feegrant."];
    let names = ["bank", "wasm", "authz", "feegrant"];
    let found = parts.iter().zip(names).find(|(part, _)| any.type_url.starts_with(**part));
    found.map_or("", |(_, name)| name)
}

impl Node {
    /// Runs one message. What it wrote before it failed is taken back by who calls this.
    pub(crate) fn message(&mut self, any: &Any) -> Result<Done, Refusal> {
        match known(any)? {
            Known::Send(msg) => self.send(&msg),
            Known::MultiSend(msg) => self.multi_send(&msg),
            Known::StoreCode(msg) => self.store_code(&msg),
            Known::Instantiate(msg) => self.instantiate(msg),
            Known::Instantiate2(msg) => self.instantiate2(msg),
            Known::Execute(msg) => self.execute(msg),
            Known::Migrate(msg) => self.migrate(msg),
            Known::UpdateAdmin(msg) => self.update_admin(msg),
            Known::ClearAdmin(msg) => self.clear_admin(msg),
            Known::Grant(msg) => self.grant(&msg),
            Known::Revoke(msg) => self.revoke(&msg),
            Known::Exec(msg) => self.exec(&msg),
            Known::GrantAllowance(msg) => self.grant_allowance(&msg),
            Known::RevokeAllowance(msg) => self.revoke_allowance(&msg),
        }
    }
}
