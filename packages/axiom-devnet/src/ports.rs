//! Ports on which the nodes of a devnet listen: ten for each validator.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use anyhow::{bail, Result};

use crate::home::Home;
use crate::options::Ports;
use crate::record::Record;

/// Where the search for free ports begins: the port that CometBFT's RPC server has by default.
const FIRST: u16 = 26_657;
/// Ports that belong to one validator.
const STRIDE: u16 = 10;
/// Ports in use of those: RPC, peers, REST, gRPC.
const USED: u16 = 4;
/// How often a port is looked at before it counts as in use, and the time between two looks.
const LOOKS: u32 = 3;
const PAUSE: Duration = Duration::from_millis(20);

/// RPC ports for a number of validators; the ports after each are the node's too.
pub(crate) fn choose(home: &Home, name: &str, ports: Ports, validators: usize) -> Result<Vec<u16>> {
    let span = |first: u16| -> Option<Vec<u16>> {
        let ports =
            (0..validators).map(|i| u16::try_from(i).ok()?.checked_mul(STRIDE)?.checked_add(first));
        let ports: Option<Vec<u16>> = ports.collect();
        ports.filter(|ports| ports.iter().all(|port| *port <= u16::MAX - STRIDE))
    };
    match ports {
        Ports::From(first) => {
            let Some(span) = span(first).filter(|_| first >= 1024) else {
                bail!("ports from {first} on do not fit; take a first port between 1024 and 65000");
            };
            for port in span.iter().flat_map(|port| *port..*port + USED) {
                if !is_free(port) {
                    bail!("port {port} is in use by another program; stop that one, or take other ports with --port");
                }
            }
            Ok(span)
        }
        Ports::Free => {
            let taken = recorded(home, name);
            let mut first = FIRST;
            while let Some(span) = span(first) {
                let fine = |port: u16| !taken.contains(&port) && (port..port + USED).all(is_free);
                if span.iter().all(|port| fine(*port)) {
                    return Ok(span);
                }
                first = first.saturating_add(STRIDE);
            }
            bail!("no free ports from {FIRST} on; stop a devnet with `axiom devnet down`");
        }
    }
}

/// RPC ports of the other devnets that run.
fn recorded(home: &Home, name: &str) -> BTreeSet<u16> {
    let others = home.devnet_names().into_iter().filter(|other| other != name);
    others
        .filter_map(|other| Record::read(&home.devnet(&other).ok()?).ok())
        .flat_map(|record| record.nodes)
        .filter(|node| node.pid.is_some())
        .map(|node| node.rpc_port)
        .collect()
}

/// Looks more than once: a process that this one is just starting holds for a moment what this one held.
fn is_free(port: u16) -> bool {
    (0..LOOKS).any(|look| {
        if look > 0 {
            std::thread::sleep(PAUSE);
        }
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn a_port_in_use_is_passed_over_or_told() {
        let folder = Folder::new("ports");
        let home = Home::at(&folder.0);
        let free = choose(&home, "a", Ports::Free, 4).unwrap();
        assert_eq!(free.len(), 4);
        assert!(free.windows(2).all(|two| two[1] == two[0] + STRIDE));
        assert!(is_free(free[1] + 1));
        let held = (0..100).find_map(|_| {
            std::thread::sleep(PAUSE);
            TcpListener::bind((Ipv4Addr::LOCALHOST, free[1] + 1)).ok()
        });
        assert!(held.is_some());
        let error = choose(&home, "a", Ports::From(free[0]), 4).unwrap_err().to_string();
        assert!(error.contains(&format!("port {} is in use", free[1] + 1)), "{error}");
        let others = choose(&home, "a", Ports::Free, 4).unwrap();
        assert!(!others.contains(&free[1]));
        drop(held);
    }

    #[test]
    fn ports_that_do_not_fit_are_refused() {
        let folder = Folder::new("ports-fit");
        let home = Home::at(&folder.0);
        for first in [80, 65_530] {
            let error = choose(&home, "a", Ports::From(first), 1).unwrap_err().to_string();
            assert!(error.contains("do not fit"), "{error}");
        }
    }
}
