//! A grader or questionnaire, from its file to the model.

use std::collections::HashMap;
use std::ops::Range;

use crate::assessment::{
    Assessment, AssessmentId, BandId, Category, CategoryId, Condition, Definition, Kind, Question, QuestionId,
};

use super::assessment_front::Front;
use super::chosen::{Chosen, Place};
use super::conditions::{self, Leaf};
use super::faults::{Faults, Spanned};
use super::fit::{self, FitDraft};
use super::identify::Ids;
use super::links::LinkCheck;
use super::markdown::{self, Writer};
use super::outline::{Outline, QuestionPlace};
use super::pin::{Pin, Pinpoint};
use super::respondents;
use super::sections::{self, Section};
use super::site::Advance;
use super::{codes, front_matter, suggest};

/// What one file says; names of other files are still to be checked.
#[derive(Debug)]
pub(super) struct AssessmentFile {
    pub(super) assessment: Assessed,
    pub(super) draft: bool,
    pub(super) language: Option<String>,
    pub(super) advance: Advance,
    pub(super) paper: Option<String>,
    pub(super) extra: serde_json::Value,
    pub(super) decides: Option<Condition>,
    pub(super) benchmark_by: Option<QuestionId>,
    pub(super) retention_days: Option<u32>,
    pub(super) fit: Vec<FitDraft>,
    /// Every service that something is tied to.
    pub(super) services: Vec<Spanned<String>>,
    pub(super) packages: Vec<Spanned<String>>,
    pub(super) links: Vec<LinkCheck>,
}

/// A definition where the file has no error of its own, else what could be read.
#[derive(Debug)]
pub(super) enum Assessed {
    Whole(Definition),
    Damaged(Box<Assessment>),
}

impl AssessmentFile {
    pub(super) fn model(&self) -> &Assessment {
        match &self.assessment {
            Assessed::Whole(definition) => &definition.assessment,
            Assessed::Damaged(assessment) => assessment,
        }
    }
}

/// What is collected on the way through a file.
pub(super) struct Walk<'f> {
    pub(super) text: &'f str,
    pub(super) file: &'f str,
    pub(super) faults: &'f mut Faults,
    pub(super) links: Vec<LinkCheck>,
    pub(super) services: Vec<Spanned<String>>,
    pub(super) packages: Vec<Spanned<String>>,
    /// Every `for OUTCOME`.
    pub(super) tallies: Vec<Spanned<String>>,
    /// Every `critical`.
    pub(super) criticals: Vec<Range<usize>>,
    /// Every `if`, by question.
    pub(super) conditions: Vec<(String, Vec<Leaf>)>,
    pub(super) questions: Ids,
    /// Where bands begin, with their titles.
    pub(super) band_starts: Vec<(u32, String)>,
    /// The headings of bands (`true`) and outcomes.
    pub(super) results: Vec<(bool, Range<usize>)>,
    /// Every id that is not written, where somebody wants to know.
    pins: Option<Vec<Pin>>,
    /// Where each question stands.
    pub(super) places: Vec<QuestionPlace>,
}

impl<'f> Walk<'f> {
    pub(super) fn writer(&mut self) -> Writer<'_> {
        Writer::new(self.faults, &mut self.links, self.file)
    }

    /// Notes an id that was made from a text. `bare` is where it goes if there are no settings.
    pub(super) fn made(&mut self, id: &str, chosen: &Chosen, bare: Pinpoint) {
        if let Some(pins) = &mut self.pins
            && chosen.id.is_none()
        {
            pins.push(Pin {
                id: id.to_owned(),
                place: match chosen.place.clone() {
                    None => bare,
                    Some(place) if chosen.band || chosen.outcome => {
                        let first = self.text[place.clone()].find(',').unwrap_or(place.len());
                        Pinpoint::Behind(place.start + first)
                    }
                    Some(place) => Pinpoint::Settings(place.start),
                },
            });
        }
    }
}

/// Reads one file.
pub(super) fn read(
    text: &str,
    file: &str,
    id: AssessmentId,
    kind: Kind,
    faults: &mut Faults,
) -> AssessmentFile {
    read_noting(text, file, id, kind, faults, None).0
}

/// Reads one file, and says where everything stands.
pub(super) fn read_with_outline(
    text: &str,
    file: &str,
    id: AssessmentId,
    kind: Kind,
    faults: &mut Faults,
) -> (AssessmentFile, Outline) {
    let (read, outline, _) = read_noting(text, file, id, kind, faults, None);
    (read, outline)
}

/// As [`read`], with every id that is not written.
pub(super) fn read_with_pins(
    text: &str,
    file: &str,
    id: AssessmentId,
    kind: Kind,
    faults: &mut Faults,
) -> (AssessmentFile, Vec<Pin>) {
    let (read, _, pins) = read_noting(text, file, id, kind, faults, Some(Vec::new()));
    (read, pins.unwrap_or_default())
}

fn read_noting(
    text: &str,
    file: &str,
    id: AssessmentId,
    kind: Kind,
    faults: &mut Faults,
    pins: Option<Vec<Pin>>,
) -> (AssessmentFile, Outline, Option<Vec<Pin>>) {
    let parts = front_matter::split(text, "title", faults);
    let events = markdown::events(text, parts.body.clone());
    let cut = sections::cut(text, &events, faults);
    let mut walk = Walk {
        text,
        file,
        faults,
        links: Vec::new(),
        services: Vec::new(),
        packages: Vec::new(),
        tallies: Vec::new(),
        criticals: Vec::new(),
        conditions: Vec::new(),
        questions: Ids::default(),
        band_starts: Vec::new(),
        results: Vec::new(),
        pins,
        places: Vec::new(),
    };
    let front = Front::read(parts.front.as_ref(), parts.head.clone(), &mut walk);
    let mut assessment = Assessment {
        id,
        kind,
        title: front.title,
        description: front.description,
        intro: None,
        gate: front.gate,
        critical_caps_at: None,
        next_step: front.next_step,
        categories: Vec::new(),
        bands: Vec::new(),
        outcomes: Vec::new(),
    };
    body(&mut walk, &mut assessment, cut);
    walk.check_conditions(&assessment);
    walk.check_results(&mut assessment, front.critical_caps_at, parts.head.clone());
    let decides = respondents::decides(front.decides, &assessment, walk.faults);
    let benchmark_by = respondents::benchmark_by(front.benchmark_by, &assessment, walk.faults);
    let Walk {
        links,
        services,
        packages,
        pins,
        results,
        places,
        ..
    } = walk;
    let outline = Outline {
        head: parts.head,
        questions: places,
        results: results.into_iter().map(|(_, span)| span).collect(),
    };
    let damaged = faults.has_errors();
    let read = AssessmentFile {
        assessment: if damaged {
            Assessed::Damaged(Box::new(assessment))
        } else {
            Assessed::Whole(Definition::new(assessment))
        },
        draft: front.draft,
        language: front.language,
        advance: front.advance,
        paper: front.paper,
        retention_days: front.retention_days,
        extra: front.extra,
        decides,
        benchmark_by,
        fit: front.fit,
        services,
        packages,
        links,
    };
    (read, outline, pins)
}

/// Where the walk is.
#[derive(PartialEq)]
enum At {
    Intro,
    Category,
    Result,
}

fn body(walk: &mut Walk<'_>, assessment: &mut Assessment, cut: Vec<Section<'_, '_>>) {
    let mut categories = Ids::default();
    let mut results = (Ids::default(), Ids::default());
    let mut headings: Vec<(Range<usize>, bool)> = Vec::new();
    // A heading whose settings are mistaken, with no question below it, may have been meant as a band.
    let doubtful: Vec<bool> = (0..cut.len())
        .map(|at| cut[at].is_doubtful() && !cut.get(at + 1).is_some_and(Section::is_question))
        .collect();
    let written = cut.iter().zip(&doubtful).any(|(section, doubtful)| {
        section.heading.is_some()
            && !section.is_question()
            && !section.settings.band
            && !section.settings.outcome
            && !doubtful
    });
    let mut at = At::Intro;
    for (mut section, doubtful) in cut.into_iter().zip(doubtful) {
        if doubtful && let Some(from) = &section.settings.from {
            if !section.settings.damaged {
                let message = "`from` belongs to a band, and nothing says that this is one";
                let help = format!("write `band, from {}`", from.value);
                walk.faults
                    .report(&codes::MISPLACED_SETTING, from.span.clone(), message, help);
            }
            section.settings.band = true;
        }
        let Some(heading) = &section.heading else {
            let (text, _) = walk.prose(&section.blocks, "the introduction");
            assessment.intro = walk.writer().some_text(&text.concat());
            continue;
        };
        if heading.question {
            if at == At::Result {
                let help = "put the question above the bands, or under a category of its own (`## …`)";
                let message = "a question can't stand under a band or an outcome";
                walk.faults
                    .report(&codes::QUESTION_PLACE, heading.span.clone(), message, help);
            } else if written && assessment.categories.is_empty() {
                let help = "put it under a category, or write `## …` above it";
                let message = "this question stands before the first category";
                walk.faults
                    .report(&codes::QUESTION_PLACE, heading.span.clone(), message, help);
            }
            let question = walk.question(section);
            if assessment.categories.is_empty() {
                assessment.categories.push(silent());
            }
            if let Some(category) = assessment.categories.last_mut() {
                category.questions.push(question);
            }
        } else if section.settings.band || section.settings.outcome {
            at = At::Result;
            walk.result(section, &mut results, assessment);
        } else {
            at = At::Category;
            headings.push((heading.span.clone(), doubtful));
            assessment
                .categories
                .push(walk.category(section, &mut categories));
        }
    }
    if written {
        let mut headings = headings.into_iter();
        let first_is_silent = assessment
            .categories
            .first()
            .is_some_and(|category| category.title.is_none());
        for category in assessment.categories.iter().skip(usize::from(first_is_silent)) {
            let (span, doubtful) = headings.next().unwrap_or_default();
            if category.questions.is_empty() && !doubtful {
                let help =
                    "write a question under it (`### …`); for a band write `band, from 0` below the heading";
                walk.faults.report(
                    &codes::EMPTY_CATEGORY,
                    span,
                    "this category has no question, and is not shown",
                    help,
                );
            }
        }
        assessment
            .categories
            .retain(|category| !category.questions.is_empty());
    }
}

/// The one category of an assessment without any `##`.
fn silent() -> Category {
    Category {
        id: CategoryId::try_from("all").expect("`all` is an id"),
        title: None,
        intro: None,
        sales: None,
        weight: 1.0,
        target: None,
        questions: Vec::new(),
    }
}

impl Walk<'_> {
    fn category(&mut self, section: Section<'_, '_>, ids: &mut Ids) -> Category {
        let Section {
            heading: Some(heading),
            settings,
            blocks,
            ..
        } = section
        else {
            return silent();
        };
        settings.check(Place::Category, self.faults);
        let id = ids.next(
            "category",
            settings.id.as_ref(),
            &heading.words,
            heading.span.clone(),
            self.faults,
        );
        self.made(&id, &settings, Pinpoint::Heading(heading.span.start));
        let (text, sales) = self.prose(&blocks, "a category");
        let mut writer = self.writer();
        Category {
            title: Some(writer.text(heading.events)),
            intro: writer.some_text(&text.concat()),
            id: CategoryId::try_from(id).unwrap_or_else(|_| silent().id),
            sales,
            weight: settings.weight.map_or(1.0, |weight| weight.value),
            target: settings.target,
            questions: Vec::new(),
        }
    }

    /// Conditions look at earlier questions only, each in its own way.
    fn check_conditions(&mut self, assessment: &Assessment) {
        let order: Vec<&str> = assessment
            .questions()
            .map(|question| question.id.as_str())
            .collect();
        let by_id: HashMap<&str, (usize, &Question)> = assessment
            .questions()
            .enumerate()
            .map(|(at, question)| (question.id.as_str(), (at, question)))
            .collect();
        for (question, leaves) in std::mem::take(&mut self.conditions) {
            let own = by_id.get(question.as_str()).map_or(order.len(), |(at, _)| *at);
            for leaf in &leaves {
                let name = leaf.question.value.as_str();
                match by_id.get(name).copied() {
                    None => {
                        let message = format!("there is no question `{name}`");
                        let help =
                            suggest::help(name, order[..own].iter().copied(), "the questions above are");
                        self.faults.report(
                            &codes::UNKNOWN_QUESTION,
                            leaf.question.span.clone(),
                            message,
                            help,
                        );
                    }
                    Some((at, _)) if at >= own => {
                        let message = if at == own {
                            "a question can't depend on its own answer".to_owned()
                        } else {
                            format!("`{name}` is asked later")
                        };
                        let help = "a condition can only look at questions that stand above it";
                        self.faults
                            .report(&codes::LATER_QUESTION, leaf.question.span.clone(), message, help);
                    }
                    Some((_, question)) => fit::check_leaf(leaf, &[question], self.faults),
                }
            }
        }
    }

    fn check_results(
        &mut self,
        assessment: &mut Assessment,
        caps_at: Option<Spanned<String>>,
        head: Range<usize>,
    ) {
        super::results::check(self, assessment, head.clone());
        let Some(caps_at) = caps_at else {
            for span in std::mem::take(&mut self.criticals) {
                let help = "say in the front matter which band a missing one holds the result down to, such as `critical_caps_at: forming`";
                let message = "`critical` has no effect without `critical_caps_at`";
                self.faults
                    .report(&codes::CRITICAL_WITHOUT_CAP, span, message, help);
            }
            return;
        };
        if let Some(band) = assessment
            .bands
            .iter()
            .find(|band| band.id.as_str() == caps_at.value)
        {
            assessment.critical_caps_at = Some(band.id.clone());
            return;
        }
        if assessment.bands.is_empty() && super::results::unsure(self.faults) {
            return;
        }
        let message = format!("there is no band `{}`", caps_at.value);
        let help = suggest::help(
            &caps_at.value,
            assessment.bands.iter().map(|band| band.id.as_str()),
            "the bands are",
        );
        self.faults
            .report(&codes::UNKNOWN_BAND, caps_at.span, message, help);
        assessment.critical_caps_at = BandId::try_from(caps_at.value).ok();
    }
}

impl<'f> Walk<'f> {
    /// A condition of a question; what it looks at is checked when all questions are known.
    pub(super) fn condition(
        &mut self,
        question: &str,
        written: &Spanned<String>,
    ) -> Option<crate::assessment::Condition> {
        let parsed = conditions::parse(&written.value, written.span.start, self.faults)?;
        self.conditions.push((question.to_owned(), parsed.leaves));
        Some(parsed.condition)
    }
}
