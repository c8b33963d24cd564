//! Shared context: one space, several writers, one root.

use anyhow::{Context, Result};
use axiom_oracle::tree;
use axiom_types::registry::{ExecuteMsg, SpaceCreated, WriterRule};

use crate::proof;
use crate::stage::{data, done, refused, Stage};

/// Every write of the story into the shared space: key, version, content.
pub const WRITES: [(&str, &str, u64, &[u8]); 3] = [
    ("app", "brief", 1, b"summarise the week in 200 words"),
    ("grace", "price/axm", 1, b"1.07 usd"),
    ("agent", "plan", 1, b"read brief and price/axm, then write"),
];

/// What the data network writes when its price has moved.
pub const NEW_PRICE: (&str, &str, u64, &[u8]) = ("grace", "price/axm", 2, b"1.31 usd");

/// Opens a space, writes into it, and shows that a writer who has not seen the newest version is refused.
pub fn play(s: &mut Stage) -> Result<()> {
    s.say(
        "The application opens a space that every registered participant may write. Each shared entry (cell) is \
         written against the version that its writer saw.",
    );
    let msg = ExecuteMsg::CreateSpace {
        name: "newsroom".to_string(),
        writers: WriterRule::Registered { kind: None },
    };
    let success = done(s.suite.registry().send("app", &msg))?;
    let space = data::<SpaceCreated>(&success)?.space;
    s.note("space", space);
    for (who, key, version, content) in WRITES {
        done(s.suite.registry().write(who, space, key, version - 1, content))?;
        let cell = s.cell(space, key)?.context("the entry is not there")?;
        let label = format!("shared entry (cell) {key}, version, by {}", s.name(&cell.writer));
        s.check(&label, "", cell.version, version);
    }
    let text = refused(s.suite.registry().write("dave", space, "price/axm", 0, b"9.99 usd"))?;
    s.note("stale write refused", 1);
    s.say(&format!("Dave writes on an old version and is refused: {text}."));
    let cell = s.cell(space, "price/axm")?.context("the entry is not there")?;
    s.check("version of price/axm afterwards", "", cell.version, 1);

    let root = s.context_root(space)?;
    s.check("entries under the context root", "", root.leaves, WRITES.len() as u64);
    s.check("context root", "", proof::hash(&root.root)?, expected_root(WRITES.len()));
    s.note_root("context root", root);
    Ok(())
}

/// The root of the first writes of the story, the new price last, computed from their contents.
pub fn expected_root(writes: usize) -> tree::Hash {
    let leaves: Vec<Vec<u8>> = WRITES
        .iter()
        .chain([&NEW_PRICE])
        .take(writes)
        .map(|(_, key, version, content)| proof::entry(key, *version, content))
        .collect();
    tree::root(&leaves)
}
