//! Who may look at the inbox.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use super::rows::same_address;
use super::{Store, StoreError, open, rows};

/// How long a command waits for a running server's commit.
const BUSY: Duration = Duration::from_secs(10);

/// The address of the user that a one-time link on this machine signs in. No mail goes there.
const LOCAL: &str = "owner@localhost";

/// Somebody who may look at the inbox, or did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// What the history and owners refer to.
    pub id: i64,
    /// Lower case.
    pub email: String,
    /// As colleagues see it.
    pub name: String,
    /// Since when.
    pub created_at: Timestamp,
    /// Whether they can no longer sign in.
    pub disabled: bool,
}

/// The users as a command sees them, while `host` may be running.
pub struct Users {
    connection: Connection,
}

impl Users {
    /// Opens the file; makes it, and its folder, on first use.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        open::prepare(path)?;
        Ok(Self {
            connection: open::writing(path, BUSY)?,
        })
    }

    /// Lets somebody in: a new user, or one who was removed before. `password` is a hash. `false` where the address can sign
    /// in already; nothing is changed then.
    ///
    /// # Errors
    /// Where it could not be written.
    pub fn add(
        &mut self,
        email: &str,
        name: &str,
        password: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let email = same_address(email);
        let change = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let added = change.execute(
            "INSERT INTO users (email, name, password, created_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (email) DO UPDATE
                 SET name = excluded.name, password = excluded.password, disabled_at = NULL
                 WHERE disabled_at IS NOT NULL OR password IS NULL",
            params![email, name, password, at.as_millisecond()],
        )?;
        change.commit()?;
        Ok(added > 0)
    }

    /// Everybody, in the order in which they came.
    ///
    /// # Errors
    /// As for every look-up.
    pub fn list(&self) -> Result<Vec<User>, StoreError> {
        all(&self.connection)
    }

    /// Everybody who can sign in with a password, in the order in which they came: the owner of this machine reads no mail.
    ///
    /// # Errors
    /// As for every look-up.
    pub fn active(&self) -> Result<Vec<User>, StoreError> {
        let sql = "SELECT id, email, name, created_at, disabled_at FROM users
                   WHERE password IS NOT NULL AND disabled_at IS NULL ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut found = statement.query([])?;
        let mut users = Vec::new();
        while let Some(row) = found.next()? {
            users.push(user(row)?);
        }
        Ok(users)
    }

    /// Signs somebody out everywhere and lets them in no more; what they did stays told. `false` where nobody with that
    /// address can sign in.
    ///
    /// # Errors
    /// Where it could not be written.
    pub fn remove(&mut self, email: &str, at: Timestamp) -> Result<bool, StoreError> {
        let email = same_address(email);
        let change = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let removed = change.execute(
            "UPDATE users SET password = NULL, disabled_at = ?2 WHERE email = ?1 AND disabled_at IS NULL",
            params![email, at.as_millisecond()],
        )?;
        change.execute(
            "DELETE FROM sessions WHERE user IN (SELECT id FROM users WHERE email = ?1)",
            [email],
        )?;
        change.commit()?;
        Ok(removed > 0)
    }
}

impl Store {
    /// Everybody who may look at the inbox or did.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn users(&self) -> Result<Vec<User>, StoreError> {
        self.readers()?.read(all).await
    }

    /// Whether anybody can sign in with a password.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn has_users(&self) -> Result<bool, StoreError> {
        self.readers()?
            .read(|connection| {
                let sql = "SELECT 1 FROM users WHERE password IS NOT NULL AND disabled_at IS NULL";
                Ok(connection.prepare_cached(sql)?.exists([])?)
            })
            .await
    }

    /// Who signs in with that address, and the hash of their password.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn credentials(&self, email: &str) -> Result<Option<(User, String)>, StoreError> {
        let email = same_address(email);
        self.readers()?
            .read(move |connection| {
                let sql = "SELECT id, email, name, created_at, disabled_at, password FROM users
                           WHERE email = ?1 AND password IS NOT NULL AND disabled_at IS NULL";
                let found = connection
                    .prepare_cached(sql)?
                    .query_row([email], |row| Ok((user(row), row.get(5)?)))
                    .optional()?;
                found.map(|(user, password)| Ok((user?, password))).transpose()
            })
            .await
    }

    /// The user of this machine: made at first, without a password, so that nobody can sign in as them from elsewhere.
    ///
    /// # Errors
    /// As [`Store::submit`].
    pub async fn local_owner(&self, at: Timestamp) -> Result<User, StoreError> {
        self.queue()?
            .write(false, move |connection| {
                connection
                    .prepare_cached(
                        "INSERT INTO users (email, name, created_at) VALUES (?1, 'Owner', ?2) ON CONFLICT DO NOTHING",
                    )?
                    .execute(params![LOCAL, at.as_millisecond()])?;
                let sql = "SELECT id, email, name, created_at, disabled_at FROM users WHERE email = ?1";
                connection
                    .prepare_cached(sql)?
                    .query_row([LOCAL], |row| Ok(user(row)))?
            })
            .await
    }
}

fn all(connection: &Connection) -> Result<Vec<User>, StoreError> {
    let sql = "SELECT id, email, name, created_at, disabled_at FROM users ORDER BY id";
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query([])?;
    let mut users = Vec::new();
    while let Some(row) = found.next()? {
        users.push(user(row)?);
    }
    Ok(users)
}

/// Reads id, email, name, created_at and disabled_at, in this order.
pub(super) fn user(row: &Row<'_>) -> Result<User, StoreError> {
    Ok(User {
        id: row.get(0)?,
        email: row.get(1)?,
        name: row.get(2)?,
        created_at: rows::time(row.get(3)?)?,
        disabled: row.get::<_, Option<i64>>(4)?.is_some(),
    })
}
