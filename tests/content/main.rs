//! Content files → a site and its diagnostics.

mod support;
mod valid;
