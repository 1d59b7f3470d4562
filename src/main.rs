//! Start-up only: arguments, logging, exit codes.

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;
use gradewright::cli::{self, Arguments, Failure};
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_env("GRADEWRIGHT_LOG")
        .unwrap_or_else(|_| EnvFilter::new(cli::usual_log(&arguments)));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
    match cli::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !matches!(failure, Failure::Shown | Failure::NobodyReads) {
                cli::complain(&failure);
            }
            failure.exit_code()
        }
    }
}
