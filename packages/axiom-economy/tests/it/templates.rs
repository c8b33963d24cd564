//! Templates: those that are built in, and what is told of those that do not fit.

use std::collections::BTreeMap;

use axiom_economy::{EconomyError, Role, Template};
use serde_json::{json, Value};

use crate::world::{set, who, Folder};

/// The words that a plan would fill in.
fn words() -> BTreeMap<String, Value> {
    let names = ["FOUNDER", "OWNER", "DAO", "REGISTRY", "TRACKER", "DISTRIBUTOR", "LEDGER"];
    let mut words: BTreeMap<String, Value> =
        names.iter().map(|name| (name.to_string(), json!(who(name)))).collect();
    words.insert("DENOM".to_string(), json!("uaxm"));
    words
}

fn fill(template: &Template, changes: &[&str]) -> Result<axiom_economy::Filled, EconomyError> {
    template.fill(&set(changes), &BTreeMap::new(), &words())
}

/// A template out of the default one, changed.
fn with(change: impl FnOnce(&mut Value)) -> Result<Template, EconomyError> {
    let mut document = Template::find("default").unwrap().document().clone();
    change(&mut document);
    Template::parse("mine", &document.to_string())
}

fn wrong(change: impl FnOnce(&mut Value)) -> String {
    match with(change).and_then(|template| fill(&template, &[])) {
        Ok(_) => panic!("the template should not fit"),
        Err(error) => error.to_string(),
    }
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in {text:?}");
    }
}

#[test]
fn each_built_in_template_fits() {
    let names: Vec<&str> = Template::names().collect();
    assert_eq!(names.len(), 6);
    for name in names {
        let template = Template::find(name).unwrap();
        let filled = fill(&template, &[]).unwrap();
        assert!(filled.founding["tracker"]["create"]["settings"].is_object(), "{name}");
        assert!(!filled.founding.to_string().contains('$'), "{name}: a word is left");
        assert_eq!(template.digest.len(), 64);
        for variable in template.variables.values() {
            assert!(variable.about.len() > 10, "{name}");
        }
        if name != "default" {
            assert!(template.family.is_some() && template.about.is_some(), "{name}");
        }
    }
}

#[test]
fn the_plain_form_is_a_template_and_stays_one_for_the_older_command() {
    let plain: Value =
        serde_json::from_str(include_str!("../../../../economies/default.json")).unwrap();
    assert!(plain.get("template").is_none() && plain.get("name").is_some());
    let template = Template::parse("plain", &plain.to_string()).unwrap();
    assert_eq!((template.title.as_str(), template.family.clone()), ("First Light", None));
    assert_eq!(template.document()["founding"], plain);
}

#[test]
fn faults_are_told_with_their_paths() {
    let settings = "/founding/tracker/create/settings";
    let text =
        wrong(|t| t.pointer_mut(settings).unwrap()["domains"][1]["half_life"] = json!("soon"));
    says(
        &text,
        &[
            "template mine does not fit",
            "founding.tracker.create.settings.domains[1].half_life: expected",
            "found \"soon\"",
        ],
    );
    let text = wrong(|t| {
        let domain = &mut t.pointer_mut(settings).unwrap()["domains"][0];
        domain["half_live"] = domain["half_life"].take();
        domain.as_object_mut().unwrap().remove("half_life");
    });
    says(
        &text,
        &[
            "domains[0].half_live: expected no such field; did you mean half_life?",
            "domains[0].half_life: expected a value",
            "; ",
        ],
    );
    let text = wrong(|t| t["founding"]["tracks"][0]["quorum_bps"] = json!(70_000));
    says(
        &text,
        &["founding.tracks[0].quorum_bps: expected a whole number from 0 to 65535, found 70000"],
    );
    let text = wrong(|t| t["founding"]["registry"] = json!({ "creat": {} }));
    says(&text, &["founding.registry: expected one of create, adopt, omit; did you mean create?"]);
    let text = wrong(|t| t["founding"]["name"] = Value::Null);
    says(&text, &["founding.name: expected a text, found null"]);
    let text = wrong(|t| t["founding"] = json!(3));
    says(&text, &["founding: expected an object with fields, found 3"]);
}

#[test]
fn what_the_plan_puts_in_is_refused() {
    says(&wrong(|t| t["founding"]["salt"] = json!("YQ==")), &["founding.salt: expected no salt"]);
    let text = wrong(|t| t["founding"]["ledger"]["create"]["code_id"] = json!(7));
    says(&text, &["founding.ledger.create.code_id: expected none"]);
    let text = wrong(|t| t["founding"]["registry"]["create"]["checksum"] = json!("aa"));
    says(&text, &["founding.registry.create.checksum: expected none"]);
}

#[test]
fn the_head_is_checked_too() {
    says(
        &wrong(|t| t["template"] = json!(2)),
        &["template: expected 1, the version of this format, found 2"],
    );
    says(
        &wrong(|t| t["titl"] = json!("x")),
        &["titl: expected no such field; did you mean title?"],
    );
    says(&wrong(|t| t["variables"] = json!([])), &["variables: expected an object with fields"]);
    says(
        &wrong(|t| t["variables"] = json!({ "low": { "about": "x" } })),
        &["variables.low: expected a name of A-Z"],
    );
    says(
        &wrong(|t| t["variables"] = json!({ "DAO": { "about": "x" } })),
        &["variables.DAO: expected another name"],
    );
    says(
        &wrong(|t| t["variables"] = json!({ "A": { "defalt": 1 } })),
        &["variables.A.defalt: expected no such field; did you mean default?", "variables.A.about"],
    );
    let call = |contract: &str, message: Value| json!({ "call": { "about": "x", "contract": contract, "message": message } });
    let pool = json!({ "fund_pool": { "pool": 1, "amount": "5" } });
    let propose = json!({ "propose": { "about": "x", "track": 1, "title": "T", "description": "d", "calls": [] } });
    let text = wrong(|t| t["then"] = json!([propose, call("distributor", pool.clone())]));
    says(&text, &["then[1]: expected calls before proposals"]);
    says(
        &wrong(|t| t["then"] = json!([propose, propose])),
        &["then[1].propose.title: expected a title of its own"],
    );
    says(
        &wrong(|t| t["then"] = json!([call("bank", json!({}))])),
        &["then[0].call.contract: expected one of registry"],
    );
    says(
        &wrong(|t| t["then"] = json!([{ "cal": {} }])),
        &["then[0]: expected one of call, propose; did you mean call?"],
    );
    let text = wrong(|t| {
        t["then"] = json!([call("distributor", json!({ "fund_pool": { "pool": "1" } }))])
    });
    says(
        &text,
        &[
            "then[0].call.message.fund_pool.pool: expected a whole number",
            "then[0].call.message.fund_pool.amount",
        ],
    );
    let text = wrong(|t| {
        t["founding"]["distributor"] = json!({ "omit": {} });
        t["then"] = json!([call("distributor", pool.clone())]);
    });
    says(&text, &["value-distributor is left out"]);
}

#[test]
fn words_are_filled_in_wherever_they_stand() {
    let template = with(|t| {
        t["variables"] = json!({
            "FEE": { "about": "The fee.", "default": 250 },
            "CITY": { "about": "Where it is." },
        });
        t["founding"]["name"] = json!("$CITY for $$5 at $FEE, $$CITY");
        t["founding"]["ledger"]["create"]["settings"]["fee_bps"] = json!("$FEE");
    })
    .unwrap();
    let filled = fill(&template, &["CITY=Bern"]).unwrap();
    assert_eq!(filled.founding["name"], json!("Bern for $5 at 250, $CITY"));
    assert_eq!(filled.founding["ledger"]["create"]["settings"]["fee_bps"], json!(250));
    let filled = fill(&template, &["CITY=7", "FEE=300"]).unwrap();
    assert_eq!(filled.founding["name"], json!("7 for $5 at 300, $CITY"));

    let error = fill(&template, &[]).unwrap_err();
    assert!(matches!(error, EconomyError::Unresolved { .. }));
    says(&error.to_string(), &["$CITY at founding.name", "--set NAME=value"]);
    let error = fill(&template, &["CITI=Bern"]).unwrap_err().to_string();
    says(&error, &["has no variable CITI; did you mean CITY?"]);
    let error = fill(&template, &["LEDGER=x"]).unwrap_err().to_string();
    says(&error, &["$LEDGER is an address that the plan fills in"]);
    let text = fill(&template, &["CITY=Bern", "FEE=much"]).unwrap_err().to_string();
    says(&text, &["founding.ledger.create.settings.fee_bps: expected a whole number", "\"much\""]);
}

#[test]
fn values_are_changed_by_their_paths() {
    let template = Template::find("default").unwrap();
    let changes = [
        "founding.tracks[0].quorum_bps=3000",
        "ledger.create.settings.fee_bps=0",
        "tracker.create.settings.genesis[0].points=25",
        "tracker.create.settings.genesis[1]={\"address\":\"$DAO\",\"points\":\"5\"}",
        "name=12",
        "registry={\"omit\":{}}",
    ];
    let founding = fill(&template, &changes).unwrap().founding;
    assert_eq!(founding["tracks"][0]["quorum_bps"], json!(3_000));
    assert_eq!(founding["ledger"]["create"]["settings"]["fee_bps"], json!(0));
    let genesis = &founding["tracker"]["create"]["settings"]["genesis"];
    assert_eq!(genesis[0]["points"], json!("25"));
    assert_eq!(genesis[1], json!({ "address": who("DAO"), "points": "5" }));
    assert_eq!(founding["name"], json!("12"));
    assert_eq!(founding["registry"], json!({ "omit": {} }));

    for (change, part) in [
        ("founding.traks[0].name=x", "founding has no field traks; did you mean tracks?"),
        ("tracks[9].name=x", "founding.tracks has 3 items, and [9] is none of them; [3] adds one"),
        ("tracks[4]={}", "[3] adds one"),
        ("name.first=x", "founding.name is no object"),
        ("name[0]=x", "founding.name is no list"),
        (
            "ledger.create.settings.fee=5",
            "founding.ledger.create.settings.fee: expected no such field",
        ),
    ] {
        says(&fill(&template, &[change]).unwrap_err().to_string(), &[part]);
    }
    for change in ["tracks", "=5", "a..b=1", "tracks[x]=1", "tracks[0=1", "tracks[0]x=1", "[0]=1"] {
        let error = change.parse::<axiom_economy::Override>().unwrap_err();
        assert!(matches!(error, EconomyError::Set { .. }), "{change}");
        says(&error.to_string(), &[change, "expected"]);
    }
}

#[test]
fn adopted_layers_take_the_place_of_created_ones() {
    let template = Template::find("default").unwrap();
    let adopt = BTreeMap::from([(Role::Registry, who("old"))]);
    let founding = template.fill(&[], &adopt, &words()).unwrap().founding;
    assert_eq!(founding["registry"], json!({ "adopt": { "address": who("old") } }));
}

#[test]
fn files_that_are_none() {
    let folder = Folder::new();
    let path = |name: &str| folder.0.join(name).display().to_string();
    let error = Template::find(&path("absent.json")).unwrap_err();
    says(&error.to_string(), &["there is no template", "agent-gigs", "or a file"]);
    let error = Template::find(&folder.0.display().to_string()).unwrap_err();
    assert!(matches!(error, EconomyError::Unreadable { .. }), "{error}");
    std::fs::write(folder.0.join("torn.json"), "{ \"name\": ").unwrap();
    let error = Template::find(&path("torn.json")).unwrap_err();
    says(&error.to_string(), &["torn.json is no JSON", "line 1", "economies/default.json"]);
    for (text, found) in [("[]", "a list"), ("7", "one plain value")] {
        let error = Template::parse("x", text).unwrap_err().to_string();
        says(&error, &["expected an object with fields", found]);
    }
    let document = Template::find("reputation").unwrap().document().to_string();
    std::fs::write(folder.0.join("own.json"), document).unwrap();
    assert_eq!(
        Template::find(&path("own.json")).unwrap().title,
        "Reputation-Based Contribution Economies"
    );
}

/// Whatever stands wherever: a template fits or is refused with words, and nothing panics.
#[test]
fn no_value_anywhere_breaks_it() {
    fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
        all.push(at.to_string());
        match value {
            Value::Object(fields) => {
                fields
                    .iter()
                    .for_each(|(name, inner)| pointers(inner, &format!("{at}/{name}"), all));
            }
            Value::Array(items) => {
                items
                    .iter()
                    .enumerate()
                    .for_each(|(n, inner)| pointers(inner, &format!("{at}/{n}"), all));
            }
            _ => {}
        }
    }
    let adopt = BTreeMap::from([(Role::Ledger, who("old"))]);
    let values = [json!(null), json!(-1), json!("$NOBODY"), json!({ "a": [] }), json!([[]])];
    let document = Template::find("infrastructure-contribution").unwrap().document().clone();
    let mut all = vec![];
    pointers(&document, "", &mut all);
    assert!(all.len() > 100);
    let (mut fits, mut refused) = (0, 0);
    let cases = all.iter().flat_map(|pointer| values.iter().map(move |value| (pointer, value)));
    for (pointer, value) in cases {
        let mut changed = document.clone();
        *changed.pointer_mut(pointer).unwrap() = value.clone();
        let filled = Template::parse("mine", &changed.to_string())
            .and_then(|template| template.fill(&[], &adopt, &words()));
        match filled {
            Ok(_) => fits += 1,
            Err(error) => {
                refused += 1;
                assert!(error.to_string().contains("template mine"), "{pointer}: {error}");
            }
        }
    }
    assert!(fits > 5 && refused > 100, "{fits} fit, {refused} are refused");
    let template = Template::parse("mine", &document.to_string()).unwrap();
    for change in ["founding=3", "then=3", "title=[]", "about={}"] {
        let error = template.fill(&set(&[change]), &adopt, &words()).unwrap_err();
        assert!(matches!(error, EconomyError::Template { .. }), "{change}: {error}");
    }
}
