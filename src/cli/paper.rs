//! From a sheet of paper to a response that can be stored: for `leads add` and for the inbox.

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::assessment::{Answers, Consent, Contact, Definition, score};
use crate::content::Site;
use crate::inbox::SheetFaults;
use crate::intake::Fields;
use crate::store::{Client, NewResponse, Status, StoreError, Token, fingerprint};

/// A sheet that holds what its questions ask for.
pub(super) struct Checked {
    pub(super) answers: Answers,
    pub(super) contact: Option<Contact>,
    /// `None` gets a new one, and then the same sheet keyed in twice within minutes is a slip of the hand.
    pub(super) id: Option<Uuid>,
    pub(super) fingerprint: [u8; 32],
}

/// Scores a sheet and says who is told of it; a client's is laid beside their package.
pub(super) fn response(
    site: &Site,
    definition: &Definition,
    fields: &Fields,
    sheet: Checked,
    client: Option<&Client>,
) -> Result<NewResponse, StoreError> {
    let assessment = &*definition.assessment;
    let scorecard = score(assessment, &sheet.answers);
    let follow_up = site.follow_up(
        assessment,
        &sheet.answers,
        &scorecard,
        client.map(|one| &one.package),
    );
    let (given, wording) = (fields.consent(), site.contact.consent.clone());
    let mut source = fields.source();
    if source.keys().all(|name| name == "event") {
        source.insert("page".to_owned(), "paper".to_owned());
    }
    Ok(NewResponse {
        id: sheet.id.unwrap_or_else(Uuid::now_v7),
        token: Token::random()?,
        fingerprint: sheet.fingerprint,
        from_form: sheet.id.is_none(),
        submitted_at: Timestamp::now(),
        definition: definition.clone(),
        answers: sheet.answers,
        scorecard,
        contact: sheet.contact.map(|contact| (contact, Consent { given, wording })),
        source,
        status: Status::New,
        deliver_to: site.told_of(&assessment.id, &follow_up),
        follow_up,
        client: client.map(|one| one.id.clone()),
    })
}

/// Reads the form that the inbox shows for a sheet, as the endpoint reads a form.
pub(super) fn key_in(
    site: &Site,
    definition: &Definition,
    typed: Vec<(String, String)>,
    id: Uuid,
    client: Option<&Client>,
) -> Result<Result<NewResponse, SheetFaults>, StoreError> {
    let fingerprint = fingerprint(&definition.assessment.id, &body(&typed));
    let answers = Answers::from_form(&definition.assessment, &typed);
    let fields = Fields::of_form(typed);
    let contact = Contact::read(&site.contact, &fields.contact(), false);
    match (answers, contact) {
        (Ok(answers), Ok(contact)) => {
            let id = Some(id);
            let sheet = Checked {
                answers,
                contact,
                id,
                fingerprint,
            };
            response(site, definition, &fields, sheet, client).map(Ok)
        }
        (answers, contact) => Ok(Err(SheetFaults {
            answers: answers.err().unwrap_or_default(),
            contact: contact.err().unwrap_or_default(),
        })),
    }
}

/// What was typed as a body, to tell whether two are the same.
fn body(typed: &[(String, String)]) -> Map<String, Value> {
    let (mut answers, mut contact) = (Map::new(), Map::new());
    for (name, value) in typed {
        let (group, name) = match name.strip_prefix("contact.") {
            Some(field) => (&mut contact, field),
            None => (&mut answers, name.as_str()),
        };
        let values = group.entry(name).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(values) = values {
            values.push(Value::String(value.clone()));
        }
    }
    let given = answers.remove("consent").is_some();
    Map::from_iter([
        ("answers".to_owned(), Value::Object(answers)),
        ("contact".to_owned(), Value::Object(contact)),
        ("consent".to_owned(), Value::Bool(given)),
    ])
}
