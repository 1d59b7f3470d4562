//! `owners` of `site.yaml`: whose leads are, and what is refused where.

use gradewright::assessment::{Answers, score};
use gradewright::content::{Reading, Severity};
use serde_json::{Value, json};

use crate::support::*;

const GRADER: &str = "---\ntitle: G\n---\n### Which hold?\n`#hold`\n- [ ] A `#a, service vault`\n- [ ] None `none`\n\n\
    ### Seats?\n`#seats, number 1-500, optional`\n\n## Low\n`band, from 0`\n";

fn reading(rules: &str) -> Reading {
    let folder = with_grader(GRADER);
    write(folder.path(), "content/graders/saas.md", GRADER.as_bytes());
    let text = format!("format: 1\nname: Acme\nowners:\n{rules}\n");
    write(folder.path(), "content/site.yaml", text.as_bytes());
    read_once(folder.path())
}

/// Whose a response to that assessment is.
fn owner(rules: &str, assessment: &str, answers: Value) -> Option<String> {
    let reading = reading(rules);
    let site = reading
        .site
        .unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
    let asked = &site.assessments[assessment].definition.assessment;
    let answers = Answers::from_json(asked, answers.as_object().unwrap()).unwrap();
    let scorecard = score(asked, &answers);
    site.follow_up(asked, &answers, &scorecard, None).sales.owner
}

#[test]
fn the_first_rule_that_holds_says_whose_a_lead_is() {
    let rules = "  - { when: seats >= 50, assessments: [g], owner: Kim@Acme.example }\n  \
        - { assessments: [saas], owner: lou@acme.example }\n  \
        - { when: hold has a, owner: max@acme.example }";
    let of = |assessment, answers| owner(rules, assessment, answers);
    let small = json!({"hold": ["a"], "seats": 49});
    let large = json!({"hold": ["a"], "seats": 50});
    assert_eq!(of("g", large.clone()).as_deref(), Some("kim@acme.example"));
    assert_eq!(of("saas", large).as_deref(), Some("lou@acme.example"));
    assert_eq!(of("g", small).as_deref(), Some("max@acme.example"));
    assert_eq!(of("g", json!({"hold": ["none"]})), None);
    assert_eq!(owner("  []", "g", json!({"hold": ["none"]})), None);
}

/// The one error of that rule, on line 4.
fn refused(rule: &str, code: &str, said: &str) {
    let reading = reading(&format!("  - {{ {rule} }}"));
    let errors = reading.diagnostics.iter();
    let errors: Vec<_> = errors.filter(|fault| fault.severity == Severity::Error).collect();
    assert_eq!(errors.len(), 1, "{rule}: {errors:?}");
    assert_eq!((errors[0].code, errors[0].line), (code, 4), "{rule}");
    let text = format!(
        "{} {}",
        errors[0].message,
        errors[0].help.as_deref().unwrap_or_default()
    );
    assert!(text.contains(said), "{rule}: {text}");
}

#[test]
fn what_can_not_be_meant_is_refused() {
    refused("when: seats >= 50", "missing-field", "needs `owner`");
    refused("owner: kim", "field-value", "no e-mail address");
    refused(
        "owner: kim@acme.example, assessments: [gg]",
        "unknown-assessment",
        "`gg`",
    );
    refused(
        "owner: kim@acme.example, when: seat >= 50",
        "unknown-question",
        "`seat`",
    );
    refused(
        "owner: kim@acme.example, when: seats is big",
        "condition-kind",
        "`seats >= 20`",
    );
    refused("owner: kim@acme.example, when: seats >=", "condition-syntax", "");
    refused("owner: kim@acme.example, to: x", "unknown-field", "`to`");
}
