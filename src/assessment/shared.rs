//! The ground that rounds have in common: today's assessment, cut down to what was asked each time.
//!
//! Ids tie old answers to new wording. Text, points, weights and conditions are always today's.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{
    Answer, Answers, Assessment, Choice, Condition, Decisions, Expectations, OptionId, Question, QuestionId,
    Role, Shape, visible,
};

/// One time that somebody answered an assessment.
#[derive(Debug, Clone, Copy)]
pub struct Round<'a> {
    /// The day of the answers.
    pub on: Date,
    /// As it was asked then.
    pub assessment: &'a Assessment,
    /// Checked against `assessment`.
    pub answers: &'a Answers,
    /// What was decided about the gaps of these answers.
    pub decisions: &'a Decisions,
    /// What was believed to be covered then; `None` where no package was known.
    pub expectations: Option<&'a Expectations>,
}

/// Today's assessment cut down, and the answers of each round to it.
pub(super) struct Shared {
    pub(super) assessment: Assessment,
    pub(super) answers: Vec<Answers>,
}

/// Cuts `today` down to the questions (same id, same shape; of a *scale* the same range) and options (same id, same role) that every
/// round was asked too.
///
/// “None of these”, “not sure” and “does not apply” are ways to answer and stay as they are today. A question that one
/// round answered in a way that today does not have (an option that is not shared, or “not sure” where that is gone) is
/// left out for all rounds, so that every total rests on the same ground. What was not asked in a round, since its
/// condition did not hold then, is not answered in it. A condition that looks at something that is not shared is dropped.
pub(super) fn shared(today: &Assessment, rounds: &[Round<'_>]) -> Shared {
    let asked: Vec<_> = rounds
        .iter()
        .map(|round| visible(round.assessment, round.answers))
        .collect();
    let mut answers: Vec<BTreeMap<QuestionId, Answer>> = vec![BTreeMap::new(); rounds.len()];
    let mut assessment = today.clone();
    for category in &mut assessment.categories {
        category.questions.retain_mut(|question| {
            let then: Option<Vec<&Question>> = rounds
                .iter()
                .map(|round| round.assessment.question(question.id.as_str()))
                .collect();
            let Some(then) = then else { return false };
            if !cut(question, &then) {
                return false;
            }
            let mut read = Vec::with_capacity(rounds.len());
            for ((round, then), asked) in rounds.iter().zip(&then).zip(&asked) {
                let answer = round.answers.get(&then.id);
                match answer.filter(|_| asked.contains(&then.id)) {
                    None => read.push(None),
                    Some(answer) => match by_today(question, then, answer) {
                        Ok(answer) => read.push(answer),
                        Err(Incomparable) => return false,
                    },
                }
            }
            for (answers, answer) in answers.iter_mut().zip(read) {
                answers.extend(answer.map(|answer| (question.id.clone(), answer)));
            }
            true
        });
    }
    let options = |question: &Question| {
        let choices = question.choices().iter();
        choices.map(|choice| choice.id.clone()).collect()
    };
    let ground: BTreeMap<QuestionId, BTreeSet<OptionId>> = assessment
        .questions()
        .map(|question| (question.id.clone(), options(question)))
        .collect();
    for category in &mut assessment.categories {
        for question in &mut category.questions {
            question.shown_if = question
                .shown_if
                .take()
                .filter(|condition| stands_on(condition, &ground));
        }
    }
    let answers = answers.into_iter().map(Answers::known).collect();
    Shared { assessment, answers }
}

/// Leaves the options that are shared; whether anything is left to compare.
fn cut(question: &mut Question, then: &[&Question]) -> bool {
    let alike = |one: &Shape, other: &Shape| match (one, other) {
        (Shape::Many { .. }, Shape::Many { .. })
        | (Shape::One { .. }, Shape::One { .. })
        | (Shape::Number { .. }, Shape::Number { .. })
        | (Shape::Text { .. }, Shape::Text { .. }) => true,
        // Five of five is not five of ten.
        (
            Shape::Scale { min, max, .. },
            Shape::Scale {
                min: least,
                max: best,
                ..
            },
        ) => (min, max) == (least, best),
        _ => false,
    };
    if !then.iter().all(|then| alike(&question.shape, &then.shape)) {
        return false;
    }
    let (Shape::Many { choices } | Shape::One { choices, .. }) = &mut question.shape else {
        return true;
    };
    let same = |choice: &Choice, then: &&Question| {
        then.choice(choice.id.as_str())
            .is_some_and(|before| before.role == choice.role)
    };
    choices.retain(|choice| !states(choice) || then.iter().all(|then| same(choice, then)));
    choices.iter().any(states)
}

/// Whether an option says how things are.
fn states(choice: &Choice) -> bool {
    matches!(choice.role, Role::State | Role::Problem)
}

/// Answered in a way that the shared question does not have.
struct Incomparable;

/// An answer to `then`, in the words of `question`; `None` where it comes to no answer.
fn by_today(question: &Question, then: &Question, answer: &Answer) -> Result<Option<Answer>, Incomparable> {
    let way = |role: Role| question.choices().iter().find(|choice| choice.role == role);
    let role = |id: &str| then.choice(id).map(|choice| choice.role);
    match answer {
        Answer::Number(_) => Ok(Some(answer.clone())),
        Answer::Text(_) if question.choices().is_empty() => Ok(Some(answer.clone())),
        Answer::Text(chosen) => match role(chosen) {
            Some(Role::NotApplicable) => {
                Ok(way(Role::NotApplicable).map(|way| Answer::Text(way.id.to_string())))
            }
            Some(Role::NotSure) => {
                let way = way(Role::NotSure).ok_or(Incomparable)?;
                Ok(Some(Answer::Text(way.id.to_string())))
            }
            _ => match question.choice(chosen).filter(|choice| states(choice)) {
                Some(_) => Ok(Some(answer.clone())),
                None => Err(Incomparable),
            },
        },
        Answer::Many(ticked) => {
            let ticks = |of: Role| ticked.iter().any(|id| role(id.as_str()) == Some(of));
            if ticks(Role::NotSure) {
                let way = way(Role::NotSure).ok_or(Incomparable)?;
                return Ok(Some(Answer::Many(vec![way.id.clone()])));
            }
            if ticks(Role::None) {
                let way = way(Role::None).map(|way| way.id.clone());
                return Ok(Some(Answer::Many(way.into_iter().collect())));
            }
            // Whoever ticked only what is not shared saw the rest and left it open, so an empty list is an answer here.
            let kept = question
                .choices()
                .iter()
                .filter(|choice| states(choice) && ticked.contains(&choice.id));
            Ok(Some(Answer::Many(kept.map(|choice| choice.id.clone()).collect())))
        }
    }
}

/// Whether all that a condition looks at is shared.
fn stands_on(condition: &Condition, ground: &BTreeMap<QuestionId, BTreeSet<OptionId>>) -> bool {
    match condition {
        Condition::Is(question, option) | Condition::Has(question, option) => ground
            .get(question)
            .is_some_and(|options| options.contains(option)),
        Condition::Compare(question, ..) => ground.contains_key(question),
        Condition::And(left, right) | Condition::Or(left, right) => {
            stands_on(left, ground) && stands_on(right, ground)
        }
        Condition::Not(inner) => stands_on(inner, ground),
        Condition::Client => false,
    }
}
