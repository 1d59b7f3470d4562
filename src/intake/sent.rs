//! What was sent, whichever way, with what is wrong with its shape beside it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::body::Content;
use super::problem::Fault;
use crate::assessment::{
    AnswerFault, Answers, Assessment, AssessmentId, DECISIONS_FIELD, decision_fields, kept_source,
};
use crate::render::{CLOCK_FIELD, DEFINITION_FIELD, INVITATION_FIELD, TRAP_FIELD};
use crate::store::fingerprint;

/// Names with values, in order, as a form has them.
pub(crate) type Pairs = Vec<(String, String)>;

/// Nobody opens, reads and answers even the shortest grader faster, in milliseconds. The page's script sends how long
/// it took; without a script nobody knows.
const FASTEST: i64 = 1_000;

/// A response as it was sent.
pub(super) struct Sent {
    /// `None` where a JSON body has no valid one (a fault); made here for a form.
    pub(super) id: Option<Uuid>,
    /// Of no use for a form: nobody can send its id again, and the store knows a form that is sent twice by itself.
    pub(super) fingerprint: [u8; 32],
    pub(super) answers: Chosen,
    pub(super) fields: Fields,
}

/// Answers that are not checked yet.
pub(super) enum Chosen {
    Json(Map<String, Value>),
    /// Among the fields.
    Form,
}

/// Everything but the answers, named as the fields of a form are, with what is wrong with it.
pub(crate) struct Fields {
    pub(super) all: Pairs,
    pub(crate) faults: Vec<Fault>,
}

impl Sent {
    pub(super) fn read(assessment: &AssessmentId, content: Content) -> Self {
        let Content::Json(body) = &content else {
            let (id, fingerprint, answers) = (Some(Uuid::now_v7()), [0; 32], Chosen::Form);
            return Self {
                id,
                fingerprint,
                answers,
                fields: Fields::read(content),
            };
        };
        let fingerprint = fingerprint(assessment, body);
        let mut faults = Vec::new();
        let id = body.get("id").and_then(Value::as_str).filter(|id| id.len() == 36);
        let id = id.and_then(|id| Uuid::try_parse(id).ok());
        if id.is_none() {
            faults.push(Fault::new("/id", "problem.id"));
        }
        let answers = body
            .get("answers")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_else(|| {
                faults.push(Fault::new("/answers", "problem.answers"));
                Map::new()
            });
        let mut fields = Fields::read(content);
        fields.faults.splice(0..0, faults);
        Self {
            id,
            fingerprint,
            answers: Chosen::Json(answers),
            fields,
        }
    }

    /// Whether it came as a form, without an id of the client's own.
    pub(super) fn is_form(&self) -> bool {
        matches!(self.answers, Chosen::Form)
    }

    /// Checks the answers against what was asked.
    pub(super) fn check(&self, assessment: &Assessment) -> Result<Answers, Vec<AnswerFault>> {
        match &self.answers {
            Chosen::Json(answers) => Answers::from_json(assessment, answers),
            Chosen::Form => Answers::from_form(assessment, &self.fields.all),
        }
    }
}

impl Fields {
    pub(super) fn read(content: Content) -> Self {
        match content {
            Content::Form(all) => Self::of_form(all),
            Content::Json(body) => Self::of_json(&body),
        }
    }

    pub(crate) fn of_form(all: Pairs) -> Self {
        let faults = Vec::new();
        Self { all, faults }
    }

    /// `null` is as good as absent; members that nobody knows are passed over.
    pub(crate) fn of_json(body: &Map<String, Value>) -> Self {
        let mut fields = Self {
            all: Pairs::new(),
            faults: Vec::new(),
        };
        let member = |name: &str| body.get(name).filter(|value| !value.is_null());
        for group in ["contact", "source"] {
            match member(group) {
                None => {}
                Some(Value::Object(texts)) => texts.iter().for_each(|(name, value)| {
                    let pointer = name.replace('~', "~0").replace('/', "~1");
                    fields.add(format!("{group}.{name}"), &format!("/{group}/{pointer}"), value);
                }),
                Some(_) => fields.fault(&format!("/{group}"), "problem.texts"),
            }
        }
        if let Some(decisions) = member("decisions") {
            let said = decision_fields(decisions, |pointer, what| fields.fault(pointer, what));
            fields.all.extend(said);
            fields.all.push((DECISIONS_FIELD.to_owned(), String::new()));
        }
        match member("consent") {
            None | Some(Value::Bool(false)) => {}
            Some(Value::Bool(true)) => fields.all.push(("consent".to_owned(), "true".to_owned())),
            Some(_) => fields.fault("/consent", "problem.consent"),
        }
        for (name, field) in [("definition", DEFINITION_FIELD), ("invitation", INVITATION_FIELD)] {
            if let Some(value) = member(name) {
                fields.add(field.to_owned(), &format!("/{name}"), value);
            }
        }
        for trap in [TRAP_FIELD, CLOCK_FIELD] {
            let value =
                member(trap).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            fields.all.extend(value.map(|value| (trap.to_owned(), value)));
        }
        fields
    }

    /// Whether it is about decisions: a form says so in a hidden field.
    pub(super) fn decides(&self) -> bool {
        let said = |name: &str| {
            ["decision.", "explain.", "who.", "review.", "decider."]
                .iter()
                .any(|of| name.starts_with(of))
        };
        self.all
            .iter()
            .any(|(name, _)| name == DECISIONS_FIELD || said(name))
    }

    fn add(&mut self, name: String, pointer: &str, value: &Value) {
        match value {
            Value::String(text) => self.all.push((name, text.clone())),
            Value::Null => {}
            _ => self.fault(pointer, "problem.text"),
        }
    }

    fn fault(&mut self, pointer: &str, message: &'static str) {
        self.faults.push(Fault::new(pointer, message));
    }

    fn value(&self, wanted: &str) -> &str {
        let field = self.all.iter().find(|(name, _)| name == wanted);
        field.map_or("", |(_, value)| value)
    }

    /// The fields whose names begin with `prefix`, without it.
    fn below(&self, prefix: &str) -> Pairs {
        let inside =
            |(name, value): &(String, String)| Some((name.strip_prefix(prefix)?.to_owned(), value.clone()));
        self.all.iter().filter_map(inside).collect()
    }

    pub(crate) fn contact(&self) -> Pairs {
        self.below("contact.")
    }

    /// A box that is not ticked is not sent at all.
    pub(crate) fn consent(&self) -> bool {
        !["", "false", "off", "no", "0"].contains(&self.value("consent").trim())
    }

    /// The hash of the definition that the page showed, or nothing.
    pub(super) fn definition(&self) -> &str {
        self.value(DEFINITION_FIELD)
    }

    /// The end of an invitation's address, or nothing.
    pub(super) fn invitation(&self) -> &str {
        self.value(INVITATION_FIELD)
    }

    pub(crate) fn source(&self) -> BTreeMap<String, String> {
        kept_source(self.below("source."))
    }

    /// Whether a trap caught it.
    pub(super) fn suspect(&self, now: Timestamp) -> bool {
        suspect(self.value(TRAP_FIELD), self.value(CLOCK_FIELD), now)
    }
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
        assert!(caught("", "1799999999100"));
        assert!(caught("", "0"));
        assert!(caught("", "900"));
        assert!(!caught("", "1000"));
        assert!(!caught("", "1799999990000"));
        assert!(!caught("", "60000"));
        assert!(!caught("", ""), "without a script there is no clock");
        assert!(!caught("", "1800000009000"), "a clock that runs ahead of ours");
        assert!(!caught("", "soon"));
    }
}
