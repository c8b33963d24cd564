//! Interfaces of AxiomOS: messages, answers, events, identifiers, units, bounds and the published storage keys
//! of the five contracts, with a typed reader for each key.
//!
//! No entry points and no rules of the economy live here: a type validates its own form and nothing else.

// The Wasm leaves the `#[returns]` of queries out, and with them what only those name.
#![cfg_attr(target_arch = "wasm32", allow(unused_imports))]

extern crate self as axiom_types;

pub mod asset;
pub mod bounds;
pub mod common;
#[macro_use]
pub mod event;
pub mod json;
pub mod packed;
pub mod proof;
pub mod record;
pub mod rule;

pub mod dao;
pub mod distributor;
pub mod ledger;
pub mod registry;
pub mod tracker;
