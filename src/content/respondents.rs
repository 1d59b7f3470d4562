//! What the front matter of an assessment says of its respondents: who of them decides, and who are alike.

use crate::assessment::{Assessment, Condition, QuestionId, Shape};

use super::conditions::Parsed;
use super::faults::{Faults, Spanned};
use super::{codes, fit, suggest};

/// `decides: CONDITION`, over the questions of the assessment.
pub(super) fn decides(
    written: Option<Parsed>,
    assessment: &Assessment,
    faults: &mut Faults,
) -> Option<Condition> {
    let written = written?;
    let ids: Vec<&str> = assessment
        .questions()
        .map(|question| question.id.as_str())
        .collect();
    for leaf in &written.leaves {
        let name = &leaf.question.value;
        match assessment.question(name) {
            Some(question) => fit::check_leaf(leaf, &[question], faults),
            None => {
                let message = format!("there is no question `{name}`");
                let help = suggest::help(name, ids.iter().copied(), "the questions are");
                faults.report(
                    &codes::UNKNOWN_QUESTION,
                    leaf.question.span.clone(),
                    message,
                    help,
                );
            }
        }
    }
    Some(written.condition)
}

/// `benchmark_by: QUESTION`, a profile question with one answer.
pub(super) fn benchmark_by(
    written: Option<Spanned<String>>,
    assessment: &Assessment,
    faults: &mut Faults,
) -> Option<QuestionId> {
    let written = written?;
    let fits = |question: &&crate::assessment::Question| {
        question.profile && matches!(question.shape, Shape::One { .. })
    };
    let fitting = || assessment.questions().filter(fits);
    if let Some(question) = fitting().find(|question| question.id.as_str() == written.value) {
        return Some(question.id.clone());
    }
    let names: Vec<&str> = fitting().map(|question| question.id.as_str()).collect();
    let message = match assessment.question(&written.value) {
        Some(_) => format!("`{}` does not sort respondents into groups", written.value),
        None => format!("there is no question `{}`", written.value),
    };
    let help = suggest::help(&written.value, names.iter().copied(), "the questions that do are")
        .unwrap_or_else(|| {
            "name a question with one answer (`- ( )`) and the setting `profile`, such as the industry"
                .to_owned()
        });
    let code = match assessment.question(&written.value) {
        Some(_) => &codes::FIELD_VALUE,
        None => &codes::UNKNOWN_QUESTION,
    };
    faults.report(code, written.span, message, help);
    None
}
