//! The store as a running program sees it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::Notify;
use uuid::Uuid;

use super::checkpoint::Checkpoints;
use super::cohorts::Cohorts;
use super::funnel::{self, Steps};
use super::readers::Readers;
use super::rows::{self, ContactRow, NewRow};
use super::secret::Secret;
use super::writer::Queue;
use super::{
    Attempt, ContactAdded, Found, NewContact, NewResponse, OutboxItem, Response, StoreError, Submitted, Token,
};
use super::{benchmark, open, outbox, submit};
use crate::assessment::{AssessmentId, Benchmark, Definition, OptionId, QuestionId};

/// A handle to the leads; cheap to clone. The file is closed when the last clone is dropped.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

/// How much may wait, and how long.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How many changes may wait for the writer (and look-ups for a reader) before [`StoreError::Busy`].
    pub waiting: usize,
    /// How many changes share one commit at most.
    pub group: usize,
    /// How long to wait for another program that holds the file.
    pub busy: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            waiting: 1024,
            group: 1024,
            busy: Duration::from_secs(5),
        }
    }
}

impl Store {
    /// Opens the file; makes it, and its folder, on first use.
    ///
    /// # Errors
    /// Where the file can't be made or opened, is not ours or is from a newer version.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(path, Settings::default())
    }

    /// As [`Store::open`], with other limits.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_with(path: &Path, settings: Settings) -> Result<Self, StoreError> {
        open::prepare(path)?;
        let writing = open::writing(path, settings.busy)?;
        let changed = Arc::new(Notify::new());
        let no_thread = |error: std::io::Error| StoreError::Open {
            path: path.to_owned(),
            cause: error.to_string(),
        };
        let (readers, mut threads) = Readers::start(path, settings.waiting, settings.busy)?;
        let (checkpoints, checkpointer) =
            Checkpoints::start(open::writing(path, settings.busy)?).map_err(no_thread)?;
        threads.push(checkpointer);
        let steps = Steps::default();
        let (queue, writer) = Queue::start(
            writing,
            checkpoints,
            steps.clone(),
            settings.waiting,
            settings.group,
            Arc::clone(&changed),
        )
        .map_err(no_thread)?;
        threads.push(writer);
        let inner = Inner {
            path: path.to_owned(),
            queue: Some(queue),
            readers: Some(readers),
            changed,
            cohorts: Cohorts::default(),
            steps,
            secret: OnceLock::new(),
            threads,
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// The key that this installation signs with.
    ///
    /// # Errors
    /// As [`Secret::of`].
    pub fn secret(&self) -> Result<&Secret, StoreError> {
        if let Some(secret) = self.inner.secret.get() {
            return Ok(secret);
        }
        let secret = Secret::of(self.path())?;
        Ok(self.inner.secret.get_or_init(|| secret))
    }

    /// What stands under an id.
    ///
    /// [`Store::submit`] looks by itself. A caller that validates first and asks only about what it is going to
    /// refuse gives the same answers as one that asks first, and spares every new response a look-up.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn find(&self, id: Uuid, fingerprint: [u8; 32]) -> Result<Found, StoreError> {
        self.readers()?
            .read(move |connection| submit::find(connection, id, &fingerprint))
            .await
    }

    /// Stores a response with its outbox rows, unless it is there. The answer comes when it is on disk.
    ///
    /// # Errors
    /// [`StoreError::Busy`] where too much waits; nothing was stored then, nor with any other error. (After a
    /// failed fsync nobody can know: a retry with the same id finds out.)
    pub async fn submit(&self, response: NewResponse) -> Result<Submitted, StoreError> {
        let counts = funnel::of_response(&response);
        let row = NewRow::new(response)?;
        self.queue()?
            .write_and_count(row.is_for_sales(), move |connection, counted| {
                let submitted = submit::submit(connection, &row)?;
                if matches!(submitted, Submitted::Created(_)) {
                    counted.extend_from_slice(&counts);
                }
                Ok(submitted)
            })
            .await
    }

    /// The response of a report's address.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn by_token(&self, token: &Token) -> Result<Option<Response>, StoreError> {
        let token = *token;
        self.readers()?
            .read(move |connection| {
                let sql = format!("SELECT {} FROM responses WHERE token = ?1", rows::COLUMNS);
                let mut statement = connection.prepare_cached(&sql)?;
                let mut found = statement.query([token.bytes()])?;
                found.next()?.map(|row| rows::full(connection, row)).transpose()
            })
            .await
    }

    /// Adds a contact to a stored response, once.
    ///
    /// # Errors
    /// As [`Store::submit`].
    pub async fn add_contact(&self, token: &Token, new: NewContact) -> Result<ContactAdded, StoreError> {
        let token = *token;
        let row = ContactRow::new(&new.contact, &new.consent, new.at)?;
        self.queue()?
            .write_and_count(row.consented, move |connection, counted| {
                submit::add_contact(connection, &token, &row, &new.deliver_to, counted)
            })
            .await
    }

    /// Changes what a respondent decided, by the fields that were sent: what somebody else decides at the same moment stays.
    /// `false` where there is no such response, or the fields don't fit it.
    ///
    /// # Errors
    /// As [`Store::submit`].
    pub async fn decide(
        &self,
        token: &Token,
        sent: Vec<(String, String)>,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let token = *token;
        self.queue()?
            .write(false, move |connection| {
                submit::decide(connection, &token, &sent, at.as_millisecond())
            })
            .await
    }

    /// Keeps definitions that are published, so that a sheet printed from one of them, or a page out of a cache, can be
    /// scored by it after it has changed.
    ///
    /// # Errors
    /// As [`Store::submit`].
    pub async fn remember(&self, definitions: Vec<Definition>) -> Result<(), StoreError> {
        self.queue()?
            .write(false, move |connection| {
                submit::remember(connection, &definitions)
            })
            .await
    }

    /// How others did who took the same assessment (and, with `alike`, gave the same answer to a question); `None` where
    /// they are fewer than 30.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn benchmark(
        &self,
        assessment: AssessmentId,
        alike: Option<(QuestionId, OptionId)>,
    ) -> Result<Option<Benchmark>, StoreError> {
        let cohort = (assessment.clone(), alike.clone());
        if let Some(known) = self.inner.cohorts.get(&cohort) {
            return Ok(known);
        }
        let (counted, took) = self
            .readers()?
            .read(move |connection| {
                let begun = Instant::now();
                let counted = benchmark::benchmark(connection, &assessment, alike.as_ref())?;
                Ok((counted, begun.elapsed()))
            })
            .await?;
        self.inner.cohorts.keep(cohort, took, counted.clone());
        Ok(counted)
    }

    /// A definition that was published or that somebody was scored by, by its hash.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn definition(&self, hash: &str) -> Result<Option<Definition>, StoreError> {
        let hash = hash.to_owned();
        self.readers()?
            .read(move |connection| rows::definition(connection, &hash))
            .await
    }

    /// The one definition of an assessment whose hash begins with `digits`, as [`super::Leads::definition`].
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn definition_of_code(
        &self,
        assessment: AssessmentId,
        digits: String,
    ) -> Result<Option<Definition>, StoreError> {
        self.readers()?
            .read(move |connection| rows::definition_of_code(connection, &assessment, &digits))
            .await
    }

    /// Takes up to `most` deliveries that are due of each destination that is not `busy`. They fall due again after
    /// `lease`, unless they are [`Store::settle`]d before: two workers never hold one delivery.
    ///
    /// # Errors
    /// As [`Store::submit`].
    pub async fn claim(
        &self,
        lease: Duration,
        most: usize,
        busy: &[String],
    ) -> Result<Vec<OutboxItem>, StoreError> {
        let busy = busy.to_vec();
        let now = Timestamp::now();
        let until =
            now.saturating_add(jiff::SignedDuration::try_from(lease).unwrap_or(jiff::SignedDuration::MAX));
        let until = until.unwrap_or(Timestamp::MAX);
        self.queue()?
            .write(false, move |connection| {
                outbox::claim(connection, now, until, most, &busy)
            })
            .await
    }

    /// Notes what became of a try. `false` where the delivery is gone, since the person was forgotten meanwhile: what
    /// was made for it must go too.
    ///
    /// # Errors
    /// As [`Store::submit`].
    pub async fn settle(&self, key: i64, attempt: Attempt) -> Result<bool, StoreError> {
        self.queue()?
            .write(false, move |connection| {
                outbox::settle(connection, key, &attempt, Timestamp::now())
            })
            .await
    }

    /// When the next delivery of a destination that is not `busy` falls due, or its lease runs out. `None` where nothing
    /// waits for any other.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn next_due(&self, busy: &[String]) -> Result<Option<Timestamp>, StoreError> {
        let busy = busy.to_vec();
        self.readers()?
            .read(move |connection| outbox::next_due(connection, &busy))
            .await
    }

    /// Waits until something may have come into the outbox. For one waiter; what came while nobody waited counts.
    pub async fn outbox_changed(&self) {
        self.inner.changed.notified().await;
    }

    /// Whether the file still answers: for `/healthz`.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn check(&self) -> Result<(), StoreError> {
        self.readers()?
            .read(
                |connection| {
                    Ok(connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?)
                },
            )
            .await
    }

    pub(super) fn steps(&self) -> &Steps {
        &self.inner.steps
    }

    pub(super) fn queue(&self) -> Result<&Queue, StoreError> {
        self.inner.queue.as_ref().ok_or(StoreError::Closed)
    }

    pub(super) fn readers(&self) -> Result<&Readers, StoreError> {
        self.inner.readers.as_ref().ok_or(StoreError::Closed)
    }
}

struct Inner {
    path: PathBuf,
    // Both are there until the drop: without their senders the threads end.
    queue: Option<Queue>,
    readers: Option<Readers>,
    changed: Arc<Notify>,
    cohorts: Cohorts,
    steps: Steps,
    secret: OnceLock<Secret>,
    threads: Vec<JoinHandle<()>>,
}

impl Drop for Inner {
    /// Waits for what was accepted: it is written before the program ends.
    fn drop(&mut self) {
        self.queue = None;
        self.readers = None;
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so; there is nothing to add.
            drop(thread.join());
        }
    }
}
