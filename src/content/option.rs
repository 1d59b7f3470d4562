//! Options: one line of a list, with what follows below it.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::assessment::{Choice, OptionId, OutcomeId, PackageId, Role, ServiceId, Text};

use super::assessment::Walk;
use super::chosen::{Chosen, Place};
use super::identify::Ids;
use super::markdown::{self, Spot};
use super::near_miss::{self, Bullet};
use super::outline::OptionPlace;
use super::pin::Pinpoint;
use super::prose::first_line;
use super::sections::{self, Fence};
use super::{codes, settings, wording};

/// An option as it was written.
pub(super) struct RawOption<'a> {
    pub(super) many: bool,
    pub(super) text: Text,
    pub(super) settings: Chosen,
    pub(super) education: Vec<Spot<'a>>,
    pub(super) sales: Option<Text>,
    /// Its line.
    pub(super) span: Range<usize>,
    /// Where its text and settings end.
    end: usize,
}

impl<'a> RawOption<'a> {
    /// Whether it is an ordinary statement.
    pub(super) fn is_state(&self) -> bool {
        let s = &self.settings;
        s.none.is_none() && s.not_sure.is_none() && s.not_applicable.is_none()
    }
}

/// What a list item is.
pub(super) enum Item<'a> {
    Option(Box<RawOption<'a>>),
    /// A bullet without a checkbox; its first line.
    Plain(Range<usize>),
}

impl Walk<'_> {
    /// Reads a list item.
    pub(super) fn item<'a>(&mut self, item: &[Spot<'a>]) -> Item<'a> {
        let whole = item[0].1.clone();
        let line = first_line(self.text, &whole);
        let written = &self.text[whole.clone()];
        let lead = written.len() - written.trim_start().len();
        let bullet_length = written[lead..]
            .find([' ', '\t', '\n'])
            .unwrap_or(written.len() - lead);
        let after = &written[lead + bullet_length..];
        let content =
            whole.start + lead + bullet_length + (after.len() - after.trim_start_matches([' ', '\t']).len());
        let bullet = near_miss::bullet(&self.text[content.min(whole.end)..whole.end]);
        let Some((many, length)) = bullet.marker() else {
            return Item::Plain(line);
        };
        self.check_bullet(bullet, content, line.clone());

        let children = markdown::blocks(markdown::inside(item));
        let mut children = children.into_iter().peekable();
        let is_line = |block: &&[Spot<'_>]| {
            matches!(block[0].0, Event::Start(Tag::Paragraph))
                || !matches!(block[0].0, Event::Start(_))
                || matches!(
                    block[0].0,
                    Event::Start(
                        Tag::Emphasis
                            | Tag::Strong
                            | Tag::Strikethrough
                            | Tag::Link { .. }
                            | Tag::Image { .. }
                    )
                )
        };
        let first = children.next_if(is_line).unwrap_or(&[]);
        let (text, settings, end) = self.line(first, content + length);
        if text.html.is_empty() {
            let help = "write the statement behind the checkbox";
            self.faults.report(
                &codes::EMPTY_OPTION,
                line.clone(),
                "this option says nothing",
                help,
            );
        }
        let mut option = RawOption {
            many,
            text,
            settings,
            education: Vec::new(),
            sales: None,
            span: line,
            end,
        };
        for child in children {
            self.below_option(child, &mut option);
        }
        Item::Option(Box::new(option))
    }

    fn check_bullet(&mut self, bullet: Bullet, content: usize, line: Range<usize>) {
        match bullet {
            Bullet::Ticked { many, length } => {
                let message = "an option can't be ticked beforehand";
                let help = format!("write `- {}`", if many { "[ ]" } else { "( )" });
                let marker = content..content + self.text[content..content + length].trim_end().len();
                self.faults.report(&codes::TICKED, marker, message, help);
            }
            Bullet::Near { many, length } => {
                let help =
                    near_miss::mended(many, &self.text[content + length..line.end.max(content + length)]);
                self.faults
                    .report(&codes::NEARLY_A_CHECKBOX, line, "this is nearly a checkbox", help);
            }
            Bullet::Many(_) | Bullet::One(_) | Bullet::Plain => {}
        }
    }

    /// The statement, its settings, and where both end.
    fn line(&mut self, block: &[Spot<'_>], start: usize) -> (Text, Chosen, usize) {
        let paragraph = matches!(block.first(), Some((Event::Start(Tag::Paragraph), _)));
        let inner = if paragraph { markdown::inside(block) } else { block };
        let mut events = without_marker(inner, start);
        let mut lost = false;
        if let Some((_, span)) = inner.first() {
            let end = inner.last().map_or(span.end, |(_, span)| span.end);
            lost = self.lost_lines(span.start..end);
        }
        while events.last().is_some_and(|spot| is_blank(spot)) {
            events.pop();
        }
        let end = events.last().map_or(start, |(_, span)| span.end);
        let end = self.text.get(..end).map_or(end, |text| text.trim_end().len());
        let mut chosen = Chosen::default();
        if let Some((Event::Code(_), span)) = events.last() {
            let inner = settings::inner(self.text, span.clone());
            chosen = Chosen::read(self.text, inner, self.faults);
            events.pop();
        }
        self.early_settings(&events, lost);
        while events.last().is_some_and(|spot| is_blank(spot)) {
            events.pop();
        }
        if let Some((Event::Text(text), _)) = events.last_mut() {
            *text = text.trim_end().to_owned().into();
        }
        (self.writer().text(&events), chosen, end)
    }

    /// Reports further lines of a statement that were meant as options; whether there are any.
    pub(super) fn lost_lines(&mut self, span: Range<usize>) -> bool {
        let Some(at) = self.text[span.clone()].find('\n') else {
            return false;
        };
        let mut any = false;
        for (span, help) in near_miss::lines(self.text, span.start + at + 1..span.end) {
            let message = "this is nearly a checkbox, and would become part of the option above";
            self.faults.report(&codes::NEARLY_A_CHECKBOX, span, message, help);
            any = true;
        }
        any
    }

    /// Lines below a quote that Markdown takes into it.
    pub(super) fn lost_in_quote(&mut self, block: &[Spot<'_>]) {
        for (event, span) in block {
            if matches!(event, Event::Start(Tag::Paragraph)) {
                self.lost_lines(span.clone());
            }
        }
    }

    /// Settings that do not end the statement; `told` where what follows them is reported already.
    fn early_settings(&mut self, events: &[Spot<'_>], told: bool) {
        for (at, (event, span)) in events.iter().enumerate() {
            let Event::Code(code) = event else { continue };
            if !settings::looks_like(code) {
                continue;
            }
            if matches!(events.get(at + 1), Some((Event::SoftBreak | Event::HardBreak, _))) {
                if told {
                    continue;
                }
                let help =
                    "settings end the option: put the text before them, or below the option behind `>`";
                self.faults.report(
                    &codes::LOST_SETTINGS,
                    span.clone(),
                    "text follows these settings",
                    help,
                );
            } else {
                let message = "this looks like settings, but is read by the prospect";
                let help =
                    "settings must be the last thing on the option's line, without a full stop behind them";
                self.faults
                    .report(&codes::EARLY_SETTINGS, span.clone(), message, help);
            }
        }
    }

    fn below_option<'a>(&mut self, block: &[Spot<'a>], option: &mut RawOption<'a>) {
        let line = first_line(self.text, &block[0].1);
        match &block[0].0 {
            Event::Start(Tag::BlockQuote(_)) => {
                self.lost_in_quote(block);
                option.education.extend(markdown::inside(block).iter().cloned());
            }
            Event::Start(Tag::CodeBlock(_)) => {
                if let Fence::Sales(inner) = sections::fence(self.text, block, self.faults) {
                    self.add_sales(&mut option.sales, &inner, block[0].1.clone());
                }
            }
            Event::Start(Tag::List(_)) => {
                let help = "begin every option at the margin";
                self.faults.report(
                    &codes::NESTED_OPTION,
                    line,
                    "options don't stand inside options",
                    help,
                );
            }
            Event::Start(Tag::HtmlBlock) => {
                self.writer().text(block);
            }
            _ if block.iter().all(is_blank) => {}
            _ => {
                let help = "put `>` before it to make it the option's education, or move it to the margin";
                self.faults.report(
                    &codes::STRAY_TEXT,
                    line,
                    "text below an option has no place",
                    help,
                );
            }
        }
    }

    /// The option in the model.
    pub(super) fn choice(&mut self, raw: RawOption<'_>, ids: &mut Ids, profile: bool) -> Choice {
        let RawOption {
            many,
            text,
            settings: chosen,
            education,
            sales,
            span,
            end,
        } = raw;
        chosen.check(
            if many { Place::ManyOption } else { Place::OneOption },
            self.faults,
        );
        if let Some(place) = self.places.last_mut() {
            place.options.push(OptionPlace {
                line: span.clone(),
                service: chosen.service.as_ref().map(|tie| tie.name.span.clone()),
            });
        }
        let id = ids.next(
            "option",
            chosen.id.as_ref(),
            &text.plain,
            span.clone(),
            self.faults,
        );
        self.made(&id, &chosen, Pinpoint::Option(end));
        let role = self.role(&chosen, many, &text.plain, &span);
        if profile {
            self.no_effect(
                &chosen,
                &["points", "service", "critical", "problem"],
                "a `profile` question is not scored",
            );
        }
        if let (Some(critical), Some(_)) = (&chosen.critical, &chosen.problem) {
            let help = "write the opposite as a good state and let that be `critical`";
            self.faults.report(
                &codes::CRITICAL_PROBLEM,
                critical.clone(),
                "a problem can't be `critical`",
                help,
            );
        }
        self.one_of_service_and_unloaded(&chosen);
        let service = chosen
            .service
            .as_ref()
            .filter(|_| many)
            .map(|tie| tie.name.clone());
        if service.is_some() && role == Role::State && wording::is_negative(&text.plain) {
            let message = "this sounds like a problem, but counts as a good state";
            let help = "add `problem`, or say it the other way round";
            self.faults
                .report(&codes::NEGATIVE_WORDING, span.clone(), message, help);
        }
        self.services.extend(service.clone());
        self.packages.extend(chosen.package.clone());
        self.tallies
            .extend(chosen.outcomes.iter().map(|(outcome, _)| outcome.clone()));
        self.criticals.extend(
            chosen
                .critical
                .clone()
                .filter(|_| many && !profile && chosen.problem.is_none()),
        );
        let scored = matches!(role, Role::State | Role::Problem);
        Choice {
            id: OptionId::try_from(id)
                .unwrap_or_else(|_| OptionId::try_from("option").expect("`option` is an id")),
            education: if education.is_empty() {
                None
            } else {
                self.writer().some_text(&education)
            },
            text,
            sales,
            role,
            points: match &chosen.points {
                _ if !scored || profile => 0.0,
                Some(points) => points.value,
                None if many => 1.0,
                None => 0.0,
            },
            service: service
                .and_then(|service| ServiceId::try_from(service.value).ok())
                .filter(|_| !profile),
            critical: many && !profile && chosen.critical.is_some(),
            package: chosen
                .package
                .and_then(|package| PackageId::try_from(package.value).ok())
                .filter(|_| !many),
            direction: chosen.direction.filter(|_| !many),
            outcomes: chosen
                .outcomes
                .into_iter()
                .filter_map(|(outcome, points)| Some((OutcomeId::try_from(outcome.value).ok()?, points)))
                .collect(),
        }
    }

    fn role(&mut self, chosen: &Chosen, many: bool, text: &str, span: &Range<usize>) -> Role {
        let exclusive = [
            ("none", chosen.none.as_ref().filter(|_| many), Role::None),
            ("not sure", chosen.not_sure.as_ref(), Role::NotSure),
            (
                "n/a",
                chosen.not_applicable.as_ref().filter(|_| !many),
                Role::NotApplicable,
            ),
        ];
        if let Some((flag, _, role)) = exclusive.iter().find(|(_, at, _)| at.is_some()) {
            let beside: &[&str] = if *flag == "n/a" {
                &["n/a", "for", "package", "direction"]
            } else {
                &[*flag]
            };
            for other in chosen.others(beside) {
                let message = format!("`{}` can't stand beside `{flag}`", other.value.keyword());
                let help = format!("beside `{flag}` there is only an `#id`");
                self.faults
                    .report(&codes::BESIDE_EXCLUSIVE, other.span.clone(), message, help);
            }
            return *role;
        }
        if !chosen.damaged {
            if many && wording::says_none(text) {
                let message = "this reads like “none of these”, but counts as a statement of its own";
                self.faults.report(
                    &codes::NONE_WITHOUT_FLAG,
                    span.clone(),
                    message,
                    "end the line with `none` in backticks",
                );
            } else if wording::says_not_sure(text) {
                let message = "this reads like “not sure”, but counts as a statement of its own";
                self.faults.report(
                    &codes::NOT_SURE_WITHOUT_FLAG,
                    span.clone(),
                    message,
                    "end the line with `not sure` in backticks",
                );
            }
        }
        if chosen.problem.is_some() && many {
            Role::Problem
        } else {
            Role::State
        }
    }

    /// Reports settings that would change nothing.
    pub(super) fn no_effect(&mut self, chosen: &Chosen, keywords: &[&str], why: &str) {
        for keyword in keywords {
            if let Some(span) = chosen.find(keyword) {
                let help = format!("leave out `{keyword}`");
                self.faults.report(
                    &codes::NO_EFFECT,
                    span,
                    format!("`{keyword}` has no effect: {why}"),
                    help,
                );
            }
        }
    }
}

/// The events behind the marker, which ends at `start`.
fn without_marker<'a>(inner: &[Spot<'a>], start: usize) -> Vec<Spot<'a>> {
    let mut events = Vec::with_capacity(inner.len());
    for (event, span) in inner {
        if span.start >= start {
            events.push((event.clone(), span.clone()));
        } else if span.end > start
            && let Event::Text(text) = event
            && text.len() == span.len()
            && let Some(rest) = text.get(start - span.start..)
        {
            events.push((Event::Text(rest.to_owned().into()), start..span.end));
        }
    }
    events
}

fn is_blank(spot: &Spot<'_>) -> bool {
    match &spot.0 {
        Event::Text(text) => text.trim().is_empty(),
        Event::InlineHtml(raw) => raw.starts_with("<!--"),
        Event::SoftBreak | Event::HardBreak => true,
        _ => false,
    }
}
