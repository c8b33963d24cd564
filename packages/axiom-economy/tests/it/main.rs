//! The library on the embedded chain.

mod adopting;
mod apply;
mod audit;
mod deployments;
mod embedded;
mod node;
mod owners;
mod plan;
mod stories;
mod templates;
mod upgrade;
mod verify;
mod world;
