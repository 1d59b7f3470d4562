//! Moving the write-ahead log into the file, beside the writer instead of in its way.
//!
//! SQLite would do it inside every thousandth page's commit, and all who wait would wait for it. Here a second
//! thread moves most pages while the writer goes on; only where the log grows long does the writer move the few
//! that are left, since the log starts over only when all of it has been moved.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;

/// After so many changes the log is worth moving: about 4 MiB.
const CHANGES: usize = 500;

/// A log of more pages is to be started over: 32 MiB.
const LONG: i64 = 8 * 1024;

/// The writer's side.
pub(super) struct Checkpoints {
    changes: usize,
    begin: SyncSender<()>,
    finish: Arc<AtomicBool>,
}

impl Checkpoints {
    /// Starts the thread; it ends when this is dropped.
    pub(super) fn start(connection: Connection) -> std::io::Result<(Self, JoinHandle<()>)> {
        let (begin, asked) = sync_channel(1);
        let finish = Arc::new(AtomicBool::new(false));
        let long = Arc::clone(&finish);
        let thread = std::thread::Builder::new()
            .name("store-checkpoint".to_owned())
            .spawn(move || {
                while asked.recv().is_ok() {
                    if pages(&connection).is_ok_and(|pages| pages > LONG) {
                        long.store(true, Ordering::Relaxed);
                    }
                }
            })?;
        Ok((
            Self {
                changes: 0,
                begin,
                finish,
            },
            thread,
        ))
    }

    /// Tells of so many changes that were committed through the writer's connection.
    pub(super) fn committed(&mut self, connection: &Connection, changes: usize) {
        self.changes += changes;
        if self.finish.swap(false, Ordering::Relaxed) {
            // Where it fails, the log is only longer for a while.
            pages(connection).ok();
        } else if self.changes >= CHANGES {
            self.changes = 0;
            // Full means that a round is still to begin: it will see these changes too.
            self.begin.try_send(()).ok();
        }
    }
}

/// Moves what can be moved without waiting for anybody; returns how many pages the log has.
fn pages(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get("log"))
}
