//! From a scorecard to the services to talk about.

use serde::{Deserialize, Serialize};

use super::gaps::gaps;
use super::ranking::{Quantities, earned, rank};
use super::scoring::read;
use super::{
    Answers, Assessment, Catalogue, Expectations, OptionId, QuestionId, Sales, SalesRules, Scorecard,
    ServiceId, sales,
};

/// Why something is a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapKind {
    /// A good state that was not ticked.
    NotTicked,
    /// A good state, and "none of these" was ticked.
    NoneStated,
    /// A problem that was ticked.
    ProblemTicked,
    /// "We don't know" was ticked.
    NotSure,
    /// A *one* or *scale* answered below its best.
    BelowBest,
}

/// A good state not taken, or a problem taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// Where.
    pub question: QuestionId,
    /// The option of a *many*; `None` for *one* and *scale*.
    pub option: Option<OptionId>,
    /// Why it is one.
    pub kind: GapKind,
    /// What would close it; `None` where it is not loaded, or where the answer is not below `below`.
    pub service: Option<ServiceId>,
    /// The points of the total that closing it would win.
    pub gain: f64,
    /// Whether the state is critical (and missing).
    pub critical: bool,
    /// The gap in words, such as `Not ticked: Laptops are encrypted.`
    pub reason: String,
}

impl Gap {
    /// `QUESTION` or `QUESTION.OPTION`: what decisions, pages and scripts call it.
    pub fn key(&self) -> String {
        match &self.option {
            Some(option) => format!("{}.{option}", self.question),
            None => self.question.to_string(),
        }
    }
}

/// How much of a service's ground is already covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// Some of its points are earned.
    Strengthen,
    /// None are.
    Start,
}

/// A service to talk about, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recommendation {
    /// Which.
    pub id: ServiceId,
    /// As it was sold when the answers came.
    pub name: String,
    /// See [`Strength`].
    pub strength: Strength,
    /// The sum of its gaps' gains.
    pub gain: f64,
    /// Whether one of its gaps is critical.
    pub critical: bool,
    /// Price × quantity in minor units; `None` where the price or the quantity is unknown.
    pub monthly: Option<i64>,
    /// As `monthly`, once.
    pub setup: Option<i64>,
    /// The quantity that `monthly` and `setup` were made with.
    pub quantity: Option<i64>,
    /// As `monthly`, at the size expected in a year; `None` where next year was not asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monthly_next_year: Option<i64>,
    /// Each gap in words.
    pub reasons: Vec<String>,
}

/// What to do with a set of answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FollowUp {
    /// Every gap in file order.
    pub gaps: Vec<Gap>,
    /// Critical first, then gain, then catalogue order.
    pub services: Vec<Recommendation>,
    /// Of somebody on a package: what they believe to be covered, beside what is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expectations: Option<Expectations>,
    /// What sales makes of it; never shown to the respondent.
    #[serde(default)]
    pub sales: Sales,
}

impl FollowUp {
    /// With what sales makes of it, by the rules of the site and of the assessment.
    #[must_use]
    pub fn for_sales(
        self,
        assessment: &Assessment,
        answers: &Answers,
        catalogue: &Catalogue,
        rules: &SalesRules<'_>,
    ) -> Self {
        let sales = sales(assessment, answers, &self.services, catalogue, rules);
        Self { sales, ..self }
    }
}

/// Finds the gaps and ranks the services that close them.
///
/// A service that `catalogue` no longer has (answers to an old definition) stays named in its gaps and is left out
/// of the services.
pub fn follow_up(
    assessment: &Assessment,
    answers: &Answers,
    scorecard: &Scorecard,
    catalogue: &Catalogue,
) -> FollowUp {
    let categories = read(assessment, answers);
    let gaps = gaps(assessment, answers, scorecard, &categories);
    let services = rank(
        &gaps,
        &earned(&categories),
        &Quantities::now(assessment, answers),
        &Quantities::asked_for_next_year(assessment, answers),
        catalogue,
    );
    let sales = Sales::default();
    FollowUp {
        gaps,
        services,
        expectations: None,
        sales,
    }
}
