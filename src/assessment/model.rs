//! What an assessment is made of, with every name resolved and every default filled in.
//!
//! Serialised, this is the *definition* that the store keeps for ever: a field that is added later
//! needs a serde default, so that old definitions stay readable.

use serde::{Deserialize, Serialize};

use super::{
    AssessmentId, BandId, CategoryId, Condition, Direction, OptionId, OutcomeId, PackageId, QuestionId,
    ServiceId, Unit,
};

/// Something an author wrote in Markdown, in the two forms that readers need.
///
/// The core never looks inside `html`; it only carries it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Without any markup, for e-mail, titles and reasons.
    pub plain: String,
    /// Safe HTML. A link inside the site begins with `site:/` instead of the base path.
    pub html: String,
}

/// A grader is public and short; a questionnaire is for meetings and clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// From `content/graders/`.
    Grader,
    /// From `content/questionnaires/`.
    Questionnaire,
}

/// When contact details are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// As part of the form.
    Before,
    /// Between the score and the gaps.
    #[default]
    AfterScore,
    /// Below the whole report.
    AfterReport,
    /// Never.
    None,
}

/// The one link that a band, an outcome or an assessment leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextStep {
    /// What the link says.
    pub label: String,
    /// Where it goes; `site:/…` inside the site.
    pub url: String,
}

/// Anything answered and scored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// The stem of the file.
    pub id: AssessmentId,
    /// Grader or questionnaire.
    pub kind: Kind,
    /// Plain text.
    pub title: String,
    /// Plain text for search engines and previews.
    pub description: Option<String>,
    /// Shown before the first question.
    pub intro: Option<Text>,
    /// When contact details are asked for.
    pub gate: Gate,
    /// The band that a missing `critical` state holds the result down to.
    pub critical_caps_at: Option<BandId>,
    /// The next step where a band or outcome has none of its own.
    pub next_step: Option<NextStep>,
    /// In file order; never empty where there is a question. Without a written one, there is one whose `title` is `None`.
    pub categories: Vec<Category>,
    /// In file order; empty where there are outcomes.
    pub bands: Vec<Band>,
    /// In file order; empty where there are bands.
    pub outcomes: Vec<Outcome>,
}

impl Assessment {
    /// Every question in file order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.categories.iter().flat_map(|category| &category.questions)
    }

    /// The question of that id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions().find(|question| question.id.as_str() == id)
    }

    /// The band of that id.
    pub fn band(&self, id: &BandId) -> Option<&Band> {
        self.bands.iter().find(|band| band.id == *id)
    }

    /// The outcome of that id.
    pub fn outcome(&self, id: &OutcomeId) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.id == *id)
    }
}

/// A named part of an assessment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Category {
    /// `all` for the silent category.
    pub id: CategoryId,
    /// `None` for the silent category of an assessment without any `##`.
    pub title: Option<Text>,
    /// Shown before its first question.
    pub intro: Option<Text>,
    /// For sales only; never published.
    pub sales: Option<Text>,
    /// Its share of the total, above 0.
    pub weight: f64,
    /// The score (0 to 100) to aim at.
    pub target: Option<f64>,
    /// In file order.
    pub questions: Vec<Question>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Unique in the assessment.
    pub id: QuestionId,
    /// The heading.
    pub text: Text,
    /// Plain paragraphs under the heading, for the prospect.
    pub help: Option<Text>,
    /// Why it matters: the quote under the heading.
    pub why: Option<Text>,
    /// What a salesperson asks; never published.
    pub sales: Option<Text>,
    /// Its share of its category, above 0.
    pub weight: f64,
    /// May be left unanswered.
    pub optional: bool,
    /// Describes the respondent and is not scored.
    pub profile: bool,
    /// Whether an answer moves the total. Never true of a `profile`, number or text question, nor of one that only
    /// feeds outcomes (its options have neither points nor a service).
    pub scored: bool,
    /// Asked only where this holds.
    pub shown_if: Option<Condition>,
    /// How it is answered.
    pub shape: Shape,
}

impl Question {
    /// The options, where the question has any.
    pub fn choices(&self) -> &[Choice] {
        match &self.shape {
            Shape::Many { choices } | Shape::One { choices, .. } => choices,
            Shape::Scale { .. } | Shape::Number { .. } | Shape::Text { .. } => &[],
        }
    }

    /// The option of that id.
    pub fn choice(&self, id: &str) -> Option<&Choice> {
        self.choices().iter().find(|choice| choice.id.as_str() == id)
    }
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Shape {
    /// `- [ ]`: any number of options. Each is loaded by itself.
    Many {
        /// In file order.
        choices: Vec<Choice>,
    },
    /// `- ( )`: exactly one option. The question is loaded as a whole; `Load::below` counts points.
    One {
        /// In file order.
        choices: Vec<Choice>,
        /// What the question is loaded with.
        load: Load,
    },
    /// A whole number from `min` to `max`, more is better. `Load::below` counts the value.
    Scale {
        /// The least.
        min: i64,
        /// The best.
        max: i64,
        /// What the question is loaded with.
        load: Load,
    },
    /// A whole number; never scored.
    Number {
        /// The least that is accepted.
        min: i64,
        /// The most that is accepted.
        max: i64,
        /// What it counts for prices.
        quantity: Option<Unit>,
        /// It asks how many there will be in a year, not how many there are.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        next_year: bool,
    },
    /// Free text; never scored.
    Text {
        /// The most Unicode characters, after CRLF became LF.
        limit: usize,
    },
}

/// What a *one* or *scale* question is loaded with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Load {
    /// Offered where the answer is below `below`, or below the best where that is `None`.
    pub service: Option<ServiceId>,
    /// See `service`; least < below ≤ best.
    pub below: Option<f64>,
    /// The answer must reach `below` (else the best), or the band is held down.
    pub critical: bool,
}

/// What an option says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A good state (in *one*: an ordinary option).
    #[default]
    State,
    /// A bad state: ticked, it is a gap. Only in *many*.
    Problem,
    /// "None of these". Only in *many*.
    None,
    /// "We don't know": scores 0.
    NotSure,
    /// "It does not apply to us": leaves the sums. Only in *one*.
    NotApplicable,
}

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Unique in the question.
    pub id: OptionId,
    /// The statement.
    pub text: Text,
    /// What follows from lacking it.
    pub education: Option<Text>,
    /// What a salesperson asks; never published.
    pub sales: Option<Text>,
    /// What the option says.
    pub role: Role,
    /// 0 or more; 0 for `None`, `NotSure` and `NotApplicable`.
    pub points: f64,
    /// What brings the state about (only in *many*).
    pub service: Option<ServiceId>,
    /// Must hold, or the band is held down (only in *many*).
    pub critical: bool,
    /// The package that the respondent says they are on (only in *one*).
    pub package: Option<PackageId>,
    /// Where the respondent says the company is going (only in *one*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// What choosing it adds to the tally of outcomes.
    pub outcomes: Vec<(OutcomeId, f64)>,
}

/// A named range of the total.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// Unique among the bands.
    pub id: BandId,
    /// The heading.
    pub title: String,
    /// The least shown total, 0 to 100.
    pub from: u32,
    /// What it means.
    pub text: Text,
    /// The link that stands alone in its last paragraph (and is left out of `text`).
    pub next_step: Option<NextStep>,
    /// For sales only; never published.
    pub sales: Option<Text>,
}

/// A named result chosen by tally.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Unique among the outcomes.
    pub id: OutcomeId,
    /// The heading.
    pub title: String,
    /// What it means.
    pub text: Text,
    /// The link that stands alone in its last paragraph (and is left out of `text`).
    pub next_step: Option<NextStep>,
    /// For sales only; never published.
    pub sales: Option<Text>,
}
