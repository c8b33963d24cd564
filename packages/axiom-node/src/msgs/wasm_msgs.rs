//! Messages about contracts.

use std::io::Read;

use cosmrs::proto::cosmwasm::wasm::v1 as wasm;
use cosmrs::Any;
use cosmwasm_std::{Coin, CosmosMsg, Event, WasmMsg};
use flate2::read::GzDecoder;
use prost::Name;
use sha2::{Digest, Sha256};

use super::{is_address, Done};
use crate::ante::checked;
use crate::error::Refusal;
use crate::events::{completed, event, moved};
use crate::node::Node;
use crate::tx::{coins, written};

/// Largest Wasm that is unpacked, bytes; wasmd takes less.
const LARGEST_WASM: u64 = 8 << 20;
/// Longest label, bytes.
const LONGEST_LABEL: usize = 128;

impl Node {
    /// Only what is built in can run: a known checksum answers the id that the code has.
    pub(super) fn store_code(&mut self, msg: &wasm::MsgStoreCode) -> Result<Done, Refusal> {
        let code = unpacked(&msg.wasm_byte_code)?;
        let checksum = Sha256::digest(&code).to_vec();
        let hex = hex::encode(&checksum);
        let Some(known) = self.codes.iter().find(|known| known.checksum == hex) else {
            return Err(Refusal::wasm(
                2,
                format!(
                    "this development chain runs only its built-in codes, and {hex} is none of them: take one that is \
                     there (`axiom codes list`), or a devnet or testnet for Wasm of your own: create wasm contract failed"
                ),
            ));
        };
        let id = known.id.to_string();
        let events = vec![event("store_code", [("code_checksum", hex.as_str()), ("code_id", &id)])];
        Ok(Done::new(events, &wasm::MsgStoreCodeResponse { code_id: known.id, checksum }))
    }

    pub(super) fn instantiate(
        &mut self,
        msg: wasm::MsgInstantiateContract,
    ) -> Result<Done, Refusal> {
        self.check_new(msg.code_id, &msg.label, &msg.admin)?;
        let funds = coins(&msg.funds)?;
        let message = WasmMsg::Instantiate {
            admin: Some(msg.admin).filter(|admin| !admin.is_empty()),
            code_id: msg.code_id,
            msg: msg.msg.into(),
            funds: funds.clone(),
            label: msg.label,
        };
        self.contract_step::<wasm::MsgInstantiateContractResponse>(&msg.sender, message, &funds)
    }

    pub(super) fn instantiate2(
        &mut self,
        msg: wasm::MsgInstantiateContract2,
    ) -> Result<Done, Refusal> {
        self.check_new(msg.code_id, &msg.label, &msg.admin)?;
        if msg.salt.is_empty() || msg.salt.len() > 64 {
            return Err(Refusal::sdk(18, "salt: between 1 and 64 bytes are needed"));
        }
        if msg.fix_msg {
            return Err(Refusal::sdk(37, "an address that depends on the message (fix_msg)"));
        }
        let funds = coins(&msg.funds)?;
        let message = WasmMsg::Instantiate2 {
            admin: Some(msg.admin).filter(|admin| !admin.is_empty()),
            code_id: msg.code_id,
            msg: msg.msg.into(),
            funds: funds.clone(),
            label: msg.label,
            salt: msg.salt.into(),
        };
        self.contract_step::<wasm::MsgInstantiateContract2Response>(&msg.sender, message, &funds)
    }

    fn check_new(&self, code_id: u64, label: &str, admin: &str) -> Result<(), Refusal> {
        if label.is_empty() || label.len() > LONGEST_LABEL {
            return Err(Refusal::sdk(18, format!("label: 1 to {LONGEST_LABEL} bytes are needed")));
        }
        if !admin.is_empty() {
            checked(admin, "admin")?;
        }
        self.check_code(code_id)
    }

    fn check_code(&self, code_id: u64) -> Result<(), Refusal> {
        match self.codes.iter().any(|known| known.id == code_id) {
            true => Ok(()),
            false => Err(Refusal::wasm(28, format!("code id {code_id}: no such code"))),
        }
    }

    fn check_contract(&self, address: &str) -> Result<(), Refusal> {
        checked(address, "contract")?;
        match self.chain.contract_info(address) {
            Some(_) => Ok(()),
            None => Err(Refusal::wasm(22, format!("address {address}: no such contract"))),
        }
    }

    pub(super) fn execute(&mut self, msg: wasm::MsgExecuteContract) -> Result<Done, Refusal> {
        self.check_contract(&msg.contract)?;
        let funds = coins(&msg.funds)?;
        let message = WasmMsg::Execute {
            contract_addr: msg.contract,
            msg: msg.msg.into(),
            funds: funds.clone(),
        };
        self.contract_step::<wasm::MsgExecuteContractResponse>(&msg.sender, message, &funds)
    }

    pub(super) fn migrate(&mut self, msg: wasm::MsgMigrateContract) -> Result<Done, Refusal> {
        self.check_contract(&msg.contract)?;
        self.check_code(msg.code_id)?;
        self.check_admin(&msg.contract, &msg.sender, "can not migrate")?;
        let message = WasmMsg::Migrate {
            contract_addr: msg.contract,
            new_code_id: msg.code_id,
            msg: msg.msg.into(),
        };
        self.contract_step::<wasm::MsgMigrateContractResponse>(&msg.sender, message, &[])
    }

    fn check_admin(&self, contract: &str, sender: &str, what: &str) -> Result<(), Refusal> {
        let admin = self.chain.contract_info(contract).and_then(|info| info.admin);
        match admin.is_some_and(|admin| admin.as_str() == sender) {
            true => Ok(()),
            false => Err(Refusal::sdk(4, what)),
        }
    }

    pub(super) fn update_admin(&mut self, msg: wasm::MsgUpdateAdmin) -> Result<Done, Refusal> {
        self.check_contract(&msg.contract)?;
        checked(&msg.new_admin, "new admin")?;
        self.check_admin(&msg.contract, &msg.sender, "can not modify contract")?;
        if msg.new_admin == msg.sender {
            return Err(Refusal::sdk(18, "new admin is the same as the old"));
        }
        let told = event(
            "update_contract_admin",
            [("_contract_address", &msg.contract), ("new_admin_address", &msg.new_admin)],
        );
        let message = WasmMsg::UpdateAdmin { contract_addr: msg.contract, admin: msg.new_admin };
        self.plain_step(&msg.sender, message.into())?;
        Ok(Done::new(vec![told], &wasm::MsgUpdateAdminResponse {}))
    }

    pub(super) fn clear_admin(&mut self, msg: wasm::MsgClearAdmin) -> Result<Done, Refusal> {
        self.check_contract(&msg.contract)?;
        self.check_admin(&msg.contract, &msg.sender, "can not modify contract")?;
        let told = event(
            "update_contract_admin",
            [("_contract_address", msg.contract.as_str()), ("new_admin_address", "")],
        );
        let message = WasmMsg::ClearAdmin { contract_addr: msg.contract };
        self.plain_step(&msg.sender, message.into())?;
        Ok(Done::new(vec![told], &wasm::MsgClearAdminResponse {}))
    }

    fn plain_step(&mut self, sender: &str, message: CosmosMsg) -> Result<(), Refusal> {
        let done = self.chain.step(sender, message);
        done.map(|_| ()).map_err(|refused| self.refusal(&refused))
    }

    /// A message that calls a contract, whose answer the chain has packed already.
    fn contract_step<R: Name>(
        &mut self,
        sender: &str,
        message: WasmMsg,
        funds: &[Coin],
    ) -> Result<Done, Refusal> {
        let done = self.chain.step(sender, message.into());
        let done = done.map_err(|refused| self.refusal(&refused))?;
        let mut events = paid(sender, funds, &done.events);
        events.extend(completed(done.events));
        let response = Any {
            type_url: format!("/{}", R::full_name()),
            value: done.data.unwrap_or_default().to_vec(),
        };
        Ok(Done { events, response })
    }
}

/// What the bank tells of coins that came with a message: its contract is named by its first event.
fn paid(sender: &str, funds: &[Coin], events: &[Event]) -> Vec<Event> {
    let mut all = events.iter().flat_map(|event| &event.attributes);
    let contract = all.find(|attribute| attribute.key == "_contract_address");
    match contract {
        Some(contract) if !funds.is_empty() && is_address(&contract.value) => {
            moved(sender, &contract.value, &written(funds)).to_vec()
        }
        _ => Vec::new(),
    }
}

/// A Wasm file, which may come compressed.
fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes.to_vec());
    }
    let mut code = Vec::new();
    let read = GzDecoder::new(bytes).take(LARGEST_WASM + 1).read_to_end(&mut code);
    let wrong = |why: String| Refusal::wasm(2, format!("{why}: create wasm contract failed"));
    read.map_err(|error| wrong(format!("the code cannot be unpacked: {error}")))?;
    if code.len() as u64 > LARGEST_WASM {
        return Err(wrong(format!("the code has more than {LARGEST_WASM} bytes")));
    }
    Ok(code)
}
