//! One hand-made module per refusal, and a clean one that passes.

use super::*;

const CLEAN: &str = r#"
    (import "env" "db_read" (func (param i32) (result i32)))
    (memory (export "memory") 17)
    (table 2 funcref)
    (global (mut i32) (i32.const 1048576))
    (func (export "interface_version_8"))
    (func (export "requires_iterator"))
    (func (export "requires_cosmwasm_1_4"))
    (func (export "allocate") (param i32) (result i32) local.get 0)
    (func (export "deallocate") (param i32))
    (func (export "instantiate") (param i32 i32 i32) (result i32) i32.const 0)
    (func (export "execute") (param i32 i32 i32) (result i32) i32.const 0)
    (func (export "query") (param i32 i32) (result i32) i32.const 0)
    (func (export "migrate") (param i32 i32) (result i32) i32.const 0)
"#;
const FILE: &str = "state-registry.wasm";

/// The faults of the clean module with something added.
fn with(more: &str) -> Vec<String> {
    check(&format!("(module {CLEAN} {more})"))
}

/// The faults of the clean module with something replaced.
fn changed(from: &str, to: &str) -> Vec<String> {
    assert!(CLEAN.contains(from), "the clean module has no {from}");
    check(&format!("(module {})", CLEAN.replace(from, to)))
}

fn check(text: &str) -> Vec<String> {
    faults(&wat::parse_str(text).unwrap(), &exports_of(FILE))
}

#[test]
fn a_clean_module_passes() {
    assert_eq!(with(""), [""; 0]);
}

#[test]
fn instructions_of_later_versions_are_named() {
    let fill = "(func i32.const 0 i32.const 0 i32.const 9 memory.fill)";
    assert_eq!(with(fill), ["instruction MemoryFill of bulk_memory, in function 10"]);
    let twice = format!("{fill} {fill}");
    assert_eq!(
        with(&twice),
        ["instruction MemoryFill of bulk_memory, 2 times, first in function 10"]
    );
    assert_eq!(
        with("(func (result i32) i32.const 200 i32.extend8_s)"),
        ["instruction I32Extend8S of sign_extension, in function 10"]
    );
    assert_eq!(
        with("(func (result i32) f64.const 1 i32.trunc_sat_f64_s)"),
        ["instruction I32TruncSatF64S of saturating_float_to_int, in function 10"]
    );
}

#[test]
fn sections_and_encodings_of_later_versions_are_named() {
    let two = with("(func (result i32 i32) i32.const 1 i32.const 2)");
    assert_eq!(two.len(), 1, "{two:?}");
    assert!(
        two[0].starts_with("not Wasm of the first version: func type returns multiple"),
        "{two:?}"
    );
    let reference = with("(global externref (ref.null extern))");
    assert!(reference[0].contains("reference types"), "{reference:?}");
    let tables = with("(table 1 funcref)");
    assert!(tables[0].starts_with("not Wasm of the first version: multiple tables"), "{tables:?}");
}

#[test]
fn the_long_form_of_a_table_index_is_refused() {
    let text = format!("(module {CLEAN} (func i32.const 0 call_indirect))");
    let mut bytes = wat::parse_str(text).unwrap();
    // The last body is `00 41 00 11 type 00 0b`: write the table's index in two bytes, as Rust since 1.82 does.
    let body = bytes.len() - 7;
    assert_eq!(bytes[body..body + 4], [0x00, 0x41, 0x00, 0x11]);
    bytes[body - 1] += 1;
    bytes[body + 5] = 0x80;
    bytes.insert(body + 6, 0x00);
    let code = bytes.iter().rposition(|byte| *byte == 10).unwrap();
    let section = (0..=code).rev().find(|at| bytes[*at] == 10 && bytes[*at + 2] == 10).unwrap();
    bytes[section + 1] += 1;
    let found = faults(&bytes, &exports_of(FILE));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("zero byte expected"), "{found:?}");
}

#[test]
fn floats_are_refused_wherever_they_are() {
    assert_eq!(with("(func (param f64))"), ["float type f64, in a signature"]);
    assert_eq!(with("(func (local f32))"), ["float type f32, in function 10"]);
    assert_eq!(with("(global f64 (f64.const 0))"), ["float type f64, in a global"]);
    assert_eq!(with("(func f32.const 1 drop)"), ["float instruction F32Const, in function 10"]);
    assert_eq!(
        with("(func block (result f64) unreachable end drop)"),
        ["float type f64, in function 10"]
    );
}

#[test]
fn imports_beyond_the_list_are_refused() {
    for name in ["bls12_381_aggregate_g1", "secp256r1_verify"] {
        assert_eq!(
            changed("db_read", name),
            [format!("import env.{name}, which chains of CosmWasm 1.4 do not offer")]
        );
    }
    assert_eq!(
        changed("\"env\"", "\"wbg\""),
        ["import wbg.db_read, which chains of CosmWasm 1.4 do not offer"]
    );
    let global = r#"(import "env" "db_read" (global i32))"#;
    let function = r#"(import "env" "db_read" (func (param i32) (result i32)))"#;
    assert_eq!(changed(function, global), ["import env.db_read is not a function"]);
}

#[test]
fn each_missing_export_is_named() {
    for name in [
        "interface_version_8",
        "requires_iterator",
        "allocate",
        "deallocate",
        "instantiate",
        "execute",
        "query",
        "migrate",
    ] {
        let found = changed(&format!("(export \"{name}\")"), "");
        assert_eq!(found, [format!("no export {name}")]);
    }
    assert_eq!(changed("(export \"memory\")", ""), ["no export memory"]);
}

#[test]
fn reply_is_required_of_the_four_that_send_submessages() {
    let bytes = wat::parse_str(format!("(module {CLEAN})")).unwrap();
    for name in CONTRACTS.iter().filter(|name| **name != WITHOUT_REPLY) {
        let first = faults(&bytes, &exports_of(&format!("{name}.wasm")));
        assert_eq!(first, ["no export reply"], "{name}");
        let second = faults(&bytes, &exports_of(&format!("{name}-next.wasm")));
        assert_eq!(second, ["no export reply"], "{name}");
    }
    assert!(faults(&bytes, &exports_of("zoo-token.wasm")).is_empty());
}

#[test]
fn capabilities_and_interfaces_beyond_1_4_are_refused() {
    assert_eq!(
        with("(func (export \"requires_cosmwasm_2_1\"))"),
        ["export requires_cosmwasm_2_1: chains of CosmWasm 1.4 need not have cosmwasm_2_1"]
    );
    assert_eq!(
        with("(func (export \"interface_version_9\"))"),
        ["export interface_version_9: only interface_version_8 is known"]
    );
}

#[test]
fn only_one_plain_memory_is_accepted() {
    assert_eq!(changed("(memory (export \"memory\") 17)", ""), ["0 memories of its own, not one"]);
    let two = with("(memory 1)");
    assert!(two[0].starts_with("not Wasm of the first version: multiple memories"), "{two:?}");
    assert_eq!(changed("17)", "513)"), ["a memory of 513 pages, more than 512"]);
    assert_eq!(
        changed("17)", "17 99)"),
        ["a memory of at most 99 pages: the chain sets the maximum"]
    );
}

#[test]
fn the_limits_of_the_vm_hold() {
    assert_eq!(
        changed("(table 2 funcref)", "(table 2501 funcref)"),
        ["a table of 2501 elements, more than 2500"]
    );
    let wide = format!("(func (param {}))", "i32 ".repeat(101));
    assert_eq!(with(&wide), ["a function of 101 parameters, more than 100"]);
    let many = "(import \"env\" \"db_read\" (func (param i32) (result i32)))".repeat(101);
    let first = "(import \"env\" \"db_read\" (func (param i32) (result i32)))";
    assert_eq!(changed(first, &many), ["101 imports, more than 100"]);
    assert_eq!(with(&"(func)".repeat(20_000)), ["20009 functions, more than 20000"]);
}

#[test]
fn a_start_function_is_refused() {
    assert_eq!(
        with("(func $f) (start $f)"),
        ["a start function: nothing may run before an entry point is called"]
    );
}

#[test]
fn a_file_over_the_limit_is_refused() {
    let data = format!("(data (i32.const 0) \"{}\")", "x".repeat(600_000));
    let found = with(&data);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("bytes, more than 600000"), "{found:?}");
}

#[test]
fn damaged_files_are_refused() {
    assert!(!faults(b"", &[]).is_empty());
    assert!(!faults(b"not wasm at all", &[]).is_empty());
    let whole = wat::parse_str(format!("(module {CLEAN})")).unwrap();
    let half = faults(&whole[..whole.len() / 2], &[]);
    assert!(half[0].contains("end"), "{half:?}");
}
