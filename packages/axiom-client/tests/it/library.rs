//! Wasm files by name.

use std::fs;
use std::path::PathBuf;

use axiom_client::{ClientError, Library, CONTRACTS};
use sha2::{Digest, Sha256};

#[test]
fn names_lead_to_files() {
    let library = Library::of_project("project");
    let tests = PathBuf::from("project/target/e2e-wasm");
    for contract in CONTRACTS {
        let artifact = PathBuf::from("project/artifacts").join(format!("{contract}.wasm"));
        assert_eq!(library.path(contract), artifact);
        let next = tests.join(format!("{contract}-next.wasm"));
        assert_eq!(library.path(&format!("{contract}@next")), next);
    }
    assert_eq!(library.path("cw20_base"), tests.join("cw20_base.wasm"));
}

#[test]
fn files_come_with_their_checksum_and_missing_ones_with_the_next_step() {
    let root = std::env::temp_dir().join(format!("axiom-client-{}", std::process::id()));
    fs::create_dir_all(&root).unwrap();
    fs::write(root.join("cw20_base.wasm"), b"wasm").unwrap();
    let library = Library::new(&root, &root);
    for name in ["cw20_base", "cw20-base"] {
        let file = library.read(name).unwrap();
        assert_eq!(file.bytes, b"wasm");
        assert_eq!(file.checksum, <[u8; 32]>::from(Sha256::digest(b"wasm")));
    }
    for (name, step) in [("governance-dao", "make dist"), ("zoo", "make e2e")] {
        let error = library.read(name).unwrap_err();
        assert!(matches!(error, ClientError::File { .. }), "{error}");
        assert!(error.to_string().contains(step), "{error}");
    }
    fs::remove_dir_all(&root).unwrap();
}
