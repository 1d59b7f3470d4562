//! Fit: is it our kind of company? Rules in the MSP's own words, for sales only.

use serde::{Deserialize, Serialize};

use super::{Answers, Assessment, Condition, visible};

/// A rule that says why a respondent is the MSP's kind of company; never published.
#[derive(Debug, Clone, PartialEq)]
pub struct FitRule {
    /// When it holds.
    pub when: Condition,
    /// What it counts; below 0 it counts against.
    pub points: f64,
    /// In words.
    pub reason: Option<String>,
    /// It counts nothing, and puts the lead on top: "their IT person is leaving".
    pub trigger: bool,
}

/// From A (exactly our kind) to D.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FitGrade {
    /// 75 points and more.
    A,
    /// 50 points and more.
    B,
    /// 25 points and more.
    C,
    /// Below.
    D,
}

/// How well a respondent fits, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// By the sum of the points.
    pub grade: FitGrade,
    /// The sum of the points of the rules that hold.
    pub points: f64,
    /// The reasons of the rules that hold, in their order.
    pub reasons: Vec<String>,
}

impl FitGrade {
    /// The letter.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }

    fn of(points: f64) -> Self {
        match points {
            points if points >= 75.0 => Self::A,
            points if points >= 50.0 => Self::B,
            points if points >= 25.0 => Self::C,
            _ => Self::D,
        }
    }
}

/// Adds up the rules that hold. `None` where the respondent answered nothing that any rule looks at: not being asked is
/// no bad fit.
pub fn fit<'r>(
    rules: impl IntoIterator<Item = &'r FitRule>,
    assessment: &Assessment,
    answers: &Answers,
) -> Option<Fit> {
    let visible = visible(assessment, answers);
    let mut told = false;
    let mut points = 0.0;
    let mut reasons = Vec::new();
    for rule in rules.into_iter().filter(|rule| !rule.trigger) {
        let answered = |id: &&super::QuestionId| visible.contains(*id) && answers.get(id).is_some();
        told |= rule.when.questions().iter().any(answered);
        if rule.when.holds(assessment, answers, &visible) {
            points += rule.points;
            let spoken = rule.reason.clone();
            reasons.push(spoken.unwrap_or_else(|| format!("a rule of fit holds ({:+} points)", rule.points)));
        }
    }
    told.then(|| Fit {
        grade: FitGrade::of(points),
        points,
        reasons,
    })
}

/// The reasons of the triggers that hold.
pub(super) fn triggers<'r>(
    rules: impl IntoIterator<Item = &'r FitRule>,
    assessment: &Assessment,
    answers: &Answers,
) -> Vec<String> {
    let visible = visible(assessment, answers);
    rules
        .into_iter()
        .filter(|rule| rule.trigger && rule.when.holds(assessment, answers, &visible))
        .filter_map(|rule| rule.reason.clone())
        .collect()
}
