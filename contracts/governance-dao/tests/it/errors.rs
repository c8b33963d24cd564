//! Every variant of the contract's error is returned by its entry points in the tests named here: they are run again,
//! and what the contract answered is compared with the enum.

use governance_dao::ContractError;

use crate::{
    admin, founding, guardian, policy, proposing, signed, spending, upgrade, voting, world,
};

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
    Kit(_), Std(_), Track(_), Guardian(_), Salt { .. }, TrackerNeeded { .. }, NoVoters { .. }, NoLedgerForGrant { .. }, ArbitrationTooShort { .. }, WrongAdmin { .. }, WrongKind { .. }, UnknownTrack { .. }, LayerMissing { .. }, NotALayer { .. }, UnknownProposal { .. }, TimesAreFixed { .. }, MayFailIndex { .. }, TooLarge { .. }, TooLittleWeight { .. }, MessageKind { .. }, BadCall { .. }, CallNotListed { .. }, NeedsStrict { .. }, SpendNotListed { .. }, AmountNeeded { .. }, WindowUsedUp { .. }, WrongStage { .. }, Veto { .. }, AlreadyVoted { .. }, NoWeight { .. }, WeightOverflow { .. }, NoVoteCounted { .. }, NotProposer { .. }, NotGuardian { .. }, NoGuardian { .. }, SelfCheck { .. },
}

#[test]
fn every_variant_is_returned() {
    founding::bounds_of_the_message();
    founding::without_a_tracker_or_voters_there_is_no_economy();
    founding::a_grant_to_the_own_ledger_needs_one();
    founding::the_arbiter_must_have_time_for_a_proposal();
    founding::a_foreign_admin_fails();
    founding::code_of_another_kind_fails();
    proposing::bounds();
    proposing::indices_that_may_fail();
    proposing::weight_counts_at_the_start_of_the_block();
    policy::only_sends_and_calls();
    policy::bank_sends();
    policy::own_admin_needs_a_strict_track("upgrade");
    policy::distributor_calls_that_do_not_parse_are_refused();
    policy::an_address_that_becomes_a_layer_is_judged_anew_when_executed();
    spending::a_window_holds_so_much_and_no_more();
    voting::strangers_latecomers_and_vetoes_are_refused();
    voting::weights_beyond_64_bits_are_refused();
    voting::cancelling();
    signed::the_first_to_arrive_stands_direct_or_relayed();
    guardian::only_the_guardian_acts();
    guardian::targets_and_lengths();
    guardian::what_the_economy_lacks_cannot_be_paused();
    guardian::a_vote_names_and_removes();
    admin::tracks_are_replaced_and_added();
    upgrade::a_build_of_another_version_than_its_state_is_undone();
    upgrade::a_build_that_loses_its_state_is_undone();
    assert_eq!(world::errors_seen(), ALL.iter().copied().collect());
}
