//! What can go wrong with leads at rest.

use std::path::PathBuf;
use std::sync::Arc;

use rusqlite::ErrorCode;

/// Why something was not stored or not found. Messages are for operators and hold no personal data.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Too much is waiting to be written, or another program holds the file: try again in a moment.
    #[error("the database is busy; try again in a moment")]
    Busy,
    /// No room: nothing was stored. Works again, without a restart, once there is.
    #[error("the disk that holds the database is full")]
    Full,
    /// The file or its folder can't be written.
    #[error("the database can't be written: check who owns the file and its folder")]
    ReadOnly,
    /// The store is being closed.
    #[error("the database is closed")]
    Closed,
    /// There is no such file (only where one is expected).
    #[error("there is no database at {}", .0.display())]
    Missing(PathBuf),
    /// The file can't be made or opened.
    #[error("can't open the database {}: {cause}", path.display())]
    Open {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: String,
    },
    /// The file is something else.
    #[error("{} is not a database of Gradewright's; it was left as it is", .0.display())]
    NotOurs(PathBuf),
    /// A newer Gradewright wrote the file.
    #[error(
        "{} was written by a newer Gradewright (its format is {found}; this program knows up to {known}): \
         use that version, the file was left as it is", path.display()
    )]
    Newer {
        /// Which.
        path: PathBuf,
        /// The file's format.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// The file with the key and the list of who was erased.
    #[error("the list of who was erased can't be used, {}: {cause}", path.display())]
    Forgotten {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: String,
    },
    /// A row that this program can't read.
    #[error("the database holds something unreadable: {0}")]
    Damaged(String),
    /// No random bytes for a token.
    #[error("the operating system gave no random bytes")]
    NoRandomness,
    /// Anything else that SQLite says.
    #[error("the database failed: {0}")]
    Database(Arc<rusqlite::Error>),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            _ => Self::Database(Arc::new(error)),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    /// Only the place is told: the message of a JSON error can quote the value.
    fn from(error: serde_json::Error) -> Self {
        Self::Damaged(format!(
            "JSON of an unknown shape, at {}:{}",
            error.line(),
            error.column()
        ))
    }
}
