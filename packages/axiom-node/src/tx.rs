//! A transaction as it comes in.

use cosmrs::proto::cosmos::tx::v1beta1::{AuthInfo, Fee, TxBody, TxRaw};
use cosmrs::Any;
use cosmwasm_std::{Coin, Uint128};
use prost::Message;
use sha2::{Digest, Sha256};

use crate::error::Refusal;
use crate::msgs;

/// How often messages may be wrapped into others.
const DEEPEST: usize = 4;

/// A transaction, taken apart.
pub(crate) struct Tx {
    pub bytes: Vec<u8>,
    pub raw: TxRaw,
    pub body: TxBody,
    pub auth: AuthInfo,
    pub fee: Fee,
    /// Who has to sign, in order; the first pays if nobody else is named.
    pub signers: Vec<String>,
}

pub(crate) fn hash_of(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

impl Tx {
    /// Takes a transaction apart.
    pub fn decode(bytes: &[u8]) -> Result<Self, Refusal> {
        let wrong = |error: prost::DecodeError| Refusal::sdk(2, error);
        let raw = TxRaw::decode(bytes).map_err(wrong)?;
        let body = TxBody::decode(raw.body_bytes.as_slice()).map_err(wrong)?;
        let auth = AuthInfo::decode(raw.auth_info_bytes.as_slice()).map_err(wrong)?;
        let fee = auth.fee.clone().ok_or_else(|| Refusal::sdk(18, "it names no fee"))?;
        if body.messages.is_empty() {
            return Err(Refusal::sdk(18, "must contain at least one message"));
        }
        if !body.extension_options.is_empty() {
            return Err(Refusal::sdk(37, "unknown extension options"));
        }
        if msgs::too_deep(&body.messages, DEEPEST) {
            return Err(Refusal::sdk(
                18,
                format!("messages are wrapped more than {DEEPEST} times"),
            ));
        }
        let mut signers = Vec::new();
        for message in &body.messages {
            for signer in msgs::signers(message)? {
                add(&mut signers, signer);
            }
        }
        if !fee.payer.is_empty() {
            add(&mut signers, fee.payer.clone());
        }
        let bytes = bytes.to_vec();
        Ok(Self { bytes, raw, body, auth, fee, signers })
    }

    /// Who pays, if nobody has granted it.
    pub fn payer(&self) -> &str {
        match self.signers.first() {
            Some(first) if self.fee.payer.is_empty() => first,
            _ => &self.fee.payer,
        }
    }
}

fn add(list: &mut Vec<String>, one: String) {
    if !list.contains(&one) {
        list.push(one);
    }
}

/// Reads a message by its type.
pub(crate) fn unpack<M: Message + Default>(any: &Any) -> Result<M, Refusal> {
    M::decode(any.value.as_slice())
        .map_err(|error| Refusal::sdk(2, format!("{}: {error}", any.type_url)))
}

/// Coins as a module takes them: known amounts above zero, each denom once, in order.
pub(crate) fn coins(
    list: &[cosmrs::proto::cosmos::base::v1beta1::Coin],
) -> Result<Vec<Coin>, Refusal> {
    let mut coins: Vec<Coin> = Vec::new();
    for one in list {
        let wrong = || Refusal::sdk(10, format!("{}{}", one.amount, one.denom));
        let amount: u128 = one.amount.parse().map_err(|_| wrong())?;
        let ordered = coins.last().is_none_or(|last| last.denom < one.denom);
        if amount == 0 || one.denom.len() < 3 || !ordered {
            return Err(wrong());
        }
        coins.push(Coin { denom: one.denom.clone(), amount: Uint128::new(amount) });
    }
    Ok(coins)
}

/// Coins as events and errors write them.
pub(crate) fn written(coins: &[Coin]) -> String {
    coins.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}
