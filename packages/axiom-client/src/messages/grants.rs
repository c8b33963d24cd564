//! Grants: acting in somebody's name, fees that somebody else pays.

use cosmrs::proto::cosmos::authz::v1beta1 as authz;
use cosmrs::proto::cosmos::feegrant::v1beta1 as feegrant;
use cosmrs::proto::cosmwasm::wasm::v1 as wasm;
use cosmrs::proto::tendermint::google::protobuf::Duration as ProtoDuration;
use cosmrs::proto::Timestamp;
use cosmrs::Any;
use cosmwasm_std::Coin;

use super::{any, coins};
use crate::error::ClientError;

fn moment(seconds: u64) -> Timestamp {
    Timestamp { seconds: i64::try_from(seconds).unwrap_or(i64::MAX), nanos: 0 }
}

// ---- authz ----

/// What a grantee may do with a contract in the granter's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractGrant {
    /// The contract.
    pub contract: String,
    /// How often, at most.
    pub max_calls: Option<u64>,
    /// Coins that all calls together may send along; none without.
    pub max_funds: Vec<Coin>,
    /// The messages (their only JSON key) that may be sent; all without.
    pub keys: Vec<String>,
}

impl ContractGrant {
    /// A chain refuses a grant without any limit.
    fn to_proto(&self) -> Result<wasm::ContractGrant, ClientError> {
        let limit =
            match (self.max_calls, self.max_funds.is_empty()) {
                (Some(remaining), true) => any(&wasm::MaxCallsLimit { remaining }),
                (None, false) => any(&wasm::MaxFundsLimit { amounts: coins(&self.max_funds) }),
                (Some(calls_remaining), false) => {
                    any(&wasm::CombinedLimit { calls_remaining, amounts: coins(&self.max_funds) })
                }
                (None, true) => return Err(ClientError::invalid(
                    "a grant for a contract needs a limit: give a number of calls, funds, or both",
                )),
            };
        let filter = if self.keys.is_empty() {
            any(&wasm::AllowAllMessagesFilter {})
        } else {
            any(&wasm::AcceptedMessageKeysFilter { keys: self.keys.clone() })
        };
        let contract = self.contract.clone();
        Ok(wasm::ContractGrant { contract, limit: Some(limit), filter: Some(filter) })
    }
}

/// Lets `grantee` execute contracts in the name of `granter`, until `expiration` (Unix seconds)
/// if given. Replaces an earlier grant of this kind.
///
/// # Errors
/// If a grant has no limit.
pub fn grant_contracts(
    granter: &str,
    grantee: &str,
    grants: &[ContractGrant],
    expiration: Option<u64>,
) -> Result<Any, ClientError> {
    let grants = grants.iter().map(ContractGrant::to_proto).collect::<Result<_, _>>()?;
    let authorization = any(&wasm::ContractExecutionAuthorization { grants });
    Ok(grant(granter, grantee, authorization, expiration))
}

/// Lets `grantee` send any message of a type (such as `/cosmos.bank.v1beta1.MsgSend`) in the name
/// of `granter`.
pub fn grant_generic(granter: &str, grantee: &str, type_url: &str, expiration: Option<u64>) -> Any {
    let authorization = any(&authz::GenericAuthorization { msg: type_url.to_string() });
    grant(granter, grantee, authorization, expiration)
}

fn grant(granter: &str, grantee: &str, authorization: Any, expiration: Option<u64>) -> Any {
    any(&authz::MsgGrant {
        granter: granter.to_string(),
        grantee: grantee.to_string(),
        grant: Some(authz::Grant {
            authorization: Some(authorization),
            expiration: expiration.map(moment),
        }),
    })
}

/// Type URL of the messages that [`grant_contracts`] is about.
pub const EXECUTE_CONTRACT: &str = "/cosmwasm.wasm.v1.MsgExecuteContract";

/// Takes a grant back.
pub fn revoke_grant(granter: &str, grantee: &str, type_url: &str) -> Any {
    any(&authz::MsgRevoke {
        granter: granter.to_string(),
        grantee: grantee.to_string(),
        msg_type_url: type_url.to_string(),
    })
}

/// Sends messages in the name of those that granted it: each message names its granter as sender.
pub fn authz_exec(grantee: &str, messages: Vec<Any>) -> Any {
    any(&authz::MsgExec { grantee: grantee.to_string(), msgs: messages })
}

// ---- feegrant ----

/// Fees that somebody else pays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeeAllowance {
    /// All fees together; without limit if empty.
    pub spend_limit: Vec<Coin>,
    /// When it ends, Unix seconds.
    pub expiration: Option<u64>,
    /// Fees in a period: its length in seconds and its limit.
    pub per_period: Option<(u64, Vec<Coin>)>,
    /// The types of messages it is for; all if empty.
    pub messages: Vec<String>,
}

/// Pays the fees of `grantee` from now on.
pub fn grant_fees(granter: &str, grantee: &str, allowance: &FeeAllowance) -> Any {
    let basic = feegrant::BasicAllowance {
        spend_limit: coins(&allowance.spend_limit),
        expiration: allowance.expiration.map(moment),
    };
    let mut inner = match &allowance.per_period {
        None => any(&basic),
        Some((seconds, limit)) => any(&feegrant::PeriodicAllowance {
            basic: Some(basic),
            period: Some(ProtoDuration {
                seconds: i64::try_from(*seconds).unwrap_or(i64::MAX),
                nanos: 0,
            }),
            period_spend_limit: coins(limit),
            period_can_spend: coins(limit),
            // The chain begins a period at once if none is named.
            period_reset: Some(moment(0)),
        }),
    };
    if !allowance.messages.is_empty() {
        inner = any(&feegrant::AllowedMsgAllowance {
            allowance: Some(inner),
            allowed_messages: allowance.messages.clone(),
        });
    }
    any(&feegrant::MsgGrantAllowance {
        granter: granter.to_string(),
        grantee: grantee.to_string(),
        allowance: Some(inner),
    })
}

/// Stops paying the fees of `grantee`.
pub fn revoke_fees(granter: &str, grantee: &str) -> Any {
    let (granter, grantee) = (granter.to_string(), grantee.to_string());
    any(&feegrant::MsgRevokeAllowance { granter, grantee })
}
