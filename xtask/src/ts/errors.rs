//! Errors of the contracts, told by their texts.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{ensure, Context, Result};

use super::text::quoted;
use super::CONTRACTS;

/// Crates whose errors every contract may answer.
const SHARED: [&str; 3] = ["packages/axiom-kit", "packages/axiom-types", "packages/axiom-merkle"];

/// Least letters of a text besides its values: a shorter one would be found in others' texts.
const LEAST: usize = 12;

/// The table as TypeScript.
pub fn text(root: &Path) -> Result<String> {
    let mut found: BTreeMap<String, (String, String)> = BTreeMap::new();
    let own = CONTRACTS.iter().map(|(name, _)| (*name, format!("contracts/{name}")));
    let shared = SHARED.iter().map(|path| ("", (*path).to_string()));
    for (contract, path) in own.chain(shared) {
        for file in sources(&root.join(&path).join("src"))? {
            let source = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
            for (name, words) in errors(&source) {
                add(&mut found, contract, name, &words);
            }
        }
    }
    ensure!(found.len() > 100, "only {} errors were found", found.len());
    let mut rows: Vec<_> = found.into_iter().collect();
    // A longer text first: a shorter one may be a part of it.
    rows.sort_by_key(|(pattern, _)| (std::cmp::Reverse(pattern.len()), pattern.clone()));
    let rows: String = rows
        .iter()
        .map(|(pattern, (contract, name))| {
            format!("  [{}, {}, {}],\n", quoted(contract), quoted(name), quoted(pattern))
        })
        .collect();
    Ok(format!(
        "/** Contract (empty for what several may answer), name and text of each error; the text is a regular expression. */\n\
         export const contractErrors: ReadonlyArray<readonly [contract: string, error: string, pattern: string]> = [\n{rows}];\n"
    ))
}

fn add(found: &mut BTreeMap<String, (String, String)>, contract: &str, name: String, words: &str) {
    let (pattern, letters) = pattern(words);
    if letters < LEAST {
        return;
    }
    let entry = found.entry(pattern).or_insert_with(|| (contract.to_string(), name));
    if entry.0 != contract {
        entry.0.clear();
    }
}

/// Rust sources under a folder, in order.
fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut all = vec![];
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            all.extend(sources(&path)?);
        } else if path.extension().is_some_and(|end| end == "rs") {
            all.push(path);
        }
    }
    all.sort();
    Ok(all)
}

/// Name and text of each error of a source.
fn errors(source: &str) -> Vec<(String, String)> {
    let parts = source.split("#[error(").skip(1);
    parts.filter_map(|part| Some((name(part.split_once(")]")?.1)?, literal(part)?))).collect()
}

/// The literal with which a part begins.
fn literal(part: &str) -> Option<String> {
    let mut letters = part.trim_start().strip_prefix('"')?.chars();
    let mut text = String::new();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => return Some(text),
            '\\' => match letters.next()? {
                'n' => text.push('\n'),
                '\n' => {
                    let rest = letters.as_str().trim_start();
                    letters = rest.chars();
                }
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
    None
}

/// The name that follows, past other attributes and comments.
fn name(rest: &str) -> Option<String> {
    let mut lines = rest.lines().map(str::trim);
    let line = lines.find(|line| !line.is_empty() && !line.starts_with(['#', '/']))?;
    let line = line.strip_prefix("pub struct ").unwrap_or(line);
    let name: String = line.chars().take_while(char::is_ascii_alphanumeric).collect();
    (!name.is_empty()).then_some(name)
}

/// A regular expression of a text with values in braces, and how many letters are no values.
fn pattern(words: &str) -> (String, usize) {
    let (mut pattern, mut letters) = (String::new(), 0);
    let mut rest = words.chars().peekable();
    while let Some(letter) = rest.next() {
        if letter == '{' && rest.peek() != Some(&'{') {
            rest.by_ref().find(|end| *end == '}');
            // A value at the start or end must not take what the chain writes around the text.
            pattern.push_str(match (pattern.is_empty(), rest.peek().is_none()) {
                (true, _) => "\\S+",
                (_, true) => "[^\\s:]+",
                _ => ".+?",
            });
            continue;
        }
        if matches!(letter, '{' | '}') {
            rest.next();
        }
        if !letter.is_alphanumeric() && !" '`,:;_-".contains(letter) {
            pattern.push('\\');
        }
        pattern.push(letter);
        letters += 1;
    }
    (pattern, letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_found_with_their_texts() {
        let source = "#[error(transparent)]\nStd(#[from] StdError),\n/// One.\n\
            #[error(\n  \"'{a}' is \\\"no\\\": \\\n     b\"\n)]\nOne { a: String },\n\
            #[error(\"two {0}\")]\n#[other]\nTwo(u32),\n";
        let found = errors(source);
        let expected = [("One", "'{a}' is \"no\": b"), ("Two", "two {0}")];
        let found: Vec<_> = found.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn values_become_gaps_of_the_pattern() {
        assert_eq!(
            pattern("job {job} is (un)known {{x}}"),
            ("job .+? is \\(un\\)known \\{x\\}".to_string(), 21)
        );
        assert_eq!(pattern("{kind} is {there}").0, "\\S+ is [^\\s:]+");
    }
}
