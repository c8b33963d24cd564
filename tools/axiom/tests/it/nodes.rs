//! Nodes that are down, wrong, slow or lying.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{json, Value};

use crate::chain_file::Served;
use crate::world::{says, World};

/// A server of the test: answers each request with a body, or leaves it open.
struct Fake {
    url: String,
    address: SocketAddr,
    stop: Arc<AtomicBool>,
}

impl Fake {
    /// `answer` makes status and body out of the request's body; none leaves the line open.
    fn of(answer: impl Fn(&Value) -> Option<(u16, String)> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, answer) = (Arc::new(AtomicBool::new(false)), Arc::new(answer));
        let stopped = stop.clone();
        std::thread::spawn(move || {
            let mut open = Vec::new();
            for stream in listener.incoming().flatten() {
                if stopped.load(Ordering::Relaxed) {
                    return;
                }
                let (body, mut stream) = request(stream);
                match answer(&body) {
                    Some((status, text)) => {
                        let head = format!(
                            "HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
                             Connection: close\r\n\r\n",
                            text.len()
                        );
                        let _ = stream.write_all((head + &text).as_bytes());
                    }
                    None => open.push(stream),
                }
            }
        });
        Self { url: format!("http://{address}"), address, stop }
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}

/// Reads one request; answers its body as JSON.
fn request(stream: TcpStream) -> (Value, TcpStream) {
    let mut reader = BufReader::new(stream);
    let (mut length, mut line) = (0, String::new());
    while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
        if let Some(found) = line.to_lowercase().strip_prefix("content-length:") {
            length = found.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    let mut body = vec![0; length];
    let _ = reader.read_exact(&mut body);
    (serde_json::from_slice(&body).unwrap_or_default(), reader.into_inner())
}

/// Hands a request on to a real node.
fn hand_on(to: &str, body: &Value) -> Value {
    let mut stream = TcpStream::connect(to.trim_start_matches("http://")).unwrap();
    let text = body.to_string();
    let head = format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        text.len()
    );
    stream.write_all((head + &text).as_bytes()).unwrap();
    request(stream).0
}

fn status(chain_id: &str, height: u64, catching_up: bool) -> String {
    json!({ "jsonrpc": "2.0", "id": 1, "result": {
        "node_info": { "network": chain_id, "version": "0.38.17", "other": { "tx_index": "on" } },
        "sync_info": {
            "latest_block_height": height.to_string(), "latest_block_time": "2026-01-01T00:00:00Z", "catching_up": catching_up,
        },
    }})
    .to_string()
}

/// A line of the shop chain at a URL.
fn at(url: &str, line: &str) -> String {
    format!("--node {url} {line}")
}

const DEPOSIT: &str = "tx distributor deposit --funds 1axm --from alice";

#[test]
fn a_node_that_is_down_or_answers_nonsense_is_told() {
    let world = World::founded("nonsense");
    let height = world.height();
    for line in ["me @ben", DEPOSIT, "economy verify", "job show 1", "q ledger root"] {
        says(
            &world.fails(3, &at("http://127.0.0.1:1", line)),
            &["cannot reach", "http://127.0.0.1:1"],
        );
    }
    for url in ["nowhere", "ftp://127.0.0.1:1", "http://"] {
        let ran = world.run(&format!("--output json --node {url} me @ben"));
        assert!([2, 3].contains(&ran.code), "{url}: {}", ran.err);
        assert!(ran.err.contains(url), "{}", ran.err);
    }
    let garbage: [(u16, &str); 7] = [
        (200, "hello"),
        (200, ""),
        (200, "{}"),
        (200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"),
        (200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,\"message\":\"out of order\",\"data\":\"\"}}"),
        (503, "busy"),
        (404, "<html>not here</html>"),
    ];
    for (code, body) in garbage {
        let node = Fake::of(move |_| Some((code, body.to_string())));
        let error = world.fails(3, &at(&node.url, "me @ben"));
        assert!(!error["text"].as_str().unwrap().is_empty(), "{error}");
        world.fails(3, &at(&node.url, DEPOSIT));
    }
    // doctor goes on and tells the next step.
    let ran = world.run(&format!("--output json {}", at("http://127.0.0.1:1", "doctor")));
    assert_eq!(ran.code, 7);
    let found: Value = serde_json::from_str(&ran.out).unwrap();
    assert!(
        found
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["state"] == "bad" && one["next"].is_string()),
        "{found}"
    );
    assert_eq!(world.height(), height);
}

#[test]
fn a_node_of_another_chain_or_one_that_lags_is_not_used() {
    let world = World::founded("other");
    let node = Fake::of(|_| Some((200, status("osmosis-1", 9, false))));
    for line in ["me @ben", DEPOSIT] {
        says(&world.fails(3, &at(&node.url, line)), &["osmosis-1", "axiom-local-1"]);
    }
    let node = Fake::of(|_| Some((200, status("axiom-local-1", 9, true))));
    says(&world.fails(3, &at(&node.url, DEPOSIT)), &["catching up"]);

    // A real one under a profile with another id.
    let served = Served::of(&world);
    world.ok(&format!(
        "chain add shop --id other-chain-7 --rpc {} --gas-price 0.025uaxm",
        served.url
    ));
    says(
        &world.fails(3, "--chain shop me @ben"),
        &["axiom-local-1", "other-chain-7", "Nothing was signed"],
    );
    says(&world.fails(3, &format!("--chain shop {DEPOSIT}")), &["other-chain-7"]);
    let ran = world.run("--output json --chain shop doctor");
    assert_eq!(ran.code, 7, "{}", ran.err);
    assert!(ran.out.contains("other-chain-7"));
    assert_eq!(world.balance("@alice", "uaxm"), 10_000_000);
}

#[test]
fn a_node_that_does_not_answer_is_waited_for_as_long_as_was_said() {
    let world = World::founded("slow");
    let node = Fake::of(|_| None);
    let start = std::time::Instant::now();
    says(
        &world.fails(3, &at(&node.url, "--node-timeout 1s me @ben")),
        &["did not answer", "within 1 s"],
    );
    assert!(start.elapsed() < Duration::from_secs(20));
    says(&world.fails(2, "--node-timeout soon me @ben"), &["soon"]);
    says(&world.fails(2, "--node-timeout 0s me @ben"), &["0s"]);
}

#[test]
fn a_node_that_answers_from_an_older_height_is_found_out() {
    let world = World::founded("liar");
    world.ok("local advance 10m");
    let served = Served::of(&world);
    let url = served.url.clone();
    let liar = Fake::of(move |body| {
        let mut answer = hand_on(&url, body);
        if let Some(height) = answer.pointer_mut("/result/response/height") {
            *height = json!("3");
        }
        Some((200, answer.to_string()))
    });
    let error = world.fails(3, &at(&liar.url, "me @ben"));
    says(&error, &["height 3"]);
    world.fails(3, &at(&liar.url, DEPOSIT));
    assert_eq!(world.balance("@alice", "uaxm"), 10_000_000);
}

#[test]
fn a_transaction_whose_answer_is_lost_is_in_doubt_and_can_be_looked_for() {
    let world = World::founded("doubt");
    let served = Served::of(&world);
    let (url, taken) = (served.url.clone(), Arc::new(AtomicU32::new(0)));
    let count = taken.clone();
    // Takes the transaction, and is silent from then on.
    let node = Fake::of(move |body| {
        if count.load(Ordering::Relaxed) > 0 {
            return None;
        }
        let answer = hand_on(&url, body);
        if body["method"].as_str().is_some_and(|method| method.starts_with("broadcast_tx")) {
            count.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        Some((200, answer.to_string()))
    });
    let error = world.fails(5, &at(&node.url, &format!("--node-timeout 1s {DEPOSIT}")));
    says(&error, &["may"]);
    let hash = error["text"]
        .as_str()
        .unwrap()
        .split(|c: char| !c.is_ascii_hexdigit())
        .any(|word| word.len() == 64);
    assert!(hash, "it names no hash: {error}");
    assert_eq!(taken.load(Ordering::Relaxed), 1, "it was sent again");
    assert_eq!(world.balance("@alice", "uaxm"), 11_000_000);
}

#[test]
fn chains_are_added_imported_chosen_and_forgotten() {
    let world = World::new("chains");
    let chain = json!({
        "chain_name": "osmosistestnet", "chain_id": "osmo-test-5", "bech32_prefix": "osmo",
        "fees": { "fee_tokens": [{ "denom": "uosmo", "fixed_min_gas_price": 0.0025, "average_gas_price": 0.025 }] },
        "apis": { "rpc": [{ "address": "https://rpc.example.com" }] },
    });
    let assets = json!({ "assets": [{ "base": "uosmo", "display": "osmo",
        "denom_units": [{ "denom": "uosmo", "exponent": 0 }, { "denom": "osmo", "exponent": 6 }] }] });
    world.write("chain.json", chain.to_string());
    world.write("assets.json", assets.to_string());
    world.ok("chain import chain.json --assets assets.json");
    let shown = world.ok("chain show osmosistestnet");
    let expected = json!({ "name": "osmosistestnet", "profile": {
        "chain_id": "osmo-test-5", "rpc": "https://rpc.example.com", "gas_price": "0.025uosmo", "prefix": "osmo",
        "denoms": [{ "base": "uosmo", "display": "osmo", "exponent": 6 }] } });
    assert_eq!(shown, expected);
    world.ok("chain import chain.json --name mine --rpc http://127.0.0.1:1");
    says(
        &world.fails(3, "--chain mine me osmo1qnprs445uwql8l3ka68gxptvp4lcjjsuq5nw4l"),
        &["127.0.0.1:1"],
    );
    // Broken ones.
    for (pointer, part) in [
        ("/chain_id", "chain_id"),
        ("/bech32_prefix", "bech32_prefix"),
        ("/fees", "fees.fee_tokens"),
        ("/apis", "--rpc"),
    ] {
        let mut broken = chain.clone();
        *broken.pointer_mut(pointer).unwrap() = Value::Null;
        world.write("broken.json", broken.to_string());
        says(&world.fails(2, "chain import broken.json"), &["broken.json", part]);
    }
    world.write("broken.json", "{");
    says(&world.fails(2, "chain import broken.json"), &["broken.json", "no JSON"]);
    world.fails(2, "chain import nowhere.json");
    for line in [
        "chain add local --id x-1 --rpc http://127.0.0.1:1 --gas-price 1uaxm",
        "chain add 'a b' --id x-1 --rpc http://127.0.0.1:1 --gas-price 1uaxm",
        "chain add x --id x-1 --rpc http://127.0.0.1:1 --gas-price cheap",
        "chain add x --id x-1 --rpc http://127.0.0.1:1 --gas-price 1uaxm --denom uaxm",
        "chain add x --rpc http://127.0.0.1:1 --gas-price 1uaxm",
        "chain use nope",
        "chain show nope",
        "chain remove nope",
        "chain remove local",
    ] {
        world.fails(2, line);
    }
    world.ok("chain use mine");
    let used = |world: &World| {
        let list = world.ok("chain list");
        let found = list.as_array().unwrap().iter().find(|chain| chain["used"] == true).cloned();
        found.unwrap()["name"].as_str().unwrap().to_string()
    };
    assert_eq!(used(&world), "mine");
    world.ok("chain remove mine");
    assert_eq!(used(&world), "local");
    // Test keys and free coins are for development chains only.
    world.ok("chain add real --id real-1 --rpc http://127.0.0.1:1 --gas-price 0.025uaxm");
    assert_eq!(world.run("--chain real faucet --to @alice").code, 3);
    says(&world.fails(3, "--chain devnet me @ben"), &["axiom devnet up"]);
}
