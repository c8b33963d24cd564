//! The folder of one person: keys, chains, what was chosen, the embedded chain.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use axiom_keys::Keystore;
use serde::{Deserialize, Serialize};

use crate::chains::Profile;
use crate::fail::{Done, Fail, Kind};

/// The variable that names the folder.
pub const VARIABLE: &str = "AXIOM_HOME";
/// Layout of `config.json`.
const FORMAT: u32 = 1;

/// The folder.
#[derive(Clone, Debug)]
pub struct Home {
    root: PathBuf,
}

/// What was chosen, in `config.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    format: u32,
    /// The chain that is used if none is named.
    pub chain: String,
    /// The key that signs if none is named.
    pub key: Option<String>,
    /// The economy of each chain that is used if none is named, by chain id.
    pub economies: BTreeMap<String, String>,
    /// Chains by name, besides those that are built in.
    pub chains: BTreeMap<String, Profile>,
    /// Keys whose passwords the system's keychain keeps.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub keychain: BTreeSet<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            format: FORMAT,
            chain: crate::chains::LOCAL.to_string(),
            key: None,
            economies: BTreeMap::new(),
            chains: BTreeMap::new(),
            keychain: BTreeSet::new(),
        }
    }
}

impl Home {
    /// `AXIOM_HOME`, or `.axiom` in the person's home folder.
    pub fn find() -> Done<Self> {
        if let Some(root) = std::env::var_os(VARIABLE).filter(|root| !root.is_empty()) {
            return Ok(Self { root: std::path::absolute(PathBuf::from(root))? });
        }
        match std::env::home_dir() {
            Some(home) => Ok(Self { root: home.join(".axiom") }),
            None => {
                Err(Fail::usage(format!("there is no home folder: name a folder in {VARIABLE}")))
            }
        }
    }

    /// In a folder of choice.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The keys.
    pub fn keys(&self) -> Keystore {
        Keystore::at(self.root.join("keys"))
    }

    /// The folder of the embedded chain.
    pub fn local(&self) -> PathBuf {
        self.root.join("local")
    }

    /// A file for what is needed for a moment only.
    pub fn scratch(&self, name: &str) -> Result<PathBuf, String> {
        let folder = self.root.join("scratch");
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(folder.join(name))
    }

    fn file(&self) -> PathBuf {
        self.root.join("config.json")
    }

    /// What was chosen; the defaults if nothing was.
    pub fn config(&self) -> Done<Config> {
        let file = self.file();
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Config::default())
            }
            Err(error) => {
                return Err(Fail::new(Kind::Failed, format!("{}: {error}", file.display())))
            }
        };
        let config: Config = serde_json::from_str(&text).map_err(|error| {
            let text = format!("{} is damaged: {error}", file.display());
            Fail::new(Kind::Failed, text).hint("mend it, or move it away and add the chains again")
        })?;
        if config.format != FORMAT {
            let text = format!("{} has format {}, not {FORMAT}", file.display(), config.format);
            return Err(
                Fail::new(Kind::Failed, text).hint("use the version of axiom that wrote it")
            );
        }
        Ok(config)
    }

    /// Changes what was chosen.
    pub fn change(&self, change: impl FnOnce(&mut Config) -> Done) -> Done {
        let mut config = self.config()?;
        change(&mut config)?;
        let text = serde_json::to_string_pretty(&config).unwrap_or_default() + "\n";
        write_whole(&self.file(), text.as_bytes())
    }
}

/// Writes a file so that readers see the old or the new content, never half of it.
pub fn write_whole(path: &Path, content: &[u8]) -> Done {
    let write = || -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let beside = path.with_file_name(format!(".{name}.{}", std::process::id()));
        fs::write(&beside, content)?;
        fs::rename(&beside, path).inspect_err(|_| {
            let _ = fs::remove_file(&beside);
        })
    };
    write().map_err(|error| Fail::new(Kind::Failed, format!("{}: {error}", path.display())))
}
