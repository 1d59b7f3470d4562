//! Every number between the answers and the total, so that a result can be followed with a pencil.

use serde::Serialize;

use super::reading::{Part, Reading};
use super::scoring::{fed, read};
use super::{
    Answers, Assessment, CategoryId, GapKind, OptionId, OutcomeId, QuestionId, Scorecard, ServiceId, Standing,
};

/// How a scorecard came about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Working<'a> {
    /// The weights of the categories that have a score, added up.
    pub weights: f64,
    /// Every category in file order.
    pub categories: Vec<CategoryWorking<'a>>,
}

/// How the score of a category came about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CategoryWorking<'a> {
    /// Which.
    pub id: &'a CategoryId,
    /// Its heading; `None` for the silent category.
    pub title: Option<&'a str>,
    /// Its share of the total.
    pub weight: f64,
    /// The weights of its scored questions, added up.
    pub weights: f64,
    /// 0 to 100; `None` where no question of it was scored.
    pub score: Option<f64>,
    /// Every question in file order.
    pub questions: Vec<QuestionWorking<'a>>,
}

/// How the score of a question came about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuestionWorking<'a> {
    /// Which.
    pub id: &'a QuestionId,
    /// What is asked.
    pub text: &'a str,
    /// Whether it counts.
    pub standing: Standing,
    /// Its share of its category.
    pub weight: f64,
    /// What was earned.
    pub earned: f64,
    /// What could be earned.
    pub points: f64,
    /// `earned` of `points`, 0 to 100; `None` unless scored.
    pub score: Option<f64>,
    /// The points of the total that it makes; over all questions they add up to the total. `None` unless scored, and where
    /// the assessment has no total.
    pub contribution: Option<f64>,
    /// In file order; empty unless scored or noted.
    pub parts: Vec<PartWorking<'a>>,
    /// What the chosen options add to the outcomes.
    pub feeds: Vec<Fed<'a>>,
}

/// A state that a question asks about: one for each statement of a *many*, one for a *one* or *scale* as a whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartWorking<'a> {
    /// Of a *many*.
    pub option: Option<&'a OptionId>,
    /// The statement of a *many*.
    pub text: Option<&'a str>,
    /// What was earned.
    pub earned: f64,
    /// What could be earned.
    pub points: f64,
    /// Why it is a gap; `None` where all is well.
    pub gap: Option<GapKind>,
    /// The service that the gap offers; never in a question that is not scored.
    pub offers: Option<&'a ServiceId>,
    /// Whether it is critical and does not hold.
    pub missing: bool,
}

/// Points for an outcome.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fed<'a> {
    /// The chosen option.
    pub option: &'a OptionId,
    /// What it says.
    pub text: &'a str,
    /// Which outcome.
    pub outcome: &'a OutcomeId,
    /// How many.
    pub points: f64,
}

impl<'a> Working<'a> {
    /// Takes a scorecard apart; `scorecard` is that of the same answers.
    pub fn new(assessment: &'a Assessment, answers: &Answers, scorecard: &Scorecard) -> Self {
        let readings = read(assessment, answers);
        let asked = || assessment.categories.iter().zip(&scorecard.categories);
        let weights = asked()
            .filter(|(_, score)| score.score.is_some())
            .fold(0.0, |sum, (category, _)| sum + category.weight);
        let categories = asked().zip(&readings).map(|((category, score), readings)| {
            let own = readings
                .iter()
                .filter(|reading| reading.standing == Standing::Scored)
                .fold(0.0, |sum, reading| sum + reading.question.weight);
            let share = category.weight * 100.0 / (own * weights);
            let share = scorecard.total.map(|_| share);
            CategoryWorking {
                id: &category.id,
                title: category.title.as_ref().map(|title| title.plain.as_str()),
                weight: category.weight,
                weights: own,
                score: score.score,
                questions: readings
                    .iter()
                    .map(|reading| question(reading, answers, share))
                    .collect(),
            }
        });
        Self {
            weights,
            categories: categories.collect(),
        }
    }

    /// Every question in file order.
    pub fn questions(&self) -> impl Iterator<Item = &QuestionWorking<'a>> {
        self.categories.iter().flat_map(|category| &category.questions)
    }
}

/// `share` is what a whole question of weight 1 would make of the total.
fn question<'a>(reading: &Reading<'a>, answers: &Answers, share: Option<f64>) -> QuestionWorking<'a> {
    let question = reading.question;
    let feeds = fed(reading, answers.get(&question.id)).map(|(choice, outcome, points)| Fed {
        option: &choice.id,
        text: &choice.text.plain,
        outcome,
        points,
    });
    let contribution = |fraction: f64| Some(question.weight * fraction * share?);
    QuestionWorking {
        id: &question.id,
        text: &question.text.plain,
        standing: reading.standing,
        weight: question.weight,
        earned: reading.parts.iter().fold(0.0, |sum, part| sum + part.earned),
        points: reading.points(),
        score: reading.fraction().map(|fraction| fraction * 100.0),
        contribution: reading.fraction().and_then(contribution),
        parts: reading.parts.iter().map(|part| state(reading, part)).collect(),
        feeds: feeds.collect(),
    }
}

fn state<'a>(reading: &Reading<'a>, part: &Part<'a>) -> PartWorking<'a> {
    let choice = part.option.and_then(|id| reading.question.choice(id.as_str()));
    let offered = part.offered && part.gap.is_some() && reading.standing == Standing::Scored;
    PartWorking {
        option: part.option,
        text: choice.map(|choice| choice.text.plain.as_str()),
        earned: part.earned,
        points: part.points,
        gap: part.gap,
        offers: part.service.filter(|_| offered),
        missing: part.missing,
    }
}
