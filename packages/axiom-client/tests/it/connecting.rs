//! Nodes that are not there, not the right ones, or not up to date.

use std::net::TcpListener;
use std::time::Duration;

use axiom_client::{Client, ClientError, Config};
use serde_json::json;

use crate::server::{status, status_with, Answer, Node};

fn failed(result: Result<Client, ClientError>) -> ClientError {
    match result {
        Ok(_) => panic!("should not have connected"),
        Err(error) => error,
    }
}

#[test]
fn a_healthy_node_tells_its_chain() {
    let node = Node::play(|_, _| Answer::Result(status(7)));
    let client = node.connect().unwrap();
    assert_eq!(client.chain_id(), "scripted-1");
    assert_eq!(client.status().unwrap().height, 7);
    assert_eq!(client.status().unwrap().time, 1_767_225_605);
}

#[test]
fn another_chain_is_refused() {
    let node = Node::play(|_, _| Answer::Result(status(7)));
    let error = failed(Client::connect(node.config().chain_id("axiom-1")));
    let ClientError::WrongChain { expected, found } = &error else { panic!("{error}") };
    assert_eq!((expected.as_str(), found.as_str()), ("axiom-1", "scripted-1"));
    assert!(error.to_string().contains("Nothing was signed"), "{error}");
}

#[test]
fn a_node_that_is_not_there_says_what_to_do() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut config = Config::new(format!("http://{free}"), "0stake".parse().unwrap());
    config.rpc.backoff = Duration::from_millis(1);
    let error = failed(Client::connect(config));
    assert!(matches!(error, ClientError::Unreachable { .. }), "{error}");
    assert!(error.to_string().contains("axiom devnet up"), "{error}");
}

#[test]
fn a_node_without_encryption_refuses_https() {
    let node = Node::play(|_, _| Answer::Result(status(7)));
    let mut config = node.config();
    config.rpc.url = node.url.replace("http://", "https://");
    config.rpc.retries = 0;
    let error = failed(Client::connect(config));
    assert!(
        matches!(error, ClientError::Unreachable { .. } | ClientError::TimedOut { .. }),
        "{error}"
    );
    assert_eq!(node.count("status"), 0);
}

#[test]
fn what_is_no_url_is_refused_at_once() {
    for wrong in ["", "localhost:26657", "ftp://x", "http://", "http://a b"] {
        let error = failed(Client::connect(Config::new(wrong, "0stake".parse().unwrap())));
        assert!(error.to_string().contains("http://127.0.0.1:26657"), "{wrong}: {error}");
    }
}

#[test]
fn an_address_as_nodes_write_it_is_understood() {
    let node = Node::play(|_, _| Answer::Result(status(7)));
    let mut config = node.config();
    config.rpc.url = node.url.replace("http://", "tcp://");
    assert!(Client::connect(config).is_ok());
}

#[test]
fn a_silent_node_is_given_up() {
    let node = Node::play(|_, _| Answer::Silence);
    let mut config = node.config();
    config.rpc.retries = 1;
    let error = failed(Client::connect(config));
    let ClientError::TimedOut { method, .. } = &error else { panic!("{error}") };
    assert_eq!(method, "status");
    assert_eq!(node.count("status"), 2);
}

#[test]
fn a_node_that_catches_up_is_refused() {
    let node = Node::play(|_, _| Answer::Result(status_with(json!({"catching_up": true}), 7)));
    let error = failed(node.connect());
    assert!(matches!(error, ClientError::CatchingUp { height: 7, .. }), "{error}");
}

#[test]
fn an_old_block_matters_only_if_asked() {
    let node = Node::play(|_, _| {
        Answer::Result(status_with(json!({"latest_block_time": "2020-01-01T00:00:00Z"}), 7))
    });
    assert!(node.connect().is_ok());
    let mut config = node.config();
    config.max_age = Some(Duration::from_secs(60));
    let error = failed(Client::connect(config));
    let ClientError::Lagging { behind, allowed: 60, height: 7 } = error else { panic!("{error}") };
    assert!(behind > 150_000_000, "{behind}");
}

#[test]
fn what_is_no_rpc_is_named() {
    let node = Node::play(|_, _| Answer::Body(200, "<html>hello</html>"));
    let error = failed(node.connect());
    assert!(matches!(error, ClientError::Malformed { .. }), "{error}");
    assert!(error.to_string().contains("<html>"), "{error}");

    let node = Node::play(|_, _| Answer::Body(404, "nothing here"));
    let error = failed(node.connect());
    assert!(matches!(error, ClientError::Http { status: 404, .. }), "{error}");

    let node = Node::play(|_, _| Answer::Result(json!({"node_info": {"network": "scripted-1"}})));
    let error = failed(node.connect());
    assert!(error.to_string().contains("/sync_info/latest_block_height"), "{error}");

    let node =
        Node::play(|_, _| Answer::Result(status_with(json!({"latest_block_height": "many"}), 7)));
    let error = failed(node.connect());
    assert!(error.to_string().contains("should be a number"), "{error}");

    let node = Node::play(|_, _| {
        Answer::Result(status_with(json!({"latest_block_time": "yesterday"}), 7))
    });
    assert!(matches!(failed(node.connect()), ClientError::Malformed { .. }));
}

#[test]
fn a_connection_that_breaks_is_tried_again() {
    let mut broken = 0;
    let node = Node::play(move |_, _| {
        broken += 1;
        match broken {
            1 | 2 => Answer::Hangup,
            3 => Answer::Body(503, "busy"),
            _ => Answer::Result(status(7)),
        }
    });
    assert!(node.connect().is_ok());
    assert!(node.count("status") >= 4);
}
