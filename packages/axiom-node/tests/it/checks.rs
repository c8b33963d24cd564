//! What a transaction is refused for before its messages run, and what it costs when they fail.

use axiom_client::{Client, ClientError, Gas, SignedTx, Signer, TxDone, TxOptions};
use axiom_node::Genesis;
use cosmrs::proto::cosmos::tx::v1beta1::TxRaw;
use cosmwasm_std::coin;
use prost::Message;

use crate::world::{address, client, config, pay, refused, send, signer, Folder};

const RICH: u128 = 1_000_000_000_000_000;

fn options() -> TxOptions {
    TxOptions { gas: Gas::Limit(200_000), ..TxOptions::default() }
}

fn try_with(client: &Client, options: &TxOptions) -> Result<TxDone, ClientError> {
    client.send(&signer("alice"), &[pay("alice", "ben", 5, "uusd")], options)
}

/// Nothing of a refused transaction is there: no block, no fee, no sequence.
fn nothing_happened(client: &Client) {
    assert_eq!(client.status().unwrap().height, 1);
    assert_eq!(client.account(&address("alice")).unwrap().sequence, 0);
    assert_eq!(client.balance(&address("alice"), "uaxm").unwrap(), RICH);
    assert_eq!(client.balance(&address("ben"), "uusd").unwrap(), RICH);
}

#[test]
fn what_does_not_pass_the_checks_leaves_nothing() {
    let folder = Folder::new();
    let (_, client) = folder.connect();
    let long = "x".repeat(257);
    let cases = [
        (
            TxOptions { memo: long, ..options() },
            12,
            "maximum number of characters is 256 but received 257",
        ),
        (TxOptions { timeout_height: 1, ..options() }, 30, "timeout height: 1"),
        (
            TxOptions { fee: Some(vec![coin(4_999, "uaxm")]), ..options() },
            13,
            "insufficient fees; got: 4999uaxm required: 5000uaxm",
        ),
        (
            TxOptions { fee: Some(vec![]), ..options() },
            13,
            "insufficient fees; got:  required: 5000uaxm",
        ),
        (TxOptions { fee: Some(vec![coin(9_999, "uusd")]), ..options() }, 13, "insufficient fees"),
        (
            TxOptions { fee: Some(vec![coin(RICH + 1, "uaxm")]), ..options() },
            5,
            "spendable balance 1000000000000000uaxm is smaller than 1000000000000001uaxm",
        ),
        (
            TxOptions { fee_granter: Some(address("carol")), ..options() },
            38,
            "does not allow to pay fees for",
        ),
    ];
    for (options, code, text) in cases {
        let failure = refused(try_with(&client, &options));
        assert_eq!((failure.codespace.as_str(), failure.code), ("sdk", code), "{failure}");
        assert!(failure.raw_log.contains(text), "{failure}");
        assert_eq!(failure.height, None);
        nothing_happened(&client);
    }
    try_with(&client, &TxOptions { memo: "x".repeat(256), timeout_height: 2, ..options() })
        .unwrap();
}

#[test]
fn signatures_belong_to_one_chain_one_account_and_one_sequence() {
    let folder = Folder::new();
    let (_, real) = folder.connect();
    let other_folder = Folder::new();
    let genesis = Genesis::default().chain_id("other-1");
    let other = axiom_node::Node::open(other_folder.path(), &genesis).unwrap();
    let other = Client::over(other.transport(), config()).unwrap();
    let message = [pay("alice", "ben", 5, "uusd")];
    let foreign = other.sign(&signer("alice"), &message, &options()).unwrap();
    let failure = match real.broadcast(&foreign) {
        Err(ClientError::Refused(failure)) => *failure,
        other => panic!("{other:?}"),
    };
    assert_eq!((failure.codespace.as_str(), failure.code), ("sdk", 4));
    let told = "signature verification failed; please verify account number (";
    assert!(failure.raw_log.starts_with(told), "{failure}");
    assert!(failure.raw_log.contains("chain-id (axiom-local-1)"), "{failure}");
    nothing_happened(&real);

    let good = real.sign(&signer("alice"), &message, &options()).unwrap();
    let mut raw = TxRaw::decode(good.bytes.as_slice()).unwrap();
    raw.signatures[0][10] ^= 1;
    let changed = SignedTx::from_bytes(raw.encode_to_vec());
    assert!(matches!(real.broadcast(&changed), Err(ClientError::Refused(f)) if f.code == 4));
    raw.signatures.clear();
    let unsigned = SignedTx::from_bytes(raw.encode_to_vec());
    assert!(matches!(real.broadcast(&unsigned), Err(ClientError::Refused(f)) if f.code == 15));
    // Somebody else's key.
    let stranger = real.sign(&signer("carol"), &message, &options()).unwrap();
    match real.broadcast(&stranger) {
        Err(ClientError::Refused(f)) => {
            assert_eq!(f.code, 8, "{f}");
            assert!(f.raw_log.contains("pubKey does not match signer address"), "{f}");
        }
        other => panic!("{other:?}"),
    }
    nothing_happened(&real);

    real.broadcast(&good).unwrap();
    // Once more: it is known already, and no second time in a block.
    real.broadcast(&good).unwrap();
    assert_eq!(real.status().unwrap().height, 2);
    let late = other.sign(&signer("alice"), &message, &options()).unwrap();
    let failure = match real.broadcast(&late) {
        Err(ClientError::Refused(failure)) => *failure,
        other => panic!("{other:?}"),
    };
    assert_eq!(failure.code, 32);
    assert!(failure.raw_log.contains("account sequence mismatch, expected 1, got 0"), "{failure}");
}

#[test]
fn what_is_no_transaction_is_refused() {
    let folder = Folder::new();
    let (_, client) = folder.connect();
    let garbage = SignedTx::from_bytes(vec![1, 2, 3]);
    assert!(matches!(client.broadcast(&garbage), Err(ClientError::Refused(f)) if f.code == 2));
    let unknown = cosmrs::Any { type_url: "/cosmos.gov.v1.MsgVote".into(), value: vec![] };
    let signed = client.sign(&signer("alice"), &[unknown], &options()).unwrap();
    match client.broadcast(&signed) {
        Err(ClientError::Refused(f)) => {
            assert_eq!(f.code, 2);
            assert!(f.raw_log.contains("unable to resolve type URL /cosmos.gov.v1.MsgVote"), "{f}");
        }
        other => panic!("{other:?}"),
    }
    let nothing = client.sign(&signer("alice"), &[], &options()).unwrap();
    assert!(matches!(client.broadcast(&nothing), Err(ClientError::Refused(f)) if f.code == 18));
    // An account that was never given anything.
    let stranger = Signer::from(&axiom_chain::Account::named("stranger"));
    let sent = client.send(&stranger, &[pay("stranger", "ben", 5, "uusd")], &options());
    assert!(matches!(sent, Err(ClientError::NoAccount { .. })), "{sent:?}");
    nothing_happened(&client);
}

#[test]
fn fee_and_sequence_are_kept_when_messages_fail_and_when_gas_runs_out() {
    let folder = Folder::new();
    let (_, client) = folder.connect();
    send(&client, "alice", &[pay("alice", "alice", 1, "uusd")]);
    let fees = RICH - client.balance(&address("alice"), "uaxm").unwrap();
    let fine = pay("alice", "ben", 5, "uusd");
    let too_much = pay("alice", "ben", RICH + 1, "uusd");
    let result = client.send(&signer("alice"), &[fine.clone(), too_much], &options());
    let failure = refused(result);
    assert_eq!((failure.codespace.as_str(), failure.code, failure.height), ("sdk", 5, Some(3)));
    assert!(failure.raw_log.starts_with("failed to execute message; message index: 1: "));
    assert_eq!(failure.text, "spendable balance 999999999999995uusd is smaller than 1000000000000001uusd: insufficient funds");
    assert_eq!(
        client.balance(&address("ben"), "uusd").unwrap(),
        RICH,
        "the first message is undone"
    );
    assert_eq!(client.account(&address("alice")).unwrap().sequence, 2);
    assert_eq!(client.balance(&address("alice"), "uaxm").unwrap(), RICH - fees - 5_000);

    let little = TxOptions { gas: Gas::Limit(60_000), ..TxOptions::default() };
    let failure = refused(client.send(&signer("alice"), &[fine], &little));
    assert_eq!((failure.codespace.as_str(), failure.code, failure.height), ("sdk", 11, Some(4)));
    assert!(failure.raw_log.contains("gasWanted: 60000, gasUsed: 68928: out of gas"), "{failure}");
    assert_eq!(client.balance(&address("ben"), "uusd").unwrap(), RICH);
    assert_eq!(client.account(&address("alice")).unwrap().sequence, 3);
    assert_eq!(client.balance(&address("alice"), "uaxm").unwrap(), RICH - fees - 5_000 - 1_500);
    let found = client.find_tx(&failure.hash).unwrap().unwrap();
    assert!(found.result.events.iter().all(|event| event.ty != "transfer" || {
        event.attributes.iter().any(|one| one.value == "1500uaxm")
    }));
}

#[test]
fn several_people_can_sign_one_transaction() {
    // Two messages of two senders need two signatures; one is refused.
    let folder = Folder::new();
    let transport = folder.open().transport();
    let client = client(transport);
    let messages = [pay("alice", "ben", 5, "uusd"), pay("carol", "ben", 5, "uusd")];
    let failure = refused(client.send(&signer("alice"), &messages, &options()));
    assert_eq!(failure.code, 4);
    assert!(failure.raw_log.contains("wrong number of signers; expected 2, got 1"), "{failure}");
}

/// As a hardware wallet signs: the document that it shows.
#[test]
fn transactions_can_be_signed_as_documents() {
    use axiom_chain::Account;
    use cosmrs::proto::cosmos::tx::signing::v1beta1::SignMode;
    use cosmrs::proto::cosmos::tx::v1beta1::mode_info::{Single, Sum};
    use cosmrs::proto::cosmos::tx::v1beta1::{AuthInfo, ModeInfo};
    use sha2::{Digest, Sha256};

    let folder = Folder::new();
    let (_, client) = folder.connect();
    let alice = Account::named("alice");
    let number = client.account(alice.as_ref()).unwrap().number;
    let direct =
        client.sign(&signer("alice"), &[pay("alice", "ben", 5, "uusd")], &options()).unwrap();
    let mut raw = TxRaw::decode(direct.bytes.as_slice()).unwrap();
    let mut auth = AuthInfo::decode(raw.auth_info_bytes.as_slice()).unwrap();
    let mode = Sum::Single(Single { mode: SignMode::LegacyAminoJson.into() });
    auth.signer_infos[0].mode_info = Some(ModeInfo { sum: Some(mode) });
    raw.auth_info_bytes = auth.encode_to_vec();
    let document = |amount: u32| {
        let (from, to) = (address("alice"), address("ben"));
        format!(
            "{{\"account_number\":\"{number}\",\"chain_id\":\"axiom-local-1\",\"fee\":{{\"amount\":[{{\"amount\":\"5000\",\
             \"denom\":\"uaxm\"}}],\"gas\":\"200000\"}},\"memo\":\"\",\"msgs\":[{{\"type\":\"cosmos-sdk/MsgSend\",\"value\":\
             {{\"amount\":[{{\"amount\":\"{amount}\",\"denom\":\"uusd\"}}],\"from_address\":\"{from}\",\"to_address\":\
             \"{to}\"}}}}],\"sequence\":\"0\"}}"
        )
    };
    let mut signed = |amount: u32| {
        let digest = Sha256::digest(document(amount));
        raw.signatures = vec![alice.sign_digest(&digest.into()).signature.to_vec()];
        client.broadcast(&SignedTx::from_bytes(raw.encode_to_vec()))
    };
    assert!(matches!(signed(6), Err(ClientError::Refused(f)) if f.code == 4));
    signed(5).unwrap();
    assert_eq!(client.balance(&address("ben"), "uusd").unwrap(), RICH + 5);
}
