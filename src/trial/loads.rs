//! What each question and option carries, for an author who looks at a page.

use serde::Serialize;

use super::result::{BandLine, bands};
use crate::assessment::{Assessment, Choice, OptionId, Question, QuestionId, Role, ServiceId, Shape};
use crate::content::Site;

/// An assessment with what its questions are loaded with.
#[derive(Debug, Serialize)]
pub struct Loads<'a> {
    /// From the lowest.
    pub bands: Vec<BandLine<'a>>,
    /// In file order.
    pub questions: Vec<Loaded<'a>>,
}

/// A question with what it is loaded with.
#[derive(Debug, Serialize)]
pub struct Loaded<'a> {
    /// Which.
    pub id: &'a QuestionId,
    /// What is asked.
    pub text: &'a str,
    /// The service of a *one* or *scale*.
    pub service: Option<&'a str>,
    /// Offered below this; `null` is below the best.
    pub below: Option<f64>,
    /// Whether the question as a whole is critical.
    pub critical: bool,
    /// In file order.
    pub options: Vec<LoadedOption<'a>>,
}

/// An option with what it is loaded with.
#[derive(Debug, Serialize)]
pub struct LoadedOption<'a> {
    /// Which.
    pub id: &'a OptionId,
    /// The statement.
    pub text: &'a str,
    /// `null` where the option stands outside the sums.
    pub points: Option<f64>,
    /// The service that brings the state about.
    pub service: Option<&'a str>,
    /// Whether it must hold.
    pub critical: bool,
    /// Whether it is a bad state.
    pub problem: bool,
    /// Such as `2 for A call`.
    pub outcomes: Vec<String>,
}

impl<'a> Loads<'a> {
    /// Everything that an assessment of the site carries.
    pub fn new(site: &'a Site, assessment: &'a Assessment) -> Self {
        let name = |id: &'a ServiceId| {
            let service = site.catalogue.services.get(id);
            service.map_or(id.as_str(), |service| service.name.as_str())
        };
        let questions = assessment
            .questions()
            .map(|question| loaded(assessment, question, &name));
        Self {
            bands: bands(assessment, None),
            questions: questions.collect(),
        }
    }
}

fn loaded<'a>(
    assessment: &'a Assessment,
    question: &'a Question,
    name: &impl Fn(&'a ServiceId) -> &'a str,
) -> Loaded<'a> {
    let load = match &question.shape {
        Shape::One { load, .. } | Shape::Scale { load, .. } => Some(load),
        _ => None,
    };
    let option = |choice: &'a Choice| LoadedOption {
        id: &choice.id,
        text: &choice.text.plain,
        points: (question.scored && matches!(choice.role, Role::State | Role::Problem))
            .then_some(choice.points),
        service: choice.service.as_ref().map(name),
        critical: choice.critical,
        problem: choice.role == Role::Problem,
        outcomes: choice
            .outcomes
            .iter()
            .filter_map(|(id, points)| Some(format!("{points} for {}", assessment.outcome(id)?.title)))
            .collect(),
    };
    Loaded {
        id: &question.id,
        text: &question.text.plain,
        service: load.and_then(|load| load.service.as_ref()).map(name),
        below: load.and_then(|load| load.below),
        critical: load.is_some_and(|load| load.critical),
        options: question.choices().iter().map(option).collect(),
    }
}
