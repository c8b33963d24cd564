//! From intents to proposals: what is built is what the dao takes, and what is refused it refuses.

use axiom_answers::propose::{Draft, Intent, ProposeError, Proposed, Refusal, Route, Words};
use axiom_answers::{AnswerError, ContractName};
use axiom_chain::{Chain, Init};
use axiom_suite::{Builder, Suite, DAY, DENOM, DENOM_2};
use axiom_types::asset::Asset;
use axiom_types::dao::{ExecuteMsg, Part, Proposed as Made, Stage, Vote};
use axiom_types::tracker::Holder;
use axiom_types::{ledger, registry};
use cosmwasm_std::coin;
use rstest::rstest;
use serde_json::{json, Value};

use crate::play::{asked, at, axm, bare, n};

fn draft(s: &Suite, intent: &Intent) -> Proposed<Draft> {
    asked(s, |a| a.draft(intent, &Words::default()))
}

fn set(contract: ContractName, field: &str, value: Value) -> Intent {
    Intent::Set { contract, field: field.to_string(), value }
}

fn pay(s: &Suite, route: Route, asset: Asset, amount: u128) -> Intent {
    Intent::Spend { route, to: at(s, "ben"), asset, amount: n(amount) }
}

fn grant(s: &Suite, domain: &str) -> Intent {
    Intent::Grant {
        domain: domain.to_string(),
        ledger: None,
        holder: Holder::Address { address: at(s, "client") },
        per_client: n(100),
        total: n(500),
        per_pair: n(50),
        last_epoch: None,
    }
}

/// Tracks that admit a draft are those whose `propose` the dao takes, and no others.
fn agrees_with_the_dao(s: &mut Suite, draft: &Draft) {
    let admitted: Vec<u32> = draft.admitted_by.iter().map(|row| row.track).collect();
    for track in 1..=3 {
        let ExecuteMsg::Propose { title, description, msgs, earliest, latest, may_fail, .. } =
            draft.message()
        else {
            panic!("a proposal");
        };
        let track_wanted = Some(track);
        let msg = ExecuteMsg::Propose {
            title,
            description,
            msgs,
            earliest,
            latest,
            track: track_wanted,
            may_fail,
        };
        // The amount of a window is looked at only when it is executed.
        let too_much = draft
            .refused_by
            .iter()
            .any(|row| row.track == track && matches!(row.why, Refusal::TooMuch { .. }));
        let taken = s.dao().send("alice", &msg).is_ok();
        assert_eq!(taken, admitted.contains(&track) || too_much, "track {track}");
    }
}

/// Proposes, votes and executes.
fn carried(s: &mut Suite, draft: &Draft) {
    let id = s.dao().send("alice", &draft.message()).should_succeed();
    let id = id.data_as::<Made>().proposal_id;
    for who in ["alice", "ben"] {
        let _ = s.dao().vote(who, id, Vote::Yes).should_succeed();
    }
    let ready = s.dao().stage(id).ready_at - s.now();
    s.wait(ready);
    assert_eq!(s.dao().stage(id).stage, Stage::Ready);
    let _ = s.dao().execute("stranger", id).should_succeed();
}

fn tracks(draft: &Draft) -> Vec<u32> {
    draft.admitted_by.iter().map(|row| row.track).collect()
}

#[test]
fn pays_by_each_route() {
    let mut s = Suite::found();
    let dao = at(&s, "dao");
    s.chain.give(&dao, coin(10_000, DENOM));
    let msg = axiom_types::distributor::ExecuteMsg::Deposit {
        on_behalf_of: Some(dao.clone()),
        allowances: vec![],
    };
    let (app, dist) = (s.addr("app"), s.at.distributor.clone());
    let _ = s.chain.execute(app, dist, &msg, &[coin(10_000, DENOM)]).should_succeed();
    let before = s.wallet("ben", DENOM);
    for (route, title) in [
        (Route::WalletToWallet, "Pay 100 uaxm"),
        (Route::BalanceToBalance, "Pay 100 uaxm"),
        (Route::BalanceToWallet, "Pay 100 uaxm"),
    ] {
        let made = draft(&s, &pay(&s, route, axm(), 100)).unwrap();
        assert_eq!((made.track, tracks(&made)), (2, vec![2]));
        assert_eq!((made.title.as_str(), made.warnings.clone()), (title, vec![]));
        assert!(made.description.contains(&at(&s, "ben")), "{}", made.description);
        agrees_with_the_dao(&mut s, &made);
        carried(&mut s, &made);
    }
    assert_eq!(s.wallet("ben", DENOM) - before, 200);
    assert_eq!(s.balance_of("ben", DENOM), 100);
}

#[test]
fn tokens_are_paid_by_their_own_rule() {
    let mut s = Suite::found();
    let token = s.token(&["app"]);
    let error = draft(&s, &pay(&s, Route::WalletToWallet, Asset::cw20(token.as_str()), 5));
    let ProposeError::NoTrack { closest } = error.unwrap_err() else { panic!("no track") };
    assert_eq!(closest.why, Refusal::NoSpending { asset: Asset::cw20(token.as_str()) });
}

#[test]
fn what_no_track_may_pay() {
    let s = Suite::found();
    let error = draft(&s, &pay(&s, Route::WalletToWallet, axm(), 1_000_001)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no track admits this. Closest is track 2 'treasury': it may pay 1000000 uaxm in 30 d, and this pays 1000001. \
         Propose to change that track first (`set dao track.2...`), or change the proposal"
    );
    let error = draft(&s, &pay(&s, Route::WalletToWallet, Asset::native(DENOM_2), 1)).unwrap_err();
    let ProposeError::NoTrack { closest } = error else { panic!("no track") };
    assert_eq!(closest.why, Refusal::NoSpending { asset: Asset::native(DENOM_2) });
    // The border is admitted, with a warning: there is no money.
    let made = draft(&s, &pay(&s, Route::WalletToWallet, axm(), 1_000_000)).unwrap();
    assert_eq!(made.warnings.len(), 1);
    assert!(made.warnings[0].starts_with("the treasury holds 0 uaxm there now"));
}

#[test]
fn a_window_that_is_nearly_spent() {
    let mut s = Suite::found();
    s.chain.give(&at(&s, "dao"), coin(5_000_000, DENOM));
    let first = draft(&s, &pay(&s, Route::WalletToWallet, axm(), 900_000)).unwrap();
    // Windows begin at multiples of their length: begin early in one.
    let window = 30 * DAY;
    let wait = window - s.now() % window;
    s.wait(wait);
    carried(&mut s, &first);
    let second = draft(&s, &pay(&s, Route::WalletToWallet, axm(), 100_001)).unwrap();
    assert_eq!(second.warnings.len(), 1);
    assert!(
        second.warnings[0].starts_with("track 2 has 100000 uaxm left"),
        "{:?}",
        second.warnings
    );
    let fits = draft(&s, &pay(&s, Route::WalletToWallet, axm(), 100_000)).unwrap();
    assert_eq!(fits.warnings, Vec::<String>::new());
}

#[rstest]
#[case::zero(axm(), 0, "an amount of zero: expected at least one base unit")]
#[case::asset(Asset::native("1x"), 5, "'1x' is not a bank denom")]
fn malformed_payments(#[case] asset: Asset, #[case] amount: u128, #[case] text: &str) {
    let s = Suite::found();
    let error = draft(&s, &pay(&s, Route::WalletToWallet, asset, amount)).unwrap_err();
    assert!(error.to_string().starts_with(text), "{error}");
}

#[test]
fn a_bad_receiver() {
    let s = Suite::found();
    let intent = Intent::Spend {
        route: Route::WalletToWallet,
        to: "cosmos1qyqszqgpqyqszqgpqyqszqgpqyqszqgpjnp7du".to_string(),
        asset: axm(),
        amount: n(1),
    };
    let error = draft(&s, &intent).unwrap_err();
    assert!(matches!(error, ProposeError::Answer(AnswerError::BadAddress { .. })), "{error}");
}

/// One setting changes, all others stay.
#[test]
fn one_setting_of_the_ledger() {
    let mut s = Suite::found();
    let now = |s: &Suite| -> ledger::SettingsMsg {
        axiom_chain::ChainExt::query(&s.chain, &s.at.ledger, &ledger::QueryMsg::Settings {})
    };
    let before = now(&s);
    let made =
        draft(&s, &set(ContractName::Ledger, "default_windows.review", json!("86400"))).unwrap();
    assert_eq!((made.track, tracks(&made)), (1, vec![1, 3]));
    assert_eq!(made.title, "Set default_windows.review of the ledger");
    let changes = &made.plain[0].changes;
    assert_eq!((changes.len(), changes[0].field.as_str()), (1, "default_windows.review"));
    assert_eq!((&changes[0].from, &changes[0].to), (&json!(3 * DAY), &json!(DAY)));
    agrees_with_the_dao(&mut s, &made);
    carried(&mut s, &made);
    let mut expected = before;
    expected.default_windows.review = DAY;
    assert_eq!(now(&s), expected);
}

#[test]
fn settings_of_the_others() {
    let mut s = Suite::found();
    let lease = set(ContractName::Registry, "lease_seconds", json!(60 * DAY));
    let made = draft(&s, &lease).unwrap();
    agrees_with_the_dao(&mut s, &made);
    carried(&mut s, &made);
    let settings: registry::Settings =
        axiom_chain::ChainExt::query(&s.chain, &s.at.registry, &registry::QueryMsg::Settings {});
    assert_eq!((settings.lease_seconds, settings.renewal_window), (60 * DAY, 30 * DAY));

    let rates = json!([{"asset": {"native": DENOM}, "points": "2", "per": "1000"}]);
    let made = draft(&s, &set(ContractName::Tracker, "rates.code", rates)).unwrap();
    assert_eq!(tracks(&made), [1, 3]);
    agrees_with_the_dao(&mut s, &made);
    carried(&mut s, &made);

    let made = draft(&s, &set(ContractName::Dao, "track.2.quorum_bps", json!(3_000))).unwrap();
    assert_eq!(tracks(&made), [3]);
    assert_eq!(made.refused_by.len(), 2);
    agrees_with_the_dao(&mut s, &made);
    carried(&mut s, &made);
    let answer = asked(&s, |a| a.draft(&Intent::Text {}, &words("T", "D"))).unwrap();
    let quorum = answer.admitted_by.iter().find(|row| row.track == 2).unwrap().quorum_bps;
    assert_eq!(quorum, 3_000);

    let token = s.token(&["app"]);
    let field = format!("token.{token}");
    let made = draft(&s, &set(ContractName::Distributor, &field, json!(true))).unwrap();
    agrees_with_the_dao(&mut s, &made);
    carried(&mut s, &made);
    let again = draft(&s, &set(ContractName::Distributor, &field, json!(true))).unwrap_err();
    assert!(matches!(again, ProposeError::Unchanged { .. }), "{again}");

    for (contract, field) in [
        (ContractName::Ledger, "peers.tracker"),
        (ContractName::Tracker, "registry"),
        (ContractName::Dao, "peer.registry"),
        (ContractName::Dao, "guardian"),
    ] {
        let made = draft(&s, &set(contract, field, json!(null))).unwrap();
        assert_eq!(tracks(&made), [3], "{field}");
        agrees_with_the_dao(&mut s, &made);
    }
}

#[rstest]
#[case::no_such_field(ContractName::Ledger, "fee", json!(1), "the ledger has no setting 'fee': expected one of arbiter_silence_bps")]
#[case::deeper(ContractName::Ledger, "fee_bps.x", json!(1), "the ledger has no setting 'fee_bps.x'")]
#[case::a_space_is_no_peer(ContractName::Ledger, "peers.space", json!(1), "the ledger has no setting 'peers.space'")]
#[case::of_the_tracker(ContractName::Tracker, "weight_shift", json!(1), "the tracker has no setting 'weight_shift': expected one of registry, rates.<domain>")]
#[case::of_the_distributor(ContractName::Distributor, "fee", json!(1), "the distributor has no setting 'fee': expected one of token.<address>")]
#[case::of_the_dao(ContractName::Dao, "track.x.quorum_bps", json!(1), "the dao has no setting")]
#[case::layer(ContractName::Dao, "peer.dao", json!(null), "the dao has no setting")]
#[case::no_track(ContractName::Dao, "track.9.quorum_bps", json!(1), "there is no track 9: expected one of [1, 2, 3]")]
#[case::no_domain(ContractName::Tracker, "rates.art", json!([]), "there is no domain 'art': expected one of 1 (governance), 2 (code)")]
#[case::wrong_type(ContractName::Ledger, "fee_bps", json!("many"), "'fee_bps' cannot be \"many\"")]
#[case::too_large_for_the_type(ContractName::Ledger, "fee_bps", json!(70_000), "'fee_bps' cannot be 70000")]
#[case::above_its_bound(ContractName::Ledger, "fee_bps", json!(3_001), "'fee_bps' cannot be 3001: expected 0 to 3000")]
#[case::below_its_bound(ContractName::Ledger, "default_windows.accept", json!(59), "'default_windows.accept' cannot be 59: expected 60 to 31536000")]
#[case::window_beyond_lease(ContractName::Registry, "renewal_window", json!(90 * DAY), "'renewal_window' cannot be 7776000: expected a renewal window")]
#[case::the_same(ContractName::Ledger, "fee_bps", json!(500), "'fee_bps' is 500 already: nothing to propose")]
#[case::address(ContractName::Ledger, "fee_recipient", json!("ben"), "'ben' is no address of this chain")]
#[case::whole_group(ContractName::Ledger, "default_windows", json!({"accept": 60}), "'default_windows' cannot be")]
fn settings_that_cannot_be(
    #[case] contract: ContractName,
    #[case] field: &str,
    #[case] value: Value,
    #[case] text: &str,
) {
    let s = Suite::found();
    let error = draft(&s, &set(contract, field, value)).unwrap_err().to_string();
    assert!(error.starts_with(text), "{error}");
}

#[test]
fn budgets() {
    let mut s = Suite::found();
    let made = draft(&s, &grant(&s, "code")).unwrap();
    assert_eq!((made.track, tracks(&made)), (1, vec![1, 3]));
    assert_eq!(made.title, "Grant a budget in the domain 'code'");
    agrees_with_the_dao(&mut s, &made);
    carried(&mut s, &made);
    let again = draft(&s, &grant(&s, "2")).unwrap();
    assert_eq!(again.warnings, ["it replaces the grant 3 of 500 per epoch"]);
    // Whoever makes votes rules every track: that takes the strict one.
    let power = draft(&s, &grant(&s, "governance")).unwrap();
    assert_eq!(tracks(&power), [3]);
    agrees_with_the_dao(&mut s, &power);
    let error = draft(&s, &grant(&s, "art")).unwrap_err();
    assert!(error.to_string().starts_with("there is no domain 'art'"), "{error}");
    let Intent::Grant { domain, ledger, holder, per_client, total, last_epoch, .. } =
        grant(&s, "2")
    else {
        panic!("a grant");
    };
    let nothing =
        Intent::Grant { domain, ledger, holder, per_client, total, per_pair: n(0), last_epoch };
    let error = draft(&s, &nothing).unwrap_err();
    assert!(error.to_string().starts_with("'per_pair' cannot be 0"), "{error}");
    let s = bare();
    let error = draft(&s, &grant(&s, "2")).unwrap_err();
    let left_out = AnswerError::LeftOut { contract: ContractName::Ledger };
    assert_eq!(error, ProposeError::Answer(left_out));
}

#[test]
fn upgrades() {
    let mut s = Suite::found();
    let next = s.codes.store_next(&mut s.chain);
    let upgrade = |contract, code_id| Intent::Upgrade { contract, code_id, msg: None };
    let made = draft(&s, &upgrade(ContractName::Ledger, next.ledger)).unwrap();
    assert_eq!((made.track, tracks(&made)), (3, vec![3]));
    assert!(made.plain[0].text.starts_with(&format!("upgrade ledger to code {}", next.ledger)));
    agrees_with_the_dao(&mut s, &made);
    carried(&mut s, &made);
    let ledger = s.at.ledger.clone();
    assert_eq!(s.chain.contract_info(ledger.as_str()).unwrap().code_id, next.ledger);
    let error = draft(&s, &upgrade(ContractName::Ledger, next.ledger)).unwrap_err();
    assert_eq!(
        error,
        ProposeError::SameCode { contract: ContractName::Ledger, code_id: next.ledger }
    );
    let error = draft(&s, &upgrade(ContractName::Ledger, 9_999)).unwrap_err();
    assert_eq!(error, ProposeError::UnknownCode { code_id: 9_999 });
    let error = draft(&bare(), &upgrade(ContractName::Registry, 1)).unwrap_err();
    assert!(error.to_string().contains("no state-registry"), "{error}");
}

/// A contract that was there before and belongs to somebody else cannot be upgraded by vote.
#[test]
fn a_foreign_contract_is_not_ours_to_upgrade() {
    let mut builder = Builder::new();
    let ben = axiom_chain::Account::named("ben");
    let settings = registry::Settings { lease_seconds: 90 * DAY, renewal_window: 30 * DAY };
    let msg = registry::InstantiateMsg { owner: None, settings };
    let init = Init::new(builder.codes.registry, "older", &msg).admin(ben.as_ref());
    let older = builder.chain.instantiate(&ben, init).should_succeed().contract();
    let address = older.to_string();
    let mut s = builder.tweak(|msg| msg.registry = Part::Adopt { address }).build();
    let next = s.codes.store_next(&mut s.chain);
    let (contract, code_id) = (ContractName::Registry, next.registry);
    let error = draft(&s, &Intent::Upgrade { contract, code_id, msg: None }).unwrap_err();
    let admin = Some(ben.to_string());
    assert_eq!(error, ProposeError::NotAdmin { contract, admin });
}

fn words(title: &str, description: &str) -> Words {
    let (title, description) = (Some(title.to_string()), Some(description.to_string()));
    Words { title, description, ..Words::default() }
}

#[rstest]
#[case::good("A title", "And why.", None)]
#[case::no_title("", "And why.", Some("the title has 0 bytes"))]
#[case::blank("  ", "And why.", Some("the title has 2 bytes"))]
#[case::hidden("A\u{202e}title", "And why.", Some("the title has 9 bytes"))]
#[case::long("A title", "", Some("the description has 0 bytes"))]
fn texts(#[case] title: &str, #[case] description: &str, #[case] expected: Option<&str>) {
    let mut s = Suite::found();
    let made = asked(&s, |a| a.draft(&Intent::Text {}, &words(title, description)));
    match expected {
        None => {
            let made = made.unwrap();
            assert_eq!((made.track, made.messages.len()), (1, 0));
            assert_eq!(tracks(&made), [1, 2, 3]);
            agrees_with_the_dao(&mut s, &made);
        }
        Some(text) => {
            let error = made.unwrap_err().to_string();
            assert!(error.starts_with(text), "{error}");
        }
    }
}

#[rstest]
#[case::a_member("alice", None)]
#[case::nobody("stranger", Some("has weight 0, and track 1 takes proposals from 10 on"))]
fn who_may_propose(#[case] who: &str, #[case] expected: Option<&str>) {
    let mut s = Suite::found();
    let words = Words { proposer: Some(at(&s, who)), ..words("A title", "And why.") };
    let made = asked(&s, |a| a.draft(&Intent::Text {}, &words)).unwrap();
    assert_eq!(
        made.warnings.first().map(|text| text.ends_with(expected.unwrap())),
        expected.map(|_| true)
    );
    assert_eq!(s.dao().send(who, &made.message()).is_ok(), expected.is_none());
}

#[test]
fn a_track_that_is_named() {
    let s = Suite::found();
    let fee = set(ContractName::Ledger, "fee_bps", json!(100));
    let on = |track| {
        let words = Words { track: Some(track), ..Words::default() };
        asked(&s, |a| a.draft(&fee, &words))
    };
    assert_eq!(on(3).unwrap().track, 3);
    assert_eq!(
        on(2).unwrap_err().to_string(),
        "track 2 'treasury': it may not call `admin.update_settings` of ledger. Track 1 admits it"
    );
    assert_eq!(on(8).unwrap_err(), ProposeError::UnknownTrack { track: 8, known: vec![1, 2, 3] });
}
