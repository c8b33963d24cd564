//! Any chain of a story, the embedded one above all.

use axiom_chain::{Chain, Tx};
use cosmwasm_std::{Coin, HexBinary, Uint128};

use super::{ContractFacts, EventFilter, EventPage, Moment, Source, SourceError, TxEvents};

impl Source for &dyn Chain {
    fn smart(&self, contract: &str, msg: &[u8]) -> Result<Vec<u8>, SourceError> {
        let answer = Chain::smart(*self, contract, msg.to_vec().into());
        answer.map(|bytes| bytes.to_vec()).map_err(|failure| {
            let text = failure.text;
            SourceError::Refused { text }
        })
    }

    fn raw(&self, contract: &str, key: &[u8]) -> Result<Option<Vec<u8>>, SourceError> {
        Ok(self.query_raw(contract, key))
    }

    fn moment(&self) -> Result<Moment, SourceError> {
        Ok(Moment { now: Chain::now(*self), height: Chain::height(*self) })
    }

    fn balance(&self, account: &str, denom: &str) -> Result<Uint128, SourceError> {
        Ok(Uint128::new(Chain::balance(*self, account, denom)))
    }

    fn balances(&self, _: &str) -> Result<Option<Vec<Coin>>, SourceError> {
        Ok(None)
    }

    fn events(&self, filter: &EventFilter) -> Result<EventPage, SourceError> {
        let mut page = EventPage {
            txs: vec![],
            // The open block can still take transactions.
            complete_to: Chain::height(*self).saturating_sub(1),
            more: false,
        };
        let wanted = |tx: &&Tx| tx.ok && tx.height >= filter.from && filter.hits(&tx.events);
        for tx in self.txs().iter().filter(wanted) {
            let full = page.txs.len() >= filter.rows() as usize;
            let last = page.txs.last().map(|last| last.height);
            if let Some(last) = last.filter(|last| full && tx.height > *last) {
                page.complete_to = last;
                page.more = true;
                break;
            }
            let (height, time, events) = (tx.height, tx.time, tx.events.clone());
            page.txs.push(TxEvents { height, time, hash: None, events });
        }
        Ok(page)
    }

    fn contract(&self, address: &str) -> Result<Option<ContractFacts>, SourceError> {
        Ok(self.contract_info(address).map(|info| ContractFacts {
            code_id: info.code_id,
            admin: info.admin.map(|admin| admin.into_string()),
        }))
    }

    fn code_checksum(&self, code_id: u64) -> Result<Option<HexBinary>, SourceError> {
        Ok(self.code_info(code_id).map(|info| HexBinary::from(info.checksum.as_slice())))
    }
}
