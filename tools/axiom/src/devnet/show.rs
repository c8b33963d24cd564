//! What is told about a devnet.

use anyhow::Result;
use axiom_devnet::{format_time, Devnet, NodeStatus};
use serde_json::{json, Value};

/// Prints how a devnet is doing.
pub fn status(devnet: &Devnet, json: bool) -> Result<()> {
    let nodes = devnet.status();
    let text = match json {
        true => serde_json::to_string_pretty(&as_json(devnet, &nodes)?)?,
        false => as_table(devnet, &nodes),
    };
    crate::out::print_line(text.trim_end());
    Ok(())
}

/// The record of the devnet, and under `status` what its processes are doing.
fn as_json(devnet: &Devnet, nodes: &[NodeStatus]) -> Result<Value> {
    let mut value = serde_json::to_value(devnet.record())?;
    let status = |node: &NodeStatus| {
        let head = node.head.as_ref();
        json!({
            "running": node.running,
            "height": head.map(|head| head.height),
            "time": head.map(|head| format_time(head.time_ns)),
            "catching_up": head.map(|head| head.catching_up),
            "log": devnet.folder().join(&node.record.log),
        })
    };
    value["status"] = json!({
        "running": devnet.is_running(),
        "keeps_time": devnet.keeps_time(),
        "rpc": devnet.rpc(0),
        "clock": devnet.clock().now_ns().map(format_time).ok(),
        "nodes": nodes.iter().map(status).collect::<Vec<_>>(),
    });
    Ok(value)
}

fn as_table(devnet: &Devnet, nodes: &[NodeStatus]) -> String {
    let record = devnet.record();
    let clock = devnet.clock().now_ns().map_or("cannot be read".into(), format_time);
    let kind = if record.manual_time { "stands still until moved" } else { "runs" };
    let keeper = if devnet.keeps_time() { "" } else { "; its keeper does not run" };
    let mut text = String::new();
    let mut line = |name: &str, value: &str| text += &format!("{name:<10}{value}\n");
    line("devnet", &format!("{} (wasmd v{})", record.name, record.version));
    line("chain id", &record.chain_id);
    line("rpc", devnet.rpc(0));
    line("clock", &format!("{clock} ({kind}{keeper})"));
    line("gas", &format!("{} (one of them)", record.gas_prices.replace(',', " or ")));
    line("upload", &format!("{} may store code", record.upload));
    for (index, node) in nodes.iter().enumerate() {
        let log = devnet.folder().join(&node.record.log);
        let state = match (&node.head, node.running, node.record.pid) {
            (Some(head), true, Some(pid)) => {
                let catching = if head.catching_up { ", catching up" } else { "" };
                format!("height {}{catching}, pid {pid}, {}", head.height, node.record.rpc)
            }
            (None, true, Some(pid)) => format!("starting, pid {pid}, {}", node.record.rpc),
            _ => "not running".to_string(),
        };
        line(&format!("node {index}"), &state);
        line("", &format!("log {}", log.display()));
    }
    for (index, key) in record.keys.iter().enumerate() {
        line(if index == 0 { "keys" } else { "" }, &format!("{:<10}{}", key.name, key.address));
    }
    let next = if devnet.is_running() {
        "`axiom devnet advance 3d` moves the clock, `axiom devnet down` stops it"
    } else {
        "`axiom devnet up` goes on with it, `axiom devnet reset` deletes it"
    };
    let name = match record.name.as_str() {
        axiom_devnet::DEFAULT_NAME => String::new(),
        name => format!(" (with --name {name})"),
    };
    line("next", &format!("{next}{name}"));
    text += "The keys are test keys that anybody can derive from their names: never give them anything of value.\n";
    text
}
