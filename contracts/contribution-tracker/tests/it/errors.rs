//! Each error is seen through the chain: the set of variants seen equals the enum.

use std::collections::BTreeSet;

use axiom_kit::decay::DecayError;
use axiom_kit::KitError;
use axiom_types::bounds::MAX_PAYEES;
use axiom_types::common::Reference;
use axiom_types::packed::Packed;
use axiom_types::tracker::raw::{head_key, Subject};
use axiom_types::tracker::*;
use contribution_tracker::domain::standing::StandingError;
use contribution_tracker::domain::terms::TermsError;
use contribution_tracker::domain::MAX_POINTS;
use contribution_tracker::ContractError;
use cosmwasm_std::{HexBinary, Uint128, Uint256};

use crate::support::*;

const ALL: &[&str] = &[
    "kit",
    "terms",
    "decay",
    "overflow",
    "unknown_domain",
    "already_recorded",
    "unknown_grant",
    "grant_ended",
    "grant_over",
    "min_score_too_high",
    "no_standing",
    "not_member",
    "epoch_open",
    "weight_is_earned",
    "two_steps",
    "no_owner",
];

fn name(error: &ContractError) -> &'static str {
    match error {
        ContractError::Kit(_) => "kit",
        ContractError::Terms(_) => "terms",
        ContractError::Standing(StandingError::Decay(_)) => "decay",
        ContractError::Standing(StandingError::Overflow { .. }) => "overflow",
        ContractError::UnknownDomain { .. } => "unknown_domain",
        ContractError::AlreadyRecorded { .. } => "already_recorded",
        ContractError::UnknownGrant { .. } => "unknown_grant",
        ContractError::GrantEnded { .. } => "grant_ended",
        ContractError::GrantOver { .. } => "grant_over",
        ContractError::MinScoreTooHigh { .. } => "min_score_too_high",
        ContractError::NoStanding { .. } => "no_standing",
        ContractError::NotMember { .. } => "not_member",
        ContractError::EpochOpen { .. } => "epoch_open",
        ContractError::WeightIsEarned {} => "weight_is_earned",
        ContractError::TwoSteps {} => "two_steps",
        ContractError::NoOwner {} => "no_owner",
    }
}

/// Collects what was seen.
struct Seen {
    world: World,
    names: BTreeSet<&'static str>,
}

impl Seen {
    #[track_caller]
    fn refused(&mut self, sender: &str, msg: ExecuteMsg, error: impl Into<ContractError>) {
        let error = error.into();
        self.world.refused(sender, &msg, &error);
        self.names.insert(name(&error));
    }

    #[track_caller]
    fn admin(&mut self, msg: AdminMsg, error: impl Into<ContractError>) {
        self.refused("owner", ExecuteMsg::Admin(msg), error);
    }

    #[track_caller]
    fn ask(&mut self, msg: QueryMsg, error: impl Into<ContractError>) {
        let error = error.into();
        self.world.ask_refused(&msg, &error);
        self.names.insert(name(&error));
    }

    /// A report refused after one change.
    #[track_caller]
    fn report(&mut self, change: impl Fn(&mut Report), error: impl Into<ContractError>) {
        let mut report = self.world.work("app", "bob", 5);
        let good = self.world.chain.snapshot();
        self.world.report("ledger", report.clone());
        self.world.chain.restore(&good);
        change(&mut report);
        self.refused("ledger", ExecuteMsg::Report(report), error);
    }
}

fn award(domain: u32, account: &str, n: Uint128) -> AdminMsg {
    let reference = Reference { kind: "vote".to_string(), id: 1 };
    AdminMsg::Award { domain, account: text(account), points: n, reference }
}

fn penalise(domain: u32, account: &str, n: Uint128) -> AdminMsg {
    let reference = Reference { kind: "vote".to_string(), id: 1 };
    AdminMsg::Penalise { domain, account: text(account), points: n, reference }
}

#[test]
fn every_variant_is_seen() {
    let mut seen = Seen { world: World::new(), names: BTreeSet::new() };
    bad_reports(&mut seen);
    bad_decisions(&mut seen);
    bad_grants(&mut seen);
    bad_queries(&mut seen);
    cw4_messages(&mut seen);
    sums_that_do_not_fit(&mut seen);
    assert_eq!(seen.names, ALL.iter().copied().collect());
}

fn bad_reports(seen: &mut Seen) {
    let bad = || KitError::BadAddress { address: "X".to_string() };
    seen.report(|r| r.domain = 3, ContractError::UnknownDomain { domain: 3, domains: 2 });
    seen.report(|r| r.domain = 0, ContractError::UnknownDomain { domain: 0, domains: 2 });
    seen.report(|r| r.client = "X".to_string(), bad());
    seen.report(|r| r.worker = "X".to_string(), bad());
    seen.report(|r| r.client_principal = Some("X".to_string()), bad());
    seen.report(|r| r.worker_principal = Some("X".to_string()), bad());
    seen.report(|r| r.shares[0].account = "X".to_string(), bad());
    seen.report(|r| r.shares.clear(), KitError::Empty { field: "shares" });
    let nine = KitError::TooMany { field: "shares", len: 9, max: MAX_PAYEES };
    seen.report(|r| r.shares = vec![r.shares[0].clone(); 9], nine);
    let zero = KitError::ZeroShare { account: text("bob") };
    seen.report(|r| r.shares[0].bps = 0, zero);
    seen.report(|r| r.shares[0].bps = 9_999, KitError::SharesSum { sum: 9_999 });
    let twice = KitError::Duplicate { field: "shares", value: text("bob") };
    seen.report(|r| r.shares = shares(&[("bob", 5_000), ("bob", 5_000)]), twice);
    let slug = |field, value: &str| KitError::NotSlug { field, value: value.to_string() };
    seen.report(|r| r.role = String::new(), slug("role", ""));
    seen.report(|r| r.reference.kind = "A job".to_string(), slug("reference.kind", "A job"));
    let hash = KitError::BadHash { field: "evidence", len: 31 };
    seen.report(|r| r.evidence = Some(HexBinary::from([0; 31])), hash);
    let report = seen.world.work("app", "bob", 5);
    seen.world.report("ledger", report.clone());
    let (kind, id, role) = ("job".to_string(), report.reference.id, "worker".to_string());
    let error = ContractError::AlreadyRecorded { kind, id, role };
    seen.refused("ledger", ExecuteMsg::Report(report), error);
}

fn bad_decisions(seen: &mut Seen) {
    let unknown = || ContractError::UnknownDomain { domain: 9, domains: 2 };
    let field = "points";
    for n in [Uint128::zero(), MAX_POINTS + Uint128::one()] {
        let error = TermsError::Points { field, points: n, max: MAX_POINTS };
        seen.admin(award(VOTE, "ann", n), error.clone());
        seen.admin(penalise(VOTE, "ann", n), error);
    }
    seen.admin(award(9, "ann", points(1)), unknown());
    seen.admin(penalise(9, "ann", points(1)), unknown());
    let error = ContractError::NoStanding { domain: CODE, account: addr("ann") };
    seen.admin(penalise(CODE, "ann", points(1)), error);
    seen.admin(AdminMsg::SetRates { domain: 9, rates: vec![] }, unknown());
    let rates = vec![Rate { points: points(0), ..rate() }];
    let Rate { asset, points, per } = rates[0].clone();
    let error = TermsError::ZeroRate { asset, points, per };
    seen.admin(AdminMsg::SetRates { domain: CODE, rates }, error);
}

fn bad_grants(seen: &mut Seen) {
    let good = || grant_of("ledger", to("app"), (1, 1, 1));
    let max = MAX_POINTS;
    let mut refuse = |change: fn(&mut NewGrant), error: ContractError| {
        let mut grant = good();
        change(&mut grant);
        seen.admin(AdminMsg::GrantBudget { grant }, error);
    };
    let amount = |field, points| TermsError::Points { field, points, max }.into();
    refuse(|g| g.total = points(0), amount("total", points(0)));
    refuse(|g| g.per_client = points(1 << 96), amount("per_client", points(1 << 96)));
    refuse(|g| g.per_pair = points(0), amount("per_pair", points(0)));
    refuse(|g| g.domain = 3, ContractError::UnknownDomain { domain: 3, domains: 2 });
    refuse(
        |g| g.holder = Holder::MinScore { domain: 4, min: points(1) },
        ContractError::UnknownDomain { domain: 4, domains: 2 },
    );
    refuse(
        |g| g.holder = min_score(1 << 96),
        ContractError::MinScoreTooHigh { min: points(1 << 96), max },
    );
    let bad = || KitError::BadAddress { address: "X".to_string() }.into();
    refuse(|g| g.ledger = "X".to_string(), bad());
    refuse(|g| g.holder = Holder::Address { address: "X".to_string() }, bad());
    seen.world.chain.advance_seconds(EPOCH);
    let grant = NewGrant { last_epoch: Some(0), ..good() };
    let error = ContractError::GrantOver { last_epoch: 0, epoch: 1 };
    seen.admin(AdminMsg::GrantBudget { grant }, error);

    let id = seen.world.grant(good());
    seen.admin(AdminMsg::RevokeBudget { grant: 99 }, ContractError::UnknownGrant { grant: 99 });
    seen.world.admin(AdminMsg::RevokeBudget { grant: id });
    seen.admin(AdminMsg::RevokeBudget { grant: id }, ContractError::GrantEnded { grant: id });
}

fn bad_queries(seen: &mut Seen) {
    let unknown = || ContractError::UnknownDomain { domain: 9, domains: 2 };
    let (domain, account) = (9, text("ann"));
    seen.ask(QueryMsg::Domain { domain }, unknown());
    seen.ask(QueryMsg::Score { domain, account: account.clone() }, unknown());
    seen.ask(QueryMsg::Members { domain, start_after: None, limit: None }, unknown());
    seen.ask(QueryMsg::StandingAtHeight { domain, account: None, height: 1 }, unknown());
    seen.ask(QueryMsg::StandingAtTime { domain, account: None, time: 1 }, unknown());
    seen.ask(QueryMsg::Epoch { domain, epoch: 0, account: None }, unknown());
    let (ledger, client) = (account.clone(), account);
    seen.ask(QueryMsg::Budget { domain, ledger, client, worker: None }, unknown());
    seen.ask(QueryMsg::Grant { grant: 99 }, ContractError::UnknownGrant { grant: 99 });
    let now = seen.world.chain.now().seconds();
    let found: DomainResponse = seen.world.ask(&QueryMsg::Domain { domain: CODE });
    let end = found.epoch_start + (found.epoch + 1) * EPOCH;
    let error = ContractError::EpochOpen { epoch: found.epoch, end, now };
    seen.ask(QueryMsg::Epoch { domain: CODE, epoch: found.epoch, account: None }, error);
    let error = ContractError::EpochOpen { epoch: u64::MAX, end: u64::MAX, now };
    seen.ask(QueryMsg::Epoch { domain: CODE, epoch: u64::MAX, account: None }, error);
    let error = KitError::BadAddress { address: "X".to_string() };
    seen.ask(QueryMsg::Member { addr: "X".to_string(), at_height: None }, error);
}

fn cw4_messages(seen: &mut Seen) {
    let add = vec![MemberWeight { addr: text("nan"), weight: 1 }];
    let msg = ExecuteMsg::UpdateMembers { remove: vec![], add };
    seen.refused("owner", msg.clone(), ContractError::WeightIsEarned {});
    seen.refused("nan", msg, ContractError::WeightIsEarned {});
    let msg = ExecuteMsg::UpdateAdmin { admin: Some(text("nan")) };
    seen.refused("owner", msg, ContractError::TwoSteps {});
    let (addr_text, nan) = (text("ann"), addr("nan"));
    seen.world.ok("owner", &ExecuteMsg::AddHook { addr: addr_text.clone() });
    let msg = ExecuteMsg::SyncHook { addr: addr_text, members: vec![nan.to_string()] };
    seen.refused("nan", msg, ContractError::NotMember { address: nan });
}

fn sums_that_do_not_fit(seen: &mut Seen) {
    // A weight above 64 bits: the report leg fails and can be retried once governance has acted.
    let failure = seen.world.run("owner", &ExecuteMsg::Admin(award(VOTE, "cat", MAX_POINTS)));
    let failure = failure.should_fail();
    let error = failure.error::<ContractError>().unwrap();
    let heavy = matches!(
        error,
        ContractError::Standing(StandingError::Decay(DecayError::WeightOverflow { .. }))
    );
    assert!(heavy, "{error:?}");
    // A total weight above 64 bits, each member below.
    let n = points((1 << 63) + (1 << 62));
    seen.world.award(VOTE, "cat", n.u128());
    let what = "the sum of voting weights";
    let error = StandingError::Overflow { what, max: "2^64 - 1" };
    seen.admin(award(VOTE, "dan", n), error);
    // A lifetime above 128 bits.
    let key = head_key(CODE, Subject::Account(&addr("eve")));
    let full =
        Standing { seq: 1, lifetime: Uint128::MAX, units: Uint256::one(), ..Standing::default() };
    seen.world.chain.seed(&seen.world.tracker, |storage| storage.set(&key, &full.pack()));
    let what = "the sum of points ever earned";
    let error = StandingError::Overflow { what, max: "2^128 - 1" };
    seen.admin(award(CODE, "eve", points(1)), error);
    // Half-lives used up: no more credit, scores are still told.
    seen.world.chain.advance_seconds(101 * HALF);
    let error = DecayError::HeadroomExhausted { half_lives: 101, max: 100 };
    seen.admin(award(CODE, "bob", points(1)), error);
    assert_eq!(seen.world.score(VOTE, "ann").score, points(0));
    let found: HeadroomResponse = seen.world.ask(&QueryMsg::Headroom {});
    assert_eq!((found.half_lives_used, found.half_lives_left), (101, 0));
    // Without an owner there is no dao.
    let renounce = ExecuteMsg::UpdateOwnership(cw_ownable::Action::RenounceOwnership);
    seen.world.ok("owner", &renounce);
    seen.ask(QueryMsg::Dao {}, ContractError::NoOwner {});
}
