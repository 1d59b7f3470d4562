//! What a page needs to score by itself.

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{Assessment, Category, Choice, Condition, Load, OutcomeId, Question, Role, Shape};

/// The part of a definition that `score.js` reads: ids, points, weights, conditions, bands. No prose, and nothing
/// that is only for sales. What has its usual value (a `state`, an absent condition, no service) is left out.
///
/// ```json
/// {"categories": [{"id", "weight", "target"?, "questions": [
///    {"id", "weight", "scored"?, "optional"?, "if"?, "is": "many", "choices": [
///        {"id", "points", "role"?, "service"?, "critical"?, "outcomes"?: [[ID, N]]}]},
///    {…, "is": "one", "choices": […], "service"?, "below"?, "critical"?},
///    {…, "is": "scale", "min", "max", "service"?, "below"?, "critical"?},
///    {…, "is": "number", "min", "max"},
///    {…, "is": "text", "limit"}]}],
///  "bands": [{"id", "from"}], "cap"?, "outcomes": [ID]}
/// ```
pub fn sheet(assessment: &Assessment) -> Value {
    serde_json::to_value(Sheet::new(assessment)).expect("plain data with string keys")
}

/// [`sheet`] as JSON, written without a tree in between: it is made for every page of every build.
pub fn sheet_json(assessment: &Assessment) -> String {
    serde_json::to_string(&Sheet::new(assessment)).expect("plain data with string keys")
}

#[derive(Serialize)]
struct Sheet<'a> {
    categories: Vec<CategorySheet<'a>>,
    bands: Vec<BandSheet<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cap: Option<&'a str>,
    outcomes: Vec<&'a str>,
}

#[derive(Serialize)]
struct BandSheet<'a> {
    id: &'a str,
    from: u32,
}

#[derive(Serialize)]
struct CategorySheet<'a> {
    id: &'a str,
    weight: Number,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Number>,
    questions: Vec<QuestionSheet<'a>>,
}

#[derive(Serialize)]
struct QuestionSheet<'a> {
    id: &'a str,
    weight: Number,
    #[serde(skip_serializing_if = "is_false")]
    scored: bool,
    #[serde(skip_serializing_if = "is_false")]
    optional: bool,
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    shown_if: Option<&'a Condition>,
    #[serde(flatten)]
    shape: ShapeSheet<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
enum ShapeSheet<'a> {
    Many {
        choices: Vec<ChoiceSheet<'a>>,
    },
    One {
        choices: Vec<ChoiceSheet<'a>>,
        #[serde(flatten)]
        load: LoadSheet<'a>,
    },
    Scale {
        min: i64,
        max: i64,
        #[serde(flatten)]
        load: LoadSheet<'a>,
    },
    Number {
        min: i64,
        max: i64,
    },
    Text {
        limit: usize,
    },
}

#[derive(Serialize)]
struct LoadSheet<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    below: Option<Number>,
    #[serde(skip_serializing_if = "is_false")]
    critical: bool,
}

#[derive(Serialize)]
struct ChoiceSheet<'a> {
    id: &'a str,
    points: Number,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<Role>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<&'a str>,
    #[serde(skip_serializing_if = "is_false")]
    critical: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    outcomes: Vec<(&'a OutcomeId, Number)>,
}

/// `2`, not `2.0`: the same double in fewer bytes.
struct Number(f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.fract() == 0.0 && self.0.abs() < 1e15 {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

impl<'a> Sheet<'a> {
    fn new(assessment: &'a Assessment) -> Self {
        Self {
            categories: assessment.categories.iter().map(CategorySheet::new).collect(),
            bands: assessment
                .bands
                .iter()
                .map(|band| BandSheet {
                    id: band.id.as_str(),
                    from: band.from,
                })
                .collect(),
            cap: assessment.critical_caps_at.as_ref().map(|id| id.as_str()),
            outcomes: assessment
                .outcomes
                .iter()
                .map(|outcome| outcome.id.as_str())
                .collect(),
        }
    }
}

impl<'a> CategorySheet<'a> {
    fn new(category: &'a Category) -> Self {
        Self {
            id: category.id.as_str(),
            weight: Number(category.weight),
            target: category.target.map(Number),
            questions: category.questions.iter().map(QuestionSheet::new).collect(),
        }
    }
}

impl<'a> QuestionSheet<'a> {
    fn new(question: &'a Question) -> Self {
        let shape = match &question.shape {
            Shape::Many { choices } => ShapeSheet::Many {
                choices: sheets(choices),
            },
            Shape::One { choices, load } => ShapeSheet::One {
                choices: sheets(choices),
                load: LoadSheet::new(load),
            },
            Shape::Scale { min, max, load } => ShapeSheet::Scale {
                min: *min,
                max: *max,
                load: LoadSheet::new(load),
            },
            Shape::Number { min, max, .. } => ShapeSheet::Number { min: *min, max: *max },
            Shape::Text { limit } => ShapeSheet::Text { limit: *limit },
        };
        Self {
            id: question.id.as_str(),
            weight: Number(question.weight),
            scored: question.scored,
            optional: question.optional,
            shown_if: question.shown_if.as_ref(),
            shape,
        }
    }
}

impl<'a> LoadSheet<'a> {
    fn new(load: &'a Load) -> Self {
        Self {
            service: load.service.as_ref().map(|id| id.as_str()),
            below: load.below.map(Number),
            critical: load.critical,
        }
    }
}

fn sheets(choices: &[Choice]) -> Vec<ChoiceSheet<'_>> {
    let sheet = |choice| {
        let Choice {
            id,
            points,
            role,
            service,
            critical,
            outcomes,
            ..
        }: &Choice = choice;
        ChoiceSheet {
            id: id.as_str(),
            points: Number(*points),
            role: (*role != Role::State).then_some(*role),
            service: service.as_ref().map(|id| id.as_str()),
            critical: *critical,
            outcomes: outcomes
                .iter()
                .map(|(id, points)| (id, Number(*points)))
                .collect(),
        }
    };
    choices.iter().map(sheet).collect()
}

fn is_false(flag: &bool) -> bool {
    !*flag
}
