//! What messages cost: the committed measurements against the present model and the targets, that
//! size does not matter, and the storage keys behind both.

mod flat;
mod keys;
mod seed;
mod table;

use std::path::PathBuf;

/// A file of the repository.
fn repository(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// Compares a committed file with what it should hold; with `UPDATE_GOLDEN` set it is written.
#[track_caller]
fn golden(path: &str, text: &str) {
    let file = repository(path);
    if std::env::var("UPDATE_GOLDEN").is_ok() {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).unwrap();
        }
        std::fs::write(&file, text).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    let differs = |(at, (old, new)): (usize, (&str, &str))| {
        (old != new).then(|| format!("line {}:\n- {old}\n+ {new}", at + 1))
    };
    let lines = committed.lines().zip(text.lines()).enumerate();
    let first = lines.into_iter().find_map(differs);
    assert!(
        committed == text,
        "{path} is not what it should be; UPDATE_GOLDEN=1 writes it if the change is meant\n{}",
        first.unwrap_or_else(|| "one of the two has more lines".to_string())
    );
}
