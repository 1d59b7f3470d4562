//! The core: answers, scores, gaps and services.

mod generate;
mod laws;
mod script;
