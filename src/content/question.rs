//! Questions: a heading, its settings, what is read by the prospect, and options.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::assessment::{Choice, Load, Question, QuestionId, Role, ServiceId, Shape, Text};

use super::assessment::Walk;
use super::chosen::{Chosen, Place};
use super::identify::Ids;
use super::markdown::{self, Spot};
use super::option::{Item, RawOption};
use super::outline::QuestionPlace;
use super::pin::Pinpoint;
use super::sections::{self, Fence, Section};
use super::{codes, near_miss};

/// Ids that the form needs for itself.
const RESERVED: [&str; 3] = ["consent", "contact", "source"];

/// What stands below a question's heading.
#[derive(Default)]
struct Below<'a> {
    help: Vec<Spot<'a>>,
    why: Vec<Spot<'a>>,
    sales: Option<Text>,
    options: Vec<RawOption<'a>>,
    /// Something that was probably meant as an option is reported.
    near: bool,
}

impl Walk<'_> {
    /// A question; after mistakes the closest thing to what was meant.
    pub(super) fn question(&mut self, section: Section<'_, '_>) -> Question {
        let Section {
            heading,
            settings: chosen,
            blocks,
            ..
        } = section;
        let heading = heading.expect("a question is a section with a heading");
        let id = self.questions.next(
            "question",
            chosen.id.as_ref(),
            &heading.words,
            heading.span.clone(),
            self.faults,
        );
        self.made(&id, &chosen, Pinpoint::Heading(heading.span.start));
        if RESERVED.contains(&id.as_str()) {
            let at = chosen
                .id
                .as_ref()
                .map_or(heading.span.clone(), |id| id.span.clone());
            let message = format!("a question can't have the id `{id}`, which the form needs for itself");
            self.faults.report(
                &codes::RESERVED_ID,
                at,
                message,
                format!("give it another, such as `#{id}-question`"),
            );
        }
        self.places.push(QuestionPlace {
            heading: heading.span.clone(),
            condition: chosen.condition.as_ref().map(|condition| condition.span.clone()),
            service: chosen.service.as_ref().map(|tie| tie.name.span.clone()),
            options: Vec::new(),
        });
        let mut below = Below::default();
        for block in &blocks {
            self.below_question(block, &mut below);
        }
        let text = self.writer().text(heading.events);
        let shown_if = chosen
            .condition
            .as_ref()
            .and_then(|condition| self.condition(&id, condition));
        let damaged = chosen.damaged || below.near;
        let (kind, options) = self.kind(
            &chosen,
            std::mem::take(&mut below.options),
            damaged,
            &heading.span,
        );
        let place = kind.place();
        chosen.check(place, self.faults);
        let answers = self.answers(&chosen, kind, options, &heading.span);
        let Answers {
            shape,
            scored,
            loaded,
            educated,
        } = answers;
        let why = if below.why.is_empty() {
            None
        } else {
            self.writer().some_text(&below.why)
        };
        if scored && why.is_none() {
            let help = "write below the heading: `> **Why it matters.** …`";
            self.faults.report(
                &codes::NO_WHY,
                heading.span.clone(),
                "this question does not say why it matters",
                help,
            );
        }
        if scored && !loaded && !chosen.damaged {
            let help = "add `service NAME` to its settings, or `unloaded` if none is meant";
            self.faults.report(
                &codes::NOT_LOADED,
                heading.span.clone(),
                "no service brings a better answer about",
                help,
            );
        }
        if scored && !educated {
            let help = "write below an option: `  > What follows from it.`";
            self.faults.report(
                &codes::NO_EDUCATION,
                heading.span.clone(),
                "no option says what follows from it",
                help,
            );
        }
        Question {
            id: QuestionId::try_from(id)
                .unwrap_or_else(|_| QuestionId::try_from("question").expect("`question` is an id")),
            text,
            help: if below.help.is_empty() {
                None
            } else {
                self.writer().some_text(&below.help)
            },
            why,
            sales: below.sales,
            weight: chosen.weight.map_or(1.0, |weight| weight.value),
            optional: chosen.optional,
            profile: chosen.profile,
            scored,
            shown_if,
            shape,
        }
    }

    fn below_question<'a>(&mut self, block: &[Spot<'a>], below: &mut Below<'a>) {
        match &block[0].0 {
            Event::Start(Tag::BlockQuote(_)) => {
                self.lost_in_quote(block);
                let inner = markdown::inside(block).iter().cloned();
                match below.options.last_mut() {
                    Some(option) => option.education.extend(inner),
                    None => below.why.extend(inner),
                }
            }
            Event::Start(Tag::CodeBlock(_)) => {
                if let Fence::Sales(inner) = sections::fence(self.text, block, self.faults) {
                    self.add_sales(&mut below.sales, &inner, block[0].1.clone());
                }
            }
            Event::Start(Tag::List(first)) => self.list(block, first.is_some(), below),
            Event::Start(Tag::Paragraph) => {
                if self.near_misses(block) {
                    below.near = true;
                } else {
                    below.help.extend(block.iter().cloned());
                }
            }
            Event::Rule => {}
            _ => below.help.extend(block.iter().cloned()),
        }
    }

    fn list<'a>(&mut self, block: &[Spot<'a>], numbered: bool, below: &mut Below<'a>) {
        let mut plain = Vec::new();
        let mut found = false;
        for item in markdown::blocks(markdown::inside(block)) {
            match self.item(item) {
                Item::Option(option) => {
                    if numbered {
                        let help = format!(
                            "write `- {}` instead of a number",
                            if option.many { "[ ]" } else { "( )" }
                        );
                        self.faults.report(
                            &codes::NUMBERED_OPTION,
                            option.span.clone(),
                            "options are not numbered",
                            help,
                        );
                    }
                    found = true;
                    below.options.push(*option);
                }
                Item::Plain(line) => plain.push(line),
            }
        }
        if !found && below.options.is_empty() {
            below.help.extend(block.iter().cloned());
            return;
        }
        let many = below.options.first().is_some_and(|option| option.many);
        for line in plain {
            let help = near_miss::mended(
                many,
                self.text[line.clone()].trim_start_matches(['-', '*', '+', ' ']),
            );
            self.faults.report(
                &codes::PLAIN_BULLET,
                line,
                "a bullet among options has no checkbox",
                help,
            );
        }
    }

    /// How the question is answered, with the options where it has any.
    fn kind<'a>(
        &mut self,
        chosen: &Chosen,
        options: Vec<RawOption<'a>>,
        damaged: bool,
        span: &Range<usize>,
    ) -> (Kind, Vec<RawOption<'a>>) {
        let set: Vec<(&str, Kind)> = [
            ("scale", chosen.scale.map(|(min, max)| Kind::Scale(min, max))),
            ("number", chosen.number.map(|(min, max)| Kind::Number(min, max))),
            ("text", chosen.text.map(Kind::Text)),
        ]
        .into_iter()
        .filter_map(|(keyword, kind)| Some((keyword, kind?)))
        .collect();
        if let Some((keyword, kind)) = set.first() {
            for (other, _) in &set[1..] {
                let at = chosen.find(other).unwrap_or_else(|| span.clone());
                let message = format!("a question is a `{keyword}` or a `{other}`, not both");
                self.faults
                    .report(&codes::CONFLICT, at, message, "keep one of the two");
            }
            if let Some(option) = options.first() {
                let message =
                    format!("this question is answered by `{keyword}`, so its options would be lost");
                let help = format!("leave out the options, or `{keyword}`");
                self.faults
                    .report(&codes::OPTIONS_UNEXPECTED, option.span.clone(), message, help);
            }
            return (*kind, Vec::new());
        }
        let Some(first) = options.first() else {
            if !damaged {
                let help = "write options below it (`- [ ]` for many, `- ( )` for one), or `scale 0-10`, `number 1-100` or `text 400` below the heading";
                self.faults.report(
                    &codes::NO_ANSWERS,
                    span.clone(),
                    "this question can't be answered",
                    help,
                );
            }
            return (Kind::Many, options);
        };
        let many = first.many;
        if let Some(other) = options.iter().find(|option| option.many != many) {
            let message = "`- [ ]` and `- ( )` don't mix in one question";
            let help = "`[ ]` where several can be ticked, `( )` where one is chosen";
            self.faults
                .report(&codes::MIXED_OPTIONS, other.span.clone(), message, help);
        }
        let options = options.into_iter().filter(|option| option.many == many).collect();
        (if many { Kind::Many } else { Kind::One }, options)
    }

    fn answers(
        &mut self,
        chosen: &Chosen,
        kind: Kind,
        options: Vec<RawOption<'_>>,
        span: &Range<usize>,
    ) -> Answers {
        if chosen.profile {
            self.no_effect(
                chosen,
                &["weight", "service", "critical"],
                "a `profile` question is not scored",
            );
        }
        let unscored = |shape| Answers {
            shape,
            scored: false,
            loaded: true,
            educated: true,
        };
        match kind {
            Kind::Number(min, max) => unscored(Shape::Number {
                min,
                max,
                quantity: chosen.quantity,
                next_year: chosen.next_year,
            }),
            Kind::Text(limit) => unscored(Shape::Text { limit }),
            Kind::Scale(min, max) => {
                #[expect(clippy::cast_precision_loss, reason = "a scale has at most 15 digits")]
                let (least, best) = (min as f64, max as f64);
                let load = self.load(chosen, Some((least, best)));
                let loaded = chosen.service.is_some() || chosen.unloaded.is_some();
                Answers {
                    shape: Shape::Scale { min, max, load },
                    scored: !chosen.profile,
                    loaded,
                    educated: true,
                }
            }
            Kind::Many => self.many(chosen, options, span),
            Kind::One => self.one(chosen, options, span),
        }
    }

    fn many(&mut self, chosen: &Chosen, options: Vec<RawOption<'_>>, span: &Range<usize>) -> Answers {
        let feeds = options.iter().any(|option| !option.settings.outcomes.is_empty());
        let valued = options.iter().any(|option| {
            let s = &option.settings;
            s.points.is_some() || s.service.is_some() || s.problem.is_some() || s.critical.is_some()
        });
        let scored = !chosen.profile && !options.is_empty() && (!feeds || valued);
        for option in options
            .iter()
            .filter(|option| scored && option.is_state() && !option.settings.damaged)
        {
            if option.settings.service.is_none() && option.settings.unloaded.is_none() {
                let help = "end the line with `service NAME`, or `unloaded` if none is meant";
                let message = "no service brings this state about";
                self.faults
                    .report(&codes::NOT_LOADED, option.span.clone(), message, help);
            }
            if option.education.is_empty() {
                let message = "this option does not say what follows from lacking it";
                self.faults.report(
                    &codes::NO_EDUCATION,
                    option.span.clone(),
                    message,
                    "write below it: `  > What follows.`",
                );
            }
        }
        let damaged = options.iter().any(|option| option.settings.damaged);
        let choices = self.choices(options, chosen.profile);
        let has_none = choices.iter().any(|choice| choice.role == Role::None);
        if !chosen.optional && !has_none && !choices.is_empty() && !damaged {
            let help = "add `- [ ] None of these` with `none` behind it, or make the question `optional`";
            let message = "who ticks nothing here can't go on: there is no way to say “none”";
            self.faults.report(&codes::NO_NONE, span.clone(), message, help);
        }
        if scored && !damaged && !choices.is_empty() && choices.iter().all(|choice| choice.points == 0.0) {
            self.no_points(span);
        }
        Answers {
            shape: Shape::Many { choices },
            scored,
            loaded: true,
            educated: true,
        }
    }

    fn one(&mut self, chosen: &Chosen, options: Vec<RawOption<'_>>, span: &Range<usize>) -> Answers {
        let feeds = options.iter().any(|option| !option.settings.outcomes.is_empty());
        let damaged = options.iter().any(|option| option.settings.damaged);
        let points: Vec<f64> = options
            .iter()
            .filter(|option| option.is_state())
            .filter_map(|option| option.settings.points.as_ref())
            .map(|points| points.value)
            .collect();
        let scored = !chosen.profile && (!points.is_empty() || !feeds);
        if scored && !feeds {
            for option in options.iter().filter(|option| {
                option.is_state() && option.settings.points.is_none() && !option.settings.damaged
            }) {
                let help = "end the line with `points 0` or more, or make the question `profile`";
                self.faults.report(
                    &codes::MISSING_POINTS,
                    option.span.clone(),
                    "this option has no points",
                    help,
                );
            }
        }
        let least = points.iter().copied().fold(f64::INFINITY, f64::min);
        let best = points.iter().copied().fold(0.0, f64::max);
        let unanswerable = points.is_empty() && !options.iter().any(RawOption::is_state);
        if scored && !damaged && (unanswerable || (!points.is_empty() && best == 0.0)) {
            self.no_points(span);
        }
        if !scored && !chosen.profile {
            self.no_effect(
                chosen,
                &["service", "critical"],
                "without points no answer is below the best",
            );
        }
        let educated = options.iter().any(|option| !option.education.is_empty());
        let loaded = chosen.service.is_some() || chosen.unloaded.is_some();
        let load = self.load(chosen, (best > 0.0 && !damaged).then_some((least, best)));
        let choices = self.choices(options, chosen.profile);
        Answers {
            shape: Shape::One { choices, load },
            scored,
            loaded,
            educated,
        }
    }

    fn no_points(&mut self, span: &Range<usize>) {
        let message = "no answer to this question wins a point";
        let help = "give at least one option points above 0, or make the question `profile`";
        self.faults.report(&codes::NO_POINTS, span.clone(), message, help);
    }

    /// The options, of which `none`, `not sure` and `n/a` each stand once at most.
    fn choices(&mut self, options: Vec<RawOption<'_>>, profile: bool) -> Vec<Choice> {
        let mut ids = Ids::default();
        let mut choices: Vec<Choice> = Vec::with_capacity(options.len());
        let mut seen = Vec::new();
        for option in options {
            let span = option.span.clone();
            let choice = self.choice(option, &mut ids, profile);
            let flag = match choice.role {
                Role::None => Some("none"),
                Role::NotSure => Some("not sure"),
                Role::NotApplicable => Some("n/a"),
                Role::State | Role::Problem => None,
            };
            if let Some(flag) = flag
                && seen.contains(&flag)
            {
                let message = format!("a second option of this question is `{flag}`");
                self.faults
                    .report(&codes::SECOND_EXCLUSIVE, span, message, "keep one");
            }
            seen.extend(flag.filter(|flag| !seen.contains(flag)));
            choices.push(choice);
        }
        choices
    }

    /// Something is loaded or says that it is not.
    pub(super) fn one_of_service_and_unloaded(&mut self, chosen: &Chosen) {
        if let (Some(unloaded), Some(_)) = (&chosen.unloaded, &chosen.service) {
            self.faults.report(
                &codes::CONFLICT,
                unloaded.clone(),
                "`unloaded` says that no service is meant, and here is one",
                "leave out one of the two",
            );
        }
    }

    /// What a *one* or *scale* is loaded with; `reach` is its least and best, where they are known.
    fn load(&mut self, chosen: &Chosen, reach: Option<(f64, f64)>) -> Load {
        self.one_of_service_and_unloaded(chosen);
        self.criticals
            .extend(chosen.critical.clone().filter(|_| !chosen.profile));
        let Some(tie) = &chosen.service else {
            return Load {
                service: None,
                below: None,
                critical: chosen.critical.is_some(),
            };
        };
        self.services.push(tie.name.clone());
        if let (Some(below), Some((least, best))) = (&tie.below, reach)
            && !(least < below.value && below.value <= best)
        {
            let message = format!(
                "`below {}` is out of reach: answers go from {least} to {best}",
                below.value
            );
            let help = format!("a number above {least} and up to {best}");
            self.faults
                .report(&codes::BELOW_RANGE, below.span.clone(), message, help);
        }
        Load {
            service: ServiceId::try_from(tie.name.value.as_str()).ok(),
            below: tie.below.as_ref().map(|below| below.value),
            critical: chosen.critical.is_some(),
        }
    }
}

/// How a question is answered.
#[derive(Clone, Copy)]
enum Kind {
    Many,
    One,
    Scale(i64, i64),
    Number(i64, i64),
    Text(usize),
}

impl Kind {
    fn place(self) -> Place {
        match self {
            Self::Many => Place::ManyQuestion,
            Self::One => Place::OneQuestion,
            Self::Scale(..) => Place::ScaleQuestion,
            Self::Number(..) => Place::NumberQuestion,
            Self::Text(_) => Place::TextQuestion,
        }
    }
}

struct Answers {
    shape: Shape,
    scored: bool,
    /// Whether it is tied to a service or says that it is not (for *many*, each option says so itself).
    loaded: bool,
    educated: bool,
}
