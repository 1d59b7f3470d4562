//! `meetings` and `roadmap` of `site.yaml`, `quantity … next year` and `direction`: what may stand there, and what is refused.

use gradewright::assessment::{AssessmentId, Direction, FitGrade, Pace, Shape, Unit};
use gradewright::content::{Reading, Severity, Site};

use crate::support::*;

const GRADER: &str = "---
title: G
---
### Which hold?
- [ ] A `service vault`
- [ ] None `none`

### How many people in a year?
`#then, number 1-500, quantity user next year, optional`

### Where is the company going?
`#way, profile, optional`
- ( ) Up `direction growing`
- ( ) Neither `direction level`
- ( ) Down `direction shrinking`
- ( ) Not sure `not sure`

## Low
`band, from 0`
";

fn reading(grader: &str, lines: &str) -> Reading {
    let folder = with_grader(grader);
    let text = format!("format: 1\nname: Acme\ncurrency: EUR\n{lines}\n");
    write(folder.path(), "content/site.yaml", text.as_bytes());
    read_once(folder.path())
}

fn site(lines: &str) -> Site {
    let reading = reading(GRADER, lines);
    reading
        .site
        .unwrap_or_else(|| panic!("{lines}: {:?}", reading.diagnostics))
}

/// The only error: its code, and what is said.
fn refused(reading: &Reading, code: &str, said: &str) {
    let errors: Vec<_> = reading
        .diagnostics
        .iter()
        .filter(|fault| fault.severity == Severity::Error)
        .collect();
    assert_eq!(errors.len(), 1, "{said}: {errors:?}");
    let text = format!(
        "{} {}",
        errors[0].message,
        errors[0].help.as_deref().unwrap_or_default()
    );
    assert_eq!(errors[0].code, code, "{text}");
    assert!(text.contains(said), "{text}");
}

#[test]
fn a_meeting_has_a_name_a_length_who_comes_and_when_it_is_right() {
    let site = site(
        "meetings:\n  - { name: Call today, minutes: 20, with: whoever answered, urgent: true }\n  \
         - { name: Review, minutes: 60, with: the owner, why: They grow, when: then >= 50, min_fit: B, min_monthly: 12.50 }",
    );
    let [call, review] = &site.meetings[..] else {
        panic!("{:?}", site.meetings)
    };
    assert!(call.urgent && call.when.is_none() && call.min_fit.is_none());
    assert_eq!((call.name.as_str(), call.minutes), ("Call today", 20));
    assert_eq!(
        (review.with.as_str(), review.why.as_deref()),
        ("the owner", Some("They grow"))
    );
    assert_eq!(
        (review.min_fit, review.min_monthly),
        (Some(FitGrade::B), Some(1250))
    );
    assert!(review.when.is_some());
}

#[test]
fn what_is_wrong_with_a_meeting_is_said() {
    let whole = "minutes: 60, with: the owner";
    for (entry, code, said) in [
        (whole.to_owned(), "missing-field", "`name`"),
        ("name: A, minutes: 60".to_owned(), "missing-field", "`with`"),
        ("name: A, with: B".to_owned(), "missing-field", "`minutes`"),
        (
            "name: A, minutes: 4, with: B".to_owned(),
            "field-value",
            "from 5 to 480",
        ),
        (
            "name: A, minutes: long, with: B".to_owned(),
            "field-value",
            "from 5 to 480",
        ),
        (
            format!("name: A, {whole}, when: nobody >= 5"),
            "unknown-question",
            "`nobody`",
        ),
        (
            format!("name: A, {whole}, when: way has up"),
            "condition-kind",
            "`way is OPTION`",
        ),
        (format!("name: A, {whole}, min_fit: E"), "field-value", "`A`"),
        (
            format!("name: A, {whole}, min_monthly: much"),
            "bad-price",
            "`much`",
        ),
        (
            format!("name: A, {whole}, urgent: often"),
            "field-value",
            "`true` or `false`",
        ),
        (
            format!("name: A, {whole}, wen: then > 5"),
            "unknown-field",
            "`when`",
        ),
    ] {
        refused(
            &reading(GRADER, &format!("meetings:\n  - {{ {entry} }}")),
            code,
            said,
        );
    }
}

#[test]
fn the_pace_of_a_roadmap() {
    assert_eq!(site("").pace, Pace { first: 3, later: 1 });
    assert_eq!(
        site("roadmap: { first_quarter: 2, later_quarters: 0 }").pace,
        Pace { first: 2, later: 0 }
    );
    for wrong in ["first_quarter: 0", "first_quarter: 13", "later_quarters: -1"] {
        refused(
            &reading(GRADER, &format!("roadmap: {{ {wrong} }}")),
            "field-value",
            "whole number",
        );
    }
    refused(
        &reading(GRADER, "roadmap: { pace: 3 }"),
        "unknown-field",
        "first_quarter",
    );
}

#[test]
fn next_year_and_the_direction_are_part_of_the_definition_and_never_of_the_page() {
    let site = site("");
    let id: AssessmentId = "g".try_into().unwrap();
    let definition = &site.assessments[&id].definition;
    let then = definition.assessment.question("then").unwrap();
    let Shape::Number {
        quantity, next_year, ..
    } = then.shape
    else {
        panic!("a number")
    };
    assert_eq!((quantity, next_year), (Some(Unit::User), true));
    let ways = definition.assessment.question("way").unwrap().choices();
    let said: Vec<Option<Direction>> = ways.iter().map(|choice| choice.direction).collect();
    assert_eq!(
        said,
        [
            Some(Direction::Growing),
            Some(Direction::Level),
            Some(Direction::Shrinking),
            None
        ]
    );
}

#[test]
fn a_quantity_or_direction_that_nobody_knows_is_said() {
    for (from, to, said) in [
        ("user next year", "user some day", "next year"),
        (
            "direction level",
            "direction up",
            "`growing`, `level`, `shrinking`",
        ),
        ("direction level", "direction", "direction growing"),
    ] {
        refused(&reading(&GRADER.replace(from, to), ""), "setting-value", said);
    }
    let many = GRADER.replace(
        "- [ ] A `service vault`",
        "- [ ] A `service vault, direction growing`",
    );
    refused(
        &reading(&many, ""),
        "misplaced-setting",
        "on an option of `- ( )`",
    );
}
