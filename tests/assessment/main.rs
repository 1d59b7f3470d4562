//! The core: answers, scores, gaps and services.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod build;
mod cadence;
mod generate;
mod house;
mod laws;
mod planning;
mod review;
mod round_laws;
mod rounds;
mod sales;
mod scores;
mod script;
mod sent;
mod services;
mod ways;
