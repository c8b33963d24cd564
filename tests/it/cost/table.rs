//! `gas.json` and `docs/gas.md`: every message that people use. A node measured them (`make gas`); here the present
//! model is put beside the measurements, so that a change of a contract that moves a message is seen without a node.

use axiom_cost::{document, refreshed, DOCUMENT, FILE};

use super::{golden, repository};

#[test]
fn golden_gas_table() {
    let root = repository("");
    let book = refreshed(&root).unwrap();
    assert!(book.rows.len() > 80, "{} messages", book.rows.len());
    golden(FILE, &book.json().unwrap());
    golden(DOCUMENT, &document(&book));
    let problems = book.problems(&root);
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}
