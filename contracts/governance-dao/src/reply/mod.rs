//! Replies, by kind. Kinds are frozen: after a migration of this contract the new code hears replies to the old.

mod founded;
mod message_failed;

use axiom_kit::reply;
use cosmwasm_std::{DepsMut, Env, Reply, Response};

use crate::error::ContractError;

/// The last contract of a founding was created; the key is 0.
pub const FOUNDED: u8 = 1;
/// A message that may fail has failed; the key is proposal * 256 + index.
pub const MESSAGE_FAILED: u8 = 2;

/// Runs the handler of a reply.
///
/// # Errors
/// [`axiom_kit::KitError::UnknownReply`], and those of the handlers.
pub fn dispatch(deps: DepsMut<'_>, env: &Env, msg: Reply) -> Result<Response, ContractError> {
    match reply::parse(msg.id) {
        (FOUNDED, 0) => founded::founded(deps, env),
        (MESSAGE_FAILED, key) => message_failed::message_failed(deps, key, msg.result),
        _ => Err(reply::unknown(msg.id).into()),
    }
}

/// Reply id of a message that may fail.
///
/// # Errors
/// [`axiom_kit::KitError::ReplyKeyTooLarge`] beyond 2^48 proposals.
pub fn failure_id(proposal: u64, index: u32) -> Result<u64, ContractError> {
    let key = proposal
        .saturating_mul(256)
        .saturating_add(u64::from(index));
    Ok(reply::id(MESSAGE_FAILED, key)?)
}

/// Proposal and index behind the key of a failed message.
pub fn failure_key(key: u64) -> (u64, u32) {
    let [.., index] = key.to_be_bytes();
    (key >> 8, u32::from(index))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(1, 0, 0x0001_0002)]
    #[case(1, 15, 0x0001_0f02)]
    #[case(0xffff_ffff_ffff, 15, 0xffff_ffff_ffff_0f02)]
    fn ids_are_frozen(#[case] proposal: u64, #[case] index: u32, #[case] id: u64) {
        assert_eq!(failure_id(proposal, index).unwrap(), id);
        let (kind, key) = reply::parse(id);
        assert_eq!(
            (kind, failure_key(key)),
            (MESSAGE_FAILED, (proposal, index))
        );
    }

    #[test]
    fn a_number_that_does_not_fit_is_refused() {
        assert!(failure_id(1 << 48, 0).is_err());
    }
}
