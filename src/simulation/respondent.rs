//! One respondent: reads the questions in order and answers those that are asked.

use std::collections::BTreeSet;

use super::chance::Chance;
use super::persona::{Habit, Persona};
use crate::assessment::{Answer, Answers, Assessment, Choice, OptionId, Question, QuestionId, Role, Shape};

/// How often a statement is ticked that the persona does not name.
const HALF: f64 = 0.5;

/// A whole valid sheet.
pub(super) fn respondent(assessment: &Assessment, persona: &Persona, chance: &mut Chance) -> Answers {
    let usual = Habit::default();
    let mut answers = Answers::default();
    let mut visible: BTreeSet<&QuestionId> = BTreeSet::new();
    for question in assessment.questions() {
        let condition = question.shown_if.as_ref();
        if condition.is_some_and(|condition| !condition.holds(assessment, &answers, &visible)) {
            continue;
        }
        visible.insert(&question.id);
        let habit = persona.habits.get(&question.id).unwrap_or(&usual);
        if chance.happens(habit.left_open) {
            continue;
        }
        if let Some(answer) = answer(question, habit, chance) {
            answers.insert(question.id.clone(), answer);
        }
    }
    answers
}

/// `None` where there is nothing to say, which only an optional question allows.
fn answer(question: &Question, habit: &Habit, chance: &mut Chance) -> Option<Answer> {
    match &question.shape {
        Shape::Many { choices } => many(question, choices, habit, chance),
        Shape::One { choices, .. } => {
            let named = &habit.options;
            let weight = |choice: &Choice| match named.is_empty() {
                true => 1.0,
                false => named.get(&choice.id).copied().unwrap_or_default(),
            };
            let place = chance.among(choices.iter().map(weight));
            Some(Answer::Text(choices.get(place)?.id.as_str().to_owned()))
        }
        Shape::Scale { min, max, .. } | Shape::Number { min, max, .. } => {
            let place = chance.among(habit.ranges.iter().map(|range| range.2));
            let (from, to) = habit
                .ranges
                .get(place)
                .map_or((*min, *max), |range| (range.0, range.1));
            Some(Answer::Number(chance.between(from, to)))
        }
        Shape::Text { .. } => (!question.optional).then(|| Answer::Text("…".to_owned())),
    }
}

fn many(question: &Question, choices: &[Choice], habit: &Habit, chance: &mut Chance) -> Option<Answer> {
    let ids = |ids: Vec<&OptionId>| Some(Answer::Many(ids.into_iter().cloned().collect()));
    let alone = || {
        choices
            .iter()
            .filter(|choice| matches!(choice.role, Role::None | Role::NotSure))
    };
    let mut drawn = chance.unit();
    for choice in alone() {
        let outright = habit.ticks.get(&choice.id).copied().unwrap_or_default();
        if drawn < outright {
            return ids(vec![&choice.id]);
        }
        drawn -= outright;
    }
    let likely = |choice: &Choice| habit.ticks.get(&choice.id).copied().unwrap_or(HALF);
    let statements: Vec<&Choice> = choices
        .iter()
        .filter(|choice| matches!(choice.role, Role::State | Role::Problem))
        .collect();
    let mut ticked: Vec<&OptionId> = Vec::new();
    for choice in &statements {
        if chance.happens(likely(choice)) {
            ticked.push(&choice.id);
        }
    }
    if ticked.is_empty() {
        let none = alone().find(|choice| choice.role == Role::None);
        ticked.extend(none.or_else(|| alone().next()).map(|choice| &choice.id));
    }
    if ticked.is_empty() && !question.optional {
        let place = chance.among(statements.iter().map(|choice| likely(choice)));
        ticked.extend(statements.get(place).map(|choice| &choice.id));
    }
    (!ticked.is_empty()).then(|| ids(ticked)).flatten()
}
