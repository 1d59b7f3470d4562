//! One mistake in a content file, said so that a marketer can mend it.

use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use super::Code;
use super::faults::Faults;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something written would be lost, shown wrongly or scored wrongly: nothing is published.
    Error,
    /// A guess, or a matter of quality.
    Warning,
}

impl Diagnostic {
    /// One that is found after the site was read; `span` counts the bytes of `text`, which is that of `file`.
    pub fn new(
        code: &Code,
        file: &str,
        text: &Arc<str>,
        span: Range<usize>,
        message: String,
        help: String,
    ) -> Option<Self> {
        let mut faults = Faults::new(file, text);
        faults.report(code, span, message, help);
        faults.into_found().pop()
    }
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
