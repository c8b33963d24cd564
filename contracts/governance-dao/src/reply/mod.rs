//! Replies, by kind. Kinds are frozen: after a migration of this contract the new code hears replies to the old.

mod founded;
mod message_failed;
mod upgraded;

use axiom_kit::reply;
use cosmwasm_std::{DepsMut, Env, Reply, Response};

use crate::error::ContractError;
use crate::peers::Role;

/// The last contract of a founding was created; the key is 0.
pub const FOUNDED: u8 = 1;
/// A message that may fail has failed; the key is proposal * 256 + index.
pub const MESSAGE_FAILED: u8 = 2;
/// A layer was migrated; the key is its letter.
pub const UPGRADED: u8 = 3;

/// Runs the handler of a reply.
///
/// # Errors
/// [`axiom_kit::KitError::UnknownReply`], and those of the handlers.
pub fn dispatch(deps: DepsMut<'_>, env: &Env, msg: Reply) -> Result<Response, ContractError> {
    match reply::parse(msg.id) {
        (FOUNDED, 0) => founded::founded(deps, env),
        (MESSAGE_FAILED, key) => message_failed::message_failed(deps, key, msg.result),
        (UPGRADED, key) => match upgraded_layer(key) {
            Some(layer) => upgraded::upgraded(deps, layer),
            None => Err(reply::unknown(msg.id).into()),
        },
        _ => Err(reply::unknown(msg.id).into()),
    }
}

/// Reply id of the migration of a layer.
///
/// # Errors
/// None in practice: a letter fits.
pub fn upgrade_id(layer: Role) -> Result<u64, ContractError> {
    Ok(reply::id(UPGRADED, u64::from(layer.letter()))?)
}

/// The layer behind the key of a migration.
pub fn upgraded_layer(key: u64) -> Option<Role> {
    u8::try_from(key).ok().and_then(Role::from_letter)
}

/// Reply id of a message that may fail.
///
/// # Errors
/// [`axiom_kit::KitError::ReplyKeyTooLarge`] beyond 2^48 proposals.
pub fn failure_id(proposal: u64, index: u32) -> Result<u64, ContractError> {
    let key = proposal.saturating_mul(256).saturating_add(u64::from(index));
    Ok(reply::id(MESSAGE_FAILED, key)?)
}

/// Proposal and index behind the key of a failed message.
pub fn failure_key(key: u64) -> (u64, u32) {
    let [.., index] = key.to_be_bytes();
    (key >> 8, u32::from(index))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(1, 0, 0x0001_0002)]
    #[case(1, 15, 0x0001_0f02)]
    #[case(0xffff_ffff_ffff, 15, 0xffff_ffff_ffff_0f02)]
    fn ids_are_frozen(#[case] proposal: u64, #[case] index: u32, #[case] id: u64) {
        assert_eq!(failure_id(proposal, index).unwrap(), id);
        let (kind, key) = reply::parse(id);
        assert_eq!((kind, failure_key(key)), (MESSAGE_FAILED, (proposal, index)));
    }

    #[rstest]
    #[case(Role::Registry, 0x7203)]
    #[case(Role::Tracker, 0x7403)]
    #[case(Role::Distributor, 0x6403)]
    #[case(Role::Ledger, 0x6c03)]
    fn ids_of_upgrades_are_frozen(#[case] layer: Role, #[case] id: u64) {
        assert_eq!(upgrade_id(layer).unwrap(), id);
        let (kind, key) = reply::parse(id);
        assert_eq!((kind, upgraded_layer(key)), (UPGRADED, Some(layer)));
        assert_eq!(upgraded_layer(key + 256), None);
    }

    #[test]
    fn a_number_that_does_not_fit_is_refused() {
        assert!(failure_id(1 << 48, 0).is_err());
    }
}
