//! governance-dao
