//! What is being negotiated.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::digest::{COLUMNS, WANTED, work};
use super::sales::day;
use super::{SalesStatus, Share, Store, StoreError, rows};
use crate::assessment::{Contact, FollowUp, Recommendation, Roadmap};

/// A lead that somebody is working on.
#[derive(Debug, Clone)]
pub struct Deal {
    /// The client's id.
    pub id: Uuid,
    /// Who it is.
    pub contact: Contact,
    /// [`SalesStatus::Contacted`], [`SalesStatus::Meeting`] or [`SalesStatus::Quote`].
    pub status: SalesStatus,
    /// When something is to be done about it.
    pub next_on: Option<Date>,
    /// When its quote went out: when it got that status last.
    pub quoted_at: Option<Timestamp>,
    /// What it is about.
    pub services: Vec<Recommendation>,
    /// What of it is to begin when.
    pub roadmap: Roadmap,
}

impl Store {
    /// Leads with an open quote, then those with a meeting, then those that were contacted; of each the newest, and at most
    /// `most` of each.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn deals(&self, most: usize) -> Result<Vec<Deal>, StoreError> {
        self.readers()?
            .read(move |connection| {
                let mut deals = Vec::new();
                for status in [SalesStatus::Quote, SalesStatus::Meeting, SalesStatus::Contacted] {
                    add(connection, status, most, &mut deals)?;
                }
                Ok(deals)
            })
            .await
    }
}

/// Among so many of the newest open leads, a page looks for what was wanted.
const NEWEST: i64 = 5000;

impl Store {
    /// Leads that said "we want this" and never got a quote, the oldest decision first: at most `most` of the newest 5,000
    /// open ones, and how many there are among those.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn wanted(&self, most: usize) -> Result<Share, StoreError> {
        self.readers()?
            .read(move |connection| {
                // By key, the newest first: an index of statuses would have to be put in order.
                let sql = format!(
                    "SELECT {COLUMNS}, count(*) OVER () FROM
                         (SELECT * FROM lead_status NOT INDEXED WHERE status IN ('new', 'contacted', 'meeting', 'nurture')
                          ORDER BY response DESC LIMIT ?1) l JOIN responses r ON r.key = l.response
                     WHERE {WANTED} ORDER BY r.decided_at, l.response LIMIT ?2"
                );
                let mut statement = connection.prepare_cached(&sql)?;
                let most = i64::try_from(most).unwrap_or(i64::MAX);
                let mut found = statement.query(params![NEWEST, most])?;
                let mut share = Share::default();
                while let Some(row) = found.next()? {
                    share.first.push(work(row)?);
                    share.count = u64::try_from(row.get::<_, i64>(13)?).unwrap_or_default();
                }
                Ok(share)
            })
            .await
    }
}

fn add(
    connection: &Connection,
    status: SalesStatus,
    most: usize,
    deals: &mut Vec<Deal>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT r.id, r.contact, l.next_on, r.follow_up,
             (SELECT max(h.at) FROM lead_history h
              WHERE h.response = l.response AND h.kind = 'status' AND h.text = 'quote')
         FROM lead_status l INDEXED BY lead_status_by_status JOIN responses r ON r.key = l.response
         WHERE l.status = ?1 ORDER BY l.response DESC LIMIT ?2",
    )?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let mut found = statement.query(params![status.as_str(), most])?;
    while let Some(row) = found.next()? {
        let follow_up: FollowUp = serde_json::from_str(&row.get::<_, String>(3)?)?;
        let quoted_at: Option<i64> = row.get(4)?;
        deals.push(Deal {
            id: Uuid::from_bytes(row.get(0)?),
            contact: serde_json::from_str(&row.get::<_, String>(1)?)?,
            status,
            next_on: row.get::<_, Option<i64>>(2)?.map(day).transpose()?,
            quoted_at: quoted_at
                .filter(|_| status == SalesStatus::Quote)
                .map(rows::time)
                .transpose()?,
            services: follow_up.services,
            roadmap: follow_up.sales.roadmap,
        });
    }
    Ok(())
}
