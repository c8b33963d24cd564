use std::fs;
use std::path::PathBuf;

use super::*;

/// The mnemonic of BIP-39's first test vector with 24 words: everybody knows it.
const WORDS: &str = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon \
    abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art";
const PASSWORD: &str = "correct horse";

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("axiom-keys-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_key_is_kept_and_opened_again() {
    let folder = Folder::new("kept");
    let store = Keystore::at(&folder.0);
    let secret = Secret::from_words(WORDS).unwrap();
    let info = store.add("alice", &secret, PASSWORD).unwrap();
    // As CosmJS and wasmd derive it from these words.
    assert_eq!(info.address("cosmos").unwrap(), "cosmos1r5v5srda7xfth3hn2s26txvrcrntldjumt8mhl");
    assert_eq!(store.list().unwrap(), vec![info.clone()]);
    assert_eq!(store.info("alice").unwrap(), info);
    let again = store.unlock("alice", PASSWORD).unwrap();
    assert_eq!(again.words(), Some(WORDS));
    assert_eq!(again.key().to_bytes(), secret.key().to_bytes());
    let text = fs::read_to_string(folder.0.join("alice.json")).unwrap();
    assert!(!text.contains("abandon") && !text.contains(&hex::encode(secret.key().to_bytes())));
}

#[cfg(unix)]
#[test]
fn files_are_for_the_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("mode");
    let store = Keystore::at(&folder.0);
    store.watch("ben", "cosmos1r5v5srda7xfth3hn2s26txvrcrntldjumt8mhl").unwrap();
    let mode = |path: &PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder.0), 0o700);
    assert_eq!(mode(&folder.0.join("ben.json")), 0o600);
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1, "nothing else is left");
}

#[test]
fn a_wrong_password_opens_nothing() {
    let folder = Folder::new("wrong");
    let store = Keystore::at(&folder.0);
    store.add("alice", &Secret::from_words(WORDS).unwrap(), PASSWORD).unwrap();
    let error = store.unlock("alice", "correct horsE").unwrap_err();
    assert!(matches!(error, KeyError::WrongPassword { .. }));
    assert!(!format!("{error} {error:?}").contains("horsE"), "no password in an error");
    let short = store.add("bob", &Secret::generate().unwrap(), "short").unwrap_err();
    assert!(matches!(short, KeyError::ShortPassword { length: 5 }));
    assert!(store.info("bob").is_err());
}

#[test]
fn words_that_are_none_are_told_without_repeating_them() {
    let clipped = WORDS.rsplit_once(' ').unwrap().0;
    let wrong = WORDS.replace("art", "zoo");
    let unknown = WORDS.replacen("abandon", "secretword", 1);
    let cases = [
        (clipped, "there are 23, expected 12"),
        ("", "there are 0"),
        (wrong.as_str(), "checksum does not fit"),
        (unknown.as_str(), "word 1 is not in the list"),
    ];
    for (words, expected) in cases {
        let error = Secret::from_words(words).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("secretword") && !error.contains("abandon"), "{error}");
    }
    let twelve = format!("{}about", "abandon ".repeat(11));
    assert!(Secret::from_words(&twelve.to_uppercase()).is_ok(), "12 words, in capitals");
}

#[test]
fn new_keys_differ_and_show_nothing() {
    let (one, other) = (Secret::generate().unwrap(), Secret::generate().unwrap());
    assert_ne!(one.words(), other.words());
    assert_eq!(one.words().unwrap().split(' ').count(), 24);
    assert_eq!(format!("{one:?}"), "Secret(…)");
}

#[test]
fn bare_keys_are_kept_too() {
    let folder = Folder::new("bare");
    let store = Keystore::at(&folder.0);
    let digits = "11".repeat(32);
    let secret = Secret::from_hex(&digits).unwrap();
    store.add("bare", &secret, PASSWORD).unwrap();
    let again = store.unlock("bare", PASSWORD).unwrap();
    assert_eq!((again.words(), hex::encode(again.key().to_bytes())), (None, digits));
    for wrong in ["", "11", &"ff".repeat(32), &"zz".repeat(32), &"00".repeat(32)] {
        assert!(matches!(Secret::from_hex(wrong), Err(KeyError::BadSecret)), "{wrong}");
    }
}

#[test]
fn names_are_plain_free_and_known() {
    let folder = Folder::new("names");
    let store = Keystore::at(&folder.0);
    let address = "cosmos1r5v5srda7xfth3hn2s26txvrcrntldjumt8mhl";
    for name in ["", "../x", "Alice", "1a", "a b", &"a".repeat(33)] {
        assert!(matches!(store.watch(name, address), Err(KeyError::BadName { .. })), "{name}");
    }
    let info = store.watch("ben", address).unwrap();
    assert!(!info.signs());
    assert_eq!(info.address("cosmos").unwrap(), address);
    let elsewhere = info.address("wasm").unwrap_err().to_string();
    assert!(elsewhere.contains("watched on chains with the prefix cosmos"), "{elsewhere}");
    assert!(matches!(store.watch("ben", address), Err(KeyError::NameTaken { .. })));
    assert!(matches!(store.unlock("ben", PASSWORD), Err(KeyError::OnlyWatched { .. })));
    let error = store.info("bem").unwrap_err().to_string();
    assert_eq!(error, "there is no key bem; there are: ben");
    assert!(matches!(store.watch("carl", "wasm1nothing"), Err(KeyError::BadAddress { .. })));
    store.remove("ben").unwrap();
    assert!(store.list().unwrap().is_empty());
    assert!(matches!(store.remove("ben"), Err(KeyError::NoSuchKey { .. })));
}

#[test]
fn damaged_files_and_exchanged_ones_are_noticed() {
    let folder = Folder::new("damaged");
    let store = Keystore::at(&folder.0);
    store.add("alice", &Secret::from_words(WORDS).unwrap(), PASSWORD).unwrap();
    let path = folder.0.join("alice.json");
    let text = fs::read_to_string(&path).unwrap();
    let told = |content: &str| {
        fs::write(&path, content).unwrap();
        store.unlock("alice", PASSWORD).unwrap_err().to_string()
    };
    assert!(told(&text[..text.len() / 2]).contains("is damaged: line"));
    assert!(told(&text.replace("\"axiom_key\": 1", "\"axiom_key\": 2")).contains("format is 2"));
    assert!(told(&text.replace("\"alice\"", "\"bob\"")).contains("it is the file of bob"));
    assert!(told(&text.replace("65536", "4000000000")).contains("out of bounds"));
    assert!(told(&text.replace("argon2id", "md5")).contains("not known here"));
    // Another public key in the open does not go unnoticed.
    let info = store_info(&text);
    let other = hex::encode(Secret::from_hex(&"11".repeat(32)).unwrap().public_key());
    assert!(told(&text.replace(&info, &other)).contains("does not open"));
    fs::write(&path, &text).unwrap();
    assert!(store.unlock("alice", PASSWORD).is_ok());
}

fn store_info(text: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    value["info"]["public_key"].as_str().unwrap().to_string()
}
