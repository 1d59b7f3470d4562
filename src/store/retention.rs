//! How long responses are kept, and which are older. Whatever became of a lead makes no difference.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::{Leads, Store, StoreError, erase};
use crate::assessment::AssessmentId;

/// For how many days responses are kept, counted from when they arrived.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Retention {
    /// Those of every assessment that is not in `of`, of one that is no longer published too; `None` is for good.
    pub days: Option<u32>,
    /// Those of single assessments.
    pub of: BTreeMap<AssessmentId, u32>,
}

impl Retention {
    /// Whether nothing is ever too old.
    pub fn is_for_good(&self) -> bool {
        self.days.is_none() && self.of.is_empty()
    }

    /// What arrived before is too old.
    fn since(&self, assessment: &AssessmentId, now: Timestamp) -> Option<i64> {
        let days = self.of.get(assessment).copied().or(self.days)?;
        let age = SignedDuration::from_hours(i64::from(days) * 24);
        // Before the beginning of time nothing arrived.
        let since = now.saturating_sub(age).unwrap_or(Timestamp::MIN);
        Some(since.as_millisecond())
    }
}

impl Store {
    /// Up to `most` responses that are too old to be kept, of each assessment the oldest first.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn overdue(
        &self,
        retention: &Retention,
        now: Timestamp,
        most: usize,
    ) -> Result<Vec<Uuid>, StoreError> {
        let retention = retention.clone();
        self.readers()?
            .read(move |connection| overdue(connection, &retention, now, most))
            .await
    }

    /// Erases these responses with their deliveries and what sales made of them, in one change. Returns how many
    /// responses and deliveries there were. What the log of the file still holds of them goes with
    /// [`Store::empty_log`].
    ///
    /// # Errors
    /// As [`Store::submit`].
    pub async fn erase(&self, responses: Vec<Uuid>) -> Result<(usize, usize), StoreError> {
        self.queue()?
            .write(false, move |connection| {
                let mut erased = (0, 0);
                for id in &responses {
                    if let Some(deliveries) = erase::by_id(connection, *id)? {
                        erased = (erased.0 + 1, erased.1 + deliveries);
                    }
                }
                Ok(erased)
            })
            .await
    }

    /// Moves the log into the file and cuts it to nothing. `false` where others held on to it for too long.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn empty_log(&self) -> Result<bool, StoreError> {
        let path = self.path().to_owned();
        tokio::task::spawn_blocking(move || Leads::open(&path)?.empty_log())
            .await
            .map_err(|_| StoreError::Closed)?
    }
}

fn overdue(
    connection: &Connection,
    retention: &Retention,
    now: Timestamp,
    most: usize,
) -> Result<Vec<Uuid>, StoreError> {
    let mut old = Vec::new();
    // A jump from one assessment to the next, however many responses it has.
    let mut next = connection.prepare_cached(
        "SELECT assessment FROM responses WHERE assessment > ?1 ORDER BY assessment LIMIT 1",
    )?;
    let mut find = connection.prepare_cached(
        "SELECT id FROM responses WHERE assessment = ?1 AND submitted_at < ?2 ORDER BY submitted_at LIMIT ?3",
    )?;
    let mut last = String::new();
    while old.len() < most
        && let Some(assessment) = next.query_row([&last], |row| row.get(0)).optional()?
    {
        last = assessment;
        if let Some(since) = retention.since(&super::rows::id(&last)?, now) {
            let left = i64::try_from(most - old.len()).unwrap_or(i64::MAX);
            let found = find.query_map(params![last, since, left], |row| row.get(0))?;
            for id in found {
                old.push(Uuid::from_bytes(id?));
            }
        }
    }
    Ok(old)
}
