//! Flows of several contracts that the story does not tell.

use axiom_suite::{call, JobBuilder, Suite, DAY, DENOM};
use axiom_types::asset::Asset;
use axiom_types::dao::{self, AdminMsg, Stage, Target};
use axiom_types::ledger::{Agreement, EndReason, JobState};
use axiom_types::tracker::QueryMsg;
use axiom_types::{distributor, ledger, registry, tracker};
use cosmwasm_std::HexBinary;

/// Client and worker end a job together in each state in which both are known.
#[test]
fn both_together_end_a_job_in_every_state() {
    for state in [JobState::Accepted, JobState::InReview, JobState::Rework, JobState::Disputed] {
        let mut s = Suite::found();
        let _ = s.distributor().deposit_for_work("client", 10_000, DENOM).should_succeed();
        let job = s.ledger().posted("client", JobBuilder::paid(10_000).build());
        let _ = s.ledger().accept("worker", job).should_succeed();
        for step in 0..4 {
            if s.ledger().job(job).state == state {
                break;
            }
            let outcome = match step {
                0 | 2 => s.ledger().submit("worker", job),
                _ => s.ledger().reject("client", job),
            };
            let _ = outcome.should_succeed();
        }
        assert_eq!(s.ledger().job(job).state, state);
        let end = Agreement::Dissolve { worker_bps: 4_000 };
        let _ = s.ledger().agree("worker", job, end.clone()).should_succeed();
        assert_eq!(s.ledger().job(job).state, state, "one side alone ends nothing");
        let other = Agreement::Dissolve { worker_bps: 3_999 };
        let _ = s.ledger().agree("client", job, other).should_succeed();
        assert_eq!(s.ledger().job(job).state, state, "other words end nothing");
        let _ = s
            .ledger()
            .agree("worker", job, Agreement::Dissolve { worker_bps: 3_999 })
            .should_succeed();
        assert_eq!(s.ledger().job(job).ended, Some(EndReason::Dissolved), "in {state:?}");
        let fee = 200; // 5 % of 3,999 is 199.95, rounded up.
        assert_eq!(s.balance_of("worker", DENOM), 3_999 - fee);
        assert_eq!(s.balance_of("dao", DENOM), fee);
        assert_eq!(s.balance_of("client", DENOM), 6_001);
    }
}

/// Settings of each of the five change by vote, and nobody else's word changes them.
#[test]
fn any_setting_of_the_five_changes_by_vote() {
    let mut s = Suite::found();
    let at = s.at.clone();
    let lease = registry::Settings { lease_seconds: 50 * DAY, renewal_window: 5 * DAY };
    let set_lease =
        registry::ExecuteMsg::Admin(registry::AdminMsg::UpdateSettings { settings: lease.clone() });
    let mut settings: ledger::SettingsMsg =
        s.chain.query(&at.ledger, &ledger::QueryMsg::Settings {});
    settings.fee_bps = 123;
    let set_fee =
        ledger::ExecuteMsg::Admin(ledger::AdminMsg::UpdateSettings { settings: settings.clone() });
    let set_rates =
        tracker::ExecuteMsg::Admin(tracker::AdminMsg::SetRates { domain: 2, rates: vec![] });
    let token = s.token(&["alice"]);
    let list = distributor::ExecuteMsg::Admin(distributor::AdminMsg::ListToken {
        address: token.to_string(),
    });
    let mut tracks: Vec<dao::TrackResponse> = s.chain.query(&at.dao, &dao::QueryMsg::Tracks {});
    let mut first = tracks.remove(0);
    first.config.quorum_bps = 3_000;
    let set_track =
        dao::ExecuteMsg::Admin(AdminMsg::SetTrack { track: 1, config: first.config.clone() });
    for (contract, msg) in [
        (&at.registry, serde_json::to_value(&set_lease).unwrap()),
        (&at.ledger, serde_json::to_value(&set_fee).unwrap()),
        (&at.tracker, serde_json::to_value(&set_rates).unwrap()),
        (&at.distributor, serde_json::to_value(&list).unwrap()),
        (&at.dao, serde_json::to_value(&set_track).unwrap()),
    ] {
        let alice = s.addr("alice");
        assert!(!s.chain.execute(&alice, contract, &msg, &[]).is_ok(), "a member alone: {msg}");
    }
    let msgs = vec![
        call(&at.registry, &set_lease),
        call(&at.ledger, &set_fee),
        call(&at.tracker, &set_rates),
        call(&at.distributor, &list),
        call(&at.dao, &set_track),
    ];
    assert!(!s.dao().propose("alice", 1, msgs.clone()).is_ok(), "track 1 may not set tracks");
    let _ = s.dao().pass(3, msgs).should_succeed();
    assert_eq!(
        s.chain.query::<registry::Settings>(&at.registry, &registry::QueryMsg::Settings {}),
        lease
    );
    assert_eq!(
        s.chain.query::<ledger::SettingsMsg>(&at.ledger, &ledger::QueryMsg::Settings {}),
        settings
    );
    let domain: tracker::DomainResponse =
        s.chain.query(&at.tracker, &QueryMsg::Domain { domain: 2 });
    assert_eq!(domain.rates, vec![]);
    let tokens: Vec<cosmwasm_std::Addr> = s
        .chain
        .query(&at.distributor, &distributor::QueryMsg::Tokens { start_after: None, limit: None });
    assert_eq!(tokens, vec![token]);
    let found: dao::TrackResponse = s.chain.query(&at.dao, &dao::QueryMsg::Track { track: 1 });
    assert_eq!(found.config.quorum_bps, 3_000);
}

/// Migrating a contract to the very code it runs is refused by its own version check; the proposal stays ready.
#[test]
fn a_second_run_of_a_migration_is_refused_for_each_of_the_five() {
    let mut s = Suite::found();
    for (target, code_id) in [
        (Target::Registry {}, s.codes.registry),
        (Target::Ledger {}, s.codes.ledger),
        (Target::Tracker {}, s.codes.tracker),
        (Target::Distributor {}, s.codes.distributor),
        (Target::Dao {}, s.codes.dao),
    ] {
        let checksum = HexBinary::from(s.chain.code_info(code_id).unwrap().checksum.as_slice());
        let upgrade = dao::ExecuteMsg::Admin(AdminMsg::Upgrade {
            target: target.clone(),
            code_id,
            checksum,
            msg: cosmwasm_std::Binary::from(b"{}"),
        });
        let dao_addr = s.at.dao.clone();
        let id = s.dao().ready(3, vec![call(&dao_addr, &upgrade)]);
        let before = s.chain.state_digest();
        let failure = s.dao().execute("stranger", id).should_fail();
        assert!(failure.text.contains("0.1.0"), "{target:?}: {}", failure.text);
        assert_eq!(s.chain.state_digest(), before);
        assert_eq!(s.dao().stage(id).stage, Stage::Ready, "{target:?}");
    }
}

/// A job ends with the peers it began with, after governance replaced the distributor of the ledger.
#[test]
fn a_job_ends_with_the_peers_it_began_with() {
    let mut s = Suite::found();
    let _ = s.distributor().deposit_for_work("client", 10_000, DENOM).should_succeed();
    let job = s.ledger().handed_in("client", "worker", JobBuilder::paid(10_000).build());
    let none = ledger::ExecuteMsg::Admin(ledger::AdminMsg::SetPeers {
        peers: ledger::PeersMsg { registry: None, tracker: None, distributor: None },
    });
    let ledger_addr = s.at.ledger.clone();
    let id = s.dao().proposed("alice", 3, vec![call(&ledger_addr, &none)]);
    for voter in ["alice", "ben"] {
        let _ = s.dao().vote(voter, id, dao::Vote::Yes).should_succeed();
    }
    let extend = Agreement::Extend { seconds: 30 * DAY };
    let _ = s.ledger().agree("client", job, extend.clone()).should_succeed();
    let _ = s.ledger().agree("worker", job, extend).should_succeed();
    s.wait(11 * DAY);
    let _ = s.dao().execute("stranger", id).should_succeed();
    assert!(
        !s.ledger().post("client", JobBuilder::paid(1).build()).is_ok(),
        "no distributor, no paid jobs"
    );
    let _ = s.ledger().approve("client", job).should_succeed();
    assert_eq!(s.balance_of("worker", DENOM), 9_500);
    assert!(s.ledger().pending(job).is_empty());
}

/// A bank send that is alone in its message and is refused: the message is undone, so the money stays where it was, in
/// the balance or in the pool, and can be taken another way.
#[test]
fn a_refused_bank_send_that_stands_alone_leaves_the_money_where_it_was() {
    let mut s = Suite::found();
    let ben = s.addr("ben");
    let pool = s.distributor().table_pool("app", 100, &[("ben", 1)], DENOM);
    for who in ["app", "ben"] {
        let _ = s.distributor().deposit(who, 5_000, DENOM).should_succeed();
    }
    let _ = s.distributor().fund("app", pool, 4_000).should_succeed();
    s.wait(200);
    let due = s.distributor().claimable("ben", pool).amount;
    assert!(due.u128() > 3_900, "{due}");
    let wallet = s.wallet("ben", DENOM);
    s.chain.refuse_bank_sends_to(&ben);
    let asset = Asset::native(DENOM);
    let before = s.chain.state_digest();
    let _ = s.distributor().withdraw("ben", &asset, None).should_fail();
    let _ = s.distributor().claim("ben", pool, true).should_fail();
    assert_eq!(s.chain.state_digest(), before);
    assert_eq!(s.distributor().claimable("ben", pool).amount, due);
    let _ = s.distributor().claim("ben", pool, false).should_succeed();
    assert_eq!(s.balance_of("ben", DENOM), 5_000 + due.u128());
    s.chain.accept_bank_sends_to(&ben);
    let _ = s.distributor().withdraw("ben", &asset, None).should_succeed();
    assert_eq!(s.wallet("ben", DENOM), wallet + 5_000 + due.u128());
    let held = s.distributor().holdings(&asset);
    assert_eq!(held.surplus.map(|n| n.u128()), Some(0));
}
