//! What is proved about assessments, against looking at every sheet of answers there is.

#![allow(clippy::unwrap_used, reason = "a helper that fails is a test that fails")]

mod brute;
mod faults;
#[allow(dead_code, reason = "shared with the tests of the core")]
#[path = "../assessment/generate.rs"]
mod generate;
