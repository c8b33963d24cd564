//! contribution-tracker
