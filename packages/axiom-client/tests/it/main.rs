//! The client against a node that is played by a thread: every answer is scripted.

mod cleaning;
mod connecting;
mod library;
mod reading;
mod sending;
mod server;
mod transport;
