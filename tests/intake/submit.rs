//! Answers as JSON.

use gradewright::assessment::Gate;
use gradewright::store::Status;
use serde_json::{Value, json};

use crate::http::Reply;
use crate::site::{Setting, answers, contact, id, quillhaven};

fn json_of(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap()
}

/// The pointers of a 422.
fn faults(reply: &Reply) -> Vec<String> {
    assert_eq!(reply.status, 422, "{}", reply.text());
    assert_eq!(reply.header("content-type"), Some("application/problem+json"));
    let errors = json_of(reply)["errors"].clone();
    errors
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn answers_become_a_lead_and_a_report() {
    let site = quillhaven();
    let body = json!({"id": id(), "answers": answers(), "contact": contact(), "consent": true,
                      "definition": site.definition(), "source": {"utm_source": "news", "page": "https://x.example/"}});
    let reply = site.post(&body);
    assert_eq!(reply.status, 201, "{}", reply.text());
    let answer = json_of(&reply);
    assert_eq!(answer["id"], body["id"]);
    assert_eq!(answer["scorecard"]["total"], 75.0);
    let url = answer["result_url"].as_str().unwrap();
    assert_eq!(reply.header("location"), Some(url));
    assert!(url.starts_with("/r/") && url.len() >= 3 + 22, "{url}");
    assert_eq!(site.server.get(url).status, 200);

    let lead = site.lead();
    assert_eq!(lead.id.to_string(), body["id"].as_str().unwrap());
    let (contact, consent) = lead.contact.unwrap();
    assert_eq!(serde_json::to_value(contact).unwrap(), body["contact"]);
    assert!(consent.given);
    assert_eq!(consent.wording.version, "2026-11");
    assert_eq!(lead.source["utm_source"], "news");
    assert_eq!(
        lead.status,
        Status::New,
        "JSON has no traps and is not suspect for that"
    );
}

#[test]
fn the_same_again_gets_the_same_answer_and_no_second_lead() {
    let site = quillhaven();
    let id = id();
    let first = site.post(&json!({"id": id, "answers": answers(), "contact": contact(), "consent": true}));
    let spelt = json!({"consent": true, "definition": "unknown", "answers": {"seats": 60.0, "apps": null, "plan": "yes",
        "infosec": ["vault", "vault"]}, "contact": {"email": " ann@client.example ", "name": "Ann Lee", "message": ""},
        "id": id.to_uppercase(), "_elapsed": 90_000});
    let again = site.post(&spelt);
    assert_eq!((first.status, again.status), (201, 200));
    assert_eq!(first.body, again.body);
    site.lead();
}

#[test]
fn an_id_with_another_body_is_a_conflict_whatever_that_body_is() {
    let site = quillhaven();
    let id = id();
    let with = |answers: Value, contact: Value| json!({"id": id, "answers": answers, "contact": contact});
    assert_eq!(site.post(&with(answers(), Value::Null)).status, 201);
    for body in [
        with(
            json!({"infosec": ["none"], "plan": "yes", "seats": 60}),
            Value::Null,
        ),
        with(answers(), contact()),
        with(json!({"infosec": ["no such option"]}), Value::Null),
        with(json!("nonsense"), json!(1)),
        json!({"id": id, "answers": answers(), "consent": true}),
    ] {
        let reply = site.post(&body);
        assert_eq!(reply.status, 409, "{body}");
        assert_eq!(reply.header("content-type"), Some("application/problem+json"));
    }
    site.lead();
}

#[test]
fn a_refused_id_can_be_used_again() {
    let site = quillhaven();
    let id = id();
    assert_eq!(
        faults(&site.post(&json!({"id": id, "answers": {}}))),
        ["/answers/infosec", "/answers/plan", "/answers/seats"]
    );
    assert_eq!(site.leads().len(), 0);
    assert_eq!(site.post(&json!({"id": id, "answers": answers()})).status, 201);
}

#[test]
fn many_at_once_with_one_id_make_one_lead() {
    let site = quillhaven();
    let body = json!({"id": id(), "answers": answers()});
    let mut statuses: Vec<u16> = std::thread::scope(|scope| {
        let posts: Vec<_> = (0..8).map(|_| scope.spawn(|| site.post(&body).status)).collect();
        posts.into_iter().map(|post| post.join().unwrap()).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 200, 201]);
    site.lead();
}

#[test]
fn every_fault_is_named_at_its_place() {
    let site = quillhaven();
    let wrong = |name: &str, value: Value| {
        let mut answers = answers();
        answers[name] = value;
        let reply = site.post(&json!({"id": id(), "answers": answers}));
        assert_eq!(json_of(&reply)["errors"][0]["question"], name);
        assert!(json_of(&reply)["errors"][0]["message"].as_str().unwrap().len() > 10);
        faults(&reply)
    };
    assert_eq!(
        wrong("infosec", json!(["vault", "nonsense"])),
        ["/answers/infosec"]
    );
    assert_eq!(wrong("infosec", json!(["vault", "none"])), ["/answers/infosec"]);
    assert_eq!(wrong("infosec", json!("vault")), ["/answers/infosec"]);
    assert_eq!(wrong("plan", json!(["yes", "no"])), ["/answers/plan"]);
    assert_eq!(wrong("plan", json!({})), ["/answers/plan"]);
    for seats in [
        json!(0),
        json!(5001),
        json!(1.5),
        json!("60"),
        json!(1e300),
        json!(true),
    ] {
        assert_eq!(wrong("seats", seats), ["/answers/seats"]);
    }
    assert_eq!(wrong("apps", json!("x".repeat(21))), ["/answers/apps"]);
    assert_eq!(
        wrong("no such/question", json!(1)),
        ["/answers/no such~1question"]
    );
    assert_eq!(site.leads().len(), 0);
}

#[test]
fn faults_of_shape_answers_and_contact_come_all_at_once() {
    let site = quillhaven();
    let body = json!({"id": "7", "answers": {"plan": "maybe", "infosec": ["vault"], "seats": 1}, "consent": "yes",
        "definition": 7, "source": {"page": 1}, "contact": {"email": "nobody", "name": 7}});
    let named = faults(&site.post(&body));
    let expected = [
        "/id",
        "/contact/name",
        "/source/page",
        "/consent",
        "/definition",
        "/answers/plan",
        "/contact/email",
    ];
    assert_eq!(named, expected);
}

#[test]
fn an_id_must_be_a_uuid_in_its_usual_spelling() {
    let site = quillhaven();
    for id in [
        json!("7"),
        json!(7),
        Value::Null,
        json!(""),
        json!(format!("{{{}}}", id())),
        json!(id().replace('-', "")),
    ] {
        assert_eq!(
            faults(&site.post(&json!({"id": id, "answers": answers()}))),
            ["/id"],
            "{id}"
        );
    }
    assert_eq!(faults(&site.post(&json!({"answers": answers()}))), ["/id"]);
}

#[test]
fn a_contact_may_hold_no_line_breaks_or_nul_and_everything_else_is_plain_text() {
    let site = quillhaven();
    let with = |contact: Value| site.post(&json!({"id": id(), "answers": answers(), "contact": contact}));
    for bad in ["Ann\r\nBcc: all@client.example", "Ann\nLee", "Ann\u{0}"] {
        assert_eq!(
            faults(&with(json!({"name": bad, "email": "a@b.example"}))),
            ["/contact/name"]
        );
    }
    assert_eq!(
        faults(&with(json!({"name": "Ann", "email": "a@b.example\r\nx: y"}))),
        ["/contact/email"]
    );
    assert_eq!(faults(&with(json!({"name": "Ann"}))), ["/contact/email"]);
    let markup = r#"<script>alert(1)</script> {{ 7*7 }} {% raw %} ${x} ' OR 1=1 --"#;
    let sent = json!({"name": markup, "email": "a@b.example", "message": format!("one\ntwo {markup}")});
    assert_eq!(with(sent.clone()).status, 201);
    assert_eq!(
        serde_json::to_value(site.lead().contact.unwrap().0).unwrap(),
        sent
    );
}

#[test]
fn a_contact_is_needed_only_where_the_form_asks_for_it() {
    let without = |contact: Value| json!({"id": id(), "answers": answers(), "contact": contact});
    for gate in [Gate::AfterScore, Gate::AfterReport, Gate::None] {
        let site = Setting {
            gate,
            ..Setting::default()
        }
        .start();
        assert_eq!(site.post(&without(Value::Null)).status, 201);
        assert_eq!(
            site.post(&without(json!({"name": "  ", "email": ""}))).status,
            201
        );
        assert_eq!(site.post(&without(contact())).status, 201, "kept if sent");
    }
    let site = Setting {
        gate: Gate::Before,
        ..Setting::default()
    }
    .start();
    assert_eq!(
        faults(&site.post(&without(Value::Null))),
        ["/contact/name", "/contact/email"]
    );
    assert_eq!(site.post(&without(contact())).status, 201);
    assert!(
        !site.lead().contact.unwrap().1.given,
        "no word of consent is none"
    );
}

#[test]
fn a_score_that_the_client_sends_is_ignored() {
    let site = quillhaven();
    let body =
        json!({"id": id(), "answers": answers(), "score": 100, "scorecard": {"total": 100.0}, "total": 100});
    assert_eq!(json_of(&site.post(&body))["scorecard"]["total"], 75.0);
}

#[test]
fn an_assessment_must_be_published() {
    let site = quillhaven();
    for name in ["nonsense", "Security", "..", "%2e%2e", "%ff", "security%00"] {
        let reply = site.server.send(
            "POST",
            &format!("/responses/{name}"),
            "Content-Type: application/json\r\n",
            b"{}",
        );
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (404, Some("application/problem+json")),
            "{name}"
        );
    }
    let site = Setting {
        draft: true,
        ..Setting::default()
    }
    .start();
    assert_eq!(site.post(&json!({"id": id(), "answers": answers()})).status, 404);
}

#[test]
fn a_page_from_a_cache_is_scored_as_it_was_shown() {
    let site = quillhaven();
    let old = site.definition();
    let band = |definition: &str| {
        let reply = site.post(&json!({"id": id(), "answers": answers(), "definition": definition}));
        assert_eq!(reply.status, 201);
        json_of(&reply)["scorecard"]["band"].as_str().unwrap().to_owned()
    };
    assert_eq!(band(&old), "forming");
    site.edit(90);
    assert_ne!(site.definition(), old);
    assert_eq!(band(&old), "forming", "seen before");
    assert_eq!(band(&site.definition()), "exposed");
    assert_eq!(band(&"0".repeat(64)), "exposed", "never seen");
    assert_eq!(band("x"), "exposed");
}

#[test]
fn a_trap_that_was_sent_quarantines_json_too() {
    let site = quillhaven();
    assert_eq!(
        site.post(&json!({"id": id(), "answers": answers(), "_website": "https://spam.example"}))
            .status,
        201
    );
    assert_eq!(site.lead().status, Status::Quarantined);
}

#[test]
fn nothing_for_sales_reaches_the_respondent() {
    let site = quillhaven();
    let reply = site.post(&json!({"id": id(), "answers": answers()}));
    let url = reply.header("location").unwrap().to_owned();
    let form = site.form("/responses/security", &[("plan", "yes")]);
    for text in [reply.text(), site.server.get(&url).text(), form.text()] {
        assert!(!text.contains("SECRET"), "{text}");
    }
}
