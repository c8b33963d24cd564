use std::collections::BTreeSet;

use serde_json::{json, Value};

use super::*;

struct Names;

impl Words for Names {
    fn address(&self, alias: &str) -> Result<String, String> {
        match alias {
            "alice" => Ok("wasm1alice".into()),
            other => Err(format!("nobody is called @{other}")),
        }
    }
    fn amount(&self, text: &str) -> Result<(u128, String), String> {
        match text {
            "1.5axm" => Ok((1_500_000, "uaxm".into())),
            other => Plain.amount(other),
        }
    }
    fn denom(&self, denom: &str) -> String {
        if denom == "axm" {
            "uaxm".into()
        } else {
            denom.into()
        }
    }
    fn file(&self, path: &str) -> Result<Vec<u8>, String> {
        match path {
            "shares.json" => Ok(br#"[{"account":"wasm1a","bps":5000}]"#.to_vec()),
            other => Err(format!("cannot read {other}: no such file")),
        }
    }
}

fn given(pairs: &[(&str, &str)]) -> Given {
    let mut all = Given::new();
    for (name, value) in pairs {
        all.entry((*name).to_string()).or_default().push((*value).to_string());
    }
    all
}

fn build(
    contract: &str,
    kind: Kind,
    message: &str,
    pairs: &[(&str, &str)],
) -> Result<Value, String> {
    let contract = Contract::find(contract).unwrap();
    let shape = contract.message(kind, message).unwrap();
    let value = assemble(&shape, &given(pairs), &Names)
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let problems = check(contract.schema(kind), &value);
    assert!(problems.is_empty(), "what flags build fits the schema: {problems:?}");
    Ok(value)
}

#[test]
fn every_message_of_every_contract_has_a_text_and_flags() {
    let mut count = 0;
    for name in NAMES {
        let contract = Contract::find(name).unwrap();
        assert_eq!(contract.name(), name);
        assert!(!contract.version().is_empty());
        for kind in [Kind::Execute, Kind::Query] {
            for message in contract.messages(kind) {
                count += 1;
                assert!(!message.about.is_empty(), "{name} {} says what it does", message.name);
                let all = flags(&message);
                let names: BTreeSet<&str> = all.iter().map(|flag| flag.name.as_str()).collect();
                assert_eq!(names.len(), all.len(), "{name} {}: no flag twice", message.name);
                for field in message.fields.iter().filter(|field| !field.name.is_empty()) {
                    assert!(names.contains(field.name.as_str()), "{name} {}", field.name);
                }
            }
            let names = contract.names(kind);
            assert_eq!(names.len(), contract.messages(kind).len());
        }
    }
    assert!(count > 120, "{count}");
}

#[test]
fn contracts_are_found_by_both_names() {
    assert_eq!(Contract::find("ledger").unwrap().name(), "execution-ledger");
    assert!(Contract::find("ledgers").is_none());
    let error = Contract::find("dao").unwrap().message(Kind::Execute, "votee").unwrap_err();
    assert_eq!(error, "governance-dao has no execute message votee; did you mean vote?");
}

#[test]
fn plain_values_lists_and_choices() {
    let vote = build("dao", Kind::Execute, "vote", &[("proposal_id", "3"), ("vote", "yes")]);
    assert_eq!(vote.unwrap(), json!({"vote": {"proposal_id": 3, "vote": "yes"}}));
    let renew = build(
        "registry",
        Kind::Execute,
        "renew",
        &[("participants", "@alice"), ("participants", "wasm1b")],
    );
    assert_eq!(renew.unwrap(), json!({"renew": {"participants": ["wasm1alice", "wasm1b"]}}));
}

#[test]
fn a_job_is_posted_by_flags_alone() {
    let job = build(
        "ledger",
        Kind::Execute,
        "post_job",
        &[
            ("title", "Translate a page"),
            ("capability", "translation"),
            ("assignment.open.gate", "anyone"),
            ("reward.paid.amount", "1.5axm"),
            ("reward.paid.domain", "2"),
            ("windows.accept", "3d"),
            ("windows.submit", "1w"),
            ("windows.review", "12h"),
            ("windows.rework", "86400"),
            ("windows.arbitrate", "10d"),
        ],
    );
    match job {
        Ok(value) => {
            let job = &value["post_job"];
            assert_eq!(
                job["reward"],
                json!({"paid": {"amount": "1500000", "asset": {"native": "uaxm"}, "domain": 2}})
            );
            assert_eq!(job["windows"]["accept"], 259_200);
            assert_eq!(job["windows"]["submit"], 604_800);
        }
        Err(text) => panic!("{text}"),
    }
}

#[test]
fn everything_that_is_missing_is_told_at_once() {
    let error = build("dao", Kind::Execute, "vote", &[]).unwrap_err();
    assert!(error.contains("--proposal_id: is needed"), "{error}");
    assert!(error.contains("--vote: is needed") && error.contains("yes, no"), "{error}");
}

#[test]
fn wrong_values_say_what_was_expected() {
    let cases = [
        (vec![("proposal_id", "x"), ("vote", "yes")], "--proposal_id: expected a whole number"),
        (vec![("proposal_id", "1"), ("vote", "maybe")], "--vote: expected yes, no"),
        (vec![("proposal_id", "1"), ("proposal_id", "2"), ("vote", "yes")], "was given twice"),
        (vec![("proposal_id", "18446744073709551616"), ("vote", "yes")], "expected at most"),
    ];
    for (pairs, expected) in cases {
        let error = build("dao", Kind::Execute, "vote", &pairs).unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
    let error = build("registry", Kind::Execute, "renew", &[("participants", "@bob")]).unwrap_err();
    assert_eq!(error, "--participants: nobody is called @bob");
}

#[test]
fn an_amount_brings_its_asset_or_agrees_with_it() {
    let transfer = |pairs: &[(&str, &str)]| {
        let mut all = vec![("to", "@alice")];
        all.extend_from_slice(pairs);
        build("distributor", Kind::Execute, "transfer", &all)
    };
    let fine = transfer(&[("amount", "1.5axm")]).unwrap();
    assert_eq!(fine["transfer"]["asset"], json!({"native": "uaxm"}));
    assert_eq!(fine["transfer"]["amount"], "1500000");
    let same = transfer(&[("amount", "1.5axm"), ("asset", "axm")]).unwrap();
    assert_eq!(same, fine);
    let other = transfer(&[("amount", "1.5axm"), ("asset", "uusd")]).unwrap_err();
    assert!(other.contains("the amount is in uaxm, but the asset is"), "{other}");
    let both =
        transfer(&[("amount", "5"), ("asset", "axm"), ("asset.native", "uaxm")]).unwrap_err();
    assert!(both.contains("whole and in parts"), "{both}");
    let token = transfer(&[("amount", "5"), ("asset", "cw20:wasm1t")]).unwrap();
    assert_eq!(token["transfer"]["asset"], json!({"cw20": "wasm1t"}));
    let parts = transfer(&[("amount", "5"), ("asset.cw20", "wasm1t")]).unwrap();
    assert_eq!(parts, token);
}

#[test]
fn objects_in_lists_are_written_as_pairs_or_json() {
    let deposit = |pairs: &[(&str, &str)]| build("distributor", Kind::Execute, "deposit", pairs);
    let expected = json!({"deposit": {"allowances": [
        {"asset": {"native": "uaxm"}, "controller": "wasm1alice", "amount": "1500000"},
    ]}});
    let pairs = [("allowances", "controller=@alice,amount=1.5axm")];
    assert_eq!(deposit(&pairs).unwrap(), expected);
    let whole = expected["deposit"]["allowances"].to_string();
    assert_eq!(deposit(&[("allowances", &whole)]).unwrap(), expected);
    assert_eq!(deposit(&[]).unwrap(), json!({"deposit": {"allowances": []}}));
    let told = |text: &str| deposit(&[("allowances", text)]).unwrap_err();
    assert!(told("controler=@alice,amount=1axm").contains("there is no controler; there are:"));
    assert!(told("controller=@alice").contains("amount: is needed"));
    assert!(told("controller").contains("expected JSON"));
    assert!(told("controller=@alice,nonsense").contains("expected name=value"));
}

#[test]
fn spans_times_and_bytes() {
    assert_eq!(seconds_of("3d").unwrap(), 259_200);
    assert_eq!(seconds_of("1h 30m").unwrap(), 5_400);
    assert!(seconds_of("1500ms").unwrap_err().contains("whole number of seconds"));
    assert!(seconds_of("soon").unwrap_err().contains("write it like 3d"));
    assert_eq!(time_of("1970-01-02").unwrap(), 86_400);
    assert_eq!(time_of("1970-01-01T00:01:00Z").unwrap(), 60);
    assert!(time_of("2026-13-01").unwrap_err().contains("is no time"));
    let text = |kind, text: &str| value_from_text(&Shape::Text(kind), text, &Plain);
    assert_eq!(text(TextKind::Base64, "text:hi").unwrap(), "aGk=");
    assert_eq!(text(TextKind::Base64, "aGk=").unwrap(), "aGk=");
    assert_eq!(text(TextKind::Hex, "text:hi").unwrap(), "6869");
    let hash = value_from_text(&Shape::Text(TextKind::Hex), "sha256:shares.json", &Names).unwrap();
    assert_eq!(hash.as_str().unwrap().len(), 64);
    assert!(text(TextKind::Hex, "sha256:/no/such/file").unwrap_err().contains("/no/such/file"));
    assert!(text(TextKind::Base64, "?").unwrap_err().contains("expected base64"));
    assert!(text(TextKind::Hex, "xyz").unwrap_err().contains("hexadecimal"));
    assert_eq!(text(TextKind::Time, "1970-01-02").unwrap(), "86400000000000");
    assert_eq!(text(TextKind::Plain, "@@literal").unwrap(), "@literal");
    assert!(text(TextKind::Integer { bits: 64 }, "18446744073709551616").is_err());
    assert_eq!(value_from_text(&Shape::Bool, "yes", &Plain).unwrap(), true);
    let number =
        |moment, text: &str| value_from_text(&Shape::Number { bits: 64, moment }, text, &Plain);
    assert_eq!(number(false, "3d").unwrap(), 259_200);
    assert_eq!(number(true, "1970-01-02").unwrap(), 86_400);
    assert!(number(true, "3d").unwrap_err().contains("expected a time"));
    assert!(number(false, "2026-12-01").unwrap_err().contains("a span such as 3d"));
    assert!(value_from_text(&Shape::Bool, "1", &Plain).unwrap_err().contains("true or false"));
    assert!(value_from_text(&Shape::Number { bits: 8, moment: false }, "256", &Plain)
        .unwrap_err()
        .contains("255"));
}

#[test]
fn points_in_time_are_known_by_their_text() {
    let dao = Contract::find("dao").unwrap();
    let signed = dao.message(Kind::Execute, "vote_signed").unwrap();
    let Shape::List(vote) =
        &signed.fields.iter().find(|field| field.name == "votes").unwrap().shape
    else {
        panic!("votes are a list");
    };
    let Shape::Fields { fields, .. } = &**vote else { panic!("a vote has fields") };
    let until = fields.iter().find(|field| field.name == "valid_until").unwrap();
    assert_eq!(until.shape, Shape::Number { bits: 64, moment: true });
    let pause = dao.message(Kind::Execute, "guardian_pause").unwrap();
    let seconds = pause.fields.iter().find(|field| field.name == "seconds").unwrap();
    assert_eq!(seconds.shape, Shape::Number { bits: 64, moment: false });
}

#[test]
fn problems_name_their_path() {
    let dao = Contract::find("dao").unwrap();
    let mut founding: Value =
        serde_json::from_str(include_str!("../../../economies/default.json")).unwrap();
    founding["salt"] = json!("YQ==");
    for part in ["registry", "tracker", "distributor", "ledger"] {
        founding[part]["create"]["code_id"] = json!(1);
        founding[part]["create"]["checksum"] = json!("00".repeat(32));
    }
    let schema = dao.schema(Kind::Instantiate);
    assert_eq!(check(schema, &founding), vec![]);
    founding["tracker"]["create"]["settings"]["domains"][1]["half_life"] = json!("soon");
    founding["ledger"]["create"]["settings"]["fee_pbs"] = json!(1);
    let texts: Vec<String> = check(schema, &founding).iter().map(ToString::to_string).collect();
    assert!(
        texts.contains(
            &"tracker.create.settings.domains[1].half_life: expected a whole number from 0 to 18446744073709551615, found \"soon\""
                .to_string()
        ),
        "{texts:?}"
    );
    assert!(
        texts.iter().any(|text| text.starts_with(
            "ledger.create.settings.fee_pbs: expected no such field; did you mean fee_bps?"
        )),
        "{texts:?}"
    );
}

#[test]
fn a_choice_that_does_not_exist_names_the_others() {
    let dao = Contract::find("dao").unwrap();
    let schema = dao.schema(Kind::Execute);
    let told = |value: Value| check(schema, &value).first().map(ToString::to_string).unwrap();
    assert!(told(json!({"vot": {}})).contains("did you mean vote?"));
    assert!(told(json!({"vote": {"proposal_id": 1}})).starts_with("vote.vote: expected a value"));
    assert!(told(json!([])).starts_with("expected one of propose"));
    assert!(told(json!({"close": {"proposal_id": -1}})).contains("close.proposal_id"));
    assert!(told(json!({"close": {"proposal_id": 1.5}})).contains("a whole number"));
}
