//! Cargo's part of the Wasm build: the same bytes wherever the folders lie.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, Context, Result};

/// The only target that contracts are built for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// What one call of Cargo builds.
pub struct Job<'a> {
    /// Root of the checkout; paths in the Wasm are told from here.
    pub root: &'a Path,
    /// Folder of the Cargo workspace.
    pub workspace: PathBuf,
    /// Cargo's target folder: never that of the host's builds.
    pub target: PathBuf,
    /// Cargo's home, if it is not the usual one.
    pub home: Option<PathBuf>,
    /// Profile of the build.
    pub profile: &'static str,
    /// Packages by name; the others of the workspace are left out.
    pub packages: Vec<String>,
    /// Features, as `package/feature`.
    pub features: Vec<String>,
}

impl Job<'_> {
    /// Where Cargo leaves the Wasm of a package.
    pub fn output(&self, package: &str) -> PathBuf {
        let file = format!("{}.wasm", package.replace('-', "_"));
        self.target.join(TARGET).join(self.profile).join(file)
    }

    /// Builds all packages in one call, from the lock file only.
    ///
    /// # Errors
    /// A missing target, a lock file that is out of date, code that does not compile.
    pub fn run(&self) -> Result<()> {
        compiler_is_pinned(self.root)?;
        target_installed()?;
        // The folders of the sources must exist before they can be named in the flags.
        self.cargo(&["fetch", "--locked", "--quiet", "--target", TARGET])?;
        let mut args = vec!["build", "--locked", "--lib", "--target", TARGET];
        args.extend(["--profile", self.profile]);
        for package in &self.packages {
            args.extend(["--package", package]);
        }
        let features = self.features.join(",");
        if !features.is_empty() {
            args.extend(["--features", &features]);
        }
        self.cargo(&args)
    }

    fn cargo(&self, args: &[&str]) -> Result<()> {
        let mut command = Command::new(cargo());
        command.current_dir(&self.workspace).args(args);
        for (name, _) in std::env::vars_os() {
            if changes_the_bytes(&name) {
                command.env_remove(&name);
            }
        }
        if let Some(home) = &self.home {
            command.env("CARGO_HOME", home);
        }
        let status = command
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_ENCODED_RUSTFLAGS", self.flags()?.join("\u{1f}"))
            .status()
            .context("cannot start cargo: install Rust with rustup, then run this again")?;
        if !status.success() {
            let what = args.first().copied().unwrap_or_default();
            bail!("cargo {what} for {TARGET} failed: {}", next_step(what));
        }
        Ok(())
    }

    /// Paths of this machine, replaced in what the compiler writes (texts of panics). The last that fits wins.
    fn flags(&self) -> Result<Vec<String>> {
        let mut flags = vec![remap(self.root, "axiom")];
        let home = self.home.clone().map_or_else(cargo_home, Ok)?;
        for folder in folders(&home.join("registry/src")) {
            flags.push(remap(&folder, "crates"));
        }
        let rustc = |args: &[&str]| text_of("rustc", args);
        let version = rustc(&["-vV"])?;
        let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: "));
        let sysroot = rustc(&["--print", "sysroot"])?;
        // With the component rust-src the compiler finds the library's sources and names them there.
        let library = Path::new(sysroot.trim()).join("lib/rustlib/src/rust");
        flags.push(remap(&library, &format!("/rustc/{}", commit.unwrap_or("unknown"))));
        Ok(flags)
    }
}

/// Variables that change what the compiler writes, whoever set them.
fn changes_the_bytes(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let exact = ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_BOOTSTRAP", "RUSTC_WRAPPER"];
    let heads = ["CARGO_PROFILE_", "CARGO_BUILD_", "CARGO_TARGET_", "CARGO_UNSTABLE_"];
    exact.contains(&name.as_ref()) || heads.iter().any(|head| name.starts_with(head))
}

fn next_step(what: &str) -> &'static str {
    match what {
        "fetch" => {
            "the reason is above; if the registry cannot be reached, run this again with a network; \
             if the disk is full, make room; if Cargo.lock is out of date, commit the new one"
        }
        _ => {
            "the reason is above; if the disk is full, make room and run this again: \
             what was built stays"
        }
    }
}

/// Says so if the compiler is not the one that the committed checksums are for.
fn compiler_is_pinned(root: &Path) -> Result<()> {
    let file = fs::read_to_string(root.join("rust-toolchain.toml"))
        .context("cannot read rust-toolchain.toml: run this in a whole checkout")?;
    let version = text_of("rustc", &["-vV"])?;
    if let Some(warning) = other_compiler(&file, &version) {
        eprintln!("dist: {warning}");
    }
    Ok(())
}

fn other_compiler(toolchain: &str, version: &str) -> Option<String> {
    let channel = toolchain.lines().find_map(|line| line.strip_prefix("channel = "))?;
    let wanted = channel.trim().trim_matches('"');
    let release = version.lines().find_map(|line| line.strip_prefix("release: "))?.trim();
    (release != wanted).then(|| {
        format!(
            "this is Rust {release}, the committed checksums are of {wanted}, so the bytes will \
             differ: let rustup choose, or run `rustup run {wanted} cargo xtask dist`"
        )
    })
}

fn remap(from: &Path, to: &str) -> String {
    format!("--remap-path-prefix={}={to}", from.display())
}

fn folders(parent: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let mut found: Vec<_> =
        entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    found.sort();
    found
}

/// The Cargo that runs this program, else the one on the path.
fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Cargo's home on this machine.
///
/// # Errors
/// Neither `CARGO_HOME` nor a home folder is set.
pub fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = std::env::var_os("CARGO_HOME") {
        return Ok(home.into());
    }
    let home =
        std::env::home_dir().context("no home folder: set CARGO_HOME, then run this again")?;
    Ok(home.join(".cargo"))
}

fn text_of(program: &str, args: &[&str]) -> Result<String> {
    let output = Command::new(program)
        .args(args)
        .output()
        .with_context(|| format!("cannot start {program}: install Rust with rustup"))?;
    if !output.status.success() {
        bail!("{program} {} failed: {}", args.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn target_installed() -> Result<()> {
    let libdir = text_of("rustc", &["--print", "target-libdir", "--target", TARGET])?;
    if Path::new(libdir.trim()).is_dir() {
        return Ok(());
    }
    eprintln!("dist: the target {TARGET} is missing: rustup target add {TARGET}");
    let added = Command::new("rustup").args(["target", "add", TARGET]).status();
    if !added.is_ok_and(|status| status.success()) {
        bail!(
            "the target {TARGET} is not installed and rustup could not add it: \
             run `rustup target add {TARGET}` with a network, then this again"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_change_the_bytes_are_dropped_and_those_of_the_network_kept() {
        for name in ["RUSTFLAGS", "CARGO_PROFILE_WASM_OPT_LEVEL", "CARGO_BUILD_RUSTFLAGS"] {
            assert!(changes_the_bytes(OsStr::new(name)), "{name}");
        }
        for name in ["CARGO_HOME", "CARGO_HTTP_CAINFO", "CARGO_NET_OFFLINE", "PATH"] {
            assert!(!changes_the_bytes(OsStr::new(name)), "{name}");
        }
    }

    #[test]
    fn another_compiler_than_the_pinned_one_is_told() {
        let file = "[toolchain]\n# why\nchannel = \"1.95.0\"\n";
        assert_eq!(other_compiler(file, "rustc 1.95.0\nrelease: 1.95.0\n"), None);
        let text = other_compiler(file, "rustc 1.96.1\nrelease: 1.96.1\n").unwrap();
        assert!(text.starts_with("this is Rust 1.96.1, the committed checksums are of 1.95.0"));
        assert!(text.ends_with("run `rustup run 1.95.0 cargo xtask dist`"), "{text}");
    }

    #[test]
    fn the_wasm_of_a_package_has_its_name_with_underscores() {
        let root = Path::new("root");
        let job = Job {
            root,
            workspace: root.into(),
            target: root.join("target/dist"),
            home: None,
            profile: "wasm",
            packages: vec![],
            features: vec![],
        };
        let expected = root.join("target/dist/wasm32-unknown-unknown/wasm/state_registry.wasm");
        assert_eq!(job.output("state-registry"), expected);
    }
}
