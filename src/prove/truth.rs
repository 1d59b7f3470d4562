//! What conditions look at, as bits: whoever reasons about all answers need only remember these.

use crate::assessment::{Answer, Assessment, Condition, Question, QuestionId, Shape};

/// Which terms hold, a bit for each of [`Terms`]; the highest bit is [`OFFERED`].
pub(super) type Truth = u128;

/// That the service which is asked about was offered in some question.
pub(super) const OFFERED: Truth = 1 << 127;

/// The most different terms of one assessment that are reasoned about.
const MOST_TERMS: usize = 120;

/// Every comparison that some condition makes, each once.
pub(super) struct Terms<'a> {
    all: Vec<&'a Condition>,
}

impl<'a> Terms<'a> {
    /// Those of the assessment's questions and of `more`; `None` where there are too many.
    pub(super) fn of(assessment: &'a Assessment, more: Option<&'a Condition>) -> Option<Self> {
        let mut terms = Self { all: Vec::new() };
        let conditions = assessment
            .questions()
            .filter_map(|question| question.shown_if.as_ref());
        for condition in conditions.chain(more) {
            terms.collect(condition);
        }
        (terms.all.len() <= MOST_TERMS).then_some(terms)
    }

    fn collect(&mut self, condition: &'a Condition) {
        match condition {
            Condition::And(left, right) | Condition::Or(left, right) => {
                self.collect(left);
                self.collect(right);
            }
            Condition::Not(inner) => self.collect(inner),
            term => {
                if !self.all.contains(&term) {
                    self.all.push(term);
                }
            }
        }
    }

    /// Those that look at a question.
    pub(super) fn about(&self, question: &QuestionId) -> Vec<&'a Condition> {
        let looks_at = |term: &&&'a Condition| subject(term) == Some(question);
        self.all.iter().filter(looks_at).copied().collect()
    }

    /// The terms that hold once a question was asked and answered so.
    pub(super) fn made_true(&self, question: &Question, answer: Option<&Answer>) -> Truth {
        let Some(answer) = answer else { return 0 };
        let mut truth = 0;
        for (at, term) in self.all.iter().enumerate() {
            if subject(term) == Some(&question.id) && holds(term, question, answer) {
                truth |= 1 << at;
            }
        }
        truth
    }

    /// The bits that a condition needs.
    pub(super) fn mask(&self, condition: &Condition) -> Truth {
        match condition {
            Condition::And(left, right) | Condition::Or(left, right) => self.mask(left) | self.mask(right),
            Condition::Not(inner) => self.mask(inner),
            term => match self.all.iter().position(|known| *known == term) {
                Some(at) => 1 << at,
                None => 0,
            },
        }
    }

    /// Whether a condition holds where these terms do.
    pub(super) fn hold(&self, condition: &Condition, truth: Truth) -> bool {
        match condition {
            Condition::And(left, right) => self.hold(left, truth) && self.hold(right, truth),
            Condition::Or(left, right) => self.hold(left, truth) || self.hold(right, truth),
            Condition::Not(inner) => !self.hold(inner, truth),
            term => truth & self.mask(term) != 0,
        }
    }
}

fn subject(term: &Condition) -> Option<&QuestionId> {
    match term {
        Condition::Is(question, _) | Condition::Has(question, _) | Condition::Compare(question, ..) => {
            Some(question)
        }
        Condition::And(..) | Condition::Or(..) | Condition::Not(_) | Condition::Client => None,
    }
}

fn holds(term: &Condition, question: &Question, answer: &Answer) -> bool {
    match (term, answer) {
        (Condition::Is(_, option), Answer::Text(chosen)) => {
            matches!(question.shape, Shape::One { .. }) && chosen == option.as_str()
        }
        (Condition::Has(_, option), Answer::Many(ticked)) => ticked.contains(option),
        (Condition::Compare(_, comparison, bound), Answer::Number(value)) => {
            comparison.holds(*value as f64, *bound)
        }
        _ => false,
    }
}
