//! The clock of a devnet: a small file that the timekeeper reads before it stamps a block.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use serde::{Deserialize, Serialize};

use crate::home::write_atomic;
use crate::time::{format_time, wall_ns, SECOND};

/// Name of the file in the folder of a devnet.
pub(crate) const CLOCK_FILE: &str = "clock.json";

/// What a devnet's clock shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "mode")]
pub enum Setting {
    /// The clock of this machine plus an offset.
    Real {
        /// Nanoseconds that it is ahead.
        offset_ns: u64,
    },
    /// A time that only moves when it is told to.
    Manual {
        /// Nanoseconds since 1970.
        target_ns: u64,
    },
}

impl Setting {
    /// Nanoseconds since 1970 that the clock shows when this machine's clock shows `wall_ns`.
    pub fn at(self, wall_ns: u64) -> u64 {
        match self {
            Self::Real { offset_ns } => wall_ns.saturating_add(offset_ns),
            Self::Manual { target_ns } => target_ns,
        }
    }

    /// The same clock, moved so that it shows `target_ns`; none if that lies before what it shows.
    fn moved_to(self, target_ns: u64, wall_ns: u64) -> Option<Self> {
        let step = target_ns.checked_sub(self.at(wall_ns))?;
        Some(match self {
            Self::Real { offset_ns } => Self::Real { offset_ns: offset_ns.checked_add(step)? },
            Self::Manual { .. } => Self::Manual { target_ns },
        })
    }
}

/// A handle to the clock of a devnet. Clones move the same clock, also from another process.
#[derive(Clone, Debug)]
pub struct DevnetClock {
    file: PathBuf,
}

impl DevnetClock {
    /// The clock of the devnet in a folder.
    pub(crate) fn of(folder: &Path) -> Self {
        Self { file: folder.join(CLOCK_FILE) }
    }

    /// How it is set.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn setting(&self) -> Result<Setting> {
        let text = fs::read(&self.file).with_context(|| {
            format!("{} cannot be read: is the devnet there?", self.file.display())
        })?;
        serde_json::from_slice(&text).with_context(|| {
            format!("{} is no clock; `axiom devnet reset` starts anew", self.file.display())
        })
    }

    pub(crate) fn write(&self, setting: Setting) -> Result<()> {
        write_atomic(&self.file, &serde_json::to_vec(&setting)?)
    }

    /// Nanoseconds since 1970 that it shows.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn now_ns(&self) -> Result<u64> {
        Ok(self.setting()?.at(wall_ns()))
    }

    /// Unix seconds that it shows.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn now_target(&self) -> Result<u64> {
        Ok(self.now_ns()? / SECOND)
    }

    /// Moves it forward and answers the unix seconds that it shows then. Blocks with that time follow: see
    /// [`crate::Devnet::wait_time`].
    ///
    /// # Errors
    /// If the file cannot be read or written.
    pub fn advance_by(&self, seconds: u64) -> Result<u64> {
        let now = self.now_ns()?;
        let step = seconds.checked_mul(SECOND).and_then(|step| now.checked_add(step));
        let target =
            step.with_context(|| format!("{seconds} s are too much: time ends in 2554"))?;
        self.move_to(target)?;
        Ok(target / SECOND)
    }

    /// Sets it to a time that is not before the one it shows.
    ///
    /// # Errors
    /// If the time lies before, or the file cannot be read or written.
    pub fn set(&self, unix_seconds: u64) -> Result<()> {
        let target = unix_seconds.checked_mul(SECOND).context("time ends in 2554")?;
        if target / SECOND == self.now_target()? {
            return Ok(());
        }
        self.move_to(target)
    }

    fn move_to(&self, target_ns: u64) -> Result<()> {
        let (setting, wall) = (self.setting()?, wall_ns());
        let Some(moved) = setting.moved_to(target_ns, wall) else {
            bail!(
                "the clock shows {} and cannot go back to {}; only `axiom devnet reset` begins anew",
                format_time(setting.at(wall)),
                format_time(target_ns)
            );
        };
        self.write(moved)
    }
}

impl axiom_chain::Clock for DevnetClock {
    /// Zero if the file cannot be read.
    fn now(&self) -> u64 {
        self.now_target().unwrap_or_default()
    }

    fn advance(&self, seconds: u64) -> Result<()> {
        self.advance_by(seconds).map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn a_manual_clock_stands_still_and_goes_forward_only() {
        let folder = Folder::new("clock-manual");
        let clock = DevnetClock::of(&folder.0);
        clock.write(Setting::Manual { target_ns: 100 * SECOND }).unwrap();
        assert_eq!(clock.now_target().unwrap(), 100);
        assert_eq!(clock.advance_by(5).unwrap(), 105);
        clock.set(200).unwrap();
        clock.set(200).unwrap();
        assert_eq!(clock.setting().unwrap(), Setting::Manual { target_ns: 200 * SECOND });
        let error = clock.set(199).unwrap_err().to_string();
        assert!(error.contains("cannot go back to 1970-01-01T00:03:19Z"), "{error}");
        assert!(clock.advance_by(u64::MAX).unwrap_err().to_string().contains("time ends"));
        assert_eq!(clock.now_target().unwrap(), 200);
    }

    #[test]
    fn a_real_clock_runs_ahead_by_its_offset() {
        let setting = Setting::Real { offset_ns: 3 };
        assert_eq!(setting.at(10), 13);
        assert_eq!(setting.moved_to(20, 10), Some(Setting::Real { offset_ns: 10 }));
        assert_eq!(setting.moved_to(12, 10), None);
        let folder = Folder::new("clock-real");
        let clock = DevnetClock::of(&folder.0);
        clock.write(Setting::Real { offset_ns: 0 }).unwrap();
        let before = clock.now_target().unwrap();
        let after = clock.advance_by(86_400).unwrap();
        assert!((before + 86_400..=before + 86_402).contains(&after));
    }

    #[test]
    fn a_missing_or_broken_file_is_told() {
        let folder = Folder::new("clock-broken");
        let clock = DevnetClock::of(&folder.0);
        assert!(clock.now_ns().unwrap_err().to_string().contains("is the devnet there?"));
        fs::write(folder.0.join(CLOCK_FILE), "{").unwrap();
        assert!(clock.now_ns().unwrap_err().to_string().contains("is no clock"));
    }
}
