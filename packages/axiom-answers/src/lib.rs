//! Answers to what people ask of an economy.
