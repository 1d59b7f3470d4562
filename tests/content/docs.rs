//! `docs/authoring.md` says what the code does.

use gradewright::content::{CODES, Severity, render_human};

use crate::support::*;

const REFERENCE: &str = include_str!("../../docs/authoring.md");

#[test]
fn the_reference_lists_every_code_with_its_meaning() {
    for code in CODES {
        let severity = if code.severity == Severity::Error {
            "error"
        } else {
            "warning"
        };
        let row = format!("| `{}` | {severity} | {} |", code.name, code.meaning);
        assert!(REFERENCE.contains(&row), "docs/authoring.md lacks the row\n{row}");
    }
    let listed = REFERENCE
        .lines()
        .filter(|line| line.contains("` | error | ") || line.contains("` | warning | "))
        .count();
    assert_eq!(
        listed,
        CODES.len(),
        "docs/authoring.md lists a code that there is not"
    );
}

#[test]
fn the_examples_of_the_reference_are_sound() {
    let examples: Vec<&str> = REFERENCE
        .split("```markdown\n")
        .skip(1)
        .map(|rest| rest.split("\n```\n").next().unwrap())
        .collect();
    let grader = examples
        .iter()
        .find(|example| example.contains("### How"))
        .unwrap();
    let service = examples
        .iter()
        .find(|example| example.starts_with("---\nname"))
        .unwrap();
    let site = REFERENCE
        .split("```yaml\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let folder = folder(&[
        (
            "content/site.yaml",
            format!("format: 1\nname: Acme\n{site}").as_bytes(),
        ),
        ("content/graders/email.md", grader.as_bytes()),
        ("content/services/password-management.md", service.as_bytes()),
        ("content/pages/book.md", b"---\ntitle: Book\n---\n"),
    ]);
    for service in [
        "mfa-identity",
        "email-security",
        "patching",
        "endpoint-security",
        "device-encryption",
    ] {
        write(
            folder.path(),
            &format!("content/services/{service}.md"),
            format!("---\nname: {service}\n---\n").as_bytes(),
        );
    }
    let reading = read_once(folder.path());
    assert_eq!(reading.counts().0, 0, "{}", render_human(&reading, false));
    assert_eq!(reading.site.unwrap().assessments.len(), 1);
}
