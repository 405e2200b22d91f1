//! What is drawn for a seed: always the same.

use crate::clock::{SPLITMIX_STEP, splitmix};

/// splitmix64.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(splitmix(seed))
    }

    pub(super) fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(SPLITMIX_STEP);
        splitmix(self.0)
    }

    /// Below `most`, which is not zero.
    pub(super) fn below(&mut self, most: usize) -> usize {
        let most = u64::try_from(most).expect("fits");
        usize::try_from(self.draw() % most).expect("fits")
    }

    /// One of `from..=to`.
    pub(super) fn between(&mut self, from: u64, to: u64) -> u64 {
        from + self.draw() % (to - from + 1)
    }

    /// So many times in a hundred.
    pub(super) fn percent(&mut self, chance: u64) -> bool {
        self.draw() % 100 < chance
    }
}
