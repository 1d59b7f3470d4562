//! Markdown → [`Text`]: safe HTML and plain text from the same events.
//!
//! Raw HTML is never passed on: it is shown as it was written, with a warning. Comments are dropped.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html,
};

use crate::assessment::{NextStep, Text};

use super::faults::Faults;
use super::links::{self, LinkCheck, LinkProblem, Target};
use super::{codes, naming, sections};

/// An event and where it stands in its file.
pub(super) type Spot<'a> = (Event<'a>, Range<usize>);

/// The events of the part `body` of a file.
pub(super) fn events(text: &str, body: Range<usize>) -> Vec<Spot<'_>> {
    let start = body.start;
    Parser::new_ext(
        &text[body],
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH,
    )
    .into_offset_iter()
    .map(|(event, span)| (event, span.start + start..span.end + start))
    .collect()
}

/// Cuts events into blocks: a block with everything in it, or a run of inline events.
pub(super) fn blocks<'e, 'a>(events: &'e [Spot<'a>]) -> Vec<&'e [Spot<'a>]> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < events.len() {
        let start = at;
        if is_block(&events[at].0) {
            at = end_of(events, at);
        } else {
            while at < events.len() && !is_block(&events[at].0) {
                at += 1;
            }
        }
        blocks.push(&events[start..at]);
    }
    blocks
}

/// What stands between the first and the last event of a block.
pub(super) fn inside<'e, 'a>(block: &'e [Spot<'a>]) -> &'e [Spot<'a>] {
    if block.len() < 2 {
        &[]
    } else {
        &block[1..block.len() - 1]
    }
}

fn is_block(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => !matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        Event::Rule => true,
        _ => false,
    }
}

fn end_of(events: &[Spot<'_>], start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, (event, _)) in events.iter().enumerate().skip(start) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    events.len()
}

/// Turns events of one file into texts, and notes what must be checked later.
pub(super) struct Writer<'f> {
    pub(super) faults: &'f mut Faults,
    /// Links inside the site.
    pub(super) links: &'f mut Vec<LinkCheck>,
    /// The file, relative to `content/`.
    pub(super) file: &'f str,
    /// Where to point instead of the events' own places, for text whose places are lost (a fence inside an option).
    pub(super) fixed: Option<Range<usize>>,
    /// Ids that headings have already; `Some` where headings get ids.
    pub(super) headings: Option<BTreeSet<String>>,
}

impl<'f> Writer<'f> {
    pub(super) fn new(faults: &'f mut Faults, links: &'f mut Vec<LinkCheck>, file: &'f str) -> Self {
        Self {
            faults,
            links,
            file,
            fixed: None,
            headings: None,
        }
    }

    /// Several blocks.
    pub(super) fn text(&mut self, events: &[Spot<'_>]) -> Text {
        let (published, plain) = self.published(events);
        let mut text = Text {
            plain,
            html: String::new(),
        };
        html::push_html(&mut text.html, published.into_iter());
        text.html.truncate(text.html.trim_end().len());
        text
    }

    /// Several blocks, or `None` where nothing of them is published.
    pub(super) fn some_text(&mut self, events: &[Spot<'_>]) -> Option<Text> {
        let text = self.text(events);
        (!text.html.is_empty()).then_some(text)
    }

    /// A fence's text, in which each line stays a line.
    pub(super) fn fence(&mut self, source: &str, at: Range<usize>) -> Text {
        let before = self.fixed.replace(at);
        let mut spots = events(source, 0..source.len());
        for (event, _) in &mut spots {
            if *event == Event::SoftBreak {
                *event = Event::HardBreak;
            }
        }
        let text = self.text(&spots);
        self.fixed = before;
        text
    }

    /// A link in front matter or alone in a paragraph.
    pub(super) fn next_step(&mut self, label: String, written: &str, at: Range<usize>) -> NextStep {
        NextStep {
            label,
            url: self.link(written, self.inner_place(written, &at), false),
        }
    }

    fn published<'a>(&mut self, spots: &[Spot<'a>]) -> (Vec<Event<'a>>, String) {
        let mut out = Vec::with_capacity(spots.len());
        let mut plain = Plain::default();
        let top = shift(spots, self.headings.is_some());
        let mut image: Option<(Range<usize>, usize)> = None;
        let mut table = Table::default();
        let mut at = 0;
        while at < spots.len() {
            let (event, span) = &spots[at];
            match event {
                Event::Start(Tag::HtmlBlock) => {
                    let end = end_of(spots, at);
                    let raw: String = spots[at..end].iter().filter_map(raw_html).collect();
                    self.raw_block(&raw, span.clone(), &mut out, &mut plain);
                    at = end;
                    continue;
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if self.refuses(info) => {
                    self.refuse_fence(info, span);
                    at = end_of(spots, at);
                    continue;
                }
                Event::InlineHtml(raw) | Event::Html(raw) if raw.starts_with("<!--") => {}
                Event::InlineHtml(raw) | Event::Html(raw) => {
                    self.warn_raw(span.clone());
                    plain.push(raw);
                    out.push(Event::Text(raw.clone()));
                }
                Event::Start(Tag::Link {
                    link_type,
                    dest_url,
                    title,
                    id,
                }) => {
                    let written: CowStr<'_> = match link_type {
                        LinkType::Email => format!("mailto:{dest_url}").into(),
                        _ => dest_url.clone(),
                    };
                    let url = self.link(&written, self.inner_place(&written, span), false);
                    let (link_type, title, id) = (LinkType::Inline, title.clone(), id.clone());
                    out.push(Event::Start(Tag::Link {
                        link_type,
                        dest_url: url.into(),
                        title,
                        id,
                    }));
                }
                Event::Start(Tag::Image {
                    dest_url, title, id, ..
                }) => {
                    let url = self.link(dest_url, self.inner_place(dest_url, span), true);
                    image = Some((span.clone(), plain.text.len()));
                    let (link_type, title, id) = (LinkType::Inline, title.clone(), id.clone());
                    out.push(Event::Start(Tag::Image {
                        link_type,
                        dest_url: url.into(),
                        title,
                        id,
                    }));
                }
                Event::End(TagEnd::Image) => {
                    if let Some((span, before)) = image.take()
                        && plain.text[before.min(plain.text.len())..].trim().is_empty()
                    {
                        let message = "this image has no text for those who can't see it";
                        let help = "say what it shows: `![Our office in Mill Street](office.jpg)`";
                        let place = self.place(&span);
                        self.faults.report(&codes::MISSING_ALT, place, message, help);
                    }
                    out.push(event.clone());
                }
                Event::Start(Tag::Heading { level, .. }) => {
                    let end = end_of(spots, at);
                    let id = self.heading_id(&spots[at..end]);
                    let level = lower(*level, top);
                    out.push(Event::Start(Tag::Heading {
                        level,
                        id,
                        classes: Vec::new(),
                        attrs: Vec::new(),
                    }));
                }
                Event::End(TagEnd::Heading(level)) => {
                    out.push(Event::End(TagEnd::Heading(lower(*level, top))));
                    plain.end_block();
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                    out.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)));
                }
                Event::Start(Tag::Item) => {
                    plain.item();
                    out.push(event.clone());
                }
                Event::Start(Tag::List(first)) => {
                    plain.open_list(*first);
                    out.push(event.clone());
                }
                Event::End(TagEnd::List(_)) => {
                    plain.close_list();
                    out.push(event.clone());
                }
                Event::Text(text) | Event::Code(text) => {
                    plain.push(text);
                    out.push(event.clone());
                }
                Event::SoftBreak => {
                    plain.push(" ");
                    out.push(event.clone());
                }
                Event::HardBreak => {
                    plain.push("\n");
                    out.push(event.clone());
                }
                Event::End(TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::BlockQuote(_)) => {
                    plain.end_block();
                    out.push(event.clone());
                }
                _ => {
                    if !table.take(event, &mut out, &mut plain) {
                        out.push(event.clone());
                    }
                }
            }
            at += 1;
        }
        (out, plain.finish())
    }

    /// Fences inside quotes and lists: a talk track would be published, and assessments have no other fence.
    fn refuses(&self, info: &str) -> bool {
        self.fixed.is_none() && (sections::is_sales(info) || self.headings.is_none())
    }

    fn refuse_fence(&mut self, info: &str, span: &Range<usize>) {
        let place =
            span.start..span.start + self.faults.text()[span.clone()].find('\n').unwrap_or(span.len());
        if sections::is_sales(info) {
            let help = "talk tracks stand at the margin, or indented right below an option";
            self.faults.report(
                &codes::SALES_PLACE,
                place,
                "nobody would see this talk track",
                help,
            );
        } else {
            let help = "for the salesperson's question write `sales` behind the opening signs, at the margin";
            self.faults
                .report(&codes::OTHER_FENCE, place, "a fence has no meaning here", help);
        }
    }

    fn raw_block<'a>(&mut self, raw: &str, span: Range<usize>, out: &mut Vec<Event<'a>>, plain: &mut Plain) {
        let mut rest = raw;
        let mut kept = String::new();
        while let Some(start) = rest.find("<!--") {
            kept.push_str(&rest[..start]);
            let Some(end) = rest[start..].find("-->") else {
                let message = "this comment is never closed: everything below it would be lost";
                let place = self.place(&(span.start..span.start + 4));
                self.faults
                    .report(&codes::UNCLOSED_COMMENT, place, message, "end it with `-->`");
                return;
            };
            rest = &rest[start + end + 3..];
        }
        kept.push_str(rest);
        let kept = kept.trim();
        if !kept.is_empty() {
            self.warn_raw(span);
            plain.push(kept);
            plain.end_block();
            out.push(Event::Start(Tag::Paragraph));
            out.push(Event::Text(kept.to_owned().into()));
            out.push(Event::End(TagEnd::Paragraph));
        }
    }

    fn warn_raw(&mut self, span: Range<usize>) {
        let place = self.place(&span);
        let message = "HTML is not passed on: readers see it as it is written here";
        self.faults
            .report(&codes::RAW_HTML, place, message, "write it in Markdown");
    }

    fn heading_id<'a>(&mut self, heading: &[Spot<'_>]) -> Option<CowStr<'a>> {
        let taken = self.headings.as_mut()?;
        let text: String = heading.iter().filter_map(words).collect();
        let base = match naming::slug(&text) {
            slug if slug.is_empty() => "section".to_owned(),
            slug => slug,
        };
        let id = std::iter::once(base.clone())
            .chain((2..).map(|number| format!("{base}-{number}")))
            .find(|id| !taken.contains(id))
            .unwrap_or(base);
        taken.insert(id.clone());
        Some(id.into())
    }

    fn link(&mut self, written: &str, span: Range<usize>, image: bool) -> String {
        let place = self.place(&span);
        match links::read(written, self.file) {
            Ok(Target::Inside { url, path }) => {
                self.links.push(LinkCheck {
                    path,
                    written: written.to_owned(),
                    span: place,
                    image,
                });
                url
            }
            Ok(Target::Outside(_)) if image => {
                let message = "an image from another server would tell that server who reads the page";
                self.faults.report(
                    &codes::EXTERNAL_IMAGE,
                    place,
                    message,
                    "put the file beside the content and link to it",
                );
                String::new()
            }
            Ok(Target::Outside(url)) => url,
            Err(problem) => {
                let code = if problem == LinkProblem::LeavesSite {
                    &codes::OUTSIDE_FOLDER
                } else {
                    &codes::UNSAFE_LINK
                };
                self.faults.report(code, place, problem.message(), problem.help());
                String::new()
            }
        }
    }

    fn place(&self, span: &Range<usize>) -> Range<usize> {
        self.fixed.clone().unwrap_or_else(|| span.clone())
    }

    /// The destination within the whole link, where it can be found.
    fn inner_place(&self, written: &str, span: &Range<usize>) -> Range<usize> {
        let whole = self.faults.text().get(span.clone()).unwrap_or("");
        match whole.rfind(written) {
            Some(at) if !written.is_empty() && self.fixed.is_none() => {
                span.start + at..span.start + at + written.len()
            }
            _ => span.clone(),
        }
    }
}

/// The words of an event, for titles and ids.
pub(super) fn words(spot: &Spot<'_>) -> Option<String> {
    match &spot.0 {
        Event::Text(text) | Event::Code(text) => Some(text.to_string()),
        Event::SoftBreak | Event::HardBreak => Some(" ".into()),
        _ => None,
    }
}

fn raw_html<'e>(spot: &'e Spot<'_>) -> Option<&'e str> {
    match &spot.0 {
        Event::Html(raw) | Event::Text(raw) => Some(raw),
        _ => None,
    }
}

/// By how much headings move down: the page's title is its only `h1`.
fn shift(spots: &[Spot<'_>], page: bool) -> usize {
    let has_first = |spot: &Spot<'_>| {
        matches!(
            &spot.0,
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            })
        )
    };
    usize::from(page && spots.iter().any(has_first))
}

fn lower(level: HeadingLevel, by: usize) -> HeadingLevel {
    HeadingLevel::try_from(level as usize + by).unwrap_or(HeadingLevel::H6)
}

/// Plain text in the making.
#[derive(Default)]
struct Plain {
    text: String,
    lists: Vec<Option<u64>>,
}

impl Plain {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn end_block(&mut self) {
        let kept = self.text.trim_end().len();
        self.text.truncate(kept);
        self.text
            .push_str(if self.lists.is_empty() { "\n\n" } else { "\n" });
    }

    fn item(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.text.push_str(&format!("{number}. "));
                *number = number.saturating_add(1);
            }
            _ => self.text.push_str("- "),
        }
    }

    fn open_list(&mut self, first: Option<u64>) {
        self.lists.push(first);
    }

    fn close_list(&mut self) {
        self.lists.pop();
        self.end_block();
    }

    fn finish(self) -> String {
        self.text.trim().to_owned()
    }
}

/// Tables with classes instead of the inline styles that a strict Content-Security-Policy refuses.
#[derive(Default)]
struct Table {
    alignments: Vec<pulldown_cmark::Alignment>,
    column: usize,
    head: bool,
}

impl Table {
    fn take(&mut self, event: &Event<'_>, out: &mut Vec<Event<'_>>, plain: &mut Plain) -> bool {
        let html = match event {
            Event::Start(Tag::Table(alignments)) => {
                self.alignments.clone_from(alignments);
                "<table>"
            }
            Event::End(TagEnd::Table) => {
                plain.end_block();
                "</tbody></table>\n"
            }
            Event::Start(Tag::TableHead) => {
                (self.head, self.column) = (true, 0);
                "<thead><tr>"
            }
            Event::End(TagEnd::TableHead) => {
                self.head = false;
                plain.push("\n");
                "</tr></thead><tbody>"
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                "<tr>"
            }
            Event::End(TagEnd::TableRow) => {
                plain.push("\n");
                "</tr>"
            }
            Event::Start(Tag::TableCell) => {
                let right = self.alignments.get(self.column) == Some(&pulldown_cmark::Alignment::Right);
                let centre = self.alignments.get(self.column) == Some(&pulldown_cmark::Alignment::Center);
                if self.column > 0 {
                    plain.push(" | ");
                }
                self.column += 1;
                match (self.head, right, centre) {
                    (true, true, _) => r#"<th scope="col" class="align-right">"#,
                    (true, _, true) => r#"<th scope="col" class="align-center">"#,
                    (true, ..) => r#"<th scope="col">"#,
                    (false, true, _) => r#"<td class="align-right">"#,
                    (false, _, true) => r#"<td class="align-center">"#,
                    (false, ..) => "<td>",
                }
            }
            Event::End(TagEnd::TableCell) if self.head => "</th>",
            Event::End(TagEnd::TableCell) => "</td>",
            _ => return false,
        };
        out.push(Event::Html(html.into()));
        true
    }
}
