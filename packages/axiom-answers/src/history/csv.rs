//! History as a table for a spreadsheet.

use super::{Direction, HistoryRow};
use crate::due::date_text;

const HEAD: [&str; 12] = [
    "date",
    "time",
    "height",
    "transaction",
    "kind",
    "direction",
    "amount",
    "asset",
    "domain",
    "counterparty",
    "reference",
    "note",
];

/// Rows as CSV by RFC 4180 with a line of heads: lines end with CR LF; cells with commas, quotation marks or line breaks
/// are quoted. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
pub fn to_csv(rows: &[HistoryRow]) -> String {
    let mut text = line(HEAD.map(str::to_string));
    for row in rows {
        let opt = |text: &Option<String>| text.clone().unwrap_or_default();
        let direction = match row.direction {
            Direction::In => "in",
            Direction::Out => "out",
        };
        text.push_str(&line([
            date_text(row.time),
            row.time.to_string(),
            row.height.to_string(),
            opt(&row.hash),
            row.kind.word().to_string(),
            direction.to_string(),
            row.amount.to_string(),
            row.asset.as_ref().map(ToString::to_string).unwrap_or_default(),
            row.domain.map(|domain| domain.to_string()).unwrap_or_default(),
            opt(&row.counterparty),
            opt(&row.reference),
            opt(&row.note),
        ]));
    }
    text
}

fn line(cells: [String; 12]) -> String {
    let cells: Vec<_> = cells.into_iter().map(cell).collect();
    format!("{}\r\n", cells.join(","))
}

fn cell(text: String) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text };
    if text.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::HistoryKind;
    use super::*;
    use axiom_types::asset::Asset;
    use cosmwasm_std::Uint128;
    use rstest::rstest;

    #[rstest]
    #[case("plain", "plain")]
    #[case("", "")]
    #[case("a,b", "\"a,b\"")]
    #[case("say \"no\"", "\"say \"\"no\"\"\"")]
    #[case("two\nlines", "\"two\nlines\"")]
    #[case("=SUM(A1:A9)", "'=SUM(A1:A9)")]
    #[case("+1", "'+1")]
    #[case("-1", "'-1")]
    #[case("@x", "'@x")]
    #[case("=1,2", "\"'=1,2\"")]
    #[case("\tx", "'\tx")]
    #[case("a=b", "a=b")]
    fn cells(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(cell(text.to_string()), expected);
    }

    #[test]
    fn a_row_has_a_cell_for_each_head() {
        let row = HistoryRow {
            height: 7,
            time: 1_767_225_600,
            hash: Some("AB".to_string()),
            kind: HistoryKind::WithdrawalReturned,
            direction: Direction::In,
            amount: Uint128::new(5),
            asset: Some(Asset::cw20("wasm1t")),
            domain: None,
            counterparty: None,
            reference: Some("job 3".to_string()),
            note: Some("=cmd, \"x\"".to_string()),
        };
        let expected = "date,time,height,transaction,kind,direction,amount,asset,domain,counterparty,reference,note\r\n\
             2026-01-01T00:00:00Z,1767225600,7,AB,withdrawal_returned,in,5,cw20:wasm1t,,,job 3,\"'=cmd, \"\"x\"\"\"\r\n";
        assert_eq!(to_csv(&[row]), expected);
    }
}
