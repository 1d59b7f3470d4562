//! Proofs and witnesses against brute force on small random assessments.

use std::collections::BTreeSet;

use gradewright::assessment::*;
use gradewright::prove::{Found, Goal, reach};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::generate::{Case, any_case, catalogue};

/// At most so many sheets of one assessment are looked at.
const MOST_SHEETS: usize = 1000;

/// Every answer to a question, and leaving it open.
fn answers(question: &Question) -> Vec<Value> {
    let mut all = match &question.shape {
        Shape::Many { choices } => {
            let sets = 1..1_usize << choices.len();
            let set = |bits: usize| {
                let ticked = (0..choices.len()).filter(|at| bits & (1 << at) != 0);
                json!(ticked.map(|at| choices[at].id.as_str()).collect::<Vec<_>>())
            };
            sets.map(set).collect()
        }
        Shape::One { choices, .. } => choices.iter().map(|choice| json!(choice.id.as_str())).collect(),
        Shape::Scale { min, max, .. } | Shape::Number { min, max, .. } => {
            (*min..=*max).map(|value| json!(value)).collect()
        }
        Shape::Text { .. } => vec![json!("words")],
    };
    all.push(Value::Null);
    all
}

/// Cut down until every sheet can be looked at; conditions look at earlier questions, so the rest stays sound.
fn small(case: Case) -> Assessment {
    let mut assessment = case.assessment;
    let mut sheets = 1_usize;
    for category in &mut assessment.categories {
        category.questions.retain_mut(|question| {
            if let Shape::Number { max, .. } = &mut question.shape {
                *max = 4;
            }
            let more = answers(question).len();
            sheets = sheets.saturating_mul(more);
            sheets <= MOST_SHEETS
        });
    }
    assessment
        .categories
        .retain(|category| !category.questions.is_empty());
    assessment
}

fn every_sheet(assessment: &Assessment) -> Vec<Answers> {
    let mut sheets = vec![Map::new()];
    for question in assessment.questions() {
        let mut next = Vec::new();
        for sheet in sheets {
            for answer in answers(question) {
                let mut more = sheet.clone();
                more.insert(question.id.to_string(), answer);
                next.push(more);
            }
        }
        sheets = next;
    }
    let valid = |sheet: &Map<String, Value>| Answers::from_json(assessment, sheet).ok();
    sheets.iter().filter_map(valid).collect()
}

/// What a sheet leads to, by scoring it and following it up.
fn leads_to(assessment: &Assessment, answers: &Answers, goal: &Goal<'_>) -> bool {
    let card = score(assessment, answers);
    let offered = |service: &ServiceId| {
        let follow_up = follow_up(assessment, answers, &card, &catalogue());
        follow_up
            .gaps
            .iter()
            .any(|gap| gap.service.as_ref() == Some(service))
    };
    let holds = |condition: &Condition| condition.holds(assessment, answers, &visible(assessment, answers));
    match goal {
        Goal::Band(band) => card.band.as_ref() == Some(band),
        Goal::Outcome(outcome) => card.outcome.as_ref() == Some(outcome),
        Goal::Offered(service) => offered(service),
        Goal::NotOffered(service) => !offered(service),
        Goal::Holds(condition) => holds(condition),
        Goal::Fails(condition) => !holds(condition),
    }
}

fn goals<'a>(assessment: &'a Assessment, services: &'a BTreeSet<ServiceId>) -> Vec<Goal<'a>> {
    let conditions = || {
        let questions = assessment.questions();
        questions.filter_map(|question| question.shown_if.as_ref())
    };
    let bands = assessment.bands.iter().map(|band| Goal::Band(&band.id));
    let outcomes = assessment
        .outcomes
        .iter()
        .map(|outcome| Goal::Outcome(&outcome.id));
    bands
        .chain(outcomes)
        .chain(services.iter().map(Goal::Offered))
        .chain(services.iter().map(Goal::NotOffered))
        .chain(conditions().map(Goal::Holds))
        .chain(conditions().map(Goal::Fails))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Nothing is left unknown on a small assessment, every witness is one, and what is never reached is never reached.
    #[test]
    fn what_is_proved_is_what_every_sheet_says(case in any_case()) {
        let assessment = small(case);
        let sheets = every_sheet(&assessment);
        if sheets.is_empty() {
            return Ok(());
        }
        let services: BTreeSet<ServiceId> = catalogue().services.into_keys().collect();
        for goal in goals(&assessment, &services) {
            let reached = sheets.iter().any(|answers| leads_to(&assessment, answers, &goal));
            match reach(&assessment, &goal) {
                Found::Reached(answers) => {
                    prop_assert!(leads_to(&assessment, &answers, &goal), "{goal:?}: {answers:?} is no witness");
                }
                Found::Never => prop_assert!(!reached, "{goal:?} can be reached"),
                Found::Unknown => prop_assert!(false, "{goal:?} stays unknown"),
            }
        }
    }
}
