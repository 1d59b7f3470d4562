//! Answers as a plain HTML form, from a page without JavaScript.

use gradewright::assessment::Gate;
use gradewright::store::Status;

use crate::http::Reply;
use crate::site::{Quillhaven, Setting, quillhaven};

const VALID: [(&str, &str); 3] = [("infosec", "vault"), ("plan", "yes"), ("seats", "60")];
const ANN: [(&str, &str); 3] = [
    ("contact.name", "Ann Lee"),
    ("contact.email", "ann@client.example"),
    ("consent", "true"),
];

fn send(site: &Quillhaven, more: &[(&str, &str)]) -> Reply {
    site.form("/responses/security", &[&VALID[..], more].concat())
}

fn report(reply: &Reply) -> String {
    assert_eq!(reply.status, 303, "{}", reply.text());
    let url = reply.header("location").unwrap();
    assert!(url.starts_with("/r/"), "{url}");
    url.to_owned()
}

#[test]
fn a_form_leads_to_the_report() {
    let site = quillhaven();
    let url = report(&send(
        &site,
        &[
            ("infosec", "disks"),
            ("source.utm_source", "news"),
            ("_website", ""),
        ],
    ));
    let page = site.server.get(&url);
    assert_eq!(page.status, 200);
    assert!(page.text().contains("100"));
    let lead = site.lead();
    assert_eq!(lead.source["utm_source"], "news");
    assert_eq!(lead.status, Status::New);
    assert!(lead.contact.is_none());
}

#[test]
fn a_mistake_brings_the_page_back_with_everything_typed() {
    let site = Setting {
        gate: Gate::Before,
        ..Setting::default()
    }
    .start();
    let reply = site.form(
        "/responses/security",
        &[
            ("infosec", "vault"),
            ("seats", "9000"),
            ("apps", "<b>Excel</b>"),
            ("contact.name", "Ann \"Lee\""),
            ("contact.email", "nobody"),
            ("consent", "true"),
        ],
    );
    assert_eq!(reply.status, 422);
    assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"));
    let page = reply.text();
    assert!(page.contains("<h1>Security</h1>"));
    for kept in [
        "[x] vault",
        "seats=9000",
        "&lt;b&gt;Excel",
        "contact.name=Ann",
        "contact.email=nobody",
        "consent=true",
    ] {
        assert!(page.contains(kept), "{kept} in {page}");
    }
    for named in ["#q-plan", "#q-seats", "#contact-email"] {
        assert!(page.contains(named), "{named} in {page}");
    }
    assert!(!page.contains("<b>Excel"));
    assert_eq!(site.leads().len(), 0);
}

#[test]
fn what_a_person_would_not_do_is_kept_apart_and_answered_all_the_same() {
    for trap in [("_website", "https://spam.example"), ("_elapsed", "300")] {
        let site = quillhaven();
        let url = report(&send(&site, &[trap]));
        assert_eq!(site.server.get(&url).status, 200);
        assert_eq!(site.lead().status, Status::Quarantined, "{trap:?}");
    }
    let site = quillhaven();
    report(&send(&site, &[("_website", ""), ("_elapsed", "60000")]));
    assert_eq!(site.lead().status, Status::New);
}

#[test]
fn the_same_person_with_the_same_answers_gets_the_first_report_again() {
    let site = quillhaven();
    let first = report(&send(&site, &ANN));
    let corrected = [
        ("contact.name", "Anne Lee"),
        ("contact.email", "Ann@Client.example"),
        ("consent", "true"),
    ];
    assert_eq!(report(&send(&site, &corrected)), first);
    site.lead();
    let other = [ANN[0], ("contact.email", "bob@client.example"), ANN[2]];
    assert_ne!(report(&send(&site, &other)), first);
    assert_ne!(
        report(&send(&site, &[&ANN[..], &[("apps", "Excel")]].concat())),
        first
    );
    assert_eq!(site.leads().len(), 3);
}

#[test]
fn without_a_contact_each_form_is_a_response_of_its_own() {
    let site = quillhaven();
    assert_ne!(report(&send(&site, &[])), report(&send(&site, &[])));
}

#[test]
fn a_form_that_is_not_utf_8_is_refused() {
    let site = quillhaven();
    let headers = "Content-Type: application/x-www-form-urlencoded\r\n";
    let reply = site
        .server
        .send("POST", "/responses/security", headers, b"plan=%ff");
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (400, Some("application/problem+json"))
    );
}

#[test]
fn people_get_refusals_as_pages() {
    let site = quillhaven();
    let reply = site.form("/responses/nonsense", &VALID);
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (404, Some("text/html; charset=utf-8"))
    );
    assert!(reply.text().contains("<h1>Not found</h1>"));
    assert_eq!(
        site.form("/responses/security", &[("apps", &"x".repeat(300_000))])
            .status,
        413
    );
}
