//! Acting in somebody's name, and fees that somebody else pays.

use axiom_client::messages::{
    self, any, grant_contracts, grant_fees, grant_generic, revoke_fees, revoke_grant,
    ContractGrant, FeeAllowance, EXECUTE_CONTRACT,
};
use axiom_client::{Any, Client, Gas, TxOptions};
use axiom_suite::{Builder, Suite};
use axiom_types::distributor;
use cosmrs::proto::cosmos::authz::v1beta1 as authz;
use cosmrs::proto::cosmos::bank::v1beta1::SendAuthorization;
use cosmrs::proto::cosmos::feegrant::v1beta1 as feegrant;
use cosmwasm_std::coin;

use crate::world::{address, pay, refused, send, signer, Folder};

const SEND: &str = "/cosmos.bank.v1beta1.MsgSend";
const RICH: u128 = 1_000_000_000_000_000;

/// Ben sends messages in alice's name.
fn for_alice(
    client: &Client,
    messages: &[Any],
) -> Result<axiom_client::TxDone, axiom_client::ClientError> {
    let options = TxOptions {
        gas: Gas::Limit(1_000_000),
        authz_granter: Some(address("alice")),
        ..TxOptions::default()
    };
    client.send(&signer("ben"), messages, &options)
}

fn grants_of(client: &Client) -> usize {
    let asked = authz::QueryGranterGrantsRequest { granter: address("alice"), pagination: None };
    let answer: authz::QueryGranterGrantsResponse =
        client.grpc("/cosmos.authz.v1beta1.Query/GranterGrants", &asked, None).unwrap();
    let asked = authz::QueryGranteeGrantsRequest { grantee: address("ben"), pagination: None };
    let to: authz::QueryGranteeGrantsResponse =
        client.grpc("/cosmos.authz.v1beta1.Query/GranteeGrants", &asked, None).unwrap();
    assert_eq!(answer.grants.len(), to.grants.len());
    answer.grants.len()
}

#[test]
fn a_generic_grant_holds_until_it_ends_or_is_taken_back() {
    let folder = Folder::new();
    let (transport, client) = folder.connect();
    let now = client.status().unwrap().time;
    let (alice, ben) = (address("alice"), address("ben"));
    let failure = refused(for_alice(&client, &[pay("alice", "carol", 5, "uusd")]));
    assert_eq!((failure.codespace.as_str(), failure.code), ("authz", 2));
    send(&client, "alice", &[grant_generic(&alice, &ben, SEND, Some(now + 100))]);
    assert_eq!(grants_of(&client), 1);
    let done = for_alice(&client, &[pay("alice", "carol", 5, "uusd")]).unwrap();
    assert_eq!(client.balance(&address("carol"), "uusd").unwrap(), RICH + 5);
    let answer = done.responses.last().unwrap();
    assert_eq!(answer.type_url, "/cosmos.authz.v1beta1.MsgExecResponse");
    // Another type of message, and a message of somebody else.
    let other = messages::execute(&alice, &ben, b"{}", &[]);
    assert_eq!(refused(for_alice(&client, &[other])).codespace, "authz");
    assert_eq!(refused(for_alice(&client, &[pay("carol", "ben", 5, "uusd")])).code, 2);
    // What fails inside is told as a node tells it.
    let failure = refused(for_alice(&client, &[pay("alice", "carol", RICH, "uusd")]));
    assert_eq!(failure.text, "spendable balance 999999999999995uusd is smaller than 1000000000000000uusd: insufficient funds");
    transport.with(|node| node.advance(100)).unwrap();
    let failure = refused(for_alice(&client, &[pay("alice", "carol", 5, "uusd")]));
    assert_eq!((failure.codespace.as_str(), failure.code), ("authz", 6));
    let ended = grant_generic(&alice, &ben, SEND, Some(now + 100));
    let failure = refused(client.send(&signer("alice"), &[ended], &TxOptions::default()));
    assert!(failure.raw_log.contains("expiration"), "{failure}");
    send(&client, "alice", &[grant_generic(&alice, &ben, SEND, None)]);
    for_alice(&client, &[pay("alice", "carol", 5, "uusd")]).unwrap();
    send(&client, "alice", &[revoke_grant(&alice, &ben, SEND)]);
    assert_eq!(refused(for_alice(&client, &[pay("alice", "carol", 5, "uusd")])).code, 2);
    assert_eq!(grants_of(&client), 0);
}

#[test]
fn a_grant_to_send_is_used_up() {
    let folder = Folder::new();
    let (_, client) = folder.connect();
    let send_some = |limit: u128, allow: Vec<String>| {
        let spend_limit = messages::coins(&[coin(limit, "uusd")]);
        let authorization = Some(any(&SendAuthorization { spend_limit, allow_list: allow }));
        any(&authz::MsgGrant {
            granter: address("alice"),
            grantee: address("ben"),
            grant: Some(authz::Grant { authorization, expiration: None }),
        })
    };
    send(&client, "alice", &[send_some(10, vec![address("carol")])]);
    assert_eq!(refused(for_alice(&client, &[pay("alice", "app", 5, "uusd")])).code, 4);
    for_alice(&client, &[pay("alice", "carol", 6, "uusd")]).unwrap();
    let failure = refused(for_alice(&client, &[pay("alice", "carol", 5, "uusd")]));
    assert!(failure.text.contains("more than spend limit"), "{failure}");
    for_alice(&client, &[pay("alice", "carol", 4, "uusd")]).unwrap();
    assert_eq!(grants_of(&client), 0);
}

#[test]
fn a_contract_grant_counts_calls_and_coins_and_looks_at_the_message() {
    let folder = Folder::new();
    let (transport, client) = folder.connect();
    let distributor = found(&transport);
    let (alice, ben) = (address("alice"), address("ben"));
    let deposit = |amount: u128| {
        let msg = serde_json::to_vec(&distributor::ExecuteMsg::Deposit {
            on_behalf_of: None,
            allowances: vec![],
        })
        .unwrap();
        messages::execute(&alice, &distributor, &msg, &[coin(amount, "uaxm")])
    };
    let grant = |max_calls: Option<u64>, max_funds: u128, keys: &[&str]| ContractGrant {
        contract: distributor.clone(),
        max_calls,
        max_funds: if max_funds == 0 { vec![] } else { vec![coin(max_funds, "uaxm")] },
        keys: keys.iter().map(ToString::to_string).collect(),
    };
    let give = |one: ContractGrant| {
        let grants = grant_contracts(&alice, &ben, &[one], None).unwrap();
        send(&client, "alice", &[grants]);
    };
    // Only calls: no coins may go along.
    give(grant(Some(2), 0, &[]));
    assert_eq!(refused(for_alice(&client, &[deposit(1)])).code, 4);
    // Calls and coins: three calls, ten coins; what fails is not counted.
    give(grant(Some(3), 10, &["deposit"]));
    for_alice(&client, &[deposit(4)]).unwrap();
    assert_eq!(refused(for_alice(&client, &[deposit(7)])).code, 4);
    for_alice(&client, &[deposit(5)]).unwrap();
    for_alice(&client, &[deposit(1)]).unwrap();
    assert_eq!(grants_of(&client), 0);
    assert_eq!(refused(for_alice(&client, &[deposit(1)])).codespace, "authz");
    // Coins only.
    give(grant(None, 5, &[]));
    for_alice(&client, &[deposit(5)]).unwrap();
    assert_eq!(grants_of(&client), 0);
    // Another message than those that are named.
    give(grant(Some(2), 10, &["withdraw"]));
    assert_eq!(refused(for_alice(&client, &[deposit(1)])).code, 4);
    // The last call uses it up.
    give(grant(Some(1), 100, &["deposit"]));
    for_alice(&client, &[deposit(1)]).unwrap();
    assert_eq!(grants_of(&client), 0);
}

/// Founds an economy on the node by plain messages; answers its distributor.
fn found(transport: &axiom_node::LocalTransport) -> String {
    let chain = crate::world::story_chain(transport);
    let suite: Suite<_> = Builder::on(chain).salt("grants").build();
    suite.at.distributor.to_string()
}

fn paid_by_carol() -> TxOptions {
    TxOptions {
        gas: Gas::Limit(100_000),
        fee_granter: Some(address("carol")),
        ..TxOptions::default()
    }
}

fn allowances(client: &Client) -> usize {
    let asked = feegrant::QueryAllowancesRequest { grantee: address("ben"), pagination: None };
    let answer: feegrant::QueryAllowancesResponse =
        client.grpc("/cosmos.feegrant.v1beta1.Query/Allowances", &asked, None).unwrap();
    answer.allowances.len()
}

#[test]
fn an_allowance_pays_fees_up_to_its_limit_for_its_messages() {
    let folder = Folder::new();
    let (transport, client) = folder.connect();
    let now = client.status().unwrap().time;
    let (carol, ben) = (address("carol"), address("ben"));
    let pays = || client.send(&signer("ben"), &[pay("ben", "app", 1, "uusd")], &paid_by_carol());
    let grant = |allowance: &FeeAllowance| {
        send(&client, "carol", &[grant_fees(&carol, &ben, allowance)]);
    };
    // A fee is 2,500.
    grant(&FeeAllowance { spend_limit: vec![coin(4_000, "uaxm")], ..Default::default() });
    let twice = grant_fees(&carol, &ben, &FeeAllowance::default());
    let failure = refused(client.send(&signer("carol"), &[twice], &TxOptions::default()));
    assert!(failure.text.contains("fee allowance already exists"), "{failure}");
    let before = client.balance(&ben, "uaxm").unwrap();
    pays().unwrap();
    assert_eq!(client.balance(&ben, "uaxm").unwrap(), before, "ben pays nothing");
    let failure = refused(pays());
    assert_eq!((failure.codespace.as_str(), failure.code), ("feegrant", 2));
    send(&client, "carol", &[revoke_fees(&carol, &ben)]);
    assert_eq!(allowances(&client), 0);
    assert_eq!(refused(pays()).code, 38);
    // For other messages.
    grant(&FeeAllowance { messages: vec![EXECUTE_CONTRACT.to_string()], ..Default::default() });
    assert_eq!(refused(pays()).codespace, "feegrant");
    send(&client, "carol", &[revoke_fees(&carol, &ben)]);
    // One fee in a period of a hundred seconds.
    let per_period = Some((100, vec![coin(3_000, "uaxm")]));
    let messages = vec![SEND.to_string()];
    grant(&FeeAllowance { per_period, messages, ..Default::default() });
    pays().unwrap();
    assert!(refused(pays()).raw_log.contains("period limit"));
    transport.with(|node| node.advance(100)).unwrap();
    pays().unwrap();
    assert!(refused(pays()).raw_log.contains("period limit"));
    send(&client, "carol", &[revoke_fees(&carol, &ben)]);
    // Until a moment; and what is used up is gone.
    let spend_limit = vec![coin(2_500, "uaxm")];
    let ends = client.status().unwrap().time + 50;
    assert!(ends > now);
    grant(&FeeAllowance { expiration: Some(ends), ..Default::default() });
    pays().unwrap();
    transport.with(|node| node.advance(100)).unwrap();
    assert!(refused(pays()).raw_log.contains("fee allowance expired"));
    send(&client, "carol", &[revoke_fees(&carol, &ben)]);
    grant(&FeeAllowance { spend_limit, ..Default::default() });
    pays().unwrap();
    assert_eq!(allowances(&client), 0);
}

#[test]
fn an_allowance_whose_time_is_over_makes_room_for_the_next() {
    let folder = Folder::new();
    let (transport, client) = folder.connect();
    let (carol, ben) = (address("carol"), address("ben"));
    let until = |seconds| FeeAllowance {
        expiration: Some(client.status().unwrap().time + seconds),
        ..Default::default()
    };
    send(&client, "carol", &[grant_fees(&carol, &ben, &until(1_000))]);
    let twice = grant_fees(&carol, &ben, &until(1_000));
    let failure = refused(client.send(&signer("carol"), &[twice], &TxOptions::default()));
    assert!(failure.text.contains("fee allowance already exists"), "{failure}");
    transport.with(|node| node.advance(2_000)).unwrap();
    send(&client, "carol", &[grant_fees(&carol, &ben, &until(1_000))]);
    client.send(&signer("ben"), &[pay("ben", "app", 1, "uusd")], &paid_by_carol()).unwrap();
}

#[test]
fn what_cannot_be_granted_is_refused() {
    let folder = Folder::new();
    let (_, client) = folder.connect();
    let (alice, ben) = (address("alice"), address("ben"));
    let no_calls = ContractGrant {
        contract: ben.clone(),
        max_calls: Some(0),
        max_funds: vec![],
        keys: vec![],
    };
    let cases = [
        (grant_generic(&alice, &alice, SEND, None), "grantee and granter should be different"),
        (grant_generic(&alice, "nobody", SEND, None), "invalid grantee address"),
        (grant_generic(&alice, &ben, "x", None), "doesn't exist"),
        (grant_contracts(&alice, &ben, &[no_calls], None).unwrap(), "calls remaining: empty"),
        (grant_contracts(&alice, &ben, &[], None).unwrap(), "grants: empty"),
        (revoke_grant(&alice, &ben, SEND), "authorization not found"),
        (grant_fees(&alice, &alice, &FeeAllowance::default()), "cannot self-grant"),
        (
            grant_fees(&alice, &ben, &FeeAllowance { expiration: Some(9), ..Default::default() }),
            "expiration is before current block time",
        ),
        (revoke_fees(&alice, &ben), "fee-grant not found"),
    ];
    for (message, text) in cases {
        let failure = refused(client.send(&signer("alice"), &[message], &TxOptions::default()));
        assert!(failure.raw_log.contains(text), "{text}: {failure}");
    }
    let mut deep = pay("alice", "ben", 1, "uusd");
    for _ in 0..6 {
        deep = messages::authz_exec(&alice, vec![deep]);
    }
    let failure = refused(client.send(&signer("alice"), &[deep], &TxOptions::default()));
    assert!(failure.raw_log.contains("wrapped"), "{failure}");
}
