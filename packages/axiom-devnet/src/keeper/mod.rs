//! The timekeeper: signs for the validators of a devnet, and stamps their votes with the devnet's clock.
//!
//! A CometBFT node can leave its key with a remote signer, which it asks for each signature. The time of a block is
//! the median of the times in the precommits for the block before it, and the node takes those times over from its
//! signer. So a signer that stamps precommits with a clock of its own moves an unmodified chain through time.

mod canonical;
mod signer;
mod stamps;
mod wire;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::Result;
use tendermint_proto::v0_38::crypto::{public_key, PublicKey};
use tendermint_proto::v0_38::privval::message::Sum;
use tendermint_proto::v0_38::privval::{
    Message, PingResponse, PubKeyResponse, RemoteSignerError, SignedProposalResponse,
    SignedVoteResponse,
};

use crate::clock::DevnetClock;
use crate::home::{lock, make_folder};
use crate::record::Record;
use signer::Signer;
use stamps::Stamps;
use wire::Line;

/// Pause between two attempts to reach a node.
const REDIAL: Duration = Duration::from_millis(20);

/// The signers of a devnet, each on a thread of its own; dropped, they stop.
pub struct Keeper {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
    _lock: File,
}

impl Keeper {
    /// Starts the signers of the devnet in a folder.
    ///
    /// # Errors
    /// If its files are missing or damaged, or another keeper serves it.
    pub fn start(folder: &Path) -> Result<Self> {
        let record = Record::read(folder)?;
        let own = folder.join("keeper");
        make_folder(&own)?;
        let lock = lock(&own.join("lock"), Duration::from_secs(5), || {})?;
        let clock = DevnetClock::of(folder);
        let stamps = Stamps::load(own.join("stamps.json"), clock, record.genesis_ns)?;
        let stamps = Arc::new(Mutex::new(stamps));
        let stop = Arc::new(AtomicBool::new(false));
        let mut threads = Vec::new();
        for (index, node) in record.nodes.iter().enumerate() {
            let home = folder.join(&node.home);
            let signer = Signer::load(
                &home.join("config/priv_validator_key.json"),
                own.join(format!("validator-{index}.json")),
                &record.chain_id,
            )?;
            let desk = Desk {
                socket: home.join(SOCKET),
                signer,
                stamps: Arc::clone(&stamps),
                stop: Arc::clone(&stop),
            };
            let name = format!("keeper-{index}");
            threads.push(std::thread::Builder::new().name(name).spawn(move || desk.work())?);
        }
        Ok(Self { stop, threads, _lock: lock })
    }

    /// Serves until the process ends.
    pub fn serve(mut self) {
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// Name of the socket in a node's home, on which it listens for its signer.
pub(crate) const SOCKET: &str = "signer.sock";

/// One validator's signer at work.
struct Desk {
    socket: PathBuf,
    signer: Signer,
    stamps: Arc<Mutex<Stamps>>,
    stop: Arc<AtomicBool>,
}

impl Desk {
    fn work(mut self) {
        while !self.stop.load(Ordering::Relaxed) {
            if let Ok(mut line) = Line::connect(&self.socket) {
                if let Err(error) = self.serve(&mut line) {
                    eprintln!("timekeeper: {}: {error:#}; dialling again", self.socket.display());
                }
            }
            std::thread::sleep(REDIAL);
        }
    }

    fn serve(&mut self, line: &mut Line) -> Result<()> {
        while let Some(request) = line.receive(&self.stop)? {
            let Some(answer) = self.answer(request) else { continue };
            line.send(&Message { sum: Some(answer) })?;
        }
        Ok(())
    }

    fn answer(&mut self, request: Message) -> Option<Sum> {
        Some(match request.sum? {
            Sum::PingRequest(_) => Sum::PingResponse(PingResponse {}),
            Sum::PubKeyRequest(_) => {
                let sum = Some(public_key::Sum::Ed25519(self.signer.public_key()));
                Sum::PubKeyResponse(PubKeyResponse {
                    pub_key: Some(PublicKey { sum }),
                    error: None,
                })
            }
            Sum::SignVoteRequest(ask) => {
                let vote = ask.vote.unwrap_or_default();
                let stamps = &self.stamps;
                let stamp =
                    |height| stamps.lock().unwrap_or_else(PoisonError::into_inner).stamp(height);
                let signed = self.signer.sign_vote(&ask.chain_id, vote, stamp);
                let (vote, error) = split(signed);
                Sum::SignedVoteResponse(SignedVoteResponse { vote: Some(vote), error })
            }
            Sum::SignProposalRequest(ask) => {
                let proposal = ask.proposal.unwrap_or_default();
                let (proposal, error) = split(self.signer.sign_proposal(&ask.chain_id, proposal));
                Sum::SignedProposalResponse(SignedProposalResponse {
                    proposal: Some(proposal),
                    error,
                })
            }
            // Answers are for a node to receive.
            _ => return None,
        })
    }
}

fn split<T: Default>(signed: Result<T>) -> (T, Option<RemoteSignerError>) {
    match signed {
        Ok(signed) => (signed, None),
        Err(error) => {
            eprintln!("timekeeper: refused: {error:#}");
            let description = format!("{error:#}");
            (T::default(), Some(RemoteSignerError { code: 1, description }))
        }
    }
}
