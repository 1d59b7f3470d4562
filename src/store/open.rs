//! Making and opening the file: who may read it, how it is kept safe, which format it has.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::StoreError;

/// "GRWR": how `file` and we tell our databases from others.
const APPLICATION_ID: i32 = 0x4752_5752;

/// How long to wait for another program that makes the file, and how long between two looks.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(20);

/// In order; a file's `user_version` is the number of those that it went through.
const MIGRATIONS: [&str; 7] = [
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
    include_str!("migrations/0005.sql"),
    include_str!("migrations/0006.sql"),
    include_str!("migrations/0007.sql"),
];

/// Makes the folder and the file where they are missing, and brings an older file up to date.
///
/// # Errors
/// [`StoreError::NotOurs`], [`StoreError::Newer`], [`StoreError::Open`] and whatever SQLite says.
pub(super) fn prepare(path: &Path) -> Result<(), StoreError> {
    let begun = Instant::now();
    loop {
        match prepare_once(path) {
            // SQLite does not wait for whoever else makes a new file at this moment.
            Err(StoreError::Busy) if begun.elapsed() < PATIENCE => std::thread::sleep(PAUSE),
            done => return done,
        }
    }
}

fn prepare_once(path: &Path) -> Result<(), StoreError> {
    create(path).map_err(|error| cannot_open(path, &error))?;
    let mut connection = connect(path, PATIENCE)?;
    // One snapshot: another process may be making the file at this very moment.
    let done = check(&*connection.unchecked_transaction()?, path)?;
    if done == MIGRATIONS.len() as i64 {
        return Ok(());
    }
    connection.pragma_update(None, "journal_mode", "WAL")?;
    let migration = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // It may have been faster: look again now that nobody else can write.
    let done = check(&migration, path)?;
    for sql in MIGRATIONS
        .iter()
        .skip(usize::try_from(done).unwrap_or(usize::MAX))
    {
        migration.execute_batch(sql)?;
    }
    migration.pragma_update(None, "application_id", APPLICATION_ID)?;
    migration.pragma_update(None, "user_version", MIGRATIONS.len() as i64)?;
    migration.commit()?;
    Ok(())
}

/// A connection that writes durably and erases what it deletes. The file must be prepared.
pub(super) fn writing(path: &Path, busy: Duration) -> Result<Connection, StoreError> {
    let connection = connect(path, busy)?;
    limit_cache(&connection, 8 * 1024)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    // `checkpoint` does it sooner; this is for a log that it could not get at.
    connection.pragma_update(None, "wal_autocheckpoint", 32 * 1024)?;
    connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// A connection that only reads. The file must be prepared.
pub(super) fn reading(path: &Path, busy: Duration) -> Result<Connection, StoreError> {
    let connection = connect(path, busy)?;
    limit_cache(&connection, 1024)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

fn connect(path: &Path, busy: Duration) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| cannot_open(path, &error))?;
    connection.busy_timeout(busy)?;
    Ok(connection)
}

/// Bounds what a large file may cost in memory.
fn limit_cache(connection: &Connection, kibibytes: i64) -> Result<(), StoreError> {
    Ok(connection.pragma_update(None, "cache_size", -kibibytes)?)
}

/// How many migrations the file went through, seen inside a transaction. Changes nothing, so a file that isn't ours stays as it was.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<i64, StoreError> {
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let application = number("application_id").map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => StoreError::NotOurs(path.to_owned()),
        _ => error.into(),
    })?;
    let found = number("user_version")?;
    if application == i64::from(APPLICATION_ID) {
        let known = MIGRATIONS.len() as i64;
        return if found > known {
            Err(StoreError::Newer {
                path: path.to_owned(),
                found,
                known,
            })
        } else {
            Ok(found)
        };
    }
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    if application == 0 && found == 0 && tables == 0 {
        Ok(0)
    } else {
        Err(StoreError::NotOurs(path.to_owned()))
    }
}

/// SQLite gives its log and index files the mode of the file itself, so all of them stay private.
fn create(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty() && !folder.exists())
    {
        private_folder(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    }
}

/// Makes a folder and its parents for personal data: nobody else on the machine may look inside.
///
/// # Errors
/// Whatever the file system says.
pub(crate) fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

pub(super) fn cannot_open(path: &Path, cause: &dyn std::fmt::Display) -> StoreError {
    StoreError::Open {
        path: path.to_owned(),
        cause: cause.to_string(),
    }
}
