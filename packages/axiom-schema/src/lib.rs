//! Messages of the contracts by their schemas: flags, checks, text.
