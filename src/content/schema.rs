//! JSON Schemas of `site.yaml` and of front matter, for editors that complete and check YAML: written from `shapes`.

use serde_json::{Map, Value, json};

use super::shapes::{self, Field, Holds, Shape};

/// The schemas by the name of their file, such as `site.schema.json`.
pub fn schemas() -> [(&'static str, Value); 4] {
    [
        ("site.schema.json", document("content/site.yaml", &shapes::SITE)),
        (
            "assessment.schema.json",
            document(
                "The front matter of a grader or questionnaire",
                &shapes::ASSESSMENT,
            ),
        ),
        (
            "service.schema.json",
            document("The front matter of a service", &shapes::SERVICE),
        ),
        (
            "page.schema.json",
            document("The front matter of a page", &shapes::PAGE),
        ),
    ]
}

/// Draft 7 is what language servers for YAML understand.
fn document(title: &str, shape: &Shape) -> Value {
    let mut schema = group(shape);
    schema.insert("$schema".into(), "http://json-schema.org/draft-07/schema#".into());
    schema.insert("title".into(), title.into());
    schema.into()
}

fn group(shape: &Shape) -> Map<String, Value> {
    let properties: Map<String, Value> = shape
        .fields
        .iter()
        .map(|field| (field.name.to_owned(), property(field).into()))
        .collect();
    let required: Vec<&str> = shape
        .fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.name)
        .collect();
    let mut schema = object(json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    }));
    if !required.is_empty() {
        schema.insert("required".into(), required.into());
    }
    schema
}

fn property(field: &Field) -> Map<String, Value> {
    let mut schema = match &field.holds {
        Holds::Group(shape) => group(shape),
        holds => object(value(holds)),
    };
    schema.insert("description".into(), field.about.into());
    schema
}

/// The reader takes a scalar as the text that was written, in quotes or not: a number may be both.
fn value(holds: &Holds) -> Value {
    let number =
        |pattern: &str, bounds: Value| json!({ "anyOf": [bounds, { "type": "string", "pattern": pattern }] });
    match holds {
        Holds::Text => json!({ "type": ["string", "number", "boolean"], "pattern": r"\S" }),
        Holds::Like(pattern) => json!({ "type": "string", "pattern": pattern }),
        Holds::Choice(words) => json!({ "enum": words }),
        Holds::Flag => json!({ "type": "boolean" }),
        Holds::Whole(least, most) => number(
            r"^\d+$",
            json!({ "type": "integer", "minimum": least, "maximum": most }),
        ),
        Holds::Price => number(r"^\d+(\.\d+)?$", json!({ "type": "number", "minimum": 0 })),
        Holds::Points => number(r"^-?\d+(\.\d+)?$", json!({ "type": "number" })),
        // `off` without quotes is `false` to older readers of YAML.
        Holds::Throttle => json!({ "anyOf": [
            { "const": false },
            { "type": "string", "pattern": r"^(off|\d+ ?/ ?(second|minute|hour))$" },
        ] }),
        Holds::Format => json!({ "enum": [1, "1"] }),
        Holds::Texts(pattern) => {
            json!({ "type": "array", "items": { "type": "string", "pattern": pattern } })
        }
        Holds::Group(shape) => group(shape).into(),
        Holds::Groups(shape) => json!({ "type": "array", "items": group(shape) }),
        Holds::Named(shape) => json!({
            "type": "object",
            "propertyNames": { "pattern": "^[a-z0-9-]{1,200}$" },
            "additionalProperties": group(shape),
        }),
        Holds::Free => json!({}),
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
