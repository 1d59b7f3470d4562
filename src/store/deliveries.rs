//! Deliveries as people and scripts see them: where each stands, and nothing of what was sent.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};
use serde::Serialize;
use uuid::Uuid;

use super::{StoreError, rows};

/// Where one delivery stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeliverySummary {
    /// For `deliveries replay`.
    pub id: i64,
    /// Which lead.
    pub lead: Uuid,
    /// The destination's key: `brief`, `webhook:NAME`, `email:NAME`, `report:NAME`.
    pub destination: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next, while it waits; `null` is at once.
    pub due_at: Option<Timestamp>,
    /// When it was delivered or given up.
    pub done_at: Option<Timestamp>,
    /// When it was tried last.
    pub tried_at: Option<Timestamp>,
    /// The receiver's last code (HTTP, SMTP).
    pub status: Option<u16>,
    /// What became of the last try, in words that name nobody.
    pub reason: Option<String>,
}

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryState {
    /// It is tried again.
    Waiting,
    /// The receiver has it.
    Delivered,
    /// It is not tried again.
    GivenUp,
}

impl DeliveryState {
    /// As it is listed and written in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::GivenUp => "given-up",
        }
    }
}

/// What [`summary`] reads, from `outbox JOIN responses`.
pub(super) const COLUMNS: &str = "outbox.key, responses.id, kind, attempts, due_at, done_at, disabled, tried_at, \
    outbox.status, reason";

/// Up to `most` deliveries before a key, newest first.
pub(super) fn page(
    connection: &Connection,
    before: i64,
    most: i64,
) -> Result<Vec<DeliverySummary>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM outbox JOIN responses ON responses.key = outbox.response
         WHERE outbox.key < ?1 ORDER BY outbox.key DESC LIMIT ?2"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query(params![before, most])?;
    let mut page = Vec::new();
    while let Some(row) = found.next()? {
        page.push(summary(row)?);
    }
    Ok(page)
}

/// Reads [`COLUMNS`].
pub(super) fn summary(row: &Row<'_>) -> Result<DeliverySummary, StoreError> {
    let time = |column| -> Result<Option<Timestamp>, StoreError> {
        row.get::<_, Option<i64>>(column)?.map(rows::time).transpose()
    };
    let done_at = time(5)?;
    let state = match (done_at, row.get(6)?) {
        (None, _) => DeliveryState::Waiting,
        (Some(_), false) => DeliveryState::Delivered,
        (Some(_), true) => DeliveryState::GivenUp,
    };
    Ok(DeliverySummary {
        id: row.get(0)?,
        lead: Uuid::from_bytes(row.get(1)?),
        destination: row.get(2)?,
        state,
        attempts: row.get(3)?,
        due_at: time(4)?.filter(|due| state == DeliveryState::Waiting && due.as_millisecond() > 0),
        done_at,
        tried_at: time(7)?,
        status: row.get(8)?,
        reason: row.get(9)?,
    })
}
