//! What is asked and shown at a real terminal, and what the system's keychain keeps.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::world::{World, PASSWORD};

/// Longest wait for a question.
const PATIENCE: Duration = Duration::from_secs(60);

/// Whether a program is there. In continuous integration what is told to be there has to be.
fn there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join(program).is_file());
    if !found {
        eprintln!("SKIPPED: there is no {program}");
        assert!(std::env::var_os("AXIOM_ALL_TOOLS").is_none(), "there is no {program}");
    }
    found
}

/// Runs a command at a terminal of its own; for each question that it shows, a line is typed. Tells whether it went
/// well and what the terminal showed.
fn typed(world: &World, line: &str, answers: &[(&str, &str)]) -> Option<(bool, String)> {
    // util-linux; elsewhere the arguments differ.
    if !cfg!(target_os = "linux") || !there("script") {
        return None;
    }
    let template = world.command(line);
    let program = Path::new(template.get_program()).display().to_string();
    let mut command = Command::new("script");
    command.args(["-qec", &format!("{program} {line}"), "/dev/null"]);
    command.current_dir(world.path("")).env_remove("AXIOM_PASSWORD");
    for (name, value) in template.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = child.stdout.take().unwrap();
    let (sender, parts) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(read @ 1..) = output.read(&mut bytes) {
            if sender.send(String::from_utf8_lossy(&bytes[..read]).into_owned()).is_err() {
                return;
            }
        }
    });
    let (mut shown, mut seen) = (String::new(), 0);
    for (question, answer) in answers {
        while !shown[seen..].contains(question) {
            let part = parts.recv_timeout(PATIENCE);
            shown += &part.unwrap_or_else(|_| panic!("{line} never asks {question:?}: {shown}"));
        }
        seen = shown.len();
        // The question is printed before echoing is switched off.
        std::thread::sleep(Duration::from_millis(100));
        writeln!(input, "{answer}").unwrap();
    }
    while let Ok(part) = parts.recv_timeout(PATIENCE) {
        shown += &part;
    }
    drop(input);
    Some((child.wait().unwrap().success(), shown))
}

#[test]
fn passwords_and_confirmations_are_asked_at_a_terminal_and_never_shown() {
    let world = World::new("terminal");
    let twice = [("new password", PASSWORD), ("again", PASSWORD)];
    let Some((fine, shown)) = typed(&world, "keys add zoe", &twice) else { return };
    assert!(fine && shown.contains("Write these words down"), "{shown}");
    assert!(!shown.contains(PASSWORD), "{shown}");

    let other = [("new password", PASSWORD), ("again", "another-one")];
    let (fine, shown) = typed(&world, "keys add yan", &other).unwrap();
    assert!(!fine && shown.contains("the two passwords differ"), "{shown}");
    let (fine, shown) = typed(&world, "keys remove zoe", &[("[y/N]", "n")]).unwrap();
    assert!(!fine && shown.contains("not confirmed"), "{shown}");
    let wrong = [("[y/N]", "y"), ("password of zoe", "wrong-password")];
    let (fine, shown) = typed(&world, "keys export zoe", &wrong).unwrap();
    assert!(!fine && shown.contains("does not open the key"), "{shown}");
    let (fine, shown) = typed(&world, "keys remove zoe", &[("[y/N]", "y")]).unwrap();
    assert!(fine && shown.contains("zoe is forgotten"), "{shown}");
}

#[test]
fn founding_shows_a_bar_at_a_terminal_and_none_in_a_pipe() {
    let world = World::new("bar");
    let Some((fine, shown)) = typed(&world, "economy new first --from founder", &[]) else {
        return;
    };
    assert!(fine && shown.contains("governance-dao"), "{shown}");
    // The bar itself: its left part with the steps done of all.
    assert!(shown.contains("[#") && shown.contains("/6 "), "{shown}");
    let piped = world.run("economy new second --from founder").went_well();
    assert!(!piped.err.contains("[#") && piped.err.contains("[1/"), "{}", piped.err);
}

/// A keychain of this test alone: the Secret Service of gnome-keyring on a bus of its own.
#[test]
fn the_keychain_of_the_system_keeps_passwords() {
    if !cfg!(target_os = "linux") || !there("dbus-run-session") || !there("gnome-keyring-daemon") {
        return;
    }
    let world = World::new("keychain");
    let template = world.command("");
    let axiom = Path::new(template.get_program()).display().to_string();
    let script = format!(
        "set -e; printf 'login' | gnome-keyring-daemon --unlock --components=secrets > /dev/null; \
         {axiom} keys add zoe --keychain --show-words 2> words.txt; \
         {axiom} faucet --to @zoe; \
         {axiom} keys export zoe --yes > exported.txt; \
         cp -r \"$AXIOM_HOME\" moved; AXIOM_HOME=moved {axiom} keys export zoe --yes > moved.txt; \
         AXIOM_PASSWORD=that-of-another {axiom} keys export zoe --yes > other.txt; \
         AXIOM_PASSWORD={PASSWORD} {axiom} keys add yan --show-words 2> /dev/null; \
         AXIOM_PASSWORD={PASSWORD} {axiom} keys remember yan; \
         {axiom} keys export yan --yes > yan.txt; \
         {axiom} keys forget yan; \
         if {axiom} keys export yan --yes 2> asked.txt; then exit 9; fi; \
         {axiom} keys remove zoe --yes"
    );
    let mut command = Command::new("dbus-run-session");
    command.args(["--", "sh", "-c", &script]).current_dir(world.path(""));
    for (name, value) in template.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.env("XDG_DATA_HOME", world.path("data")).env("XDG_RUNTIME_DIR", world.path(""));
    let done = command.stdin(Stdio::null()).output().unwrap();
    let told = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{told}");
    let words = world.read("words.txt");
    for file in ["exported.txt", "moved.txt", "other.txt"] {
        assert!(words.contains(world.read(file).trim()), "{file}: {words}");
    }
    assert_eq!(world.read("yan.txt").split_whitespace().count(), 24);
    let asked = world.read("asked.txt");
    assert!(asked.contains("a password is needed"), "{asked}");
}

#[test]
fn without_a_keychain_nothing_is_kept() {
    let world = World::new("no-keychain");
    let nowhere = [("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"), ("XDG_RUNTIME_DIR", "")];
    if cfg!(target_os = "linux") {
        let ran = world.run_with(&nowhere, "keys add zoe --keychain --show-words");
        assert_eq!(ran.code, 6, "{}", ran.err);
        assert!(ran.err.contains("keychain does not answer"), "{}", ran.err);
        assert!(ran.err.contains("a password of your own"), "{}", ran.err);
        assert_eq!(world.ok("keys list"), serde_json::json!([]));
    }
}
