//! What is kept, and by whom.

use crate::world::{address, client, pay, send, Folder};

#[test]
fn a_chain_that_is_opened_again_goes_on_where_it_was() {
    let folder = Folder::new();
    let (height, hash, info) = {
        let (_, client) = folder.connect();
        let done = send(&client, "alice", &[pay("alice", "ben", 5, "uusd")]);
        assert_eq!(done.height, 2);
        (client.status().unwrap().height, done.hash, client.account(&address("alice")).unwrap())
    };
    let (_, client) = folder.connect();
    assert_eq!(client.status().unwrap().height, height);
    assert_eq!(client.balance(&address("ben"), "uusd").unwrap(), 1_000_000_000_000_005);
    assert_eq!(client.account(&address("alice")).unwrap(), info);
    assert_eq!((info.sequence, info.number > 0), (1, true));
    let found = client.find_tx(&hash).unwrap().unwrap();
    assert_eq!((found.height, found.result.code), (2, 0));
    send(&client, "alice", &[pay("alice", "ben", 5, "uusd")]);
    assert_eq!(client.account(&address("alice")).unwrap().sequence, 2);
}

#[test]
fn a_simulation_writes_nothing() {
    let folder = Folder::new();
    let transport = folder.open().transport();
    let client = client(transport.clone());
    let before = std::fs::read(folder.path().join("chain.redb")).unwrap();
    let signer = crate::world::signer("alice");
    let gas = client.simulate(&signer, &[pay("alice", "ben", 5, "uusd")], &Default::default());
    // A bank send with two addresses, by an account that has sent nothing yet.
    assert_eq!(gas.unwrap(), 68_900 + 2 * 14 + 13_100);
    assert_eq!(client.status().unwrap().height, 1);
    assert_eq!(client.account(&address("alice")).unwrap().sequence, 0);
    assert_eq!(client.balance(&address("alice"), "uaxm").unwrap(), 1_000_000_000_000_000);
    assert_eq!(std::fs::read(folder.path().join("chain.redb")).unwrap(), before);
}
