//! Running transactions: checks, messages, what is kept of them.

use axiom_chain::price::Base;
use axiom_client::messages::EXECUTE_CONTRACT;
use cosmrs::proto::cosmos::base::abci::v1beta1::TxMsgData;
use cosmrs::Any;
use cosmwasm_std::Event;
use prost::Message;
use tendermint_proto::v0_38::abci::{ExecTxResult, TxResult};

use crate::ante::Passed;
use crate::disk::StoredTx;
use crate::error::{NodeError, Refusal};
use crate::node::Node;
use crate::tx::{hash_of, Tx};
use crate::{events, history, msgs, search, state};

/// What became of a transaction that was handed in.
pub(crate) struct Handed {
    pub hash: [u8; 32],
    /// What became of it in its block; or why it is in none.
    pub result: Result<(u64, ExecTxResult), Refusal>,
}

/// What the messages of a transaction did.
struct Ran {
    events: Vec<Event>,
    responses: Vec<Any>,
}

/// What a transaction would do.
pub(crate) struct Simulated {
    pub gas: u64,
    pub events: Vec<Event>,
    pub responses: Vec<Any>,
}

impl Node {
    /// Runs a transaction in a block of its own and keeps it. One that does not pass the checks
    /// changes nothing and is in no block.
    pub(crate) fn hand_in(&mut self, bytes: &[u8]) -> Result<Handed, NodeError> {
        let hash = hash_of(bytes);
        let tx = match Tx::decode(bytes) {
            Ok(tx) => tx,
            Err(refusal) => return Ok(Handed { hash, result: Err(refusal) }),
        };
        let (before, block) = (self.chain.block(), self.next_block());
        self.chain.set_block(block.clone());
        let passed = match self.ante(&tx, false) {
            Ok(passed) => passed,
            Err(refusal) => {
                self.chain.take_pending();
                self.chain.set_block(before);
                return Ok(Handed { hash, result: Err(refusal) });
            }
        };
        let result = self.in_block(&tx, passed);
        state::note_accounts(&mut self.chain);
        let index = search::keys(block.height, &result.events);
        let height = block.height;
        let told = TxResult {
            height: i64::try_from(height).unwrap_or(i64::MAX),
            index: 0,
            tx: tx.bytes.into(),
            result: Some(result.clone()),
        };
        let stored = StoredTx { height, hash, bytes: told.encode_to_vec(), index };
        if let Err(error) = self.keep_tx(block, stored) {
            self.chain.set_block(before);
            return Err(error);
        }
        Ok(Handed { hash, result: Ok((height, result)) })
    }

    /// The messages of a transaction that passed the checks: all of them or none.
    fn in_block(&mut self, tx: &Tx, passed: Passed) -> ExecTxResult {
        let checked = self.chain.pending().cloned().unwrap_or_default();
        let ran = self.run(tx);
        let gas = self.chain.counted().total + passed.gas;
        let limit = tx.fee.gas_limit;
        let ran = if gas > limit { Err(out_of_gas(limit, gas)) } else { ran };
        let mut result = ExecTxResult {
            gas_wanted: i64::try_from(limit).unwrap_or(i64::MAX),
            gas_used: i64::try_from(gas).unwrap_or(i64::MAX),
            events: events::to_proto(&passed.events),
            ..ExecTxResult::default()
        };
        match ran {
            Ok(ran) => {
                history::note_contracts(&mut self.chain);
                result.events.extend(events::to_proto(&ran.events));
                let data = TxMsgData { msg_responses: ran.responses, ..TxMsgData::default() };
                result.data = data.encode_to_vec().into();
            }
            Err(refusal) => {
                self.chain.put_pending(checked);
                result.code = refusal.code;
                result.codespace = refusal.codespace.to_string();
                result.log = refusal.log;
            }
        }
        result
    }

    fn run(&mut self, tx: &Tx) -> Result<Ran, Refusal> {
        let messages = &tx.body.messages;
        self.chain.count_from_here(base(messages), messages.iter().map(msgs::json_bytes).sum());
        let mut ran = Ran { events: Vec::new(), responses: Vec::new() };
        for (index, message) in messages.iter().enumerate() {
            let signer = msgs::signers(message)?.into_iter().next().unwrap_or_default();
            let action = events::event(
                "message",
                [
                    ("action", message.type_url.as_str()),
                    ("sender", &signer),
                    ("module", msgs::module(message)),
                ],
            );
            let done = self.message(message).map_err(|refusal| Refusal {
                log: format!("failed to execute message; message index: {index}: {}", refusal.log),
                ..refusal
            })?;
            let mut own = vec![action];
            own.extend(done.events);
            ran.events.extend(events::numbered(own, index));
            ran.responses.push(done.response);
        }
        Ok(ran)
    }

    /// What a transaction would do in the next block, without its signatures. Nothing is kept.
    pub(crate) fn simulate(&mut self, bytes: &[u8]) -> Result<Simulated, Refusal> {
        let tx = Tx::decode(bytes)?;
        let (before, block) = (self.chain.block(), self.next_block());
        self.chain.set_block(block);
        let result = self.ante(&tx, true).and_then(|passed| {
            let ran = self.run(&tx);
            let gas = self.chain.counted().total + passed.gas;
            match ran {
                Ok(ran) => {
                    let events = [passed.events, ran.events].concat();
                    Ok(Simulated { gas, events, responses: ran.responses })
                }
                Err(refusal) => Err(Refusal {
                    log: format!("{} with gas used: '{gas}'", refusal.log),
                    ..refusal
                }),
            }
        });
        self.chain.take_pending();
        self.chain.set_block(before);
        result
    }
}

fn out_of_gas(limit: u64, used: u64) -> Refusal {
    let said = format!("out of gas in location: estimate; gasWanted: {limit}, gasUsed: {used}");
    Refusal::sdk(11, said)
}

/// What the price of a transaction begins with.
fn base(messages: &[Any]) -> Base {
    match messages.first().map(|message| message.type_url.as_str()) {
        Some("/cosmos.bank.v1beta1.MsgSend" | "/cosmos.bank.v1beta1.MsgMultiSend") => Base::Bank,
        Some(
            EXECUTE_CONTRACT
            | "/cosmwasm.wasm.v1.MsgInstantiateContract"
            | "/cosmwasm.wasm.v1.MsgInstantiateContract2"
            | "/cosmwasm.wasm.v1.MsgMigrateContract",
        ) => Base::Call,
        Some("/cosmos.authz.v1beta1.MsgExec") => {
            let inner = messages.first().map(msgs::inner).unwrap_or_default();
            base(&inner)
        }
        _ => Base::Other,
    }
}
