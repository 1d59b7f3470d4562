//! Current clients: what they pay for, whom to ask, and the invitations that open an assessment for them.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};
use uuid::Uuid;

use super::rows::same_address;
use super::{ClientName, Response, Store, StoreError, rows};
use crate::assessment::{AssessmentId, PackageId};

/// How many rounds of one client are looked at, the newest.
const MOST_ROUNDS: i64 = 200;

/// A client under contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// A slug of the name.
    pub id: String,
    /// As it is written.
    pub name: String,
    /// What they pay for.
    pub package: PackageId,
    /// Who gets invitations.
    pub contact: Option<String>,
    /// How often they are asked, such as `3m`.
    pub every: Option<String>,
    /// Since when they are known here.
    pub added_at: Timestamp,
}

/// What is to change of a client; `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClientChange {
    /// Another package.
    pub package: Option<PackageId>,
    /// Another address, or none.
    pub contact: Option<Option<String>>,
    /// Another cadence, or none.
    pub every: Option<Option<String>>,
}

/// A link that opens an assessment for a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// What the link is made from.
    pub id: Uuid,
    /// Whom it is for.
    pub client: String,
    /// What it opens.
    pub assessment: AssessmentId,
    /// When it was made.
    pub made_at: Timestamp,
    /// From when on it opens nothing.
    pub expires_at: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

/// How often a client has answered an assessment, and when last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answering {
    /// Who.
    pub client: String,
    /// What.
    pub assessment: AssessmentId,
    /// How often they are asked, where that is not as often as everything else.
    pub every: Option<String>,
    /// When the newest invitation was made.
    pub invited_at: Option<Timestamp>,
    /// When they answered last.
    pub answered_at: Option<Timestamp>,
    /// How often.
    pub rounds: u32,
}

/// The clients in one database, within a transaction.
pub struct Clients<'c>(&'c Connection);

impl Store {
    /// Looks at the clients.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn look_at_clients<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Clients<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.readers()?
            .read(move |connection| look(&Clients(connection)))
            .await
    }

    /// Whom an invitation is for and what it opens, by the end of its address; `None` for one that we did not sign, that has
    /// expired or was taken back.
    ///
    /// # Errors
    /// As for every look-up, and as [`Secret::of`].
    pub async fn invited(&self, link: &str) -> Result<Option<(Client, AssessmentId)>, StoreError> {
        let now = Timestamp::now();
        let Some(id) = self.secret()?.read(link, now) else {
            return Ok(None);
        };
        let found = self
            .look_at_clients(move |clients| clients.invited(id, now))
            .await?;
        Ok(found.map(|(client, invitation)| (client, invitation.assessment)))
    }

    /// The round of a client before that response, to lay it beside; `None` of anybody else, and of the first.
    ///
    /// # Errors
    /// As for every look-up.
    pub async fn round_before(&self, response: &Response) -> Result<Option<Response>, StoreError> {
        let Some(client) = &response.client else {
            return Ok(None);
        };
        let (id, assessment) = (client.id.clone(), response.assessment.clone());
        let look = move |clients: &Clients<'_>| clients.rounds(&id, Some(&assessment));
        let all = self.look_at_clients(look).await?;
        let place = all.iter().position(|one| one.id == response.id);
        let earlier = place.map_or(&[][..], |place| &all[place + 1..]);
        Ok(response.last_time(earlier).cloned())
    }

    /// Changes the clients: wholly, or not at all.
    ///
    /// # Errors
    /// As [`Store::submit`].
    pub async fn change_clients<T: Send + 'static>(
        &self,
        mut change: impl FnMut(&Clients<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.queue()?
            .write(false, move |connection| change(&Clients(connection)))
            .await
    }
}

impl super::Leads {
    /// Looks at the clients.
    ///
    /// # Errors
    /// As for every look-up.
    pub fn look_at_clients<T>(
        &self,
        look: impl FnOnce(&Clients<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        look(&Clients(self.connection()))
    }

    /// Changes the clients: wholly, or not at all.
    ///
    /// # Errors
    /// The first that `change` returns; nothing was changed then.
    pub fn change_clients<T, E: From<StoreError>>(
        &mut self,
        change: impl FnOnce(&Clients<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self.begin()?;
        let done = change(&Clients(&transaction))?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(done)
    }
}

impl Clients<'_> {
    /// Adds one. `false` where the id is taken; nothing is changed then.
    ///
    /// # Errors
    /// Where it could not be written.
    pub fn add(&self, client: &Client) -> Result<bool, StoreError> {
        let added = self
            .0
            .prepare_cached(
                "INSERT INTO clients (id, name, package, contact, every, added_at)
                 VALUES (:id, :name, :package, :contact, :every, :added_at) ON CONFLICT (id) DO NOTHING",
            )?
            .execute(named_params! {
                ":id": client.id,
                ":name": client.name,
                ":package": client.package.as_str(),
                ":contact": client.contact,
                ":every": client.every,
                ":added_at": client.added_at.as_millisecond(),
            })?;
        Ok(added > 0)
    }

    /// Everyone, by name.
    ///
    /// # Errors
    /// As for every look-up.
    pub fn all(&self) -> Result<Vec<Client>, StoreError> {
        let sql = "SELECT id, name, package, contact, every, added_at FROM clients ORDER BY name COLLATE NOCASE, key";
        let mut statement = self.0.prepare_cached(sql)?;
        let mut found = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            all.push(client(row)?);
        }
        Ok(all)
    }

    /// One of them.
    ///
    /// # Errors
    /// As for every look-up.
    pub fn get(&self, id: &str) -> Result<Option<Client>, StoreError> {
        let sql = "SELECT id, name, package, contact, every, added_at FROM clients WHERE id = ?1";
        let mut statement = self.0.prepare_cached(sql)?;
        let mut found = statement.query([id])?;
        found.next()?.map(client).transpose()
    }

    /// Changes one. `false` where there is none of that id.
    ///
    /// # Errors
    /// Where it could not be written.
    pub fn change(&self, id: &str, change: &ClientChange) -> Result<bool, StoreError> {
        let Some(before) = self.get(id)? else {
            return Ok(false);
        };
        let package = change.package.as_ref().unwrap_or(&before.package);
        let contact = change.contact.clone().unwrap_or(before.contact);
        let every = change.every.clone().unwrap_or(before.every);
        self.0
            .prepare_cached("UPDATE clients SET package = ?2, contact = ?3, every = ?4 WHERE id = ?1")?
            .execute(params![id, package.as_str(), contact, every])?;
        Ok(true)
    }

    /// Takes one off the list, with the invitations. What was answered stays. `false` where there is none of that id.
    ///
    /// # Errors
    /// Where it could not be written.
    pub fn remove(&self, id: &str) -> Result<bool, StoreError> {
        let removed = self.0.execute("DELETE FROM clients WHERE id = ?1", [id])?;
        Ok(removed > 0)
    }

    /// Says how often one is asked one assessment; `None` is as often as everything else. `false` where there is none of that
    /// id.
    ///
    /// # Errors
    /// Where it could not be written.
    pub fn ask_every(
        &self,
        id: &str,
        assessment: &AssessmentId,
        every: Option<&str>,
    ) -> Result<bool, StoreError> {
        let Some(key) = self.key(id)? else {
            return Ok(false);
        };
        match every {
            Some(every) => self.0.execute(
                "INSERT INTO cadences (client, assessment, every) VALUES (?1, ?2, ?3)
                 ON CONFLICT (client, assessment) DO UPDATE SET every = excluded.every",
                params![key, assessment.as_str(), every],
            )?,
            None => self.0.execute(
                "DELETE FROM cadences WHERE client = ?1 AND assessment = ?2",
                params![key, assessment.as_str()],
            )?,
        };
        Ok(true)
    }

    /// Keeps an invitation. `false` where there is no such client.
    ///
    /// # Errors
    /// Where it could not be written.
    pub fn invite(&self, invitation: &Invitation) -> Result<bool, StoreError> {
        let Some(key) = self.key(&invitation.client)? else {
            return Ok(false);
        };
        self.0
            .prepare_cached(
                "INSERT INTO invitations (id, client, assessment, made_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                invitation.id.as_bytes(),
                key,
                invitation.assessment.as_str(),
                invitation.made_at.as_millisecond(),
                invitation.expires_at.as_millisecond(),
            ])?;
        Ok(true)
    }

    /// Takes an invitation back. `false` where there is none of that id.
    ///
    /// # Errors
    /// Where it could not be written.
    pub fn revoke(&self, id: Uuid, at: Timestamp) -> Result<bool, StoreError> {
        let changed = self.0.execute(
            "UPDATE invitations SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1",
            params![id.as_bytes(), at.as_millisecond()],
        )?;
        Ok(changed > 0)
    }

    /// One client's invitations, the newest first.
    ///
    /// # Errors
    /// As for every look-up.
    pub fn invitations(&self, id: &str) -> Result<Vec<Invitation>, StoreError> {
        let sql = "SELECT invitations.id, clients.id, assessment, made_at, expires_at, revoked_at
                   FROM invitations JOIN clients ON clients.key = client
                   WHERE clients.id = ?1 ORDER BY invitations.key DESC LIMIT ?2";
        let mut statement = self.0.prepare_cached(sql)?;
        let mut found = statement.query(params![id, MOST_ROUNDS])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            all.push(invitation(row)?);
        }
        Ok(all)
    }

    /// Whom an invitation is for, as long as it opens anything.
    ///
    /// # Errors
    /// As for every look-up.
    pub fn invited(&self, id: Uuid, now: Timestamp) -> Result<Option<(Client, Invitation)>, StoreError> {
        let sql = "SELECT invitations.id, clients.id, assessment, made_at, expires_at, revoked_at
                   FROM invitations JOIN clients ON clients.key = client WHERE invitations.id = ?1";
        let mut statement = self.0.prepare_cached(sql)?;
        let mut found = statement.query([id.as_bytes()])?;
        let Some(invitation) = found.next()?.map(invitation).transpose()? else {
            return Ok(None);
        };
        if invitation.revoked_at.is_some() || invitation.expires_at <= now {
            return Ok(None);
        }
        Ok(self.get(&invitation.client)?.map(|client| (client, invitation)))
    }

    /// What a client answered, the newest first; of one assessment, or of all.
    ///
    /// # Errors
    /// As for every look-up.
    pub fn rounds(&self, id: &str, assessment: Option<&AssessmentId>) -> Result<Vec<Response>, StoreError> {
        let sql = format!(
            "SELECT {} FROM responses
             WHERE client = (SELECT key FROM clients WHERE id = ?1) AND (?2 IS NULL OR assessment = ?2)
               AND status <> 'quarantined'
             ORDER BY submitted_at DESC, key DESC LIMIT ?3",
            rows::COLUMNS
        );
        let mut statement = self.0.prepare_cached(&sql)?;
        let assessment = assessment.map(AssessmentId::as_str);
        let mut found = statement.query(params![id, assessment, MOST_ROUNDS])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            all.push(rows::full(self.0, row)?);
        }
        Ok(all)
    }

    /// Every assessment that a client was asked or answered, by client.
    ///
    /// # Errors
    /// As for every look-up.
    pub fn answering(&self) -> Result<Vec<Answering>, StoreError> {
        let sql = "WITH pairs AS (
                SELECT client, assessment FROM invitations UNION SELECT client, assessment FROM cadences
                UNION SELECT client, assessment FROM responses
                      WHERE client IS NOT NULL AND status <> 'quarantined'
            )
            SELECT clients.id, pairs.assessment,
                (SELECT every FROM cadences AS own
                 WHERE own.client = pairs.client AND own.assessment = pairs.assessment),
                (SELECT max(made_at) FROM invitations AS sent
                 WHERE sent.client = pairs.client AND sent.assessment = pairs.assessment),
                max(responses.submitted_at), count(responses.key)
            FROM pairs JOIN clients ON clients.key = pairs.client
            LEFT JOIN responses ON responses.client = pairs.client AND responses.assessment = pairs.assessment
                AND responses.status <> 'quarantined'
            GROUP BY clients.key, pairs.assessment ORDER BY clients.key, pairs.assessment";
        let mut statement = self.0.prepare_cached(sql)?;
        let mut found = statement.query([])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            all.push(Answering {
                client: row.get(0)?,
                assessment: rows::id(&row.get::<_, String>(1)?)?,
                every: row.get(2)?,
                invited_at: row.get::<_, Option<i64>>(3)?.map(rows::time).transpose()?,
                answered_at: row.get::<_, Option<i64>>(4)?.map(rows::time).transpose()?,
                rounds: row.get(5)?,
            });
        }
        Ok(all)
    }

    fn key(&self, id: &str) -> Result<Option<i64>, StoreError> {
        let found = self
            .0
            .prepare_cached("SELECT key FROM clients WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        Ok(found)
    }
}

fn client(row: &Row<'_>) -> Result<Client, StoreError> {
    Ok(Client {
        id: row.get(0)?,
        name: row.get(1)?,
        package: rows::id(&row.get::<_, String>(2)?)?,
        contact: row.get(3)?,
        every: row.get(4)?,
        added_at: rows::time(row.get(5)?)?,
    })
}

fn invitation(row: &Row<'_>) -> Result<Invitation, StoreError> {
    Ok(Invitation {
        id: Uuid::from_bytes(row.get(0)?),
        client: row.get(1)?,
        assessment: rows::id(&row.get::<_, String>(2)?)?,
        made_at: rows::time(row.get(3)?)?,
        expires_at: rows::time(row.get(4)?)?,
        revoked_at: row.get::<_, Option<i64>>(5)?.map(rows::time).transpose()?,
    })
}

/// Takes an address away from every client whose contact it is; returns how many those are.
pub(super) fn forget_contact(connection: &Connection, email: &str) -> Result<usize, StoreError> {
    let mut gone = 0;
    for client in contact_of(connection, email)? {
        gone += connection.execute("UPDATE clients SET contact = NULL WHERE id = ?1", [client.id])?;
    }
    Ok(gone)
}

/// The clients whose contact that address is.
pub(super) fn contact_of(connection: &Connection, email: &str) -> Result<Vec<ClientName>, StoreError> {
    let wanted = same_address(email);
    let all = Clients(connection).all()?.into_iter();
    let theirs = all.filter(|client| client.contact.as_deref().map(same_address) == Some(wanted.clone()));
    Ok(theirs
        .map(|Client { id, name, .. }| ClientName { id, name })
        .collect())
}
