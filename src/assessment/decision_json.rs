//! Decisions as JSON, in the words of a form.

use serde_json::Value;

/// The fields that [`Decisions::change`](super::Decisions::change) reads, from the `decisions` of a JSON body:
/// `{"gaps": {GAP: {"decision", "explain", "who", "review"}}, "who", "role", "review"}`. `null` and `false` take back
/// what was said. What has another shape is told to `fault`, by its pointer and the name of a phrase.
pub fn decision_fields(
    decisions: &Value,
    mut fault: impl FnMut(&str, &'static str),
) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let Some(decisions) = decisions.as_object() else {
        fault("/decisions", "decisions.bad_shape");
        return fields;
    };
    let mut add = |field: String, pointer: &str, value: &Value| match value {
        Value::Null | Value::Bool(false) => fields.push((field, String::new())),
        Value::Bool(true) if field.starts_with("explain.") => fields.push((field, "true".to_owned())),
        Value::String(text) => fields.push((field, text.clone())),
        _ => fault(pointer, "problem.text"),
    };
    for (member, field) in [("who", "name"), ("role", "role"), ("review", "review")] {
        if let Some(value) = decisions.get(member) {
            add(format!("decider.{field}"), &format!("/decisions/{member}"), value);
        }
    }
    let mut misshapen = Vec::new();
    let known = ["gaps", "who", "role", "review"];
    let unknown = decisions.keys().filter(|name| !known.contains(&name.as_str()));
    misshapen.extend(unknown.map(|name| format!("/decisions/{}", escaped(name))));
    match decisions.get("gaps") {
        None | Some(Value::Null) => {}
        Some(Value::Object(gaps)) => {
            for (gap, said) in gaps {
                let pointer = format!("/decisions/gaps/{}", escaped(gap));
                if said.is_null() {
                    add(format!("gap.{gap}"), &pointer, said);
                    continue;
                }
                let Some(said) = said.as_object() else {
                    misshapen.push(pointer);
                    continue;
                };
                for (field, value) in said {
                    let pointer = format!("{pointer}/{}", escaped(field));
                    match field.as_str() {
                        "decision" | "explain" | "who" | "review" => {
                            add(format!("{field}.{gap}"), &pointer, value)
                        }
                        _ => misshapen.push(pointer),
                    }
                }
            }
        }
        Some(_) => misshapen.push("/decisions/gaps".to_owned()),
    }
    for pointer in misshapen {
        fault(&pointer, "decisions.bad_shape");
    }
    fields
}

/// A name as a part of a JSON pointer: <https://www.rfc-editor.org/rfc/rfc6901>.
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
