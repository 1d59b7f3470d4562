//! Diagnostics for people: the line, a caret, and how to mend it.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Reading, Severity};

/// Longer lines are no help in a terminal; the place is told in numbers.
const LONGEST_LINES: usize = 2000;

/// Every diagnostic with the lines that it is about, and the count of both kinds; empty where there is none.
pub fn render_human(reading: &Reading, color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for fault in &reading.diagnostics {
        text.push_str(&one(reading, fault, &renderer));
        text.push_str("\n\n");
    }
    if !reading.diagnostics.is_empty() {
        let (errors, warnings) = reading.counts();
        let count = |number: usize, what: &str| match number {
            1 => format!("1 {what}"),
            _ => format!("{number} {what}s"),
        };
        text.push_str(&format!(
            "{}, {}\n",
            count(errors, "error"),
            count(warnings, "warning")
        ));
    }
    text
}

fn one(reading: &Reading, fault: &Diagnostic, renderer: &Renderer) -> String {
    let level = match fault.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let group = level.primary_title(fault.message.as_str()).id(fault.code);
    let Some(source) = reading.sources.get(&fault.file).filter(|text| !text.is_empty()) else {
        return closed(group.element(Origin::path(fault.file.as_str())), fault, renderer);
    };
    let start = fault.span.start.min(source.len());
    let end = fault.span.end.clamp(start, source.len());
    let first = source[..start].rfind('\n').map_or(0, |at| at + 1);
    let last = source[end..].find('\n').map_or(source.len(), |at| end + at);
    if last - first > LONGEST_LINES {
        let origin = Origin::path(fault.file.as_str())
            .line(fault.line)
            .char_column(fault.column);
        return closed(group.element(origin), fault, renderer);
    }
    let snippet = Snippet::source(&source[first..last])
        .line_start(fault.line)
        .path(fault.file.as_str())
        .annotation(AnnotationKind::Primary.span(start - first..end - first));
    closed(group.element(snippet), fault, renderer)
}

/// With the help, rendered.
fn closed<'d>(mut group: Group<'d>, fault: &'d Diagnostic, renderer: &Renderer) -> String {
    if let Some(help) = &fault.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}
