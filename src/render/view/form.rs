//! What `grader.html` sees of an assessment, and what every form sees of a contact.

use serde::Serialize;

use super::Html;

/// A grader or questionnaire to be answered: `assessment` in `grader.html`.
#[derive(Debug, Clone, Serialize)]
pub struct AssessmentView {
    /// As in its file's name.
    pub id: String,
    /// `grader` or `questionnaire`.
    pub kind: &'static str,
    /// Plain text.
    pub title: String,
    /// Shown before the first question.
    pub intro: Option<Html>,
    /// How many questions there are, those under a condition too.
    pub questions: usize,
    /// Whether some are asked only under a condition, so that `questions` is the most that anybody is asked.
    pub conditional: bool,
    /// About how long it takes, in minutes, at least 1.
    pub minutes: usize,
    /// Whether a single choice moves on by itself, until the respondent says otherwise.
    pub advance: bool,
    /// `before`, `after-score`, `after-report` or `none`; always `none` without an endpoint.
    pub gate: &'static str,
    /// Whether a total is shown (it has bands).
    pub scored: bool,
    /// Where the form posts to; null without an endpoint (then a `<noscript>` says that the score needs JavaScript).
    pub action: Option<String>,
    /// Every hidden field of the form: `_definition`.
    pub hidden: Vec<HiddenField>,
    /// The name of the text field that people don't see and that must stay empty (the trap).
    pub trap: &'static str,
    /// The name of the empty hidden field into which the script writes how many milliseconds the page was open.
    pub clock: &'static str,
    /// For `<script type="application/json" id="definition">`: what `score.js` reads, escaped for that place.
    pub definition: Html,
    /// In file order.
    pub categories: Vec<CategoryView>,
    /// The contact step. With `gate: before` it is part of the form; with `after-score` and `after-report` the script
    /// shows it later (and without JavaScript the report at `/r/{token}` asks). Null with `none`.
    pub contact: Option<ContactView>,
    /// What is wrong with what was sent: the summary at the top. Empty on a page that nobody has sent yet.
    pub errors: Vec<ErrorView>,
}

/// A hidden form field.
#[derive(Debug, Clone, Serialize)]
pub struct HiddenField {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// An entry of the summary of errors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorView {
    /// What is wrong and what to do.
    pub message: String,
    /// The question or field that it belongs to, in words.
    pub label: Option<String>,
    /// `#q-plan`, `#contact-email`.
    pub href: Option<String>,
}

/// A category to be answered.
#[derive(Debug, Clone, Serialize)]
pub struct CategoryView {
    /// Unique in the assessment.
    pub id: String,
    /// Null for the silent category.
    pub title: Option<Html>,
    /// Shown before its first question.
    pub intro: Option<Html>,
    /// In file order.
    pub questions: Vec<QuestionView>,
}

/// A question to be answered.
#[derive(Debug, Clone, Serialize)]
pub struct QuestionView {
    /// Unique in the assessment; also the `name` of its fields.
    pub id: String,
    /// `q-ID`: the anchor that errors link to.
    pub anchor: String,
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
    /// Asked only under a condition; then no field of it may have `required`.
    pub conditional: bool,
    /// Whether fields may have the HTML attribute `required`: neither optional nor conditional, and no checkboxes.
    pub required: bool,
    /// `many`, `one`, `scale`, `number` or `text`.
    pub is: &'static str,
    /// Of `many` and `one`; of a `scale` of at most 21 steps, the steps, with the number as id and text.
    pub options: Vec<OptionView>,
    /// Of `scale` and `number`.
    pub min: Option<i64>,
    /// Of `scale` and `number`.
    pub max: Option<i64>,
    /// Of `text`: the most characters.
    pub limit: Option<usize>,
    /// Of `number`, long `scale` and `text`: what was typed; empty on a page that nobody has sent yet.
    pub value: String,
    /// What is wrong with the answer that was sent.
    pub error: Option<String>,
}

/// An option to be chosen.
#[derive(Debug, Clone, Serialize)]
pub struct OptionView {
    /// The value of the field.
    pub id: String,
    /// The statement.
    pub text: Html,
    /// `state`, `problem`, `none`, `not-sure` or `not-applicable`.
    pub role: &'static str,
    /// Whether it unticks all others (`none` and `not-sure` of a `many`).
    pub alone: bool,
    /// Chosen in what was sent.
    pub checked: bool,
}

/// The contact step.
#[derive(Debug, Clone, Serialize)]
pub struct ContactView {
    /// Where a form of its own posts to (`/r/{token}`); null where the step is part of the grader's form.
    pub action: Option<String>,
    /// In the order of `site.yaml`.
    pub fields: Vec<FieldView>,
    /// The box to tick.
    pub consent: ConsentView,
    /// What is wrong with what was sent, for a summary above the step.
    pub errors: Vec<ErrorView>,
}

/// A field of the contact step.
#[derive(Debug, Clone, Serialize)]
pub struct FieldView {
    /// The `name` of the field: `contact.email`.
    pub name: String,
    /// `contact-email`: its `id`, and the anchor that errors link to.
    pub anchor: String,
    /// What it is called.
    pub label: String,
    /// The `type` of the input, or `textarea`.
    pub input: &'static str,
    /// For `autocomplete`; empty where there is none.
    pub autocomplete: &'static str,
    /// Written with `*` in `site.yaml`.
    pub required: bool,
    /// What was typed.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// The box to tick. Its name is `consent`, its id `contact-consent`, its value `true`.
#[derive(Debug, Clone, Serialize)]
pub struct ConsentView {
    /// The words beside it.
    pub text: String,
    /// Whether it was ticked.
    pub checked: bool,
    /// What is wrong with it.
    pub error: Option<String>,
}
