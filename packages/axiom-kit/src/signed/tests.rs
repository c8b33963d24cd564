use cosmwasm_std::testing::{mock_env, MockApi};
use cosmwasm_std::HexBinary;
use k256::ecdsa::signature::hazmat::PrehashSigner;
use k256::ecdsa::{Signature, SigningKey};
use rstest::rstest;

use super::*;

/// Frozen, made with CosmJS (`@cosmjs/amino` 0.32.4, `Secp256k1Wallet.signAmino`) from the key 11..11.
const TEXT: &str =
    "AxiomOS: vote\nchain: axiom-1\ncontract: cosmwasm1contract\nproposal: 7\nvote: yes\n\
                    note: caf\u{e9} <&> \"q\"\nvalid until: 1800000000";
const KEY: &str = "034f355bdcb7cc0af728ef3cceb9615d90684bb5b2ca5f859ab0f0b704075871aa";
const DOC: &str = concat!(
    r#"{"account_number":"0","chain_id":"","fee":{"amount":[],"gas":"0"},"memo":"","msgs":[{"#,
    r#""type":"sign/MsgSignData","value":{"data":"QXhpb21PUzogdm90ZQpjaGFpbjogYXhpb20tMQpjb250"#,
    r#"cmFjdDogY29zbXdhc20xY29udHJhY3QKcHJvcG9zYWw6IDcKdm90ZTogeWVzCm5vdGU6IGNhZsOpIDwmPiAicS"#,
    r#"IKdmFsaWQgdW50aWw6IDE4MDAwMDAwMDA=","signer":"cosmwasm1l3e9pgs3mmwuwrh95fecme0s0qtn2880"#,
    r#"mv2prn"}}],"sequence":"0"}"#
);
const SIGNER: &str = "cosmwasm1l3e9pgs3mmwuwrh95fecme0s0qtn2880mv2prn";
const SIGNATURE: &str = "e15c6ec3ebb7e48c47207725d588297a0b4cb6b92dfc5375baaf2abf1851488d\
                         6cc0e7e6df4feebd030d5fda2106aa361573cae0e2525f988565f43cc1b79c92";
const OSMO_SIGNER: &str = "osmo1l3e9pgs3mmwuwrh95fecme0s0qtn2880p3ptlt";
const OSMO_SIGNATURE: &str = "66b852e238a210e67c91fd1bc80c1c91cb6175c09fc33b32deeadbc61be04c68\
                              2c602d7a165d31c6f7a0db1f3b7c9a8556f3898485685158dd7517f9a669947f";

fn hex(text: &str) -> Vec<u8> {
    HexBinary::from_hex(text).unwrap().to_vec()
}

fn key_of(seed: u8) -> (SigningKey, Vec<u8>) {
    let key = SigningKey::from_slice(&[seed; 32]).unwrap();
    let public = key.verifying_key().to_encoded_point(true).as_bytes().to_vec();
    (key, public)
}

fn sign(api: &MockApi, key: &SigningKey, public: &[u8], text: &str) -> Vec<u8> {
    let signer = address(api, public).unwrap();
    let digest = Sha256::digest(sign_doc(text, signer.as_str()).as_bytes());
    let signature: Signature = key.sign_prehash(&digest).unwrap();
    signature.to_bytes().to_vec()
}

#[test]
fn the_vectors_of_cosmjs() {
    let api = MockApi::default();
    assert_eq!(sign_doc(TEXT, SIGNER), DOC);
    let signer = verify(&api, TEXT, &hex(KEY), &hex(SIGNATURE));
    assert_eq!(signer, Ok(Addr::unchecked(SIGNER)));
    let osmo = MockApi::default().with_prefix("osmo");
    let signer = verify(&osmo, TEXT, &hex(KEY), &hex(OSMO_SIGNATURE));
    assert_eq!(signer, Ok(Addr::unchecked(OSMO_SIGNER)));
    // The sign doc names the signer, so a signature for one prefix is none for another.
    let crossed = verify(&api, TEXT, &hex(KEY), &hex(OSMO_SIGNATURE));
    assert_eq!(crossed, Err(SignError::Wrong { signer: SIGNER.to_string() }));
}

#[test]
fn any_key_signs_for_its_own_address_alone() {
    let api = MockApi::default();
    let ((anna, anna_key), (_, ben_key)) = (key_of(1), key_of(2));
    let signature = sign(&api, &anna, &anna_key, "hello");
    assert_eq!(verify(&api, "hello", &anna_key, &signature), address(&api, &anna_key));
    let ben = address(&api, &ben_key).unwrap().into_string();
    let wrong = Err(SignError::Wrong { signer: ben });
    assert_eq!(verify(&api, "hello", &ben_key, &signature), wrong);
}

#[test]
fn every_flipped_bit_of_the_signature_is_refused() {
    let api = MockApi::default();
    let (key, signature) = (hex(KEY), hex(SIGNATURE));
    for position in 0..signature.len() {
        let mut damaged = signature.clone();
        damaged[position] ^= 1;
        assert!(verify(&api, TEXT, &key, &damaged).is_err(), "byte {position}");
    }
}

#[rstest]
#[case("AxiomOS: vote")]
#[case("")]
fn another_text_is_refused(#[case] text: &str) {
    let wrong = Err(SignError::Wrong { signer: SIGNER.to_string() });
    assert_eq!(verify(&MockApi::default(), text, &hex(KEY), &hex(SIGNATURE)), wrong);
}

#[rstest]
#[case::empty(vec![])]
#[case::short(vec![2; 32])]
#[case::long(vec![2; 34])]
#[case::far_too_long(vec![2; 5_000])]
#[case::uncompressed(vec![4; 65])]
#[case::compressed_by_length_only(vec![4; 33])]
fn keys_of_another_form(#[case] key: Vec<u8>) {
    let wanted = Err(SignError::BadKey { len: key.len() });
    assert_eq!(verify(&MockApi::default(), TEXT, &key, &hex(SIGNATURE)), wanted);
}

#[rstest]
#[case(0)]
#[case(63)]
#[case(65)]
#[case(5_000)]
fn signatures_of_another_length(#[case] len: usize) {
    let wanted = Err(SignError::BadSignature { len });
    assert_eq!(verify(&MockApi::default(), TEXT, &hex(KEY), &vec![1; len]), wanted);
}

#[test]
fn a_key_off_the_curve_and_a_signature_out_of_range() {
    let api = MockApi::default();
    let mut off = vec![2];
    off.extend([255; 32]);
    let signer = address(&api, &off).unwrap().into_string();
    let malformed = Err(SignError::Malformed { signer });
    assert_eq!(verify(&api, TEXT, &off, &hex(SIGNATURE)), malformed);
    for signature in [[0u8; 64], [255u8; 64]] {
        let malformed = Err(SignError::Malformed { signer: SIGNER.to_string() });
        assert_eq!(verify(&api, TEXT, &hex(KEY), &signature), malformed);
    }
}

#[test]
fn text_for_a_person_with_values_that_cannot_pose_as_lines() {
    let lines = [("proposal", "7".to_string()), ("note", "yes\nvote: no\\".to_string())];
    let text = action_text("vote", &lines);
    assert_eq!(text, "AxiomOS: vote\nproposal: 7\nnote: yes\\nvote: no\\\\");
    assert_eq!(action_text("vote", &[]), "AxiomOS: vote");
    let honest = action_text("vote", &[("note", "yes\\nvote".to_string())]);
    assert_ne!(honest, action_text("vote", &[("note", "yes\nvote".to_string())]));
    // Signs that some wallets show as a new line, or that turn the order of letters.
    let posing = [("note", "yes\u{2028}vote: no\u{202e}".to_string())];
    assert_eq!(action_text("vote", &posing), "AxiomOS: vote\nnote: yes\\u{2028}vote: no\\u{202e}");
    assert_eq!(
        action_text("gr\u{fc}n", &[("wer", "caf\u{e9}".to_string())]),
        "AxiomOS: gr\u{fc}n\nwer: caf\u{e9}"
    );
}

#[test]
fn bound_text_changes_with_each_thing_it_binds() {
    let env = mock_env();
    let lines = [("vote", "yes".to_string())];
    let text = bound_action_text(&env, "vote", 99, &lines);
    let (chain, contract) = (&env.block.chain_id, &env.contract.address);
    let wanted =
        format!("AxiomOS: vote\nchain: {chain}\ncontract: {contract}\nvote: yes\nvalid until: 99");
    assert_eq!(text, wanted);

    let (mut other_chain, mut other_contract) = (env.clone(), env.clone());
    other_chain.block.chain_id = "other-1".to_string();
    other_contract.contract.address = Addr::unchecked("other");
    let no = [("vote", "no".to_string())];
    let others = [
        bound_action_text(&other_chain, "vote", 99, &lines),
        bound_action_text(&other_contract, "vote", 99, &lines),
        bound_action_text(&env, "claim", 99, &lines),
        bound_action_text(&env, "vote", 98, &lines),
        bound_action_text(&env, "vote", 99, &no),
    ];
    assert!(others.iter().all(|other| *other != text));
    let (key, public) = key_of(3);
    let api = MockApi::default();
    let signature = sign(&api, &key, &public, &text);
    assert!(verify(&api, &text, &public, &signature).is_ok());
    assert!(others.iter().all(|other| verify(&api, other, &public, &signature).is_err()));
}

#[rstest]
#[case(99, Ok(()))]
#[case(100, Ok(()))]
#[case(101, Err(SignError::Expired { valid_until: 100, now: 101 }))]
fn validity_ends(#[case] now: u64, #[case] wanted: Result<(), SignError>) {
    assert_eq!(in_time(100, now), wanted);
}
