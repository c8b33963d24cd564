//! The mountain range against a naive tree, under damage, and against frozen bytes.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::cast_possible_truncation
)]

mod bounds;
mod damage;
mod frozen;
mod naive;

use axiom_merkle::{append, leaf_hash, Hash, NodeStore};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::convert::Infallible;

/// Nodes in memory; notes which were read and refuses to rewrite one.
#[derive(Default)]
pub struct Memory {
    pub nodes: BTreeMap<u64, Hash>,
    pub reads: RefCell<Vec<u64>>,
}

impl NodeStore for Memory {
    type Error = Infallible;
    fn get(&self, pos: u64) -> Result<Option<Hash>, Infallible> {
        self.reads.borrow_mut().push(pos);
        Ok(self.nodes.get(&pos).copied())
    }
}

impl Memory {
    pub fn push(&mut self, leaves: u64, data: &[u8]) {
        for (pos, node) in append(self, leaves, leaf_hash(data)).unwrap() {
            assert_eq!(self.nodes.insert(pos, node), None, "node {pos} was rewritten");
        }
    }

    pub fn with(data: &[Vec<u8>]) -> Self {
        let mut memory = Memory::default();
        for (leaves, one) in data.iter().enumerate() {
            memory.push(leaves as u64, one);
        }
        memory
    }
}

/// `n` different leaves of different lengths, the first one empty.
pub fn data(n: u64) -> Vec<Vec<u8>> {
    (0..n).map(|i| i.to_be_bytes().repeat(3)[..(i % 23) as usize].to_vec()).collect()
}
