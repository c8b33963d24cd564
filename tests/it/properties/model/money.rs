//! Balances, allowances, escrows.

use std::collections::BTreeMap;

use axiom_types::asset::Asset;

use crate::properties::violation::{holds, names, Check};

/// An escrow: its controller, and what the controller calls it.
pub type EscrowKey = (String, String, u64);

/// An open escrow.
#[derive(Clone, Debug)]
pub struct Escrow {
    pub payer: String,
    pub asset: Asset,
    pub amount: u128,
    pub backstop: u64,
    pub min_height: u64,
    /// Paused and frozen seconds when it was opened.
    pub idle: u64,
}

/// What became of an escrow.
#[derive(Clone, Debug)]
pub struct Closed {
    pub locked: u128,
    pub paid: u128,
    pub refunded: u128,
}

/// Internal money.
#[derive(Clone, Default)]
pub struct Money {
    pub balances: BTreeMap<(String, Asset), u128>,
    pub allowances: BTreeMap<(String, String, Asset), u128>,
    pub escrows: BTreeMap<EscrowKey, Escrow>,
    pub closed: BTreeMap<EscrowKey, Closed>,
    /// Coins and tokens that arrived unasked.
    pub surplus: BTreeMap<Asset, u128>,
}

impl Money {
    pub fn balance(&self, owner: &str, asset: &Asset) -> u128 {
        self.balances.get(&(owner.to_string(), asset.clone())).copied().unwrap_or(0)
    }

    pub fn allowance(&self, owner: &str, controller: &str, asset: &Asset) -> u128 {
        let key = (owner.to_string(), controller.to_string(), asset.clone());
        self.allowances.get(&key).copied().unwrap_or(0)
    }

    pub fn credit(&mut self, owner: &str, asset: &Asset, amount: u128) {
        if amount > 0 {
            *self.balances.entry((owner.to_string(), asset.clone())).or_default() += amount;
        }
    }

    /// Takes from a balance; a contract that let it fall below zero has made money.
    pub fn debit(&mut self, owner: &str, asset: &Asset, amount: u128) -> Check {
        let held = self.balance(owner, asset);
        holds(names::I3, held >= amount, || {
            format!("{owner} spent {amount} of {asset} and had {held}")
        })?;
        let key = (owner.to_string(), asset.clone());
        if held == amount {
            self.balances.remove(&key);
        } else {
            self.balances.insert(key, held - amount);
        }
        Ok(())
    }

    pub fn set_allowance(&mut self, owner: &str, controller: &str, asset: &Asset, amount: u128) {
        let key = (owner.to_string(), controller.to_string(), asset.clone());
        if amount == 0 {
            self.allowances.remove(&key);
        } else {
            self.allowances.insert(key, amount);
        }
    }

    /// Draws an escrow within the allowance.
    pub fn open(&mut self, key: EscrowKey, escrow: Escrow) -> Check {
        let (controller, asset) = (key.0.clone(), escrow.asset.clone());
        let left = self.allowance(&escrow.payer, &controller, &asset);
        holds(names::I3, left >= escrow.amount, || {
            format!("{controller} drew {} of {asset} and was allowed {left}", escrow.amount)
        })?;
        let known = self.escrows.contains_key(&key) || self.closed.contains_key(&key);
        holds(names::I6, !known, || format!("escrow {key:?} was opened twice"))?;
        self.set_allowance(&escrow.payer, &controller, &asset, left - escrow.amount);
        self.debit(&escrow.payer, &asset, escrow.amount)?;
        self.escrows.insert(key, escrow);
        Ok(())
    }

    /// Releases an escrow: payouts, and the rest to the payer.
    pub fn close(&mut self, key: &EscrowKey, payouts: &[(String, u128)]) -> Check {
        let Some(escrow) = self.escrows.remove(key) else {
            let before = self.closed.get(key);
            return holds(names::I6, false, || {
                format!("escrow {key:?} was closed and is not open; before: {before:?}")
            });
        };
        let paid: u128 = payouts.iter().map(|(_, amount)| amount).sum();
        holds(names::I6, paid <= escrow.amount, || {
            format!("escrow {key:?} of {} paid {paid}", escrow.amount)
        })?;
        for (to, amount) in payouts {
            self.credit(to, &escrow.asset, *amount);
        }
        let refunded = escrow.amount - paid;
        self.credit(&escrow.payer, &escrow.asset, refunded);
        self.closed.insert(key.clone(), Closed { locked: escrow.amount, paid, refunded });
        Ok(())
    }

    /// Sum of all balances in an asset.
    pub fn in_balances(&self, asset: &Asset) -> u128 {
        self.balances.iter().filter(|((_, a), _)| a == asset).map(|(_, n)| n).sum()
    }

    /// Sum of all open escrows in an asset.
    pub fn in_escrows(&self, asset: &Asset) -> u128 {
        self.escrows.values().filter(|e| e.asset == *asset).map(|e| e.amount).sum()
    }
}
