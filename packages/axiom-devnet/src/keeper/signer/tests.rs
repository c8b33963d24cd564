//! The expected bytes and signatures were produced by CometBFT v0.39.0 (`types.VoteSignBytes`,
//! `VoteExtensionSignBytes`, `ProposalSignBytes`, and the signatures of its Ed25519 key of the secret `axiom`).

use super::*;
use crate::testing::Folder;
use tendermint_proto::v0_38::types::{BlockId, PartSetHeader};

const CHAIN: &str = "axiom-devnet-1";
const KEY: &str = "0acbf84757d057b4eaf593501359e26e0504de13993d6d08f8a383e97bdec5cd950675f73c3a61cf6aa02694cc058cf43dc865c0\
                   3cdea313bf9d62ccac858b1f";
const STAMP: u64 = 1_767_225_605_000_000_007;
const BLOCK: &str = "0a200a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627282912240803122032333435363738393a3b3c\
                     3d3e3f404142434445464748494a4b4c4d4e4f5051";
const CHAIN_HEX: &str = "0e6178696f6d2d6465766e65742d31";

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).unwrap()).collect()
}

fn run(length: u8, first: u8) -> Vec<u8> {
    (0..length).map(|i| first + i).collect()
}

fn block() -> BlockId {
    let part_set_header = Some(PartSetHeader { total: 3, hash: run(32, 50) });
    BlockId { hash: run(32, 10), part_set_header }
}

fn signer(folder: &Folder) -> Signer {
    let key_file = folder.0.join("key.json");
    let key = BASE64_STANDARD.encode(hex(KEY));
    let text = serde_json::json!({"priv_key": {"type": "tendermint/PrivKeyEd25519", "value": key}});
    std::fs::write(&key_file, text.to_string()).unwrap();
    Signer::load(&key_file, folder.0.join("last.json"), CHAIN).unwrap()
}

fn precommit(height: i64, round: i32) -> Vote {
    Vote {
        r#type: SignedMsgType::Precommit as i32,
        height,
        round,
        block_id: Some(block()),
        timestamp: Some(Timestamp { seconds: 1, nanos: 1 }),
        ..Vote::default()
    }
}

fn prevote(height: i64, seconds: i64) -> Vote {
    Vote {
        r#type: SignedMsgType::Prevote as i32,
        timestamp: Some(Timestamp { seconds, nanos: 0 }),
        ..precommit(height, 0)
    }
}

fn proposal() -> Proposal {
    Proposal {
        r#type: SignedMsgType::Proposal as i32,
        height: 12_345,
        round: 0,
        pol_round: -1,
        block_id: Some(block()),
        timestamp: Some(timestamp(STAMP)),
        signature: Vec::new(),
    }
}

fn at_stamp(_: i64) -> Result<u64> {
    Ok(STAMP)
}

#[test]
fn a_precommit_is_stamped_and_signed_as_the_node_would() {
    let folder = Folder::new("signer-precommit");
    let mut signer = signer(&folder);
    assert_eq!(signer.public_key(), hex(&KEY[64..]));
    let signed = signer.sign_vote(CHAIN, precommit(12_345, 2), at_stamp).unwrap();
    let expected = format!(
        "7808021139300000000000001902000000000000002248{BLOCK}2a080885f2d6ca06100732{CHAIN_HEX}"
    );
    assert_eq!(canonical::vote(CHAIN, &signed), hex(&expected));
    assert_eq!(signed.timestamp, Some(timestamp(STAMP)));
    assert_eq!(
        signed.signature,
        hex("ed3411a56b4eb02d859098263d67e962c83b9ab1de24f893fbf215c2168ece99c0972a0a7eabc6ed0c998b52d24c599fd5dbc43566cd\
             c7d545860588ba2bac07")
    );
    let extension = format!("2211393000000000000019020000000000000022{CHAIN_HEX}");
    assert_eq!(canonical::extension(CHAIN, &signed), hex(&extension));
    assert_eq!(
        signed.extension_signature,
        hex("84ff978effa504620cb0d10f2c4d5c858739e570f9c690a85cacc77d02f48aa13906cf6278795438f65c11063244b4c7e16c80dbc612\
             1ff37632cbb8badcc40c")
    );
}

#[test]
fn a_vote_for_no_block_keeps_its_time_before_the_precommit() {
    let folder = Folder::new("signer-nil");
    let vote = Vote { block_id: Some(BlockId::default()), ..prevote(1, 1_767_225_600) };
    let signed = signer(&folder).sign_vote(CHAIN, vote, at_stamp).unwrap();
    let expected = format!("2308011101000000000000002a060880f2d6ca0632{CHAIN_HEX}");
    assert_eq!(canonical::vote(CHAIN, &signed), hex(&expected));
    assert_eq!(
        signed.signature,
        hex("00f15e850b66d69ed2d3c72abf31bf7ba042257d7cbf5013dc53c4d30730293429c4357ee7a2bf6aa12992450f766dedc81b70926839\
             797830f6192379a1130d")
    );
    assert!(signed.extension_signature.is_empty());
}

#[test]
fn a_proposal_is_signed_as_the_node_would() {
    let folder = Folder::new("signer-proposal");
    let signed = signer(&folder).sign_proposal(CHAIN, proposal()).unwrap();
    let expected = format!(
        "7a082011393000000000000020ffffffffffffffffff012a48{BLOCK}32080885f2d6ca0610073a{CHAIN_HEX}"
    );
    assert_eq!(canonical::proposal(CHAIN, &signed), hex(&expected));
    assert_eq!(
        signed.signature,
        hex("7771147ed6f348daef1217d7a22377347e140610f5515c1c772f674802eaf078a609fc4df8277c91cfff21fc24be5dd8da4aab849375\
             130b4d0305b06050930e")
    );
}

#[test]
fn the_same_but_for_its_time_gets_the_earlier_signature_also_after_a_restart() {
    let folder = Folder::new("signer-again");
    let first = signer(&folder).sign_vote(CHAIN, prevote(7, 100), at_stamp).unwrap();
    let again = signer(&folder).sign_vote(CHAIN, prevote(7, 200), at_stamp).unwrap();
    assert_eq!(again.timestamp, Some(Timestamp { seconds: 100, nanos: 0 }));
    assert_eq!(again, first);
    let mut keeper = signer(&folder);
    let first = keeper.sign_vote(CHAIN, precommit(7, 0), |_| Ok(5)).unwrap();
    let again = keeper.sign_vote(CHAIN, precommit(7, 0), |_| Ok(9)).unwrap();
    assert_eq!(again, first);
}

#[test]
fn nothing_is_signed_twice_or_backwards() {
    let folder = Folder::new("signer-double");
    let mut signer = signer(&folder);
    signer.sign_vote(CHAIN, precommit(7, 1), at_stamp).unwrap();
    let other = Vote { block_id: None, ..precommit(7, 1) };
    let error = signer.sign_vote(CHAIN, other, at_stamp).unwrap_err().to_string();
    assert!(error.contains("double signature"), "{error}");
    for earlier in [precommit(6, 9), precommit(7, 0), Vote { round: 1, ..prevote(7, 1) }] {
        let error = signer.sign_vote(CHAIN, earlier, at_stamp).unwrap_err().to_string();
        assert!(error.contains("lies before what was signed last"), "{error}");
    }
    let early = Proposal { height: 7, round: 1, ..proposal() };
    assert!(signer.sign_proposal(CHAIN, early).unwrap_err().to_string().contains("lies before"));
    signer.sign_vote(CHAIN, precommit(7, 2), at_stamp).unwrap();
    signer.sign_vote(CHAIN, prevote(8, 1), at_stamp).unwrap();
}

#[test]
fn other_chains_other_kinds_and_stray_extensions_are_refused() {
    let folder = Folder::new("signer-refused");
    let mut signer = signer(&folder);
    let error = signer.sign_vote("other", precommit(1, 0), at_stamp).unwrap_err().to_string();
    assert_eq!(error, "this key signs for axiom-devnet-1, not for other");
    let odd = Vote { r#type: 32, ..precommit(1, 0) };
    assert!(signer
        .sign_vote(CHAIN, odd, at_stamp)
        .unwrap_err()
        .to_string()
        .contains("no kind of vote"));
    let stray = Vote { extension: vec![1], ..prevote(1, 1) };
    let error = signer.sign_vote(CHAIN, stray, at_stamp).unwrap_err().to_string();
    assert!(error.contains("only a precommit for a block"), "{error}");
    // A stamp that cannot be had refuses the vote and leaves no trace.
    assert!(signer.sign_vote(CHAIN, precommit(1, 0), |_| bail!("no stamp")).is_err());
    signer.sign_vote(CHAIN, prevote(1, 1), at_stamp).unwrap();
}

#[test]
fn a_key_or_record_that_is_none_is_told() {
    let folder = Folder::new("signer-files");
    drop(signer(&folder));
    std::fs::write(folder.0.join("last.json"), "{}").unwrap();
    let load = || Signer::load(&folder.0.join("key.json"), folder.0.join("last.json"), CHAIN);
    assert!(load().err().unwrap().to_string().contains("is damaged"));
    std::fs::write(folder.0.join("key.json"), "{\"priv_key\":{\"value\":\"AAAA\"}}").unwrap();
    assert!(load().err().unwrap().to_string().contains("holds no Ed25519 validator key"));
}
