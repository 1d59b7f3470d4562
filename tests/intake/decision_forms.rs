//! Decisions as the report's own form sends them, and the report that shows them.

use gradewright::assessment::{Gate, Kind};
use serde_json::json;

use crate::site::{Quillhaven, Setting, answers, contact};

fn start(gate: Gate, kind: Kind) -> (Quillhaven, String) {
    let site = Setting {
        gate,
        kind,
        theme: "default",
        ..Setting::default()
    }
    .start();
    let url = site.taken(&json!({"infosec": ["vault"], "plan": "no", "seats": 60}));
    (site, url)
}

fn open() -> (Quillhaven, String) {
    start(Gate::None, Kind::Grader)
}

/// The row of a gap in the decision log.
fn row<'a>(page: &'a str, gap: &str) -> &'a str {
    let from = page.find(&format!("data-log=\"{gap}\"")).unwrap();
    &page[from..from + page[from..].find("</tr>").unwrap()]
}

/// The tag of the field with that name and, where it has several, that value.
fn field<'a>(page: &'a str, name: &str, value: &str) -> &'a str {
    let wanted = format!("name=\"{name}\"");
    page.split('<')
        .filter(|tag| tag.starts_with("input") && tag.contains(&wanted))
        .find(|tag| tag.contains(&format!("value=\"{value}\"")))
        .unwrap_or_else(|| panic!("no {name} with {value} in {page}"))
}

fn checked(page: &str, name: &str, value: &str) -> bool {
    field(page, name, value).contains(" checked")
}

#[test]
fn until_somebody_decides_the_log_says_so() {
    let (site, url) = open();
    let page = site.server.get(&url).text();
    for gap in ["infosec.disks", "plan"] {
        assert!(row(&page, gap).contains("no decision recorded"));
        for decision in ["want", "discuss", "ourselves", "accept"] {
            assert!(!checked(&page, &format!("decision.{gap}"), decision));
        }
    }
    assert!(!page.contains("data-log=\"infosec.vault\""), "no gap");
    assert!(!page.contains("Last saved"));
}

#[test]
fn a_form_says_everything_at_once_and_leads_back_to_the_log() {
    let (site, url) = open();
    let place = format!("{url}#decisions");
    let sent = site.form(
        &url,
        &[
            ("_decisions", "all"),
            ("decision.infosec.disks", "want"),
            ("explain.infosec.disks", "true"),
            ("decision.plan", "accept"),
            ("decider.name", "Mona Field"),
            ("decider.role", "Owner"),
            ("decider.review", "2027-01-15"),
        ],
    );
    assert_eq!(
        (sent.status, sent.header("location")),
        (303, Some(place.as_str()))
    );
    let page = site.server.get(&url).text();
    assert!(page.contains("id=\"decisions\""), "the place that it leads to");
    assert!(checked(&page, "decision.infosec.disks", "want"));
    assert!(!checked(&page, "decision.infosec.disks", "accept"));
    assert!(checked(&page, "explain.infosec.disks", "true"));
    field(&page, "decider.review", "2027-01-15");
    let disks = row(&page, "infosec.disks");
    for part in [
        "We want this",
        "to be explained",
        "Mona Field, Owner",
        "January 15, 2027",
    ] {
        assert!(disks.contains(part), "{part} in {disks}");
    }
    assert!(row(&page, "plan").contains("We accept it for now"));
    assert!(page.contains("Last saved on"));

    // A box that is not ticked is not sent, and neither is a decision that is not made.
    let again = site.form(
        &url,
        &[
            ("_decisions", "all"),
            ("decision.infosec.disks", "discuss"),
            ("decider.name", "Mona Field"),
            ("decider.role", ""),
            ("decider.review", ""),
        ],
    );
    assert_eq!(again.status, 303);
    let stored = serde_json::to_value(&site.lead().decisions).unwrap();
    let disks = json!({"decision": "discuss", "explain": false, "who": null, "review": null});
    assert_eq!(
        stored,
        json!({"gaps": {"infosec.disks": disks}, "who": "Mona Field", "role": null, "review": null})
    );
    let page = site.server.get(&url).text();
    assert!(row(&page, "plan").contains("no decision recorded"));
    assert!(!row(&page, "plan").contains("Mona"), "nobody decided that");
}

#[test]
fn a_mistake_brings_the_report_back_with_everything_typed() {
    let (site, url) = open();
    let long = "Mona ".repeat(50);
    let reply = site.form(
        &url,
        &[
            ("_decisions", "all"),
            ("decision.infosec.disks", "want"),
            ("explain.infosec.disks", "true"),
            ("decision.plan", "perhaps"),
            ("decision.gone", "want"),
            ("decider.name", &long),
            ("decider.role", "Owner"),
            ("decider.review", "next \"spring\""),
        ],
    );
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (422, Some("text/html; charset=utf-8"))
    );
    let page = reply.text();
    assert!(checked(&page, "decision.infosec.disks", "want"));
    assert!(checked(&page, "explain.infosec.disks", "true"));
    field(&page, "decider.role", "Owner");
    field(&page, "decider.name", &long);
    // A date field would not show what is no date.
    assert!(field(&page, "decider.review", "next &quot;spring&quot;").contains("type=\"text\""));
    let from = page.find("class=\"summary\"").unwrap();
    let summary = &page[from..from + page[from..].find("</ul>").unwrap()];
    for link in ["#gap-plan", "#decisions", "#decider-name", "#decider-review"] {
        assert!(
            summary.contains(&format!("href=\"{link}\"")),
            "{link} in {summary}"
        );
        assert!(
            page.contains(&format!("id=\"{}\"", &link[1..])),
            "{link} leads nowhere"
        );
    }
    assert_eq!(
        page.matches("Please choose one of the four decisions.").count(),
        2,
        "in the summary and at its gap"
    );
    assert!(page.contains("2027-03-31"), "an example of a day");
    assert!(site.lead().decisions.is_empty());
    assert!(
        row(&page, "infosec.disks").contains("no decision recorded"),
        "the log is what is stored"
    );
}

#[test]
fn markup_and_template_syntax_are_plain_text() {
    let (site, url) = start(Gate::None, Kind::Questionnaire);
    let hostile = "<script>alert(1)</script>\"'{{ 7 * 7 }}{% if %}";
    let fields = [
        ("_decisions", "all"),
        ("decision.plan", "want"),
        ("who.plan", hostile),
        ("decision.infosec.disks", "want"),
        ("decider.name", hostile),
        ("decider.role", hostile),
    ];
    assert_eq!(site.form(&url, &fields).status, 303);
    assert_eq!(
        site.lead().decisions.who.as_deref(),
        Some(hostile),
        "kept as it is"
    );
    let typed = site.form(&url, &[&fields[..], &[("decider.review", hostile)]].concat());
    assert_eq!(typed.status, 422);
    let unknown = format!("decision.{hostile}");
    let named = site.form(&url, &[("_decisions", "all"), (&unknown, "want")]);
    assert_eq!(named.status, 422);
    for page in [site.server.get(&url).text(), typed.text(), named.text()] {
        assert!(!page.contains("<script>alert"), "{page}");
        assert!(page.contains("&lt;script&gt;"));
        assert!(page.contains("{{ 7 * 7 }}"), "nothing is a template");
    }
}

#[test]
fn a_questionnaire_asks_at_each_gap_who_decides_and_a_grader_does_not() {
    let (site, url) = start(Gate::None, Kind::Questionnaire);
    let page = site.server.get(&url).text();
    for gap in ["infosec.disks", "plan"] {
        field(&page, &format!("who.{gap}"), "");
        field(&page, &format!("review.{gap}"), "");
    }
    let sent = site.form(
        &url,
        &[
            ("_decisions", "all"),
            ("decision.plan", "ourselves"),
            ("who.plan", "Jo Park"),
            ("review.plan", "2027-03-31"),
            ("decision.infosec.disks", "want"),
            ("decider.name", "Mona Field"),
        ],
    );
    assert_eq!(sent.status, 303);
    let page = site.server.get(&url).text();
    let plan = row(&page, "plan");
    assert!(
        plan.contains("Jo Park") && plan.contains("March 31, 2027"),
        "{plan}"
    );
    assert!(row(&page, "infosec.disks").contains("Mona Field"));
    field(&page, "who.plan", "Jo Park");

    let (site, url) = open();
    let page = site.server.get(&url).text();
    assert!(!page.contains("name=\"who.") && !page.contains("name=\"review."));
}

#[test]
fn a_report_that_waits_for_the_contact_shows_no_decisions() {
    let (site, url) = start(Gate::AfterScore, Kind::Grader);
    let decided = json!({"decisions": {"gaps": {"plan": {"decision": "want"}}, "who": "Mona"}});
    assert_eq!(site.tell(&url, &decided).0, 200);
    let page = site.server.get(&url).text();
    for part in ["_decisions", "data-log", "decision.", "Mona"] {
        assert!(!page.contains(part), "{part} in {page}");
    }
    let body = json!({"contact": contact(), "consent": true});
    assert_eq!(site.tell(&url, &body).0, 200);
    let page = site.server.get(&url).text();
    assert!(row(&page, "plan").contains("We want this"));
    assert!(row(&page, "plan").contains("Mona"));
}

#[test]
fn where_nothing_is_open_there_is_nothing_to_decide() {
    let (site, _) = open();
    let mut all = answers();
    all["infosec"] = json!(["vault", "disks"]);
    let page = site.server.get(&site.taken(&all)).text();
    assert!(!page.contains("_decisions") && !page.contains("data-log"));
}
