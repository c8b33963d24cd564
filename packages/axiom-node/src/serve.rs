//! A node as a server: threads that read and write, and one that owns the chain.

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{channel, Receiver, Sender};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::error::{NodeError, RpcError};
use crate::http::{Answer, Connection, NoRequest, Request};
use crate::jsonrpc::{self, Sent};
use crate::node::Node;

/// Most connections at a time.
const CONNECTIONS: usize = 128;
/// Longest answer to a batch, bytes; the last of its answers may be beyond it.
const LARGEST_BATCH: usize = 2 << 20;
/// How long a server that is stopped waits for answers to be written.
const LAST_ANSWERS: Duration = Duration::from_secs(2);
/// Where a server says that it runs.
const SERVE_FILE: &str = "serve.json";

/// What a server says of itself in the chain's folder, for other processes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Serving {
    /// URL of its RPC.
    pub url: String,
    /// Its process.
    pub pid: u32,
    /// What `axiom_info` names as `instance`: nobody else has it.
    pub instance: String,
}

impl Serving {
    /// The server that says that it runs on a folder. It may be gone.
    pub fn of(folder: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(folder.join(SERVE_FILE)).ok()?).ok()
    }
}

/// A call on its way to the thread that owns the chain, and the way back.
enum Job {
    Call(String, Value, Sender<Result<Value, RpcError>>),
    Stop,
}

/// A server that listens and does not answer yet.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    stopper: Stopper,
    jobs: Receiver<Job>,
}

/// Stops a server, from any thread.
#[derive(Clone)]
pub struct Stopper {
    stopped: Arc<AtomicBool>,
    /// How many requests are being answered.
    busy: Arc<AtomicUsize>,
    jobs: Sender<Job>,
    address: SocketAddr,
}

impl Stopper {
    /// Stops it: what it has begun is answered.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        // The one who owns the chain is told behind what waits, the one who accepts by a call.
        let _ = self.jobs.send(Job::Stop);
        let _ = TcpStream::connect_timeout(&reachable(self.address), Duration::from_secs(1));
    }
}

/// An address of this machine for one that stands for all of them.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        let local: std::net::IpAddr = match address {
            SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        };
        address.set_ip(local);
    }
    address
}

impl Server {
    /// Listens at an address such as `127.0.0.1:26657`; at port 0 the system chooses one.
    ///
    /// # Errors
    /// If the address is none, or is in use.
    pub fn bind(address: &str) -> Result<Self, NodeError> {
        let failed = |why: String| {
            NodeError::Invalid(format!(
                "cannot listen at {address}: {why}. Name another address and port, like 127.0.0.1:26657"
            ))
        };
        let found = address.to_socket_addrs().map_err(|error| failed(error.to_string()))?;
        let all: Vec<SocketAddr> = found.collect();
        let listener = TcpListener::bind(&all[..]).map_err(|error| failed(error.to_string()))?;
        let address = listener.local_addr().map_err(|error| failed(error.to_string()))?;
        let (sender, jobs) = channel();
        let (stopped, busy) = (Arc::default(), Arc::default());
        let stopper = Stopper { stopped, busy, jobs: sender, address };
        Ok(Self { listener, address, stopper, jobs })
    }

    /// URL of the RPC.
    pub fn url(&self) -> String {
        format!("http://{}", reachable(self.address))
    }

    /// What stops it.
    pub fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }

    /// What people are told when it starts.
    pub fn banner(&self, node: &Node) -> String {
        format!(
            "{} of a DEVELOPMENT CHAIN: no validators, no consensus, built-in contracts, test coins worth nothing.\n\
             chain id {}, height {}, state in {}",
            self.url(),
            node.genesis().chain_id,
            node.block().height,
            node.folder().display()
        )
    }

    /// Answers until it is stopped. The folder says meanwhile where it runs.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn run(self, node: &mut Node) -> Result<(), NodeError> {
        let Self { listener, stopper, jobs, .. } = self;
        let url = format!("http://{}", reachable(stopper.address));
        let sign = Sign::put_up(node, url)?;
        let accepting = {
            let stopper = stopper.clone();
            thread::spawn(move || accept(&listener, &stopper))
        };
        for job in &jobs {
            match job {
                Job::Stop => break,
                Job::Call(method, params, back) => {
                    // Who asked may be gone.
                    let _ = back.send(node.call(&method, &params));
                }
            }
        }
        node.instance.clear();
        drop(sign);
        // Calls that came too late find nobody.
        drop(jobs);
        stopper.stopped.store(true, Ordering::SeqCst);
        let _ = accepting.join();
        let begun = std::time::Instant::now();
        while stopper.busy.load(Ordering::SeqCst) > 0 && begun.elapsed() < LAST_ANSWERS {
            thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    }
}

/// The file that says where a server runs; gone with this value.
struct Sign(PathBuf);

impl Sign {
    fn put_up(node: &mut Node, url: String) -> Result<Self, NodeError> {
        let pid = std::process::id();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let instance = hex::encode(Sha256::digest(format!("{pid}/{now}/{url}")));
        node.instance.clone_from(&instance);
        let path = node.folder().join(SERVE_FILE);
        let failed = |error: io::Error| NodeError::file("write", &path, &error);
        let text = serde_json::to_vec_pretty(&Serving { url, pid, instance })
            .map_err(|error| failed(error.into()))?;
        let beside = path.with_extension(format!("json-{pid}"));
        std::fs::write(&beside, text).map_err(failed)?;
        std::fs::rename(&beside, &path).map_err(failed)?;
        Ok(Self(path))
    }
}

impl Drop for Sign {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn accept(listener: &TcpListener, stopper: &Stopper) {
    let open = Arc::default();
    for stream in listener.incoming() {
        if stopper.stopped.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else {
            // Too many open files, most likely.
            thread::sleep(Duration::from_millis(10));
            continue;
        };
        let place = Place::take(&open);
        let stopper = stopper.clone();
        thread::spawn(move || {
            let Ok(mut connection) = Connection::new(stream) else {
                return;
            };
            if place.number > CONNECTIONS {
                let busy = Answer::text(503, "too many connections at a time: try again");
                let _ = connection.answer(&busy, false);
            } else {
                talk(&mut connection, &stopper);
            }
        });
    }
}

/// A place among those that are counted, given back with this value.
struct Place {
    open: Arc<AtomicUsize>,
    number: usize,
}

impl Place {
    fn take(open: &Arc<AtomicUsize>) -> Self {
        Self { open: open.clone(), number: open.fetch_add(1, Ordering::SeqCst) + 1 }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Answers the requests of a connection, one after the other.
fn talk(connection: &mut Connection, stopper: &Stopper) {
    loop {
        match connection.next() {
            Ok(request) => {
                let _busy = Place::take(&stopper.busy);
                let answer = answer(&request, stopper);
                let keep = request.keep && !stopper.stopped.load(Ordering::SeqCst);
                if connection.answer(&answer, keep).is_err() || !keep {
                    return;
                }
            }
            Err(NoRequest::Closed) => return,
            Err(NoRequest::Wrong(status, text)) => {
                let _ = connection.answer(&Answer::text(status, text), false);
                return;
            }
        }
    }
}

fn answer(request: &Request, stopper: &Stopper) -> Answer {
    let foreign = request.origin.as_deref().is_some_and(|origin| !is_own(origin));
    match request.method.as_str() {
        "OPTIONS" => Answer::empty(204),
        "POST" => match jsonrpc::read(&request.body) {
            Sent::One(call) => Answer::json(200, one(kept_out(call, foreign), stopper).to_string()),
            Sent::Batch(calls) => batch(calls, foreign, stopper),
        },
        "GET" if request.target == "/" => Answer::text(
            200,
            "The JSON-RPC of a development chain (no validators): GET /status, or POST a call here.",
        ),
        "GET" => {
            let call = jsonrpc::from_target(&request.target);
            // Pictures of foreign pages are asked for without a word of who asks.
            let call = kept_out(call.map_err(|error| (Value::from(-1), error)), true);
            let answer = one(call, stopper);
            let status = if answer.get("error").is_some() { 500 } else { 200 };
            Answer::json(status, answer.to_string())
        }
        _ => Answer::text(405, "use POST, GET or OPTIONS"),
    }
}

/// Whether a page comes from this machine.
fn is_own(origin: &str) -> bool {
    let host = origin.split_once("://").map_or("", |(_, host)| host);
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

/// What only this machine may do: a page from elsewhere must not move the chain's time.
fn kept_out(
    call: Result<jsonrpc::Call, (Value, RpcError)>,
    foreign: bool,
) -> Result<jsonrpc::Call, (Value, RpcError)> {
    match call {
        Ok(call) if foreign && matches!(call.method.as_str(), "axiom_advance" | "axiom_pace") => {
            let said = format!(
                "{} is for programs and pages of this machine: send it by POST, from http://localhost if from a page",
                call.method
            );
            Err((call.id, RpcError::request(said)))
        }
        call => call,
    }
}

/// The answers to several calls; once they are too long in all, no more are asked for.
fn batch(
    calls: Vec<Result<jsonrpc::Call, (Value, RpcError)>>,
    foreign: bool,
    stopper: &Stopper,
) -> Answer {
    let mut all = String::from("[");
    for call in calls {
        let call = match call {
            Ok(call) if all.len() > LARGEST_BATCH => {
                let said = format!(
                    "the answers before this one are longer than {LARGEST_BATCH} bytes: send fewer calls at a time"
                );
                Err((call.id, RpcError::request(said)))
            }
            call => kept_out(call, foreign),
        };
        if all.len() > 1 {
            all.push(',');
        }
        all.push_str(&one(call, stopper).to_string());
    }
    all.push(']');
    Answer::json(200, all)
}

fn one(call: Result<jsonrpc::Call, (Value, RpcError)>, stopper: &Stopper) -> Value {
    let call = match call {
        Ok(call) => call,
        Err((id, error)) => return jsonrpc::answer(&id, Err(error)),
    };
    let (sender, receiver) = channel();
    let sent = stopper.jobs.send(Job::Call(call.method, call.params, sender));
    let gone = || Err(RpcError::internal("the server is being stopped"));
    let result = match sent {
        Ok(()) => receiver.recv().unwrap_or_else(|_| gone()),
        Err(_) => gone(),
    };
    jsonrpc::answer(&call.id, result)
}
