//! The endpoint and its connection layer, driven over real connections on loopback.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod connections;
mod files;
mod forms;
mod guards;
mod http;
mod refusals;
mod report;
mod site;
mod submit;
mod trouble;
