//! Building wasmd from its published module, in a folder beside the final one.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{bail, Context, Result};
use serde::Deserialize;

use super::manifest::Manifest;
use super::toolchain::Toolchain;
use super::{call, Node, Progress, PROGRAM};
use crate::home::{disk_error, make_folder, Home};
use crate::line::{Line, Pins};

/// The module of wasmd.
const MODULE: &str = "github.com/CosmWasm/wasmd";
/// Where the loader looks for the library, seen from the program.
const LIBRARY_PATH: &str = "$ORIGIN/../lib";

/// What `go mod download -json` answers.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[derive(Default)]
struct Download {
    dir: PathBuf,
    sum: String,
    go_mod_sum: String,
    error: String,
}

/// Builds a node; the folder of the node appears whole or not at all.
pub(super) fn build(home: &Home, node: &Node, progress: &Progress) -> Result<()> {
    let nodes = home.nodes();
    make_folder(&nodes)?;
    let prefix = format!(".build-{}-", node.line.version());
    remove_remains(&nodes, &prefix);
    let tools = Toolchain::find(node.line, &nodes, None)?;
    let work = nodes.join(format!("{prefix}{}", std::process::id()));
    let built = build_in(&work, node.line, &tools, progress).and_then(|()| {
        remove(&node.folder)?;
        fs::rename(&work, &node.folder).map_err(|error| disk_error(error, &node.folder))
    });
    if built.is_err() {
        let _ = remove(&work);
    }
    built.with_context(|| format!("wasmd v{} could not be built", node.line.version()))
}

fn build_in(work: &Path, line: Line, tools: &Toolchain, progress: &Progress) -> Result<()> {
    let pins = line.pins();
    let source = work.join("src");
    make_folder(work)?;
    progress.tell("fetching its source from the Go module proxy");
    let module = download(work, &pins, tools)?;
    copy_tree(&module, &source)?;
    replace_modules(&source, &pins)?;
    progress.tell(&format!("compiling with {} (minutes the first time, seconds later)", tools.go));
    compile(work, &source, &pins, tools, progress)?;
    progress.tell("trying the program with the library beside it");
    let library = fetch_library(work, &source, &pins, tools)?;
    try_out(work, &pins)?;
    remove(&source)?;
    Manifest::write(work, line, &tools.go, &[PROGRAM.into(), library])
}

/// Removes what a build that was broken off has left behind.
fn remove_remains(nodes: &Path, prefix: &str) {
    for entry in fs::read_dir(nodes).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(prefix) {
            let _ = remove(&entry.path());
        }
    }
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(disk_error(error, folder))
        }
        _ => Ok(()),
    }
}

/// Fetches the module and compares it with what is pinned.
fn download(work: &Path, pins: &Pins, tools: &Toolchain) -> Result<PathBuf> {
    let name = format!("{MODULE}@v{}", pins.version);
    let output = tools.go().current_dir(work).args(["mod", "download", "-json", &name]).output()?;
    let answer: Download = serde_json::from_slice(&output.stdout).unwrap_or_default();
    if !output.status.success() || !answer.error.is_empty() {
        let errors = String::from_utf8_lossy(&output.stderr);
        let reason = if answer.error.is_empty() { errors.trim() } else { answer.error.trim() };
        bail!("{}", explain(reason));
    }
    check_sums(&answer, pins)?;
    Ok(answer.dir)
}

fn check_sums(answer: &Download, pins: &Pins) -> Result<()> {
    for (what, is, pinned) in
        [("files", &answer.sum, pins.sum), ("go.mod", &answer.go_mod_sum, pins.mod_sum)]
    {
        if is != pinned {
            bail!(
                "the {what} of {MODULE} v{} have the hash {is}, not {pinned}: something on the way has changed them; \
                 try another GOPROXY",
                pins.version
            );
        }
    }
    Ok(())
}

/// What Go said, with the next step for what people meet.
fn explain(reason: &str) -> String {
    let next = if reason.contains("no space left on device") {
        "the disk is full: free some space and run the command again"
    } else if ["dial tcp", "no such host", "timeout", "connection refused", "TLS"]
        .iter()
        .any(|s| reason.contains(s))
    {
        "the Go module proxy cannot be reached: look at the network, or set GOPROXY to a mirror, and run the command \
         again; what was fetched is kept"
    } else {
        "run the command again; what was fetched and compiled is kept"
    };
    format!("{reason}\n{next}")
}

/// Copies a folder so that its files can be written.
fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    make_folder(to)?;
    for entry in fs::read_dir(from).map_err(|error| disk_error(error, from))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else {
            // Not `fs::copy`: it would take over that the file cannot be written.
            let bytes = fs::read(entry.path()).map_err(|error| disk_error(error, &entry.path()))?;
            fs::write(&target, bytes).map_err(|error| disk_error(error, &target))?;
        }
    }
    Ok(())
}

/// Puts pinned versions of dependencies in place of those that the module names.
fn replace_modules(source: &Path, pins: &Pins) -> Result<()> {
    if pins.replaced.is_empty() {
        return Ok(());
    }
    let file = source.join("go.mod");
    let mut text = fs::read_to_string(&file).map_err(|error| disk_error(error, &file))?;
    for (old, new) in pins.replaced {
        if !text.contains(old) {
            bail!("go.mod of wasmd v{} does not name {}", pins.version, old.trim());
        }
        text = text.replace(old, new);
    }
    fs::write(&file, text).map_err(|error| disk_error(error, &file))?;
    let file = source.join("go.sum");
    let sums = fs::read_to_string(&file).map_err(|error| disk_error(error, &file))?;
    let sums = format!("{}\n{}\n", sums.trim_end(), pins.sums.join("\n"));
    fs::write(&file, sums).map_err(|error| disk_error(error, &file))
}

fn compile(
    work: &Path,
    source: &Path,
    pins: &Pins,
    tools: &Toolchain,
    progress: &Progress,
) -> Result<()> {
    let set = |name: &str, value: &str| format!("-X github.com/{name}={value}");
    let flags = [
        "-s -w".to_string(),
        set("cosmos/cosmos-sdk/version.Name", "wasm"),
        set("cosmos/cosmos-sdk/version.AppName", "wasmd"),
        set("cosmos/cosmos-sdk/version.Version", pins.version),
        set("CosmWasm/wasmd/app.Bech32Prefix", "wasm"),
        format!("-extldflags '-Wl,-rpath,{LIBRARY_PATH}'"),
    ]
    .join(" ");
    let mut command = tools.go();
    command
        .current_dir(source)
        .args(["build", "-mod=readonly", "-tags", "netgo", "-trimpath", "-ldflags", &flags, "-o"])
        .arg(work.join(PROGRAM))
        .arg("./cmd/wasmd");
    let output = run_telling(&mut command, progress)?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        let lines: Vec<&str> =
            errors.lines().filter(|line| !line.contains("downloading")).collect();
        bail!("{}", explain(&lines[lines.len().saturating_sub(12)..].join("\n")));
    }
    Ok(())
}

/// Runs a program and tells every half minute that it still does.
fn run_telling(command: &mut Command, progress: &Progress) -> Result<Output> {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let mut errors = child.stderr.take().context("no error output")?;
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = errors.read_to_end(&mut bytes);
        bytes
    });
    let status = wait(&mut child, progress)?;
    let stderr = reader.join().unwrap_or_default();
    Ok(Output { status, stdout: Vec::new(), stderr })
}

fn wait(child: &mut Child, progress: &Progress) -> Result<std::process::ExitStatus> {
    let mut told = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if told.elapsed() >= Duration::from_secs(30) {
            progress.tell("still compiling");
            told = Instant::now();
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Puts the library of wasmvm beside the program; its path within the folder.
fn fetch_library(work: &Path, source: &Path, pins: &Pins, tools: &Toolchain) -> Result<String> {
    let output = tools
        .go()
        .current_dir(source)
        .args(["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", pins.wasmvm])
        .output()?;
    if !output.status.success() {
        bail!("{}", explain(String::from_utf8_lossy(&output.stderr).trim()));
    }
    let module = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    let from = module.join("internal/api").join(tools.library);
    let bytes = fs::read(&from).map_err(|error| disk_error(error, &from))?;
    make_folder(&work.join("lib"))?;
    let path = format!("lib/{}", tools.library);
    let to = work.join(&path);
    fs::write(&to, bytes).map_err(|error| disk_error(error, &to))?;
    Ok(path)
}

/// Runs the program in its folder: it has to be what is pinned, and to find the library beside it.
fn try_out(work: &Path, pins: &Pins) -> Result<()> {
    let program = work.join(PROGRAM);
    let bytes = fs::read(&program).map_err(|error| disk_error(error, &program))?;
    let wanted = LIBRARY_PATH.as_bytes();
    if !bytes.windows(wanted.len()).any(|window| window == wanted) {
        bail!("the linker left out where the library lies; use gcc or clang as C compiler");
    }
    for (arguments, expected) in [
        (&["version"][..], pins.version),
        (&["query", "wasm", "libwasmvm-version"][..], pins.wasmvm_version),
    ] {
        let output = call(work).env("HOME", work.join("src")).args(arguments).output()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        if !output.status.success() || !said.contains(expected) {
            bail!("`wasmd {}` says '{}', not {expected}", arguments.join(" "), said.trim());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn another_module_than_the_pinned_one_is_refused() {
        let pins = Line::V070.pins();
        let answer = |sum: &str, mod_sum: &str| Download {
            sum: sum.into(),
            go_mod_sum: mod_sum.into(),
            ..Download::default()
        };
        check_sums(&answer(pins.sum, pins.mod_sum), &pins).unwrap();
        for other in [answer("h1:x", pins.mod_sum), answer(pins.sum, "h1:x")] {
            let error = check_sums(&other, &pins).unwrap_err().to_string();
            assert!(error.contains("have the hash h1:x") && error.contains("GOPROXY"), "{error}");
        }
    }

    #[test]
    fn what_go_says_is_followed_by_the_next_step() {
        for (reason, next) in [
            ("write x: no space left on device", "the disk is full"),
            ("dial tcp: lookup proxy: no such host", "set GOPROXY to a mirror"),
            ("syntax error", "run the command again"),
        ] {
            let text = explain(reason);
            assert!(text.starts_with(reason) && text.contains(next), "{text}");
        }
    }

    #[test]
    fn modules_are_replaced_or_the_build_refused() {
        let folder = Folder::new("replace");
        let pins = Line::V060.pins();
        let lines: Vec<String> =
            pins.replaced.iter().map(|(old, _)| format!("\t{old}// indirect")).collect();
        fs::write(folder.0.join("go.mod"), lines.join("\n")).unwrap();
        fs::write(folder.0.join("go.sum"), "a v1 h1:x\n").unwrap();
        replace_modules(&folder.0, &pins).unwrap();
        let text = fs::read_to_string(folder.0.join("go.mod")).unwrap();
        assert!(
            text.contains("sonic v1.15.1 // indirect") && text.contains("loader v0.5.1 //"),
            "{text}"
        );
        let sums = fs::read_to_string(folder.0.join("go.sum")).unwrap();
        assert_eq!(sums.lines().count(), 1 + pins.sums.len());
        let error = replace_modules(&folder.0, &pins).unwrap_err().to_string();
        assert!(error.contains("does not name github.com/bytedance/sonic v1.14.2"), "{error}");
    }

    #[test]
    fn a_tree_is_copied_and_can_be_written() {
        let folder = Folder::new("tree");
        let from = folder.0.join("from/deep");
        fs::create_dir_all(&from).unwrap();
        fs::write(from.join("file"), "x").unwrap();
        let mut rights = fs::metadata(from.join("file")).unwrap().permissions();
        rights.set_readonly(true);
        fs::set_permissions(from.join("file"), rights).unwrap();
        copy_tree(&folder.0.join("from"), &folder.0.join("to")).unwrap();
        fs::write(folder.0.join("to/deep/file"), "y").unwrap();
        remove_remains(&folder.0, "t");
        assert!(!folder.0.join("to").exists() && folder.0.join("from").exists());
    }
}
