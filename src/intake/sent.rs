//! What was sent, whichever way, with what is wrong with its shape beside it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::body::Content;
use super::fingerprint;
use super::problem::Fault;
use crate::assessment::{AnswerFault, Answers, Assessment, AssessmentId};
use crate::render::{CLOCK_FIELD, DEFINITION_FIELD, TRAP_FIELD};

/// Names with values, in order, as a form has them.
pub(super) type Pairs = Vec<(String, String)>;

/// Nobody answers a grader faster, in milliseconds.
const FASTEST: i64 = 2_000;
/// What a source's value is cut to, in characters, and how many entries are kept.
const SOURCE: (usize, usize) = (500, 20);

/// A response as it was sent.
pub(super) struct Sent {
    /// `None` where a JSON body has no valid one (a fault); made here for a form.
    pub(super) id: Option<Uuid>,
    pub(super) fingerprint: [u8; 32],
    pub(super) answers: Chosen,
    pub(super) contact: Pairs,
    pub(super) consent: bool,
    pub(super) definition: Option<String>,
    pub(super) source: BTreeMap<String, String>,
    /// A trap caught it.
    pub(super) suspect: bool,
    /// What is wrong apart from answers and contact themselves.
    pub(super) faults: Vec<Fault>,
}

/// Answers that are not checked yet.
pub(super) enum Chosen {
    Json(Map<String, Value>),
    /// With every other field of the form.
    Form(Pairs),
}

/// Contact and consent, sent alone.
pub(super) struct SentContact {
    pub(super) contact: Pairs,
    pub(super) consent: bool,
    pub(super) faults: Vec<Fault>,
}

impl Sent {
    pub(super) fn read(assessment: &AssessmentId, content: Content, now: Timestamp) -> Self {
        match content {
            Content::Json(body) => Self::of_json(assessment, body, now),
            Content::Form(fields) => Self::of_form(assessment, fields, now),
        }
    }

    /// Whether it came as a form, without an id of the client's own.
    pub(super) fn is_form(&self) -> bool {
        matches!(self.answers, Chosen::Form(_))
    }

    fn of_json(assessment: &AssessmentId, mut body: Map<String, Value>, now: Timestamp) -> Self {
        let fingerprint = fingerprint::of_json(
            assessment,
            body.get("answers"),
            body.get("contact"),
            body.get("consent"),
        );
        let mut faults = Vec::new();
        let id = body.get("id").and_then(Value::as_str).filter(|id| id.len() == 36);
        let id = id.and_then(|id| Uuid::try_parse(id).ok());
        if id.is_none() {
            faults.push(Fault::new(
                "/id",
                "The id must be a UUID that you make for each response.",
            ));
        }
        let mut members = Members {
            body: &mut body,
            faults: &mut faults,
        };
        let answers = members.object("answers");
        if answers.is_none() {
            members.fault(
                "/answers",
                "The answers must be an object with one entry for each question.",
            );
        }
        let definition = members.text("definition");
        let source = members.texts("source");
        let suspect = suspect(&members.loose(TRAP_FIELD), &members.loose(CLOCK_FIELD), now);
        let SentContact {
            contact,
            consent,
            faults: more,
        } = SentContact::from_json(body);
        faults.extend(more);
        Self {
            id,
            fingerprint,
            answers: Chosen::Json(answers.unwrap_or_default()),
            contact,
            consent,
            definition,
            source: kept(source),
            suspect,
            faults,
        }
    }

    fn of_form(assessment: &AssessmentId, fields: Pairs, now: Timestamp) -> Self {
        let value = |wanted: &str| {
            let field = fields.iter().find(|(name, _)| name == wanted);
            field.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let SentContact {
            contact,
            consent,
            faults,
        } = SentContact::from_form(&fields);
        let aside = |name: &str| name.starts_with(['_']) || name.contains('.') || name == "consent";
        let chosen: Pairs = fields.iter().filter(|(name, _)| !aside(name)).cloned().collect();
        Self {
            id: Some(Uuid::now_v7()),
            fingerprint: fingerprint::of_form(assessment, &chosen, &contact),
            contact,
            consent,
            definition: Some(value(DEFINITION_FIELD)),
            source: kept(below("source.", &fields)),
            suspect: suspect(&value(TRAP_FIELD), &value(CLOCK_FIELD), now),
            faults,
            answers: Chosen::Form(fields),
        }
    }
}

impl SentContact {
    pub(super) fn read(content: Content) -> Self {
        match content {
            Content::Json(body) => Self::from_json(body),
            Content::Form(fields) => Self::from_form(&fields),
        }
    }

    fn from_json(mut body: Map<String, Value>) -> Self {
        let mut faults = Vec::new();
        let mut members = Members {
            body: &mut body,
            faults: &mut faults,
        };
        let contact = members.texts("contact");
        let consent = match members.take("consent") {
            None => false,
            Some(Value::Bool(given)) => given,
            Some(_) => {
                members.fault("/consent", "Consent must be true or false.");
                false
            }
        };
        Self {
            contact,
            consent,
            faults,
        }
    }

    /// A box that is not ticked is not sent at all.
    fn from_form(fields: &Pairs) -> Self {
        let unticked = ["", "false", "off", "no", "0"];
        let consent = fields
            .iter()
            .any(|(name, value)| name == "consent" && !unticked.contains(&value.as_str()));
        Self {
            contact: below("contact.", fields),
            consent,
            faults: Vec::new(),
        }
    }
}

impl Chosen {
    /// Checks the answers against what was asked.
    pub(super) fn check(&self, assessment: &Assessment) -> Result<Answers, Vec<AnswerFault>> {
        match self {
            Self::Json(answers) => Answers::from_json(assessment, answers),
            Self::Form(fields) => Answers::from_form(assessment, fields),
        }
    }
}

/// The members of a JSON body. `null` is as good as absent; members that nobody knows are passed over.
struct Members<'a> {
    body: &'a mut Map<String, Value>,
    faults: &'a mut Vec<Fault>,
}

impl Members<'_> {
    fn fault(&mut self, pointer: &str, message: &str) {
        self.faults.push(Fault::new(pointer, message));
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        self.body.remove(name).filter(|value| !value.is_null())
    }

    fn object(&mut self, name: &str) -> Option<Map<String, Value>> {
        match self.take(name)? {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    fn text(&mut self, name: &str) -> Option<String> {
        match self.take(name)? {
            Value::String(text) => Some(text),
            _ => {
                self.fault(&format!("/{name}"), "This must be text.");
                None
            }
        }
    }

    /// An object of texts.
    fn texts(&mut self, name: &str) -> Pairs {
        let texts = match self.take(name) {
            None => return Pairs::new(),
            Some(Value::Object(texts)) => texts,
            Some(_) => {
                self.fault(&format!("/{name}"), "This must be an object of texts.");
                return Pairs::new();
            }
        };
        let mut pairs = Pairs::new();
        for (key, value) in texts {
            match value {
                Value::String(text) => pairs.push((key, text)),
                Value::Null => {}
                _ => {
                    let key = key.replace('~', "~0").replace('/', "~1");
                    self.fault(&format!("/{name}/{key}"), "This must be text.");
                }
            }
        }
        pairs
    }

    /// For the traps: whatever it is, as text.
    fn loose(&mut self, name: &str) -> String {
        match self.take(name) {
            None => String::new(),
            Some(Value::String(text)) => text,
            Some(other) => other.to_string(),
        }
    }
}

/// The fields whose names begin with `prefix`, without it.
fn below(prefix: &str, fields: &Pairs) -> Pairs {
    let inside =
        |(name, value): &(String, String)| Some((name.strip_prefix(prefix)?.to_owned(), value.clone()));
    fields.iter().filter_map(inside).collect()
}

/// What sales may see of where a response came from.
fn kept(source: Pairs) -> BTreeMap<String, String> {
    let known = |name: &str| {
        let tag = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        matches!(name, "page" | "referrer")
            || (name.starts_with("utm_") && name.len() <= 40 && name.chars().all(tag))
    };
    let cut = |value: &str| {
        value
            .chars()
            .filter(|c| !c.is_control())
            .take(SOURCE.0)
            .collect::<String>()
    };
    let entries = source
        .into_iter()
        .filter(|(name, _)| known(name))
        .map(|(name, value)| (name, cut(value.trim())));
    entries
        .filter(|(_, value)| !value.is_empty())
        .take(SOURCE.1)
        .collect()
}

/// A clock that was not filled in (no script), makes no sense or runs ahead of ours proves nothing.
fn suspect(trap: &str, clock: &str, now: Timestamp) -> bool {
    let open_for = clock.trim().parse::<i64>().ok().map(|clock| {
        // A moment, or already a time span? No page was open for three years.
        if clock > 100_000_000_000 {
            now.as_millisecond() - clock
        } else {
            clock
        }
    });
    !trap.trim().is_empty() || open_for.is_some_and(|open_for| (0..FASTEST).contains(&open_for))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traps_catch_what_no_person_does_and_nothing_else() {
        let now = Timestamp::from_millisecond(1_800_000_000_000).unwrap();
        let caught = |trap, clock| suspect(trap, clock, now);
        assert!(caught("https://spam.example", ""));
        assert!(caught("", "1800000000000"));
        assert!(caught("", "1799999999000"));
        assert!(caught("", "1500"));
        assert!(!caught("", "1799999990000"));
        assert!(!caught("", "60000"));
        assert!(!caught("", ""), "without a script there is no clock");
        assert!(!caught("", "1800000009000"), "a clock that runs ahead of ours");
        assert!(!caught("", "soon"));
    }

    #[test]
    fn of_the_source_only_what_sales_may_see_is_kept() {
        let long = "x".repeat(9_000);
        let source = [
            ("page", "https://a.example/"),
            ("utm_source", " news\u{0}letter "),
            ("cookie", "secret"),
        ];
        let mut source: Pairs = source
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec();
        source.push(("utm_term".to_owned(), long));
        let kept = kept(source);
        assert_eq!(kept["utm_source"], "newsletter");
        assert_eq!(kept["utm_term"].len(), 500);
        assert_eq!(kept.len(), 3);
    }
}
