//! Leads at rest and on their way: a real SQLite file in a temporary folder.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod benchmark;
mod briefs;
mod export;
mod file;
mod fixture;
mod forgetting;
mod forgotten;
mod funnel;
mod older;
mod outbox;
mod owners;
mod person;
mod queue;
mod retention;
mod submitting;
mod worker;
