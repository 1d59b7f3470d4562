//! YAML as a tree with places, so that fields can be read one by one and every mistake be found in one run.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use serde_yaml::granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span};

use super::codes;
use super::faults::Faults;

/// What was written, and where.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) span: Range<usize>,
    pub(super) value: Value,
}

/// A scalar keeps its text: what it means is for the field to say.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Scalar { text: String, plain: bool },
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// The name of a field.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) span: Range<usize>,
}

impl Node {
    /// Whether nothing was written: `key:`, `key: ~` or `key: null`.
    pub(super) fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null"))
    }

    /// In the words of a marketer.
    pub(super) fn kind(&self) -> &'static str {
        match &self.value {
            Value::Scalar { .. } => "a text or number",
            Value::List(_) => "a list",
            Value::Map(_) => "a group of fields",
        }
    }

    /// As JSON, for data that is only passed on.
    pub(super) fn to_json(&self) -> serde_json::Value {
        match &self.value {
            _ if self.is_null() => serde_json::Value::Null,
            Value::Scalar { text, plain: true } => serde_json::from_str(text)
                .ok()
                .filter(|value: &serde_json::Value| {
                    !value.is_string() && !value.is_object() && !value.is_array()
                })
                .unwrap_or_else(|| text.clone().into()),
            Value::Scalar { text, plain: false } => text.clone().into(),
            Value::List(nodes) => nodes.iter().map(Node::to_json).collect(),
            Value::Map(entries) => entries
                .iter()
                .map(|(key, node)| (key.name.clone(), node.to_json()))
                .collect(),
        }
    }
}

/// More nodes than a marketer writes, and fewer than hurt: aliases can't grow a small file into a large tree.
const MOST_NODES: usize = 20_000;
const DEEPEST: usize = 32;

/// Parses the one document in `text`, which begins at `offset` of its file. `None` where it can't be read (which is
/// reported); an empty document is an empty map.
pub(super) fn parse(text: &str, offset: usize, faults: &mut Faults) -> Option<Node> {
    let mut tree = Tree::default();
    let mut parser = Parser::new_from_str(text);
    let mut documents = 0;
    while let Some(next) = parser.next_event() {
        let (event, span) = match next {
            Ok(next) => next,
            Err(error) => {
                let at = offset + error.marker().byte_offset().unwrap_or(text.len());
                let (message, help) = plain_words(&error);
                faults.report(&codes::YAML_SYNTAX, at..at + 1, message, help);
                return None;
            }
        };
        let place = place(&span, offset, text);
        let taken = match event {
            Event::DocumentStart(..) => {
                documents += 1;
                if documents > 1 {
                    faults.report(
                        &codes::YAML_SYNTAX,
                        place,
                        "a second YAML document begins here",
                        "leave out the line `---`",
                    );
                    return None;
                }
                Ok(())
            }
            Event::Scalar(value, style, anchor, _) => tree.node(
                Node {
                    span: place,
                    value: Value::Scalar {
                        text: value.into_owned(),
                        plain: style == ScalarStyle::Plain,
                    },
                },
                anchor,
                faults,
            ),
            Event::SequenceStart(_, anchor, _) => tree.open(Value::List(Vec::new()), place, anchor),
            Event::MappingStart(_, anchor, _) => tree.open(Value::Map(Vec::new()), place, anchor),
            Event::SequenceEnd | Event::MappingEnd => tree.close(place, faults),
            Event::Alias(anchor) => tree.alias(anchor, place, faults),
            _ => Ok(()),
        };
        if let Err(TooLarge(at)) = taken {
            faults.report(
                &codes::YAML_LIMIT,
                at,
                "this YAML is nested too deeply or grows too large",
                "write it out plainly: at most 32 levels, and few `*aliases`",
            );
            return None;
        }
    }
    Some(tree.root.unwrap_or(Node {
        span: offset..offset + text.len(),
        value: Value::Map(Vec::new()),
    }))
}

struct TooLarge(Range<usize>);

#[derive(Default)]
struct Tree {
    stack: Vec<Open>,
    anchors: HashMap<usize, (Node, usize)>,
    nodes: usize,
    root: Option<Node>,
}

struct Open {
    value: Value,
    start: usize,
    anchor: usize,
    key: Option<Key>,
    /// A key that can't be used: its value is read and dropped.
    skip: bool,
    nodes_before: usize,
}

impl Tree {
    fn open(&mut self, value: Value, place: Range<usize>, anchor: usize) -> Result<(), TooLarge> {
        if self.stack.len() >= DEEPEST {
            return Err(TooLarge(place));
        }
        let nodes_before = self.nodes;
        self.stack.push(Open {
            value,
            start: place.start,
            anchor,
            key: None,
            skip: false,
            nodes_before,
        });
        Ok(())
    }

    fn close(&mut self, place: Range<usize>, faults: &mut Faults) -> Result<(), TooLarge> {
        let Some(open) = self.stack.pop() else {
            return Ok(());
        };
        let text = Arc::clone(faults.text());
        let end = place.end.max(open.start);
        let end = open.start
            + text
                .get(open.start..end)
                .map_or(0, |written| written.trim_end().len());
        let node = Node {
            span: open.start..end,
            value: open.value,
        };
        if open.anchor != 0 {
            self.anchors
                .insert(open.anchor, (node.clone(), self.nodes - open.nodes_before + 1));
        }
        self.node(node, 0, faults)
    }

    fn alias(&mut self, anchor: usize, place: Range<usize>, faults: &mut Faults) -> Result<(), TooLarge> {
        let Some((node, size)) = self.anchors.get(&anchor) else {
            return Ok(());
        };
        if self.nodes + size > MOST_NODES {
            return Err(TooLarge(place));
        }
        let node = Node {
            span: place,
            value: node.value.clone(),
        };
        self.nodes += size;
        self.node(node, 0, faults)
    }

    fn node(&mut self, node: Node, anchor: usize, faults: &mut Faults) -> Result<(), TooLarge> {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return Err(TooLarge(node.span));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), 1));
        }
        let Some(open) = self.stack.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut open.value {
            Value::List(nodes) => nodes.push(node),
            Value::Map(entries) => match open.key.take() {
                Some(key) if entries.iter().any(|(known, _)| known.name == key.name) => {
                    let help = "keep one of the two";
                    faults.report(
                        &codes::YAML_DUPLICATE_KEY,
                        key.span,
                        format!("`{}` is written twice", key.name),
                        help,
                    );
                }
                Some(key) => entries.push((key, node)),
                None if open.skip => open.skip = false,
                None => match node.value {
                    Value::Scalar { text, .. } => {
                        open.key = Some(Key {
                            name: text,
                            span: node.span,
                        })
                    }
                    _ => {
                        open.skip = true;
                        let message = "a field's name must be a plain word";
                        faults.report(&codes::YAML_SYNTAX, node.span, message, ());
                    }
                },
            },
            Value::Scalar { .. } => {}
        }
        Ok(())
    }
}

fn place(span: &Span, offset: usize, text: &str) -> Range<usize> {
    let start = span.start.byte_offset().unwrap_or(0).min(text.len());
    let end = span.end.byte_offset().unwrap_or(start).clamp(start, text.len());
    let end = start + text.get(start..end).map_or(0, |written| written.trim_end().len());
    offset + start..offset + end
}

/// The parser's message for people who don't know YAML.
fn plain_words(error: &ScanError) -> (String, Option<String>) {
    let (message, help) = match error.kind() {
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey | ErrorKind::ExpectedBlockMappingKey => (
            "a field is expected here, written `name: value`",
            "check the indentation, and put a text that holds a colon in quotes",
        ),
        ErrorKind::UnclosedQuotedScalar => (
            "a quote is opened and never closed",
            "end the text with the same quote",
        ),
        ErrorKind::UnknownAnchor => (
            "a star before a word refers to an `&anchor` that does not exist",
            "for a required field write the star behind: `name*`",
        ),
        ErrorKind::TabNotAllowed | ErrorKind::TabInIndentation => {
            ("a tab stands where YAML wants spaces", "indent with spaces")
        }
        ErrorKind::RecursionLimitExceeded => {
            return (
                "this YAML is nested too deeply".into(),
                Some("at most 32 levels".into()),
            );
        }
        ErrorKind::InvalidIndentation => (
            "this line is indented differently from its neighbours",
            "line them up with spaces",
        ),
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => (
            "a colon stands where no field can begin",
            "put a text that holds a colon in quotes",
        ),
        _ => {
            let info = error.info();
            return (
                format!("this is not valid YAML: {info}"),
                Some("put texts with special characters in quotes".into()),
            );
        }
    };
    (message.into(), Some(help.into()))
}
