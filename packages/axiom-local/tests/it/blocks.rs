use axiom_local::{LocalChain, GENESIS_SECONDS};

use crate::probe::{put, world, ExecuteMsg, QueryMsg};

#[test]
fn a_new_chain_begins_at_height_one_in_2026() {
    let chain = LocalChain::new("axiom-test");
    let block = chain.block();
    assert_eq!((block.height, block.time.seconds()), (1, GENESIS_SECONDS));
    assert_eq!(block.chain_id, "axiom-test");
}

#[test]
fn each_transaction_has_its_block_accepted_or_not() {
    let mut world = world();
    let (height, time) = (world.chain.height(), world.chain.now().seconds());
    let success = world.tell(ExecuteMsg::Whoami {}).should_succeed();
    assert_eq!(success.height, height);
    let seen = world.chain.query_raw(&world.a, b"height").unwrap();
    assert_eq!(seen, height.to_be_bytes());
    let failure = world.tell(ExecuteMsg::Fail { code: 1 }).should_fail();
    assert_eq!(failure.height, height + 1);
    assert_eq!(world.chain.height(), height + 2);
    assert_eq!(world.chain.now().seconds(), time + 10);
}

#[test]
fn several_transactions_fit_in_one_block() {
    let mut world = world();
    let height = world.chain.height();
    let (a, ann) = (world.a.clone(), world.ann.clone());
    let heights = world.chain.in_one_block(|chain| {
        let first = chain.execute(&ann, &a, &put("k", "1"), &[]).should_succeed().height;
        let inner = chain.in_one_block(|chain| {
            chain.execute(&ann, &a, &put("k", "2"), &[]).should_succeed().height
        });
        let last = chain.execute(&ann, &a, &put("k", "3"), &[]).should_succeed().height;
        [first, inner, last]
    });
    assert_eq!(heights, [height; 3]);
    assert_eq!(world.chain.height(), height + 1);
}

#[test]
fn time_passes_on_a_live_chain_and_on_a_halted_one() {
    let mut chain = LocalChain::new("axiom-test");
    let mut at = |pass: fn(&mut LocalChain)| {
        let (height, time) = (chain.height(), chain.now().seconds());
        pass(&mut chain);
        (chain.height() - height, chain.now().seconds() - time)
    };
    assert_eq!(at(|chain| chain.advance_blocks(3)), (3, 15));
    assert_eq!(at(|chain| chain.advance_seconds(86_400)), (17_280, 86_400));
    assert_eq!(at(|chain| chain.advance_seconds(12)), (2, 12));
    assert_eq!(at(|chain| chain.advance_seconds(3)), (1, 3));
    assert_eq!(at(|chain| chain.advance_seconds(0)), (0, 0));
    assert_eq!(at(|chain| chain.halt(86_400)), (1, 86_400));
}

#[test]
fn queries_see_the_current_block() {
    let mut world = world();
    world.chain.advance_blocks(40);
    let height: u64 = world.chain.query(&world.a, &QueryMsg::Height {});
    assert_eq!(height, world.chain.height());
}
