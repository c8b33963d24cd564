//! Rows of a page.

use axiom_types::bounds::{CW_DEFAULT_PAGE, CW_MAX_PAGE, DEFAULT_PAGE, MAX_PAGE};

/// Rows of a page of ours: 30 if none is asked for, at most 100.
pub fn limit(asked: Option<u32>) -> usize {
    clamp(asked, DEFAULT_PAGE, MAX_PAGE)
}

/// Rows of a cw3 or cw4 page, or of one with large rows: 10 if none is asked for, at most 30.
pub fn cw_limit(asked: Option<u32>) -> usize {
    clamp(asked, CW_DEFAULT_PAGE, CW_MAX_PAGE)
}

fn clamp(asked: Option<u32>, default: u32, max: u32) -> usize {
    usize::try_from(asked.unwrap_or(default).min(max)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
