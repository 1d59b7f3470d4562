//! Content files → a site and its diagnostics.

mod bad;
mod hostile;
mod mistakes;
mod support;
mod valid;
