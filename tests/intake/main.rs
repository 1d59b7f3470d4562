//! The endpoint and its connection layer, driven over real connections on loopback.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod connections;
mod decider;
mod decision_forms;
mod decisions;
mod files;
mod forms;
mod gone;
mod guards;
mod http;
mod others;
mod progress;
mod refusals;
mod report;
mod site;
mod submit;
mod trouble;
