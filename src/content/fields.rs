//! Reads the fields of a YAML map one by one; what is not in the map's table (`shapes`) is a field nobody knows.

use std::ops::Range;

use super::codes;
use super::faults::{Faults, Spanned};
use super::shapes::{Holds, Shape};
use super::suggest;
use super::yaml::{Key, Node, Value};

/// The fields of one map.
pub(super) struct Fields<'n> {
    entries: &'n [(Key, Node)],
    /// Every field that there is.
    shape: &'static Shape,
}

impl<'n> Fields<'n> {
    /// The fields of `node`, or `None` (reported) where it is no map.
    pub(super) fn of(node: &'n Node, shape: &'static Shape, faults: &mut Faults) -> Option<Self> {
        match &node.value {
            Value::Map(entries) => Some(Self { entries, shape }),
            _ if node.is_null() => Some(Self { entries: &[], shape }),
            _ => {
                let message = format!(
                    "{} is written as fields (`name: value`), but here is {}",
                    shape.home,
                    node.kind()
                );
                faults.report(&codes::FIELD_TYPE, node.span.clone(), message, ());
                None
            }
        }
    }

    /// The field as it was written; `None` where it is absent or empty.
    pub(super) fn get(&mut self, name: &'static str) -> Option<&'n Node> {
        self.entry(name)
            .map(|(_, node)| node)
            .filter(|node| !node.is_null())
    }

    fn entry(&mut self, name: &'static str) -> Option<&'n (Key, Node)> {
        debug_assert!(
            self.shape.field(name).is_some(),
            "{} has no field {name} in its table",
            self.shape.home
        );
        self.entries.iter().find(|(key, _)| key.name == name)
    }

    /// A text on one line.
    pub(super) fn text(&mut self, name: &'static str, faults: &mut Faults) -> Option<Spanned<String>> {
        text(self.get(name)?, name, faults)
    }

    /// A text that must be there; what is missing is reported at `at`.
    pub(super) fn required(
        &mut self,
        name: &'static str,
        help: &str,
        at: Range<usize>,
        faults: &mut Faults,
    ) -> Option<Spanned<String>> {
        let Some((key, node)) = self.entry(name) else {
            faults.report(
                &codes::MISSING_FIELD,
                at,
                format!("{} needs `{name}`", self.shape.home),
                help,
            );
            return None;
        };
        let empty = matches!(&node.value, Value::Scalar { text, .. } if text.trim().is_empty());
        if node.is_null() || empty {
            faults.report(
                &codes::MISSING_FIELD,
                key.span.clone(),
                format!("`{name}` is empty"),
                help,
            );
            return None;
        }
        text(node, name, faults)
    }

    /// `true` or `false`; `false` where it is absent.
    pub(super) fn flag(&mut self, name: &'static str, faults: &mut Faults) -> bool {
        let Some(node) = self.get(name) else { return false };
        match &node.value {
            Value::Scalar { text, .. } if text == "true" => true,
            Value::Scalar { text, .. } if text == "false" => false,
            _ => {
                faults.report(
                    &codes::FIELD_VALUE,
                    node.span.clone(),
                    format!("`{name}` is `true` or `false`"),
                    (),
                );
                false
            }
        }
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        name: &'static str,
        words: &[(&'static str, T)],
        faults: &mut Faults,
    ) -> Option<T> {
        debug_assert!(
            matches!(self.shape.field(name).map(|field| &field.holds), Some(Holds::Choice(known))
                if known.iter().eq(words.iter().map(|(word, _)| word))),
            "the words of {name} are others in its table"
        );
        let written = self.text(name, faults)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == written.value) {
            return Some(*value);
        }
        let message = format!("`{}` is no value of `{name}`", written.value);
        let help = suggest::help(
            &written.value,
            words.iter().map(|(word, _)| *word),
            "it is one of",
        );
        faults.report(&codes::FIELD_VALUE, written.span, message, help);
        None
    }

    /// The entries of a list.
    pub(super) fn list(&mut self, name: &'static str, faults: &mut Faults) -> Option<&'n [Node]> {
        let node = self.get(name)?;
        match &node.value {
            Value::List(nodes) => Some(nodes),
            _ => {
                let message = format!("`{name}` is a list, but here is {}", node.kind());
                faults.report(
                    &codes::FIELD_TYPE,
                    node.span.clone(),
                    message,
                    format!("write `{name}: [first, second]`"),
                );
                None
            }
        }
    }

    /// Free data for themes.
    pub(super) fn extra(&mut self) -> serde_json::Value {
        self.get("extra").map_or(serde_json::Value::Null, Node::to_json)
    }

    /// Reports every field that there is not.
    pub(super) fn finish(self, faults: &mut Faults) {
        for (key, _) in self.entries {
            if self.shape.field(&key.name).is_none() {
                let known = || self.shape.fields.iter().map(|field| field.name);
                let message = format!("{} has no field `{}`", self.shape.home, key.name);
                let help = suggest::nearest(&key.name, known())
                    .map(|name| format!("did you mean `{name}`?"))
                    .unwrap_or_else(|| format!("there are {}", list_of(known())));
                faults.report(&codes::UNKNOWN_FIELD, key.span.clone(), message, help);
            }
        }
    }
}

fn list_of<'k>(names: impl Iterator<Item = &'k str>) -> String {
    names
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A text on one line: line breaks become spaces, other control characters are refused.
pub(super) fn text(node: &Node, name: &str, faults: &mut Faults) -> Option<Spanned<String>> {
    let Value::Scalar { text, .. } = &node.value else {
        let message = format!("`{name}` is a text, but here is {}", node.kind());
        let help = "put a text that holds `:`, `[` or `{` in quotes";
        faults.report(&codes::FIELD_TYPE, node.span.clone(), message, help);
        return None;
    };
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        faults.report(
            &codes::FIELD_VALUE,
            node.span.clone(),
            format!("`{name}` holds a control character"),
            (),
        );
        return None;
    }
    Some(Spanned::new(
        text.split_whitespace().collect::<Vec<_>>().join(" "),
        node.span.clone(),
    ))
}
