//! Cuts the body of an assessment at its headings, and finds the settings below each.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::chosen::Chosen;
use super::codes;
use super::faults::Faults;
use super::markdown::{self, Spot};
use super::settings;

/// A block of Markdown.
pub(super) type Block<'e, 'a> = Cow<'e, [Spot<'a>]>;

/// A heading and everything up to the next.
pub(super) struct Section<'e, 'a> {
    /// `None` for what stands before the first heading.
    pub(super) heading: Option<Heading<'e, 'a>>,
    pub(super) settings: Chosen,
    pub(super) blocks: Vec<Block<'e, 'a>>,
    /// Settings that were not read as such are reported.
    lost: bool,
}

/// `##` or `###`.
pub(super) struct Heading<'e, 'a> {
    pub(super) question: bool,
    pub(super) words: String,
    pub(super) events: &'e [Spot<'a>],
    pub(super) span: Range<usize>,
}

/// Cuts the events of a body.
pub(super) fn cut<'e, 'a>(text: &str, events: &'e [Spot<'a>], faults: &mut Faults) -> Vec<Section<'e, 'a>> {
    let mut sections = vec![Section {
        heading: None,
        settings: Chosen::default(),
        blocks: Vec::new(),
        lost: false,
    }];
    for block in markdown::blocks(events) {
        match &block[0] {
            (Event::Start(Tag::Heading { level, .. }), span) => {
                if let Some(heading) = heading(text, *level, span.clone(), block, faults) {
                    sections.push(Section {
                        heading: Some(heading),
                        settings: Chosen::default(),
                        blocks: Vec::new(),
                        lost: false,
                    });
                }
            }
            _ if is_comment(block) => {}
            _ => {
                if let Some(section) = sections.last_mut() {
                    section.take(text, block, faults);
                }
            }
        }
    }
    sections
}

impl<'e, 'a> Section<'e, 'a> {
    pub(super) fn is_question(&self) -> bool {
        self.heading.as_ref().is_some_and(|heading| heading.question)
    }

    /// Whether a heading that looks like a category's may have been meant as another.
    pub(super) fn is_doubtful(&self) -> bool {
        let settings = &self.settings;
        self.heading.as_ref().is_some_and(|heading| !heading.question)
            && !settings.band
            && !settings.outcome
            && (settings.damaged || settings.from.is_some() || self.lost)
    }

    fn take(&mut self, text: &str, block: &'e [Spot<'a>], faults: &mut Faults) {
        near_headings(text, block, faults);
        if !matches!(block[0].0, Event::Start(Tag::Paragraph)) {
            self.blocks.push(block.into());
            return;
        }
        let inner = markdown::inside(block);
        let first = self.blocks.is_empty() && self.heading.is_some() && self.settings.is_empty();
        if first && let [(Event::Code(code), span), after @ ..] = inner {
            let after = without_comments(after);
            let fresh_line = |spot: &Spot<'_>| matches!(spot.0, Event::SoftBreak | Event::HardBreak);
            if after.is_empty() || fresh_line(&after[0]) {
                self.settings = Chosen::read(text, settings::inner(text, span.clone()), faults);
                if after.len() > 1 && !self.lost(&after[1..], faults) {
                    let mut rest = vec![block[0].clone()];
                    rest.extend(after[1..].iter().cloned());
                    rest.push((Event::End(TagEnd::Paragraph), block[block.len() - 1].1.clone()));
                    self.blocks.push(rest.into());
                }
                return;
            }
            if code.contains([' ', '#']) && settings::looks_like(code) && !only_code(inner) {
                let message = "this looks like settings, but is read by the prospect";
                let help = "settings stand alone on their line: put the text on the next";
                faults.report(&codes::EARLY_SETTINGS, span.clone(), message, help);
            }
        }
        if !self.lost(inner, faults) {
            self.blocks.push(block.into());
        }
    }

    /// Reports a paragraph of nothing but code that holds settings where none are read; whether it is one.
    fn lost(&mut self, inner: &[Spot<'_>], faults: &mut Faults) -> bool {
        let mut spans = inner.iter().filter_map(|(event, span)| match event {
            Event::Code(code) => Some((code, span)),
            _ => None,
        });
        if !only_code(inner) || !spans.clone().any(|(code, _)| settings::looks_like(code)) {
            return false;
        }
        let several = spans.clone().count() > 1;
        let Some((_, span)) = spans.next() else {
            return false;
        };
        let (message, help) = if self.heading.is_none() {
            (
                "there is no heading above these settings",
                "put them right below a heading",
            )
        } else if several || (self.blocks.is_empty() && !self.settings.is_empty()) {
            (
                "settings stand in one code span",
                "put all of them into one, separated by commas: `#id, weight 2`",
            )
        } else {
            (
                "these settings stand too far down",
                "put them right below the heading, before any other text",
            )
        };
        faults.report(&codes::LOST_SETTINGS, span.clone(), message, help);
        self.lost = true;
        true
    }
}

/// Whether a paragraph is code spans and nothing but commas between them.
fn only_code(inner: &[Spot<'_>]) -> bool {
    inner.iter().all(|(event, _)| match event {
        Event::Code(_) | Event::SoftBreak | Event::HardBreak => true,
        Event::Text(text) => text.chars().all(|c| c.is_whitespace() || matches!(c, ',' | ';')),
        Event::InlineHtml(raw) => raw.starts_with("<!--"),
        _ => false,
    })
}

/// Reports `##Name` and `###Name`, which Markdown takes for text.
fn near_headings(text: &str, block: &[Spot<'_>], faults: &mut Faults) {
    let mut code = false;
    for (event, span) in block {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Text(words) if !code && words.starts_with("##") => {
                let name = words.trim_start_matches('#');
                let level = words.len() - name.len();
                let line = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
                if level > 3 || name.is_empty() || !text[line..span.start].trim().is_empty() {
                    continue;
                }
                let help = format!("write `{} {}`", "#".repeat(level), name.trim());
                let message = "a heading needs a blank behind its `#` signs";
                faults.report(&codes::HEADING_LEVEL, span.clone(), message, help);
            }
            _ => {}
        }
    }
}

fn without_comments<'e, 'a>(inner: &'e [Spot<'a>]) -> &'e [Spot<'a>] {
    let mut rest = inner;
    while let [(Event::InlineHtml(raw), _), tail @ ..] = rest {
        if !raw.starts_with("<!--") {
            break;
        }
        rest = tail;
    }
    match rest {
        [(Event::Text(text), _), tail @ ..] if text.trim().is_empty() => without_comments(tail),
        _ => rest,
    }
}

fn heading<'e, 'a>(
    text: &str,
    level: HeadingLevel,
    span: Range<usize>,
    block: &'e [Spot<'a>],
    faults: &mut Faults,
) -> Option<Heading<'e, 'a>> {
    let events = markdown::inside(block);
    let words: String = events.iter().filter_map(markdown::words).collect();
    let place = span.start..span.start + text[span.clone()].trim_end().len();
    if !text[span.clone()].trim_start().starts_with('#') {
        let help = "write `## ` before a category or band and `### ` before a question; leave a blank line above a line of `---`";
        faults.report(
            &codes::UNDERLINED_HEADING,
            place.clone(),
            "a heading is not underlined here",
            help,
        );
        return (level == HeadingLevel::H2).then_some(Heading {
            question: false,
            words,
            events,
            span: place,
        });
    }
    if !matches!(level, HeadingLevel::H2 | HeadingLevel::H3) {
        let help = "`##` begins a category, a band or an outcome, `###` a question";
        faults.report(
            &codes::HEADING_LEVEL,
            place,
            "only headings with `##` and `###` have a meaning here",
            help,
        );
        return None;
    }
    if words.trim().is_empty() {
        faults.report(
            &codes::EMPTY_HEADING,
            place.clone(),
            "this heading says nothing",
            "write its text behind the `#` signs",
        );
    }
    if let Some((Event::Code(code), at)) = events.last()
        && settings::looks_like(code)
    {
        let help = "put them on a line of their own below the heading";
        faults.report(
            &codes::LOST_SETTINGS,
            at.clone(),
            "settings don't stand in the heading itself",
            help,
        );
    }
    Some(Heading {
        question: level == HeadingLevel::H3,
        words: words.trim().to_owned(),
        events,
        span: place,
    })
}

/// Whether a block is nothing but closed comments.
fn is_comment(block: &[Spot<'_>]) -> bool {
    if !matches!(block[0].0, Event::Start(Tag::HtmlBlock)) {
        return false;
    }
    let raw: String = block
        .iter()
        .filter_map(|(event, _)| match event {
            Event::Html(raw) | Event::Text(raw) => Some(raw.as_ref()),
            _ => None,
        })
        .collect();
    let mut rest = raw.trim();
    while let Some(inner) = rest.strip_prefix("<!--") {
        let Some(end) = inner.find("-->") else {
            return false;
        };
        rest = inner[end + 3..].trim_start();
    }
    rest.is_empty()
}

/// What a code block is in an assessment.
pub(super) enum Fence {
    /// Its text.
    Sales(String),
    /// Reported.
    Wrong,
}

/// Reads a code block: a `sales` fence, or a mistake.
pub(super) fn fence(text: &str, block: &[Spot<'_>], faults: &mut Faults) -> Fence {
    let (event, span) = &block[0];
    let first_line = text[span.clone()].lines().next().unwrap_or("").len();
    let head = span.start..span.start + first_line;
    let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event else {
        let message = "a line that is indented this far is shown as program code";
        let help = "begin the line at the margin (two spaces below an option)";
        faults.report(&codes::INDENTED_CODE, head, message, help);
        return Fence::Wrong;
    };
    let inner: String = block.iter().filter_map(markdown::words).collect();
    let raw = text[span.clone()].trim_end();
    let last = raw
        .lines()
        .last()
        .unwrap_or("")
        .trim_start_matches([' ', '\t', '>'])
        .trim_end();
    let closed = raw.lines().count() > 1
        && last.len() >= 3
        && (last.bytes().all(|b| b == b'`') || last.bytes().all(|b| b == b'~'));
    let over = inner
        .lines()
        .any(|line| line.starts_with("## ") || line.starts_with("### "));
    if over || !closed {
        let message = if over {
            "this fence runs over a heading"
        } else {
            "this fence is never closed"
        };
        faults.report(
            &codes::OPEN_FENCE,
            head,
            message,
            "end it with a line of the same three signs",
        );
        return Fence::Wrong;
    }
    if is_sales(info) {
        return Fence::Sales(inner);
    }
    let message = match info.split_whitespace().next() {
        Some(word) => format!("a fence `{word}` has no meaning in an assessment"),
        None => "a fence without a name has no meaning in an assessment".to_owned(),
    };
    faults.report(
        &codes::OTHER_FENCE,
        head,
        message,
        "for the salesperson's question write `sales` behind the opening signs",
    );
    Fence::Wrong
}

/// Whether the first word of a fence is `sales`, in any case.
pub(super) fn is_sales(info: &str) -> bool {
    info.split_whitespace()
        .next()
        .is_some_and(|word| word.eq_ignore_ascii_case("sales"))
}
