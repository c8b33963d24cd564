//! Vectors that may never change: roots and proofs of records live longer than this code.
//! Made by a separate script from the three formulas of the crate's documentation.

use crate::Memory;
use axiom_merkle::{inner_hash, leaf_hash, prove, root, Hash};

fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn range(leaves: u64) -> Memory {
    Memory::with(&(0..leaves).map(|i| format!("leaf {i}").into_bytes()).collect::<Vec<_>>())
}

#[test]
fn hashes() {
    let empty = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
    assert_eq!(hex(&leaf_hash(b"")), empty);
    let first = "1bb97dcc21635d47e2663efdfd0a174686d98dd701352dd2cd06e8b43fd3d305";
    assert_eq!(hex(&leaf_hash(b"leaf 0")), first);
    let inner = "fc5f6b88ff8554f75bb2f9e6f39c31b1936d44b69276edf7b1205a955b9761e3";
    assert_eq!(hex(&inner_hash(&leaf_hash(b"leaf 0"), &leaf_hash(b"leaf 1"))), inner);
}

#[test]
fn roots() {
    let memory = range(100);
    for (leaves, expected) in [
        (0, "4322fd2bc0a137d1375b37b3b2e2b4715b3d3dd7ca9682438d4fea0f8437fad3"),
        (1, "8f915679a8ce15ae1aab11143d675bd3572190a38a01c30e5df6f5874c86a892"),
        (2, "fc65cb26801c40dc94c0a14f2467c837b45257a9942f9c39545a3648a5ca21eb"),
        (3, "ddd577974ed61464266a32878d611fb8013dfb791695f3562a2c2dcf52d2f1df"),
        (7, "f130fdd42772b5ff3c70cd0f0c772ae8225a182cc39c3ca1a8ea709cd416bb3c"),
        (8, "c4161b001439b33c3d380d86c35eb382a9966664174c7a7d12129365fb16ea08"),
        (100, "e07d824805f00b6a276b4630b445723e08d661ed639a8392c31db5855a33f79c"),
    ] {
        assert_eq!(hex(&root(&memory, leaves).unwrap()), expected, "{leaves} leaves");
    }
}

#[test]
fn proof_of_leaf_5_in_7() {
    let proof = prove(&range(100), 5, 7).unwrap();
    let path: Vec<_> = proof.path.iter().map(hex).collect();
    assert_eq!(path, ["83115f8947955fafdc2a27e7f4c0854bbd8da27bb1b3e3405db571c9af8dbe1a"]);
    let peaks: Vec<_> = proof.peaks.iter().map(hex).collect();
    assert_eq!(
        peaks,
        [
            "4f631084a157c54f54fcfb23ff5eb8650c4ba160c295bb13a9832b109d52677e",
            "fb7f869ce8b7b51fdf719fc8c21a4736c98cc160a825606a81f78a7f4d2261d9",
        ]
    );
}
