//! What a build needs of the machine; whatever is missing is told with what to do.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{anyhow, bail, Context, Result};

use crate::line::Line;

/// Room that a first build takes: sources, Go's build cache, the program.
const ROOM: u64 = 3 << 30;

/// The tools of a machine that can build a node.
#[derive(Clone, Debug)]
pub(super) struct Toolchain {
    /// Version of Go as it tells it.
    pub go: String,
    /// File name of the library for this platform.
    pub library: &'static str,
    /// A search path for programs in place of that of this process.
    path: Option<PathBuf>,
}

impl Toolchain {
    /// Looks for everything that building a line needs.
    pub fn find(line: Line, target: &Path, path: Option<PathBuf>) -> Result<Self> {
        let library = library_here()?;
        let mut tools = Self { go: String::new(), library, path };
        let output = match tools.go().args(["env", "GOVERSION", "CC", "GOCACHE", "GOMODCACHE"]).output() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => bail!(
                "Go is not installed, and wasmd is built with it; install Go {} or newer from https://go.dev/dl and run \
                 the command again",
                version(lowest(line))
            ),
            output => output.context("Go does not run")?,
        };
        let answer = String::from_utf8_lossy(&output.stdout);
        let mut lines = answer.lines();
        let mut next = || lines.next().unwrap_or_default().trim().to_string();
        let (go, compiler, cache, modules) = (next(), next(), next(), next());
        check_go(&go, line)?;
        tools.check_compiler(&compiler)?;
        for folder in [Path::new(&cache), Path::new(&modules), target] {
            check_room(folder, ROOM)?;
        }
        tools.go = go;
        Ok(tools)
    }

    /// A call of Go with settings of its own, whatever those of the user are.
    pub fn go(&self) -> Command {
        let mut command = self.program("go");
        command.envs([
            ("GOTOOLCHAIN", "local"),
            ("GOFLAGS", ""),
            ("GOWORK", "off"),
            ("GO111MODULE", "on"),
            ("CGO_ENABLED", "1"),
            // The hash of wasmd is pinned here, those of its dependencies in its go.sum.
            ("GONOSUMDB", "*"),
        ]);
        command
    }

    fn program(&self, name: &str) -> Command {
        match &self.path {
            // The program itself is looked for in the path of the child.
            Some(path) => {
                let mut command = Command::new(name);
                command.env("PATH", path);
                command
            }
            None => Command::new(name),
        }
    }

    fn check_compiler(&self, compiler: &str) -> Result<()> {
        let name = compiler.split_whitespace().next().unwrap_or("cc");
        let runs = self.program(name).arg("--version").output();
        if runs.is_ok_and(|output| output.status.success()) {
            return Ok(());
        }
        bail!(
            "the C compiler {name} does not run, and wasmd is linked with it; install one (on Debian and Ubuntu: \
             apt install build-essential) or name one in CC, and run the command again"
        )
    }
}

/// File name of the library of wasmvm for this machine.
pub(super) fn library_here() -> Result<&'static str> {
    library(std::env::consts::OS, std::env::consts::ARCH)
}

fn library(system: &str, machine: &str) -> Result<&'static str> {
    match (system, machine) {
        ("linux", "x86_64") => Ok("libwasmvm.x86_64.so"),
        ("linux", "aarch64") => Ok("libwasmvm.aarch64.so"),
        _ => Err(anyhow!(
            "there is no wasmvm library for {machine} on {system} here; run this on Linux on x86_64 or aarch64, for \
             example in a container"
        )),
    }
}

fn lowest(line: Line) -> (u32, u32, u32) {
    line.pins().lowest_go
}

fn version((major, minor, patch): (u32, u32, u32)) -> String {
    format!("{major}.{minor}.{patch}")
}

fn check_go(go: &str, line: Line) -> Result<()> {
    let numbers: Vec<u32> = go
        .trim_start_matches("go")
        .split(|c: char| !c.is_ascii_digit())
        .map_while(|part| part.parse().ok())
        .collect();
    let (Some(major), Some(minor)) = (numbers.first(), numbers.get(1)) else {
        bail!("Go does not tell its version ('{go}'); install it anew from https://go.dev/dl");
    };
    let found = (*major, *minor, numbers.get(2).copied().unwrap_or(0));
    if found < lowest(line) {
        bail!(
            "Go {} is too old for wasmd v{}; install Go {} or newer from https://go.dev/dl and run the command again",
            version(found),
            line.version(),
            version(lowest(line))
        );
    }
    if found >= (1, 27, 0) {
        bail!(
            "Go {} does not build wasmd v{}: its JSON library needs Go 1.26 or older; put Go 1.26 first in PATH and \
             run the command again",
            version(found),
            line.version()
        );
    }
    Ok(())
}

/// Refuses if the disk of a folder, or of the nearest one above it that exists, has less room.
pub(super) fn check_room(folder: &Path, room: u64) -> Result<()> {
    let Some(existing) = folder.ancestors().find(|folder| folder.exists()) else { return Ok(()) };
    let disk = rustix::fs::statvfs(existing)
        .with_context(|| format!("the disk of {} cannot be looked at", existing.display()))?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    if free < room {
        bail!(
            "the disk of {} has {} MB left, and building wasmd takes {} MB; free some space and run the command again",
            existing.display(),
            free >> 20,
            room >> 20
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;
    use std::os::unix::fs::PermissionsExt;

    fn script(folder: &Folder, name: &str, text: &str) {
        let file = folder.0.join(name);
        std::fs::write(&file, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn fault(folder: &Folder) -> String {
        let tools = Toolchain::find(Line::V070, &folder.0, Some(folder.0.clone()));
        format!("{:#}", tools.unwrap_err())
    }

    #[test]
    fn what_is_missing_is_told_with_the_next_step() {
        let folder = Folder::new("toolchain");
        let error = fault(&folder);
        assert!(
            error.contains("Go is not installed") && error.contains("install Go 1.25.9"),
            "{error}"
        );
        script(&folder, "go", "echo go1.24.2; echo cc; echo /tmp; echo /tmp");
        let error = fault(&folder);
        assert!(
            error.contains("Go 1.24.2 is too old") && error.contains("install Go 1.25.9"),
            "{error}"
        );
        script(&folder, "go", "echo go1.26.8; echo my-cc -m64; echo /tmp; echo /tmp");
        let error = fault(&folder);
        assert!(
            error.contains("my-cc does not run") && error.contains("build-essential"),
            "{error}"
        );
        script(&folder, "my-cc", "exit 0");
        let tools = Toolchain::find(Line::V070, &folder.0, Some(folder.0.clone()));
        match tools {
            Ok(tools) => assert_eq!(tools.go, "go1.26.8"),
            Err(error) => assert!(format!("{error:#}").contains("MB left"), "{error:#}"),
        }
    }

    #[test]
    fn versions_of_go_are_compared_by_number() {
        for good in ["go1.25.9", "go1.25.10", "go1.26", "go1.26.8", "go1.26rc1"] {
            check_go(good, Line::V070).unwrap();
        }
        check_go("go1.24.1", Line::V060).unwrap();
        for (bad, text) in [
            ("go1.25.8", "too old"),
            ("go1.9", "too old"),
            ("go1.27", "needs Go 1.26 or older"),
            ("devel", "does not tell its version"),
        ] {
            assert!(check_go(bad, Line::V070).unwrap_err().to_string().contains(text), "{bad}");
        }
    }

    #[test]
    fn platforms_are_known_by_name() {
        assert_eq!(library("linux", "aarch64").unwrap(), "libwasmvm.aarch64.so");
        let error = library("macos", "aarch64").unwrap_err().to_string();
        assert!(error.contains("aarch64 on macos") && error.contains("container"), "{error}");
    }

    #[test]
    fn a_full_disk_is_told_before_the_build() {
        let folder = Folder::new("room");
        check_room(&folder.0.join("not/there/yet"), 1).unwrap();
        let error = check_room(&folder.0, u64::MAX).unwrap_err().to_string();
        assert!(error.contains("MB left") && error.contains("free some space"), "{error}");
    }
}
