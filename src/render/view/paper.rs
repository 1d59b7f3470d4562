//! What `print.html` sees.

use serde::Serialize;

use super::{ContactView, Html};

/// A paper edition: `paper` in `print.html`.
#[derive(Debug, Clone, Serialize)]
pub struct PaperView {
    /// `grader` or `questionnaire`.
    pub kind: &'static str,
    /// Plain text.
    pub title: String,
    /// The page where it can be answered without paper.
    pub url: String,
    /// Shown before the first question.
    pub intro: Option<Html>,
    /// How many questions there are.
    pub questions: usize,
    /// About how long it takes, in minutes, at least 1.
    pub minutes: usize,
    /// What the sheet is known by, such as `1f2e-3d4c-5b6a`: `leads add` finds the questions as they were printed.
    pub code: String,
    /// The colour of the sheet, where it is not white.
    pub tint: Option<PaperTintView>,
    /// The contact fields and the consent, where the assessment asks for them.
    pub contact: Option<ContactView>,
    /// In file order.
    pub categories: Vec<PaperCategoryView>,
}

/// The colour of a sheet.
#[derive(Debug, Clone, Serialize)]
pub struct PaperTintView {
    /// A class that gives `--tint` in `paper.css`.
    pub class: String,
    /// `#rrggbb`, for the attribute `fill` of a drawing.
    pub colour: String,
}

/// A category of a paper edition.
#[derive(Debug, Clone, Serialize)]
pub struct PaperCategoryView {
    /// Null for the silent category.
    pub title: Option<Html>,
    /// Shown before its first question.
    pub intro: Option<Html>,
    /// In file order.
    pub questions: Vec<PaperQuestionView>,
}

/// A question of a paper edition.
#[derive(Debug, Clone, Serialize)]
pub struct PaperQuestionView {
    /// From 1, through the whole assessment.
    pub number: usize,
    /// The heading.
    pub text: Html,
    /// Plain paragraphs under the heading.
    pub help: Option<Html>,
    /// Why it matters.
    pub why: Option<Html>,
    /// May be left unanswered.
    pub optional: bool,
    /// Answered only under a condition.
    pub conditional: bool,
    /// The condition, term by term; empty where it can't be said in a plain sentence.
    pub only_if: Vec<PaperTermView>,
    /// `many`, `one`, `scale` (of at most 21 steps), `number` or `text`.
    pub is: &'static str,
    /// Of `many` and `one`; of a `scale`, its steps.
    pub options: Vec<PaperOptionView>,
    /// Of `scale` and `number`.
    pub min: Option<i64>,
    /// Of `scale` and `number`.
    pub max: Option<i64>,
    /// Of `text`: how many lines to write on; else 0.
    pub lines: usize,
}

/// One comparison of a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperTermView {
    /// `and` or `or`: how it hangs on the term before it; null for the first.
    pub join: Option<&'static str>,
    /// `chosen`, or `at-least`, `at-most`, `above`, `below`, `equal`.
    pub is: &'static str,
    /// The number of the question that it looks at.
    pub number: usize,
    /// Of `chosen`: what the option says.
    pub option: Option<String>,
    /// Of the others: what the answer is compared with.
    pub value: Option<String>,
}

/// An option of a paper edition.
#[derive(Debug, Clone, Serialize)]
pub struct PaperOptionView {
    /// The statement.
    pub text: Html,
    /// “None of these”, “not sure” or “does not apply”.
    pub apart: bool,
}
