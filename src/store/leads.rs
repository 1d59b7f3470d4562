//! The store as a command sees it: it comes, does one thing and goes, while `host` may be running.

use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use uuid::Uuid;

use super::rows::NewRow;
use super::{
    DeliverySummary, Found, LeadSummary, NewResponse, Response, SalesStatus, StoreError, Submitted,
    deliveries, open, outbox, rows, sales, submit,
};
use crate::assessment::{AssessmentId, Definition};

/// How long a command waits for a running server's commit.
const BUSY: Duration = Duration::from_secs(10);

/// So many rows are read at once: nobody who pipes a list into a pager holds up the server's log.
const AT_ONCE: i64 = 500;

/// Every stored response, for the command line.
pub struct Leads {
    pub(super) connection: Connection,
}

impl Leads {
    /// Opens a file that is there; brings an older one up to date.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is none, else as [`super::Store::open`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        Self::create(path)
    }

    /// As [`Leads::open`], but makes the file, and its folder, on first use.
    ///
    /// # Errors
    /// As [`super::Store::open`].
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        open::prepare(path)?;
        Ok(Self {
            connection: open::writing(path, BUSY)?,
        })
    }

    /// Hands every response to `each`, newest first; nothing is held in memory.
    ///
    /// # Errors
    /// The first that `each` returns, or [`StoreError`].
    pub fn list<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(LeadSummary) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut before = i64::MAX;
        loop {
            let page = self.page(before)?;
            let Some((last, _)) = page.last() else {
                return Ok(());
            };
            before = *last;
            for (_, lead) in page {
                each(lead)?;
            }
        }
    }

    /// One response with everything that is known about it.
    ///
    /// # Errors
    /// As for every look-up.
    pub fn get(&self, id: Uuid) -> Result<Option<Response>, StoreError> {
        let sql = format!("SELECT {} FROM responses WHERE id = ?1", rows::COLUMNS);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut found = statement.query([id.as_bytes()])?;
        found
            .next()?
            .map(|row| rows::full(&self.connection, row))
            .transpose()
    }

    /// Withdraws the report of a response: its address answers "no longer here" from now on. `false` where there is no
    /// such response; withdrawing it again changes nothing.
    ///
    /// # Errors
    /// Where it could not be written.
    pub fn revoke(&mut self, id: Uuid) -> Result<bool, StoreError> {
        let change = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let changed = change.execute(
            "UPDATE responses SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1",
            params![id.as_bytes(), Timestamp::now().as_millisecond()],
        )?;
        change.commit()?;
        Ok(changed > 0)
    }

    /// What stands under an id, as [`super::Store::find`].
    ///
    /// # Errors
    /// As for every look-up.
    pub fn find(&self, id: Uuid, fingerprint: &[u8; 32]) -> Result<Found, StoreError> {
        submit::find(&self.connection, id, fingerprint)
    }

    /// Stores a response with its outbox row, unless it is there, as [`super::Store::submit`].
    ///
    /// # Errors
    /// Where nothing was stored.
    pub fn submit(&mut self, response: NewResponse) -> Result<Submitted, StoreError> {
        let row = NewRow::new(response)?;
        let change = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let submitted = submit::submit(&change, &row)?;
        change.commit()?;
        Ok(submitted)
    }

    /// The one definition of an assessment whose hash begins with `digits` (hexadecimal, lower case); `None` where no
    /// kept one does, or several do.
    ///
    /// # Errors
    /// As for every look-up.
    pub fn definition(
        &self,
        assessment: &AssessmentId,
        digits: &str,
    ) -> Result<Option<Definition>, StoreError> {
        rows::definition_of_code(&self.connection, assessment, digits)
    }

    /// Hands every delivery to `each`, newest first; nothing is held in memory.
    ///
    /// # Errors
    /// The first that `each` returns, or [`StoreError`].
    pub fn deliveries<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(DeliverySummary) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut before = i64::MAX;
        loop {
            let page = deliveries::page(&self.connection, before, AT_ONCE)?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            before = last.id;
            for delivery in page {
                each(delivery)?;
            }
        }
    }

    /// Makes a delivery due again, whatever became of it. `false` where there is none of that id.
    ///
    /// # Errors
    /// Where it could not be written.
    pub fn replay(&mut self, delivery: i64) -> Result<bool, StoreError> {
        let change = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found = outbox::replay(&change, delivery)?;
        change.commit()?;
        Ok(found)
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(super) fn begin(&mut self) -> Result<Transaction<'_>, StoreError> {
        let behavior = TransactionBehavior::Immediate;
        Ok(self.connection.transaction_with_behavior(behavior)?)
    }

    /// Moves the log into the file and cuts it to nothing. `false` where others held on to it for too long.
    pub(super) fn empty_log(&self) -> Result<bool, StoreError> {
        let begun = Instant::now();
        loop {
            let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
            let busy: bool = self.connection.query_row(sql, [], |row| row.get("busy"))?;
            if !busy || begun.elapsed() > BUSY {
                return Ok(!busy);
            }
            // A server may be moving its log at this moment, and for that SQLite does not wait by itself.
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn page(&self, before: i64) -> Result<Vec<(i64, LeadSummary)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT key, r.id, r.assessment, submitted_at, contact, total, band, r.status, l.status,
                 coalesce(u.email, owner_email), next_step, next_on
             FROM responses r LEFT JOIN lead_status l ON l.response = r.key LEFT JOIN users u ON u.id = l.owner
             WHERE key < ?1 ORDER BY key DESC LIMIT ?2",
        )?;
        let mut found = statement.query(params![before, AT_ONCE])?;
        let mut page = Vec::new();
        while let Some(row) = found.next()? {
            let contact: Option<String> = row.get(4)?;
            let lead = LeadSummary {
                id: Uuid::from_bytes(row.get(1)?),
                assessment: rows::id(&row.get::<_, String>(2)?)?,
                submitted_at: rows::time(row.get(3)?)?,
                contact: contact.map(|json| serde_json::from_str(&json)).transpose()?,
                total: row.get(5)?,
                band: row
                    .get::<_, Option<String>>(6)?
                    .map(|band| rows::id(&band))
                    .transpose()?,
                status: rows::status(&row.get::<_, String>(7)?)?,
                sales_status: row
                    .get::<_, Option<String>>(8)?
                    .and_then(|status| SalesStatus::parse(&status)),
                owner: row.get(9)?,
                next_step: row.get(10)?,
                next_on: row.get::<_, Option<i64>>(11)?.map(sales::day).transpose()?,
            };
            page.push((row.get(0)?, lead));
        }
        Ok(page)
    }
}
