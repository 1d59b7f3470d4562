//! Everything that is held about one person, for whoever asks for a copy of it.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::forgotten::of_person;
use super::{
    Answered, ClientName, DeliverySummary, LeadDetail, Leads, Response, Store, StoreError, clients, rows,
    sales, troubled,
};
use crate::assessment::FieldName;

/// All that is stored about a person.
#[derive(Debug, Serialize)]
pub struct Person {
    /// The address that was asked about; `null` where a response has none and stands alone.
    pub email: Option<String>,
    /// When this was put together.
    pub at: Timestamp,
    /// The clients whose contact it is.
    pub contact_of: Vec<ClientName>,
    /// The oldest first.
    pub responses: Vec<Held>,
}

/// One response with what was made of it.
#[derive(Debug, Serialize)]
pub struct Held {
    /// As `leads show` has it: answers, contact, consent, scores, decisions, source.
    #[serde(flatten)]
    pub lead: LeadDetail,
    /// What was asked, as it was shown: the definition without the talk tracks of sales.
    pub asked: Value,
    /// What sales made of it; `null` where it is no lead.
    pub sales: Option<HeldSales>,
    /// What was done and noted, the newest first.
    pub history: Vec<HeldEvent>,
    /// What was sent because of it, and what was answered to that.
    pub deliveries: Vec<HeldDelivery>,
    /// The same as it is stored.
    #[serde(skip)]
    pub response: Response,
}

/// Where a lead stands.
#[derive(Debug, Serialize)]
pub struct HeldSales {
    /// Such as `contacted`.
    pub status: &'static str,
    /// Of `nurture`: until when.
    pub nurture_until: Option<Date>,
    /// Who looks after it: a name, or an address that is no user's yet.
    pub owner: Option<String>,
    /// What comes next.
    pub next_step: Option<String>,
    /// When.
    pub next_on: Option<Date>,
}

/// Something that somebody did.
#[derive(Debug, Serialize)]
pub struct HeldEvent {
    /// When.
    pub at: Timestamp,
    /// Who, by name.
    pub who: String,
    /// What kind, such as `note`.
    pub kind: String,
    /// What, in words.
    pub text: String,
}

/// A delivery and its log.
#[derive(Debug, Serialize)]
pub struct HeldDelivery {
    /// Where it stands.
    #[serde(flatten)]
    pub delivery: DeliverySummary,
    /// What the receiver answered last.
    pub answer: Option<String>,
}

impl Leads {
    /// Everything about the person with that address.
    ///
    /// # Errors
    /// As for every look-up.
    pub fn person(&self, email: &str) -> Result<Person, StoreError> {
        // One snapshot: whatever is written meanwhile.
        let snapshot = self.connection.unchecked_transaction()?;
        of_address(&snapshot, email)
    }
}

impl Store {
    /// Everything about the person of a response; `None` where there is no such response.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn person(&self, response: Uuid) -> Result<Option<Person>, StoreError> {
        self.readers()?
            .read(move |connection| {
                let snapshot = connection.unchecked_transaction()?;
                let Some(key) = sales::key_of(&snapshot, response)? else {
                    return Ok(None);
                };
                let held = held(&snapshot, key)?;
                let contact = held.response.contact.as_ref();
                match contact.and_then(|(contact, _)| contact.get(FieldName::Email)) {
                    Some(email) => of_address(&snapshot, email).map(Some),
                    None => Ok(Some(Person {
                        email: None,
                        at: Timestamp::now(),
                        contact_of: Vec::new(),
                        responses: vec![held],
                    })),
                }
            })
            .await
    }
}

fn of_address(connection: &Connection, email: &str) -> Result<Person, StoreError> {
    let found = of_person(connection, email)?;
    let responses = found.iter().map(|(key, _)| held(connection, *key));
    Ok(Person {
        email: Some(rows::same_address(email)),
        at: Timestamp::now(),
        contact_of: clients::contact_of(connection, email)?,
        responses: responses.collect::<Result<_, _>>()?,
    })
}

fn held(connection: &Connection, key: i64) -> Result<Held, StoreError> {
    let sql = format!("SELECT {} FROM responses WHERE key = ?1", rows::COLUMNS);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query([key])?;
    let row = found.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    let response = rows::full(connection, row)?;
    let events = sales::history(connection, key)?.into_iter();
    let deliveries = troubled::answered(connection, response.id)?.into_iter();
    Ok(Held {
        lead: LeadDetail::from(&response),
        asked: without_talk(serde_json::from_str(&response.definition.json)?),
        sales: stand(connection, key)?,
        history: events
            .map(|event| HeldEvent {
                at: event.at,
                who: event.who,
                kind: event.kind,
                text: event.text,
            })
            .collect(),
        deliveries: deliveries
            .map(|Answered { delivery, answer }| HeldDelivery { delivery, answer })
            .collect(),
        response,
    })
}

fn stand(connection: &Connection, key: i64) -> Result<Option<HeldSales>, StoreError> {
    let Some(sales) = sales::sales(connection, key)? else {
        return Ok(None);
    };
    let user: Option<String> = connection
        .prepare_cached("SELECT name FROM users WHERE id = ?1")?
        .query_row([sales.owner], |row| row.get(0))
        .optional()?;
    Ok(Some(HeldSales {
        status: sales.status.as_str(),
        nurture_until: sales.nurture_until,
        owner: user.or(sales.owner_email),
        next_step: sales.next_step,
        next_on: sales.next_on,
    }))
}

/// Talk tracks say nothing about the person, and are not meant for them.
fn without_talk(mut asked: Value) -> Value {
    match &mut asked {
        Value::Object(fields) => {
            fields.remove("sales");
            for value in fields.values_mut() {
                *value = without_talk(value.take());
            }
        }
        Value::Array(items) => {
            for value in items {
                *value = without_talk(value.take());
            }
        }
        _ => {}
    }
    asked
}
