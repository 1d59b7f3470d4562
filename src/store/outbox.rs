//! What is to be delivered: one row for each response and destination. A claim is a lease: where its holder dies, the row
//! falls due again by itself. Each destination is a queue of its own.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Attempt, OutboxItem, StoreError, Verdict, rows};

/// Puts a response in the outbox for each destination, once; it is due at once, whatever the clock does.
pub(super) fn add(connection: &Connection, response: i64, destinations: &[String]) -> Result<(), StoreError> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO outbox (response, kind, due_at) VALUES (?1, ?2, 0) ON CONFLICT (response, kind) DO NOTHING",
    )?;
    for destination in destinations {
        insert.execute(params![response, destination])?;
    }
    Ok(())
}

/// Takes up to `most` items that are due of each destination that is not `busy`, so that nobody else gets them before
/// `lease_until`.
pub(super) fn claim(
    connection: &Connection,
    now: Timestamp,
    lease_until: Timestamp,
    most: usize,
    busy: &[String],
) -> Result<Vec<OutboxItem>, StoreError> {
    let mut items = Vec::new();
    for kind in kinds(connection)?.into_iter().filter(|kind| !busy.contains(kind)) {
        claim_of(connection, now, lease_until, most, &kind, &mut items)?;
    }
    Ok(items)
}

fn claim_of(
    connection: &Connection,
    now: Timestamp,
    lease_until: Timestamp,
    most: usize,
    kind: &str,
    items: &mut Vec<OutboxItem>,
) -> Result<(), StoreError> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let due = connection
        .prepare_cached(
            "SELECT key, attempts, response FROM outbox WHERE done_at IS NULL AND kind = ?1 AND due_at <= ?2
             ORDER BY due_at, key LIMIT ?3",
        )?
        .query_map(params![kind, now.as_millisecond(), most], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, u32>(1)?,
                row.get::<_, i64>(2)?,
            ))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    for (key, attempts, response) in due {
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
                kind: kind.to_owned(),
                response,
                attempts,
            });
        }
    }
    Ok(())
}

/// Notes what became of a try. `false` where the row is gone: the person was forgotten meanwhile.
pub(super) fn settle(
    connection: &Connection,
    key: i64,
    attempt: &Attempt,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let now = now.as_millisecond();
    let (next_at, done_at, disabled, uncounted) = match attempt.verdict {
        Verdict::Delivered => (None, Some(now), false, false),
        Verdict::GivenUp => (None, Some(now), true, false),
        Verdict::Again(at) => (Some(at.as_millisecond()), None, false, false),
        Verdict::NotReady(at) => (Some(at.as_millisecond()), None, false, true),
    };
    // Where somebody else has delivered it after our lease ran out, it stays delivered.
    let changed = connection
        .prepare_cached(
            "UPDATE outbox SET due_at = coalesce(?2, due_at), done_at = coalesce(done_at, ?3),
                 disabled = CASE WHEN done_at IS NULL THEN ?4 ELSE disabled END,
                 attempts = attempts - CASE WHEN ?5 AND attempts > 0 THEN 1 ELSE 0 END,
                 tried_at = ?6, status = ?7, reason = ?8, answer = ?9
             WHERE key = ?1",
        )?
        .execute(params![
            key,
            next_at,
            done_at,
            disabled,
            uncounted,
            now,
            attempt.status,
            attempt.reason,
            attempt.answer
        ])?;
    Ok(changed > 0)
}

/// Makes an item due again, as if it were new. `false` where there is none.
pub(super) fn replay(connection: &Connection, key: i64) -> Result<bool, StoreError> {
    let changed = connection
        .prepare_cached(
            "UPDATE outbox SET due_at = 0, attempts = 0, done_at = NULL, disabled = 0 WHERE key = ?1",
        )?
        .execute([key])?;
    Ok(changed > 0)
}

/// When the next item of a destination that is not `busy` falls due, or its lease runs out.
pub(super) fn next_due(connection: &Connection, busy: &[String]) -> Result<Option<Timestamp>, StoreError> {
    let mut next: Option<i64> = None;
    for kind in kinds(connection)?.iter().filter(|kind| !busy.contains(kind)) {
        let first = connection
            .prepare_cached(
                "SELECT due_at FROM outbox WHERE done_at IS NULL AND kind = ?1 ORDER BY due_at LIMIT 1",
            )?
            .query_row([kind], |row| row.get::<_, i64>(0))
            .optional()?;
        next = [next, first].into_iter().flatten().min();
    }
    next.map(rows::time).transpose()
}

/// The destinations that something waits for: a jump from one to the next, however much that is.
pub(super) fn kinds(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut next = connection.prepare_cached(
        "SELECT kind FROM outbox WHERE done_at IS NULL AND kind > ?1 ORDER BY kind LIMIT 1",
    )?;
    let mut kinds: Vec<String> = Vec::new();
    loop {
        let last = kinds.last().map_or("", String::as_str);
        match next.query_row([last], |row| row.get(0)).optional()? {
            Some(kind) => kinds.push(kind),
            None => return Ok(kinds),
        }
    }
}
