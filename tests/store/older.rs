//! A file that an older version made is brought up to date and loses nothing.

use std::path::{Path, PathBuf};

use gradewright::store::{LeadDetail, Leads, Store};
use rusqlite::{Connection, params};

use crate::fixture::*;

/// "GRWR".
const APPLICATION_ID: i32 = 0x4752_5752;
const ID: [u8; 16] = *b"an-id-of-sixteen";
const TOKEN: [u8; 16] = [7; 16];

/// A file of format 1 with one lead, as version 0.1 wrote it.
fn format_1(folder: &Path) -> PathBuf {
    let path = folder.join("old.sqlite");
    let file = Connection::open(&path).unwrap();
    file.pragma_update(None, "journal_mode", "WAL").unwrap();
    file.execute_batch(include_str!("../../src/store/migrations/0001.sql"))
        .unwrap();
    file.pragma_update(None, "application_id", APPLICATION_ID)
        .unwrap();
    file.pragma_update(None, "user_version", 1).unwrap();
    let lead = lead("old@doe.example");
    let (who, agreed) = lead.contact.as_ref().unwrap();
    let json = |value: serde_json::Value| value.to_string();
    file.execute(
        "INSERT INTO definitions (hash, json) VALUES (?1, ?2)",
        params![&*lead.definition.hash, &*lead.definition.json],
    )
    .unwrap();
    file.execute(
        "INSERT INTO responses (id, token, fingerprint, assessment, submitted_at, status, person, total, band, contact_at,
             contact, consent, source, definition, answers, scorecard, follow_up)
         VALUES (?1, ?2, ?3, 'security', ?4, 'new', 42, ?5, ?6, ?4, ?7, ?8, '{}', ?9, ?10, ?11, ?12)",
        params![
            ID,
            TOKEN,
            lead.fingerprint,
            lead.submitted_at.as_millisecond(),
            lead.scorecard.total,
            lead.scorecard.band.as_ref().map(|band| band.as_str()),
            json(serde_json::to_value(who).unwrap()),
            json(serde_json::to_value(agreed).unwrap()),
            &*lead.definition.hash,
            json(serde_json::to_value(&lead.answers).unwrap()),
            json(serde_json::to_value(&lead.scorecard).unwrap()),
            json(serde_json::to_value(&lead.follow_up).unwrap()),
        ],
    )
    .unwrap();
    path
}

fn format(path: &Path) -> i64 {
    let file = Connection::open(path).unwrap();
    file.pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap()
}

fn id() -> uuid::Uuid {
    uuid::Uuid::from_bytes(ID)
}

#[tokio::test]
async fn a_server_reads_it_and_takes_decisions_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = format_1(folder.path());
    let store = Store::open(&path).unwrap();
    assert_eq!(format(&path), 7);
    let token = Leads::open(&path).unwrap().get(id()).unwrap().unwrap().token;
    let old = store.by_token(&token).await.unwrap().unwrap();
    let written = lead("old@doe.example");
    assert_eq!(old.contact, written.contact);
    assert_eq!(old.answers, written.answers);
    assert_eq!(old.scorecard, written.scorecard);
    assert_eq!(old.follow_up, written.follow_up);
    assert!(old.decisions.is_empty());
    assert_eq!((old.decided_at, old.revoked_at), (None, None));

    let said = vec![("decision.plan".to_owned(), "want".to_owned())];
    let decisions = old.decisions.change(&old.follow_up.gaps, &said).unwrap();
    assert!(store.decide(&token, said, now_plus(0)).await.unwrap());
    assert_eq!(
        store.by_token(&token).await.unwrap().unwrap().decisions,
        decisions
    );
    create(&store, lead("new@doe.example")).await;
    assert_eq!(count(&path, "responses"), 2);
}

#[tokio::test]
async fn what_waited_in_it_is_still_delivered() {
    let folder = tempfile::tempdir().unwrap();
    let path = format_1(folder.path());
    let old = Connection::open(&path).unwrap();
    old.execute(
        "INSERT INTO outbox (response, kind, due_at) VALUES (1, 'brief', 0)",
        [],
    )
    .unwrap();
    drop(old);
    let store = Store::open(&path).unwrap();
    let claimed = store
        .claim(std::time::Duration::from_secs(9), 8, &[])
        .await
        .unwrap();
    assert_eq!(
        (claimed.len(), claimed[0].kind.as_str(), claimed[0].response.id),
        (1, "brief", id())
    );
}

#[test]
fn a_command_reads_it_and_withdraws_its_report() {
    let folder = tempfile::tempdir().unwrap();
    let path = format_1(folder.path());
    let mut leads = Leads::open(&path).unwrap();
    assert_eq!(format(&path), 7);
    let old = leads.get(id()).unwrap().unwrap();
    assert_eq!(LeadDetail::from(&old).scorecard.total, old.scorecard.total);
    assert!(leads.revoke(id()).unwrap());
    assert!(leads.get(id()).unwrap().unwrap().revoked_at.is_some());
    drop(leads);
    // Opening it again changes nothing.
    let again = Leads::open(&path).unwrap().get(id()).unwrap().unwrap();
    assert!(again.revoked_at.is_some());
}

#[test]
fn two_programs_may_bring_it_up_to_date_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = format_1(folder.path());
    std::thread::scope(|scope| {
        let opening: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| Store::open(&path).map(drop)))
            .collect();
        for thread in opening {
            thread.join().unwrap().unwrap();
        }
    });
    assert_eq!(format(&path), 7);
    assert!(Leads::open(&path).unwrap().get(id()).unwrap().is_some());
}
