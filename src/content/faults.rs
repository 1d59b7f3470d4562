//! Collects the diagnostics of one file and knows where its lines begin.

use std::ops::Range;
use std::sync::Arc;

use super::codes::Code;
use super::{Diagnostic, Severity};

/// A value with the place where it was written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spanned<T> {
    pub(super) value: T,
    pub(super) span: Range<usize>,
}

impl<T> Spanned<T> {
    pub(super) fn new(value: T, span: Range<usize>) -> Self {
        Self { value, span }
    }
}

/// The diagnostics of one file.
#[derive(Debug)]
pub(super) struct Faults {
    file: String,
    text: Arc<str>,
    lines: Vec<usize>,
    found: Vec<Diagnostic>,
}

/// A help text, or none.
pub(super) trait Help {
    fn text(self) -> Option<String>;
}

impl Help for () {
    fn text(self) -> Option<String> {
        None
    }
}

impl Help for &str {
    fn text(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl Help for String {
    fn text(self) -> Option<String> {
        Some(self)
    }
}

impl Help for Option<String> {
    fn text(self) -> Option<String> {
        self
    }
}

impl Faults {
    pub(super) fn new(file: &str, text: &Arc<str>) -> Self {
        Self {
            file: file.to_owned(),
            text: Arc::clone(text),
            lines: Vec::new(),
            found: Vec::new(),
        }
    }

    pub(super) fn report(
        &mut self,
        code: &Code,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Help,
    ) {
        let mut alike = self.found.iter().filter(|fault| fault.severity == code.severity);
        if alike.nth(MOST_ALIKE - 1).is_some() {
            return;
        }
        let span = within(&self.text, span);
        let (line, column) = self.position(span.start);
        self.found.push(Diagnostic {
            code: code.name,
            severity: code.severity,
            file: self.file.clone(),
            line,
            column,
            message: shown(message.into()),
            help: help.text().map(shown),
            span,
        });
    }

    pub(super) fn has_errors(&self) -> bool {
        self.found.iter().any(|fault| fault.severity == Severity::Error)
    }

    /// Whether one of these was found.
    pub(super) fn has_any(&self, codes: &[&Code]) -> bool {
        self.found
            .iter()
            .any(|fault| codes.iter().any(|code| code.name == fault.code))
    }

    pub(super) fn text(&self) -> &Arc<str> {
        &self.text
    }

    pub(super) fn into_found(self) -> Vec<Diagnostic> {
        self.found
    }

    /// Line and column of a byte, both from 1, the column in characters.
    fn position(&mut self, at: usize) -> (usize, usize) {
        if self.lines.is_empty() {
            self.lines.push(0);
            self.lines
                .extend(self.text.match_indices('\n').map(|(at, _)| at + 1));
        }
        let line = self.lines.partition_point(|&start| start <= at).max(1);
        let start = self.lines[line - 1];
        (line, self.text[start..at].chars().count() + 1)
    }
}

/// The most errors, and the most warnings, that one file is told of: who mends these will run the check again.
const MOST_ALIKE: usize = 500;

/// Without control characters, which a terminal would obey.
fn shown(text: String) -> String {
    if text.chars().any(char::is_control) {
        text.chars()
            .map(|c| if c.is_control() { '\u{fffd}' } else { c })
            .collect()
    } else {
        text
    }
}

/// The span, cut to the text and to whole characters.
fn within(text: &str, span: Range<usize>) -> Range<usize> {
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}
