//! The one question that a devnet asks its nodes: how far they are.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{bail, Context, Result};
use serde_json::Value;

use crate::time::parse_time;

/// How far a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Id of its chain.
    pub chain_id: String,
    /// Height of its newest block.
    pub height: u64,
    /// Nanoseconds since 1970 of its newest block.
    pub time_ns: u64,
    /// Whether it is still fetching blocks that others have.
    pub catching_up: bool,
}

/// Asks the node on a port of this machine.
pub(crate) fn head(port: u16) -> Result<Head> {
    parse_head(&body(port, "/status")?)
}

/// Code and log of a transaction; none if it is in no block yet.
pub(crate) fn outcome(port: u16, hash: &str) -> Result<Option<(u64, String)>> {
    parse_outcome(&body(port, &format!("/tx?hash=0x{hash}"))?)
}

fn parse_outcome(answer: &str) -> Result<Option<(u64, String)>> {
    let value: Value = serde_json::from_str(answer).context("the answer to /tx is no JSON")?;
    let Some(result) = value.pointer("/result/tx_result") else { return Ok(None) };
    let log = result["log"].as_str().unwrap_or_default().to_string();
    Ok(Some((result["code"].as_u64().unwrap_or_default(), log)))
}

fn parse_head(answer: &str) -> Result<Head> {
    let value: Value = serde_json::from_str(answer).context("the answer to /status is no JSON")?;
    let text = |pointer: &str| {
        let field = value.pointer(pointer).and_then(Value::as_str);
        field.with_context(|| format!("the answer to /status has no {pointer}"))
    };
    Ok(Head {
        chain_id: text("/result/node_info/network")?.into(),
        height: text("/result/sync_info/latest_block_height")?.parse()?,
        time_ns: parse_time(text("/result/sync_info/latest_block_time")?)?,
        catching_up: value["result"]["sync_info"]["catching_up"].as_bool().unwrap_or(true),
    })
}

/// What a node answers to a question; errors of its own are answers too.
fn body(port: u16, path: &str) -> Result<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(2))
        .with_context(|| format!("nothing answers on port {port}"))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    stream.write_all(format!("GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n").as_bytes())?;
    let mut answer = Vec::new();
    stream.take(1 << 20).read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    match answer.split_once("\r\n\r\n") {
        Some((_, body)) if body.trim_start().starts_with('{') => Ok(body.into()),
        _ => bail!("what answers on port {port} is no node"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_node_is_read() {
        let answer = r#"{"result":{"node_info":{"network":"c-1"},"sync_info":{"latest_block_height":"7",
            "latest_block_time":"2026-01-01T00:00:05.000000002Z","catching_up":false}}}"#;
        let expected = Head {
            chain_id: "c-1".into(),
            height: 7,
            time_ns: 1_767_225_605_000_000_002,
            catching_up: false,
        };
        assert_eq!(parse_head(answer).unwrap(), expected);
        assert!(parse_head("{}").unwrap_err().to_string().contains("node_info/network"));
        assert!(parse_head("<html>").unwrap_err().to_string().contains("no JSON"));
    }

    #[test]
    fn the_outcome_of_a_transaction_is_read() {
        let refused = r#"{"result":{"height":"3","tx_result":{"code":5,"log":"too poor"}}}"#;
        assert_eq!(parse_outcome(refused).unwrap(), Some((5, "too poor".into())));
        let fine = r#"{"result":{"height":"3","tx_result":{"code":0,"log":""}}}"#;
        assert_eq!(parse_outcome(fine).unwrap(), Some((0, String::new())));
        let unknown = r#"{"error":{"code":-32603,"data":"tx (AB) not found"}}"#;
        assert_eq!(parse_outcome(unknown).unwrap(), None);
    }

    #[test]
    fn something_else_on_the_port_is_told() {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 512]);
            stream.write_all(b"HTTP/1.0 404 Not Found\r\n\r\n").unwrap();
        });
        assert!(head(port).unwrap_err().to_string().contains("is no node"));
        server.join().unwrap();
        assert!(head(port).unwrap_err().to_string().contains("nothing answers"));
    }
}
