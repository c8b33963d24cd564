//! The five contracts together: flows, properties, conformance, cost.

mod conformance;
mod cost;
mod mission;
mod properties;
mod story;
