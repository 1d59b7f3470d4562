//! Random assessments with valid answers, made from a tape of random numbers: a shorter tape of smaller numbers is
//! a simpler assessment, so that proptest shrinks a failure to something readable.

use gradewright::assessment::*;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// An assessment and the JSON answers that somebody gave to it.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub assessment: Assessment,
    pub sent: Map<String, Value>,
}

impl Case {
    pub(crate) fn answers(&self) -> Answers {
        Answers::from_json(&self.assessment, &self.sent).expect("generated answers are valid")
    }
}

/// What may come up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mix {
    pub conditions: bool,
    pub outcomes: bool,
}

pub(crate) fn any_case() -> impl Strategy<Value = Case> {
    case(Mix {
        conditions: true,
        outcomes: true,
    })
}

pub(crate) fn case(mix: Mix) -> impl Strategy<Value = Case> {
    prop::collection::vec(any::<u32>(), 0..600).prop_map(move |tape| Tape { tape, at: 0 }.case(mix))
}

/// Some id a test needs, without its ceremony.
pub(crate) fn id<T: TryFrom<String>>(text: impl Into<String>) -> T {
    T::try_from(text.into()).ok().expect("a valid id")
}

pub(crate) fn text(plain: &str) -> Text {
    Text {
        plain: plain.to_owned(),
        html: format!("<p>{plain}</p>"),
    }
}

const SERVICES: [&str; 6] = [
    "backup",
    "email",
    "encryption",
    "identity",
    "patching",
    "training",
];

/// A catalogue with every service that generated assessments name.
pub(crate) fn catalogue() -> Catalogue {
    let service = |name: &str| Service {
        id: id(name),
        name: name.to_uppercase(),
        promise: None,
        value: None,
        how_to_use: None,
        group: None,
        unit: Unit::User,
        monthly: Some(500),
        setup: Some(0),
        effort: None,
        price: PriceVisibility::Report,
        sales: None,
    };
    Catalogue {
        services: SERVICES.iter().map(|name| (id(*name), service(name))).collect(),
        packages: vec![],
    }
}

struct Tape {
    tape: Vec<u32>,
    at: usize,
}

impl Tape {
    fn below(&mut self, n: u32) -> u32 {
        let drawn = self.tape.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        drawn % n
    }

    fn one_in(&mut self, n: u32) -> bool {
        self.below(n) == n - 1
    }

    /// Above 0, two decimals at most, often whole.
    fn amount(&mut self, most: u32) -> f64 {
        if self.one_in(2) {
            f64::from(1 + self.below(most * 100)) / 100.0
        } else {
            f64::from(1 + self.below(most))
        }
    }

    fn service(&mut self) -> Option<ServiceId> {
        (!self.one_in(4)).then(|| id(SERVICES[self.below(6) as usize]))
    }

    fn case(&mut self, mix: Mix) -> Case {
        let outcomes: Vec<Outcome> = if mix.outcomes && self.one_in(4) {
            (0..2 + self.below(2))
                .map(|n| outcome(&format!("o{n}")))
                .collect()
        } else {
            vec![]
        };
        let names: Vec<OutcomeId> = outcomes.iter().map(|outcome| outcome.id.clone()).collect();
        let mut questions: Vec<Question> = vec![];
        let mut sent = Map::new();
        let categories = (0..1 + self.below(3))
            .map(|c| {
                let here = (0..1 + self.below(4))
                    .map(|_| {
                        let question = self.question(mix, &questions, &names);
                        questions.push(question.clone());
                        if let Some(answer) = self.answer(&question) {
                            sent.insert(question.id.to_string(), answer);
                        }
                        question
                    })
                    .collect();
                Category {
                    id: id(format!("c{c}")),
                    title: None,
                    intro: None,
                    sales: None,
                    weight: self.amount(5),
                    target: self.one_in(2).then_some(80.0),
                    questions: here,
                }
            })
            .collect();
        let bands = if outcomes.is_empty() && !self.one_in(8) {
            self.bands()
        } else {
            vec![]
        };
        let cap = (!bands.is_empty() && !self.one_in(4)).then(|| {
            let at = self.below(bands.len() as u32) as usize;
            bands[at].id.clone()
        });
        let assessment = Assessment {
            id: id("generated"),
            kind: Kind::Grader,
            title: "Generated".into(),
            description: None,
            intro: None,
            gate: Gate::AfterScore,
            critical_caps_at: cap,
            next_step: None,
            categories,
            bands,
            outcomes,
        };
        self.forget_hidden(&assessment, &mut sent);
        Case { assessment, sent }
    }

    /// File order is free.
    fn bands(&mut self) -> Vec<Band> {
        let mut bands = vec![
            band("low", 0),
            band("middle", 1 + self.below(60)),
            band("high", 61 + self.below(40)),
        ];
        let by = self.below(3) as usize;
        bands.rotate_left(by);
        bands
    }

    /// With the script, hidden questions are not sent; without it, they are.
    fn forget_hidden(&mut self, assessment: &Assessment, sent: &mut Map<String, Value>) {
        let Ok(answers) = Answers::from_json(assessment, sent) else {
            return;
        };
        let visible = visible(assessment, &answers);
        for question in assessment
            .questions()
            .filter(|question| !visible.contains(&question.id))
        {
            if self.one_in(2) {
                sent.remove(question.id.as_str());
            }
        }
    }

    fn question(&mut self, mix: Mix, earlier: &[Question], outcomes: &[OutcomeId]) -> Question {
        // A name that every JavaScript object answers to, and names that sort otherwise than they stand.
        let number = earlier.len();
        let name = match number {
            2 => "constructor".to_owned(),
            n if n % 2 == 1 => format!("a{}", 90 - n),
            n => format!("q{n}"),
        };
        let shape = self.shape(outcomes);
        let profile = self.one_in(8);
        let points: f64 = match &shape {
            Shape::Many { choices } | Shape::One { choices, .. } => choices.iter().map(|c| c.points).sum(),
            Shape::Scale { .. } => 1.0,
            Shape::Number { .. } | Shape::Text { .. } => 0.0,
        };
        let only_outcomes = !outcomes.is_empty() && self.one_in(2);
        Question {
            id: id(name),
            text: text(&format!("Question {number}?")),
            help: None,
            why: None,
            sales: None,
            weight: self.amount(4),
            optional: self.one_in(3),
            profile,
            scored: points > 0.0 && !profile && !only_outcomes,
            shown_if: if mix.conditions && self.one_in(3) {
                self.condition(earlier, 2)
            } else {
                None
            },
            shape,
        }
    }

    fn shape(&mut self, outcomes: &[OutcomeId]) -> Shape {
        match self.below(8) {
            0..4 => self.many(outcomes),
            4 | 5 => self.one(outcomes),
            6 => {
                let min = i64::from(self.below(3)) - 1;
                let max = min + 1 + i64::from(self.below(10));
                Shape::Scale {
                    min,
                    max,
                    load: self.load(min as f64, max as f64, true),
                }
            }
            _ if self.one_in(2) => Shape::Text { limit: 80 },
            _ => Shape::Number {
                min: 1,
                max: 500,
                quantity: Some(Unit::User),
                next_year: self.one_in(3),
            },
        }
    }

    fn many(&mut self, outcomes: &[OutcomeId]) -> Shape {
        let problems = self.below(4);
        let mut choices: Vec<Choice> = (0..1 + self.below(5))
            .map(|n| {
                let problem = problems == 3 || (problems == 2 && n % 2 == 0);
                let role = if problem { Role::Problem } else { Role::State };
                let points = match self.below(3) {
                    0 => 1.0,
                    1 if n > 0 && self.one_in(3) => 0.0,
                    _ => self.amount(5),
                };
                let mut choice = self.choice(&format!("m{}", 50 - n), role, points, outcomes);
                choice.service = self.service();
                choice.critical = !problem && self.one_in(5);
                choice
            })
            .collect();
        if self.one_in(2) {
            choices.push(self.choice("none", Role::None, 0.0, &[]));
        }
        if self.one_in(3) {
            choices.push(self.choice("not-sure", Role::NotSure, 0.0, &[]));
        }
        Shape::Many { choices }
    }

    fn one(&mut self, outcomes: &[OutcomeId]) -> Shape {
        let count = 2 + self.below(3);
        let mut choices: Vec<Choice> = (0..count)
            .map(|n| {
                let points = if n == 0 {
                    self.amount(10)
                } else {
                    f64::from(self.below(900)) / 100.0
                };
                self.choice(&format!("s{}", 50 - n), Role::State, points, outcomes)
            })
            .collect();
        if self.one_in(3) {
            choices.push(self.choice("not-sure", Role::NotSure, 0.0, outcomes));
        }
        if self.one_in(3) {
            choices.push(self.choice("n-a", Role::NotApplicable, 0.0, outcomes));
        }
        let best = choices.iter().map(|choice| choice.points).fold(0.0, f64::max);
        Shape::One {
            load: self.load(0.0, best, false),
            choices,
        }
    }

    fn load(&mut self, least: f64, best: f64, whole: bool) -> Load {
        let steps = f64::from(1 + self.below(4)) / 4.0;
        let below = least + (best - least) * steps;
        let below = if whole {
            below.ceil()
        } else {
            (below * 100.0).ceil() / 100.0
        }
        .min(best);
        Load {
            service: self.service(),
            below: self.one_in(2).then_some(below),
            critical: self.one_in(4),
        }
    }

    fn choice(&mut self, name: &str, role: Role, points: f64, outcomes: &[OutcomeId]) -> Choice {
        let tally = if !outcomes.is_empty() && self.one_in(2) {
            vec![(
                outcomes[self.below(outcomes.len() as u32) as usize].clone(),
                self.amount(3),
            )]
        } else {
            vec![]
        };
        choice(name, role, points, tally)
    }

    fn condition(&mut self, earlier: &[Question], deep: u32) -> Option<Condition> {
        if earlier.is_empty() {
            return None;
        }
        let pair = |(left, right)| (Box::new(left), Box::new(right));
        match self.below(6) {
            0 if deep > 0 => Some(Condition::Not(Box::new(self.condition(earlier, deep - 1)?))),
            1 if deep > 0 => {
                let (left, right) = pair((
                    self.condition(earlier, deep - 1)?,
                    self.condition(earlier, deep - 1)?,
                ));
                Some(Condition::And(left, right))
            }
            2 if deep > 0 => {
                let (left, right) = pair((
                    self.condition(earlier, deep - 1)?,
                    self.condition(earlier, deep - 1)?,
                ));
                Some(Condition::Or(left, right))
            }
            _ => {
                let about = self.below(earlier.len() as u32) as usize;
                self.comparison(&earlier[about])
            }
        }
    }

    fn comparison(&mut self, question: &Question) -> Option<Condition> {
        let about = question.id.clone();
        let mut option = |choices: &[Choice]| choices[self.below(choices.len() as u32) as usize].id.clone();
        match &question.shape {
            Shape::Many { choices } => Some(Condition::Has(about, option(choices))),
            Shape::One { choices, .. } => Some(Condition::Is(about, option(choices))),
            Shape::Scale { min, max, .. } | Shape::Number { min, max, .. } => {
                use Comparison::*;
                let sign = [AtLeast, AtMost, Above, Below, Equal][self.below(5) as usize];
                let bound = min + i64::from(self.below((max - min + 1) as u32));
                Some(Condition::Compare(about, sign, bound as f64))
            }
            Shape::Text { .. } => None,
        }
    }

    fn answer(&mut self, question: &Question) -> Option<Value> {
        if question.optional && self.one_in(3) {
            return [None, Some(Value::Null)][self.below(2) as usize].clone();
        }
        Some(match &question.shape {
            Shape::Many { choices } => {
                let alone = choices
                    .iter()
                    .filter(|c| matches!(c.role, Role::None | Role::NotSure));
                let alone: Vec<&Choice> = alone.collect();
                if !alone.is_empty() && self.one_in(4) {
                    return Some(json!([alone[self.below(alone.len() as u32) as usize].id]));
                }
                let mut ticked: Vec<&OptionId> = choices
                    .iter()
                    .filter(|c| matches!(c.role, Role::State | Role::Problem) && self.one_in(2))
                    .map(|c| &c.id)
                    .collect();
                if ticked.is_empty() {
                    ticked.push(&choices[0].id);
                }
                if self.one_in(2) {
                    ticked.reverse();
                }
                json!(ticked)
            }
            Shape::One { choices, .. } => json!(choices[self.below(choices.len() as u32) as usize].id),
            Shape::Scale { min, max, .. } | Shape::Number { min, max, .. } => {
                json!(min + i64::from(self.below((max - min + 1) as u32)))
            }
            Shape::Text { .. } => json!("We live in spreadsheets."),
        })
    }
}

pub(crate) fn choice(name: &str, role: Role, points: f64, outcomes: Vec<(OutcomeId, f64)>) -> Choice {
    Choice {
        id: id(name),
        text: text(&format!("Statement {name}.")),
        education: None,
        sales: None,
        role,
        points,
        service: None,
        critical: false,
        package: None,
        direction: None,
        outcomes,
    }
}

pub(crate) fn band(name: &str, from: u32) -> Band {
    Band {
        id: id(name),
        title: name.to_uppercase(),
        from,
        text: text(name),
        next_step: None,
        sales: None,
    }
}

pub(crate) fn outcome(name: &str) -> Outcome {
    Outcome {
        id: id(name),
        title: name.to_uppercase(),
        text: text(name),
        next_step: None,
        sales: None,
    }
}
