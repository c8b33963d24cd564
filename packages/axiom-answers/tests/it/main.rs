//! Situations played on the embedded chain, and every answer to them.

mod agreement;
mod claiming;
mod events;
mod jobs;
mod me;
mod node;
mod play;
mod proposals;
mod proposing;
