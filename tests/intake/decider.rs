//! The report of somebody who does not decide: it invites the person who does.

use gradewright::assessment::Gate;
use gradewright::content::Endpoint;
use serde_json::{Value, json};

use crate::site::{Quillhaven, Setting};

fn setting() -> Setting {
    Setting {
        gate: Gate::None,
        theme: "default",
        owners: true,
        ..Setting::default()
    }
}

fn answers(role: Value) -> Value {
    json!({"infosec": ["vault"], "plan": "no", "seats": 60, "role": role})
}

/// The address that a report's mail link leads to, with its fields.
fn mail(site: &Quillhaven, url: &str) -> Option<String> {
    // A browser sends what the address bar says; anybody else can say anything.
    let page = site
        .server
        .send("GET", url, "X-Forwarded-Host: evil.example\r\n", b"");
    let page = page.text();
    let from = page.find("href=\"mailto:")? + "href=\"".len();
    Some(page[from..from + page[from..].find('"').unwrap()].to_owned())
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn only_who_said_that_they_do_not_decide_is_asked_to_bring_somebody() {
    let site = setting().start();
    assert!(mail(&site, &site.taken(&answers(json!("employee")))).is_some());
    assert_eq!(mail(&site, &site.taken(&answers(json!("owner")))), None);
    assert_eq!(
        mail(&site, &site.taken(&answers(Value::Null))),
        None,
        "nobody knows"
    );
    let nobody_asks = Setting {
        owners: false,
        ..setting()
    }
    .start();
    assert_eq!(
        mail(&nobody_asks, &nobody_asks.taken(&answers(json!("employee")))),
        None
    );
}

#[test]
fn the_mail_holds_the_address_of_the_report_and_nothing_can_bend_it() {
    let site = setting().start();
    let url = site.taken(&answers(json!("employee")));
    let link = mail(&site, &url).unwrap();
    let (subject, body) = link
        .strip_prefix("mailto:?subject=")
        .and_then(|fields| {
            fields
                .split_once("&amp;body=")
                .or_else(|| fields.split_once("&body="))
        })
        .unwrap();
    for part in [subject, body] {
        assert!(
            part.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'%'),
            "{part}"
        );
    }
    assert_eq!(decoded(subject), "Security: our result");
    let body = decoded(body);
    assert!(
        body.contains(&format!("\r\n\r\nhttps://quillhaven.example{url}\r\n")),
        "{body:?}"
    );
    assert!(!body.contains("127.0.0.1") && !body.contains("evil"), "{body:?}");
    assert!(!body.replace("\r\n", "").contains(['\r', '\n']), "{body:?}");
}

#[test]
fn a_site_under_a_path_and_an_endpoint_elsewhere_are_where_the_report_is() {
    let below = Setting {
        base_url: "https://quillhaven.example/it",
        ..setting()
    }
    .start();
    let path = "/it/responses/security";
    let post = |site: &Quillhaven, path: &str| {
        let body = json!({"id": crate::site::id(), "answers": answers(json!("employee"))});
        let headers = "Content-Type: application/json\r\n";
        let reply = site
            .server
            .send("POST", path, headers, body.to_string().as_bytes());
        assert_eq!(reply.status, 201, "{}", reply.text());
        reply.header("location").unwrap().to_owned()
    };
    let url = post(&below, path);
    assert!(url.starts_with("/it/r/"), "{url}");
    let body = decoded(&mail(&below, &url).unwrap());
    assert!(
        body.contains(&format!("https://quillhaven.example{url}")),
        "{body}"
    );

    let elsewhere = Setting {
        endpoint: Endpoint::Url("https://leads.example/api".into()),
        ..setting()
    }
    .start();
    let url = post(&elsewhere, "/api/responses/security");
    let body = decoded(&mail(&elsewhere, &url).unwrap());
    assert!(body.contains(&format!("https://leads.example{url}")), "{body}");
}
