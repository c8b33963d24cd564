//! Verification by somebody who trusts nobody: bytes, hashes, one root.

use anyhow::{Context, Result};
use axiom_chain::ChainExt;
use axiom_oracle::tree;
use axiom_types::record::Transition;

use crate::proof;
use crate::stage::{done, Stage};
use crate::story::context::{expected_root, NEW_PRICE, WRITES};

/// Verifies a record, rebuilds the root of all records from the events, and proves what the agent had read.
pub fn play(s: &mut Stage) -> Result<()> {
    let job = s.noted("job")?;
    let records = s.records()?;
    let submitted = records
        .iter()
        .find(|r| r.record.id == job && r.record.transition == Transition::Submitted)
        .context("the submission has no record")?;
    s.say(&format!(
        "The outsider takes record {} (job {job}, submitted), its proof and one root, goes offline and works \
         with its own code.",
        submitted.record.seq
    ));
    let own = proof::record(&submitted.record)?;
    let root = proof::hash(&s.record_root(None)?.root)?;
    let path = proof::proof(&s.record_proof(submitted.record.seq)?)?;
    s.check(
        "bytes of the record, encoded anew, are the same",
        "",
        own.bytes() == submitted.bytes.as_slice(),
        true,
    );
    s.check("leaf of the record", "", proof::hash(&submitted.leaf)?, own.leaf());
    s.check("it stands under the root", "", tree::verify(&root, &own.bytes(), &path), true);
    let mut forged = own.clone();
    forged.hashes[3] = Some([0; 32]);
    s.check(
        "the same record with another output does",
        "",
        tree::verify(&root, &forged.bytes(), &path),
        false,
    );

    let replayed = from_events(s)?;
    let (replayed, root) = (tree::root(&replayed), s.record_root(None)?);
    s.check(
        "root of all records, rebuilt from the events alone",
        "",
        proof::hash(&root.root)?,
        replayed,
    );

    s.say("The record names the context root that the agent acted on. New entries have come since; the proof still holds.");
    let space = s.noted("space")?;
    let (who, moved, newer, price) = NEW_PRICE;
    done(s.suite.registry().write(who, space, moved, newer - 1, price))?;
    let named = submitted.record.hashes.context_root.as_ref().context("no context root")?;
    s.check(
        "context root that the record names",
        "",
        proof::hash(named)?,
        expected_root(WRITES.len()),
    );
    let (_, key, version, content) = WRITES[1];
    let (leaves, entry) = (WRITES.len() as u64, proof::entry(key, version, content));
    let path = proof::proof(&s.context_proof(space, 1, leaves)?)?;
    let holds = tree::verify(&proof::hash(named)?, &entry, &path);
    s.check("the price of that day stands under it", "", holds, true);
    let lie = proof::entry(key, version, price);
    let holds = tree::verify(&proof::hash(named)?, &lie, &path);
    s.check("the price of today does", "", holds, false);
    s.check(
        "version of the price now",
        "",
        s.cell(space, key)?.map_or(0, |cell| cell.version),
        newer,
    );
    Ok(())
}

/// Canonical bytes of every record, from the events of the chain.
pub fn from_events(s: &Stage) -> Result<Vec<Vec<u8>>> {
    let events = s.suite.chain.events();
    let made = events.filter(|event| event.ty == "wasm-axiom_ledger_record_made");
    let bytes = made.flat_map(|event| &event.attributes).filter(|a| a.key == "bytes");
    bytes.map(|a| Ok(cosmwasm_std::HexBinary::from_hex(&a.value)?.to_vec())).collect()
}
