//! What one respondent chose, checked against the assessment it answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Assessment, OptionId, QuestionId};

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// Of a number or scale.
    Number(i64),
    /// Of a *one*: an option's id. Of a text: the text, CRLF made LF, never blank.
    Text(String),
    /// Of a *many*: each option once, in file order, never empty.
    Many(Vec<OptionId>),
}

/// Valid answers by question; unanswered questions are absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<QuestionId, Answer>);

/// One thing that is wrong with what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerFault {
    /// A JSON pointer into the body, such as `/answers/plan`.
    pub pointer: String,
    /// The question, as it was named.
    pub question: String,
    /// What is wrong and what to do, for the respondent.
    pub message: String,
}

impl Answers {
    /// Reads the `answers` object of a JSON body; returns every fault at once.
    ///
    /// A required question that is visible and not answered is a fault too.
    ///
    /// # Errors
    /// All faults, in file order, unknown questions last.
    pub fn from_json(
        assessment: &Assessment,
        sent: &serde_json::Map<String, serde_json::Value>,
    ) -> Result<Self, Vec<AnswerFault>> {
        let _ = (assessment, sent);
        todo!()
    }

    /// Reads the fields of a form. A field may be repeated (checkboxes); blank fields are unanswered.
    /// `contact.*`, `source.*`, `consent` and machine fields (`_…`) are passed over.
    ///
    /// # Errors
    /// As [`Answers::from_json`].
    pub fn from_form(assessment: &Assessment, fields: &[(String, String)]) -> Result<Self, Vec<AnswerFault>> {
        let _ = (assessment, fields);
        todo!()
    }

    /// The answer to a question, visible or not.
    pub fn get(&self, question: &QuestionId) -> Option<&Answer> {
        self.0.get(question)
    }

    /// Every answer, by question id.
    pub fn iter(&self) -> impl Iterator<Item = (&QuestionId, &Answer)> {
        self.0.iter()
    }
}
