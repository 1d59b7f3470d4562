//! The one thread that writes, and its group commit.
//!
//! An fsync costs the same for one response as for a hundred: the writer takes everything that waits, runs it
//! in one transaction, makes it durable and only then answers each of them.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{Notify, oneshot};

use super::StoreError;

/// Where work for the writer waits. Dropping the last sender ends the thread after what is waiting.
#[derive(Clone)]
pub(super) struct Queue {
    jobs: SyncSender<Box<dyn Job>>,
}

impl Queue {
    /// Starts the thread. `waiting` is how many jobs the queue holds before it is full; `outbox` is told after each
    /// commit that may have added something to deliver.
    pub(super) fn start(
        connection: Connection,
        waiting: usize,
        outbox: Arc<Notify>,
    ) -> std::io::Result<(Self, JoinHandle<()>)> {
        let (jobs, queue) = sync_channel(waiting);
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || work(connection, &queue, waiting, &outbox))?;
        Ok((Self { jobs }, thread))
    }

    /// Runs `change` inside a durable transaction. The answer comes after the fsync.
    ///
    /// # Errors
    /// [`StoreError::Busy`] at once where the queue is full, else what the change or its commit ran into.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        wakes: bool,
        change: impl FnMut(&Connection) -> Result<T, StoreError> + Send + 'static,
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
    fn run(&mut self, connection: &Connection) -> Result<(), StoreError>;
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
    F: FnMut(&Connection) -> Result<T, StoreError> + Send,
{
    fn run(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let result = (self.change)(connection);
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

fn work(mut connection: Connection, queue: &Receiver<Box<dyn Job>>, most: usize, outbox: &Notify) {
    while let Ok(first) = queue.recv() {
        let mut group = vec![first];
        group.extend(queue.try_iter().take(most));
        let outcome = commit(&mut connection, &mut group);
        let wakes = outcome.is_ok() && group.iter().any(|job| job.wakes());
        for job in group {
            job.answer(&outcome);
        }
        if wakes {
            outbox.notify_one();
        }
    }
}

/// One transaction for the whole group. A job that fails is undone alone, by its savepoint.
fn commit(connection: &mut Connection, group: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for job in group {
        transaction.prepare_cached("SAVEPOINT job")?.execute([])?;
        let outcome = job.run(&transaction);
        if let (Err(error), true) = (&outcome, transaction.is_autocommit()) {
            // Some faults (a full disk) end the whole transaction, with the jobs that went well before.
            return Err(error.clone());
        }
        if outcome.is_err() {
            transaction.prepare_cached("ROLLBACK TO job")?.execute([])?;
        }
        transaction.prepare_cached("RELEASE job")?.execute([])?;
    }
    transaction.commit()?;
    Ok(())
}
