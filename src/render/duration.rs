//! About how long an assessment takes, from what there is to read and to do.

use crate::assessment::{Assessment, Choice, Question, Shape, Text};

/// Words a second that somebody reads who looks for what is true of their company: about 240 a minute, the middle of
/// what <https://doi.org/10.1016/j.jml.2019.104047> found for silent reading in English.
const WORDS_A_SECOND: f64 = 4.0;

/// Minutes, at least 1. Questions under a condition count: it is better to be done early.
pub(super) fn minutes(assessment: &Assessment) -> usize {
    let seconds: f64 = assessment.questions().map(seconds).sum();
    // Rounded, because "about 5 minutes" is what is said of it. Never more than a few thousand: a file is 1 MB at most.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small count above 0"
    )]
    let minutes = (seconds / 60.0).round() as usize;
    minutes.max(1)
}

fn seconds(question: &Question) -> f64 {
    let optional = |text: &Option<Text>| text.as_ref().map_or(0.0, words);
    let choices = |choices: &[Choice]| choices.iter().map(|choice| words(&choice.text)).sum::<f64>();
    // To decide costs more than to read: each statement of many asks for a decision of its own, a figure may have to
    // be looked up, and words have to be found.
    let (read, decide) = match &question.shape {
        Shape::Many { choices: all } => (choices(all), 4.0 + small(all.len())),
        Shape::One { choices: all, .. } => (choices(all), 4.0),
        Shape::Scale { .. } => (0.0, 5.0),
        Shape::Number { .. } => (0.0, 8.0),
        Shape::Text { .. } => (0.0, 30.0),
    };
    (words(&question.text) + optional(&question.help) + optional(&question.why) + read) / WORDS_A_SECOND
        + decide
}

fn words(text: &Text) -> f64 {
    small(text.plain.split_whitespace().count())
}

/// A count as a number to reckon with.
fn small(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}
