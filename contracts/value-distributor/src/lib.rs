//! value-distributor
