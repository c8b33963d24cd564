//! The replay itself: one line after the other.

use std::collections::BTreeMap;

use axiom_merkle::{bag, inner_hash, leaf_hash, Hash};
use axiom_types::ledger::raw::JOB_KIND;
use axiom_types::ledger::JobState;
use axiom_types::proof::RootResponse;
use axiom_types::record::Record;
use cosmwasm_std::HexBinary;

use super::error::ReplayError;
use super::facts::{told, Fact, Told};
use super::follow::{expected_event, follow, posted};
use super::line::{EventLine, Header, RecordLine};
use super::machine;
use super::outcome::{statistics, Counts, Gap, Job, Replay};
use super::settled::{self, same, text};
use crate::parts::record_from_bytes;

/// Rebuilds a ledger line by line.
pub(crate) struct Replayer {
    header: Header,
    leaves: Vec<Hash>,
    /// Peaks with their heights, highest first.
    peaks: Vec<(u32, Hash)>,
    jobs: BTreeMap<u64, Job>,
    counts: Counts,
    gaps: Vec<Gap>,
    /// Where the newest event stood: block, transaction, number.
    place: Option<(u64, u32, u32)>,
    /// The event that waits for its record.
    waiting: Option<(u64, Fact)>,
    /// Chain, height and time of the newest record.
    moment: (String, u64, u64),
    fee_bps: Option<u16>,
}

impl Replayer {
    pub fn new(header: Header) -> Self {
        Self {
            header,
            leaves: Vec::new(),
            peaks: Vec::new(),
            jobs: BTreeMap::new(),
            counts: Counts::default(),
            gaps: Vec::new(),
            place: None,
            waiting: None,
            moment: (String::new(), 0, 0),
            fee_bps: None,
        }
    }

    /// Records so far.
    pub fn records(&self) -> u64 {
        self.leaves.len() as u64
    }

    /// The number of the record that an event tells; none for other events.
    pub fn record_in(line: &EventLine) -> Option<u64> {
        match told(&line.kind, &line.attributes) {
            Ok(Told::Record { seq, .. }) => Some(seq),
            _ => None,
        }
    }

    /// An event.
    pub fn event(&mut self, line: &EventLine) -> Result<(), ReplayError> {
        let (height, tx, n) = (line.height, line.tx, line.n);
        let in_order = match self.place {
            Some(last) if (last.0, last.1) == (height, tx) => last.2.checked_add(1) == Some(n),
            Some(last) => (height, tx) > (last.0, last.1) && n == 0,
            None => n == 0,
        };
        if !in_order {
            return Err(ReplayError::Order { height, tx, n });
        }
        self.place = Some((height, tx, n));
        let told = told(&line.kind, &line.attributes)?;
        if !matches!(told, Told::Record { .. }) {
            self.nothing_waits()?;
        }
        match told {
            Told::Fact { job, fact } => self.waiting = Some((job, fact)),
            Told::Record { seq, job, transition, actor, leaf, bytes } => {
                let record = self.read(seq, &bytes)?;
                let of = || format!("record {seq}");
                same(of(), "job", (job, record.id))?;
                same(of(), "transition", (transition, record.transition.name()))?;
                same(of(), "actor", (actor, &record.actor))?;
                same(of(), "leaf", (leaf, hex::encode(leaf_hash(&bytes))))?;
                same(of(), "height", (record.height, height))?;
                let fact = self.waiting.take();
                self.append(record, &bytes, fact, true)?;
            }
            Told::Offered { job, by } => {
                let known = self.known(job)?;
                if by != known.client {
                    same(format!("job {job}"), "side that offers", (by, text(&known.worker)))?;
                }
                self.counts.offers += 1;
            }
            Told::LegFailed { job, leg } => {
                self.counts.legs_failed += 1;
                self.known(job)?.pending.insert(leg.name());
            }
            Told::LegRetried { job, leg } => {
                self.counts.legs_retried += 1;
                // A failure whose event is gone is not known to be pending.
                let lost = !self.gaps.is_empty();
                let found = self.known(job)?.pending.remove(leg.name());
                if !found && !lost {
                    same(format!("job {job}"), "leg tried again", (leg.name(), "none"))?;
                }
            }
            Told::Fee { bps } => self.fee_bps = Some(bps),
            Told::Other => {}
        }
        Ok(())
    }

    /// A record whose events are gone.
    pub fn record(&mut self, line: &RecordLine) -> Result<(), ReplayError> {
        self.nothing_waits()?;
        let record = self.read(line.seq, &line.bytes)?;
        match self.gaps.last_mut().filter(|gap| gap.to.checked_add(1) == Some(line.seq)) {
            Some(gap) => gap.to = line.seq,
            None => self.gaps.push(Gap { from: line.seq, to: line.seq }),
        }
        // The settings may have changed in the events that are gone.
        self.fee_bps = None;
        self.append(record, &line.bytes, None, false)
    }

    /// The end of the events.
    pub fn finish(self) -> Result<Replay, ReplayError> {
        self.nothing_waits()?;
        let leaves = self.records();
        let root = bag(leaves, self.peaks.iter().map(|(_, hash)| hash));
        Ok(Replay {
            statistics: statistics(&self.jobs, &self.counts),
            header: self.header,
            root: RootResponse { leaves, root: HexBinary::from(root) },
            jobs: self.jobs,
            gaps: self.gaps,
            leaves: self.leaves,
        })
    }

    fn nothing_waits(&self) -> Result<(), ReplayError> {
        match &self.waiting {
            None => Ok(()),
            Some((job, fact)) => Err(ReplayError::NoRecord { kind: fact.kind(), job: *job }),
        }
    }

    fn known(&mut self, job: u64) -> Result<&mut Job, ReplayError> {
        let jobs = self.jobs.len();
        self.jobs.get_mut(&job).ok_or_else(|| ReplayError::Differs {
            of: "an event".to_string(),
            what: "job",
            found: job.to_string(),
            expected: format!("1 to {jobs}"),
        })
    }

    /// Reads the bytes of the next record and checks that it is the next one of this ledger.
    fn read(&self, seq: u64, bytes: &[u8]) -> Result<Record, ReplayError> {
        let expected = self.records();
        match seq.cmp(&expected) {
            std::cmp::Ordering::Equal => {}
            std::cmp::Ordering::Less => return Err(ReplayError::Repeated { expected, found: seq }),
            std::cmp::Ordering::Greater if expected == 0 => {
                return Err(ReplayError::Pruned { found: seq })
            }
            std::cmp::Ordering::Greater => return Err(ReplayError::Gap { expected, found: seq }),
        }
        let record = record_from_bytes(bytes).ok_or(ReplayError::Bytes { seq })?;
        let of = || format!("record {seq}");
        same(of(), "number in its bytes", (record.seq, seq))?;
        same(of(), "ledger", (&record.ledger, &self.header.ledger))?;
        if !self.header.former_chain_ids.contains(&record.chain_id) {
            same(of(), "chain", (&record.chain_id, &self.header.chain_id))?;
        }
        same(of(), "kind", (&record.kind, JOB_KIND))?;
        let (chain, height, time) = &self.moment;
        // A chain that was started anew under another id counts its blocks anew.
        if record.time < *time || (record.chain_id == *chain && record.height < *height) {
            let found = format!("{} at {}", record.height, record.time);
            let expected = format!("{height} at {time} or later");
            return Err(ReplayError::Differs { of: of(), what: "block", found, expected });
        }
        Ok(record)
    }

    /// Adds a record that was read, with the event that belongs to it; `events`: whether there must be one.
    fn append(
        &mut self,
        record: Record,
        bytes: &[u8],
        fact: Option<(u64, Fact)>,
        events: bool,
    ) -> Result<(), ReplayError> {
        let fact = match fact {
            None => None,
            Some((job, fact)) if job == record.id => Some(fact),
            Some((job, fact)) => return Err(ReplayError::NoRecord { kind: fact.kind(), job }),
        };
        self.step(&record, fact, events)?;
        self.moment = (record.chain_id.clone(), record.height, record.time);
        *self.counts.by_transition.entry(record.transition.name()).or_default() += 1;
        let leaf = leaf_hash(bytes);
        self.leaves.push(leaf);
        let mut node = (0u32, leaf);
        while let Some(left) = self.peaks.pop_if(|left| left.0 == node.0) {
            node = (node.0.saturating_add(1), inner_hash(&left.1, &node.1));
        }
        self.peaks.push(node);
        Ok(())
    }

    /// Moves a job as a record says.
    fn step(
        &mut self,
        record: &Record,
        fact: Option<Fact>,
        events: bool,
    ) -> Result<(), ReplayError> {
        let id = record.id;
        let known = self.jobs.remove(&id);
        let (state, handed_in) =
            (known.as_ref().map(|j| j.state), known.as_ref().map_or(0, |j| j.submissions));
        let Some((to, ended)) = machine::next(state, record.transition, handed_in) else {
            return Err(ReplayError::Impossible {
                job: id,
                state: state.map_or("not posted", JobState::name).to_string(),
                transition: record.transition.name(),
            });
        };
        let mut job = match known {
            Some(job) => job,
            None => {
                let newest = self.jobs.len() as u64;
                same(format!("record {}", record.seq), "number of the new job", (id, newest + 1))?;
                posted(record)
            }
        };
        follow(&mut job, record)?;
        (job.state, job.ended) = (to, ended);
        match (fact, expected_event(record.transition)) {
            (Some(fact), expected) if fact.kind() == expected => {
                self.apply(&mut job, record, fact)?;
            }
            (Some(fact), _) => return Err(ReplayError::NoRecord { kind: fact.kind(), job: id }),
            (None, expected) if events => {
                let (seq, transition) = (record.seq, record.transition.name());
                return Err(ReplayError::NoEvent { seq, transition, expected });
            }
            (None, _) => {}
        }
        self.jobs.insert(id, job);
        Ok(())
    }

    /// Checks the event beside a record against it, and takes over what only the event tells.
    fn apply(&self, job: &mut Job, record: &Record, fact: Fact) -> Result<(), ReplayError> {
        let of = || format!("job {}", record.id);
        match fact {
            Fact::Posted { client, offered_to, capability, asset, amount, points } => {
                same(of(), "client", (client, &record.client))?;
                if (asset.is_some() != amount.is_some()) || (amount.is_some() == points.is_some()) {
                    let found = "asset, amount and points do not fit".to_string();
                    let expected = "a price with its asset, or points".to_string();
                    return Err(ReplayError::Differs { of: of(), what: "reward", found, expected });
                }
                (job.offered_to, job.capability, job.asset) = (offered_to, capability, asset);
                (job.amount, job.points) = (amount, points);
                (job.fee_bps, job.terms_known) = (self.fee_bps, true);
            }
            Fact::Accepted { worker } => {
                same(of(), "worker", (&worker, &record.actor))?;
                if let Some(offered) = &job.offered_to {
                    same(of(), "worker", (&worker, offered))?;
                }
            }
            Fact::Submitted { worker, output, number } => {
                same(of(), "worker", (worker, text(&job.worker)))?;
                same(of(), "number of the submission", (number, job.submissions))?;
                let recorded = job.output_hash.as_ref().map(ToString::to_string);
                same(of(), "hash of the output", (output, text(&recorded)))?;
            }
            Fact::Rejected { by, state } => {
                same(of(), "account that rejected", (by, &record.actor))?;
                same(of(), "state", (state.name(), job.state.name()))?;
            }
            Fact::Extended { deadline } => {
                // In the middle of paused time it may lie in the past, but never before the posting.
                if deadline <= job.posted_at {
                    let found = deadline.to_string();
                    let expected = format!("a time after {}", job.posted_at);
                    return Err(ReplayError::Differs {
                        of: of(),
                        what: "deadline",
                        found,
                        expected,
                    });
                }
                job.extended_to = Some(deadline);
            }
            Fact::Settled { reason, client, worker, settled } => {
                let ended = job.ended.map_or("none", machine::reason_name);
                same(of(), "reason of the end", (machine::reason_name(reason), ended))?;
                same(of(), "client", (client, &job.client))?;
                same(of(), "worker", (text(&worker), text(&job.worker)))?;
                settled::check(record.id, job, reason, &settled)?;
                job.settled = Some(settled);
            }
        }
        Ok(())
    }
}
