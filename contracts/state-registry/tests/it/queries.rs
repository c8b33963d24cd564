//! Pages.

use axiom_types::registry::{
    CellsResponse, ExecuteMsg, ParticipantKind, ParticipantsResponse, QueryMsg, SpacesResponse,
    WriterRule,
};
use cosmwasm_std::Addr;
use rstest::rstest;

use crate::support::*;

/// Walks all pages of a list; asserts that each but the last is full.
fn walk<T>(size: usize, page: impl Fn(Option<String>) -> (Vec<T>, Option<String>)) -> Vec<T> {
    let (mut all, mut after) = (vec![], None);
    loop {
        let (rows, next) = page(after);
        assert!(rows.len() == size || next.is_none(), "a short page in the middle");
        assert!(rows.len() <= size);
        all.extend(rows);
        match next {
            Some(_) => after = next,
            None => return all,
        }
    }
}

/// 130 bots and 3 users; every bot is bound to `u0`, and `u0` opens a space.
fn crowd() -> (World, Vec<Addr>) {
    let mut world = World::new();
    for i in 0..3 {
        world.join(&format!("u{i}"), ParticipantKind::User);
    }
    let names: Vec<_> = (0..130).map(|i| format!("b{i}")).collect();
    for name in &names {
        world.join(name, ParticipantKind::Agent);
        world.bind("u0", name);
    }
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    (world, sorted(&names))
}

fn page(world: &World, msg: &QueryMsg) -> (Vec<Addr>, Option<String>) {
    let found: ParticipantsResponse = world.ask(msg);
    (found.participants.iter().map(|row| row.address.clone()).collect(), found.next)
}

#[test]
fn lists_of_participants_come_in_pages() {
    let (world, bots) = crowd();
    let kind = Some(ParticipantKind::Agent);
    for (limit, size) in [(None, 30), (Some(7), 7), (Some(100), 100), (Some(u32::MAX), 100)] {
        let by_kind = walk(size, |start_after| {
            page(&world, &QueryMsg::Participants { kind, live: None, start_after, limit })
        });
        assert_eq!(by_kind, bots);
        let agents = walk(size, |start_after| {
            page(&world, &QueryMsg::Agents { principal: text("u0"), start_after, limit })
        });
        assert_eq!(agents, bots);
        let capability = "code/review".to_string();
        let able = walk(size, |start_after| {
            let capability = capability.clone();
            page(&world, &QueryMsg::ByCapability { capability, live: None, start_after, limit })
        });
        let all = walk(size, |start_after| {
            page(&world, &QueryMsg::Participants { kind: None, live: None, start_after, limit })
        });
        assert_eq!(all.len(), 133);
        assert_eq!((&able, all.is_sorted()), (&all, true));
    }
}

#[test]
fn a_page_of_none_still_tells_whether_there_are_more() {
    let (world, bots) = crowd();
    let kind = Some(ParticipantKind::Agent);
    let ask = |start_after, limit| {
        page(&world, &QueryMsg::Participants { kind, live: None, start_after, limit })
    };
    assert_eq!(ask(None, Some(0)), (vec![], None));
    assert_eq!(ask(Some(bots[128].to_string()), None), (vec![bots[129].clone()], None));
    assert_eq!(ask(Some(bots[129].to_string()), None), (vec![], None));
    assert_eq!(ask(None, Some(100)).1, Some(bots[99].to_string()));
}

#[rstest]
#[case(None, &["bot", "ada", "eve", "pal"])]
#[case(Some(true), &["bot"])]
#[case(Some(false), &["ada", "eve", "pal"])]
fn live_rows_are_told_from_dead_ones(#[case] live: Option<bool>, #[case] names: &[&str]) {
    let mut world = World::settled();
    world.chain.halt(LEASE);
    world.ok("bot", &renew(&[]));
    let (start_after, limit) = (None, None);
    let all = QueryMsg::Participants { kind: None, live, start_after, limit };
    assert_eq!(page(&world, &all), (sorted(names), None));
    let capability = "code/review".into();
    let able = QueryMsg::ByCapability { capability, live, start_after: None, limit };
    assert_eq!(page(&world, &able), (sorted(names), None));
    let kind = Some(ParticipantKind::Agent);
    let agents = QueryMsg::Participants { kind, live, start_after: None, limit };
    let expected = if live == Some(false) { vec![] } else { sorted(&["bot"]) };
    assert_eq!(page(&world, &agents), (expected, None));
}

/// Rows are filtered after reading, so `next` goes by what was read.
#[test]
fn a_filtered_page_leads_on() {
    let mut world = World::settled();
    world.chain.halt(LEASE);
    world.ok("bot", &renew(&[]));
    let (mut after, mut found, mut pages) = (None, vec![], 0);
    loop {
        let live = Some(true);
        let msg = QueryMsg::Participants { kind: None, live, start_after: after, limit: Some(1) };
        let (rows, next) = page(&world, &msg);
        found.extend(rows);
        pages += 1;
        match next {
            Some(_) => after = next,
            None => break,
        }
    }
    assert_eq!((found, pages), (sorted(&["bot"]), 4));
}

#[test]
fn nobody_is_an_empty_answer() {
    let world = World::settled();
    assert_eq!(world.entry("nan"), None);
    assert!(world.agents_of("nan").is_empty());
    assert!(world.able("nothing").is_empty());
    assert_eq!(world.cell(1, "never"), None);
    assert_eq!(world.cell(99, "k"), None);
    let offer = QueryMsg::Offer { principal: text("eve"), agent: text("ada") };
    assert_eq!(world.ask::<Option<axiom_types::registry::BindingOffer>>(&offer), None);
}

#[test]
fn spaces_come_in_pages() {
    let mut world = World::new();
    for _ in 0..41 {
        world.ok("ada", &create(WriterRule::Owner {}));
    }
    let ask = |start_after, limit| {
        let found: SpacesResponse = world.ask(&QueryMsg::Spaces { start_after, limit });
        (found.spaces.iter().map(|space| space.space).collect::<Vec<_>>(), found.next)
    };
    assert_eq!(ask(None, None), ((1..=30).collect(), Some(30)));
    assert_eq!(ask(Some(30), None), ((31..=41).collect(), None));
    assert_eq!(ask(Some(0), Some(2)), (vec![1, 2], Some(2)));
    assert_eq!(ask(None, Some(100)), ((1..=41).collect(), None));
    assert_eq!(ask(Some(u64::MAX), None), (vec![], None));
}

#[test]
fn cells_come_in_small_pages() {
    let mut world = World::settled();
    let mut keys: Vec<_> = (0..48).map(|i| format!("c{i}")).collect();
    for batch in keys.chunks(16) {
        let writes = batch.iter().map(|key| cell(key, 0, key)).collect();
        world.ok("ada", &ExecuteMsg::WriteCells { space: 2, writes });
    }
    keys.sort();
    for (limit, size) in [(None, 10), (Some(30), 30), (Some(31), 30)] {
        let found = walk(size, |start_after| {
            let found: CellsResponse = world.ask(&QueryMsg::Cells { space: 2, start_after, limit });
            let rows = found.cells.into_iter().map(|cell| {
                // Each row is what the single answer is.
                assert_eq!(world.cell(2, &cell.key).unwrap(), cell);
                cell.key
            });
            (rows.collect(), found.next)
        });
        assert_eq!(found, keys);
    }
    let first: CellsResponse =
        world.ask(&QueryMsg::Cells { space: 1, start_after: None, limit: None });
    assert_eq!((first.cells.len(), first.next), (1, None), "the neighbour's cells stay out");
}
