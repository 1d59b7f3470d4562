//! What "the same body" means, before anything is validated: equal after parsing.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::assessment::AssessmentId;

/// The fingerprint of a JSON body: over assessment, answers, contact and consent. Order, white space, `60.0` for
/// `60`, a repeated option, CRLF and blank or absent fields make no difference.
pub fn fingerprint(assessment: &AssessmentId, body: &Map<String, Value>) -> [u8; 32] {
    let part = |name: &str| body.get(name).map_or_else(|| "null".to_owned(), written);
    let consent = body.get("consent") == Some(&Value::Bool(true));
    let text = format!(
        "{assessment}\n{}\n{}\n{consent}",
        part("answers"),
        part("contact")
    );
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

    fn body(answers: Value, contact: Value, consent: Value) -> [u8; 32] {
        let assessment = AssessmentId::try_from("grader").unwrap();
        let body = json!({"answers": answers, "contact": contact, "consent": consent, "more": "ignored"});
        fingerprint(&assessment, body.as_object().unwrap())
    }

    #[test]
    fn spellings_of_the_same_are_equal() {
        let one = body(
            json!({"a": ["x", "y"], "n": 60, "t": "1\n2"}),
            json!({"name": "Ann", "email": "a@b.example"}),
            json!(true),
        );
        let other = body(
            json!({"t": "1\r\n2 ", "n": 60.0, "z": null, "y": [], "a": ["y", "x", "y"]}),
            json!({"email": " a@b.example", "name": "Ann", "phone": ""}),
            json!(true),
        );
        assert_eq!(one, other);
        assert_eq!(
            body(json!({}), json!({"name": ""}), json!(false)),
            body(json!({}), Value::Null, Value::Null)
        );
    }

    #[test]
    fn each_part_makes_a_difference() {
        let all = [
            body(json!({"a": ["x"]}), Value::Null, json!(false)),
            body(json!({"a": "x"}), Value::Null, json!(false)),
            body(json!({"a": ["x", "y"]}), Value::Null, json!(false)),
            body(json!({"a": ["x"]}), json!({"name": "Ann"}), json!(false)),
            body(json!({"a": ["x"]}), Value::Null, json!(true)),
            body(json!({"a": ["x,y"]}), Value::Null, json!(false)),
        ];
        let distinct: std::collections::HashSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
    }
}
