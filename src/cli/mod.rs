//! The command line: one file a command, each a thin call into the rest. The only room that prints.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod add_lead;
mod arguments;
mod build;
mod check;
mod client_arguments;
mod clients;
mod compare;
mod content;
mod deliveries;
mod digest;
mod due;
mod failure;
mod host;
mod inbox;
mod invite;
mod keyed_sheet;
mod leads;
mod paper;
mod running;
mod serve;
mod show_lead;
mod users;

pub use arguments::{Arguments, Command};
pub use failure::Failure;

/// Runs one command.
///
/// # Errors
/// Whatever stopped it, with its exit code.
pub fn run(arguments: Arguments) -> Result<(), Failure> {
    let site = &arguments.site;
    match arguments.command {
        Command::Serve(options) => serve::run(site, &options),
        Command::Build(options) => build::run(site, &options),
        Command::Check(options) => check::run(site, &options),
        Command::Host(options) => host::run(site, &options),
        Command::Leads(command) => leads::run(site, &command),
        Command::Deliveries(command) => deliveries::run(site, &command),
        Command::Digest(options) => digest::run(site, &options),
        Command::Clients(command) => clients::run(site, &command),
        Command::Invite(options) => invite::run(site, &options),
        Command::Due(options) => due::run(site, &options),
        Command::Compare(options) => compare::run(site, &options),
        Command::Users(command) => users::run(site, &command),
    }
}

/// Says why a command stopped.
pub fn complain(failure: &Failure) {
    eprintln!("error: {failure}");
}

/// What is logged unless `GRADEWRIGHT_LOG` says otherwise: whoever writes content need not see every request.
pub fn usual_log(arguments: &Arguments) -> &'static str {
    match arguments.command {
        Command::Serve(_) => "info,gradewright::server=warn",
        _ => "info",
    }
}
