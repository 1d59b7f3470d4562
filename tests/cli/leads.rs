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

/// The address of the report of [`lead`], out of the lead itself.
fn report(site: &Site) -> String {
    let shown: Value = serde_json::from_str(&site.ok(&["leads", "show", ID, "--format", "json"])).unwrap();
    shown["result"].as_str().unwrap().to_owned()
}

#[test]
fn decisions_are_shown_in_the_shape_in_which_they_were_sent() {
    let site = Site::new();
    let host = site.start(&["host", "--listen", "127.0.0.1:0"]);
    lead(&host);
    let report = report(&site);
    assert!(host.get(&report).1.contains("no decision recorded"));
    let decisions = json!({
        "gaps": {
            "protected.filtered": {"decision": "discuss", "explain": true, "who": "Jo Park", "review": "2027-03-31"},
        },
        "who": "Mona Field", "role": "Owner", "review": "2027-01-15",
    });
    let body = json!({ "decisions": decisions }).to_string();
    let (status, answer) = host.post(&report, &body);
    assert_eq!(status, 200, "{answer}");
    let shown: Value = serde_json::from_str(&site.ok(&["leads", "show", ID, "--format", "json"])).unwrap();
    assert_eq!(shown["decisions"], decisions);
    assert_eq!(shown["revoked_at"], Value::Null);
    let log = host.get(&report).1;
    assert!(
        log.contains("Let&#x27;s discuss it") || log.contains("Let&#39;s discuss it"),
        "{log}"
    );
}

#[test]
fn a_report_is_withdrawn_while_the_host_runs_and_its_lead_is_kept() {
    let site = Site::new();
    let host = site.start(&["host", "--listen", "127.0.0.1:0"]);
    lead(&host);
    let report = report(&site);
    assert_eq!(host.get(&report).0, 200);
    let said = site.ok(&["leads", "revoke", ID]);
    assert!(said.contains("withdrawn") && said.contains("kept"), "{said}");
    let (status, page) = host.get(&report);
    assert_eq!(status, 410);
    assert!(
        page.contains("text/html") && page.contains("This report is no longer here"),
        "{page}"
    );
    let (status, problem) = host.post(&report, r#"{"decisions": {"who": "Mona"}}"#);
    assert_eq!(status, 410);
    assert!(problem.contains("application/problem+json"), "{problem}");
    assert_eq!(list(&site)[0]["contact"]["email"], "Dana@Example.com");
    let shown: Value = serde_json::from_str(&site.ok(&["leads", "show", ID, "--format", "json"])).unwrap();
    assert!(shown["revoked_at"].is_string());
    site.ok(&["leads", "revoke", ID]);

    let (code, said, complained) = site.run(&["leads", "revoke", "018f2b1e-0000-7000-8000-000000000000"]);
    assert_eq!((code, said.as_str()), (1, ""));
    assert!(complained.contains("leads list"), "{complained}");
    assert_eq!(site.run(&["leads", "revoke", "not-an-id"]).0, 2);
}

#[test]
fn before_the_first_lead_there_is_nothing_to_withdraw() {
    let site = Site::new();
    assert_eq!(site.run(&["leads", "revoke", ID]).0, 1);
    assert!(!site.path("data").exists(), "and no file is made");
}
