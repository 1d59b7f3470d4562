//! A few threads that read, so that no look-up blocks the server's own threads.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{StoreError, open};

/// Each connection has a cache of its own: two are enough for look-ups by key, and small.
const THREADS: usize = 2;

type Look = Box<dyn FnOnce(&Connection) + Send>;

/// Where look-ups wait.
#[derive(Clone)]
pub(super) struct Readers {
    looks: SyncSender<Look>,
}

impl Readers {
    pub(super) fn start(
        path: &Path,
        waiting: usize,
        busy: Duration,
    ) -> Result<(Self, Vec<JoinHandle<()>>), StoreError> {
        let (looks, queue) = sync_channel::<Look>(waiting);
        let queue = Arc::new(Mutex::new(queue));
        let mut threads = Vec::with_capacity(THREADS);
        for number in 0..THREADS {
            let connection = open::reading(path, busy)?;
            let queue = Arc::clone(&queue);
            let thread = std::thread::Builder::new()
                .name(format!("store-reader-{number}"))
                .spawn(move || {
                    while let Some(look) = next(&queue) {
                        look(&connection);
                    }
                })
                .map_err(|error| StoreError::Open {
                    path: path.to_owned(),
                    cause: error.to_string(),
                })?;
            threads.push(thread);
        }
        Ok((Self { looks }, threads))
    }

    /// Runs `look` on a reading connection.
    ///
    /// # Errors
    /// [`StoreError::Busy`] at once where too many wait, else what the look-up ran into.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let look: Look = Box::new(move |connection| drop(answer.send(look(connection))));
        self.looks.try_send(look).map_err(|refused| match refused {
            TrySendError::Full(_) => StoreError::Busy,
            TrySendError::Disconnected(_) => StoreError::Closed,
        })?;
        answered.await.map_err(|_| StoreError::Closed)?
    }
}

/// One thread waits while it holds the lock; the others wait for the lock. `None` once the store is closed.
fn next(queue: &Mutex<Receiver<Look>>) -> Option<Look> {
    queue.lock().ok()?.recv().ok()
}
