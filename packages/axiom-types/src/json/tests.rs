#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]
//! The derived form against serde's, on texts that are right, wrong and hostile.

use cosmwasm_schema::cw_serde;
use cosmwasm_std::{coin, from_json, to_json_vec, Addr, BankMsg, Binary, CosmosMsg, Uint128};
use rstest::rstest;

use super::{read, vec, Json, Lean, Tree};

#[cw_serde]
#[derive(Json)]
struct Inner {
    number: u8,
    wide: Uint128,
    maybe: Option<bool>,
}

#[cw_serde]
#[derive(Json)]
enum Message {
    Nothing,
    Empty {},
    OneValue(Inner),
    TwoWords { first: Vec<Inner>, second: Option<Box<Inner>>, r#type: String },
    Bytes { data: Binary, who: Addr },
    Foreign(Vec<CosmosMsg>),
}

/// Both readers of a text; they must agree.
fn both(text: &str) -> Option<Message> {
    let plain = from_json::<Message>(text.as_bytes()).ok();
    assert_eq!(read::<Message>(text.as_bytes()).ok(), plain, "{text}");
    let lean = from_json::<Lean<Message>>(text.as_bytes()).ok();
    assert_eq!(lean.map(|lean| lean.0), plain, "{text}");
    plain
}

fn inner(number: u8, maybe: Option<bool>) -> Inner {
    Inner { number, wide: Uint128::MAX, maybe }
}

#[test]
fn what_is_written_is_read_and_is_what_serde_writes() {
    let send = BankMsg::Send { to_address: "ann".into(), amount: vec![coin(1, "uaxm")] };
    let messages = [
        Message::Nothing,
        Message::Empty {},
        Message::OneValue(inner(255, None)),
        Message::TwoWords { first: vec![], second: None, r#type: "a \"b\"\n\u{1f600}\\".into() },
        Message::TwoWords {
            first: vec![inner(0, Some(true)), inner(1, Some(false))],
            second: Some(Box::new(inner(7, None))),
            r#type: String::new(),
        },
        Message::Bytes { data: Binary::new(vec![0, 255, 128]), who: Addr::unchecked("ann") },
        Message::Foreign(vec![send.into()]),
    ];
    for message in messages {
        let text = vec(&message).unwrap();
        assert_eq!(text, to_json_vec(&message).unwrap(), "{message:?}");
        assert_eq!(both(std::str::from_utf8(&text).unwrap()), Some(message));
    }
}

#[rstest]
#[case::unit_as_object(r#"{"nothing":{}}"#, false)]
#[case::unit_with_null(r#"{"nothing":null}"#, false)]
#[case::struct_as_text(r#""empty""#, false)]
#[case::empty_with_field(r#"{"empty":{"a":1}}"#, true)]
#[case::two_variants(r#"{"empty":{},"nothing":{}}"#, false)]
#[case::variant_twice(r#"{"empty":{},"empty":{}}"#, false)]
#[case::camel_case(r#"{"twoWords":{"first":[],"type":""}}"#, false)]
#[case::optional_left_out(r#"{"one_value":{"number":1,"wide":"2"}}"#, true)]
#[case::optional_null(r#"{"one_value":{"number":1,"wide":"2","maybe":null}}"#, true)]
#[case::missing(r#"{"one_value":{"number":1}}"#, false)]
#[case::required_null(r#"{"one_value":{"number":1,"wide":null}}"#, false)]
#[case::unknown(r#"{"one_value":{"number":1,"wide":"2","more":0,"more":1}}"#, true)]
#[case::field_twice(r#"{"one_value":{"number":1,"number":1,"wide":"2"}}"#, false)]
#[case::field_twice_by_escape(r#"{"one_value":{"number":1,"\u006eumber":1,"wide":"2"}}"#, false)]
#[case::escaped_name(r#"{"one_value":{"\u006eumber":1,"wide":"2"}}"#, true)]
#[case::too_large(r#"{"one_value":{"number":256,"wide":"2"}}"#, false)]
#[case::negative(r#"{"one_value":{"number":-1,"wide":"2"}}"#, false)]
#[case::negative_zero(r#"{"one_value":{"number":-0,"wide":"2"}}"#, false)]
#[case::number_as_text(r#"{"one_value":{"number":"1","wide":"2"}}"#, false)]
#[case::text_as_number(r#"{"one_value":{"number":1,"wide":2}}"#, false)]
#[case::fraction(r#"{"one_value":{"number":1.0,"wide":"2"}}"#, false)]
#[case::exponent(r#"{"one_value":{"number":1e1,"wide":"2"}}"#, false)]
#[case::leading_zero(r#"{"one_value":{"number":01,"wide":"2"}}"#, false)]
#[case::empty_amount(r#"{"one_value":{"number":1,"wide":""}}"#, false)]
#[case::amount_beyond(
    r#"{"one_value":{"number":1,"wide":"340282366920938463463374607431768211456"}}"#,
    false
)]
#[case::list_as_struct(r#"{"one_value":[1,"2",null]}"#, false)]
#[case::list_of_wrong(r#"{"two_words":{"first":[1],"type":""}}"#, false)]
#[case::object_as_list(r#"{"two_words":{"first":{},"type":""}}"#, false)]
#[case::bad_base64(r#"{"bytes":{"data":"??","who":"ann"}}"#, false)]
#[case::loose_base64(r#"{"bytes":{"data":"AP9","who":"ann"}}"#, false)]
#[case::spaces(" {\n\"empty\" :\t{ } } ", true)]
#[case::behind_it(r#"{"empty":{}} x"#, false)]
#[case::cut(r#"{"empty":{}"#, false)]
#[case::nothing_at_all("", false)]
#[case::null("null", false)]
#[case::list("[]", false)]
#[case::foreign_wrong(r#"{"foreign":[{"bank":{"send":{"to_address":"a"}}}]}"#, false)]
#[case::foreign_unknown(r#"{"foreign":[{"nope":{}}]}"#, false)]
fn reads_what_serde_reads(#[case] text: &str, #[case] accepted: bool) {
    assert_eq!(both(text).is_some(), accepted, "{text}");
}

#[test]
fn a_number_that_no_tree_holds_is_refused_also_where_nobody_reads_it() {
    for number in ["1.5", "1e3", "18446744073709551616"] {
        let text = format!(r#"{{"empty":{{"a":{number}}}}}"#);
        assert!(read::<Message>(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn depth_is_bounded() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(Tree::parse(deep.as_bytes()).is_err());
}

#[rstest]
#[case(r#"{"nope":{}}"#, "unknown variant `nope`, expected one of `nothing`, `empty`")]
#[case(r#"{"one_value":{"wide":"2"}}"#, "missing field `number`")]
#[case(r#"{"one_value":{"number":1,"number":1,"wide":"2"}}"#, "duplicate field `number`")]
#[case(r#"{"one_value":{"number":300,"wide":"2"}}"#, "Number out of range")]
fn errors_say_what_is_wrong(#[case] text: &str, #[case] said: &str) {
    let error = read::<Message>(text.as_bytes()).unwrap_err().to_string();
    assert!(error.contains(said), "{error}");
}
