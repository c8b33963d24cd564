//! Building, signing and reading transactions.

use axiom_chain::Account;
use cosmrs::crypto::secp256k1::SigningKey;
use cosmrs::proto::cosmos::base::abci::v1beta1::TxMsgData;
use cosmrs::proto::cosmos::tx::signing::v1beta1::SignMode;
use cosmrs::proto::cosmos::tx::v1beta1::mode_info::{Single, Sum};
use cosmrs::proto::cosmos::tx::v1beta1::TxRaw;
use cosmrs::proto::cosmos::tx::v1beta1::{AuthInfo, Fee, ModeInfo, SignDoc, SignerInfo, TxBody};
use cosmrs::proto::cosmwasm::wasm::v1 as wasm;
use cosmrs::proto::prost::Message;
use cosmrs::Any;
use cosmwasm_std::{Addr, Binary, Coin, Decimal, Event, Uint128};
use sha2::{Digest, Sha256};

use crate::error::ClientError;
use crate::messages::coins;

/// A key with its address.
pub struct Signer {
    address: String,
    key: SigningKey,
}

impl Signer {
    /// The signer of a secret of 32 bytes.
    ///
    /// # Errors
    /// If the secret is no key, or the prefix no address prefix.
    pub fn from_secret(secret: &[u8], prefix: &str) -> Result<Self, ClientError> {
        let wrong = |_| ClientError::invalid("the secret is no secp256k1 key: give 32 bytes");
        Self::new(SigningKey::from_slice(secret).map_err(wrong)?, prefix)
    }

    /// The signer of a key, which may sit in a device.
    ///
    /// # Errors
    /// If the prefix is no address prefix.
    pub fn new(key: SigningKey, prefix: &str) -> Result<Self, ClientError> {
        let wrong = |_| ClientError::invalid(format!("{prefix:?} is no address prefix"));
        let address = key.public_key().account_id(prefix).map_err(wrong)?.to_string();
        Ok(Self { address, key })
    }

    /// The address.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Signs a text the way wallets sign arbitrary texts (ADR-36). Answers the compressed public key and the compact
    /// signature.
    ///
    /// # Errors
    /// If the key cannot sign.
    pub fn sign_adr36(&self, text: &str) -> Result<(Binary, Binary), ClientError> {
        let doc = Account::adr36_doc(&Addr::unchecked(&self.address), text);
        let signature = self.key.sign(doc.as_bytes()).map_err(cannot_sign)?;
        Ok((self.key.public_key().to_bytes().into(), signature.to_bytes().to_vec().into()))
    }

    /// The compressed public key, 33 bytes.
    pub fn public_key_bytes(&self) -> Vec<u8> {
        self.key.public_key().to_bytes()
    }

    /// Signs bytes as transactions are signed: the compact signature of their SHA-256.
    ///
    /// # Errors
    /// If the key cannot sign.
    pub fn sign_bytes(&self, bytes: &[u8]) -> Result<Vec<u8>, ClientError> {
        Ok(self.key.sign(bytes).map_err(cannot_sign)?.to_bytes().to_vec())
    }

    fn public_key(&self) -> Result<Any, ClientError> {
        self.key.public_key().to_any().map_err(cannot_sign)
    }
}

impl From<&Account> for Signer {
    fn from(account: &Account) -> Self {
        let key = SigningKey::new(Box::new(account.key.clone()));
        Self { address: account.address.to_string(), key }
    }
}

fn cannot_sign(error: cosmrs::ErrorReport) -> ClientError {
    ClientError::invalid(format!("the key cannot sign: {error}"))
}

/// The price of gas, such as `0.025uaxm`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GasPrice {
    /// Coins of the denom for one unit of gas.
    pub amount: Decimal,
    /// The denom.
    pub denom: String,
}

impl GasPrice {
    /// The fee for so much gas, rounded up.
    pub fn fee(&self, gas: u64) -> Coin {
        Coin { denom: self.denom.clone(), amount: scaled_up(gas, self.amount) }
    }
}

/// A number times a factor, rounded up; the largest number if it would be larger.
pub(crate) fn scaled_up(number: u64, factor: Decimal) -> Uint128 {
    Uint128::from(number).checked_mul_ceil(factor).unwrap_or(Uint128::MAX)
}

impl std::str::FromStr for GasPrice {
    type Err = ClientError;

    fn from_str(text: &str) -> Result<Self, ClientError> {
        let wrong =
            || ClientError::invalid(format!("{text:?} is no gas price: write it like 0.025uaxm"));
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(wrong)?;
        let (amount, denom) = text.split_at(end);
        let amount = amount.parse().map_err(|_| wrong())?;
        Ok(Self { amount, denom: denom.to_string() })
    }
}

/// How much gas a transaction may use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gas {
    /// What a simulation uses, times the adjustment.
    #[default]
    Auto,
    /// So much.
    Limit(u64),
}

/// How a transaction is sent.
#[derive(Clone, Debug, Default)]
pub struct TxOptions {
    /// Its gas limit.
    pub gas: Gas,
    /// Its fee; gas times price without.
    pub fee: Option<Vec<Coin>>,
    /// A text that goes with it.
    pub memo: String,
    /// Its last height; it can be included later than that no more. Zero: no last height.
    pub timeout_height: u64,
    /// Who pays the fee, by a fee grant.
    pub fee_granter: Option<String>,
    /// In whose name the messages are sent, by grants: they name that account as sender, and are
    /// wrapped into one execution by the signer.
    pub authz_granter: Option<String>,
}

/// What a signature is about, besides the messages.
pub(crate) struct Draft<'a> {
    pub chain_id: &'a str,
    pub account_number: u64,
    pub sequence: u64,
    pub gas_limit: u64,
    pub fee: Vec<Coin>,
    pub options: &'a TxOptions,
}

/// A signed transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedTx {
    /// What is handed in.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes, hexadecimal in upper case, as nodes write it.
    pub hash: String,
}

impl SignedTx {
    /// A transaction that was signed elsewhere.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        let hash = hex::encode_upper(Sha256::digest(&bytes));
        Self { bytes, hash }
    }
}

impl Draft<'_> {
    /// Body and authentication.
    fn parts(&self, signer: &Signer, messages: &[Any]) -> Result<(Vec<u8>, Vec<u8>), ClientError> {
        let body = TxBody {
            messages: messages.to_vec(),
            memo: self.options.memo.clone(),
            timeout_height: self.options.timeout_height,
            ..TxBody::default()
        };
        let mode = Sum::Single(Single { mode: SignMode::Direct.into() });
        let info = AuthInfo {
            signer_infos: vec![SignerInfo {
                public_key: Some(signer.public_key()?),
                mode_info: Some(ModeInfo { sum: Some(mode) }),
                sequence: self.sequence,
            }],
            fee: Some(Fee {
                amount: coins(&self.fee),
                gas_limit: self.gas_limit,
                payer: String::new(),
                granter: self.options.fee_granter.clone().unwrap_or_default(),
            }),
            ..AuthInfo::default()
        };
        Ok((body.encode_to_vec(), info.encode_to_vec()))
    }

    /// Signs, in the mode `SIGN_MODE_DIRECT`.
    pub fn sign(&self, signer: &Signer, messages: &[Any]) -> Result<SignedTx, ClientError> {
        let (body_bytes, auth_info_bytes) = self.parts(signer, messages)?;
        let doc = SignDoc {
            body_bytes,
            auth_info_bytes,
            chain_id: self.chain_id.to_string(),
            account_number: self.account_number,
        };
        let signature = signer.key.sign(&doc.encode_to_vec()).map_err(cannot_sign)?;
        let raw = TxRaw {
            body_bytes: doc.body_bytes,
            auth_info_bytes: doc.auth_info_bytes,
            signatures: vec![signature.to_bytes().to_vec()],
        };
        Ok(SignedTx::from_bytes(raw.encode_to_vec()))
    }

    /// The same without a signature, for a simulation.
    pub fn unsigned(&self, signer: &Signer, messages: &[Any]) -> Result<Vec<u8>, ClientError> {
        let (body_bytes, auth_info_bytes) = self.parts(signer, messages)?;
        let raw = TxRaw { body_bytes, auth_info_bytes, signatures: vec![Vec::new()] };
        Ok(raw.encode_to_vec())
    }
}

/// What a simulation showed.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// Gas that the transaction would use now.
    pub gas_used: u64,
    /// Events that it would emit.
    pub events: Vec<Event>,
}

/// A transaction that succeeded.
#[derive(Clone, Debug, PartialEq)]
pub struct TxDone {
    /// Its hash.
    pub hash: String,
    /// Its block.
    pub height: u64,
    /// Its gas limit.
    pub gas_wanted: u64,
    /// What it used.
    pub gas_used: u64,
    /// All its events, those of fee and signature included, as the node tells them.
    pub events: Vec<Event>,
    /// The answers of its messages.
    pub responses: Vec<Any>,
}

impl TxDone {
    /// The events of its messages alone, without the index of the message that nodes add.
    pub fn message_events(&self) -> Vec<Event> {
        message_events(&self.events)
    }

    /// The attribute of the first event of that type that has it; the prefix `wasm-` may be left
    /// out.
    pub fn attribute(&self, ty: &str, key: &str) -> Option<&str> {
        axiom_chain::attribute(&self.events, ty, key)
    }

    /// What the last message answered, unwrapped; none if it was empty.
    pub fn data(&self) -> Option<Binary> {
        data_of(self.responses.last()?).filter(|data| !data.is_empty()).map(Binary::from)
    }

    /// The first contract that was created.
    pub fn contract(&self) -> Option<Addr> {
        self.attribute("instantiate", "_contract_address").map(Addr::unchecked)
    }

    /// The first code that was stored.
    pub fn code_id(&self) -> Option<u64> {
        self.attribute("store_code", "code_id")?.parse().ok()
    }
}

/// The index of a message in its transaction, which nodes put at the end of its events.
const INDEX: &str = "msg_index";

pub(crate) fn message_events(events: &[Event]) -> Vec<Event> {
    let mut own = Vec::new();
    for event in events {
        if event.attributes.iter().any(|attribute| attribute.key == INDEX) {
            let mut event = event.clone();
            event.attributes.retain(|attribute| attribute.key != INDEX);
            own.push(event);
        }
    }
    own
}

/// The answers of the messages, out of a transaction's data.
pub(crate) fn responses(data: &[u8]) -> Result<Vec<Any>, ClientError> {
    let data = TxMsgData::decode(data)
        .map_err(|error| ClientError::malformed(format!("data of a transaction: {error}")))?;
    Ok(data.msg_responses)
}

/// The data of a contract in the answer of a message.
fn data_of(response: &Any) -> Option<Vec<u8>> {
    let bytes = response.value.as_slice();
    match response.type_url.rsplit('.').next()? {
        "MsgExecuteContractResponse" => {
            wasm::MsgExecuteContractResponse::decode(bytes).ok().map(|answer| answer.data)
        }
        "MsgInstantiateContractResponse" => {
            wasm::MsgInstantiateContractResponse::decode(bytes).ok().map(|answer| answer.data)
        }
        "MsgInstantiateContract2Response" => {
            wasm::MsgInstantiateContract2Response::decode(bytes).ok().map(|answer| answer.data)
        }
        "MsgMigrateContractResponse" => {
            wasm::MsgMigrateContractResponse::decode(bytes).ok().map(|answer| answer.data)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use cosmwasm_std::attr;

    use super::*;

    #[test]
    fn texts_are_signed_as_accounts_sign_them() {
        let account = Account::named("alice");
        let (pubkey, signature) = Signer::from(&account).sign_adr36("a text").unwrap();
        assert_eq!((pubkey, signature), account.sign_adr36("a text"));
    }

    #[test]
    fn fees_are_rounded_up() {
        let price: GasPrice = "0.025uaxm".parse().unwrap();
        assert_eq!(price.fee(1_000), cosmwasm_std::coin(25, "uaxm"));
        assert_eq!(price.fee(1_001), cosmwasm_std::coin(26, "uaxm"));
        assert_eq!("0stake".parse::<GasPrice>().unwrap().fee(9), cosmwasm_std::coin(0, "stake"));
        for wrong in ["", "0.025", "uaxm", "1.2.3uaxm", ".uaxm"] {
            assert!(wrong.parse::<GasPrice>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn events_of_messages_lose_their_index_and_those_of_fees_are_left_out() {
        let mut wasm = Event::new("wasm");
        wasm.attributes = vec![attr("action", "x"), attr("msg_index", "0")];
        let fee = Event::new("tx").add_attribute("fee", "1stake");
        let expected = Event::new("wasm").add_attribute("action", "x");
        assert_eq!(message_events(&[fee, wasm]), vec![expected]);
    }
}
