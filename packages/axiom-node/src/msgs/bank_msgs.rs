//! Messages of the bank.

use axiom_chain::ContractPanic;
use axiom_local::{BankError, Entry, StepFailure};
use cosmrs::proto::cosmos::bank::v1beta1::{
    MsgMultiSend, MsgMultiSendResponse, MsgSend, MsgSendResponse,
};
use cosmwasm_std::{BankMsg, Coin, Event};

use super::Done;
use crate::ante::{checked, fee_collector, too_little};
use crate::error::Refusal;
use crate::events::moved;
use crate::node::Node;
use crate::tx::{coins, written};

impl Node {
    pub(super) fn send(&mut self, msg: &MsgSend) -> Result<Done, Refusal> {
        let amount = coins(&msg.amount)?;
        let events = self.transfer(&msg.from_address, &msg.to_address, amount)?;
        Ok(Done::new(events, &MsgSendResponse {}))
    }

    pub(super) fn multi_send(&mut self, msg: &MsgMultiSend) -> Result<Done, Refusal> {
        let [input] = msg.inputs.as_slice() else {
            return Err(Refusal::sdk(18, "multiple senders not allowed"));
        };
        let mut left = coins(&input.coins)?;
        let mut events = Vec::new();
        for output in &msg.outputs {
            let amount = coins(&output.coins)?;
            for coin in &amount {
                let from = left.iter_mut().find(|left| left.denom == coin.denom);
                let rest = from.and_then(|from| {
                    from.amount = from.amount.checked_sub(coin.amount).ok()?;
                    Some(())
                });
                rest.ok_or_else(|| Refusal::sdk(18, "sum inputs != sum outputs"))?;
            }
            events.extend(self.transfer(&input.address, &output.address, amount)?);
        }
        if msg.outputs.is_empty() || left.iter().any(|coin| !coin.amount.is_zero()) {
            return Err(Refusal::sdk(18, "sum inputs != sum outputs"));
        }
        Ok(Done::new(events, &MsgMultiSendResponse {}))
    }

    /// Moves coins.
    fn transfer(&mut self, from: &str, to: &str, amount: Vec<Coin>) -> Result<Vec<Event>, Refusal> {
        checked(to, "recipient")?;
        if amount.is_empty() {
            return Err(Refusal::sdk(10, ""));
        }
        if to == fee_collector() {
            return Err(Refusal::sdk(4, format!("{to} is not allowed to receive funds")));
        }
        let events = moved(from, to, &written(&amount)).to_vec();
        let message = BankMsg::Send { to_address: to.to_string(), amount };
        match self.chain.step(from, message.into()) {
            Ok(_) => Ok(events),
            Err(refused) => Err(self.refusal(&refused)),
        }
    }

    /// The refusal of a step in the words of a node.
    pub(super) fn refusal(&self, refused: &StepFailure) -> Refusal {
        let failure = &refused.failure;
        if let Some(error) = failure.error::<BankError>() {
            return self.bank_refusal(error);
        }
        if let Some(panic) = failure.error::<ContractPanic>() {
            let way = "Error calling the VM: Error executing Wasm: Wasmer runtime error: RuntimeError: Aborted: ";
            return Refusal::wasm(29, format!("{way}{}: wasmvm error", panic.message));
        }
        let text = &failure.text;
        let (code, what) = match refused.by {
            Some(Entry::Instantiate) => (4, "instantiate"),
            Some(Entry::Migrate) => (11, "migrate"),
            Some(Entry::Query) => (9, "query"),
            Some(Entry::Execute | Entry::Reply | Entry::Sudo) => (5, "execute"),
            None => return plain(text),
        };
        Refusal::wasm(code, format!("{text}: {what} wasm contract failed"))
    }

    fn bank_refusal(&self, error: &BankError) -> Refusal {
        match error {
            BankError::InsufficientFunds { sender, amount } => {
                let owned = |coin: &Coin| self.chain.balance(sender, &coin.denom);
                let short = amount.iter().find(|coin| owned(coin) < coin.amount.u128());
                match short.or(amount.first()) {
                    Some(coin) => too_little(owned(coin), coin),
                    None => Refusal::sdk(5, "nothing to send"),
                }
            }
            BankError::InvalidAddress { address } => {
                Refusal::sdk(7, format!("decoding bech32 failed: {address}"))
            }
            BankError::Refused { address } => {
                Refusal::sdk(4, format!("{address} is not allowed to receive funds"))
            }
            BankError::NoCoins => Refusal::sdk(10, ""),
        }
    }
}

/// What the chain itself refuses.
fn plain(text: &str) -> Refusal {
    let has = |part: &str| text.contains(part);
    if has("ContractData") && has("not found") {
        Refusal::wasm(22, "no such contract")
    } else if has("code id") {
        Refusal::wasm(28, format!("{text}: no such code"))
    } else if has("Only admin can") {
        Refusal::sdk(4, "the sender is not the contract's admin")
    } else if has("already exists") || has("duplicated") {
        let said = "contract address already exists, try a different combination of creator, checksum and salt";
        Refusal::wasm(15, format!("{said}: duplicate"))
    } else {
        Refusal::sdk(18, text)
    }
}
