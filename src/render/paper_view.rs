//! The paper edition of an assessment: a cover sheet and the questions to be answered with a pen.

use crate::assessment::{Assessment, Category, Choice, Gate, Question, Role, Shape};
use crate::content::{PublishedAssessment, Site};
use crate::words::Words;

use super::address::{Addresses, assessment_place};
use super::contact_view::contact_view;
use super::duration::minutes;
use super::form_view::kind;
use super::paper_condition::terms;
use super::view::{Html, PaperCategoryView, PaperOptionView, PaperQuestionView, PaperTintView, PaperView};

/// A longer scale is a number to write.
const MOST_CIRCLES: i64 = 21;
/// How many characters of handwriting stand on a line, about.
const LINE: usize = 50;

pub(super) fn paper_view(
    site: &Site,
    published: &PublishedAssessment,
    addresses: &Addresses,
    words: &Words,
) -> PaperView {
    let assessment = &*published.definition.assessment;
    let questions = assessment.questions().count();
    let mut number = 0;
    let asks = assessment.gate != Gate::None && !site.contact.fields.is_empty();
    PaperView {
        kind: kind(assessment.kind),
        title: assessment.title.clone(),
        url: addresses.path(&assessment_place(assessment.kind, &assessment.id)),
        intro: assessment.intro.as_ref().map(|text| addresses.html(text)),
        questions,
        minutes: minutes(assessment),
        code: published.definition.code(),
        tint: published.paper.as_ref().map(|colour| PaperTintView {
            class: tint_class(colour),
            colour: colour.clone(),
        }),
        contact: asks.then(|| contact_view(&site.contact, None, &[], &[], words)),
        categories: assessment
            .categories
            .iter()
            .map(|category| category_view(category, &mut number, assessment, addresses))
            .collect(),
    }
}

/// The class under which `paper.css` knows a colour.
fn tint_class(colour: &str) -> String {
    format!("tint-{}", colour.trim_start_matches('#'))
}

/// The colours of all sheets, to stand before `paper.css`: a page may hold no style of its own.
pub(super) fn tints(site: &Site) -> String {
    let colours = site.assessments.values().filter_map(|one| one.paper.as_deref());
    let colours: std::collections::BTreeSet<&str> = colours.collect();
    let rule = |colour: &str| format!(".{} {{ --tint: {colour}; }}\n", tint_class(colour));
    colours.into_iter().map(rule).collect()
}

fn category_view(
    category: &Category,
    number: &mut usize,
    assessment: &Assessment,
    addresses: &Addresses,
) -> PaperCategoryView {
    let questions = category.questions.iter().map(|question| {
        *number += 1;
        question_view(question, *number, assessment, addresses)
    });
    PaperCategoryView {
        title: category.title.as_ref().map(|text| addresses.html(text)),
        intro: category.intro.as_ref().map(|text| addresses.html(text)),
        questions: questions.collect(),
    }
}

fn question_view(
    question: &Question,
    number: usize,
    assessment: &Assessment,
    addresses: &Addresses,
) -> PaperQuestionView {
    let options = |choices: &[Choice]| {
        choices
            .iter()
            .map(|choice| option_view(choice, addresses))
            .collect()
    };
    let (is, options, range, lines) = match &question.shape {
        Shape::Many { choices } => ("many", options(choices), None, 0),
        Shape::One { choices, .. } => ("one", options(choices), None, 0),
        Shape::Scale { min, max, .. } if max - min < MOST_CIRCLES => {
            ("scale", circles(*min, *max), Some((*min, *max)), 0)
        }
        Shape::Scale { min, max, .. } | Shape::Number { min, max, .. } => {
            ("number", Vec::new(), Some((*min, *max)), 0)
        }
        Shape::Text { limit } => ("text", Vec::new(), None, limit.div_ceil(LINE).clamp(3, 8)),
    };
    let condition = question.shown_if.as_ref();
    PaperQuestionView {
        number,
        text: addresses.html(&question.text),
        help: question.help.as_ref().map(|text| addresses.html(text)),
        why: question.why.as_ref().map(|text| addresses.html(text)),
        optional: question.optional,
        conditional: condition.is_some(),
        only_if: condition
            .and_then(|condition| terms(condition, assessment))
            .unwrap_or_default(),
        is,
        options,
        min: range.map(|(min, _)| min),
        max: range.map(|(_, max)| max),
        lines,
    }
}

fn option_view(choice: &Choice, addresses: &Addresses) -> PaperOptionView {
    PaperOptionView {
        text: addresses.html(&choice.text),
        apart: matches!(choice.role, Role::None | Role::NotSure | Role::NotApplicable),
    }
}

fn circles(min: i64, max: i64) -> Vec<PaperOptionView> {
    let circle = |step: i64| PaperOptionView {
        text: Html::trusted(&step.to_string()),
        apart: false,
    };
    (min..=max).map(circle).collect()
}
