//! The server: HTTP, batches, pages of a browser, and those who do not keep to the rules.

use axiom_client::Client;
use serde_json::{json, Value};

use crate::world::{address, config, pay, send, Folder, Running};

/// Sends bytes, closes nothing, and reads until the other side closes or `enough` is there.
fn raw(url: &str, bytes: &[u8], enough: &str) -> String {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
    stream.write_all(bytes).unwrap();
    let mut all = Vec::new();
    let mut part = [0; 4096];
    loop {
        let read = stream.read(&mut part).unwrap();
        all.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&all);
        if read == 0 || (!enough.is_empty() && text.contains(enough)) {
            return text.into_owned();
        }
    }
}

fn request(head: &str, body: &str) -> Vec<u8> {
    format!("{head}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())
        .into_bytes()
}

fn post(url: &str, body: &Value) -> Value {
    let answer = raw(url, &request("POST / HTTP/1.1", &body.to_string()), "");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    serde_json::from_str(body).unwrap()
}

#[test]
fn a_client_works_through_the_server_and_finds_what_it_left() {
    let folder = Folder::new();
    let hash = {
        let server = Running::usual(&folder);
        let mut config = config();
        config.rpc.url = server.url.clone();
        let client = Client::connect(config).unwrap();
        assert_eq!(client.chain_id(), "axiom-local-1");
        let done = send(&client, "alice", &[pay("alice", "ben", 7, "uusd")]);
        let status = client.rpc().ask("status", &json!({})).unwrap();
        let moniker = status["node_info"]["moniker"].as_str().unwrap();
        assert!(moniker.contains("development chain"), "{moniker}");
        done.hash
    };
    assert!(!folder.path().join("serve.json").exists());
    let (_, client) = folder.connect();
    assert_eq!(client.find_tx(&hash).unwrap().unwrap().height, 2);
    assert_eq!(client.balance(&address("ben"), "uusd").unwrap(), 1_000_000_000_000_007);
}

#[test]
fn batches_are_answered_one_by_one_in_order() {
    let folder = Folder::new();
    let server = Running::usual(&folder);
    let batch = json!([
        { "jsonrpc": "2.0", "id": 1, "method": "health", "params": {} },
        { "jsonrpc": "2.0", "id": "two", "method": "nothing", "params": {} },
        { "jsonrpc": "2.0", "id": 3, "method": "abci_info" },
        7,
    ]);
    let answers = post(&server.url, &batch);
    assert_eq!(answers[0], json!({ "jsonrpc": "2.0", "id": 1, "result": {} }));
    assert_eq!((&answers[1]["id"], &answers[1]["error"]["code"]), (&json!("two"), &json!(-32601)));
    assert_eq!(answers[2]["result"]["response"]["last_block_height"], "1");
    assert_eq!(answers[3]["error"]["code"], -32600);
    assert_eq!(answers.as_array().unwrap().len(), 4);
}

#[test]
fn pages_of_any_origin_may_ask() {
    let folder = Folder::new();
    let server = Running::usual(&folder);
    let head =
        "OPTIONS / HTTP/1.1\r\norigin: https://example.org\r\naccess-control-request-method: POST";
    let answer = raw(&server.url, &request(head, ""), "");
    assert!(answer.starts_with("HTTP/1.1 204 "), "{answer}");
    for line in ["access-control-allow-origin: *\r\n", "access-control-allow-headers: content-type"]
    {
        assert!(answer.contains(line), "{answer}");
    }
    let body = r#"{"jsonrpc":"2.0","id":1,"method":"health"}"#;
    let answer =
        raw(&server.url, &request("POST / HTTP/1.1\r\norigin: https://example.org", body), "");
    assert!(answer.contains("access-control-allow-origin: *\r\n"), "{answer}");
}

#[test]
fn only_this_machine_moves_the_time() {
    let folder = Folder::new();
    let server = Running::usual(&folder);
    let body = r#"{"jsonrpc":"2.0","id":5,"method":"axiom_advance","params":{"seconds":"60"}}"#;
    let from = |origin: &str, body: &str| {
        let head = format!("POST / HTTP/1.1\r\norigin: {origin}");
        raw(&server.url, &request(&head, body), "")
    };
    let time = || post(&server.url, &json!({ "id": 1, "method": "axiom_info" }))["result"].clone();
    let before = time();
    for origin in [
        "https://example.org",
        "http://localhost.example.org",
        "http://127.0.0.1.example.org:80",
        "null",
    ] {
        let answer = from(origin, body);
        assert!(
            answer.contains("pages of this machine") && answer.contains("\"id\":5"),
            "{answer}"
        );
        let answer = from(origin, &format!("[{body}]"));
        assert!(answer.contains("pages of this machine"), "{answer}");
    }
    // A picture of a foreign page is asked for without an origin.
    let answer = raw(&server.url, &request("GET /axiom_advance?seconds=60 HTTP/1.1", ""), "");
    assert!(answer.contains("pages of this machine"), "{answer}");
    assert_eq!(time(), before);
    for origin in ["http://localhost:5173", "http://127.0.0.1:4173", "http://[::1]:80"] {
        let answer = from(origin, body);
        assert!(answer.contains("\"result\""), "{answer}");
    }
    assert_ne!(time()["time"], before["time"]);
}

#[test]
fn a_batch_is_cut_where_its_answers_get_too_long() {
    let folder = Folder::new();
    let server = Running::usual(&folder);
    // An unknown method is named in its error: 38 kB, a hundred times.
    let long = "x".repeat(38_000);
    let call = |id: usize| json!({ "jsonrpc": "2.0", "id": id, "method": long, "params": {} });
    let batch: Value = (0..100).map(call).collect();
    let answers = post(&server.url, &batch);
    assert_eq!(answers.as_array().unwrap().len(), 100);
    let says = |at: usize| answers[at]["error"].to_string();
    assert!(says(0).contains(&long), "{}", says(0).len());
    assert!(says(99).contains("send fewer calls"), "{}", says(99).len());
    assert_eq!(answers[99]["id"], 99);
}

#[test]
fn calls_can_be_written_as_paths() {
    let folder = Folder::new();
    let server = Running::usual(&folder);
    let answer = raw(&server.url, &request("GET /block?height=1 HTTP/1.1", ""), "");
    assert!(
        answer.starts_with("HTTP/1.1 200 ") && answer.contains("2026-01-01T00:00:00Z"),
        "{answer}"
    );
    let answer = raw(&server.url, &request("GET /block?height=9 HTTP/1.1", ""), "");
    assert!(answer.starts_with("HTTP/1.1 500 ") && answer.contains("current blockchain height 1"));
    let answer = raw(&server.url, &request("GET / HTTP/1.1", ""), "");
    assert!(answer.contains("development chain"), "{answer}");
    let answer = raw(&server.url, &request("DELETE / HTTP/1.1", ""), "");
    assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
}

#[test]
fn who_lies_about_the_length_harms_nobody_else() {
    use std::io::Write;
    let folder = Folder::new();
    let server = Running::usual(&folder);
    let place = server.url.strip_prefix("http://").unwrap();
    // More is announced than comes: these connections stay open, unanswered.
    let open: Vec<_> = (0..8)
        .map(|_| {
            let mut stream = std::net::TcpStream::connect(place).unwrap();
            stream.write_all(b"POST / HTTP/1.1\r\ncontent-length: 5000\r\n\r\n{}").unwrap();
            stream
        })
        .collect();
    let health = json!({ "jsonrpc": "2.0", "id": 1, "method": "health" });
    assert_eq!(post(&server.url, &health)["result"], json!({}));
    // One that gives up is told.
    let stream = open.into_iter().next().unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut { stream }, &mut text).unwrap();
    assert!(text.starts_with("HTTP/1.1 400 ") && text.contains("fewer bytes"), "{text}");
    let cases = [
        (&b"POST / HTTP/1.1\r\ncontent-length: 99999999999\r\n\r\n"[..], "HTTP/1.1 413 "),
        (b"POST / HTTP/1.1\r\ncontent-length: 99999999999999999999999\r\n\r\n", "HTTP/1.1 400 "),
        (b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n", "HTTP/1.1 411 "),
        (b"hello\r\n\r\n", "HTTP/1.1 400 "),
    ];
    for (bytes, expected) in cases {
        let answer = raw(&server.url, bytes, "");
        assert!(answer.starts_with(expected), "{answer}");
    }
    let long = format!("GET /{} HTTP/1.1\r\n", "x".repeat(20_000));
    assert!(raw(&server.url, long.as_bytes(), "").starts_with("HTTP/1.1 431 "));
    // Fewer are announced than come: the rest is no request.
    let answer =
        raw(&server.url, b"POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}{}{}\r\n\r\n", "");
    assert!(answer.contains("\"error\"") && answer.contains("HTTP/1.1 400 "), "{answer}");
    assert_eq!(post(&server.url, &health)["result"], json!({}));
}

#[test]
fn who_waits_for_a_go_ahead_gets_it_and_several_calls_share_a_connection() {
    use std::io::{Read, Write};
    let folder = Folder::new();
    let server = Running::usual(&folder);
    let body = r#"{"jsonrpc":"2.0","id":1,"method":"health"}"#;
    let place = server.url.strip_prefix("http://").unwrap();
    let mut stream = std::net::TcpStream::connect(place).unwrap();
    let head = format!(
        "POST / HTTP/1.1\r\nexpect: 100-continue\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut first = [0; 25];
    stream.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(body.as_bytes()).unwrap();
    stream.write_all(&request("POST / HTTP/1.1", body)).unwrap();
    let mut rest = String::new();
    stream.read_to_string(&mut rest).unwrap();
    assert_eq!(rest.matches("\"result\":{}").count(), 2, "{rest}");
}
