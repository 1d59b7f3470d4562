//! What is to be delivered. A claim is a lease: where its holder dies, the row falls due again by itself.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::{OutboxItem, StoreError, rows};

/// The only kind so far.
const BRIEF: &str = "brief";

/// Puts the brief of a response in the outbox, once; it is due at once, whatever the clock does.
pub(super) fn add(connection: &Connection, response: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO outbox (response, kind, due_at) VALUES (?1, ?2, 0) ON CONFLICT (response, kind) DO NOTHING",
        )?
        .execute(params![response, BRIEF])?;
    Ok(())
}

/// Takes up to `most` items that are due, so that nobody else gets them before `lease_until`.
pub(super) fn claim(
    connection: &Connection,
    now: Timestamp,
    lease_until: Timestamp,
    most: usize,
) -> Result<Vec<OutboxItem>, StoreError> {
    let mut due = connection.prepare_cached(
        "SELECT key, kind, attempts, response FROM outbox WHERE done_at IS NULL AND due_at <= ?1
         ORDER BY due_at, key LIMIT ?2",
    )?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let due = due
        .query_map(params![now.as_millisecond(), most], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, u32>(2)?,
                row.get::<_, i64>(3)?,
            ))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let mut items = Vec::with_capacity(due.len());
    for (key, kind, attempts, response) in due {
        connection
            .prepare_cached("UPDATE outbox SET attempts = attempts + 1, due_at = ?2 WHERE key = ?1")?
            .execute(params![key, lease_until.as_millisecond()])?;
        let sql = format!("SELECT {} FROM responses WHERE key = ?1", rows::COLUMNS);
        let mut statement = connection.prepare_cached(&sql)?;
        let mut found = statement.query([response])?;
        // A row that can't be read must not hold up the others: it stays in the outbox and falls due again.
        if let Some(row) = found.next()?
            && let Ok(response) = rows::full(connection, row)
        {
            items.push(OutboxItem {
                key,
                kind,
                response,
                attempts,
            });
        }
    }
    Ok(items)
}

/// Marks an item as delivered. `false` where it is gone: the person was forgotten meanwhile.
pub(super) fn done(connection: &Connection, key: i64, at: Timestamp) -> Result<bool, StoreError> {
    let changed = connection
        .prepare_cached("UPDATE outbox SET done_at = ?2 WHERE key = ?1")?
        .execute(params![key, at.as_millisecond()])?;
    Ok(changed > 0)
}

/// Gives an item back until `next_at`.
pub(super) fn failed(connection: &Connection, key: i64, next_at: Timestamp) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE outbox SET due_at = ?2 WHERE key = ?1 AND done_at IS NULL")?
        .execute(params![key, next_at.as_millisecond()])?;
    Ok(())
}

/// When the next item falls due, or its lease runs out.
pub(super) fn next_due(connection: &Connection) -> Result<Option<Timestamp>, StoreError> {
    connection
        .prepare_cached("SELECT due_at FROM outbox WHERE done_at IS NULL ORDER BY due_at LIMIT 1")?
        .query_row([], |row| row.get::<_, i64>(0))
        .optional()?
        .map(rows::time)
        .transpose()
}
