//! Founding.

use axiom_kit::KitError;
use axiom_local::{Init, LocalChain};
use axiom_types::asset::{Asset, AssetError};
use axiom_types::common::InfoResponse;
use axiom_types::tracker::*;
use contribution_tracker::domain::terms::TermsError;
use contribution_tracker::domain::MAX_POINTS;
use contribution_tracker::ContractError;
use cosmwasm_std::{coin, Addr, Uint256};
use rstest::rstest;

use crate::support::*;

#[test]
fn a_tracker_is_born_with_voters() {
    let world = World::new();
    let info: InfoResponse = world.ask(&QueryMsg::Info {});
    assert_eq!(info.info.contract, contribution_tracker::contract::NAME);
    let owner: cw_ownable::Ownership<String> = world.ask(&QueryMsg::Ownership {});
    assert_eq!((owner.owner, owner.pending_owner), (Some(text("owner")), None));
    let settings: SettingsResponse = world.ask(&QueryMsg::Settings {});
    let registry = Some(world.registry.clone());
    assert_eq!(settings, SettingsResponse { registry, voting_domain: VOTE, weight_shift: 40 });

    assert_eq!((world.weight("ann"), world.weight("ben")), (Some(100), Some(50)));
    assert_eq!((world.weight("nan"), world.total_weight()), (None, 150));
    let domains: Vec<DomainResponse> = world.ask(&QueryMsg::Domains {});
    assert_eq!(domains.len(), 2);
    let first = &domains[0];
    assert_eq!((first.domain, first.name.as_str(), first.parent), (1, "standing", None));
    assert_eq!((first.half_life, first.epoch_length, first.epoch), (HALF, 7 * DAY, 0));
    assert_eq!(first.total_units, Uint256::from(150u128 << 40));
    // Five seconds later a score is a little less, rounded down.
    assert_eq!((first.total_score, first.lifetime), (points(149), points(150)));
    assert_eq!(first.rates, [rate()]);
    assert_eq!((domains[1].name.as_str(), domains[1].lifetime), ("code", points(0)));
}

#[test]
fn a_tracker_without_members_has_a_total_of_zero() {
    let mut chain = LocalChain::new("axiom-local");
    let code_id = chain.store_code(code());
    let msg = InstantiateMsg { genesis: vec![], owner: Some(text("dao")), ..init(None) };
    let done = chain.instantiate(addr("nan"), Init::new(code_id, "tracker", &msg));
    let tracker = done.should_succeed().contract();
    assert_eq!(chain.query_raw(&tracker, b"total"), Some(b"0".to_vec()));
    let admin: cw4::AdminResponse = chain.query(&tracker, &QueryMsg::Admin {});
    assert_eq!(admin.admin, Some(text("dao")));
}

fn member(name: &str, n: u128) -> GenesisMember {
    GenesisMember { address: text(name), points: points(n) }
}

type Change = fn(&mut InstantiateMsg);

#[rstest]
#[case::owner(|m: &mut InstantiateMsg| m.owner = Some("X".into()), KitError::BadAddress { address: "X".into() }.into())]
#[case::registry(|m: &mut InstantiateMsg| m.registry = Some("x".into()), KitError::BadAddress { address: "x".into() }.into())]
#[case::no_domain(|m: &mut InstantiateMsg| m.domains.clear(), KitError::Empty { field: "domains" }.into())]
#[case::domains(
    |m: &mut InstantiateMsg| m.domains = (0..33).map(|n| domain(&format!("d{n}"), DAY)).collect(),
    KitError::TooMany { field: "domains", len: 33, max: 32 }.into()
)]
#[case::name_twice(
    |m: &mut InstantiateMsg| m.domains[1].name = "standing".into(),
    KitError::Duplicate { field: "domains", value: "standing".into() }.into()
)]
#[case::name(
    |m: &mut InstantiateMsg| m.domains[1].name = "Code".into(),
    KitError::NotSlug { field: "name", value: "Code".into() }.into()
)]
#[case::voting(|m: &mut InstantiateMsg| m.voting_domain = 3, TermsError::VotingDomain { domain: 3, domains: 2 }.into())]
#[case::shift(|m: &mut InstantiateMsg| m.weight_shift = 61, TermsError::Shift { shift: 61, min: 20, max: 60 }.into())]
#[case::voting_half_life(
    |m: &mut InstantiateMsg| m.domains[0].half_life = 30 * DAY,
    TermsError::HalfLife { seconds: 30 * DAY, min: 90 * DAY, max: 3_155_760_000 }.into()
)]
#[case::half_life(
    |m: &mut InstantiateMsg| m.domains[1].half_life = DAY,
    TermsError::HalfLife { seconds: DAY, min: 7 * DAY, max: 3_155_760_000 }.into()
)]
#[case::epoch(
    |m: &mut InstantiateMsg| m.domains[1].epoch_length = 9,
    TermsError::EpochLength { seconds: 9, min: 3_600, max: 31_622_400 }.into()
)]
#[case::rates(
    |m: &mut InstantiateMsg| m.domains[1].rates = vec![rate(); 17],
    KitError::TooMany { field: "rates", len: 17, max: 16 }.into()
)]
#[case::rate_twice(
    |m: &mut InstantiateMsg| m.domains[1].rates = vec![rate(); 2],
    KitError::Duplicate { field: "rates", value: "uaxm".into() }.into()
)]
#[case::rate_zero(
    |m: &mut InstantiateMsg| m.domains[1].rates[0].per = points(0),
    TermsError::ZeroRate { asset: Asset::native("uaxm"), points: points(1), per: points(0) }.into()
)]
#[case::rate_asset(
    |m: &mut InstantiateMsg| m.domains[1].rates[0].asset = Asset::native("1"),
    KitError::Asset(AssetError::BadDenom { denom: "1".into() }).into()
)]
#[case::rate_token(
    |m: &mut InstantiateMsg| m.domains[1].rates[0].asset = Asset::cw20("token"),
    KitError::BadAddress { address: "token".into() }.into()
)]
#[case::genesis(
    |m: &mut InstantiateMsg| m.genesis = (0..51).map(|n| member(&format!("m{n}"), 1)).collect(),
    KitError::TooMany { field: "genesis", len: 51, max: 50 }.into()
)]
#[case::genesis_zero(
    |m: &mut InstantiateMsg| m.genesis = vec![member("ann", 0)],
    TermsError::Points { field: "genesis", points: points(0), max: MAX_POINTS }.into()
)]
#[case::genesis_twice(
    |m: &mut InstantiateMsg| m.genesis = vec![member("ann", 1), member("ann", 2)],
    KitError::Duplicate { field: "genesis", value: text("ann") }.into()
)]
#[case::genesis_address(
    |m: &mut InstantiateMsg| m.genesis[0].address = "ANN".into(),
    KitError::BadAddress { address: "ANN".into() }.into()
)]
fn bad_settings_are_refused(#[case] change: Change, #[case] error: ContractError) {
    let mut chain = LocalChain::new("axiom-local");
    let code_id = chain.store_code(code());
    let mut msg = init(None);
    let good = Init::new(code_id, "tracker", &msg);
    chain.instantiate(addr("owner"), good).should_succeed();
    change(&mut msg);
    let bad = Init::new(code_id, "tracker", &msg);
    chain.instantiate(addr("owner"), bad).should_fail_with(&error);
}

#[test]
fn founding_takes_no_coins() {
    let mut chain = LocalChain::new("axiom-local");
    let code_id = chain.store_code(code());
    chain.mint(addr("owner"), coin(1, "uaxm"));
    let (msg, funds) = (init(None), [coin(1, "uaxm")]);
    let outcome =
        chain.instantiate(addr("owner"), Init::new(code_id, "tracker", &msg).funds(&funds));
    let error = KitError::FundsSent { coins: "1uaxm".to_string() };
    outcome.should_fail_with(&ContractError::from(error));
}

#[test]
fn most_domains_and_holders_fit() {
    let mut chain = LocalChain::new("axiom-local");
    let code_id = chain.store_code(code());
    let mut msg = init(None);
    msg.domains = (0..32).map(|n| domain(&format!("d{n}"), DAY)).collect();
    msg.genesis = (0..50).map(|n| member(&format!("m{n}"), 1 + n)).collect();
    let done = chain.instantiate(addr("owner"), Init::new(code_id, "tracker", &msg));
    let tracker: Addr = done.should_succeed().contract();
    let total: cw4::TotalWeightResponse =
        chain.query(&tracker, &QueryMsg::TotalWeight { at_height: None });
    assert_eq!(total.weight, (1..=50).sum::<u64>());
}
