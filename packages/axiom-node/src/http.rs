//! As much of HTTP/1.1 as a node's RPC needs: short requests with a known length, one after the
//! other on a connection.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Largest head of a request, bytes.
const LARGEST_HEAD: usize = 16 << 10;
/// Largest body of a request, bytes: enough for the largest Wasm as base64.
pub(crate) const LARGEST_BODY: usize = 4 << 20;
/// A connection on which nothing comes for so long is closed.
const IDLE: Duration = Duration::from_secs(10);
/// Longest time for a whole request.
const LONGEST: Duration = Duration::from_secs(30);
/// Most headers.
const HEADERS: usize = 64;

/// A request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// Such as `POST`.
    pub method: String,
    /// The path with what follows a question mark.
    pub target: String,
    /// The body.
    pub body: Vec<u8>,
    /// Whether the connection stays open.
    pub keep: bool,
    /// The page that asks, if a browser sends it.
    pub origin: Option<String>,
}

/// Why there is no request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NoRequest {
    /// The other side is gone, or says nothing.
    Closed,
    /// It has to be answered with a status and a text, and the connection closed.
    Wrong(u16, &'static str),
}

/// A head that was read.
struct Head {
    request: Request,
    length: usize,
    /// Whether the other side waits before it sends the body.
    waits: bool,
}

/// One connection.
pub(crate) struct Connection {
    stream: TcpStream,
    /// What was read and not used yet.
    left: Vec<u8>,
}

impl Connection {
    /// Of an accepted stream.
    pub fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(IDLE))?;
        stream.set_write_timeout(Some(LONGEST))?;
        Ok(Self { stream, left: Vec::new() })
    }

    /// The next request.
    pub fn next(&mut self) -> Result<Request, NoRequest> {
        let end = Instant::now() + IDLE + LONGEST;
        let Head { mut request, length, waits } = loop {
            if let Some((head, size)) = head(&self.left)? {
                self.left.drain(..size);
                break head;
            }
            if self.left.len() > LARGEST_HEAD {
                return Err(NoRequest::Wrong(431, "the head of the request is too long"));
            }
            self.more(end)?;
        };
        if length > LARGEST_BODY {
            return Err(NoRequest::Wrong(413, "the body may have up to 4194304 bytes"));
        }
        if waits && self.left.len() < length {
            let sent = self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n");
            sent.map_err(|_| NoRequest::Closed)?;
        }
        while self.left.len() < length {
            let missing = "fewer bytes came than content-length says";
            self.more(end).map_err(|_| NoRequest::Wrong(400, missing))?;
        }
        request.body = self.left.drain(..length).collect();
        Ok(request)
    }

    fn more(&mut self, end: Instant) -> Result<(), NoRequest> {
        let mut bytes = [0; 8 << 10];
        let read = self.stream.read(&mut bytes).map_err(|_| NoRequest::Closed)?;
        if read == 0 || Instant::now() > end {
            return Err(NoRequest::Closed);
        }
        self.left.extend_from_slice(&bytes[..read]);
        Ok(())
    }

    /// Answers.
    pub fn answer(&mut self, answer: &Answer, keep: bool) -> io::Result<()> {
        let connection = if keep { "keep-alive" } else { "close" };
        let head = format!(
            "HTTP/1.1 {} {}\r\n{CORS}content-type: {}\r\ncontent-length: {}\r\nconnection: {connection}\r\n\r\n",
            answer.status,
            reason(answer.status),
            answer.kind,
            answer.body.len(),
        );
        let mut all = head.into_bytes();
        all.extend_from_slice(&answer.body);
        self.stream.write_all(&all)
    }
}

/// Pages of any origin may ask a development chain.
const CORS: &str = "access-control-allow-origin: *\r\n\
                    access-control-allow-methods: GET, POST, OPTIONS\r\n\
                    access-control-allow-headers: content-type, accept, origin, x-requested-with, authorization\r\n\
                    access-control-max-age: 86400\r\n";

/// An answer.
pub(crate) struct Answer {
    pub status: u16,
    /// Type of its body.
    pub kind: &'static str,
    pub body: Vec<u8>,
}

impl Answer {
    /// A line for people.
    pub fn text(status: u16, text: impl Into<String>) -> Self {
        let body = (text.into() + "\n").into_bytes();
        Self { status, kind: "text/plain; charset=utf-8", body }
    }

    /// JSON.
    pub fn json(status: u16, body: String) -> Self {
        Self { status, kind: "application/json", body: body.into_bytes() }
    }

    /// Nothing.
    pub fn empty(status: u16) -> Self {
        Self { status, kind: "text/plain", body: Vec::new() }
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        411 => "Length Required",
        413 => "Content Too Large",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}

/// The head at the beginning of these bytes and its size; none if it is not whole yet.
fn head(bytes: &[u8]) -> Result<Option<(Head, usize)>, NoRequest> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let size = match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(size)) => size,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(_) => return Err(NoRequest::Wrong(400, "this is no HTTP/1.1 request")),
    };
    let mut length = None;
    let mut keep = parsed.version == Some(1);
    let mut waits = false;
    let mut origin = None;
    for header in parsed.headers.iter() {
        let value = String::from_utf8_lossy(header.value).trim().to_ascii_lowercase();
        match header.name.to_ascii_lowercase().as_str() {
            "content-length" => {
                let number = value.bytes().all(|byte| byte.is_ascii_digit()).then(|| value.parse());
                let Some(Ok(number)) = number else {
                    return Err(NoRequest::Wrong(400, "content-length is no number"));
                };
                if length.replace(number).is_some_and(|other| other != number) {
                    return Err(NoRequest::Wrong(400, "there are two lengths"));
                }
            }
            "transfer-encoding" => {
                return Err(NoRequest::Wrong(
                    411,
                    "send the body with a content-length, not in chunks",
                ))
            }
            "connection" if value == "close" => keep = false,
            "connection" if value == "keep-alive" => keep = true,
            "origin" => origin = Some(value),
            "expect" => waits = value == "100-continue",
            _ => {}
        }
    }
    let request = Request {
        method: parsed.method.unwrap_or_default().to_string(),
        target: parsed.path.unwrap_or_default().to_string(),
        body: Vec::new(),
        keep,
        origin,
    };
    Ok(Some((Head { request, length: length.unwrap_or(0), waits }, size)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Method, target, length of the body, whether the connection stays, size of the head.
    type Read = (String, String, usize, bool, usize);

    fn read(bytes: &str) -> Result<Option<Read>, NoRequest> {
        head(bytes.as_bytes()).map(|found| {
            found.map(|(Head { request, length, .. }, size)| {
                (request.method, request.target, length, request.keep, size)
            })
        })
    }

    #[test]
    fn heads_are_read_as_far_as_they_came() {
        assert_eq!(read("POST / HTTP/1.1\r\nContent-Len"), Ok(None));
        let whole = "POST /a?b=c HTTP/1.1\r\nContent-Length: 12\r\n\r\n";
        let expected = ("POST".to_string(), "/a?b=c".to_string(), 12, true, whole.len());
        assert_eq!(read(&format!("{whole}body")), Ok(Some(expected)));
        let (.., keep, _) = read("GET / HTTP/1.0\r\n\r\n").unwrap().unwrap();
        assert!(!keep);
        let (.., keep, _) = read("GET / HTTP/1.1\r\nconnection: Close\r\n\r\n").unwrap().unwrap();
        assert!(!keep);
    }

    #[test]
    fn wrong_heads_are_refused() {
        let cases = [
            ("\x01\x02", 400),
            ("GET / HTTP/1.1\r\ncontent-length: -1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\ncontent-length: +1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n", 400),
            ("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n", 411),
        ];
        for (bytes, status) in cases {
            assert!(
                matches!(read(bytes), Err(NoRequest::Wrong(found, _)) if found == status),
                "{bytes:?}"
            );
        }
    }
}
