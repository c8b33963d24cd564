//! Every variant of the contract's error is returned by its entry points in the tests named here: they are run again,
//! and what the contract answered is compared with the enum.

use execution_ledger::ContractError;

use crate::{accept, admin, agree, deadlines, legs, post, queries, records, table, world};

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
    Std(_), Kit(_), Terms(_), Math(_), Mmr(_), UnknownJob { .. }, UnknownRecord { .. }, WrongState { .. }, NotAllowed { .. }, DeadlinePassed { .. }, DeadlineAhead { .. }, GateClosed { .. }, NoDistributor { .. }, UnknownDomain { .. }, BadRoute { .. }, ExtensionTooShort { .. }, ExtensionTooLong { .. }, NoPendingLeg { .. }, WrongPeer { .. }, SilentPeer { .. }, NoSpace { .. },
}

#[test]
fn every_variant_is_returned() {
    accept::reviewer_and_arbiter_stay_outside();
    accept::first_come_first_served();
    accept::a_gate_admits_whom_it_says();
    accept::an_open_job_was_offered_to_nobody();
    accept::a_registry_cannot_plant_a_bad_route();
    admin::peers_are_asked_for_their_names();
    admin::a_registry_must_answer_a_space();
    admin::a_pause_is_bounded_and_can_be_ended();
    agree::both_move_the_deadline_up_to_a_year_in_all();
    deadlines::every_other_action_of_a_state_is_late_too();
    deadlines::a_halted_chain_ends_nobodys_rights();
    legs::damaged_terms_stop_a_settlement_instead_of_paying_wrong();
    post::domains_must_exist();
    post::without_a_distributor_only_voluntary_jobs();
    queries::questions_about_nothing();
    records::questions_beyond_the_range();
    table::no_leg_can_be_retried_that_did_not_fail();
    assert_eq!(world::errors_seen(), ALL.iter().copied().collect());
}
