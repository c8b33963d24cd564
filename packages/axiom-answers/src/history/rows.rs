//! From the events of one transaction to rows.

use axiom_types::asset::Asset;
use axiom_types::ledger::raw::JOB_KIND;
use axiom_types::tracker::{QueryMsg as TrackerQuery, Standing};
use cosmwasm_std::{Event, Uint128};

use super::{Direction, HistoryKind, HistoryRow, Known};
use crate::ask::Answered;
use crate::economy::ContractName;
use crate::source::{attribute, TxEvents};

/// One event of the economy, its name without prefix and contract.
struct Fact<'e> {
    contract: ContractName,
    name: &'e str,
    event: &'e Event,
}

impl<'e> Fact<'e> {
    fn text(&self, key: &str) -> Option<&'e str> {
        attribute(self.event, key)
    }

    fn number(&self, key: &str) -> Option<u64> {
        self.text(key)?.parse().ok()
    }

    fn amount(&self, key: &str) -> Uint128 {
        let amount = self.text(key).and_then(|text| text.parse::<u128>().ok());
        Uint128::new(amount.unwrap_or(0))
    }

    fn asset(&self) -> Option<Asset> {
        let text = self.text("asset")?;
        Some(match text.strip_prefix("cw20:") {
            Some(token) => Asset::cw20(token),
            None => Asset::native(text),
        })
    }

    /// `job 7`, by the kind and number of its reference.
    fn reference(&self) -> Option<String> {
        Some(format!("{} {}", self.text("kind")?, self.text("id")?))
    }

    fn pool(&self) -> Option<String> {
        Some(format!("pool {}", self.text("pool")?))
    }
}

impl Known<'_> {
    /// The rows of a transaction, in the order of its events.
    pub(super) fn rows(&self, tx: &TxEvents) -> Answered<Vec<HistoryRow>> {
        let facts = self.facts(tx);
        let mut rows = vec![];
        for (at, fact) in facts.iter().enumerate() {
            match fact.contract {
                ContractName::Distributor => self.money(tx, fact, &mut rows)?,
                ContractName::Tracker => {
                    let before = facts.get(..at).unwrap_or_default();
                    self.score(tx, fact, before, &mut rows)?;
                }
                _ => {}
            }
        }
        Ok(rows)
    }

    fn facts<'e>(&self, tx: &'e TxEvents) -> Vec<Fact<'e>> {
        let fact = |event: &'e Event| {
            let contract = self.answers.economy.name_of(attribute(event, "_contract_address")?)?;
            let name = event.ty.strip_prefix("wasm-axiom_")?;
            let name = name.strip_prefix(contract.word())?.strip_prefix('_')?;
            Some(Fact { contract, name, event })
        };
        tx.events.iter().filter_map(fact).collect()
    }

    fn row(&self, tx: &TxEvents, kind: HistoryKind, fact: &Fact<'_>) -> HistoryRow {
        HistoryRow {
            height: tx.height,
            time: tx.time,
            hash: tx.hash.clone(),
            kind,
            direction: Direction::In,
            amount: fact.amount("amount"),
            asset: fact.asset(),
            domain: None,
            counterparty: None,
            reference: None,
            note: None,
        }
    }

    fn money(&self, tx: &TxEvents, fact: &Fact<'_>, rows: &mut Vec<HistoryRow>) -> Answered<()> {
        let me = Some(self.account.as_str());
        let is = |key: &str| fact.text(key) == me;
        let row = |kind| self.row(tx, kind, fact);
        let other = |key: &str| fact.text(key).filter(|who| Some(*who) != me).map(str::to_string);
        match fact.name {
            "deposited" if is("owner") => {
                rows.push(HistoryRow { counterparty: other("sender"), ..row(HistoryKind::Deposit) })
            }
            "withdrawn" if is("owner") => rows.push(HistoryRow {
                direction: Direction::Out,
                counterparty: other("to"),
                ..row(HistoryKind::Withdrawal)
            }),
            "withdrawal_failed" if is("owner") => rows.push(HistoryRow {
                note: fact.text("reason").map(str::to_string),
                ..row(HistoryKind::WithdrawalReturned)
            }),
            "transferred" => self.transfer(tx, fact, rows),
            "escrow_paid" if is("payee") => {
                let reference = self.release_of(tx, fact);
                rows.push(HistoryRow { reference, ..row(HistoryKind::Payment) });
            }
            "claimed" if is("account") && !fact.amount("amount").is_zero() => {
                rows.push(HistoryRow { reference: fact.pool(), ..row(HistoryKind::Claim) })
            }
            "surplus_swept" if is("to") => rows.push(row(HistoryKind::Sweep)),
            "pool_funded" if is("funder") => {
                let direction = Direction::Out;
                let kind = HistoryKind::PoolFunding;
                rows.push(HistoryRow { direction, ..self.of_pool(tx, fact, kind)? });
            }
            "pool_swept" if is("to") => {
                rows.push(self.of_pool(tx, fact, HistoryKind::Sweep)?);
            }
            name => self.escrow(tx, (fact, name), rows)?,
        }
        Ok(())
    }

    fn transfer(&self, tx: &TxEvents, fact: &Fact<'_>, rows: &mut Vec<HistoryRow>) {
        let sides = [("from", "to", Direction::Out), ("to", "from", Direction::In)];
        for (own, other, direction) in sides {
            if fact.text(own) == Some(&self.account) {
                rows.push(HistoryRow {
                    direction,
                    counterparty: fact.text(other).map(str::to_string),
                    ..self.row(tx, HistoryKind::Transfer, fact)
                });
            }
        }
    }

    fn of_pool(&self, tx: &TxEvents, fact: &Fact<'_>, kind: HistoryKind) -> Answered<HistoryRow> {
        let asset = match fact.number("pool") {
            Some(pool) => self.pool_asset(pool)?,
            None => None,
        };
        Ok(HistoryRow { asset, reference: fact.pool(), ..self.row(tx, kind, fact) })
    }

    /// What a payee's payment was for: the newest release before it in the same transaction.
    fn release_of(&self, tx: &TxEvents, paid: &Fact<'_>) -> Option<String> {
        let facts = self.facts(tx);
        let at = facts.iter().position(|fact| std::ptr::eq(fact.event, paid.event))?;
        let released = |fact: &&Fact<'_>| fact.name == "escrow_released";
        facts.get(..at)?.iter().rev().find(released).and_then(Fact::reference)
    }

    fn escrow(
        &self,
        tx: &TxEvents,
        (fact, name): (&Fact<'_>, &str),
        rows: &mut Vec<HistoryRow>,
    ) -> Answered<()> {
        let mine = fact.text("payer") == Some(&self.account);
        let reference = fact.reference();
        match name {
            "escrow_opened" if mine => rows.push(HistoryRow {
                direction: Direction::Out,
                reference,
                ..self.row(tx, HistoryKind::Escrow, fact)
            }),
            "escrow_released" if !fact.amount("refunded").is_zero() => {
                let job = self.job_of(fact);
                let job = job.map(|job| self.job(job)).transpose()?.flatten();
                if job.is_some_and(|job| job.client.as_str() == self.account) {
                    let amount = fact.amount("refunded");
                    let row = self.row(tx, HistoryKind::Refund, fact);
                    rows.push(HistoryRow { amount, reference, ..row });
                }
            }
            "escrow_reclaimed" if mine => {
                let job = self.job_of(fact);
                let asset = job.map(|job| self.job_asset(job)).transpose()?.flatten();
                let row = self.row(tx, HistoryKind::Refund, fact);
                rows.push(HistoryRow { asset, reference, ..row });
            }
            _ => {}
        }
        Ok(())
    }

    /// The number of a job of the economy's ledger.
    fn job_of(&self, fact: &Fact<'_>) -> Option<u64> {
        let ledger = self.answers.economy.address(ContractName::Ledger)?;
        let ours = fact.text("controller") == Some(ledger) && fact.text("kind") == Some(JOB_KIND);
        fact.number("id").filter(|_| ours)
    }

    fn score(
        &self,
        tx: &TxEvents,
        fact: &Fact<'_>,
        before: &[Fact<'_>],
        rows: &mut Vec<HistoryRow>,
    ) -> Answered<()> {
        let domain = fact.number("domain").and_then(|domain| u32::try_from(domain).ok());
        let Some(domain) = domain.filter(|_| fact.text("account") == Some(&self.account)) else {
            return Ok(());
        };
        let row = |kind| HistoryRow { domain: Some(domain), ..self.row(tx, kind, fact) };
        match fact.name {
            "penalised" => rows.push(HistoryRow {
                direction: Direction::Out,
                amount: fact.amount("points"),
                reference: fact.reference(),
                ..row(HistoryKind::Penalty)
            }),
            "standing_changed" => {
                let lifetime = fact.amount("lifetime");
                let known = self.lifetime_before(domain, tx.height)?;
                self.lifetimes.borrow_mut().insert(domain, lifetime);
                let amount = lifetime.saturating_sub(known);
                if amount.is_zero() {
                    return Ok(());
                }
                let recorded = |fact: &&Fact<'_>| {
                    fact.contract == ContractName::Tracker && fact.name == "recorded"
                };
                let cause = before.iter().rev().find(recorded);
                rows.push(HistoryRow {
                    amount,
                    reference: cause.and_then(Fact::reference),
                    counterparty: cause.and_then(|cause| cause.text("client")).map(str::to_string),
                    note: cause
                        .and_then(|cause| cause.text("shortfall"))
                        .map(|why| format!("less than measured: {why}")),
                    ..row(HistoryKind::Score)
                });
            }
            _ => {}
        }
        Ok(())
    }

    /// Points ever earned before a change: those after the one before, or at the start of its block.
    fn lifetime_before(&self, domain: u32, height: u64) -> Answered<Uint128> {
        if let Some(known) = self.lifetimes.borrow().get(&domain) {
            return Ok(*known);
        }
        let account = Some(self.account.clone());
        let msg = TrackerQuery::StandingAtHeight { domain, account, height };
        let found: Standing = self.answers.ask(&self.answers.economy.tracker, &msg)?;
        Ok(found.lifetime)
    }
}
