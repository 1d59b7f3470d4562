//! Between our types and the columns of `responses`.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{ClientName, NewResponse, Receipt, Response, Status, StoreError, Token};
use crate::assessment::{AssessmentId, Consent, Contact, Decisions, Definition, FieldName};

/// A response in the shapes of its columns: made by the caller, so that the writer only writes.
pub(super) struct NewRow {
    pub(super) receipt: Receipt,
    pub(super) fingerprint: [u8; 32],
    pub(super) from_form: bool,
    pub(super) submitted_at: i64,
    pub(super) assessment: AssessmentId,
    pub(super) definition_hash: Arc<str>,
    pub(super) definition_json: Arc<str>,
    pub(super) answers: String,
    pub(super) scorecard: String,
    pub(super) follow_up: String,
    pub(super) contact: Option<ContactRow>,
    pub(super) source: String,
    pub(super) status: Status,
    pub(super) deliver_to: Vec<String>,
    pub(super) client: Option<String>,
}

impl NewRow {
    pub(super) fn new(response: NewResponse) -> Result<Self, StoreError> {
        Ok(Self {
            fingerprint: response.fingerprint,
            from_form: response.from_form,
            submitted_at: response.submitted_at.as_millisecond(),
            assessment: response.definition.assessment.id.clone(),
            definition_hash: response.definition.hash,
            definition_json: response.definition.json,
            answers: serde_json::to_string(&response.answers)?,
            scorecard: serde_json::to_string(&response.scorecard)?,
            follow_up: serde_json::to_string(&response.follow_up)?,
            contact: match &response.contact {
                Some((contact, consent)) => Some(ContactRow::new(contact, consent, response.submitted_at)?),
                None => None,
            },
            source: serde_json::to_string(&response.source)?,
            status: response.status,
            deliver_to: response.deliver_to,
            client: response.client,
            receipt: Receipt {
                id: response.id,
                token: response.token,
                scorecard: response.scorecard,
            },
        })
    }

    /// Whether sales hears of it: a client, or a contact that agreed, and never out of a trap.
    pub(super) fn is_for_sales(&self) -> bool {
        let agreed = self.contact.as_ref().is_some_and(|contact| contact.consented);
        self.status != Status::Quarantined && (agreed || self.client.is_some())
    }
}

/// A contact in the shapes of its columns.
pub(super) struct ContactRow {
    pub(super) person: Option<i64>,
    pub(super) contact: String,
    pub(super) consent: String,
    pub(super) consented: bool,
    pub(super) at: i64,
}

impl ContactRow {
    pub(super) fn new(contact: &Contact, consent: &Consent, at: Timestamp) -> Result<Self, StoreError> {
        Ok(Self {
            person: contact.get(FieldName::Email).map(person),
            contact: serde_json::to_string(contact)?,
            consent: serde_json::to_string(consent)?,
            consented: consent.given,
            at: at.as_millisecond(),
        })
    }
}

/// Which rows may be one person's: the first 64 bits of the SHA-256 of the address, as it is compared.
pub(super) fn person(email: &str) -> i64 {
    let hash = Sha256::digest(same_address(email));
    i64::from_be_bytes(std::array::from_fn(|place| hash[place]))
}

/// How two addresses are compared: without the spaces around them and without case.
pub(super) fn same_address(email: &str) -> String {
    email.trim().to_lowercase()
}

/// What [`full`] reads, in its order.
pub(super) const COLUMNS: &str = "id, token, assessment, submitted_at, status, contact_at, contact, consent, source, \
     answers, scorecard, follow_up, definition, decisions, decided_at, revoked_at, \
     (SELECT count(*) FROM responses AS others WHERE others.person = responses.person AND others.status <> 'quarantined'), \
     (SELECT id FROM clients WHERE clients.key = responses.client), \
     (SELECT name FROM clients WHERE clients.key = responses.client)";

/// Reads a row of [`COLUMNS`].
pub(super) fn full(connection: &Connection, row: &Row<'_>) -> Result<Response, StoreError> {
    let text = |column: usize| row.get_ref(column)?.as_str().map_err(|_| wrong_type(column));
    let contact = match row.get_ref(6)?.as_str_or_null().map_err(|_| wrong_type(6))? {
        Some(contact) => Some((serde_json::from_str(contact)?, serde_json::from_str(text(7)?)?)),
        None => None,
    };
    Ok(Response {
        id: Uuid::from_bytes(row.get(0)?),
        token: Token::from_bytes(row.get(1)?),
        assessment: id(text(2)?)?,
        submitted_at: time(row.get(3)?)?,
        status: status(text(4)?)?,
        contact_at: row.get::<_, Option<i64>>(5)?.map(time).transpose()?,
        contact,
        source: serde_json::from_str(text(8)?)?,
        answers: serde_json::from_str(text(9)?)?,
        scorecard: serde_json::from_str(text(10)?)?,
        follow_up: serde_json::from_str(text(11)?)?,
        definition: definition(connection, text(12)?)?
            .ok_or_else(|| StoreError::Damaged("a response without its definition".to_owned()))?,
        decisions: match row.get_ref(13)?.as_str_or_null().map_err(|_| wrong_type(13))? {
            Some(decisions) => serde_json::from_str(decisions)?,
            None => Decisions::default(),
        },
        decided_at: row.get::<_, Option<i64>>(14)?.map(time).transpose()?,
        revoked_at: row.get::<_, Option<i64>>(15)?.map(time).transpose()?,
        times: row.get::<_, u32>(16)?.max(1),
        client: match (row.get(17)?, row.get(18)?) {
            (Some(id), Some(name)) => Some(ClientName { id, name }),
            _ => None,
        },
    })
}

/// A definition that was kept.
pub(super) fn definition(connection: &Connection, hash: &str) -> Result<Option<Definition>, StoreError> {
    connection
        .prepare_cached("SELECT json FROM definitions WHERE hash = ?1")?
        .query_row([hash], |row| row.get::<_, String>(0))
        .optional()?
        .map(|json| Ok(Definition::from_json(&json)?))
        .transpose()
}

/// The one definition of an assessment whose hash begins with `digits`.
pub(super) fn definition_of_code(
    connection: &Connection,
    assessment: &AssessmentId,
    digits: &str,
) -> Result<Option<Definition>, StoreError> {
    // `g` follows on the last digit.
    let sql = "SELECT json FROM definitions WHERE hash >= ?1 AND hash < ?1 || 'g'";
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query([digits])?;
    let mut definitions = Vec::new();
    while let Some(row) = found.next()? {
        let definition = Definition::from_json(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?;
        if definition.assessment.id == *assessment {
            definitions.push(definition);
        }
    }
    Ok(definitions.pop().filter(|_| definitions.is_empty()))
}

pub(super) fn time(milliseconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(milliseconds)
        .map_err(|_| StoreError::Damaged("a time out of range".to_owned()))
}

pub(super) fn status(text: &str) -> Result<Status, StoreError> {
    [Status::New, Status::Quarantined]
        .into_iter()
        .find(|status| status.as_str() == text)
        .ok_or_else(|| StoreError::Damaged("an unknown status".to_owned()))
}

pub(super) fn id<T: for<'a> TryFrom<&'a str>>(text: &str) -> Result<T, StoreError> {
    T::try_from(text).map_err(|_| StoreError::Damaged("a name that can't be one".to_owned()))
}

fn wrong_type(column: usize) -> StoreError {
    StoreError::Damaged(format!("column {column} of another type"))
}
