//! What one respondent chose, checked against the assessment it answers.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::value::{self, is_blank, shortened};
use super::{Assessment, Complaint, OptionId, Question, QuestionId, visible};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerFault {
    /// A JSON pointer into the body, such as `/answers/plan`.
    pub pointer: String,
    /// The question, as it was named.
    pub question: String,
    /// What is wrong and what to do, for the respondent.
    pub complaint: Complaint,
}

impl Answers {
    /// Reads the `answers` object of a JSON body; returns every fault at once.
    ///
    /// `null` and an empty list are unanswered. Answers to questions that are not asked are kept like any other.
    /// A required question that is visible and not answered is a fault too.
    ///
    /// # Errors
    /// All faults, in file order, unknown questions last.
    pub fn from_json(
        assessment: &Assessment,
        sent: &serde_json::Map<String, serde_json::Value>,
    ) -> Result<Self, Vec<AnswerFault>> {
        let unknown = sent.keys().map(String::as_str);
        let (answers, faults) = check(assessment, unknown, |question| {
            match sent.get(question.id.as_str()) {
                Some(value) => value::from_json(question, value),
                None => Ok(None),
            }
        });
        faultless(answers, faults)
    }

    /// Reads the fields of a form. A field may be repeated (checkboxes); blank fields are unanswered.
    /// `contact.*`, `source.*`, `consent` and machine fields (`_…`) are passed over.
    ///
    /// # Errors
    /// As [`Answers::from_json`].
    pub fn from_form(assessment: &Assessment, fields: &[(String, String)]) -> Result<Self, Vec<AnswerFault>> {
        let (answers, faults) = Self::so_far(assessment, fields);
        faultless(answers, faults)
    }

    /// Reads the fields of a form that is not finished: what is valid, beside everything that keeps it from being sent.
    pub fn so_far(assessment: &Assessment, fields: &[(String, String)]) -> (Self, Vec<AnswerFault>) {
        let elsewhere = |name: &str| {
            name == "consent"
                || ["contact.", "source.", "_"]
                    .iter()
                    .any(|prefix| name.starts_with(prefix))
        };
        let names = fields
            .iter()
            .map(|(name, _)| name.as_str())
            .filter(|name| !elsewhere(name));
        let unknown: BTreeSet<&str> = names.collect();
        check(assessment, unknown.into_iter(), |question| {
            let values: Vec<&str> = fields
                .iter()
                .filter(|(name, value)| name == question.id.as_str() && !is_blank(value))
                .map(|(_, value)| value.as_str())
                .collect();
            value::from_form(question, &values)
        })
    }

    /// Answers that are known to be valid.
    pub(super) fn known(answers: BTreeMap<QuestionId, Answer>) -> Self {
        Self(answers)
    }

    /// Puts in an answer that is known to be valid.
    pub fn insert(&mut self, question: QuestionId, answer: Answer) {
        self.0.insert(question, answer);
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

/// Reads every question, then looks for what is missing and for `names` that are no question.
fn check<'a>(
    assessment: &Assessment,
    names: impl Iterator<Item = &'a str>,
    read: impl Fn(&Question) -> Result<Option<Answer>, Complaint>,
) -> (Answers, Vec<AnswerFault>) {
    let mut answers = Answers::default();
    let mut wrong: BTreeMap<&QuestionId, Complaint> = BTreeMap::new();
    for question in assessment.questions() {
        match read(question) {
            Ok(Some(answer)) => drop(answers.0.insert(question.id.clone(), answer)),
            Ok(None) => {}
            Err(complaint) => drop(wrong.insert(&question.id, complaint)),
        }
    }
    let visible = visible(assessment, &answers);
    let mut faults = Vec::new();
    for question in assessment.questions() {
        let open = visible.contains(&question.id) && answers.get(&question.id).is_none();
        let missing = (open && !question.optional).then(|| value::missing(question));
        if let Some(complaint) = wrong.remove(&question.id).or(missing) {
            faults.push(AnswerFault::new(question.id.as_str(), complaint));
        }
    }
    for name in names.filter(|name| assessment.question(name).is_none()) {
        let complaint = Complaint::plain("answers.unknown_question").with("question", shortened(name));
        faults.push(AnswerFault::new(name, complaint));
    }
    (answers, faults)
}

fn faultless(answers: Answers, faults: Vec<AnswerFault>) -> Result<Answers, Vec<AnswerFault>> {
    if faults.is_empty() {
        Ok(answers)
    } else {
        Err(faults)
    }
}

impl AnswerFault {
    fn new(question: &str, complaint: Complaint) -> Self {
        let escaped = question.replace('~', "~0").replace('/', "~1");
        Self {
            pointer: format!("/answers/{escaped}"),
            question: question.to_owned(),
            complaint,
        }
    }
}
