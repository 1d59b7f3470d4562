//! From answers to a scorecard. `themes/default/static/score.js` is this file in JavaScript, operation for operation.

use std::collections::BTreeSet;

use super::{Answers, Assessment, QuestionId, Scorecard};

/// The questions that are asked, given these answers.
pub fn visible<'a>(assessment: &'a Assessment, answers: &Answers) -> BTreeSet<&'a QuestionId> {
    let _ = (assessment, answers);
    todo!()
}

/// Scores valid answers.
pub fn score(assessment: &Assessment, answers: &Answers) -> Scorecard {
    let _ = (assessment, answers);
    todo!()
}
