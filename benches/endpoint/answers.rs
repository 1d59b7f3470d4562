//! Sheets of answers as different people would give them.

use gradewright::assessment::{Assessment, Role, Shape};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// Whether a lead comes with somebody to call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contact {
    /// Answers alone: what a grader with `gate: after-score` sends first.
    None,
    /// With consent: a brief is written for each.
    Consented,
}

/// Answers to every question; another `seed` answers otherwise.
pub(crate) fn sheet(assessment: &Assessment, seed: usize) -> Map<String, Value> {
    let mut sheet = Map::new();
    for (place, question) in assessment.questions().enumerate() {
        let mixed = seed.wrapping_mul(31).wrapping_add(place * 7);
        let value = match &question.shape {
            Shape::Many { choices } => {
                let states: Vec<&str> = choices
                    .iter()
                    .filter(|choice| matches!(choice.role, Role::State | Role::Problem))
                    .map(|choice| choice.id.as_str())
                    .collect();
                let ticked = states
                    .iter()
                    .enumerate()
                    .filter(|(place, _)| *place == mixed % states.len() || (mixed >> place) & 1 == 1)
                    .map(|(_, id)| *id);
                json!(ticked.collect::<Vec<_>>())
            }
            Shape::One { choices, .. } => json!(choices[mixed % choices.len()].id.as_str()),
            Shape::Scale { min, max, .. } => json!(min + (mixed as i64 % (max - min + 1))),
            Shape::Number { min, max, .. } => json!((10 + mixed as i64 % 150).clamp(*min, *max)),
            Shape::Text { .. } => json!("Mail, files and the accounting program"),
        };
        sheet.insert(question.id.to_string(), value);
    }
    sheet
}

/// A response as the page sends it.
pub(crate) fn body(sheet: &Map<String, Value>, definition: &str, contact: Contact) -> Value {
    let id = Uuid::new_v4();
    let mut body = json!({
        "id": id,
        "answers": sheet,
        "definition": definition,
        "source": {"page": "https://quillhaven.example/graders/security/", "utm_source": "newsletter"},
    });
    if contact == Contact::Consented {
        let email = format!("{}@respondent.example", id.simple());
        body["contact"] =
            json!({"name": "Robin Field", "email": email, "company": "Field & Sons", "role": "Owner"});
        body["consent"] = json!(true);
    }
    body
}
