//! The five contracts together: flows, properties, conformance, cost.

mod conformance;
mod flows;
mod founding;
mod cost;
mod mission;
mod properties;
mod story;
mod upgrades;
mod voting;
