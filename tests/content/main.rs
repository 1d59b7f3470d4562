//! Content files → a site and its diagnostics.

#![allow(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

mod bad;
mod deliveries;
mod docs;
mod explanations;
mod hostile;
mod meetings;
mod mistakes;
mod owners;
mod paper;
mod pin;
mod respondents;
mod schemas;
mod support;
mod valid;
