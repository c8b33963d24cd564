//! The five contracts together: flows, properties, conformance, cost, mended faults.

mod conformance;
mod cost;
mod flows;
mod founding;
mod mission;
mod properties;
mod regressions;
mod story;
mod upgrades;
mod voting;
