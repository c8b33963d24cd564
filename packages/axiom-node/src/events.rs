//! Events as a node tells them.

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use cosmwasm_std::{Attribute, Event};
use tendermint_proto::v0_38::abci;

pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// An event with attributes whose keys may begin with an underscore.
pub(crate) fn event<const N: usize>(ty: &str, attributes: [(&str, &str); N]) -> Event {
    let mut event = Event::new(ty);
    let attribute =
        |(key, value): (&str, &str)| Attribute { key: key.to_string(), value: value.to_string() };
    event.attributes = attributes.into_iter().map(attribute).collect();
    event
}

/// What the bank tells of coins that went from one account to another.
pub(crate) fn moved(from: &str, to: &str, amount: &str) -> [Event; 4] {
    [
        event("coin_spent", [("spender", from), ("amount", amount)]),
        event("coin_received", [("receiver", to), ("amount", amount)]),
        event("transfer", [("recipient", to), ("sender", from), ("amount", amount)]),
        event("message", [("sender", from)]),
    ]
}

/// The events of a contract's calls, with what the bank tells besides of each transfer.
pub(crate) fn completed(events: Vec<Event>) -> Vec<Event> {
    let mut all = Vec::with_capacity(events.len());
    for one in events {
        let value = |key: &str| {
            let found = one.attributes.iter().find(|attribute| attribute.key == key);
            found.map(|attribute| attribute.value.clone()).unwrap_or_default()
        };
        if one.ty == "transfer" {
            all.extend(moved(&value("sender"), &value("recipient"), &value("amount")));
        } else {
            all.push(one);
        }
    }
    all
}

/// Adds the index of the message, as nodes do.
pub(crate) fn numbered(events: Vec<Event>, index: usize) -> Vec<Event> {
    let with = |mut event: Event| {
        let (key, value) = ("msg_index".to_string(), index.to_string());
        event.attributes.push(Attribute { key, value });
        event
    };
    events.into_iter().map(with).collect()
}

/// As they are stored.
pub(crate) fn to_proto(events: &[Event]) -> Vec<abci::Event> {
    let attribute = |attribute: &Attribute| abci::EventAttribute {
        key: attribute.key.clone(),
        value: attribute.value.clone(),
        index: true,
    };
    let event = |event: &Event| abci::Event {
        r#type: event.ty.clone(),
        attributes: event.attributes.iter().map(attribute).collect(),
    };
    events.iter().map(event).collect()
}
