//! Who was told of a lead, what has not arrived, and sending it again.

use std::time::Duration;

use gradewright::store::{Attempt, DeliveryState, OutboxItem, Verdict};
use jiff::{SignedDuration, Timestamp};

use crate::fixture::lead;
use crate::site::{Quillhaven, at, quillhaven};

fn settle(site: &Quillhaven, item: &OutboxItem, verdict: Verdict, status: u16, answer: &str) {
    let attempt = Attempt {
        verdict,
        status: Some(status),
        reason: (verdict != Verdict::Delivered).then(|| format!("the receiver answered {status}")),
        answer: Some(answer.to_owned()),
    };
    assert!(site.wait(site.store.settle(item.key, attempt)).unwrap());
}

fn claim(site: &Quillhaven) -> Vec<OutboxItem> {
    site.wait(site.store.claim(Duration::from_secs(60), 100, &[]))
        .unwrap()
}

fn states(site: &Quillhaven, id: uuid::Uuid) -> Vec<(String, DeliveryState, u32)> {
    let all = site.wait(site.store.deliveries_of(id)).unwrap();
    let states = all.into_iter().map(|one| one.delivery);
    states
        .map(|one| (one.destination, one.state, one.attempts))
        .collect()
}

fn told(site: &Quillhaven, email: &str, keys: &[&str]) -> uuid::Uuid {
    let mut response = lead(email);
    response.deliver_to = keys.iter().map(|key| (*key).to_owned()).collect();
    site.has(response)
}

#[test]
fn a_leads_page_shows_each_delivery_and_sends_one_again() {
    let site = quillhaven();
    let sam = site.sam();
    let id = told(
        &site,
        "ann@client.example",
        &["brief", "webhook:crm", "report:mona"],
    );
    let other = told(&site, "bob@client.example", &["brief"]);
    let later = Timestamp::now() + SignedDuration::from_hours(5);
    for item in claim(&site) {
        match (item.response.id == id, item.kind.as_str()) {
            (true, "webhook:crm") => settle(&site, &item, Verdict::GivenUp, 410, "<b>Gone</b> & \"away\""),
            (true, "report:mona") => settle(&site, &item, Verdict::Again(later), 451, "later"),
            _ => settle(&site, &item, Verdict::Delivered, 250, "ok"),
        }
    }
    let page = sam.page(&at(id, ""));
    for part in [
        "<strong>Brief to sales</strong> Delivered, ",
        "<strong>Webhook crm</strong> Given up, ",
        "<strong>Report to the respondent, mona</strong> Waiting, next ",
        "1 try, the last ",
        "the receiver answered 410",
        "What the receiver answered (410)",
        "&lt;b&gt;Gone",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("<b>Gone"));
    let crm = page.split("Webhook crm</strong>").nth(1).unwrap();
    let key = crm.split("name=\"delivery\" value=\"").nth(1).unwrap();
    let key = key.split('"').next().unwrap();
    let again = [("delivery", key)];
    assert_eq!(
        sam.send(&at(other, "/resend"), &again).status,
        409,
        "of another lead"
    );
    assert_eq!(sam.send(&at(id, "/resend"), &[("delivery", "x")]).status, 409);
    let forged = sam.send_with(&at(id, "/resend"), &[("Sec-Fetch-Site", "same-origin")], &again);
    assert_eq!(forged.status, 403, "without its token");
    assert_eq!(states(&site, id)[1].1, DeliveryState::GivenUp);
    let reply = sam.send(&at(id, "/resend"), &again);
    assert_eq!(reply.header("location"), Some(at(id, "#deliveries").as_str()));
    assert_eq!(
        states(&site, id)[1],
        ("webhook:crm".to_owned(), DeliveryState::Waiting, 0)
    );
    let due: Vec<_> = claim(&site).into_iter().map(|item| item.kind).collect();
    assert_eq!(due, ["webhook:crm"]);
    let lead = site.wait(site.store.lead(id)).unwrap().unwrap();
    let event = &lead.history[0];
    assert_eq!(
        (event.kind.as_str(), event.who.as_str(), event.text.as_str()),
        ("resend", "Sam Sales", "Sent again: webhook:crm")
    );
    assert!(sam.page(&at(id, "")).contains("Sent again: webhook:crm"));
}

#[test]
fn what_has_not_arrived_is_listed_to_the_last_and_a_failing_destination_is_said() {
    let site = quillhaven();
    let sam = site.sam();
    let list = "/sales/inbox/deliveries";
    assert!(
        sam.page(list)
            .contains("Nothing waits, and nothing was given up.")
    );
    for n in 0..120 {
        told(&site, &format!("p{n}@client.example"), &["brief", "webhook:crm"]);
    }
    let later = Timestamp::now() + SignedDuration::from_hours(5);
    for item in claim(&site).iter().chain(&claim(&site)) {
        match item.kind.as_str() {
            "brief" => settle(&site, item, Verdict::Delivered, 250, "ok"),
            _ => settle(&site, item, Verdict::Again(later), 500, "broken"),
        }
    }
    let now = Timestamp::now().as_millisecond();
    let new = "UPDATE responses SET submitted_at = ?1, contact_at = ?1";
    site.file().execute(new, [now]).unwrap();
    assert!(
        !sam.page("/sales/inbox/").contains("class=\"notice\""),
        "not for an hour yet"
    );
    let mut next = Some(String::new());
    let mut seen = Vec::new();
    for _ in 0..10 {
        let Some(query) = next.take() else { break };
        let page = sam.page(&format!("{list}{query}"));
        assert!(!page.contains("Delivered"));
        seen.extend(
            page.split("#deliveries\">")
                .skip(1)
                .map(|rest| rest.split('<').next().unwrap().to_owned()),
        );
        next = page
            .split("href=\"?from=")
            .nth(1)
            .map(|rest| format!("?from={}", rest.split('"').next().unwrap()));
    }
    assert_eq!(next, None);
    assert_eq!(seen.len(), 120);
    let hour = "UPDATE responses SET submitted_at = submitted_at - 3700000, contact_at = contact_at - 3700000 WHERE key = 117";
    site.file().execute(hour, []).unwrap();
    let page = sam.page("/sales/inbox/");
    let said = "Webhook crm has failed for over an hour (the receiver answered 500).";
    assert!(page.contains(said), "{page}");
    assert!(page.contains("href=\"/sales/inbox/deliveries\""));
    site.file()
        .execute(
            "UPDATE outbox SET done_at = 1, disabled = (response = 9) WHERE kind = 'webhook:crm'",
            [],
        )
        .unwrap();
    assert!(
        sam.page(list)
            .contains("Webhook crm was given up (the receiver answered 500).")
    );
    assert_eq!(sam.page(list).matches("#deliveries\">").count(), 1);
    assert!(sam.get(&format!("{list}?from=nonsense")).status == 200);
    assert_eq!(site.browser().get(list).status, 303, "not for everybody");
}
