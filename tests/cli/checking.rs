//! `check`: what a marketer, an editor and a pull request are told.

use serde_json::Value;

use crate::program::{GRADER, Site};

#[test]
fn a_good_site_has_nothing_to_mend() {
    let site = Site::new();
    assert_eq!(site.ok(&["check", "--format", "json"]).trim(), "[]");
    assert!(site.ok(&["check"]).contains("nothing to mend"));
}

#[test]
fn every_mistake_of_every_file_is_shown_at_once_and_the_exit_code_is_1() {
    let site = Site::new();
    site.write(
        "content/graders/email.md",
        &GRADER.replace("service mfa", "service mfaa"),
    );
    site.write(
        "content/services/mfa.md",
        "---\nname: Sign-in Protection\nunit: usr\n---\n",
    );
    let (code, out, _) = site.run(&["check", "--format", "json"]);
    assert_eq!(code, 1);
    let found: Vec<Value> = serde_json::from_str(&out).unwrap();
    let unknown = found
        .iter()
        .find(|one| one["file"] == "content/graders/email.md")
        .unwrap();
    assert_eq!(unknown["severity"], "error");
    assert_eq!(unknown["line"], 8);
    assert!(unknown["help"].as_str().unwrap().contains("mfa"), "{unknown}");
    assert!(
        found.iter().any(|one| one["file"] == "content/services/mfa.md"),
        "{out}"
    );
    for key in ["code", "severity", "file", "line", "column", "message", "help"] {
        assert!(unknown.get(key).is_some(), "{key}");
    }
}

#[test]
fn a_warning_fails_only_the_strict() {
    let site = Site::new();
    site.write(
        "content/graders/email.md",
        &GRADER.replace("> **Why it matters.** Email resets every other password.\n", ""),
    );
    let (code, out, _) = site.run(&["check"]);
    assert_eq!(code, 0, "{out}");
    assert_eq!(out.matches("1 warning").count(), 1, "counted once: {out}");
    assert_eq!(site.run(&["check", "--strict"]).0, 1);
}

#[test]
fn a_pull_request_gets_annotations() {
    let site = Site::new();
    site.write(
        "content/graders/email.md",
        &GRADER.replace("service mfa", "service mfaa"),
    );
    let (code, out, _) = site.run(&["check", "--format", "github"]);
    assert_eq!(code, 1);
    assert!(
        out.starts_with("::error file=content/graders/email.md,line=8,"),
        "{out}"
    );
}

#[test]
fn a_folder_without_content_is_said_so() {
    let site = Site::new();
    std::fs::remove_dir_all(site.path("content")).unwrap();
    let (code, out, _) = site.run(&["check"]);
    assert_eq!(code, 1);
    assert!(out.contains("content"), "{out}");
}

#[test]
fn wrong_usage_is_exit_code_2() {
    let site = Site::new();
    assert_eq!(site.run(&["chekc"]).0, 2);
    assert_eq!(site.run(&["check", "--format", "xml"]).0, 2);
    assert_eq!(site.run(&["leads", "list", "--database", "postgres://x"]).0, 2);
    assert_eq!(site.run(&["leads", "show", "not-an-id"]).0, 2);
}
