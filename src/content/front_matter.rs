//! Splits a Markdown file into its front matter (YAML between two lines of `---`) and its body.

use std::ops::Range;

use super::codes;
use super::faults::Faults;
use super::yaml::{self, Node};

/// A Markdown file in two parts.
pub(super) struct Parts {
    /// `None` where it is missing or can't be read, which is reported.
    pub(super) front: Option<Node>,
    /// Where to point when a field is missing.
    pub(super) head: Range<usize>,
    /// The Markdown.
    pub(super) body: Range<usize>,
}

/// Splits and parses; blank lines before the front matter are fine.
pub(super) fn split(text: &str, needs: &str, faults: &mut Faults) -> Parts {
    let start = text.len() - text.trim_start().len();
    let start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let mut lines = lines(text, start);
    let first = lines.next().unwrap_or(start..start);
    if text[first.clone()].trim_end() != "---" {
        let message = "the file does not begin with its front matter";
        let help = format!("begin with a line `---`, then `{needs}: …`, then a line `---`");
        faults.report(&codes::NO_FRONT_MATTER, first.start..first.end, message, help);
        return Parts {
            front: None,
            head: first,
            body: 0..text.len(),
        };
    }
    let yaml_start = (first.end + 1).min(text.len());
    for line in lines {
        if text[line.clone()].trim_end() == "---" {
            let node = yaml::parse(&text[yaml_start..line.start], yaml_start, faults);
            return Parts {
                front: node,
                head: first,
                body: (line.end + 1).min(text.len())..text.len(),
            };
        }
    }
    let message = "the front matter is not closed";
    faults.report(
        &codes::NO_FRONT_MATTER,
        first.clone(),
        message,
        "end it with a line `---`",
    );
    Parts {
        front: None,
        head: first,
        body: text.len()..text.len(),
    }
}

/// The lines from `start` on, without their line breaks.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = Some(start);
    std::iter::from_fn(move || {
        let from = at?;
        match text[from..].find('\n') {
            Some(length) => {
                at = Some(from + length + 1);
                Some(from..from + length)
            }
            None => {
                at = None;
                Some(from..text.len())
            }
        }
    })
}
