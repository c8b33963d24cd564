//! Every variant of the contract's error is returned by its entry points in the tests named here: they are run again,
//! and what the contract answered is compared with the enum.

use axiom_types::distributor::raw::BALANCES;
use cosmwasm_std::storage_keys::namespace_with_key;
use cosmwasm_std::StdError;
use value_distributor::ContractError;

use crate::world::{self, gold, World};
use crate::{access, admin, claim, deposit, escrow, hostile, migrate, standing, table, withdraw};

/// Names of all variants, and the name of one value; a variant that is not listed here does not compile.
macro_rules! variants {
    ($($name:ident $fields:tt),* $(,)?) => {
        const ALL: &[&str] = &[$(stringify!($name)),*];

        /// Name of an error's variant.
        pub fn name(error: &ContractError) -> &'static str {
            match error { $(ContractError::$name $fields => stringify!($name)),* }
        }
    };
}

variants! {
    Std(_), Kit(_), Book(_), AssetFrozen { .. }, PoolFrozen { .. }, BadFreeze { .. }, NotFrozen { .. }, InsufficientBalance { .. }, NotAllowed { .. }, NothingToDeposit { .. }, AllowanceForAnother { .. }, SelfTransfer { .. }, ToItself { .. }, NothingToWithdraw { .. }, UnlistedToken { .. }, AlreadyListed { .. }, NotAToken { .. }, NothingArrived { .. }, BadReceiveMsg { .. }, ReferenceUsed { .. }, NoEscrow { .. }, BadBackstop { .. }, BackstopAhead { .. }, PayoutsExceedEscrow { .. }, NoPool { .. }, WrongPoolKind { .. }, NotPoolOwner { .. }, WrongAsset { .. }, BadPeriod { .. }, NotMember { .. }, TrackerUnreadable { .. }, OtherEra { .. }, BadEpochs { .. }, WithdrawForAnother { .. }, NothingToClaim { .. }, NothingToSweep { .. }, NoSurplus { .. }, NoTransfer { .. },
}

#[test]
fn every_variant_is_returned() {
    access::every_denied_sender_is_refused_where_the_right_one_succeeds();
    access::receive_is_for_listed_tokens_and_takes_no_coins();
    admin::tokens_are_listed_once_and_must_answer();
    admin::only_what_belongs_to_nobody_is_swept();
    admin::bad_freezes_are_refused();
    admin::a_freeze_holds_one_asset_and_lapses_by_itself();
    admin::a_freeze_can_be_ended_and_replaced();
    claim::bad_batches_are_refused();
    claim::anybody_claims_for_another_into_its_balance_only();
    deposit::bad_deposits_change_nothing();
    deposit::a_deposit_for_another_is_credited_to_that_one();
    deposit::a_real_cw20_is_credited_by_its_send();
    deposit::transfers_move_balances_only();
    deposit::a_frozen_asset_takes_no_deposits();
    escrow::bad_openings_are_refused();
    escrow::bad_releases_leave_the_escrow();
    escrow::a_reference_is_used_once();
    escrow::after_the_backstop_anybody_gives_it_back();
    escrow::an_allowance_is_no_balance();
    hostile::announced_tokens_that_are_not_there_are_not_credited();
    migrate::unknown_replies_are_errors();
    standing::an_unreadable_tracker_marks_nothing();
    standing::a_new_era_of_the_clock_is_not_misread();
    standing::a_tracker_that_contradicts_itself_cannot_overdraw();
    standing::shares_and_epochs_belong_to_their_own_kind_of_pool();
    table::a_stranger_has_nothing_to_claim();
    table::dust_is_swept_once_nobody_is_left();
    table::funding_draws_on_balance_and_coins();
    table::a_frozen_pool_stands_and_its_claims_wait();
    table::bad_pools_are_refused();
    table::shares_change_after_settling();
    withdraw::if_no_item_can_leave_the_first_error_is_told();
    stored_bytes_of_another_format_are_an_error();
    assert_eq!(world::errors_seen(), ALL.iter().copied().collect());
}

#[test]
fn stored_bytes_of_another_format_are_an_error() {
    let mut world = World::new();
    let owner = world.addr("ann");
    let key = namespace_with_key(&[BALANCES.as_bytes(), owner.as_bytes()], b"nugold");
    let vd = world.vd.clone();
    world.chain.seed(&vd, |storage| storage.set(&key, b"junk"));
    let text = "record under 'b' has an unknown format";
    world
        .withdraw("ann", gold(), None)
        .should_fail_with(&ContractError::Std(StdError::generic_err(text)));
}
