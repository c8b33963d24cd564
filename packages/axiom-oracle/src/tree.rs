//! The mountain range, computed anew from the list of its leaves each time.
//!
//! - leaf: `sha256(0 || data)`; node: `sha256(1 || left || right)`
//! - root: `sha256(2 || number of leaves, 8 bytes, big end first || peaks, largest tree first)`
//! - the trees: as large as possible a power of two of leaves, then of what is left, and so on

use sha2::{Digest, Sha256};

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// What shows that a leaf is in a range of `leaves` leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Index of the leaf, from 0.
    pub index: u64,
    /// How many leaves the range has.
    pub leaves: u64,
    /// Siblings from the leaf up to the top of its tree.
    pub path: Vec<Hash>,
    /// Tops of the other trees, largest first.
    pub peaks: Vec<Hash>,
}

fn digest(parts: &[&[u8]]) -> Hash {
    Sha256::digest(parts.concat()).into()
}

/// Hash of a leaf's content.
pub fn leaf(data: &[u8]) -> Hash {
    digest(&[&[0], data])
}

/// The top of a perfect tree over leaf hashes.
fn top(leaves: &[Hash]) -> Hash {
    match leaves {
        [one] => *one,
        more => {
            let (left, right) = more.split_at(more.len() / 2);
            digest(&[&[1], &top(left), &top(right)])
        }
    }
}

/// The sizes of the trees of a range, largest first.
fn sizes(leaves: u64) -> Vec<u64> {
    let mut left = leaves;
    let mut sizes = Vec::new();
    while left > 0 {
        let mut size = 1u64;
        while size <= left / 2 {
            size *= 2;
        }
        sizes.push(size);
        left -= size;
    }
    sizes
}

fn bag(leaves: u64, peaks: &[Hash]) -> Hash {
    digest(&[&[2], &leaves.to_be_bytes(), &peaks.concat()])
}

/// The leaf hashes of a range cut into its trees.
fn trees(hashes: &[Hash]) -> Vec<&[Hash]> {
    let mut rest = hashes;
    let mut trees = Vec::new();
    for size in sizes(hashes.len() as u64) {
        let (tree, others) = rest.split_at(size as usize);
        trees.push(tree);
        rest = others;
    }
    trees
}

/// The root of a range that holds these contents in this order.
pub fn root<D: AsRef<[u8]>>(contents: &[D]) -> Hash {
    let hashes: Vec<Hash> = contents.iter().map(|data| leaf(data.as_ref())).collect();
    let peaks: Vec<Hash> = trees(&hashes).into_iter().map(top).collect();
    bag(hashes.len() as u64, &peaks)
}

/// The proof that the content at `index` is in the range.
pub fn prove<D: AsRef<[u8]>>(contents: &[D], index: u64) -> Proof {
    let hashes: Vec<Hash> = contents.iter().map(|data| leaf(data.as_ref())).collect();
    let mut first = 0u64;
    let mut proof =
        Proof { index, leaves: hashes.len() as u64, path: Vec::new(), peaks: Vec::new() };
    for tree in trees(&hashes) {
        let end = first + tree.len() as u64;
        if (first..end).contains(&index) {
            proof.path = siblings(tree, (index - first) as usize);
        } else {
            proof.peaks.push(top(tree));
        }
        first = end;
    }
    proof
}

/// The siblings of a leaf within a perfect tree, lowest first.
fn siblings(tree: &[Hash], at: usize) -> Vec<Hash> {
    if tree.len() == 1 {
        return Vec::new();
    }
    let (left, right) = tree.split_at(tree.len() / 2);
    let (mut path, sibling) = if at < left.len() {
        (siblings(left, at), top(right))
    } else {
        (siblings(right, at - left.len()), top(left))
    };
    path.push(sibling);
    path
}

/// Whether `content` is leaf `proof.index` of the range with this root. A proof of any other shape
/// than the one that its index and size call for is refused.
pub fn verify(root: &Hash, content: &[u8], proof: &Proof) -> bool {
    verify_hash(root, &leaf(content), proof)
}

/// [`verify`] for a leaf whose hash is known and not its content.
pub fn verify_hash(root: &Hash, leaf: &Hash, proof: &Proof) -> bool {
    if proof.leaves > 1 << 48 {
        return false;
    }
    let mut others = proof.peaks.iter().copied();
    let mut peaks = Vec::new();
    let mut first = 0u64;
    let mut found = false;
    for size in sizes(proof.leaves) {
        let own = (first..first + size).contains(&proof.index);
        let peak = if own {
            found = true;
            rebuild(leaf, proof.index - first, size, &proof.path)
        } else {
            others.next()
        };
        match peak {
            Some(peak) => peaks.push(peak),
            None => return false,
        }
        first += size;
    }
    found && others.next().is_none() && bag(proof.leaves, &peaks) == *root
}

/// The top of a perfect tree of `size` leaves from one leaf and its siblings, lowest first; `None`
/// when there are too many or too few.
fn rebuild(leaf: &Hash, at: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    if size == 1 {
        return path.is_empty().then_some(*leaf);
    }
    let (sibling, below) = path.split_last()?;
    let half = size / 2;
    Some(if at < half {
        digest(&[&[1], &rebuild(leaf, at, half, below)?, sibling])
    } else {
        digest(&[&[1], sibling, &rebuild(leaf, at - half, half, below)?])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proofs_verify_and_damage_does_not() {
        let contents: Vec<[u8; 1]> = (0..23).map(|i| [i]).collect();
        for size in 1..=contents.len() {
            let state = &contents[..size];
            let root = root(state);
            for index in 0..size as u64 {
                let proof = prove(state, index);
                let content = &contents[index as usize];
                assert!(verify(&root, content, &proof));
                assert!(!verify(&root, b"other", &proof));
                let longer = [proof.path.clone(), vec![[0; 32]]].concat();
                assert!(!verify(&root, content, &Proof { path: longer, ..proof.clone() }));
                let more = [proof.peaks.clone(), vec![[0; 32]]].concat();
                assert!(!verify(&root, content, &Proof { peaks: more, ..proof.clone() }));
                assert!(!verify(&root, content, &Proof { index: index ^ 1, ..proof.clone() }));
                assert!(!verify(&root, content, &Proof { leaves: proof.leaves + 1, ..proof }));
            }
        }
    }

    #[test]
    fn trees_are_the_powers_of_two() {
        assert_eq!(sizes(0), []);
        assert_eq!(sizes(11), [8, 2, 1]);
        assert_eq!(sizes(1 << 48), [1 << 48]);
    }
}
