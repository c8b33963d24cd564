//! Small random numbers: a step carries one seed, and everything about the step follows from it and the state.

/// SplitMix64.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 to n - 1.
    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }

    /// low to high, both included.
    pub fn range(&mut self, low: u128, high: u128) -> u128 {
        low + u128::from(self.next()) % (high - low + 1)
    }

    /// True in so many of a hundred cases.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of them.
    pub fn pick<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        if from.is_empty() {
            return None;
        }
        let at = self.below(from.len() as u64) as usize;
        Some(from[at].clone())
    }

    /// Some of them, at least one, none twice.
    pub fn some<T: Clone>(&mut self, from: &[T], most: usize) -> Vec<T> {
        let mut rest = from.to_vec();
        let wanted = 1 + self.below(most.min(from.len()).max(1) as u64) as usize;
        let mut out = vec![];
        while out.len() < wanted && !rest.is_empty() {
            let at = self.below(rest.len() as u64) as usize;
            out.push(rest.swap_remove(at));
        }
        out
    }
}
