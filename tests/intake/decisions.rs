//! What a respondent decides about the gaps, as a program sends it.

use gradewright::assessment::Gate;
use gradewright::store::LeadDetail;
use serde_json::{Value, json};

use crate::site::{Quillhaven, Setting, answers, contact};

/// A report with two gaps, `infosec.disks` and `plan`, that waits for no contact.
fn open() -> (Quillhaven, String) {
    let site = Setting {
        gate: Gate::None,
        ..Setting::default()
    }
    .start();
    let url = site.taken(&json!({"infosec": ["vault"], "plan": "no", "seats": 60}));
    (site, url)
}

fn decide(site: &Quillhaven, url: &str, decisions: &Value) {
    let (status, answer) = site.tell(url, &json!({ "decisions": decisions }));
    assert_eq!(status, 200, "{answer}");
    assert_eq!(answer["result_url"], url);
}

/// The pointers of the faults of a body that is refused.
fn refused(site: &Quillhaven, url: &str, body: &Value) -> Vec<String> {
    let (status, problem) = site.tell(url, body);
    assert_eq!(status, 422, "{body}: {problem}");
    let errors = problem["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| {
            assert!(!error["message"].as_str().unwrap().is_empty());
            error["pointer"].as_str().unwrap().to_owned()
        })
        .collect()
}

fn stored(site: &Quillhaven) -> Value {
    serde_json::to_value(&site.lead().decisions).unwrap()
}

#[test]
fn a_fresh_report_has_no_decision() {
    let (site, _) = open();
    assert!(site.lead().decisions.is_empty());
    assert_eq!(site.lead().decided_at, None);
    assert_eq!(
        stored(&site),
        json!({"gaps": {}, "who": null, "role": null, "review": null})
    );
}

#[test]
fn only_what_is_named_changes_and_null_takes_it_back() {
    let (site, url) = open();
    let first = json!({
        "gaps": {
            "infosec.disks": {"decision": "want", "explain": true},
            "plan": {"decision": "accept", "who": " Jo Park ", "review": "2027-03-31"},
        },
        "who": "Mona Field", "role": "Owner", "review": "2027-01-15",
    });
    decide(&site, &url, &first);
    let disks = json!({"decision": "want", "explain": true, "who": null, "review": null});
    let plan = json!({"decision": "accept", "explain": false, "who": "Jo Park", "review": "2027-03-31"});
    let whole = json!({
        "gaps": {"infosec.disks": disks, "plan": plan},
        "who": "Mona Field", "role": "Owner", "review": "2027-01-15",
    });
    assert_eq!(stored(&site), whole);
    assert!(site.lead().decided_at.is_some());

    decide(&site, &url, &json!({"gaps": {"plan": {"decision": "discuss"}}}));
    let mut now = whole;
    now["gaps"]["plan"]["decision"] = json!("discuss");
    assert_eq!(stored(&site), now, "one field of one gap");

    decide(
        &site,
        &url,
        &json!({"gaps": {"infosec.disks": {"explain": null}, "plan": {"review": null}}, "role": null}),
    );
    now["gaps"]["infosec.disks"]["explain"] = json!(false);
    now["gaps"]["plan"]["review"] = Value::Null;
    now["role"] = Value::Null;
    assert_eq!(stored(&site), now, "what is null is taken back");

    decide(&site, &url, &json!({"gaps": {"plan": null}}));
    now["gaps"].as_object_mut().unwrap().remove("plan");
    assert_eq!(stored(&site), now, "a whole gap");
    decide(&site, &url, &json!({}));
    assert_eq!(stored(&site), now, "nothing was said");
}

#[test]
fn each_fault_has_its_place_and_nothing_is_stored() {
    let (site, url) = open();
    decide(
        &site,
        &url,
        &json!({"gaps": {"plan": {"decision": "want"}}, "who": "Mona"}),
    );
    let before = stored(&site);
    let long = "x".repeat(201);
    for (decisions, pointers) in [
        // The good part beside a bad one is not kept either.
        (
            json!({"gaps": {"plan": {"decision": "accept"}, "infosec.disks": {"decision": "maybe"}}}),
            vec!["/decisions/gaps/infosec.disks/decision"],
        ),
        (
            json!({"gaps": {"infosec.vault": {"decision": "want"}}}),
            vec!["/decisions/gaps/infosec.vault/decision"],
        ),
        (
            json!({"gaps": {"a/b~c": {"explain": true}}}),
            vec!["/decisions/gaps/a~1b~0c/explain"],
        ),
        (
            json!({"gaps": {"plan": {"who": long, "review": "2027-02-30"}}}),
            vec!["/decisions/gaps/plan/review", "/decisions/gaps/plan/who"],
        ),
        (
            json!({"who": long, "role": "a\nb", "review": "soon"}),
            vec!["/decisions/who", "/decisions/role", "/decisions/review"],
        ),
        (json!({"review": "1999-12-31"}), vec!["/decisions/review"]),
        (json!({"review": "31.03.2027"}), vec!["/decisions/review"]),
        (json!({"who": 7}), vec!["/decisions/who"]),
        (
            json!({"gaps": {"plan": {"decision": true}}}),
            vec!["/decisions/gaps/plan/decision"],
        ),
        (json!({"gaps": {"plan": "want"}}), vec!["/decisions/gaps/plan"]),
        (json!({"gaps": []}), vec!["/decisions/gaps"]),
        (json!("want"), vec!["/decisions"]),
    ] {
        assert_eq!(refused(&site, &url, &json!({"decisions": decisions})), pointers);
        assert_eq!(stored(&site), before, "{decisions}");
    }
    decide(&site, &url, &json!({"who": "x".repeat(200)}));
}

#[test]
fn a_contact_and_decisions_come_together_or_not_at_all() {
    let (site, url) = open();
    let both = |decision: &str, email: &str| {
        json!({
            "contact": {"name": "Ann Lee", "email": email}, "consent": true,
            "decisions": {"gaps": {"plan": {"decision": decision}}},
        })
    };
    assert_eq!(
        refused(&site, &url, &both("maybe", "ann")),
        ["/contact/email", "/decisions/gaps/plan/decision"]
    );
    assert_eq!(
        refused(&site, &url, &both("maybe", "ann@client.example")),
        ["/decisions/gaps/plan/decision"]
    );
    assert!(site.lead().contact.is_none(), "half of a refused body is nothing");
    assert_eq!(refused(&site, &url, &both("want", "ann")), ["/contact/email"]);
    assert!(site.lead().decisions.is_empty());

    assert_eq!(site.tell(&url, &both("want", "ann@client.example")).0, 200);
    let lead = site.lead();
    assert!(lead.contact.unwrap().1.given);
    assert_eq!(lead.decisions.gaps.len(), 1);
    // The first contact counts, and nothing that comes with a second one.
    assert_eq!(site.tell(&url, &both("accept", "eve@client.example")).0, 409);
    assert_eq!(stored(&site)["gaps"]["plan"]["decision"], "want");
    // The same contact again is no second one.
    assert_eq!(site.tell(&url, &both("discuss", "ann@client.example")).0, 200);
    assert_eq!(stored(&site)["gaps"]["plan"]["decision"], "discuss");
}

#[test]
fn decisions_leave_the_contact_as_it_is() {
    let (site, url) = open();
    decide(&site, &url, &json!({"who": "Mona Field"}));
    assert!(site.lead().contact.is_none(), "who decides is no contact");
    let body = json!({"contact": contact(), "consent": true});
    assert_eq!(site.tell(&url, &body).0, 200);
    let before = site.lead().contact;
    decide(&site, &url, &json!({"who": "Jo Park"}));
    assert_eq!(site.lead().contact, before);
    let other = json!({"contact": {"name": "Eve", "email": "eve@client.example"}});
    assert_eq!(site.tell(&url, &other).0, 409);
    assert_eq!(site.lead().contact, before);
    assert_eq!(stored(&site)["who"], "Jo Park");
}

#[test]
fn scripts_see_decisions_in_the_shape_in_which_they_are_sent() {
    let (site, url) = open();
    let sent = json!({
        "gaps": {"infosec.disks": {"decision": "ourselves", "explain": true, "who": "Jo", "review": "2027-03-31"}},
        "who": "Mona", "role": "Owner", "review": "2027-01-15",
    });
    decide(&site, &url, &sent);
    let shown = serde_json::to_value(LeadDetail::from(&site.lead())).unwrap();
    assert_eq!(shown["decisions"], sent);
    assert!(shown["decided_at"].is_string());
    // What was shown can be sent back.
    decide(&site, &url, &shown["decisions"]);
    assert_eq!(stored(&site), sent);
}

#[test]
fn a_report_without_gaps_has_nothing_to_decide() {
    let (site, _) = open();
    let mut all = answers();
    all["infosec"] = json!(["vault", "disks"]);
    let url = site.taken(&all);
    let gaps = json!({"decisions": {"gaps": {"plan": {"decision": "want"}}}});
    assert_eq!(refused(&site, &url, &gaps), ["/decisions/gaps/plan/decision"]);
}

#[test]
fn members_that_nobody_knows_are_told_and_nothing_is_kept() {
    let (site, url) = open();
    let body =
        json!({"decisions": {"foo": 1, "gaps": {"infosec.disks": {"desicion": "want", "explain": true}}}});
    let pointers = refused(&site, &url, &body);
    assert_eq!(
        pointers,
        ["/decisions/foo", "/decisions/gaps/infosec.disks/desicion"]
    );
    assert!(site.lead().decisions.is_empty());
}

/// Two pages of one report, opened at the same moment, as two people have them.
#[test]
fn a_page_changes_only_what_was_changed_on_it() {
    let (site, url) = open();
    let before = serde_json::to_string(&site.lead().decisions).unwrap();
    let send = |fields: &[(&str, &str)]| {
        let mut form = vec![("_decisions", before.as_str())];
        form.extend_from_slice(fields);
        assert_eq!(site.form(&url, &form).status, 303);
    };
    send(&[("decision.infosec.disks", "want"), ("decider.name", "Ann")]);
    send(&[("decision.plan", "accept"), ("explain.plan", "true")]);
    let said = site.lead().decisions;
    assert_eq!(said.who.as_deref(), Some("Ann"));
    assert_eq!(said.gaps.len(), 2, "{said:?}");
    // A box that is unticked on a page that showed it ticked is taken back.
    let shown = serde_json::to_string(&said).unwrap();
    let form = [
        ("_decisions", shown.as_str()),
        ("decision.infosec.disks", "want"),
        ("decision.plan", "accept"),
        ("decider.name", "Ann"),
    ];
    assert_eq!(site.form(&url, &form).status, 303);
    assert!(!site.lead().decisions.gaps["plan"].explain);
}
