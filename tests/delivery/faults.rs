//! Receivers that are down, busy, gone, elsewhere, silent or endless: nothing is lost, and nobody else waits for them.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::program::Site;
use crate::receiver::{Answer, Receiver};

/// From a try to the next, as the list says it.
fn pause(delivery: &Value) -> SignedDuration {
    let at = |name: &str| delivery[name].as_str().unwrap().parse::<Timestamp>().unwrap();
    at("due_at").duration_since(at("tried_at"))
}

fn kept_answer(site: &Site) -> String {
    let sql = "SELECT coalesce(answer, '') FROM outbox";
    site.database().query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn a_receiver_that_is_down_for_hours_gets_the_same_message_in_the_end() {
    let mut answers = vec![
        Answer::status("500 Oh No"),
        Answer::Close,
        Answer::status("404 Not Found"),
    ];
    answers.push(Answer::status("200 OK"));
    let crm = Receiver::start(answers);
    let site = Site::new(&[&crm.entry("crm")]);
    let mut host = site.host();
    host.lead("jane");
    let reasons = [
        "it answered 500",
        "the connection broke before it answered",
        "it answered 404",
    ];
    let mut seen = Vec::new();
    for (tries, (seconds, reason)) in [5, 300, 1800].into_iter().zip(reasons).enumerate() {
        seen.push(crm.next());
        let tried = |list: &[Value]| list[0]["attempts"] == tries + 1 && list[0]["reason"] == reason;
        let waits = site.until(reason, tried);
        assert_eq!(waits[0]["state"], "waiting");
        let pause = pause(&waits[0]).as_millis();
        let expected = seconds * 1000 - 100..=seconds * 1250 + 100;
        assert!(expected.contains(&pause), "try {tries}: {pause} ms");
        // The program may be stopped meanwhile.
        host.stop();
        site.time_passes();
        host = site.host();
    }
    seen.push(crm.next());
    let done = site.until("delivered", |list| list[0]["state"] == "delivered");
    assert_eq!(
        (&done[0]["attempts"], &done[0]["due_at"]),
        (&json!(4), &Value::Null)
    );
    for later in &seen[1..] {
        assert_eq!(later.header("webhook-id"), seen[0].header("webhook-id"));
        assert_eq!(later.body, seen[0].body);
    }
    assert!(crm.is_silent());
    host.stop();
}

#[test]
fn a_busy_receiver_is_left_alone_for_as_long_as_it_asks() {
    let date = Timestamp::now() + SignedDuration::from_hours(2);
    let date = format!("retry-after: {}\r\n", date.strftime("%a, %d %b %Y %H:%M:%S GMT"));
    for (status, header, seconds) in [
        ("429 Too Many Requests", "retry-after: 3600\r\n", 3600),
        ("503 Service Unavailable", date.as_str(), 7200),
        ("500 Oh No", "retry-after: 3600\r\n", 5),
    ] {
        let crm = Receiver::start(vec![Answer::Whole(status, header.to_owned(), String::new())]);
        let site = Site::new(&[&crm.entry("crm")]);
        let host = site.host();
        host.lead("jane");
        let waits = site.until("tried", |list| list[0]["status"] != Value::Null);
        let pause = pause(&waits[0]).as_secs();
        assert!(
            (seconds - 60..=seconds + 60).contains(&pause),
            "{status}: {pause}"
        );
        host.stop();
    }
}

#[test]
fn a_receiver_that_is_gone_is_given_up_until_somebody_asks_again() {
    let crm = Receiver::start(vec![Answer::status("410 Gone"), Answer::status("200 OK")]);
    let site = Site::new(&[&crm.entry("crm")]);
    let host = site.host();
    host.lead("jane");
    let first = crm.next();
    let gone = site.until("given up", |list| list[0]["state"] == "given-up");
    assert_eq!(
        (&gone[0]["status"], &gone[0]["due_at"]),
        (&json!(410), &Value::Null)
    );
    assert_eq!(kept_answer(&site), "thank you");
    assert!(site.ok(&["deliveries", "list"]).contains("given-up"));

    let id = gone[0]["id"].to_string();
    assert!(site.ok(&["deliveries", "replay", &id]).contains("due again"));
    let again = crm.next();
    assert_eq!(again.header("webhook-id"), first.header("webhook-id"));
    let done = site.until("delivered", |list| list[0]["state"] == "delivered");
    assert_eq!(done[0]["attempts"], 1);
    let unknown = site.command(&["deliveries", "replay", "999"]).output().unwrap();
    assert_eq!(unknown.status.code(), Some(1));
    host.stop();
}

#[test]
fn a_redirect_is_a_failure_and_never_followed() {
    let elsewhere = Receiver::start(vec![Answer::status("200 OK")]);
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let location = format!("location: http://127.0.0.1:{}/\r\n", elsewhere.port);
        let crm = Receiver::start(vec![Answer::Whole(status, location, String::new())]);
        let site = Site::new(&[&crm.entry("crm")]);
        let host = site.host();
        host.lead("jane");
        let waits = site.until("tried", |list| list[0]["status"] != Value::Null);
        assert_eq!(waits[0]["state"], "waiting", "{status}");
        host.stop();
    }
    assert!(elsewhere.is_silent());
}

/// The three that hang are cut off after 15 seconds; what the others get does not wait for that.
#[test]
fn receivers_that_hang_hold_up_nobody_else() {
    let hanging =
        [Answer::Never, Answer::DripHead, Answer::DripBody].map(|answer| Receiver::start(vec![answer]));
    let good = Receiver::start(vec![Answer::status("200 OK")]);
    let entries: Vec<String> = hanging
        .iter()
        .zip(["never", "head", "body"])
        .map(|(receiver, name)| receiver.entry(name))
        .chain([
            good.entry("good"),
            "name: sales, email: sales@quillhaven.example".to_owned(),
        ])
        .collect();
    let site = Site::new(&entries.iter().map(String::as_str).collect::<Vec<_>>());
    let host = site.host();
    host.lead("jane");
    let state = |list: &[Value], destination: &str| {
        let found = list.iter().find(|one| one["destination"] == destination);
        found.unwrap()["state"].as_str().unwrap().to_owned()
    };
    hanging.iter().for_each(|receiver| drop(receiver.next()));
    good.next();
    let quick = |list: &[Value]| {
        state(list, "webhook:good") == "delivered" && state(list, "email:sales") == "delivered"
    };
    let list = site.until("the good ones delivered", quick);
    let stuck = list
        .iter()
        .filter(|one| one["state"] == "waiting" && one["tried_at"].is_null());
    assert_eq!(
        stuck.count(),
        3,
        "the others must still hang, or this proves nothing: {list:#?}"
    );
    // A second lead is not held up either.
    host.lead("joe");
    assert_eq!(good.next().json()["contact_name"], "joe Doe");

    let first = |list: &[Value]| list[..5].iter().all(|one| !one["tried_at"].is_null());
    let list = site.until("cut off", first);
    let reason = |destination: &str| {
        let found = list.iter().find(|one| one["destination"] == destination).unwrap();
        (found["state"].as_str().unwrap(), found["reason"].as_str())
    };
    assert_eq!(
        reason("webhook:never"),
        ("waiting", Some("it did not answer in time"))
    );
    assert_eq!(
        reason("webhook:head"),
        ("waiting", Some("it did not answer in time"))
    );
    // Its status was here: the rest of the answer is for people only.
    assert_eq!(reason("webhook:body"), ("delivered", None));
    host.stop();
}

#[test]
fn of_a_huge_answer_little_is_read_and_less_is_kept() {
    let body = "é\u{0}".repeat(5_000_000);
    let crm = Receiver::start(vec![Answer::Whole("500 Oh No", String::new(), body)]);
    let site = Site::new(&[&crm.entry("crm")]);
    let host = site.host();
    host.lead("jane");
    site.until("tried", |list| list[0]["status"] == 500);
    let kept = kept_answer(&site);
    assert!(
        kept.len() <= 2048 && kept.len() > 1000 && !kept.contains('\0'),
        "{}",
        kept.len()
    );
    host.stop();
}
