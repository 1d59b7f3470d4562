//! When a question is asked, and when a rule of fit holds.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Answer, Answers, Assessment, OptionId, QuestionId, Shape};

/// How a number or scale is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comparison {
    /// `>=`
    #[serde(rename = ">=")]
    AtLeast,
    /// `<=`
    #[serde(rename = "<=")]
    AtMost,
    /// `>`
    #[serde(rename = ">")]
    Above,
    /// `<`
    #[serde(rename = "<")]
    Below,
    /// `=`
    #[serde(rename = "=")]
    Equal,
}

/// A condition over answers. A comparison with an unanswered or hidden question is false, then `not` applies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// `QUESTION is OPTION`, of a *one*.
    Is(QuestionId, OptionId),
    /// `QUESTION has OPTION`, of a *many*.
    Has(QuestionId, OptionId),
    /// `NUMBER >= 20`, of a number or scale.
    Compare(QuestionId, Comparison, f64),
    /// Both hold.
    And(Box<Condition>, Box<Condition>),
    /// At least one holds.
    Or(Box<Condition>, Box<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// A client answers. Never in a definition: each of the two audiences has its own.
    Client,
}

impl Condition {
    /// Whether it holds. `visible` are the questions that are asked (see [`visible`](super::visible)); a
    /// question that `assessment` does not have, or has in another shape, counts as unanswered.
    pub fn holds(&self, assessment: &Assessment, answers: &Answers, visible: &BTreeSet<&QuestionId>) -> bool {
        let answer = |id: &QuestionId| visible.contains(id).then(|| answers.get(id)).flatten();
        match self {
            Self::Is(question, option) => {
                // A text that happens to read like an option is not that option.
                let is_one = matches!(
                    assessment
                        .question(question.as_str())
                        .map(|question| &question.shape),
                    Some(Shape::One { .. })
                );
                is_one && matches!(answer(question), Some(Answer::Text(chosen)) if chosen == option.as_str())
            }
            Self::Has(question, option) => {
                matches!(answer(question), Some(Answer::Many(chosen)) if chosen.contains(option))
            }
            Self::Compare(question, comparison, bound) => match answer(question) {
                Some(Answer::Number(value)) => comparison.holds(*value as f64, *bound),
                _ => false,
            },
            Self::And(left, right) => {
                left.holds(assessment, answers, visible) && right.holds(assessment, answers, visible)
            }
            Self::Or(left, right) => {
                left.holds(assessment, answers, visible) || right.holds(assessment, answers, visible)
            }
            Self::Not(inner) => !inner.holds(assessment, answers, visible),
            Self::Client => false,
        }
    }
}

impl Condition {
    /// The questions that it looks at, in the order of writing.
    pub fn questions(&self) -> Vec<&QuestionId> {
        match self {
            Self::Is(question, _) | Self::Has(question, _) | Self::Compare(question, ..) => vec![question],
            Self::And(left, right) | Self::Or(left, right) => {
                let mut all = left.questions();
                all.extend(right.questions());
                all
            }
            Self::Not(inner) => inner.questions(),
            Self::Client => Vec::new(),
        }
    }
}

/// Whether a respondent is the person that `condition` describes; `None` where nobody asked what it looks at, or nothing
/// was answered.
pub fn describes(condition: &Condition, assessment: &Assessment, answers: &Answers) -> Option<bool> {
    let visible = super::visible(assessment, answers);
    let told = |id: &&QuestionId| visible.contains(*id) && answers.get(id).is_some();
    condition
        .questions()
        .iter()
        .any(told)
        .then(|| condition.holds(assessment, answers, &visible))
}

impl Comparison {
    /// Whether it holds between a value and a bound.
    pub fn holds(self, value: f64, bound: f64) -> bool {
        match self {
            Self::AtLeast => value >= bound,
            Self::AtMost => value <= bound,
            Self::Above => value > bound,
            Self::Below => value < bound,
            Self::Equal => value == bound,
        }
    }
}
