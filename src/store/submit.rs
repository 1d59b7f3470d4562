//! Storing responses and contacts. Each function runs inside the writer's transaction.

use rusqlite::{Connection, OptionalExtension, named_params, params};
use uuid::Uuid;

use super::funnel::{self, Count};
use super::rows::{ContactRow, NewRow};
use super::{ContactAdded, Found, Receipt, Status, StoreError, Submitted, Token, outbox, rows};
use crate::assessment::Definition;
use crate::assessment::{Decisions, FollowUp};

/// A plain form that is sent again within this time, in milliseconds, is the same response.
const SAME_FORM: i64 = 10 * 60 * 1000;

/// Stores a response with its definition and outbox rows, unless it is there.
pub(super) fn submit(connection: &Connection, row: &NewRow) -> Result<Submitted, StoreError> {
    match find(connection, row.receipt.id, &row.fingerprint)? {
        Found::Same(receipt) => return Ok(Submitted::Repeated(receipt)),
        Found::Other => return Ok(Submitted::Conflict),
        Found::Nothing => {}
    }
    if row.from_form
        && let Some(receipt) = sent_before(connection, row)?
    {
        return Ok(Submitted::Repeated(receipt));
    }
    let key = insert(connection, row)?;
    if row.is_for_sales() {
        outbox::add(connection, key, &row.deliver_to)?;
    }
    Ok(Submitted::Created(row.receipt.clone()))
}

/// What stands under an id.
pub(super) fn find(connection: &Connection, id: Uuid, fingerprint: &[u8; 32]) -> Result<Found, StoreError> {
    let found = connection
        .prepare_cached("SELECT fingerprint, token, scorecard FROM responses WHERE id = ?1")?
        .query_row([id.as_bytes()], |row| {
            Ok((row.get::<_, [u8; 32]>(0)?, row.get(1)?, row.get::<_, String>(2)?))
        })
        .optional()?;
    Ok(match found {
        None => Found::Nothing,
        Some((before, token, scorecard)) if before == *fingerprint => {
            let scorecard = serde_json::from_str(&scorecard)?;
            Found::Same(Receipt {
                id,
                token: Token::from_bytes(token),
                scorecard,
            })
        }
        Some(_) => Found::Other,
    })
}

/// Keeps definitions, each once.
pub(super) fn remember(connection: &Connection, definitions: &[Definition]) -> Result<(), StoreError> {
    for definition in definitions {
        keep(connection, &definition.hash, &definition.json)?;
    }
    Ok(())
}

fn keep(connection: &Connection, hash: &str, json: &str) -> Result<(), StoreError> {
    let known = connection
        .prepare_cached("SELECT 1 FROM definitions WHERE hash = ?1")?
        .exists([hash])?;
    if !known {
        connection
            .prepare_cached("INSERT INTO definitions (hash, json) VALUES (?1, ?2)")?
            .execute([hash, json])?;
    }
    Ok(())
}

/// Adds a contact to the response of that token, once; `counted` gets what that adds to the funnel.
pub(super) fn add_contact(
    connection: &Connection,
    token: &Token,
    new: &ContactRow,
    deliver_to: &[String],
    counted: &mut Vec<Count>,
) -> Result<ContactAdded, StoreError> {
    let found = connection
        .prepare_cached(
            "SELECT key, status, contact, consent, assessment, source FROM responses WHERE token = ?1",
        )?
        .query_row([token.bytes()], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, Option<String>>(2)?,
                row.get::<_, Option<String>>(3)?,
                (row.get::<_, String>(4)?, row.get::<_, String>(5)?),
            ))
        })
        .optional()?;
    let Some((key, status, contact, consent, (assessment, source))) = found else {
        return Ok(ContactAdded::Unknown);
    };
    match (contact, consent) {
        (None, _) => set_contact(connection, key, new)?,
        // The answer to the first time may have been lost on its way.
        (Some(contact), Some(consent)) if contact == new.contact && consent == new.consent => {
            return Ok(ContactAdded::Added);
        }
        _ => return Ok(ContactAdded::AlreadyThere),
    }
    if rows::status(&status)? != Status::Quarantined {
        let source = serde_json::from_str(&source)?;
        let at = Some(rows::time(new.at)?);
        counted.extend(funnel::counts(&rows::id(&assessment)?, &source, None, at));
        if new.consented {
            outbox::add(connection, key, deliver_to)?;
        }
    }
    Ok(ContactAdded::Added)
}

/// Changes what was decided, as it stands at this moment. `false` where no response has the token, or where what was
/// sent does not fit it.
pub(super) fn decide(
    connection: &Connection,
    token: &Token,
    sent: &[(String, String)],
    at: i64,
) -> Result<bool, StoreError> {
    let found = connection
        .prepare_cached("SELECT decisions, follow_up FROM responses WHERE token = ?1")?
        .query_row([token.bytes()], |row| {
            Ok((row.get::<_, Option<String>>(0)?, row.get::<_, String>(1)?))
        })
        .optional()?;
    let Some((now, follow_up)) = found else {
        return Ok(false);
    };
    let now: Decisions = now
        .map(|json| serde_json::from_str(&json))
        .transpose()?
        .unwrap_or_default();
    let follow_up: FollowUp = serde_json::from_str(&follow_up)?;
    let Ok(new) = now.change(&follow_up.gaps, sent) else {
        return Ok(false);
    };
    let json = serde_json::to_string(&new)?;
    let changed = connection
        .prepare_cached("UPDATE responses SET decisions = ?2, decided_at = ?3 WHERE token = ?1")?
        .execute(params![token.bytes(), json, at])?;
    Ok(changed > 0)
}

/// The receipt of the same form by the same person a moment ago. Where they agree only now, that is kept.
fn sent_before(connection: &Connection, row: &NewRow) -> Result<Option<Receipt>, StoreError> {
    let Some(contact) = &row.contact else {
        return Ok(None);
    };
    let Some(person) = contact.person else {
        return Ok(None);
    };
    let found = connection
        .prepare_cached(
            "SELECT key, id, token, scorecard, json_extract(consent, '$.given') FROM responses
             WHERE person = :person AND submitted_at BETWEEN :from AND :to
               AND assessment = :assessment AND answers = :answers AND (status = :status OR :suspect)
             ORDER BY key LIMIT 1",
        )?
        .query_row(
            named_params! {
                ":person": person,
                ":from": row.submitted_at - SAME_FORM,
                ":to": row.submitted_at + SAME_FORM,
                ":assessment": row.assessment.as_str(),
                ":answers": row.answers,
                // What a trap caught must not swallow the honest second try.
                ":status": Status::New.as_str(),
                ":suspect": row.status == Status::Quarantined,
            },
            |found| {
                Ok((
                    found.get::<_, i64>(0)?,
                    Uuid::from_bytes(found.get(1)?),
                    Token::from_bytes(found.get(2)?),
                    found.get::<_, String>(3)?,
                    found.get::<_, bool>(4)?,
                ))
            },
        )
        .optional()?;
    let Some((key, id, token, scorecard, agreed_before)) = found else {
        return Ok(None);
    };
    if !agreed_before && row.is_for_sales() {
        set_contact(connection, key, contact)?;
        outbox::add(connection, key, &row.deliver_to)?;
    }
    Ok(Some(Receipt {
        id,
        token,
        scorecard: serde_json::from_str(&scorecard)?,
    }))
}

fn set_contact(connection: &Connection, key: i64, new: &ContactRow) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE responses SET person = ?2, contact = ?3, consent = ?4, contact_at = ?5 WHERE key = ?1",
        )?
        .execute(params![key, new.person, new.contact, new.consent, new.at])?;
    Ok(())
}

/// Returns the new row's key.
fn insert(connection: &Connection, row: &NewRow) -> Result<i64, StoreError> {
    keep(connection, &row.definition_hash, &row.definition_json)?;
    let contact = row.contact.as_ref();
    let scorecard = &row.receipt.scorecard;
    connection
        .prepare_cached(
            "INSERT INTO responses (id, token, fingerprint, assessment, submitted_at, status, person, total, band,
                 contact_at, contact, consent, source, definition, answers, scorecard, follow_up,
                 client)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
                 (SELECT key FROM clients WHERE id = ?18))",
        )?
        .execute(params![
            row.receipt.id.as_bytes(),
            row.receipt.token.bytes(),
            row.fingerprint,
            row.assessment.as_str(),
            row.submitted_at,
            row.status.as_str(),
            contact.and_then(|contact| contact.person),
            scorecard.total,
            scorecard.band.as_ref().map(|band| band.as_str()),
            contact.map(|contact| contact.at),
            contact.map(|contact| contact.contact.as_str()),
            contact.map(|contact| contact.consent.as_str()),
            row.source,
            &*row.definition_hash,
            row.answers,
            row.scorecard,
            row.follow_up,
            row.client,
        ])?;
    Ok(connection.last_insert_rowid())
}
