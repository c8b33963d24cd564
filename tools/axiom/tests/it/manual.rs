//! Help, completions and manual pages.

use crate::world::World;

/// All commands with the words that lead to them.
fn tree(command: &clap::Command, path: &str, all: &mut Vec<String>) {
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        let path = format!("{path} {}", inner.get_name());
        all.push(path.trim().to_string());
        tree(inner, &path, all);
    }
}

#[test]
fn every_command_helps_and_tells_about_each_argument() {
    let mut command = axiom_cli::command();
    command.build();
    let mut all = Vec::new();
    tree(&command, "", &mut all);
    assert!(all.len() > 150, "{} commands", all.len());
    assert!(all.iter().any(|path| path == "tx execution-ledger post-job"));
    // In this process: the parser answers help as an error of its own kind.
    for path in &all {
        let words = std::iter::once("axiom").chain(path.split(' ')).chain(["--help"]);
        let error = axiom_cli::command().try_get_matches_from(words).unwrap_err();
        assert_eq!(error.kind(), clap::error::ErrorKind::DisplayHelp, "{path}");
        assert_eq!(error.exit_code(), 0, "{path}");
        let help = error.to_string();
        assert!(help.contains("Usage: axiom"), "{path}: {help}");
        assert!(
            help.lines().next().is_some_and(|line| line.trim().len() > 3),
            "{path} says nothing: {help}"
        );
    }
    let mut without = Vec::new();
    untold(&command, "axiom", &mut without);
    assert!(without.is_empty(), "arguments without a text: {without:#?}");
}

fn untold(command: &clap::Command, path: &str, all: &mut Vec<String>) {
    for argument in command.get_arguments().filter(|one| one.get_help().is_none()) {
        all.push(format!("{path} {}", argument.get_id()));
    }
    if command.get_about().is_none() && path != "axiom" {
        all.push(path.to_string());
    }
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        untold(inner, &format!("{path} {}", inner.get_name()), all);
    }
}

#[test]
fn help_of_the_real_command_goes_to_standard_output() {
    let world = World::new("help");
    for line in [
        "--help",
        "-h",
        "tx --help",
        "tx ledger post-job --help",
        "q dao proposal -h",
        "economy new --help",
        "--version",
    ] {
        let ran = world.run(line).went_well();
        assert!(ran.out.contains("axiom") && ran.err.is_empty(), "{line}: {}", ran.err);
        assert!(!ran.out.contains('\u{1b}'), "colours in a pipe");
    }
    for line in ["", "tx", "q ledger", "economy", "keys"] {
        let ran = world.run(line);
        assert_eq!(ran.code, 2, "{line}: {}", ran.out);
        assert!(ran.err.contains("Usage: axiom"), "{line}: {}", ran.err);
    }
    assert!(std::fs::read_dir(world.home()).unwrap().next().is_none(), "help made files");
}

#[test]
fn completions_and_pages_know_the_messages() {
    let world = World::new("pages");
    for (shell, part) in
        [("bash", "_axiom()"), ("zsh", "#compdef axiom"), ("fish", "complete -c axiom")]
    {
        let text = world.text(&format!("completions {shell}"));
        assert!(text.contains(part) && text.contains("post-job"), "{shell}");
    }
    assert_eq!(world.run("completions cobol").code, 2);
    world.text("man pages");
    let page = world.read("pages/axiom-tx-execution-ledger-post-job.1");
    for part in ["\\-\\-title", "\\-\\-reward", "\\-\\-from"] {
        assert!(page.contains(part), "{part} is not in the page");
    }
    assert!(world.read("pages/axiom.1").contains("economy"));
    world.write("taken", "a file");
    let ran = world.run("--output json man taken");
    crate::world::says(&ran.failed(1), &["taken"]);
}
