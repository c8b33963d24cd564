//! A node that answers what it was told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use axiom_client::{Client, ClientError, Config};
use serde_json::{json, Value};

/// What the node does with one call.
pub enum Answer {
    /// The result of the call.
    Result(Value),
    /// An error of JSON-RPC, with its data.
    Error(&'static str),
    /// A body that is not made of JSON-RPC, with an HTTP status.
    Body(u16, &'static str),
    /// The connection is closed without an answer.
    Hangup,
    /// The answer comes too late.
    Silence,
}

type Script = dyn FnMut(&str, &Value) -> Answer + Send;

/// A node of the chain `scripted-1`.
pub struct Node {
    /// Where it listens.
    pub url: String,
    calls: Arc<Mutex<Vec<(String, Value)>>>,
}

impl Node {
    /// Plays a node: `script` answers each call by its method and parameters.
    pub fn play(script: impl FnMut(&str, &Value) -> Answer + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let calls = Arc::new(Mutex::new(Vec::new()));
        let seen = calls.clone();
        let script: Arc<Mutex<Box<Script>>> = Arc::new(Mutex::new(Box::new(script)));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (seen, script) = (seen.clone(), script.clone());
                thread::spawn(move || serve(stream, &seen, &script));
            }
        });
        Self { url, calls }
    }

    /// How often a method was called.
    pub fn count(&self, method: &str) -> usize {
        self.calls.lock().unwrap().iter().filter(|(called, _)| called == method).count()
    }

    /// Parameters of the calls of a method.
    pub fn params(&self, method: &str) -> Vec<Value> {
        let calls = self.calls.lock().unwrap();
        calls
            .iter()
            .filter(|(called, _)| called == method)
            .map(|(_, params)| params.clone())
            .collect()
    }

    /// Settings that give up fast.
    pub fn config(&self) -> Config {
        let mut config = Config::new(&self.url, "0.025stake".parse().unwrap());
        config.rpc.timeout = Duration::from_millis(300);
        config.rpc.backoff = Duration::from_millis(1);
        config.timeout = Duration::from_millis(400);
        config
    }

    /// Connects with [`Node::config`].
    pub fn connect(&self) -> Result<Client, ClientError> {
        Client::connect(self.config())
    }
}

fn serve(stream: TcpStream, seen: &Mutex<Vec<(String, Value)>>, script: &Mutex<Box<Script>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    while let Some(request) = read(&mut reader) {
        let method = request["method"].as_str().unwrap().to_string();
        seen.lock().unwrap().push((method.clone(), request["params"].clone()));
        let answer = (script.lock().unwrap())(&method, &request["params"]);
        let (status, body) = match answer {
            Answer::Result(result) => {
                (200, json!({"jsonrpc": "2.0", "id": request["id"], "result": result}).to_string())
            }
            Answer::Error(data) => {
                let error = json!({"code": -32603, "message": "Internal error", "data": data});
                (500, json!({"jsonrpc": "2.0", "id": request["id"], "error": error}).to_string())
            }
            Answer::Body(status, body) => (status, body.to_string()),
            Answer::Hangup => return,
            Answer::Silence => {
                thread::sleep(Duration::from_secs(2));
                return;
            }
        };
        let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n", body.len());
        if stream.write_all(format!("{head}{body}").as_bytes()).is_err() {
            return;
        }
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// The status of a healthy node of `scripted-1`.
pub fn status(height: u64) -> Value {
    status_with(json!({}), height)
}

/// The same with other fields of `sync_info`.
pub fn status_with(other: Value, height: u64) -> Value {
    let mut sync = json!({
        "latest_block_height": height.to_string(),
        "latest_block_time": "2026-01-01T00:00:05.000000001Z",
        "catching_up": false
    });
    for (key, value) in other.as_object().unwrap() {
        sync[key] = value.clone();
    }
    json!({"node_info": {"network": "scripted-1", "version": "0.39.0"}, "sync_info": sync})
}
