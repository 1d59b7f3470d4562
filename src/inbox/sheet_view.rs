//! The form of a sheet of paper: every question by its number on the sheet, with what was typed and what is wrong with it.

use serde::Serialize;
use uuid::Uuid;

use super::facts::Facts;
use super::list::Choice;
use super::sheets::{CLIENT_FIELD, EVENT_FIELD, SheetFaults};
use crate::assessment::{
    Assessment, Category, Condition, ContactField, Definition, FieldName, Gate, Question, Shape,
};
use crate::store::Client;
use crate::words::english;

/// What `sheet.html` sees.
#[derive(Serialize)]
pub(super) struct SheetView {
    title: String,
    here: String,
    /// As it stands at the foot of the sheet.
    code: String,
    /// Whether today's sheets ask other questions.
    older: bool,
    id: String,
    definition: String,
    /// Whose sheet it can be.
    clients: Vec<Choice>,
    /// At which event it was filled in.
    event: String,
    errors: Vec<Error>,
    sections: Vec<Section>,
    /// Where the sheet asks for it.
    contact: Option<ContactPart>,
}

/// A line of the summary of what is wrong.
#[derive(Serialize)]
struct Error {
    label: Option<String>,
    href: Option<String>,
    message: String,
}

#[derive(Serialize)]
struct Section {
    title: Option<String>,
    questions: Vec<Asked>,
}

#[derive(Serialize)]
struct Asked {
    id: String,
    number: usize,
    text: String,
    optional: bool,
    only_if: Option<String>,
    /// `many`, `one`, `number` or `text`.
    is: &'static str,
    options: Vec<Opt>,
    /// Of a scale or number: `0 to 10`.
    range: Option<String>,
    value: String,
    error: Option<String>,
}

#[derive(Serialize)]
struct Opt {
    id: String,
    text: String,
    checked: bool,
}

#[derive(Serialize)]
struct ContactPart {
    fields: Vec<Field>,
    consent: String,
    version: String,
    checked: bool,
    error: Option<String>,
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    label: String,
    required: bool,
    long: bool,
    value: String,
    error: Option<String>,
}

impl SheetView {
    pub(super) fn new(
        definition: &Definition,
        (facts, clients): (&Facts, &[Client]),
        only_if: fn(&Condition, &Assessment) -> String,
        typed: &[(String, String)],
        faults: &SheetFaults,
        id: Uuid,
    ) -> Self {
        let assessment = &*definition.assessment;
        let known = facts.assessments.get(&assessment.id);
        let today = known.and_then(|one| one.sheet.as_ref());
        let asks = assessment.gate != Gate::None && !facts.contact.fields.is_empty();
        let form = Form {
            assessment,
            only_if,
            typed,
            faults,
        };
        let mut number = 0;
        let sections = assessment.categories.iter();
        Self {
            title: assessment.title.clone(),
            here: format!("{}/inbox/sheets/{}", facts.base_path, assessment.id),
            code: definition.code(),
            older: today.is_none_or(|today| today.hash != definition.hash),
            id: id.to_string(),
            definition: definition.hash.to_string(),
            clients: clients
                .iter()
                .map(|client| Choice {
                    value: client.id.clone(),
                    label: client.name.clone(),
                    chosen: form.values(CLIENT_FIELD).any(|id| id == client.id),
                })
                .collect(),
            event: form.values(EVENT_FIELD).next().unwrap_or_default().to_owned(),
            errors: form.errors(),
            sections: sections
                .map(|category| form.section(category, &mut number))
                .filter(|section| !section.questions.is_empty())
                .collect(),
            contact: asks.then(|| form.contact(facts)),
        }
    }
}

/// What a form is made of.
struct Form<'a> {
    assessment: &'a Assessment,
    only_if: fn(&Condition, &Assessment) -> String,
    typed: &'a [(String, String)],
    faults: &'a SheetFaults,
}

impl Form<'_> {
    fn errors(&self) -> Vec<Error> {
        let answers = self.faults.answers.iter().map(|fault| {
            let questions = self.assessment.questions().enumerate();
            let found = questions
                .into_iter()
                .find(|(_, question)| question.id.as_str() == fault.question);
            Error {
                label: found.map(|(place, question)| format!("{}. {}", place + 1, question.text.plain)),
                href: found.map(|(_, question)| format!("#q-{}", question.id)),
                message: english().complain(&fault.complaint),
            }
        });
        let contact = self.faults.contact.iter().map(|fault| {
            let field = fault.pointer.strip_prefix("/contact/");
            let field = FieldName::ALL.into_iter().find(|one| Some(one.as_str()) == field);
            Error {
                label: field.map(|field| english().say(field.label(), &[])),
                href: match field {
                    Some(field) => Some(format!("#contact-{}", field.as_str())),
                    None => (fault.pointer == "/consent").then(|| "#contact-consent".to_owned()),
                },
                message: english().complain(&fault.complaint),
            }
        });
        answers.chain(contact).collect()
    }

    fn section(&self, category: &Category, number: &mut usize) -> Section {
        let questions = category.questions.iter().map(|question| {
            *number += 1;
            self.asked(question, *number)
        });
        Section {
            questions: questions.collect(),
            title: category.title.as_ref().map(|title| title.plain.clone()),
        }
    }

    fn asked(&self, question: &Question, number: usize) -> Asked {
        let id = question.id.as_str();
        let (is, range) = match &question.shape {
            Shape::Many { .. } => ("many", None),
            Shape::One { .. } => ("one", None),
            Shape::Scale { min, max, .. } | Shape::Number { min, max, .. } => ("number", Some((min, max))),
            Shape::Text { .. } => ("text", None),
        };
        let options = question.choices().iter().map(|choice| Opt {
            id: choice.id.to_string(),
            text: choice.text.plain.clone(),
            checked: self.values(id).any(|value| value == choice.id.as_str()),
        });
        let options: Vec<Opt> = options.collect();
        let fault = self.faults.answers.iter().find(|fault| fault.question == id);
        Asked {
            id: id.to_owned(),
            number,
            text: question.text.plain.clone(),
            optional: question.optional,
            only_if: question
                .shown_if
                .as_ref()
                .map(|condition| (self.only_if)(condition, self.assessment)),
            is,
            value: match options.is_empty() {
                true => self.values(id).next().unwrap_or_default().to_owned(),
                false => String::new(),
            },
            options,
            range: range.map(|(min, max)| format!("{min} to {max}")),
            error: fault.map(|fault| english().complain(&fault.complaint)),
        }
    }

    fn contact(&self, facts: &Facts) -> ContactPart {
        let consent = &facts.contact.consent;
        ContactPart {
            fields: facts
                .contact
                .fields
                .iter()
                .map(|field| self.field(field))
                .collect(),
            consent: consent.text.clone(),
            version: consent.version.clone(),
            checked: self.values("consent").next().is_some(),
            error: self.contact_fault("/consent"),
        }
    }

    fn field(&self, field: &ContactField) -> Field {
        let name = field.name.as_str();
        let value = self.values(&format!("contact.{name}")).next();
        Field {
            name,
            label: english().say(field.name.label(), &[]),
            required: field.required,
            long: field.name == FieldName::Message,
            value: value.unwrap_or_default().to_owned(),
            error: self.contact_fault(&format!("/contact/{name}")),
        }
    }

    fn contact_fault(&self, pointer: &str) -> Option<String> {
        let fault = self.faults.contact.iter().find(|fault| fault.pointer == pointer);
        fault.map(|fault| english().complain(&fault.complaint))
    }

    fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        let fields = self.typed.iter().filter(move |(field, _)| field == name);
        fields.map(|(_, value)| value.as_str())
    }
}
