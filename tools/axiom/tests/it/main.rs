//! Tests of the `axiom` command: the real binary on embedded chains of its own, each in a folder that
//! is removed afterwards. No network, no node.

mod agents;
mod apart;
mod bad_input;
mod chain_file;
mod founding;
mod keys;
mod manual;
mod nodes;
mod shown;
mod story;
mod terminal;
mod votes;
mod world;
