//! Assessments by hand, in few words.

use gradewright::assessment::*;
use gradewright::words::english;
use serde_json::Value;

use crate::generate::{band, id, text};
pub(crate) use crate::generate::{choice, outcome};

/// Bands: exposed from 0, forming from 40, sound from 80.
pub(crate) fn grader(categories: Vec<Category>) -> Assessment {
    Assessment {
        id: id("secure"),
        kind: Kind::Grader,
        title: "How secure are you?".into(),
        description: None,
        intro: None,
        gate: Gate::AfterScore,
        critical_caps_at: None,
        next_step: None,
        categories,
        bands: vec![band("sound", 80), band("exposed", 0), band("forming", 40)],
        outcomes: vec![],
    }
}

/// A grader of one silent category.
pub(crate) fn grader_of(questions: Vec<Question>) -> Assessment {
    grader(vec![category("all", 1.0, questions)])
}

pub(crate) fn category(name: &str, weight: f64, questions: Vec<Question>) -> Category {
    Category {
        id: id(name),
        title: None,
        intro: None,
        sales: None,
        weight,
        target: None,
        questions,
    }
}

fn question(name: &str, scored: bool, shape: Shape) -> Question {
    Question {
        id: id(name),
        text: text(&format!("About {name}?")),
        help: None,
        why: None,
        sales: None,
        weight: 1.0,
        optional: false,
        profile: false,
        scored,
        shown_if: None,
        shape,
    }
}

pub(crate) fn many(name: &str, choices: Vec<Choice>) -> Question {
    question(name, true, Shape::Many { choices })
}

pub(crate) fn one(name: &str, choices: Vec<Choice>) -> Question {
    question(
        name,
        true,
        Shape::One {
            choices,
            load: Load::default(),
        },
    )
}

pub(crate) fn scale(name: &str, min: i64, max: i64) -> Question {
    question(
        name,
        true,
        Shape::Scale {
            min,
            max,
            load: Load::default(),
        },
    )
}

pub(crate) fn number(name: &str, min: i64, max: i64) -> Question {
    question(
        name,
        false,
        Shape::Number {
            min,
            max,
            quantity: None,
            next_year: false,
        },
    )
}

pub(crate) fn free_text(name: &str, limit: usize) -> Question {
    question(name, false, Shape::Text { limit })
}

impl Loaded for Question {
    fn service(mut self, name: &str) -> Self {
        self.load().service = Some(id(name));
        self
    }
    fn critical(mut self) -> Self {
        self.load().critical = true;
        self
    }
}

/// What options and questions have in common.
pub(crate) trait Loaded {
    fn service(self, name: &str) -> Self;
    fn critical(self) -> Self;
}

impl Loaded for Choice {
    fn service(mut self, name: &str) -> Self {
        self.service = Some(id(name));
        self
    }
    fn critical(mut self) -> Self {
        self.critical = true;
        self
    }
}

/// The settings of a question.
pub(crate) trait Settings {
    fn load(&mut self) -> &mut Load;
    fn weight(self, weight: f64) -> Self;
    fn optional(self) -> Self;
    fn profile(self) -> Self;
    fn below(self, below: f64) -> Self;
    fn shown_if(self, condition: Condition) -> Self;
    fn quantity(self, unit: Unit) -> Self;
}

impl Settings for Question {
    fn load(&mut self) -> &mut Load {
        match &mut self.shape {
            Shape::One { load, .. } | Shape::Scale { load, .. } => load,
            _ => panic!("only a one or a scale is loaded as a whole"),
        }
    }
    fn weight(self, weight: f64) -> Self {
        Self { weight, ..self }
    }
    fn optional(self) -> Self {
        Self {
            optional: true,
            ..self
        }
    }
    fn profile(self) -> Self {
        Self {
            profile: true,
            scored: false,
            ..self
        }
    }
    fn below(mut self, below: f64) -> Self {
        self.load().below = Some(below);
        self
    }
    fn shown_if(self, condition: Condition) -> Self {
        Self {
            shown_if: Some(condition),
            ..self
        }
    }
    fn quantity(mut self, unit: Unit) -> Self {
        let Shape::Number { quantity, .. } = &mut self.shape else {
            panic!("only a number counts")
        };
        *quantity = Some(unit);
        self
    }
}

pub(crate) fn state(name: &str, points: f64) -> Choice {
    choice(name, Role::State, points, vec![])
}

pub(crate) fn problem(name: &str, points: f64) -> Choice {
    choice(name, Role::Problem, points, vec![])
}

pub(crate) fn none() -> Choice {
    choice("none", Role::None, 0.0, vec![])
}

pub(crate) fn not_sure() -> Choice {
    choice("not-sure", Role::NotSure, 0.0, vec![])
}

pub(crate) fn does_not_apply() -> Choice {
    choice("n-a", Role::NotApplicable, 0.0, vec![])
}

/// Answers that must be valid.
pub(crate) fn answers(assessment: &Assessment, sent: Value) -> Answers {
    Answers::from_json(assessment, sent.as_object().unwrap()).expect("valid answers")
}

pub(crate) fn scored(assessment: &Assessment, sent: Value) -> Scorecard {
    score(assessment, &answers(assessment, sent))
}

pub(crate) fn total(assessment: &Assessment, sent: Value) -> f64 {
    scored(assessment, sent).total.expect("a total")
}

pub(crate) fn followed(assessment: &Assessment, sent: Value, catalogue: &Catalogue) -> FollowUp {
    let answers = answers(assessment, sent);
    follow_up(assessment, &answers, &score(assessment, &answers), catalogue)
}

/// `(pointer, message)` of each fault.
pub(crate) fn faults(assessment: &Assessment, sent: Value) -> Vec<(String, String)> {
    let faults = Answers::from_json(assessment, sent.as_object().unwrap()).expect_err("faults");
    faults
        .into_iter()
        .map(|fault| (fault.pointer, english().complain(&fault.complaint)))
        .collect()
}
