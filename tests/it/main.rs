//! The five contracts together: flows, properties, conformance, cost.

mod conformance;
mod cost;
mod flows;
mod founding;
mod mission;
mod properties;
mod story;
mod upgrades;
mod voting;
