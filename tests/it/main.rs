//! The five contracts together: flows, properties, conformance, cost.

mod conformance;
mod flows;
mod cost;
mod mission;
mod properties;
mod story;
