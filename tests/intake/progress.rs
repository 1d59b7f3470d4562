//! What pages tell of the way through a grader: counted, bounded, and never about anybody.

use gradewright::content::Throttle;
use serde_json::{Value, json};

use crate::http::Reply;
use crate::site::{Quillhaven, Setting, answers, contact, id, quillhaven};

const PATH: &str = "/responses/security/progress";

fn tell(site: &Quillhaven, headers: &str, body: &str) -> Reply {
    let headers = format!("Content-Type: text/plain;charset=UTF-8\r\n{headers}");
    site.server.send("POST", PATH, &headers, body.as_bytes())
}

fn counts(all: &[(&str, &str, i64)]) -> Vec<(String, String, i64)> {
    let all = all.iter();
    all.map(|(source, step, count)| ((*source).to_owned(), (*step).to_owned(), *count))
        .collect()
}

#[test]
fn steps_are_counted_by_source_beside_what_was_finished() {
    let site = quillhaven();
    for body in [
        json!({"reached": "=start"}),
        json!({"reached": "=start", "source": null}),
        json!({"reached": "infosec", "source": ""}),
        json!({"reached": "plan", "source": "Newsletter"}),
        json!({"reached": "plan", "source": "ann@client.example", "id": "secret"}),
    ] {
        let reply = tell(&site, "", &body.to_string());
        assert_eq!((reply.status, reply.body.len()), (204, 0), "{}", reply.text());
        assert_eq!(reply.header("set-cookie"), None);
    }
    let json = "Content-Type: application/json\r\n";
    let body = br#"{"reached": "seats"}"#;
    assert_eq!(site.server.send("POST", PATH, json, body).status, 204);
    let source = json!({"utm_source": "NEWSLETTER", "page": "https://quillhaven.example/"});
    let body = json!({"id": id(), "answers": answers(), "contact": contact(), "source": source});
    assert_eq!(site.post(&body).status, 201);
    assert_eq!(site.post(&body).status, 200, "a retry");
    // Without JavaScript: the finish alone is known.
    let fields = [("infosec", "vault"), ("plan", "yes"), ("seats", "6")];
    assert_eq!(site.form("/responses/security", &fields).status, 303);
    let url = site.leads()[0].token.to_string();
    let later = json!({"contact": contact(), "consent": true});
    assert_eq!(site.tell(&format!("/r/{url}"), &later).0, 200);
    assert_eq!(site.tell(&format!("/r/{url}"), &later).0, 200, "a retry");
    let expected = counts(&[
        ("direct", "=contact", 1),
        ("direct", "=finished", 1),
        ("direct", "=start", 2),
        ("direct", "infosec", 1),
        ("direct", "seats", 1),
        ("newsletter", "=contact", 1),
        ("newsletter", "=finished", 1),
        ("newsletter", "plan", 1),
        ("other", "plan", 1),
    ]);
    assert_eq!(site.counted(), expected);
}

#[test]
fn whatever_is_no_step_is_refused_and_not_counted() {
    let site = quillhaven();
    let long = format!(r#"{{"reached": "plan", "source": "{}"}}"#, "x".repeat(1024));
    for (status, body) in [
        (422, r#"{"reached": "nowhere"}"#),
        (422, r#"{"reached": "=finished"}"#),
        (422, r#"{"reached": "=contact"}"#),
        (422, r#"{"reached": ""}"#),
        (422, r#"{"reached": 1}"#),
        (422, "{}"),
        (400, ""),
        (400, "plan"),
        (400, r#"["plan"]"#),
        (400, r#"{"reached": "plan", "reached": "plan"}"#),
        (413, &long),
    ] {
        let reply = tell(&site, "", body);
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (status, Some("application/problem+json")),
            "{body}"
        );
    }
    let reply = tell(&site, "", "{}");
    let problem: Value = serde_json::from_slice(&reply.body).unwrap();
    assert_eq!(problem["errors"][0]["pointer"], "/reached");
    for (status, path, kind) in [
        (404, "/responses/nothing/progress", "text/plain"),
        (404, "/responses/%FF/progress", "text/plain"),
        (415, PATH, "application/x-www-form-urlencoded"),
        (415, PATH, "text/plain; charset=utf-16"),
    ] {
        let headers = format!("Content-Type: {kind}\r\n");
        let reply = site
            .server
            .send("POST", path, &headers, br#"{"reached": "plan"}"#);
        assert_eq!(reply.status, status, "{path} {kind}");
    }
    assert_eq!(site.server.get(PATH).status, 405);
    // Answers are sent as what they are, or browsers would send them from anywhere without asking.
    let headers = "Content-Type: text/plain\r\n";
    let body = json!({"id": id(), "answers": answers()}).to_string();
    let reply = site
        .server
        .send("POST", "/responses/security", headers, body.as_bytes());
    assert_eq!(reply.status, 415);
    assert_eq!(site.counted(), []);
}

#[test]
fn only_pages_that_may_post_are_counted() {
    let site = quillhaven();
    let body = r#"{"reached": "plan"}"#;
    for (origin, status) in [
        ("https://quillhaven.example", 204),
        ("https://www.quillhaven.example", 204),
        ("https://evil.example", 403),
        ("null", 403),
    ] {
        let reply = tell(&site, &format!("Origin: {origin}\r\n"), body);
        assert_eq!(reply.status, status, "{origin}");
        let shared = (status == 204).then_some(origin);
        assert_eq!(reply.header("access-control-allow-origin"), shared);
    }
    assert_eq!(site.counted(), counts(&[("direct", "plan", 2)]));
}

#[test]
fn steps_are_throttled_and_never_use_up_what_a_response_needs() {
    let per_address = Some(Throttle {
        posts: 1,
        seconds: 3600,
    });
    let setting = Setting {
        per_address,
        ..Setting::default()
    };
    let site = setting.start();
    let body = r#"{"reached": "plan"}"#;
    for n in 0..20 {
        assert_eq!(tell(&site, "", body).status, 204, "{n}");
    }
    let refused = tell(&site, "", body);
    assert_eq!(refused.status, 429);
    assert!(refused.header("retry-after").is_some());
    let response = json!({"id": id(), "answers": answers()});
    assert_eq!(site.post(&response).status, 201);
    let expected = counts(&[("direct", "=finished", 1), ("direct", "plan", 20)]);
    assert_eq!(site.counted(), expected);
}
