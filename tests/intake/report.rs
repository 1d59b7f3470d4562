//! The respondent's own report.

use gradewright::store::Response;
use serde_json::{Value, json};

use crate::site::{Quillhaven, answers, contact, quillhaven};

fn taken(site: &Quillhaven) -> String {
    site.taken(&answers())
}

fn add(site: &Quillhaven, url: &str, body: &Value) -> (u16, Value) {
    site.tell(url, body)
}

fn email(lead: &Response) -> Option<&str> {
    lead.contact
        .as_ref()
        .and_then(|(contact, _)| contact.get(gradewright::assessment::FieldName::Email))
}

#[test]
fn a_report_is_for_nobody_else() {
    let site = quillhaven();
    let url = taken(&site);
    let page = site.server.get(&url);
    assert_eq!(page.status, 200);
    assert_eq!(page.header("x-robots-tag"), Some("noindex"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert_eq!(page.header("referrer-policy"), Some("same-origin"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.ends_with("; frame-ancestors 'self' https://www.quillhaven.example"),
        "{policy}"
    );
}

#[test]
fn the_address_of_a_report_can_not_be_guessed_or_bent() {
    let site = quillhaven();
    let url = taken(&site);
    let other = taken(&site);
    assert_ne!(url, other);
    for wrong in [
        "/r/0",
        "/r/00000000000000000000000000000000",
        "/r/%ff",
        "/r/..",
        &url.to_uppercase(),
        &format!("{url}0"),
    ] {
        let reply = site.server.get(wrong);
        assert_eq!(reply.status, 404, "{wrong}");
        assert!(!reply.text().contains("Report</h1>"));
    }
    let reply = site.server.get("/r/00000000000000000000000000000000");
    assert!(reply.text().contains("<h1>Not found</h1>"), "a page for people");
    assert_eq!(reply.header("cache-control"), Some("no-store"));
}

#[test]
fn a_contact_is_added_once() {
    let site = quillhaven();
    let url = taken(&site);
    let body = json!({"contact": contact(), "consent": true});
    assert_eq!(add(&site, &url, &body).0, 200);
    assert_eq!(add(&site, &url, &body).0, 200, "the very same again");
    let other = json!({"contact": {"name": "Eve", "email": "eve@client.example"}, "consent": true});
    assert_eq!(add(&site, &url, &other).0, 409);
    let lead = site.lead();
    assert_eq!(email(&lead), Some("ann@client.example"));
    assert!(lead.contact.unwrap().1.given);
}

#[test]
fn a_wrong_contact_is_refused_with_every_fault_and_can_be_sent_again() {
    let site = quillhaven();
    let url = taken(&site);
    let pointers = |body: &Value| {
        let (status, problem) = add(&site, &url, body);
        assert_eq!(status, 422);
        let errors = problem["errors"].as_array().unwrap().clone();
        errors
            .iter()
            .map(|error| error["pointer"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(pointers(&json!({})), ["/contact/name", "/contact/email"]);
    assert_eq!(
        pointers(&json!({"contact": {"name": "Ann", "email": "ann"}})),
        ["/contact/email"]
    );
    assert_eq!(
        pointers(&json!({"contact": contact(), "consent": 1})),
        ["/consent"]
    );
    assert_eq!(
        pointers(&json!({"contact": []})),
        ["/contact/name", "/contact/email", "/contact"]
    );
    assert!(site.lead().contact.is_none());
    assert_eq!(add(&site, &url, &json!({"contact": contact()})).0, 200);
}

#[test]
fn without_javascript_a_contact_leads_back_to_the_report() {
    let site = quillhaven();
    let url = taken(&site);
    let wrong = site.form(&url, &[("contact.name", "Ann <Lee>"), ("contact.email", "ann")]);
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.text().contains("contact.name=Ann &lt;Lee"),
        "{}",
        wrong.text()
    );
    assert!(wrong.text().contains("name@company.com"), "{}", wrong.text());
    let right = site.form(
        &url,
        &[("contact.name", "Ann"), ("contact.email", "ann@client.example")],
    );
    assert_eq!(
        (right.status, right.header("location")),
        (303, Some(url.as_str()))
    );
    let second = site.form(
        &url,
        &[("contact.name", "Eve"), ("contact.email", "eve@client.example")],
    );
    assert_eq!(
        (second.status, second.header("content-type")),
        (409, Some("text/html; charset=utf-8"))
    );
    assert_eq!(email(&site.lead()), Some("ann@client.example"));
}

#[test]
fn nothing_can_be_added_where_nothing_is() {
    let site = quillhaven();
    let body = json!({"contact": contact()});
    assert_eq!(add(&site, "/r/00000000000000000000000000000000", &body).0, 404);
}
