//! The time that each height is stamped with: one value for all validators of a devnet.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::clock::DevnetClock;
use crate::home::write_atomic;
use crate::time::wall_ns;

/// Stamps that are remembered: a validator that lags behind may ask for one of them again.
const REMEMBERED: usize = 64;

/// Stamps by height.
pub(super) struct Stamps {
    file: PathBuf,
    clock: DevnetClock,
    genesis_ns: u64,
    by_height: BTreeMap<i64, u64>,
    /// What the clock showed last, for the case that its file cannot be read for a moment.
    last_clock: u64,
}

impl Stamps {
    /// Those in a file, which is made if it is not there.
    pub fn load(file: PathBuf, clock: DevnetClock, genesis_ns: u64) -> Result<Self> {
        let by_height = match std::fs::read(&file) {
            Ok(text) => serde_json::from_slice(&text).with_context(|| {
                format!("{} is damaged; `axiom devnet reset` starts anew", file.display())
            })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(crate::home::disk_error(error, &file)),
        };
        Ok(Self { file, clock, genesis_ns, by_height, last_clock: genesis_ns })
    }

    /// The stamp of a height: the one it was given before, or what the clock shows but later than every stamp below.
    pub fn stamp(&mut self, height: i64) -> Result<u64> {
        if let Some(stamp) = self.by_height.get(&height) {
            return Ok(*stamp);
        }
        let below =
            self.by_height.range(..height).next_back().map_or(self.genesis_ns, |(_, ns)| *ns);
        let earliest = below.saturating_add(1);
        if self.by_height.range(height..).next().is_some() {
            // A height long past: its blocks exist, so this vote changes no time.
            return Ok(earliest);
        }
        self.last_clock = match self.clock.setting() {
            Ok(setting) => setting.at(wall_ns()),
            Err(_) => self.last_clock,
        };
        let stamp = earliest.max(self.last_clock);
        self.by_height.insert(height, stamp);
        while self.by_height.len() > REMEMBERED {
            self.by_height.pop_first();
        }
        write_atomic(&self.file, &serde_json::to_vec(&self.by_height)?)?;
        Ok(stamp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Setting;
    use crate::testing::Folder;

    fn stamps(folder: &Folder) -> Stamps {
        Stamps::load(folder.0.join("stamps.json"), DevnetClock::of(&folder.0), 1000).unwrap()
    }

    #[test]
    fn stamps_rise_and_follow_the_clock() {
        let folder = Folder::new("stamps");
        let clock = DevnetClock::of(&folder.0);
        clock.write(Setting::Manual { target_ns: 1000 }).unwrap();
        let mut stamps = stamps(&folder);
        assert_eq!([1, 2, 3].map(|h| stamps.stamp(h).unwrap()), [1001, 1002, 1003]);
        clock.write(Setting::Manual { target_ns: 5000 }).unwrap();
        // A height keeps its stamp, whoever asks and whenever.
        assert_eq!(stamps.stamp(3).unwrap(), 1003);
        assert_eq!([4, 5].map(|h| stamps.stamp(h).unwrap()), [5000, 5001]);
        assert_eq!(stamps.stamp(4).unwrap(), 5000);
        // Somebody put the clock back: blocks still go forward.
        clock.write(Setting::Manual { target_ns: 10 }).unwrap();
        assert_eq!(stamps.stamp(6).unwrap(), 5002);
    }

    #[test]
    fn they_outlive_a_restart_and_a_missing_clock() {
        let folder = Folder::new("stamps-restart");
        DevnetClock::of(&folder.0).write(Setting::Manual { target_ns: 7000 }).unwrap();
        assert_eq!(stamps(&folder).stamp(9).unwrap(), 7000);
        std::fs::remove_file(folder.0.join("clock.json")).unwrap();
        let mut again = stamps(&folder);
        assert_eq!(again.stamp(9).unwrap(), 7000);
        assert_eq!(again.stamp(10).unwrap(), 7001);
        for height in 11..200 {
            again.stamp(height).unwrap();
        }
        assert_eq!(again.by_height.len(), REMEMBERED);
        // A height that has been forgotten gets a time, and changes nothing.
        assert_eq!(again.stamp(20).unwrap(), 1001);
        assert_eq!(again.stamp(199).unwrap(), 7190);
    }

    #[test]
    fn a_damaged_file_is_told() {
        let folder = Folder::new("stamps-damaged");
        let file = folder.0.join("stamps.json");
        std::fs::write(&file, "[").unwrap();
        let error = Stamps::load(file, DevnetClock::of(&folder.0), 0).err().unwrap().to_string();
        assert!(error.contains("is damaged"), "{error}");
    }
}
