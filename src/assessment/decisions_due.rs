//! What was decided last time, and is to be looked at again by now.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use super::scoring::read;
use super::shared::shared;
use super::{Assessment, Decision, Round};

/// A decision whose day has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionDue {
    /// The gap: `QUESTION` or `QUESTION.OPTION`.
    pub gap: String,
    /// The good state or problem (of a *one* or *scale* the question), in today's words, else as it was asked.
    pub text: String,
    /// `None` reads “no decision recorded”, never “accepted”.
    pub decision: Option<Decision>,
    /// Who decides about it; `None` where nobody was named.
    pub who: Option<String>,
    /// When they wanted to look at it again.
    pub review: Date,
}

/// The decisions that are to be looked at again on `by` or before, the longest due first.
///
/// A gap that the later round closed is done with. Where the later round says something new about a gap, that stands instead. A
/// gap without a day of its own is looked at again on the day of all.
pub(super) fn decisions_due(
    today: &Assessment,
    earlier: &Round<'_>,
    later: &Round<'_>,
    by: Date,
) -> Vec<DecisionDue> {
    let closed = closed(today, later);
    let mut due: BTreeMap<&str, DecisionDue> = BTreeMap::new();
    for decisions in [earlier.decisions, later.decisions] {
        for (gap, decided) in &decisions.gaps {
            if decided.decision.is_none() && decided.review.is_none() {
                continue;
            }
            due.remove(gap.as_str());
            let Some(review) = decided.review.or(decisions.review).filter(|review| *review <= by) else {
                continue;
            };
            if closed.contains(gap) {
                continue;
            }
            let assessments = [today, later.assessment, earlier.assessment];
            let text = assessments.iter().find_map(|assessment| text(assessment, gap));
            let entry = DecisionDue {
                gap: gap.clone(),
                text: text.unwrap_or_else(|| gap.clone()),
                decision: decided.decision,
                who: decided.who.clone().or_else(|| decisions.who.clone()),
                review,
            };
            due.insert(gap, entry);
        }
    }
    let mut due: Vec<DecisionDue> = due.into_values().collect();
    due.sort_by_key(|decision| decision.review);
    due
}

/// The states that hold in the later round, by today's definition, as the keys of their gaps.
fn closed(today: &Assessment, later: &Round<'_>) -> BTreeSet<String> {
    let now = shared(today, &[*later]);
    let readings = read(&now.assessment, &now.answers[0]);
    let parts = readings
        .iter()
        .flatten()
        .flat_map(|reading| reading.parts.iter().map(|part| (&reading.question.id, part)));
    parts
        .filter(|(_, part)| part.gap.is_none())
        .map(|(question, part)| match part.option {
            Some(option) => format!("{question}.{option}"),
            None => question.to_string(),
        })
        .collect()
}

/// What a gap is about.
fn text(assessment: &Assessment, gap: &str) -> Option<String> {
    let (question, option) = match gap.split_once('.') {
        Some((question, option)) => (question, Some(option)),
        None => (gap, None),
    };
    let question = assessment.question(question)?;
    let text = match option {
        Some(option) => &question.choice(option)?.text,
        None => &question.text,
    };
    Some(text.plain.clone())
}
