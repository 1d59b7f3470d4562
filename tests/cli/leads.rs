//! `leads`: what sales and scripts see, while `host` runs.

use serde_json::{Value, json};

use crate::program::{Running, Site};

const ID: &str = "018f2b1e-3c4d-7e5f-8a9b-0c1d2e3f4a5b";

fn lead(host: &Running) {
    let body = json!({
        "id": ID,
        "answers": {"protected": ["second-step"]},
        "contact": {"name": "=HYPERLINK(1)", "email": "Dana@Example.com"},
        "consent": true,
        "score": 100
    });
    let (status, answer) = host.post("/responses/email", &body.to_string());
    assert_eq!(status, 201, "{answer}");
}

fn list(site: &Site) -> Vec<Value> {
    serde_json::from_str(&site.ok(&["leads", "list", "--format", "json"])).unwrap()
}

#[test]
fn before_the_first_lead_there_are_none_and_no_file_is_made() {
    let site = Site::new();
    assert_eq!(list(&site), Vec::<Value>::new());
    assert!(site.ok(&["leads", "list"]).contains("No leads yet"));
    assert!(!site.path("data").exists());
}

#[test]
fn a_lead_is_listed_shown_and_exported_while_the_host_runs() {
    let site = Site::new();
    let host = site.start(&["host", "--listen", "127.0.0.1:0"]);
    lead(&host);
    let leads = list(&site);
    assert_eq!(leads.len(), 1);
    assert_eq!(leads[0]["id"], ID);
    assert_eq!(leads[0]["status"], "new");
    assert_eq!(leads[0]["band"], "exposed");

    let shown: Value = serde_json::from_str(&site.ok(&["leads", "show", ID, "--format", "json"])).unwrap();
    assert_eq!(shown["scorecard"]["total"], 66.666666667);
    assert_eq!(shown["services"][0]["id"], "filter");
    assert_eq!(shown["services"][0]["monthly"], 5000);
    assert_eq!(shown["services"][0]["strength"], "start");
    assert_eq!(shown["fit"], Value::Null);

    let people = site.ok(&["leads", "show", ID]);
    assert!(
        people.contains("Mail Filter") && people.contains("67 of 100"),
        "{people}"
    );
    let sheet = site.ok(&["leads", "export"]);
    assert!(
        sheet.contains("'=HYPERLINK"),
        "a spreadsheet would run this: {sheet}"
    );
    assert_eq!(host.stop(), 0);
}

#[test]
fn a_person_is_erased_with_the_brief_about_them() {
    let site = Site::new();
    let host = site.start(&["host", "--listen", "127.0.0.1:0"]);
    lead(&host);
    // A stop finishes the outbox's current delivery; what it had not begun stays for the next start.
    assert_eq!(host.stop(), 0);
    let said = site.ok(&["leads", "forget", "dana@example.COM"]);
    assert!(said.contains("1 lead"), "{said}");
    assert_eq!(list(&site), Vec::<Value>::new());
    let left = std::fs::read_dir(site.path("data/mail"))
        .map(Iterator::count)
        .unwrap_or(0);
    assert_eq!(left, 0);
    let said = site.ok(&["leads", "forget", "dana@example.com"]);
    assert!(said.contains("Nothing is stored"), "{said}");
}

#[test]
fn an_unknown_lead_and_a_file_of_something_else_are_clear() {
    let site = Site::new();
    let (code, _, said) = site.run(&["leads", "show", ID]);
    assert_eq!(code, 1);
    assert!(said.contains("leads list"), "{said}");
    site.write(
        "other.db",
        "not a database, only some text that is long enough to look like a header",
    );
    let file = format!("sqlite:{}", site.path("other.db").display());
    let (code, _, said) = site.run(&["leads", "list", "--database", &file]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("not a database of Gradewright"), "{said}");
}
