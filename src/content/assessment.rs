//! A grader or questionnaire, from its file to the model.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::assessment::{
    Assessment, AssessmentId, Audience, BandId, Category, CategoryId, Condition, Definition, Kind, Question,
    QuestionId,
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
    /// All that was written, for prospects and for clients.
    pub(super) model: Arc<Assessment>,
    /// Where the file has no error of its own.
    pub(super) definitions: Option<Definitions>,
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

/// What each audience is asked.
#[derive(Debug)]
pub(super) struct Definitions {
    pub(super) prospects: Definition,
    /// Where that is something else.
    pub(super) clients: Option<Definition>,
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
    check_audiences(&assessment, parts.head.clone(), faults);
    let (model, definitions) = defined(assessment, faults.has_errors());
    let outline = Outline {
        head: parts.head,
        questions: places,
        results: results.into_iter().map(|(_, span)| span).collect(),
    };
    let read = AssessmentFile {
        model,
        definitions,
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

/// Nobody may be left without a question.
fn check_audiences(assessment: &Assessment, head: Range<usize>, faults: &mut Faults) {
    if !assessment.tells_clients_apart() {
        return;
    }
    for (audience, who, other) in [
        (Audience::Prospects, "prospect", "client"),
        (Audience::Clients, "client", "prospect"),
    ] {
        if assessment
            .clone()
            .for_audience(audience)
            .questions()
            .next()
            .is_none()
        {
            let message = format!("there is nothing to ask a {who}: every question is `if {other}`");
            let help = format!("leave out `if {other}` where both are asked");
            faults.report(&codes::NOBODY_ASKED, head.clone(), message, help);
        }
    }
}

fn defined(assessment: Assessment, damaged: bool) -> (Arc<Assessment>, Option<Definitions>) {
    if damaged {
        return (Arc::new(assessment), None);
    }
    if !assessment.tells_clients_apart() {
        let prospects = Definition::new(assessment);
        let model = Arc::clone(&prospects.assessment);
        let definitions = Definitions {
            prospects,
            clients: None,
        };
        return (model, Some(definitions));
    }
    let asked = |audience| Definition::new(assessment.clone().for_audience(audience));
    let definitions = Definitions {
        prospects: asked(Audience::Prospects),
        clients: Some(asked(Audience::Clients)),
    };
    (Arc::new(assessment), Some(definitions))
}

impl Definitions {
    /// The hash of each.
    pub(super) fn hashes(&self) -> Vec<Arc<str>> {
        let both = [Some(&self.prospects), self.clients.as_ref()];
        both.into_iter()
            .flatten()
            .map(|one| Arc::clone(&one.hash))
            .collect()
    }
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
    // Whom the category at hand is for.
    let mut audience: Option<Condition> = None;
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
            let mut question = walk.question(section);
            if let Some(audience) = audience.clone() {
                question.shown_if = Some(match question.shown_if.take() {
                    Some(own) => Condition::And(Box::new(audience), Box::new(own)),
                    None => audience,
                });
            }
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
            audience = walk.audience(section.settings.condition.as_ref());
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
    /// Whom a category is for. Other conditions belong to its questions.
    fn audience(&mut self, written: Option<&Spanned<String>>) -> Option<Condition> {
        let written = written?;
        let parsed = conditions::parse(&written.value, written.span.start, self.faults)?;
        if parsed.leaves.is_empty() {
            return Some(parsed.condition);
        }
        let message = "a category can only be for somebody: `if client` or `if prospect`";
        let help = "write other conditions at the questions";
        self.faults
            .report(&codes::CONDITION_KIND, written.span.clone(), message, help);
        None
    }

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
