//! Simulation, signing, sending and waiting.

use std::thread::sleep;
use std::time::{Duration, Instant};

use cosmrs::proto::cosmos::tx::v1beta1::{SimulateRequest, SimulateResponse};
use cosmrs::proto::tendermint::abci::EventAttribute;
use cosmrs::Any;
use cosmwasm_std::{coin, Attribute, Event};
use prost::Message;

use crate::answers::FoundTx;
use crate::clean::expected_sequence;
use crate::client::Client;
use crate::error::{ClientError, TxFailure};
use crate::messages::authz_exec;
use crate::tx::{responses, scaled_up, Draft, Gas, SignedTx, Signer, Trial, TxDone, TxOptions};

/// How often a transaction is signed again because its sequence was used up.
const SEQUENCE_TRIES: u32 = 4;
/// First wait between two looks for a transaction; grows up to [`SLOWEST_LOOK`].
const FIRST_LOOK: Duration = Duration::from_millis(4);
const SLOWEST_LOOK: Duration = Duration::from_millis(400);
/// Longest wait for a restarted node's first block, and the pause between two tries.
const WAKING: Duration = Duration::from_secs(5);
const WAKING_PAUSE: Duration = Duration::from_millis(100);

impl Client {
    /// What the messages would use, by running them without signature on the newest state.
    ///
    /// # Errors
    /// If they would be refused ([`ClientError::Refused`]), or the node cannot simulate.
    pub fn simulate(
        &self,
        signer: &Signer,
        messages: &[Any],
        options: &TxOptions,
    ) -> Result<u64, ClientError> {
        self.try_run(signer, messages, options).map(|run| run.gas_used)
    }

    /// What the messages would use and which events they would emit, as [`Client::simulate`].
    ///
    /// # Errors
    /// As [`Client::simulate`].
    pub fn try_run(
        &self,
        signer: &Signer,
        messages: &[Any],
        options: &TxOptions,
    ) -> Result<Trial, ClientError> {
        let account = self.account(signer.address())?;
        let messages = wrapped(signer, messages, options);
        self.trial(signer, &messages, &self.draft(account.number, account.sequence, options))
    }

    /// For a simulation: with a fee of one unit, for without any the chain would leave out what
    /// taking it costs.
    fn draft<'a>(&'a self, number: u64, sequence: u64, options: &'a TxOptions) -> Draft<'a> {
        let price = &self.config().gas_price;
        let one = if price.amount.is_zero() { 0 } else { 1 };
        let fee = options.fee.clone().unwrap_or_else(|| vec![coin(one, &price.denom)]);
        Draft {
            chain_id: self.chain_id(),
            account_number: number,
            sequence,
            gas_limit: 0,
            fee: fee.into_iter().filter(|coin| !coin.amount.is_zero()).collect(),
            options,
        }
    }

    fn gas_of(&self, signer: &Signer, messages: &[Any], draft: &Draft) -> Result<u64, ClientError> {
        self.trial(signer, messages, draft).map(|run| run.gas_used)
    }

    fn trial(
        &self,
        signer: &Signer,
        messages: &[Any],
        draft: &Draft,
    ) -> Result<Trial, ClientError> {
        let tx_bytes = draft.unsigned(signer, messages)?;
        let request = SimulateRequest { tx_bytes, ..SimulateRequest::default() };
        let path = "/cosmos.tx.v1beta1.Service/Simulate";
        let answer = self.rpc().abci_query(path, &request.encode_to_vec(), None)?;
        if answer.code != 0 {
            if answer.log.starts_with("unknown query path") {
                return Err(ClientError::NoSimulation);
            }
            let (codespace, code) = (&answer.codespace, answer.code);
            return Err(refused(TxFailure::unrun("", codespace, code, &answer.log)));
        }
        self.saw_height(answer.height)?;
        let answer = SimulateResponse::decode(answer.value.as_slice())
            .map_err(|error| ClientError::malformed(format!("answer of {path}: {error}")))?;
        let gas_used = answer.gas_info.unwrap_or_default().gas_used;
        let events = answer.result.unwrap_or_default().events.into_iter().map(event).collect();
        Ok(Trial { gas_used, events: message_events(events) })
    }

    /// Signs and sends messages in one transaction and waits until it is in a block. A sequence
    /// that was used up meanwhile is taken anew.
    ///
    /// # Errors
    /// If the chain refuses ([`ClientError::Refused`]), if it is in no block in time, or if the
    /// node cannot be reached.
    pub fn send(
        &self,
        signer: &Signer,
        messages: &[Any],
        options: &TxOptions,
    ) -> Result<TxDone, ClientError> {
        let from = self.seen_height().max(1);
        let signed = self.hand_in(signer, messages, options)?;
        self.wait(&signed, from, options.timeout_height)
    }

    /// Signs and hands in, without waiting for a block.
    ///
    /// # Errors
    /// As [`Client::send`]; refusals are those of the node's first check.
    pub fn hand_in(
        &self,
        signer: &Signer,
        messages: &[Any],
        options: &TxOptions,
    ) -> Result<SignedTx, ClientError> {
        let account = self.account(signer.address())?;
        let messages = wrapped(signer, messages, options);
        let mut sequence = account.sequence;
        let mut tries = 1;
        loop {
            let draft = self.draft(account.number, sequence, options);
            let result = self.priced(signer, &messages, draft).and_then(|signed| {
                self.broadcast(&signed)?;
                Ok(signed)
            });
            let expected = match &result {
                Err(ClientError::Refused(failure)) => wanted_sequence(failure),
                _ => None,
            };
            match expected {
                Some(expected) if expected != sequence && tries < SEQUENCE_TRIES => {
                    tries += 1;
                    sequence = expected;
                }
                _ => return result,
            }
        }
    }

    /// Signs without handing in.
    ///
    /// # Errors
    /// As [`Client::send`], but nothing is handed in.
    pub fn sign(
        &self,
        signer: &Signer,
        messages: &[Any],
        options: &TxOptions,
    ) -> Result<SignedTx, ClientError> {
        let account = self.account(signer.address())?;
        let messages = wrapped(signer, messages, options);
        self.priced(signer, &messages, self.draft(account.number, account.sequence, options))
    }

    /// Finds gas and fee, and signs.
    fn priced(
        &self,
        signer: &Signer,
        messages: &[Any],
        mut draft: Draft,
    ) -> Result<SignedTx, ClientError> {
        draft.gas_limit = match draft.options.gas {
            Gas::Limit(limit) => limit,
            Gas::Auto => {
                let used = self.gas_of(signer, messages, &draft)?;
                let scaled = scaled_up(used, self.config().gas_adjustment).u128();
                u64::try_from(scaled).unwrap_or(u64::MAX)
            }
        };
        draft.fee = match &draft.options.fee {
            Some(fee) => fee.clone(),
            None => vec![self.config().gas_price.fee(draft.gas_limit)],
        };
        draft.fee.retain(|coin| !coin.amount.is_zero());
        // After a broken connection another node may sit behind the URL.
        if self.rpc().take_broken() {
            self.status()?;
        }
        draft.sign(signer, messages)
    }

    /// Hands a signed transaction in. A node that has just been restarted and knows no block yet is given a moment.
    ///
    /// # Errors
    /// If the node's first check refuses it, or the connection breaks
    /// ([`ClientError::Uncertain`]: then it may be included all the same).
    pub fn broadcast(&self, tx: &SignedTx) -> Result<(), ClientError> {
        let start = Instant::now();
        let patience = self.config().timeout.min(WAKING);
        loop {
            match self.broadcast_once(tx) {
                Err(ClientError::Refused(failure))
                    if has_no_block_yet(&failure) && start.elapsed() < patience =>
                {
                    sleep(WAKING_PAUSE);
                }
                other => return other,
            }
        }
    }

    fn broadcast_once(&self, tx: &SignedTx) -> Result<(), ClientError> {
        match self.rpc().broadcast_tx_sync(&tx.bytes) {
            Ok(checked) if checked.code == 0 => Ok(()),
            Ok(checked) => Err(refused(TxFailure::unrun(
                &tx.hash,
                &checked.codespace,
                checked.code,
                &checked.log,
            ))),
            Err(ClientError::Node { message, .. })
                if message.contains("already exists in cache") =>
            {
                Ok(())
            }
            Err(ClientError::Unreachable { why, .. }) => {
                Err(ClientError::Uncertain { hash: tx.hash.clone(), why })
            }
            Err(ClientError::TimedOut { seconds, .. }) => Err(ClientError::Uncertain {
                hash: tx.hash.clone(),
                why: format!("no answer within {seconds} s"),
            }),
            Err(error) => Err(error),
        }
    }

    /// Waits until a transaction is in a block. `from` is the height when it was handed in,
    /// `timeout_height` its last height (zero: none). Half-way it is handed in once more, for a
    /// node that was restarted forgets what was in no block yet.
    ///
    /// # Errors
    /// If it failed in its block, is in none in time or can no longer be in one.
    pub fn wait(
        &self,
        tx: &SignedTx,
        from: u64,
        timeout_height: u64,
    ) -> Result<TxDone, ClientError> {
        let start = Instant::now();
        let mut pause = FIRST_LOOK;
        let mut reminded = false;
        let mut scan = Scan { next: from.max(1), needed: false };
        loop {
            // Before the look: a block that comes in between is seen by the next look.
            let height = match timeout_height {
                0 => 0,
                _ => self.rpc().app_height().map_err(|error| unsure(tx, error))?,
            };
            let found = self.look(tx, &mut scan).map_err(|error| unsure(tx, error))?;
            self.same_chain(tx).map_err(|error| unsure(tx, error))?;
            if let Some(found) = found {
                return self.done(found);
            }
            if timeout_height > 0 && height > timeout_height {
                return Err(ClientError::Expired { hash: tx.hash.clone(), timeout_height });
            }
            let waited = start.elapsed();
            if waited >= self.config().timeout {
                let seconds = waited.as_secs();
                return Err(ClientError::NotIncluded { hash: tx.hash.clone(), seconds });
            }
            if !reminded && waited * 2 > self.config().timeout {
                reminded = true;
                // Whatever the node says: included already, known already, or taken again.
                let _ = self.rpc().broadcast_tx_sync(&tx.bytes);
            }
            sleep(pause.min(self.config().timeout - waited));
            pause = (pause * 3 / 2).min(SLOWEST_LOOK);
        }
    }

    /// After a broken connection: whether the URL still leads to the same chain.
    fn same_chain(&self, tx: &SignedTx) -> Result<(), ClientError> {
        if !self.rpc().take_broken() {
            return Ok(());
        }
        let found = self.rpc().status()?.chain_id;
        if found == self.chain_id() {
            return Ok(());
        }
        let why = format!("the URL leads to the chain {found:?} now, not to {:?}", self.chain_id());
        Err(ClientError::Uncertain { hash: tx.hash.clone(), why })
    }

    /// One look for a transaction: in the node's index, or block by block without one.
    fn look(&self, tx: &SignedTx, scan: &mut Scan) -> Result<Option<FoundTx>, ClientError> {
        if !scan.needed {
            match self.rpc().tx(&tx.hash) {
                Err(ClientError::NoIndex) => scan.needed = true,
                other => return other,
            }
        }
        let newest = self.rpc().app_height()?;
        while scan.next <= newest {
            let height = scan.next;
            let block = self.rpc().block(Some(height))?;
            if let Some(index) = block.txs.iter().position(|bytes| *bytes == tx.bytes) {
                let mut results = self.rpc().block_results(height)?;
                if index >= results.len() {
                    return Err(ClientError::malformed(format!("results of block {height}")));
                }
                let (hash, bytes) = (tx.hash.clone(), tx.bytes.clone());
                let result = results.swap_remove(index);
                return Ok(Some(FoundTx { hash, height, result, bytes }));
            }
            scan.next += 1;
        }
        Ok(None)
    }

    /// A transaction by its hash; none if it is in no block. One that failed is an answer too.
    ///
    /// # Errors
    /// If the node cannot be reached or keeps no index.
    pub fn find_tx(&self, hash: &str) -> Result<Option<FoundTx>, ClientError> {
        self.rpc().tx(hash)
    }

    fn done(&self, found: FoundTx) -> Result<TxDone, ClientError> {
        self.included_at(found.height);
        let FoundTx { hash, height, result, .. } = found;
        if result.code != 0 {
            let mut failure = TxFailure::unrun(&hash, &result.codespace, result.code, &result.log);
            failure.height = Some(height);
            failure.gas_used = result.gas_used;
            return Err(refused(failure));
        }
        Ok(TxDone {
            hash,
            height,
            gas_wanted: result.gas_wanted,
            gas_used: result.gas_used,
            events: result.events,
            responses: responses(&result.data)?,
        })
    }
}

/// An event as a simulation tells it.
fn event(event: cosmrs::proto::tendermint::abci::Event) -> Event {
    let attribute = |one: EventAttribute| Attribute { key: one.key, value: one.value };
    let mut told = Event::new(event.r#type);
    // Not by `add_attribute`, which refuses the keys that only a chain may write.
    told.attributes = event.attributes.into_iter().map(attribute).collect();
    told
}

/// Without the index of the message that nodes add, where they do.
fn message_events(mut events: Vec<Event>) -> Vec<Event> {
    for event in &mut events {
        event.attributes.retain(|attribute| attribute.key != "msg_index");
    }
    events
}

/// Where a search block by block stands.
struct Scan {
    next: u64,
    needed: bool,
}

fn refused(failure: TxFailure) -> ClientError {
    ClientError::Refused(Box::new(failure))
}

/// The sequence that the chain expects, if a transaction was refused for its sequence.
fn wanted_sequence(failure: &TxFailure) -> Option<u64> {
    expected_sequence(&failure.raw_log)
}

/// Before its first block after a restart a node checks signatures as if at the genesis, where accounts have no numbers,
/// and refuses good ones.
fn has_no_block_yet(failure: &TxFailure) -> bool {
    (failure.codespace.as_str(), failure.code) == ("sdk", 4)
        && failure.raw_log.contains("verify account number (0)")
}

/// The messages as the signer sends them.
fn wrapped(signer: &Signer, messages: &[Any], options: &TxOptions) -> Vec<Any> {
    match &options.authz_granter {
        Some(_) => vec![authz_exec(signer.address(), messages.to_vec())],
        None => messages.to_vec(),
    }
}

/// What a broken connection means for a transaction that was handed in.
fn unsure(tx: &SignedTx, error: ClientError) -> ClientError {
    match error {
        ClientError::Unreachable { .. } | ClientError::TimedOut { .. } => {
            ClientError::Uncertain { hash: tx.hash.clone(), why: error.to_string() }
        }
        other => other,
    }
}
