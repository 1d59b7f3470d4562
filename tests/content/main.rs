//! Content files → a site and its diagnostics.

mod bad;
mod support;
mod valid;
