//! Tests of the five contracts together; see `it/`.
