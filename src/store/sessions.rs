//! Who is signed in. The store knows only hashes: whoever reads the file can't go on with a session.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::users::user;
use super::{Store, StoreError, User, rows};

/// The SHA-256 of what the browser holds.
pub type SessionHash = [u8; 32];

/// A session that is about to begin.
#[derive(Debug, Clone, Copy)]
pub struct NewSession {
    /// What it is known by.
    pub hash: SessionHash,
    /// Whose.
    pub user: i64,
    /// When it begins.
    pub at: Timestamp,
    /// When it ends, whatever is done in it.
    pub expires_at: Timestamp,
    /// The session that the browser held before, which ends.
    pub instead_of: Option<SessionHash>,
}

/// A session that may go on.
#[derive(Debug, Clone)]
pub struct Session {
    /// Whose.
    pub user: User,
    /// When it was used last, to the minute.
    pub seen_at: Timestamp,
}

impl Store {
    /// Begins a session, and sweeps out those that are over.
    ///
    /// # Errors
    /// As [`Store::submit`].
    pub async fn begin_session(&self, new: NewSession) -> Result<(), StoreError> {
        self.queue()?
            .write(false, move |connection| {
                let at = new.at.as_millisecond();
                connection
                    .prepare_cached("DELETE FROM sessions WHERE hash = ?1 OR expires_at <= ?2")?
                    .execute(params![new.instead_of, at])?;
                connection
                    .prepare_cached(
                        "INSERT INTO sessions (hash, user, created_at, seen_at, expires_at) VALUES (?1, ?2, ?3, ?3, ?4)",
                    )?
                    .execute(params![new.hash, new.user, at, new.expires_at.as_millisecond()])?;
                Ok(())
            })
            .await
    }

    /// The session of that hash, unless it is over at `now`, was last seen before `idle_since`, or its user was removed.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn session(
        &self,
        hash: SessionHash,
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        self.readers()?
            .read(move |connection| {
                let sql = "SELECT u.id, u.email, u.name, u.created_at, u.disabled_at, s.seen_at
                           FROM sessions s JOIN users u ON u.id = s.user
                           WHERE s.hash = ?1 AND s.expires_at > ?2 AND s.seen_at > ?3 AND u.disabled_at IS NULL";
                let times = params![hash, now.as_millisecond(), idle_since.as_millisecond()];
                let found = connection
                    .prepare_cached(sql)?
                    .query_row(times, |row| Ok((user(row), row.get(5)?)))
                    .optional()?;
                found
                    .map(|(user, seen_at)| {
                        Ok(Session {
                            user: user?,
                            seen_at: rows::time(seen_at)?,
                        })
                    })
                    .transpose()
            })
            .await
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// As [`Store::submit`].
    pub async fn touch_session(&self, hash: SessionHash, at: Timestamp) -> Result<(), StoreError> {
        self.queue()?
            .write(false, move |connection| {
                connection
                    .prepare_cached("UPDATE sessions SET seen_at = ?2 WHERE hash = ?1")?
                    .execute(params![hash, at.as_millisecond()])?;
                Ok(())
            })
            .await
    }

    /// Ends one session.
    ///
    /// # Errors
    /// As [`Store::submit`].
    pub async fn end_session(&self, hash: SessionHash) -> Result<(), StoreError> {
        self.queue()?
            .write(false, move |connection| {
                connection
                    .prepare_cached("DELETE FROM sessions WHERE hash = ?1")?
                    .execute([hash])?;
                Ok(())
            })
            .await
    }

    /// Ends every session of a user, on every device.
    ///
    /// # Errors
    /// As [`Store::submit`].
    pub async fn end_sessions(&self, user: i64) -> Result<(), StoreError> {
        self.queue()?
            .write(false, move |connection| {
                connection
                    .prepare_cached("DELETE FROM sessions WHERE user = ?1")?
                    .execute([user])?;
                Ok(())
            })
            .await
    }
}
