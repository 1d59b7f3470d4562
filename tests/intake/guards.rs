//! Who may post, how often, and by which methods.

use gradewright::content::{Endpoint, Throttle};
use serde_json::{Value, json};

use crate::http::Reply;
use crate::site::{Quillhaven, Setting, answers, id, quillhaven};

const OWN: &str = "https://quillhaven.example";
const EMBEDDING: &str = "https://www.quillhaven.example";

fn post(site: &Quillhaven, headers: &str) -> Reply {
    site.send(
        headers,
        json!({"id": id(), "answers": answers()}).to_string().as_bytes(),
    )
}

#[test]
fn pages_that_the_site_names_may_post_and_read_the_answer() {
    let site = quillhaven();
    for origin in [OWN, EMBEDDING] {
        let reply = post(&site, &format!("Origin: {origin}\r\n"));
        assert_eq!(
            (reply.status, reply.header("access-control-allow-origin")),
            (201, Some(origin))
        );
        assert_eq!(reply.header("vary"), Some("Origin"));
        let refused = site.send(&format!("Origin: {origin}\r\n"), b"{");
        assert_eq!(
            (refused.status, refused.header("access-control-allow-origin")),
            (400, Some(origin))
        );
    }
}

#[test]
fn a_preflight_is_answered_for_named_pages_only() {
    let site = quillhaven();
    let ask = |origin: &str| {
        let headers = format!(
            "Origin: {origin}\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n"
        );
        site.server.send("OPTIONS", "/responses/security", &headers, b"")
    };
    let reply = ask(EMBEDDING);
    assert_eq!(
        (reply.status, reply.header("access-control-allow-origin")),
        (204, Some(EMBEDDING))
    );
    assert!(
        reply
            .header("access-control-allow-methods")
            .unwrap()
            .contains("POST")
    );
    assert_eq!(reply.header("access-control-allow-headers"), Some("Content-Type"));
    for origin in ["https://evil.example", "null"] {
        let reply = ask(origin);
        assert_eq!(reply.header("access-control-allow-origin"), None, "{origin}");
        assert_eq!(reply.header("access-control-allow-methods"), None, "{origin}");
    }
}

#[test]
fn pages_of_others_may_not_post_not_even_a_plain_form() {
    let site = quillhaven();
    for origin in [
        "https://evil.example",
        "null",
        "http://quillhaven.example",
        "https://quillhaven.example.evil.example",
    ] {
        let headers = format!("Origin: {origin}\r\n");
        let reply = post(&site, &headers);
        assert_eq!(
            (reply.status, reply.header("access-control-allow-origin")),
            (403, None),
            "{origin}"
        );
        assert_eq!(reply.header("content-type"), Some("application/problem+json"));
        let form = format!("{headers}Content-Type: application/x-www-form-urlencoded\r\n");
        let reply = site.server.send(
            "POST",
            "/responses/security",
            &form,
            b"infosec=vault&plan=yes&seats=6",
        );
        assert_eq!(reply.status, 403, "{origin}");
    }
    assert_eq!(site.leads().len(), 0);
}

#[test]
fn a_page_may_post_to_the_host_it_came_from() {
    let site = quillhaven();
    let reply = post(&site, &format!("Origin: http://{}\r\n", site.server.address));
    assert_eq!(
        (reply.status, reply.header("access-control-allow-origin")),
        (201, None)
    );
}

#[test]
fn the_host_that_a_request_names_is_never_repeated() {
    let site = quillhaven();
    let mut connection = site.server.connect();
    let body = json!({"id": id(), "answers": answers()}).to_string();
    let head = format!(
        "Host: evil.example\r\nContent-Type: application/json\r\nContent-Length: {}\r\n",
        body.len()
    );
    connection.write(format!("POST /responses/security HTTP/1.1\r\n{head}\r\n{body}").as_bytes());
    let reply = connection.reply().unwrap();
    assert_eq!(reply.status, 201);
    assert!(
        !reply.text().contains("evil.example") && !format!("{:?}", reply.headers).contains("evil.example")
    );
}

#[test]
fn one_address_may_post_only_so_often() {
    let per_address = Some(Throttle {
        posts: 2,
        seconds: 3600,
    });
    let site = Setting {
        per_address,
        ..Setting::default()
    }
    .start();
    let from = |address: &str| post(&site, &format!("X-Forwarded-For: {address}\r\n"));
    assert_eq!(from("192.0.2.1").status, 201);
    assert_eq!(from("192.0.2.1").status, 201);
    let refused = from("198.51.100.1, 192.0.2.1");
    assert_eq!(
        (refused.status, refused.header("content-type")),
        (429, Some("application/problem+json"))
    );
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=1800).contains(&wait), "{wait}");
    assert_eq!(from("192.0.2.2").status, 201, "another address");
    let url = from("192.0.2.3").header("location").unwrap().to_owned();
    for _ in 0..5 {
        assert_eq!(site.server.get(&url).status, 200, "reading is free");
    }
    assert_eq!(site.leads().len(), 4);
}

#[test]
fn other_methods_are_named_as_such() {
    let site = quillhaven();
    for (method, path, allowed) in [
        ("GET", "/responses/security", "POST"),
        ("PUT", "/responses/security", "POST"),
        ("DELETE", "/r/00000000000000000000000000000000", "GET,HEAD,POST"),
        ("POST", "/healthz", "GET,HEAD"),
    ] {
        let reply = site.server.send(method, path, "", b"");
        assert_eq!(
            (reply.status, reply.header("allow")),
            (405, Some(allowed)),
            "{method} {path}"
        );
        assert_eq!(reply.header("content-type"), Some("application/problem+json"));
    }
}

#[test]
fn operators_can_ask_how_it_is() {
    let site = quillhaven();
    let reply = site.server.get("/healthz");
    assert_eq!(reply.status, 200);
    assert_eq!(
        serde_json::from_slice::<Value>(&reply.body).unwrap(),
        json!({"status": "ok"})
    );
    let mut connection = site.server.connect();
    connection.request("HEAD", "/healthz", "", b"");
    assert_eq!(connection.reply_to("HEAD").unwrap().status, 200);
}

#[test]
fn everything_lives_under_the_base_path() {
    let site = Setting {
        base_url: "https://quillhaven.example/check",
        ..Setting::default()
    }
    .start();
    let body = json!({"id": id(), "answers": answers()}).to_string();
    let headers = "Content-Type: application/json\r\nOrigin: https://quillhaven.example\r\n";
    let reply = site
        .server
        .send("POST", "/check/responses/security", headers, body.as_bytes());
    assert_eq!(reply.status, 201);
    let url = reply.header("location").unwrap();
    assert!(url.starts_with("/check/r/"));
    assert_eq!(site.server.get(url).status, 200);
    assert_eq!(site.server.get("/check/healthz").status, 200);
    assert_eq!(site.server.get("/healthz").status, 404);
    assert_eq!(
        site.server
            .send("POST", "/responses/security", headers, body.as_bytes())
            .status,
        405
    );
}

#[test]
fn an_endpoint_on_a_host_of_its_own_is_found_where_the_pages_look_for_it() {
    let endpoint = Endpoint::Url("https://intake.example/api".into());
    let site = Setting {
        base_url: "https://quillhaven.example/check",
        endpoint,
        ..Setting::default()
    }
    .start();
    let body = json!({"id": id(), "answers": answers()}).to_string();
    let headers = "Content-Type: application/json\r\nOrigin: https://quillhaven.example\r\n";
    let reply = site
        .server
        .send("POST", "/api/responses/security", headers, body.as_bytes());
    assert_eq!(
        (reply.status, reply.header("access-control-allow-origin")),
        (201, Some(OWN))
    );
    let url = reply.header("location").unwrap();
    assert!(url.starts_with("/api/r/"), "{url}");
    assert!(
        site.server.get(url).text().contains(&format!("action={url}")),
        "the contact step"
    );
    assert_eq!(site.server.get("/check/healthz").status, 200);
}
