//! `check`: what a marketer, an editor and a pull request are told.

use std::path::Path;

use serde_json::Value;

use crate::program::{GRADER, Site};

/// The example site, as a copy.
fn library() -> Site {
    let site = Site::new();
    std::fs::remove_dir_all(site.path("content")).unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut open = vec![from.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(&from).unwrap().to_str().unwrap().to_owned();
                site.write(
                    &format!("content/{name}"),
                    &std::fs::read_to_string(&path).unwrap(),
                );
            }
        }
    }
    site
}

#[test]
fn a_good_site_has_nothing_to_mend() {
    let site = library();
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
    let site = library();
    let text = site.read("content/graders/security.md");
    let why = text.lines().find(|line| line.starts_with("> ")).unwrap();
    site.write("content/graders/security.md", &text.replacen(why, "", 1));
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

fn codes(out: &str) -> Vec<(String, String, u64)> {
    let found: Vec<Value> = serde_json::from_str(out).unwrap();
    let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let code = |one: &Value| {
        (
            text(one, "code"),
            text(one, "message"),
            one["line"].as_u64().unwrap(),
        )
    };
    found.iter().map(code).collect()
}

#[test]
fn an_id_that_vanished_is_told_with_the_answers_that_were_given_to_it() {
    let site = Site::new();
    site.write("answers.yaml", "protected: [second-step]\n");
    let answers = site.path("answers.yaml");
    site.ok(&["leads", "add", "email", "--answers", answers.to_str().unwrap()]);
    let kept = |text: String| {
        site.write("content/graders/email.md", &text);
        let found = codes(&site.ok(&["check", "--format", "json"]));
        found
            .into_iter()
            .filter(|(code, ..)| matches!(code.as_str(), "vanished-id" | "changed-meaning"))
            .collect::<Vec<_>>()
    };
    assert_eq!(kept(GRADER.to_owned()), []);
    let renamed = kept(GRADER.replace("`#protected`", "`#safe`"));
    assert_eq!(renamed.len(), 1, "{renamed:?}");
    assert_eq!((renamed[0].0.as_str(), renamed[0].2), ("vanished-id", 4));
    assert!(renamed[0].1.contains("1 response "), "{renamed:?}");
    let reworded = kept(GRADER.replace("#second-step, ", ""));
    assert_eq!(reworded.len(), 1, "{reworded:?}");
    assert_eq!(reworded[0].0, "vanished-id");
    let other = kept(GRADER.replace(
        "- [ ] Doubtful mail is filtered. `#filtered, ",
        "- [ ] Doubtful mail came in. `#filtered, problem, ",
    ));
    assert_eq!(other.len(), 1, "{other:?}");
    assert_eq!((other[0].0.as_str(), other[0].2), ("changed-meaning", 10));
}

#[test]
fn a_database_is_read_and_never_made() {
    let site = Site::new();
    let file = site.path("none.sqlite");
    let option = format!("sqlite:{}", file.display());
    let (code, _, error) = site.run(&["check", "--database", &option]);
    assert_eq!(code, 1, "{error}");
    assert!(error.contains("no database"), "{error}");
    assert!(!file.exists());
    site.ok(&["check"]);
    assert!(!site.path("data").exists());
}
