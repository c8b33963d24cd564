//! What is checked and taken before the messages of a transaction run, as the SDK's ante handler
//! does it.

use axiom_client::messages::any;
use cosmrs::proto::cosmos::auth::v1beta1::BaseAccount;
use cosmrs::proto::cosmos::crypto::secp256k1::PubKey;
use cosmrs::proto::cosmos::tx::signing::v1beta1::SignMode;
use cosmrs::proto::cosmos::tx::v1beta1::mode_info::Sum;
use cosmrs::proto::cosmos::tx::v1beta1::{SignDoc, SignerInfo};
use cosmrs::Any;
use cosmwasm_std::{BankMsg, Coin, Event};
use k256::ecdsa::signature::Verifier;
use k256::ecdsa::{Signature, VerifyingKey};
use prost::Message;
use sha2::{Digest, Sha256};

use crate::error::Refusal;
use crate::node::Node;
use crate::tx::{coins, unpack, written, Tx};
use crate::{amino, events, msgs, state};

/// Longest memo, characters.
const LONGEST_MEMO: usize = 256;
/// What an account's first transaction costs more, as its key is stored with it (measured on wasmd).
pub(crate) const FIRST_SIGNATURE: u64 = 13_100;
const SECP256K1: &str = "/cosmos.crypto.secp256k1.PubKey";

/// What the checks did.
pub(crate) struct Passed {
    /// Their events.
    pub events: Vec<Event>,
    /// Gas that they cost besides what every transaction costs.
    pub gas: u64,
}

/// The address that fees go to.
pub(crate) fn fee_collector() -> String {
    module_account("fee_collector")
}

/// The address of a module's account.
pub(crate) fn module_account(name: &str) -> String {
    let digest = Sha256::digest(name);
    let bytes = digest.get(..20).unwrap_or(&digest);
    encode(bytes)
}

/// The bytes of an address as text; empty if they are too many.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let prefix = bech32::Hrp::parse(axiom_chain::PREFIX);
    prefix
        .ok()
        .and_then(|prefix| bech32::encode::<bech32::Bech32>(prefix, bytes).ok())
        .unwrap_or_default()
}

/// The bytes of an address.
pub(crate) fn decode(address: &str) -> Result<Vec<u8>, Refusal> {
    let wrong = |why: String| Refusal::sdk(7, why);
    if address.is_empty() {
        return Err(wrong("empty address string is not allowed".to_string()));
    }
    let (prefix, bytes) = bech32::decode(address)
        .map_err(|error| wrong(format!("decoding bech32 failed: {error} ({address})")))?;
    if prefix.as_str() != axiom_chain::PREFIX {
        let expected = axiom_chain::PREFIX;
        return Err(wrong(format!("invalid Bech32 prefix; expected {expected}, got {prefix}")));
    }
    Ok(bytes)
}

impl Node {
    /// Checks a transaction, takes its fee and counts its signers' sequences up. In a simulation the
    /// signatures and the lowest fee do not matter.
    pub(crate) fn ante(&mut self, tx: &Tx, simulate: bool) -> Result<Passed, Refusal> {
        let height = self.chain.block().height;
        let last = tx.body.timeout_height;
        if last > 0 && height > last {
            let said = format!("block height: {height}, timeout height: {last}");
            return Err(Refusal::sdk(30, said));
        }
        let length = tx.body.memo.chars().count();
        if length > LONGEST_MEMO {
            let most = format!("maximum number of characters is {LONGEST_MEMO}");
            return Err(Refusal::sdk(12, format!("{most} but received {length} characters")));
        }
        let mut events = self.take_fee(tx, simulate)?;
        let gas = self.check_signers(tx, simulate, &mut events)?;
        Ok(Passed { events, gas })
    }

    /// The lowest fee for so much gas.
    pub(crate) fn lowest_fee(&self, gas: u64) -> u128 {
        (u128::from(gas) * u128::from(self.genesis.milli_gas_price)).div_ceil(1_000)
    }

    fn take_fee(&mut self, tx: &Tx, simulate: bool) -> Result<Vec<Event>, Refusal> {
        let fee = coins(&tx.fee.amount)?;
        let lowest = self.lowest_fee(tx.fee.gas_limit);
        let denom = &self.genesis.fee_denom;
        let paid = fee.iter().find(|coin| coin.denom == *denom).map_or(0, |c| c.amount.u128());
        if !simulate && paid < lowest {
            let got = written(&fee);
            let said = format!("insufficient fees; got: {got} required: {lowest}{denom}");
            return Err(Refusal::sdk(13, said));
        }
        let payer = tx.payer().to_string();
        let from = if tx.fee.granter.is_empty() {
            payer.clone()
        } else {
            self.use_allowance(&tx.fee.granter, &payer, &fee, &tx.body.messages)?;
            tx.fee.granter.clone()
        };
        if state::account(&self.chain, &from).is_none() {
            return Err(Refusal::sdk(9, format!("fee payer address: {from} does not exist")));
        }
        let mut all = Vec::new();
        if !fee.is_empty() {
            self.pay(&from, &fee)?;
            all.extend(events::moved(&from, &fee_collector(), &written(&fee)));
        }
        let told = Event::new("tx").add_attribute("fee", written(&fee));
        all.push(told.add_attribute("fee_payer", from));
        Ok(all)
    }

    fn pay(&mut self, from: &str, fee: &[Coin]) -> Result<(), Refusal> {
        for coin in fee {
            let owned = self.chain.balance(from, &coin.denom);
            if owned < coin.amount.u128() {
                return Err(too_little(owned, coin));
            }
        }
        let to_address = fee_collector();
        let message = BankMsg::Send { to_address, amount: fee.to_vec() };
        match self.chain.step(from, message.into()) {
            Ok(_) => Ok(()),
            Err(refused) => Err(Refusal::sdk(5, refused.failure.text)),
        }
    }

    fn check_signers(
        &mut self,
        tx: &Tx,
        simulate: bool,
        events: &mut Vec<Event>,
    ) -> Result<u64, Refusal> {
        let (infos, signatures) = (&tx.auth.signer_infos, &tx.raw.signatures);
        if signatures.is_empty() {
            return Err(Refusal::sdk(15, "no signatures"));
        }
        if infos.len() != tx.signers.len() || signatures.len() != tx.signers.len() {
            let (wanted, got) = (tx.signers.len(), signatures.len());
            let said = format!("wrong number of signers; expected {wanted}, got {got}");
            return Err(Refusal::sdk(4, said));
        }
        let mut gas = 0;
        for (at, ((address, info), signature)) in
            tx.signers.iter().zip(infos).zip(signatures).enumerate()
        {
            let mut account = state::account(&self.chain, address)
                .ok_or_else(|| Refusal::sdk(9, format!("account {address} does not exist")))?;
            if account.pub_key.is_none() {
                account.pub_key = new_key(address, info, at, simulate)?;
                gas += FIRST_SIGNATURE;
            }
            if info.sequence != account.sequence {
                let (wanted, got) = (account.sequence, info.sequence);
                let said = format!("account sequence mismatch, expected {wanted}, got {got}");
                return Err(Refusal::sdk(32, said));
            }
            if !simulate {
                self.check_signature(tx, &account, info, signature)?;
            }
            events.push(
                Event::new("tx").add_attribute("acc_seq", format!("{address}/{}", info.sequence)),
            );
            events.push(Event::new("tx").add_attribute("signature", events::base64(signature)));
            account.sequence += 1;
            state::save_account(&mut self.chain, &account);
        }
        Ok(gas)
    }

    fn check_signature(
        &self,
        tx: &Tx,
        account: &BaseAccount,
        info: &SignerInfo,
        signature: &[u8],
    ) -> Result<(), Refusal> {
        let chain_id = &self.genesis.chain_id;
        let document = match mode_of(info)? {
            SignMode::Direct => SignDoc {
                body_bytes: tx.raw.body_bytes.clone(),
                auth_info_bytes: tx.raw.auth_info_bytes.clone(),
                chain_id: chain_id.clone(),
                account_number: account.account_number,
            }
            .encode_to_vec(),
            SignMode::LegacyAminoJson => {
                amino::document(tx, chain_id, account.account_number, info.sequence)?
            }
            other => {
                let said = format!(
                    "the sign mode {} is not known here: use SIGN_MODE_DIRECT or SIGN_MODE_LEGACY_AMINO_JSON",
                    other.as_str_name()
                );
                return Err(Refusal::sdk(37, said));
            }
        };
        let key = account.pub_key.as_ref().map(key_of).transpose()?;
        if key.is_some_and(|key| verifies(&key, &document, signature)) {
            return Ok(());
        }
        let (number, sequence) = (account.account_number, info.sequence);
        Err(Refusal::sdk(
            4,
            format!(
                "signature verification failed; please verify account number ({number}), sequence \
                 ({sequence}) and chain-id ({chain_id}): (unable to verify single signer signature)"
            ),
        ))
    }
}

/// What a payer who owns too little is told.
pub(crate) fn too_little(owned: u128, coin: &Coin) -> Refusal {
    Refusal::sdk(5, format!("spendable balance {owned}{} is smaller than {coin}", coin.denom))
}

/// The key of an account that has sent nothing yet.
fn new_key(
    address: &str,
    info: &SignerInfo,
    at: usize,
    simulate: bool,
) -> Result<Option<Any>, Refusal> {
    let Some(key) = &info.public_key else {
        return if simulate {
            Ok(None)
        } else {
            Err(Refusal::sdk(8, format!("signer {address} names no public key")))
        };
    };
    let bytes = key_of(key)?;
    if axiom_chain::address_of(&bytes).as_str() != address {
        let said =
            format!("pubKey does not match signer address {address} with signer index: {at}");
        return Err(Refusal::sdk(8, said));
    }
    Ok(Some(any(&PubKey { key: bytes })))
}

fn key_of(key: &Any) -> Result<Vec<u8>, Refusal> {
    if key.type_url != SECP256K1 {
        let said = format!("{} is not known here: use a secp256k1 key", key.type_url);
        return Err(Refusal::sdk(8, said));
    }
    Ok(unpack::<PubKey>(key)?.key)
}

fn mode_of(info: &SignerInfo) -> Result<SignMode, Refusal> {
    let sum = info.mode_info.as_ref().and_then(|mode| mode.sum.as_ref());
    match sum {
        Some(Sum::Single(single)) => SignMode::try_from(single.mode)
            .map_err(|_| Refusal::sdk(37, format!("sign mode {}", single.mode))),
        Some(Sum::Multi(_)) => {
            Err(Refusal::sdk(37, "keys of several people cannot sign on this development chain"))
        }
        None => Err(Refusal::sdk(4, "a signer names no sign mode")),
    }
}

/// Whether a signature in its low form belongs to a key and a document.
fn verifies(key: &[u8], document: &[u8], signature: &[u8]) -> bool {
    let Ok(key) = VerifyingKey::from_sec1_bytes(key) else {
        return false;
    };
    let Ok(signature) = Signature::from_slice(signature) else {
        return false;
    };
    signature.normalize_s().is_none() && key.verify(document, &signature).is_ok()
}

/// The types of the messages that an allowance has to cover.
pub(crate) fn types(messages: &[Any]) -> Vec<&str> {
    messages.iter().map(|message| message.type_url.as_str()).collect()
}

/// Whether a text is an address; messages with wrong ones are refused.
pub(crate) fn checked<'a>(address: &'a str, what: &str) -> Result<&'a str, Refusal> {
    match msgs::is_address(address) {
        true => Ok(address),
        false => Err(Refusal::sdk(7, format!("invalid {what} address: {address:?}"))),
    }
}
