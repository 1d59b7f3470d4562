//! Lines that are nearly a checkbox: Markdown would show them as text, and an option would be lost.

use std::ops::Range;

/// What follows the bullet of a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bullet {
    /// `[ ] `, with the length of the marker and its blank.
    Many(usize),
    /// `( ) `.
    One(usize),
    /// `[x]` or `(x)`.
    Ticked { many: bool, length: usize },
    /// `[]`, `[ ]x`, `()` …
    Near { many: bool, length: usize },
    /// No checkbox at all.
    Plain,
}

impl Bullet {
    /// Whether it is one of many, and the length of the marker with its blank; `None` without a checkbox.
    pub(super) fn marker(self) -> Option<(bool, usize)> {
        match self {
            Self::Many(length) => Some((true, length)),
            Self::One(length) => Some((false, length)),
            Self::Ticked { many, length } | Self::Near { many, length } => Some((many, length)),
            Self::Plain => None,
        }
    }
}

/// Looks at the text behind a bullet.
pub(super) fn bullet(text: &str) -> Bullet {
    let many = text.starts_with('[');
    let close = if many { ']' } else { ')' };
    if !many && !text.starts_with('(') {
        return Bullet::Plain;
    }
    let Some(end) = text.find(close) else {
        return Bullet::Plain;
    };
    let inner = &text[1..end];
    let after = &text[end + 1..];
    let gap = after.len() - after.trim_start_matches([' ', '\t']).len();
    let length = end + 1 + gap;
    let separate = gap > 0 || after.is_empty() || after.starts_with('\n');
    match inner {
        " " if separate => {
            if many {
                Bullet::Many(length)
            } else {
                Bullet::One(length)
            }
        }
        // A link or a word in brackets is no checkbox.
        _ if after.starts_with(['(', '[', ':']) && !inner.trim().is_empty() => Bullet::Plain,
        "x" | "X" | "✓" | "✔" if many || separate => Bullet::Ticked { many, length },
        "*" | "o" | "•" if !many && separate => Bullet::Ticked { many, length },
        _ if inner.trim().is_empty() || inner == "_" || inner == "\u{a0}" => Bullet::Near { many, length },
        _ => Bullet::Plain,
    }
}

/// How the option should have been written.
pub(super) fn mended(many: bool, statement: &str) -> String {
    let statement = statement.split(['`', '\n']).next().unwrap_or("").trim();
    let short: String = statement.chars().take(40).collect();
    let dots = if short.len() < statement.len() { "…" } else { "" };
    format!("write `- {} {short}{dots}`", if many { "[ ]" } else { "( )" })
}

/// The lines of a paragraph that are nearly a checkbox, each with what was probably meant.
pub(super) fn lines(text: &str, span: Range<usize>) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut start = span.start;
    for line in text[span].split('\n') {
        let trimmed = line.trim_start();
        let at = start + line.len() - trimmed.len();
        start += line.len() + 1;
        let dash = trimmed.strip_prefix(|c| matches!(c, '-' | '*' | '+' | '–' | '—' | '•' | '·' | '−' | '‣'));
        let bulleted = dash.is_some();
        let rest = dash.unwrap_or(trimmed).trim_start();
        let kind = bullet(rest);
        let marker = match kind {
            Bullet::Plain => None,
            Bullet::Ticked { many: false, .. } if !bulleted => None,
            _ => kind.marker(),
        };
        if let Some((many, length)) = marker {
            let line_end = at + trimmed.trim_end().len();
            found.push((at..line_end, mended(many, &rest[length..])));
        }
    }
    found
}
