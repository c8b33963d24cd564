//! The hints of the command, for the client.

use std::fs;
use std::path::Path;

use anyhow::{ensure, Context, Result};

/// Where the command keeps them.
const SOURCE: &str = "tools/axiom/src/hints.rs";

/// The table as TypeScript.
pub fn text(root: &Path) -> Result<String> {
    let source = fs::read_to_string(root.join(SOURCE)).context(SOURCE)?;
    let rows: String = pairs(&source)
        .context(SOURCE)?
        .iter()
        .map(|(part, hint)| format!("  [{part}, {hint}],\n"))
        .collect();
    Ok(format!(
        "/** Parts of error texts, in lower or upper case, and what helps: the same as the `axiom` command tells. */\n\
         export const hints: ReadonlyArray<readonly [part: string, hint: string]> = [\n{rows}];\n"
    ))
}

/// The literals of the table, two by two, quoted as they stand.
fn pairs(source: &str) -> Result<Vec<(String, String)>> {
    let (_, rest) = source.split_once("const HINTS: [(&str, &str); ").context("no table")?;
    let (count, rest) = rest.split_once(']').context("no count")?;
    let (table, _) = rest.split_once("];").context("no end")?;
    let count: usize = count.trim().parse()?;
    let literals = literals(table);
    let pairs = literals.chunks_exact(2).map(|two| (two[0].clone(), two[1].clone()));
    let pairs: Vec<_> = pairs.collect();
    ensure!(pairs.len() == count && literals.len() == 2 * count, "found {} hints", pairs.len());
    Ok(pairs)
}

fn literals(table: &str) -> Vec<String> {
    let mut found = vec![];
    let mut open: Option<String> = None;
    let mut escaped = false;
    for letter in table.chars() {
        match &mut open {
            None if letter == '"' => open = Some(String::from('"')),
            None => {}
            Some(text) => {
                text.push(letter);
                if letter == '"' && !escaped {
                    found.extend(open.take());
                }
                escaped = letter == '\\' && !escaped;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_and_counted() {
        let source = "const HINTS: [(&str, &str); 1] = [(\"a \\\"b\\\"\", \"c\")];\n";
        assert_eq!(pairs(source).unwrap(), [("\"a \\\"b\\\"\"".to_string(), "\"c\"".to_string())]);
        assert!(pairs(&source.replace("; 1]", "; 2]")).is_err());
    }
}
