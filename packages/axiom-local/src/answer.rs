//! From messages to what is counted of them, from the chain's answers to an outcome.

use cosmwasm_std::{Binary, CosmosMsg, WasmMsg};
use cw_multi_test::AppResponse;

use axiom_chain::price::{Base, GasReport};
use axiom_chain::{attribute, Success};

pub(crate) fn base(messages: &[CosmosMsg]) -> Base {
    match messages.first() {
        Some(CosmosMsg::Bank(_)) => Base::Bank,
        Some(CosmosMsg::Wasm(WasmMsg::UpdateAdmin { .. } | WasmMsg::ClearAdmin { .. })) => {
            Base::Other
        }
        Some(CosmosMsg::Wasm(_)) => Base::Call,
        _ => Base::Other,
    }
}

pub(crate) fn message_bytes(messages: &[CosmosMsg]) -> u64 {
    let bytes = |message: &CosmosMsg| match message {
        CosmosMsg::Wasm(
            WasmMsg::Execute { msg, .. }
            | WasmMsg::Instantiate { msg, .. }
            | WasmMsg::Instantiate2 { msg, .. }
            | WasmMsg::Migrate { msg, .. },
        ) => msg.len() as u64,
        _ => 0,
    };
    messages.iter().map(bytes).sum()
}

pub(crate) fn success(answers: Vec<AppResponse>, height: u64, gas: GasReport) -> Success {
    let mut events = Vec::new();
    let mut data = None;
    for answer in answers {
        events.extend(answer.events);
        data = answer.data;
    }
    let created = attribute(&events, "instantiate", "_contract_address");
    Success { data: data.and_then(|data| inner_data(&data, created)), events, height, gas }
}

/// The data inside the protobuf answer of a message: field 1 of an execution or migration, field 2
/// after the address in field 1 of a creation. Empty data is none.
fn inner_data(data: &[u8], created: Option<&str>) -> Option<Binary> {
    let (tag, first, rest) = field(data)?;
    let created_here = created.is_some_and(|address| first == address.as_bytes());
    match tag {
        1 if created_here => field(rest).map(|(_, second, _)| second.into()),
        1 => Some(first.into()),
        _ => None,
    }
}

/// The first length-delimited protobuf field: its number, its bytes, what follows.
fn field(data: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, mut rest) = data.split_first()?;
    let mut length = 0usize;
    let mut shift = 0u32;
    loop {
        let (byte, after) = rest.split_first()?;
        rest = after;
        length |= usize::from(byte & 0x7f).checked_shl(shift)?;
        shift += 7;
        if byte & 0x80 == 0 {
            break;
        }
    }
    if rest.len() < length {
        return None;
    }
    let (bytes, rest) = rest.split_at(length);
    Some((tag >> 3, bytes, rest))
}
