//! `leads sweep`, and the sweep of a running server.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::program::{GRADER, Running, Site};

/// A site that keeps answers to `email` for ten days and all else for good.
fn site() -> Site {
    let site = Site::new();
    let saas = GRADER.replace("email safe?", "software safe?");
    site.write("content/graders/saas.md", &saas);
    let email = GRADER.replace("title:", "retention_days: 10\ntitle:");
    site.write("content/graders/email.md", &email);
    site
}

fn lead(host: &Running, assessment: &str, who: &str) {
    let body = json!({
        "id": uuid::Uuid::new_v4(),
        "answers": {"protected": ["second-step"]},
        "contact": {"name": who, "email": format!("{who}@doe.example")},
        "consent": true,
    });
    let (status, answer) = host.post(&format!("/responses/{assessment}"), &body.to_string());
    assert_eq!(status, 201, "{answer}");
}

/// Lets days go by for what is stored.
fn days_pass(site: &Site, days: i64) {
    let database = rusqlite::Connection::open(site.path("data/gradewright.sqlite")).unwrap();
    database.busy_timeout(Duration::from_secs(20)).unwrap();
    let sql = "UPDATE responses SET submitted_at = submitted_at - ?1 * 24 * 60 * 60 * 1000";
    database.execute(sql, [days]).unwrap();
}

/// Who is stored, newest first.
fn people(site: &Site) -> Vec<String> {
    let leads: Vec<Value> = serde_json::from_str(&site.ok(&["leads", "list", "--format", "json"])).unwrap();
    leads
        .iter()
        .map(|lead| lead["contact"]["name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_command_says_what_is_too_old_and_erases_it() {
    let site = site();
    assert!(site.ok(&["leads", "sweep"]).contains("no leads yet"));
    assert!(!site.path("data").exists(), "a question makes no file");
    let host = site.start(&["host", "--listen", "127.0.0.1:0"]);
    lead(&host, "email", "ann");
    lead(&host, "saas", "bob");
    days_pass(&site, 11);
    lead(&host, "email", "cid");
    let said = site.ok(&["leads", "sweep", "--dry-run"]);
    assert!(said.contains("Too old: 1 response"), "{said}");
    assert_eq!(people(&site), ["cid", "bob", "ann"]);
    let said = site.ok(&["leads", "sweep"]);
    assert!(
        said.contains("1 response(s) that were too old, 1 delivery"),
        "{said}"
    );
    assert_eq!(people(&site), ["cid", "bob"]);
    assert!(site.ok(&["leads", "sweep"]).contains("Erased: 0 response"));
    assert_eq!(host.stop(), 0);

    site.write("content/graders/email.md", GRADER);
    let said = site.ok(&["leads", "sweep"]);
    assert!(said.contains("no `retention_days`"), "{said}");
    site.write("content/site.yaml", "format: 1\nname: Q\nretention_days: soon\n");
    let (code, _, said) = site.run(&["leads", "sweep"]);
    assert_eq!(code, 1);
    assert!(said.contains("nothing was erased: 1 error"), "{said}");
    assert_eq!(people(&site), ["cid", "bob"]);
}

#[test]
fn a_server_sweeps_when_it_starts_and_takes_the_mails_along() {
    for arguments in [
        &["host", "--listen", "127.0.0.1:0"][..],
        &["serve", "--port", "0"],
    ] {
        let site = site();
        let server = site.start(arguments);
        lead(&server, "email", "ann");
        lead(&server, "saas", "bob");
        let mails = || std::fs::read_dir(site.path("data/mail")).map_or(0, Iterator::count);
        wait("both briefs", || mails() == 2);
        assert_eq!(server.stop(), 0);
        days_pass(&site, 11);
        let server = site.start(arguments);
        wait("the sweep", || people(&site) == ["bob"]);
        wait("the mail", || mails() == 1);
        assert_eq!(server.stop(), 0);
        let log = site.read("stderr");
        assert!(log.contains("what was too old was erased responses=1"), "{log}");
    }
}

fn wait(what: &str, until: impl Fn() -> bool) {
    let began = Instant::now();
    while !until() {
        assert!(began.elapsed() < Duration::from_secs(60), "no {what}");
        std::thread::yield_now();
    }
}
