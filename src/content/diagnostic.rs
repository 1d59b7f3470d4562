//! One mistake in a content file, said so that a marketer can mend it.

use std::ops::Range;

use serde::Serialize;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something written would be lost, shown wrongly or scored wrongly: nothing is published.
    Error,
    /// A guess, or a matter of quality.
    Warning,
}

/// One mistake in a content file. Serialises to an entry of `check --format json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// A stable name such as `unknown-service`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Relative to the site folder, with `/`.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// Where in the file, in bytes.
    #[serde(skip)]
    pub span: Range<usize>,
}
