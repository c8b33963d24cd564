//! Completions of shells and manual pages, out of the command tree.

use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_complete::Shell;
use serde_json::json;

use crate::fail::{Done, Fail, Kind};
use crate::out::{self, Out};

/// Prints completions for a shell.
#[derive(Args)]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Writes manual pages.
#[derive(Args)]
pub struct Man {
    /// Folder for the pages; made if it is not there.
    #[arg(default_value = "man")]
    folder: PathBuf,
}

/// Prints completions.
pub fn completions(wanted: &Completions) {
    let mut bytes = Vec::new();
    clap_complete::generate(wanted.shell, &mut crate::command(), "axiom", &mut bytes);
    out::print_line(String::from_utf8_lossy(&bytes).trim_end());
}

/// Writes a page for each command.
pub fn man(wanted: &Man, out: Out) -> Done {
    let failed = |error: std::io::Error| {
        Fail::new(Kind::Failed, format!("{}: {error}", wanted.folder.display()))
    };
    std::fs::create_dir_all(&wanted.folder).map_err(failed)?;
    let mut command = crate::command();
    command.build();
    let count = pages(&command, "axiom", &wanted.folder).map_err(failed)?;
    let folder = wanted.folder.display().to_string();
    out.show(&json!({ "pages": count, "folder": folder }), || {
        format!("{count} pages in {folder}; read one with: man {folder}/axiom.1")
    });
    Ok(())
}

/// The commands as a document: each with its text, its arguments and its options; messages and queries by name.
pub fn markdown() -> String {
    let mut command = crate::command();
    command.build();
    let mut text = format!("# The `axiom` command\n\nGenerated from the command tree; `make golden` writes it.\n\n{}\n", about(&command));
    text += "\nOptions of every command:\n\n";
    text += &options(&command, true, true);
    let transaction = crate::tx::TxArgs::augment_args(Command::new("transaction"));
    text += &format!(
        "\nOptions of every command that sends a transaction:\n\n{}",
        options(&transaction, false, true)
    );
    text += "\nExit codes:\n\n| code | meaning |\n|---|---|\n| 0 | done |\n";
    for (_, code, meaning) in crate::fail::CODES {
        text += &format!("| {code} | {meaning} |\n");
    }
    for inner in shown(&command) {
        section(inner, "axiom", &mut text);
    }
    text
}

fn about(command: &Command) -> String {
    command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default()
}

fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|inner| inner.get_name() != "help" && !inner.is_hide_set())
}

fn section(command: &Command, above: &str, text: &mut String) {
    let name = format!("{above} {}", command.get_name());
    if ["axiom tx", "axiom q"].contains(&above)
        && axiom_schema::Contract::find(command.get_name()).is_some()
    {
        *text += &format!("\n### `{name}`\n\n| message | what it does |\n|---|---|\n");
        for message in shown(command) {
            let first = message.get_about().map(ToString::to_string).unwrap_or_default();
            *text += &format!("| `{}` | {} |\n", message.get_name(), escaped(&first));
        }
        return;
    }
    let level = if above == "axiom" { "##" } else { "###" };
    let positional = command.get_positionals().map(|one| {
        let name = one.get_id().as_str().to_uppercase();
        if one.is_required_set() {
            format!(" <{name}>")
        } else {
            format!(" [{name}]")
        }
    });
    *text +=
        &format!("\n{level} `{name}{}`\n\n{}\n", positional.collect::<String>(), about(command));
    if command.get_subcommands().next().is_none() {
        let own = options(command, false, false);
        if !own.is_empty() {
            *text += &format!("\n{own}");
        }
    }
    for inner in shown(command) {
        section(inner, &name, text);
    }
}

/// Arguments and options as a table; those of every command, or the command's own.
fn options(command: &Command, global: bool, of_transaction: bool) -> String {
    let mut rows = String::new();
    let transaction = crate::tx::TxArgs::augment_args(Command::new("transaction"));
    let mut sends = false;
    let all = command.get_arguments().filter(|one| !one.is_hide_set());
    for one in all.filter(|one| {
        one.is_global_set() == global && one.get_id() != "help" && one.get_id() != "version"
    }) {
        if !of_transaction
            && transaction.get_arguments().any(|other| other.get_id() == one.get_id())
        {
            sends |= one.get_id() == "gas";
            continue;
        }
        let name = match one.get_long() {
            Some(long) => {
                let value = one.get_value_names().filter(|_| one.get_action().takes_values());
                let value = value
                    .and_then(|names| names.first())
                    .map_or(String::new(), |name| format!(" <{name}>"));
                format!("--{long}{value}")
            }
            None => one.get_id().as_str().to_uppercase(),
        };
        let help = one.get_help().map(ToString::to_string).unwrap_or_default();
        rows += &format!("| `{}` | {} |\n", name.replace('|', "\\|"), escaped(&help));
    }
    if sends {
        rows += "| … | the options of a transaction |\n";
    }
    if rows.is_empty() {
        rows
    } else {
        format!("| option | meaning |\n|---|---|\n{rows}")
    }
}

fn escaped(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace('\n', " ")
}

fn pages(command: &Command, name: &str, folder: &Path) -> std::io::Result<usize> {
    let mut bytes = Vec::new();
    let shown: &'static str = Box::leak(name.replace(' ', "-").into_boxed_str());
    clap_mangen::Man::new(command.clone().name(shown)).render(&mut bytes)?;
    std::fs::write(folder.join(format!("{shown}.1")), bytes)?;
    let mut count = 1;
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        count += pages(inner, &format!("{name} {}", inner.get_name()), folder)?;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    /// docs/cli.md is what the command tree says; `make golden` writes it.
    #[test]
    fn golden_cli_document() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/cli.md");
        let text = super::markdown();
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == text, "docs/cli.md is out of date: `make golden` writes it");
    }
}
