//! Leads at rest and on their way: a real SQLite file in a temporary folder.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests too")]

mod benchmark;
mod briefs;
mod export;
mod file;
mod fixture;
mod forgetting;
mod funnel;
mod older;
mod outbox;
mod queue;
mod retention;
mod submitting;
mod worker;
