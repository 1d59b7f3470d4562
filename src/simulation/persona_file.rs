//! Reading a persona: every probability, weight and range checked against the questions it is for.

use serde_json::{Map, Value};

use super::persona::{Habit, PersonaFault};
use crate::assessment::{Assessment, Question, QuestionId, Role, Shape};
use crate::content::nearest;

/// How to say that a question is left open. No option has such an id.
const LEFT_OPEN: &str = "not answered";

/// Collects everything that is wrong.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) faults: Vec<PersonaFault>,
}

impl Reader {
    /// One question; `None` where there is none of that name.
    pub(super) fn habit(
        &mut self,
        assessment: &Assessment,
        name: &str,
        value: &Value,
    ) -> Option<(QuestionId, Habit)> {
        let Some(question) = assessment.question(name) else {
            let known = assessment.questions().map(|question| question.id.as_str());
            self.refuse(name, format!("there is no such question; {}", near(name, known)));
            return None;
        };
        let mut habit = Habit::default();
        match &question.shape {
            Shape::Many { .. } | Shape::One { .. } => self.options(question, value, &mut habit),
            Shape::Scale { min, max, .. } | Shape::Number { min, max, .. } => {
                self.ranges(question, (*min, *max), value, &mut habit);
            }
            Shape::Text { .. } => self.text(question, value, &mut habit),
        }
        Some((question.id.clone(), habit))
    }

    fn refuse(&mut self, place: &str, message: impl Into<String>) {
        self.faults.push(PersonaFault {
            place: place.to_owned(),
            message: message.into(),
        });
    }

    fn options(&mut self, question: &Question, value: &Value, habit: &mut Habit) {
        let id = question.id.as_str();
        let Value::Object(members) = value else {
            let example = question
                .choices()
                .first()
                .map_or("option", |choice| choice.id.as_str());
            return self.refuse(
                id,
                format!("write each option with a number, such as `{example}: 0.8`"),
            );
        };
        let many = matches!(question.shape, Shape::Many { .. });
        let mut alone = 0.0;
        for (name, value) in members {
            let place = format!("{id}.{name}");
            if name == LEFT_OPEN {
                self.left_open(question, value, habit);
                continue;
            }
            let Some(choice) = question.choice(name) else {
                let known = question.choices().iter().map(|choice| choice.id.as_str());
                self.refuse(&place, format!("there is no such option; {}", near(name, known)));
                continue;
            };
            let number = match many {
                true => self.probability(&place, value),
                false => self.weight(&place, value),
            };
            let Some(number) = number else { continue };
            if many && matches!(choice.role, Role::None | Role::NotSure) {
                alone += number;
            }
            let kept = if many {
                &mut habit.ticks
            } else {
                &mut habit.options
            };
            kept.insert(choice.id.clone(), number);
        }
        if alone > 1.0 {
            self.refuse(id, "the options that stand alone are together more likely than 1");
        }
        let weights = &habit.options;
        if !weights.is_empty() && weights.values().all(|weight| *weight == 0.0) {
            self.refuse(id, "one of the options must be chosen: give one a number above 0");
        }
    }

    /// `10`, `10-60`, or ranges with how often each is met.
    fn ranges(&mut self, question: &Question, bounds: (i64, i64), value: &Value, habit: &mut Habit) {
        let id = question.id.as_str();
        let Value::Object(members) = value else {
            let written = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let range = self.range(id, &written, bounds);
            habit.ranges.extend(range.map(|(from, to)| (from, to, 1.0)));
            return;
        };
        for (name, value) in members {
            let place = format!("{id}.{name}");
            if name == LEFT_OPEN {
                self.left_open(question, value, habit);
                continue;
            }
            let range = self.range(&place, name, bounds);
            let weight = self.weight(&place, value);
            habit
                .ranges
                .extend(range.zip(weight).map(|((from, to), weight)| (from, to, weight)));
        }
        if !habit.ranges.is_empty() && habit.ranges.iter().all(|range| range.2 == 0.0) {
            self.refuse(id, "one of the ranges must be met: give one a number above 0");
        }
    }

    fn text(&mut self, question: &Question, value: &Value, habit: &mut Habit) {
        let members: Option<&Map<String, Value>> = value.as_object();
        match members.and_then(|members| members.iter().next().filter(|_| members.len() == 1)) {
            Some((name, value)) if name == LEFT_OPEN => self.left_open(question, value, habit),
            _ => self.refuse(
                question.id.as_str(),
                format!("a text counts for nothing; only `{LEFT_OPEN}` can be said of it"),
            ),
        }
    }

    fn left_open(&mut self, question: &Question, value: &Value, habit: &mut Habit) {
        let place = format!("{}.{LEFT_OPEN}", question.id);
        match self.probability(&place, value) {
            Some(number) if number > 0.0 && !question.optional => {
                self.refuse(&place, "this question must be answered: it is not `optional`");
            }
            Some(number) => habit.left_open = number,
            None => {}
        }
    }

    fn probability(&mut self, place: &str, value: &Value) -> Option<f64> {
        let number = figure(value).filter(|number| (0.0..=1.0).contains(number));
        if number.is_none() {
            self.refuse(
                place,
                "a probability is a number from 0 to 1, or from 0 % to 100 %",
            );
        }
        number
    }

    fn weight(&mut self, place: &str, value: &Value) -> Option<f64> {
        let number = figure(value).filter(|number| (0.0..=1e9).contains(number));
        if number.is_none() {
            self.refuse(
                place,
                "how often, compared with the others, is a number of 0 or more",
            );
        }
        number
    }

    fn range(&mut self, place: &str, written: &str, (min, max): (i64, i64)) -> Option<(i64, i64)> {
        let range = ends(written);
        let Some((from, to)) = range.filter(|(from, to)| from <= to) else {
            self.refuse(
                place,
                "a range is a whole number or two with a hyphen, such as `10-60`",
            );
            return None;
        };
        if from < min || to > max {
            self.refuse(place, format!("the question takes {min} to {max}"));
            return None;
        }
        Some((from, to))
    }
}

fn near<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are: {}", known.join(", ")),
    }
}

/// A number, however it is written: `0.8`, `"0.8"`, `80 %`.
fn figure(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => match text.trim().strip_suffix('%') {
            Some(percent) => percent.trim().parse::<f64>().ok().map(|number| number / 100.0),
            None => text.trim().parse().ok(),
        },
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

/// The ends of a range with a hyphen or an en dash; a number alone is both. The first may be below 0.
fn ends(written: &str) -> Option<(i64, i64)> {
    let written = written.trim();
    let dash = written
        .char_indices()
        .skip(1)
        .find(|(_, c)| matches!(c, '-' | '–'));
    let Some((at, dash)) = dash else {
        return written.parse().ok().map(|only| (only, only));
    };
    let (from, to) = (&written[..at], &written[at + dash.len_utf8()..]);
    from.trim().parse().ok().zip(to.trim().parse().ok())
}
