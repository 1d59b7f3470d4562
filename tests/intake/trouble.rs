//! A store that can't take more, and what the log says of it all.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gradewright::store::Settings;
use serde_json::{Value, json};

use crate::site::{Setting, answers, contact, id, quillhaven};

#[test]
fn a_database_that_is_held_is_a_503_and_works_again_later() {
    let busy = Settings {
        busy: Duration::from_millis(50),
        ..Settings::default()
    };
    let site = Setting {
        store: busy,
        ..Setting::default()
    }
    .start();
    let holder = rusqlite::Connection::open(site.store.path()).unwrap();
    holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let body = json!({"id": id(), "answers": answers()});
    let reply = site.post(&body);
    assert_eq!((reply.status, reply.header("retry-after")), (503, Some("1")));
    assert_eq!(reply.header("content-type"), Some("application/problem+json"));
    let form = site.form(
        "/responses/security",
        &[("infosec", "vault"), ("plan", "yes"), ("seats", "1")],
    );
    assert_eq!((form.status, form.header("retry-after")), (503, Some("1")));
    assert_eq!(form.header("content-type"), Some("text/html; charset=utf-8"));
    holder.execute_batch("ROLLBACK").unwrap();
    assert_eq!(site.post(&body).status, 201);
}

#[test]
fn a_database_that_is_gone_is_a_500_without_our_insides() {
    let site = quillhaven();
    let other = rusqlite::Connection::open(site.store.path()).unwrap();
    other
        .execute_batch("PRAGMA foreign_keys = OFF; DROP TABLE responses")
        .unwrap();
    let reply = site.post(&json!({"id": id(), "answers": answers()}));
    assert_eq!(reply.status, 500);
    let problem: Value = serde_json::from_slice(&reply.body).unwrap();
    assert_eq!(problem["title"], "Internal Server Error");
    assert!(!reply.text().contains("responses"), "{}", reply.text());
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn the_log_names_routes_and_never_people() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .init();
    let site = quillhaven();
    let body = json!({"id": id(), "answers": answers(), "contact": contact(), "consent": true});
    let reply = site.send("X-Forwarded-For: 203.0.113.77\r\n", body.to_string().as_bytes());
    let url = reply.header("location").unwrap();
    site.server.get(&format!("{url}?utm_source=marker"));
    site.server.get("/nowhere/marker");
    site.server.send("MARKER", "/", "", b"");
    site.form(
        "/responses/security?marker",
        &[("apps", "marker"), ("contact.email", "marker")],
    );
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for line in [
        r#"route="/responses/{assessment}" status=201"#,
        r#"route="/r/{token}" status=200"#,
        "status=422",
    ] {
        assert!(log.contains(line), "{line} in {log}");
    }
    for secret in [
        url.trim_start_matches("/r/"),
        "marker",
        "MARKER",
        "203.0.113.77",
        "ann@client",
        "Ann Lee",
    ] {
        let found = log.lines().find(|line| line.contains(secret));
        assert_eq!(found, None, "{secret}");
    }
}
