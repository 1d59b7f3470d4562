//! A report has an end: it expires, or sales withdraws it.

use gradewright::store::Leads;
use serde_json::json;

use crate::site::{Quillhaven, Setting, answers, contact};

/// The answers came so many days ago.
fn age(site: &Quillhaven, days: i64) {
    let file = rusqlite::Connection::open(site.store.path()).unwrap();
    let now = jiff::Timestamp::now().as_millisecond();
    let changed = file
        .execute(
            "UPDATE responses SET submitted_at = ?1",
            [now - days * 86_400_000],
        )
        .unwrap();
    assert_eq!(changed, 1);
}

fn check_gone(site: &Quillhaven, url: &str) {
    let page = site.server.get(url);
    assert_eq!(
        (page.status, page.header("content-type")),
        (410, Some("text/html; charset=utf-8"))
    );
    assert!(
        page.text().contains("This report is no longer here"),
        "{}",
        page.text()
    );
    assert!(!page.text().contains("<h1>Report</h1>"));
    assert_eq!(page.header("cache-control"), Some("no-store"));

    for body in [
        json!({"contact": contact(), "consent": true}),
        json!({"decisions": {"who": "Mona"}}),
    ] {
        let headers = "Content-Type: application/json\r\n";
        let reply = site
            .server
            .send("POST", url, headers, body.to_string().as_bytes());
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (410, Some("application/problem+json"))
        );
        let problem: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
        assert_eq!(problem["status"], 410);
        assert!(
            problem["detail"].as_str().unwrap().contains("withdrawn"),
            "{problem}"
        );
    }
    let form = site.form(url, &[("_decisions", "all"), ("decider.name", "Mona")]);
    assert_eq!(
        (form.status, form.header("content-type")),
        (410, Some("text/html; charset=utf-8"))
    );
    let lead = site.lead();
    assert!(
        lead.contact.is_none() && lead.decisions.is_empty(),
        "nothing is stored"
    );
}

#[test]
fn a_report_can_be_read_for_a_year() {
    let site = Setting::default().start();
    let url = site.taken(&answers());
    age(&site, 364);
    assert_eq!(site.server.get(&url).status, 200);
    age(&site, 366);
    check_gone(&site, &url);
}

#[test]
fn or_for_as_long_as_the_site_says() {
    let site = Setting {
        report_days: 30,
        ..Setting::default()
    }
    .start();
    let url = site.taken(&answers());
    age(&site, 29);
    assert_eq!(site.server.get(&url).status, 200);
    age(&site, 31);
    check_gone(&site, &url);
}

#[test]
fn what_is_withdrawn_is_gone_at_once_and_the_lead_is_kept() {
    let site = Setting::default().start();
    let url = site.taken(&answers());
    let id = site.lead().id;
    let mut leads = Leads::open(site.store.path()).unwrap();
    assert!(leads.revoke(id).unwrap());
    let at = site.lead().revoked_at;
    assert!(at.is_some());
    check_gone(&site, &url);
    assert!(leads.revoke(id).unwrap(), "it is there");
    assert_eq!(site.lead().revoked_at, at, "withdrawing it again changes nothing");
    assert!(!leads.revoke(uuid::Uuid::from_u128(7)).unwrap());
    let other = site.taken(&answers());
    assert_eq!(
        site.server.get(&other).status,
        200,
        "another one of the same answers"
    );
}
