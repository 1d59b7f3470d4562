//! The one thread that writes, and its group commit.
//!
//! An fsync costs the same for one response as for a hundred: the writer takes everything that waits, runs it
//! in one transaction, makes it durable and only then answers each of them.
//! What is to be counted of them goes into the same transaction, each sum once.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{Notify, oneshot};

use super::StoreError;
use super::checkpoint::Checkpoints;
use super::funnel::{self, Count, Steps, Sums};

/// How long steps wait in memory, unless a power cut is faster.
const FLUSH: Duration = Duration::from_secs(1);

/// Where work for the writer waits. Dropping the last sender ends the thread after what is waiting.
#[derive(Clone)]
pub(super) struct Queue {
    jobs: SyncSender<Box<dyn Job>>,
}

impl Queue {
    /// Starts the thread. `waiting` is how many jobs the queue holds before it is full, `group` how many share a
    /// commit at most; `outbox` is told after each commit that may have added something to deliver.
    pub(super) fn start(
        connection: Connection,
        checkpoints: Checkpoints,
        steps: Steps,
        waiting: usize,
        group: usize,
        outbox: Arc<Notify>,
    ) -> std::io::Result<(Self, JoinHandle<()>)> {
        let (jobs, queue) = sync_channel(waiting);
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || work(connection, checkpoints, &queue, &steps, group, &outbox))?;
        Ok((Self { jobs }, thread))
    }

    /// Runs `change` inside a durable transaction. The answer comes after the fsync.
    ///
    /// # Errors
    /// [`StoreError::Busy`] at once where the queue is full, else what the change or its commit ran into.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        wakes: bool,
        mut change: impl FnMut(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.write_and_count(wakes, move |connection, _| change(connection))
            .await
    }

    /// As [`Queue::write`]; what the change pushes is counted with it, or neither is kept.
    ///
    /// # Errors
    /// As [`Queue::write`].
    pub(super) async fn write_and_count<T: Send + 'static>(
        &self,
        wakes: bool,
        change: impl FnMut(&Connection, &mut Vec<Count>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let job = Box::new(Change {
            change,
            wakes,
            result: None,
            answer,
        });
        self.jobs.try_send(job).map_err(|refused| match refused {
            TrySendError::Full(_) => StoreError::Busy,
            TrySendError::Disconnected(_) => StoreError::Closed,
        })?;
        answered.await.map_err(|_| StoreError::Closed)?
    }
}

/// One change that waits to be written.
trait Job: Send {
    /// Makes the change inside the group's transaction.
    fn run(&mut self, connection: &Connection, counted: &mut Vec<Count>) -> Result<(), StoreError>;
    /// Tells the caller, once the group is on disk or has failed.
    fn answer(self: Box<Self>, group: &Result<(), StoreError>);
    /// Whether the delivery worker should look.
    fn wakes(&self) -> bool;
}

struct Change<F, T> {
    change: F,
    wakes: bool,
    result: Option<Result<T, StoreError>>,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

impl<F, T: Send> Job for Change<F, T>
where
    F: FnMut(&Connection, &mut Vec<Count>) -> Result<T, StoreError> + Send,
{
    fn run(&mut self, connection: &Connection, counted: &mut Vec<Count>) -> Result<(), StoreError> {
        let result = (self.change)(connection, counted);
        let outcome = result.as_ref().map(drop).map_err(Clone::clone);
        self.result = Some(result);
        outcome
    }

    fn answer(self: Box<Self>, group: &Result<(), StoreError>) {
        let answer = match (group, self.result) {
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(StoreError::Closed),
            // A job's own fault tells its caller more than what befell the group.
            (Err(_), Some(Err(own))) => Err(own),
            (Err(group), _) => Err(group.clone()),
        };
        // The caller may have gone; what was stored stays stored, and a retry finds it.
        drop(self.answer.send(answer));
    }

    fn wakes(&self) -> bool {
        self.wakes
    }
}

fn work(
    mut connection: Connection,
    mut checkpoints: Checkpoints,
    queue: &Receiver<Box<dyn Job>>,
    steps: &Steps,
    most: usize,
    outbox: &Notify,
) {
    let mut flushed = Instant::now();
    let mut open = true;
    while open {
        let mut group = Vec::new();
        match queue.recv_timeout(FLUSH) {
            Ok(first) => {
                group.push(first);
                group.extend(queue.try_iter().take(most.saturating_sub(1)));
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => open = false,
        }
        let mut told = Sums::new();
        if !open || flushed.elapsed() >= FLUSH {
            told = steps.take();
            flushed = Instant::now();
        }
        let changes = group.len() + told.len();
        if changes == 0 {
            continue;
        }
        let outcome = commit(&mut connection, &mut group, &told);
        if outcome.is_err() {
            steps.give_back(told);
        }
        let wakes = outcome.is_ok() && group.iter().any(|job| job.wakes());
        for job in group {
            job.answer(&outcome);
        }
        if wakes {
            outbox.notify_one();
        }
        checkpoints.committed(&connection, changes);
    }
}

/// One transaction for the whole group and what is counted with it.
fn commit(connection: &mut Connection, group: &mut [Box<dyn Job>], told: &Sums) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut counted = Vec::new();
    for job in group {
        let before = counted.len();
        if apart(&transaction, || job.run(&transaction, &mut counted))?.is_err() {
            counted.truncate(before);
        }
    }
    // Better a lead that is not counted than none.
    if let Err(error) = apart(&transaction, || funnel::write(&transaction, counted, told))? {
        tracing::error!(%error, "nothing can be counted");
    }
    transaction.commit()?;
    Ok(())
}

/// Makes one change of a group. One that fails is undone alone, by its savepoint.
///
/// # Errors
/// Where the whole group is lost with it.
fn apart(
    transaction: &Connection,
    change: impl FnOnce() -> Result<(), StoreError>,
) -> Result<Result<(), StoreError>, StoreError> {
    transaction.prepare_cached("SAVEPOINT job")?.execute([])?;
    let outcome = change();
    if let (Err(error), true) = (&outcome, transaction.is_autocommit()) {
        // Some faults (a full disk) end the whole transaction, with the jobs that went well before.
        return Err(error.clone());
    }
    if outcome.is_err() {
        transaction.prepare_cached("ROLLBACK TO job")?.execute([])?;
    }
    transaction.prepare_cached("RELEASE job")?.execute([])?;
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::{Receiver, channel};

    use rusqlite::Connection;

    use super::{Count, Job, StoreError, Sums, commit};

    /// A change that fills pages, and tells how it went.
    struct Fill(
        i64,
        Option<Result<(), StoreError>>,
        std::sync::mpsc::Sender<Result<(), StoreError>>,
    );

    impl Job for Fill {
        fn run(&mut self, connection: &Connection, _: &mut Vec<Count>) -> Result<(), StoreError> {
            let outcome = connection.execute("INSERT INTO t VALUES (zeroblob(?1))", [self.0]);
            let outcome = outcome.map(drop).map_err(StoreError::from);
            self.1 = Some(outcome.clone());
            outcome
        }

        fn answer(self: Box<Self>, group: &Result<(), StoreError>) {
            let own = self.1.unwrap_or(Err(StoreError::Closed));
            self.2.send(group.clone().and(own)).unwrap();
        }

        fn wakes(&self) -> bool {
            false
        }
    }

    fn run(connection: &mut Connection, sizes: &[i64]) -> Vec<Result<(), StoreError>> {
        let (sender, answers): (_, Receiver<_>) = channel();
        let mut group: Vec<Box<dyn Job>> = sizes
            .iter()
            .map(|size| Box::new(Fill(*size, None, sender.clone())) as Box<dyn Job>)
            .collect();
        let outcome = commit(connection, &mut group, &Sums::new());
        group.into_iter().for_each(|job| job.answer(&outcome));
        drop(sender);
        answers.iter().collect()
    }

    fn rows(connection: &Connection) -> i64 {
        connection
            .query_row("SELECT count(*) FROM t", [], |row| row.get(0))
            .unwrap()
    }

    #[test]
    fn a_full_disk_refuses_what_does_not_fit_and_works_again_once_there_is_room() {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = Connection::open(folder.path().join("small.sqlite")).unwrap();
        connection
            .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (b BLOB); PRAGMA max_page_count = 40")
            .unwrap();
        let answers = run(&mut connection, &[1000, 400_000, 1000]);
        assert!(matches!(answers[1], Err(StoreError::Full)), "{:?}", answers[1]);
        // Whatever SQLite undid with it: who was told "stored" is stored, and nobody else.
        let stored = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(rows(&connection), stored as i64);

        connection.execute_batch("PRAGMA max_page_count = 4000").unwrap();
        let answers = run(&mut connection, &[1000, 400_000]);
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        assert_eq!(rows(&connection), stored as i64 + 2);
    }

    #[test]
    fn an_error_of_sqlite_is_told_apart() {
        let of = |code| {
            StoreError::from(rusqlite::Error::SqliteFailure(
                rusqlite::ffi::Error::new(code),
                None,
            ))
        };
        assert!(matches!(of(rusqlite::ffi::SQLITE_FULL), StoreError::Full));
        assert!(matches!(of(rusqlite::ffi::SQLITE_READONLY), StoreError::ReadOnly));
        assert!(matches!(of(rusqlite::ffi::SQLITE_BUSY), StoreError::Busy));
        assert!(matches!(
            of(rusqlite::ffi::SQLITE_CORRUPT),
            StoreError::Damaged(_)
        ));
        assert!(
            matches!(of(rusqlite::ffi::SQLITE_IOERR), StoreError::Database(error) if Arc::strong_count(&error) == 1)
        );
    }
}
