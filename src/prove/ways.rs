//! The ways to answer a question that differ in what follows from them, one answer for each.

use std::collections::BTreeMap;

use crate::assessment::{
    Answer, Assessment, Choice, Condition, OptionId, OutcomeId, Question, Role, ServiceId, Shape, Standing,
    effect,
};

use super::truth::{OFFERED, Terms, Truth};

/// More than this of one question are not told apart.
const MOST_WAYS: usize = 400;

/// An answer that stands for all with the same consequences.
#[derive(Debug, Clone)]
pub(super) struct Way {
    /// `None`: left open.
    pub(super) answer: Option<Answer>,
    /// 0 to 1; `None` where the question leaves the sums.
    pub(super) share: Option<f64>,
    /// Whether a critical state does not hold.
    pub(super) missing: bool,
    /// The terms that hold then.
    pub(super) truth: Truth,
    /// What it adds to each outcome, in hundredths; empty where the assessment has none.
    pub(super) tallies: Vec<i64>,
}

/// The ways to answer one question.
pub(super) struct Ways {
    /// Never empty: whoever is asked can always do something.
    pub(super) all: Vec<Way>,
    /// Whether nothing is left out.
    pub(super) whole: bool,
}

/// What is told apart.
pub(super) struct Eye<'a> {
    pub(super) assessment: &'a Assessment,
    pub(super) terms: &'a Terms<'a>,
    pub(super) service: Option<&'a ServiceId>,
}

impl Eye<'_> {
    /// Every way to answer a question that is asked.
    pub(super) fn ways(&self, question: &Question) -> Ways {
        let (answers, mut whole) = self.answers(question);
        let mut all: Vec<Way> = Vec::new();
        for answer in answers {
            let way = self.way(question, answer);
            if !all.iter().any(|known| known.is_like(&way)) {
                all.push(way);
            }
        }
        if all.len() > MOST_WAYS {
            all.truncate(MOST_WAYS);
            whole = false;
        }
        if question.optional || all.is_empty() {
            // Last: a witness is somebody who answers.
            let open = self.way(question, None);
            if !all.iter().any(|known| known.is_like(&open)) {
                all.push(open);
            }
        }
        Ways { all, whole }
    }

    fn way(&self, question: &Question, answer: Option<Answer>) -> Way {
        let effect = effect(question, answer.as_ref());
        let mut truth = self.terms.made_true(question, answer.as_ref());
        if self
            .service
            .is_some_and(|service| effect.offered.contains(&service))
        {
            truth |= OFFERED;
        }
        let mut tallies = Vec::new();
        if !self.assessment.outcomes.is_empty() {
            tallies = vec![0; self.assessment.outcomes.len()];
            let counts = matches!(effect.standing, Standing::Scored | Standing::Noted);
            for choice in question.choices().iter().filter(|_| counts) {
                if takes(answer.as_ref(), &choice.id) {
                    self.tally(choice, &mut tallies);
                }
            }
        }
        Way {
            share: effect.share,
            missing: effect.missing,
            truth,
            tallies,
            answer,
        }
    }

    fn tally(&self, choice: &Choice, tallies: &mut [i64]) {
        for (outcome, points) in &choice.outcomes {
            if let Some(at) = self.place(outcome) {
                tallies[at] += hundredths(*points);
            }
        }
    }

    fn place(&self, outcome: &OutcomeId) -> Option<usize> {
        self.assessment.outcomes.iter().position(|one| one.id == *outcome)
    }

    /// Answers of which one has each of the consequences there are.
    fn answers(&self, question: &Question) -> (Vec<Option<Answer>>, bool) {
        let numbers = |values: Vec<i64>| {
            let answers = values.into_iter().map(|value| Some(Answer::Number(value)));
            (answers.collect(), true)
        };
        match &question.shape {
            Shape::Many { choices } => self.many(question, choices),
            Shape::One { choices, .. } => {
                let answer = |choice: &Choice| Some(Answer::Text(choice.id.as_str().to_owned()));
                (choices.iter().map(answer).collect(), true)
            }
            Shape::Scale { min, max, .. } if max - min <= MOST_STEPS => numbers((*min..=*max).collect()),
            Shape::Scale { min, max, .. } => {
                let (answers, _) = numbers(self.corners(question, *min, *max));
                (answers, false)
            }
            Shape::Number { min, max, .. } => numbers(self.corners(question, *min, *max)),
            Shape::Text { limit } => {
                let text: String = "An answer".chars().take(*limit).collect();
                (vec![Some(Answer::Text(text))], true)
            }
        }
    }

    /// A value in each of the intervals that the conditions cut a number's range into.
    fn corners(&self, question: &Question, min: i64, max: i64) -> Vec<i64> {
        let mut values = vec![min, max];
        for term in self.terms.about(&question.id) {
            if let Condition::Compare(_, _, bound) = term {
                let (below, above) = (bound.floor() as i64, bound.ceil() as i64);
                values.extend([below.saturating_sub(1), below, above, above.saturating_add(1)]);
            }
        }
        values.retain(|value| (min..=max).contains(value));
        values.sort_unstable();
        values.dedup();
        values
    }

    /// Tick by tick, keeping one set of ticks for each of the consequences so far.
    fn many(&self, question: &Question, choices: &[Choice]) -> (Vec<Option<Answer>>, bool) {
        let states = choices
            .iter()
            .filter(|choice| matches!(choice.role, Role::State | Role::Problem));
        let mut sets: BTreeMap<Ticks, Vec<OptionId>> = BTreeMap::from([(Ticks::default(), Vec::new())]);
        let mut whole = true;
        for choice in states {
            let seen = self
                .terms
                .made_true(question, Some(&Answer::Many(vec![choice.id.clone()])));
            let mut next = BTreeMap::new();
            for (ticks, ids) in sets {
                let mut with = ids.clone();
                with.push(choice.id.clone());
                next.entry(self.ticked(&ticks, choice, seen)).or_insert(with);
                next.entry(self.open(&ticks, choice)).or_insert(ids);
            }
            if next.len() > MOST_WAYS {
                whole = false;
                thin(&mut next);
            }
            sets = next;
        }
        let mut answers: Vec<Option<Answer>> = sets
            .into_values()
            .filter(|ids| !ids.is_empty())
            .map(|ids| Some(Answer::Many(ids)))
            .collect();
        let alone = choices
            .iter()
            .filter(|choice| matches!(choice.role, Role::None | Role::NotSure));
        answers.extend(alone.map(|choice| Some(Answer::Many(vec![choice.id.clone()]))));
        (answers, whole)
    }

    fn ticked(&self, ticks: &Ticks, choice: &Choice, seen: Truth) -> Ticks {
        let problem = choice.role == Role::Problem;
        let mut next = ticks.clone();
        next.any = true;
        next.truth |= seen;
        next.earned += if problem { 0 } else { hundredths(choice.points) };
        next.offers |= problem && self.is_asked_about(choice);
        if !choice.outcomes.is_empty() {
            next.tallies.resize(self.assessment.outcomes.len(), 0);
            self.tally(choice, &mut next.tallies);
        }
        next
    }

    fn open(&self, ticks: &Ticks, choice: &Choice) -> Ticks {
        let problem = choice.role == Role::Problem;
        let mut next = ticks.clone();
        next.earned += if problem { hundredths(choice.points) } else { 0 };
        next.offers |= !problem && self.is_asked_about(choice);
        next.missing |= choice.critical;
        next
    }

    fn is_asked_about(&self, choice: &Choice) -> bool {
        self.service.is_some() && choice.service.as_ref() == self.service
    }
}

/// A scale of more steps is looked at only where something changes.
const MOST_STEPS: i64 = 200;

/// What some ticks make.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Ticks {
    /// In hundredths.
    earned: i64,
    missing: bool,
    offers: bool,
    /// Whether anything is ticked.
    any: bool,
    truth: Truth,
    tallies: Vec<i64>,
}

/// Leaves out every other set, but the first and the last.
fn thin(sets: &mut BTreeMap<Ticks, Vec<OptionId>>) {
    let last = sets.len() - 1;
    let mut at = 0;
    sets.retain(|_, _| {
        at += 1;
        at % 2 == 1 || at == last + 1
    });
}

impl Way {
    /// Whether the same follows from both.
    fn is_like(&self, other: &Self) -> bool {
        self.share == other.share
            && self.missing == other.missing
            && self.truth == other.truth
            && self.tallies == other.tallies
    }
}

fn takes(answer: Option<&Answer>, option: &OptionId) -> bool {
    match answer {
        Some(Answer::Many(ticked)) => ticked.contains(option),
        Some(Answer::Text(id)) => option.as_str() == id,
        _ => false,
    }
}

/// Points have two decimals at most.
fn hundredths(points: f64) -> i64 {
    (points * 100.0).round() as i64
}
