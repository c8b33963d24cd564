use axiom_types::asset::AssetError;
use cosmwasm_std::testing::message_info;
use cosmwasm_std::{coin, Addr};

use super::*;

#[test]
fn coin_lists() {
    assert_eq!(coins(&[coin(1, "uatom"), coin(2, "uosmo")]), Ok(()));
    assert_eq!(coins(&[]), Err(KitError::Empty { field: "coins" }));
    assert_eq!(coins(&[coin(0, "uatom")]), Err(KitError::ZeroAmount { field: "coins" }));
    let wanted = KitError::Duplicate { field: "coins", value: "uatom".to_string() };
    assert_eq!(coins(&[coin(1, "uatom"), coin(2, "uatom")]), Err(wanted));
    let wanted = AssetError::BadDenom { denom: "u atom".to_string() };
    assert_eq!(coins(&[coin(1, "u atom")]), Err(KitError::Asset(wanted)));
    let many: Vec<_> = (0..9).map(|n| coin(1, format!("denom{n}"))).collect();
    assert_eq!(coins(&many[..8]), Ok(()));
    assert_eq!(coins(&many), Err(KitError::TooMany { field: "coins", len: 9, max: 8 }));
}

#[test]
fn exactly_one_coin() {
    let anna = Addr::unchecked("anna");
    let info = |list: &[Coin]| message_info(&anna, list);
    assert_eq!(one(&info(&[coin(5, "uatom")])), Ok(&coin(5, "uatom")));
    let wrong = |found| KitError::WrongFunds { found, expected: "exactly one coin" };
    assert_eq!(one(&info(&[])), Err(wrong(0)));
    assert_eq!(one(&info(&[coin(1, "uatom"), coin(1, "uosmo")])), Err(wrong(2)));
    let zero = KitError::ZeroAmount { field: "coins" };
    assert_eq!(one(&info(&[coin(0, "uatom")])), Err(zero));
}
