//! The command line, as a person or a script uses it: the real program, its output and its exit codes.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod authoring;
mod building;
mod checking;
mod clients;
mod headers;
mod languages;
mod leads;
mod paper;
mod person;
mod program;
mod retention;
mod serving;
mod simulating;
mod traced;
mod trying;
