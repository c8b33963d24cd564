use axiom_local::{address_of, Account};
use cosmwasm_std::Binary;
use sha2::{Digest, Sha256};

use crate::probe::{world, ExecuteMsg};

#[test]
fn a_name_gives_the_same_account_for_ever() {
    let ann = Account::named("ann");
    assert_eq!(ann.address, Account::named("ann").address);
    assert_ne!(ann.address, Account::named("ben").address);
    assert_eq!(ann.address, address_of(&ann.pubkey()));
    // Computed outside: key, point, hashes and bech32 by another implementation.
    assert_eq!(ann.address.as_str(), "wasm13ajvdw474d3fetn58vy2tu0zp8g6haspmm9vce");
}

/// The document as wallets build it, written out.
#[test]
fn the_document_is_that_of_adr_36() {
    let signer = Account::named("ann").address;
    assert_eq!(
        Account::adr36_doc(&signer, "hello"),
        format!(
            r#"{{"account_number":"0","chain_id":"","fee":{{"amount":[],"gas":"0"}},"memo":"","msgs":[{{"type":"sign/MsgSignData","value":{{"data":"aGVsbG8=","signer":"{signer}"}}}}],"sequence":"0"}}"#
        )
    );
}

#[test]
fn a_contract_accepts_the_signature_and_no_other() {
    let mut world = world();
    let (ann, ben) = (Account::named("ann"), Account::named("ben"));
    for round in 0..8 {
        let text = format!("vote {round}");
        let (pubkey, signature) = ann.sign_adr36(&text);
        assert_eq!((pubkey.len(), signature.len()), (33, 64));
        assert!(signature.as_slice()[32] < 0x80, "s is in the lower half");
        let digest = |text: &str| -> Binary {
            Sha256::digest(Account::adr36_doc(&ann.address, text)).to_vec().into()
        };
        let mut verified = |digest, pubkey| {
            let signature = signature.clone();
            world.tell(ExecuteMsg::Verify { digest, signature, pubkey }).should_succeed();
            world.text("verified").unwrap()
        };
        assert_eq!(verified(digest(&text), pubkey.clone()), "true");
        assert_eq!(verified(digest("another text"), pubkey), "false");
        assert_eq!(verified(digest(&text), ben.pubkey()), "false");
    }
}
