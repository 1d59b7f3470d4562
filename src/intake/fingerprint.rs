//! What "the same body" means, before anything is validated: equal after parsing.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::sent::Pairs;
use crate::assessment::AssessmentId;

/// Of a JSON body: over assessment, answers, contact and consent. Order, white space, `60.0` for `60`, a repeated
/// option, CRLF and blank or absent fields make no difference.
pub(super) fn of_json(
    assessment: &AssessmentId,
    answers: Option<&Value>,
    contact: Option<&Value>,
    consent: Option<&Value>,
) -> [u8; 32] {
    let mut text = format!("json\n{assessment}\n");
    for part in [answers, contact] {
        write(part.unwrap_or(&Value::Null), &mut text);
        text.push('\n');
    }
    write(&Value::Bool(consent == Some(&Value::Bool(true))), &mut text);
    Sha256::digest(text).into()
}

/// Of a form, which has no id: over assessment, answers and the e-mail address, or the whole contact without one.
pub(super) fn of_form(assessment: &AssessmentId, answers: &Pairs, contact: &Pairs) -> [u8; 32] {
    let email = contact
        .iter()
        .find(|(name, value)| name == "email" && !value.trim().is_empty());
    let mut text = format!("form\n{assessment}\n");
    let mut chosen: Vec<_> = answers
        .iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .collect();
    chosen.sort();
    chosen.dedup();
    let who: Vec<_> = match email {
        Some((_, email)) => vec![email.trim().to_lowercase()],
        None => contact
            .iter()
            .map(|(name, value)| format!("{name}={}", value.trim()))
            .collect(),
    };
    write(
        &Value::from_iter(chosen.iter().map(|(name, value)| vec![name.as_str(), value])),
        &mut text,
    );
    write(&Value::from(who), &mut text);
    Sha256::digest(text).into()
}

/// Canonical JSON of what is left once spellings that mean the same are made equal.
fn write(value: &Value, into: &mut String) {
    match value {
        Value::Number(number) => match number.as_f64() {
            // Whole numbers that a double holds exactly; i64 holds them too.
            Some(double) if double.fract() == 0.0 && double.abs() <= 9_007_199_254_740_992.0 => {
                into.push_str(&format!("{}", double as i64));
            }
            _ => into.push_str(&number.to_string()),
        },
        Value::String(text) => {
            into.push_str(&Value::from(text.replace("\r\n", "\n").trim()).to_string());
        }
        Value::Array(items) => {
            let mut items: Vec<String> = items.iter().map(written).collect();
            items.sort();
            items.dedup();
            into.push('[');
            into.push_str(&items.join(","));
            into.push(']');
        }
        Value::Object(map) => {
            let mut entries: Vec<String> = map
                .iter()
                .map(|(key, value)| (key, written(value)))
                .filter(|(_, value)| !matches!(value.as_str(), "null" | "\"\"" | "[]" | "{}"))
                .map(|(key, value)| format!("{}:{value}", Value::from(key.as_str())))
                .collect();
            entries.sort();
            if entries.is_empty() {
                return into.push_str("null");
            }
            into.push('{');
            into.push_str(&entries.join(","));
            into.push('}');
        }
        Value::Null | Value::Bool(_) => into.push_str(&value.to_string()),
    }
}

fn written(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(answers: Value, contact: Value, consent: Value) -> [u8; 32] {
        let assessment = AssessmentId::try_from("grader").unwrap();
        of_json(&assessment, Some(&answers), Some(&contact), Some(&consent))
    }

    #[test]
    fn spellings_of_the_same_are_equal() {
        let one = of(
            json!({"a": ["x", "y"], "n": 60, "t": "1\n2"}),
            json!({"name": "Ann", "email": "a@b.example"}),
            json!(true),
        );
        let other = of(
            json!({"t": "1\r\n2 ", "n": 60.0, "z": null, "y": [], "a": ["y", "x", "y"]}),
            json!({"email": " a@b.example", "name": "Ann", "phone": ""}),
            json!(true),
        );
        assert_eq!(one, other);
        assert_eq!(
            of(json!({}), json!({"name": ""}), json!(false)),
            of(json!({}), Value::Null, Value::Null)
        );
    }

    #[test]
    fn each_part_makes_a_difference() {
        let all = [
            of(json!({"a": ["x"]}), Value::Null, json!(false)),
            of(json!({"a": "x"}), Value::Null, json!(false)),
            of(json!({"a": ["x", "y"]}), Value::Null, json!(false)),
            of(json!({"a": ["x"]}), json!({"name": "Ann"}), json!(false)),
            of(json!({"a": ["x"]}), Value::Null, json!(true)),
            of(json!({"a": ["x,y"]}), Value::Null, json!(false)),
        ];
        let distinct: std::collections::HashSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
    }
}
