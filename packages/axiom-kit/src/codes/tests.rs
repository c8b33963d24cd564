use cosmwasm_std::testing::MockQuerier;
use cosmwasm_std::{
    to_json_binary, Addr, Checksum, CodeInfoResponse, ContractResult, SystemError, SystemResult,
    WasmQuery,
};

use super::*;

fn querier() -> MockQuerier {
    let mut querier = MockQuerier::new(&[]);
    querier.update_wasm(|query| match query {
        WasmQuery::CodeInfo { code_id: 4 } => {
            let sum = Checksum::generate(b"good");
            let found = CodeInfoResponse::new(4, Addr::unchecked("creator"), sum);
            SystemResult::Ok(ContractResult::Ok(to_json_binary(&found).unwrap()))
        }
        WasmQuery::CodeInfo { code_id } => {
            SystemResult::Err(SystemError::NoSuchCode { code_id: *code_id })
        }
        _ => SystemResult::Err(SystemError::Unknown {}),
    });
    querier
}

#[test]
fn the_checksum_decides() {
    let mock = querier();
    let querier = QuerierWrapper::new(&mock);
    let (good, bad) = (Checksum::generate(b"good"), Checksum::generate(b"bad"));
    assert_eq!(approved(&querier, 4, &HexBinary::from(good.as_slice())), Ok(()));
    let wanted = KitError::WrongCode { code_id: 4, expected: bad.to_hex(), found: good.to_hex() };
    assert_eq!(approved(&querier, 4, &HexBinary::from(bad.as_slice())), Err(wanted));
}

#[test]
fn malformed_or_missing() {
    let mock = querier();
    let querier = QuerierWrapper::new(&mock);
    let wanted = KitError::BadHash { field: "checksum", len: 2 };
    assert_eq!(approved(&querier, 4, &HexBinary::from([1, 2])), Err(wanted));
    let missing = approved(&querier, 5, &HexBinary::from([1; 32]));
    assert!(matches!(missing, Err(KitError::Std(_))));
}
