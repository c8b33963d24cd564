//! Processes that are killed, that come together, and files that are damaged.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use axiom_client::Transport;
use axiom_node::{
    open_or_connect, reset, restore, snapshots, Genesis, Node, NodeError, Opening, Reached,
    CHAIN_FILE,
};
use serde_json::json;

use crate::world::{address, client, pay, refused, send, signer, Folder, Running};

/// Where a child of these tests works; it does nothing without.
const CHILD: &str = "AXIOM_NODE_TEST_CHILD";

/// This program again, running one test below this module.
fn child(test: &str, folder: &Folder) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", &format!("hard_ends::{test}"), "--nocapture", "--test-threads=1"]);
    command.env(CHILD, folder.path()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// Sends transactions until it is killed, and says after each how many there are.
#[test]
fn child_that_sends_until_it_is_killed() {
    let Some(folder) = std::env::var_os(CHILD) else {
        return;
    };
    let client = client(Node::open(folder, &Genesis::default()).unwrap().transport());
    loop {
        send(&client, "alice", &[pay("alice", "ben", 1, "uusd")]);
        println!("sent {}", client.account(&address("alice")).unwrap().sequence);
    }
}

#[test]
fn a_killed_process_loses_at_most_the_running_transaction() {
    let folder = Folder::new();
    let mut told = 0;
    for round in 0..4 {
        let mut process = child("child_that_sends_until_it_is_killed", &folder).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut left = 3 + 4 * round;
        for line in lines {
            // The first line may stand behind what the test runner says.
            if let Some((_, number)) = line.unwrap().split_once("sent ") {
                told = number.parse().unwrap();
                left -= 1;
                if left == 0 {
                    break;
                }
            }
        }
        process.kill().unwrap();
        process.wait().unwrap();
        let (_, client) = folder.connect();
        let sequence = client.account(&address("alice")).unwrap().sequence;
        // Lines that nobody read any more are of transactions that stand all the same.
        assert!(sequence >= told, "{told} were told, {sequence} are there");
        told = sequence;
        let got = client.balance(&address("ben"), "uusd").unwrap() - 1_000_000_000_000_000;
        assert_eq!(got, u128::from(sequence), "state and sequence belong together");
        let newest = format!("tx.height>{sequence}");
        let (found, total) = client.rpc().tx_search(&newest, 1, 100).unwrap();
        assert_eq!((total, found[0].height), (1, sequence + 1));
        assert_eq!(client.status().unwrap().height, sequence + 1);
    }
    assert!(told >= 3 + 7 + 11 + 15);
}

/// Stays in the chain until its input ends.
#[test]
fn child_that_holds_the_chain() {
    let Some(folder) = std::env::var_os(CHILD) else {
        return;
    };
    let _node = Node::open(folder, &Genesis::default()).unwrap();
    println!("holds");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
}

fn patient(milliseconds: u64, waits: &mut dyn FnMut()) -> Opening<'_> {
    Opening { patience: Duration::from_millis(milliseconds), waits, extra: vec![] }
}

#[test]
fn two_processes_wait_for_each_other() {
    let folder = Folder::new();
    let mut holder =
        child("child_that_holds_the_chain", &folder).stdin(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(holder.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("holds")));
    let mut told = 0;
    let refused =
        Node::open_with(folder.path(), &Genesis::default(), patient(60, &mut || told += 1));
    assert!(matches!(refused, Err(NodeError::Locked { .. })));
    assert_eq!(told, 1);
    let text = refused.err().unwrap().to_string();
    assert!(text.contains(CHAIN_FILE) && text.contains("in use by another process"), "{text}");
    for changed in [reset(folder.path()), restore(folder.path(), "none")] {
        assert!(changed.is_err());
    }
    assert!(matches!(reset(folder.path()), Err(NodeError::Locked { .. })));
    // It goes while it is waited for.
    let mut input = holder.stdin.take();
    let mut goes = || drop(input.take());
    let opening = patient(20_000, &mut goes);
    let node = Node::open_with(folder.path(), &Genesis::default(), opening).unwrap();
    assert_eq!(node.block().height, 1);
    assert!(holder.wait().unwrap().success());
}

#[test]
fn what_a_server_has_is_asked_from_it() {
    let folder = Folder::new();
    let reach =
        || open_or_connect(folder.path(), &Genesis::default(), patient(5_000, &mut || {})).unwrap();
    {
        let _server = {
            let server = Running::usual(&folder);
            // Until it has put up its sign.
            server.http().call("health", &json!({})).unwrap();
            server
        };
        let reached = reach();
        assert!(matches!(reached, Reached::Served(_)));
        let client = axiom_client::Client::over(reached, crate::world::config()).unwrap();
        send(&client, "alice", &[pay("alice", "ben", 1, "uusd")]);
    }
    // A sign that a killed server left behind leads nowhere.
    let stale = json!({ "url": "http://127.0.0.1:1", "pid": 1, "instance": "x" });
    std::fs::write(folder.path().join("serve.json"), stale.to_string()).unwrap();
    let reached = reach();
    assert!(matches!(reached, Reached::Here(_)));
    let client = axiom_client::Client::over(reached, crate::world::config()).unwrap();
    assert_eq!(client.account(&address("alice")).unwrap().sequence, 1);
}

#[test]
fn snapshots_are_kept_and_put_back_and_a_reset_begins_anew() {
    let folder = Folder::new();
    let (height, balance) = {
        let (transport, client) = folder.connect();
        send(&client, "alice", &[pay("alice", "ben", 1, "uusd")]);
        transport.with(|node| node.save("one")).unwrap();
        let kept =
            (client.status().unwrap().height, client.balance(&address("ben"), "uusd").unwrap());
        send(&client, "alice", &[pay("alice", "ben", 1, "uusd")]);
        transport.with(|node| node.save("two")).unwrap();
        send(&client, "alice", &[pay("alice", "ben", 1, "uusd")]);
        assert!(matches!(restore(folder.path(), "one"), Err(NodeError::Locked { .. })));
        for wrong in ["", "../x", "A", "-a", "a.b", &"a".repeat(41)] {
            let refused = transport.with(|node| node.save(wrong)).unwrap_err().to_string();
            assert!(refused.contains("is no name of a snapshot"), "{refused}");
        }
        kept
    };
    let names: Vec<_> = snapshots(folder.path()).unwrap().into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["one", "two"]);
    let missing = restore(folder.path(), "three").unwrap_err().to_string();
    assert!(missing.contains("no snapshot \"three\"") && missing.contains("one, two"), "{missing}");
    restore(folder.path(), "one").unwrap();
    {
        let (_, client) = folder.connect();
        assert_eq!(client.status().unwrap().height, height);
        assert_eq!(client.balance(&address("ben"), "uusd").unwrap(), balance);
        send(&client, "alice", &[pay("alice", "ben", 1, "uusd")]);
    }
    restore(folder.path(), "two").unwrap();
    assert_eq!(folder.connect().1.account(&address("alice")).unwrap().sequence, 2);
    reset(folder.path()).unwrap();
    assert_eq!(folder.connect().1.account(&address("alice")).unwrap().sequence, 0);
    assert_eq!(snapshots(folder.path()).unwrap().len(), 2);
    reset(folder.path()).unwrap();
    reset(folder.path()).unwrap();
}

#[test]
fn damaged_and_foreign_files_are_told_and_left_alone() {
    let folder = Folder::new();
    {
        let (transport, client) = folder.connect();
        send(&client, "alice", &[pay("alice", "ben", 1, "uusd")]);
        transport.with(|node| node.save("good")).unwrap();
    }
    let path = folder.path().join(CHAIN_FILE);
    let good = std::fs::read(&path).unwrap();
    let half = good[..good.len() / 2].to_vec();
    let mut head = good.clone();
    head[..512].fill(0xab);
    let cases = [b"hello".to_vec(), Vec::new(), vec![7; 100_000], half, head];
    for bytes in cases {
        std::fs::write(&path, &bytes).unwrap();
        let refused = Node::open(folder.path(), &Genesis::default()).err().unwrap();
        assert!(matches!(refused, NodeError::Damaged { .. }), "{refused:?}");
        let text = refused.to_string();
        for part in [CHAIN_FILE, "axiom local reset", "axiom local snapshot restore"] {
            assert!(text.contains(part), "{text}");
        }
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "it was changed");
    }
    // Damage somewhere inside: told at the opening or at a call, and no process ends by it.
    for start in (4_096..good.len()).step_by(good.len() / 12) {
        let mut inside = good.clone();
        let end = (start + 20_000).min(good.len());
        inside[start..end].iter_mut().for_each(|byte| *byte ^= 0x5a);
        std::fs::write(&path, &inside).unwrap();
        if let Ok(mut node) = Node::open(folder.path(), &Genesis::default()) {
            for method in ["status", "tx_search", "axiom_info"] {
                let _ = node.call(method, &json!({ "query": "tx.height>0" }));
            }
        }
    }
    restore(folder.path(), "good").unwrap();
    assert_eq!(folder.connect().1.account(&address("alice")).unwrap().sequence, 1);
    // Another chain.
    let other = Genesis::default().chain_id("other-1");
    let refused = Node::open(folder.path(), &other).err().unwrap().to_string();
    assert!(refused.contains("holds the chain \"axiom-local-1\", not \"other-1\""), "{refused}");
    // A database of another program.
    std::fs::remove_file(&path).unwrap();
    drop(redb::Database::create(&path).unwrap());
    let refused = Node::open(folder.path(), &Genesis::default()).err().unwrap();
    assert!(matches!(refused, NodeError::Damaged { .. }), "{refused}");
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    let refused = Node::open(folder.path(), &Genesis::default()).err().unwrap();
    assert!(refused.to_string().contains("it is no file"), "{refused}");
}

#[test]
fn what_killed_processes_left_is_swept_away_when_it_is_old() {
    let folder = Folder::new();
    drop(folder.open());
    let old = folder.path().join("chain.new-1-0");
    let young = folder.path().join("chain.copy-2");
    for path in [&old, &young] {
        std::fs::write(path, "left").unwrap();
    }
    let file = std::fs::File::options().write(true).open(&old).unwrap();
    let hours = std::time::SystemTime::now() - Duration::from_secs(7_200);
    file.set_modified(hours).unwrap();
    reset(folder.path()).unwrap();
    drop(folder.open());
    assert!(!old.exists() && young.exists());
}

#[test]
fn a_chain_cannot_begin_in_a_wrong_way_or_place() {
    let folder = Folder::new();
    for id in ["", "a b", "x/y", &"z".repeat(49)] {
        let refused = Node::open(folder.path(), &Genesis::default().chain_id(id)).err().unwrap();
        assert!(refused.to_string().contains("is no chain id"), "{refused}");
    }
    let balances = vec![("nobody".to_string(), vec![])];
    let refused = Node::open(folder.path(), &Genesis { balances, ..Genesis::default() });
    assert!(refused.err().unwrap().to_string().contains("nobody"));
    assert!(!folder.path().exists());
    std::fs::write(folder.path(), "a file").unwrap();
    let refused = Node::open(folder.path(), &Genesis::default()).err().unwrap();
    assert!(refused.to_string().starts_with("cannot make the folder"), "{refused}");
    std::fs::remove_file(folder.path()).unwrap();
}

/// Sends transactions until one is refused by the disk, and says what it was told.
#[test]
fn child_with_a_small_disk() {
    let Some(folder) = std::env::var_os(CHILD) else {
        return;
    };
    let transport = Node::open(folder, &Genesis::default()).unwrap().transport();
    let client = client(transport.clone());
    for _ in 0..10_000 {
        let memo = "x".repeat(250);
        let options = axiom_client::TxOptions { memo, ..Default::default() };
        let many: Vec<_> = (0..20).map(|_| pay("alice", "ben", 1, "uusd")).collect();
        if let Err(error) = client.send(&signer("alice"), &many, &options) {
            println!("kept {}", client.account(&address("alice")).unwrap().sequence);
            println!("told {error}");
            return;
        }
    }
}

#[test]
#[cfg(unix)]
fn a_full_disk_is_told_and_nothing_is_lost() {
    let folder = Folder::new();
    drop(folder.open());
    let size = std::fs::metadata(folder.path().join(CHAIN_FILE)).unwrap().len();
    // Files of this child cannot grow beyond this: blocks of 512 bytes.
    let blocks = (size + 600_000) / 512;
    let inner = child("child_with_a_small_disk", &folder);
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"")).arg("sh");
    shell.arg(inner.get_program()).args(inner.get_args()).env(CHILD, folder.path());
    let output = shell.stderr(Stdio::null()).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let line = |name: &str| {
        let found = text.lines().find_map(|line| line.split_once(name)).map(|(_, rest)| rest);
        found.unwrap_or_else(|| panic!("no {name:?} in {text}")).to_string()
    };
    let told = line("told ");
    assert!(told.contains("cannot write to") && told.contains("Free space"), "{told}");
    let kept: u64 = line("kept ").parse().unwrap();
    assert!(kept > 0);
    let (_, client) = folder.connect();
    assert_eq!(client.account(&address("alice")).unwrap().sequence, kept);
    send(&client, "alice", &[pay("alice", "ben", 1, "uusd")]);
    let too_much = pay("alice", "ben", u128::from(u64::MAX), "uusd");
    refused(client.send(&signer("alice"), &[too_much], &Default::default()));
}
