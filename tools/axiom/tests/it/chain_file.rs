//! The file of the embedded chain: shared, served, kept aside, damaged.

use std::io::{BufRead, BufReader};
use std::process::Child;

use crate::world::{says, World};

/// A chain that is served in the background.
pub struct Served {
    child: Child,
    /// Where.
    pub url: String,
}

impl Served {
    pub fn of(world: &World) -> Self {
        let mut child = world.command("local serve --listen 127.0.0.1:0").spawn().unwrap();
        let mut banner = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut banner).unwrap();
        let start = banner.find("http://").unwrap_or_else(|| panic!("no URL: {banner}"));
        let url =
            banner[start..].split_whitespace().next().unwrap().trim_end_matches('/').to_string();
        assert!(banner.contains("DEVELOPMENT CHAIN"), "{banner}");
        Self { child, url }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn processes_at_once_take_turns_and_nothing_is_lost() {
    let world = World::founded("turns");
    std::thread::scope(|scope| {
        for who in ["alice", "ben", "carol", "app"] {
            let world = &world;
            scope.spawn(move || {
                for _ in 0..3 {
                    world.ok(&format!("tx distributor deposit --funds 1axm --from {who}"));
                }
            });
        }
    });
    let paid_in =
        ["alice", "ben", "carol", "app"].map(|who| world.balance(&format!("@{who}"), "uaxm"));
    assert_eq!(paid_in, [13_000_000, 3_000_000, 3_000_000, 3_000_000]);
    assert_eq!(world.ok("audit")["solvency"][0]["held"], "22000000");
}

#[test]
fn a_killed_process_loses_at_most_its_own_transaction() {
    let world = World::founded("killed");
    for after in [20, 40, 60] {
        let mut child =
            world.command("tx distributor deposit --funds 1axm --from ben").spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(after));
        let _ = child.kill();
        child.wait().unwrap();
    }
    let paid_in = world.balance("@ben", "uaxm");
    assert!(paid_in.is_multiple_of(1_000_000) && paid_in <= 3_000_000, "{paid_in}");
    world.ok("tx distributor deposit --funds 1axm --from ben");
    assert_eq!(world.balance("@ben", "uaxm"), paid_in + 1_000_000);
    world.ok("audit");
}

#[test]
fn commands_work_beside_a_server() {
    let world = World::founded("served");
    let served = Served::of(&world);
    // By the folder, which says where it is served, and by its URL.
    world.ok("tx distributor deposit --funds 1axm --from ben");
    world.ok(&format!("--node {} tx distributor deposit --funds 2axm --from ben", served.url));
    assert_eq!(world.balance("@ben", "uaxm"), 3_000_000);
    let height = world.height();
    world.ok("local advance 1d");
    assert!(world.height() > height);
    says(&world.fails(3, "local snapshot save s"), &["being served", "stop"]);
    says(&world.fails(3, "local reset --yes"), &["another process"]);
    let second = world.command("local serve --listen 127.0.0.1:0").output().unwrap();
    assert_eq!(second.status.code(), Some(3), "{}", String::from_utf8_lossy(&second.stderr));
    // From another home and folder it is a chain like others.
    let other = World::new("visitor");
    other.ok(&format!(
        "chain add shop --id axiom-local-1 --rpc {} --gas-price 0.025uaxm --denom uaxm=axm:6",
        served.url
    ));
    other.ok("chain use shop");
    says(&other.fails(2, "me @ben"), &["no economy is known"]);
    let dao = world.ok("economy show")["contracts"]["governance-dao"]["address"]
        .as_str()
        .unwrap()
        .to_string();
    other.ok(&format!("economy use {dao}"));
    assert_eq!(other.ok("me @ben")["balances"]["internal"]["rows"][0]["amount"], "3000000");
    other.ok("tx distributor deposit --funds 1axm --from ben");
    assert_eq!(other.balance("@ben", "uaxm"), 4_000_000);
    let url = served.url.clone();
    drop(served);
    // Killed: the folder still tells of it, and the file is used again.
    assert_eq!(world.balance("@ben", "uaxm"), 4_000_000);
    says(&other.fails(3, "me @ben"), &["cannot reach", &url]);
}

#[test]
fn snapshots_bring_back_what_was() {
    let world = World::founded("snapshots");
    world.ok("local snapshot save before");
    world.ok("tx distributor deposit --funds 1axm --from ben");
    world.ok("local snapshot restore before --yes");
    assert_eq!(world.balance("@ben", "uaxm"), 0);
    let listed = world.ok("local snapshot list");
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["name"]), (1, &"before".into()));
    says(&world.fails(1, "local snapshot restore never --yes"), &["never", "before"]);
    for name in ["../before", "", "a/b", ".."] {
        world.fails(1, &format!("local snapshot save '{name}'"));
        world.fails(1, &format!("local snapshot restore --yes '{name}'"));
    }
    world.ok("local reset --yes");
    assert_eq!(world.height(), 1);
    // The deployment file tells of contracts that are not there any more.
    says(&world.fails(2, "me @ben"), &["begun anew", "axiom economy new first"]);
    world.ok("local snapshot restore before --yes");
    assert_eq!(world.balance("@alice", "uaxm"), 10_000_000);
}

#[test]
fn a_damaged_chain_is_told_and_comes_back() {
    let world = World::founded("damaged");
    world.ok("local snapshot save good");
    let file = world.chain_file();
    let whole = std::fs::read(&file).unwrap();
    let mut torn = whole.clone();
    torn[..4096].fill(0x5a);
    for damaged in [torn.as_slice(), &whole[..whole.len() / 3], b"not a database at all"] {
        std::fs::write(&file, damaged).unwrap();
        for line in [
            "me @ben",
            "tx distributor deposit --funds 1axm --from ben",
            "local status",
            "local advance 1d",
        ] {
            says(&world.fails(1, line), &["chain.redb", "snapshot restore", "reset"]);
        }
        assert_eq!(std::fs::read(&file).unwrap(), damaged, "it was touched");
        world.ok("local snapshot restore good --yes");
        assert_eq!(world.balance("@alice", "uaxm"), 10_000_000);
    }
    std::fs::write(&file, b"").unwrap();
    let _ = world.run("local status");
    std::fs::write(&file, &torn).unwrap();
    world.ok("local reset --yes");
    assert_eq!(world.height(), 1);
    world.ok("economy new fresh --from founder");
    world.ok("economy verify");
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let world = World::new("unwritable");
    std::fs::write(world.home().join("local"), "a file where the folder should be").unwrap();
    says(&world.fails(1, "local status"), &["local"]);
    let blocked = world.home().join("local/inner");
    world.fails(1, &format!("--home {} local status", blocked.display()));
}
