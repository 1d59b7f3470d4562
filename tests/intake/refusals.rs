//! Bodies that are malformed, too large, too slow or of another kind.

use std::time::Duration;

use gradewright::intake::Limits;
use serde_json::{Value, json};

use crate::http::Reply;
use crate::site::{Setting, answers, id, quillhaven};

fn refused(reply: &Reply, status: u16) {
    assert_eq!(reply.status, status, "{}", reply.text());
    assert_eq!(reply.header("content-type"), Some("application/problem+json"));
    let problem: Value = serde_json::from_slice(&reply.body).unwrap();
    assert_eq!(problem["status"], status);
    assert!(!problem["title"].as_str().unwrap().is_empty());
    assert!(!problem["detail"].as_str().unwrap().is_empty());
}

#[test]
fn what_is_no_json_object_is_a_400() {
    let site = quillhaven();
    let id = id();
    for body in [
        String::new(),
        "{".into(),
        "null".into(),
        "[]".into(),
        "{} {}".into(),
        format!(r#"{{"id": "{id}", "answers": {{"infosec": ["vault"], "plan": "yes", "seats": 60}}"#),
        format!(r#"{{"id": "{id}", "answers": {{"plan": "yes", "plan": "no"}}}}"#),
        format!(r#"{{"id": "{id}", "id": "{id}", "answers": {{}}}}"#),
        format!(r#"{{"id": "{id}", "answers": {{"seats": NaN}}}}"#),
        format!(r#"{{"id": "{id}", "answers": {{"seats": 1e400}}}}"#),
        format!(
            r#"{{"answers": {}1{}}}"#,
            "[".repeat(100_000),
            "]".repeat(100_000)
        ),
    ] {
        refused(&site.send("", body.as_bytes()), 400);
    }
    refused(&site.send("", b"{\"id\": \"\xff\"}"), 400);
    refused(&site.send("", b"{\"id\": \"\0\"}"), 400);
    assert_eq!(site.leads().len(), 0);
}

#[test]
fn another_kind_of_body_is_a_415() {
    let site = quillhaven();
    let body = json!({"id": id(), "answers": answers()}).to_string();
    for kind in [
        "",
        "Content-Type: text/plain\r\n",
        "Content-Type: application/json; charset=latin1\r\n",
    ] {
        refused(
            &site
                .server
                .send("POST", "/responses/security", kind, body.as_bytes()),
            415,
        );
    }
    let utf8 = "Content-Type: application/json; charset=utf-8\r\n";
    assert_eq!(
        site.server
            .send("POST", "/responses/security", utf8, body.as_bytes())
            .status,
        201
    );
}

#[test]
fn a_body_beyond_the_limit_is_a_413_however_it_comes() {
    let site = quillhaven();
    let body = |size: usize| {
        let body = json!({"id": id(), "answers": answers(), "more": ""}).to_string();
        let more = size - body.len();
        body.replace(r#""more":"""#, &format!(r#""more":"{}""#, "x".repeat(more)))
    };
    assert_eq!(site.send("", body(256 * 1024).as_bytes()).status, 201);
    refused(&site.send("", body(256 * 1024 + 1).as_bytes()), 413);
    refused(&site.send("", &vec![b'x'; 1024 * 1024]), 413);

    let mut chunked = site.server.connect();
    let kind = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
    chunked.write(format!("POST /responses/security HTTP/1.1\r\nHost: x\r\n{kind}\r\n").as_bytes());
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    for _ in 0..8 {
        chunked.write(chunk.as_bytes());
    }
    chunked.write(b"0\r\n\r\n");
    refused(&chunked.reply().unwrap(), 413);

    let mut asking = site.server.connect();
    let kind = "Content-Type: application/json\r\nContent-Length: 300000\r\nExpect: 100-continue\r\n";
    asking.write(format!("POST /responses/security HTTP/1.1\r\nHost: x\r\n{kind}\r\n").as_bytes());
    refused(&asking.reply().unwrap(), 413);

    let mut endless = site.server.connect();
    let kind = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
    endless.write(format!("POST /responses/security HTTP/1.1\r\nHost: x\r\n{kind}\r\n").as_bytes());
    let sent = (0..1000)
        .take_while(|_| endless.try_write(chunk.as_bytes()))
        .count();
    assert!(sent < 1000, "64 MB were taken");
}

#[test]
fn a_body_that_drips_is_a_408_however_steadily_it_drips() {
    let limits = Limits {
        body_time: Duration::from_millis(400),
        ..Limits::default()
    };
    let site = Setting {
        limits,
        ..Setting::default()
    }
    .start();
    let mut slow = site.server.connect();
    let kind = "Content-Type: application/json\r\nContent-Length: 100000\r\n";
    slow.write(format!("POST /responses/security HTTP/1.1\r\nHost: x\r\n{kind}\r\n").as_bytes());
    let mut dripper = slow.second();
    let drip = std::thread::spawn(move || {
        for _ in 0..200 {
            if !dripper.try_write(b"x") {
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    refused(&slow.reply().unwrap(), 408);
    drop(slow);
    drip.join().unwrap();
}

#[test]
fn a_body_that_is_cut_off_makes_no_lead() {
    let site = quillhaven();
    let body = json!({"id": id(), "answers": answers()}).to_string();
    let mut cut = site.server.connect();
    let kind = format!(
        "Content-Type: application/json\r\nContent-Length: {}\r\n",
        body.len() + 1
    );
    cut.write(format!("POST /responses/security HTTP/1.1\r\nHost: x\r\n{kind}\r\n{body}").as_bytes());
    cut.finish();
    cut.closed();
    assert_eq!(site.leads().len(), 0);
}
