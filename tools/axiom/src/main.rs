use std::process::ExitCode;

fn main() -> ExitCode {
    axiom_cli::run(std::env::args_os().collect())
}
