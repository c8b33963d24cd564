use axiom_client::CONTRACTS;
use clap::Parser;

use super::*;

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    deploy: Deploy,
}

const RPC: [&str; 5] = ["deploy", "--rpc", "http://127.0.0.1:1", "--gas-price", "0.025stake"];

fn wanted(more: &[&str]) -> Deploy {
    Cli::try_parse_from(RPC.iter().chain(more)).expect("arguments are right").deploy
}

fn stored() -> Codes {
    CONTRACTS.iter().zip(1..).map(|(name, id)| (name.to_string(), (id, vec![7; 32]))).collect()
}

fn root(file: &str) -> String {
    format!("{}/../../{file}", env!("CARGO_MANIFEST_DIR"))
}

const ANN: &str = "wasm1r5v5srda7xfth3hn2s26txvrcrntldju3hkw75";

#[test]
fn the_default_template_becomes_a_founding_message() {
    let path = root("economies/default.json");
    let wanted = wanted(&["--template", &path, "--denom", "uaxm", "--name", "Ours"]);
    let msg = template(&wanted, ANN).expect("JSON");
    assert_eq!(needed(&msg).len(), 5);
    let msg = founding(&wanted, msg, &stored()).expect("the template is right");
    assert_eq!((msg.name.as_str(), msg.salt.as_slice()), ("Ours", b"first".as_slice()));
    let text = serde_json::to_string(&msg).expect("JSON");
    assert!(!text.contains('$'), "a word was not replaced: {text}");
    assert_eq!((text.matches(ANN).count(), text.matches("uaxm").count()), (1, 2));
    for id in [1, 2, 3, 4] {
        assert!(text.contains(&format!("\"code_id\":{id},\"checksum\":\"0707")), "code {id}");
    }
}

#[test]
fn a_template_that_is_none_is_told() {
    let refused = |path: &str| {
        let wanted = wanted(&["--template", path]);
        let msg = template(&wanted, ANN).and_then(|msg| founding(&wanted, msg, &stored()));
        format!("{:#}", msg.expect_err("it is wrong"))
    };
    assert!(refused("no/such.json").contains("name a template with --template"));
    assert!(refused(&root("Makefile")).contains("is not JSON"));
    assert!(refused(&root("gas.json")).contains("schema/governance-dao.json"));
    let no_object = serde_json::json!({ "ledger": { "create": 5 } });
    let error = founding(&wanted(&[]), no_object, &stored()).expect_err("it is wrong");
    assert!(error.to_string().contains("ledger.create is no object"), "{error}");
    assert_eq!(needed(&serde_json::json!({ "registry": { "omit": {} } })), ["governance-dao"]);
}

#[test]
fn the_address_follows_from_founder_code_and_salt() {
    let one = predicted(&wanted(&[]), ANN, &stored()).expect("an address");
    let other = predicted(&wanted(&["--salt", "second"]), ANN, &stored()).expect("an address");
    assert!(one.starts_with("wasm1") && one.len() == 63 && one != other);
    let error = predicted(&wanted(&["--salt", ""]), ANN, &stored()).expect_err("no salt");
    assert!(format!("{error:#}").contains("give 1 to 60 characters"));
}

#[test]
fn keys_are_words_or_test_keys() {
    let words = |words: &str, prefix: &str| {
        key::of_words(words, prefix).map(|signer| signer.address().to_string())
    };
    // The words of entropy zero; the address as wasmd's own keyring derives it.
    let public = "abandon ".repeat(23) + "art";
    let address = words(&public, "wasm").expect("a key");
    assert_eq!(address, "wasm1r5v5srda7xfth3hn2s26txvrcrntldju3hkw75");
    for wrong in ["", "abandon", "abandon abandon nothing", &("abandon ".repeat(23) + "abandon")] {
        let error = words(wrong, "wasm").expect_err("no key");
        let text = format!("{error:#}");
        assert!(text.contains("AXIOM_MNEMONIC does not hold a key"), "{text}");
        assert!(wrong.is_empty() || !text.contains("abandon"), "the words were told");
    }
    let test_key = wanted(&["--test-key", "ann"]).key;
    assert!(test_key.signer("wasm").is_ok());
    assert!(test_key.fits("axiom-devnet-1").is_ok() && wanted(&[]).key.fits("theirs-1").is_ok());
    let error = test_key.fits("theirs-1").expect_err("a public chain");
    assert!(error.to_string().contains("test keys belong to everybody"));
    let error = test_key.signer("cosmos").err().expect("not for other chains");
    assert!(error.to_string().contains("test keys are for devnets"));
}

#[test]
fn wrong_arguments_are_refused() {
    for (arguments, said) in [
        (&["deploy", "--gas-price", "0.025stake"][..], "--rpc"),
        (&["deploy", "--rpc", "x", "--gas-price", "stake"][..], "write it like 0.025uaxm"),
    ] {
        let error = Cli::try_parse_from(arguments).err().expect("wrong").to_string();
        assert!(error.contains(said), "{error}");
    }
}
