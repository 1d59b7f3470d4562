//! When a question is asked, and when a rule of fit holds.

use serde::{Deserialize, Serialize};

use super::{OptionId, QuestionId};

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
}
