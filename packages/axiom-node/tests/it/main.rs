//! The development chain as its clients see it.

mod world;

mod keeping;
mod served;
mod story;
