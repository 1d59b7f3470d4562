//! What a receiver gets: flat JSON, signed after Standard Webhooks 1.0.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::program::{SECRET, Site};
use crate::receiver::{Answer, Receiver, Request};

/// HMAC-SHA-256 by hand (RFC 2104), so that the judge is not the one who is judged.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0u8; 64];
    block[..key.len()].copy_from_slice(key);
    let pad = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::new()
        .chain_update(pad(0x36))
        .chain_update(message)
        .finalize();
    Sha256::new()
        .chain_update(pad(0x5c))
        .chain_update(inner)
        .finalize()
        .to_vec()
}

/// The signature that a request must have for a secret.
fn expected(request: &Request, secret: &str) -> String {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let (id, at) = (request.header("webhook-id"), request.header("webhook-timestamp"));
    let signed = format!("{id}.{at}.{}", request.body);
    format!("v1,{}", STANDARD.encode(hmac(&key, signed.as_bytes())))
}

#[test]
fn a_receiver_gets_the_lead_as_flat_json_that_is_signed() {
    let crm = Receiver::start(vec![Answer::status("204 No Content")]);
    let entry = format!("{}, owner: Kim", crm.entry("crm"));
    let site = Site::new(&[&entry]);
    let host = site.host();
    host.send(
        "email",
        "jane",
        true,
        &[("company", "Doe, Roe & Ünal"), ("message", "line\nline")],
    );
    let request = crm.next();
    assert_eq!(request.header("content-type"), "application/json");
    assert_eq!(request.header("webhook-signature"), expected(&request, SECRET));
    let at: i64 = request.header("webhook-timestamp").parse().unwrap();
    assert!((jiff::Timestamp::now().as_second() - at).abs() < 60, "{at}");
    let lead = request.json();
    let id = lead["id"].as_str().unwrap().replace('-', "");
    assert_eq!(request.header("webhook-id"), format!("msg_{id}_webhook_crm"));

    let flat = lead.as_object().unwrap();
    assert!(
        flat.values().all(|value| !value.is_object() && !value.is_array()),
        "{lead:#}"
    );
    let report = lead["report_url"].as_str().unwrap();
    assert!(report.starts_with("https://quillhaven.example/r/"), "{report}");
    let wanted = json!({
        "type": "lead", "assessment": "email", "assessment_title": "Is your email safe?", "owner": "Kim",
        "contact_name": "jane Doe", "contact_email": "jane@doe.example", "contact_company": "Doe, Roe & Ünal",
        "contact_message": "line\nline", "contact_phone": null, "consent": true, "score": 67, "band": "exposed",
        "band_title": "Exposed", "outcome": null, "fit": null, "triggers": "", "services": "Mail Filter", "service_ids": "filter", "services_count": 1,
        "services_without_price": 0, "currency": "USD", "monthly": 5000, "monthly_text": "$50", "setup": 1000,
        "setup_text": "$10", "source_utm_source": null,
    });
    for (key, value) in wanted.as_object().unwrap() {
        assert_eq!(&lead[key], value, "{key}");
    }
    let delivered = site.until("delivered", |list| list[0]["state"] == "delivered");
    assert_eq!(
        (&delivered[0]["status"], &delivered[0]["attempts"]),
        (&json!(204), &json!(1))
    );
    assert_eq!(delivered[0]["destination"], "webhook:crm");
    host.stop();
}

#[test]
fn while_a_secret_is_replaced_both_sign() {
    let crm = Receiver::start(vec![Answer::status("200 OK")]);
    let new = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    let site = Site::new(&[&crm.entry("crm")]).with("CRM_SECRET", &format!("{new} {SECRET}"));
    let host = site.host();
    host.lead("jane");
    let request = crm.next();
    let both = format!("{} {}", expected(&request, new), expected(&request, SECRET));
    assert_eq!(request.header("webhook-signature"), both);
    host.stop();
}

#[test]
fn without_its_secret_a_destination_waits_and_nothing_leaves_unsigned() {
    let crm = Receiver::start(vec![Answer::status("200 OK")]);
    let site = Site::new(&[&crm.entry("crm")]).with("CRM_SECRET", "");
    let host = site.host();
    assert!(
        site.log()
            .contains("webhook:crm waits: the environment variable CRM_SECRET"),
        "{}",
        site.log()
    );
    host.lead("jane");
    let waits = site.until("looked at", |list| list[0]["tried_at"] != Value::Null);
    assert_eq!(
        (&waits[0]["state"], &waits[0]["attempts"]),
        (&json!("waiting"), &json!(0))
    );
    assert!(
        waits[0]["reason"].as_str().unwrap().contains("CRM_SECRET"),
        "{waits:?}"
    );
    assert!(crm.is_silent());
    host.stop();

    let site = site.with("CRM_SECRET", SECRET);
    site.time_passes();
    let host = site.host();
    assert_eq!(crm.next().json()["contact_name"], "jane Doe");
    host.stop();
}

#[test]
fn only_leads_that_agreed_and_that_a_destination_takes_leave() {
    let crm = Receiver::start(vec![Answer::status("200 OK")]);
    let entry = format!("{}, assessments: [correo]", crm.entry("crm"));
    let site = Site::new(&[&entry, "name: sales, email: sales@quillhaven.example"]);
    let host = site.host();
    host.send("correo", "refused", false, &[]);
    host.send("email", "other", true, &[]);
    host.send("correo", "taken", true, &[]);
    let trapped = json!({
        "id": uuid::Uuid::new_v4(), "answers": {"protected": ["none-of-these"]}, "_website": "http://spam.example",
        "contact": {"name": "Bot", "email": "bot@spam.example"}, "consent": true,
    });
    host.post("/responses/correo", &trapped.to_string());
    assert_eq!(crm.next().json()["contact_name"], "taken Doe");
    let all = site.until("all delivered", |list| {
        list.iter().all(|one| one["state"] == "delivered")
    });
    let destinations: Vec<&str> = all
        .iter()
        .map(|one| one["destination"].as_str().unwrap())
        .collect();
    let quarantined = site.ok(&["leads", "list"]).matches("quarantined").count();
    assert_eq!(
        (destinations, quarantined),
        (vec!["email:sales", "webhook:crm", "email:sales"], 1)
    );
    assert!(crm.is_silent());
    host.stop();
}
