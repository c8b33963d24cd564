//! Where a node stands. Every function is total: `None` means that the number asked for lies
//! beyond [`MAX_LEAVES`].

/// The most leaves a range may hold: 2^48.
pub const MAX_LEAVES: u64 = 1 << 48;

/// The position of leaf `index` (from 0): `2 index - ones(index)`.
/// `None` when `index` is not below [`MAX_LEAVES`].
pub fn leaf_position(index: u64) -> Option<u64> {
    if index >= MAX_LEAVES {
        return None;
    }
    nodes_before(index)
}

/// How many nodes a range of `leaves` leaves has: `2 leaves - ones(leaves)`.
/// `None` when `leaves` is above [`MAX_LEAVES`].
pub fn node_count(leaves: u64) -> Option<u64> {
    if leaves > MAX_LEAVES {
        return None;
    }
    nodes_before(leaves)
}

fn nodes_before(leaves: u64) -> Option<u64> {
    leaves.checked_mul(2)?.checked_sub(u64::from(leaves.count_ones()))
}

/// The position of the node of `height` above the leaves `first .. first + 2^height`.
/// `first` must be a multiple of `2^height`. In post-order that node is the last one of its own
/// subtree, which has `2^(height + 1) - 1` nodes and begins at the position of leaf `first`.
pub(crate) fn node_position(height: u32, first: u64) -> Option<u64> {
    let subtree = 1u64.checked_shl(height.checked_add(1)?)?;
    leaf_position(first)?.checked_add(subtree)?.checked_sub(2)
}

/// A perfect tree of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mountain {
    /// Levels above its leaves.
    pub height: u32,
    /// Index of its first leaf.
    pub first: u64,
}

/// The perfect trees of a range of `leaves` leaves, highest first: one per set bit.
pub(crate) fn mountains(leaves: u64) -> impl Iterator<Item = Mountain> {
    (0..u64::BITS).rev().filter_map(move |height| {
        let size = 1u64.checked_shl(height)?;
        // The bits above this one count the leaves of the higher mountains.
        let above = u64::MAX.checked_shl(height)?.checked_shl(1)?;
        (leaves & size != 0).then_some(Mountain { height, first: leaves & above })
    })
}

/// Whether the mountain holds leaf `index`: they agree in all bits from its height up.
pub(crate) fn holds(mountain: Mountain, index: u64) -> bool {
    index.checked_shr(mountain.height) == mountain.first.checked_shr(mountain.height)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0, 0)]
    #[case(1, 1)]
    #[case(2, 3)]
    #[case(3, 4)]
    #[case(4, 7)]
    #[case(5, 8)]
    #[case(6, 10)]
    #[case(7, 11)]
    #[case(8, 15)]
    fn leaves_stand_in_post_order(#[case] index: u64, #[case] position: u64) {
        assert_eq!(leaf_position(index), Some(position));
        assert_eq!(node_count(index), Some(position));
    }

    #[rstest]
    #[case(1, 0, 2)]
    #[case(1, 2, 5)]
    #[case(2, 0, 6)]
    #[case(1, 4, 9)]
    #[case(3, 0, 14)]
    fn inner_nodes_follow_their_right_child(
        #[case] height: u32,
        #[case] first: u64,
        #[case] position: u64,
    ) {
        assert_eq!(node_position(height, first), Some(position));
    }

    #[test]
    fn the_bound_is_exact() {
        assert_eq!(leaf_position(MAX_LEAVES), None);
        assert_eq!(leaf_position(MAX_LEAVES - 1), Some((1 << 49) - 2 - 48));
        assert_eq!(node_count(MAX_LEAVES), Some((1 << 49) - 1));
        assert_eq!(node_count(MAX_LEAVES + 1), None);
    }

    #[test]
    fn mountains_are_the_set_bits() {
        let of = |n| mountains(n).map(|m| (m.height, m.first)).collect::<Vec<_>>();
        assert_eq!(of(0), vec![]);
        assert_eq!(of(11), vec![(3, 0), (1, 8), (0, 10)]);
        assert_eq!(of(1 << 48), vec![(48, 0)]);
        assert_eq!(of(u64::MAX).len(), 64);
    }
}
