//! An assessment made ready for reasoning, and the walk through its questions that finds out what can be true.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::assessment::{Answers, Assessment, Condition, Question, ServiceId, effect};

use super::truth::{OFFERED, Terms, Truth};
use super::ways::{Eye, Way};

/// What was found out about something that may or may not be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// These valid answers reach it.
    Reached(Answers),
    /// No valid answers do: that is proved.
    Never,
    /// Too much would have to be looked at.
    Unknown,
}

/// More states than this at once are not looked at.
pub(super) const MOST_STATES: usize = 20_000;

/// Everything that reasoning needs to know.
pub(super) struct Solver<'a> {
    pub(super) assessment: &'a Assessment,
    pub(super) terms: Terms<'a>,
    /// By category, in file order.
    pub(super) steps: Vec<Vec<Step<'a>>>,
    /// Whether no way to answer is left out.
    pub(super) whole: bool,
}

/// A question with the ways to answer it.
pub(super) struct Step<'a> {
    pub(super) question: &'a Question,
    pub(super) ways: Vec<Way>,
    /// The terms that later questions look at.
    pub(super) live: Truth,
}

impl<'a> Solver<'a> {
    /// `more` is a condition beyond those of the questions, `service` one to watch. `None` where the conditions are too many.
    pub(super) fn new(
        assessment: &'a Assessment,
        more: Option<&'a Condition>,
        service: Option<&'a ServiceId>,
    ) -> Option<Self> {
        let terms = Terms::of(assessment, more)?;
        let mut whole = true;
        let mut steps: Vec<Vec<Step<'a>>> = Vec::new();
        for category in &assessment.categories {
            let mut here = Vec::with_capacity(category.questions.len());
            for question in &category.questions {
                let eye = Eye {
                    assessment,
                    terms: &terms,
                    service,
                };
                let ways = eye.ways(question);
                whole &= ways.whole;
                here.push(Step {
                    question,
                    ways: ways.all,
                    live: 0,
                });
            }
            steps.push(here);
        }
        let mut live = 0;
        for step in steps.iter_mut().flatten().rev() {
            step.live = live;
            live |= step
                .question
                .shown_if
                .as_ref()
                .map_or(0, |condition| terms.mask(condition));
        }
        Some(Self {
            assessment,
            terms,
            steps,
            whole,
        })
    }

    /// Every question in file order.
    pub(super) fn all_steps(&self) -> impl Iterator<Item = &Step<'a>> {
        self.steps.iter().flatten()
    }

    /// Whether a question is asked where these terms hold.
    pub(super) fn is_asked(&self, step: &Step<'_>, truth: Truth) -> bool {
        step.question
            .shown_if
            .as_ref()
            .is_none_or(|condition| self.terms.hold(condition, truth))
    }

    /// Whether a condition can hold (`wanted`), or fail (not `wanted`), when everything is answered.
    pub(super) fn condition(&self, condition: &Condition, wanted: bool) -> Found {
        let mask = self.terms.mask(condition);
        self.reach(mask, |truth| self.terms.hold(condition, truth) == wanted)
    }

    /// Whether some answer to a *one* or *scale* offers a service, or may.
    pub(super) fn offers(&self, question: &Question, service: &ServiceId) -> bool {
        let mut steps = self.all_steps().filter(|step| step.question.id == question.id);
        let offers = |way: &Way| effect(question, way.answer.as_ref()).offered.contains(&service);
        !self.whole || steps.any(|step| step.ways.iter().any(offers))
    }

    /// Whether the service that is watched can be offered (`wanted`), or can be left out.
    pub(super) fn offered(&self, wanted: bool) -> Found {
        self.reach(OFFERED, |truth| (truth & OFFERED != 0) == wanted)
    }

    /// Walks through every combination of the terms; `goal` sees those of `mask` at the end.
    fn reach(&self, mask: Truth, goal: impl Fn(Truth) -> bool) -> Found {
        let mut paths = Paths::default();
        let mut states = BTreeMap::from([(0, Paths::START)]);
        for step in self.all_steps() {
            let keep = step.live | mask;
            let mut next = BTreeMap::new();
            for (truth, path) in states {
                if !self.is_asked(step, truth) {
                    next.entry(truth & keep).or_insert(path);
                    continue;
                }
                for way in &step.ways {
                    let after = (truth | way.truth) & keep;
                    next.entry(after)
                        .or_insert_with(|| paths.then(path, step.question, way));
                }
            }
            if next.len() > MOST_STATES {
                return Found::Unknown;
            }
            states = next;
        }
        match states.into_iter().find(|(truth, _)| goal(*truth)) {
            Some((_, path)) => paths
                .answers(self.assessment, path)
                .map_or(Found::Unknown, Found::Reached),
            None if self.whole => Found::Never,
            None => Found::Unknown,
        }
    }
}

/// The answers that led to a state, each as one step from another.
pub(super) struct Paths<'a> {
    nodes: Vec<Node<'a>>,
}

/// Where a path ends.
pub(super) type Path = u32;

enum Node<'a> {
    Start,
    Then(Path, &'a Question, &'a Way),
    Join(Path, Path),
}

impl Default for Paths<'_> {
    fn default() -> Self {
        Self {
            nodes: vec![Node::Start],
        }
    }
}

impl<'a> Paths<'a> {
    pub(super) const START: Path = 0;

    /// `before`, and a question answered so.
    pub(super) fn then(&mut self, before: Path, question: &'a Question, way: &'a Way) -> Path {
        if way.answer.is_none() {
            return before;
        }
        self.push(Node::Then(before, question, way))
    }

    /// Both.
    pub(super) fn join(&mut self, one: Path, other: Path) -> Path {
        self.push(Node::Join(one, other))
    }

    fn push(&mut self, node: Node<'a>) -> Path {
        self.nodes.push(node);
        u32::try_from(self.nodes.len() - 1).unwrap_or(Self::START)
    }

    /// The sheet of answers at the end of a path; `None` where it is not valid.
    pub(super) fn answers(&self, assessment: &Assessment, path: Path) -> Option<Answers> {
        let mut sent = Map::new();
        let mut open = vec![path];
        while let Some(path) = open.pop() {
            match &self.nodes[path as usize] {
                Node::Start => {}
                Node::Join(one, other) => open.extend([one, other]),
                Node::Then(before, question, way) => {
                    write(&mut sent, question, way);
                    open.push(*before);
                }
            }
        }
        Answers::from_json(assessment, &sent).ok()
    }
}

/// Answers one question in one of its ways.
pub(super) fn write(sent: &mut Map<String, Value>, question: &Question, way: &Way) {
    if let Some(Ok(value)) = way.answer.as_ref().map(serde_json::to_value) {
        sent.insert(question.id.to_string(), value);
    }
}
