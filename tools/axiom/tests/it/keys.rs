//! Keys, and that no secret is ever told.

use std::path::Path;

use crate::world::{says, Ran, World, PASSWORD};

const TWELVE: &str =
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
/// Its address by the usual path, 44'/118'/0'/0/0, as other wallets show it: cosmos19rl4cm2hmr8afy4kldpxz3fka4jguq0auqdal4.
const TWELVE_ON_COSMOS: &str = "cosmos19rl4cm2hmr8afy4kldpxz3fka4jguq0auqdal4";
const HEX: &str = "7f3a0c9e5b1d2846a9e0f7c3b5d81e6420cafe9b7d5a3f1e8c6b4a2901d3e5f7";

fn secret(line: &str) -> [(&'static str, &str); 2] {
    [("AXIOM_PASSWORD", line), ("RUST_LOG", "trace")]
}

/// The words that `keys add` showed.
fn words_in(text: &str) -> String {
    let line = text.lines().find(|line| line.split_whitespace().count() == 24);
    line.unwrap_or_else(|| panic!("no words in {text}")).trim().to_string()
}

#[test]
fn keys_are_made_kept_and_come_back_from_their_words() {
    let world = World::new("keys");
    let made =
        world.run_with(&secret(PASSWORD), "--output json keys add zoe --show-words").went_well();
    let words = words_in(&made.err);
    assert!(!made.out.contains(&words), "what goes into a pipe holds no secret");
    let zoe: serde_json::Value = serde_json::from_str(&made.out).unwrap();
    let exported = world.run_with(&secret(PASSWORD), "keys export zoe --yes").went_well();
    assert_eq!(exported.out.trim(), words);
    let again = world.run_fed(&format!("{words}\n"), "--output json keys import again").json();
    assert_eq!(again["address"], zoe["address"]);

    // Twelve words, too, and their address is that of other wallets.
    let spaced = format!("  {}  \n", TWELVE.replace(' ', "   ").to_uppercase());
    let twelve = world.run_fed(&spaced, "--output json keys import twelve").json();
    world.ok(&format!("keys add --watch {TWELVE_ON_COSMOS} same"));
    assert_eq!(world.ok("keys show same")["address"], TWELVE_ON_COSMOS, "watched where it is");
    let bytes = |address: &serde_json::Value| {
        axiom_keys::address_bytes(address.as_str().unwrap()).unwrap().0
    };
    assert_eq!(bytes(&world.ok("keys show same")["address"]), bytes(&twelve["address"]));
    says(&world.fails(2, "faucet --to @same"), &["prefix cosmos"]);
    says(
        &world.fails(2, &format!("keys add --watch {TWELVE_ON_COSMOS} ledger")),
        &["execution-ledger"],
    );
    let digits = world.run_fed(HEX, "--output json keys import digits --hex").json();
    assert_ne!(digits["address"], twelve["address"]);
    let exported = world.run_with(&secret(PASSWORD), "keys export digits --yes").went_well();
    assert_eq!(exported.out.trim(), HEX);

    let names = |world: &World| -> Vec<String> {
        let list = world.ok("keys list");
        list.as_array()
            .unwrap()
            .iter()
            .map(|key| key["name"].as_str().unwrap().to_string())
            .collect()
    };
    assert_eq!(names(&world), ["again", "digits", "same", "twelve", "zoe"]);
    says(&world.fails(6, "tx distributor deposit --funds 1axm --from zoe"), &["password"]);
    says(&world.fails(6, "keys remove zoe"), &["--yes"]);
    world.ok("keys use zoe");
    let list = world.ok("keys list");
    let used: Vec<bool> = list.as_array().unwrap().iter().map(|key| key["used"] == true).collect();
    assert_eq!(used, [false, false, false, false, true]);
    world.ok("keys remove zoe --yes");
    assert_eq!(names(&world), ["again", "digits", "same", "twelve"]);
    says(&world.fails(6, "keys show zoe"), &["no key zoe", "twelve"]);
    says(&world.fails(6, "keys use zoe"), &["no key zoe"]);
}

#[test]
fn what_is_no_key_is_refused_without_being_repeated() {
    let world = World::new("no-keys");
    let clipped = TWELVE.rsplit_once(' ').unwrap().0;
    let swapped = TWELVE.replace("about", "zebra");
    let unknown = TWELVE.replace("about", "axiomatic");
    let cases = [
        (clipped, "keys import k", 2, "there are 11"),
        (&swapped, "keys import k", 2, "no key"),
        (&unknown, "keys import k", 2, "no key"),
        ("", "keys import k", 2, "there are 0"),
        (TWELVE, "keys import k --hex", 2, "64 hexadecimal digits"),
        (&HEX[..63], "keys import k --hex", 2, "64 hexadecimal digits"),
        (&"f".repeat(64), "keys import k --hex", 2, "64 hexadecimal digits"),
        (TWELVE, "keys import Bad_Name!", 2, "cannot name a key"),
    ];
    for (input, line, code, part) in cases {
        let ran = world.run_fed(input, &format!("--output json {line}"));
        let (out, err) = (ran.out.clone(), ran.err.clone());
        says(&ran.failed(code), &[part]);
        for word in ["abandon", "zebra", "axiomatic", &HEX[..16], "ffffffff"] {
            assert!(!out.contains(word) && !err.contains(word), "{line} repeats {word}: {err}");
        }
    }
    let short = world.run_with(&secret("short"), "--output json keys add k --show-words").failed(2);
    says(&short, &["5 characters", "8"]);
    says(&world.fails(2, "keys add --watch wasm1nothing w"), &["wasm1nothing"]);
    assert_eq!(world.ok("keys list"), serde_json::json!([]), "something was kept");

    world.run_fed(TWELVE, "keys import k").went_well();
    says(&world.run_fed(TWELVE, "--output json keys import k").failed(2), &["key k already"]);
    let wrong = secret("another-password");
    let error = world.run_with(&wrong, "--output json keys export k --yes").failed(6);
    says(&error, &["does not open the key k"]);
    world.fails(6, "keys export k");
    world.ok("keys add --watch wasm1qnprs445uwql8l3ka68gxptvp4lcjjsulwc557 friend");
    says(
        &world.run_with(&wrong, "--output json keys export friend --yes").failed(6),
        &["only watched"],
    );
    // A damaged key file is told, and the others still work.
    let files: Vec<_> = std::fs::read_dir(world.home().join("keys"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    let file = files.iter().find(|path| path.to_string_lossy().contains("/k.")).unwrap();
    let text = std::fs::read_to_string(file).unwrap();
    std::fs::write(file, &text[..text.len() / 2]).unwrap();
    let error = world.run_with(&secret(PASSWORD), "--output json keys export k --yes").failed(1);
    says(&error, &["damaged", "from its words"]);
}

/// All that a folder holds.
fn contents(folder: &Path, all: &mut Vec<u8>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => contents(&path, all),
            false => all.extend(std::fs::read(&path).unwrap()),
        }
    }
}

#[test]
fn no_secret_is_printed_or_kept_in_clear() {
    let world = World::founded("secrets");
    // The words of a well-known test vector that no other text here holds.
    let words = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    let hidden = ["sausage", "thank yellow", HEX, PASSWORD, "5a3f1e8c6b4a2901"];
    let check = |ran: Ran, line: &str| {
        for secret in hidden {
            assert!(!ran.out.contains(secret), "{line} prints {secret}: {}", ran.out);
            assert!(!ran.err.contains(secret), "{line} prints {secret}: {}", ran.err);
        }
    };
    check(world.run_fed(words, "keys import w").went_well(), "import");
    check(world.run_fed(HEX, "keys import h --hex").went_well(), "import --hex");
    let own = [("AXIOM_PASSWORD", PASSWORD), ("RUST_LOG", "trace"), ("RUST_BACKTRACE", "full")];
    let lines = [
        "keys list",
        "keys show w",
        "keys use w",
        "--output json keys show h",
        "faucet",
        "tx distributor deposit --funds 1axm --dry-run",
        "tx distributor deposit --funds 1axm",
        "tx distributor deposit --funds 1axm --from h",
        "tx distributor deposit --funds 9999999axm",
        "tx distributor deposit --funds 1axm --gas 10",
        "tx distributor deposit --funds 1axm --generate-only --gas 200000",
        "sign dao vote --proposal-id 1 --vote yes --from w",
        "economy new another --from w",
        "keys export nobody --yes",
        "keys import w",
        "doctor",
        "me",
    ];
    for line in lines {
        check(world.run_with(&own, line), line);
    }
    let wrong = [("AXIOM_PASSWORD", "wrong-password-7"), ("RUST_LOG", "trace")];
    let ran = world.run_with(&wrong, "tx distributor deposit --funds 1axm");
    assert_eq!(ran.code, 6);
    assert!(!ran.err.contains("wrong-password-7"));
    let from_words = [("AXIOM_MNEMONIC", words), ("RUST_LOG", "trace")];
    check(
        world.run_with(&from_words, "tx distributor deposit --funds 1axm").went_well(),
        "mnemonic",
    );
    let bad = [("AXIOM_MNEMONIC", "legal winner sausage"), ("RUST_LOG", "trace")];
    let ran = world.run_with(&bad, "--output json tx distributor deposit --funds 1axm");
    check(ran, "bad mnemonic");
    let mut all = Vec::new();
    contents(&world.home(), &mut all);
    contents(world.path("").as_path(), &mut all);
    let secret = hex::decode(HEX).unwrap();
    let found = |part: &[u8]| all.windows(part.len()).any(|window| window == part);
    for text in hidden {
        assert!(!found(text.as_bytes()), "{text} is in a file");
    }
    assert!(!found(&secret), "the bytes of a key are in a file");
}
