//! A grader or questionnaire to be answered, empty or with everything typed kept and every fault at its question.

use std::collections::HashMap;

use crate::assessment::{
    AnswerFault, Assessment, Category, Choice, ContactFault, Definition, Gate, Kind, Question, Role, Shape,
    sheet_json,
};
use crate::content::{Advance, Endpoint, PublishedAssessment, Site};
use crate::words::Words;

use super::address::Addresses;
use super::contact_view::contact_view;
use super::duration::minutes;
use super::view::{AssessmentView, CategoryView, ErrorView, HiddenField, Html, OptionView, QuestionView};

/// The text field that must stay empty. A name that robots like to fill, and that no browser fills by itself.
pub const TRAP_FIELD: &str = "_website";
/// The field into which the script writes how many milliseconds the page was open.
pub const CLOCK_FIELD: &str = "_elapsed";
/// The field that holds the hash of the definition that the page shows.
pub const DEFINITION_FIELD: &str = "_definition";

/// The field that holds the end of an invitation's address.
pub const INVITATION_FIELD: &str = "_invitation";

/// A longer scale is a number to type.
const MOST_STEPS: i64 = 21;
/// Beyond this, `source.*` fields are not carried on.
const MOST_SOURCES: usize = 20;

/// What somebody sent with a plain form, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct FilledForm {
    /// Every field as it was typed, in order.
    pub fields: Vec<(String, String)>,
    /// What is wrong with the answers.
    pub answer_faults: Vec<AnswerFault>,
    /// What is wrong with the contact details.
    pub contact_faults: Vec<ContactFault>,
}

pub(super) fn form_view(
    site: &Site,
    published: &PublishedAssessment,
    definition: &Definition,
    filled: &FilledForm,
    addresses: &Addresses,
    words: &Words,
) -> AssessmentView {
    let assessment = &*definition.assessment;
    let asks = site.endpoint != Endpoint::None && !site.contact.fields.is_empty();
    let invited = filled.fields.iter().any(|(name, _)| name == INVITATION_FIELD);
    let gate = match assessment.gate {
        _ if !asks => Gate::None,
        // Nothing is held back from a client.
        Gate::AfterScore if invited => Gate::AfterReport,
        gate => gate,
    };
    let typed = Typed::new(filled, words);
    let mut number = 0;
    AssessmentView {
        id: assessment.id.to_string(),
        kind: kind(assessment.kind),
        title: assessment.title.clone(),
        intro: assessment.intro.as_ref().map(|text| addresses.html(text)),
        questions: assessment.questions().count(),
        conditional: assessment.questions().any(|question| question.shown_if.is_some()),
        minutes: minutes(assessment),
        advance: published.advance == Advance::Auto,
        gate: gate_word(gate),
        scored: !assessment.bands.is_empty(),
        action: addresses.responses(&assessment.id),
        hidden: hidden(&definition.hash, filled),
        trap: TRAP_FIELD,
        clock: CLOCK_FIELD,
        definition: Html::trusted(&sheet_json(assessment).replace('<', "\\u003c")),
        categories: assessment
            .categories
            .iter()
            .map(|category| category_view(category, &mut number, &typed, addresses))
            .collect(),
        contact: (gate != Gate::None)
            .then(|| contact_view(&site.contact, None, &filled.fields, &filled.contact_faults, words)),
        errors: errors(assessment, site, filled, words),
    }
}

/// `grader` or `questionnaire`.
pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Grader => "grader",
        Kind::Questionnaire => "questionnaire",
    }
}

fn gate_word(gate: Gate) -> &'static str {
    match gate {
        Gate::Before => "before",
        Gate::AfterScore => "after-score",
        Gate::AfterReport => "after-report",
        Gate::None => "none",
    }
}

fn hidden(hash: &str, filled: &FilledForm) -> Vec<HiddenField> {
    let definition = HiddenField {
        name: DEFINITION_FIELD.to_owned(),
        value: hash.to_owned(),
    };
    let invitation = filled.fields.iter().find(|(name, _)| name == INVITATION_FIELD);
    let sources = filled
        .fields
        .iter()
        .filter(|(name, _)| name.starts_with("source."))
        .take(MOST_SOURCES);
    std::iter::once(definition)
        .chain(
            invitation
                .into_iter()
                .chain(sources)
                .map(|(name, value)| HiddenField {
                    name: name.clone(),
                    value: value.clone(),
                }),
        )
        .collect()
}

/// The summary at the top: answers in the order of the faults, then contact details.
fn errors(assessment: &Assessment, site: &Site, filled: &FilledForm, words: &Words) -> Vec<ErrorView> {
    let answers = filled.answer_faults.iter().map(|fault| {
        let question = assessment.question(&fault.question);
        ErrorView {
            message: words.complain(&fault.complaint),
            label: question.map(|question| question.text.plain.clone()),
            href: question.map(|question| format!("#q-{}", question.id)),
        }
    });
    let contacts = contact_view(&site.contact, None, &[], &filled.contact_faults, words).errors;
    answers.chain(contacts).collect()
}

/// What was typed and what is wrong, by question.
struct Typed<'a> {
    values: HashMap<&'a str, Vec<&'a str>>,
    faults: HashMap<&'a str, String>,
}

impl<'a> Typed<'a> {
    fn new(filled: &'a FilledForm, words: &Words) -> Self {
        let mut values: HashMap<&str, Vec<&str>> = HashMap::new();
        for (name, value) in &filled.fields {
            values.entry(name).or_default().push(value);
        }
        let faults = filled
            .answer_faults
            .iter()
            .map(|fault| (fault.question.as_str(), words.complain(&fault.complaint)))
            .collect();
        Self { values, faults }
    }

    fn of(&self, question: &str) -> &[&'a str] {
        self.values.get(question).map_or(&[], Vec::as_slice)
    }
}

fn category_view(
    category: &Category,
    number: &mut usize,
    typed: &Typed<'_>,
    addresses: &Addresses,
) -> CategoryView {
    CategoryView {
        id: category.id.to_string(),
        title: category.title.as_ref().map(|text| addresses.html(text)),
        intro: category.intro.as_ref().map(|text| addresses.html(text)),
        questions: category
            .questions
            .iter()
            .map(|question| {
                *number += 1;
                question_view(question, *number, typed, addresses)
            })
            .collect(),
    }
}

fn question_view(
    question: &Question,
    number: usize,
    typed: &Typed<'_>,
    addresses: &Addresses,
) -> QuestionView {
    let id = question.id.as_str();
    let sent = typed.of(id);
    let conditional = question.shown_if.is_some();
    let many = matches!(question.shape, Shape::Many { .. });
    let option = |choice: &Choice| option_view(choice, many, sent, addresses);
    let (is, options, range, limit) = match &question.shape {
        Shape::Many { choices } => ("many", choices.iter().map(option).collect(), None, None),
        Shape::One { choices, .. } => ("one", choices.iter().map(option).collect(), None, None),
        Shape::Scale { min, max, .. } => ("scale", steps(*min, *max, sent), Some((*min, *max)), None),
        Shape::Number { min, max, .. } => ("number", Vec::new(), Some((*min, *max)), None),
        Shape::Text { limit } => ("text", Vec::new(), None, Some(*limit)),
    };
    let typed_value = if options.is_empty() {
        sent.first().copied().unwrap_or_default()
    } else {
        ""
    };
    QuestionView {
        id: id.to_owned(),
        anchor: format!("q-{id}"),
        number,
        text: addresses.html(&question.text),
        help: question.help.as_ref().map(|text| addresses.html(text)),
        why: question.why.as_ref().map(|text| addresses.html(text)),
        optional: question.optional,
        conditional,
        required: !question.optional && !conditional && !many,
        is,
        options,
        min: range.map(|(min, _)| min),
        max: range.map(|(_, max)| max),
        limit,
        value: typed_value.to_owned(),
        error: typed.faults.get(id).cloned(),
    }
}

fn option_view(choice: &Choice, many: bool, sent: &[&str], addresses: &Addresses) -> OptionView {
    let role = match choice.role {
        Role::State => "state",
        Role::Problem => "problem",
        Role::None => "none",
        Role::NotSure => "not-sure",
        Role::NotApplicable => "not-applicable",
    };
    OptionView {
        id: choice.id.to_string(),
        text: addresses.html(&choice.text),
        role,
        alone: many && matches!(choice.role, Role::None | Role::NotSure),
        checked: sent.contains(&choice.id.as_str()),
    }
}

fn steps(min: i64, max: i64, sent: &[&str]) -> Vec<OptionView> {
    if max.saturating_sub(min) >= MOST_STEPS {
        return Vec::new();
    }
    (min..=max)
        .map(|step| {
            let id = step.to_string();
            OptionView {
                text: Html::trusted(&id),
                role: "state",
                alone: false,
                checked: sent.iter().any(|value| value.trim() == id),
                id,
            }
        })
        .collect()
}
