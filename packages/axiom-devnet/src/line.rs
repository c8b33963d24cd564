//! The lines of wasmd that can be run, with everything about them that is pinned.

use std::fmt;
use std::str::FromStr;

use anyhow::{bail, Error};
use serde::{Deserialize, Serialize};

/// A line of wasmd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Line {
    /// v0.70.3: Cosmos SDK 0.54, CometBFT 0.39, wasmvm 3.0.7.
    #[serde(rename = "0.70")]
    V070,
    /// v0.60.8: Cosmos SDK 0.53, CometBFT 0.38, wasmvm 2.3.4; what the Cosmos Hub runs.
    #[serde(rename = "0.60")]
    V060,
}

/// What is pinned about a line.
pub(crate) struct Pins {
    /// Version of wasmd, without the `v`.
    pub version: &'static str,
    /// Hash of the module's files, as Go tells it.
    pub sum: &'static str,
    /// Hash of the module's go.mod.
    pub mod_sum: &'static str,
    /// Module of wasmvm.
    pub wasmvm: &'static str,
    /// Version of wasmvm that the built node reports.
    pub wasmvm_version: &'static str,
    /// Lowest Go that builds it.
    pub lowest_go: (u32, u32, u32),
    /// Lines of go.mod that are replaced, old and new.
    pub replaced: &'static [(&'static str, &'static str)],
    /// Lines that are added to go.sum.
    pub sums: &'static [&'static str],
}

/// The JSON library that v0.60.8 names does not compile with Go 1.26; the version after does, with the same results.
const SONIC: [(&str, &str); 2] = [
    ("github.com/bytedance/sonic v1.14.2 ", "github.com/bytedance/sonic v1.15.1 "),
    ("github.com/bytedance/sonic/loader v0.4.0 ", "github.com/bytedance/sonic/loader v0.5.1 "),
];
const SONIC_SUMS: [&str; 4] = [
    "github.com/bytedance/sonic v1.15.1 h1:nJD5PmM0vY7J8CT6MxoqbVAAMhkSmV2HgRAUrrpLoOw=",
    "github.com/bytedance/sonic v1.15.1/go.mod h1:mT2NbXunuaEbnZ+mRIX/vYqKISmgEuHFDI4UzmKx2SA=",
    "github.com/bytedance/sonic/loader v0.5.1 h1:Ygpfa9zwRCCKSlrp5bBP/b/Xzc3VxsAW+5NIYXrOOpI=",
    "github.com/bytedance/sonic/loader v0.5.1/go.mod h1:AR4NYCk5DdzZizZ5djGqQ92eEhCCcdf5x77udYiSJRo=",
];

impl Line {
    /// All of them, the newest first.
    pub const ALL: [Self; 2] = [Self::V070, Self::V060];

    /// Version of wasmd, without the `v`.
    pub fn version(self) -> &'static str {
        self.pins().version
    }

    pub(crate) fn pins(self) -> Pins {
        match self {
            Self::V070 => Pins {
                version: "0.70.3",
                sum: "h1:xTTVVQhNNY8ZflKhjfv6UBwsouiGF3+viRGY4o6/nGY=",
                mod_sum: "h1:q1BThzU+lsK4gEGKJOksv5ecKNAK28SQUEOtRApdteY=",
                wasmvm: "github.com/CosmWasm/wasmvm/v3",
                wasmvm_version: "3.0.7",
                lowest_go: (1, 25, 9),
                replaced: &[],
                sums: &[],
            },
            Self::V060 => Pins {
                version: "0.60.8",
                sum: "h1:kVjaMr/+XGl7KyL1DI5OkeKQb/Qi6RoJk0R6GyCXlhI=",
                mod_sum: "h1:1uPvVzMMA6U1+dPPZiWmiocQAodFtlQyj535153us2s=",
                wasmvm: "github.com/CosmWasm/wasmvm/v2",
                wasmvm_version: "2.3.4",
                lowest_go: (1, 24, 1),
                replaced: &SONIC,
                sums: &SONIC_SUMS,
            },
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V070 => "0.70",
            Self::V060 => "0.60",
        })
    }
}

impl FromStr for Line {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let wanted = text.trim_start_matches('v');
        for line in Self::ALL {
            if wanted == line.to_string() || wanted == line.version() {
                return Ok(line);
            }
        }
        bail!("no line {text} of wasmd is known; take 0.70 (v0.70.3) or 0.60 (v0.60.8)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_by_name_and_version() {
        for (text, line) in [
            ("0.70", Line::V070),
            ("v0.70.3", Line::V070),
            ("0.60.8", Line::V060),
            ("v0.60", Line::V060),
        ] {
            assert_eq!(text.parse::<Line>().unwrap(), line);
        }
        let error = "0.61".parse::<Line>().unwrap_err().to_string();
        assert!(error.contains("take 0.70 (v0.70.3) or 0.60"), "{error}");
    }
}
