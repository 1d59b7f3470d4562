//! The definitions that answers were given to, for those who change the questions. Reads a file without touching it.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::{StoreError, open};
use crate::assessment::Definition;

/// Every definition that somebody answered, with the number of responses.
///
/// # Errors
/// [`StoreError::Missing`] where there is no such file, [`StoreError::NotOurs`], [`StoreError::Newer`] and whatever SQLite
/// says.
pub fn answered_definitions(path: &Path) -> Result<Vec<(Definition, u64)>, StoreError> {
    if !path.exists() {
        return Err(StoreError::Missing(path.to_owned()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(path, flags).map_err(|error| open::cannot_open(path, &error))?;
    if open::check(&connection, path)? == 0 {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare(
        // One walk through the responses, not one for each definition.
        "SELECT definitions.json, answered.n FROM definitions JOIN \
         (SELECT definition, count(*) AS n FROM responses WHERE status <> 'quarantined' GROUP BY definition) AS answered \
         ON answered.definition = definitions.hash ORDER BY definitions.rowid",
    )?;
    let mut rows = statement.query([])?;
    let mut seen = Vec::new();
    while let Some(row) = rows.next()? {
        let (json, count): (String, i64) = (row.get(0)?, row.get(1)?);
        // What this program can't read says nothing about today's questions.
        if let Ok(definition) = Definition::from_json(&json) {
            seen.push((definition, count.unsigned_abs()));
        }
    }
    Ok(seen)
}
