//! Deliveries as sales see them: those of one lead, those that have not arrived, and which destinations fail.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::deliveries::{COLUMNS, summary};
use super::{DeliverySummary, Store, StoreError, outbox};
use crate::assessment::Contact;

/// How long a page looks for deliveries that have not arrived.
const LOOK: Duration = Duration::from_millis(25);
/// How many are looked at between two looks at the clock.
const STRIDE: i64 = 256;
/// Among so many of the newest deliveries, one that was given up is told of on every list.
const NEWEST: i64 = 2000;

/// A delivery with what the receiver said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Where it stands.
    pub delivery: DeliverySummary,
    /// The receiver's last words, at most 2 kB; they may name people.
    pub answer: Option<String>,
}

/// A delivery that waits or was given up, with whom it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered {
    /// Where it stands.
    pub delivery: DeliverySummary,
    /// Who left their details; deliveries are made for nobody else.
    pub contact: Option<Contact>,
}

/// A page of deliveries that wait or were given up, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UndeliveredPage {
    /// At most as many as were asked for.
    pub deliveries: Vec<Undelivered>,
    /// From where to look on; `None` at the end.
    pub next: Option<i64>,
    /// Whether the page ended because looking took too long.
    pub unfinished: bool,
}

/// A destination that something has not reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failing {
    /// Its key.
    pub destination: String,
    /// Why the last try failed, in words that name nobody.
    pub reason: Option<String>,
    /// Whether it was given up; else it waits, and the lead came before the time that was asked for.
    pub given_up: bool,
}

impl Store {
    /// Every delivery of a response, in the order in which they were made.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn deliveries_of(&self, response: Uuid) -> Result<Vec<Answered>, StoreError> {
        self.readers()?
            .read(move |connection| answered(connection, response))
            .await
    }

    /// What waits or was given up before a delivery (`None`: from the newest on), at most `most` of it.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn undelivered(&self, before: Option<i64>, most: usize) -> Result<UndeliveredPage, StoreError> {
        let before = before.unwrap_or(i64::MAX);
        self.readers()?
            .read(move |connection| undelivered(connection, before, most, LOOK))
            .await
    }

    /// Destinations that fail: what waits for them belongs to a lead from before `since`, or one of the newest deliveries
    /// to them was given up. (A respondent's own mail that was given up tells of their address, not of a destination.)
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn failing(&self, since: Timestamp) -> Result<Vec<Failing>, StoreError> {
        self.readers()?
            .read(move |connection| failing(connection, since))
            .await
    }
}

/// Every delivery of a response, in the order in which they were made.
pub(super) fn answered(connection: &Connection, response: Uuid) -> Result<Vec<Answered>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, answer FROM responses JOIN outbox ON outbox.response = responses.key
         WHERE responses.id = ?1 ORDER BY outbox.key"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query([response.as_bytes()])?;
    let mut deliveries = Vec::new();
    while let Some(row) = found.next()? {
        deliveries.push(Answered {
            delivery: summary(row)?,
            answer: row.get(10)?,
        });
    }
    Ok(deliveries)
}

/// Walks the deliveries from the newest on: what is looked for may be far apart.
fn undelivered(
    connection: &Connection,
    mut before: i64,
    most: usize,
    look: Duration,
) -> Result<UndeliveredPage, StoreError> {
    let begun = Instant::now();
    let mut page = UndeliveredPage::default();
    let mut keys = connection.prepare_cached(
        "SELECT key, done_at IS NULL OR disabled FROM outbox WHERE key < ?1 ORDER BY key DESC LIMIT ?2",
    )?;
    let sql = format!(
        "SELECT {COLUMNS}, contact FROM outbox JOIN responses ON responses.key = outbox.response WHERE outbox.key = ?1"
    );
    let mut whole = connection.prepare_cached(&sql)?;
    loop {
        let mut found = keys.query(params![before, STRIDE])?;
        let mut seen = 0;
        while let Some(row) = found.next()? {
            (before, seen) = (row.get(0)?, seen + 1);
            if row.get::<_, bool>(1)? {
                let mut one = whole.query([before])?;
                if let Some(row) = one.next()? {
                    let contact: Option<String> = row.get(10)?;
                    page.deliveries.push(Undelivered {
                        delivery: summary(row)?,
                        contact: contact.map(|json| serde_json::from_str(&json)).transpose()?,
                    });
                }
            }
            if page.deliveries.len() == most {
                page.next = Some(before);
                return Ok(page);
            }
        }
        if seen < STRIDE {
            return Ok(page);
        }
        if begun.elapsed() > look {
            (page.next, page.unfinished) = (Some(before), true);
            return Ok(page);
        }
    }
}

fn failing(connection: &Connection, since: Timestamp) -> Result<Vec<Failing>, StoreError> {
    let mut failing = Vec::new();
    // What falls due last was tried the most; a few tell enough.
    let mut waits = connection.prepare_cached(
        "SELECT reason FROM (SELECT reason, response FROM outbox INDEXED BY outbox_by_kind
                             WHERE done_at IS NULL AND kind = ?1 ORDER BY due_at DESC LIMIT 100) AS o
         JOIN responses r ON r.key = o.response
         WHERE reason IS NOT NULL AND coalesce(r.contact_at, r.submitted_at) <= ?2 LIMIT 1",
    )?;
    for destination in outbox::kinds(connection)? {
        let found = waits
            .query_row(params![destination, since.as_millisecond()], |row| row.get(0))
            .optional()?;
        failing.extend(found.map(|reason| Failing {
            destination,
            reason,
            given_up: false,
        }));
    }
    let mut given_up = connection.prepare_cached(
        "SELECT kind, reason FROM (SELECT key, kind, reason, done_at, disabled FROM outbox ORDER BY key DESC LIMIT ?1)
         WHERE disabled AND done_at IS NOT NULL AND kind NOT LIKE 'report:%' GROUP BY kind HAVING key = max(key)",
    )?;
    let mut found = given_up.query([NEWEST])?;
    while let Some(row) = found.next()? {
        let destination: String = row.get(0)?;
        if !failing.iter().any(|known| known.destination == destination) {
            failing.push(Failing {
                destination,
                reason: row.get(1)?,
                given_up: true,
            });
        }
    }
    Ok(failing)
}
