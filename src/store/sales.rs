//! What sales make of a lead: where it stands, whose it is, what comes next, and who did what.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use uuid::Uuid;

use super::funnel::{self, Count};
use super::{Response, Status, Store, StoreError, outbox, rows};

/// Where a lead stands with sales.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SalesStatus {
    /// Nobody has done anything yet.
    New,
    /// Somebody called or wrote.
    Contacted,
    /// A meeting is fixed or was held.
    Meeting,
    /// A quote is out.
    Quote,
    /// A customer.
    Won,
    /// Not now and not later.
    Lost,
    /// Not now: look again on a day.
    Nurture,
}

impl SalesStatus {
    /// Every status, in the order of a sale.
    pub const ALL: [Self; 7] = [
        Self::New,
        Self::Contacted,
        Self::Meeting,
        Self::Quote,
        Self::Won,
        Self::Lost,
        Self::Nurture,
    ];

    /// As it is stored and written in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Contacted => "contacted",
            Self::Meeting => "meeting",
            Self::Quote => "quote",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::Nurture => "nurture",
        }
    }

    /// Reads what [`SalesStatus::as_str`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// What sales made of a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sales {
    /// Where it stands.
    pub status: SalesStatus,
    /// Of [`SalesStatus::Nurture`]: when to look again.
    pub nurture_until: Option<Date>,
    /// Whose it is: the id of a user.
    pub owner: Option<i64>,
    /// Whose it is by the rules of the site: a lower-case address, until somebody says otherwise. Where `owner` is `None`, no user
    /// has it yet.
    pub owner_email: Option<String>,
    /// What to do next.
    pub next_step: Option<String>,
    /// When.
    pub next_on: Option<Date>,
}

/// One thing that somebody did or noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// Who, by name.
    pub who: String,
    /// `status`, `owner`, `note`, `step`, `withdraw`, `recover`, `resend` or `keyed`.
    pub kind: String,
    /// What, in words; the note itself.
    pub text: String,
}

/// A lead as the inbox shows it.
#[derive(Debug, Clone)]
pub struct Lead {
    /// What was answered and what came of it.
    pub response: Response,
    /// `None` where there is no contact, or a trap caught it.
    pub sales: Option<Sales>,
    /// Newest first.
    pub history: Vec<Event>,
}

/// One thing to do to a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It stands there now; with nurture, until when.
    Status(SalesStatus, Option<Date>),
    /// It is somebody's, or nobody's.
    Owner(Option<i64>),
    /// Something to remember.
    Note(String),
    /// What comes next and when; `None`: nothing.
    Step(Option<(String, Date)>),
    /// Its report is no longer shown.
    Withdraw,
    /// No trap should have caught it: it goes the way of every other from here, to these destinations.
    Recover(Vec<String>),
    /// A delivery of it (by its id) is made once more, whatever became of it.
    Resend(i64),
    /// It was keyed in from paper: nothing but who did it.
    KeyedIn,
}

impl Store {
    /// The lead of that id, with everything about it.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn lead(&self, id: Uuid) -> Result<Option<Lead>, StoreError> {
        self.readers()?
            .read(move |connection| {
                let Some(key) = key_of(connection, id)? else {
                    return Ok(None);
                };
                let sql = format!("SELECT {} FROM responses WHERE key = ?1", rows::COLUMNS);
                let mut statement = connection.prepare_cached(&sql)?;
                let mut found = statement.query([key])?;
                let Some(row) = found.next()? else { return Ok(None) };
                Ok(Some(Lead {
                    response: rows::full(connection, row)?,
                    sales: sales(connection, key)?,
                    history: history(connection, key)?,
                }))
            })
            .await
    }

    /// Does one thing to a lead and writes down who did it. `false` where there is no such lead, or nothing to do to it:
    /// only leads have a status, and only what is quarantined can be recovered.
    ///
    /// # Errors
    /// As [`Store::submit`].
    pub async fn change_lead(
        &self,
        id: Uuid,
        by: i64,
        at: Timestamp,
        change: Change,
    ) -> Result<bool, StoreError> {
        let wakes = matches!(change, Change::Recover(_) | Change::Resend(_));
        self.queue()?
            .write_and_count(wakes, move |connection, counted| {
                let Some(key) = key_of(connection, id)? else {
                    return Ok(false);
                };
                let Some((kind, text)) = apply(connection, key, at, &change, counted)? else {
                    return Ok(false);
                };
                connection
                    .prepare_cached(
                        "INSERT INTO lead_history (response, user, at, kind, text) VALUES (?1, ?2, ?3, ?4, ?5)",
                    )?
                    .execute(params![key, by, at.as_millisecond(), kind, text])?;
                Ok(true)
            })
            .await
    }
}

/// Returns what to write in the history; `counted` gets what it adds to the funnel.
fn apply(
    connection: &Connection,
    key: i64,
    at: Timestamp,
    change: &Change,
    counted: &mut Vec<Count>,
) -> Result<Option<(&'static str, String)>, StoreError> {
    Ok(match change {
        Change::Status(status, until) => {
            let until = until.filter(|_| *status == SalesStatus::Nurture);
            // Somebody who is nurtured until a day is due on that day.
            let changed = connection
                .prepare_cached(
                    "UPDATE lead_status SET status = ?2, nurture_until = ?3, next_on = coalesce(?3, next_on),
                         next_step = CASE WHEN ?3 IS NULL THEN next_step ELSE 'Get in touch again' END
                     WHERE response = ?1",
                )?
                .execute(params![key, status.as_str(), until.map(number)])?;
            let until = until.map(|day| format!(" until {day}")).unwrap_or_default();
            (changed > 0).then(|| ("status", format!("{}{until}", status.as_str())))
        }
        Change::Owner(owner) => {
            let name: Option<String> = match owner {
                None => Some("nobody".to_owned()),
                Some(id) => connection
                    .prepare_cached("SELECT name FROM users WHERE id = ?1 AND disabled_at IS NULL")?
                    .query_row([id], |row| row.get(0))
                    .optional()?,
            };
            let Some(name) = name else { return Ok(None) };
            let changed = connection
                .prepare_cached("UPDATE lead_status SET owner = ?2, owner_email = NULL WHERE response = ?1")?
                .execute(params![key, owner])?;
            (changed > 0).then_some(("owner", name))
        }
        Change::Note(text) => Some(("note", text.clone())),
        Change::Step(step) => {
            let (what, on) = step.clone().unzip();
            let changed = connection
                .prepare_cached("UPDATE lead_status SET next_step = ?2, next_on = ?3 WHERE response = ?1")?
                .execute(params![key, what, on.map(number)])?;
            let text = match step {
                Some((what, on)) => format!("{what}, on {on}"),
                None => "nothing".to_owned(),
            };
            (changed > 0).then_some(("step", text))
        }
        Change::Withdraw => {
            let changed = connection
                .prepare_cached("UPDATE responses SET revoked_at = ?2 WHERE key = ?1 AND revoked_at IS NULL")?
                .execute(params![key, at.as_millisecond()])?;
            (changed > 0).then(|| ("withdraw", String::new()))
        }
        Change::Recover(destinations) => {
            let recovered = connection
                .prepare_cached(
                    "UPDATE responses SET status = ?2 WHERE key = ?1 AND status = ?3
                     RETURNING coalesce(json_extract(consent, '$.given'), 0), assessment, source, submitted_at, contact_at",
                )?
                .query_row(
                    params![key, Status::New.as_str(), Status::Quarantined.as_str()],
                    |row| {
                        let counts: (String, String, i64, Option<i64>) =
                            (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
                        Ok((row.get::<_, bool>(0)?, counts))
                    },
                )
                .optional()?;
            let Some((agreed, (assessment, source, finished, contact))) = recovered else {
                return Ok(None);
            };
            let source = serde_json::from_str(&source)?;
            let contact = contact.map(rows::time).transpose()?;
            let finished = Some(rows::time(finished)?);
            counted.extend(funnel::counts(
                &rows::id(&assessment)?,
                &source,
                finished,
                contact,
            ));
            if agreed {
                outbox::add(connection, key, destinations)?;
            }
            Some(("recover", String::new()))
        }
        Change::KeyedIn => Some(("keyed", "Keyed in from paper".to_owned())),
        Change::Resend(delivery) => {
            let destination: Option<String> = connection
                .prepare_cached("SELECT kind FROM outbox WHERE key = ?1 AND response = ?2")?
                .query_row([*delivery, key], |row| row.get(0))
                .optional()?;
            if destination.is_some() {
                outbox::replay(connection, *delivery)?;
            }
            destination.map(|key| ("resend", format!("Sent again: {key}")))
        }
    })
}

pub(super) fn key_of(connection: &Connection, id: Uuid) -> Result<Option<i64>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT key FROM responses WHERE id = ?1")?
        .query_row([id.as_bytes()], |row| row.get(0))
        .optional()?)
}

pub(super) fn sales(connection: &Connection, key: i64) -> Result<Option<Sales>, StoreError> {
    connection
        .prepare_cached(
            "SELECT status, nurture_until, owner, next_step, next_on, owner_email FROM lead_status WHERE response = ?1",
        )?
        .query_row([key], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, Option<i64>>(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get::<_, Option<i64>>(4)?,
                row.get(5)?,
            ))
        })
        .optional()?
        .map(|(status, nurture_until, owner, next_step, next_on, owner_email)| {
            Ok(Sales {
                status: SalesStatus::parse(&status)
                    .ok_or_else(|| StoreError::Damaged("an unknown status of sales".to_owned()))?,
                nurture_until: nurture_until.map(day).transpose()?,
                owner,
                owner_email,
                next_step,
                next_on: next_on.map(day).transpose()?,
            })
        })
        .transpose()
}

pub(super) fn history(connection: &Connection, key: i64) -> Result<Vec<Event>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT h.at, coalesce(u.name, ''), h.kind, h.text
         FROM lead_history h LEFT JOIN users u ON u.id = h.user WHERE h.response = ?1 ORDER BY h.key DESC",
    )?;
    let mut found = statement.query([key])?;
    let mut events = Vec::new();
    while let Some(row) = found.next()? {
        events.push(Event {
            at: rows::time(row.get(0)?)?,
            who: row.get(1)?,
            kind: row.get(2)?,
            text: row.get(3)?,
        });
    }
    Ok(events)
}

/// A day as it is stored: 20261224 sorts like the day itself.
pub(super) fn number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// Reads what [`number`] writes.
pub(super) fn day(number: i64) -> Result<Date, StoreError> {
    let part = |number: i64| i8::try_from(number % 100).unwrap_or_default();
    let year = i16::try_from(number / 10_000).unwrap_or(-1);
    Date::new(year, part(number / 100), part(number))
        .map_err(|_| StoreError::Damaged("a day that does not exist".to_owned()))
}
