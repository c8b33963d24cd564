//! Completions of shells and manual pages, out of the command tree.

use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_complete::Shell;

use crate::fail::{Done, Fail, Kind};
use crate::out;

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
pub fn man(wanted: &Man) -> Done {
    let failed = |error: std::io::Error| {
        Fail::new(Kind::Failed, format!("{}: {error}", wanted.folder.display()))
    };
    std::fs::create_dir_all(&wanted.folder).map_err(failed)?;
    let mut command = crate::command();
    command.build();
    let count = pages(&command, "axiom", &wanted.folder).map_err(failed)?;
    out::print_line(&format!(
        "{count} pages in {0}; read one with: man {0}/axiom.1",
        wanted.folder.display()
    ));
    Ok(())
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
