//! The folder of keys.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use bech32::{Bech32, Hrp};
use ripemd::Ripemd160;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::KeyError;
use crate::keychain::Keychain;
use crate::sealed::Sealed;
use crate::secret::Secret;

/// Layout of the files.
const FORMAT: u32 = 1;
/// Shortest password, in characters.
const PASSWORD: usize = 8;

/// A folder with one file for each key.
#[derive(Clone, Debug)]
pub struct Keystore {
    folder: PathBuf,
}

/// What is known of a key without its password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyInfo {
    /// Its name.
    pub name: String,
    /// The compressed public key in hexadecimal; none if only its address is watched.
    pub public_key: Option<String>,
    /// The bytes of its address in hexadecimal, the same on all chains.
    pub address: String,
    /// The prefix of an address that is only watched: elsewhere the same bytes may be nobody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
}

impl KeyInfo {
    /// The address with a chain's prefix.
    ///
    /// # Errors
    /// If the prefix is none.
    pub fn address(&self, prefix: &str) -> Result<String, KeyError> {
        if let Some(own) = self.prefix.as_ref().filter(|own| *own != prefix) {
            let (address, why) = (
                self.name.clone(),
                format!("it is watched on chains with the prefix {own}, not {prefix}"),
            );
            return Err(KeyError::BadAddress { address, why });
        }
        encode_address(&hex::decode(&self.address).unwrap_or_default(), prefix)
    }

    /// Whether it can sign.
    pub fn signs(&self) -> bool {
        self.public_key.is_some()
    }

    /// What the secret is bound to.
    fn bound(&self) -> Vec<u8> {
        let key = self.public_key.as_deref().unwrap_or_default();
        format!("axiom key {FORMAT}:{}:{key}:{}", self.name, self.address).into_bytes()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    axiom_key: u32,
    info: KeyInfo,
    secret: Option<Sealed>,
}

/// The bytes of the address of a compressed public key.
pub fn key_address(public_key: &[u8]) -> [u8; 20] {
    Ripemd160::digest(Sha256::digest(public_key)).into()
}

/// The bytes of an address, and its prefix.
///
/// # Errors
/// If it is no bech32 address.
pub fn address_bytes(address: &str) -> Result<(Vec<u8>, String), KeyError> {
    let (prefix, bytes) = bech32::decode(address).map_err(|error| KeyError::BadAddress {
        address: address.chars().take(90).collect(),
        why: error.to_string(),
    })?;
    Ok((bytes, prefix.to_string()))
}

/// The address of these bytes with a chain's prefix.
///
/// # Errors
/// If the prefix is none.
pub fn encode_address(bytes: &[u8], prefix: &str) -> Result<String, KeyError> {
    let wrong = |why: String| KeyError::BadAddress { address: prefix.to_string(), why };
    let prefix = Hrp::parse(prefix).map_err(|error| wrong(error.to_string()))?;
    bech32::encode::<Bech32>(prefix, bytes).map_err(|error| wrong(error.to_string()))
}

impl Keystore {
    /// The keystore in a folder, which is made when the first key is.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// All keys, by name. Files that are none of ours are passed over.
    ///
    /// # Errors
    /// If a key file is damaged.
    pub fn list(&self) -> Result<Vec<KeyInfo>, KeyError> {
        let mut all = Vec::new();
        for name in self.names() {
            all.push(self.read(&name)?.info);
        }
        Ok(all)
    }

    fn names(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        let mut names: Vec<String> = entries
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter_map(|file| file.strip_suffix(".json").map(str::to_string))
            .filter(|name| is_name(name))
            .collect();
        names.sort();
        names
    }

    /// What is known of a key.
    ///
    /// # Errors
    /// If there is none of that name, or its file is damaged.
    pub fn info(&self, name: &str) -> Result<KeyInfo, KeyError> {
        Ok(self.read(name)?.info)
    }

    /// Keeps a secret under a password.
    ///
    /// # Errors
    /// If the name is none or taken, the password has less than 8 characters, or the file cannot be written.
    pub fn add(&self, name: &str, secret: &Secret, password: &str) -> Result<KeyInfo, KeyError> {
        let length = password.chars().count();
        if length < PASSWORD {
            return Err(KeyError::ShortPassword { length });
        }
        self.free(name)?;
        let public_key = secret.public_key();
        let address = hex::encode(key_address(&public_key));
        let info = KeyInfo {
            name: name.to_string(),
            public_key: Some(hex::encode(public_key)),
            address,
            prefix: None,
        };
        let sealed = Sealed::seal(&secret.to_text(), password, &info.bound())?;
        self.write(File { axiom_key: FORMAT, info, secret: Some(sealed) })
    }

    /// Notes an address under a name, without any secret.
    ///
    /// # Errors
    /// If the name is none or taken, the address is none, or the file cannot be written.
    pub fn watch(&self, name: &str, address: &str) -> Result<KeyInfo, KeyError> {
        self.free(name)?;
        let (bytes, prefix) = address_bytes(address)?;
        let info = KeyInfo {
            name: name.to_string(),
            public_key: None,
            address: hex::encode(bytes),
            prefix: Some(prefix),
        };
        self.write(File { axiom_key: FORMAT, info, secret: None })
    }

    /// The secret of a key.
    ///
    /// # Errors
    /// If the password is wrong, the key is only watched, or its file is damaged.
    pub fn unlock(&self, name: &str, password: &str) -> Result<Secret, KeyError> {
        let file = self.read(name)?;
        let Some(sealed) = &file.secret else {
            return Err(KeyError::OnlyWatched { name: name.to_string() });
        };
        let damaged = |why: String| self.damaged(name, why);
        let opened = sealed.open(password, &file.info.bound()).map_err(damaged)?;
        let text = opened.ok_or_else(|| KeyError::WrongPassword { name: name.to_string() })?;
        let secret =
            Secret::from_text(&text).map_err(|_| self.damaged(name, "it holds no key".into()))?;
        if file.info.public_key != Some(hex::encode(secret.public_key())) {
            return Err(self.damaged(name, "its public key is that of another secret".into()));
        }
        Ok(secret)
    }

    /// The passwords of these keys in the system's keychain.
    pub fn keychain(&self) -> Keychain {
        Keychain::of(&self.folder)
    }

    /// Forgets a key for good.
    ///
    /// # Errors
    /// If there is none of that name, or its file cannot be removed.
    pub fn remove(&self, name: &str) -> Result<(), KeyError> {
        if !self.path(name).exists() {
            return Err(self.unknown(name));
        }
        fs::remove_file(self.path(name)).map_err(|error| file_error(&self.path(name), &error))
    }

    fn free(&self, name: &str) -> Result<(), KeyError> {
        if !is_name(name) {
            return Err(KeyError::BadName { name: name.chars().take(60).collect() });
        }
        match self.path(name).exists() {
            true => Err(KeyError::NameTaken { name: name.to_string() }),
            false => Ok(()),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }

    fn unknown(&self, name: &str) -> KeyError {
        let names = self.names();
        let known = if names.is_empty() { "none yet".to_string() } else { names.join(", ") };
        KeyError::NoSuchKey { name: name.chars().take(60).collect(), known }
    }

    fn damaged(&self, name: &str, why: String) -> KeyError {
        KeyError::Damaged { path: self.path(name).display().to_string(), why }
    }

    fn read(&self, name: &str) -> Result<File, KeyError> {
        let path = self.path(name);
        if !is_name(name) || !path.exists() {
            return Err(self.unknown(name));
        }
        let text = fs::read_to_string(&path).map_err(|error| file_error(&path, &error))?;
        // What serde says could quote the file; where it is wrong is enough.
        let file: File = serde_json::from_str(&text).map_err(|error| {
            self.damaged(name, format!("line {}, column {}", error.line(), error.column()))
        })?;
        if file.axiom_key != FORMAT {
            return Err(
                self.damaged(name, format!("its format is {}, not {FORMAT}", file.axiom_key))
            );
        }
        if file.info.name != name {
            return Err(self.damaged(name, format!("it is the file of {}", file.info.name)));
        }
        Ok(file)
    }

    /// Writes a file that is not there yet, for the owner's eyes only.
    fn write(&self, file: File) -> Result<KeyInfo, KeyError> {
        let path = self.path(&file.info.name);
        let fail = |error: std::io::Error| file_error(&path, &error);
        fs::create_dir_all(&self.folder).map_err(fail)?;
        private(&self.folder, 0o700).map_err(fail)?;
        let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
        text.push('\n');
        let beside = self.folder.join(format!(".{}.{}", file.info.name, std::process::id()));
        let write = || -> std::io::Result<()> {
            let mut out = fs::File::create(&beside)?;
            private(&beside, 0o600)?;
            out.write_all(text.as_bytes())?;
            out.sync_all()?;
            // Two at once: the second finds the name taken.
            fs::hard_link(&beside, &path)
        };
        let result = write();
        let _ = fs::remove_file(&beside);
        match result {
            Ok(()) => Ok(file.info),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                Err(KeyError::NameTaken { name: file.info.name })
            }
            Err(error) => Err(fail(error)),
        }
    }
}

fn is_name(name: &str) -> bool {
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    name.len() <= 32 && name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(fine)
}

fn file_error(path: &Path, error: &std::io::Error) -> KeyError {
    KeyError::File { path: path.display().to_string(), why: error.to_string() }
}

#[cfg(unix)]
fn private(path: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn private(_: &Path, _: u32) -> std::io::Result<()> {
    Ok(())
}
