//! What one answer says about the states that its question asks about: the ground that scores and gaps share.

use super::{Answer, Choice, GapKind, Load, OptionId, Question, Role, ServiceId, Shape, Standing};

/// An answered (or open) question, taken apart.
pub(super) struct Reading<'a> {
    pub(super) question: &'a Question,
    pub(super) standing: Standing,
    /// In file order; empty unless `Scored` or `Noted`.
    pub(super) parts: Vec<Part<'a>>,
}

/// A state that a question asks about: one for each statement of a *many*, one for a *one* or *scale* as a whole.
pub(super) struct Part<'a> {
    pub(super) option: Option<&'a OptionId>,
    /// What it is worth.
    pub(super) points: f64,
    /// What of that was earned.
    pub(super) earned: f64,
    /// Why it is a gap; `None` where all is well.
    pub(super) gap: Option<GapKind>,
    /// What it is loaded with.
    pub(super) service: Option<&'a ServiceId>,
    /// Whether `service` is offered.
    pub(super) offered: bool,
    /// Whether it is critical and does not hold.
    pub(super) missing: bool,
}

impl<'a> Reading<'a> {
    /// Takes a question apart. An answer in another shape than the question's counts as none.
    pub(super) fn new(question: &'a Question, answer: Option<&Answer>, visible: bool) -> Self {
        let open = |standing| Self {
            question,
            standing,
            parts: Vec::new(),
        };
        if !visible {
            return open(Standing::Hidden);
        }
        let parts = match (&question.shape, answer) {
            (Shape::Many { choices }, Some(Answer::Many(ticked))) => many(choices, ticked),
            (Shape::One { choices, load }, Some(Answer::Text(id))) => {
                match choices.iter().find(|choice| choice.id.as_str() == id) {
                    None => return open(Standing::Unanswered),
                    Some(chosen) if chosen.role == Role::NotApplicable => {
                        return open(Standing::NotApplicable);
                    }
                    Some(chosen) => {
                        let best = choices.iter().map(|choice| choice.points).fold(0.0, f64::max);
                        let unsure = chosen.role == Role::NotSure;
                        vec![whole(load, unsure, chosen.points, 0.0, best)]
                    }
                }
            }
            (Shape::Scale { min, max, load }, Some(Answer::Number(value))) => {
                vec![whole(load, false, *value as f64, *min as f64, *max as f64)]
            }
            (Shape::Number { .. }, Some(Answer::Number(_))) | (Shape::Text { .. }, Some(Answer::Text(_))) => {
                Vec::new()
            }
            _ => return open(Standing::Unanswered),
        };
        let mut reading = Self {
            question,
            standing: Standing::Noted,
            parts,
        };
        if question.scored && reading.points() > 0.0 {
            reading.standing = Standing::Scored;
        }
        reading
    }

    /// What the whole question is worth.
    pub(super) fn points(&self) -> f64 {
        self.parts.iter().fold(0.0, |sum, part| sum + part.points)
    }

    /// 0 to 1; `None` unless scored.
    pub(super) fn fraction(&self) -> Option<f64> {
        let earned = self.parts.iter().fold(0.0, |sum, part| sum + part.earned);
        (self.standing == Standing::Scored).then(|| earned / self.points())
    }
}

fn many<'a>(choices: &'a [Choice], ticked: &[OptionId]) -> Vec<Part<'a>> {
    let ticks = |role| {
        choices
            .iter()
            .any(|choice| choice.role == role && ticked.contains(&choice.id))
    };
    let (unsure, none) = (ticks(Role::NotSure), ticks(Role::None));
    let states = choices
        .iter()
        .filter(|choice| matches!(choice.role, Role::State | Role::Problem));
    let part = |choice: &'a Choice| {
        let problem = choice.role == Role::Problem;
        let well = !unsure && ticked.contains(&choice.id) != problem;
        let kind = match (unsure, problem, none) {
            (true, _, _) => GapKind::NotSure,
            (false, true, _) => GapKind::ProblemTicked,
            (false, false, true) => GapKind::NoneStated,
            (false, false, false) => GapKind::NotTicked,
        };
        Part {
            option: Some(&choice.id),
            points: choice.points,
            earned: if well { choice.points } else { 0.0 },
            gap: (!well).then_some(kind),
            service: choice.service.as_ref(),
            offered: !well,
            missing: choice.critical && !well,
        }
    };
    states.map(part).collect()
}

/// A *one* (`value` is points) or a *scale* (`value` is the value), from `least` to `best`.
fn whole(load: &Load, unsure: bool, value: f64, least: f64, best: f64) -> Part<'_> {
    let value = if unsure { least } else { value };
    let low = unsure || value < load.below.unwrap_or(best);
    let kind = if unsure {
        GapKind::NotSure
    } else {
        GapKind::BelowBest
    };
    Part {
        option: None,
        points: best - least,
        earned: value - least,
        gap: (unsure || value < best).then_some(kind),
        service: load.service.as_ref(),
        offered: low,
        missing: load.critical && low,
    }
}
