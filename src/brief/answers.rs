//! Answers in words.

use serde::Serialize;

use crate::assessment::{Answer, Question, QuestionId, Shape, Standing};
use crate::store::Response;

/// The answers of one category.
#[derive(Debug, Serialize)]
pub struct Section {
    title: Option<String>,
    questions: Vec<Asked>,
}

/// One question with what was answered.
#[derive(Debug, Serialize)]
pub struct Asked {
    question: String,
    /// One entry for each option that was chosen.
    answers: Vec<String>,
    /// What to know about it: `not answered`, `not asked`.
    note: Option<&'static str>,
}

/// Every question in file order, with what was answered.
pub(super) fn sections(response: &Response) -> Vec<Section> {
    let assessment = &response.definition.assessment;
    let sections = assessment.categories.iter().map(|category| Section {
        title: category.title.as_ref().map(|title| title.plain.clone()),
        questions: category
            .questions
            .iter()
            .map(|question| asked(question, response))
            .collect(),
    });
    sections.filter(|section| !section.questions.is_empty()).collect()
}

/// What was answered to a question, one entry for each option that was chosen; none where it was not.
pub fn answers_of(response: &Response, question: &QuestionId) -> Vec<String> {
    let known = response.definition.assessment.question(question.as_str());
    known.map_or_else(Vec::new, |question| asked(question, response).answers)
}

/// What was answered, without what was left out or not asked.
pub(super) fn answered(response: &Response) -> Vec<Section> {
    let mut sections = sections(response);
    for section in &mut sections {
        section.questions.retain(|asked| asked.note.is_none());
    }
    sections.retain(|section| !section.questions.is_empty());
    sections
}

fn asked(question: &Question, response: &Response) -> Asked {
    let answers: Vec<String> = match response.answers.get(&question.id) {
        None => Vec::new(),
        Some(Answer::Number(value)) => match question.shape {
            Shape::Scale { max, .. } => vec![format!("{value} of {max}")],
            _ => vec![value.to_string()],
        },
        Some(Answer::Text(text)) => vec![option(question, text)],
        Some(Answer::Many(options)) => options.iter().map(|id| option(question, id.as_str())).collect(),
    };
    let standing = response
        .scorecard
        .questions
        .iter()
        .find(|score| score.id == question.id);
    let note = match standing.map(|score| score.standing) {
        Some(Standing::Hidden) => Some("not asked"),
        _ if answers.is_empty() => Some("not answered"),
        _ => None,
    };
    Asked {
        question: question.text.plain.clone(),
        answers,
        note,
    }
}

/// The option in words; free text is its own.
fn option(question: &Question, answer: &str) -> String {
    question
        .choice(answer)
        .map_or(answer, |choice| &choice.text.plain)
        .to_owned()
}
