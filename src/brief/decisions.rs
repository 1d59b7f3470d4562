//! What the respondent decided, wants explained, and who decides.

use serde::Serialize;

use super::contact::day;
use crate::assessment::{Decided, Decision};
use crate::store::Response;

/// What was decided about a gap.
#[derive(Debug, Serialize)]
pub struct DecisionRow {
    what: String,
    decision: &'static str,
    who: Option<String>,
    review: Option<String>,
}

/// What was decided, and about how many gaps nothing was.
pub(super) fn decisions(response: &Response) -> (Vec<DecisionRow>, usize) {
    let said = &response.decisions.gaps;
    let none = Decided::default();
    let gaps = response
        .follow_up
        .gaps
        .iter()
        .map(|gap| (gap.key(), said.get(&gap.key()).unwrap_or(&none)));
    let (decided, open): (Vec<_>, Vec<_>) = gaps.partition(|(_, decided)| {
        decided.decision.is_some() || decided.who.is_some() || decided.review.is_some()
    });
    let rows = decided.into_iter().map(|(key, decided)| DecisionRow {
        what: in_words(response, &key),
        decision: match decided.decision {
            None => "No decision recorded",
            Some(Decision::Want) => "We want this",
            Some(Decision::Discuss) => "Let’s discuss",
            Some(Decision::Ourselves) => "We handle it ourselves",
            Some(Decision::Accept) => "We accept it for now",
        },
        who: decided.who.clone(),
        review: decided.review.map(day),
    });
    (rows.collect(), open.len())
}

/// The gaps they asked to have explained.
pub(super) fn explain(response: &Response) -> Vec<String> {
    let gaps = response.decisions.gaps.iter();
    gaps.filter(|(_, decided)| decided.explain)
        .map(|(key, _)| in_words(response, key))
        .collect()
}

/// Who decides, and when they look again.
pub(super) fn decides(response: &Response) -> Option<String> {
    let said = &response.decisions;
    let who = [&said.who, &said.role].into_iter().flatten().cloned();
    let review = said.review.map(|on| format!("look again on {}", day(on)));
    let parts: Vec<String> = who.chain(review).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The first gap that they said “we want this” to.
pub(super) fn wanted(response: &Response) -> Option<String> {
    let decided = &response.decisions.gaps;
    let mut gaps = response.follow_up.gaps.iter();
    let wanted = gaps.find(|gap| {
        let decided = decided.get(&gap.key());
        decided.is_some_and(|decided| decided.decision == Some(Decision::Want))
    })?;
    Some(in_words(response, &wanted.key()))
}

/// A gap as the respondent saw it: the option, or the question.
fn in_words(response: &Response, key: &str) -> String {
    let (question, option) = key
        .split_once('.')
        .map_or((key, None), |(question, option)| (question, Some(option)));
    let question = response.definition.assessment.question(question);
    let choice = question
        .zip(option)
        .and_then(|(question, option)| question.choice(option));
    let text = choice
        .map(|choice| &choice.text)
        .or(question.map(|question| &question.text));
    text.map_or_else(|| key.to_owned(), |text| text.plain.clone())
}
