//! The node's side of the line: length-delimited protobuf messages over a Unix socket.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{bail, Context, Result};
use prost::Message as _;
use tendermint_proto::v0_38::privval::Message;

/// Longest message that is taken: a vote has a few hundred bytes.
const LONGEST: usize = 1 << 20;
/// How often a waiting reader looks whether it shall stop.
const PATIENCE: Duration = Duration::from_millis(200);
/// Longest path that an address of a Unix socket holds everywhere.
const LONGEST_PATH: usize = 100;

/// A connection to a node that asks for signatures.
pub(super) struct Line {
    stream: UnixStream,
    unread: Vec<u8>,
}

impl Line {
    /// Connects to the socket on which a node listens.
    pub fn connect(socket: &Path) -> std::io::Result<Self> {
        let stream = if socket.as_os_str().len() <= LONGEST_PATH {
            UnixStream::connect(socket)?
        } else {
            // The folder through an open handle, so that a deep path fits.
            let folder = File::open(socket.parent().unwrap_or(Path::new("/")))?;
            let name = socket.file_name().unwrap_or_default();
            let short = Path::new("/proc/self/fd").join(folder.as_raw_fd().to_string()).join(name);
            UnixStream::connect(short)?
        };
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(Duration::from_secs(5)))?;
        Ok(Self { stream, unread: Vec::new() })
    }

    /// The next request; none if the node has hung up, or the keeper stops.
    pub fn receive(&mut self, stop: &AtomicBool) -> Result<Option<Message>> {
        let mut chunk = [0; 4096];
        loop {
            if stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            if let Some((message, used)) = parse(&self.unread)? {
                self.unread.drain(..used);
                return Ok(Some(message));
            }
            match self.stream.read(&mut chunk) {
                Ok(0) => return Ok(None),
                Ok(count) => self.unread.extend_from_slice(&chunk[..count]),
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => {}
                    _ => return Err(error.into()),
                },
            }
        }
    }

    /// Answers.
    pub fn send(&mut self, message: &Message) -> Result<()> {
        Ok(self.stream.write_all(&message.encode_length_delimited_to_vec())?)
    }
}

/// The first whole message of some bytes and how many of them it takes.
fn parse(bytes: &[u8]) -> Result<Option<(Message, usize)>> {
    let mut length: usize = 0;
    for (index, byte) in bytes.iter().enumerate() {
        if index > 3 {
            bail!("a message of the node is longer than {LONGEST} bytes");
        }
        length |= usize::from(byte & 0x7f) << (7 * index);
        if length > LONGEST {
            bail!("a message of the node is longer than {LONGEST} bytes");
        }
        if byte & 0x80 == 0 {
            let start = index + 1;
            let Some(body) = bytes.get(start..start + length) else { return Ok(None) };
            let message = Message::decode(body).context("a message of the node is malformed")?;
            return Ok(Some((message, start + length)));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tendermint_proto::v0_38::privval::{message::Sum, PingRequest, PubKeyRequest};

    #[test]
    fn messages_are_taken_from_a_stream_one_by_one() {
        let ask =
            Message { sum: Some(Sum::PubKeyRequest(PubKeyRequest { chain_id: "c".repeat(200) })) };
        let ping = Message { sum: Some(Sum::PingRequest(PingRequest {})) };
        let mut bytes = ask.encode_length_delimited_to_vec();
        let first = bytes.len();
        bytes.extend(ping.encode_length_delimited_to_vec());
        for cut in 0..first {
            assert_eq!(parse(&bytes[..cut]).unwrap(), None);
        }
        assert_eq!(parse(&bytes).unwrap(), Some((ask, first)));
        assert_eq!(parse(&bytes[first..]).unwrap(), Some((ping, bytes.len() - first)));
    }

    #[test]
    fn what_is_too_long_or_malformed_is_refused() {
        assert!(parse(&[0xff; 5]).unwrap_err().to_string().contains("longer than"));
        assert!(parse(&[0x80, 0x80, 0x80, 0x80, 0x01]).unwrap_err().to_string().contains("longer"));
        assert!(parse(&[2, 0xff, 0xff]).unwrap_err().to_string().contains("malformed"));
    }
}
