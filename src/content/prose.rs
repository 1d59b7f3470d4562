//! Prose in an assessment: introductions, results, talk tracks, and what was probably meant as an option.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::assessment::{NextStep, Text};

use super::assessment::Walk;
use super::markdown::{self, Spot};
use super::sections::{self, Block, Fence};
use super::{codes, near_miss};

impl Walk<'_> {
    /// Prose without its last paragraph, where that is only a link.
    pub(super) fn with_next_step<'a>(
        &mut self,
        blocks: &[Block<'_, 'a>],
        what: &str,
    ) -> (Text, Option<NextStep>, Option<Text>) {
        let (mut text, sales) = self.prose(blocks, what);
        let step = text
            .last()
            .and_then(|block| lone_link(block))
            .map(|(label, url, span)| self.writer().next_step(label, &url, span));
        if step.is_some() {
            text.pop();
        }
        (self.writer().text(&text.concat()), step, sales)
    }

    /// Text and talk track of something that holds neither questions nor options.
    pub(super) fn prose<'a>(
        &mut self,
        blocks: &[Block<'_, 'a>],
        what: &str,
    ) -> (Vec<Vec<Spot<'a>>>, Option<Text>) {
        let mut text = Vec::new();
        let mut sales = None;
        for block in blocks {
            match &block[0].0 {
                Event::Start(Tag::CodeBlock(_)) => match sections::fence(self.text, block, self.faults) {
                    Fence::Sales(_) if what == "the introduction" => {
                        let message = "nobody would see this talk track";
                        let help = "put it under a category, a question, an option, a band or an outcome";
                        self.faults
                            .report(&codes::SALES_PLACE, block[0].1.clone(), message, help);
                    }
                    Fence::Sales(inner) => self.add_sales(&mut sales, &inner, block[0].1.clone()),
                    Fence::Wrong => {}
                },
                Event::Start(Tag::List(_)) if self.options_in(block, what) => {}
                Event::Start(Tag::Paragraph) if self.near_misses(block) => {}
                _ => text.push(block.to_vec()),
            }
        }
        (text, sales)
    }

    pub(super) fn add_sales(&mut self, sales: &mut Option<Text>, inner: &str, at: Range<usize>) {
        let more = self.writer().fence(inner, at);
        match sales {
            Some(text) => {
                text.plain.push('\n');
                text.plain.push_str(&more.plain);
                text.html.push_str(&more.html);
            }
            None => *sales = Some(more),
        }
    }

    /// Reports lines of a paragraph that are nearly a checkbox.
    pub(super) fn near_misses(&mut self, block: &[Spot<'_>]) -> bool {
        let found = near_miss::lines(self.text, block[0].1.clone());
        let any = !found.is_empty();
        for (span, help) in found {
            self.faults.report(
                &codes::NEARLY_A_CHECKBOX,
                span,
                "this is nearly a checkbox, and would be shown as text",
                help,
            );
        }
        any
    }

    /// Reports options that stand under no question.
    fn options_in(&mut self, block: &[Spot<'_>], what: &str) -> bool {
        for (event, span) in block {
            if matches!(event, Event::Start(Tag::Item)) {
                let line = self.text[span.clone()]
                    .trim_start()
                    .trim_start_matches(['-', '*', '+'])
                    .trim_start();
                if near_miss::bullet(line) != near_miss::Bullet::Plain {
                    let message = format!("an option stands under {what}, not under a question");
                    let help = "write the question above it, as a heading with `### `";
                    self.faults.report(
                        &codes::OPTION_WITHOUT_QUESTION,
                        first_line(self.text, span),
                        message,
                        help,
                    );
                    return true;
                }
            }
        }
        false
    }
}

/// The first line of a span, without blanks at its end.
pub(super) fn first_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let length = text[span.clone()]
        .lines()
        .next()
        .map_or(0, |line| line.trim_end().len());
    span.start..span.start + length
}

/// The one link of a paragraph that holds nothing else.
fn lone_link(block: &[Spot<'_>]) -> Option<(String, String, Range<usize>)> {
    if !matches!(block.first()?.0, Event::Start(Tag::Paragraph)) {
        return None;
    }
    let inner: Vec<&Spot<'_>> = markdown::inside(block)
        .iter()
        .filter(|(event, _)| match event {
            Event::Text(text) => !text.trim().is_empty(),
            Event::InlineHtml(raw) => !raw.starts_with("<!--"),
            Event::SoftBreak | Event::HardBreak => false,
            _ => true,
        })
        .collect();
    let ((Event::Start(Tag::Link { dest_url, .. }), span), (Event::End(pulldown_cmark::TagEnd::Link), _)) =
        (inner.first()?, inner.last()?)
    else {
        return None;
    };
    let links = inner
        .iter()
        .filter(|(event, _)| matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. })));
    let label: String = inner.iter().filter_map(|spot| markdown::words(spot)).collect();
    (links.count() == 1 && !label.trim().is_empty())
        .then(|| (label.trim().to_owned(), dest_url.to_string(), span.clone()))
}
