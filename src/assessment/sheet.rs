//! What a page needs to score by itself.

use serde_json::{Map, Value, json};

use super::{Assessment, Category, Choice, Load, Question, Role, Shape};

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
    let mut sheet = Map::new();
    sheet.insert(
        "categories".into(),
        assessment.categories.iter().map(category).collect(),
    );
    let bands = assessment
        .bands
        .iter()
        .map(|band| json!({"id": band.id, "from": band.from}));
    sheet.insert("bands".into(), bands.collect());
    put(
        &mut sheet,
        "cap",
        assessment.critical_caps_at.as_ref().map(|id| json!(id)),
    );
    sheet.insert(
        "outcomes".into(),
        assessment
            .outcomes
            .iter()
            .map(|outcome| json!(outcome.id))
            .collect(),
    );
    Value::Object(sheet)
}

fn category(category: &Category) -> Value {
    let mut map = Map::new();
    map.insert("id".into(), json!(category.id));
    map.insert("weight".into(), number(category.weight));
    put(&mut map, "target", category.target.map(number));
    map.insert(
        "questions".into(),
        category.questions.iter().map(question).collect(),
    );
    Value::Object(map)
}

fn question(question: &Question) -> Value {
    let mut map = Map::new();
    map.insert("id".into(), json!(question.id));
    map.insert("weight".into(), number(question.weight));
    put(&mut map, "scored", flag(question.scored));
    put(&mut map, "optional", flag(question.optional));
    put(
        &mut map,
        "if",
        question.shown_if.as_ref().map(|condition| json!(condition)),
    );
    let is = match &question.shape {
        Shape::Many { choices } => {
            map.insert("choices".into(), choices.iter().map(choice).collect());
            "many"
        }
        Shape::One { choices, load } => {
            map.insert("choices".into(), choices.iter().map(choice).collect());
            put_load(&mut map, load);
            "one"
        }
        Shape::Scale { min, max, load } => {
            put_range(&mut map, *min, *max);
            put_load(&mut map, load);
            "scale"
        }
        Shape::Number { min, max, .. } => {
            put_range(&mut map, *min, *max);
            "number"
        }
        Shape::Text { limit } => {
            map.insert("limit".into(), json!(limit));
            "text"
        }
    };
    map.insert("is".into(), json!(is));
    Value::Object(map)
}

fn choice(choice: &Choice) -> Value {
    let mut map = Map::new();
    map.insert("id".into(), json!(choice.id));
    map.insert("points".into(), number(choice.points));
    put(
        &mut map,
        "role",
        (choice.role != Role::State).then(|| json!(choice.role)),
    );
    put(&mut map, "service", choice.service.as_ref().map(|id| json!(id)));
    put(&mut map, "critical", flag(choice.critical));
    put(
        &mut map,
        "outcomes",
        (!choice.outcomes.is_empty()).then(|| json!(choice.outcomes)),
    );
    Value::Object(map)
}

fn put_load(map: &mut Map<String, Value>, load: &Load) {
    put(map, "service", load.service.as_ref().map(|id| json!(id)));
    put(map, "below", load.below.map(number));
    put(map, "critical", flag(load.critical));
}

fn put_range(map: &mut Map<String, Value>, min: i64, max: i64) {
    map.insert("min".into(), json!(min));
    map.insert("max".into(), json!(max));
}

fn put(map: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        map.insert(key.into(), value);
    }
}

fn flag(set: bool) -> Option<Value> {
    set.then_some(Value::Bool(true))
}

/// `2`, not `2.0`: the same double in fewer bytes.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        json!(value as i64)
    } else {
        json!(value)
    }
}
