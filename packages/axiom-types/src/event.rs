//! Typed events: one struct per fact, whose field names are the attribute keys.

use cosmwasm_std::{Addr, HexBinary, Uint128, Uint256};

use crate::asset::Asset;

/// A value that can stand in an event attribute. `None` leaves the attribute out.
pub trait EventValue {
    /// The attribute's text.
    fn value(&self) -> Option<String>;
}

macro_rules! by_display {
    ($($ty:ty),*) => { $(impl EventValue for $ty {
        fn value(&self) -> Option<String> { Some(self.to_string()) }
    })* };
}
by_display!(bool, u8, u16, u32, u64, String, Addr, Uint128, Uint256, HexBinary);

impl EventValue for Asset {
    fn value(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl<T: EventValue> EventValue for Option<T> {
    fn value(&self) -> Option<String> {
        self.as_ref().and_then(EventValue::value)
    }
}

/// Name, meaning and attributes of an event, for the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct EventInfo {
    /// Event type without the chain's `wasm-` prefix.
    pub name: &'static str,
    /// What happened.
    pub doc: &'static str,
    /// Attribute key and meaning, in order.
    pub keys: &'static [(&'static str, &'static str)],
}

/// Declares the events of a contract and lists them in `ALL`.
#[macro_export]
macro_rules! events {
    ($($(#[doc = $doc:literal])* $name:ident = $wire:literal {
        $($(#[doc = $fdoc:literal])* $field:ident : $ty:ty),* $(,)?
    })*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, Debug, PartialEq, Eq)]
            pub struct $name { $($(#[doc = $fdoc])* pub $field: $ty),* }

            impl From<$name> for cosmwasm_std::Event {
                fn from(fact: $name) -> Self {
                    let mut event = cosmwasm_std::Event::new($wire);
                    $(if let Some(value) = $crate::event::EventValue::value(&fact.$field) {
                        event = event.add_attribute(stringify!($field), value);
                    })*
                    event
                }
            }
        )*
        /// Every event of this contract.
        pub const ALL: &[$crate::event::EventInfo] = &[$($crate::event::EventInfo {
            name: $wire,
            doc: concat!($($doc),*),
            keys: &[$((stringify!($field), concat!($($fdoc),*))),*],
        }),*];
    };
}
