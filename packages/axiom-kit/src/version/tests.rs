use cosmwasm_std::testing::MockStorage;
use rstest::rstest;

use super::*;

#[rstest]
#[case::patch("0.1.0", "0.1.1", true)]
#[case::minor_counts_as_a_number("0.9.0", "0.10.0", true)]
#[case::major_wins("0.99.99", "1.0.0", true)]
#[case::a_second_run("1.2.3", "1.2.3", false)]
#[case::a_step_back("1.2.3", "1.2.2", false)]
#[case::a_big_step_back("1.0.0", "0.99.99", false)]
fn only_forward(#[case] from: &str, #[case] to: &str, #[case] ok: bool) {
    let mut storage = MockStorage::new();
    init(&mut storage, "axiom:x", from).unwrap();
    let result = migrate(&mut storage, "axiom:x", to);
    let stored = info(&storage).unwrap().info;
    assert_eq!(stored.contract, "axiom:x");
    if ok {
        assert_eq!(result, Ok((from.to_string(), to.to_string())));
        assert_eq!(stored.version, to);
    } else {
        let wanted = KitError::NotNewer { found: from.to_string(), this: to.to_string() };
        assert_eq!(result, Err(wanted));
        assert_eq!(stored.version, from);
    }
}

#[test]
fn state_of_another_contract_is_refused() {
    let mut storage = MockStorage::new();
    init(&mut storage, "axiom:x", "0.1.0").unwrap();
    let wanted =
        KitError::WrongContract { expected: "axiom:y".to_string(), found: "axiom:x".to_string() };
    assert_eq!(migrate(&mut storage, "axiom:y", "0.2.0"), Err(wanted));
    assert_eq!(info(&storage).unwrap().info.version, "0.1.0");
}

#[test]
fn state_without_a_version_is_refused() {
    let mut storage = MockStorage::new();
    assert!(matches!(migrate(&mut storage, "axiom:x", "0.2.0"), Err(KitError::Std(_))));
    assert!(info(&storage).is_err());
}

#[rstest]
#[case("")]
#[case("1.2")]
#[case("1.2.3.4")]
#[case("1.2.3-rc1")]
#[case("v1.2.3")]
#[case("1..3")]
#[case("+1.2.3")]
#[case("1.2.99999999999999999999")]
fn not_a_version(#[case] version: &str) {
    let mut storage = MockStorage::new();
    let wanted = KitError::BadVersion { version: version.to_string() };
    assert_eq!(init(&mut storage, "axiom:x", version), Err(wanted));
    init(&mut storage, "axiom:x", "0.1.0").unwrap();
    let wanted = KitError::BadVersion { version: version.to_string() };
    assert_eq!(migrate(&mut storage, "axiom:x", version), Err(wanted));
    cw2::set_contract_version(&mut storage, "axiom:x", version).unwrap();
    let wanted = KitError::BadVersion { version: version.to_string() };
    assert_eq!(migrate(&mut storage, "axiom:x", "9.0.0"), Err(wanted));
}
