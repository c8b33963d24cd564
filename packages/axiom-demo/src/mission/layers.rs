//! What the finished story shows of the five layers.

use anyhow::{Context, Result};
use axiom_chain::Chain;
use axiom_oracle::{money, tree};
use axiom_suite::NEXT_VERSION;
use axiom_types::common::InfoResponse;
use axiom_types::ledger::EndReason;
use axiom_types::record::Transition;
use axiom_types::registry::{self, ParticipantsResponse};
use axiom_types::tracker::{self, GrantsResponse};

use super::Seen;
use crate::dark::selves;
use crate::later::{founding_votes, GATE};
use crate::proof;
use crate::stage::Stage;
use crate::story::context::{expected_root, NEW_PRICE, WRITES};
use crate::story::people::{ROUTE, SKILL};
use crate::story::pool::{FUND, HOLDERS};
use crate::story::{treasury, work};
use crate::teller::{grouped, Figure};

pub(super) fn synchronised(s: &Stage) -> Result<Seen> {
    s.noted("stale write refused")?;
    let root = s.context_root(s.noted("space")?)?;
    let entries = WRITES.len() + 1;
    let ok = root.leaves == entries as u64 && proof::hash(&root.root)? == expected_root(entries);
    let text = format!(
        "{} writes by {} participants under one root; a stale write refused",
        root.leaves,
        WRITES.len()
    );
    Seen::new(text, ok)
}

pub(super) fn consistent(s: &Stage) -> Result<Seen> {
    let (job, space) = (s.noted("job")?, s.noted("space")?);
    let records = s.records()?;
    let submitted = records
        .iter()
        .find(|r| r.record.id == job && r.record.transition == Transition::Submitted)
        .context("no record")?;
    let named = submitted.record.hashes.context_root.as_ref().context("no context root")?;
    let (root, leaves) = (proof::hash(named)?, WRITES.len() as u64);
    let (_, key, version, content) = WRITES[1];
    let path = proof::proof(&s.context_proof(space, 1, leaves)?)?;
    let old = tree::verify(&root, &proof::entry(key, version, content), &path);
    let now = s.cell(space, key)?.map_or(0, |cell| cell.version);
    let text = format!(
        "record {} in execution-ledger names root {}; {key} v{version} proven under it while state-registry is at v{now}",
        submitted.record.seq,
        root.text()
    );
    Seen::new(text, old && root == expected_root(WRITES.len()) && now == NEW_PRICE.2)
}

pub(super) fn available(s: &Stage) -> Result<Seen> {
    let msg = registry::QueryMsg::ByCapability {
        capability: SKILL.to_string(),
        live: None,
        start_after: None,
        limit: None,
    };
    let found: ParticipantsResponse = s.ask(&s.suite.at.registry, &msg)?;
    let names: Vec<String> = found.participants.iter().map(|p| s.name(&p.address)).collect();
    let job = s.noted("job")?;
    let published = work::result(s, job)?;
    let output = s.job(job)?.submission.map(|work| work.output.sha256.to_hex());
    let text = format!(
        "'{SKILL}' finds {}; the result of job {job} can be read by anybody",
        names.join(", ")
    );
    Seen::new(text, names == ["agent"] && Some(published) == output)
}

pub(super) fn verifiable(s: &Stage) -> Result<Seen> {
    let records = s.records()?;
    let mut leaves = vec![];
    for answered in &records {
        leaves.push(proof::record(&answered.record)?.bytes());
    }
    let root = s.record_root(None)?;
    let (rebuilt, answered) = (tree::root(&leaves), proof::hash(&root.root)?);
    let ok = rebuilt == answered && root.leaves == records.len() as u64 && !records.is_empty();
    Seen::new(format!("{} records, encoded anew, give root {}", records.len(), answered.text()), ok)
}

pub(super) fn transparent(s: &Stage) -> Result<Seen> {
    let job = s.noted("disputed job")?;
    let records = s.records()?;
    let own: Vec<_> = records.iter().filter(|r| r.record.id == job).collect();
    let names: Vec<&str> = own.iter().map(|r| r.record.transition.name()).collect();
    let expected =
        ["posted", "accepted", "submitted", "rejected", "resubmitted", "disputed", "arbitrated"];
    let reasons = own.iter().filter(|r| r.record.hashes.evidence.is_some()).count();
    let text = format!("job {job}: {}; {reasons} with the hash of the reason", names.join(", "));
    Seen::new(text, names == expected && reasons == 3)
}

pub(super) fn accountable(s: &Stage) -> Result<Seen> {
    let ended = |what| -> Result<Option<EndReason>> { Ok(s.job(s.noted(what)?)?.ended) };
    let (worker, reviewer) = (ended("unsubmitted job")?, ended("silent job")?);
    let ok = worker == Some(EndReason::NotSubmitted) && reviewer == Some(EndReason::ReviewerAbsent);
    let text = "an idle worker cost its client nothing, a silent reviewer its worker nothing, by time alone";
    Seen::new(text, ok)
}

pub(super) fn programmable(s: &Stage) -> Result<Seen> {
    let job = s.job(s.noted("job")?)?;
    let bps: Vec<u128> = ROUTE.iter().map(|(_, bps)| (*bps).into()).collect();
    let axiom_types::dao::Part::Create { settings, .. } = &s.founding.ledger else {
        return Seen::new("no ledger", false);
    };
    let expected = money::settlement(work::PRICE, settings.fee_bps.into(), &bps);
    let at = usize::try_from(s.noted("approval")?)?;
    let tx = s.suite.chain.txs().get(at).context("no such transaction")?;
    let figure = |key| tx.attribute("axiom_ledger_job_settled", key).unwrap_or("none").to_string();
    let (paid, fee) = (figure("paid"), figure("fee"));
    let payees: Vec<(String, u16)> =
        job.payees.iter().map(|p| (s.name(&p.account), p.bps)).collect();
    let route: Vec<(String, u16)> =
        ROUTE.iter().map(|(who, bps)| (who.to_string(), *bps)).collect();
    let whole: u128 = expected.parts.iter().sum();
    let ok = payees == route && paid == whole.to_string() && fee == expected.fee.to_string();
    let text = format!(
        "{} uaxm split 70:30 by the payout split, {} uaxm fee",
        grouped(&paid),
        grouped(&fee)
    );
    Seen::new(text, ok)
}

pub(super) fn aligned(s: &Stage) -> Result<Seen> {
    let own = s.contribution(s.noted("own job")?)?.context("nothing recorded")?;
    let honest = s.contribution(s.noted("job")?)?.context("nothing recorded")?;
    let text =
        format!("honest work made {} points, work for oneself {}", honest.minted, own.minted);
    let measure = s.reference.measure(2, work::PRICE);
    Seen::new(text, own.minted.is_zero() && honest.minted.u128() == measure)
}

pub(super) fn rewarded(s: &Stage) -> Result<Seen> {
    let pool = s.pool(s.noted("pool")?)?;
    let left = pool.funded.u128().wrapping_sub(pool.claimed.u128());
    let text = format!(
        "{} uaxm paid to {} holders by score, {left} dust",
        grouped(&pool.claimed.to_string()),
        HOLDERS.len()
    );
    let dust = HOLDERS.len() as u128;
    Seen::new(text, pool.funded.u128() == FUND && left < dust)
}

pub(super) fn measured(s: &Stage) -> Result<Seen> {
    let job = s.noted("job")?;
    let recorded = s.contribution(job)?.context("nothing recorded")?.minted.u128();
    let text = format!(
        "job {job} at {} uaxm recorded as {recorded} points",
        grouped(&work::PRICE.to_string())
    );
    Seen::new(text, recorded == s.reference.measure(2, work::PRICE))
}

pub(super) fn reputation(s: &Stage) -> Result<Seen> {
    let found = s.score("worker", 2)?;
    let score = s.reference.score(2, "worker", s.suite.now());
    let lifetime = s.reference.lifetime(2, "worker");
    let text = format!(
        "the worker earned {} points in several jobs, {} after decay",
        found.lifetime, found.score
    );
    let ok = found.lifetime.u128() == lifetime && found.score.u128() == score && lifetime > 0;
    Seen::new(text, ok)
}

pub(super) fn opportunity(s: &Stage) -> Result<Seen> {
    let job = s.job(s.noted("gated job")?)?;
    let worker = job.worker.map_or("nobody".to_string(), |worker| s.name(worker));
    let text = format!("a job for {GATE} points or more: refused to erin, taken by {worker}");
    Seen::new(text, worker == "agent" && job.ended == Some(EndReason::Approved))
}

pub(super) fn upgraded(s: &Stage) -> Result<Seen> {
    let info: InfoResponse = s.ask(&s.suite.at.registry, &registry::QueryMsg::Info {})?;
    let text = format!("state-registry runs {} since the vote", info.info.version);
    Seen::new(text, info.info.version == NEXT_VERSION)
}

pub(super) fn allocated(s: &Stage) -> Result<Seen> {
    let id = s.noted("upkeep")?;
    let word = s.standing_of(id)?;
    let transfers = s.suite.chain.txs().iter().filter(|tx| {
        tx.ok && tx.attribute("axiom_dao_spent", "proposal_id") == Some(id.to_string().as_str())
    });
    let paid = transfers.filter_map(|tx| tx.attribute("axiom_distributor_transferred", "amount"));
    let paid: Vec<&str> = paid.collect();
    let text =
        format!("proposal {id} {word}: {} uaxm from the treasury", grouped(&paid.join(", ")));
    Seen::new(text, word == "executed" && paid == [treasury::WISH.to_string()])
}

pub(super) fn incentives(s: &Stage) -> Result<Seen> {
    s.noted("ring")?;
    let msg = tracker::QueryMsg::Grants { start_after: None, limit: None };
    let grants: GrantsResponse = s.ask(&s.suite.at.tracker, &msg)?;
    let axiom_types::dao::Part::Create { settings, .. } = &s.founding.tracker else {
        return Seen::new("no tracker", false);
    };
    let voted = grants.grants.len().wrapping_sub(settings.grants.len());
    let gained = selves::gained(s)?;
    let text = format!(
        "{voted} budgets granted by vote; a ring of five gained {gained} of {} points granted",
        selves::allowed()
    );
    Seen::new(text, voted == 3 && gained > 0 && gained <= selves::allowed())
}

pub(super) fn decentralised(s: &Stage) -> Result<Seen> {
    s.noted("sunset")?;
    let given: u64 = ["alice", "ben", "carol"].iter().map(|who| founding_votes(s, who)).sum();
    let total = s.total_weight()?;
    let text = format!(
        "guardian without power after a year; {} of {total} votes earned by work",
        total.wrapping_sub(given)
    );
    Seen::new(text, total == s.reference.total_weight() && total > given)
}
