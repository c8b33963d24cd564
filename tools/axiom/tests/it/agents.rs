//! An agent acts in somebody's name, as far as it was allowed, and no further.

use crate::world::{says, World};

const HASH: &str = "5e884898da28047151d0e56f8dc6292773603d0d6aabbddc8a11ef721d1542d8";

#[test]
fn an_agent_does_what_it_may_for_the_fees_of_its_principal() {
    let world = World::founded("agent");
    world.ok(
        "tx distributor deposit --allowances controller=@ledger,amount=10axm --from alice + ledger post-job \
         --title Work --assignment.direct.worker @ben --reward.paid.amount 1axm --reward.paid.domain 2",
    );
    let as_agent =
        |line: &str| format!("{line} --from agent --authz-granter @ben --fee-granter @ben");
    let accept = as_agent("tx ledger accept --job 1");
    says(&world.fails(4, &accept), &["not found"]);
    world.ok("agent grant @agent --allow ledger/accept --allow execution-ledger/submit --calls 2 --fees 1axm --until 3d --from ben");
    let wallet = world.wallet("@agent", "uaxm");
    world.ok(&accept);
    assert_eq!(world.wallet("@agent", "uaxm"), wallet, "the agent paid");
    assert_eq!(
        world.ok("job show 1")["parties"]["worker"],
        world.ok("participant show @ben")["account"]
    );
    // Another message, another contract, another contract's money.
    for line in [
        "tx ledger decline --job 1",
        "tx registry leave",
        "tx distributor withdraw --withdrawals asset=uaxm,amount=1axm",
    ] {
        says(&world.fails(4, &as_agent(line)), &["grant"]);
    }
    says(&world.fails(4, "tx ledger submit --job 1 --submission.output.uri https://w.example --submission.output.sha256 \
        5e884898da28047151d0e56f8dc6292773603d0d6aabbddc8a11ef721d1542d8 --from agent --authz-granter @carol"), &["not found"]);
    let submit = as_agent(&format!(
        "tx ledger submit --job 1 --submission.output.uri https://w.example --submission.output.sha256 {HASH}"
    ));
    world.ok(&submit);
    // Its two calls are used up.
    world.fails(4, &accept);
    world.ok("agent grant @agent --allow ledger/accept --from ben --until 3d");
    // The fee grant is still there; a second one would replace it.
    world.ok("agent revoke @agent --from ben");
    says(&world.fails(4, &as_agent("tx ledger accept --job 1")), &["not found"]);
    says(
        &world.fails(4, "tx distributor deposit --funds 1axm --from agent --fee-granter @ben"),
        &["does not allow to pay fees"],
    );
    assert_eq!(world.balance("@agent", "uaxm"), 0);
}

#[test]
fn grants_end_with_their_time_and_their_fees() {
    let world = World::founded("limits");
    world.ok("agent grant @agent --allow ledger/accept --allow distributor/deposit --fees 0.012axm --funds 1axm --until 3d --from ben");
    let deposit = |amount: &str| {
        format!("tx distributor deposit --funds {amount} --from agent --authz-granter @ben --fee-granter @ben --fee 5000uaxm --gas 200000")
    };
    // Refused in a block: its fee is spent all the same.
    world.fails(4, &deposit("2axm"));
    world.ok(&deposit("0.4axm"));
    assert_eq!(world.balance("@ben", "uaxm"), 400_000);
    says(&world.fails(4, &deposit("0.4axm")), &["fee"]);
    let own_fee = "tx distributor deposit --funds 0.4axm --from agent --authz-granter @ben";
    world.ok(own_fee);
    world.fails(4, own_fee);
    world.ok("agent grant @agent --allow distributor/deposit --funds 9axm --until 3d --from ben");
    world.ok("local advance 4d");
    world.fails(4, own_fee);
    assert_eq!(world.balance("@ben", "uaxm"), 800_000);
}

#[test]
fn what_cannot_be_granted_is_told_before_anything_is_sent() {
    let world = World::founded("grants");
    let height = world.height();
    says(&world.fails(2, "agent grant @agent --allow ledger --from ben"), &["contract/message"]);
    says(&world.fails(2, "agent grant @agent --allow ledger/acept --from ben"), &["accept"]);
    says(&world.fails(2, "agent grant @agent --allow bank/send --from ben"), &["contract/message"]);
    says(&world.fails(2, "agent grant @nobody --allow ledger/accept --from ben"), &["nobody"]);
    says(
        &world.fails(2, "agent grant @agent --allow ledger/accept --until soon --from ben"),
        &["soon"],
    );
    says(
        &world.fails(2, "agent grant @agent --allow ledger/accept --fees 1.5 --from ben"),
        &["1.5axm"],
    );
    world.fails(4, "agent revoke @agent --from ben");
    assert_eq!(world.height(), height);
}
