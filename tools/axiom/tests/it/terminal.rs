//! What is asked at a real terminal, and what the system's keychain keeps.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::world::{World, PASSWORD};

/// Whether a program is there.
fn there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Runs a command at a terminal of its own and types lines, each after a moment; tells what the terminal showed.
fn typed(world: &World, line: &str, lines: &[&str]) -> Option<(bool, String)> {
    // util-linux; elsewhere the arguments differ.
    if !cfg!(target_os = "linux") || !there("script") {
        eprintln!("SKIPPED: there is no `script` of util-linux to make a terminal with");
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
    for line in lines {
        std::thread::sleep(Duration::from_millis(700));
        let _ = writeln!(input, "{line}");
    }
    std::thread::sleep(Duration::from_millis(300));
    drop(input);
    let done = child.wait_with_output().unwrap();
    Some((done.status.success(), String::from_utf8_lossy(&done.stdout).into_owned()))
}

#[test]
fn passwords_and_confirmations_are_asked_at_a_terminal_and_never_shown() {
    let world = World::new("terminal");
    let Some((fine, shown)) = typed(&world, "keys add zoe", &[PASSWORD, PASSWORD]) else { return };
    assert!(fine, "{shown}");
    assert!(shown.contains("new password") && shown.contains("again"), "{shown}");
    assert!(shown.contains("Write these words down"), "{shown}");
    assert!(!shown.contains(PASSWORD), "{shown}");

    let (fine, shown) = typed(&world, "keys add yan", &[PASSWORD, "another-one"]).unwrap();
    assert!(!fine && shown.contains("the two passwords differ"), "{shown}");
    let (fine, shown) = typed(&world, "keys remove zoe", &["n"]).unwrap();
    assert!(!fine && shown.contains("[y/N]") && shown.contains("not confirmed"), "{shown}");
    let (fine, shown) = typed(&world, "keys export zoe", &["y", "wrong-password"]).unwrap();
    assert!(!fine && shown.contains("does not open the key"), "{shown}");
    let (fine, shown) = typed(&world, "keys remove zoe", &["y"]).unwrap();
    assert!(fine && shown.contains("zoe is forgotten"), "{shown}");
}

#[test]
fn founding_shows_a_bar_at_a_terminal() {
    let world = World::new("bar");
    let Some((fine, shown)) = typed(&world, "economy new first --from founder", &[]) else {
        return;
    };
    assert!(fine, "{shown}");
    assert!(shown.contains("[1/") && shown.contains("governance-dao"), "{shown}");
}

/// A keychain of this test alone: the Secret Service of gnome-keyring on a bus of its own.
#[test]
fn the_keychain_of_the_system_keeps_passwords() {
    if !there("dbus-run-session") || !there("gnome-keyring-daemon") {
        eprintln!(
            "SKIPPED: there is no dbus-run-session or gnome-keyring-daemon to keep passwords"
        );
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
    assert!(words.contains(world.read("exported.txt").trim()), "{words}");
    assert_eq!(world.read("yan.txt").split_whitespace().count(), 24);
    assert!(
        world.read("asked.txt").contains("a password is needed"),
        "{}",
        world.read("asked.txt")
    );
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
