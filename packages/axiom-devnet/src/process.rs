//! Processes that a devnet started: they are ended by id, and only if the id is still theirs.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{bail, Context, Result};
use rustix::process::{kill_process, waitpid, Pid, Signal, WaitOptions};

use crate::home::disk_error;

/// Starts a program that writes to a log. In the background, it is out of reach of what ends this process.
pub(crate) fn spawn(command: &mut Command, log: &Path, background: bool) -> Result<u32> {
    let file = File::options()
        .create(true)
        .append(true)
        .open(log)
        .map_err(|error| disk_error(error, log))?;
    let errors = file.try_clone().map_err(|error| disk_error(error, log))?;
    command.stdin(Stdio::null()).stdout(file).stderr(errors);
    // What runs for long has no use for the secrets of who started it.
    for secret in ["AXIOM_MNEMONIC", "AXIOM_PASSWORD"] {
        command.env_remove(secret);
    }
    if background {
        command.process_group(0);
    }
    let program = command.get_program().to_string_lossy().into_owned();
    let child = command.spawn().with_context(|| format!("{program} does not start"))?;
    has_begun(child.id());
    Ok(child.id())
}

/// Waits until a program that was just started shows its arguments, by which it is known: on a busy machine that takes
/// a moment.
fn has_begun(pid: u32) {
    let start = Instant::now();
    let silent = || fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| line.is_empty());
    while silent() && !is_dead(pid) && start.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Whether there is a process with that id.
pub(crate) fn exists(pid: u32) -> bool {
    id(pid).is_some_and(|id| rustix::process::test_kill_process(id).is_ok())
}

/// Whether a process runs and has a path among its arguments.
pub(crate) fn is_running(pid: u32, path: &Path) -> bool {
    look(pid, path) == State::Ours
}

/// What a process id stands for.
#[derive(PartialEq, Eq)]
enum State {
    /// A process that has the path among its arguments.
    Ours,
    /// One that is about to end: it may still hold files and ports.
    Ending,
    /// No process, or another one.
    None,
}

fn look(pid: u32, path: &Path) -> State {
    let child = reap(pid);
    let wanted = path.as_os_str().as_bytes();
    match command_line(pid) {
        Ok(line) if line.is_empty() && (child || !is_dead(pid)) => State::Ending,
        Ok(line) if line.split(|byte| *byte == 0).any(|argument| argument == wanted) => State::Ours,
        Ok(_) => State::None,
        // It ended between the two looks, and nobody has taken its exit yet.
        Err(_) if child => State::Ending,
        Err(_) if Path::new("/proc/self").exists() => State::None,
        // Systems without /proc.
        Err(_) => {
            let output =
                Command::new("ps").args(["-o", "command=", "-p", &pid.to_string()]).output();
            let line = output.map(|output| output.stdout).unwrap_or_default();
            match line.windows(wanted.len()).any(|window| window == wanted) {
                true => State::Ours,
                false => State::None,
            }
        }
    }
}

/// The arguments of a process, a zero byte after each. While a process ends, what is read may break off in the middle;
/// a moment later it is empty. (Programs that rewrite their title leave the last zero out for good.)
fn command_line(pid: u32) -> std::io::Result<Vec<u8>> {
    let file = format!("/proc/{pid}/cmdline");
    let mut line = fs::read(&file)?;
    for _ in 0..20 {
        if line.last().is_none_or(|byte| *byte == 0) {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
        line = fs::read(&file)?;
    }
    Ok(line)
}

/// Whether all threads of a process have ended and it only waits for its parent to notice.
fn is_dead(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let state = stat.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next());
    let threads = fs::read_dir(format!("/proc/{pid}/task")).map_or(0, Iterator::count);
    matches!(state, None | Some('Z' | 'X')) && threads <= 1
}

/// Ends a process, politely first; one that is not ours any more is left alone.
pub(crate) fn stop(pid: u32, path: &Path, patience: Duration) -> Result<()> {
    signal(pid, path, Signal::TERM)?;
    if gone(pid, path, patience) {
        return Ok(());
    }
    kill(pid, path)
}

/// Ends a process at once.
pub(crate) fn kill(pid: u32, path: &Path) -> Result<()> {
    signal(pid, path, Signal::KILL)?;
    if !gone(pid, path, Duration::from_secs(10)) {
        bail!("process {pid} does not end; look with `ps -p {pid}` what holds it");
    }
    Ok(())
}

fn signal(pid: u32, path: &Path, signal: Signal) -> Result<()> {
    if !is_running(pid, path) {
        return Ok(());
    }
    let Some(id) = id(pid) else { return Ok(()) };
    match kill_process(id, signal) {
        Err(error) if error != rustix::io::Errno::SRCH => {
            bail!(
                "process {pid} cannot be ended ({error}); end it with the rights of who started it"
            )
        }
        _ => Ok(()),
    }
}

fn gone(pid: u32, path: &Path, patience: Duration) -> bool {
    let start = Instant::now();
    while look(pid, path) != State::None {
        if start.elapsed() >= patience {
            return false;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    true
}

/// Takes the exit of a child that ended, so that it leaves nothing behind; whether there is a child that has not ended.
fn reap(pid: u32) -> bool {
    id(pid).is_some_and(|id| matches!(waitpid(Some(id), WaitOptions::NOHANG), Ok(None)))
}

fn id(pid: u32) -> Option<Pid> {
    Pid::from_raw(i32::try_from(pid).ok()?)
}

/// The last lines of a log, without the list of options that wasmd prints after an error.
pub(crate) fn tail(log: &Path, lines: usize) -> String {
    const BYTES: u64 = 16 * 1024;
    let read = || -> std::io::Result<String> {
        let mut file = File::open(log)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(BYTES)))?;
        let mut bytes = Vec::new();
        file.take(BYTES).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    let text = read().unwrap_or_default();
    let option =
        |line: &str| line.trim_start().starts_with("--") || line.trim_start().starts_with("-h,");
    let title = |line: &str| ["Usage:", "Flags:", "Global Flags:", ""].contains(&line.trim());
    let all: Vec<&str> = text.lines().filter(|line| !option(line) && !title(line)).collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn only_what_has_the_path_is_ended() {
        let folder = Folder::new("process");
        let script = folder.0.join("run.sh");
        fs::write(&script, "trap '' TERM\necho up\nwhile true; do sleep 0.05; done\n").unwrap();
        let log = folder.0.join("log");
        let pid = spawn(Command::new("sh").arg(&script), &log, true).unwrap();
        let start = Instant::now();
        while tail(&log, 5) != "up" && start.elapsed() < Duration::from_secs(10) {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(is_running(pid, &script) && exists(pid));
        assert!(!is_running(pid, &folder.0), "another path");
        stop(pid, &folder.0, Duration::ZERO).unwrap();
        assert!(is_running(pid, &script), "it was not ours to end");
        // It does not listen to the polite signal.
        stop(pid, &script, Duration::from_millis(100)).unwrap();
        assert!(!is_running(pid, &script));
        assert!(!Path::new(&format!("/proc/{pid}")).exists(), "no zombie is left");
        assert!(!exists(pid));
        stop(pid, &script, Duration::ZERO).unwrap();
    }

    #[test]
    fn the_last_lines_of_a_log() {
        let folder = Folder::new("tail");
        let log = folder.0.join("log");
        assert_eq!(tail(&log, 3), "");
        let text: Vec<String> = (0..10_000).map(|n| format!("line {n}")).collect();
        fs::write(&log, text.join("\n")).unwrap();
        assert_eq!(tail(&log, 2), "line 9998\nline 9999");
        fs::write(
            &log,
            "Error: no\n\nUsage:\n\nFlags:\n      --home string  The home\n  -h, --help\nERR no\n",
        )
        .unwrap();
        assert_eq!(tail(&log, 5), "Error: no\nERR no");
    }
}
