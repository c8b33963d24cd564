//! The development chain as its clients see it.

mod world;

mod checks;
mod codes;
mod grants;
mod hard_ends;
mod keeping;
mod rest;
mod rest_refused;
mod searching;
mod served;
mod story;
