//! What helps an author: explanations, beginnings, ids that stay.

use crate::program::{GRADER, Site};

#[test]
fn a_code_is_explained_with_a_wrong_and_a_right_example() {
    let site = Site::new();
    let said = site.ok(&["explain", "unknown-service"]);
    for part in [
        "error[unknown-service]: There is no such service.",
        "sales would never hear of it",
        "Wrong (among the options of a question):",
        "`service pasword-management`",
        "Right (",
        "`service password-management`",
    ] {
        assert!(said.contains(part), "{part} is not in\n{said}");
    }
    assert_eq!(said, site.ok(&["explain", "error[unknown-service]:"]));
}

#[test]
fn without_a_code_all_are_listed() {
    let listed = Site::new().ok(&["explain"]);
    for code in gradewright::content::CODES {
        assert!(
            listed
                .lines()
                .any(|line| line.contains(code.name) && line.ends_with(code.meaning)),
            "{}",
            code.name
        );
    }
}

#[test]
fn a_code_that_there_is_not_is_exit_code_1_with_the_nearest() {
    let site = Site::new();
    let (code, out, error) = site.run(&["explain", "unknown-servise"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(error.contains("did you mean `unknown-service`?"), "{error}");
    let (code, _, error) = site.run(&["explain", "zebra"]);
    assert_eq!(code, 1);
    assert!(error.contains("`gradewright explain` lists them all"), "{error}");
}

#[test]
fn check_says_how_to_hear_more() {
    let site = Site::new();
    site.write(
        "content/graders/email.md",
        &GRADER.replace("service mfa", "service mfaa"),
    );
    let (_, out, _) = site.run(&["check"]);
    assert!(out.ends_with("gradewright explain unknown-service\n"), "{out}");
    assert!(!site.run(&["check", "--format", "json"]).1.contains("explain"));
}
