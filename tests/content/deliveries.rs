//! `deliveries` of `site.yaml`: what may stand there, and what is refused where.

use gradewright::assessment::{Destination, FollowUp, Target};
use gradewright::content::{Severity, Site};
use serde_json::json;

use crate::support::*;

const GRADER: &str = "---\ntitle: G\n---\n### Which hold?\n- [ ] A `service vault`\n- [ ] None `none`\n\n## Low\n`band, from 0`\n";

fn reading(lines: &str) -> gradewright::content::Reading {
    let folder = with_grader(GRADER);
    write(folder.path(), "content/graders/security.md", GRADER.as_bytes());
    let text = format!("format: 1\nname: Acme\n{lines}\n");
    write(folder.path(), "content/site.yaml", text.as_bytes());
    read_once(folder.path())
}

fn site(lines: &str) -> Site {
    let reading = reading(lines);
    reading
        .site
        .unwrap_or_else(|| panic!("{lines}: {:?}", reading.diagnostics))
}

/// What is made of a response with that fit.
fn fitting(grade: Option<&str>) -> FollowUp {
    let mut made: FollowUp = serde_json::from_value(json!({"gaps": [], "services": []})).unwrap();
    let fit = grade.map(|grade| json!({"grade": grade, "points": 0.0, "reasons": []}));
    made.sales.fit = serde_json::from_value(json!(fit)).unwrap();
    made
}

/// The one error of a list with that entry on line 4: its code, a part of what is said, and its place, which is at the
/// mark `▸` or else at the entry.
fn refused(entry: &str, code: &str, said: &str) {
    let line = format!("  - {{ {entry} }}");
    let column = line
        .split_once('▸')
        .map_or(5, |(before, _)| before.chars().count() + 1);
    let reading = reading(&format!("deliveries:\n{}", line.replace('▸', "")));
    let errors: Vec<_> = reading
        .diagnostics
        .iter()
        .filter(|fault| fault.severity == Severity::Error)
        .collect();
    assert_eq!(errors.len(), 1, "{entry}: {errors:?}");
    let fault = errors[0];
    assert_eq!(
        (fault.code, fault.line, fault.column),
        (code, 4, column),
        "{entry}"
    );
    let text = format!("{} {}", fault.message, fault.help.as_deref().unwrap_or_default());
    assert!(text.contains(said), "{entry}: {text}");
    assert!(
        !text.contains("whsec_") && !text.contains("hush"),
        "a secret is never repeated: {text}"
    );
}

#[test]
fn each_entry_is_a_destination_and_sales_email_is_the_first() {
    let site = site(
        "sales_email: sales@acme.example\ndeliveries:\n  \
         - { name: crm, webhook: \"https://hooks.example.com:8443/a/b?key=x%20y\", secret_env: CRM_SECRET, assessments: [security] }\n  \
         - { name: kim, email: kim@acme.example, owner: Kim }\n  \
         - { name: local, webhook: \"http://localhost:5678/hook\", secret_env: _S2 }\n  \
         - { name: respondent, report: true }\n  \
         - { name: not-this, email: x@acme.example, report: false }",
    );
    let keys: Vec<&str> = site.deliveries.iter().map(|one| one.key.as_str()).collect();
    let all = [
        "brief",
        "webhook:crm",
        "email:kim",
        "webhook:local",
        "report:respondent",
        "email:not-this",
    ];
    assert_eq!(keys, all);
    assert_eq!(site.deliveries[0], Destination::brief("sales@acme.example"));
    let url = "https://hooks.example.com:8443/a/b?key=x%20y".to_owned();
    let secret_env = "CRM_SECRET".to_owned();
    assert_eq!(site.deliveries[1].target, Target::Webhook { url, secret_env });
    assert_eq!(site.deliveries[2].owner.as_deref(), Some("Kim"));
    assert_eq!(site.told_of(&"security".try_into().unwrap(), &fitting(None)), all);
    let others = site.told_of(&"g".try_into().unwrap(), &fitting(None));
    assert_eq!(others, [&all[..1], &all[2..]].concat());
    assert_eq!(
        self::site("").told_of(&"g".try_into().unwrap(), &fitting(None)),
        [""; 0]
    );
}

#[test]
fn a_destination_may_take_only_leads_that_fit_well_enough() {
    let list: String = ["A", "B", "C", "D"]
        .iter()
        .map(|grade| {
            format!(
                "\n  - {{ name: {}, email: k@acme.example, min_fit: {grade} }}",
                grade.to_lowercase()
            )
        })
        .collect();
    let site = site(&format!("sales_email: sales@acme.example\ndeliveries:{list}"));
    let all = ["brief", "email:a", "email:b", "email:c", "email:d"];
    for (grade, from) in [
        (Some("A"), 1),
        (Some("B"), 2),
        (Some("C"), 3),
        (Some("D"), 4),
        (None, 5),
    ] {
        // Where nobody asked, the fit is not known to be good enough.
        let taken = site.told_of(&"g".try_into().unwrap(), &fitting(grade));
        assert_eq!(taken, [&all[..1], &all[from..]].concat(), "{grade:?}");
    }
}

#[test]
fn mistakes_are_told_at_their_place() {
    let hook = "webhook: \"https://h.example/hush\"";
    let secret = "secret_env: S";
    for (entry, code, said) in [
        ("email: kim@acme.example".to_owned(), "missing-field", "`name`"),
        (
            "name: ▸Kim, email: kim@acme.example".to_owned(),
            "bad-id",
            "`kim`",
        ),
        ("name: kim".to_owned(), "missing-field", "where it goes"),
        (
            "name: kim, report: false".to_owned(),
            "missing-field",
            "where it goes",
        ),
        (
            "name: kim, email: ▸kim".to_owned(),
            "field-value",
            "no e-mail address",
        ),
        (
            "name: kim, email: kim@acme.example, ▸owmer: Kim".to_owned(),
            "unknown-field",
            "did you mean `owner`?",
        ),
        (
            "name: kim, email: k@acme.example, report: true".to_owned(),
            "conflict",
            "one place",
        ),
        (
            "name: kim, email: k@acme.example, secret_env: ▸S".to_owned(),
            "conflict",
            "signed",
        ),
        (
            "name: kim, email: k@acme.example, report: ▸maybe".to_owned(),
            "field-value",
            "`true` or `false`",
        ),
        (
            "name: kim, email: k@acme.example, assessments: ▸g".to_owned(),
            "field-type",
            "a list",
        ),
        (
            "name: kim, email: k@acme.example, min_fit: ▸excellent".to_owned(),
            "field-value",
            "`A`, `B`, `C`, `D`",
        ),
        (
            "name: kim, email: k@acme.example, assessments: [▸securty]".to_owned(),
            "unknown-assessment",
            "did you mean `security`?",
        ),
        (format!("name: crm, {hook}"), "missing-field", "secret_env"),
        (
            format!("name: crm, {hook}, secret_env: ▸whsec_aHVzaA=="),
            "field-value",
            "environment variable",
        ),
        (
            format!("name: crm, {hook}, secret_env: ▸crm-secret"),
            "field-value",
            "capitals",
        ),
        (
            format!("name: crm, webhook: ▸\"http://h.example/hush\", {secret}"),
            "bad-url",
            "https://",
        ),
        (
            format!("name: crm, webhook: ▸\"ftp://h.example/hush\", {secret}"),
            "bad-url",
            "https://",
        ),
        (
            format!("name: crm, webhook: ▸\"https://kim:hush@h.example/\", {secret}"),
            "bad-url",
            "`@`",
        ),
        (
            format!("name: crm, webhook: ▸\"https://h.example/hush#x\", {secret}"),
            "bad-url",
            "`#`",
        ),
    ] {
        refused(&entry, code, said);
    }
    let twice = reading("deliveries:\n  - { name: a, email: a@acme.example }\n  - { name: a, report: true }");
    let fault = &twice
        .diagnostics
        .iter()
        .find(|fault| fault.severity == Severity::Error)
        .unwrap();
    assert_eq!((fault.code, fault.line, fault.column), ("duplicate-id", 5, 13));
}
