//! What was paid and earned, and what happens: from typed events.

use std::collections::BTreeMap;

use axiom_answers::{
    catalogue, to_csv, ContractName, Cursor, Direction, History, HistoryKind, HistoryRow,
    WatchedEvent,
};
use axiom_chain::ChainExt;
use axiom_local::Fault;
use axiom_suite::{Suite, DAY, DENOM};
use axiom_types::asset::Asset;
use axiom_types::common::Reference;
use axiom_types::distributor::{ExecuteMsg, Withdrawal};
use axiom_types::ledger::Leg;
use axiom_types::tracker;
use cosmwasm_std::Event;

use crate::play::{asked, at, axm, bare, job, n, with_money};

fn history(s: &Suite, who: &str) -> History {
    let account = at(s, who);
    asked(s, |a| a.history(&account, 0, 100)).unwrap()
}

fn short(row: &HistoryRow) -> (HistoryKind, Direction, u128) {
    (row.kind, row.direction, row.amount.u128())
}

/// In less out of all rows of one asset.
fn sum(rows: &[HistoryRow], asset: &Asset) -> u128 {
    let part = |direction| {
        let of = rows.iter().filter(|row| row.asset.as_ref() == Some(asset));
        of.filter(|row| row.direction == direction).map(|row| row.amount.u128()).sum::<u128>()
    };
    part(Direction::In) - part(Direction::Out)
}

/// Every way in which money and score move, played once.
fn lived() -> Suite {
    let mut s = with_money(10_000);
    let _ = s.distributor().deposit("client", 5_000, DENOM).should_succeed();
    let id = s.ledger().handed_in("app", "worker", job(4_000).build());
    let _ = s.ledger().approve("app", id).should_succeed();
    let id = s.ledger().posted("app", job(1_000).to("worker").build());
    let _ = s.ledger().decline("worker", id).should_succeed();
    let pool = s.distributor().table_pool("client", 10, &[("worker", 1)], DENOM);
    let _ = s.distributor().fund("client", pool, 900).should_succeed();
    s.wait(100);
    let _ = s.distributor().claim("worker", pool, true).should_succeed();
    let msg = ExecuteMsg::Transfer { to: at(&s, "worker"), asset: axm(), amount: n(70) };
    let _ = s.distributor().send("client", &msg).should_succeed();
    let _ = s.distributor().withdraw("worker", &axm(), Some(500)).should_succeed();
    s
}

#[test]
fn a_worker_reads_its_payments_and_scores() {
    let s = lived();
    let answer = history(&s, "worker");
    assert!(!answer.more && answer.left_out.is_empty());
    use Direction as D;
    use HistoryKind as K;
    let rows: Vec<_> = answer.rows.iter().map(short).collect();
    assert_eq!(
        rows,
        [
            (K::Payment, D::In, 3_800),
            (K::Score, D::In, 4),
            (K::Claim, D::In, 900),
            (K::Withdrawal, D::Out, 900),
            (K::Transfer, D::In, 70),
            (K::Withdrawal, D::Out, 500),
        ]
    );
    let [payment, score, claim, _, transfer, _] = answer.rows.as_slice() else {
        panic!("six rows");
    };
    assert_eq!(payment.asset, Some(axm()));
    assert_eq!(payment.reference.as_deref(), Some("job 1"));
    assert_eq!((score.domain, score.asset.clone()), (Some(2), None));
    assert_eq!(score.reference.as_deref(), Some("job 1"));
    assert_eq!(score.counterparty, Some(at(&s, "app")));
    assert_eq!(claim.reference.as_deref(), Some("pool 1"));
    assert_eq!(transfer.counterparty, Some(at(&s, "client")));
    assert!(answer.rows.windows(2).all(|pair| pair[0].height <= pair[1].height));
    let tx = s.chain.txs().iter().find(|tx| tx.height == payment.height).unwrap();
    assert_eq!((payment.time, payment.hash.clone()), (tx.time, None));
}

/// In less out is the balance: nothing is missing, nothing stands twice.
#[test]
fn rows_add_up_to_the_balance() {
    let s = lived();
    for who in ["app", "worker", "client", "dao"] {
        let rows = history(&s, who).rows;
        assert!(!rows.is_empty());
        assert_eq!(sum(&rows, &axm()), s.balance_of(who, DENOM), "{who}");
    }
    let app: Vec<_> = history(&s, "app").rows.iter().map(short).collect();
    use Direction as D;
    use HistoryKind as K;
    assert_eq!(
        app,
        [
            (K::Deposit, D::In, 10_000),
            (K::Escrow, D::Out, 4_000),
            (K::Escrow, D::Out, 1_000),
            (K::Refund, D::In, 1_000),
        ]
    );
    assert_eq!(history(&s, "stranger").rows, vec![]);
}

/// What happens rarely adds up as well: coins attached to a pool's funding, an escrow taken back, a pool and a surplus
/// swept.
#[test]
fn rare_rows_add_up_too() {
    let mut s = with_money(1_000);
    let distributor = s.at.distributor.clone();
    let id = s.ledger().posted("app", job(1_000).to("worker").build());
    s.chain.set_fault(&distributor, Fault::fail("out of order"));
    let _ = s.ledger().decline("worker", id).should_succeed();
    s.chain.clear_faults();
    let pool = s.distributor().table_pool("client", 10, &[], DENOM);
    let msg = ExecuteMsg::FundPool { pool, amount: n(500) };
    let client = s.addr("client");
    let coins = [cosmwasm_std::coin(600, DENOM)];
    let _ = s.chain.execute(&client, &distributor, &msg, &coins).should_succeed();
    s.chain.bank_send(&client, &distributor, &[cosmwasm_std::coin(77, DENOM)]).should_succeed();
    let to = client.to_string();
    let admin = axiom_types::distributor::AdminMsg::SweepSurplus { asset: axm(), to };
    let msg = axiom_suite::call(&distributor, &ExecuteMsg::Admin(admin));
    let _ = s.dao().pass(3, vec![msg]).should_succeed();
    let backstop = asked(&s, |a| a.job(id)).unwrap().money.unwrap().backstop.unwrap();
    let wait = (backstop - s.now()).max(200 * DAY);
    s.wait(wait);
    let reference = Reference { kind: "job".to_string(), id };
    let controller = s.at.ledger.to_string();
    let msg = ExecuteMsg::ReclaimEscrow { controller, reference };
    let _ = s.distributor().send("stranger", &msg).should_succeed();
    let _ = s.distributor().sweep("stranger", pool).should_succeed();

    use Direction as D;
    use HistoryKind as K;
    let app = history(&s, "app").rows;
    assert_eq!(short(app.last().unwrap()), (K::Refund, D::In, 1_000));
    assert_eq!(app.last().unwrap().reference.as_deref(), Some("job 1"));
    let client: Vec<_> = history(&s, "client").rows.iter().map(short).collect();
    assert_eq!(
        client,
        [
            (K::Deposit, D::In, 600),
            (K::PoolFunding, D::Out, 500),
            (K::Sweep, D::In, 77),
            (K::Sweep, D::In, 500),
        ]
    );
    for (who, balance) in [("app", 1_000), ("client", 677)] {
        assert_eq!(s.balance_of(who, DENOM), balance);
        assert_eq!(sum(&history(&s, who).rows, &axm()), balance, "{who}");
    }
}

/// Two jobs approved in one transaction: each payment names its own.
#[test]
fn two_payments_in_one_transaction() {
    let mut s = with_money(3_000);
    for amount in [1_000, 2_000] {
        let _ = s.ledger().handed_in("app", "worker", job(amount).build());
    }
    let approve =
        |job| axiom_suite::call(&s.at.ledger, &axiom_types::ledger::ExecuteMsg::Approve { job });
    let both = vec![approve(1), approve(2)];
    let app = s.addr("app");
    let _ = s.chain.execute_multi(&app, both).should_succeed();
    let rows = history(&s, "worker").rows;
    let told: Vec<_> =
        rows.iter().map(|row| (row.kind, row.amount, row.reference.clone().unwrap())).collect();
    use HistoryKind as K;
    assert_eq!(
        told,
        [
            (K::Payment, n(950), "job 1".to_string()),
            (K::Score, n(1), "job 1".to_string()),
            (K::Payment, n(1_900), "job 2".to_string()),
            (K::Score, n(2), "job 2".to_string()),
        ]
    );
}

/// A refund that failed and was tried again later is found, in its own transaction.
#[test]
fn a_late_refund() {
    let mut s = with_money(1_000);
    let id = s.ledger().posted("app", job(1_000).to("worker").build());
    let distributor = s.at.distributor.clone();
    s.chain.set_fault(&distributor, Fault::fail("out of order"));
    let _ = s.ledger().decline("worker", id).should_succeed();
    s.chain.clear_faults();
    assert_eq!(history(&s, "app").rows.len(), 2);
    let _ = s.ledger().retry("stranger", id, Leg::Money).should_succeed();
    let rows = history(&s, "app").rows;
    assert_eq!(short(&rows[2]), (HistoryKind::Refund, Direction::In, 1_000));
    assert_eq!(rows[2].reference.as_deref(), Some("job 1"));
    assert_eq!(history(&s, "worker").rows, vec![]);
}

#[test]
fn a_withdrawal_that_came_back() {
    let mut s = with_money(1_000);
    s.chain.refuse_bank_sends_to(at(&s, "erin"));
    // One of two fails: the message goes through, and that one comes back.
    let pay = |to: Option<String>, amount| {
        let (asset, amount) = (axm(), Some(n(amount)));
        Withdrawal { asset, amount, to }
    };
    let withdrawals = vec![pay(Some(at(&s, "erin")), 400), pay(None, 100)];
    let _ = s.distributor().send("app", &ExecuteMsg::Withdraw { withdrawals }).should_succeed();
    let rows = history(&s, "app").rows;
    use Direction as D;
    use HistoryKind as K;
    let told: std::collections::BTreeSet<_> = rows.iter().map(short).collect();
    let expected = [
        (K::Deposit, D::In, 1_000),
        (K::Withdrawal, D::Out, 400),
        (K::Withdrawal, D::Out, 100),
        (K::WithdrawalReturned, D::In, 400),
    ];
    assert_eq!(told, expected.into());
    assert_eq!(sum(&rows, &axm()), s.balance_of("app", DENOM));
    assert_eq!(s.balance_of("app", DENOM), 900);
    let back = rows.iter().find(|row| row.kind == K::WithdrawalReturned).unwrap();
    assert!(back.note.is_some());
}

/// Awards and penalties are told as what they did; a penalty is no score earned.
#[test]
fn score_given_and_taken_by_vote() {
    let mut s = Suite::found();
    let reference = |id| Reference { kind: "vote".to_string(), id };
    let account = at(&s, "dave");
    let points = n(40);
    let award = tracker::AdminMsg::Award {
        domain: 1,
        account: account.clone(),
        points,
        reference: reference(1),
    };
    let penalty =
        tracker::AdminMsg::Penalise { domain: 1, account, points: n(15), reference: reference(2) };
    for admin in [award, penalty] {
        let msg = axiom_suite::call(&s.at.tracker, &tracker::ExecuteMsg::Admin(admin));
        let _ = s.dao().pass(3, vec![msg]).should_succeed();
    }
    let rows = history(&s, "dave").rows;
    let told: Vec<_> = rows.iter().map(short).collect();
    assert_eq!(
        told,
        [(HistoryKind::Score, Direction::In, 40), (HistoryKind::Penalty, Direction::Out, 15),]
    );
    assert_eq!(rows[0].reference.as_deref(), Some("vote 1"));
    assert_eq!(rows[1].reference.as_deref(), Some("vote 2"));
}

/// What was earned on a page does not depend on the pages before.
#[test]
fn pages_of_history() {
    let mut s = with_money(9_000);
    for _ in 0..3 {
        let id = s.ledger().handed_in("app", "worker", job(3_000).build());
        let _ = s.ledger().approve("app", id).should_succeed();
    }
    let account = at(&s, "worker");
    let all = history(&s, "worker").rows;
    let (mut rows, mut from, mut pages) = (vec![], 0, 0);
    loop {
        let page = asked(&s, |a| a.history(&account, from, 1)).unwrap();
        rows.extend(page.rows);
        from = page.next;
        pages += 1;
        if !page.more {
            break;
        }
    }
    assert_eq!((pages, rows.clone()), (3, all));
    let points: Vec<_> =
        rows.iter().filter(|row| row.kind == HistoryKind::Score).map(|row| row.amount).collect();
    assert_eq!(points, [n(3), n(3), n(3)]);
    assert_eq!(from, s.chain.height());
}

#[test]
fn history_as_a_table() {
    let s = lived();
    let rows = history(&s, "worker").rows;
    let text = to_csv(&rows);
    let lines: Vec<_> = text.split("\r\n").collect();
    assert_eq!(lines.len(), rows.len() + 2);
    let row = &rows[0];
    let date = axiom_answers::date_text(row.time);
    let (time, height) = (row.time, row.height);
    assert_eq!(lines[1], format!("{date},{time},{height},,payment,in,3800,uaxm,,,job 1,"));
    assert_eq!(lines[rows.len() + 1], "");
}

// ---- watch ----

/// Typed events of a transaction as the test reads them, by hand.
fn expected(s: &Suite, event: &Event) -> Option<(String, String)> {
    let address = event.attributes.iter().find(|pair| pair.key == "_contract_address")?;
    let (full, _) = s.at.all().into_iter().find(|(_, at)| at.as_str() == address.value)?;
    let word = full.rsplit('-').next()?;
    let name = event.ty.strip_prefix(&format!("wasm-axiom_{word}_"))?;
    Some((word.to_string(), name.to_string()))
}

fn watch_all(s: &Suite, limit: u32) -> (Vec<WatchedEvent>, u32) {
    let (mut all, mut cursor, mut pages) = (vec![], Cursor::default(), 0);
    loop {
        let page = asked(s, |a| a.watch(cursor, limit)).unwrap();
        all.extend(page.events);
        assert!(page.cursor.height > cursor.height || !page.more);
        cursor = page.cursor;
        pages += 1;
        if !page.more {
            return (all, pages);
        }
    }
}

#[test]
fn every_event_once_however_small_the_pages() {
    let s = lived();
    let by_hand: Vec<_> =
        s.chain.txs().iter().flat_map(|tx| &tx.events).filter_map(|e| expected(&s, e)).collect();
    assert!(by_hand.len() > 20, "{}", by_hand.len());
    for limit in [1, 2, 3, 7, 100] {
        let (events, pages) = watch_all(&s, limit);
        let told: Vec<_> =
            events.iter().map(|e| (e.contract.word().to_string(), e.event.clone())).collect();
        assert_eq!(told, by_hand, "pages of {limit}");
        assert!(limit > 3 || pages > 2);
    }
}

#[test]
fn what_events_say() {
    let s = lived();
    let (events, _) = watch_all(&s, 100);
    let posted = events.iter().find(|event| event.event == "job_posted").unwrap();
    assert_eq!(posted.contract, ContractName::Ledger);
    let pairs = [("amount", "4000"), ("asset", "uaxm"), ("job", "1")];
    let mut says: BTreeMap<_, _> =
        pairs.map(|(key, value)| (key.to_string(), value.to_string())).into();
    says.insert("client".to_string(), at(&s, "app"));
    assert_eq!(posted.attributes, says);
    // Whatever comes is in the catalogue, with no other attributes.
    for event in &events {
        let full = format!("axiom_{}_{}", event.contract, event.event);
        let known = catalogue(event.contract).iter().find(|info| info.name == full).unwrap();
        assert!(event.attributes.keys().all(|key| known.keys.iter().any(|(k, _)| k == key)));
    }
}

/// The open block can still change: it comes once it is closed.
#[test]
fn the_open_block_is_left_for_later() {
    let mut s = with_money(1_000);
    let cursor = asked(&s, |a| a.from_now_on()).unwrap();
    assert_eq!(cursor.height, s.chain.height());
    let nothing = asked(&s, |a| a.watch(cursor, 10)).unwrap();
    assert_eq!((nothing.events, nothing.cursor, nothing.more), (vec![], cursor, false));
    let (app, dist) = (at(&s, "app"), s.at.distributor.clone());
    let msg = ExecuteMsg::Transfer { to: at(&s, "ben"), asset: axm(), amount: n(1) };
    let watched = |chain: &axiom_local::LocalChain, cursor| {
        let chain: &dyn axiom_chain::Chain = chain;
        let answers = axiom_answers::Answers::of_dao(&chain, s.at.dao.as_str()).unwrap();
        answers.watch(cursor, 1).unwrap()
    };
    s.chain.in_one_block(|chain| {
        for _ in 0..3 {
            let _ = ChainExt::execute(chain, &app, &dist, &msg, &[]).should_succeed();
        }
        let open = watched(chain, cursor);
        assert_eq!((open.events.len(), open.cursor), (0, cursor));
    });
    // One block is one page, however many transactions it has.
    let page = asked(&s, |a| a.watch(cursor, 1)).unwrap();
    assert_eq!(page.events.len(), 3);
    let again = asked(&s, |a| a.watch(page.cursor, 1)).unwrap();
    assert_eq!((again.events, again.cursor), (vec![], page.cursor));
}

/// Somebody else's contract that speaks the words of ours is not heard.
#[test]
fn foreign_contracts_are_not_heard() {
    let mut one = Suite::found();
    let before = watch_all(&one, 100).0.len();
    let first = one.at.clone();
    let chain = std::mem::replace(&mut one.chain, axiom_local::LocalChain::new("axiom-local-2"));
    let mut two = axiom_suite::Builder::with_codes(chain, one.codes).salt("second").build();
    let _ = two.distributor().deposit("app", 5, DENOM).should_succeed();
    two.at = first;
    assert_eq!(watch_all(&two, 100).0.len(), before);
}

#[test]
fn without_the_others() {
    let s = bare();
    let account = at(&s, "alice");
    let answer = asked(&s, |a| a.history(&account, 0, 10)).unwrap();
    let words: Vec<_> = answer.left_out.iter().map(|name| name.word()).collect();
    assert_eq!(words, ["registry", "ledger", "distributor"]);
    let (events, _) = watch_all(&s, 10);
    assert!(events.iter().all(|event| event.contract != ContractName::Ledger));
    assert!(events.iter().any(|event| event.event == "founded"));
}
