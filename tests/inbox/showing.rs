//! What a lead's page says, and that a stranger's text is only ever text.

use gradewright::store::NewResponse;
use jiff::Timestamp;
use serde_json::json;

use crate::fixture::{anonymous, consent, lead, some_answers};
use crate::site::{at, quillhaven};

const SCRIPT: &str = "\"><script>alert(1)</script>{{ 7777 * 7777 }}'";

#[test]
fn the_page_is_the_brief_in_its_order() {
    let site = quillhaven();
    let mut jane: NewResponse = lead("jane@doe.example");
    let fields = json!({"name": "Jane Doe", "email": "jane@doe.example", "company": "Doe Ltd", "role": "Director",
        "phone": "+44 20 7946 0001", "message": "Call me.\nNot on Fridays."});
    jane.contact = Some((serde_json::from_value(fields).unwrap(), consent(true)));
    let hash = jane.definition.hash.to_string();
    let id = site.has(jane);
    let response = site.wait(site.store.lead(id)).unwrap().unwrap().response;
    let said = [
        ("decision.plan", "discuss"),
        ("who.plan", "The CFO"),
        ("explain.infosec.disks", "1"),
        ("decider.name", "Old Mr Doe"),
    ];
    let said = said.map(|(field, value)| (field.to_owned(), value.to_owned()));
    let decided = site
        .store
        .decide(&response.token, said.to_vec(), Timestamp::now());
    assert!(site.wait(decided).unwrap());
    let page = site.sam().page(&at(id, ""));
    let page = page.replace("&#x2F;", "/").replace("&#x27;", "'");
    let mut rest = page.as_str();
    for part in [
        "Jane Doe</h1>",
        "Director, Doe Ltd",
        "Do now",
        "Call Jane Doe at +44 20 7946 0001 about Device Encryption (Not ticked: Laptops are encrypted).",
        "href=\"tel:+442079460001\">Call</a>",
        "Contact</h2>",
        "mailto:jane@doe.example",
        "Given, 22 November 2026, 12:00 UTC, wording 2026-11: “Quillhaven may contact me.”",
        "Call me.<br>Not on Fridays.",
        "Fit, interest and need</h2>",
        "<dt>Interest</dt><dd><strong>3 of 4</strong>",
        "<dt>Need</dt><dd><strong>$490 a month",
        "Result</h2>",
        "of 100",
        "Foundations",
        "Open with the story of the lost laptop.",
        "Services to talk about",
        "Device Encryption",
        "Start, critical",
        "ask for the number of devices",
        "Who lost the last laptop?",
        "Backup and Recovery",
        "$250",
        "$1,500 once",
        "Email Archive",
        "$240 (60 users)",
        "What is the oldest message you may be asked for?",
        "Together",
        "$490",
        "Gaps without a service",
        "Asked to have explained",
        "Laptops are encrypted.",
        "Decisions</h2>",
        "Old Mr Doe",
        "Do you have a written plan?",
        "Let’s discuss",
        "The CFO",
        "No decision recorded about",
        "Where it stands",
        "History",
        "https://quillhaven.example/sales/r/",
        "Answers</h2>",
        "Which statements are true?",
        "Every password is in a vault.",
        "6 of 10",
        "(not answered)",
        "newsletter",
        &hash,
    ] {
        let Some(found) = rest.find(part) else {
            panic!("{part:?} is missing or out of order");
        };
        rest = &rest[found..];
    }
}

#[test]
fn a_band_that_is_held_down_says_by_what() {
    let site = quillhaven();
    let mut capped = lead("jane@doe.example");
    let good = json!({"infosec": ["vault", "archive"], "plan": "yes", "recovery": 10, "seats": 60});
    let good = anonymous(good);
    capped.answers = good.answers;
    capped.scorecard = good.scorecard;
    capped.follow_up = good.follow_up;
    let id = site.has(capped);
    let page = site.sam().page(&at(id, ""));
    assert!(
        page.contains("<span class=\"figure\">90</span> of 100 <strong>Forming</strong>"),
        "{page}"
    );
    assert!(page.contains("Held down there until this is so:</p>\n<ul><li>Laptops are encrypted.</li></ul>"));
}

#[test]
fn whoever_did_not_agree_is_not_to_be_called() {
    let site = quillhaven();
    let mut jane = lead("jane@doe.example");
    jane.contact.as_mut().unwrap().1 = consent(false);
    let id = site.has(jane);
    let page = site.sam().page(&at(id, ""));
    assert!(page.contains("Do not contact Jane Doe"));
    assert!(!page.contains("href=\"mailto:") && !page.contains("href=\"tel:"));
    let nobody = site.has(anonymous(some_answers()));
    assert!(
        site.sam()
            .page(&at(nobody, ""))
            .contains("they left no contact details")
    );
}

#[test]
fn a_script_in_any_field_is_only_text() {
    let site = quillhaven();
    let mut evil = lead("evil@client.example");
    let mut answers = some_answers();
    answers["apps"] = json!(SCRIPT);
    evil.answers = anonymous(answers).answers;
    let fields: serde_json::Map<String, _> =
        ["name", "email", "company", "role", "phone", "website", "message"]
            .iter()
            .map(|field| ((*field).to_owned(), json!(format!("{field}{SCRIPT}"))))
            .collect();
    evil.contact = Some((serde_json::from_value(fields.into()).unwrap(), consent(true)));
    evil.source = [(format!("utm{SCRIPT}"), SCRIPT.to_owned())].into();
    let id = site.has(evil);
    let sam = site.sam();
    let response = site.wait(site.store.lead(id)).unwrap().unwrap().response;
    let said = [
        ("who.plan", SCRIPT),
        ("decider.name", SCRIPT),
        ("decider.role", SCRIPT),
    ];
    let said = said.map(|(field, value)| (field.to_owned(), value.to_owned()));
    let decided = site
        .store
        .decide(&response.token, said.to_vec(), Timestamp::now());
    assert!(site.wait(decided).unwrap());
    assert_eq!(sam.send(&at(id, "/note"), &[("text", SCRIPT)]).status, 303);
    assert_eq!(
        sam.send(&at(id, "/step"), &[("text", SCRIPT), ("on", "2026-12-24")])
            .status,
        303
    );
    let refused = sam.send(&at(id, "/step"), &[("text", SCRIPT), ("on", SCRIPT)]);
    assert_eq!(refused.status, 422);
    let query: String = form_urlencoded::byte_serialize(SCRIPT.as_bytes()).collect();
    let searched = sam.page(&format!("/sales/inbox/?q={query}&order={query}&from={query}"));
    let sign_in = site.browser().page(&format!("/sales/inbox/sign-in?next={query}"));
    let wrong = site.browser().sign_in(SCRIPT, SCRIPT).text();
    for (name, page) in [
        ("lead", sam.page(&at(id, ""))),
        ("list", sam.page("/sales/inbox/")),
        ("erase", sam.page(&at(id, "/erase"))),
        ("refused", refused.text()),
        ("searched", searched),
        ("sign in", sign_in),
        ("wrong", wrong),
    ] {
        assert!(!page.contains("<script"), "{name}");
        assert!(!page.contains("\">&lt;"), "{name}: nothing leaves its attribute");
        assert!(!page.contains("60481729"), "{name}: nothing is a template");
    }
    let page = sam.page(&at(id, ""));
    // Seven fields, name and role and company again on top, source twice, three decisions, an answer, a note, a step …
    assert!(
        page.matches("&lt;script&gt;").count() >= 15,
        "{}",
        page.matches("&lt;script&gt;").count()
    );
}

#[test]
fn what_is_urgent_stands_in_the_first_sentence() {
    let site = quillhaven();
    let mut jane = lead("jane@doe.example");
    jane.follow_up.sales.triggers = vec!["their <b>insurer</b> asks.".to_owned()];
    let id = site.has(jane);
    let page = site.sam().page(&at(id, "")).replace("&#x2F;", "/");
    assert!(
        page.contains("at jane@doe.example today (their &lt;b&gt;insurer&lt;/b&gt; asks) about "),
        "{page}"
    );
    assert!(
        page.contains("<dt>Urgent</dt><dd><strong>their &lt;b&gt;insurer&lt;/b&gt; asks.</strong>"),
        "{page}"
    );
}

#[test]
fn what_is_known_in_part_is_said_to_be_missing_from_the_sum() {
    let site = quillhaven();
    let mut jane = lead("jane@doe.example");
    for service in &mut jane.follow_up.services {
        service.setup = None;
    }
    let services = jane.follow_up.services.len();
    let page = site.sam();
    let page = page.page(&at(site.has(jane), ""));
    let said =
        format!("$490 a month · $1,530 once <span class=\"soft\">({services} without a known value)</span>");
    assert!(page.contains(&said), "{page}");
}
