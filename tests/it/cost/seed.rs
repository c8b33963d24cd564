//! A state with any number of members, jobs, records, participants, balances, ballots.
//!
//! One of each is made by real messages; the storage rows that those wrote are then copied under
//! other keys, and the few sums that count them are raised. So a seeded row has the form that its
//! contract gives it, whatever that is.

use std::collections::BTreeSet;

use axiom_kit::mmr::Mmr;
use axiom_merkle::{leaf_hash, Hash};
use axiom_suite::{JobBuilder, Suite, DAY, DENOM};
use axiom_types::common::{Reference, Share};
use axiom_types::packed::Packed;
use axiom_types::record::Record;
use axiom_types::registry::{cell_leaf_data, ParticipantKind, WriterRule};
use axiom_types::tracker::raw::{head_key, log_key, Subject, CW4_TOTAL};
use axiom_types::tracker::{Measure, Report, Standing};
use axiom_types::{dao, ledger, tracker};
use cosmwasm_std::storage_keys::namespace_with_key;
use cosmwasm_std::{coin, Addr, CanonicalAddr, Order, Storage, Uint128, Uint256};
use sha2::{Digest, Sha256};
use value_distributor::domain::{Course, Holdings, PoolState};

/// Actors who act in the measured operations.
pub const ACTORS: u64 = 64;
/// What each seeded account holds, in uaxm.
pub const HELD: u128 = 1_000;
/// Shares of each member of the table pool.
pub const SHARES: u128 = 10;
/// Price of the seeded jobs, in uaxm.
const PRICE: u128 = 1_000;

/// An economy with many of everything.
pub struct World {
    /// The economy.
    pub s: Suite,
    /// How many of everything there are, the actors not counted.
    pub size: u64,
    /// Seeded accounts, which never act.
    pub crowd: Vec<Addr>,
    /// Pool by standing.
    pub standing: u64,
    /// Pool by table.
    pub table: u64,
    /// The space.
    pub space: u64,
    /// The proposal that the crowd voted on, open.
    pub proposal: u64,
}

/// An acting account.
pub fn actor(number: u64) -> String {
    format!("actor {number}")
}

/// The content of a seeded cell.
pub const VALUE: &[u8] = &[7; 64];

/// Key of a seeded cell.
pub fn cell_key(number: u64) -> String {
    format!("seed/{number:06}")
}

/// Credits score by decision of the DAO.
fn award(s: &mut Suite, who: &str, domain: u32, points: u128) {
    let account = s.addr(who).to_string();
    let (points, id) = (Uint128::new(points), s.chain.height());
    let reference = Reference { kind: "vote".to_string(), id };
    let msg = tracker::AdminMsg::Award { domain, account, points, reference };
    let _ = s.tracker().send("dao", &tracker::ExecuteMsg::Admin(msg)).should_succeed();
}

type Row = (Vec<u8>, Vec<u8>);

/// Rows that an act added to the storage of each contract.
struct Grown(Vec<(Addr, Vec<Row>)>);

fn rows(s: &Suite, contract: &Addr) -> Vec<Row> {
    s.chain.read(contract, |storage| storage.range(None, None, Order::Ascending).collect())
}

fn grown(s: &mut Suite, act: impl FnOnce(&mut Suite)) -> Grown {
    let contracts: Vec<Addr> = s.at.all().into_iter().map(|(_, addr)| addr.clone()).collect();
    let keys = |s: &Suite, addr: &Addr| -> BTreeSet<Vec<u8>> {
        rows(s, addr).into_iter().map(|(key, _)| key).collect()
    };
    let before: Vec<_> = contracts.iter().map(|addr| keys(s, addr)).collect();
    act(s);
    let added = contracts.into_iter().zip(before).map(|(addr, old)| {
        let mut new = rows(s, &addr);
        new.retain(|(key, _)| !old.contains(key));
        (addr, new)
    });
    Grown(added.collect())
}

impl Grown {
    /// Copies each row that names `from` to a key that names one of `to` instead. Answers how many
    /// rows one copy has.
    fn copy(&self, s: &mut Suite, from: &[u8], to: &[Vec<u8>]) -> usize {
        let mut copied = 0;
        for (contract, rows) in &self.0 {
            let matching: Vec<(usize, &Row)> =
                rows.iter().filter_map(|row| Some((position(&row.0, from)?, row))).collect();
            copied += matching.len();
            s.chain.seed(contract, |storage| {
                for other in to {
                    for (at, (key, value)) in &matching {
                        let mut key = key.clone();
                        key[*at..at + from.len()].copy_from_slice(other);
                        storage.set(&key, value);
                    }
                }
            });
        }
        copied
    }
}

/// Where `part` stands in `key`: a number only at its end.
fn position(key: &[u8], part: &[u8]) -> Option<usize> {
    match part.len() {
        8 | 32 => key.ends_with(part).then(|| key.len() - part.len()),
        len => key.windows(len).position(|window| window == part),
    }
}

fn numbers(range: std::ops::RangeInclusive<u64>) -> Vec<Vec<u8>> {
    range.map(|number| number.to_be_bytes().to_vec()).collect()
}

fn bytes(accounts: &[Addr]) -> Vec<Vec<u8>> {
    accounts.iter().map(|addr| addr.as_bytes().to_vec()).collect()
}

/// A valid account that nobody has the key of.
fn stranger(s: &Suite, number: u64) -> Addr {
    let digest = Sha256::digest(format!("crowd {number}"));
    let canonical = CanonicalAddr::from(digest[..20].to_vec());
    s.chain.api().addr_humanize(&canonical).unwrap()
}

/// Founds, makes one of each, and copies.
pub fn world(size: u64) -> World {
    let s = Suite::found();
    let crowd: Vec<Addr> = (0..size).map(|number| stranger(&s, number)).collect();
    let mut w = World { s, size, crowd, standing: 0, table: 0, space: 0, proposal: 0 };
    // All patterns first: to see what an act adds, all storage is looked at.
    let patterns = patterns(&mut w);
    members(&mut w, &patterns);
    reports(&mut w, &patterns);
    value(&mut w, &patterns);
    registry(&mut w, &patterns);
    jobs(&mut w, &patterns);
    proposals(&mut w, &patterns);
    w
}

/// What one of each added.
struct Patterns {
    score: Grown,
    record: Grown,
    member: Grown,
    balance: Grown,
    claimant: Grown,
    participant: Grown,
    cell: Grown,
    job: Grown,
    proposal: Grown,
    ballot: Grown,
}

fn patterns(w: &mut World) -> Patterns {
    let score = grown(&mut w.s, |s| {
        for domain in [1, 2, 1, 2] {
            award(s, "dave", domain, 5);
        }
    });
    let record = grown(&mut w.s, |s| {
        let _ = report(s, "dave", 0).should_succeed();
    });
    let [member, balance, claimant] = money(w);
    let app = w.s.registry().register("app", ParticipantKind::Application, &[]);
    let _ = app.should_succeed();
    let participant = grown(&mut w.s, |s| {
        let dave = s.registry().register("dave", ParticipantKind::User, &["code"]);
        let _ = dave.should_succeed();
    });
    w.space = w.s.registry().create_space("app", WriterRule::Owner {});
    let space = w.space;
    let cell = grown(&mut w.s, |s| {
        let written = s.registry().write("app", space, &cell_key(0), 0, VALUE);
        let _ = written.should_succeed();
    });
    let job = grown(&mut w.s, |s| {
        let job = JobBuilder::paid(PRICE).to("worker").capability("code");
        assert_eq!(s.ledger().posted("app", job.build()), 1);
    });
    let proposal = grown(&mut w.s, |s| {
        assert_eq!(s.dao().proposed("alice", 1, vec![]), 1);
    });
    let ballot = grown(&mut w.s, |s| {
        let _ = s.dao().vote("alice", 1, dao::Vote::Yes).should_succeed();
    });
    Patterns { score, record, member, balance, claimant, participant, cell, job, proposal, ballot }
}

/// A member of a table pool, a balance, a claimant of a standing pool. Both pools hold money.
fn money(w: &mut World) -> [Grown; 3] {
    let s = &mut w.s;
    let _ = s.distributor().deposit_for_work("app", 900_000_000, DENOM).should_succeed();
    let standing = s.distributor().standing_pool("app", 2, DENOM);
    let mut table = 0;
    let member = grown(s, |s| {
        table = s.distributor().table_pool("app", DAY, &[("dave", SHARES)], DENOM);
    });
    let balance = grown(s, |s| {
        let _ = s.distributor().deposit("dave", HELD, DENOM).should_succeed();
    });
    let _ = s.distributor().fund("app", standing, 1_000_000).should_succeed();
    s.wait(7 * DAY);
    let claimant = grown(s, |s| {
        let _ = s.distributor().claim("dave", standing, false).should_succeed();
    });
    for pool in [standing, table] {
        let _ = s.distributor().fund("app", pool, 200_000_000).should_succeed();
    }
    (w.standing, w.table) = (standing, table);
    [member, balance, claimant]
}

impl World {
    /// The crowd and the actors.
    pub fn everybody(&self) -> Vec<Addr> {
        let actors = (0..ACTORS).map(|number| self.s.addr(&actor(number)));
        self.crowd.iter().cloned().chain(actors).collect()
    }
}

fn get(storage: &dyn Storage, key: &[u8]) -> Vec<u8> {
    storage.get(key).unwrap_or_else(|| panic!("nothing under {key:?}"))
}

/// Changes a stored record.
fn change<T: Packed>(storage: &mut dyn Storage, key: &[u8], change: impl FnOnce(&mut T)) {
    let mut record = T::unpack(&get(storage, key)).unwrap();
    change(&mut record);
    storage.set(key, &record.pack());
}

/// Score in both domains, each account with an earlier entry in its log; the log of the totals as
/// long as there are accounts.
fn members(w: &mut World, Patterns { score, .. }: &Patterns) {
    let everybody = w.everybody();
    let dave = w.s.addr("dave");
    let copied = score.copy(&mut w.s, dave.as_bytes(), &bytes(&everybody));
    assert_eq!(copied, 5, "two heads, two earlier entries, one weight");
    let standings = [1, 2].map(|domain| {
        let key = head_key(domain, Subject::Account(&dave));
        let mut rows = score.0.iter().flat_map(|(_, rows)| rows);
        let (_, value) = rows.find(|(found, _)| *found == key).unwrap();
        (domain, Standing::unpack(value).unwrap())
    });
    let (count, size) = (everybody.len() as u64, w.size);
    w.s.chain.seed(&w.s.at.tracker, |storage| {
        let raised =
            |(domain, each): &(u32, Standing)| raise_total(storage, *domain, each, (count, size));
        let weight: u64 = standings.iter().map(raised).sum();
        let total = String::from_utf8(get(storage, CW4_TOTAL.as_bytes())).unwrap();
        let total = total.parse::<u64>().unwrap() + weight;
        storage.set(CW4_TOTAL.as_bytes(), total.to_string().as_bytes());
    });
}

/// Adds `count` standings to the total, and `size` entries to its log. Answers the weight added.
fn raise_total(
    storage: &mut dyn Storage,
    domain: u32,
    each: &Standing,
    (count, size): (u64, u64),
) -> u64 {
    let key = head_key(domain, Subject::Total);
    let mut total = Standing::unpack(&get(storage, &key)).unwrap();
    for _ in 0..size {
        storage.set(&log_key(domain, Subject::Total, total.seq), &total.pack());
        total.seq += 1;
    }
    let weight = each.weight * count;
    total.units += each.units * Uint256::from(count);
    total.weight += weight;
    total.lifetime += each.lifetime * Uint128::from(count);
    storage.set(&key, &total.pack());
    weight
}

/// A report by the client itself.
pub fn report(s: &mut Suite, worker: &str, id: u64) -> axiom_local::Outcome {
    let worker = s.addr(worker).to_string();
    let report = Report {
        reference: Reference { kind: "review".to_string(), id },
        role: "worker".to_string(),
        domain: 1,
        client: s.addr("app").to_string(),
        client_principal: None,
        worker: worker.clone(),
        worker_principal: None,
        shares: vec![Share { account: worker, bps: 10_000 }],
        measure: Measure::Stated { points: Uint128::one() },
        evidence: None,
    };
    s.tracker().report("app", report)
}

/// Records and what pairs have spent.
fn reports(w: &mut World, Patterns { record, .. }: &Patterns) {
    let digest = |number: u64| Sha256::digest(number.to_be_bytes()).to_vec();
    let hashes: Vec<Vec<u8>> = (0..w.size).map(digest).collect();
    let mut copied = 0;
    for namespace in [&b"\0\x01k"[..], b"\0\x01p"] {
        let mut rows = record.0.iter().flat_map(|(_, rows)| rows);
        let (key, _) = rows.find(|(key, _)| key.starts_with(namespace)).unwrap();
        copied += record.copy(&mut w.s, &key[key.len() - 32..], &hashes);
    }
    assert_eq!(copied, 2, "a record and what a pair has spent");
}

/// Balances, a table pool's members, a standing pool's claimants.
fn value(w: &mut World, patterns: &Patterns) {
    let Patterns { member, balance, claimant, .. } = patterns;
    let (dave, table) = (w.s.addr("dave"), w.table);
    let (crowd, everybody) = (bytes(&w.crowd), bytes(&w.everybody()));
    assert_eq!(member.copy(&mut w.s, dave.as_bytes(), &everybody), 1, "a member");
    assert_eq!(balance.copy(&mut w.s, dave.as_bytes(), &crowd), 1, "a balance");
    assert_eq!(claimant.copy(&mut w.s, dave.as_bytes(), &everybody), 1, "a cursor");
    let (count, held) = (everybody.len() as u32, HELD * u128::from(w.size));
    w.s.chain.seed(&w.s.at.distributor, |storage| {
        let state = namespace_with_key(&[b"q"], &table.to_be_bytes());
        change(storage, &state, |state: &mut PoolState| {
            let Course::Table(table) = &mut state.course else {
                panic!("the pool is no table");
            };
            table.total_shares += Uint128::new(SHARES) * Uint128::from(count);
            table.members += count;
        });
        change(storage, &holdings(), |held_of: &mut Holdings| {
            held_of.balances += Uint128::new(held);
        });
    });
    w.s.chain.mint(&w.s.at.distributor, coin(held, DENOM));
}

/// What the distributor owes of the stories' money.
fn holdings() -> Vec<u8> {
    namespace_with_key(&[b"h"], format!("n{DENOM}").as_bytes())
}

/// Participants with a capability, cells and their range.
fn registry(w: &mut World, Patterns { participant, cell, .. }: &Patterns) {
    let (dave, space) = (w.s.addr("dave"), w.space);
    let copied = participant.copy(&mut w.s, dave.as_bytes(), &bytes(&w.crowd));
    assert_eq!(copied, 4, "a participant, its profile, its kind, its capability");
    let names = (1..w.size).map(|number| cell_key(number).into_bytes());
    let names: Vec<Vec<u8>> = names.collect();
    assert_eq!(cell.copy(&mut w.s, cell_key(0).as_bytes(), &names), 1, "a cell");
    let size = w.size;
    w.s.chain.seed(&w.s.at.registry, |storage| {
        for index in 1..size {
            // Behind format and version stands the number of the write.
            let parts = [&b"e"[..], &space.to_be_bytes()];
            let key = namespace_with_key(&parts, cell_key(index).as_bytes());
            let mut cell = get(storage, &key);
            cell[9..17].copy_from_slice(&index.to_be_bytes());
            storage.set(&key, &cell);
        }
    });
    grow_space(w, space, 1);
}

/// Fills the range of a space that holds `held` leaves.
fn grow_space(w: &mut World, space: u64, held: u64) {
    let size = w.size;
    w.s.chain.seed(&w.s.at.registry, |storage| {
        let range = Mmr::numbered(b"m", space);
        for index in held..size {
            range.append(storage, index, cell_leaf(index)).unwrap();
        }
        // The number of leaves ends the record of a space.
        let head = namespace_with_key(&[b"h"], &space.to_be_bytes());
        let mut value = get(storage, &head);
        let at = value.len() - 8;
        assert_eq!(value[at..], held.to_be_bytes());
        value[at..].copy_from_slice(&size.to_be_bytes());
        storage.set(&head, &value);
    });
}

/// The leaf of a seeded cell.
pub fn cell_leaf(number: u64) -> Hash {
    leaf_hash(&cell_leaf_data(&cell_key(number), 1, &Sha256::digest(VALUE).into()))
}

/// Open jobs with their escrows, records and their range; as many results in the ledger's space.
fn jobs(w: &mut World, Patterns { job, .. }: &Patterns) {
    let copied = job.copy(&mut w.s, &1u64.to_be_bytes(), &numbers(2..=w.size));
    assert_eq!(copied, 7, "head, spec, four indices, escrow");
    let record = w.s.ledger().record(0).record;
    let size = w.size;
    w.s.chain.seed(&w.s.at.ledger, |storage| {
        let row = |seq: u64| namespace_with_key(&[b"r"], &seq.to_be_bytes());
        let (range, tail) = (Mmr::new(b"m"), get(storage, &row(0)));
        for seq in 1..size {
            storage.set(&row(seq), &tail);
            range.append(storage, seq, record_leaf(&record, seq)).unwrap();
        }
        // Behind the format stand the numbers of records and of jobs.
        let mut counters = get(storage, b"h");
        assert_eq!(counters[1..17], [1u64.to_be_bytes(), 1u64.to_be_bytes()].concat());
        counters[1..9].copy_from_slice(&size.to_be_bytes());
        counters[9..17].copy_from_slice(&size.to_be_bytes());
        storage.set(b"h", &counters);
    });
    let escrowed = PRICE * u128::from(size - 1);
    w.s.chain.seed(&w.s.at.distributor, |storage| {
        change(storage, &holdings(), |held: &mut Holdings| {
            held.escrowed += Uint128::new(escrowed);
        });
    });
    w.s.chain.mint(&w.s.at.distributor, coin(escrowed, DENOM));
    let msg = ledger::QueryMsg::Peers {};
    let peers: ledger::PeersResponse = w.s.chain.query(&w.s.at.ledger, &msg);
    grow_space(w, peers.space.unwrap(), 0);
}

/// The leaf of a seeded record: the first one under another number.
pub fn record_leaf(first: &Record, seq: u64) -> Hash {
    let record = Record { seq, ..first.clone() };
    leaf_hash(&record.bytes().unwrap())
}

/// Proposals; ballots of the crowd on the newest, which is open.
fn proposals(w: &mut World, Patterns { proposal, ballot, .. }: &Patterns) {
    let copied = proposal.copy(&mut w.s, &1u64.to_be_bytes(), &numbers(2..=w.size));
    assert_eq!(copied, 3, "head, tally, content");
    let last = w.size.to_string();
    w.s.chain.seed(&w.s.at.dao, |storage| storage.set(b"c", last.as_bytes()));
    w.proposal = w.s.dao().proposed("alice", 1, vec![]);
    assert_eq!(w.proposal, w.size + 1);
    let (key, value) = ballot.0.iter().flat_map(|(_, rows)| rows).next().unwrap().clone();
    let alice = w.s.addr("alice");
    let start = key.len() - alice.as_bytes().len() - 8;
    assert!(key.ends_with(alice.as_bytes()) && key[start..start + 8] == 1u64.to_be_bytes());
    let (crowd, proposal) = (w.crowd.clone(), w.proposal.to_be_bytes());
    w.s.chain.seed(&w.s.at.dao, |storage| {
        for voter in crowd {
            let mut key = key.clone();
            key[start..start + 8].copy_from_slice(&proposal);
            key[start + 8..].copy_from_slice(voter.as_bytes());
            storage.set(&key, &value);
        }
    });
}

/// Weight of all members by the tracker's own answer.
pub fn total_weight(w: &World) -> u64 {
    let msg = tracker::QueryMsg::TotalWeight { at_height: None };
    let answer: cw4::TotalWeightResponse = w.s.chain.query(&w.s.at.tracker, &msg);
    answer.weight
}
