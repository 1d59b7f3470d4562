//! The result of scoring.

use serde::{Deserialize, Serialize};

use super::{BandId, CategoryId, OptionId, OutcomeId, QuestionId};

/// The scores of a set of answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scorecard {
    /// 0 to 100, rounded to nine decimals; `None` where nothing was scored or the assessment has no bands.
    pub total: Option<f64>,
    /// The total as it is shown: a whole number, rounded half up.
    pub shown: Option<u32>,
    /// The band, after `critical_caps_at`.
    pub band: Option<BandId>,
    /// The critical states that are missing, where they hold the band down; `None` where they don't.
    pub capped_by: Option<Vec<Missing>>,
    /// The outcome with the largest tally; ties go to file order. `None` without outcomes or where all tallies are 0.
    pub outcome: Option<OutcomeId>,
    /// Each outcome's tally in file order.
    pub tallies: Vec<(OutcomeId, f64)>,
    /// Every category in file order.
    pub categories: Vec<CategoryScore>,
    /// Every question in file order.
    pub questions: Vec<QuestionScore>,
}

/// A critical state that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Where it was asked.
    pub question: QuestionId,
    /// The option of a *many*; `None` where the question as a whole is critical.
    pub option: Option<OptionId>,
    /// The state in words: the option's text, or the question's.
    pub text: String,
}

/// A category's score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CategoryScore {
    /// Which.
    pub id: CategoryId,
    /// 0 to 100; `None` where no question of it was scored.
    pub score: Option<f64>,
    /// The score to aim at.
    pub target: Option<f64>,
}

/// How a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Counts in the sums.
    Scored,
    /// Answered, but not of a scored kind (number, text, profile, or only feeding outcomes).
    Noted,
    /// Asked and left open.
    Unanswered,
    /// Answered "does not apply".
    NotApplicable,
    /// Its condition does not hold.
    Hidden,
}

/// A question's score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionScore {
    /// Which.
    pub id: QuestionId,
    /// How it stands.
    pub standing: Standing,
    /// 0 to 100; `None` unless scored.
    pub score: Option<f64>,
}
