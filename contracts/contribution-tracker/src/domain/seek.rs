//! Search in a log whose entries are ordered.

use axiom_types::tracker::Standing;

/// The last of the entries 1 to `newest` for which `earlier` holds; none if it holds for no entry. `earlier` must hold
/// for a first run of entries and for none behind it. Loads at most log2(newest) + 1 entries.
///
/// # Errors
/// Whatever `load` answers.
pub fn last_earlier<E>(
    newest: u32,
    mut load: impl FnMut(u32) -> Result<Standing, E>,
    earlier: impl Fn(&Standing) -> bool,
) -> Result<Option<Standing>, E> {
    // Entries up to `low` hold (0: none is known to), entries above `high` do not.
    let (mut low, mut high, mut found) = (0u32, newest, None);
    while low < high {
        let half = high.saturating_sub(low).div_ceil(2);
        let middle = low.saturating_add(half);
        let entry = load(middle)?;
        if earlier(&entry) {
            low = middle;
            found = Some(entry);
        } else {
            high = middle.saturating_sub(1);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;

    #[test]
    fn equals_a_walk_for_every_size_and_height() {
        for newest in 0..40u32 {
            for height in 0..130u64 {
                let mut loads = 0;
                let found = last_earlier::<()>(
                    newest,
                    |seq| {
                        loads += 1;
                        Ok(Standing { seq, height: u64::from(seq) * 3, ..Standing::default() })
                    },
                    |entry| entry.height < height,
                );
                let walk = (1..=newest).rev().find(|seq| u64::from(*seq) * 3 < height);
                assert_eq!(found.unwrap().map(|e| e.seq), walk);
                assert!(loads <= newest.checked_ilog2().map_or(0, |log| log + 1));
            }
        }
    }

    #[test]
    fn the_largest_log_ends() {
        let load = |seq| Ok::<_, ()>(Standing { seq, ..Standing::default() });
        let found = last_earlier(u32::MAX, load, |_| true).unwrap();
        assert_eq!(found.map(|e| e.seq), Some(u32::MAX));
        assert_eq!(last_earlier(u32::MAX, load, |_| false).unwrap(), None);
    }
}
