//! A file of answers that somebody typed from a sheet of paper, in YAML.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Reading;
use super::faults::Faults;
use super::yaml::{self, Node, Value};

/// Reads `text` as one tree in which every scalar is a text, as it was written: `2024`, `yes` and `1e5` may be the ids
/// of options or the beginning of a sheet's code, and only who knows the question can tell. `null` and nothing stay null.
///
/// # Errors
/// What is wrong with it, a repeated key too, to be shown like everything that is wrong with content.
pub fn read_texts(file: &str, text: &str) -> Result<serde_json::Value, Box<Reading>> {
    let text: Arc<str> = text.replace("\r\n", "\n").into();
    let mut faults = Faults::new(file, &text);
    let node = yaml::parse(&text, 0, &mut faults);
    match node {
        Some(node) if !faults.has_errors() => Ok(texts(&node)),
        _ => Err(Box::new(Reading {
            site: None,
            diagnostics: faults.into_found(),
            sources: BTreeMap::from([(file.to_owned(), text)]),
        })),
    }
}

fn texts(node: &Node) -> serde_json::Value {
    match &node.value {
        _ if node.is_null() => serde_json::Value::Null,
        Value::Scalar { text, .. } => text.clone().into(),
        Value::List(nodes) => nodes.iter().map(texts).collect(),
        Value::Map(entries) => entries
            .iter()
            .map(|(key, node)| (key.name.clone(), texts(node)))
            .collect(),
    }
}
